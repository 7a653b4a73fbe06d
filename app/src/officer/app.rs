//! The app: its screens, what they share, and what happens around them.

use super::held::Held;
use super::keep::Act;
use super::model::{Line, Model};
use super::thrown::Thrown;
use super::{form, journal, pace, place, problem, record, run, send, sheet, start};
use crate::device::clock::{self, Watch};
use crate::device::journal_store::{self, Change};
use crate::device::phone::{self, Event};
use crate::parts::piece::{Piece, el, live, says};
use domain::form::{Form, Problem};
use domain::id::{ActivityId, EntryId};
use domain::moment::Moment;
use domain::sender::{Sender, Trigger};

/// What the officer looks at.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Screen {
    Starting,
    Place,
    Record,
    Journal,
    Pace,
    Feedback,
    Form,
    Run(ActivityId),
    Entry(EntryId),
}

impl Screen {
    fn name(&self) -> &'static str {
        match self {
            Screen::Starting => "starting",
            Screen::Place => "place",
            Screen::Record => "record",
            Screen::Journal => "journal",
            Screen::Pace => "pace",
            Screen::Feedback => "feedback",
            Screen::Form => "form",
            Screen::Run(_) => "run",
            Screen::Entry(_) => "entry",
        }
    }

    fn is_tab(&self) -> bool {
        matches!(self, Screen::Starting | Screen::Record | Screen::Journal | Screen::Pace)
    }
}

/// How the saving of the form goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Saving {
    Open,
    Busy,
    Failed(journal_store::Failure),
}

/// What nobody looks at: it changes without a screen changing.
pub(crate) struct Backstage {
    pub(crate) sender: Sender,
    pub(crate) sending: bool,
    pub(crate) watch: Watch,
    /// When the page was opened.
    pub(crate) started_ms: i64,
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

const MINUTE_MS: i64 = 60_000;

/// Handles to all of it; copied into every view and task.
#[derive(Clone, Copy)]
pub(crate) struct App {
    pub(crate) screen: Held<Screen>,
    pub(crate) model: Held<Model>,
    pub(crate) form: Held<Option<Form>>,
    /// What is known to be wrong with it.
    pub(crate) problems: Held<Vec<Problem>>,
    /// Whether somebody has tried to save it as it is.
    pub(crate) tried: Held<bool>,
    /// What was thrown away last.
    pub(crate) thrown: Held<Option<Thrown>>,
    /// The timer on the screen was stopped when it had just begun.
    pub(crate) hasty: Held<bool>,
    pub(crate) saving: Held<Saving>,
    /// The phone's clock, as screens show it: by the second while something is timed.
    now_ms: Held<i64>,
    /// The same, changed by the minute.
    minute_ms: Held<i64>,
    /// How many entries of each list of the journal are shown.
    pub(crate) journal_shown: Held<usize>,
    pub(crate) backstage: Held<Backstage>,
}

impl App {
    fn new() -> Self {
        let now_ms = clock::now_ms();
        let backstage = Backstage {
            sender: Sender::default(),
            sending: false,
            watch: Watch::since(now_ms),
            started_ms: now_ms,
            tab: String::new(),
            hidden_at_ms: None,
            feedback_at_ms: 0,
            from: Screen::Record,
            aside: Vec::new(),
            acting: None,
        };
        Self {
            screen: Held::new(Screen::Starting),
            model: Held::new(Model::default()),
            form: Held::new(None),
            problems: Held::new(Vec::new()),
            tried: Held::new(false),
            thrown: Held::new(None),
            hasty: Held::new(false),
            saving: Held::new(Saving::Open),
            now_ms: Held::new(now_ms),
            minute_ms: Held::new(now_ms),
            journal_shown: Held::new(journal::SHOWN),
            backstage: Held::new(backstage),
        }
    }

    /// Goes to a screen. Its heading gets the focus, and the phone's back button leads out of it.
    pub(crate) fn show(self, screen: Screen) {
        let now = self.screen.get_untracked();
        if now.is_tab() && now != Screen::Starting {
            self.backstage.update(|b| b.from = now);
        }
        phone::set_inside(!screen.is_tab());
        self.hasty.set(false);
        self.tick();
        self.screen.set(screen);
        phone::screen_changed("[data-focus]");
    }

    /// Back to the tab that the screen was reached from; first to whatever must be answered.
    pub(crate) fn leave(self) {
        if self.screen.get_untracked() == Screen::Form {
            form::left(self);
        }
        self.show(self.backstage.with_untracked(|b| b.from.clone()));
    }

    /// Lets the screens follow the clock.
    pub(crate) fn tick(self) {
        let now_ms = clock::now_ms();
        self.now_ms.set(now_ms);
        if self.minute_ms.with_untracked(|ms| ms.div_euclid(MINUTE_MS) != now_ms.div_euclid(MINUTE_MS)) {
            self.minute_ms.set(now_ms);
        }
    }

