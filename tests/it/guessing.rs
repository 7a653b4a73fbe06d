//! Guessing at passwords and codes: slowed down on time, over after the wait, no way to lock people out, and nothing told of who
//! has an account.

use crate::limits::expect;
use crate::on_both;
use anyhow::{Context, Result};
use domain::authorization::Role;
use harness::station::{PASSWORD, partnership};
use harness::{Backend, Citizen, Officer, Staff, Station, shipped_as};
use reqwest::{Client, Response, StatusCode};
use serde_json::json;
use server::http::throttle::WINDOW_MS;
use server::store::SessionOf;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Instant;

on_both!(
    a_thousand_wrong_passwords_lock_on_time_and_the_right_one_works_after_the_wait,
    a_browser_that_is_known_gets_in_while_others_guess,
    nobody_learns_who_has_an_account,
    a_name_in_two_partnerships_takes_the_work_of_any,
    a_thousand_wrong_codes_lock_their_address_alone,
);

const THOUSAND: usize = 1_000;

async fn tries(nobody: &Citizen, name: &str, password: &str, from: &str) -> Result<Response> {
    let body = json!({ "name": name, "password": password });
    nobody.sends(|c, url| c.post(format!("{url}/api/v1/login")).header("x-forwarded-for", from).json(&body)).await
}

/// Sends many requests, some at once; answers how many got each status.
async fn many(count: usize, request: impl Fn(usize) -> reqwest::RequestBuilder) -> Result<BTreeMap<StatusCode, usize>> {
    let mut answers = BTreeMap::new();
    for chunk in (0..count).collect::<Vec<_>>().chunks(25) {
        let sent: Vec<_> = chunk.iter().map(|n| tokio::spawn(request(*n).send())).collect();
        for answer in sent {
            *answers.entry(answer.await??.status()).or_insert(0) += 1;
        }
    }
    Ok(answers)
}

/// An address of a network of its own for each number.
fn address(n: usize) -> String {
    format!("198.51.{}.{}", n / 250, n % 250)
}

async fn a_thousand_wrong_passwords_lock_on_time_and_the_right_one_works_after_the_wait(
    backend: Backend,
) -> Result<()> {
    let station = Station::start(backend).await?;
    station.supervisor().await?;
    let (client, url) = (Client::new(), format!("{}/api/v1/login", station.url()));
    // From many addresses at once, so that it is the account that is counted.
    let wrong = |n: usize| {
        let body = json!({ "name": "Gruppchef Ett", "password": format!("fel {n}") });
        client.post(&url).header("x-forwarded-for", address(n)).json(&body)
    };
    let answers = many(THOUSAND, wrong).await?;
    let expected = BTreeMap::from([(StatusCode::UNAUTHORIZED, 10), (StatusCode::TOO_MANY_REQUESTS, THOUSAND - 10)]);
    assert_eq!(answers, expected);
    let nobody = station.citizen()?;
    let right = || tries(&nobody, "Gruppchef Ett", PASSWORD, "203.0.113.1");
    let locked = right().await?;
    assert!(locked.headers().contains_key("retry-after"));
    expect(locked, StatusCode::TOO_MANY_REQUESTS, "too_many").await?;
    // The page says so too, whatever the case and the spaces of the name.
    let form = [("name", " gruppchef  ETT "), ("password", PASSWORD)];
    let page = Staff::browser(&station.url())?.submits("/login", &form).await?;
    assert_eq!(page.status(), StatusCode::TOO_MANY_REQUESTS);
    station.app().clock.move_on(WINDOW_MS - 60_000);
    assert_eq!(right().await?.status(), StatusCode::TOO_MANY_REQUESTS, "not yet");
    station.app().clock.move_on(60_000);
    assert_eq!(right().await?.status(), StatusCode::OK, "after the wait");
    let rows = station.app().store.audit(&partnership(), 50).await?;
    let locked = rows.iter().filter(|row| row.deed == "sign_in_refused" && row.about.contains("\"locked\":true"));
    assert_eq!(locked.count(), 1, "the log says once that it locked");

    // One address that tries one password on everybody is slowed down too, and its neighbours with another are not.
    let spray = |n: usize| {
        let body = json!({ "name": format!("Påhittad {n}"), "password": "regn över taberg" });
        client.post(&url).header("x-forwarded-for", "203.0.113.9").json(&body)
    };
    let answers = many(130, spray).await?;
    assert_eq!(answers, BTreeMap::from([(StatusCode::UNAUTHORIZED, 100), (StatusCode::TOO_MANY_REQUESTS, 30)]));
    assert_eq!(tries(&nobody, "Gruppchef Ett", PASSWORD, "203.0.113.10").await?.status(), StatusCode::OK);
    Ok(())
}

