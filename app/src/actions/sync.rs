//! Sending: performs what `domain::sender` decides. One sender across tabs; whether it sends is never stored.

use super::{clock as app_clock, feedback, load};
use crate::device::contact::Contact;
use crate::device::http::{self, FetchedPromise, Response};
use crate::device::journal_store::{self, Change};
use crate::device::{browser, clock, crash, local_store};
use crate::state::AppState;
use crate::state::model::Model;
use crate::state::status::Connection;
use domain::entry::Refusal;
use domain::id::{EntryId, JournalId};
use domain::journal::{self, Kept, State};
use domain::sender::{self, Outcome, Then, Trigger};
use domain::wire::{Answer, Change as Decision, Flag};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// How many decisions the phone keeps, the newest of them.
const DECISIONS: usize = 200;

/// Syncs, if the sender decides that this trigger is a reason to.
pub(crate) fn maybe_sync(app: AppState, trigger: Trigger) {
    load::check_shell(app);
    let now_ms = clock::now_ms();
    let (enrolled, waiting, last) =
        app.model.with_untracked(|m| (m.identity.is_some(), journal::queue(&m.kept, now_ms).waiting, m.contact.at_ms));
    let sends = app.backstage.with_value(|b| !b.sending && b.sender.sends(trigger, waiting, last, now_ms));
    if enrolled && sends {
        app.backstage.update_value(|b| b.sending = true);
        leptos::task::spawn_local(async move {
            let lock = http::lock_sender().await;
            // Without the lock another tab sends, and hears of what this one keeps.
            let sent = lock.is_some();
            while sent && attempt(app).await == Then::GoOn {}
            if sent {
                send_crashes(app).await;
            }
            drop(lock);
            app.backstage.update_value(|b| b.sending = false);
            // What was saved during the last request has had no trigger of its own.
            let left = app.model.with_untracked(|m| {
                m.connection == Connection::Idle && m.kept.iter().any(|k| k.state == State::Waiting)
            });
            if sent && left {
                maybe_sync(app, Trigger::Timer);
            }
        });
    }
}

/// Tells of earlier crashes, once the server has answered.
async fn send_crashes(app: AppState) {
    let crashes = crash::stored();
    let answered = app.model.with_untracked(|m| m.connection == Connection::Idle);
    if answered && !crashes.is_empty() && http::send_crashes(crashes).await {
        crash::remove_stored();
    }
}

/// Sending waits for a code; recording goes on.
pub(crate) fn require_code(app: AppState) {
    app.backstage.update_value(|b| _ = b.sender.learn(Outcome::NotSignedIn, 0, 0.0));
    app.model.update(|m| m.connection = Connection::SignIn);
}

/// Asks for the code; once it is accepted the queue goes on.
pub(crate) fn enrol_again(app: AppState) {
    leptos::task::spawn_local(async move {
        if browser::enrol_anew().await {
            // What the server didn't take from a stranger waits for it again.
            let mut change = Change::default();
            let strange = app.model.with_untracked(|m| journal::enrolled(&m.kept));
            change.states.extend(strange.into_iter().map(|id| (id, State::Waiting)));
            journal_store::settle(change).await.ok();
            load::reload(app).await;
            resume(app);
        }
    });
}

fn resume(app: AppState) {
    app.backstage.update_value(|b| b.sender.resume());
    app.model.update(|m| m.connection = Connection::Idle);
    maybe_sync(app, Trigger::Started);
}

async fn attempt(app: AppState) -> Then {
    let (text, batch, named) = request(app);
    app.model.update(|m| m.connection = if batch.is_empty() { m.connection } else { Connection::Sending(batch.len()) });
    let began_ms = clock::now_ms();
    let (response, answer) = http::sync(&text).await;
    let heard_ms = clock::now_ms();
    let sent: Vec<EntryId> = batch.iter().map(|k| k.id).collect();
    let outcome = match (response.status, answer) {
        (200, Some(answer)) => apply_response(app, (&sent, &named), answer, &response, (began_ms, heard_ms)).await,
        (status, _) => Outcome::of(status, response.problem_code().as_deref(), sent.len(), response.retry_after_ms),
    };
    let jitter = f64::from(u32::from_be_bytes(browser::random())) / f64::from(u32::MAX);
    let then = app.backstage.try_update_value(|b| b.sender.learn(outcome, clock::now_ms(), jitter));
    let then = then.unwrap_or(Then::Rest);
    app.model.update(|m| {
        m.connection = match outcome {
            Outcome::Answered { .. } => Connection::Idle,
            Outcome::NotSignedIn => Connection::SignIn,
            Outcome::TooMuch { sent: 1.. } => m.connection,
            _ if browser::online() => Connection::NoResponse,
            _ => Connection::NoCoverage,
        };
    });
    app_clock::tick(app);
    match (then, batch.first()) {
        (Then::RefuseLone, Some(lone)) => refuse(app, lone.id).await,
        (Then::RefuseLone, None) => Then::Rest,
        (then, _) => then,
    }
}

/// The request, the entries in it, and the journals that it names.
fn request(app: AppState) -> (String, Vec<Kept>, BTreeMap<JournalId, u64>) {
    app.model.with_untracked(|m| {
        app.backstage.with_value(|b| {
            let batch = b.sender.batch(&m.kept);
            let waiting = m.kept.iter().filter(|k| k.state == State::Waiting).count();
            let text = sender::request_text(
                m.contact.cursor.as_deref(),
                waiting - batch.len(),
                clock::now(),
                &m.journals,
                &batch,
            );
            (text, batch.into_iter().cloned().collect(), m.journals.clone())
        })
    })
}

