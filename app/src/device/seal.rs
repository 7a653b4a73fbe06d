//! The first line of defence is written within the tap, and sealed there: AES-256-GCM (NIST SP 800-38D), of which the browser
//! has got ready what takes its ciphers, and here is what takes the text (`public/seal.js`). What is sealed so, the browser
//! opens like everything else.

use ghash::GHash;
use ghash::universal_hash::{KeyInit, UniversalHash};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

const NONCE_BYTES: usize = 12;
const TAG_BYTES: usize = 16;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = rond, js_name = pad)]
    fn js_pad() -> Option<Vec<u8>>;
    #[wasm_bindgen(thread_local_v2, js_namespace = rond, js_name = authenticates)]
    static AUTHENTICATES: js_sys::Uint8Array;
    #[wasm_bindgen(thread_local_v2, js_namespace = rond, js_name = person)]
    static PERSON: String;
    #[wasm_bindgen(js_namespace = rond, js_name = open)]
    async fn js_open(place: &str, sealed: &str) -> JsValue;
}

/// Who has unlocked the page, as it stands in keys and places.
pub(crate) fn person() -> String {
    PERSON.with(Clone::clone)
}

/// Seals a text for a place, now. `None` when nothing is ready to seal with, or the text is longer than a tap writes: then
/// there is the second line of defence alone.
pub(crate) fn seal(place: &str, text: &str) -> Option<String> {
    let pad = js_pad()?;
    let (nonce, pad) = pad.split_at_checked(NONCE_BYTES)?;
    let (mask, stream) = pad.split_at_checked(TAG_BYTES)?;
    if text.len() > stream.len() {
        return None;
    }
    let sealed: Vec<u8> = text.bytes().zip(stream).map(|(byte, with)| byte ^ with).collect();
    let mut key = [0; TAG_BYTES];
    AUTHENTICATES.with(|bytes| bytes.copy_to(&mut key));
    let mut hash = GHash::new(&key.into());
    hash.update_padded(place.as_bytes());
    hash.update_padded(&sealed);
    let mut lengths = [0; TAG_BYTES];
    lengths[..8].copy_from_slice(&bits(place.len()));
    lengths[8..].copy_from_slice(&bits(sealed.len()));
    hash.update(&[lengths.into()]);
    let tag = hash.finalize();
    let tag = tag.iter().zip(mask).map(|(byte, with)| byte ^ with);
    Some(nonce.iter().chain(&sealed).copied().chain(tag).map(char::from).collect())
}

fn bits(bytes: usize) -> [u8; 8] {
    (bytes as u64 * 8).to_be_bytes()
}

/// Opens what was sealed for a place; `None` for anything else.
pub(crate) async fn open(place: &str, sealed: &str) -> Option<String> {
    js_open(place, sealed).await.as_string()
}
