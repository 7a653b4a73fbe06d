//! A fresh database for each test: a file for SQLite, a database of one shared server for PostgreSQL.

use crate::Intruder;
use anyhow::{Context, Result, ensure};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Which database a test runs on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Backend {
    Sqlite,
    Postgres,
}

/// The PostgreSQL of this test program, started when the first test asks for it.
static CLUSTER: Mutex<Option<Cluster>> = Mutex::new(None);
static DATABASES: AtomicU32 = AtomicU32::new(0);

impl Backend {
    /// The address of a fresh database; a file's lies in `folder`.
    ///
    /// # Errors
    /// When PostgreSQL can't be started.
    pub fn fresh(self, folder: &Path) -> Result<String> {
        if self == Backend::Sqlite {
            return Ok(format!("sqlite:{}", folder.join("rond.db").display()));
        }
        let mut held = CLUSTER.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if held.is_none() {
            *held = Some(Cluster::start()?);
        }
        held.as_ref().context("PostgreSQL is not running")?.database()
    }
}

/// A PostgreSQL of its own, on a socket in a folder of its own: no port to collide on.
pub struct Cluster {
    programs: PathBuf,
    folder: TempDir,
    /// Ends when this process does: it reads from a pipe that closes with it, and stops PostgreSQL then.
    _keeper: Child,
}