async fn a_browser_that_is_known_gets_in_while_others_guess(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let own = station.supervisor().await?;
    let colleague = station.coordinator().await?;
    let nobody = station.citizen()?;
    for n in 0..12 {
        tries(&nobody, "Gruppchef Ett", "fel", &address(n)).await?;
    }
    let right = [("name", "Gruppchef Ett"), ("password", PASSWORD)];
    assert_eq!(
        Staff::browser(&station.url())?.submits("/login", &right).await?.status(),
        StatusCode::TOO_MANY_REQUESTS
    );
    assert_eq!(own.submits("/login", &right).await?.status(), StatusCode::SEE_OTHER, "signed in from here before");
    // Somebody else's browser is none of theirs.
    assert_eq!(colleague.submits("/login", &right).await?.status(), StatusCode::TOO_MANY_REQUESTS);
    // A known browser's tries have an end as well, and cost the account nothing.
    for _ in 0..10 {
        let wrong = own.submits("/login", &[("name", "Gruppchef Ett"), ("password", "fel")]).await?;
        assert_eq!(wrong.status(), StatusCode::UNAUTHORIZED);
    }
    assert_eq!(own.submits("/login", &right).await?.status(), StatusCode::TOO_MANY_REQUESTS);
    station.app().clock.move_on(WINDOW_MS);
    assert_eq!(own.submits("/login", &right).await?.status(), StatusCode::SEE_OTHER);
    Ok(())
}

async fn nobody_learns_who_has_an_account(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let store = &station.app().store;
    station.staff("Gruppchef Ett", Role::Supervisor, "polisen").await?;
    station.staff("Gruppchef Två", Role::Supervisor, "polisen").await?;
    let (_, disabled) = store.people_named("Gruppchef Två").await?.pop().context("a supervisor")?;
    let of = SessionOf { partnership: partnership(), person: disabled.id };
    assert!(store.disable(&of, None, server::clock::now_ms()).await?.is_ok());
    station.person("Gruppchef Tre", Role::Supervisor, "polisen").await?;
    let nobody = station.citizen()?;
    let mut seen = Vec::new();
    for name in ["Gruppchef Ett", "Gruppchef Två", "Gruppchef Tre", "Ingen Alls"] {
        let password = if name == "Gruppchef Ett" { "fel lösenord" } else { PASSWORD };
        let rows = async || anyhow::Ok(store.audit(&partnership(), 1_000).await?.len());
        let before = rows().await?;
        let mut told = Vec::new();
        let mut took_ms = Vec::new();
        for n in 0..12 {
            let start = Instant::now();
            let answer = tries(&nobody, name, password, &address(n)).await?;
            took_ms.push(start.elapsed().as_millis());
            told.push((answer.status(), answer.text().await?));
        }
        let browser = Staff::browser(&station.url())?;
        let page = browser.submits("/login", &[("name", name), ("password", password)]).await?;
        let told_page = (page.status(), page.text().await?.replace(name, "…"));
        took_ms[..10].sort_unstable();
        println!("{name}: median {} ms for an answer", took_ms[5]);
        seen.push((name, told, told_page, rows().await? - before, took_ms[5]));
    }
    let (_, told, page, rows, took_ms) = &seen[0];
    for (name, other_told, other_page, other_rows, other_ms) in &seen[1..] {
        assert_eq!((told, page, rows), (other_told, other_page, other_rows), "{name}");
        // Generous, since the machine is shared: hashing is what takes the time, and whoever leaves it out is far off.
        assert!(*other_ms * 4 >= *took_ms && *other_ms <= *took_ms * 4 + 20, "{name}: {other_ms} ms, not {took_ms}");
    }
    Ok(())
}

/// As SECURITY.md says: each server counts guesses alone.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_servers_give_a_guesser_twice_the_tries_and_no_more() -> Result<()> {
    let station = Station::start(Backend::Postgres).await?;
    station.supervisor().await?;
    let twin = station.twin().await?;
    let mut answers = Vec::new();
    for server in [&station, &twin] {
        let nobody = server.citizen()?;
        for n in 0..12 {
            answers.push(tries(&nobody, "Gruppchef Ett", "fel", &address(n)).await?.status());
        }
    }
    let wrong = answers.iter().filter(|status| **status == StatusCode::UNAUTHORIZED).count();
    let waits = answers.iter().filter(|status| **status == StatusCode::TOO_MANY_REQUESTS).count();
    assert_eq!((wrong, waits), (20, 4), "{answers:?}");
    let told = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../SECURITY.md"))?;
    assert!(told.contains("at most *n* times the tries"), "{told}");
    Ok(())
}

