//! A phone's first minutes: by the camera's link, with the keyboard's own keys, through proxies, and what is said when something
//! keeps the app from working without coverage.

use crate::steps::{OTHER_PIN, PIN, counts, enrol, fill_in, patrol, unlock, waits};
use anyhow::{Result, ensure};
use domain::authorization::Role;
use harness::{Backend, Browser, Engine, Line, Profile, Screen, Station, rounds};
use std::collections::BTreeMap;

in_browsers!(
    a_link_fills_in_the_code_and_the_keyboard_goes_on,
    an_app_behind_a_proxy_that_drops_headers_starts_without_coverage,
    a_server_that_is_down_is_not_called_missing_coverage,
);

/// The keyboard's key for going on, as drivers write it.
const ENTER: char = '\u{e007}';
/// What a phone's first load may weigh on the line, until the app can start without coverage.
const FIRST_LOAD_BYTES: usize = 400 * 1024;

async fn a_link_fills_in_the_code_and_the_keyboard_goes_on(engine: Engine) -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let person = station.person("Patrull 11", Role::Officer, "polisen").await?;
    let code = station.code(person).await?;
    let browser = engine.opens(&Profile::fresh()?, None).await?;
    browser.goes_to(&format!("{}/#kod={code}", station.url())).await?;
    browser.is_on("enrol").await?;
    browser.sees(&format!("document.querySelector('[data-field=code] input').value === '{code}'")).await?;
    browser.sees("!location.href.includes('kod')").await?;
    // What anybody would try first is refused when it is chosen.
    for guessable in ["123456", "111111", "121212", "987654"] {
        for field in ["pin", "again"] {
            let input = format!("[data-field={field}] input");
            browser.value(&format!("(document.querySelector('{input}').value = '', true)")).await?;
            browser.types(&input, guessable).await?;
        }
        browser.taps("[data-do=enrol]").await?;
        browser.sees("document.querySelector('[data-why=guessable]')?.offsetParent !== null").await?;
    }
    for field in ["pin", "again"] {
        browser.value(&format!("(document.querySelector('[data-field={field}] input').value = '', true)")).await?;
    }
    browser.types("[data-field=pin] input", &format!("{PIN}{ENTER}")).await?;
    browser.sees("document.activeElement.closest('[data-field]')?.dataset.field === 'again'").await?;
    browser.types("[data-field=again] input", &format!("{PIN}{ENTER}")).await?;
    browser.is_on("place").await?;
    // The door takes a keyboard as well as the keys on the screen.
    browser.goes_to(&station.url()).await?;
    browser.is_on("unlock").await?;
    let focused = "document.activeElement.closest('[data-screen=unlock]') !== null";
    browser.sees(focused).await?;
    browser.types("[data-screen=unlock] [tabindex='-1']", &format!("{PIN}{ENTER}")).await?;
    browser.is_on("place").await
}

async fn an_app_behind_a_proxy_that_drops_headers_starts_without_coverage(engine: Engine) -> Result<()> {
    let mut station = Station::start(Backend::Sqlite).await?;
    let line = Line::to(station.addr()).await?;
    line.strips_headers();
    let browser = engine.opens(&Profile::fresh()?, None).await?;
    enrol(&station, &browser, &line.url(), "Patrull 11").await?;
    station.stop().await?;
    browser.goes_to(&line.url()).await?;
    unlock(&browser, PIN).await?;
    patrol(&browser, "").await?;
    waits(&browser, 1).await
}

async fn a_server_that_is_down_is_not_called_missing_coverage(engine: Engine) -> Result<()> {
    let mut station = Station::start(Backend::Sqlite).await?;
    let supervisor = station.supervisor().await?;
    let browser = engine.opens(&Profile::fresh()?, None).await?;
    enrol(&station, &browser, &station.url(), "Patrull 11").await?;
    station.stop().await?;
    patrol(&browser, "").await?;
    let status = "document.querySelector('[data-status]').innerText";
    browser.sees(&format!("{status}.includes('Servern svarar inte') && !{status}.includes('täckning')")).await?;
    station.restart().await?;
    browser.taps("[data-tab=journal]").await?;
    browser.taps("[data-do=send]").await?;
    waits(&browser, 0).await?;
    counts(&supervisor, 1).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_load_sends_each_file_once() -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let line = Line::to(station.addr()).await?;
    let browser = Browser::start(&Profile::fresh()?, Screen::Phone, None).await?;
    enrol(&station, &browser, &line.url(), "Patrull 11").await?;
    let carried = line.carried();
    let mut requests: BTreeMap<&str, usize> = BTreeMap::new();
    carried
        .iter()
        .filter(|one| one.path.starts_with("/pkg/"))
        .for_each(|one| *requests.entry(&one.path).or_default() += 1);
    ensure!(requests.len() > 5, "{carried:?}");
    ensure!(requests.values().all(|times| *times == 1), "{requests:?}");
    let bytes: usize = carried.iter().map(|one| one.bytes).sum();
    println!("the first load: {bytes} bytes in {} requests", carried.len());
    ensure!(bytes <= FIRST_LOAD_BYTES, "{bytes} bytes: {carried:?}");
    Ok(())
}

