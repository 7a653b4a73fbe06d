//! One entry along the whole road: record, keep, send, merge, tally, show.

use crate::on_both;
use anyhow::Result;
use domain::journal::State;
use domain::wire::VerdictKind;
use harness::station::this_years_promise;
use harness::{Backend, Station, patrol};

on_both!(an_entry_goes_from_thumb_to_total);

async fn an_entry_goes_from_thumb_to_total(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let promise = this_years_promise();
    let mut officer = station.officer("Patrull 11").await?;
    let supervisor = station.supervisor().await?;

    // Record and keep: nothing has left the phone.
    let id = officer.records(&patrol("raslatt").minutes(35))?;
    assert_eq!(officer.memory.state(id), Some(&State::Waiting));
    assert_eq!(supervisor.count(&promise, "fotpatrull_raslatt", "raslatt").await?, 0);

    // Send and merge: a receipt for that very entry.
    let verdicts = officer.sends().await?;
    assert_eq!(verdicts.len(), 1);
    assert_eq!((verdicts[0].id, verdicts[0].verdict), (Some(id), VerdictKind::Accepted));
    assert!(verdicts[0].flags.is_empty(), "{verdicts:?}");
    assert!(matches!(officer.memory.state(id), Some(State::Received { .. })));

    // Tally: the phone hears it with the receipt, the supervisor sees it at once.
    let answer = officer.memory.last_answer.clone().expect("an answer");
    let told = &answer.tallies[&promise.as_str().into()];
    let mine = told.iter().find(|t| t.target.as_str() == "fotpatrull_raslatt").expect("a total");
    assert_eq!((mine.count, mine.minutes), (1, 35));
    assert_eq!(answer.held[&officer.memory.journal].0, [(1, 1)]);
    let total = supervisor.total(&promise, "fotpatrull_raslatt", Some("raslatt")).await?;
    assert_eq!((total.count, total.minutes), (1, 35));

    // Show: in words, without a script.
    let page = supervisor.sees("/dashboard").await?;
    assert!(page.contains("Råslätt"), "{page}");
    assert!(!page.contains("<script>"), "what is live comes from a file of its own");

    // The same bytes again, as a phone does that lost the answer: held already, and still one.
    officer.memory.kept[0].state = State::Waiting;
    let again = officer.sends().await?;
    assert_eq!(again[0].verdict, VerdictKind::AlreadyHeld);
    assert_eq!(again[0].hash, verdicts[0].hash);
    assert_eq!(supervisor.count(&promise, "fotpatrull_raslatt", "raslatt").await?, 1);
    Ok(())
}
