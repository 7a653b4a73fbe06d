//! Targets that could never be judged: told at the member at fault, with what to write instead.

use crate::check::problems;

const KIND: &str = "kind = \"count\"";
const ACTIVITY: &str = "activity = \"check\"\n";
const GOAL: &str = "goal = 10\n";
const END: &str = "floor = 5\n";
const SHARE: &str =
    "[commitment.target.share]\nfield = \"found\"\nvalue = \"yes\"\nlabel = \"Varav fynd\"\nmin_percent = 20\n";
const DONE: &str = "[commitment.target.done]\nfield = \"found\"\nvalue = \"yes\"\n";

/// What a member's replacement is told, and nothing else.
fn told(cases: &[(&[(&str, &str)], &str)]) {
    for (replacements, told) in cases {
        assert_eq!(problems(replacements), [*told], "{replacements:?}");
        let says_what_to_do = told.contains("; ") || told.matches(": ").count() > 1;
        assert!(says_what_to_do, "{told}");
    }
}

/// The small promise's target without its share.
fn shareless<'a>(kind: &'a str, goal: &'a str, done: &'a str) -> [(&'static str, &'a str); 4] {
    [(KIND, kind), (GOAL, goal), (SHARE, done), (END, "")]
}

#[test]
fn a_kind_is_asked_for_what_it_needs() {
    told(&[
        (&[(ACTIVITY, "")], "46:8: ett mål av slaget count behöver en \"activity\": välj bland check"),
        (&[(GOAL, "")], "46:8: ett mål av slaget count behöver ett \"goal\": skriv hur många, som goal = 10"),
        (
            &shareless("kind = \"average\"", "per = \"week\"\n", ""),
            "46:8: ett mål av slaget average behöver ett \"goal\": skriv hur många, som goal = 10",
        ),
        (
            &shareless("kind = \"average\"", "goal = 3\nper = \"year\"\n", ""),
            "51:7: ett mål av slaget average behöver \"per\": skriv day, week, month, quarter eller tertial",
        ),
        (
            &shareless("kind = \"cadence\"", "", ""),
            "46:8: ett mål av slaget cadence behöver \"per\": skriv day, week, month, quarter eller tertial",
        ),
        (
            &shareless("kind = \"milestone\"", "", ""),
            "46:8: ett mål av slaget milestone behöver ett datum \"by\": skriv dagen, som by = 2021-12-31",
        ),
        (
            &[(KIND, "kind = \"deliverable\""), (ACTIVITY, ""), (GOAL, ""), (SHARE, ""), (END, "")],
            "46:8: ett mål av slaget deliverable behöver en \"activity\": välj bland check",
        ),
        (
            &shareless("kind = \"conditional\"", "", ""),
            "46:8: ett mål av slaget conditional behöver \"done\", svaret som betyder att det är gjort: skriv dess field och value",
        ),
    ]);
}

