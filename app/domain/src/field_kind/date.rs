//! `date`: a day, kept as `YYYY-MM-DD`.

use super::{Answers, Input, NoAnswer, Reading, Rules, always_plausible};
use crate::calendar::Day;
use crate::json::Json;

pub(super) const RULES: Rules = Rules {
    parse: |_, typed| if is_day(typed) { Ok(Json::from(typed)) } else { Err(NoAnswer::Unknown) },
    fits: |_, answer| answer.text().is_some_and(is_day),
    is_plausible: always_plausible,
    answers: |_| Answers::None,
    has_options: false,
    is_number: false,
    is_free_text: false,
    input: Input::Line { input_type: "date", input_mode: "date" },
    reading: Reading::Day,
    example: |_, day, drawn| Some(Json::from(day.plus((drawn % 60) as i32).to_string().as_str())),
};

fn is_day(text: &str) -> bool {
    Day::read(text).is_some()
}
