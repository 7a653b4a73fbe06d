//! The canonical form of RFC 8785, over which content is compared.

use crate::support::{json, sha256};
use domain::json::{Json, LARGEST_INT, Unfit};
use proptest::prelude::*;
use std::collections::BTreeMap;

#[test]
fn members_stand_in_the_order_of_utf_16_units() {
    // The example of RFC 8785, section 3.2.3.
    let sent = r#"{"€":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One",
        "😀":"Emoji: Grinning Face","\u0080":"Control","ö":"Latin Small Letter O With Diaeresis"}"#;
    let form = "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u{80}\":\"Control\",\"ö\":\"Latin Small Letter O With \
                Diaeresis\",\"€\":\"Euro Sign\",\"😀\":\"Emoji: Grinning Face\",\"\u{fb33}\":\"Hebrew Letter Dalet With Dagesh\"}";
    assert_eq!(json(sent).canonical().as_deref(), Ok(form));
}

#[test]
fn numbers_have_one_form() {
    for (sent, form) in [
        ("0", "0"),
        ("-0", "0"),
        ("-0.0", "0"),
        ("1.0", "1"),
        ("10e1", "100"),
        ("-7", "-7"),
        ("9007199254740991", "9007199254740991"),
        ("-9007199254740991", "-9007199254740991"),
    ] {
        assert_eq!(json(sent).canonical().as_deref(), Ok(form), "{sent}");
    }
}

#[test]
fn numbers_that_not_every_reader_keeps_are_unfit() {
    for sent in [
        "0.5",
        "9007199254740992",
        "-9007199254740992",
        "9223372036854775807",
        "-9223372036854775808",
        "-9223372036854775808.0",
        "18446744073709551615",
        "1e300",
        "-1e300",
    ] {
        assert_eq!(json(sent), Json::Unfit(Unfit::Number), "{sent}");
    }
}

#[test]
fn only_what_must_be_escaped_is() {
    let sent = r#""\u0000\u001f\b\t\n\f\r\"\\\/\u007f\u00e5\u2028\ud83d\ude00""#;
    let form = "\"\\u0000\\u001f\\b\\t\\n\\f\\r\\\"\\\\/\u{7f}å\u{2028}😀\"";
    assert_eq!(json(sent).canonical().as_deref(), Ok(form));
}

#[test]
fn nulls_are_dropped_from_the_outermost_object_alone() {
    assert_eq!(json(r#"{"b":null,"a":{"c":null}}"#).canonical().as_deref(), Ok(r#"{"a":{"c":null}}"#));
}

#[test]
fn a_member_named_twice_is_found_however_deep() {
    assert_eq!(json(r#"{"a":[{"b":1,"b":1}]}"#).canonical(), Err(Unfit::NamedTwice));
}

fn value() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::Bool),
        (-LARGEST_INT..=LARGEST_INT).prop_map(Json::Int),
        any::<String>().prop_map(Json::Text),
    ];
    leaf.prop_recursive(3, 24, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Json::List),
            prop::collection::btree_map(any::<String>(), inner, 0..5).prop_map(Json::Map),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// Reading what was written gives the same value, so the form can be what is kept.
    #[test]
    fn the_canonical_form_loses_nothing(members in prop::collection::btree_map(any::<String>(), value(), 0..6)) {
        let form = Json::Map(members.clone()).canonical().expect("fit");
        let kept: BTreeMap<_, _> = members.into_iter().filter(|(_, v)| *v != Json::Null).collect();
        prop_assert_eq!(json(&form), Json::Map(kept));
        prop_assert_eq!(json(&form).canonical(), Ok(form));
    }

    /// However an object was written, its hash is the same.
    #[test]
    fn the_same_content_has_the_same_hash(members in prop::collection::btree_map("[a-zåäö]{1,6}", value(), 0..6)) {
        let one = Json::Map(members.clone()).canonical().expect("fit");
        let parts: Vec<String> = members
            .iter()
            .rev()
            .map(|(name, v)| format!(" {} :\n{} ", serde_json::json!(name), serde_json::to_string(v).expect("JSON")))
            .collect();
        let other = json(&format!("{{{}}}", parts.join(","))).canonical().expect("fit");
        prop_assert_eq!(sha256(&one), sha256(&other));
    }
}
