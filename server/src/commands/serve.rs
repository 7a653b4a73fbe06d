//! `server serve`, `server demo`.

use super::{one_partnership, rebuild};
use crate::api::live::open::Live;
use crate::api::public_cache::PublicCache;
use crate::api::rendered_totals::TotalsCache;
use crate::clock::{Clock, Zone, now_ms};
use crate::config::{Demo, Serve};
use crate::counts::Counts;
use crate::demo;
use crate::escrow;
use crate::first_start::{self, FirstLink, Given};
use crate::http::client_address::Proxies;
use crate::http::connections::Connections;
use crate::http::cost::Memory;
use crate::http::rates::Rates;
use crate::http::refusals::Refusals;
use crate::http::turns::Turns;
use crate::launch::{Running, launch};
use crate::output::print_line;
use crate::secret;
use crate::site::Site;
use crate::state::{App, Inner};
use crate::store::{Opening, Store, Writer};
use crate::tasks::Tasks;
use crate::web::sign_in::ways::WaysIn;
use anyhow::{Context, Result};
use domain::id::PartnershipId;
use tokio::sync::Notify;

pub(super) async fn serve(serve: &Serve) -> Result<()> {
    let running = launch(serve).await?;
    if serve.demo {
        let partnership = running.app.store.partnerships().await?.pop().context("no promise is in force")?;
        fill(&running.app, &partnership, demo::SEED, None).await?;
    }
    welcome(serve, &running).await?;
    running.until_told().await
}

/// What a person needs to know to begin.
async fn welcome(serve: &Serve, running: &Running) -> Result<()> {
    let app = &running.app;
    print_line!("Rond is at {} ({}).", app.public_url, app.store.name());
    if !app.secure() {
        print_line!(
            "  Only this machine can install the app so: phones need https (--public-url, --tls-cert, --tls-key)."
        );
    }
    if let Some(metrics) = running.metrics {
        print_line!("  Figures for whoever watches over the server: http://{metrics}/metrics");
    }
    if serve.demo {
        print_line!("  A demo: all entries are made up. Sign in at {}/login:", app.public_url);
        for (name, what) in demo::accounts() {
            print_line!("    {name:<24} {what:<14} password: {}", demo::PASSWORD);
        }
    } else {
        running.first.iter().for_each(first_link);
    }
    for partnership in app.store.partnerships().await? {
        let in_force = app.in_force(&partnership).await?;
        if let Some(promise) = in_force.catalogue.nearest(in_force.zone.day_of(now_ms())) {
            print_line!("  What citizens see: {}/promise/{}", app.public_url, promise.id);
        }
    }
    print_line!("  Stop with Ctrl-C.");
    Ok(())
}

/// How an administrator gets in where nobody has signed in yet.
fn first_link(link: &FirstLink) {
    let partnership = link.partnership.as_ref();
    let anew = partnership.map_or_else(
        || "server people link".to_owned(),
        |partnership| format!("server people link --partnership {partnership}"),
    );
    match (&link.given, partnership) {
        (Given::Now { url }, None) => {
            print_line!("  First start. Load your promise in the browser, within three days:");
            print_line!("    {url}");
            print_line!(
                "  Then create a supervisor and officers under Personer; each officer gets a code to type in the app."
            );
        }
        (Given::Now { url }, Some(partnership)) => {
            print_line!("  First start of {partnership}. Sign in as its administrator, once and within three days:");
            print_line!("    {url}");
            print_line!(
                "  Then create a supervisor and officers under Personer; each officer gets a code to type in the app."
            );
        }
        (Given::Before { ends_at_ms }, None) => {
            print_line!(
                "  No promise is in force. A set-up link was printed at an earlier start, of use until {}.",
                until(*ends_at_ms)
            );
            print_line!("  `{anew}` prints a new one.");
        }
        (Given::Before { ends_at_ms }, Some(partnership)) => {
            print_line!(
                "  Nobody has signed in to {partnership} yet. A link was given before, of use until {}.",
                until(*ends_at_ms)
            );
            print_line!("  `{anew}` prints a new one.");
        }
    }
}

/// A moment as a terminal shows it: in UTC, since the server may serve several zones.
fn until(at_ms: i64) -> domain::moment::Moment {
    Zone::utc().moment(at_ms)
}

/// Fills a database with made-up entries, without listening.
pub(super) async fn demo(demo: &Demo) -> Result<()> {
    let promise = first_start::promise_named(demo.promise.as_deref().unwrap_or(demo::PROMISE))?;
    let store = Store::open(&demo.kept.database_to_create()?, Opening::Create).await?;
    first_start::begin_with(&store, promise, now_ms()).await?;
    first_start::extend(&store, now_ms()).await?;
    let partnership = one_partnership(&store, &demo.of).await?;
    store.epoch(&secret::epoch()?).await?;
    let keys = first_start::keys(&demo.kept, &store).await?;
    let writer = Writer::start(store.clone());
    let site = Site { folder: std::path::PathBuf::new(), build: "demo".to_owned() };
    let public_url = "http://localhost:3000".to_owned();
    let app = App::new(Inner {
        store,
        writer,
        seal: escrow::public_key(&keys)?,
        keys,
        site,
        public_url,
        demo: true,
        ways_in: WaysIn::default(),
        clock: Clock::default(),
        turns: Turns::default(),
        memory: Memory::default(),
        rates: Rates::default(),
        proxies: Proxies::default(),
        connections: Connections::new(Proxies::default()),
        counts: Counts::default(),
        totals: TotalsCache::default(),
        public: PublicCache::default(),
        live: Live::default(),
        refusals: Refusals::default(),
        tasks: Tasks::default(),
        disk_failed: Notify::new(),
    });
    fill(&app, &partnership, demo.seed, demo.entries).await?;
    app.store.close().await;
    Ok(())
}

async fn fill(app: &App, partnership: &PartnershipId, seed: u64, entries: Option<u32>) -> Result<()> {
    let bar = rebuild::bar("making up entries");
    let mut told = |done: u64, of: u64| {
        bar.set_length(of);
        bar.set_position(done);
    };
    let made = demo::fill(app, partnership, (seed, entries), now_ms(), &mut told).await?;
    bar.finish_and_clear();
    if made > 0 {
        print_line!("{made} made-up entries were sent through the sync route.");
    }
    Ok(())
}
