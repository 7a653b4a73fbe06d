//! Deciding: what a person says of entries, in one transaction with the figures that it changes.

use super::audit::{self, AuditEvent};
use super::correction_journal::{Correction, Writing};
use super::count::{self, Picture};
use super::decision_effects::{self, DecisionRow};
use super::decision_scope::{Touched, named, touched};
use super::in_force::InForce;
use super::{Store, commits, in_force};
use anyhow::Result;
use domain::decision::Decision;
use domain::id::{EntryId, JournalId, OrganisationId, PartnershipId, PersonId};
use domain::occasion::{Held, Occasion};
use domain::wire::Flag;
use serde_json::json;
use std::sync::Arc;

/// A decision that someone asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DecisionRequest {
    pub partnership: PartnershipId,
    pub by: PersonId,
    /// The asker's: only its own occasions and journals are decided about.
    pub organisation: OrganisationId,
    pub decision: Decision,
    /// For the entry that some decisions are written as, and for its journal.
    pub fresh: (EntryId, JournalId),
    /// What the form showed as decided until then, in the words of `touched.rs`; `None` where no form did.
    pub seen: Option<String>,
    pub now_ms: i64,
}

/// Why nothing was decided.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotDecided {
    /// There is no such occasion, journal or version here.
    Unknown,
    /// It is another organisation's.
    NotTheirs,
    /// It is so already, or somebody else has decided meanwhile.
    Already,
    /// What a word is to be read as must be one that a promise knows; the word itself must be one that none does.
    Word,
}

impl Store {
    /// Carries out a decision: its row, the figures and open questions that it changes, and a row in the audit log.
    ///
    /// # Errors
    /// The outer error when the database fails; the inner one says why nothing was decided. Nothing has changed then.
    pub async fn decide(&self, asked: &DecisionRequest) -> Result<Result<DecisionRow, NotDecided>> {
        let of = &asked.partnership;
        let named = named(&mut self.begin_reading().await?, asked).await?;
        let mut tx = self.begin().await?;
        tx.lock(of.as_str()).await?;
        let was = self.in_force_within(&mut tx, of).await?;
        let Touched { roots, told } = match touched(&mut tx, asked, named, &was).await? {
            Ok(touched) => touched,
            Err(not) => return Ok(Err(not)),
        };
        let before = Picture::take(&mut tx, of, roots.clone(), &was).await?;
        let correction = match correction(&mut tx, asked, &before, &was).await? {
            Ok(correction) => correction,
            Err(not) => return Ok(Err(not)),
        };
        let commit_no = commits::raise(&mut tx, of).await?;
        let row = DecisionRow { commit_no, decision: asked.decision.clone(), person: asked.by, at_ms: asked.now_ms };
        decision_effects::keep(&mut tx, of, &row, &told).await?;
        let mut about = json!({ "decision": row.decision, "commit_no": commit_no });
        if let Some(correction) = correction {
            let journal = correction.write(&mut tx, &writing(asked, commit_no), &was).await?;
            about["entry"] = json!({ "id": asked.fresh.0, "journal": journal });
        }
        let is = match row.decision {
            // Not through what is kept in memory: this transaction may yet come to nothing.
            Decision::MapArea { .. } | Decision::MapActivity { .. } => Arc::new(in_force::read(&mut tx, of).await?),
            _ => was.clone(),
        };
        let after = Picture::take(&mut tx, of, roots, &is).await?;
        count::bring(&mut tx, of, (&before, &was), (&after, &is)).await?;
        audit::note(&mut tx, of, Some(asked.by), deed(&row.decision), about, asked.now_ms).await?;
        tx.commit().await?;
        self.commits.tell(of, commit_no);
        Ok(Ok(row))
    }
}