#[test]
fn what_means_nothing_for_a_kind_is_told_where_it_stands() {
    told(&[
        (
            &shareless("kind = \"narrative\"", GOAL, ""),
            "50:8: ett mål av slaget narrative har inget \"goal\": ta bort raden, eller välj slaget count",
        ),
        (
            &shareless("kind = \"indicator\"", "per = \"week\"\n", ""),
            "50:7: ett mål av slaget indicator har \"per\" year eller whole: skriv ett av dem, eller välj slaget cadence",
        ),
        (
            &[(GOAL, "goal = 10\nby = 2021-06-01\n")],
            "51:6: ett mål av slaget count har inget \"by\": ta bort raden, eller välj slaget milestone",
        ),
        (
            &shareless(KIND, GOAL, DONE),
            "53:1: ett mål av slaget count har inget \"done\": ta bort det, eller välj poster efter svar med \"only\"",
        ),
        (
            &[(KIND, "kind = \"cadence\""), (GOAL, "per = \"week\"\n")],
            "53:1: ett mål av slaget cadence har ingen \"share\": ta bort den, eller välj slaget count",
        ),
        (
            &shareless(KIND, "goal = 10\nsum = \"found\"\n", ""),
            "51:7: fältet \"found\" är inget tal och kan inte summeras; skriv först ett fält av slaget number på aktiviteten",
        ),
        (
            &shareless(
                "kind = \"average\"",
                "goal = 3\nper = \"week\"\npace = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n",
                "",
            ),
            "52:8: ett mål av slaget average har ingen \"pace\": ta bort raden, eller välj slaget count",
        ),
        (
            &shareless("kind = \"cadence\"", "per = \"week\"\nsensitive = true\n", ""),
            "51:13: ett mål av slaget cadence kan inte vara \"sensitive\", för det följs dag för dag: ta bort raden, eller räkna per year",
        ),
    ]);
    // The pace of a wrong length says itself what it should be.
    let short = problems(&[(GOAL, "goal = 10\npace = [1, 2]\n")]);
    assert_eq!(short, ["51:8: \"pace\" är tolv tal, ett för varje månad från januari, inte alla noll"]);
    let both = problems(&[(GOAL, "goal = 10\nsum = \"found\"\n")]);
    assert!(
        both.contains(&"54:1: ett mål av slaget count har inte både \"sum\" och \"share\": ta bort den ena".to_owned())
    );
}

#[test]
fn an_answer_is_told_where_it_is_named() {
    told(&[
        (
            &[("value = \"yes\"", "value = \"ja\"")],
            "55:9: \"ja\" är inget svar på fältet \"found\"; välj bland yes, no, unknown",
        ),
        (
            &[("field = \"found\"", "field = \"fund\"")],
            "54:9: fältet \"fund\" finns inte på aktiviteten; menades \"found\"?",
        ),
        (
            &[("field = \"found\"", "field = \"resultat\"")],
            "54:9: fältet \"resultat\" finns inte på aktiviteten; välj bland found",
        ),
        (
            &[("kind = \"yes_no_unknown\"", "kind = \"number\"")],
            "54:9: fältet \"found\" har inga svar att välja bland; skriv först ett fält av slaget yes_no_unknown eller choice på aktiviteten",
        ),
        (
            &[("[[activity.field]]\nid = \"found\"\nlabel = \"Hittades något?\"\nkind = \"yes_no_unknown\"\n", "")],
            "50:9: fältet \"found\" finns inte på aktiviteten; skriv först det som [[activity.field]] på den",
        ),
        (
            &[(END, "floor = 5\n\n[[commitment.target.only]]\nfield = \"found\"\nvalue = \"noo\"\n")],
            "62:9: \"noo\" är inget svar på fältet \"found\"; menades \"no\"?",
        ),
        (
            &[(
                END,
                "floor = 5\n\n[[commitment.target.only]]\nfield = \"found\"\nvalue = \"no\"\n\n[[commitment.target.only]]\nfield = \"fond\"\nvalue = \"no\"\n",
            )],
            "65:9: fältet \"fond\" finns inte på aktiviteten; menades \"found\"?",
        ),
        (
            &shareless(
                "kind = \"conditional\"",
                "",
                "[commitment.target.done]\nfield = \"found\"\nvalue = \"klart\"\n",
            ),
            "54:9: \"klart\" är inget svar på fältet \"found\"; välj bland yes, no, unknown",
        ),
    ]);
}

