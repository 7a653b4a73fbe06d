//! Reading what the server answers (protocol, section 9).

use super::reader::Reader;
use domain::calendar::Day;
use domain::id::{AreaId, EntryId, JournalId, PromiseId, TargetId};
use domain::limits::Limits;
use domain::ranges::Ranges;
use domain::standing::{Done, Total};
use domain::wire::{Answer, Change, Flag, PromiseVersion, Verdict, VerdictKind};
use std::collections::BTreeMap;

/// The answer of sync.
pub(crate) fn answer(r: Reader<'_>) -> Answer {
    Answer {
        v: r.small("v"),
        server_time: r.moment("server_time"),
        epoch: r.text("epoch"),
        cursor: r.text("cursor"),
        more: r.is("more"),
        verdicts: r.list("verdicts", verdict),
        held: held(r.at("held")),
        changes: r.list("changes", change),
        promises: versions(r),
        tallies: tallies(r.at("tallies")),
        limits: limits(r.at("limits")),
        revoked: r.is("revoked"),
        seal: r.text_if("seal"),
    }
}

/// An entry's id.
pub(crate) fn entry_id(r: Reader<'_>) -> EntryId {
    r.id(EntryId::read, EntryId([0; 16]))
}

/// Which promises are in force.
pub(crate) fn versions(r: Reader<'_>) -> Vec<PromiseVersion> {
    r.list("promises", |r| PromiseVersion { id: PromiseId(r.text("id")), version: r.small("version") })
}

/// What a request may hold.
pub(crate) fn limits(r: Reader<'_>) -> Limits {
    Limits { entries: r.small("entries"), bytes: r.small("bytes"), inflated: r.small("inflated") }
}

/// Totals by promise.
pub(crate) fn tallies(r: Reader<'_>) -> BTreeMap<PromiseId, Vec<Total>> {
    let total = |r: Reader<'_>| Total {
        target: TargetId(r.text("target")),
        area: r.text_if("area").map(AreaId),
        count: r.int("count"),
        numerator: r.int_if("numerator"),
        minutes: r.int("minutes"),
        too_short: r.int_if("too_short").unwrap_or(0),
        days: r.list("days", done),
    };
    let mut tallies = BTreeMap::new();
    for (promise, r) in r.members() {
        tallies.insert(PromiseId::from(promise), r.items().map(total).collect());
    }
    tallies
}

/// What was done on a day.
fn done(r: Reader<'_>) -> Done {
    let mut parts = r.items();
    let day = parts.next().and_then(|r| Day::read(r.str())).unwrap_or(Day(0));
    let mut number = || parts.next().and_then(|r| r.tree.int()).unwrap_or(0);
    (day, number(), number())
}

/// A mark; one that a newer server gives is an unknown one.
pub(crate) fn flag(r: Reader<'_>) -> Flag {
    const FLAGS: [Flag; 10] = [
        Flag::ClockOff,
        Flag::InvalidToday,
        Flag::Cloned,
        Flag::UnknownArea,
        Flag::UnknownActivity,
        Flag::OutsidePeriod,
        Flag::NotPermitted,
        Flag::Implausible,
        Flag::MayNotCorrect,
        Flag::Orphan,
    ];
    let word = r.str();
    FLAGS.into_iter().find(|flag| flag.word() == word).unwrap_or(Flag::Unknown)
}

/// A decision about an occasion.
pub(crate) fn change(r: Reader<'_>) -> Change {
    Change {
        id: entry_id(r.at("id")),
        change: r.text("change"),
        at: r.moment("at"),
        message: r.text_if("message"),
        heads: r.list("heads", entry_id),
        entries: r.list("entries", |r| r.tree.clone()),
    }
}

fn verdict(r: Reader<'_>) -> Verdict {
    const KINDS: [(&str, VerdictKind); 4] = [
        ("accepted", VerdictKind::Accepted),
        ("already_held", VerdictKind::AlreadyHeld),
        ("refused", VerdictKind::Refused),
        ("quarantined", VerdictKind::Quarantined),
    ];
    let id = r.at("id");
    Verdict {
        id: id.is_there().then(|| entry_id(id)),
        hash: r.text_if("hash"),
        verdict: r.at("verdict").one_of(&KINDS, VerdictKind::Refused),
        code: r.text_if("code"),
        message: r.text_if("message"),
        flags: r.list("flags", flag),
    }
}

fn held(r: Reader<'_>) -> BTreeMap<JournalId, Ranges> {
    let end = |r: Reader<'_>| {
        r.tree.int().and_then(|int| u64::try_from(int).ok()).unwrap_or_else(|| {
            r.unfit();
            0
        })
    };
    let range = |r: Reader<'_>| {
        let mut ends = r.items().map(end);
        (ends.next().unwrap_or(0), ends.next().unwrap_or(0))
    };
    let mut held = BTreeMap::new();
    for (journal, ranges) in r.members() {
        if let Some(journal) = JournalId::read(journal) {
            held.insert(journal, Ranges(ranges.items().map(range).collect()));
        }
    }
    held
}