/// Each hash that is tried takes tens of milliseconds: how many there are can be read from the time of the answer.
async fn a_name_in_two_partnerships_takes_the_work_of_any(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    station.staff("Gruppchef Ett", Role::Supervisor, "polisen").await?;
    station.staff("Gruppchef Två", Role::Supervisor, "polisen").await?;
    let promise = shipped_as("habo-2018-2019", "ortnas", 2018);
    let promise = server::promise_file::read(&promise).map_err(|problems| anyhow::anyhow!("{problems:?}"))?;
    station.loads(promise).await?;
    station.person_in(&"ortnas".into(), "Gruppchef Två", Role::Supervisor, "polisen").await?;
    let nobody = station.citizen()?;
    let mut took = Vec::new();
    for (n, name) in ["Gruppchef Ett", "Gruppchef Två", "Ingen Alls"].into_iter().enumerate() {
        let before = station.app().ways_in.hashing.evaluated();
        assert_eq!(tries(&nobody, name, "fel lösenord", &address(n)).await?.status(), StatusCode::UNAUTHORIZED);
        took.push((name, station.app().ways_in.hashing.evaluated() - before));
    }
    assert_eq!(took, [("Gruppchef Ett", 2), ("Gruppchef Två", 2), ("Ingen Alls", 2)]);
    Ok(())
}

async fn a_thousand_wrong_codes_lock_their_address_alone(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let person = station.person("Patrull 11", Role::Officer, "polisen").await?;
    let code = station.code(person).await?;
    let (client, url) = (Client::new(), format!("{}/api/v1/enrol", station.url()));
    let enrol = |code: &str, from: &str| {
        client.post(&url).header("x-forwarded-for", from.to_owned()).json(&json!({ "code": code, "device_name": "x" }))
    };
    let answers = many(THOUSAND, |n| enrol(&format!("AAAAA-{n:05}"), "203.0.113.1")).await?;
    let expected = BTreeMap::from([(StatusCode::UNAUTHORIZED, 100), (StatusCode::TOO_MANY_REQUESTS, THOUSAND - 100)]);
    assert_eq!(answers, expected);
    let locked = enrol(&code, "203.0.113.1").send().await?;
    assert!(locked.headers().contains_key("retry-after"));
    // Either there have been too many wrong codes, or requests come too often: it waits in both cases.
    assert_eq!(locked.status(), StatusCode::TOO_MANY_REQUESTS);
    // Everybody else goes on enrolling, here from the machine itself.
    station.officer("Patrull 12").await?;
    station.app().clock.move_on(WINDOW_MS);
    // The code's own ten minutes are over as well: another.
    let code = station.code(person).await?;
    assert_eq!(enrol(&code, "203.0.113.1").send().await?.status(), StatusCode::OK, "after the wait");

    // A flood from everywhere leaves each address some tries, and the right code works at once.
    let answers = many(THOUSAND, |n| enrol("AAAAA-AAAAA", &address(n))).await?;
    assert_eq!(answers, BTreeMap::from([(StatusCode::UNAUTHORIZED, THOUSAND)]));
    let answers = many(10, |_| enrol("AAAAA-AAAAA", "203.0.113.2")).await?;
    assert_eq!(answers, BTreeMap::from([(StatusCode::UNAUTHORIZED, 5), (StatusCode::TOO_MANY_REQUESTS, 5)]));
    let person = station.person("Patrull 13", Role::Officer, "polisen").await?;
    Officer::enrol(&station.url(), &station.code(person).await?, "Telefon 13").await?;
    Ok(())
}

/// The product as a process of its own, so that its memory and time are its own.
struct Server {
    child: Child,
    /// Held open: a server that speaks into a closed pipe ends.
    _said: BufReader<ChildStdout>,
    url: String,
}

