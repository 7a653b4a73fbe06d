//! The pages where staff browse and decide, with something of everything on them.

use super::fixture::{frame, moment};
use crate::web::entries::view::RecordedEntry;
use crate::web::entries::view::actions::{Accepts, Actions, Problem, Version};
use crate::web::entries::view::browse::{Chosen, EntriesPage, EntryRow, entries_page};
use crate::web::entries::view::occasion::{Answer, OccasionPage, Step, StepKind, TargetAnswer, occasion_page};
use crate::web::entries::view::recorded::{Detail, Difference};
use crate::web::page::html_of;
use crate::web::questions::view::{ClosedGap, Gap, Mapped, Question, QuestionsPage, Returned, questions_page};
use domain::authorization::Role;
use domain::decision::{Decision, Pair};
use domain::entry::Kind;
use domain::id::{EntryId, JournalId};
use domain::tally::NotCounted;
use domain::why::{Stopped, Why};
use domain::wire::Flag;

fn told(author: &str) -> RecordedEntry {
    RecordedEntry {
        activity: Some("Trafikkontroll".to_owned()),
        area: Some("Råslätt <b>".to_owned()),
        started_at: Some(moment("2021-03-04T13:05:00+01:00")),
        minutes: Some(18),
        unit: Some("20-1470".to_owned()),
        author: author.to_owned(),
        recorded: vec![
            Detail { label: "Längd".to_owned(), value: "18 min".to_owned(), is_answer: false },
            Detail { label: "Orsak <b>".to_owned(), value: "Mörkt <i>här</i>".to_owned(), is_answer: true },
        ],
    }
}

fn root(number: u8) -> EntryId {
    EntryId([number; 16])
}

pub(super) fn entries(rows: bool) -> String {
    let row = |kind: Kind, replaced: bool| EntryRow {
        root: root(1),
        kind,
        told: told("Patrull 11"),
        flags: vec![Flag::UnknownArea, Flag::ClockOff],
        waits: vec!["conflict"],
        replaced,
    };
    let rows = if rows { vec![row(Kind::Recorded, true), row(Kind::Withdrawn, false)] } else { Vec::new() };
    let data = EntriesPage {
        chosen: Chosen { area: Some("raslatt".into()), waits: Some("any".to_owned()), ..Chosen::default() },
        areas: vec![("raslatt".into(), "Råslätt".to_owned())],
        activities: vec![("traffic_check".into(), "Trafikkontroll".to_owned())],
        rows,
        older: Some("/entries?before=x".to_owned()),
        is_cut: true,
    };
    html_of(|| entries_page(data, &frame(Some(Role::Supervisor))))
}

pub(super) fn occasion(answer: Answer, problem: Option<Problem>) -> String {
    let at = moment("2021-03-04T14:00:00+01:00");
    let decision = Decision::Return { root: root(1), message: "18 eller <i>28</i>?".to_owned() };
    let entry = StepKind::Entry {
        kind: Kind::Recorded,
        told: told("Patrull 11"),
        stands: true,
        by_staff: true,
        quarantined: true,
        changed: Some(vec![Difference { label: "Längd".to_owned(), before: None, after: Some("18 min".to_owned()) }]),
        saved_at: moment("2021-03-04T13:40:00+01:00"),
    };
    let version = |hash: &str| Version { id: root(1), hash: hash.to_owned(), told: told("x"), stands: hash == "aa" };
    let data = OccasionPage {
        root: root(1),
        told: told("Patrull 11"),
        answer,
        history: vec![
            Step { at, what: entry },
            Step { at, what: StepKind::Decided { decision, by: "Gruppchef Ett".to_owned() } },
        ],
        actions: Actions {
            may_return: true,
            may_void: true,
            accepts: Some(Accepts::HeldBack),
            may_put_back: false,
            versions: ["aa", "bb"].map(version).into(),
            heads: vec![(root(2), told("x")), (root(3), told("x"))],
            area: Some(("atlantis".into(), vec![("raslatt".into(), "Råslätt".to_owned())])),
            activity: Some(("swimming".into(), vec![("foot_patrol".into(), "Fotpatrull".to_owned())])),
            joined: vec![(root(4), told("Patrull 12"))],
            beside: vec![(root(5), told("Patrull 13"))],
        },
        problem,
        done: Some("Posten är återsänd till Patrull 11.".to_owned()),
    };
    html_of(|| occasion_page(data, &frame(Some(Role::Supervisor))))
}

pub(super) fn counted() -> Answer {
    let target = |why: Why, other: bool| TargetAnswer {
        commitment: 2,
        label: "Trafikkontroll".to_owned(),
        areas: "Råslätt".to_owned(),
        why,
        other,
    };
    let too_short = NotCounted::TooShort { minutes: Some(18), needed: 20 };
    Answer::Targets {
        promise: "Medborgarlöfte Provet".to_owned(),
        targets: vec![
            target(Why::Counts, false),
            target(Why::CountsBy(root(4)), false),
            target(Why::Not(too_short), false),
            target(Why::Not(NotCounted::OtherActivity), true),
        ],
    }
}

pub(super) fn stopped() -> Answer {
    Answer::Stopped(Stopped::Quarantined)
}

pub(super) fn questions(problem: Option<Problem>) -> String {
    let pair = Pair::of(root(1), root(2)).expect("two");
    let closed = ClosedGap {
        from: 3,
        to: 4,
        at: moment("2021-03-04T14:00:00+01:00"),
        by: "Gruppchef Ett".to_owned(),
        reason: "telefonen <b>".to_owned(),
        came: true,
    };
    let gap = |number: u8| Gap {
        journal: JournalId([number; 16]),
        person: "Patrull 11".to_owned(),
        device: Some("20-1470".to_owned()),
        open: vec![(6, 9)],
        closed: vec![closed.clone()],
    };
    let mapped =
        Mapped { is_area: true, word: "lemuria".to_owned(), known: "raslatt".to_owned(), name: "Råslätt".to_owned() };
    let returned = |waits: bool| Returned {
        root: root(6),
        told: told("Patrull 11"),
        message: "18 eller <i>28</i>?".to_owned(),
        asked: "Frågat 4 mars 2021 av Gruppchef Ett".to_owned(),
        outcome: "väntar på Patrull 11 sedan 5 dagar".to_owned(),
        waits,
    };
    let data = QuestionsPage {
        proposals: vec![(pair, [told("Patrull 11"), told("Patrull 12")])],
        proposals_are_cut: true,
        questions: vec![Question { word: "conflict".to_owned(), count: 2, newest: vec![(root(1), told("x"))] }],
        areas: vec![("atlantis".into(), 2), ("mu".into(), 1)],
        activities: vec![("swimming".into(), 1)],
        more_words: 3,
        known_areas: vec![("raslatt".into(), "Råslätt".to_owned())],
        known_activities: vec![("foot_patrol".into(), "Fotpatrull".to_owned())],
        mapped: vec![mapped],
        returned: vec![returned(true), returned(false)],
        quarantined: vec![(JournalId([3; 16]), "Patrull 12".to_owned(), 3)],
        gaps: vec![gap(1), gap(2)],
        may_settle: true,
        problem,
    };
    html_of(|| questions_page(data, &frame(Some(Role::Supervisor))))
}
