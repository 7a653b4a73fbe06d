//! After a backup was put back: what the exported log says was done since is done again (protocol, section 7).
//! A restored backup must revive no revoked phone, let in nobody who was disabled, and forget no decision.
//!
//! It may be played again as often as one likes. Decisions about entries that phones have yet to offer again wait for that.

use crate::audit_file;
use crate::store::{AuditEvent, DecisionRequest, LoggedJournal, SessionOf, Store};
use anyhow::{Context, Result};
use domain::audit::Row;
use domain::decision::Decision;
use domain::id::{DeviceId, EntryId, JournalId, PartnershipId, PasskeyId, PersonId};
use ed25519_dalek::VerifyingKey;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::io::Cursor;

/// What was done again, and what is left for people.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Replayed {
    /// Phones that are revoked, by what the log says.
    pub devices: usize,
    pub people: usize,
    /// Passkeys that are removed.
    pub passkeys: usize,
    /// People who are taken off a phone that they left.
    pub left: usize,
    pub decisions: usize,
    /// Decisions about entries that aren't here yet: play the log again when phones have offered theirs.
    pub waiting: usize,
    /// Journals of which it is known now how far they went.
    pub journals: usize,
    /// Journals of phones that aren't known here any more.
    pub unknown: usize,
    /// Deeds since the backup that nobody but a person can do again, by their word in the log.
    pub by_hand: BTreeMap<String, usize>,
}

/// What a row of those deeds names.
#[derive(Deserialize)]
struct About {
    #[serde(default)]
    device: Option<DeviceId>,
    #[serde(default)]
    person: Option<PersonId>,
    #[serde(default)]
    passkey: Option<PasskeyId>,
    #[serde(default)]
    decision: Option<Decision>,
    #[serde(default)]
    entry: Option<Written>,
    #[serde(default)]
    through: BTreeMap<JournalId, u64>,
}

/// The entry that a decision was written as.
#[derive(Deserialize)]
struct Written {
    id: EntryId,
    journal: JournalId,
}

/// Whose work is lost with the days that the backup doesn't have, and isn't told whole by the log.
const BY_HAND: [AuditEvent; 17] = [
    AuditEvent::CreatePerson,
    AuditEvent::ChangePerson,
    AuditEvent::ChoosePassword,
    AuditEvent::AddPasskey,
    AuditEvent::LinkIdentity,
    AuditEvent::Enrol,
    AuditEvent::LoadPromise,
    AuditEvent::UnloadPromise,
    AuditEvent::RemovePartnership,
    AuditEvent::DraftReport,
    AuditEvent::WriteReport,
    AuditEvent::ChooseRow,
    AuditEvent::FreezeReport,
    AuditEvent::ApproveReport,
    AuditEvent::ReopenReport,
    AuditEvent::PublishReport,
    AuditEvent::WithdrawReport,
];

/// Does again what an export tells. Rows count in their order, so that who was given access back keeps it, and what was said
/// here since stands.
///
/// # Errors
/// When the export isn't signed by this server's key, can't be read, or the database fails; what was done until then stays
/// done, and the same may be tried again.
pub async fn replay(store: &Store, export: &[u8], key: &VerifyingKey, now_ms: i64) -> Result<Replayed> {
    let mut walks = BTreeMap::new();
    for partnership in store.logged_partnerships().await? {
        let walk = store.walk_audit(&partnership).await?;
        walks.insert(partnership, walk);
    }
    // Signed and unbroken, or it proves nothing. That this database's log is shorter is what a restored backup is.
    audit_file::against(store, &mut Cursor::new(export), key, &mut walks).await.context("the export proves nothing")?;
    let mut done = Replayed::default();
    let mut access: BTreeMap<(PartnershipId, PersonId), Row> = BTreeMap::new();
    let mut phones: BTreeMap<(PartnershipId, DeviceId, PersonId), Row> = BTreeMap::new();
    let mut told: BTreeMap<(PartnershipId, JournalId), LoggedJournal> = BTreeMap::new();
    let mut decided = Vec::new();
    for row in audit_file::told(export)? {
        let about: About = serde_json::from_str(&row.about).context("a row of the export can't be read")?;
        if row.deed == AuditEvent::Revoke.word()
            && let Some(device) = about.device
        {
            done.devices += usize::from(store.revoke(&row.partnership, device, None, now_ms).await?);
        } else if row.deed == AuditEvent::RemovePasskey.word()
            && let Some((passkey, person)) = about.passkey.zip(row.person)
        {
            let of = SessionOf { partnership: row.partnership, person };
            done.passkeys += usize::from(store.remove_passkey(&of, passkey, now_ms).await?);
        } else if [AuditEvent::LeavePhone, AuditEvent::Enrol].iter().any(|deed| row.deed == deed.word())
            && let Some((device, person)) = about.device.zip(row.person)
        {
            by_hand(store, &row, &mut done).await?;
            phones.insert((row.partnership.clone(), device, person), row);
        } else if [AuditEvent::DisablePerson, AuditEvent::EnablePerson].iter().any(|deed| row.deed == deed.word()) {
            access.extend(about.person.map(|person| ((row.partnership.clone(), person), row)));
        } else if let Some(decision) = about.decision {
            decided.push((row, decision, about.entry));
        } else if !about.through.is_empty() {
            for at in went(&row, &about) {
                let newest = told.entry((row.partnership.clone(), at.journal)).or_insert(at);
                newest.through = newest.through.max(at.through);
            }
        } else {
            by_hand(store, &row, &mut done).await?;
        }
    }
    for ((partnership, device, person), row) in phones {
        let of = SessionOf { partnership, person };
        done.left += usize::from(leaves_again(store, &of, device, &row, now_ms).await?);
    }
    for ((partnership, person), row) in access {
        let again = is_access_given_again(store, SessionOf { partnership, person }, &row, now_ms).await?;
        done.people += usize::from(again);
    }
    for (of, told) in told {
        let learned = store.learn_of(&of.0, told).await?;
        *(if learned { &mut done.journals } else { &mut done.unknown }) += 1;
    }
    for (row, decision, written) in decided {
        decide(store, row, decision, written, &mut done).await?;
    }
    Ok(done)
}