#[test]
fn what_would_never_count_is_told_where_it_stands() {
    told(&[
        (
            &[("duration = \"timed\"\n", "")],
            "50:15: aktiviteten har ingen längd; då når den aldrig \"min_minutes\": ta bort raden, eller skriv duration = \"timed\" på aktiviteten \"check\"",
        ),
        (
            &[("duration = \"timed\"", "duration = \"timed\"\nin_area = false")],
            "50:9: aktiviteten har inget område; då räknas den aldrig här: ta bort områdena, eller in_area = false på aktiviteten \"check\"",
        ),
        (
            &[
                ("duration = \"timed\"", "duration = \"timed\"\nin_area = false"),
                ("areas = [\"centrum\"]\ngoal", "group = \"allt\"\ngoal"),
            ],
            "50:9: aktiviteten har inget område; då räknas den aldrig här: ta bort områdena, eller in_area = false på aktiviteten \"check\"",
        ),
        (
            &[(GOAL, "goal = 10\nscope = \"every\"\n")],
            "51:9: \"scope\" every behöver flera områden: skriv dem i \"areas\", eller nämn en \"group\" med flera",
        ),
        (
            &[(
                "min_minutes = 20\n",
                "min_minutes = 20\n\n[commitment.target.within]\nfrom = 2023-01-01\nto = 2023-02-01\n",
            )],
            "53:1: målets tid ligger utanför löftets: välj dagar mellan 2021-01-01 och 2021-12-31",
        ),
        (
            &shareless("kind = \"milestone\"", "by = 2022-01-01\n", ""),
            "50:6: \"by\" ligger utanför löftets tid: välj en dag mellan 2021-01-01 och 2021-12-31",
        ),
        (
            &[(KIND, "kind = \"narrative\""), (ACTIVITY, ""), (GOAL, ""), (SHARE, ""), (END, "")],
            "49:15: ett mål av slaget narrative utan \"activity\" har inget att välja bland: skriv activity, välj bland check",
        ),
    ]);
    let both = problems(&[("areas = [\"centrum\"]\ngoal", "areas = [\"centrum\"]\ngroup = \"allt\"\ngoal")]);
    assert_eq!(both, ["50:9: ange antingen \"areas\" eller \"group\", inte båda"]);
}

#[test]
fn hours_and_weekdays_are_told_in_words_of_the_file() {
    told(&[
        (
            &[(END, "floor = 5\n\n[commitment.target.window]\nweekdays = [\"fre\"]\n")],
            "61:13: \"fre\" finns inte här; välj bland mon, tue, wed, thu, fri, sat, sun; menades \"fri\"?",
        ),
        (
            &[(GOAL, "goal = 10\nper = \"vecka\"\n")],
            "51:7: \"vecka\" finns inte här; välj bland year, whole, tertial, quarter, month, week, day",
        ),
    ]);
    // One word that can't be read is one problem, whatever would follow from it.
    told(&[
        (
            &shareless("kind = \"cadence\"", "per = \"vecka\"\n", ""),
            "50:7: \"vecka\" finns inte här; välj bland year, whole, tertial, quarter, month, week, day",
        ),
        (
            &[(KIND, "kind = \"cout\"")],
            "46:8: \"cout\" finns inte här; välj bland count, cadence, average, milestone, deliverable, conditional, indicator, narrative; menades \"count\"?",
        ),
    ]);
    for hour in ["25:00", "71582789:00", "+5:00", "5:3", "05:60", "05"] {
        let window = format!("floor = 5\n\n[commitment.target.window]\nfrom = \"{hour}\"\n");
        assert_eq!(problems(&[(END, &window)]), ["61:8: här ska stå ett klockslag, som \"20:00\""], "{hour}");
    }
}

#[test]
fn a_value_of_the_wrong_kind_is_told_once() {
    told_whole(&[
        (&[(GOAL, "goal = \"1\"\n")], "50:8: här ska stå ett heltal"),
        (
            &shareless("kind = \"milestone\"", "by = \"2021-06-01\"\n", ""),
            "50:6: här ska stå ett datum, som 2021-01-01 utan citattecken",
        ),
        (&[(SHARE, "share = 5\n"), (END, "")], "53:9: här ska stå en tabell"),
        (
            &[(GOAL, "goal = 10\nscope = \"every\"\n"), ("areas = [\"centrum\"]\ngoal", "areas = \"centrum\"\ngoal")],
            "49:9: här ska stå en lista",
        ),
        (
            &[
                ("to = 2021-12-31", "to = \"2021-12-31\""),
                (
                    "min_minutes = 20\n",
                    "min_minutes = 20\n\n[commitment.target.within]\nfrom = 2021-02-01\nto = 2021-03-01\n",
                ),
            ],
            "8:6: här ska stå ett datum, som 2021-01-01 utan citattecken",
        ),
    ]);
}

