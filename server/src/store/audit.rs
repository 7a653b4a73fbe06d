//! The audit log: only ever added to, each row chained to the one before it; the database refuses anything else.
//!
//! **Invariant: noting is the last thing that a transaction does.** On PostgreSQL the end of a chain is held from the note
//! to the commit, after every other lock, so that two transactions never wait for each other; on SQLite the one writer is
//! that lock. It isn't the partnership's: a sign-in or a read must not wait for a rebuild.

use super::Store;
use super::chain::{self, End};
use super::sql::{Tx, vals};
use anyhow::Result;
use domain::audit::{Link, Row};
use domain::id::{PartnershipId, PersonId};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt::Display;

/// What was done, each with its word in the log. A word is never changed, since logs are read for years.
macro_rules! audit_events {
    ($($deed:ident => $word:literal),+ $(,)?) => {
        /// What was done.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum AuditEvent { $($deed),+ }

        impl AuditEvent {
            pub const ALL: &[AuditEvent] = &[$(AuditEvent::$deed),+];

            /// The word in the log.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(AuditEvent::$deed => $word),+ }
            }
        }
    };
}

audit_events! {
    SignIn => "sign_in",
    SignInRefused => "sign_in_refused",
    SignOut => "sign_out",
    ChoosePassword => "choose_password",
    Enrol => "enrol",
    EnrolRefused => "enrol_refused",
    Revoke => "revoke",
    ReadEntries => "read_entries",
    CreatePerson => "create_person",
    GiveCode => "give_code",
    GiveLink => "give_link",
    LoadPromise => "load_promise",
    Rebuild => "rebuild",
    Join => "join",
    Separate => "separate",
    Accept => "accept",
    Decide => "decide",
    CloseGap => "close_gap",
    MapArea => "map_area",
    MapActivity => "map_activity",
    Return => "return",
    Void => "void",
    PutBack => "put_back",
    DraftReport => "draft_report",
    WriteReport => "write_report",
    ChooseRow => "choose_row",
    FreezeReport => "freeze_report",
    ApproveReport => "approve_report",
    PublishReport => "publish_report",
    ReopenReport => "reopen_report",
    WithdrawReport => "withdraw_report",
    DisablePerson => "disable_person",
    EnablePerson => "enable_person",
    ChangePerson => "change_person",
    EndSessions => "end_sessions",
    AddPasskey => "add_passkey",
    RemovePasskey => "remove_passkey",
    PasskeySynced => "passkey_synced",
    LinkIdentity => "link_identity",
    ForgetNames => "forget_names",
    ImportRescue => "import_rescue",
    RecoverKey => "recover_key",
    LeavePhone => "leave_phone",
    Refused => "refused",
    ReadAudit => "read_audit",
    ExportEntries => "export_entries",
    Sync => "sync",
    ExportAudit => "export_audit",
    ReadReport => "read_report",
    Restore => "restore",
    SetUp => "set_up",
    DraftPromise => "draft_promise",
    DropPromise => "drop_promise",
    PutInForce => "put_in_force",
    UnloadPromise => "unload_promise",
    RemovePartnership => "remove_partnership",
}

/// A row of the log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AuditRow {
    /// Its place in the partnership's chain.
    pub number: u64,
    pub at_ms: i64,
    pub person: Option<PersonId>,
    pub deed: String,
    /// JSON without names.
    pub about: String,
}

/// Ids that one row names: as many as a page of entries has at most. The count beside them is always whole.
const IDS: usize = 1_000;

/// Which, and how many: the ids that are named, once each and in order, and the count of all.
pub(super) fn which<T: Ord + Display>(ids: impl IntoIterator<Item = T>) -> (Vec<String>, usize) {
    let ids: BTreeSet<T> = ids.into_iter().collect();
    (ids.iter().take(IDS).map(ToString::to_string).collect(), ids.len())
}

/// Adds what was read or touched to what a row is about: `entries`, how many, and `ids`, which.
pub(super) fn with_entries<T: Ord + Display>(mut about: Value, ids: impl IntoIterator<Item = T>) -> Value {
    let (ids, count) = which(ids);
    (about["entries"], about["ids"]) = (json!(count), json!(ids));
    about
}

