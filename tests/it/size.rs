//! Years of entries and phones: pages and programs read as fast as on the first day, and what is left out is said.

use crate::figures::words;
use crate::on_both;
use crate::recount::{days, next_version, officers, works};
use anyhow::{Context, Result};
use domain::calendar::Span;
use harness::station::{partnership, this_years_promise, today};
use harness::{Backend, Intruder, Officer, Staff, Station, Work, fill, patrol, rounds};
use server::clock::now_ms;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::task::JoinHandle;

on_both!(
    a_rare_entry_is_found_however_many_lie_around_it,
    more_overlapping_patrols_than_anybody_has_are_cut_and_said_to_be,
    no_phone_is_left_out_of_what_is_known_however_many_were_revoked,
    #[ignore = "minutes: `cargo xtask test --long`"]
    nobody_waits_for_what_reads_or_counts_a_million_entries,
);

/// The page of what waits takes at most so long.
const QUESTIONS: Duration = Duration::from_millis(200);
/// Entries that are looked through for a page.
const LOOKED_THROUGH: usize = 10_000;

async fn pages(staff: &Staff, filter: &str) -> Result<Vec<usize>> {
    let mut sizes = Vec::new();
    let mut after = String::new();
    loop {
        let page = staff.sees(&format!("/api/v1/entries?{filter}{after}")).await?;
        let page: serde_json::Value = serde_json::from_str(&page)?;
        sizes.push(page["entries"].as_array().context("entries")?.len());
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => return Ok(sizes),
        }
    }
}

/// The first of an activity, and the last, with thousands of others between: a page looks through so many and says where
/// to go on.
async fn a_rare_entry_is_found_however_many_lie_around_it(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let mut officers = officers(&station, 2).await?;
    let supervisor = station.supervisor().await?;
    let rare = Work::of("narcotics_offence", "raslatt").answering("first_time_user", "yes");
    let record = async |officer: &mut Officer, day: &str| -> Result<()> {
        officer.records(&rare.clone().at(&format!("{day}T13:05:00+01:00")))?;
        officer.sends().await.map(drop)
    };
    record(&mut officers[0], "2021-01-04").await?;
    fill(&station, &mut officers, &[patrol("raslatt")], LOOKED_THROUGH + 2_000, days()?).await?;
    record(&mut officers[0], "2022-12-05").await?;
    let sizes = pages(&supervisor, "activity=narcotics_offence").await?;
    assert_eq!(sizes, [1, 1], "the first among ten thousand, the last among the rest");
    assert_eq!(pages(&supervisor, "activity=narcotics_offence&day=2022-12-05").await?.iter().sum::<usize>(), 1);
    assert_eq!(pages(&supervisor, "most=1000").await?.iter().sum::<usize>(), LOOKED_THROUGH + 2_000 + 4);
    assert_eq!(pages(&supervisor, "most=1000&area=ekhagen").await?, [0, 0]);

    // The ids of what was filled in are years old: newest first, both come before them.
    let page = supervisor.sees("/entries?activity=narcotics_offence").await?;
    let found = |page: &str| page.matches("<th scope=\"row\"").count();
    assert_eq!(found(&page), 2);
    assert!(words(&page).contains("Sökningen stannade efter 10 000 poster"), "{}", words(&page));
    let page = supervisor.sees("/entries?area=ekhagen").await?;
    let older = page.split("href=\"").find(|part| part.starts_with("/entries?") && part.contains("before="));
    let older = older.and_then(|part| part.split('"').next()).context("a way on")?.replace("&amp;", "&");
    let last = words(&supervisor.sees(&older).await?);
    assert!(last.contains("Inga poster stämmer") && !last.contains("Sökningen stannade"), "{last}");
    // Few days, or a question that few wait with, are looked up and not searched for.
    for filter in
        ["activity=narcotics_offence&from=2022-12-05&to=2022-12-05", "activity=narcotics_offence&to=2021-01-04"]
    {
        let page = supervisor.sees(&format!("/entries?{filter}")).await?;
        assert_eq!((found(&page), page.contains("Sökningen stannade")), (1, false), "{filter}");
    }
    officers[1].records(&patrol("atlantis").at("2021-03-04T13:05:00+01:00"))?;
    officers[1].sends().await?;
    for question in ["any", "unknown_area"] {
        let page = supervisor.sees(&format!("/entries?waits={question}")).await?;
        assert_eq!((found(&page), page.contains("Sökningen stannade")), (1, false), "{question}");
    }
    assert_eq!(found(&supervisor.sees("/entries?waits=conflict").await?), 0);
    Ok(())
}

