//! Saving: first line, second line, and only then *Sparad på telefonen*.

use super::app::{App, Saving, Screen};
use super::{problem, send, start};
use crate::device::first_line::{self, Leftover};
use crate::device::journal_store::{self, Change, Failure};
use crate::device::{clock, phone, value};
use domain::form::{self, Corrects, Form, Problem, Stamp, Unnumbered};
use domain::id::{EntryId, JournalId};
use domain::journal::Kept;
use domain::json::Json;
use domain::sender::Trigger;
use domain::timer::{Stop, Timer};

/// The first line's key for the timers that run.
pub(crate) const TIMERS: &str = "line1-timers";

/// What the phone knows at this moment; `None` before it is enrolled.
pub(crate) fn stamp(app: App) -> Option<Stamp> {
    let recorded_at = clock::now();
    app.model.with_untracked(|m| {
        let promise = m.promise(recorded_at.day())?;
        Some(Stamp {
            author: m.identity.as_ref()?.person,
            recorded_at,
            clock_offset_ms: m.contact.offset_ms,
            promise: promise.id.clone(),
            promise_version: promise.version,
        })
    })
}

/// Saves the form. What is wrong with it is shown; the form stays until the entry is saved.
pub(crate) fn save_form(app: App) {
    if app.saving.get_untracked() == Saving::Busy {
        return;
    }
    super::app::look_at_clock(app);
    let Some(form) = app.form.get_untracked() else { return };
    let Some(stamp) = stamp(app) else {
        app.saving.set(Saving::Failed(Failure::Silent));
        return;
    };
    let written = app.model.with_untracked(|m| Some(form.write(m.promise(stamp.recorded_at.day())?, &stamp)));
    match written {
        Some(Ok(entry)) => {
            app.problems.set(Vec::new());
            app.saving.set(Saving::Busy);
            app.backstage.update(|b| b.acting = None);
            leptos::task::spawn_local(save(app, entry, Some(form)));
        }
        Some(Err(problems)) => {
            app.tried.set(true);
            problem::look(app);
            if app.screen.get_untracked() != Screen::Form {
                app.show(Screen::Form);
            }
            match problems.iter().map(Problem::question).find(|question| !question.is_empty()) {
                Some(question) => phone::show_question(&problem::id_of(question)),
                None => phone::screen_changed("[role=alert]"),
            }
        }
        None => app.saving.set(Saving::Failed(Failure::Silent)),
    }
}

/// What takes something back; it is an entry too, so that numbers have no holes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Act {
    /// *Makulera*: the whole occasion.
    Withdraw { root: EntryId },
    /// *Ångra*: the occasion's last entry, whatever it was.
    Undo { last: EntryId },
}

/// Does it. A glove that taps twice does it once: two that didn't see each other would be a question to the supervisor.
pub(crate) fn act(app: App, act: Act) {
    if app.saving.get_untracked() == Saving::Busy {
        return;
    }
    let Some(stamp) = stamp(app) else { return };
    let fresh = EntryId(clock::fresh_id());
    let id = app.backstage.update(|b| {
        let (_, id) = b.acting.filter(|(before, _)| *before == act).unwrap_or((act, fresh));
        b.acting = Some((act, id));
        id
    });
    let entry = app.model.with_untracked(|m| match act {
        Act::Withdraw { root } => Some(form::withdrawal(id, &corrects(m, root), m.unit.clone(), &stamp)),
        Act::Undo { last } => {
            let last = m.entries.get(&last)?;
            let occasion = m.of_occasion(last.root());
            Some(form::undo(id, last, &occasion, &corrects(m, last.root()), &stamp))
        }
    });
    if let Some(entry) = entry {
        app.saving.set(Saving::Busy);
        leptos::task::spawn_local(save(app, entry, None));
    }
}

/// What failed, once more: what was to be taken back, or the form.
pub(crate) fn try_again(app: App) {
    match app.backstage.with_untracked(|b| b.acting) {
        Some((what, _)) => act(app, what),
        None => save_form(app),
    }
}

/// A form that corrects what stands of an occasion.
pub(crate) fn correct(app: App, root: EntryId) {
    let id = EntryId(clock::fresh_id());
    let form = app.model.with_untracked(|m| {
        let (entry, fact) = m.standing(root)?;
        Some(Form::correcting(id, entry, fact, corrects(m, root).replaces))
    });
    if let Some(form) = form {
        super::form::take_up(app, form);
    }
}

/// A refused entry was never held by the server: it is recorded anew, as a new entry.
pub(crate) fn record_anew(app: App, id: EntryId) {
    let form = app.model.with_untracked(|m| {
        let entry = m.entries.get(&id)?;
        let fact = entry.fact.as_ref()?;
        Some(Form::recording_anew(EntryId(clock::fresh_id()), entry, fact))
    });
    if let Some(form) = form {
        super::form::take_up(app, form);
    }
}

/// All that the phone has of an occasion, the heads that a decision named included.
fn corrects(model: &super::model::Model, root: EntryId) -> Corrects {
    let mut replaces: Vec<EntryId> = model.of_occasion(root).iter().map(|e| e.id).collect();
    if let Some(decision) = model.decision(root) {
        replaces.extend(decision.heads.iter().filter(|head| !replaces.contains(head)).copied().collect::<Vec<_>>());
    }
    Corrects { root, replaces }
}