/// Something that was done, before it has its place in the log.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Noted {
    pub(super) person: Option<PersonId>,
    pub(super) deed: AuditEvent,
    /// Without names.
    pub(super) about: Value,
    pub(super) at_ms: i64,
}

pub(super) async fn note(
    tx: &mut Tx,
    partnership: &PartnershipId,
    person: Option<PersonId>,
    deed: AuditEvent,
    about: Value,
    now_ms: i64,
) -> Result<()> {
    note_all(tx, partnership, vec![Noted { person, deed, about, at_ms: now_ms }]).await
}

/// Adds rows in their order.
pub(super) async fn note_all(tx: &mut Tx, partnership: &PartnershipId, noted: Vec<Noted>) -> Result<()> {
    tx.lock_log(partnership.as_str()).await?;
    let mut end = chain::end(tx, partnership).await?;
    let mut links = Vec::with_capacity(noted.len());
    for Noted { person, deed, about, at_ms } in noted {
        let (deed, about) = (deed.word().to_owned(), about.to_string());
        let row = Row { partnership: partnership.clone(), number: end.number + 1, at_ms, person, deed, about };
        let link = Link::after(&end.hash, row, &chain::sha256);
        end = End { number: link.row.number, hash: link.hash.clone() };
        links.push(link);
    }
    chain::insert(tx, links).await
}

impl Store {
    /// Adds a row of its own.
    ///
    /// # Errors
    /// When the database fails: what was to be logged must then not happen.
    pub async fn note(
        &self,
        partnership: &PartnershipId,
        person: Option<PersonId>,
        deed: AuditEvent,
        about: Value,
        now_ms: i64,
    ) -> Result<()> {
        let mut tx = self.begin().await?;
        note(&mut tx, partnership, person, deed, about, now_ms).await?;
        tx.commit().await
    }

    /// The newest rows, newest first.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn audit(&self, partnership: &PartnershipId, most: u32) -> Result<Vec<AuditRow>> {
        let sql = "select number, at, person, deed, about from audit where partnership = $1 \
                   order by number desc limit $2";
        let rows = self.begin_reading().await?.all(sql, vals![partnership.as_str(), i64::from(most)]).await?;
        rows.iter().map(audit_row).collect()
    }
}

/// Reads `number, at, person, deed, about`.
pub(super) fn audit_row(row: &super::sql::Row) -> Result<AuditRow> {
    Ok(AuditRow {
        number: row.try_get("number")?,
        at_ms: row.try_get("at")?,
        person: row.try_get("person")?,
        deed: row.try_get("deed")?,
        about: row.try_get("about")?,
    })
}

#[cfg(test)]
mod tests {
    use super::super::{DatabaseAddress, Opening};
    use super::*;

    #[test]
    fn a_deed_has_a_word_of_its_own() {
        let words: BTreeSet<&str> = AuditEvent::ALL.iter().map(|deed| deed.word()).collect();
        assert_eq!(words.len(), AuditEvent::ALL.len());
    }

    #[test]
    fn so_many_ids_are_named_and_all_are_counted() {
        let about = with_entries(json!({ "a": 1 }), (0..IDS + 7).map(|n| n % (IDS + 3)));
        assert_eq!((about["entries"].as_u64(), about["ids"].as_array().map(Vec::len)), (Some(1_003), Some(IDS)));
        assert_eq!(about["a"], 1);
    }

    #[tokio::test]
    async fn the_database_itself_refuses_to_change_the_log() -> Result<()> {
        let store = Store::open(&DatabaseAddress::read("sqlite::memory:")?, Opening::Create).await?;
        let partnership = PartnershipId::from("p");
        store.note(&partnership, None, AuditEvent::Rebuild, json!({}), 1).await?;
        for sql in [
            "update audit set deed = 'x'",
            "delete from audit",
            "insert or replace into audit select partnership, number, at, person, 'x', about, prev, hash from audit",
            "insert into audit select partnership, number + 2, at, person, deed, about, prev, hash from audit",
        ] {
            let refused = store.begin().await?.run(sql, vals![]).await.expect_err(sql);
            assert!(format!("{refused:#}").contains("only ever added to"), "{refused:#}");
        }
        Ok(())
    }
}
