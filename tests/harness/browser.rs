//! A real browser the size of a phone or of a screen, that can be killed like one.

use crate::engines::Engine;
use crate::processes::Processes;
use crate::until;
use anyhow::{Context, Result};
use base64::Engine as _;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use tempfile::TempDir;
use thirtyfour::{By, ChromiumLikeCapabilities, DesiredCapabilities, WebDriver};

/// Width, height and whether it is touched.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Screen {
    /// 390 × 844, as most phones in hands today.
    Phone,
    /// 1440 × 1000.
    Desk,
}

/// What a browser keeps between its lives.
pub struct Profile(TempDir);

impl Profile {
    /// A fresh one.
    ///
    /// # Errors
    /// When there is no folder for it.
    pub fn fresh() -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("rond-chromium-").tempdir()?;
        // Pages are in Swedish unless a journey chooses: what the machine is set to doesn't matter.
        std::fs::create_dir(folder.path().join("Default"))?;
        std::fs::write(folder.path().join("Default/Preferences"), r#"{"intl":{"selected_languages":"sv"}}"#)?;
        std::fs::write(folder.path().join("user.js"), "user_pref(\"intl.accept_languages\", \"sv\");\n")?;
        Ok(Self(folder))
    }

    /// Its folder: what a thief has.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.0.path()
    }
}

/// A running browser and the driver that moves it.
pub struct Browser {
    pub driver: WebDriver,
    pub engine: Engine,
    /// The browser first, where it isn't the driver that starts it.
    processes: Processes,
    /// Run in every page as soon as it is loaded.
    then: Option<String>,
    /// Addresses at which WebKit has been asked to speak Swedish.
    in_swedish: Mutex<Vec<String>>,
}

