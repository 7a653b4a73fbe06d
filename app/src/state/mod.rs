//! What the app has in hand, as signals that screens follow and actions change. What is computed from it is pure: time,
//! ids and chance are parameters, and nothing here touches the browser.

pub(crate) mod area;
pub(crate) mod clock;
pub(crate) mod due;
pub(crate) mod entry;
pub(crate) mod form;
pub(crate) mod journal;
pub(crate) mod model;
pub(crate) mod occasion;
pub(crate) mod pace;
pub(crate) mod problem;
pub(crate) mod recent;
#[cfg(test)]
mod sample;
pub(crate) mod screen;
pub(crate) mod shift;
pub(crate) mod status;
pub(crate) mod timer;

use crate::device::journal_store::Failure;
use clock::Watch;
use domain::form::{Form, Problem};
use domain::id::EntryId;
use domain::moment::Moment;
use domain::sender::Sender;
use leptos::prelude::*;
use model::Model;
use occasion::Act;
use recent::Discarded;
use screen::Screen;
use texts::language::Language;

/// How the saving of the form goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Saving {
    Open,
    Busy,
    Failed(Failure),
}

/// State that no screen shows: it changes without anything being drawn.
pub(crate) struct Backstage {
    pub(crate) sender: Sender,
    pub(crate) sending: bool,
    pub(crate) watch: Watch,
    /// When the page was opened.
    pub(crate) started_ms: i64,
    /// The name of this tab, under which its draft lies.
    pub(crate) tab: String,
    /// Since when the page is out of sight.
    pub(crate) hidden_at_ms: Option<i64>,
    /// When the server was last asked what the entries added up to.
    pub(crate) feedback_at_ms: i64,
    /// Where the way back from the screen leads.
    pub(crate) from: Screen,
    /// Forms that another has taken the place of.
    pub(crate) aside: Vec<Form>,
    /// What is being taken back, and the entry's id: tried again it is the same one.
    pub(crate) acting: Option<(Act, EntryId)>,
}

/// Handles to the whole state. The root component provides them as context; actions take them as a parameter.
#[derive(Clone, Copy)]
pub(crate) struct AppState {
    pub(crate) screen: RwSignal<Screen>,
    pub(crate) model: RwSignal<Model>,
    pub(crate) form: RwSignal<Option<Form>>,
    /// What is found to be wrong with the form.
    pub(crate) problems: RwSignal<Vec<Problem>>,
    /// Whether somebody has tried to save the form as it is.
    pub(crate) tried: RwSignal<bool>,
    /// What was thrown away last.
    pub(crate) discarded: RwSignal<Option<Discarded>>,
    /// The timer on the screen was stopped when it had just begun.
    pub(crate) hasty: RwSignal<bool>,
    pub(crate) saving: RwSignal<Saving>,
    /// The phone's clock for text: it moves by the second while something is timed.
    pub(crate) now: RwSignal<Moment>,
    /// The phone's clock for whole parts of a screen: it moves by the minute. A part that were drawn anew each second would
    /// take its keys away from under the finger.
    pub(crate) minute: RwSignal<Moment>,
    /// How many entries of each section of the journal are shown.
    pub(crate) journal_rows: RwSignal<usize>,
    pub(crate) backstage: StoredValue<Backstage>,
}

impl AppState {
    /// The state of a page that was opened now, in a language.
    pub(crate) fn new(now: Moment, language: Language) -> Self {
        let backstage = Backstage {
            sender: Sender::default(),
            sending: false,
            watch: Watch::since(now.unix_ms),
            started_ms: now.unix_ms,
            tab: String::new(),
            hidden_at_ms: None,
            feedback_at_ms: 0,
            from: Screen::Record,
            aside: Vec::new(),
            acting: None,
        };
        Self {
            screen: RwSignal::new(Screen::Starting),
            model: RwSignal::new(Model { language, ..Model::default() }),
            form: RwSignal::new(None),
            problems: RwSignal::new(Vec::new()),
            tried: RwSignal::new(false),
            discarded: RwSignal::new(None),
            hasty: RwSignal::new(false),
            saving: RwSignal::new(Saving::Open),
            now: RwSignal::new(now),
            minute: RwSignal::new(now),
            journal_rows: RwSignal::new(journal::FIRST_ROWS),
            backstage: StoredValue::new(backstage),
        }
    }

    /// What the screens speak. Screens are drawn anew when it changes, so nothing in them needs to follow it.
    pub(crate) fn language(&self) -> Language {
        self.model.with_untracked(|model| model.language)
    }

    /// The state that the root component provides.
    pub(crate) fn from_context() -> Self {
        expect_context()
    }
}
