//! What becomes of an arriving entry: each verdict of the protocol's section 3.

use crate::support::{amended, by, entry_id, journal_id, known, patrol, person, recorded, sha256};
use domain::entry::{Entry, Refusal};
use domain::json::Json;
use domain::merge::{Arrival, HeldVersion, Judgement, Keep, Known, arrive, counting};
use domain::wire::VerdictKind::{self, Accepted, AlreadyHeld, Quarantined, Refused};

fn arrival(entry: &Entry) -> Arrival {
    arrive(entry.write(), None, entry.author, &sha256)
}

/// The same id with another content.
fn otherwise(entry: &Entry) -> Entry {
    let mut other = entry.clone();
    other.unit = Some("33-9110".into());
    other
}

fn told(judgement: &Judgement) -> (VerdictKind, Option<Refusal>, bool) {
    (judgement.verdict, judgement.refusal, judgement.keep.is_some())
}

fn judge(known: &mut Known, entry: &Entry) -> (VerdictKind, Option<Refusal>, bool) {
    told(&known.judge(&arrival(entry)))
}

/// Two contents of one id, that with the smaller hash first.
fn versions() -> (Entry, Entry) {
    let one = recorded(1, patrol());
    let other = otherwise(&one);
    let hash = |e: &Entry| arrival(e).outcome.expect("readable").hash;
    if hash(&one) < hash(&other) { (one, other) } else { (other, one) }
}

#[test]
fn a_new_id_is_accepted_and_kept() {
    let mut known = known(&[1]);
    let judgement = known.judge(&arrival(&recorded(1, patrol())));
    assert_eq!(judgement.verdict, Accepted);
    assert_eq!(judgement.keep, Some(Keep { quarantined: false, cloned: false }));
    assert!(known.journals[&journal_id(1)].held.holds(1));
}

#[test]
fn the_same_content_again_is_already_held() {
    let mut known = known(&[1]);
    let entry = recorded(1, patrol());
    judge(&mut known, &entry);
    assert_eq!(judge(&mut known, &entry), (AlreadyHeld, None, false));
}

#[test]
fn other_content_of_an_id_is_conflicting_and_kept() {
    let (small, large) = versions();
    for (first, second) in [(&small, &large), (&large, &small)] {
        let mut known = known(&[1]);
        assert_eq!(judge(&mut known, first), (Accepted, None, true));
        assert_eq!(judge(&mut known, second), (Refused, Some(Refusal::Conflicting), true));
        // Whichever came first, from now on the smaller hash counts and the other stays conflicting.
        assert_eq!(judge(&mut known, &small), (AlreadyHeld, None, false));
        assert_eq!(judge(&mut known, &large), (Refused, Some(Refusal::Conflicting), false));
        assert_eq!(known.held[&small.id].len(), 2);
    }
}

#[test]
fn a_person_s_decision_overrules_the_smaller_hash() {
    let (small, large) = versions();
    let mut known = known(&[1]);
    judge(&mut known, &small);
    judge(&mut known, &large);
    let versions = known.held.get_mut(&small.id).expect("held");
    versions[1].decided = true;
    assert_eq!(counting(versions), Some(&versions[1].clone()));
    assert_eq!(judge(&mut known, &large), (AlreadyHeld, None, false));
    assert_eq!(judge(&mut known, &small), (Refused, Some(Refusal::Conflicting), false));
}

#[test]
fn a_version_that_is_held_back_cannot_outvote_what_was_held() {
    let version = |hash: &str, quarantined| HeldVersion {
        journal: journal_id(1),
        hash: hash.into(),
        quarantined,
        decided: false,
    };
    let held = [version("b", false), version("a", true)];
    assert_eq!(counting(&held), Some(&held[0]));
    assert_eq!(counting(&[]), None);
}

#[test]
fn what_is_not_yours_changes_nothing() {
    let entry = recorded(1, patrol());
    let mut elsewhere = known(&[1, 2]);
    judge(&mut elsewhere, &entry);
    let before = elsewhere.clone();
    let refused = (Refused, Some(Refusal::NotYours), false);
    assert_eq!(judge(&mut elsewhere, &by(2, entry.clone())), refused, "an id held under another journal");
    let author = Entry { author: person(2), ..recorded(2, patrol()) };
    assert_eq!(judge(&mut elsewhere, &author), refused, "an author who isn't the journal's person");
    assert_eq!(judge(&mut elsewhere, &by(3, recorded(3, patrol()))), refused, "someone the device hasn't enrolled");
    assert_eq!(elsewhere, before);
}

#[test]
fn an_unknown_journal_is_registered_at_its_first_push() {
    let mut known = known(&[1]);
    let entry = Entry { journal: journal_id(7), ..recorded(1, patrol()) };
    assert_eq!(judge(&mut known, &entry).0, Accepted);
    let journal = &known.journals[&journal_id(7)];
    assert_eq!((journal.person, journal.revoked), (person(1), false));
    known.people.push(person(2));
    let stranger = Entry { author: person(2), ..recorded(2, patrol()) };
    let refused = (Refused, Some(Refusal::NotYours), false);
    assert_eq!(judge(&mut known, &Entry { journal: journal_id(7), ..stranger }), refused);
}

