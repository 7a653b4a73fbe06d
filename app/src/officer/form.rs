//! The form of an activity: two taps when nothing is asked, everything within the thumb's reach when something is.

use super::app::{App, Saving, Screen};
use super::{fields, keep, problem, sheet, thrown};
use crate::device::journal_store::Failure;
use crate::device::{clock, first_line};
use crate::parts::key::{activity_icon, alert, back, go, heading, key, note, quiet};
use crate::parts::piece::{Piece, el, live, live_of, says, text};
use domain::form::Form;
use domain::id::{ActivityId, AreaId, EntryId};
use domain::promise::{Activity, Counting};
use texts::officer as words;

/// Opens a fresh form: its entry gets its id now, so that a double tap is one entry.
pub(crate) fn open(app: App, activity: &ActivityId) {
    let area = app.model.with_untracked(|m| m.area.clone());
    if area.is_none() && app.model.with_untracked(|m| m.activity(activity).is_some_and(|a| a.in_area)) {
        app.show(Screen::Place);
        return;
    }
    open_in(app, activity, area);
}

/// The same, for an area that may not be the shift's.
pub(crate) fn open_in(app: App, activity: &ActivityId, area: Option<AreaId>) {
    let form = app.model.with_untracked(|m| {
        let activity = m.activity(activity)?;
        Some(Form::open(EntryId(clock::fresh_id()), activity, area, m.unit.clone(), clock::now()))
    });
    if let Some(form) = form {
        take_up(app, form);
    }
}

/// Holds a form and shows it.
pub(crate) fn take_up(app: App, form: Form) {
    hold(app, form);
    app.show(Screen::Form);
}

/// Takes up the form that was left.
fn resume(app: App) {
    app.form.update(|form| {
        if let Some(form) = form {
            form.take_up_again(clock::now());
        }
    });
    problem::look(app);
    app.show(Screen::Form);
}

/// Holds a form, and one that somebody has filled in also through the death of the page. A draft that it takes the place of
/// comes forward again after it; nothing takes the place of one that is being saved.
pub(crate) fn hold(app: App, form: Form) {
    if app.saving.get_untracked() == Saving::Busy {
        return;
    }
    app.saving.set(Saving::Open);
    let other = app.form.get_untracked().filter(|held| held.id != form.id && held.is_draft());
    app.backstage.update(|b| {
        if let Some(other) = other {
            // By its own name: to the next start it is one that a dead tab left.
            first_line::keep_draft(&other.id.to_string(), Some(&other));
            b.aside.push(other);
        }
        first_line::keep_draft(&b.tab, Some(&form).filter(|form| form.is_draft()));
    });
    app.form.set(Some(form));
    app.tried.set(false);
    problem::look(app);
}

/// Changes the form that is held: from now on it is a draft.
pub(crate) fn change(app: App, edit: impl FnOnce(&mut Form)) {
    app.form.update(|form| {
        if let Some(form) = form {
            edit(form);
            form.edited = true;
            app.backstage.with_untracked(|b| first_line::keep_draft(&b.tab, Some(form)));
        }
    });
    problem::look(app);
}

/// The form has become an entry, or was discarded. The one that it took the place of is held again.
pub(crate) fn put_away(app: App) {
    app.saving.set(Saving::Open);
    let next = app.backstage.update(|b| {
        let next = b.aside.pop();
        first_line::keep_draft(&b.tab, next.as_ref());
        if let Some(form) = &next {
            first_line::keep_draft(&form.id.to_string(), None);
        }
        next
    });
    app.form.set(next);
    app.tried.set(false);
    problem::look(app);
}

/// The form's screen is left. One that was only looked at is put away; one that is being saved, or couldn't be, stays.
pub(crate) fn left(app: App) {
    let looked_at = app.form.with_untracked(|form| form.as_ref().is_some_and(|form| !form.is_draft()));
    if looked_at && app.saving.get_untracked() == Saving::Open {
        put_away(app);
    }
}

/// What a form needs to be drawn; it is drawn anew only when its kind changes, never while somebody types.
struct Drawn {
    activity: Activity,
    area: String,
    /// The same within a sentence.
    in_area: String,
    counting: Counting,
}

fn drawn(app: App, form: &Form) -> Option<Drawn> {
    app.model.with_untracked(|m| {
        Some(Drawn {
            activity: m.activity(&form.activity)?.clone(),
            area: form.area.as_ref().map(|a| m.area_name(a)).unwrap_or_default(),
            in_area: form.area.as_ref().map(|a| m.in_area(a)).unwrap_or_default(),
            counting: m.counting(&form.activity, form.area.as_ref(), form.starts_at(clock::now()).day()),
        })
    })
}

