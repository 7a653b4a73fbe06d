//! A server of its own for a test, with its database, that can be stopped and started again at the same address.

mod fresh;

use crate::{Backend, Citizen, Intruder, Line, Officer, Program, Provider, Staff};
use anyhow::{Context, Result, ensure};
use domain::authorization::Role;
use domain::id::{OrganisationId, PartnershipId, PersonId};
use domain::promise::Promise;
use fresh::fresh;
use server::config::Serve;
use server::first_start::FirstLink;
use server::launch::{Running, launch};
use server::people::{self, New};
use server::store::{DatabaseAddress, NotLoaded, Opening, SessionOf, Store};
use server::{clock, secret};
use std::net::SocketAddr;
use std::path::Path;
use tempfile::TempDir;

/// The promise that stations begin with, unless they begin empty.
pub const PROMISE: &str = "jonkoping-2021-2022";
/// Of every member of staff in the tests.
pub const PASSWORD: &str = "regn över taberg";
/// The promise in force today, made by the first start.
#[must_use]
pub fn this_years_promise() -> String {
    format!("jonkoping-{}", today().year())
}

/// Where the promise is.
///
/// # Errors
/// Never: its rules are built in.
pub fn zone() -> Result<clock::Zone> {
    clock::Zone::named("Europe/Stockholm")
}

/// Today where the promise is.
#[must_use]
pub fn today() -> domain::calendar::Day {
    zone().map_or(domain::calendar::Day(0), |zone| zone.day_of(clock::now_ms()))
}

/// The promise in force on a day of this year or, once [`Station::has_run_since_last_year`], of the last one.
#[must_use]
pub fn promise_of(day: domain::calendar::Day) -> String {
    format!("jonkoping-{}", day.year())
}

/// Minutes of the shortest day of the year, on which summer time begins.
const SHORTEST_DAY_MIN: i64 = 23 * 60;

/// So many minutes into today, as a phone writes it (RFC 3339). It belongs to this year's promise on every day of the year.
///
/// # Errors
/// When not every day has so many minutes.
pub fn today_at(minute: i64) -> Result<String> {
    ensure!(minute < SHORTEST_DAY_MIN, "minute {minute} is tomorrow's on the day that summer time begins");
    let zone = zone()?;
    Ok(zone.moment(zone.begin_ms(today()) + minute * 60_000).to_string())
}

/// The server under test.
pub struct Station {
    serve: Serve,
    addr: SocketAddr,
    running: Option<Running>,
    /// Removed with everything in it at the end.
    _folder: TempDir,
}

impl Station {
    /// Starts a server on a fresh database.
    ///
    /// # Errors
    /// When it doesn't start.
    pub async fn start(backend: Backend) -> Result<Self> {
        Self::start_with(backend, |_| {}).await
    }

    /// The same, where the municipality has an identity provider of its own.
    ///
    /// # Errors
    /// When it doesn't start.
    pub async fn start_beside(backend: Backend, provider: &Provider) -> Result<Self> {
        let mut written = Ok(());
        let station = Self::start_with(backend, |serve| match provider.identity_file(&serve.kept.data_dir) {
            Ok(file) => serve.identity_file = Some(file),
            Err(error) => written = Err(error),
        });
        let station = station.await?;
        written?;
        provider.returns_to(&station.url());
        Ok(station)
    }

    /// Starts a server on a fresh database, set up otherwise.
    ///
    /// # Errors
    /// When it doesn't start.
    pub async fn start_with(backend: Backend, set: impl FnOnce(&mut Serve)) -> Result<Self> {
        let (folder, mut serve) = fresh(backend)?;
        set(&mut serve);
        let running = launch(&serve).await?;
        Ok(Self { addr: running.addr, serve, running: Some(running), _folder: folder })
    }

    /// Starts a server on a fresh database without any promise.
    ///
    /// # Errors
    /// When it doesn't start.
    pub async fn start_empty(backend: Backend) -> Result<Self> {
        Self::start_with(backend, |serve| serve.promise = None).await
    }

    /// Starts a server on the database that another version left; `dump` is all of it as SQL.
    ///
    /// # Errors
    /// When the dump can't be put back, or the server doesn't start on it.
    pub async fn start_on(backend: Backend, dump: String) -> Result<Self> {
        let (folder, serve) = fresh(backend)?;
        let url = serve.kept.database_url.as_deref().context("a database of its own")?;
        Intruder::at(url).await?.puts_back(dump).await.context("the dump can't be put back")?;
        let running = launch(&serve).await?;
        Ok(Self { addr: running.addr, serve, running: Some(running), _folder: folder })
    }

