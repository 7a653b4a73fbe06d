//! What a report tells one by one: occasions of activities that a promise follows in words, such as measures.

use super::in_force::InForce;
use super::sql::{Tx, vals};
use super::stored_entry;
use crate::text;
use anyhow::Result;
use domain::calendar::{Day, Span};
use domain::entry::Fact;
use domain::id::{EntryId, TargetId};
use domain::json::Json;
use domain::occasion::Occasion;
use domain::promise::{Promise, Target};
use domain::report::Occurrence;
use domain::tally::{counted_ms, deciding, towards};
use std::collections::{BTreeMap, BTreeSet};

/// Occasions of a list at most; the newest days' are kept.
const MOST: i64 = 300;

/// The occasions behind each target that is told one by one, oldest first.
pub(super) async fn told(
    tx: &mut Tx,
    promise: &Promise,
    in_force: &InForce,
    through: Day,
) -> Result<BTreeMap<TargetId, Vec<Occurrence>>> {
    let mut all = BTreeMap::new();
    for target in promise.targets().filter(|t| is_told(promise, t)) {
        let Some(activity) = &target.activity else { continue };
        let days = promise.shown(target, through);
        let sql = "select root from entries where partnership = $1 and activity = $2 and day >= $3 and day <= $4 \
                   group by root order by max(day) desc limit $5";
        let of = promise.partnership.as_str();
        let (from, to) = (i64::from(days.from.0), i64::from(days.to.min(through).0));
        let rows = tx.all(sql, vals![of, activity.as_str(), from, to, MOST]).await?;
        let roots = rows.iter().map(|row| row.try_get::<EntryId>("root")).collect::<Result<BTreeSet<_>>>()?;
        let held = stored_entry::of_roots(tx, &promise.partnership, &roots).await?;
        let occasions = stored_entry::by_root(held, in_force);
        let within = Span { from: days.from, to: days.to.min(through) };
        let mut told: Vec<Occurrence> = occasions
            .iter()
            .filter(|(root, _)| roots.contains(root))
            .filter_map(|(root, rows)| occurrence(&Occasion::of(*root, rows), promise, target, in_force))
            .filter(|row| within.holds(row.day))
            .collect();
        told.sort_by_key(|row| (row.day, row.root));
        all.insert(target.id.clone(), told);
    }
    Ok(all)
}

/// Followed in words, with questions on its form whose answers say what happened.
fn is_told(promise: &Promise, target: &Target) -> bool {
    let activity = target.activity.as_ref().and_then(|id| promise.activity(id));
    target.kind.is_in_words() && !target.sensitive && activity.is_some_and(|a| !a.fields.is_empty())
}

/// A fact with its answers as they may be shown: they are as the phone sent them.
fn visible(mut fact: Fact) -> Fact {
    for answer in fact.fields.values_mut() {
        if let Json::Text(text) = answer {
            *text = text::visible(text);
        }
    }
    fact
}

fn occurrence(occasion: &Occasion<'_>, promise: &Promise, target: &Target, in_force: &InForce) -> Option<Occurrence> {
    let held = occasion.deciding()?;
    let fact = held.entry.fact.as_ref()?;
    let at = in_force.zone.local_of(counted_ms(fact, held.entry.clock_offset_ms));
    let by = deciding(fact, held.source(), at.day, &in_force.catalogue).ok()?;
    (by.id == promise.id && towards(fact, target, at).is_ok()).then(|| Occurrence {
        root: occasion.root,
        day: at.day,
        organisation: held.organisation.clone(),
        fact: visible(fact.clone()),
    })
}