#[test]
fn what_cannot_be_read_is_refused_with_its_reason() {
    let mut known = known(&[1]);
    let Json::Map(mut map) = recorded(1, patrol()).write() else { panic!("an object") };
    map.insert("minutes".into(), Json::Int(99_999));
    let judgement = known.judge(&arrive(Json::Map(map.clone()), None, person(1), &sha256));
    assert_eq!(told(&judgement), (Refused, Some(Refusal::OverLimit), false));
    assert!(judgement.message.expect("a reason").starts_with("minutes: "));
    map.insert("minutes".into(), Json::from("many"));
    let judgement = known.judge(&arrive(Json::Map(map), None, person(1), &sha256));
    assert_eq!(told(&judgement), (Refused, Some(Refusal::Unreadable), false));
    assert!(known.held.is_empty());
}

#[test]
fn one_bad_entry_never_blocks_the_others() {
    let mut known = known(&[1]);
    let bad = arrive(Json::from("?"), None, person(1), &sha256);
    let batch = [arrival(&recorded(1, patrol())), bad, arrival(&recorded(2, patrol()))];
    let verdicts: Vec<_> = batch.iter().map(|a| known.judge(a).verdict).collect();
    assert_eq!(verdicts, [Accepted, Refused, Accepted]);
}

#[test]
fn the_same_entry_twice_in_a_batch_counts_once() {
    let mut known = known(&[1]);
    let entry = arrival(&recorded(1, patrol()));
    assert_eq!([known.judge(&entry).verdict, known.judge(&entry).verdict], [Accepted, AlreadyHeld]);
}

#[test]
fn a_number_that_was_held_already_is_a_clone() {
    let mut known = known(&[1]);
    judge(&mut known, &recorded(1, patrol()));
    let clone = Entry { seq: 1, ..recorded(2, patrol()) };
    let keep = known.judge(&arrival(&clone)).keep.expect("accepted all the same");
    assert_eq!(keep, Keep { quarantined: false, cloned: true });
    let next = known.judge(&arrival(&recorded(3, patrol()))).keep.expect("accepted");
    assert!(!next.cloned);
    let conflicting = known.judge(&arrival(&otherwise(&clone))).keep.expect("kept");
    assert!(!conflicting.cloned, "another content of an id isn't a restored backup");
}

#[test]
fn a_revoked_phone_s_new_entries_are_quarantined_and_held_ones_stay() {
    let mut known = known(&[1]);
    let before = recorded(1, patrol());
    judge(&mut known, &before);
    known.device_revoked = true;
    assert_eq!(judge(&mut known, &before), (AlreadyHeld, None, false), "held ones keep their state");
    let after = recorded(2, patrol());
    let judgement = known.judge(&arrival(&after));
    assert_eq!((judgement.verdict, judgement.keep.map(|k| k.quarantined)), (Quarantined, Some(true)));
    assert_eq!(judge(&mut known, &after), (Quarantined, None, false), "and again when it is resent");
}

#[test]
fn revocation_sticks_to_the_journal_whatever_credential_sends_it() {
    let mut first = known(&[1]);
    first.device_revoked = true;
    let entry = Entry { journal: journal_id(7), ..recorded(1, patrol()) };
    assert_eq!(judge(&mut first, &entry).0, Quarantined);
    let mut second = Known { journals: first.journals, ..known(&[1]) };
    let rest = Entry { journal: journal_id(7), ..recorded(2, patrol()) };
    assert_eq!(judge(&mut second, &rest).0, Quarantined, "the rest of it, from another phone");
    assert_eq!(judge(&mut second, &recorded(3, patrol())).0, Accepted, "another journal of the same person");
}

#[test]
fn what_a_disabled_person_sends_is_held_back_in_new_journals_too() {
    let mut known = known(&[1, 2]);
    known.disabled.insert(person(1));
    let entry = Entry { journal: journal_id(7), ..recorded(1, patrol()) };
    assert_eq!(judge(&mut known, &entry).0, Quarantined, "a journal that nobody had heard of");
    let other = Entry { author: person(2), journal: journal_id(2), ..recorded(2, patrol()) };
    assert_eq!(judge(&mut known, &other).0, Accepted, "who else is on the phone goes on");
    known.disabled.clear();
    let rest = Entry { journal: journal_id(7), ..recorded(3, patrol()) };
    assert_eq!(judge(&mut known, &rest).0, Quarantined, "it sticks to the journal when access is given back");
}

#[test]
fn a_correction_is_judged_like_any_entry() {
    let mut known = known(&[1]);
    assert_eq!(judge(&mut known, &amended(2, 1, &[1], patrol())), (Accepted, None, true), "also before its root");
    assert!(known.held.contains_key(&entry_id(2)));
}

#[test]
fn the_codes_of_refusal_are_these_and_no_others() {
    let all = [Refusal::Unreadable, Refusal::OverLimit, Refusal::Conflicting, Refusal::NotYours];
    assert_eq!(all.map(Refusal::code), ["unreadable", "over_limit", "conflicting", "not_yours"]);
}
