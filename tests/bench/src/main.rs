//! Measures what a sync costs the server: enrolled devices send batches that were made beforehand, over some connections
//! at once, to a server in a process of its own. Afterwards everything is read back: what was acknowledged is stored, and
//! the tallies say as much.
//!
//! `cargo xtask bench` builds the server and runs this; `BENCHMARKS.md` tells how to read what it prints.

mod load;
mod slice;

use anyhow::Result;
use clap::Parser;
use harness::Backend;
use slice::{Slice, Traced};

#[derive(Parser)]
struct Options {
    /// Entries in a request.
    #[arg(long, value_delimiter = ',', default_value = "1,20,200,1000")]
    batch: Vec<usize>,
    /// Connections that send at once, each its next request when the last one was answered.
    #[arg(long, value_delimiter = ',', default_value = "1,8,64")]
    connections: Vec<usize>,
    /// Entries of one measurement.
    #[arg(long, default_value_t = 20_000)]
    entries: usize,
    /// Enrolled devices.
    #[arg(long, default_value_t = 100)]
    devices: usize,
    /// On PostgreSQL instead of SQLite.
    #[arg(long)]
    postgres: bool,
    /// Count the system's calls that make writes durable, with strace: nothing else is then measured truly.
    #[arg(long)]
    trace: bool,
    /// Keep the server's process for so many seconds before each measurement, to attach a profiler to it.
    #[arg(long, default_value_t = 0)]
    attach_s: u64,
}

#[tokio::main]
async fn main() -> Result<()> {
    let options = Options::parse();
    let backend = if options.postgres { Backend::Postgres } else { Backend::Sqlite };
    println!(
        "| batch | connections | entries/s | CPU µs an entry | p50 ms | p99 ms | answer bytes | fsyncs a request |"
    );
    println!("|--:|--:|--:|--:|--:|--:|--:|--:|");
    for batch in &options.batch {
        for connections in &options.connections {
            let slice = Slice {
                backend,
                batch: *batch,
                connections: *connections,
                requests: (options.entries / batch).max(connections * 2),
                devices: options.devices.max(*connections),
                traced: if options.trace { Traced::Fsyncs } else { Traced::Nothing },
                attach_s: options.attach_s,
            };
            println!("{}", slice.measure().await?.row());
        }
    }
    Ok(())
}
