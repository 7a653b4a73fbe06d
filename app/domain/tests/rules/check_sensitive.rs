//! Promises whose open figures would give a hidden one away are refused, with the line that does it.

use crate::check::problems;

/// The problems of the small promise with a second target that counts the same, without their places.
fn beside(first: &str, second: &str) -> Vec<String> {
    let second = format!(
        "floor = 5\n\n[[commitment.target]]\nid = \"annat\"\nkind = \"count\"\nlabel = \"Annat\"\nactivity = \"check\"\n{second}"
    );
    problems(&[("goal = 10", first), ("floor = 5", &second)])
}

const HIDDEN: &str = "goal = 10\nsensitive = true";

#[test]
fn what_counts_the_same_openly_must_be_hidden_too() {
    let told = |place: &str, other: &str| {
        format!(
            "{place}: \"{other}\" räknar samma aktivitet och är känsligt, och här skulle talet stå öppet: skriv sensitive = true även här"
        )
    };
    assert_eq!(beside(HIDDEN, "goal = 3\n"), [told("65:12", "mal")]);
    let other_answer =
        "areas = [\"centrum\"]\ngoal = 3\n[[commitment.target.only]]\nfield = \"found\"\nvalue = \"no\"\n";
    assert_eq!(beside(HIDDEN, other_answer), [told("65:12", "mal")], "yes and no make the whole");
    assert_eq!(beside("goal = 10", "goal = 3\nsensitive = true\n"), [told("48:12", "annat")], "in either order");
    assert_eq!(beside("goal = 10", "goal = 3\n"), [""; 0], "nothing to hide");
}

#[test]
fn two_hidden_figures_have_no_area_in_common() {
    let told = |place: &str| {
        format!(
            "{place}: områdena är delvis desamma som i \"mal\", som räknar samma aktivitet; två känsliga tal över samma områden kan räknas ifrån varandra: ta bort det ena"
        )
    };
    let without = beside(HIDDEN, "goal = 3\nsensitive = true\n");
    assert_eq!(without, [told("67:13")], "without areas it speaks of all");
    let same = beside(HIDDEN, "areas = [\"centrum\"]\ngoal = 3\nsensitive = true\n");
    assert_eq!(same, [told("66:9")]);
}

#[test]
fn what_is_hidden_moves_by_one_and_as_one() {
    let two = (
        "areas = [\"centrum\"]\n\n",
        "areas = [\"centrum\", \"norr\"]\n\n[[area]]\nid = \"norr\"\nname = \"Norr\"\n\n",
    );
    let of_group = |scope: &str| format!("group = \"allt\"\nscope = \"{scope}\"\nsensitive = true\ngoal = 10");
    let areas = "areas = [\"centrum\"]\ngoal = 10";
    assert_eq!(problems(&[two, (areas, &of_group("sum"))]), [""; 0]);
    for (from, to, told) in [
        (areas, of_group("each").as_str(), "kan inte räknas område för område"),
        (areas, of_group("every").as_str(), "kan inte räknas område för område"),
        ("goal = 10", "goal = 10\nper = \"month\"\nsensitive = true", "för det följs dag för dag"),
        ("goal = 10", "goal = 10\nsum = \"found\"\nsensitive = true", "en enda post kan flytta summan flera steg"),
        ("kind = \"count\"", "kind = \"conditional\"\nsensitive = true", "välj slaget indicator"),
    ] {
        let replaced: &[(&str, &str)] = if from == areas { &[two, (from, to)] } else { &[(from, to)] };
        let all = problems(replaced);
        assert!(all.iter().any(|problem| problem.contains(told)), "{to}: {all:?}");
    }
}
