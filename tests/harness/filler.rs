//! Entries by the hundred thousand, written past every route: through sync they would take hours. They are what a merge
//! would have written, by the product's own reading of an entry; `filled_entries_are_what_sync_would_have_kept` proves it.

use crate::{Intruder, Officer, Station, Work, intruder::Filled};
use anyhow::{Context, Result};
use domain::calendar::Span;
use domain::id::{EntryId, JournalId, PersonId, uuid_v7};
use domain::merge::arrive;
use domain::moment::Moment;
use server::clock::{Zone, now_ms};
use server::secret::hex_sha256;

/// Entries of one writing.
const AT_ONCE: usize = 20_000;
const MINUTE_MS: i64 = 60_000;
/// The first tour of a day begins then, local time in winter; the last fourteen hours later.
const FIRST_MS: i64 = 5 * 60 * MINUTE_MS;

/// What one kind of work looks like in a journal, with gaps where entries differ.
struct Template {
    work: Work,
    journal: JournalId,
    author: PersonId,
    /// The text before, between and after the gaps, and what stands in them.
    parts: Vec<(String, Gap)>,
    rest: String,
}

#[derive(Clone, Copy, PartialEq)]
enum Gap {
    Id,
    Seq,
    StartedAt,
    RecordedAt,
}

/// A number, and times, that no entry has by itself.
const SEQ: u64 = 9_876_543;
const STARTED_AT: &str = "2001-02-03T04:05:06+01:00";
const RECORDED_AT: &str = "2002-03-04T05:06:07+01:00";

/// Fills a station with `count` entries of several kinds of work, spread evenly over some days in the order of their ids.
/// Each officer's phone must have been heard of, and goes on after what was filled in.
///
/// # Errors
/// When the database fails.
pub async fn fill(station: &Station, officers: &mut [Officer], works: &[Work], count: usize, days: Span) -> Result<()> {
    let zone = crate::station::zone()?;
    let mut templates = Vec::new();
    for officer in officers.iter() {
        templates.push(works.iter().map(|work| template(officer, work)).collect::<Result<Vec<_>>>()?);
    }
    let mut intruder = Intruder::at(station.database_url()).await?;
    let mut rows = Vec::with_capacity(AT_ONCE);
    let span_ms = i64::from(days.to.0 - days.from.0 + 1) * 24 * 60 * MINUTE_MS;
    for n in 0..count {
        let place = n % templates.len();
        let memory = &mut officers[place].memory;
        memory.last_seq += 1;
        let into = span_ms * n as i64 / count as i64;
        let (day, within) = (into / (24 * 60 * MINUTE_MS), into % (24 * 60 * MINUTE_MS));
        let started_ms =
            (i64::from(days.from.0) + day) * 24 * 60 * MINUTE_MS + FIRST_MS + within * 14 / 24 / 1000 * 1000;
        let template = &templates[place][n / templates.len() % works.len()];
        rows.push(template.filled(n as u64, memory.last_seq, started_ms, &zone));
        if rows.len() == AT_ONCE {
            intruder.fills(&rows, now_ms()).await?;
            rows.clear();
        }
    }
    intruder.fills(&rows, now_ms()).await?;
    intruder.analyzes().await
}

fn template(officer: &Officer, work: &Work) -> Result<Template> {
    let (journal, author) = (officer.memory.journal, officer.person());
    let id = EntryId(uuid_v7(1, [0xab; 10]));
    let entry = domain::entry::Entry {
        id,
        journal,
        author,
        seq: SEQ,
        unit: work.unit.clone(),
        kind: domain::entry::Kind::Recorded,
        of: None,
        replaces: Vec::new(),
        promise: None,
        fact: Some(domain::entry::Fact { started_at: Moment::read(STARTED_AT).context("a time")?, ..work.fact()? }),
        recorded_at: Moment::read(RECORDED_AT).context("a time")?,
        clock_offset_ms: None,
    };
    let read = arrive(entry.write(), None, author, &hex_sha256).outcome;
    let mut rest = read.map_err(|fault| anyhow::anyhow!("{fault:?}"))?.body;
    let mut parts = Vec::new();
    let gaps = [
        (Gap::Id, id.to_string()),
        (Gap::Seq, SEQ.to_string()),
        (Gap::StartedAt, STARTED_AT.to_owned()),
        (Gap::RecordedAt, RECORDED_AT.to_owned()),
    ];
    while let Some((at, gap, text)) =
        gaps.iter().filter_map(|(gap, text)| Some((rest.find(text.as_str())?, *gap, text))).min_by_key(|found| found.0)
    {
        parts.push((rest[..at].to_owned(), gap));
        rest = rest[at + text.len()..].to_owned();
    }
    anyhow::ensure!(
        parts.len() == gaps.len(),
        "a gap is missing in {parts_len} parts of {rest}",
        parts_len = parts.len()
    );
    Ok(Template { work: work.clone(), journal, author, parts, rest })
}

impl Template {
    fn filled(&self, n: u64, seq: u64, started_ms: i64, zone: &Zone) -> Filled {
        let recorded_ms = started_ms + 50 * MINUTE_MS;
        let id = EntryId(uuid_v7(recorded_ms, spread(n)));
        let mut body = String::with_capacity(512);
        for (text, gap) in &self.parts {
            body += text;
            match gap {
                Gap::Id => body += &id.to_string(),
                Gap::Seq => body += &seq.to_string(),
                Gap::StartedAt => body += &zone.moment(started_ms).to_string(),
                Gap::RecordedAt => body += &zone.moment(recorded_ms).to_string(),
            }
        }
        body += &self.rest;
        Filled {
            id,
            hash: hex_sha256(&body),
            journal: self.journal,
            seq,
            author: self.author,
            activity: self.work.activity.clone(),
            area: self.work.area.clone().unwrap_or_default(),
            day: zone.day_of(started_ms),
            body,
        }
    }
}

/// Ten bytes that differ from number to number.
fn spread(n: u64) -> [u8; 10] {
    let mixed = n.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes();
    let low = n.to_be_bytes();
    std::array::from_fn(|at| if at < 6 { mixed[at] } else { low[at - 2] })
}
