//! What is told one by one in a report: answers of a form as they read.

use crate::language::Language;
use domain::json::Json;
use domain::promise::Field;

pub const DAY: &str = "Dag";
pub const WHERE: &str = "Var";

/// A free text as it was chosen to be told; nothing is left of one that was emptied.
#[must_use]
pub fn text(chosen: Option<&String>) -> String {
    chosen.filter(|text| !text.is_empty()).cloned().unwrap_or_else(|| "–".to_owned())
}

/// An answer of a form as it reads, or a dash where none was given.
#[must_use]
pub fn answer(language: Language, field: &Field, answer: Option<&Json>) -> String {
    answer.and_then(|answer| crate::answer::answer(language, Some(field), answer)).unwrap_or_else(|| "–".to_owned())
}
