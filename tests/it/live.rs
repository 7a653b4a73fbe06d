//! The stream that tells a page of new figures: what it tells, to whom, how often, and when it ends.

use crate::limits::expect;
use crate::on_both;
use anyhow::{Context, Result, bail};
use domain::id::PartnershipId;
use harness::station::{partnership, this_years_promise};
use harness::{Backend, Officer, Staff, Station, patrol, until};
use reqwest::{Response, StatusCode};
use server::store::{Began, SESSION_IDLE_MS, SessionOf, Way};
use std::time::{Duration, Instant};

on_both!(
    a_supervisor_hears_when_an_officer_has_sent,
    many_commits_in_a_row_are_told_as_few,
    nobody_hears_of_another_partnership,
    what_changes_figures_without_an_entry_is_told_too,
    a_page_that_was_away_hears_at_once,
    a_stream_ends_with_its_session,
    a_session_has_so_many_streams,
    a_page_that_is_left_open_keeps_nobody_signed_in,
    two_servers_on_one_database_hear_of_each_other,
);

/// Far beyond what any event takes; only a failure waits so long.
const PATIENCE: Duration = Duration::from_secs(30);

/// A stream as a browser reads it.
struct Stream {
    answer: Response,
    text: String,
}

impl Stream {
    async fn of(staff: &Staff, last_seen: Option<i64>) -> Result<Self> {
        let answer = staff.follows(&this_years_promise(), last_seen).await?;
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(answer.headers()["content-type"], "text/event-stream");
        Ok(Self { answer, text: String::new() })
    }

    /// The next event's number; `None` once the stream has ended. Comments keep the line open and say nothing.
    async fn next(&mut self) -> Result<Option<i64>> {
        loop {
            while let Some((event, rest)) = self.text.split_once("\n\n") {
                let (event, rest) = (event.to_owned(), rest.to_owned());
                self.text = rest;
                if event.contains("event: figures") {
                    return number(&event).map(Some);
                }
            }
            match tokio::time::timeout(PATIENCE, self.answer.chunk()).await {
                Ok(Ok(Some(bytes))) => self.text.push_str(std::str::from_utf8(&bytes)?),
                Ok(Ok(None) | Err(_)) => return Ok(None),
                Err(_) => bail!("waited in vain for an event"),
            }
        }
    }
}

fn number(event: &str) -> Result<i64> {
    let line = |start: &str| event.lines().find_map(|l| l.strip_prefix(start).map(str::to_owned));
    let data: serde_json::Value = serde_json::from_str(&line("data: ").context("no data")?)?;
    let number = data["commit"].as_i64().context("no commit")?;
    assert_eq!(line("id: ").context("no id")?, number.to_string());
    assert!(data["at"].as_str().is_some_and(|at| at.contains('T')), "{event}");
    assert_eq!(data.as_object().map(serde_json::Map::len), Some(2), "no figures in it: {event}");
    Ok(number)
}

async fn begun(backend: Backend) -> Result<(Station, Officer, Staff)> {
    let station = Station::start(backend).await?;
    let officer = station.officer("Patrull 11").await?;
    let supervisor = station.supervisor().await?;
    Ok((station, officer, supervisor))
}

async fn commit_no(station: &Station) -> Result<i64> {
    station.app().store.commit_no(&partnership()).await
}

async fn a_supervisor_hears_when_an_officer_has_sent(backend: Backend) -> Result<()> {
    let (station, mut officer, supervisor) = begun(backend).await?;
    let mut stream = Stream::of(&supervisor, None).await?;
    let before = commit_no(&station).await?;
    // What a phone sends without anything new changes no figure.
    officer.sends().await?;
    officer.records(&patrol("raslatt"))?;
    officer.sends().await?;
    assert_eq!(stream.next().await?, Some(before + 1));
    assert_eq!(commit_no(&station).await?, before + 1);
    let page = supervisor.sees("/dashboard").await?;
    assert!(page.contains(&format!("data-commit=\"{}\"", before + 1)), "the page says what it stands at");
    assert!(page.contains("/live.js\""), "and loads the script that hears");
    Ok(())
}

async fn many_commits_in_a_row_are_told_as_few(backend: Backend) -> Result<()> {
    let (station, mut officer, supervisor) = begun(backend).await?;
    let mut stream = Stream::of(&supervisor, None).await?;
    let start = Instant::now();
    for _ in 0..20 {
        officer.records(&patrol("raslatt"))?;
        officer.sends().await?;
    }
    let last = commit_no(&station).await?;
    let mut events = 0;
    while stream.next().await?.context("the stream ended")? < last {
        events += 1;
    }
    assert!(events < start.elapsed().as_secs() + 2, "{events} events in {:?}", start.elapsed());
    Ok(())
}

async fn nobody_hears_of_another_partnership(backend: Backend) -> Result<()> {
    let (station, mut officer, supervisor) = begun(backend).await?;
    let mut stream = Stream::of(&supervisor, None).await?;
    let before = commit_no(&station).await?;
    let mut other = server::promise_file::read(server::promise_file::SHIPPED).expect("whole");
    (other.id, other.partnership) = ("annat-2021-2022".into(), PartnershipId::from("annat"));
    let now_ms = server::clock::now_ms();
    station.app().store.put_in_force(other, now_ms).await?.expect("of days of its own");
    for _ in 0..3 {
        station.app().store.rebuild(&PartnershipId::from("annat"), &mut |_| {}).await?;
    }
    officer.records(&patrol("raslatt"))?;
    officer.sends().await?;
    assert_eq!(stream.next().await?, Some(before + 1), "the first that is heard is one's own");
    expect(supervisor.follows("annat-2021-2022", None).await?, StatusCode::NOT_FOUND, "not_found").await
}

