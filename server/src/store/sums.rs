//! What occasions come to in every kind of figure, and the difference between two of their states, as rows of a counting
//! run. Sums commute: a run may be written in any order, by merges and by a count beside them.

use super::sql::{Tx, Val, vals};
use super::tallies::Question;
use super::{quality_counts, tallies, unit_counts};
use anyhow::Result;
use domain::id::PartnershipId;
use domain::quality;
use domain::tally::Tally;
use domain::unit;
use std::collections::{BTreeMap, BTreeSet};

/// See the module.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(super) struct Sums {
    pub(super) tally: Tally,
    /// 1 for what is open; in a difference -1 for what is open no more.
    pub(super) questions: BTreeMap<Question, i64>,
    pub(super) shapes: quality::Counts,
    pub(super) units: unit::Counts,
}

/// Rows of one table, to be added to what it has.
pub(super) struct Rows {
    pub(super) into: &'static str,
    pub(super) columns: usize,
    pub(super) conflict: &'static str,
    pub(super) rows: Vec<Vec<Val>>,
}

impl Sums {
    /// Adds others to these.
    pub(super) fn add(&mut self, others: Self) {
        self.tally.add(others.tally.0);
        add_to(&mut self.questions, others.questions, 1);
        add_to(&mut self.shapes.0, others.shapes.0, 1);
        self.units.add(others.units.0);
    }

    /// Takes others away from these.
    pub(super) fn subtract(&mut self, others: Self) {
        self.tally.take(others.tally.0);
        add_to(&mut self.questions, others.questions, -1);
        add_to(&mut self.shapes.0, others.shapes.0, -1);
        self.units.take(others.units.0);
    }

    /// Rows that writing them takes.
    pub(super) fn len(&self) -> usize {
        self.tally.0.len() + self.questions.len() + self.shapes.0.len() + self.units.0.len()
    }

    /// The rows of a run, table by table, without those that change nothing.
    fn rows(self, of: &PartnershipId, run: i64) -> [Rows; 4] {
        let questions = self.questions.into_iter().filter(|(_, count)| *count != 0).collect();
        [
            tallies::rows(of, run, self.tally.settled()),
            tallies::question_rows(of, run, questions),
            quality_counts::rows(of, run, self.shapes.settled()),
            unit_counts::rows(of, run, self.units.settled()),
        ]
    }

    /// Adds them to a run.
    pub(super) async fn write(self, tx: &mut Tx, of: &PartnershipId, run: i64) -> Result<()> {
        let settled = self.questions.iter().filter(|(_, count)| **count < 0).map(|(question, _)| question.root.0);
        let settled: BTreeSet<[u8; 16]> = settled.collect();
        for Rows { into, columns, conflict, rows } in self.rows(of, run) {
            tx.insert_many(into, columns, rows, conflict).await?;
        }
        let sql = "delete from counted_questions where partnership = $1 and run = $2 and count = 0 and root";
        tx.run_among(sql, vals![of.as_str(), run], settled).await
    }

    /// The same as parts of at most so many rows each, for transactions that nobody waits long for.
    pub(super) fn parts(self, of: &PartnershipId, run: i64, most: usize) -> Vec<Rows> {
        let mut parts = Vec::new();
        for Rows { into, columns, conflict, rows } in self.rows(of, run) {
            let mut rows = rows.into_iter().peekable();
            while rows.peek().is_some() {
                parts.push(Rows { into, columns, conflict, rows: rows.by_ref().take(most).collect() });
            }
        }
        parts
    }
}

fn add_to<K: Ord>(sums: &mut BTreeMap<K, i64>, others: BTreeMap<K, i64>, sign: i64) {
    others.into_iter().for_each(|(key, count)| *sums.entry(key).or_default() += sign * count);
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::id::EntryId;

    fn asked(root: u8, count: i64) -> Sums {
        let question = Question { root: EntryId([root; 16]), word: "orphan".to_owned() };
        Sums { questions: BTreeMap::from([(question, count)]), ..Sums::default() }
    }

    #[test]
    fn what_is_added_and_taken_away_again_is_no_row() {
        let mut sums = asked(1, 1);
        sums.add(asked(2, 1));
        sums.subtract(asked(1, 1));
        let parts = sums.parts(&PartnershipId::from("p"), 1, 10);
        assert_eq!(parts.iter().map(|part| part.rows.len()).sum::<usize>(), 1, "of the second alone");
    }

    #[test]
    fn no_part_has_more_rows_than_it_may() {
        let mut sums = Sums::default();
        (0..25).for_each(|root| sums.add(asked(root, 1)));
        let parts = sums.parts(&PartnershipId::from("p"), 1, 10);
        assert_eq!(parts.iter().map(|part| part.rows.len()).collect::<Vec<_>>(), [10, 10, 5]);
    }
}
