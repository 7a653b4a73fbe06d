//! The kinds of question on a form. Each has a file with all that it decides: which answers fit, how they are kept, and
//! how they are asked for and read. Serde, the reader of promise files, the check and the phone go by this table.

mod choice;
mod date;
mod number;
mod text;
mod yes_no_unknown;

use crate::calendar::Day;
use crate::json::Json;
use crate::promise::Field;
use crate::words::word_enum;

word_enum! {
    /// What answers a question takes.
    pub enum FieldKind {
        YesNoUnknown = "yes_no_unknown",
        Number = "number",
        Text = "text",
        /// One of the field's options.
        Choice = "choice",
        /// A day, as `YYYY-MM-DD`.
        Date = "date",
    }
}

impl FieldKind {
    /// What the kind decides.
    pub(crate) fn rules(self) -> &'static Rules {
        match self {
            Self::YesNoUnknown => &yes_no_unknown::RULES,
            Self::Number => &number::RULES,
            Self::Text => &text::RULES,
            Self::Choice => &choice::RULES,
            Self::Date => &date::RULES,
        }
    }

    /// How the phone asks for an answer.
    #[must_use]
    pub fn input(self) -> Input {
        self.rules().input
    }

    /// How an answer reads wherever it is shown.
    #[must_use]
    pub fn reading(self) -> Reading {
        self.rules().reading
    }

    /// Whether somebody could write a name in it: then a person reads each answer before a report shows it.
    #[must_use]
    pub fn is_free_text(self) -> bool {
        self.rules().is_free_text
    }
}

impl Field {
    /// A made-up answer about something that was done on a day; `drawn` is any number. `None` where the field has nothing
    /// to choose from.
    #[must_use]
    pub fn example(&self, day: Day, drawn: u32) -> Option<Json> {
        (self.kind.rules().example)(self, day, drawn)
    }
}

/// All that a kind of question decides. No member has a default: whoever adds a kind is asked for each of them.
pub(crate) struct Rules {
    /// What is kept of an answer as it was typed.
    pub(crate) parse: fn(&Field, &str) -> Result<Json, NoAnswer>,
    /// Whether an answer that was kept is one that today's form would take.
    pub(crate) fits: fn(&Field, &Json) -> bool,
    /// Whether an answer counts unasked. Else the entry waits for a person.
    pub(crate) is_plausible: fn(&Field, &Json) -> bool,
    /// The answers that a target can ask for.
    pub(crate) answers: for<'a> fn(&'a Field) -> Answers<'a>,
    /// Whether the field has options, at least two; else it has none.
    pub(crate) has_options: bool,
    /// Whether answers are numbers, which have a `max` and can be summed.
    pub(crate) is_number: bool,
    pub(crate) is_free_text: bool,
    pub(crate) input: Input,
    pub(crate) reading: Reading,
    /// See [`Field::example`].
    pub(crate) example: fn(&Field, Day, u32) -> Option<Json>,
}

/// Why what was typed is no answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum NoAnswer {
    /// None of those that there are.
    Unknown,
    NotANumber,
}

/// The answers that a target can ask for.
pub(crate) enum Answers<'a> {
    Listed(Vec<&'a str>),
    /// Whatever was written, character by character.
    Any,
    /// None: the answer is only kept.
    None,
}

/// How the phone asks for an answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Input {
    /// A key for each of yes, no and unknown.
    YesNoUnknown,
    /// A key for each option.
    Options,
    /// A line: the type of the browser's field, and the keyboard that it shows.
    Line { input_type: &'static str, input_mode: &'static str },
}

/// How an answer reads.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reading {
    /// As it was written.
    Written,
    /// By the label of its option.
    Option,
    /// As a date.
    Day,
    YesNoUnknown,
}

/// For kinds whose answers always count.
fn always_plausible(_: &Field, _: &Json) -> bool {
    true
}
