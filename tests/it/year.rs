//! Two years and a third, counted by hand: every kind of target and every edge of the calendar, of corrections and of
//! decisions, with the same figures in the rules, in both databases and on the pages.

#[path = "year/ledger.rs"]
mod ledger;
#[path = "year/pocket.rs"]
mod pocket;
#[path = "year/script.rs"]
mod script;
#[path = "year/served.rs"]
mod served;
#[path = "year/told.rs"]
mod told;

use crate::on_both;
use anyhow::{Context, Result, ensure};
use domain::promise::TargetKind;
use harness::Backend;
use ledger::Ledger;
use script::{Act, Script};
use served::Served;
use std::collections::BTreeSet;

on_both!(the_year_reads_the_same_from_the_server);

#[test]
fn the_year_comes_to_what_was_counted_by_hand() -> Result<()> {
    let script = Script::read()?;
    let mut ledger = Ledger::new(&script)?;
    for (at, act) in &script.acts {
        ledger.does(act).with_context(|| at.clone())?;
    }
    Ok(())
}

/// A target or a way to count that no figure in the year shows would be one that nothing was counted for.
#[test]
fn the_year_leaves_no_target_out() -> Result<()> {
    let script = Script::read()?;
    let told: BTreeSet<&str> = script.looks().flat_map(|look| &look.rows).map(|row| row.target.as_str()).collect();
    let cited: BTreeSet<(&str, bool)> =
        script.looks().flat_map(|look| &look.cited).map(|cited| (cited.commitment.as_str(), cited.public)).collect();
    for commitment in &script.promise.commitments {
        let id = commitment.id.as_str();
        let is_told =
            commitment.targets.iter().all(|t| t.kind == TargetKind::Narrative || told.contains(t.id.as_str()));
        ensure!(is_told, "no figure for {id}");
        ensure!(cited.contains(&(id, false)) && cited.contains(&(id, true)), "no words for {id}");
    }
    Ok(())
}

/// The same lines, sent by phones and decided by a supervisor; after each day's figures the database holds, cell by
/// cell, what the rules come to.
async fn the_year_reads_the_same_from_the_server(backend: Backend) -> Result<()> {
    let script = Script::read()?;
    let mut ledger = Ledger::new(&script)?;
    let mut served = Served::start(backend, &script).await?;
    for (at, act) in &script.acts {
        ledger.does(act).with_context(|| at.clone())?;
        served.does(act).await.with_context(|| at.clone())?;
        if matches!(act, Act::On(_)) {
            let (by_rule, kept) = (ledger.tally(), served.tally().await?);
            ensure!(by_rule == kept, "{at}: {by_rule:#?} by the rules, {kept:#?} in the database");
        }
    }
    served.publishes().await?;
    served.phones_are_told().await?;
    let before = served.tally().await?;
    served.rebuilds().await?;
    ensure!(served.tally().await? == before, "a rebuild comes to something else");
    Ok(())
}
