//! What has changed since a report was frozen, row by row.

use super::{Report, Row};

/// Who reads: the public gets sensitive figures in steps.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Audience {
    Staff,
    Public,
}

/// A figure as it was frozen, and as it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Change {
    pub was: i64,
    pub is: i64,
}

/// A row whose figures aren't what they were.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Correction {
    /// The commitment's number.
    pub number: u32,
    pub label: String,
    pub place: Option<String>,
    /// The figures stand in steps of five.
    pub floored: bool,
    /// Of the goal's period, through the report's last day.
    pub done: Option<Change>,
    /// On the report's own days.
    pub in_period: Option<Change>,
    /// Of a share: how many have the answer.
    pub numerator: Option<Change>,
    /// Kept, and too short to count.
    pub too_short: Option<Change>,
}

/// Lists what differs between a frozen report and the same figures read now, in the report's order. Late arrivals,
/// corrections and withdrawals alike: the frozen figures stay, and this says what they would be.
#[must_use]
pub fn corrections(frozen: &Report, now: &Report, audience: Audience) -> Vec<Correction> {
    let mut listed = Vec::new();
    for then in &frozen.commitments {
        let same = now.commitments.iter().find(|c| c.commitment == then.commitment);
        let rows = same.map(|c| c.standing(audience).rows.as_slice()).unwrap_or_default();
        for was in &then.standing(audience).rows {
            let is = rows.iter().find(|row| row.target == was.target && row.place == was.place);
            listed.extend(is.and_then(|is| between(then.number, was, is)));
        }
    }
    listed
}

fn between(number: u32, was: &Row, is: &Row) -> Option<Correction> {
    let change = |was: i64, is: i64| (was != is).then_some(Change { was, is });
    let numerators = was.share.as_ref().zip(is.share.as_ref());
    let correction = Correction {
        number,
        label: was.label.clone(),
        place: was.place.clone(),
        floored: was.floored,
        done: change(was.done, is.done),
        in_period: was.in_period.zip(is.in_period).and_then(|(was, is)| change(was, is)),
        numerator: numerators.and_then(|(was, is)| change(was.numerator, is.numerator)),
        too_short: change(was.too_short, is.too_short),
    };
    let of = &correction;
    let changed = [of.done, of.in_period, of.numerator, of.too_short].iter().any(Option::is_some);
    changed.then_some(correction)
}
