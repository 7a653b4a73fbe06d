//! A phone whose clock is wrong.

use super::begun;
use crate::steps::{patrol, waits};
use anyhow::Result;
use harness::{Engine, Intruder};

in_browsers!(a_wrong_clock_loses_nothing_and_is_marked,);

/// Two hours ahead, and set back in the middle: nothing is refused, what was recorded is in its order, and it is marked.
const AHEAD: &str = "
    const own = Date.now;
    window.ahead = 7_200_000;
    Date.now = () => own.call(Date) + window.ahead;
    const Real = Date;
    window.Date = class extends Real {
        constructor(...args) { args.length ? super(...args) : super(Date.now()); }
        static now() { return own.call(Real) + window.ahead; }
    };";

async fn a_wrong_clock_loses_nothing_and_is_marked(engine: Engine) -> Result<()> {
    let scene = begun(engine, Some(AHEAD)).await?;
    let heard = "document.querySelector('[data-status]').innerText.includes('bekräftat')";
    scene.browser.sees(heard).await?;
    let first = patrol(&scene.browser, "").await?;
    waits(&scene.browser, 0).await?;
    scene.browser.value("(window.ahead = -7_200_000)").await?;
    let second = patrol(&scene.browser, &first).await?;
    waits(&scene.browser, 0).await?;
    scene.browser.sees(heard).await?;
    patrol(&scene.browser, &second).await?;
    waits(&scene.browser, 0).await?;
    let held = Intruder::at(scene.station.database_url()).await?.entries().await?;
    assert_eq!(held.len(), 3);
    // Between the jump and the next contact nobody knows how wrong the clock is.
    let page = scene.supervisor.sees("/entries").await?;
    assert_eq!(page.matches("Klockan avvek").count(), 2, "{page}");
    scene.counts(3).await
}
