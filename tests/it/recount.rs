//! Counting everything anew beside the figures in force: for a new version of a promise, for one that continues, and to
//! find out whether the figures are right. Nobody waits for it, whatever comes meanwhile counts, and what was killed leaves
//! nothing.

use crate::on_both;
use anyhow::{Context, Result};
use domain::calendar::{Day, Span};
use domain::promise::Promise;
use harness::station::partnership;
use harness::{Backend, Intruder, Officer, Station, Work, check, fill, patrol, until};
use server::clock::now_ms;
use server::store::{Begun, Cause, NotLoaded, Progress, ROWS_PER_WRITE, Recount, SILENT_MS, Store};

on_both!(
    filled_entries_are_what_sync_would_have_kept,
    phones_sync_while_everything_is_counted_anew,
    a_count_in_steps_comes_to_what_one_in_a_single_step_comes_to,
    a_killed_count_gives_way_and_leaves_nothing,
    two_counts_at_a_time_are_refused,
    a_dry_run_only_reads,
    a_promise_continues_beside_the_requests,
);

/// Days on which the shipped promise is in force whenever the tests run.
pub(crate) fn days() -> Result<Span> {
    let day = |year, month, day| Day::of(year, month, day).context("a day");
    Ok(Span { from: day(2021, 1, 1)?, to: day(2022, 12, 31)? })
}

/// Patrols and checks, long and too short, in areas that the promise knows and one that it doesn't.
pub(crate) fn works() -> Vec<Work> {
    vec![
        patrol("raslatt").by_unit("20-1110"),
        patrol("oxnehaga"),
        check("ekhagen", 25).by_unit("20-1120"),
        check("osterangen", 10),
        patrol("raslatt").minutes(5),
        patrol("ekhagen"),
        check("raslatt", 30),
        patrol("atlantis"),
    ]
}

/// Officers whose phones have been heard of.
pub(crate) async fn officers(station: &Station, count: usize) -> Result<Vec<Officer>> {
    let mut officers = Vec::new();
    for n in 0..count {
        let mut officer = station.officer(&format!("Patrull {n}")).await?;
        officer.records(&patrol("raslatt").at("2021-03-04T13:05:00+01:00"))?;
        officer.sends().await?;
        officers.push(officer);
    }
    Ok(officers)
}

/// A station with so many entries, and the officers who go on.
pub(crate) async fn filled(backend: Backend, entries: usize) -> Result<(Station, Vec<Officer>)> {
    let station = Station::start(backend).await?;
    let mut officers = officers(&station, 4).await?;
    fill(&station, &mut officers, &works(), entries, days()?).await?;
    station.app().store.rebuild(&partnership(), &mut |_| {}).await?;
    Ok((station, officers))
}

/// The shipped promise read otherwise: other least lengths.
pub(crate) fn next_version() -> Promise {
    let mut promise = server::promise_file::read(server::promise_file::SHIPPED).expect("whole");
    promise.version += 1;
    for target in promise.commitments.iter_mut().flat_map(|c| &mut c.targets) {
        target.min_minutes = target.min_minutes.map(|least| least + 10);
    }
    promise
}

async fn begin(store: &Store, cause: Cause, now_ms: i64) -> Result<Recount> {
    match store.begin_recount(&partnership(), cause, now_ms).await? {
        Ok(Begun::Counting(recount)) => Ok(recount),
        Ok(Begun::Done(_)) => anyhow::bail!("there was nothing to count"),
        Err(not) => anyhow::bail!("{not:?}"),
    }
}

/// Everything that is counted, as text.
async fn everything(store: &Store) -> Result<String> {
    let of = partnership();
    let mut all = vec![format!("{:?}", store.tally(&of).await?), format!("{:?}", store.open_questions(&of).await?)];
    for year in [2021, 2022] {
        all.push(format!("{:?}", store.shapes(&of, year).await?));
    }
    Ok(all.join("\n"))
}