/// The screen.
pub(crate) fn screen(app: App) -> Vec<Piece> {
    let kind = move || {
        app.form.with(|f| {
            let Some(form) = f else { return String::new() };
            let direct = app.model.with_untracked(|m| m.activity(&form.activity).map(|a| fields::is_direct(form, a)));
            let area = form.area.as_ref().map(|a| a.as_str()).unwrap_or_default();
            [form.id.to_string().as_str(), if direct == Some(true) { "!" } else { "" }, area].concat()
        })
    };
    let whole = live_of(kind, move || {
        let form = app.form.get_untracked();
        let drawn = form.and_then(|f| drawn(app, &f).map(|d| (f, d)));
        drawn.map(|(form, drawn)| whole(app, &form, &drawn)).unwrap_or_default()
    });
    vec![whole]
}

fn whole(app: App, form: &Form, drawn: &Drawn) -> Vec<Piece> {
    let corrects = form.corrects.is_some();
    let way_back = if corrects { words::LEAVE_AS_IT_WAS } else { words::BACK };
    let name = &drawn.activity.name;
    let title = if corrects { words::correcting(name) } else { name.clone() };
    let display = vec![
        back("left", way_back, "back").taps(move || if corrects { thrown::form(app) } else { app.leave() }),
        heading("", &title),
        sheet::line(app),
    ];
    let mut body = vec![live(move || failure(app)), live(move || problem::summary(app))];
    body.extend(fields::fields(app, form, &drawn.activity));
    vec![sheet::display(display), el("main", "body low", body), el("div", "keys", keys(app, form, drawn))]
}

/// Which keys a form has. One is yellow: what is done most.
fn keys(app: App, form: &Form, drawn: &Drawn) -> Vec<Piece> {
    let save_word = if drawn.area.is_empty() { words::SAVE.to_owned() } else { words::save_in(&drawn.in_area) };
    let busy = says(move || if app.saving.get() == Saving::Busy { words::SAVING } else { "" }.to_owned());
    let save = go("save", "check", &save_word, Some(busy)).taps(move || keep::save_form(app));
    if !fields::is_direct(form, &drawn.activity) {
        return vec![save];
    }
    let of_start = text(&words::start_in(&drawn.area, drawn.counting));
    let state = move || fields::state_afterwards(app);
    // Start is never the lowest key: there the running timer has its stop.
    if drawn.counting.least_minutes().is_none() {
        let afterwards = quiet("pen", words::AFTERWARDS, "afterwards").taps(state);
        let start = key("key", "start", "wait", words::START, Some(of_start)).taps(move || keep::start_timer(app));
        return vec![afterwards, start, save];
    }
    // Where a least time is asked for, an entry without minutes counts nothing: then only timing and stating remain.
    let start = key("key go", "start", "wait", words::START, Some(of_start)).taps(move || keep::start_timer(app));
    let below = text(words::AFTERWARDS_WHAT);
    let afterwards = key("key", "afterwards", "pen", words::AFTERWARDS, Some(below)).taps(state);
    vec![start, afterwards]
}

/// A save that failed says so, and what was filled in stays in sight.
pub(crate) fn failure(app: App) -> Vec<Piece> {
    if let Saving::Failed(failure) = app.saving.get() {
        let why = match failure {
            Failure::Full => words::STORAGE_FULL,
            // The key is gone that it would be kept under.
            Failure::Silent if app.model.with_untracked(|m| m.contact.revoked) => words::REVOKED,
            Failure::Silent => words::STORAGE_SILENT,
        };
        let mut inside = vec![el("p", "", vec![text(why)])];
        let acts = app.backstage.with_untracked(|b| b.acting.is_some());
        if acts || app.form.with_untracked(Option::is_some) {
            inside.push(quiet("again", words::TRY_AGAIN, "again").taps(move || keep::try_again(app)));
        }
        return vec![alert(words::NOT_SAVED, inside).set("data-failed", "")];
    }
    Vec::new()
}

/// The form that was left: on the record screen until it is finished or thrown away.
pub(crate) fn left_behind(app: App) -> Vec<Piece> {
    let Some(form) = app.form.get() else { return Vec::new() };
    let now = app.minute();
    let (title, drawing) = app.model.with_untracked(|m| {
        let drawing = m.activity(&form.activity).and_then(|a| a.icon.clone());
        (m.title(&form.activity, form.area.as_ref()), activity_icon(drawing.as_deref()))
    });
    let both = vec![
        quiet("pen", words::GO_ON, "resume").taps(move || resume(app)),
        quiet("x", words::DISCARD, "discard").taps(move || thrown::form(app)),
    ];
    // Of what happens now the time isn't known yet: it says when it was begun.
    let said = words::draft_of(&title, form.started_at, now);
    let inside = vec![note(drawing, "i", &said), el("p", "row", both)];
    vec![el("section", "sheet", inside).set("aria-label", words::DRAFT)]
}
