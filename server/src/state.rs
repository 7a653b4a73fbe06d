//! What every request finds: the store, the writer, and how this server is set up.

use crate::api::live::open::Live;
use crate::api::public_cache::PublicCache;
use crate::api::rendered_totals::TotalsCache;
use crate::clock::{Clock, Zone, now_ms};
use crate::counts::Counts;
use crate::http::client_address::Proxies;
use crate::http::connections::Connections;
use crate::http::cost::Memory;
use crate::http::rates::Rates;
use crate::http::refusals::Refusals;
use crate::http::turns::Turns;
use crate::keys::Keys;
use crate::site::Site;
use crate::store::{InForce, Store, Writer};
use crate::tasks::Tasks;
use crate::web::document::{Frame, Viewer as ShownViewer};
use crate::web::sign_in::ways::WaysIn;
use anyhow::Result;
use domain::authorization::Viewer;
use domain::id::PartnershipId;
use std::sync::Arc;
use texts::language::Language;
use tokio::sync::Notify;

/// Cheap to clone; one for each server.
#[derive(Clone)]
pub struct App(Arc<Inner>);

/// See [`App`].
pub struct Inner {
    pub store: Store,
    pub writer: Writer,
    pub keys: Keys,
    /// The public half of what phones seal for this server, as they are told it.
    pub seal: String,
    pub site: Site,
    /// What phones and browsers call this server: `https://rond.example`.
    pub public_url: String,
    pub demo: bool,
    pub ways_in: WaysIn,
    /// What signing in and enrolling go by.
    pub clock: Clock,
    /// Heavy work waits here for its turn.
    pub turns: Turns,
    /// What all bodies that are being read share.
    pub memory: Memory,
    /// How often who asks.
    pub rates: Rates,
    /// Whose word is taken for whom they ask.
    pub proxies: Proxies,
    /// The lines that are open.
    pub connections: Connections,
    /// What there is to watch.
    pub counts: Counts,
    /// Totals as phones got them last.
    pub totals: TotalsCache,
    /// Public figures as they were answered last.
    pub public: PublicCache,
    /// The streams that are open.
    pub live: Live,
    /// Refusals of the last minute, which are counted rather than logged one by one.
    pub refusals: Refusals,
    /// What runs beside the requests.
    pub tasks: Tasks,
    /// Told when the database's disk can't be trusted any more.
    pub disk_failed: Notify,
}

impl std::ops::Deref for App {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl App {
    #[must_use]
    pub fn new(inner: Inner) -> Self {
        Self(Arc::new(inner))
    }

    /// Whether cookies may only travel encrypted.
    #[must_use]
    pub fn secure(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    /// The frame of a page for a viewer.
    #[must_use]
    pub fn frame(&self, viewer: Option<&Viewer>, name: &str) -> Frame {
        Frame {
            assets: self.site.assets(),
            public_url: self.public_url.clone(),
            demo: self.demo,
            viewer: viewer.map(|v| ShownViewer { name: name.to_owned(), role: v.role }),
            insecure: !self.secure() && !is_this_machine(&self.public_url),
            language: Language::default(),
        }
    }

    /// A partnership's promises in force, with its zone.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn in_force(&self, partnership: &PartnershipId) -> Result<Arc<InForce>> {
        self.store.in_force(partnership).await
    }

    /// Now, as it is told where the partnership is.
    #[must_use]
    pub fn now(&self, zone: &Zone) -> domain::moment::Moment {
        zone.moment(now_ms())
    }
}

/// Browsers treat http from the machine itself as safe; from elsewhere they keep no app and no service worker.
fn is_this_machine(url: &str) -> bool {
    let host = url.split("://").nth(1).unwrap_or(url);
    ["localhost", "127.", "[::1]"].iter().any(|here| host.starts_with(here))
}
