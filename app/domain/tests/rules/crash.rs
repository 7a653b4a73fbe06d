//! What a phone tells of a crash, and what it doesn't.

use domain::crash::{CRASHES, Crash, add};

fn crash(message: &str) -> Crash {
    Crash { build: "b1".into(), location: "app/src/lib.rs:3".into(), message: message.into() }
}

#[test]
fn a_message_shows_no_value() {
    for (message, told) in [
        ("no journal", "no journal"),
        ("called `Option::unwrap()` on a `None` value", "called `Option::unwrap()` on a `None` value"),
        ("called `Result::unwrap()` on an `Err` value: \"Anna\"", "called `Result::unwrap()` on an `Err` value"),
        ("a note: Möte med Anna", "a note"),
        (
            "byte index 3 is not a char boundary; it is inside 'ö' (bytes 2..4) of `Möte`",
            "byte index 3 is not a char boundary",
        ),
        ("begin <= end (4 <= 2) when slicing `Möte`", "begin <= end (4 <= 2) when slicing"),
        ("index out of bounds: the len is 3 but the index is 5", "index out of bounds"),
        ("a bad state in app::state", "a bad state in app::state"),
    ] {
        assert_eq!(crash(message).bounded().message, told);
        assert_eq!(crash(told).bounded().message, told, "nothing is left to take away");
    }
}

#[test]
fn a_crash_is_small_whatever_it_says() {
    let long = "å\0\n".repeat(2_000);
    let bounded = Crash { build: long.clone(), location: long.clone(), message: long }.bounded();
    assert!(bounded.build.len() + bounded.location.len() + bounded.message.len() < 1_024, "{bounded:?}");
    assert!(!bounded.message.contains(['\0', '\n']));
}

#[test]
fn a_location_names_nothing_of_the_machine_that_built_the_app() {
    let located = |location: &str| Crash { location: location.into(), ..crash("x") }.bounded().location;
    assert_eq!(located("app/src/actions/save.rs:12"), "app/src/actions/save.rs:12");
    assert_eq!(
        located("/home/builder/.cargo/registry/src/index/tachys-0.2.9/src/renderer/dom.rs:92"),
        "index/tachys-0.2.9/src/renderer/dom.rs:92"
    );
}

#[test]
fn the_newest_few_are_stored() {
    let mut crashes = Vec::new();
    for number in 0..CRASHES + 2 {
        add(&mut crashes, &crash(&format!("number {number}")));
    }
    let messages: Vec<&str> = crashes.iter().map(|crash| crash.message.as_str()).collect();
    assert_eq!(messages, ["number 2", "number 3", "number 4", "number 5", "number 6"]);
}
