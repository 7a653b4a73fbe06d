//! A body of sync: whatever arrives, each of its entries gets its own outcome, and what is taken has one canonical form.

#![no_main]

use domain::entry::Entry;
use domain::id::PersonId;
use domain::json::Json;
use domain::merge::arrive;
use domain::wire::Request;
use libfuzzer_sys::fuzz_target;
use sha2::{Digest, Sha256};

fn hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

fuzz_target!(|bytes: &[u8]| {
    let Ok(request) = serde_json::from_slice::<Request>(bytes) else { return };
    for sent in request.entries {
        let arrival = arrive(sent.clone(), request.journals.keys().next().copied(), PersonId([7; 16]), &hash);
        let Ok(readable) = arrival.outcome else { continue };
        let again: Json = serde_json::from_str(&readable.body).expect("a canonical body is JSON");
        let entry = Entry::read(&again).expect("and reads as what it was");
        assert_eq!(entry, readable.entry);
        assert_eq!(again.canonical().expect("it has one form"), readable.body);
        assert_eq!(hash(&readable.body), readable.hash);
    }
});
