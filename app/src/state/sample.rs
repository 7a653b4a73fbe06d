//! A promise and a model that tests begin with.

use super::model::Model;
use crate::device::contact::Identity;
use domain::calendar::Day;
use domain::catalogue::{Active, Catalogue};
use domain::entry::{Entry, Fact, How, Kind};
use domain::id::{DeviceId, EntryId, JournalId, PersonId};
use domain::journal::{Kept, State};
use domain::moment::Moment;
use domain::promise::{
    Activity, Area, Commitment, Duration, Field, FieldKind, Near, Organisation, OrganisationKind, Per, Promise, Scope,
    Target, TargetKind,
};
use domain::wire::Change;
use std::collections::BTreeMap;

/// 3 March 2021, twelve o'clock in Sweden.
pub(super) const NOON: Moment = Moment { unix_ms: 1_614_769_200_000, offset_min: 60 };
/// Who records.
pub(super) const PERSON: PersonId = PersonId([7; 16]);

/// An instant as a phone in Sweden states it in winter.
pub(super) fn moment_of(unix_ms: i64) -> Moment {
    Moment { unix_ms, offset_min: 60 }
}

/// The id of an entry by its number in a test.
pub(super) fn entry_id(number: u8) -> EntryId {
    EntryId([number; 16])
}

fn activity(id: &str, name: &str, duration: Duration) -> Activity {
    Activity {
        id: id.into(),
        name: name.to_owned(),
        plural: name.to_lowercase(),
        icon: Some("foot".to_owned()),
        organisations: vec!["police".into()],
        duration,
        max_minutes: None,
        in_area: true,
        note: false,
        fields: Vec::new(),
    }
}

fn target(id: &str, activity: &str, min_minutes: Option<u32>) -> Target {
    Target {
        id: id.into(),
        kind: TargetKind::Count,
        label: id.to_owned(),
        activity: Some(activity.into()),
        areas: vec!["centre".into()],
        areas_name: None,
        scope: Scope::Sum,
        goal: Some(100),
        per: Per::Year,
        within: None,
        min_minutes,
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

/// Patrols of any length, checks of twenty minutes, and a question about findings; the municipality's walks beside them.
pub(super) fn promise() -> Promise {
    let question = Field {
        id: "first".to_owned(),
        label: "First time?".to_owned(),
        kind: FieldKind::YesNoUnknown,
        required: true,
        hint: None,
        max: None,
        options: Vec::new(),
    };
    let finding = Activity { fields: vec![question], ..activity("finding", "Fynd", Duration::None) };
    let walk = Activity { organisations: vec!["town".into()], ..activity("walk", "Vandring", Duration::None) };
    let organisation = |id: &str, kind| Organisation { id: id.into(), name: id.to_owned(), kind };
    let area = |id: &str, focus| Area { id: id.into(), name: id.to_owned(), focus, preposition: None };
    Promise {
        id: "promise-2021".into(),
        version: 1,
        partnership: "partnership".into(),
        title: "Promise 2021".to_owned(),
        place: "Town".to_owned(),
        preamble: String::new(),
        from: Day::read("2021-01-01").unwrap(),
        to: Day::read("2021-12-31").unwrap(),
        time_zone: "Europe/Stockholm".to_owned(),
        extends: None,
        continues: false,
        names_kept_months: None,
        approval_by_another: false,
        near: Near::default(),
        organisations: vec![
            organisation("police", OrganisationKind::Police),
            organisation("town", OrganisationKind::Municipality),
        ],
        areas: vec![area("elsewhere", false), area("centre", true)],
        activities: vec![
            activity("patrol", "Patrull", Duration::Timed),
            activity("check", "Kontroll", Duration::Timed),
            finding,
            walk,
        ],
        commitments: vec![Commitment {
            id: "safety".into(),
            number: 1,
            section: String::new(),
            owners: vec!["police".into()],
            text: String::new(),
            note: None,
            targets: vec![target("patrols", "patrol", None), target("checks", "check", Some(20))],
        }],
    }
}

/// A phone that was enrolled for a police officer in the centre.
pub(super) fn model() -> Model {
    let promise = promise();
    let identity = Identity {
        device: DeviceId([3; 16]),
        person: PERSON,
        partnership: "partnership".into(),
        organisation: Some("police".into()),
    };
    Model {
        identity: Some(identity),
        catalogue: Catalogue { active: vec![Active { span: promise.span(), promise }] },
        area: Some("centre".into()),
        ..Model::default()
    }
}

/// What a fact of an activity says: in the centre, at noon, half an hour.
pub(super) fn fact(activity: &str) -> Fact {
    Fact {
        activity: activity.into(),
        area: Some("centre".into()),
        started_at: NOON,
        minutes: Some(30),
        fields: BTreeMap::new(),
        note: None,
        how: How::Afterwards,
    }
}

fn keep(model: &mut Model, entry: Entry, state: State) {
    let record = Kept {
        id: entry.id,
        journal: entry.journal,
        seq: entry.seq,
        author: entry.author,
        body: String::new(),
        state,
        kept_at_ms: NOON.unix_ms,
    };
    model.take(record, Some(entry));
}

fn entry(number: u8, kind: Kind, activity: &str) -> Entry {
    Entry {
        id: entry_id(number),
        journal: JournalId([1; 16]),
        author: PERSON,
        seq: u64::from(number),
        unit: None,
        fact: (kind != Kind::Withdrawn).then(|| fact(activity)),
        kind,
        of: None,
        replaces: Vec::new(),
        promise: Some(("promise-2021".into(), 1)),
        recorded_at: NOON,
        clock_offset_ms: None,
    }
}

/// An entry that the phone keeps in a state.
pub(super) fn record(model: &mut Model, number: u8, activity: &str, state: State) {
    keep(model, entry(number, Kind::Recorded, activity), state);
}

/// A correction of all that the phone has of an occasion.
pub(super) fn correct(model: &mut Model, number: u8, root: u8, kind: Kind) {
    let replaces = model.of_occasion(entry_id(root)).iter().map(|e| e.id).collect();
    let correction = Entry { of: Some(entry_id(root)), replaces, ..entry(number, kind, "patrol") };
    keep(model, correction, State::Waiting);
}

/// A decision about an occasion that names heads.
pub(super) fn decision(root: u8, change: &str, heads: &[u8]) -> Change {
    Change {
        id: entry_id(root),
        change: change.to_owned(),
        at: NOON,
        message: None,
        heads: heads.iter().copied().map(entry_id).collect(),
        entries: Vec::new(),
    }
}

/// An entry that the server has, without marks.
pub(super) fn received() -> State {
    State::Received { at_ms: NOON.unix_ms, flags: Vec::new(), quarantined: false }
}
