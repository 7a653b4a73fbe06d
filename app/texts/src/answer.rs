//! An answer of a form as it reads, wherever it is shown.

use crate::language::Language;
use crate::messages::common;
use domain::calendar::Day;
use domain::json::Json;
use domain::promise::{Field, Reading};

/// An option's own words, a day as a date, a number. Where the question isn't known, what was written.
#[must_use]
pub fn answer(language: Language, field: Option<&Field>, answer: &Json) -> Option<String> {
    let text = match answer {
        Json::Text(text) => text.as_str(),
        Json::Int(number) => return Some(number.to_string()),
        _ => return None,
    };
    let option = |field: &Field| field.options.iter().find(|o| o.value == text).map(|o| o.label.clone());
    let words = match field.map(|field| (field, field.kind.reading())) {
        Some((field, Reading::Option)) => option(field),
        Some((_, Reading::Day)) => Day::read(text).map(|day| language.long(day)),
        Some((_, Reading::YesNoUnknown)) => yes_no_unknown(language, text),
        Some((_, Reading::Written)) => None,
        None => yes_no_unknown(language, text).or_else(|| Day::read(text).map(|day| language.long(day))),
    };
    Some(words.unwrap_or_else(|| text.to_owned()))
}

fn yes_no_unknown(language: Language, text: &str) -> Option<String> {
    let word = match text {
        "yes" => common::yes(language),
        "no" => common::no(language),
        "unknown" => common::unknown(language),
        _ => return None,
    };
    Some(word.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::promise::{Choice, FieldKind};

    fn field(kind: FieldKind) -> Field {
        let option = |value: &str, label: &str| Choice { value: value.to_owned(), label: label.to_owned() };
        let options = vec![option("decided", "Beslutad"), option("kommunen", "Kommunen")];
        let json = r#"{"id":"f","label":"Fråga","kind":"text"}"#;
        let plain: Field = serde_json::from_str(json).expect("a field");
        Field { kind, options, ..plain }
    }

    #[test]
    fn answers_are_words_and_dates_and_never_codes() {
        for (kind, given, reads) in [
            (FieldKind::Choice, "decided", "Beslutad"),
            (FieldKind::Choice, "kommunen", "Kommunen"),
            (FieldKind::Choice, "of-an-older-form", "of-an-older-form"),
            (FieldKind::Date, "2026-12-24", "24 december 2026"),
            (FieldKind::YesNoUnknown, "unknown", "Okänt"),
            (FieldKind::Text, "yes", "yes"),
        ] {
            assert_eq!(
                answer(Language::Swedish, Some(&field(kind)), &Json::from(given)).as_deref(),
                Some(reads),
                "{given}"
            );
        }
        assert_eq!(
            answer(Language::Swedish, None, &Json::from("no")).as_deref(),
            Some("Nej"),
            "the question is of another promise"
        );
        assert_eq!(answer(Language::Swedish, Some(&field(FieldKind::Number)), &Json::Int(7)).as_deref(), Some("7"));
        assert_eq!(answer(Language::Swedish, None, &Json::Null), None);
        assert_eq!(answer(Language::English, None, &Json::from("unknown")).as_deref(), Some("Not known"));
    }
}