    /// Now, as this phone states it, for text that follows the clock.
    pub(crate) fn now(self) -> Moment {
        clock::at(self.now_ms.get())
    }

    /// The same to within a minute, for whole parts of a screen: what is made anew each second takes its keys away from under
    /// the finger.
    pub(crate) fn minute(self) -> Moment {
        clock::at(self.minute_ms.get())
    }

    /// Keeps something that is known beside the entries. What is only convenient may fail in silence.
    pub(crate) fn know(self, fill: impl FnOnce(&Model, &mut Change)) {
        let mut change = Change::default();
        self.model.with_untracked(|model| fill(model, &mut change));
        leptos::task::spawn_local(async move {
            journal_store::settle(change).await.ok();
            phone::tell_other_tabs();
        });
    }
}

/// Starts the app and shows it.
pub(crate) fn officer() -> Piece {
    let app = App::new();
    phone::listen(move |event| around(app, event));
    leptos::task::spawn_local(start::start(app));
    let shown = live(move || now_shown(app));
    let spoken = el("p", "vh", vec![says(move || sheet::spoken(app))]).set("role", "status");
    el("div", "", vec![shown, spoken])
        .says("class", move || {
            app.screen.with(|s| if matches!(s, Screen::Run(_)) { "phone display" } else { "phone" }).to_owned()
        })
        .says("data-screen", move || app.screen.with(|s| s.name().to_owned()))
        .says("data-saved", move || app.model.with(|m| m.saved.map(|id| id.to_string()).unwrap_or_default()))
        .says("data-ready", move || app.model.with(|m| m.ready(app.now()).to_string()))
}

/// The screen as it is; what moves on it follows by itself.
fn now_shown(app: App) -> Vec<Piece> {
    let screen = app.screen.get();
    let mut shown = match &screen {
        Screen::Starting => Vec::new(),
        Screen::Place => place::screen(app),
        Screen::Record => record::screen(app),
        Screen::Journal => journal::screen(app),
        Screen::Pace => pace::screen(app),
        Screen::Feedback => super::feedback::screen(app),
        Screen::Form => form::screen(app),
        Screen::Run(activity) => run::screen(app, activity),
        Screen::Entry(id) => super::entry::screen(app, *id),
    };
    if screen.is_tab() {
        shown.push(sheet::tabs(app));
    }
    shown
}

/// What happens around the page.
fn around(app: App, event: Event) {
    match event {
        Event::Online => send::nudge(app, Trigger::Online),
        Event::Offline => app.model.update(|m| m.line = Line::NoCoverage),
        Event::Visible => {
            lock_after_absence(app);
            look_at_clock(app);
            app.tick();
            place::ask_again(app);
            send::nudge(app, Trigger::Visible);
        }
        Event::Hidden => app.backstage.update(|b| {
            b.watch.rest();
            b.hidden_at_ms = Some(clock::now_ms());
        }),
        Event::Update => app.model.update(|m| m.update = true),
        Event::Changed => leptos::task::spawn_local(start::reload(app)),
        Event::Back => app.leave(),
        Event::Second => {
            look_at_clock(app);
            let shown = app.screen.with_untracked(|s| matches!(s, Screen::Run(_) | Screen::Record));
            if shown && app.model.with_untracked(|m| !m.timers.is_empty()) {
                app.tick();
            }
        }
        Event::Timer => {
            app.tick();
            problem::look(app);
            send::nudge(app, Trigger::Timer);
        }
    }
}

/// Out of sight for so long, the app locks itself; the phone's own lock is in front of it before that.
const ABSENCE_MS: i64 = 300_000;

/// Locks what was left, unless something is being timed: that is stopped with one tap, whatever the phone did meanwhile.
fn lock_after_absence(app: App) {
    let hidden_at_ms = app.backstage.update(|b| b.hidden_at_ms.take());
    let absent = hidden_at_ms.is_some_and(|at_ms| clock::now_ms() - at_ms >= ABSENCE_MS);
    let timed = app.model.with_untracked(|m| !m.timers.is_empty());
    if absent && !timed && app.saving.get_untracked() != Saving::Busy {
        phone::start_anew();
    }
}

/// A clock that jumped: the offset no longer holds, and what is being timed will ask for its minutes.
pub(crate) fn look_at_clock(app: App) {
    let mut jumped = false;
    app.backstage.update(|b| jumped = b.watch.look());
    if jumped {
        app.model.update(|m| {
            m.contact.offset_ms = None;
            m.timers.iter_mut().for_each(|t| t.jumped = true);
        });
        app.know(|model, change| {
            change.know("contact", &model.contact);
            change.know("timers", &model.timers);
        });
    }
}