/// How far a batch says that its journals went.
fn went(row: &Row, about: &About) -> Vec<LoggedJournal> {
    let of = row.person.zip(about.device);
    let told = |(person, device)| {
        about.through.iter().map(move |(&journal, &through)| LoggedJournal { journal, person, device, through })
    };
    of.into_iter().flat_map(told).collect()
}

/// Counts what only a person can do again.
async fn by_hand(store: &Store, row: &Row, done: &mut Replayed) -> Result<()> {
    let is_by_hand = BY_HAND.iter().any(|deed| row.deed == deed.word());
    if is_by_hand && !store.has_logged(&row.partnership, row.number, row.at_ms).await? {
        *done.by_hand.entry(row.deed.clone()).or_default() += 1;
    }
    Ok(())
}

/// Takes a person off a phone again, where leaving it was the last that the log says of the two, and nothing has been said of
/// them here since. Whether that took anything away.
async fn leaves_again(store: &Store, of: &SessionOf, device: DeviceId, row: &Row, now_ms: i64) -> Result<bool> {
    let is_last = row.deed == AuditEvent::LeavePhone.word();
    if !is_last || store.has_enrolled_since(of, device, row.at_ms).await? {
        return Ok(false);
    }
    store.take_off(of, device, now_ms).await
}

/// Takes access away again, or gives it back, unless something has been said of it here since. Whether it was taken away.
async fn is_access_given_again(store: &Store, of: SessionOf, row: &Row, now_ms: i64) -> Result<bool> {
    if store.has_access_word_since(&of, row.at_ms).await? {
        return Ok(false);
    }
    if row.deed == AuditEvent::EnablePerson.word() {
        store.enable(&of, None, now_ms).await?;
        return Ok(false);
    }
    Ok(store.disable(&of, None, now_ms).await?.is_ok())
}

/// Decides again, in the name of who decided and at the time when it was.
async fn decide(
    store: &Store,
    row: Row,
    decision: Decision,
    written: Option<Written>,
    done: &mut Replayed,
) -> Result<()> {
    let Some(by) = row.person else { return Ok(()) };
    if store.has_decided(&row.partnership, &decision, (by, row.at_ms)).await? {
        return Ok(());
    }
    let Some(organisation) = store.organisation_of(&row.partnership, by).await? else {
        done.waiting += 1;
        return Ok(());
    };
    let fresh = match written {
        Some(Written { id, journal }) => (id, journal),
        None => (EntryId(crate::secret::new_id(row.at_ms)?), JournalId(crate::secret::new_id(row.at_ms)?)),
    };
    let asked = DecisionRequest {
        partnership: row.partnership,
        by,
        organisation,
        decision,
        fresh,
        seen: None,
        now_ms: row.at_ms,
    };
    match store.decide(&asked).await? {
        Ok(_) => done.decisions += 1,
        Err(_) => done.waiting += 1,
    }
    Ok(())
}

/// For the administrator who has put a backup back.
impl fmt::Display for Replayed {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { devices, people, passkeys, left, decisions, waiting, journals, unknown, by_hand } = self;
        writeln!(
            to,
            "By the log {devices} phones are revoked, {people} people disabled again, {decisions} decisions made again."
        )?;
        if *passkeys + *left > 0 {
            writeln!(to, "{passkeys} passkeys are removed again, {left} people taken off phones that they had left.")?;
        }
        write!(
            to,
            "Of {journals} journals it is known how far they went; what is missing of them is listed in the browser under Att avgöra, Nummer som saknas."
        )?;
        if *waiting > 0 {
            write!(
                to,
                "\n{waiting} decisions wait for entries that phones still have: play the log again in a few days."
            )?;
        }
        if *unknown > 0 {
            write!(to, "\n{unknown} journals are of phones that were enrolled since: they come back with a new code.")?;
        }
        by_hand.iter().try_for_each(|(deed, times)| write!(to, "\nTo be done again by hand: {deed}, {times} times."))
    }
}
