//! From Fluent files to Rust: the build script runs it, the tests of the crate try it.
//!
//! Of Fluent's syntax, texts use messages with parameters, references to other messages of the file, string literals, and
//! choices by a number (`[one]`, `[other]` or an exact number). Everything else is reported, so that no file says more than
//! what reaches a page.

mod read;
mod write;

use read::{Message, read};
use std::collections::BTreeMap;

/// A file of texts in one language.
pub(crate) struct Source {
    /// The tag of the language, which is the name of its folder.
    pub(crate) language: String,
    pub(crate) file: String,
    pub(crate) text: String,
}

/// Each language with its variant of `texts::language::Language`. The first is the one that declares the parameters.
const LANGUAGES: [(&str, &str); 2] = [("sv", "Swedish"), ("en", "English")];

/// The messages of one file in one language, in their order.
type Messages = Vec<Message>;

/// A module of Rust for each file.
///
/// # Errors
/// Everything that is wrong with the files: where, and what.
pub(crate) fn generate(sources: &[Source]) -> Result<String, Vec<String>> {
    let mut problems = Vec::new();
    let mut files: BTreeMap<&str, BTreeMap<&str, Messages>> = BTreeMap::new();
    for source in sources {
        let place = format!("{}/{}.ftl", source.language, source.file);
        if !LANGUAGES.iter().any(|(tag, _)| *tag == source.language) {
            problems.push(format!("{place}: no language of Rond's"));
            continue;
        }
        let messages = read(&source.text, |problem| problems.push(format!("{place}: {problem}")));
        files.entry(&source.file).or_default().insert(&source.language, messages);
    }
    let mut code = String::new();
    for (file, mut languages) in files {
        let [own, other] = LANGUAGES.map(|(tag, _)| languages.remove(tag).unwrap_or_default());
        let found = compare(&own, &other);
        problems.extend(found.into_iter().map(|(tag, problem)| format!("{tag}/{file}.ftl: {problem}")));
        code += &write::module(file, &own, &other);
    }
    if problems.is_empty() { Ok(code) } else { Err(problems) }
}

/// What the two files of one name lack, each with the language that lacks it.
fn compare(own: &[Message], other: &[Message]) -> Vec<(&'static str, String)> {
    let [(own_tag, _), (other_tag, _)] = LANGUAGES;
    let mut problems = Vec::new();
    for (tag, messages, all) in [(own_tag, own, other), (other_tag, other, own)] {
        let missing = all.iter().filter(|m| !messages.iter().any(|own| own.id == m.id));
        problems.extend(missing.map(|m| (tag, format!("{} is missing", m.id))));
    }
    for message in own {
        let translated = other.iter().find(|m| m.id == message.id);
        for (tag, text) in [(own_tag, Some(message)), (other_tag, translated)] {
            let Some(text) = text else { continue };
            for name in text.used.iter().filter(|name| message.parameter(name).is_none()) {
                problems
                    .push((tag, format!("{} uses ${name}, which the comment in {own_tag} doesn't declare", text.id)));
            }
            for id in text.references.iter().filter(|id| !own.iter().any(|m| m.id == **id)) {
                problems.push((tag, format!("{} refers to {id}, which is no message of this file", text.id)));
            }
        }
        let lone = |text: &Message| text.references.is_empty() || text.pieces.len() == 1;
        if message.parameters.is_empty() && !(lone(message) && translated.is_none_or(lone)) {
            problems
                .push((own_tag, format!("{} has no parameters, and more than the message it refers to", message.id)));
        }
        let is_used = |name: &String| message.used.contains(name) || translated.is_some_and(|t| t.used.contains(name));
        let through = |name: &String| {
            message
                .references
                .iter()
                .filter_map(|id| own.iter().find(|m| m.id == *id))
                .any(|m| m.parameter(name).is_some())
        };
        for (name, _) in message.parameters.iter().filter(|(name, _)| !is_used(name) && !through(name)) {
            problems.push((own_tag, format!("{} declares ${name}, which no language uses", message.id)));
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(swedish: &str, english: &str) -> Result<String, Vec<String>> {
        let source = |language: &str, text: &str| Source {
            language: language.to_owned(),
            file: "phone".to_owned(),
            text: text.to_owned(),
        };
        generate(&[source("sv", swedish), source("en", english)])
    }

    #[test]
    fn a_message_is_a_function_of_the_language_and_of_its_parameters() {
        let code = made("saved = Sparad.", "saved = Saved.").expect("fine");
        assert!(code.contains("pub const fn saved(language: Language) -> &'static str"), "{code}");
        let counted = "# $n (number)\n# $area (text)\nentries = { $n ->\n    [one] 1 post\n   *[other] { $n } poster\n } { $area }";
        let code = made(counted, "entries = { $n } in { $area }").expect("fine");
        assert!(code.contains("pub fn entries(language: Language, n: impl Count, area: &str) -> String"), "{code}");
    }

    #[test]
    fn what_a_language_lacks_ends_the_build() {
        let problems = made("saved = Sparad.\nsent = Skickad.", "saved = Saved.\ngone = Gone.").expect_err("lacks");
        assert_eq!(problems, ["sv/phone.ftl: gone is missing", "en/phone.ftl: sent is missing"]);
    }

    #[test]
    fn a_parameter_is_declared_and_used() {
        let problems = made("sent = Skickad { $at }", "sent = Sent { $time }").expect_err("undeclared");
        assert_eq!(problems.len(), 2, "{problems:?}");
        let problems = made("# $at (text)\nsent = Skickad", "sent = Sent").expect_err("unused");
        assert_eq!(problems, ["sv/phone.ftl: sent declares $at, which no language uses"]);
        let problems = made("# $at (day)\nsent = Skickad { $at }", "sent = Sent { $at }").expect_err("unknown type");
        assert!(problems[0].contains("day"), "{problems:?}");
    }

    #[test]
    fn what_is_not_understood_is_reported() {
        for (text, says) in [
            ("saved Sparad", "can't be read"),
            ("saved = Sparad\nsaved = Sparad", "twice"),
            ("saved =\n    .title = Sparad", "attribute"),
            ("saved = { NUMBER($n) }", "function"),
            ("where = Var?", "keyword"),
            ("saved = { gone }", "gone"),
            ("# $n (number)\nsaved = { $n ->\n    [few] få\n   *[other] fler\n }", "few"),
            ("# $n (text)\nsaved = { $n ->\n    [one] en\n   *[other] fler\n }", "number"),
        ] {
            let problems = made(text, text).expect_err(text);
            assert!(problems.iter().any(|problem| problem.contains(says)), "{says}: {problems:?}");
        }
    }
}