/// Applies a whole response. One that doesn't fit what was sent counts as none. Where the request left out a journal, its
/// decisions are not complete: they are left for the next one.
async fn apply_response(
    app: AppState,
    (sent, named): (&[EntryId], &BTreeMap<JournalId, u64>),
    mut answer: Answer,
    response: &Response,
    (began_ms, heard_ms): (i64, i64),
) -> Outcome {
    let (epoch, offset_ms) = app.model.with_untracked(|m| (m.contact.epoch.clone(), m.contact.offset_ms));
    let Ok(all) = journal_store::all().await else { return Outcome::Unknown };
    let states = journal::settle(&all, sent, &answer, epoch.as_deref());
    if answer.verdicts.len() != sent.len() || !sent.iter().all(|id| states.contains_key(id)) {
        return Outcome::Unknown;
    }
    if !journal::names_all(named, &all) {
        answer.cursor = app.model.with_untracked(|m| m.contact.cursor.clone()).unwrap_or_default();
        answer.changes.clear();
    }
    let has_settled = |id: &EntryId| states.get(id).is_some_and(|state| *state != State::Waiting);
    let returned = states.iter().any(|(id, state)| *state == State::Waiting && !sent.contains(id));
    // One whose verdict this build doesn't know waits for the next contact: sent at once, it would get the same.
    let settled = sent.iter().any(has_settled);
    let mut gone = journal::outlived(&all, answer.server_time.unix_ms);
    gone.retain(|id| !states.contains_key(id));
    let cloned = |id: &EntryId| all.iter().find(|k| k.id == *id).map(|k| k.journal);
    let closed: Vec<JournalId> = answer
        .verdicts
        .iter()
        .zip(sent)
        .filter(|(v, _)| v.flags.contains(&Flag::Cloned))
        .filter_map(|(_, id)| cloned(id))
        .collect();
    let contact = Contact {
        at_ms: Some(heard_ms),
        offset_ms: sender::offset_ms(answer.server_time.unix_ms, began_ms, heard_ms).or(offset_ms),
        cursor: Some(answer.cursor.clone()),
        epoch: Some(answer.epoch.clone()),
        promises: answer.promises.clone(),
        revoked: answer.revoked,
        limits: Some(answer.limits),
    };
    let fetched = fetch_missing(app, &contact).await;
    let decisions = app.model.with_untracked(|m| with_changes(&m.decisions, &answer));
    let mut change =
        Change { states: states.iter().map(|(id, s)| (*id, s.clone())).collect(), closed, gone, ..Change::default() };
    change.set_meta("contact", &contact);
    // A server that couldn't read its totals gives receipts without them: what was known before stands.
    if let Some(tallies) = response.raw_member("tallies").filter(|_| answer.revoked || !answer.tallies.is_empty()) {
        change.set_raw_meta("tallies", tallies);
    }
    change.set_meta("changes", &decisions);
    store_promises(&mut change, fetched);
    if journal_store::settle(change).await.is_err() {
        // A full phone has let go of what was received all the same.
        load::reload(app).await;
        return Outcome::Unknown;
    }
    app.backstage.update_value(|b| b.sender.limits = answer.limits);
    browser::notify_other_tabs();
    load::reload(app).await;
    feedback::refresh_if_due(app);
    let left = app.model.with_untracked(|m| m.kept.iter().any(|k| k.state == State::Waiting));
    let over = answer.revoked && !left && local_store::pending_entries().is_empty();
    browser::settle_key(answer.seal, over);
    Outcome::Answered { more: answer.more || (left && settled) || returned }
}

/// Earlier decisions with those of an answer behind them.
fn with_changes(earlier: &[Decision], answer: &Answer) -> Vec<Decision> {
    let all = earlier.len() + answer.changes.len();
    earlier.iter().chain(&answer.changes).skip(all.saturating_sub(DECISIONS)).cloned().collect()
}

/// The promises in force that the phone doesn't have in their version. What can't be fetched now is missed again later.
pub(crate) async fn fetch_missing(app: AppState, contact: &Contact) -> Vec<FetchedPromise> {
    let has = |model: &Model, id, version| model.catalogue.get(id).is_some_and(|p| p.version == version);
    let mut fetched = Vec::new();
    for named in &contact.promises {
        if app.model.with_untracked(|m| has(m, &named.id, named.version)) {
            continue;
        }
        fetched.extend(http::fetch_promise(&named.id).await);
    }
    fetched
}

/// Stores promises as the server sent them.
fn store_promises(change: &mut Change, promises: Vec<FetchedPromise>) {
    for promise in promises {
        change.set_raw_meta(&["promise/", promise.id.as_str()].concat(), promise.json);
    }
}

/// A lone entry that the server can't read at all: it stays with its reason, and blocks nobody.
async fn refuse(app: AppState, id: EntryId) -> Then {
    let refused = State::Refused { code: Refusal::Unreadable.code().to_owned(), message: None };
    let change = Change { states: vec![(id, refused)], ..Change::default() };
    if journal_store::settle(change).await.is_err() {
        return Then::Rest;
    }
    load::reload(app).await;
    Then::GoOn
}
