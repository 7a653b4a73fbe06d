//! Tallies of databases that were counted before an ISO week over New Year was kept whole by one promise.

use super::Store;
use super::sql::{Val, vals};
use anyhow::Result;
use domain::calendar::{Day, Span};
use domain::catalogue::Active;
use domain::id::PartnershipId;

impl Store {
    /// Counts a partnership anew where a promise's weekly figures hold a day whose week is another promise's
    /// ([`domain::tally::targets`]): corrections of such an occasion would otherwise be subtracted where it never was.
    /// Answers whether it did. Once counted anew there is no such day.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_weeks_right(&self, partnership: &PartnershipId) -> Result<bool> {
        for active in &self.in_force(partnership).await?.catalogue.active {
            if self.holds_foreign_weeks(active).await? {
                self.rebuild(partnership, &mut |_| {}).await?;
                return Ok(true);
            }
        }
        Ok(false)
    }

    async fn holds_foreign_weeks(&self, Active { promise, span }: &Active) -> Result<bool> {
        let (weekly, days) = (promise.targets().filter(|t| t.by_week()), foreign_days(*span));
        let weekly: Vec<Val> = weekly.map(|t| Val::from(t.id.as_str())).collect();
        if weekly.is_empty() || days.is_empty() {
            return Ok(false);
        }
        let places =
            |from: usize, many: usize| (from..from + many).map(|n| format!("${n}")).collect::<Vec<_>>().join(",");
        let sql = format!(
            "select 1 from tallies where partnership = $1 and promise = $2 and version = $3 and count <> 0 \
             and target in ({}) and day in ({}) limit 1",
            places(4, weekly.len()),
            places(4 + weekly.len(), days.len())
        );
        let mut vals = vals![promise.partnership.as_str(), promise.id.as_str(), i64::from(promise.version)];
        vals.extend(weekly);
        vals.extend(days.into_iter().map(|day| Val::from(i64::from(day.0))));
        Ok(self.begin_reading().await?.first(sql, vals).await?.is_some())
    }
}

/// The days of a promise whose ISO week is not its own: at most three at each end.
fn foreign_days(span: Span) -> Vec<Day> {
    let ends = (0..3).flat_map(|n| [span.from.plus(n), span.to.plus(-n)]);
    let mut days: Vec<Day> =
        ends.filter(|day| span.holds(*day) && !span.holds(day.plus(4 - day.weekday() as i32))).collect();
    days.sort_unstable();
    days.dedup();
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_days_of_other_promises_weeks() {
        let year = |year| foreign_days(Span::of_year(year).expect("a year"));
        let days = |all: &[&str]| all.iter().map(|day| Day::read(day).expect("a day")).collect::<Vec<_>>();
        // 1 January 2027 is a Friday, 31 December a Friday too.
        assert_eq!(year(2027), days(&["2027-01-01", "2027-01-02", "2027-01-03"]));
        // 1 January 2025 is a Wednesday, and so is 31 December.
        assert_eq!(year(2025), days(&["2025-12-29", "2025-12-30", "2025-12-31"]));
    }
}
