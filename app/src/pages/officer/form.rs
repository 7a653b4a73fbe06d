//! The form of an activity: two taps when nothing is asked, everything within the thumb's reach when something is.

use super::app::{App, Saving, Screen};
use super::{fields, keep, sheet};
use crate::device::journal_store::Failure;
use crate::device::{clock, first_line};
use crate::parts::phone::key::{Key, activity_icon, back, icon, note, quiet, tap};
use crate::parts::phone::piece::{Piece, live, nothing, perhaps, piece};
use crate::words::officer as words;
use domain::form::Form;
use domain::id::{ActivityId, EntryId};
use domain::promise::Activity;
use leptos::prelude::*;

/// Opens a fresh form: its entry gets its id now, so that a double tap is one entry.
pub(crate) fn open(app: App, activity: &ActivityId) {
    let now = clock::now();
    let placeless = app.model.with_untracked(|m| m.area.is_none() && m.activity(activity).is_some_and(|a| a.in_area));
    if placeless {
        app.show(Screen::Place);
        return;
    }
    let form = app.model.with_untracked(|m| {
        let activity = m.activity(activity)?;
        Some(Form::open(EntryId(clock::fresh_id()), activity, m.area.clone(), m.unit.clone(), now))
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

/// Holds a form, also through the death of the page.
pub(crate) fn hold(app: App, form: Form) {
    app.problems.set(Vec::new());
    app.saving.set(Saving::Open);
    app.backstage.with_value(|b| first_line::keep_draft(&b.tab, Some(&form)));
    app.form.set(Some(form));
}

/// Changes the form that is held.
pub(crate) fn change(app: App, edit: impl FnOnce(&mut Form)) {
    app.form.update(|form| {
        if let Some(form) = form {
            edit(form);
            app.backstage.with_value(|b| first_line::keep_draft(&b.tab, Some(form)));
        }
    });
}

/// The form has become an entry, or was discarded.
pub(crate) fn put_away(app: App) {
    app.form.set(None);
    app.problems.set(Vec::new());
    app.saving.set(Saving::Open);
    app.backstage.with_value(|b| first_line::keep_draft(&b.tab, None));
}

/// Discards the form, and what the first line holds of it.
pub(crate) fn discard(app: App) {
    if let Some(form) = app.form.get_untracked() {
        first_line::release(form.id);
    }
    put_away(app);
    if app.screen.get_untracked() == Screen::Form {
        app.leave();
    }
}

/// What a form needs to be drawn; it is drawn anew only when its kind changes, never while somebody types.
struct Drawn {
    activity: Activity,
    title: String,
    area: String,
    corrects: bool,
    /// The shortest time that counts.
    least: Option<u32>,
}

fn drawn(app: App, form: &Form) -> Option<Drawn> {
    app.model.with_untracked(|m| {
        let activity = m.activity(&form.activity)?.clone();
        Some(Drawn {
            title: m.activity_name(&form.activity),
            area: form.area.as_ref().map(|a| m.area_name(a)).unwrap_or_default(),
            corrects: form.corrects.is_some(),
            least: m.least_minutes(&form.activity, form.area.as_ref(), form.day()),
            activity,
        })
    })
}

/// The screen.
pub(crate) fn screen(app: App) -> Piece {
    let kind = Memo::new(move |_| {
        app.form.with(|f| {
            let form = f.as_ref()?;
            let direct = app.model.with_untracked(|m| m.activity(&form.activity).map(|a| fields::is_direct(form, a)));
            Some((form.id, direct, form.area.clone()))
        })
    });
    live(move || {
        kind.track();
        let form = app.form.get_untracked();
        let Some((form, drawn)) = form.and_then(|f| drawn(app, &f).map(|d| (f, d))) else { return nothing() };
        whole(app, &form, drawn)
    })
}

fn whole(app: App, form: &Form, drawn: Drawn) -> Piece {
    let back_word = if drawn.corrects { words::LEAVE_AS_IT_WAS } else { words::BACK };
    let leave = move || if drawn.corrects { discard(app) } else { app.leave() };
    let heading = if drawn.corrects { words::correcting(&drawn.title) } else { drawn.title.clone() };
    let form_keys = keys(app, form, &drawn);
    piece(view! {
        <header class="display">
            {back("left", back_word, "back", tap(leave))}
            <h1 tabindex="-1" data-focus="">{crate::parts::phone::key::soft(&heading)}</h1>
            {sheet::line(app)}
        </header>
        <main class="body low">
            {live(move || failure(app))}
            {fields::fields(app, form, &drawn.activity)}
        </main>
        <div class="keys">{form_keys}</div>
    })
}

/// Which keys a form has. One is yellow: what is done most.
fn keys(app: App, form: &Form, drawn: &Drawn) -> Piece {
    let save_word = if drawn.area.is_empty() { words::SAVE.to_owned() } else { words::save_in(&drawn.area) };
    let save = Key::new("check", save_word).below(live(move || {
        let busy = app.saving.get() == Saving::Busy;
        piece(if busy { words::SAVING } else { "" })
    }));
    let save_tap = || tap(move || keep::save_form(app));
    if !fields::is_direct(form, &drawn.activity) {
        return save.go("save", save_tap());
    }
    let start = Key::new("wait", words::START).below(piece(words::start_in(&drawn.area, drawn.least)));
    let start_tap = tap(move || keep::start_timer(app));
    let afterwards = quiet("pen", words::AFTERWARDS, "afterwards", tap(move || fields::state_afterwards(app)));
    // Where a least time is asked for, an entry without minutes counts nothing: then only timing and stating remain.
    if drawn.least.is_some() {
        return piece(view! {
            {afterwards}
            {start.go("start", start_tap)}
        });
    }
    piece(view! {
        {afterwards}
        {start.plain("start", start_tap)}
        {save.go("save", save_tap())}
    })
}

/// A save that failed says so, and what was filled in stays in sight.
pub(crate) fn failure(app: App) -> Piece {
    match app.saving.get() {
        Saving::Failed(failure) => {
            let why = match failure {
                Failure::Full => words::STORAGE_FULL,
                Failure::Silent => words::STORAGE_SILENT,
            };
            let again = app
                .form
                .with_untracked(Option::is_some)
                .then(|| quiet("again", words::TRY_AGAIN, "again", tap(move || keep::save_form(app))));
            piece(view! {
                <div class="alert" role="alert" tabindex="-1" data-failed="">
                    <h2 class="note gap big">{icon("act")} {words::NOT_SAVED}</h2>
                    <p>{why}</p>
                    {perhaps(again)}
                </div>
            })
        }
        _ => {
            let problems = app.problems.get();
            let line = |p: &domain::form::Problem| piece(view! { <li>{words::problem(p)}</li> });
            let lines: Vec<Piece> = problems.iter().map(line).collect();
            perhaps((!lines.is_empty()).then(|| {
                piece(view! {
                    <div class="alert" role="alert" tabindex="-1">
                        <h2 class="note gap big">{icon("act")} {words::NOT_SAVED}</h2>
                        <ul>{lines}</ul>
                    </div>
                })
            }))
        }
    }
}

/// The form that was left: on the record screen until it is finished or discarded.
pub(crate) fn left_behind(app: App) -> Piece {
    let Some(form) = app.form.get() else { return nothing() };
    let (title, drawing) = app.model.with_untracked(|m| {
        let drawing = m.activity(&form.activity).and_then(|a| a.icon.clone());
        (m.title(&form.activity, form.area.as_ref()), activity_icon(drawing.as_deref()))
    });
    piece(view! {
        <section class="sheet" aria-label=words::DRAFT>
            {note(drawing, "i", words::draft_of(&title))}
            <p class="row">
                {quiet("pen", words::GO_ON, "resume", tap(move || app.show(Screen::Form)))}
                {quiet("x", words::DISCARD, "discard", tap(move || discard(app)))}
            </p>
        </section>
    })
}
