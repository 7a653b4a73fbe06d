//! `yes_no_unknown`: yes, no, or not known.

use super::{Answers, Input, NoAnswer, Reading, Rules, always_plausible};
use crate::json::Json;

/// All answers.
const YES_NO_UNKNOWN: [&str; 3] = ["yes", "no", "unknown"];

pub(super) const RULES: Rules = Rules {
    parse: |_, typed| if is_answer(typed) { Ok(Json::from(typed)) } else { Err(NoAnswer::Unknown) },
    fits: |_, answer| answer.text().is_some_and(is_answer),
    is_plausible: always_plausible,
    answers: |_| Answers::Listed(YES_NO_UNKNOWN.to_vec()),
    has_options: false,
    is_number: false,
    is_free_text: false,
    input: Input::YesNoUnknown,
    reading: Reading::YesNoUnknown,
    example: |_, _, drawn| Some(Json::from(YES_NO_UNKNOWN[drawn as usize % YES_NO_UNKNOWN.len()])),
};

fn is_answer(text: &str) -> bool {
    YES_NO_UNKNOWN.contains(&text)
}
