//! Reports: their periods, their way, what is listed as corrected, and that old ones stay readable.

use domain::calendar::{Day, Span};
use domain::report::{
    Act, Approver, Audience, Change, Level, Owner, Period, PeriodKind, Report, Reported, Row, ShareRow, Standing,
    State, TargetIn, Trust, corrections,
};
use proptest::prelude::*;

fn day(text: &str) -> Day {
    Day::read(text).expect("a day")
}

fn span(from: &str, to: &str) -> Span {
    Span { from: day(from), to: day(to) }
}

fn row(area: Option<&str>, done: i64) -> Row {
    Row {
        target: TargetIn { target: "patrols".into(), area: area.map(Into::into) },
        label: "Fotpatrull".to_owned(),
        place: area.map(str::to_owned),
        counted: true,
        done,
        in_period: Some(done),
        share: Some(ShareRow {
            label: "varav".to_owned(),
            text: String::new(),
            level: None,
            numerator: done / 2,
            denominator: done,
            percent: None,
            min_percent: 20,
            note: None,
        }),
        ..Row::default()
    }
}

/// A report of one commitment, with an exact figure for each place and one in steps for everybody.
fn report(places: &[(&str, i64)]) -> Report {
    let sum: i64 = places.iter().map(|(_, n)| n).sum();
    let public = Row { floored: true, in_period: None, share: None, ..row(None, sum / 5 * 5) };
    let standing = |rows| Standing { level: Level::Near, rows, notes: Vec::new() };
    Report {
        promise: "jonkoping-2021-2022".into(),
        version: 1,
        title: "Medborgarlöfte".to_owned(),
        name: "Tertial 1 2021".to_owned(),
        period: Period { kind: PeriodKind::Tertial, days: span("2021-01-01", "2021-04-30") },
        as_of: domain::moment::Moment::read("2021-05-03T09:00:00+02:00").expect("a time"),
        near: domain::promise::Near::default(),
        trust: Trust::default(),
        commitments: vec![Reported {
            commitment: "patrols".into(),
            number: 1,
            owner: Owner::Police,
            text: "Polisen ska gå.".to_owned(),
            reading: None,
            narrative: String::new(),
            listed: Vec::new(),
            sensitive: true,
            full: standing(places.iter().map(|(place, n)| row(Some(place), *n)).collect()),
            public: standing(vec![public]),
        }],
    }
}

#[test]
fn what_changed_is_listed_row_by_row_and_nothing_else() {
    let frozen = report(&[("Råslätt", 12), ("Ekhagen", 7)]);
    assert_eq!(corrections(&frozen, &frozen, Audience::Staff), []);
    let now = report(&[("Ekhagen", 7), ("Råslätt", 52)]);
    let listed = corrections(&frozen, &now, Audience::Staff);
    assert_eq!(listed.len(), 1, "{listed:?}");
    assert_eq!(listed[0].place.as_deref(), Some("Råslätt"));
    assert_eq!(
        (listed[0].done, listed[0].in_period),
        (Some(Change { was: 12, is: 52 }), Some(Change { was: 12, is: 52 }))
    );
    assert_eq!((listed[0].numerator, listed[0].too_short), (Some(Change { was: 6, is: 26 }), None));
    // 19 and 20: the step that everybody sees.
    let public = corrections(&frozen, &report(&[("Råslätt", 13), ("Ekhagen", 7)]), Audience::Public);
    assert_eq!((public.len(), public[0].done), (1, Some(Change { was: 15, is: 20 })));
}

proptest! {
    /// Within a step the public list says nothing at all, whatever has come in.
    #[test]
    fn corrections_for_everybody_go_in_steps(before in 0i64..200, late in 0i64..40) {
        let (frozen, now) = (report(&[("Råslätt", before)]), report(&[("Råslätt", before + late)]));
        let listed = corrections(&frozen, &now, Audience::Public);
        let stepped = before / 5 != (before + late) / 5;
        prop_assert_eq!(listed.len(), usize::from(stepped));
        for change in listed.iter().filter_map(|c| c.done) {
            prop_assert!(change.was % 5 == 0 && change.is % 5 == 0);
        }
        prop_assert_eq!(corrections(&frozen, &now, Audience::Staff).len(), usize::from(late > 0));
    }

    /// Every choice lies within the promise, has begun, and no two of a kind meet.
    #[test]
    fn periods_to_choose_lie_within_the_promise(from in 18_600i32..19_500, days in 1i32..900, today in -50i32..1_000) {
        let promise = Span { from: Day(from), to: Day(from + days) };
        let today = Day(from + today);
        let choices = Period::choices(promise, today);
        for period in &choices {
            prop_assert!(promise.from <= period.days.from && period.days.to <= promise.to);
            prop_assert!(period.days.from <= period.days.to && period.days.from <= today);
            let same = choices.iter().filter(|other| other.kind == period.kind);
            prop_assert_eq!(same.filter(|other| other.days.meet(period.days).is_some()).count(), 1);
        }
        let covered = |kind| choices.iter().filter(|p| p.kind == kind).map(|p| p.days.days()).sum::<i64>();
        for kind in [PeriodKind::Tertial, PeriodKind::Quarter, PeriodKind::Half, PeriodKind::Year] {
            prop_assert!(today < promise.from || covered(kind) >= promise.days_begun(today));
        }
    }
}

