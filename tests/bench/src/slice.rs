//! One measurement on a database of its own.

use crate::load;
use anyhow::{Context, Result, ensure};
use harness::{Backend, Intruder, Officer, Program, Station, station, until};
use std::path::PathBuf;
use std::process::{Child, Command};
use std::time::Duration;

/// What is traced beside it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Traced {
    Nothing,
    /// fsync and fdatasync, counted by strace.
    Fsyncs,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Slice {
    pub(crate) backend: Backend,
    pub(crate) batch: usize,
    pub(crate) connections: usize,
    pub(crate) requests: usize,
    pub(crate) devices: usize,
    pub(crate) traced: Traced,
    pub(crate) attach_s: u64,
}

pub(crate) struct Measured {
    slice: Slice,
    entries_a_second: f64,
    cpu_us_an_entry: f64,
    p50: Duration,
    p99: Duration,
    answer_bytes: usize,
    fsyncs: Option<usize>,
}

/// A first request of each connection, that finds everything cold, isn't measured.
const WARM: usize = 1;

impl Slice {
    pub(crate) async fn measure(self) -> Result<Measured> {
        let mut station = Station::start(self.backend).await?;
        let mut officers: Vec<Officer> = Vec::with_capacity(self.devices);
        for at in 0..self.devices {
            officers.push(station.officer(&format!("Patrull {at}")).await?);
        }
        let warm = load::requests(&mut officers, WARM * self.connections, self.batch)?;
        let requests = load::requests(&mut officers, self.requests, self.batch)?;
        let server = station.runs_apart(&[]).await?;
        load::send(warm, self.connections).await?;
        if self.attach_s > 0 {
            eprintln!("server is process {}", server.id());
            tokio::time::sleep(Duration::from_secs(self.attach_s)).await;
        }
        let trace = match self.traced {
            Traced::Fsyncs => Some(Trace::begin(&server, station.folder().join("trace")).await?),
            Traced::Nothing => None,
        };
        let cpu_before = server.cpu_s()?;
        let sent = load::send(requests, self.connections).await?;
        let cpu_s = server.cpu_s()? - cpu_before;
        let fsyncs = trace.map(Trace::end).transpose()?;
        let entries = self.requests * self.batch;
        ensure!(sent.acknowledged == entries, "{} of {entries} entries were acknowledged", sent.acknowledged);
        server.signals("-TERM")?;
        server.ends().await?;
        self.reads_back(&mut station).await?;
        let share = |of: usize| sent.latencies.get(sent.latencies.len() * of / 100).copied().unwrap_or_default();
        Ok(Measured {
            slice: self,
            entries_a_second: entries as f64 / sent.took.as_secs_f64(),
            cpu_us_an_entry: cpu_s * 1e6 / entries as f64,
            p50: share(50),
            p99: share(99),
            answer_bytes: sent.answer_bytes / self.requests,
            fsyncs,
        })
    }

    /// What was acknowledged is stored, and the tallies have each once.
    async fn reads_back(self, station: &mut Station) -> Result<()> {
        let entries = (self.requests + WARM * self.connections) * self.batch;
        let stored = Intruder::at(station.database_url()).await?.entries().await?.len();
        ensure!(stored == entries, "{stored} entries are stored, {entries} were acknowledged");
        station.restart().await?;
        let tally = station.app().store.tally(&station::partnership()).await?;
        let of_patrols = tally.0.iter().filter(|(cell, _)| cell.target.as_str().starts_with("fotpatrull"));
        let counted: i64 = of_patrols.map(|(_, amount)| amount.count).sum();
        ensure!(counted == i64::try_from(entries)?, "{counted} patrols are counted, {entries} were acknowledged");
        station.stop().await
    }
}

/// strace on the server, for as long as its calls are counted.
struct Trace {
    strace: Child,
    /// Where it writes how many there were.
    table: PathBuf,
}

impl Trace {
    async fn begin(server: &Program, table: PathBuf) -> Result<Self> {
        let mut strace = Command::new("strace");
        strace.args(["-f", "-qq", "-c", "-U", "calls,name", "-e", "trace=fsync,fdatasync", "-o"]).arg(&table);
        strace.args(["-p", &server.id().to_string()]);
        let strace = strace.spawn().context("strace can't be started: install it")?;
        let status = format!("/proc/{}/status", server.id());
        until("strace to hold the server", || async {
            let status = std::fs::read_to_string(&status)?;
            let is_traced = status.lines().any(|line| line.starts_with("TracerPid:") && !line.ends_with("\t0"));
            Ok(is_traced.then_some(()))
        })
        .await?;
        Ok(Self { strace, table })
    }

    /// How many calls there were.
    fn end(mut self) -> Result<usize> {
        // It then lets go of the server and writes its table.
        let sent = Command::new("kill").args(["-INT", &self.strace.id().to_string()]).status()?;
        ensure!(sent.success(), "strace had ended by itself");
        self.strace.wait()?;
        let table = std::fs::read_to_string(&self.table).context("strace wrote no table")?;
        let lines = table.lines().filter(|line| line.trim_end().ends_with("sync"));
        lines.map(|line| Ok(line.split_whitespace().next().context("an empty line")?.parse::<usize>()?)).sum()
    }
}

impl Measured {
    pub(crate) fn row(&self) -> String {
        let ms = |time: Duration| time.as_secs_f64() * 1e3;
        let fsyncs = self.fsyncs.map(|fsyncs| format!("{:.2}", fsyncs as f64 / self.slice.requests as f64));
        format!(
            "| {} | {} | {:.0} | {:.0} | {:.1} | {:.1} | {} | {} |",
            self.slice.batch,
            self.slice.connections,
            self.entries_a_second,
            self.cpu_us_an_entry,
            ms(self.p50),
            ms(self.p99),
            self.answer_bytes,
            fsyncs.unwrap_or_else(|| "–".to_owned()),
        )
    }
}
