//! `choice`: one of the field's options, kept by its value.

use super::{Answers, Input, NoAnswer, Reading, Rules, always_plausible};
use crate::json::Json;
use crate::promise::Field;

pub(super) const RULES: Rules = Rules {
    parse: |field, typed| if is_option(field, typed) { Ok(Json::from(typed)) } else { Err(NoAnswer::Unknown) },
    fits: |field, answer| answer.text().is_some_and(|text| is_option(field, text)),
    is_plausible: always_plausible,
    answers: |field| Answers::Listed(field.options.iter().map(|option| option.value.as_str()).collect()),
    has_options: true,
    is_number: false,
    is_free_text: false,
    input: Input::Options,
    reading: Reading::Option,
    example: |field, _, drawn| {
        let option = field.options.get(drawn as usize % field.options.len().max(1))?;
        Some(Json::from(option.value.as_str()))
    },
};

fn is_option(field: &Field, text: &str) -> bool {
    field.options.iter().any(|option| option.value == text)
}
