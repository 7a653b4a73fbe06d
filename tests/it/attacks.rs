//! What a caller can do to the others: work, memory and locks without a bound. Each attack is measured from outside, by what an
//! honest phone notices meanwhile; what is asserted in every run are counts and bytes, which no other work of the machine
//! changes.

mod bodies;
mod database;
mod heavy;
mod numbers;
mod versions;

use anyhow::Result;
use harness::{Officer, Program, patrol, rounds};
use std::future::Future;
use std::time::{Duration, Instant};

/// An honest sync beside an attack takes at most so long, of a hundred the slowest. In the long runs, which have the machine
/// to themselves; in the others ten times as long.
const HONEST_P99: Duration = Duration::from_millis(500);

/// Requests of an attacker at once.
const AT_ONCE: usize = 32;
/// All of them together may take so much memory.
const MEMORY_KIB: u64 = 150 * 1024;

/// What an attack cost.
struct Cost {
    took: Duration,
    cpu_s: f64,
    memory_kib: u64,
    honest_p99: Duration,
}

/// Lets an honest phone record and send until the attack is over, at least twenty times.
async fn beside<T>(
    attack: impl Future<Output = Result<T>>,
    program: &Program,
    honest: &mut Officer,
) -> Result<(T, Cost)> {
    let (cpu_s, memory_kib, begun) = (program.cpu_s()?, program.peak_memory_kib()?, Instant::now());
    let mut took = Vec::new();
    let mut attack = std::pin::pin!(attack);
    let mut done = None;
    while done.is_none() || took.len() < 20 {
        let sync = async {
            honest.records(&patrol("raslatt"))?;
            let begun = Instant::now();
            honest.sends().await?;
            anyhow::Ok(begun.elapsed())
        };
        let mut sync = std::pin::pin!(sync);
        if done.is_none() {
            tokio::select! {
                ended = &mut attack => done = Some((ended?, begun.elapsed())),
                sent = &mut sync => {
                    took.push(sent?);
                    continue;
                }
            }
        }
        took.push(sync.await?);
    }
    took.sort_unstable();
    let (done, attack_took) = done.expect("the loop ends with it");
    let honest_p99 = took[(took.len() - 1) * 99 / 100];
    let cost = Cost {
        took: attack_took,
        cpu_s: program.cpu_s()? - cpu_s,
        memory_kib: program.peak_memory_kib()? - memory_kib,
        honest_p99,
    };
    Ok((done, cost))
}

impl Cost {
    /// Tells it, and asserts what holds for every attack.
    fn told(&self, attack: &str) {
        let Self { took, cpu_s, memory_kib, honest_p99 } = self;
        println!(
            "{attack}: {took:.1?}, {cpu_s:.1} s of CPU, {} MB more, honest p99 {honest_p99:.0?}",
            memory_kib / 1024
        );
        let most = HONEST_P99 * rounds(10, 1);
        assert!(*honest_p99 <= most, "beside {attack} an honest sync took {honest_p99:?}");
    }
}
