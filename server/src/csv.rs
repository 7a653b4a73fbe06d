//! Public figures as a table for spreadsheets (RFC 4180): what the JSON says, a row to a sum.

use domain::id::TargetId;
use domain::promise::{Commitment, Promise, Target};
use domain::wire::Figures;

const COLUMNS: [&str; 8] = ["commitment", "target", "label", "area", "count", "numerator", "goal", "through"];

/// The figures with a header row. Ids are the promise's own; what isn't known, or doesn't apply, is empty.
#[must_use]
pub fn table(promise: &Promise, figures: &Figures) -> String {
    let mut text = row(COLUMNS.map(str::to_owned));
    for total in &figures.totals {
        let mine = |c| of_target(c, &total.target);
        let Some((commitment, Target { id, label, goal, .. })) = promise.commitments.iter().find_map(mine) else {
            continue;
        };
        let number = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
        text += &row([
            cell(commitment.id.as_str()),
            cell(id.as_str()),
            cell(label),
            cell(total.area.as_ref().map_or("", |area| area.as_str())),
            total.count.to_string(),
            number(total.numerator),
            number(goal.map(i64::from)),
            figures.through.to_string(),
        ]);
    }
    text
}

fn of_target<'a>(commitment: &'a Commitment, id: &TargetId) -> Option<(&'a Commitment, &'a Target)> {
    commitment.targets.iter().find(|t| t.id == *id).map(|target| (commitment, target))
}

fn row(cells: [String; COLUMNS.len()]) -> String {
    cells.join(",") + "\r\n"
}

/// A text that a spreadsheet can't take for a formula, and that keeps to its own cell.
fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\r', '\n', ';', '\t']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::promise_file;
    use domain::calendar::Day;
    use domain::moment::Moment;
    use domain::standing::Total;

    #[test]
    fn a_cell_is_never_a_formula() {
        assert_eq!(cell("Fotpatrull"), "Fotpatrull");
        assert_eq!(cell("=1+1"), "'=1+1");
        assert_eq!(cell("@SUM(A1)"), "'@SUM(A1)");
        assert_eq!(cell("-2, \"två\""), "\"'-2, \"\"två\"\"\"");
        assert_eq!(cell("\t=x"), "\"'\t=x\"");
        assert_eq!(cell("rad\r\n=x"), "\"rad\r\n=x\"");
    }

    #[test]
    fn a_row_says_what_the_sum_does() {
        let promise = promise_file::read(promise_file::SHIPPED).expect("the shipped promise is whole");
        let total = |target: &str, area: Option<&str>, numerator| Total {
            target: target.into(),
            area: area.map(Into::into),
            count: 5,
            numerator,
            minutes: 7,
            too_short: 3,
            days: Vec::new(),
        };
        let figures = Figures {
            promise: promise.id.clone(),
            version: 1,
            as_of: Moment { unix_ms: 0, offset_min: 0 },
            through: Day::read("2021-08-31").expect("a day"),
            totals: vec![total("fotpatrull_tre", Some("ekhagen"), None), total("narkotika_tre", None, Some(0))],
            completeness: None,
        };
        assert_eq!(
            table(&promise, &figures),
            "commitment,target,label,area,count,numerator,goal,through\r\n\
             fotpatrull,fotpatrull_tre,Fotpatrull,ekhagen,5,,800,2021-08-31\r\n\
             narkotika_tre,narkotika_tre,Upptäckta narkotikabrott,,5,0,104,2021-08-31\r\n"
        );
    }
}
