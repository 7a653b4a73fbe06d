//! The reference of the promise file says what the check does: each kind has its rows, and the keys of the table are
//! those that the check needs, takes and refuses.

use crate::toml;
use domain::promise::{FieldKind, TargetKind};
use std::sync::LazyLock;

static REFERENCE: LazyLock<String> = LazyLock::new(|| {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/promise-file.md");
    std::fs::read_to_string(path).expect("the reference of the promise file")
});

/// The cells of the rows that begin with a word as code.
fn rows(word: &str) -> Vec<Vec<&'static str>> {
    let start = format!("| `{word}` |");
    let rows = REFERENCE.lines().filter(|line| line.starts_with(&start));
    rows.map(|row| row.trim_matches('|').split('|').map(str::trim).collect()).collect()
}

/// Everything that a promise has beside the target: an activity with a field of each sort, and two areas.
const FILE: &str = r#"id = "liten"
version = 1
partnership = "liten"
title = "Litet löfte"
place = "Liten"
preamble = "Vi lovar."
from = 2021-01-01
to = 2021-12-31
time_zone = "Europe/Stockholm"
organisation = [{ id = "polisen", name = "Polisen", kind = "police" }]
area = [{ id = "norr", name = "Norr" }, { id = "soder", name = "Söder" }]

[[activity]]
id = "check"
name = "Kontroll"
plural = "kontroller"
organisations = ["polisen"]
field = [
    { id = "found", label = "Hittades något?", kind = "yes_no_unknown" },
    { id = "stopped", label = "Hur många?", kind = "number" },
]

[[commitment]]
id = "rad"
number = 1
section = "Löftet"
owners = ["polisen"]
text = "Minst tio kontroller."

[[commitment.target]]
id = "mal"
label = "Kontroller"
"#;

/// The columns of the table of keys, each with the line that gives a target the key. A period of its own stands for any.
const KEYS: [(&str, &str); 10] = [
    ("activity", "activity = \"check\""),
    ("goal", "goal = 10"),
    ("per", "per = \"week\""),
    ("by", "by = 2021-06-01"),
    ("done", "done = { field = \"found\", value = \"yes\" }"),
    ("share", "share = { field = \"found\", value = \"yes\", label = \"Varav\", min_percent = 20, floor = 5 }"),
    ("sum", "sum = \"stopped\""),
    ("pace", "pace = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"),
    ("every", "scope = \"every\"\nareas = [\"norr\", \"soder\"]"),
    ("sensitive", "sensitive = true"),
];

/// What the check says of a target of a kind with these lines.
fn problems(kind: TargetKind, lines: &[&str]) -> Vec<String> {
    let text = format!("{FILE}kind = \"{}\"\n{}\n", kind.as_str(), lines.join("\n"));
    toml::promise(&text).err().unwrap_or_default().iter().map(ToString::to_string).collect()
}

#[test]
fn the_reference_names_the_keys_that_the_check_needs_takes_and_refuses() {
    for kind in TargetKind::ALL {
        let rows = rows(kind.as_str());
        let [shown, keys] = rows.as_slice() else { panic!("{kind:?} isn't in both tables: {rows:?}") };
        assert_eq!((shown.len(), keys.len()), (4, KEYS.len() + 1), "{kind:?}");
        let said: Vec<&str> = keys[1..].to_vec();
        let is_needed = |said: &str| said.starts_with("required");
        let needed: Vec<&str> =
            KEYS.iter().zip(&said).filter(|(_, said)| is_needed(said)).map(|((_, line), _)| *line).collect();
        assert_eq!(problems(*kind, &needed), [""; 0], "{kind:?} with what is required");
        for ((key, line), said) in KEYS.iter().zip(&said) {
            let mut with: Vec<&str> = needed.iter().copied().filter(|needed| needed != line).collect();
            with.extend((!is_needed(said)).then_some(*line));
            // Where the table asks for an activity beside the key.
            with.extend(said.contains("with an activity").then_some(KEYS[0].1));
            let is_refused = is_needed(said) || said.starts_with('–') || *key == "per" && !said.contains("any");
            let told = problems(*kind, &with);
            assert_eq!(!told.is_empty(), is_refused, "{kind:?}, {key}: \"{said}\", {with:?}: {told:?}");
        }
    }
}

#[test]
fn the_reference_names_every_kind_of_question() {
    for kind in FieldKind::ALL {
        let answers = rows(kind.as_str()).into_iter().filter(|row| row.len() == 3);
        assert_eq!(answers.count(), 1, "{kind:?}");
    }
}
