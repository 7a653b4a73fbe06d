//! The engines that phones have: Chromium's, that of iPhones, and Firefox's, as far as their drivers go.

use crate::browser::{Browser, Profile, Screen};
use crate::processes::Processes;
use crate::until;
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use thirtyfour::{Capabilities, WebDriver};

/// Which one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Engine {
    Chromium,
    /// WebKitGTK with the driver of Debian's `webkit2gtk-driver`.
    WebKit,
    /// Firefox with `geckodriver`.
    Firefox,
}

impl Engine {
    /// Opens it the size of a phone. `before` runs in every page before its own scripts; in Chromium alone before the very
    /// first of them, in the others as soon as the page is loaded.
    ///
    /// # Errors
    /// When it or its driver isn't there, or doesn't start.
    pub async fn opens(self, profile: &Profile, before: Option<&str>) -> Result<Browser> {
        let mut processes = Processes::default();
        let (port, asked) = match self {
            Engine::Chromium => return Browser::start(profile, Screen::Phone, before).await,
            Engine::WebKit => webkit(&mut processes)?,
            Engine::Firefox => firefox(profile, &mut processes)?,
        };
        until("the driver to listen", || async move { Ok(TcpStream::connect(("127.0.0.1", port)).ok()) }).await?;
        let asked = asked.as_object().cloned().context("capabilities")?;
        let driver = WebDriver::new(format!("http://127.0.0.1:{port}"), Capabilities::from(asked));
        let driver = driver.await.context("no session")?;
        driver.set_window_rect(0, 0, 390, 844).await?;
        Ok(Browser::of(self, driver, processes).with(before))
    }

    /// Whether what it keeps outlives it. Under its driver WebKit keeps nothing between two lives.
    #[must_use]
    pub fn lasts(self) -> bool {
        self != Engine::WebKit
    }
}

/// On which port the driver listens, and what it is asked for.
type Started = (u16, Value);

fn webkit(processes: &mut Processes) -> Result<Started> {
    // It has no mode without a screen: this one is nobody's, and its number the next that is free.
    let mut screen = Command::new("Xvfb");
    screen.args(["-displayfd", "1", "-screen", "0", "800x1000x24", "-nolisten", "tcp"]).stdout(Stdio::piped());
    let screen = processes.starts(&mut screen, "Xvfb (Debian's xvfb)")?;
    let mut number = String::new();
    BufReader::new(screen.stdout.take().context("Xvfb says nothing")?).read_line(&mut number)?;
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let mut driver = Command::new("WebKitWebDriver");
    driver.arg(format!("--port={port}")).env("DISPLAY", format!(":{}", number.trim())).stdout(Stdio::null());
    processes.starts(&mut driver, "WebKitWebDriver (Debian's webkit2gtk-driver)")?;
    let browser = minibrowser().context("no MiniBrowser: install Debian's webkit2gtk-driver")?;
    let asked = json!({ "webkitgtk:browserOptions": { "binary": browser, "args": ["--automation"] } });
    Ok((port, asked))
}

/// The small browser that comes with the library; its folder has the name of the machine and of the version.
fn minibrowser() -> Option<String> {
    let folders = std::fs::read_dir("/usr/lib").ok()?.filter_map(Result::ok).flat_map(|machine| {
        ["webkit2gtk-4.1", "webkit2gtk-4.0", "webkitgtk-6.0"]
            .map(|version| machine.path().join(version).join("MiniBrowser"))
    });
    folders.into_iter().find(|file| file.exists()).map(|file| file.display().to_string())
}

fn firefox(profile: &Profile, processes: &mut Processes) -> Result<Started> {
    let program = std::env::var_os("ROND_GECKODRIVER").unwrap_or_else(|| "geckodriver".into());
    let mut driver = Command::new(program);
    driver.args(["--port", "0"]).stdout(Stdio::piped());
    let driver = processes.starts(&mut driver, "geckodriver (or set ROND_GECKODRIVER)")?;
    let mut lines =
        BufReader::new(driver.stdout.take().context("geckodriver says nothing")?).lines().map_while(Result::ok);
    let port = lines.find_map(|line| {
        let (_, port) = line.split_once("Listening on 127.0.0.1:")?;
        port.trim().parse().ok()
    });
    // It talks on, and ends where nobody hears it.
    std::thread::spawn(move || lines.for_each(drop));
    let args = ["-headless".to_owned(), "-profile".to_owned(), profile.path().display().to_string()];
    let asked = json!({ "browserName": "firefox", "moz:firefoxOptions": { "args": args } });
    Ok((port.context("geckodriver ended before it listened")?, asked))
}