/// Opening says that it works while the PIN is tried, and the wait after wrong ones is counted down.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_door_says_what_it_does_and_counts_its_wait_down() -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let profile = Profile::fresh()?;
    let browser = Browser::start(&profile, Screen::Phone, None).await?;
    enrol(&station, &browser, &station.url(), "Patrull 11").await?;
    browser.goes_to(&station.url()).await?;
    browser.is_on("unlock").await?;
    let watch = "new MutationObserver(([{ target }]) => { window.said = `${window.said ?? ''}${target.textContent}` })\
                 .observe(document.querySelector('[data-opening]'), { childList: true })";
    browser.value(&format!("({watch}, true)")).await?;
    for _ in 0..5 {
        unlock(&browser, OTHER_PIN).await?;
        browser.sees("document.querySelector('[data-door]').dataset.busy === undefined && document.querySelector('[data-dots]').textContent === ''").await?;
    }
    browser.sees("window.said.includes('Öppnar')").await?;
    let left = "Number(/\\d+/.exec(document.querySelector('[data-wait]').textContent)?.[0])";
    browser.sees(&format!("(window.first ??= {left}) > 20 && {left} < window.first")).await
}

/// A browser without service workers, as a private window is, and a clock that can be moved on.
const UNKEPT: &str = "
    delete Navigator.prototype.serviceWorker;
    const own = Date.now;
    window.ahead = 0;
    const Real = Date;
    window.Date = class extends Real {
        constructor(...args) { args.length ? super(...args) : super(Date.now()); }
        static now() { return own.call(Real) + window.ahead; }
    };";

/// For a minute the app's files may be on their way; then it is said that they aren't there, and why.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_app_that_cannot_be_kept_says_why_after_a_minute() -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let person = station.person("Patrull 11", Role::Officer, "polisen").await?;
    let code = station.code(person).await?;
    let browser = Browser::start(&Profile::fresh()?, Screen::Phone, Some(UNKEPT)).await?;
    browser.goes_to(&station.url()).await?;
    browser.is_on("enrol").await?;
    fill_in(&browser, &code, PIN).await?;
    browser.is_on("place").await?;
    browser.taps("[data-area=raslatt]").await?;
    browser.is_on("record").await?;
    let not_ready = "document.body.innerText.includes('Inte klar för offline. Webbläsaren kan inte spara appen')";
    browser.sees(&format!("!{not_ready} && !document.body.innerText.includes('Klar för offline')")).await?;
    browser.value("(window.ahead = 61_000)").await?;
    browser.sees(not_ready).await?;
    // It records and sends all the same.
    patrol(&browser, "").await?;
    waits(&browser, 0).await
}

/// As where a person or a policy lets no site keep anything.
const BLOCKED: &str = "for (const name of ['localStorage', 'sessionStorage', 'indexedDB']) {
    Object.defineProperty(window, name, { get() { throw new DOMException('denied', 'SecurityError'); } });
}";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_browser_that_may_keep_nothing_says_what_to_change() -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let browser = Browser::start(&Profile::fresh()?, Screen::Phone, Some(BLOCKED)).await?;
    browser.goes_to(&station.url()).await?;
    browser.sees("document.body.innerText.includes('Tillåt webbplatsdata')").await?;
    browser.sees("!document.body.innerText.includes('Ladda om sidan')").await
}

/// A long queue is shown a part at a time.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_long_journal_is_shown_in_parts() -> Result<()> {
    let mut station = Station::start(Backend::Sqlite).await?;
    let browser = Browser::start(&Profile::fresh()?, Screen::Phone, None).await?;
    enrol(&station, &browser, &station.url(), "Patrull 11").await?;
    station.stop().await?;
    let mut last = String::new();
    for _ in 0..33 {
        last = patrol(&browser, &last).await?;
    }
    browser.taps("[data-tab=journal]").await?;
    let rows = "document.querySelectorAll('li[data-entry]').length";
    browser.sees(&format!("{rows} === 30")).await?;
    browser.taps("[data-do=more]").await?;
    browser.sees(&format!("{rows} === 33")).await
}

