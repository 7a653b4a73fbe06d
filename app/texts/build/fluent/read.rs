//! Reads a file with Fluent's own parser, and keeps of it what texts use.

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, Variant, VariantKey};
use fluent_syntax::parser;

/// What a parameter is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Type {
    Text,
    Number,
}

/// A piece of a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Piece {
    Text(String),
    Parameter(String),
    Reference(String),
    /// One of several texts by a number: the exact numbers with theirs, and what all others have.
    Choice {
        parameter: String,
        exact: Vec<(i64, Vec<Piece>)>,
        other: Vec<Piece>,
    },
}

/// A message in one language.
pub(super) struct Message {
    pub(super) id: String,
    /// As the comment declares them, `# $name (text)` or `# $name (number)`, in the function's order.
    pub(super) parameters: Vec<(String, Type)>,
    pub(super) pieces: Vec<Piece>,
    pub(super) used: Vec<String>,
    pub(super) references: Vec<String>,
}

impl Message {
    pub(super) fn parameter(&self, name: &str) -> Option<Type> {
        self.parameters.iter().find(|(own, _)| own == name).map(|(_, kind)| *kind)
    }
}

/// Words that no function can be called.
const KEYWORDS: [&str; 20] = [
    "as", "break", "const", "continue", "do", "else", "enum", "false", "fn", "for", "if", "in", "loop", "match",
    "move", "return", "self", "true", "where", "while",
];

/// The messages of a file; `report` gets what is wrong with it.
pub(super) fn read(text: &str, mut report: impl FnMut(String)) -> Vec<Message> {
    let resource = match parser::parse(text) {
        Ok(resource) => resource,
        Err((resource, errors)) => {
            for error in errors {
                let line = text[..error.pos.start].lines().count();
                report(format!("line {line} can't be read: {error}"));
            }
            resource
        }
    };
    let mut messages: Vec<Message> = Vec::new();
    for entry in resource.body {
        match entry {
            Entry::Message(found) => {
                let comment = found.comment.map(|comment| comment.content).unwrap_or_default();
                let mut message = Message {
                    id: found.id.name.to_owned(),
                    parameters: Vec::new(),
                    pieces: Vec::new(),
                    used: Vec::new(),
                    references: Vec::new(),
                };
                let mut problems = parameters(&comment, &mut message);
                problems.extend(found.attributes.iter().map(|a| format!("attribute {} is not used", a.id.name)));
                problems.extend(KEYWORDS.contains(&found.id.name).then(|| "a keyword of Rust".to_owned()));
                problems.extend(messages.iter().any(|m| m.id == message.id).then(|| "there twice".to_owned()));
                match &found.value {
                    Some(pattern) => {
                        message.pieces = Reader { message: &mut message, problems: &mut problems }.pattern(pattern)
                    }
                    None => problems.push("no text".to_owned()),
                }
                problems.into_iter().for_each(|problem| report(format!("{}: {problem}", message.id)));
                messages.push(message);
            }
            Entry::Term(term) => report(format!("-{}: terms are not used", term.id.name)),
            Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) | Entry::Junk { .. } => {}
        }
    }
    messages
}

/// Takes the declarations from a comment.
fn parameters(comment: &[&str], message: &mut Message) -> Vec<String> {
    let mut problems = Vec::new();
    for line in comment.iter().filter(|line| line.starts_with('$')) {
        let (name, rest) = line[1..].split_once(' ').unwrap_or((&line[1..], ""));
        match rest.split_once(')').map(|(kind, _)| kind) {
            Some("(text") => message.parameters.push((name.to_owned(), Type::Text)),
            Some("(number") => message.parameters.push((name.to_owned(), Type::Number)),
            _ => problems.push(format!("${name} is neither (text) nor (number), but {rest}")),
        }
    }
    problems
}

struct Reader<'a> {
    message: &'a mut Message,
    problems: &'a mut Vec<String>,
}

impl Reader<'_> {
    fn pattern(&mut self, pattern: &Pattern<&str>) -> Vec<Piece> {
        let mut pieces = Vec::new();
        for element in &pattern.elements {
            pieces.extend(match element {
                PatternElement::TextElement { value } => Some(Piece::Text((*value).to_owned())),
                PatternElement::Placeable { expression } => self.expression(expression),
            });
        }
        pieces
    }

    fn expression(&mut self, expression: &Expression<&str>) -> Option<Piece> {
        match expression {
            Expression::Select { selector: InlineExpression::VariableReference { id }, variants } => {
                self.message.used.push(id.name.to_owned());
                self.choice(id.name, variants)
            }
            Expression::Select { .. } => self.problem("a choice is made by a parameter"),
            Expression::Inline(inline) => self.inline(inline),
        }
    }

    fn inline(&mut self, inline: &InlineExpression<&str>) -> Option<Piece> {
        match inline {
            InlineExpression::StringLiteral { value } => {
                Some(Piece::Text(fluent_syntax::unicode::unescape_unicode_to_string(value).into_owned()))
            }
            InlineExpression::VariableReference { id } => {
                self.message.used.push(id.name.to_owned());
                Some(Piece::Parameter(id.name.to_owned()))
            }
            InlineExpression::MessageReference { id, attribute: None } => {
                self.message.references.push(id.name.to_owned());
                Some(Piece::Reference(id.name.to_owned()))
            }
            InlineExpression::FunctionReference { id, .. } => {
                self.problem(&format!("function {} is not used", id.name))
            }
            _ => self.problem("of Fluent, only parameters, messages, strings and choices are used"),
        }
    }

    fn choice(&mut self, parameter: &str, variants: &[Variant<&str>]) -> Option<Piece> {
        if self.message.parameter(parameter) == Some(Type::Text) {
            return self.problem(&format!("${parameter} is chosen by, and no number"));
        }
        let (mut exact, mut other) = (Vec::new(), Vec::new());
        for variant in variants {
            let pieces = self.pattern(&variant.value);
            match variant.key {
                VariantKey::Identifier { name: "other" } if variant.default => other = pieces,
                // Of whole numbers, Swedish and English have the singular for one alone.
                VariantKey::Identifier { name: "one" } => exact.push((1, pieces)),
                VariantKey::Identifier { name } => {
                    self.problem(&format!("[{name}] is no category here; the last is *[other]"));
                }
                VariantKey::NumberLiteral { value } => match value.parse() {
                    Ok(number) => exact.push((number, pieces)),
                    Err(_) => {
                        self.problem(&format!("[{value}] is no whole number"));
                    }
                },
            }
        }
        Some(Piece::Choice { parameter: parameter.to_owned(), exact, other })
    }

    fn problem(&mut self, problem: &str) -> Option<Piece> {
        self.problems.push(problem.to_owned());
        None
    }
}
