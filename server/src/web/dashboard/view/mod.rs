//! The dashboard: which promises are behind, and can the figures be trusted?

mod cadence;
mod chart;
mod heatmap;
mod ledger;
mod summary;
mod top;
mod trust;

pub use heatmap::WEEKS;
pub(crate) use trust::known;

use crate::web::document::{self, Frame, Head};
use crate::web::parts::icons::{GAUGE, STATUS};
use crate::web::parts::live::Stand;
use domain::calendar::Day;
use domain::figure::{Figure, Place};
use domain::id::{ActivityId, AreaId, PromiseId, TargetId};
use domain::moment::Moment;
use domain::promise::{Promise, Target};
use domain::standing::{self, AsOf, Total};
use leptos::prelude::*;
use texts::language::Language::{self, Swedish};
use texts::staff;

/// Weeks behind each row, and behind the forecast.
const RECENT: usize = 12;

/// What the dashboard shows: one promise in one year.
#[derive(Clone, Debug)]
pub struct DashboardPage {
    pub promise: Promise,
    /// The promises that may be switched to, this one included.
    pub others: Vec<(PromiseId, String)>,
    /// The years that may be switched to, this one included.
    pub years: Vec<i32>,
    pub year: i32,
    /// The day that the figures stand on: today, or the chosen year's last.
    pub day: Day,
    /// When the figures were read.
    pub as_of: Moment,
    /// Each target's sums by area in the chosen year, or from the beginning to its end where the goal is for the whole.
    pub totals: Vec<Total>,
    /// The partnership's last commit when the figures were read.
    pub commit: i64,
    /// The activity whose heat map was asked for.
    pub heat: Option<ActivityId>,
    /// The last [`WEEKS`], for each target and area that has any.
    pub weekly: Vec<Weekly>,
    pub devices: Devices,
    /// What only a person can decide.
    pub waiting_for_person: Vec<Waits>,
    /// Said from thirty days before the promise continues by itself.
    pub extension_note: Option<ExtensionNote>,
}

/// What was counted week by week, oldest first; the last is the week of the figures' day.
#[derive(Clone, PartialEq, Debug)]
pub struct Weekly {
    pub target: TargetId,
    pub area: Option<AreaId>,
    pub counts: Vec<i64>,
}

/// Whether all phones have told what they hold. Where names aren't for the viewer, the lists are empty.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Devices {
    pub heard_today: u32,
    pub in_all: u32,
    /// Entries that the phones said they still had.
    pub waiting: u64,
    pub silent: Vec<SilentDevice>,
    pub gaps: Vec<Gap>,
}

/// A phone that hasn't been heard, with what is known of it.
#[derive(Clone, PartialEq, Debug)]
pub struct SilentDevice {
    pub name: String,
    pub last_heard: Option<Moment>,
    pub days_silent: u32,
    pub waiting: u64,
    pub clock_offset_ms: Option<i64>,
    /// The numbers that never came, both ends included.
    pub missing: Vec<(u64, u64)>,
}

/// Numbers of a phone's journal that never came.
#[derive(Clone, PartialEq, Debug)]
pub struct Gap {
    pub device: String,
    pub missing: Vec<(u64, u64)>,
}

/// Entries that wait for a person, by the word they are flagged with: `unknown_area`, `conflict`, `quarantined` …
#[derive(Clone, PartialEq, Debug)]
pub struct Waits {
    pub what: String,
    pub count: u64,
}

/// The promise is about to end and continues by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ExtensionNote {
    pub ends: Day,
    pub next_year: i32,
}

/// The dashboard as a whole document.
#[must_use]
pub fn dashboard_page(data: DashboardPage, frame: &Frame) -> AnyView {
    let icons = STATUS.into_iter().chain(GAUGE).chain(["act"]).collect();
    let head = Head::desk(staff::title(&data.promise.title), icons).live();
    document::document(frame, head, || {
        view! {
            {top::header(&data, frame)}
            <main id="main" class="in">
                {ledger::ledger(&data)} {chart::chart(&data)} {heatmap::heatmap(&data)} {cadence::cadences(&data)}
            </main>
            {document::footer(Language::Swedish)}
        }
        .into_any()
    })
}

impl DashboardPage {
    /// A target's figures on the page's day.
    fn figures(&self, target: &Target) -> Vec<Figure> {
        standing::figures(&self.promise, target, &self.totals, self.looked_at())
    }

    /// The figures' day, looked at when they were read: a week of an earlier year may run yet.
    fn looked_at(&self) -> AsOf {
        AsOf { day: self.day, today: self.as_of.day().max(self.day) }
    }

    /// The same within a sentence.
    fn place_in_sentence(&self, target: &Target, place: &Place) -> Option<String> {
        match place {
            Place::Area { area, name } => Some(Swedish.place(self.promise.preposition(area), name)),
            Place::Areas { name } => Some(Swedish.places(&self.promise, &target.areas, name)),
            Place::Everywhere => None,
        }
    }

    fn area_name(&self, id: &AreaId) -> String {
        self.promise.area(id).map_or_else(|| id.to_string(), |area| area.name.clone())
    }

    /// What the page stands at.
    fn stand(&self) -> Stand {
        Stand { promise: self.promise.id.clone(), commit: self.commit, as_of: self.as_of }
    }

    /// The last [`RECENT`] weeks behind a figure: an area's own, or the sum over the target's areas.
    fn weeks(&self, target: &Target, figure: &Figure) -> Vec<i64> {
        let mine = |w: &&Weekly| {
            let is_of_place = match figure.area() {
                Some(area) => w.area.as_ref() == Some(area),
                None => target.covers(w.area.as_ref()),
            };
            w.target == target.id && is_of_place
        };
        let mut sums: Vec<i64> = Vec::new();
        for weekly in self.weekly.iter().filter(mine) {
            sums.resize(sums.len().max(weekly.counts.len()), 0);
            let offset = sums.len() - weekly.counts.len();
            weekly.counts.iter().zip(&mut sums[offset..]).for_each(|(n, sum)| *sum += n);
        }
        sums.split_off(sums.len().saturating_sub(RECENT))
    }

    /// What a target counts, in the plural where its activity has one.
    fn what(&self, target: &Target) -> String {
        let activity = target.activity.as_ref().and_then(|id| self.promise.activity(id));
        activity.map_or_else(|| target.label.clone(), |a| a.plural.clone())
    }
}
