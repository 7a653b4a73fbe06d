//! Every key of every screen is tapped twice, as by a glove: what comes of it is what one tap comes to.

use crate::steps::{PIN, enrol, patrol, runs_long_enough_to_be_stopped, starts};
use anyhow::{Context, Result, ensure};
use harness::{Backend, Browser, Profile, Screen, Station, rounds, until};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// Milliseconds between the two taps.
const GAPS_MS: [u64; 5] = [40, 120, 250, 400, 600];

/// A key: its name as [`KEYS`] tells it, the screen that one tap leads to, and how many entries one tap makes.
type Key = (&'static str, &'static str, u64);

/// The keys of the tabs, on each of them.
const TABS: [Key; 3] = [("tab record", "record", 0), ("tab journal", "journal", 0), ("tab pace", "pace", 0)];

/// How a screen is reached from the record screen, and its keys. One that is there on some days only has a `?`.
const SCREENS: [(&str, &[Key]); 13] = [
    (
        "record",
        &[
            ("place", "place", 0),
            ("undo", "record", 1),
            ("due?", "form", 0),
            ("open foot_patrol", "form", 0),
            ("open traffic_check", "form", 0),
            ("open narcotics_offence", "form", 0),
        ],
    ),
    (
        "a patrol's form",
        &[("back", "record", 0), ("afterwards", "form", 0), ("start", "run", 0), ("save", "record", 1)],
    ),
    ("a check's form", &[("back", "record", 0), ("afterwards", "form", 0), ("start", "run", 0)]),
    (
        "a stated patrol",
        &[
            ("back", "record", 0),
            ("start less", "form", 0),
            ("start more", "form", 0),
            ("minutes less", "form", 0),
            ("minutes more", "form", 0),
            ("day choice", "form", 0),
            ("save", "record", 1),
        ],
    ),
    (
        "an unanswered question",
        &[
            ("back", "record", 0),
            ("start less", "form", 0),
            ("start more", "form", 0),
            ("day choice", "form", 0),
            ("first_time_user choice", "form", 0),
            ("save", "form", 0),
        ],
    ),
    ("a timer that has just begun", &[("back", "record", 0), ("drop", "record", 0), ("stop", "run", 0)]),
    ("a timer", &[("back", "record", 0), ("drop", "record", 0), ("stop", "record", 1)]),
    (
        "place",
        &[
            ("back", "record", 0),
            ("theme choice", "place", 0),
            ("language choice", "place", 0),
            ("unit choice", "place", 0),
            ("choose", "record", 0),
        ],
    ),
    ("journal", &[("send", "journal", 0), ("show", "entry", 0), ("undo?", "journal", 1), ("more?", "journal", 0)]),
    ("an entry", &[("back", "journal", 0), ("withdraw", "journal", 1), ("correct", "form", 0)]),
    ("pace", &[("feedback", "feedback", 0)]),
    ("feedback", &[("back", "pace", 0)]),
    ("what was left and thrown", &[("resume", "form", 0), ("discard", "record", 0), ("take-back", "record", 0)]),
];

/// The keys in sight by their names, each with an element to find it by; several of one name are one.
const KEYS: &str = "(() => {
    const named = {};
    for (const key of document.querySelectorAll('.phone button, .phone label, .phone a')) {
        const around = key.closest('[data-step]')?.dataset.step ?? key.closest('[data-field]')?.dataset.field;
        const name = [around, key.dataset.do ?? 'choice', key.dataset.activity ?? key.dataset.tab];
        named[name.filter(Boolean).join(' ')] ??= key;
    }
    return named;
})()";

/// How many entries the phone keeps: asked of its storage, behind whatever is being written.
const KEPT: &str = "new Promise((resolve, reject) => {
    const asked = indexedDB.open('rond');
    asked.onerror = reject;
    asked.onsuccess = () => {
        const count = asked.result.transaction('entries').objectStore('entries').count();
        count.onsuccess = () => { asked.result.close(); resolve(count.result); };
    };
})";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_double_tap_on_any_key_does_what_one_tap_does() -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let profile = Profile::fresh()?;
    let browser = Browser::start(&profile, Screen::Phone, None).await?;
    enrol(&station, &browser, &station.url(), "Patrull 11").await?;
    let mut scene = Scene { browser, last: String::new() };
    let mut taken = 0;
    for (screen, own) in SCREENS {
        let tabs: &[Key] = if matches!(screen, "record" | "journal" | "pace") { &TABS } else { &[] };
        let keys: Vec<Key> = own.iter().chain(tabs).copied().collect();
        scene.reaches(screen).await?;
        scene.has_no_other_keys(screen, &keys).await?;
        for key in keys {
            for round in 0..rounds(1, 5) {
                let gap_ms = GAPS_MS[(taken + round as usize) % GAPS_MS.len()];
                scene
                    .is_tapped_twice(screen, key, gap_ms)
                    .await
                    .with_context(|| format!("{screen}: {key:?}, {gap_ms} ms"))?;
            }
            taken += 1;
        }
    }
    scene.opens_the_door(&station).await
}

