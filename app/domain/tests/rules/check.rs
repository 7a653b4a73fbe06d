//! Judging a promise file: every problem at once, each at its place.

use crate::support::{PROMISE, SHIPPED_TEXT};
use crate::toml;
use domain::check::{At, Node, Value};
use domain::promise::{Scope, TargetKind};

/// A small promise with nothing wrong in it.
const SMALL: &str = r#"id = "liten"
version = 1
partnership = "liten"
title = "Litet löfte"
place = "Liten"
preamble = "Vi lovar."
from = 2021-01-01
to = 2021-12-31
time_zone = "Europe/Stockholm"

[[organisation]]
id = "polisen"
name = "Polisen"
kind = "police"

[[area]]
id = "centrum"
name = "Centrum"

[[group]]
id = "allt"
name = "Allt"
areas = ["centrum"]

[[activity]]
id = "check"
name = "Kontroll"
plural = "kontroller"
organisations = ["polisen"]
duration = "timed"

[[activity.field]]
id = "found"
label = "Hittades något?"
kind = "yes_no_unknown"

[[commitment]]
id = "rad"
number = 1
section = "Löftet"
owners = ["polisen"]
text = "Minst tio kontroller."

[[commitment.target]]
id = "mal"
kind = "count"
label = "Kontroller"
activity = "check"
areas = ["centrum"]
goal = 10
min_minutes = 20

[commitment.target.share]
field = "found"
value = "yes"
label = "Varav fynd"
min_percent = 20
floor = 5
"#;

/// The problems of the small promise after some replacements, as they are printed.
pub(crate) fn problems(replacements: &[(&str, &str)]) -> Vec<String> {
    let mut text = SMALL.to_owned();
    for (from, to) in replacements {
        assert_eq!(text.matches(from).count(), 1, "{from}");
        text = text.replace(from, to);
    }
    toml::promise(&text).err().unwrap_or_default().iter().map(ToString::to_string).collect()
}

#[test]
fn the_promise_that_ships_has_nothing_wrong() {
    assert_eq!(toml::promise(&SHIPPED_TEXT).as_ref(), Ok(&*PROMISE));
    assert_eq!((PROMISE.areas.len(), PROMISE.activities.len(), PROMISE.commitments.len()), (6, 9, 14));
    let tre = crate::support::target("fotpatrull_tre");
    assert_eq!((tre.kind, tre.scope, tre.goal), (TargetKind::Count, Scope::Sum, Some(800)));
    assert_eq!(tre.areas.iter().map(|a| a.as_str()).collect::<Vec<_>>(), ["oxnehaga", "osterangen", "ekhagen"]);
    assert!(PROMISE.continues);
}

#[test]
fn the_promise_survives_the_wire() {
    let text = serde_json::to_string(&*PROMISE).expect("JSON");
    assert_eq!(serde_json::from_str::<domain::promise::Promise>(&text).expect("a promise"), *PROMISE);
}

#[test]
fn the_small_promise_has_nothing_wrong() {
    assert_eq!(problems(&[]), [""; 0]);
}