/// What the phones would send is held already, word for word: same ids, same hashes; and counts the same.
async fn filled_entries_are_what_sync_would_have_kept(backend: Backend) -> Result<()> {
    let (station, mut officers) = filled(backend, 64).await?;
    let reads = station.supervisor().await?.sees("/api/v1/entries?most=1000").await?;
    let reads: serde_json::Value = serde_json::from_str(&reads)?;
    let all = reads["entries"].as_array().context("entries")?;
    assert_eq!(all.len(), 64 + officers.len());
    for officer in &mut officers {
        let journal = officer.memory.journal.to_string();
        let mine = all.iter().filter(|e| e["entry"]["journal"] == journal.as_str());
        officer.memory.kept.clear();
        for entry in mine.clone() {
            let id = entry["entry"]["id"].as_str().and_then(domain::id::EntryId::read).context("an id")?;
            let mut body = entry["entry"].clone();
            let seq = body["seq"].as_u64().context("a number")?;
            let body = body.as_object_mut().context("an object")?;
            ["id", "journal", "author", "seq"].iter().for_each(|name| drop(body.remove(*name)));
            let last = std::mem::replace(&mut officer.memory.last_seq, seq - 1);
            officer.memory.keep(id, serde_json::to_string(&body)?, 1);
            officer.memory.last_seq = last;
        }
        let hashes: Vec<_> = mine.map(|entry| entry["hash"].as_str().map(str::to_owned)).collect();
        let verdicts = officer.sends_all().await?;
        assert!(verdicts.iter().all(|v| v.verdict == domain::wire::VerdictKind::AlreadyHeld), "{verdicts:?}");
        assert_eq!(verdicts.into_iter().map(|v| v.hash).collect::<Vec<_>>(), hashes);
    }
    let count: i64 = station.app().store.tally(&partnership()).await?.0.values().map(|a| a.count).sum();
    assert!(count > 30, "{count}");
    Ok(())
}

/// Between any two steps of a count a phone is answered, so that none waits for more than one; and no transaction of it
/// writes more than so many rows.
async fn phones_sync_while_everything_is_counted_anew(backend: Backend) -> Result<()> {
    let (station, mut officers) = filled(backend, 3_000).await?;
    let store = &station.app().store;
    let promise = next_version();
    let before = store.in_force(&partnership()).await?;
    let mut recount = begin(store, Cause::Promise(Box::new(promise.clone())), now_ms()).await?;
    let (mut steps, mut writes) = (0, 0);
    while recount.step(250).await? {
        let officer = &mut officers[steps % 4];
        let root = officer.records(&patrol("raslatt").minutes(15 + steps as u32).at("2022-06-01T10:00:00+02:00"))?;
        if steps % 2 == 1 {
            officer.corrects(root, &[root], &check("ekhagen", 28).at("2022-06-01T10:00:00+02:00"))?;
        }
        assert!(officer.sends().await?.iter().all(|v| v.flags.is_empty()));
        assert_eq!(store.in_force(&partnership()).await?.catalogue, before.catalogue, "nothing has changed yet");
        writes = recount.writes().iter().copied().max().unwrap_or(0).max(writes);
        steps += 1;
    }
    assert!(steps >= 12, "{steps}");
    let progress = recount.progress();
    assert_eq!((progress.occasions, progress.of), (3_004, 3_004), "what came since is counted with what it changes");
    let loaded = recount.finish().await?;
    assert!(writes > 0 && writes <= ROWS_PER_WRITE, "{writes} rows in one transaction");
    assert!(!loaded.changed.is_empty(), "other least lengths, other figures");
    let in_force = store.in_force(&partnership()).await?;
    assert_eq!(in_force.catalogue.get(&promise.id).map(|p| p.version), Some(promise.version));
    let counted = everything(store).await?;
    store.rebuild(&partnership(), &mut |_| {}).await?;
    assert_eq!(everything(store).await?, counted, "a count from scratch");
    assert_eq!(Intruder::at(station.database_url()).await?.left_of_runs().await?, 0);
    Ok(())
}

async fn a_count_in_steps_comes_to_what_one_in_a_single_step_comes_to(backend: Backend) -> Result<()> {
    let (station, _) = filled(backend, 500).await?;
    let store = &station.app().store;
    let mut counted = Vec::new();
    for most in [1, 7, 100_000] {
        let mut recount = begin(store, Cause::Rebuild, now_ms()).await?;
        let mut steps = 0;
        while recount.step(most).await? {
            steps += 1;
        }
        assert!(steps >= 500 / most, "{steps}");
        recount.finish().await?;
        counted.push(everything(store).await?);
    }
    assert_eq!(counted[0], counted[1]);
    assert_eq!(counted[0], counted[2]);
    Ok(())
}