/// What some replacements are told, and nothing else.
fn told_whole(cases: &[(&[(&str, &str)], &str)]) {
    for (replacements, told) in cases {
        assert_eq!(problems(replacements), [*told], "{replacements:?}");
    }
}

#[test]
fn a_goal_whose_period_the_promise_cuts_says_what_to_write() {
    const FROM: (&str, &str) = ("from = 2021-01-01", "from = 2020-10-01");
    const TO: (&str, &str) = ("to = 2021-12-31", "to = 2021-09-30");
    told(&[
        (
            &[FROM, TO],
            "46:8: målet gäller varje kalenderår, och löftets dagar (2020-10-01 till 2021-09-30) är delar av flera: skriv per = \"whole\" om 10 gäller hela löftet, annars ett mål för varje del med \"within\"",
        ),
        (
            &[FROM, TO, (KIND, "kind = \"average\""), (GOAL, "goal = 2\nper = \"month\"\n"), (SHARE, ""), (END, "")],
            "51:7: ett genomsnitt följs kalenderår för kalenderår, och löftets dagar (2020-10-01 till 2021-09-30) är bara delar: skriv kind = \"count\", goal = 24 och per = \"whole\"",
        ),
        (
            &[FROM, TO, (GOAL, "goal = 10\nper = \"tertial\"\n")],
            "51:7: löftets dagar (2020-10-01 till 2021-09-30) börjar eller slutar mitt i ett tertial, och delen skulle kräva hela målet: skriv per = \"whole\" och hela löftets antal som goal",
        ),
    ]);
    for fine in ["goal = 10\nper = \"whole\"\n", "goal = 3\nper = \"quarter\"\n", "goal = 1\nper = \"month\"\n"] {
        assert_eq!(problems(&[FROM, TO, (GOAL, fine)]), [""; 0], "{fine}");
    }
    assert_eq!(problems(&[("to = 2021-12-31", "to = 2021-10-15")]), [""; 0], "within a year its days are the goal's");
}

/// The longest that an activity plausibly takes is of use only where it has a length, and never shorter than what counts.
#[test]
fn a_longest_length_that_nothing_can_have_is_told() {
    let timed = "duration = \"timed\"";
    assert_eq!(problems(&[(timed, "duration = \"timed\"\nmax_minutes = 240")]), [""; 0]);
    let short = "duration = \"timed\"\nmax_minutes = 19";
    let long = "sänk \"min_minutes\", eller höj \"max_minutes\" på aktiviteten \"check\"";
    let told = format!("52:15: aktiviteten varar högst 19 minuter; då räknas den aldrig: {long}");
    assert_eq!(problems(&[(timed, short)]), [told]);
    let untimed = problems(&[(timed, "max_minutes = 60"), ("min_minutes = 20\n", "")]);
    let told = "aktiviteten har ingen längd: ta bort \"max_minutes\", eller skriv duration = \"timed\"";
    assert_eq!(untimed.len(), 1, "{untimed:?}");
    assert!(untimed[0].ends_with(told), "{untimed:?}");
    let beyond = problems(&[(timed, "duration = \"timed\"\nmax_minutes = 10081")]);
    assert_eq!(beyond.len(), 1, "{beyond:?}");
}

#[test]
fn a_day_that_the_target_s_own_days_leave_out_is_told() {
    let within = |by: &str| {
        let goal = format!("by = {by}\n");
        let own = "\n[commitment.target.within]\nfrom = 2021-02-01\nto = 2021-03-31\n";
        problems(&[(KIND, "kind = \"milestone\""), (GOAL, &goal), (SHARE, own), (END, "")])
    };
    for by in ["2021-02-01", "2021-03-31"] {
        assert_eq!(within(by), [""; 0], "{by}");
    }
    for by in ["2021-01-31", "2021-04-01"] {
        let told = "50:6: \"by\" ligger utanför målets egna dagar: välj en dag mellan 2021-02-01 och 2021-03-31";
        assert_eq!(within(by), [told], "{by}");
    }
}
