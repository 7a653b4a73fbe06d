//! `text`: whatever somebody writes. A person reads it before a report shows it.

use super::{Answers, Input, Reading, Rules, always_plausible};
use crate::json::Json;

pub(super) const RULES: Rules = Rules {
    parse: |_, typed| Ok(Json::from(typed)),
    fits: |_, answer| answer.text().is_some(),
    is_plausible: always_plausible,
    answers: |_| Answers::Any,
    has_options: false,
    is_number: false,
    is_free_text: true,
    input: Input::Line { input_type: "text", input_mode: "text" },
    reading: Reading::Written,
    example: |_, _, _| Some(Json::from("Påhittat för demon")),
};