impl Server {
    fn start(folder: &Path) -> Result<Self> {
        let program = std::env::var_os("ROND_SERVER").context("ROND_SERVER: run `cargo xtask test`")?;
        std::fs::write(folder.join("build.json"), r#"{"build":"none","files":[]}"#)?;
        let run = |words: &[&str]| {
            let mut command = Command::new(&program);
            command.args(words).env_remove("DATABASE_URL").env("ROND_DATA_DIR", folder).current_dir(folder);
            command
        };
        let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../server/promises/jonkoping-2021-2022.toml");
        let loaded = run(&["promise", "load", &shipped.display().to_string()]).stdout(Stdio::null()).status()?;
        anyhow::ensure!(loaded.success(), "no promise was loaded");
        let add = ["people", "add", "--role", "supervisor", "--name", "Gruppchef Ett", "--password-stdin"];
        let mut add = run(&add).stdin(Stdio::piped()).stdout(Stdio::null()).spawn()?;
        add.stdin.take().context("no input")?.write_all(PASSWORD.as_bytes())?;
        anyhow::ensure!(add.wait()?.success(), "no supervisor was added");
        let mut child = run(&["serve", "--addr", "127.0.0.1:0", "--site-dir", "."]).stdout(Stdio::piped()).spawn()?;
        let mut line = String::new();
        let mut said = BufReader::new(child.stdout.take().context("no output")?);
        said.read_line(&mut line)?;
        let url = line.split_whitespace().find(|word| word.starts_with("http://")).context("no address")?.to_owned();
        Ok(Self { child, _said: said, url })
    }

    fn memory_kb(&self) -> Result<i64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no memory")?;
        Ok(line.trim().trim_end_matches(" kB").parse()?)
    }

    /// Of all its threads, in hundredths of a second.
    fn cpu_cs(&self) -> Result<i64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        let after_name = stat.rsplit_once(')').context("no name")?.1;
        let fields: Vec<&str> = after_name.split_whitespace().collect();
        Ok(fields[11].parse::<i64>()? + fields[12].parse::<i64>()?)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // At the end of a test there is nobody to tell.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_storm_of_guesses_costs_little_memory_and_time() -> Result<()> {
    server::http::tls::choose_cryptography();
    let folder = tempfile::tempdir()?;
    let server = Server::start(folder.path())?;
    let client = Client::new();
    let login = |name: String, n: usize| {
        let body = json!({ "name": name, "password": format!("fel {n}") });
        client.post(format!("{}/api/v1/login", server.url)).header("x-forwarded-for", address(n)).json(&body)
    };
    let code = |n: usize| {
        let body = json!({ "code": format!("AAAAA-{n:05}"), "device_name": "x" });
        client.post(format!("{}/api/v1/enrol", server.url)).header("x-forwarded-for", address(n / 4)).json(&body)
    };
    // Warm: threads, caches and one hash at a time are what the server is made of.
    many(40, |n| login(format!("Före {n}"), n)).await?;
    let memory_kb = server.memory_kb()?;
    let mut told = Vec::new();
    let mut measured = async |what: &str, answers: BTreeMap<StatusCode, usize>, start: Instant, cpu_cs: i64| {
        let (cpu_cs, grown_kb) = (server.cpu_cs()? - cpu_cs, server.memory_kb()? - memory_kb);
        let line = format!("{what}: {cpu_cs}0 ms of CPU in {} ms, {grown_kb} kB more", start.elapsed().as_millis());
        println!("{line}; {answers:?}");
        told.push((line, cpu_cs, grown_kb, start.elapsed().as_millis() as i64));
        anyhow::Ok(())
    };
    let (start, cpu_cs) = (Instant::now(), server.cpu_cs()?);
    let answers = many(THOUSAND, |n| login("Gruppchef Ett".to_owned(), n)).await?;
    measured("1,000 wrong passwords for one account", answers, start, cpu_cs).await?;
    let (start, cpu_cs) = (Instant::now(), server.cpu_cs()?);
    let answers = many(THOUSAND, code).await?;
    measured("1,000 wrong codes", answers, start, cpu_cs).await?;
    let (start, cpu_cs) = (Instant::now(), server.cpu_cs()?);
    let answers = many(100, |n| login(format!("Påhittad {n}"), n)).await?;
    measured("100 wrong passwords for as many accounts", answers, start, cpu_cs).await?;
    for (line, _, grown_kb, _) in &told {
        assert!(*grown_kb < 64 * 1024, "{line}");
    }
    // What is locked isn't hashed: a thousand hashes would be half a minute.
    assert!(told[0].1 < 800 && told[1].1 < 800, "{told:?}");
    // Hashing takes half of the cores at most, of which this machine may have two or more; the rest is for the answers.
    let cores = std::thread::available_parallelism().map_or(1, usize::from) as i64;
    let (_, cpu_cs, _, took_ms) = &told[2];
    assert!(cpu_cs * 10 <= took_ms * ((cores / 2).max(1) + 1) + 500, "{told:?}");
    Ok(())
}
