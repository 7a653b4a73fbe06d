//! The simulated world once more, with the product's own server behind the line: store, writer, routes and database.
//! Fewer seeds than on paper (`tests/sim`), and no restores: the same people, phones, faults, witness and end.

#[path = "simulator/station.rs"]
mod station;

use crate::on_both;
use anyhow::{Result, ensure};
use harness::Backend;
use sim::figures::Figures;
use sim::run::{Ended, run, shrink};
use sim::script::script;
use station::Served;
use std::time::{Duration, Instant};

/// In every run of the tests.
const SEEDS: u64 = 12;
/// What a long run takes.
const LONG: Duration = Duration::from_secs(180);

on_both!(nothing_is_lost_on_the_way_to_the_real_server);

async fn nothing_is_lost_on_the_way_to_the_real_server(backend: Backend) -> Result<()> {
    let one = |acts: &[sim::act::Act]| -> Result<Ended> {
        let served = Served::start(backend)?;
        let start_ms = server::clock::now_ms();
        Ok(run(served, start_ms, None, acts))
    };
    let long = std::env::var_os("ROND_LONG").is_some();
    let (start, mut seed) = (Instant::now(), 0);
    let mut figures = Figures::default();
    while if long { start.elapsed() < LONG } else { seed < SEEDS } {
        let ended = tokio::task::block_in_place(|| one(&script(seed)))?;
        figures.add(&ended.figures);
        if let Some((_, violation)) = ended.broken {
            let breaks = |acts: &[_]| one(acts).ok()?.broken.map(|(_, violation)| violation);
            let failure = tokio::task::block_in_place(|| shrink(seed, violation, &breaks));
            anyhow::bail!("\n{failure}\n{figures}\n");
        }
        seed += 1;
    }
    ensure!(figures.verdicts > 0, "no entry came to the server");
    println!("{backend:?}: {figures}\nin {:.1} s", start.elapsed().as_secs_f64());
    Ok(())
}
