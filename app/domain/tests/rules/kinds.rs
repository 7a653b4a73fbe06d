//! Every kind of target, on figures that were counted by hand.

use crate::support::{PROMISE, day, fact, judged, winter_time};
use domain::calendar::Span;
use domain::entry::Fact;
use domain::figure::{Figure, Measure};
use domain::json::Json;
use domain::promise::Near;
use domain::promise::{Target, TargetKind};
use domain::standing::{AsOf, Earlier, Pace, Stage, Status, Total, figures};
use domain::tally::{Amount, NotCounted, towards};

/// A target from the members that matter to a test.
fn target(members: &str) -> Target {
    let text = format!(r#"{{"id": "t", "label": "Mål", {members}}}"#);
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// What was done in an area on some days: so many, and so many of them with the answer.
fn done(area: &str, days: &[(&str, i64, i64)]) -> Total {
    Total {
        target: "t".into(),
        area: Some(area).filter(|a| !a.is_empty()).map(Into::into),
        count: days.iter().map(|d| d.1).sum(),
        numerator: Some(days.iter().map(|d| d.2).sum()),
        minutes: 0,
        too_short: 0,
        days: days.iter().map(|(on, count, numerator)| (day(on), *count, *numerator)).collect(),
    }
}

fn rows(target: &Target, totals: &[Total], on: &str) -> Vec<Figure> {
    figures(&PROMISE, target, totals, day(on))
}

fn row(target: &Target, totals: &[Total], on: &str) -> Figure {
    let mut all = rows(target, totals, on);
    assert_eq!(all.len(), 1, "one row");
    all.remove(0)
}

fn earlier(of: &Figure) -> &[Earlier] {
    match &of.measure {
        Measure::Paced { earlier, .. } => earlier,
        other => panic!("{other:?}"),
    }
}

fn asked_for(of: &Figure) -> Option<i64> {
    match of.measure {
        Measure::Requests { asked, .. } => Some(asked),
        _ => None,
    }
}

fn span(from: &str, to: &str) -> Span {
    Span { from: day(from), to: day(to) }
}

/// Every Wednesday of 2021, the given ISO weeks left out.
fn wednesdays(without: &[i32]) -> Vec<(String, i64, i64)> {
    let first = day("2021-01-06");
    let weeks = (1..=52).filter(|week| !without.contains(week));
    weeks.map(|week| (first.plus(7 * (week - 1)).to_string(), 1, 0)).collect()
}

fn borrowed(days: &[(String, i64, i64)]) -> Vec<(&str, i64, i64)> {
    days.iter().map(|(on, count, numerator)| (on.as_str(), *count, *numerator)).collect()
}

#[test]
fn fifty_one_of_fifty_two_weeks() {
    let weekly = target(r#""kind": "cadence", "activity": "situation_picture", "areas": ["raslatt"], "per": "week""#);
    let pictures = wednesdays(&[34]);
    let line = row(&weekly, &[done("raslatt", &borrowed(&pictures))], "2021-12-31");
    assert_eq!((line.done().low(), line.goal(), line.expected()), (51, Some(52), Some(52)));
    assert_eq!(judged(&line), Status::Behind, "a missed week stays missed");
    let slots = line.slots().expect("weeks").clone();
    assert_eq!(slots.missed().collect::<Vec<_>>(), [span("2021-08-23", "2021-08-29")], "week 34");
    let all = row(&weekly, &[done("raslatt", &borrowed(&wednesdays(&[])))], "2021-12-31");
    assert_eq!((all.done().low(), judged(&all)), (52, Status::Met));
}

#[test]
fn the_running_week_is_due_and_not_missed() {
    let weekly = target(r#""kind": "cadence", "activity": "situation_picture", "areas": ["raslatt"], "per": "week""#);
    let first = [done("raslatt", &[("2021-01-06", 1, 0)])];
    // Sunday of week 2: it still can be made.
    let line = row(&weekly, &first, "2021-01-17");
    assert_eq!((line.done().low(), line.expected(), judged(&line)), (1, Some(1), Status::OnPace));
    assert_eq!(line.slots().and_then(|s| s.due()), Some(span("2021-01-11", "2021-01-17")));
    let over = figures(&PROMISE, &weekly, &first, AsOf::ended(day("2021-01-17"))).remove(0);
    assert_eq!(
        (over.done().low(), over.expected(), judged(&over)),
        (1, Some(2), Status::Near),
        "once Sunday is over it is missed"
    );
    let monday = row(&weekly, &first, "2021-01-18");
    assert_eq!((monday.done().low(), monday.expected(), judged(&monday)), (1, Some(2), Status::Near), "one week late");
    assert_eq!(row(&weekly, &first, "2021-01-25").status, Some(Status::Behind), "two weeks late");
    // 1–3 January belong to week 53 of the year before.
    let early = row(&weekly, &[done("raslatt", &[("2021-01-02", 1, 0)])], "2021-01-05");
    assert_eq!((early.done().low(), early.goal()), (0, Some(52)));
}

#[test]
fn a_week_over_new_year_is_kept_by_its_last_days() {
    let weekly = target(r#""kind": "cadence", "activity": "situation_picture", "areas": ["raslatt"], "per": "week""#);
    let mut pictures = wednesdays(&[52]);
    pictures.push(("2022-01-02".to_owned(), 1, 0));
    let of_2021 = row(&weekly, &[done("raslatt", &borrowed(&pictures))], "2021-12-31");
    assert_eq!((of_2021.done().low(), judged(&of_2021)), (52, Status::Met), "Sunday 2 January 2022 is week 52 of 2021");
    let of_2022 = row(&weekly, &[done("raslatt", &borrowed(&pictures))], "2022-01-04");
    assert_eq!(of_2022.done().low(), 0);
}

#[test]
fn more_than_one_in_each_slot() {
    // "Fotpatrull minst två gånger i veckan."
    let twice =
        target(r#""kind": "cadence", "activity": "foot_patrol", "areas": ["raslatt"], "per": "week", "goal": 2"#);
    let patrols = done("raslatt", &[("2021-01-04", 1, 0), ("2021-01-10", 1, 0), ("2021-01-11", 1, 0)]);
    let line = row(&twice, &[patrols], "2021-01-18");
    assert_eq!((line.done().low(), line.expected()), (1, Some(2)), "two in week 1, one in week 2");
}

#[test]
fn every_area_each_week() {
    let members = r#""kind": "cadence", "activity": "bos_meeting", "areas": ["raslatt", "ekhagen"], "per": "week""#;
    let meetings = [
        done("raslatt", &[("2021-01-04", 1, 0), ("2021-01-11", 1, 0)]),
        done("ekhagen", &[("2021-01-05", 1, 0), ("2021-01-18", 1, 0)]),
    ];
    let each = rows(&target(&format!(r#"{members}, "scope": "each""#)), &meetings, "2021-01-24");
    assert_eq!(each.iter().map(|l| l.done().low()).collect::<Vec<_>>(), [2, 2]);
    let every = row(&target(&format!(r#"{members}, "scope": "every""#)), &meetings, "2021-01-24");
    assert_eq!((every.done().low(), every.expected()), (1, Some(2)), "only in week 1 both met");
    assert_eq!(every.parts.iter().map(|part| part.done).collect::<Vec<_>>(), [2, 2]);
    let sum = row(&target(members), &meetings, "2021-01-24");
    assert_eq!(sum.done().low(), 3, "together somebody met every week");
}

#[test]
fn daily_and_monthly() {
    let daily = target(r#""kind": "cadence", "activity": "traffic_check", "per": "day""#);
    let checks = done("", &[("2021-01-01", 3, 0), ("2021-01-03", 1, 0)]);
    let line = row(&daily, &[checks], "2021-01-04");
    assert_eq!((line.done().low(), line.goal(), line.expected(), judged(&line)), (2, Some(365), Some(3), Status::Near));
    let monthly = target(r#""kind": "cadence", "activity": "situation_picture", "per": "month""#);
    let pictures = done("", &[("2021-01-31", 1, 0), ("2021-03-01", 1, 0)]);
    let line = row(&monthly, &[pictures], "2021-04-15");
    assert_eq!(
        (line.done().low(), line.goal(), line.expected(), judged(&line)),
        (2, Some(12), Some(3), Status::Near),
        "one missed month"
    );
    assert_eq!(line.slots().expect("months").missed().collect::<Vec<_>>(), [span("2021-02-01", "2021-02-28")]);
}

#[test]
fn an_average_can_be_made_up_for() {
    // "I genomsnitt tre gånger i veckan": 52 ISO weeks of three.
    let average = target(r#""kind": "average", "activity": "foot_patrol", "per": "week", "goal": 3"#);
    let total = |count| Total { count, days: Vec::new(), ..done("", &[]) };
    let line = row(&average, &[total(156)], "2021-12-31");
    assert_eq!((line.goal(), judged(&line)), (Some(156), Status::Met));
    let half = row(&average, &[total(78)], "2021-07-02");
    assert_eq!((half.expected(), judged(&half)), (Some(78), Status::OnPace), "183 of 365 days of 156 are 78.2");
}

#[test]
fn a_goal_for_each_tertial_begins_anew() {
    let tertial = target(r#""kind": "count", "activity": "ssg_meeting", "per": "tertial", "goal": 3"#);
    let meetings =
        [done("", &[("2021-01-31", 1, 0), ("2021-04-30", 2, 0), ("2021-05-01", 1, 0), ("2021-09-01", 3, 0)])];
    let second = row(&tertial, &meetings, "2021-08-31");
    assert_eq!((second.done().low(), second.goal(), judged(&second)), (1, Some(3), Status::Behind));
    assert_eq!(second.period, span("2021-05-01", "2021-08-31"));
    assert_eq!(earlier(&second), [Earlier { period: span("2021-01-01", "2021-04-30"), done: 3, met: true }]);
    let third = row(&tertial, &meetings, "2021-09-01");
    assert_eq!((third.done().low(), judged(&third)), (3, Status::Met));
    assert_eq!(earlier(&third).iter().map(|e| (e.done, e.met)).collect::<Vec<_>>(), [(3, true), (1, false)]);
}

#[test]
fn every_area_reaches_the_goal() {
    let every = target(
        r#""kind": "count", "activity": "foot_patrol", "areas": ["raslatt", "ekhagen"], "scope": "every", "goal": 2"#,
    );
    let total = |area, count| Total { count, days: Vec::new(), ..done(area, &[]) };
    let line = row(&every, &[total("raslatt", 5), total("ekhagen", 1)], "2021-12-31");
    assert_eq!((line.done().low(), line.goal(), judged(&line)), (1, Some(2), Status::Behind), "one of two areas");
    assert_eq!(line.parts.iter().map(|part| part.done).collect::<Vec<_>>(), [5, 1]);
}

#[test]
fn a_milestone_is_reached_late_or_not_yet() {
    let milestone = target(r#""kind": "milestone", "activity": "joint_meeting", "goal": 2, "by": "2021-03-31""#);
    let meetings = |days: &[(&str, i64, i64)]| [done("", days)];
    let on = |days: &[(&str, i64, i64)], at| {
        let line = row(&milestone, &meetings(days), at);
        (line.stage().expect("a stage"), judged(&line))
    };
    assert_eq!(on(&[], "2021-03-31"), (Stage::NotReported, Status::Running));
    assert_eq!(on(&[], "2021-04-01"), (Stage::NotReported, Status::Behind));
    assert_eq!(on(&[("2021-01-20", 1, 0)], "2021-03-01"), (Stage::Ongoing, Status::Running));
    let both = [("2021-03-20", 1, 0), ("2021-01-20", 1, 0)];
    assert_eq!(on(&both, "2021-05-01"), (Stage::Done { on: day("2021-03-20") }, Status::Met));
    let late = [("2021-01-20", 1, 0), ("2021-04-02", 1, 0)];
    assert_eq!(on(&late, "2021-05-01"), (Stage::Done { on: day("2021-04-02") }, Status::Near), "two days late");
    assert_eq!(on(&late, "2021-04-01").0, Stage::Ongoing, "what comes later isn't known then");
}

#[test]
fn a_deliverable_stands_as_it_was_last_reported() {
    let members = r#""kind": "deliverable", "activity": "bos_group", "done": {"field": "state", "value": "active"}"#;
    let council = target(members);
    let on = |days: &[(&str, i64, i64)], at| {
        let line = row(&council, &[done("", days)], at);
        (line.stage().expect("a stage"), judged(&line))
    };
    assert_eq!(on(&[], "2021-06-01"), (Stage::NotReported, Status::Running));
    assert_eq!(on(&[], "2021-12-31"), (Stage::NotReported, Status::Behind));
    assert_eq!(on(&[("2021-02-01", 1, 0)], "2021-06-01"), (Stage::Ongoing, Status::Running));
    let there = [("2021-02-01", 1, 0), ("2021-03-01", 1, 1), ("2021-04-01", 1, 1)];
    assert_eq!(on(&there, "2021-06-01"), (Stage::Done { on: day("2021-03-01") }, Status::Met));
    let gone = [("2021-03-01", 1, 1), ("2021-05-01", 1, 0)];
    assert_eq!(on(&gone, "2021-06-01"), (Stage::Ongoing, Status::Running), "it was taken down again");
    let every = target(&format!(r#"{members}, "areas": ["raslatt", "ekhagen"], "scope": "every""#));
    let half = row(&every, &[done("raslatt", &[("2021-03-01", 1, 1)])], "2021-06-01");
    assert_eq!((half.done().low(), half.goal(), half.stage()), (1, Some(2), Some(Stage::Ongoing)));
    let both = [done("raslatt", &[("2021-03-01", 1, 1)]), done("ekhagen", &[("2021-05-01", 1, 1)])];
    let both = row(&every, &both, "2021-06-01");
    assert_eq!((both.stage(), judged(&both)), (Some(Stage::Done { on: day("2021-05-01") }), Status::Met));
}

#[test]
fn what_is_done_on_request() {
    let walks = target(r#""kind": "conditional", "activity": "walk", "done": {"field": "done", "value": "yes"}"#);
    let on = |asked, handled, at| {
        let total = Total { count: asked, numerator: Some(handled), days: Vec::new(), ..done("", &[]) };
        let line = row(&walks, &[total], at);
        (asked_for(&line), line.done().low(), judged(&line))
    };
    assert_eq!(on(0, 0, "2021-12-31"), (Some(0), 0, Status::Running), "nobody asked");
    assert_eq!(on(3, 2, "2021-06-01"), (Some(3), 2, Status::Near));
    assert_eq!(on(3, 2, "2021-12-31"), (Some(3), 2, Status::Behind));
    assert_eq!(on(3, 3, "2021-12-31"), (Some(3), 3, Status::Met));
}

#[test]
fn an_indicator_is_judged_by_nobody() {
    let line = row(&target(r#""kind": "indicator", "activity": "traffic_check""#), &[done("", &[])], "2021-12-31");
    assert_eq!((line.goal(), line.expected(), judged(&line)), (None, None, Status::Running));
}

#[test]
fn a_pace_by_the_promise_s_own_calendar() {
    // All of it in June and July, as much in each.
    let months = [0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0];
    let year = Span::of_year(2021).expect("a year");
    let expected = |on| Pace::weighted(year, day(on), &months, Near::default()).expected(100);
    assert_eq!(
        ["2021-05-31", "2021-06-15", "2021-06-30", "2021-07-31", "2021-12-31"].map(expected),
        [0, 25, 50, 100, 100]
    );
    let even = [1; 12];
    // January's 31 days and February's 28 weigh alike when the months do.
    assert_eq!(
        ["2021-01-31", "2021-02-28"].map(|on| Pace::weighted(year, day(on), &even, Near::default()).expected(1200)),
        [100, 200]
    );
    assert_eq!(Pace::weighted(year, day("2020-12-31"), &even, Near::default()).expected(1200), 0);
    let seasonal = target(
        r#""kind": "count", "activity": "foot_patrol", "goal": 100, "pace": [0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]"#,
    );
    assert_eq!(row(&seasonal, &[], "2021-05-31").status, Some(Status::OnPace), "nothing is due before June");
}

/// The least that a target of each kind says, and how it stands with nothing done on the first and the last day of a year.
fn with_nothing_done(kind: TargetKind) -> (&'static str, [Status; 2]) {
    match kind {
        TargetKind::Count => (r#""activity": "foot_patrol", "goal": 10"#, [Status::OnPace, Status::Behind]),
        TargetKind::Cadence => (r#""activity": "foot_patrol", "per": "week""#, [Status::OnPace, Status::Behind]),
        TargetKind::Average => {
            (r#""activity": "foot_patrol", "goal": 3, "per": "week""#, [Status::OnPace, Status::Behind])
        }
        TargetKind::Milestone => {
            (r#""activity": "foot_patrol", "by": "2021-06-01""#, [Status::Running, Status::Behind])
        }
        TargetKind::Deliverable => (r#""activity": "foot_patrol""#, [Status::Running, Status::Behind]),
        TargetKind::Conditional => {
            (r#""activity": "walk", "done": {"field": "done", "value": "yes"}"#, [Status::Running, Status::Running])
        }
        TargetKind::Indicator => (r#""activity": "foot_patrol""#, [Status::Running, Status::Running]),
        TargetKind::Narrative => (r#""areas": []"#, [Status::Running, Status::Running]),
    }
}

#[test]
fn every_kind_stands_somewhere_when_nothing_was_done() {
    for kind in TargetKind::ALL {
        let (members, stands) = with_nothing_done(*kind);
        let target = target(&format!(r#""kind": "{}", {members}"#, kind.as_str()));
        let on = |day| judged(&row(&target, &[], day));
        assert_eq!([on("2021-01-01"), on("2021-12-31")], stands, "{kind:?}");
        let nothing = row(&target, &[], "2021-12-31");
        assert_eq!((nothing.done().low(), nothing.measure.is_reached()), (0, false), "{kind:?}");
    }
}

fn counted(target: &Target, fact: &Fact) -> Result<i64, NotCounted> {
    towards(fact, target, winter_time(fact.started_at.unix_ms)).map(|amount: Amount| amount.count)
}

#[test]
fn hours_days_and_answers_that_a_target_asks_for() {
    let patrol = |at| fact("foot_patrol", "raslatt", at, 30);
    let evenings = target(
        r#""kind": "count", "activity": "foot_patrol", "goal": 5,
           "window": {"weekdays": [5, 6], "from_min": 1200, "to_min": 180}"#,
    );
    assert_eq!(counted(&evenings, &patrol("2021-03-06T02:59:00+01:00")), Ok(1), "Friday night");
    assert_eq!(counted(&evenings, &patrol("2021-03-07T20:00:00+01:00")), Err(NotCounted::OtherHours));
    let october = target(
        r#""kind": "count", "activity": "foot_patrol", "goal": 5,
           "within": {"from": "2021-10-01", "to": "2021-10-07"}"#,
    );
    assert_eq!(counted(&october, &patrol("2021-10-07T23:59:00+01:00")), Ok(1));
    assert_eq!(counted(&october, &patrol("2021-10-08T00:00:00+01:00")), Err(NotCounted::OtherDays));
    assert_eq!(PROMISE.period(&october, day("2021-03-01")), span("2021-10-01", "2021-10-07"));
    let extra = target(
        r#""kind": "count", "activity": "foot_patrol", "goal": 5, "only": [{"field": "extra", "value": "yes"}]"#,
    );
    let mut beyond = patrol("2021-03-06T12:00:00+01:00");
    let missing = NotCounted::OtherAnswer { field: "extra".into() };
    assert_eq!(counted(&extra, &beyond), Err(missing));
    beyond.fields.insert("extra".into(), Json::from("yes"));
    assert_eq!(counted(&extra, &beyond), Ok(1));
}

#[test]
fn a_number_on_the_form_is_summed() {
    let stopped = target(r#""kind": "indicator", "activity": "traffic_check", "sum": "vehicles""#);
    let mut check = fact("traffic_check", "raslatt", "2021-03-06T12:00:00+01:00", 30);
    assert_eq!(counted(&stopped, &check), Ok(0));
    check.fields.insert("vehicles".into(), Json::Int(14));
    assert_eq!(counted(&stopped, &check), Ok(14));
    check.fields.insert("vehicles".into(), Json::Int(-3));
    assert_eq!(counted(&stopped, &check), Ok(0), "nobody stops fewer than none");
}

#[test]
fn whether_an_activity_counts_in_an_area_is_known_before_it_is_saved() {
    use domain::promise::Counting;
    let counting = |activity: &str, area: &str| {
        PROMISE.counting(&activity.into(), Some(&area.into()).filter(|a: &&domain::id::AreaId| !a.as_str().is_empty()))
    };
    assert_eq!(counting("traffic_check", "raslatt"), Counting::From(20));
    assert_eq!(counting("foot_patrol", "raslatt"), Counting::Always);
    assert_eq!(counting("foot_patrol", "huskvarna"), Counting::Never, "no target is about it");
    assert_eq!(counting("swimming", "raslatt"), Counting::Never);
    assert_eq!(counting("ssg_meeting", ""), Counting::Always);
    assert_eq!(Counting::From(20).least_minutes(), Some(20));
}