/// Two who each logged the same hour more than a thousand times.
async fn more_overlapping_patrols_than_anybody_has_are_cut_and_said_to_be(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let mut officers = officers(&station, 2).await?;
    let supervisor = station.supervisor().await?;
    let few = words(&supervisor.sees("/questions").await?);
    assert!(
        few.contains("Inga poster ser ut att vara samma patrull") && !few.contains("Bara de nyaste visas"),
        "{few}"
    );
    let today = Span { from: today(), to: today() };
    fill(&station, &mut officers, &[patrol("raslatt").minutes(900)], 2_400, today).await?;
    let page = supervisor.sees("/questions").await?;
    assert_eq!(page.matches("/join\"").count(), 30, "{}", words(&page));
    assert!(words(&page).contains("Bara de nyaste visas"), "{}", words(&page));
    let mut took = Vec::new();
    for _ in 0..5 {
        let begun = Instant::now();
        supervisor.sees("/questions").await?;
        took.push(begun.elapsed());
    }
    took.sort_unstable();
    println!("/questions beside 2,400 overlapping patrols: {took:.0?}");
    // The machine is shared, and the program isn't optimised.
    assert!(took[2] < QUESTIONS * rounds(10, 3), "{took:?}");
    Ok(())
}

async fn no_phone_is_left_out_of_what_is_known_however_many_were_revoked(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let mut officer = station.officer("Patrull 11").await?;
    let supervisor = station.supervisor().await?;
    Intruder::at(station.database_url()).await?.adds_revoked_phones(1_200).await?;
    for _ in 0..4 {
        officer.records(&patrol("raslatt"))?;
    }
    // The second and third never come.
    officer.memory.kept.drain(1..3);
    officer.sends().await?;
    let figures = supervisor.figures(&this_years_promise()).await?;
    let known = figures.completeness.context("said to staff")?;
    assert_eq!((known.devices, known.heard_today, known.missing), (1, 1, 2), "{known:?}");
    let page = supervisor.sees("/devices").await?;
    assert!(page.contains("<b>Patrull 11</b>"), "{}", words(&page));
    let shown = page.matches("<th scope=\"row\"").count();
    assert_eq!(shown, 101, "the phone, and a hundred that were revoked");
    assert!(words(&page).contains("1100 äldre spärrade visas inte här"), "{}", words(&page));
    Ok(())
}

/// A phone that syncs four times a second, each time with a new entry, and how long it has waited at most.
struct Syncing {
    longest: Arc<Mutex<Duration>>,
    task: JoinHandle<Result<()>>,
}

impl Syncing {
    fn begin(officer: Officer) -> Self {
        let longest = Arc::new(Mutex::new(Duration::ZERO));
        let task = tokio::spawn(sync_on(officer, longest.clone()));
        Self { longest, task }
    }

    /// The longest since it was asked last.
    fn longest(&self) -> Duration {
        assert!(!self.task.is_finished(), "every sync was answered");
        std::mem::take(&mut *self.longest.lock().expect("nobody panics with it"))
    }
}

async fn sync_on(mut officer: Officer, told: Arc<Mutex<Duration>>) -> Result<()> {
    let mut pace = tokio::time::interval(Duration::from_millis(250));
    loop {
        pace.tick().await;
        officer.records(&patrol("raslatt").at("2022-06-01T10:00:00+02:00"))?;
        let begun = Instant::now();
        officer.sends().await?;
        let mut longest = told.lock().expect("nobody panics with it");
        *longest = begun.elapsed().max(*longest);
    }
}

