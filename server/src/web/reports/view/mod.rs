//! Reports: the list, a report on its way, what asks before it goes on, and what everybody reads.

mod ask;
mod body;
pub mod draft;
mod list;
mod public;
pub mod rows;
mod staff;

pub use ask::{AskPage, ask_page};
pub use list::{ListPage, Listed, NewReport, code, list_page};
pub use public::{PublicReportPage, WithdrawnPage, public_report_page, withdrawn_page};
pub use staff::{Editing, Overtaken, RefusedText, StaffReportPage, Stamp, staff_report_page};

use crate::web::parts::icons::{GAUGE, STATUS};
use domain::report::{Audience, Level, Report};
use domain::standing::Status;

/// Best first, as citizens ask.
const ORDER: [Status; 5] = [Status::Met, Status::OnPace, Status::Near, Status::Behind, Status::Running];

/// The drawings of a report.
fn icons() -> Vec<&'static str> {
    STATUS.into_iter().chain(GAUGE).chain(["act", "doc", "check", "lock"]).collect()
}

/// What has become of the promises, in sentences.
#[must_use]
pub fn lead(of: &Report, audience: Audience) -> String {
    let count = |status: Status| of.count(Level::from(status), audience);
    let (_, month, day) = of.period.days.to.date();
    texts::report::lead(&count, of.commitments.len(), (month, day) == (12, 31))
}