struct Scene {
    browser: Browser,
    /// The patrol that was saved last.
    last: String,
}

impl Scene {
    async fn screen(&self) -> Result<String> {
        let name = self.browser.value("document.querySelector('.phone[data-screen]')?.dataset.screen ?? ''").await?;
        Ok(name.as_str().unwrap_or_default().to_owned())
    }

    async fn kept(&self) -> Result<u64> {
        self.browser.value(KEPT).await?.as_u64().context("a number of entries")
    }

    async fn has(&self, selector: &str) -> Result<bool> {
        Ok(self.browser.value(&format!("document.querySelector(\"{selector}\") !== null")).await? == Value::Bool(true))
    }

    /// Back to the record screen, with no form left and no timer running.
    async fn is_cleared(&self) -> Result<()> {
        until("an empty record screen", || async {
            let running = self.browser.value("document.querySelector('.runs')?.innerText !== undefined && [...document.querySelectorAll('[data-activity]')].find((key) => key.querySelector('.runs').innerText !== '')?.dataset.activity || ''").await?;
            let next = match (self.screen().await?.as_str(), running.as_str().unwrap_or_default()) {
                ("record", _) if self.has("[data-do=discard]").await? => "[data-do=discard]".to_owned(),
                ("record", "") => return Ok(Some(())),
                ("record", activity) => format!("[data-activity={activity}]"),
                ("run", _) => "[data-do=drop]".to_owned(),
                ("journal" | "pace", _) => "[data-tab=record]".to_owned(),
                _ => "[data-do=back]".to_owned(),
            };
            self.browser.taps(&next).await?;
            Ok(None)
        })
        .await
    }

    /// Reaches a screen, with all the keys that it can have.
    async fn reaches(&mut self, screen: &str) -> Result<()> {
        self.is_cleared().await?;
        let form = async |activity: &str| {
            self.browser.taps(&format!("[data-activity={activity}]")).await?;
            self.browser.is_on("form").await
        };
        match screen {
            "a patrol's form" => form("foot_patrol").await,
            "a check's form" => form("traffic_check").await,
            "a stated patrol" => {
                form("foot_patrol").await?;
                self.browser.taps("[data-do=afterwards]").await?;
                self.browser.sees("document.querySelector('[data-step=minutes]') !== null").await
            }
            "an unanswered question" => form("narcotics_offence").await,
            "a timer that has just begun" => starts(&self.browser, "traffic_check").await,
            "a timer" => {
                starts(&self.browser, "foot_patrol").await?;
                runs_long_enough_to_be_stopped(&self.browser).await
            }
            "place" => {
                self.browser.taps("[data-do=place]").await?;
                self.browser.is_on("place").await
            }
            "pace" | "journal" => {
                self.browser.taps(&format!("[data-tab={screen}]")).await?;
                self.browser.is_on(screen).await
            }
            "feedback" => {
                self.browser.taps("[data-tab=pace]").await?;
                self.browser.taps("[data-do=feedback]").await?;
                self.browser.is_on("feedback").await
            }
            "an entry" => {
                self.last = patrol(&self.browser, &self.last).await?;
                self.browser.taps("[data-tab=journal]").await?;
                self.browser.taps(&format!("li[data-entry='{}'] button", self.last)).await?;
                self.browser.is_on("entry").await
            }
            "what was left and thrown" => {
                starts(&self.browser, "traffic_check").await?;
                self.browser.taps("[data-do=drop]").await?;
                self.browser.is_on("record").await?;
                form("narcotics_offence").await?;
                self.browser
                    .value("(document.querySelector('[name=first_time_user][value=no]').click(), true)")
                    .await?;
                self.browser.taps("[data-do=back]").await?;
                self.browser.is_on("record").await
            }
            _ => {
                self.last = patrol(&self.browser, &self.last).await?;
                self.browser.is_on("record").await
            }
        }
    }