impl Cluster {
    /// Starts one.
    ///
    /// # Errors
    /// When there is no PostgreSQL, or it doesn't start.
    pub fn start() -> Result<Self> {
        let programs = programs();
        ensure!(
            programs.join("initdb").exists(),
            "no initdb in {}: install PostgreSQL, or set ROND_PG_BIN",
            programs.display()
        );
        let folder = tempfile::Builder::new().prefix("rond-pg-").tempdir().context("no folder for PostgreSQL")?;
        if as_root() {
            // PostgreSQL refuses to run as root.
            run(Command::new("chown").arg("postgres").arg(folder.path()))?;
        }
        let data = folder.path().join("data");
        let mut init = unprivileged(&programs.join("initdb"));
        run(init
            .args(["--auth=trust", "--username=postgres", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8", "-D"])
            .arg(&data))?;
        let keeper = Command::new("sh")
            .arg("-c")
            // What a shell runs in the background ignores INT, and runuser hands on TERM alone.
            .arg("\"$@\" & server=$!; cat >/dev/null; kill -TERM $server; wait $server; rm -rf \"$ROND_FOLDER\"")
            .arg("keeper")
            .args(as_root().then_some(["runuser", "-u", "postgres", "--"]).into_iter().flatten())
            .arg(programs.join("postgres"))
            .arg("-D")
            .arg(&data)
            .args(["-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=200", "-k"])
            .arg(folder.path())
            .env("ROND_FOLDER", folder.path())
            .env_remove(PRELOADED)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("PostgreSQL can't be started")?;
        let cluster = Self { programs, folder, _keeper: keeper };
        cluster.wait()?;
        Ok(cluster)
    }

    fn wait(&self) -> Result<()> {
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(60) {
            let mut ready = Command::new(self.programs.join("pg_isready"));
            if ready.arg("-q").arg("-h").arg(self.folder.path()).status().is_ok_and(|s| s.success()) {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        anyhow::bail!("PostgreSQL didn't answer within a minute")
    }

    /// Kills one of its processes: it ends all the others, recovers from its log and takes nobody meanwhile.
    ///
    /// # Errors
    /// When there is none to kill.
    pub async fn crashes(&self, url: &str) -> Result<()> {
        let process = Intruder::at(url).await?.another().await?;
        run(Command::new("kill").args(["-KILL", &process.to_string()]))
    }

    /// Ends it at once, with everybody who is connected, and for good.
    ///
    /// # Errors
    /// When it is gone already.
    pub fn dies(&self) -> Result<()> {
        let pid_file = self.folder.path().join("data/postmaster.pid");
        let text = std::fs::read_to_string(&pid_file).context("PostgreSQL is gone already")?;
        run(Command::new("kill").args(["-QUIT", text.lines().next().context("an empty pid file")?.trim()]))
    }

    /// The address of a fresh database in it.
    ///
    /// # Errors
    /// When it can't be made.
    pub fn database(&self) -> Result<String> {
        let name = format!("t{}", DATABASES.fetch_add(1, Ordering::Relaxed));
        let mut create = Command::new(self.programs.join("createdb"));
        run(create.args(["-U", "postgres", "-h"]).arg(self.folder.path()).arg(&name))?;
        Ok(format!("postgres://postgres@localhost/{name}?host={}", self.folder.path().display()))
    }
}

/// PgBouncer in front of a database, on a socket of its own: two connections, shared by transaction.
pub struct Pooler {
    child: Child,
    folder: TempDir,
    database: String,
}

impl Pooler {
    /// Starts one in front of the database of an address, and waits until it answers.
    ///
    /// # Errors
    /// When there is no PgBouncer, or it doesn't start.
    pub async fn start(url: &str) -> Result<Self> {
        let (before, socket) = url.split_once("?host=").context("a database on a socket")?;
        let database = before.rsplit('/').next().context("a database with a name")?.to_owned();
        let folder = tempfile::Builder::new().prefix("rond-pooler-").tempdir().context("no folder for PgBouncer")?;
        let at = folder.path().display();
        let settings = format!(
            "[databases]\n{database} = host={socket} dbname={database} user=postgres\n\
             [pgbouncer]\nlisten_addr =\nunix_socket_dir = {at}\nauth_type = any\npool_mode = transaction\n\
             default_pool_size = 2\nlogfile = {at}/log\npidfile = {at}/pid\n"
        );
        let file = folder.path().join("pgbouncer.ini");
        std::fs::write(&file, settings)?;
        if as_root() {
            // Nor does PgBouncer run as root.
            run(Command::new("chown").args(["-R", "postgres"]).arg(folder.path()))?;
        }
        let mut command = unprivileged(Path::new("/usr/sbin/pgbouncer"));
        let command = command.arg(&file).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let child = command.spawn().context("PgBouncer can't be started: install it")?;
        let pooler = Self { child, folder, database };
        let socket = pooler.folder.path().display().to_string();
        let answers = || async { tool("pg_isready", &["-h", &socket, "-p", "6432"]).map(Some) };
        crate::until("PgBouncer to answer", answers).await?;
        Ok(pooler)
    }

    /// The address of the database behind it.
    #[must_use]
    pub fn url(&self) -> String {
        format!("postgres://postgres@localhost:6432/{}?host={}", self.database, self.folder.path().display())
    }
}

impl Drop for Pooler {
    fn drop(&mut self) {
        // At the end of a test there is nobody to tell. What runs it hands on TERM alone.
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        let _ = self.child.wait();
    }
}

/// One of PostgreSQL's own tools, as an administrator runs it.
///
/// # Errors
/// When it fails; what it said is told.
pub fn tool(name: &str, words: &[&str]) -> Result<()> {
    run(Command::new(programs().join(name)).args(words))
}

fn programs() -> PathBuf {
    std::env::var_os("ROND_PG_BIN").map_or_else(|| "/usr/lib/postgresql/15/bin".into(), PathBuf::from)
}

/// Names the library that shifts the clock, where the tests run at another date. PostgreSQL runs without it: with a shifted
/// clock its timers never ring, such as the one that looks for deadlocks, and no test depends on its date.
const PRELOADED: &str = "LD_PRELOAD";

fn as_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|of_this_process| of_this_process.uid() == 0)
}

fn unprivileged(program: &Path) -> Command {
    let mut command = if as_root() {
        let mut runuser = Command::new("runuser");
        runuser.args(["-u", "postgres", "--"]).arg(program).current_dir("/");
        runuser
    } else {
        Command::new(program)
    };
    command.env_remove(PRELOADED);
    command
}

fn run(command: &mut Command) -> Result<()> {
    let done = command.stdin(Stdio::null()).output().with_context(|| format!("{command:?} can't be started"))?;
    ensure!(done.status.success(), "{command:?}: {}", String::from_utf8_lossy(&done.stderr));
    Ok(())
}
