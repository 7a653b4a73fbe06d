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
fn problems(replacements: &[(&str, &str)]) -> Vec<String> {
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
            r#"29:18: organisation "militären" finns inte i löftet"#,
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
        ("owners = [\"polisen\"]", "owners = \"polisen\"", "41:10: här ska stå en lista"),
        ("name = \"Centrum\"", "name = \"Centrum\"\nfocus = 1", "19:9: här ska stå true eller false"),
    ] {
        assert_eq!(problems(&[(from, to)]), [told], "{to}");
    }
}

#[test]
fn a_target_that_could_never_be_counted_is_told_where_it_is_defined() {
    for (from, to, told) in [
        ("value = \"yes\"", "value = \"ja\"", "45:6: \"ja\" är inget svar på fältet \"found\""),
        (
            "field = \"found\"",
            "field = \"fund\"",
            "45:6: fältet \"fund\" finns inte på aktiviteten; menades \"found\"?",
        ),
        ("kind = \"yes_no_unknown\"", "kind = \"number\"", "45:6: \"yes\" är inget svar på fältet \"found\""),
        ("goal = 10\n", "", "45:6: ett mål av slaget count behöver ett \"goal\""),
        ("goal = 10", "goal = 10\nby = 2021-06-01", "45:6: ett mål av slaget count har inget \"by\""),
        (
            "goal = 10",
            "goal = 10\npace = [1, 2]",
            "51:8: \"pace\" är tolv tal, ett för varje månad från januari, inte alla noll",
        ),
        ("goal = 10", "goal = 10\nscope = \"every\"", "45:6: \"scope\" every behöver flera områden"),
        (
            "floor = 5",
            "floor = 5\n\n[commitment.target.window]\nfrom = \"25:00\"",
            "61:8: här ska stå ett klockslag, som \"20:00\"",
        ),
        (
            "floor = 5",
            "floor = 5\n\n[commitment.target.window]\nweekdays = [\"fre\"]",
            "61:13: \"fre\" finns inte här; välj bland mon, tue, wed, thu, fri, sat, sun; menades \"fri\"?",
        ),
        (
            "floor = 5",
            "floor = 5\n\n[[commitment.target.only]]\nfield = \"found\"\nvalue = \"noo\"",
            "45:6: \"noo\" är inget svar på fältet \"found\"; menades \"no\"?",
        ),
        (
            "floor = 5",
            "floor = 5\n\n[commitment.target.within]\nfrom = 2023-01-01\nto = 2023-02-01",
            "45:6: målets tid ligger utanför löftets",
        ),
        ("duration = \"timed\"\n", "", "44:6: aktiviteten har ingen längd; då når den aldrig \"min_minutes\""),
        (
            "duration = \"timed\"",
            "duration = \"timed\"\nin_area = false",
            "46:6: aktiviteten har inget område; då räknas den aldrig här",
        ),
        ("activity = \"check\"\n", "", "45:6: ett mål av slaget count behöver en \"activity\""),
        (
            "areas = [\"centrum\"]\ngoal",
            "areas = [\"centrum\"]\ngroup = \"allt\"\ngoal",
            "50:9: ange antingen \"areas\" eller \"group\", inte båda",
        ),
    ] {
        assert_eq!(problems(&[(from, to)]), [told], "{to}");
    }
}

/// A second target that counts the same, below the first; it begins on line 61.
fn beside(first: &str, second: &str) -> Vec<String> {
    let second = format!(
        "floor = 5\n\n[[commitment.target]]\nid = \"annat\"\nkind = \"count\"\nlabel = \"Annat\"\nactivity = \"check\"\n{second}"
    );
    problems(&[("goal = 10", first), ("floor = 5", &second)])
}

#[test]
fn what_is_sensitive_cannot_be_worked_out_from_what_is_not() {
    let hidden = "goal = 10\nsensitive = true";
    let open =
        "62:6: måste vara \"sensitive\": \"mal\" räknar samma aktivitet och är det, och talet skulle stå öppet här";
    assert_eq!(beside(hidden, "goal = 3\n"), [open]);
    assert_eq!(
        beside(
            hidden,
            "areas = [\"centrum\"]\ngoal = 3\n[[commitment.target.only]]\nfield = \"found\"\nvalue = \"no\"\n"
        ),
        [open]
    );
    let first =
        "45:6: måste vara \"sensitive\": \"annat\" räknar samma aktivitet och är det, och talet skulle stå öppet här";
    assert_eq!(beside("goal = 10", "goal = 3\nsensitive = true\n"), [first]);
    let shared = "62:6: delar områden med \"mal\", som räknar samma aktivitet: \
                  två känsliga tal över samma områden kan räknas ifrån varandra";
    assert_eq!(beside(hidden, "goal = 3\nsensitive = true\n"), [shared], "without areas it speaks of all");
    assert_eq!(beside(hidden, "areas = [\"centrum\"]\ngoal = 3\nsensitive = true\n"), [shared]);
    assert_eq!(beside("goal = 10", "goal = 3\n"), [""; 0], "nothing to hide");
}

#[test]
fn what_is_sensitive_moves_by_one_and_as_one() {
    let two = (
        "areas = [\"centrum\"]\n\n",
        "areas = [\"centrum\", \"norr\"]\n\n[[area]]\nid = \"norr\"\nname = \"Norr\"\n\n",
    );
    let group = ("areas = [\"centrum\"]\ngoal = 10", "group = \"allt\"\nsensitive = true\ngoal = 10");
    assert_eq!(problems(&[two, group]), [""; 0]);
    let each = ("areas = [\"centrum\"]\ngoal = 10", "group = \"allt\"\nscope = \"each\"\nsensitive = true\ngoal = 10");
    let parted =
        "49:6: kan inte vara \"sensitive\" område för område: välj \"scope\" sum, eller ge varje område sitt eget mål";
    assert_eq!(problems(&[two, each]), [parted]);
    for (from, to, told) in [
        (
            "goal = 10",
            "goal = 10\nper = \"month\"\nsensitive = true",
            "kan inte vara \"sensitive\": det följs dag för dag",
        ),
        (
            "goal = 10",
            "goal = 10\nsum = \"found\"\nsensitive = true",
            "kan inte vara \"sensitive\" med \"sum\": en enda post kan flytta summan flera steg och synas",
        ),
        (
            "kind = \"count\"",
            "kind = \"conditional\"\nsensitive = true",
            "kan inte vara \"sensitive\": hur många som bad och hur många som fick jämförs; välj indicator",
        ),
    ] {
        assert!(problems(&[(from, to)]).contains(&format!("45:6: {told}")), "{told}");
    }
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
fn targets_that_are_not_counted_have_nothing_to_count_with() {
    let narrative = problems(&[("kind = \"count\"", "kind = \"narrative\"")]);
    let told = [
        "45:6: ett mål av slaget narrative har ingen \"share\"",
        "45:6: ett mål av slaget narrative har inget \"goal\"",
    ];
    assert_eq!(narrative, told);
    let cadence = problems(&[("kind = \"count\"", "kind = \"cadence\""), ("activity = \"check\"\n", "")]);
    assert!(cadence.contains(
        &"45:6: ett mål av slaget cadence behöver \"per\": day, week, month, quarter eller tertial".to_owned()
    ));
    assert!(cadence.contains(&"45:6: ett mål av slaget cadence behöver en \"activity\"".to_owned()));
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
    let problems = domain::check::promise(&Node { at, value: Value::Int(1) }).expect_err("no table");
    assert!(problems.iter().any(|p| p.at == at && p.message == "här ska stå en tabell"));
}