#[test]
fn the_newest_year_comes_first_and_its_tertials_before_what_is_longer() {
    let promise = span("2021-01-01", "2022-12-31");
    let choices = Period::choices(promise, day("2022-06-15"));
    let kinds: Vec<(PeriodKind, String)> = choices.iter().map(|p| (p.kind, p.days.from.to_string())).collect();
    assert_eq!(kinds[0], (PeriodKind::Tertial, "2022-01-01".to_owned()));
    assert_eq!(kinds[2], (PeriodKind::Year, "2022-01-01".to_owned()), "the third tertial hasn't begun");
    assert_eq!(kinds.last().map(|k| k.0), Some(PeriodKind::Whole));
    assert_eq!(Period::custom(day("2021-05-02"), day("2021-05-01"), promise), None);
    assert_eq!(Period::custom(day("2020-05-02"), day("2020-06-01"), promise), None);
    let cut = Period::custom(day("2020-05-02"), day("2021-01-31"), promise).expect("meets the promise");
    assert_eq!(cut.days, span("2021-01-01", "2021-01-31"));
    assert!(cut.ended(day("2021-02-01")) && !cut.ended(day("2021-01-31")));
}

#[test]
fn a_report_goes_one_way_and_back_until_it_is_published() {
    use State::{Approved, Draft, Frozen, Published, Withdrawn};
    for (from, act, to) in [
        (Draft, Act::Freeze, Some(Frozen)),
        (Frozen, Act::Approve, Some(Approved)),
        (Approved, Act::Publish, Some(Published)),
        (Frozen, Act::Reopen, Some(Draft)),
        (Approved, Act::Reopen, Some(Draft)),
        (Published, Act::Reopen, None),
        (Draft, Act::Publish, None),
        (Frozen, Act::Publish, None),
        (Published, Act::Freeze, None),
        (Published, Act::Withdraw, Some(Withdrawn)),
        (Approved, Act::Withdraw, None),
        (Withdrawn, Act::Publish, None),
        (Withdrawn, Act::Reopen, None),
    ] {
        assert_eq!(from.after(act), to, "{act:?} of {from:?}");
    }
    for state in [Draft, Frozen, Approved, Published, Withdrawn] {
        assert_eq!(State::read(state.word()), Some(state));
    }
}

#[test]
fn each_party_approves_what_it_answers_for() {
    let of = |owners: &[Owner]| {
        let mut report = report(&[("Råslätt", 12)]);
        let commitment = report.commitments[0].clone();
        report.commitments = owners.iter().map(|owner| Reported { owner: *owner, ..commitment.clone() }).collect();
        report.approvers().into_iter().collect::<Vec<_>>()
    };
    assert_eq!(of(&[Owner::Police]), [Approver::Police]);
    assert_eq!(of(&[Owner::Municipality]), [Approver::Municipality]);
    assert_eq!(of(&[Owner::Together]), [Approver::Police, Approver::Municipality]);
    assert_eq!(of(&[Owner::Municipality, Owner::Police]), [Approver::Police, Approver::Municipality]);
    assert_eq!(of(&[]), [Approver::Police], "somebody does");
}

/// A report as it was frozen by the first version that could: it must be readable for as long as archives last.
#[test]
fn what_was_frozen_stays_readable() {
    let kept = include_str!("frozen_report.json");
    let read: Report = serde_json::from_str(kept).expect("readable");
    assert_eq!(read, report(&[("Råslätt", 12)]));
    let written: serde_json::Value = serde_json::to_value(&read).expect("writable");
    assert_eq!(written, serde_json::from_str::<serde_json::Value>(kept).expect("JSON"));
}
