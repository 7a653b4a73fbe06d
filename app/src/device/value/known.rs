//! Reading what the phone itself wrote down: drafts, leftovers, and what it knows beside its entries.

use super::answer::{change, entry_id, limits, versions};
use super::reader::Reader;
use crate::device::contact::{Contact, Identity};
use crate::device::first_line::Leftover;
use domain::entry::How;
use domain::form::{Corrects, Form};
use domain::id::{ActivityId, AreaId, DeviceId, OrganisationId, PartnershipId, PersonId};
use domain::timer::Timer;
use std::collections::BTreeMap;

/// Who the phone records for.
pub(crate) fn identity(r: Reader<'_>) -> Identity {
    Identity {
        device: r.at("device").id(DeviceId::read, DeviceId([0; 16])),
        person: r.at("person").id(PersonId::read, PersonId([0; 16])),
        partnership: PartnershipId(r.text("partnership")),
        organisation: r.text_if("organisation").map(OrganisationId),
    }
}

/// The last whole answer.
pub(crate) fn contact(r: Reader<'_>) -> Contact {
    let told = r.at("limits");
    Contact {
        at_ms: r.int_if("at_ms"),
        offset_ms: r.int_if("offset_ms"),
        cursor: r.text_if("cursor"),
        epoch: r.text_if("epoch"),
        promises: versions(r),
        revoked: r.is("revoked"),
        limits: told.is_there().then(|| limits(told)),
    }
}

/// What runs.
pub(crate) fn timers(r: Reader<'_>) -> Vec<Timer> {
    let timer = |r: Reader<'_>| Timer {
        id: entry_id(r.at("id")),
        activity: ActivityId(r.text("activity")),
        area: r.text_if("area").map(AreaId),
        unit: r.text_if("unit"),
        started_at: r.moment("started_at"),
        jumped: r.is("jumped"),
    };
    r.items().map(timer).collect()
}

/// What was decided about this phone's occasions.
pub(crate) fn decisions(r: Reader<'_>) -> Vec<domain::wire::Change> {
    r.items().map(change).collect()
}

/// An entry on its way to the journal.
pub(crate) fn leftover(r: Reader<'_>) -> Leftover {
    Leftover {
        id: entry_id(r.at("id")),
        author: r.at("author").id(PersonId::read, PersonId([0; 16])),
        body: r.text("body"),
        partnership: r.text_if("partnership"),
        kept_at_ms: r.int_if("kept_at_ms"),
    }
}

/// An unfinished form.
pub(crate) fn form(r: Reader<'_>) -> Form {
    const HOWS: [(&str, How); 3] = [("tap", How::Tap), ("timer", How::Timer), ("afterwards", How::Afterwards)];
    let mut answers = BTreeMap::new();
    for (name, answer) in r.at("answers").members() {
        answers.insert(name.to_owned(), answer.str().to_owned());
    }
    let corrects = r.at("corrects");
    let how = r.at("how").one_of(&HOWS, How::Afterwards);
    let note = r.text("note");
    let edited = r.at("edited");
    // A build that kept forms without being edited didn't say so.
    let filled_in = how != How::Tap || !answers.is_empty() || !note.is_empty();
    Form {
        id: entry_id(r.at("id")),
        activity: ActivityId(r.text("activity")),
        area: r.text_if("area").map(AreaId),
        unit: r.text_if("unit"),
        started_at: r.moment("started_at"),
        minutes: r.small_if("minutes"),
        how,
        edited: if edited.is_there() { r.is("edited") } else { filled_in },
        clock_offset_ms: r.int_if("clock_offset_ms"),
        answers,
        note,
        corrects: corrects
            .is_there()
            .then(|| Corrects { root: entry_id(corrects.at("root")), replaces: corrects.list("replaces", entry_id) }),
    }
}
