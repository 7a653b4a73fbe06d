//! What is told one by one in a report: answers of a form as they read.

use super::{officer, time};
use domain::calendar::Day;
use domain::json::Json;
use domain::promise::{Field, FieldKind};

pub const DAY: &str = "Dag";
pub const WHERE: &str = "Var";

/// A free text as it was chosen to be told; nothing is left of one that was emptied.
#[must_use]
pub fn text(chosen: Option<&String>) -> String {
    chosen.filter(|text| !text.is_empty()).cloned().unwrap_or_else(|| "–".to_owned())
}

/// An answer of a form as it reads: an option's own words, a day, a number.
#[must_use]
pub fn answer(field: &Field, answer: Option<&Json>) -> String {
    let text = match answer {
        Some(Json::Text(text)) => text.as_str(),
        Some(Json::Int(number)) => return number.to_string(),
        _ => return "–".to_owned(),
    };
    match field.kind {
        FieldKind::Choice => field.options.iter().find(|o| o.value == text).map_or(text, |o| &o.label).to_owned(),
        FieldKind::Date => Day::read(text).map_or_else(|| text.to_owned(), time::long),
        FieldKind::YesNoUnknown => officer::answer(text),
        FieldKind::Number | FieldKind::Text => text.to_owned(),
    }
}