/// What was measured, and what took too long.
struct Measured {
    backend: Backend,
    syncing: Syncing,
    slow: Vec<String>,
}

impl Measured {
    /// Tells how long something took, and the longest that a phone has waited since it was told last.
    fn tell(&mut self, what: &str, took: Duration, limit: Option<Duration>) {
        let waited = self.syncing.longest();
        println!("{:?}: {what}: {took:.2?}, a sync waited {waited:.0?} at most", self.backend);
        if waited > Duration::from_millis(500) || limit.is_some_and(|limit| took > limit) {
            self.slow.push(format!("{what}: {took:?}, a sync waited {waited:?}"));
        }
    }
}

/// How long each page and count takes, and the longest that a phone waited meanwhile.
async fn nobody_waits_for_what_reads_or_counts_a_million_entries(backend: Backend) -> Result<()> {
    let entries = std::env::var("ROND_ENTRIES").ok().and_then(|n| n.parse().ok()).unwrap_or(1_000_000);
    let begun = Instant::now();
    let station = Station::start(backend).await?;
    let mut phones = officers(&station, 10).await?;
    let recent = Span { from: today().plus(-44), to: today().plus(-1) };
    fill(&station, &mut phones, &works(), entries / 16 * 15, days()?).await?;
    fill(&station, &mut phones, &works(), entries / 16, recent).await?;
    println!("{backend:?}: {entries} entries filled in {:.1?}", begun.elapsed());
    let mut measured = Measured { backend, syncing: Syncing::begin(phones.remove(0)), slow: Vec::new() };
    let occasions = counts(&station, &mut measured).await?;
    anyhow::ensure!(occasions as usize >= entries / 16 * 16, "{occasions}");
    reads(&station.supervisor().await?, &mut measured).await?;
    measured.syncing.task.abort();
    anyhow::ensure!(measured.slow.is_empty(), "{:#?}", measured.slow);
    Ok(())
}

async fn counts(station: &Station, measured: &mut Measured) -> Result<u64> {
    let (store, of) = (&station.app().store, partnership());
    let begun = Instant::now();
    store.rebuild(&of, &mut |_| {}).await?;
    measured.tell("rebuild", begun.elapsed(), None);
    let begun = Instant::now();
    let would = store.try_in_force(next_version(), &mut |_| {}).await?.map_err(|not| anyhow::anyhow!("{not:?}"))?;
    measured.tell("promise load --dry-run", begun.elapsed(), None);
    let begun = Instant::now();
    store.put_in_force(next_version(), now_ms()).await?.map_err(|not| anyhow::anyhow!("{not:?}"))?;
    measured.tell("promise load", begun.elapsed(), None);
    let last = store.in_force(&of).await?.catalogue.active.iter().map(|a| a.span.to).max().context("a promise")?;
    let begun = Instant::now();
    server::first_start::extend(store, i64::from(last.plus(5).0) * 24 * 3_600_000).await?;
    measured.tell("the year's extension", begun.elapsed(), None);
    Ok(would.occasions)
}

async fn reads(supervisor: &Staff, measured: &mut Measured) -> Result<()> {
    let page = supervisor.sees("/entries?area=ekhagen").await?;
    let root = page.split("href=\"/entries/").nth(1).and_then(|part| part.split('"').next()).context("an entry")?;
    let paths = [
        "/dashboard",
        "/questions",
        "/entries",
        "/entries?area=huskvarna",
        "/entries?waits=conflict",
        "/entries?waits=any",
        "/entries?from=2021-03-01&to=2021-03-03",
        "/entries?from=2021-03-01&to=2022-03-03",
        &format!("/entries/{root}"),
        "/api/v1/entries",
        "/api/v1/entries?area=huskvarna",
        "/api/v1/entries?day=2021-03-04",
        "/devices",
        "/quality",
    ];
    for path in paths {
        let mut fastest = Duration::MAX;
        for _ in 0..3 {
            let begun = Instant::now();
            supervisor.sees(path).await?;
            fastest = fastest.min(begun.elapsed());
        }
        measured.tell(path, fastest, Some(Duration::from_millis(200)));
    }
    Ok(())
}
