//! `number`: a whole number from nought, kept as a number.

use super::{Answers, Input, NoAnswer, Reading, Rules};
use crate::json::Json;

pub(super) const RULES: Rules = Rules {
    parse: |_, typed| typed.parse::<u32>().map(|number| Json::Int(i64::from(number))).map_err(|_| NoAnswer::NotANumber),
    fits: |_, answer| answer.int().is_some(),
    is_plausible: |field, answer| answer.int().is_none_or(|number| number <= i64::from(field.most())),
    answers: |_| Answers::None,
    has_options: false,
    is_number: true,
    is_free_text: false,
    input: Input::Line { input_type: "text", input_mode: "numeric" },
    reading: Reading::Written,
    example: |_, _, drawn| Some(Json::Int(1 + i64::from(drawn % 9))),
};
