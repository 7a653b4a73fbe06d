//! A promise of a newer server: what this build doesn't know costs only the part that it stands in.

use crate::support::PROMISE;
use domain::promise::{Duration, FieldKind, OrganisationKind, Per, Promise, Scope, TargetKind};
use serde_json::{Value, json};

/// The promise that ships after a change of its JSON.
fn changed(change: impl FnOnce(&mut Value)) -> Promise {
    let mut json = serde_json::to_value(&*PROMISE).expect("JSON");
    change(&mut json);
    serde_json::from_value(json).expect("a promise")
}

fn push(list: &mut Value, item: Value) {
    list.as_array_mut().expect("a list").push(item);
}

#[test]
fn a_target_judged_in_an_unknown_way_is_followed_without_a_goal() {
    for (key, word) in [("kind", "streak"), ("scope", "rotating"), ("per", "fortnight")] {
        let read = changed(|json| json["commitments"][1]["targets"][0][key] = word.into());
        let (was, is) = (&PROMISE.commitments[1].targets[0], &read.commitments[1].targets[0]);
        assert_eq!((is.kind, is.scope, is.per, is.goal), (TargetKind::Narrative, Scope::Sum, Per::Year, None), "{key}");
        assert_eq!((&is.id, &is.label, &is.activity, &is.areas), (&was.id, &was.label, &was.activity, &was.areas));
        assert_eq!(read.commitments[2..], PROMISE.commitments[2..]);
    }
}

#[test]
fn a_question_of_an_unknown_kind_is_left_out() {
    let read = changed(|json| {
        let drawing = json!({"id": "track", "label": "Rita rundan", "kind": "drawing", "required": true});
        push(&mut json["activities"][2]["fields"], drawing);
    });
    assert_eq!(read, *PROMISE);
}

#[test]
fn an_activity_of_an_unknown_length_is_a_point_in_time() {
    let read = changed(|json| json["activities"][0]["duration"] = "repeated".into());
    assert_eq!(read.activities[0].duration, Duration::None);
    assert_eq!(read.activities[1..], PROMISE.activities[1..]);
}

#[test]
fn parts_that_cannot_be_read_are_left_out_alone() {
    let read = changed(|json| {
        json["season"] = json!({"of": "the year"});
        push(&mut json["organisations"], json!({"id": "skolan", "name": "Skolan", "kind": "school"}));
        push(&mut json["areas"], json!({"id": "sky"}));
        push(&mut json["activities"], json!({"id": "flight"}));
        push(&mut json["commitments"], json!({"id": "mood", "number": "one"}));
        push(&mut json["commitments"][0]["targets"], json!({"id": "mood", "kind": "mood"}));
        push(&mut json["commitments"][0]["targets"], json!(7));
    });
    assert_eq!(read, *PROMISE);
}

/// Each word is said once; serde, `as_str` and `parse` can't differ.
#[test]
fn serde_and_promise_files_have_the_same_words() {
    macro_rules! agree {
        ($($kind:ty),+) => {$(
            for value in <$kind>::ALL {
                assert_eq!(serde_json::to_value(value).expect("JSON"), value.as_str());
                assert_eq!(serde_json::from_value::<$kind>(value.as_str().into()).expect("a value"), *value);
                assert_eq!(<$kind>::parse(value.as_str()), Some(*value));
            }
            assert_eq!(<$kind>::parse("of_tomorrow"), None);
        )+};
    }
    agree!(TargetKind, FieldKind, Scope, Per, Duration, OrganisationKind);
}
