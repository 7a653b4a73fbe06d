//! The audit log: only ever added to; the database refuses anything else.

use super::Store;
use super::sql::{Tx, vals};
use anyhow::Result;
use domain::id::{PartnershipId, PersonId};

/// What was done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Deed {
    SignIn,
    SignInRefused,
    SignOut,
    ChoosePassword,
    Enrol,
    EnrolRefused,
    Revoke,
    ReadEntries,
    CreatePerson,
    GiveCode,
    GiveLink,
    LoadPromise,
    Rebuild,
    Join,
    Separate,
    Accept,
    Decide,
    CloseGap,
    MapArea,
    MapActivity,
    Return,
    Void,
    DraftReport,
    WriteReport,
    FreezeReport,
    ApproveReport,
    PublishReport,
    ReopenReport,
    DisablePerson,
    EnablePerson,
    ChangePerson,
    EndSessions,
    AddPasskey,
    RemovePasskey,
    LinkIdentity,
    ForgetNames,
    ImportRescue,
    RecoverKey,
    LeavePhone,
    Refused,
    ReadAudit,
    ExportEntries,
    Sync,
}

impl Deed {
    /// The word in the log; never changed, since logs are read for years.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Deed::SignIn => "sign_in",
            Deed::SignInRefused => "sign_in_refused",
            Deed::SignOut => "sign_out",
            Deed::ChoosePassword => "choose_password",
            Deed::Enrol => "enrol",
            Deed::EnrolRefused => "enrol_refused",
            Deed::Revoke => "revoke",
            Deed::ReadEntries => "read_entries",
            Deed::CreatePerson => "create_person",
            Deed::GiveCode => "give_code",
            Deed::GiveLink => "give_link",
            Deed::LoadPromise => "load_promise",
            Deed::Rebuild => "rebuild",
            Deed::Join => "join",
            Deed::Separate => "separate",
            Deed::Accept => "accept",
            Deed::Decide => "decide",
            Deed::CloseGap => "close_gap",
            Deed::MapArea => "map_area",
            Deed::MapActivity => "map_activity",
            Deed::Return => "return",
            Deed::Void => "void",
            Deed::DraftReport => "draft_report",
            Deed::WriteReport => "write_report",
            Deed::FreezeReport => "freeze_report",
            Deed::ApproveReport => "approve_report",
            Deed::PublishReport => "publish_report",
            Deed::ReopenReport => "reopen_report",
            Deed::DisablePerson => "disable_person",
            Deed::EnablePerson => "enable_person",
            Deed::ChangePerson => "change_person",
            Deed::EndSessions => "end_sessions",
            Deed::AddPasskey => "add_passkey",
            Deed::RemovePasskey => "remove_passkey",
            Deed::LinkIdentity => "link_identity",
            Deed::ForgetNames => "forget_names",
            Deed::ImportRescue => "import_rescue",
            Deed::RecoverKey => "recover_key",
            Deed::LeavePhone => "leave_phone",
            Deed::Refused => "refused",
            Deed::ReadAudit => "read_audit",
            Deed::ExportEntries => "export_entries",
            Deed::Sync => "sync",
        }
    }
}

/// A row of the log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AuditRow {
    pub at_ms: i64,
    pub person: Option<PersonId>,
    pub deed: String,
    /// JSON without names.
    pub about: String,
}

pub(super) async fn note(
    tx: &mut Tx,
    partnership: &PartnershipId,
    person: Option<PersonId>,
    deed: Deed,
    about: serde_json::Value,
    now_ms: i64,
) -> Result<()> {
    let sql = "insert into audit (partnership, at, person, deed, about) values ($1, $2, $3, $4, $5)";
    tx.run(sql, vals![partnership.as_str(), now_ms, person.map(|p| p.0), deed.word(), about.to_string()]).await?;
    Ok(())
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
        deed: Deed,
        about: serde_json::Value,
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
        let sql = "select at, person, deed, about from audit where partnership = $1 order by no desc limit $2";
        let rows = self.begin_reading().await?.all(sql, vals![partnership.as_str(), i64::from(most)]).await?;
        let row = |row: &super::sql::Row| {
            let person = row.id_or_null(1)?.map(PersonId);
            Ok(AuditRow { at_ms: row.int(0)?, person, deed: row.text(2)?, about: row.text(3)? })
        };
        rows.iter().map(row).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_database_itself_refuses_to_change_the_log() -> Result<()> {
        let store = Store::open("sqlite::memory:").await?;
        let partnership = PartnershipId::from("p");
        store.note(&partnership, None, Deed::Rebuild, serde_json::json!({}), 1).await?;
        for sql in ["update audit set deed = 'x'", "delete from audit"] {
            let refused = store.begin().await?.run(sql, vals![]).await.expect_err(sql);
            assert!(format!("{refused:#}").contains("only ever added to"), "{refused:#}");
        }
        Ok(())
    }
}