impl Browser {
    /// Starts Chromium on a profile. `before` is run in every page before its own scripts.
    ///
    /// # Errors
    /// When Chromium or its driver don't start.
    pub async fn start(profile: &Profile, screen: Screen, before: Option<&str>) -> Result<Self> {
        let folder = profile.0.path();
        let port_file = folder.join("DevToolsActivePort");
        // Of an earlier life.
        let _ = std::fs::remove_file(&port_file);
        let mut processes = Processes::default();
        chromium(folder, &mut processes)?;
        let port = chromedriver(&mut processes)?;
        let devtools = until("Chromium to listen", || async {
            let text = std::fs::read_to_string(&port_file).unwrap_or_default();
            Ok(text.lines().next().filter(|_| text.lines().count() > 1).map(str::to_owned))
        })
        .await?;
        let mut capabilities = DesiredCapabilities::chrome();
        capabilities.set_debugger_address(&format!("127.0.0.1:{devtools}"))?;
        let driver = WebDriver::new(format!("http://127.0.0.1:{port}"), capabilities).await.context("no session")?;
        let browser = Self::of(Engine::Chromium, driver, processes);
        browser.shape(screen).await?;
        if let Some(source) = before {
            browser.command("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source })).await?;
        }
        Ok(browser)
    }

    pub(crate) fn of(engine: Engine, driver: WebDriver, processes: Processes) -> Self {
        Self { driver, engine, processes, then: None, in_swedish: Mutex::default() }
    }

    /// The same, with a script for every page.
    pub(crate) fn with(self, script: Option<&str>) -> Self {
        Self { then: script.map(str::to_owned), ..self }
    }

    async fn shape(&self, screen: Screen) -> Result<()> {
        let (width, height, scale, mobile) = match screen {
            Screen::Phone => (390, 844, 2, true),
            Screen::Desk => (1440, 1000, 1, false),
        };
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": scale, "mobile": mobile });
        self.command("Emulation.setDeviceMetricsOverride", metrics).await
    }

    /// Sends a command of the DevTools protocol.
    ///
    /// # Errors
    /// When the browser refuses it.
    pub async fn command(&self, name: &str, with: Value) -> Result<()> {
        self.driver.cdp().send_raw(name, with).await.with_context(|| name.to_owned())?;
        Ok(())
    }

    /// The page as the browser prints it into a PDF file.
    ///
    /// # Errors
    /// When the browser refuses it.
    pub async fn prints(&self) -> Result<Vec<u8>> {
        let how = json!({ "preferCSSPageSize": true, "printBackground": true });
        let printed = self.driver.cdp().send_raw("Page.printToPDF", how).await.context("Page.printToPDF")?;
        let data = printed["data"].as_str().context("no file in the answer")?;
        base64::engine::general_purpose::STANDARD.decode(data).context("a file that isn't base64")
    }

    /// Signs in on the page that asks for it.
    ///
    /// # Errors
    /// When the page has no such form.
    pub async fn signs_in(&self, name: &str, password: &str) -> Result<()> {
        self.types("input[name=name]", name).await?;
        self.types("input[name=password]", password).await?;
        self.taps("form button").await
    }

    /// Light or dark, as the person's system is set.
    ///
    /// # Errors
    /// When the browser refuses it.
    pub async fn darkens(&self, dark: bool) -> Result<()> {
        let value = if dark { "dark" } else { "light" };
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": value }] });
        self.command("Emulation.setEmulatedMedia", features).await
    }

    /// # Errors
    /// When the page can't be loaded.
    pub async fn goes_to(&self, url: &str) -> Result<()> {
        if self.engine == Engine::WebKit {
            self.prefers_swedish(url).await?;
        }
        self.driver.goto(url).await?;
        if let Some(script) = &self.then {
            self.driver.execute(script.as_str(), vec![]).await?;
        }
        Ok(())
    }

    /// The small browser of WebKit takes its language from the machine's, which may have none: the phone is told once.
    async fn prefers_swedish(&self, url: &str) -> Result<()> {
        let origin = url.splitn(4, '/').take(3).collect::<Vec<_>>().join("/");
        let fresh = self.in_swedish.lock().map(|mut origins| {
            let fresh = !origins.contains(&origin);
            origins.push(origin.clone());
            fresh
        });
        if fresh.unwrap_or_default() {
            self.driver.goto(format!("{origin}/icons/rond.svg")).await?;
            self.driver.execute("localStorage.setItem('rond.language', 'sv')", vec![]).await?;
        }
        Ok(())
    }

    /// Leaves the page, as by a swipe that closes the app.
    ///
    /// # Errors
    /// When it can't be left.
    pub async fn leaves(&self) -> Result<()> {
        Ok(self.driver.goto("about:blank").await?)
    }

    /// Taps what a selector finds, once it is there; again, where the app took the tap for the second of a double tap.
    ///
    /// # Errors
    /// When it never comes.
    pub async fn taps(&self, selector: &str) -> Result<()> {
        let what = format!("{selector} to tap");
        let tapped = until(&what, || async {
            let found = self.driver.find(By::Css(selector)).await?;
            let before = self.echoes().await;
            found.click().await?;
            Ok((self.echoes().await <= before).then_some(()))
        });
        self.or_its_words(tapped.await).await
    }

    /// How many taps the page has taken for the second of a double tap.
    async fn echoes(&self) -> u64 {
        let told = self.value("document.documentElement.dataset.echoes ?? '0'").await.unwrap_or_default();
        told.as_str().and_then(|count| count.parse().ok()).unwrap_or(0)
    }

    /// Types into what a selector finds.
    ///
    /// # Errors
    /// When it never comes.
    pub async fn types(&self, selector: &str, text: &str) -> Result<()> {
        let what = format!("{selector} to type in");
        let typed = until(&what, || async {
            self.driver.find(By::Css(selector)).await?.send_keys(text).await?;
            Ok(Some(()))
        });
        self.or_its_words(typed.await).await
    }

    /// An expression's value.
    ///
    /// # Errors
    /// When the page's script throws.
    pub async fn value(&self, expression: &str) -> Result<Value> {
        Ok(self.driver.execute(format!("return {expression}"), vec![]).await?.json().clone())
    }

    /// Waits until an expression is true.
    ///
    /// # Errors
    /// When it never is; the page's words are told with it.
    pub async fn sees(&self, expression: &str) -> Result<()> {
        let seen =
            until(expression, || async { Ok((self.value(expression).await? == Value::Bool(true)).then_some(())) });
        self.or_its_words(seen.await).await
    }

    /// What went wrong, and what the page says then.
    async fn or_its_words(&self, done: Result<()>) -> Result<()> {
        let Err(error) = done else { return Ok(()) };
        let words = self.value("`${location} ${document.body.innerText.slice(0, 600)}`").await.unwrap_or_default();
        Err(error.context(format!("the page says: {words}")))
    }

    /// Waits until the app is on a screen.
    ///
    /// # Errors
    /// When it never is.
    pub async fn is_on(&self, screen: &str) -> Result<()> {
        self.sees(&format!("document.querySelector('[data-screen]')?.dataset.screen === '{screen}'")).await
    }

    /// Waits for another saved entry than the last one, and answers its id.
    ///
    /// # Errors
    /// When none comes.
    pub async fn saves(&self, last: &str) -> Result<String> {
        let saved = "document.querySelector('[data-saved]')?.dataset.saved ?? ''";
        until("an entry to be saved", || async {
            let id = self.value(saved).await?.as_str().unwrap_or_default().to_owned();
            Ok((!id.is_empty() && id != last).then_some(id))
        })
        .await
    }

    /// Keeps what the screen shows as a picture, where the build's other products are.
    ///
    /// # Errors
    /// When it can't be taken or written.
    pub async fn pictures(&self, name: &str) -> Result<()> {
        // What moves has come to rest.
        self.sees("document.getAnimations().every(a => a.playState !== 'running')").await?;
        let folder = pictures();
        std::fs::create_dir_all(&folder)?;
        let of = if self.engine == Engine::Chromium { String::new() } else { format!("{:?}-", self.engine) };
        self.driver.screenshot(&folder.join(format!("{of}{name}.png"))).await?;
        Ok(())
    }

    /// Closes it as a person does. Chromium keeps cookies in memory for up to half a minute and writes them at its end; the
    /// journal needs no such thing.
    ///
    /// # Errors
    /// When it doesn't end.
    pub async fn closes(mut self) -> Result<()> {
        if self.engine != Engine::Chromium {
            return Ok(self.driver.clone().quit().await?);
        }
        // The answer may not come any more.
        let _ = self.command("Browser.close", json!({})).await;
        until("Chromium to end", || {
            let ended = self.processes.first_ended();
            async move { Ok(ended?.then_some(())) }
        })
        .await
    }

    /// Clears all that the site keeps in it, as a person does in the browser's settings. The page is left before.
    ///
    /// # Errors
    /// When the browser refuses it.
    pub async fn is_emptied(&self, origin: &str) -> Result<()> {
        if self.engine == Engine::Chromium {
            let all = json!({ "origin": origin, "storageTypes": "all" });
            return self.command("Storage.clearDataForOrigin", all).await;
        }
        self.goes_to(&format!("{origin}/accessibility")).await?;
        self.driver.delete_all_cookies().await?;
        let all = "(async () => {
            for (const name of await caches.keys()) { await caches.delete(name); }
            for (const of of await navigator.serviceWorker.getRegistrations()) { await of.unregister(); }
            localStorage.clear();
            indexedDB.deleteDatabase('rond').onsuccess = () => { window.emptied = true };
        })()";
        self.value(&format!("({all}, true)")).await?;
        self.sees("window.emptied === true").await
    }

    /// SIGKILL to it and all its processes: as if the phone's battery had come out.
    ///
    /// # Errors
    /// When they can't be killed.
    pub fn is_killed(mut self) -> Result<()> {
        self.processes.kill()
    }
}