async fn what_changes_figures_without_an_entry_is_told_too(backend: Backend) -> Result<()> {
    let (station, _officer, supervisor) = begun(backend).await?;
    let store = &station.app().store;
    let mut stream = Stream::of(&supervisor, None).await?;
    let before = commit_no(&station).await?;
    store.rebuild(&partnership(), &mut |_| {}).await?;
    assert_eq!(stream.next().await?, Some(before + 1));
    let mut newer = server::promise_file::read(server::promise_file::SHIPPED).expect("whole");
    newer.version = 2;
    store.put_in_force(newer, server::clock::now_ms()).await?.expect("a newer version");
    assert_eq!(stream.next().await?, Some(before + 2));
    Ok(())
}

async fn a_page_that_was_away_hears_at_once(backend: Backend) -> Result<()> {
    let (station, mut officer, supervisor) = begun(backend).await?;
    let before = commit_no(&station).await?;
    officer.records(&patrol("raslatt"))?;
    officer.sends().await?;
    let mut away = Stream::of(&supervisor, Some(before)).await?;
    assert_eq!(away.next().await?, Some(before + 1));
    let mut here = Stream::of(&supervisor, Some(before + 1)).await?;
    officer.records(&patrol("raslatt"))?;
    officer.sends().await?;
    assert_eq!(here.next().await?, Some(before + 2), "what it knew already isn't told");
    Ok(())
}

async fn a_stream_ends_with_its_session(backend: Backend) -> Result<()> {
    let (mut station, _officer, supervisor) = begun(backend).await?;
    let mut stream = Stream::of(&supervisor, None).await?;
    assert_eq!(supervisor.submits("/logout", &[]).await?.status(), StatusCode::SEE_OTHER);
    assert_eq!(stream.next().await?, None);
    assert_eq!(supervisor.follows(&this_years_promise(), None).await?.status(), StatusCode::UNAUTHORIZED);

    // Ended elsewhere: another password was chosen for the account.
    let coordinator = station.coordinator().await?;
    let mut stream = Stream::of(&coordinator, None).await?;
    let (_, person) = station.app().store.people_named("Samordnare Ett").await?.pop().context("a coordinator")?;
    let of = SessionOf { partnership: partnership(), person: person.id };
    let phc = server::secret::hash_password("något helt annat")?;
    station.app().store.set_password(&of, &phc, server::clock::now_ms()).await?;
    assert_eq!(stream.next().await?, None);

    // A server that stops waits for no stream.
    let again = Staff::sign_in(&station.url(), "Samordnare Ett", "något helt annat").await?;
    let mut stream = Stream::of(&again, None).await?;
    station.stop().await?;
    assert_eq!(stream.next().await?, None);
    Ok(())
}

async fn a_session_has_so_many_streams(backend: Backend) -> Result<()> {
    let (_station, _officer, supervisor) = begun(backend).await?;
    let mut open = Vec::new();
    for _ in 0..4 {
        open.push(Stream::of(&supervisor, None).await?);
    }
    let beyond = supervisor.follows(&this_years_promise(), None).await?;
    assert!(beyond.headers().contains_key("retry-after"));
    expect(beyond, StatusCode::SERVICE_UNAVAILABLE, "too_many_streams").await?;
    open.pop();
    until("a place to be free again", || async {
        let answer = supervisor.follows(&this_years_promise(), None).await?;
        Ok((answer.status() == StatusCode::OK).then_some(()))
    })
    .await
}

async fn a_page_that_is_left_open_keeps_nobody_signed_in(backend: Backend) -> Result<()> {
    const MINUTE_MS: i64 = 60_000;
    let (station, _officer, supervisor) = begun(backend).await?;
    let store = &station.app().store;
    let (_, person) = store.people_named("Gruppchef Ett").await?.pop().context("a supervisor")?;
    let of = SessionOf { partnership: partnership(), person: person.id };
    let begin_ms = server::clock::now_ms();
    for (hash, by_person) in [([1; 32], true), ([2; 32], false)] {
        let began = Began { secret_hash: &hash, way: Way::Password, browser: "", instead_of: None };
        assert!(store.begin_session(&of, &began, begin_ms).await?);
        let session = store.session(&hash, by_person, begin_ms + SESSION_IDLE_MS - MINUTE_MS).await?;
        assert_eq!(session.map(|session| session.of), Some(of.clone()));
        let later = store.session(&hash, true, begin_ms + SESSION_IDLE_MS + MINUTE_MS).await?;
        assert_eq!(later.is_some(), by_person, "asked for by a person: {by_person}");
    }
    drop(supervisor);
    Ok(())
}

/// On SQLite there is one server, which hears of commands.
async fn two_servers_on_one_database_hear_of_each_other(backend: Backend) -> Result<()> {
    let (station, mut officer, supervisor) = begun(backend).await?;
    if backend == Backend::Sqlite {
        let mut stream = Stream::of(&supervisor, None).await?;
        let before = commit_no(&station).await?;
        station.opened_beside().await?.rebuild(&partnership(), &mut |_| {}).await?;
        assert_eq!(stream.next().await?, Some(before + 1));
        return Ok(());
    }
    let twin = station.twin().await?;
    let there = Staff::sign_in(&twin.url(), "Gruppchef Ett", harness::station::PASSWORD).await?;
    let (mut here, mut elsewhere) = (Stream::of(&supervisor, None).await?, Stream::of(&there, None).await?);
    let before = commit_no(&station).await?;
    officer.records(&patrol("raslatt"))?;
    officer.sends().await?;
    assert_eq!(here.next().await?, Some(before + 1));
    assert_eq!(elsewhere.next().await?, Some(before + 1));
    Ok(())
}
