//! A small made-up promise with one commitment of each sort, and the pages built on it.

use crate::web::dashboard::view::{DashboardPage, Devices, ExtensionNote, Gap, SilentDevice, Waits, Weekly};
use crate::web::document::{Frame, Viewer};
use crate::web::public::view::PublicPage;
use crate::web::quality::view::QualityPage;
use domain::authorization::Role;
use domain::calendar::Day;
use domain::figure::{Described, describe};
use domain::moment::Moment;
use domain::promise::{
    Activity, Area, Commitment, Duration, InterpretationNote, Near, Organisation, OrganisationKind, Per, Promise,
    Scope, Share, Target, TargetKind,
};
use domain::quality::{Cell, Month, Shape, Shapes};
use domain::report::Audience;
use domain::standing::{AsOf, Total};
use texts::language::Language;

pub(super) fn day(text: &str) -> Day {
    Day::read(text).expect("a date")
}

pub(super) fn moment(text: &str) -> Moment {
    Moment::read(text).expect("a time")
}

pub(super) fn frame(role: Option<Role>) -> Frame {
    Frame {
        assets: "/pkg/test".to_owned(),
        public_url: "https://rond.example".to_owned(),
        demo: false,
        viewer: role.map(|role| Viewer { name: "20-0100".to_owned(), role }),
        insecure: false,
        language: Language::Swedish,
    }
}

fn organisation(id: &str, name: &str, kind: OrganisationKind) -> Organisation {
    Organisation { id: id.into(), name: name.to_owned(), kind }
}

fn activity(id: &str, name: &str, plural: &str) -> Activity {
    Activity {
        id: id.into(),
        name: name.to_owned(),
        plural: plural.to_owned(),
        icon: None,
        organisations: vec!["polisen".into()],
        duration: Duration::Timed,
        max_minutes: None,
        in_area: true,
        note: false,
        fields: Vec::new(),
    }
}

fn target(id: &str, label: &str, activity: &str, areas: &[&str], goal: Option<u32>) -> Target {
    Target {
        id: id.into(),
        kind: TargetKind::Count,
        label: label.to_owned(),
        activity: Some(activity.into()),
        areas: areas.iter().map(|a| (*a).into()).collect(),
        areas_name: None,
        scope: Scope::Each,
        goal,
        per: Per::Year,
        within: None,
        min_minutes: None,
        window: None,
        only: Vec::new(),
        done: None,
        by: None,
        sum: None,
        pace: Vec::new(),
        share: None,
        sensitive: false,
    }
}

fn commitment(number: u32, owners: &[&str], text: &str, targets: Vec<Target>) -> Commitment {
    Commitment {
        id: format!("c{number}").as_str().into(),
        number,
        section: "Löftet".to_owned(),
        owners: owners.iter().map(|o| (*o).into()).collect(),
        text: text.to_owned(),
        note: None,
        targets,
    }
}

fn share() -> Option<Share> {
    Some(Share {
        field: "first_time".to_owned(),
        value: "yes".to_owned(),
        label: "Varav förstagångsanvändare".to_owned(),
        min_percent: 20,
        floor: 5,
    })
}

pub(super) fn promise() -> Promise {
    let patrols = target("fot", "Fotpatrull", "patrol", &["norr", "soder"], Some(800));
    let checks = Target { min_minutes: Some(20), ..target("trafik", "Trafikkontroll", "check", &["norr"], Some(200)) };
    let finds = Target {
        sensitive: true,
        share: share(),
        scope: Scope::Sum,
        areas_name: Some("De två områdena".to_owned()),
        ..target("brott", "Upptäckta brott", "find", &["norr", "soder"], Some(104))
    };
    let tips = Target { share: share(), ..target("tips", "Tips", "tip", &[], Some(52)) };
    let weekly =
        Target {
            kind: TargetKind::Cadence, per: Per::Week, ..target("bild", "Lägesbild", "picture", &["norr"], None)
        };
    let told = Target { kind: TargetKind::Narrative, ..target("text", "Metoden", "picture", &[], None) };
    let mut commitments = vec![
        commitment(0, &["polisen", "kommunen"], "Arbeta utifrån den gemensamma lägesbilden.", Vec::new()),
        commitment(1, &["polisen"], "Minst 800 fotpatruller på Norr & Söder <var för sig>.", vec![patrols]),
        commitment(2, &["polisen"], "Minst 200 stycken 20 minuters trafikkontroller.", vec![checks]),
        commitment(3, &["polisen"], "Upptäcka 104 brott varav minst 20 procent nya.", vec![finds]),
        commitment(4, &["polisen", "kommunen"], "Ta emot 52 tips varav minst 20 procent nya.", vec![tips]),
        commitment(5, &["kommunen"], "Lägesbild ska tas fram en gång i veckan.", vec![weekly]),
        commitment(6, &["kommunen"], "Kommunen ska införa metoden.", vec![told]),
    ];
    commitments[1].note = Some(InterpretationNote {
        text: "800 i vart och ett av områdena.".to_owned(),
        by: "parterna".to_owned(),
        on: day("2021-01-14"),
    });
    Promise {
        id: "provet-2021-2022".into(),
        version: 1,
        partnership: "provet".into(),
        title: "Medborgarlöfte Provet 2021–2022".to_owned(),
        place: "Provet".to_owned(),
        preamble: "Parterna har tecknat följande löfte.".to_owned(),
        from: day("2021-01-01"),
        to: day("2022-12-31"),
        time_zone: "Europe/Stockholm".to_owned(),
        extends: None,
        continues: true,
        names_kept_months: Some(12),
        approval_by_another: false,
        near: Near::default(),
        organisations: vec![
            organisation("polisen", "Polisen i Provet", OrganisationKind::Police),
            organisation("kommunen", "Provets kommun", OrganisationKind::Municipality),
        ],
        areas: ["norr", "soder"]
            .map(|id| Area {
                id: id.into(),
                name: if id == "norr" { "Norr" } else { "Söder" }.to_owned(),
                focus: true,
                preposition: (id == "norr").then(|| "på".to_owned()),
            })
            .into(),
        activities: vec![
            activity("patrol", "Fotpatrull", "fotpatruller"),
            activity("check", "Trafikkontroll", "trafikkontroller"),
            activity("find", "Upptäckt brott", "upptäckta brott"),
            activity("picture", "Lägesbild", "lägesbilder"),
        ],
        commitments,
    }
}