/// Copies of the one entry that waits, each with an id and a number of its own, sealed as the app seals them.
const THOUSAND_WAIT: &str = "(async () => {
    const [one] = await unlocked.transact('readonly', (store, done) => {
        store('entries').index('is').getAll('waiting').onsuccess = ({ target }) => done(target.result);
    });
    const at = (name) => `rond entry 1|${one.journal}|${name}`;
    const inside = JSON.parse(await unlocked.open(at(one.id), one.body));
    const copies = [];
    for (let n = 1; n < 1000; n += 1) {
        const id = inside.id.slice(0, -4) + n.toString(16).padStart(4, '0');
        const name = await unlocked.name(id);
        const text = JSON.stringify({ ...inside, id }).replaceAll(inside.id, id);
        copies.push({ ...one, id: name, seq: one.seq + n, body: await unlocked.seal(at(name), text) });
    }
    await unlocked.transact('readwrite', (store, done) => {
        copies.forEach((copy) => store('entries').put(copy));
        store('journals').get(one.journal).onsuccess = ({ target: { result } }) => {
            store('journals').put({ ...result, last_seq: one.seq + 999 });
            done(true);
        };
    });
    window.filled = true;
})().catch((why) => { window.filled = String(why) }), true";

/// From the tap until thirty rows stand there, in milliseconds.
const OPENS_THE_JOURNAL: &str = "(() => {
    window.took = null;
    const begun = performance.now();
    document.querySelector('[data-tab=journal]').click();
    const look = () => {
        if (document.querySelectorAll('li[data-entry]').length === 30) {
            window.took = performance.now() - begun;
        } else {
            requestAnimationFrame(look);
        }
    };
    look();
})(), true";

/// As long as a tap may take, on a phone that is four times slower than this machine.
const TAP_MS: f64 = 100.0;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_waiting_entries_open_the_journal_at_once() -> Result<()> {
    let mut station = Station::start(Backend::Sqlite).await?;
    let browser = Browser::start(&Profile::fresh()?, Screen::Phone, None).await?;
    enrol(&station, &browser, &station.url(), "Patrull 11").await?;
    station.stop().await?;
    patrol(&browser, "").await?;
    browser.value(&format!("({THOUSAND_WAIT})")).await?;
    browser.sees("window.filled === true").await?;
    browser.goes_to(&station.url()).await?;
    unlock(&browser, PIN).await?;
    waits(&browser, 1_000).await?;
    browser.command("Emulation.setCPUThrottlingRate", serde_json::json!({ "rate": 4 })).await?;
    let mut fastest = f64::MAX;
    for _ in 0..3 {
        browser.value(&format!("({OPENS_THE_JOURNAL})")).await?;
        browser.sees("typeof window.took === 'number'").await?;
        fastest = fastest.min(browser.value("window.took").await?.as_f64().unwrap_or(f64::MAX));
        browser.taps("[data-tab=record]").await?;
        browser.is_on("record").await?;
    }
    println!("the journal of 1,000 waiting entries: {fastest:.0} ms");
    // The machine is shared.
    ensure!(fastest <= TAP_MS * f64::from(rounds(4, 1)), "{fastest} ms");
    Ok(())
}

/// Small, on its side, and with letters of twice the size: what the thumb is to tap is in sight without scrolling.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_main_key_is_in_sight_on_every_phone() -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let browser = Browser::start(&Profile::fresh()?, Screen::Phone, None).await?;
    enrol(&station, &browser, &station.url(), "Patrull 11").await?;
    for (width, height, percent) in [(320, 568, 100), (568, 320, 100), (844, 390, 100), (390, 844, 200)] {
        let metrics = serde_json::json!({ "width": width, "height": height, "deviceScaleFactor": 2, "mobile": true });
        browser.command("Emulation.setDeviceMetricsOverride", metrics).await?;
        browser.goes_to(&station.url()).await?;
        browser.is_on("unlock").await?;
        let grow = format!("(document.documentElement.style.fontSize = '{percent}%', true)");
        let shape = format!("{width}x{height}-{percent}");
        browser.value(&grow).await?;
        in_sight(&browser, "[data-do=unlock]", &shape).await?;
        browser.pictures(&format!("door-{shape}")).await?;
        unlock(&browser, PIN).await?;
        browser.is_on("record").await?;
        in_sight(&browser, "[data-activity=foot_patrol]", &shape).await?;
        browser.pictures(&format!("record-{shape}")).await?;
        browser.taps("[data-activity=foot_patrol]").await?;
        browser.is_on("form").await?;
        browser.pictures(&format!("form-{shape}")).await?;
        in_sight(&browser, "[data-do=save]", &shape).await?;
        patrol_left(&browser).await?;
    }
    Ok(())
}

async fn patrol_left(browser: &Browser) -> Result<()> {
    browser.value("(history.back(), true)").await?;
    browser.is_on("record").await
}

async fn in_sight(browser: &Browser, key: &str, shape: &str) -> Result<()> {
    let seen = format!(
        "(({{ top, bottom, left, right }}) => top >= 0 && left >= 0 && bottom <= innerHeight + 1 && right <= innerWidth + 1)\
         (document.querySelector('{key}').getBoundingClientRect())"
    );
    browser.sees(&seen).await.map_err(|error| error.context(format!("{key} on {shape}")))
}
