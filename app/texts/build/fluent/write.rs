//! Writes a module with a function for each message.

use super::LANGUAGES;
use super::read::{Message, Piece, Type};
use std::fmt::Write;

/// The module of a file. Without parameters a function gives a text of the program, else a new one.
pub(super) fn module(file: &str, own: &[Message], other: &[Message]) -> String {
    let mut out = format!("pub mod {} {{\nuse crate::language::Language;\n", snake(file));
    if own.iter().flat_map(|m| &m.parameters).any(|(_, kind)| *kind == Type::Number) {
        out += "use crate::language::Count;\n";
    }
    let pairs = own.iter().filter_map(|m| Some((m, other.iter().find(|t| t.id == m.id)?)));
    for (message, translated) in pairs {
        out += &function(file, message, translated, own);
    }
    out + "}\n"
}

fn function(file: &str, message: &Message, translated: &Message, all: &[Message]) -> String {
    let mut parameters = String::new();
    let mut numbers = String::new();
    for (name, kind) in &message.parameters {
        let name = snake(name);
        match kind {
            Type::Text => parameters += &format!(", {name}: &str"),
            Type::Number => {
                parameters += &format!(", {name}: impl Count");
                numbers += &format!("let {name} = {name}.count();\n");
            }
        }
    }
    let fixed = message.parameters.is_empty();
    let (keyword, result) = if fixed { ("const fn", "&'static str") } else { ("fn", "String") };
    let name = snake(&message.id);
    let mut out = format!("/// `{}` of `{file}.ftl`.\n#[must_use]\n", message.id);
    // Writing into a String can't fail.
    writeln!(out, "pub {keyword} {name}(language: Language{parameters}) -> {result} {{\n{numbers}match language {{")
        .ok();
    for ((_, variant), text) in LANGUAGES.iter().zip([message, translated]) {
        let body = if fixed { fixed_text(&text.pieces) } else { expression(message, &text.pieces, all) };
        writeln!(out, "Language::{variant} => {body},").ok();
    }
    out + "}\n}\n"
}

/// The text of a message without parameters. A reference to another fixed text is a call.
fn fixed_text(pieces: &[Piece]) -> String {
    match pieces {
        [Piece::Reference(id)] => format!("{}(language)", snake(id)),
        pieces => {
            let text = |piece: &Piece| match piece {
                Piece::Text(text) => text.clone(),
                _ => String::new(),
            };
            format!("{:?}", pieces.iter().map(text).collect::<String>())
        }
    }
}

/// An expression that is a `String`.
fn expression(message: &Message, pieces: &[Piece], all: &[Message]) -> String {
    let parts: Vec<String> = pieces.iter().map(|piece| part(message, piece, all)).collect();
    format!("[{}].concat()", if parts.is_empty() { "\"\"".to_owned() } else { parts.join(", ") })
}

/// An expression that is a `&str`.
fn part(message: &Message, piece: &Piece, all: &[Message]) -> String {
    match piece {
        Piece::Text(text) => format!("{text:?}"),
        Piece::Parameter(name) => match message.parameter(name) {
            Some(Type::Number) => format!("{}.to_string().as_str()", snake(name)),
            _ => snake(name),
        },
        Piece::Reference(id) => reference(id, all),
        Piece::Choice { parameter, exact, other } => {
            let mut arms = String::new();
            for (number, pieces) in exact {
                arms += &format!("{number} => {}, ", expression(message, pieces, all));
            }
            format!("(match {} {{ {arms}_ => {} }}).as_str()", snake(parameter), expression(message, other, all))
        }
    }
}

/// A call of another message's function with the parameters of the same names.
fn reference(id: &str, all: &[Message]) -> String {
    let parameters = all.iter().find(|m| m.id == id).map(|m| m.parameters.as_slice()).unwrap_or_default();
    let given: String = parameters.iter().map(|(name, _)| format!(", {}", snake(name))).collect();
    let call = format!("{}(language{given})", snake(id));
    if parameters.is_empty() { call } else { format!("{call}.as_str()") }
}

fn snake(id: &str) -> String {
    id.replace('-', "_")
}