    /// Another server on the same database.
    ///
    /// # Errors
    /// When it doesn't start.
    pub async fn twin(&self) -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("rond-test-").tempdir().context("no folder for the test")?;
        let serve = Serve { addr: SocketAddr::from(([127, 0, 0, 1], 0)), ..self.serve.clone() };
        let running = launch(&serve).await?;
        Ok(Self { addr: running.addr, serve, running: Some(running), _folder: folder })
    }

    /// Its database as a command opens it, beside the server.
    ///
    /// # Errors
    /// When it can't be opened.
    pub async fn opened_beside(&self) -> Result<Store> {
        Store::open(&DatabaseAddress::read(self.database_url())?, Opening::Existing).await
    }

    /// The folder with all that it keeps.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.serve.kept.data_dir
    }

    /// Where browsers and programs reach it: a port that the system chose.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://localhost:{}", self.addr.port())
    }

    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Where its database is.
    ///
    /// # Panics
    /// Never: every station has one of its own.
    #[must_use]
    pub fn database_url(&self) -> &str {
        self.serve.kept.database_url.as_deref().expect("a database of its own")
    }

    /// Where it tells figures about itself, if it does.
    #[must_use]
    pub fn metrics(&self) -> Option<SocketAddr> {
        self.running.as_ref().and_then(|running| running.metrics)
    }

    /// The addresses that its start printed for administrators, below its own.
    ///
    /// # Panics
    /// While the server is stopped.
    #[must_use]
    pub fn first_links(&self) -> &[FirstLink] {
        &self.running.as_ref().expect("the server is stopped").first
    }

    /// The server's own insides, for what no route tells.
    ///
    /// # Panics
    /// While the server is stopped.
    #[must_use]
    pub fn app(&self) -> &server::state::App {
        &self.running.as_ref().expect("the server is stopped").app
    }

    /// Stops the server; its database stays.
    ///
    /// # Errors
    /// When it doesn't end well.
    pub async fn stop(&mut self) -> Result<()> {
        match self.running.take() {
            Some(running) => running.stop().await,
            None => Ok(()),
        }
    }

    /// Waits until it ends by itself, as the command that serves does.
    ///
    /// # Errors
    /// Why it ended.
    pub async fn until_told(&mut self) -> Result<()> {
        self.running.take().context("it isn't running")?.until_told().await
    }

    /// Starts it again at the same address.
    ///
    /// # Errors
    /// When it doesn't start.
    pub async fn restart(&mut self) -> Result<()> {
        self.stop().await?;
        self.serve.addr = self.addr;
        let serve = &self.serve;
        self.running =
            Some(crate::until("the port to be free again", || async { Ok(launch(serve).await.ok()) }).await?);
        Ok(())
    }

    /// The built client that it serves.
    #[must_use]
    pub fn site(&self) -> &Path {
        &self.serve.site_dir
    }

    /// Serves another build of the client from here on, at the same address.
    ///
    /// # Errors
    /// When it doesn't start again.
    pub async fn deploys(&mut self, site: &Path) -> Result<()> {
        self.serve.site_dir = site.to_owned();
        self.restart().await
    }

    /// Runs it as a process of its own instead, at the same address on the same folder: one that can be killed. `before` are
    /// the words of a program that runs it.
    ///
    /// # Errors
    /// When it doesn't start.
    pub async fn runs_apart(&mut self, before: &[&str]) -> Result<Program> {
        self.stop().await?;
        let identities = self.serve.identity_file.as_ref().map(|file| file.display().to_string());
        let after = identities.iter().flat_map(|file| ["--identity-file", file]).collect::<Vec<_>>();
        Program::serves_so(&self.serve.kept, &self.serve.site_dir, self.addr, (before, &after)).await
    }

    /// An officer of the police with an enrolled phone.
    ///
    /// # Errors
    /// When the enrolment fails.
    pub async fn officer(&self, name: &str) -> Result<Officer> {
        self.officer_of("polisen", name).await
    }

    /// An officer of an organisation with an enrolled phone.
    ///
    /// # Errors
    /// When the enrolment fails.
    pub async fn officer_of(&self, organisation: &str, name: &str) -> Result<Officer> {
        self.officer_in(&partnership(), organisation, name).await
    }

    /// The same in any partnership of the server.
    ///
    /// # Errors
    /// When the enrolment fails.
    pub async fn officer_in(&self, of: &PartnershipId, organisation: &str, name: &str) -> Result<Officer> {
        let person = self.person_in(of, name, Role::Officer, organisation).await?;
        let code = people::give_code(&self.app().store, of, person, None, self.app().clock.now_ms()).await?.secret;
        Officer::enrol(&self.url(), &code, name).await
    }

    /// Puts a promise in force, unless it is already.
    ///
    /// # Errors
    /// When another is in force on its areas and days, or the database fails.
    pub async fn loads(&self, promise: Promise) -> Result<()> {
        match self.app().store.put_in_force(promise, clock::now_ms()).await? {
            Ok(_) | Err(NotLoaded::Already) => Ok(()),
            Err(not) => anyhow::bail!("the promise can't be put in force: {not:?}"),
        }
    }

    /// Puts last year's promise in force as well, as on a server that has run since then: in January the days of a week ago
    /// belong to it.
    ///
    /// # Errors
    /// When it can't be put in force.
    pub async fn has_run_since_last_year(&self) -> Result<()> {
        let shipped = server::promise_file::read(server::promise_file::SHIPPED)
            .map_err(|problems| anyhow::anyhow!("the shipped promise has {} problems", problems.len()))?;
        self.loads(shipped.extended_to(today().year() - 1).context("the shipped promise continues")?).await
    }

    /// An officer with a line between phone and server that can be cut.
    ///
    /// # Errors
    /// When the enrolment fails.
    pub async fn officer_behind(&self, line: &Line, name: &str) -> Result<Officer> {
        let person = self.person(name, Role::Officer, "polisen").await?;
        let code = self.code(person).await?;
        Officer::enrol(&line.url(), &code, name).await
    }

    /// A supervisor of the police, signed in.
    ///
    /// # Errors
    /// When signing in fails.
    pub async fn supervisor(&self) -> Result<Staff> {
        self.staff("Gruppchef Ett", Role::Supervisor, "polisen").await
    }

    /// A coordinator of the municipality, signed in.
    ///
    /// # Errors
    /// When signing in fails.
    pub async fn coordinator(&self) -> Result<Staff> {
        self.staff("Samordnare Ett", Role::Coordinator, "kommunen").await
    }

    /// A member of staff with a password, signed in through the login form.
    ///
    /// # Errors
    /// When signing in fails.
    pub async fn staff(&self, name: &str, role: Role, organisation: &str) -> Result<Staff> {
        self.staff_in(&partnership(), name, role, organisation).await
    }

    /// The same in any partnership of the server; names of staff are of one partnership each in these tests.
    ///
    /// # Errors
    /// When signing in fails.
    pub async fn staff_in(&self, of: &PartnershipId, name: &str, role: Role, organisation: &str) -> Result<Staff> {
        let person = self.person_in(of, name, role, organisation).await?;
        let of = SessionOf { partnership: of.clone(), person };
        let phc = secret::hash_password(PASSWORD)?;
        self.app().store.set_password(&of, &phc, clock::now_ms()).await?;
        Staff::sign_in(&self.url(), name, PASSWORD).await
    }

    /// Somebody without any credential.
    ///
    /// # Errors
    /// When no client can be made.
    pub fn citizen(&self) -> Result<Citizen> {
        Citizen::new(&self.url())
    }

    /// Creates a person.
    ///
    /// # Errors
    /// When the person can't be created.
    pub async fn person(&self, name: &str, role: Role, organisation: &str) -> Result<PersonId> {
        self.person_in(&partnership(), name, role, organisation).await
    }

    /// The same in any partnership of the server.
    ///
    /// # Errors
    /// When the person can't be created.
    pub async fn person_in(&self, of: &PartnershipId, name: &str, role: Role, organisation: &str) -> Result<PersonId> {
        let new = New { name: name.to_owned(), role, organisation: OrganisationId::from(organisation) };
        let made = people::create(&self.app().store, of, new, None, clock::now_ms()).await?;
        made.map_err(|not| anyhow::anyhow!("{name}: {not:?}"))
    }

    /// A one-time code for a person.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn code(&self, person: PersonId) -> Result<String> {
        let now_ms = self.app().clock.now_ms();
        Ok(people::give_code(&self.app().store, &partnership(), person, None, now_ms).await?.secret)
    }
}

/// Of the shipped promise.
#[must_use]
pub fn partnership() -> PartnershipId {
    PartnershipId::from("jonkoping")
}