    /// Every key of the screen is one that is tapped, and the other way round.
    async fn has_no_other_keys(&self, screen: &str, keys: &[Key]) -> Result<()> {
        let named = self.browser.value(&format!("Object.keys({KEYS})")).await?;
        let mut found: Vec<&str> = named.as_array().context("keys")?.iter().filter_map(Value::as_str).collect();
        // Locking begins the page anew; what is on the record screen beside this screen's own has been tapped there.
        found.retain(|name| *name != "lock");
        let of_record = ["place", "undo", "due", "open foot_patrol", "open traffic_check", "open narcotics_offence"];
        let of_record = of_record.into_iter().chain(TABS.map(|(name, ..)| name));
        let beside: Vec<&str> = if screen == "what was left and thrown" { of_record.collect() } else { Vec::new() };
        found.retain(|name| !beside.contains(name));
        let wanted = |name: &str| keys.iter().any(|(key, ..)| key.trim_end_matches('?') == name);
        let unknown: Vec<&&str> = found.iter().filter(|name| !wanted(name)).collect();
        ensure!(unknown.is_empty(), "{screen} has keys that nobody taps: {unknown:?}");
        let missing: Vec<&Key> = keys.iter().filter(|(key, ..)| !key.ends_with('?') && !found.contains(key)).collect();
        ensure!(missing.is_empty(), "{screen} has no {missing:?}");
        Ok(())
    }

    async fn is_tapped_twice(&mut self, screen: &str, (name, leads_to, makes): Key, gap_ms: u64) -> Result<()> {
        self.reaches(screen).await?;
        let name = name.trim_end_matches('?');
        let key = format!("({KEYS})[{}]", json!(name));
        if self.browser.value(&format!("{key} === undefined")).await? == Value::Bool(true) {
            return Ok(());
        }
        let before = self.kept().await?;
        self.browser
            .value(&format!("({key}.scrollIntoView({{ block: 'nearest' }}), window.still = performance.now(), true)"))
            .await?;
        // No tap of before this one takes it for its echo.
        self.browser.sees("performance.now() - window.still > 750").await?;
        let middle = self
            .browser
            .value(&format!(
                "(({{ x, y, width, height }}) => [x + width / 2, y + height / 2])({key}.getBoundingClientRect())"
            ))
            .await?;
        let at = |n: usize| middle[n].as_f64().context("a place");
        self.taps_twice((at(0)?, at(1)?), gap_ms).await?;
        for _ in 0..2 {
            until("what one tap does", || async {
                let (now, made) = (self.screen().await?, self.kept().await? - before);
                ensure!((now.as_str(), made) == (leads_to, makes), "on {now}, {made} entries");
                Ok(Some(()))
            })
            .await?;
        }
        if makes > 0 && leads_to == "record" {
            let card = "document.querySelector('[data-last]').getBoundingClientRect()";
            self.browser.sees(&format!("(({{ top, bottom }}) => top >= 0 && bottom <= innerHeight)({card})")).await?;
        }
        Ok(())
    }

    /// The gesture itself: the pause is part of it.
    async fn taps_twice(&self, (x, y): (f64, f64), gap_ms: u64) -> Result<()> {
        let first = Instant::now();
        for clicks in [1, 2] {
            for event in ["mousePressed", "mouseReleased"] {
                let with = json!({ "type": event, "x": x, "y": y, "button": "left", "clickCount": clicks });
                self.browser.command("Input.dispatchMouseEvent", with).await?;
            }
            if clicks == 1 {
                tokio::time::sleep(Duration::from_millis(gap_ms).saturating_sub(first.elapsed())).await;
            }
        }
        Ok(())
    }

    /// The app is there some time after *Öppna* was tapped, and the second tap with it.
    async fn opens_the_door(&self, station: &Station) -> Result<()> {
        self.is_cleared().await?;
        self.browser.goes_to(&station.url()).await?;
        self.browser.is_on("unlock").await?;
        for digit in PIN.chars() {
            self.browser.taps(&format!("[data-digit='{digit}']")).await?;
        }
        let key = "document.querySelector('[data-do=unlock]').getBoundingClientRect()";
        let middle = self
            .browser
            .value(&format!("(({{ x, y, width, height }}) => [x + width / 2, y + height / 2])({key})"))
            .await?;
        let at = |n: usize| middle[n].as_f64().context("a place");
        self.taps_twice((at(0)?, at(1)?), 250).await?;
        self.browser.is_on("record").await?;
        self.taps_once_more((at(0)?, at(1)?)).await?;
        self.browser.is_on("record").await
    }

    /// A third tap, as soon as the screen has changed.
    async fn taps_once_more(&self, (x, y): (f64, f64)) -> Result<()> {
        for event in ["mousePressed", "mouseReleased"] {
            let with = json!({ "type": event, "x": x, "y": y, "button": "left", "clickCount": 1 });
            self.browser.command("Input.dispatchMouseEvent", with).await?;
        }
        Ok(())
    }
}
