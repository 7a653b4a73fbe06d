//! Reading a promise, as `GET /api/v1/promises/{id}` answers and the phone keeps it. A part of a kind that this build
//! doesn't know is left out, and the rest works; the phone keeps the promise as it was told, for the build that does.

use super::reader::Reader;
use domain::calendar::Span;
use domain::id::{ActivityId, AreaId, CommitmentId, OrganisationId, PartnershipId, PromiseId, TargetId};
use domain::promise::{
    Activity, Answer, Area, Choice, Commitment, Duration, Field, FieldKind, InterpretationNote, Near, Organisation,
    OrganisationKind, Per, Promise, Scope, Share, Target, TargetKind, Window,
};

/// A promise.
pub(crate) fn promise(r: Reader<'_>) -> Promise {
    Promise {
        id: PromiseId(r.text("id")),
        version: r.small("version"),
        partnership: PartnershipId(r.text("partnership")),
        title: r.text("title"),
        place: r.text("place"),
        preamble: r.text("preamble"),
        from: r.day("from"),
        to: r.day("to"),
        time_zone: r.text("time_zone"),
        extends: r.text_if("extends").map(PromiseId),
        continues: r.is("continues"),
        // The server's affair.
        names_kept_months: None,
        approval_by_another: false,
        near: near(r.at("near")),
        organisations: r.readable("organisations", organisation),
        areas: r.readable("areas", |r| Area {
            id: AreaId(r.text("id")),
            name: r.text("name"),
            focus: r.is("focus"),
            preposition: r.text_if("preposition"),
        }),
        activities: r.readable("activities", activity),
        commitments: r.readable("commitments", commitment),
    }
}

/// What the file doesn't say is as in every promise.
fn near(r: Reader<'_>) -> Near {
    let usual = Near::default();
    Near {
        weeks: r.small_if("weeks").unwrap_or(usual.weeks),
        missed_one_in: r.small_if("missed_one_in").unwrap_or(usual.missed_one_in),
    }
}

fn organisation(r: Reader<'_>) -> Organisation {
    let kind = r.at("kind").parse_or(OrganisationKind::parse, OrganisationKind::Police);
    Organisation { id: OrganisationId(r.text("id")), name: r.text("name"), kind }
}

fn activity(r: Reader<'_>) -> Activity {
    Activity {
        id: ActivityId(r.text("id")),
        name: r.text("name"),
        plural: r.text("plural"),
        icon: r.text_if("icon"),
        organisations: r.list("organisations", |r| OrganisationId(r.str().to_owned())),
        duration: match r.text_if("duration").as_deref() {
            Some("timed") => Duration::Timed,
            _ => Duration::None,
        },
        max_minutes: r.at("max_minutes").is_there().then(|| small(r.at("max_minutes"))),
        in_area: !r.at("in_area").is_there() || r.is("in_area"),
        note: r.is("note"),
        fields: r.readable("fields", field),
    }
}

fn field(r: Reader<'_>) -> Field {
    Field {
        id: r.text("id"),
        label: r.text("label"),
        kind: r.at("kind").parse_or(FieldKind::parse, FieldKind::Text),
        required: r.is("required"),
        hint: r.text_if("hint"),
        max: r.at("max").is_there().then(|| small(r.at("max"))),
        options: r.readable("options", |r| Choice { value: r.text("value"), label: r.text("label") }),
    }
}

fn answer(r: Reader<'_>) -> Answer {
    Answer { field: r.text("field"), value: r.text("value") }
}

fn small(r: Reader<'_>) -> u32 {
    r.tree.int().and_then(|int| u32::try_from(int).ok()).unwrap_or(0)
}

fn commitment(r: Reader<'_>) -> Commitment {
    let note = r.at("note");
    let read = |r: Reader<'_>| InterpretationNote { text: r.text("text"), by: r.text("by"), on: r.day("on") };
    Commitment {
        id: CommitmentId(r.text("id")),
        number: r.small("number"),
        section: r.text("section"),
        owners: r.list("owners", |r| OrganisationId(r.str().to_owned())),
        text: r.text("text"),
        note: note.is_there().then(|| read(note)),
        targets: r.readable("targets", target),
    }
}

fn target(r: Reader<'_>) -> Target {
    let kind = r.at("kind").parse(TargetKind::parse);
    let scope = r.at("scope").parse(Scope::parse);
    let per = r.at("per").parse(Per::parse);
    // One of a kind that this build doesn't know: what counts for it is known all the same, only not how it is judged.
    let unknown = kind.is_none() || scope.is_none() || per.is_none();
    let (within, window, done, by) = (r.at("within"), r.at("window"), r.at("done"), r.at("by"));
    let share = r.at("share");
    Target {
        id: TargetId(r.text("id")),
        kind: kind.filter(|_| !unknown).unwrap_or(TargetKind::Narrative),
        label: r.text("label"),
        activity: r.text_if("activity").map(ActivityId),
        areas: r.list("areas", |r| AreaId(r.str().to_owned())),
        areas_name: r.text_if("areas_name"),
        scope: scope.unwrap_or(Scope::Sum),
        goal: r.small_if("goal"),
        per: per.unwrap_or(Per::Year),
        within: within.is_there().then(|| Span { from: within.day("from"), to: within.day("to") }),
        min_minutes: r.small_if("min_minutes"),
        window: window.is_there().then(|| Window {
            weekdays: window.list("weekdays", small),
            from_min: window.small("from_min"),
            to_min: window.small("to_min"),
        }),
        only: r.list("only", answer),
        done: done.is_there().then(|| answer(done)),
        by: by.is_there().then(|| r.day("by")),
        sum: r.text_if("sum"),
        pace: r.list("pace", small),
        share: share.is_there().then(|| Share {
            field: share.text("field"),
            value: share.text("value"),
            label: share.text("label"),
            min_percent: share.small("min_percent"),
            floor: share.small("floor"),
        }),
        sensitive: r.is("sensitive"),
    }
}