/// A process that is killed says nothing any more. For a minute nobody knows; then another begins, and if the first was
/// only asleep it changes nothing.
async fn a_killed_count_gives_way_and_leaves_nothing(backend: Backend) -> Result<()> {
    let (station, mut officers) = filled(backend, 300).await?;
    let store = &station.app().store;
    let mut intruder = Intruder::at(station.database_url()).await?;
    let before = everything(store).await?;
    let now_ms = now_ms();
    let mut asleep = begin(store, Cause::Rebuild, now_ms).await?;
    while asleep.step(5).await? {}
    drop(begin(store, Cause::Rebuild, now_ms + 2 * SILENT_MS).await?);
    let error = asleep.finish().await.err().context("another has begun")?;
    assert!(error.to_string().contains("another has begun"), "{error:#}");
    assert_eq!(everything(store).await?, before);
    // The second was killed too, and nobody begins a third: the daily task removes what is left.
    store.sweep_runs(now_ms + 2 * SILENT_MS).await?;
    assert!(intruder.left_of_runs().await? > 0, "it could still be alive");
    store.sweep_runs(now_ms + 4 * SILENT_MS).await?;
    assert_eq!(intruder.left_of_runs().await?, 0);
    officers[0].records(&patrol("raslatt"))?;
    officers[0].sends().await?;
    // One whose caller is stopped by Ctrl-C, or with the server, is removed at once.
    let mut stopped = begin(store, Cause::Rebuild, now_ms).await?;
    stopped.step(5).await?;
    drop(stopped);
    store.stop_begun().await?;
    assert_eq!(intruder.left_of_runs().await?, 0);
    let counted = everything(store).await?;
    store.rebuild(&partnership(), &mut |_| {}).await?;
    assert_eq!(everything(store).await?, counted);
    Ok(())
}

async fn two_counts_at_a_time_are_refused(backend: Backend) -> Result<()> {
    let (station, _) = filled(backend, 50).await?;
    let store = &station.app().store;
    let now_ms = now_ms();
    let first = begin(store, Cause::Rebuild, now_ms).await?;
    let second = store.put_in_force(next_version(), now_ms + 1).await?;
    assert_eq!(second, Err(NotLoaded::UnderWay { since_ms: now_ms }));
    let third = store.rebuild(&partnership(), &mut |_| {}).await;
    let third = third.err().context("one is under way")?.to_string();
    assert!(third.contains("being counted anew already"), "{third}");
    first.abandon().await?;
    assert!(store.put_in_force(next_version(), now_ms + 2).await?.is_ok());
    Ok(())
}

async fn a_dry_run_only_reads(backend: Backend) -> Result<()> {
    let (station, _) = filled(backend, 400).await?;
    let store = &station.app().store;
    let before = everything(store).await?;
    let mut intruder = Intruder::at(station.database_url()).await?;
    // Somebody else writes all the while.
    intruder.keeps_from_writing().await?;
    let mut told = Vec::new();
    let would = store.try_in_force(next_version(), &mut |progress: Progress| told.push(progress.occasions)).await?;
    let would = would.map_err(|not| anyhow::anyhow!("{not:?}"))?;
    drop(intruder);
    assert_eq!(told.last(), Some(&404));
    assert_eq!(everything(store).await?, before);
    let done =
        until("the other writer to be gone", || async { Ok(store.put_in_force(next_version(), now_ms()).await.ok()) });
    let done = done.await?.map_err(|not| anyhow::anyhow!("{not:?}"))?;
    assert!(!would.changed.is_empty());
    assert_eq!((would.changed, would.occasions), (done.changed, done.occasions), "what was foretold came about");
    Ok(())
}

/// In January a server starts and answers at once; the promise continues when everything has been counted by it.
async fn a_promise_continues_beside_the_requests(backend: Backend) -> Result<()> {
    let (station, mut officers) = filled(backend, 200).await?;
    let store = &station.app().store;
    let in_force = store.in_force(&partnership()).await?;
    let last = in_force.catalogue.active.iter().map(|a| a.span.to).max().context("a promise")?;
    let january_ms = i64::from(last.plus(5).0) * 24 * 3_600_000;
    server::first_start::prepare(store, "http://localhost", january_ms).await?;
    assert_eq!(store.in_force(&partnership()).await?.catalogue, in_force.catalogue, "not before the first request");
    server::first_start::extend(store, january_ms).await?;
    let active = &store.in_force(&partnership()).await?.catalogue.active;
    assert_eq!(active.len(), in_force.catalogue.active.len() + 1);
    officers[0].records(&patrol("raslatt"))?;
    officers[0].sends().await?;
    let counted = everything(store).await?;
    store.rebuild(&partnership(), &mut |_| {}).await?;
    assert_eq!(everything(store).await?, counted);
    Ok(())
}
