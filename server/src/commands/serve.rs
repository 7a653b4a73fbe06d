//! `server serve`, `server demo`.

use super::{opened, rebuild};
use crate::clock::{Clock, now_ms};
use crate::config::{Demo, Serve};
use crate::connections::Connections;
use crate::demo;
use crate::escrow;
use crate::launch::{Running, launch};
use crate::live::Live;
use crate::metrics::Counts;
use crate::rates::Rates;
use crate::refusals::Refusals;
use crate::secret;
use crate::sign_in::WaysIn;
use crate::site::Site;
use crate::state::{App, Inner};
use crate::store::Writer;
use anyhow::Result;
use tokio::sync::Notify;

pub(super) async fn serve(serve: &Serve) -> Result<()> {
    let running = launch(serve).await?;
    if serve.demo {
        fill(&running.app, demo::SEED, None).await?;
    }
    welcome(serve, &running).await?;
    running.until_told().await
}

/// What a person needs to know to begin.
async fn welcome(serve: &Serve, running: &Running) -> Result<()> {
    let app = &running.app;
    println!("Rond is at {} ({}).", app.public_url, app.store.name());
    if !app.secure() {
        println!(
            "  Only this machine can install the app so: phones need https (--public-url, --tls-cert, --tls-key)."
        );
    }
    if let Some(metrics) = running.metrics {
        println!("  Figures for whoever watches over the server: http://{metrics}/metrics");
    }
    if serve.demo {
        println!("  A demo: all entries are made up. Sign in at {}/login:", app.public_url);
        for (name, what) in demo::accounts() {
            println!("    {name:<24} {what:<14} password: {}", demo::PASSWORD);
        }
    } else if let Some(link) = &running.first {
        println!("  First start. Sign in as administrator, once and within three days:");
        println!("    {link}");
        println!(
            "  Then create a supervisor and officers under Personer; each officer gets a code to type in the app."
        );
    }
    for partnership in app.store.partnerships().await? {
        let in_force = app.in_force(&partnership).await?;
        if let Some(promise) = in_force.catalogue.nearest(in_force.zone.day_of(now_ms())) {
            println!("  What citizens see: {}/promise/{}", app.public_url, promise.id);
        }
    }
    println!("  Stop with Ctrl-C.");
    Ok(())
}

/// Fills a database with made-up entries, without listening.
pub(super) async fn demo(demo: &Demo) -> Result<()> {
    let store = opened(&demo.kept).await?;
    let epoch = store.epoch(&secret::epoch()?).await?;
    let keys = demo.kept.keys()?;
    store.belongs_to(&keys.fingerprint()).await?;
    let writer = Writer::start(store.clone());
    let site = Site { folder: std::path::PathBuf::new(), build: "demo".to_owned() };
    let public_url = "http://localhost:3000".to_owned();
    let app = App::new(Inner {
        store,
        writer,
        epoch,
        seal: escrow::public_key(&keys)?,
        keys,
        site,
        public_url,
        demo: true,
        ways_in: WaysIn::default(),
        clock: Clock::default(),
        rates: Rates::default(),
        proxies: Vec::new(),
        connections: Connections::new(Vec::new()),
        counts: Counts::default(),
        live: Live::default(),
        refusals: Refusals::default(),
        disk_failed: Notify::new(),
    });
    fill(&app, demo.seed, demo.entries).await?;
    app.store.close().await;
    Ok(())
}

async fn fill(app: &App, seed: u64, entries: Option<u32>) -> Result<()> {
    let bar = rebuild::bar("making up entries");
    let mut told = |done: u64, of: u64| {
        bar.set_length(of);
        bar.set_position(done);
    };
    let made = demo::fill(app, seed, entries, now_ms(), &mut told).await?;
    bar.finish_and_clear();
    if made > 0 {
        println!("{made} made-up entries were sent through the sync route.");
    }
    Ok(())
}