async fn save(app: App, entry: Unnumbered, form: Option<Form>) {
    let partnership = app.model.with_untracked(|m| m.identity.as_ref().map(|i| i.partnership.to_string()));
    let left = Leftover {
        id: entry.id,
        author: entry.author,
        body: entry.body,
        partnership: partnership.clone(),
        kept_at_ms: Some(clock::now_ms()),
    };
    // Whether the first line holds or not, only the second one's word counts.
    first_line::keep(&left);
    let asked = left.id;
    match second_line(left, &partnership.unwrap_or_default()).await {
        Ok(kept) => {
            if kept.id != asked {
                // What it corrects was kept behind our back, and is to be sent before it.
                start::reload(app).await;
            }
            saved(app, kept, form);
        }
        Err(failure) => {
            app.saving.set(Saving::Failed(failure));
            if form.is_none() {
                // Nobody has filled anything in: whoever doesn't try again has withdrawn nothing.
                first_line::release(asked);
                return;
            }
            if app.screen.get_untracked() != Screen::Form {
                app.show(Screen::Form);
            }
            phone::screen_changed("[role=alert]");
        }
    }
}

/// Brings an entry into the journal and lets the first line go. Where the journal has the same form already, kept with other
/// content by a save that seemed to fail, this corrects it; the first line has it under its new id before the second does, so
/// that nobody who starts again makes a third.
///
/// # Errors
/// [`Failure`]; the first line still has it.
pub(crate) async fn second_line(mut left: Leftover, partnership: &str) -> Result<Kept, Failure> {
    loop {
        let fresh = JournalId(clock::fresh_id());
        if let Some(kept) = journal_store::keep(&left, partnership, clock::now_ms(), fresh).await? {
            first_line::release(left.id);
            return Ok(kept);
        }
        let held = Unnumbered { id: left.id, author: left.author, body: String::new() };
        let body = value::json(&left.body).unwrap_or(Json::Null);
        let Some(again) = form::again(&held, body, EntryId(clock::fresh_id())) else { return Err(Failure::Silent) };
        left = Leftover { id: again.id, body: again.body, ..left };
        first_line::keep(&left);
        first_line::release(held.id);
    }
}

/// The entry is saved: now, and not before, it is said.
fn saved(app: App, kept: Kept, form: Option<Form>) {
    let entry = start::read(&kept);
    let id = kept.id;
    app.model.update(|m| {
        m.take(kept, entry);
        m.saved = Some(id);
    });
    if let Some(form) = form {
        super::form::put_away(app);
        end_timer(app, form.id);
        app.show(Screen::Record);
    } else {
        app.backstage.update(|b| b.acting = None);
        if matches!(app.screen.get_untracked(), Screen::Entry(_)) {
            app.leave();
        }
    }
    app.thrown.set(None);
    app.saving.set(Saving::Open);
    phone::vibrate();
    phone::persist();
    phone::tell_other_tabs();
    send::nudge(app, Trigger::Saved);
}

/// Starts timing. The start is written down at once, in both lines, since the phone may die before the stop.
pub(crate) fn start_timer(app: App) {
    let Some(form) = app.form.get_untracked() else { return };
    super::app::look_at_clock(app);
    let activity = form.activity.clone();
    let timer = Timer {
        id: form.id,
        activity: form.activity,
        area: form.area,
        unit: form.unit,
        started_at: clock::now(),
        jumped: false,
    };
    run_timer(app, timer);
    super::form::put_away(app);
    app.show(Screen::Run(activity));
}

/// Lets a timer run, in place of another one of its activity.
pub(super) fn run_timer(app: App, timer: Timer) {
    app.model.update(|m| {
        m.timers.retain(|t| t.activity != timer.activity);
        m.timers.push(timer);
    });
    keep_timers(app);
}

/// Stops timing and saves: one tap. One that has only just begun runs on, and how long it took is asked for where the clock
/// can't tell.
pub(crate) fn stop_timer(app: App, timer: &Timer) {
    super::app::look_at_clock(app);
    let now = clock::now();
    let stopped = app.model.with_untracked(|m| Some(m.timer(&timer.activity)?.stop(m.activity(&timer.activity)?, now)));
    match stopped {
        Some(Stop::JustBegun) => app.hasty.set(true),
        Some(Stop::Form(form)) => {
            super::form::hold(app, *form);
            save_form(app);
        }
        None => {}
    }
}

/// Ends a timer, whatever became of it.
pub(super) fn end_timer(app: App, id: EntryId) {
    if app.model.with_untracked(|m| m.timers.iter().any(|t| t.id == id)) {
        app.model.update(|m| m.timers.retain(|t| t.id != id));
        keep_timers(app);
    }
}

/// The timers that run, in both lines.
fn keep_timers(app: App) {
    let mut change = Change::default();
    let text = app.model.with_untracked(|m| {
        change.know("timers", &m.timers);
        value::text(&m.timers)
    });
    if let Some(text) = &text {
        first_line::remember(TIMERS, text);
    }
    leptos::task::spawn_local(async move {
        if journal_store::settle(change).await.is_ok() {
            // Another timer may have been started meanwhile: the first line lets it go when the second has it.
            if first_line::recall(TIMERS) == text {
                first_line::forget(TIMERS);
            }
            phone::tell_other_tabs();
        }
    });
}