#[test]
fn each_problem_is_told_at_its_line_and_column() {
    for (from, to, told) in [
        (
            r#"areas = ["centrum"]
goal"#,
            r#"areas = ["centrun"]
goal"#,
            r#"49:10: område "centrun" finns inte i löftet; menades "centrum"?"#,
        ),
        (
            r#"organisations = ["polisen"]"#,
            r#"organisations = ["militären"]"#,
            r#"29:18: organisation "militären" finns inte i löftet; välj bland polisen"#,
        ),
        (
            r#"activity = "check""#,
            r#"activity = "chekc""#,
            r#"48:12: aktivitet "chekc" finns inte i löftet; menades "check"?"#,
        ),
        (
            r#"areas = ["centrum"]
goal"#,
            r#"group = "alt"
goal"#,
            r#"49:9: grupp "alt" finns inte i löftet; menades "allt"?"#,
        ),
        ("from = 2021-01-01", "from = \"2021-01-01\"", "7:8: här ska stå ett datum, som 2021-01-01 utan citattecken"),
        ("to = 2021-12-31", "to = 2021-12-31T10:00:00", "8:6: här ska stå ett datum, som 2021-01-01 utan citattecken"),
        ("to = 2021-12-31", "to = 2020-12-31", "1:1: löftet slutar (2020-12-31) innan det börjar (2021-01-01)"),
        ("title = \"Litet löfte\"", "title = \" \"", "4:9: texten är tom"),
        ("title = \"Litet löfte\"", "title = 5", "4:9: här ska stå text inom citattecken"),
        ("version = 1", "version = 0", "2:11: talet ska ligga mellan 1 och 1000000"),
        ("version = 1", "version = 1.5", "2:11: här ska stå ett heltal"),
        (
            "kind = \"police\"",
            "kind = \"polis\"",
            "14:8: \"polis\" finns inte här; välj bland police, municipality, housing_company; menades \"police\"?",
        ),
        (
            "id = \"liten\"",
            "id = \"Liten stad\"",
            "1:6: ett id är små bokstäver a–z, siffror, _ och -, högst 64 tecken, först en bokstav",
        ),
        (
            "partnership = \"liten\"",
            "partnership = \"Liten\"",
            "3:15: ett id är små bokstäver a–z, siffror, _ och -, högst 59 tecken, först en bokstav",
        ),
        ("areas = [\"centrum\"]\n\n", "areas = []\n\n", "23:9: gruppen har inga områden"),
        (
            "plural = \"kontroller\"",
            "plural = \"kontroller\"\nicon = \"cars\"",
            "29:8: \"cars\" finns inte här; välj bland foot, car, pill; menades \"car\"?",
        ),
        ("owners = [\"polisen\"]", "owners = \"polisen\"", "41:10: här ska stå en lista"),
        ("name = \"Centrum\"", "name = \"Centrum\"\nfocus = 1", "19:9: här ska stå true eller false"),
    ] {
        assert_eq!(problems(&[(from, to)]), [told], "{to}");
    }
}

#[test]
fn what_the_server_would_not_load_is_told() {
    for (from, to, told) in [
        (
            "\"Europe/Stockholm\"",
            "\"Europe/Stokholm\"",
            "9:13: tidszonen \"Europe/Stokholm\" finns inte; menades \"Europe/Stockholm\"?",
        ),
        (
            "to = 2021-12-31",
            "to = 2021-06-30\ncontinues = true",
            "9:13: ett löfte fortsätter kalenderår för kalenderår: låt det sluta den 31 december, eller ta bort raden",
        ),
    ] {
        assert_eq!(problems(&[(from, to)]), [told], "{to}");
    }
    let again = "[[commitment]]\nid = \"till\"\nnumber = 1\nsection = \"Löftet\"\nowners = [\"polisen\"]\ntext = \"En till.\"\n";
    let twice = problems(&[("floor = 5\n", &format!("floor = 5\n\n{again}"))]);
    assert_eq!(twice, ["62:10: nummer \"1\" finns redan, på rad 39"]);
    let nought = again.replace("number = 1", "number = 0");
    let nought = nought.clone() + &nought.replace("till", "till2");
    assert_eq!(problems(&[("floor = 5\n", &format!("floor = 5\n\n{nought}"))]), [""; 0], "nought is no number");
}

#[test]
fn what_is_near_may_be_said() {
    let near = |members: &str| problems(&[("[[organisation]]", &format!("[near]\n{members}\n\n[[organisation]]"))]);
    assert_eq!(near("weeks = 2\nmissed_one_in = 10"), [""; 0]);
    assert_eq!(near("weeks = 53"), ["12:9: talet ska ligga mellan 0 och 52"]);
    assert_eq!(near("weks = 2"), ["12:1: okänt namn \"weks\"; menades \"weeks\"?"]);
}

#[test]
fn a_name_that_nobody_asks_for_is_compared_with_those_that_are() {
    let told = ["1:1: \"place\" saknas", "5:1: okänt namn \"plats\"; menades \"place\"?"];
    assert_eq!(problems(&[("place = \"Liten\"", "plats = \"Liten\"")]), told);
}