/// The entry that a decision is written as, for those that are.
async fn correction(
    tx: &mut super::Tx,
    asked: &DecisionRequest,
    before: &Picture,
    in_force: &InForce,
) -> Result<Result<Option<Correction>, NotDecided>> {
    if let Decision::AcceptOccasion { root } = &asked.decision {
        return accepted(tx, asked, before.occasions.get(root).map(Vec::as_slice).unwrap_or_default(), in_force).await;
    }
    let (Decision::Head { root, .. } | Decision::Void { root, .. } | Decision::PutBack { root, .. }) = &asked.decision
    else {
        return Ok(Ok(None));
    };
    let Some(rows) = before.occasions.get(root) else { return Ok(Err(NotDecided::Unknown)) };
    let occasion = Occasion::of(*root, rows);
    let heads = occasion.heads();
    if let Decision::Head { head, .. } = &asked.decision {
        // Entries that replace each other in a ring leave no head: any of them may stand.
        let choice: Vec<_> = if heads.is_empty() { occasion.candidates().collect() } else { heads };
        let chosen = choice.iter().find(|held| held.entry.id == *head);
        return Ok(match chosen {
            None => Err(NotDecided::Unknown),
            Some(_) if choice.len() < 2 => Err(NotDecided::Already),
            Some(held) => Ok(Some(Correction::repeating(tx, &asked.partnership, &occasion, held).await?)),
        });
    }
    if let Decision::PutBack { .. } = asked.decision {
        return Ok(match occasion.before_it_was_voided() {
            None => Err(NotDecided::Already),
            Some(held) => Ok(Some(Correction::repeating(tx, &asked.partnership, &occasion, held).await?)),
        });
    }
    // One withdrawal, and nothing held back that could come to speak.
    let is_over = matches!(heads.as_slice(), [only] if only.entry.fact.is_none())
        && occasion.entries().iter().all(|held| !held.quarantined || occasion.replaced().contains(&held.entry.id));
    Ok(match occasion.has_root() {
        false => Err(NotDecided::Unknown),
        true if is_over => Err(NotDecided::Already),
        true => Ok(Some(Correction::withdrawing(&occasion))),
    })
}

/// What a revoked phone sent is accepted as it is. What is implausible is repeated as the accepting person's own: it was
/// judged when that was written.
async fn accepted(
    tx: &mut super::Tx,
    asked: &DecisionRequest,
    rows: &[Held],
    in_force: &InForce,
) -> Result<Result<Option<Correction>, NotDecided>> {
    let Decision::AcceptOccasion { root } = &asked.decision else { return Ok(Ok(None)) };
    if rows.iter().any(|held| held.quarantined && held.entry.root() == *root) {
        return Ok(Ok(None));
    }
    let occasion = Occasion::of(*root, rows);
    let [head] = occasion.heads()[..] else { return Ok(Err(NotDecided::Already)) };
    let flags = occasion.flags(head.entry.id, &in_force.catalogue, &|ms| in_force.zone.local_of(ms));
    if !occasion.has_root() || !flags.contains(&Flag::Implausible) {
        return Ok(Err(NotDecided::Already));
    }
    Ok(Ok(Some(Correction::repeating(tx, &asked.partnership, &occasion, head).await?)))
}

fn writing(asked: &DecisionRequest, commit_no: i64) -> Writing {
    Writing {
        partnership: asked.partnership.clone(),
        author: asked.by,
        organisation: asked.organisation.clone(),
        id: asked.fresh.0,
        fresh_journal: asked.fresh.1,
        now_ms: asked.now_ms,
        commit_no,
    }
}

fn deed(decision: &Decision) -> AuditEvent {
    match decision {
        Decision::Join { .. } => AuditEvent::Join,
        Decision::Separate { .. } => AuditEvent::Separate,
        Decision::AcceptOccasion { .. } | Decision::AcceptJournal { .. } => AuditEvent::Accept,
        Decision::Version { .. } | Decision::Head { .. } => AuditEvent::Decide,
        Decision::CloseGap { .. } => AuditEvent::CloseGap,
        Decision::MapArea { .. } => AuditEvent::MapArea,
        Decision::MapActivity { .. } => AuditEvent::MapActivity,
        Decision::Return { .. } => AuditEvent::Return,
        Decision::Void { .. } => AuditEvent::Void,
        Decision::PutBack { .. } => AuditEvent::PutBack,
    }
}