fn total(target: &str, area: Option<&str>, count: i64, numerator: Option<i64>, too_short: i64) -> Total {
    Total {
        target: target.into(),
        area: area.map(Into::into),
        count,
        numerator,
        minutes: count * 30,
        too_short,
        days: Vec::new(),
    }
}

/// The sums as staff see them.
pub(super) fn totals() -> Vec<Total> {
    vec![
        total("fot", Some("norr"), 800, None, 0),
        total("fot", Some("soder"), 431, None, 0),
        total("trafik", Some("norr"), 96, None, 31),
        total("brott", Some("norr"), 53, Some(11), 0),
        total("brott", Some("soder"), 3, Some(2), 0),
        total("tips", None, 61, Some(14), 0),
        // A Monday in each of the first 36 weeks.
        Total {
            days: (0..36).map(|week| (day("2021-01-04").plus(7 * week), 1, 0)).collect(),
            ..total("bild", Some("norr"), 36, None, 0)
        },
    ]
}

/// What everybody may see of some totals at the end of a day.
pub(super) fn described(promise: &Promise, totals: &[Total], on: Day) -> Vec<Described> {
    describe(promise, totals, AsOf::ended(on), Audience::Public)
}

pub(super) fn dashboard() -> DashboardPage {
    let promise = promise();
    DashboardPage {
        others: vec![(promise.id.clone(), promise.title.clone())],
        years: vec![2021, 2022],
        year: 2021,
        day: day("2021-09-16"),
        as_of: moment("2021-09-16T16:10:00+02:00"),
        totals: totals(),
        commit: 7,
        heat: None,
        weekly: vec![Weekly { target: "trafik".into(), area: Some("norr".into()), counts: vec![2, 3, 1, 0, 4] }],
        devices: Devices {
            heard_today: 38,
            in_all: 41,
            waiting: 7,
            silent: vec![SilentDevice {
                name: "20-1320".to_owned(),
                last_heard: Some(moment("2021-09-13T08:00:00+02:00")),
                days_silent: 3,
                waiting: 5,
                clock_offset_ms: Some(259_200_000),
                missing: Vec::new(),
            }],
            gaps: vec![Gap { device: "20-1470".to_owned(), missing: vec![(41, 43)] }],
        },
        waiting_for_person: vec![Waits { what: "unknown_area".to_owned(), count: 2 }],
        extension_note: Some(ExtensionNote { ends: day("2022-12-31"), next_year: 2023 }),
        promise,
    }
}

/// Checks in the one area, recorded with a habit.
pub(super) fn quality() -> QualityPage {
    let cell = |shape: Shape, at: i64, n: i64| {
        let (activity, area, month) = ("check".into(), Some("norr".into()), Month::numbered(2021, 4));
        (Cell { activity, area, month, shape, at }, n)
    };
    QualityPage {
        promise: promise(),
        years: vec![2021],
        year: 2021,
        as_of: moment("2021-09-16T16:10:00+02:00"),
        commit: 7,
        activities: vec!["patrol".into(), "check".into()],
        activity: Some("check".into()),
        shapes: Shapes(vec![
            cell(Shape::Start, 4 * 24 + 14, 31),
            cell(Shape::Late, 0, 36),
            cell(Shape::Late, 1, 4),
            cell(Shape::Minutes, 0, 30),
            cell(Shape::Minutes, 2, 6),
            cell(Shape::Minutes, 10, 36),
            cell(Shape::Recorded, 12, 39),
            cell(Shape::Recorded, 30, 2),
        ]),
    }
}

pub(super) fn public() -> PublicPage {
    let promise = promise();
    PublicPage {
        language: Language::Swedish,
        others: vec![(promise.id.clone(), promise.title.clone()), ("annat-2020".into(), "Ett annat löfte".to_owned())],
        years: vec![2021, 2022],
        year: 2021,
        day: day("2021-08-31"),
        as_of: moment("2021-09-08T16:10:00+02:00"),
        described: described(&promise, &totals(), day("2021-08-31")),
        promise,
        published: None,
        reports: Vec::new(),
    }
}
