//! Starting, for the one who has unlocked the page: what a page that died left behind is brought over, then everything kept
//! is put in hand.

use super::{area, clock as app_clock, draft, navigate, save, sync, timers};
use crate::device::clock;
use crate::device::journal_store::{self, Change, Loaded};
use crate::device::{browser, local_store};
use crate::state::AppState;
use crate::state::clock::Watch;
use crate::state::screen::Screen;
use domain::entry::Entry;
use domain::id::{DeviceId, EntryId};
use domain::journal::Kept;
use domain::sender::Trigger;
use leptos::prelude::*;

/// How many received entries are put in hand; all that wait or were refused are, whatever their number.
const NEWEST: u32 = 300;

/// The whole start, once for each page.
pub(crate) async fn start(app: AppState) {
    local_store::load();
    if let Some(theme) = local_store::theme() {
        browser::set_theme(&theme);
    }
    app.model.update(|m| {
        m.unit = local_store::get(area::UNIT);
        m.update = browser::update_waits();
    });
    reload(app).await;
    if store_pending_entries(app).await {
        reload(app).await;
    }
    area::recall(app);
    start_clock(app);
    restore_draft(app).await;
    open_first_screen(app);
    sync::maybe_sync(app, Trigger::Started);
    wait_for_shell(app).await;
}

/// Reads everything that is kept; also when another tab changed it.
pub(crate) async fn reload(app: AppState) {
    let loaded = journal_store::load(NEWEST).await;
    app.model.update(|m| m.silent = loaded.is_err());
    if let Ok(loaded) = loaded {
        apply_loaded(app, loaded);
    }
}

fn apply_loaded(app: AppState, loaded: Loaded) {
    let enrolled = loaded.meta::<DeviceId>("device");
    app.model.update(|m| {
        m.identity = loaded.meta("identity");
        m.contact = loaded.meta("contact").unwrap_or_default();
        m.feedback = loaded.meta("feedback");
        m.tallies = loaded.meta("tallies").unwrap_or_default();
        m.decisions = loaded.list("changes").unwrap_or_default();
        // What the first line still holds is newer: its transaction is under way.
        m.timers = timers::from_local_store().or_else(|| loaded.list("timers")).unwrap_or_default();
        m.timers.retain(|t| !loaded.entries.iter().any(|k| k.id == t.id));
        m.shift = loaded.meta("shift");
        m.unit = m.unit.take().or_else(|| loaded.meta("unit")).filter(|u: &String| !u.is_empty());
        m.set_promises(loaded.all("promise/"));
        m.journals.clear();
        m.journals.extend(loaded.journals.iter().map(|j| (j.id, j.last_seq)));
        m.entries.clear();
        m.corrections.clear();
        loaded.entries.iter().filter_map(parse_entry).for_each(|e| m.add_entry(e));
        let others: Vec<Entry> =
            m.decisions.iter().flat_map(|d| &d.entries).filter_map(|json| Entry::read(json).ok()).collect();
        others.into_iter().for_each(|e| m.add_entry(e));
        m.kept = loaded.entries;
    });
    // Somebody else enrolled this phone anew since: without a code of one's own what waits would be refused.
    if app.model.with_untracked(|m| m.identity.as_ref().map(|i| i.device)) != enrolled {
        sync::require_code(app);
    }
    if let Some(limits) = app.model.with_untracked(|m| m.contact.limits) {
        app.backstage.update_value(|b| b.sender.limits = limits);
    }
}

/// What a kept entry says, where this version can read it.
pub(crate) fn parse_entry(kept: &Kept) -> Option<Entry> {
    Entry::read(&serde_json::from_str(&kept.wire_text()).ok()?).ok()
}

/// Brings leftovers of the first line into the journal: the same id, so nothing doubles. `true` when there were any.
async fn store_pending_entries(app: AppState) -> bool {
    let mut brought = false;
    for left in local_store::pending_entries() {
        let partnership = left
            .partnership
            .clone()
            .or_else(|| app.model.with_untracked(|m| Some(m.identity.as_ref()?.partnership.to_string())));
        if let Some(partnership) = partnership
            && save::store_in_journal(left, &partnership).await.is_ok()
        {
            brought = true;
        }
    }
    if let Some(timers) = timers::from_local_store() {
        let mut change = Change::default();
        change.set_meta("timers", &timers);
        if journal_store::settle(change).await.is_ok() {
            local_store::remove(timers::TIMERS);
            brought = true;
        }
    }
    brought
}

/// The clock can't be earlier than the last contact or the last entry.
fn start_clock(app: AppState) {
    let latest_ms = app.model.with_untracked(|m| m.latest_ms());
    app.backstage.update_value(|b| b.watch = Watch::since(latest_ms.unwrap_or_default()));
    app_clock::look(app);
}

/// Names this tab, and finds the draft that is its own or a dead tab's. One whose id is in the journal was saved.
async fn restore_draft(app: AppState) {
    let fresh = EntryId(clock::fresh_id()).to_string();
    let (own, living) = browser::claim_tab(local_store::tab(), &fresh).await;
    local_store::set_tab(&own);
    let mut found = None;
    let mut drafts = local_store::drafts();
    drafts.sort_by_key(|(tab, _)| *tab != own);
    for (tab, draft) in drafts {
        // One at a time: a second dead tab's comes with the next start.
        if found.is_some() || (tab != own && living.contains(&tab)) {
            continue;
        }
        let saved = app.model.with_untracked(|m| m.kept.iter().any(|k| k.id == draft.id));
        local_store::store_draft(&tab, None);
        if !saved && draft.is_draft() {
            found = Some(draft);
        }
    }
    if let Some(form) = &mut found {
        form.take_up_again(clock::now());
        local_store::store_draft(&own, Some(form));
    }
    app.backstage.update_value(|b| b.tab = own);
    app.form.set(found);
    draft::check_problems(app);
}

fn open_first_screen(app: AppState) {
    let tab = browser::take_query("flik");
    let activity = browser::take_query("aktivitet");
    browser::take_query("gor");
    navigate::show(
        app,
        match tab.as_deref() {
            Some("journal") => Screen::Journal,
            Some("takt") => Screen::Pace,
            _ => Screen::Record,
        },
    );
    if app.form.with_untracked(Option::is_some) {
        navigate::show(app, Screen::Form);
    } else if area::ask_again(app) {
        // The place comes first; a shortcut is then one tap away.
    } else if let Some(activity) = activity {
        draft::open(app, &activity.as_str().into());
    }
}

/// Looks until the shell is kept: the worker installs while the app already runs.
async fn wait_for_shell(app: AppState) {
    if browser::shell_ready().await {
        app.model.update(|m| m.shell = true);
    }
}

/// Asks again whether the shell is kept, as long as it isn't.
pub(crate) fn check_shell(app: AppState) {
    if !app.model.with_untracked(|m| m.shell) {
        leptos::task::spawn_local(wait_for_shell(app));
    }
}