/// Where pictures are kept.
#[must_use]
pub fn pictures() -> PathBuf {
    std::env::var_os("ROND_PICTURES")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/pictures"), PathBuf::from)
}

fn chromium(profile: &Path, processes: &mut Processes) -> Result<()> {
    let program = std::env::var_os("ROND_CHROMIUM").unwrap_or_else(|| "chromium".into());
    let mut command = Command::new(program);
    command
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"])
        .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
        .args(["--disable-dev-shm-usage", "--remote-debugging-port=0", "--lang=sv", "about:blank"])
        .arg(format!("--user-data-dir={}", profile.display()))
        .stdout(Stdio::null());
    processes.starts(&mut command, "Chromium (or set ROND_CHROMIUM)")?;
    Ok(())
}

/// The driver, on a port that the system chose: it may be another's by the time that it is listened on.
fn chromedriver(processes: &mut Processes) -> Result<u16> {
    driver_once(processes).or_else(|_| driver_once(processes)).or_else(|_| driver_once(processes))
}

fn driver_once(processes: &mut Processes) -> Result<u16> {
    let program = std::env::var_os("ROND_CHROMEDRIVER").unwrap_or_else(|| "chromedriver".into());
    let mut command = Command::new(program);
    command.arg("--port=0").stdout(Stdio::piped());
    let child = processes.starts(&mut command, "chromedriver (or set ROND_CHROMEDRIVER)")?;
    let lines = BufReader::new(child.stdout.take().context("chromedriver says nothing")?).lines();
    for line in lines.map_while(std::result::Result::ok) {
        if let Some((_, port)) = line.split_once("started successfully on port ") {
            return Ok(port.trim_end_matches('.').trim().parse()?);
        }
    }
    anyhow::bail!("chromedriver ended before it listened")
}