#[test]
fn what_is_missing_is_named() {
    for line in [
        "id = \"liten\"\n",
        "version = 1\n",
        "partnership = \"liten\"\n",
        "title = \"Litet löfte\"\n",
        "place = \"Liten\"\n",
        "preamble = \"Vi lovar.\"\n",
        "from = 2021-01-01\n",
        "to = 2021-12-31\n",
        "time_zone = \"Europe/Stockholm\"\n",
    ] {
        let name = line.split(' ').next().expect("a name");
        assert_eq!(problems(&[(line, "")]), [format!("1:1: \"{name}\" saknas")]);
    }
    assert_eq!(problems(&[("field = \"found\"\n", "")]), ["53:1: \"field\" saknas"], "a share without its field");
    assert_eq!(problems(&[("min_percent = 20\n", "")]), ["53:1: \"min_percent\" saknas"]);
    assert_eq!(problems(&[("number = 1\n", "")]), ["37:1: \"number\" saknas"]);
}

#[test]
fn a_definition_is_the_only_one_of_its_name_and_kind() {
    let twice = problems(&[("[[group]]", "[[area]]\nid = \"centrum\"\nname = \"Igen\"\n\n[[group]]")]);
    assert_eq!(twice, ["21:6: område \"centrum\" finns redan, på rad 17"]);
    let other_kind = problems(&[("id = \"rad\"", "id = \"centrum\"")]);
    assert_eq!(other_kind, [""; 0], "a commitment may be called as an area is");
    let field = "[[activity.field]]\nid = \"found\"\nlabel = \"Igen?\"\nkind = \"text\"\n\n[[commitment]]";
    assert_eq!(problems(&[("[[commitment]]", field)]), ["38:6: \"found\" finns redan här"]);
}

#[test]
fn a_list_names_each_thing_once_and_at_least_one_where_somebody_must_answer() {
    let twice = [("areas = [\"centrum\"]\ngoal", "areas = [\"centrum\", \"centrum\"]\ngoal")];
    assert_eq!(problems(&twice), ["49:21: \"centrum\" står redan i listan; ta bort det ena"]);
    let nobody = [("organisations = [\"polisen\"]", "organisations = []")];
    assert_eq!(problems(&nobody), ["29:17: listan är tom; skriv minst ett id"]);
    assert_eq!(problems(&[("owners = [\"polisen\"]", "owners = []")]), ["41:10: listan är tom; skriv minst ett id"]);
}

#[test]
fn a_form_asks_no_more_than_an_entry_carries_and_nothing_twice() {
    let id = [("id = \"found\"", "id = \"minutes\""), ("field = \"found\"", "field = \"minutes\"")];
    assert_eq!(problems(&id), ["33:6: \"minutes\" frågar formuläret redan efter; välj ett annat id"]);
    let fields = |count: usize| -> String {
        (0..count).map(|n| format!("[[activity.field]]\nid = \"f{n}\"\nlabel = \"F\"\nkind = \"text\"\n\n")).collect()
    };
    let with = |count: usize| problems(&[("[[commitment]]", &format!("{}[[commitment]]", fields(count)))]);
    assert_eq!(with(19), [""; 0], "with the one that is there");
    assert_eq!(with(20).len(), 1);
    assert!(with(20)[0].ends_with("för många fält; en post har plats för högst 20 svar"), "{:?}", with(20));
}

#[test]
fn every_problem_comes_at_once_in_the_order_of_the_file() {
    let all = problems(&[
        ("version = 1", "version = \"ett\""),
        ("kind = \"police\"", "kind = \"polis\""),
        ("areas = [\"centrum\"]\ngoal", "areas = [\"centrun\", \"atlantis\"]\ngoal"),
        ("floor = 5", "golv = 5"),
    ]);
    let places: Vec<&str> = all.iter().map(|p| p.split(": ").next().expect("a place")).collect();
    assert_eq!(places, ["2:11", "14:8", "49:10", "49:21", "53:1", "58:1"], "{all:#?}");
}

#[test]
fn a_file_that_is_no_promise_says_what_it_lacks() {
    let all: Vec<String> = toml::promise("").expect_err("empty").iter().map(ToString::to_string).collect();
    for name in ["organisation", "area", "activity", "commitment"] {
        assert!(all.contains(&format!("1:1: minst en \"[[{name}]]\" behövs")), "{all:#?}");
    }
    let at = At { line: 3, column: 7 };
    let problems = domain::check::promise(&Node { at, value: Value::Int(1) }, &[]).expect_err("no table");
    assert!(problems.iter().any(|p| p.at == at && p.message == "här ska stå en tabell"));
}
