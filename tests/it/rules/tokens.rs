//! Rules that look at the words of Rust code, macros included and comments not.

use super::File;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::BTreeSet;
use std::str::FromStr;

/// A word of code with its line: an identifier, a mark, a literal, or the edge of a group.
struct Word {
    text: String,
    line: usize,
    is_text: bool,
}

fn words(file: &File) -> Vec<Word> {
    if !file.is_rust() {
        return Vec::new();
    }
    let stream = TokenStream::from_str(&file.text).unwrap_or_else(|error| panic!("{}: {error}", file.path));
    let mut words = Vec::new();
    flatten(stream, &mut words);
    words
}

fn flatten(stream: TokenStream, words: &mut Vec<Word>) {
    for token in stream {
        let line = token.span().start().line;
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::None => ("", ""),
                };
                let mut inner = Vec::new();
                flatten(group.stream(), &mut inner);
                // A comment of documentation is read as an attribute with a text; it is no code.
                let is_doc = open == "[" && inner.first().is_some_and(|word| word.text == "doc");
                if is_doc {
                    continue;
                }
                words.push(Word { text: open.to_owned(), line, is_text: false });
                words.append(&mut inner);
                words.push(Word { text: close.to_owned(), line, is_text: false });
            }
            TokenTree::Literal(literal) => {
                let text = literal.to_string();
                words.push(Word { is_text: text.contains('"'), text, line });
            }
            other => words.push(Word { text: other.to_string(), line, is_text: false }),
        }
    }
}

/// Where a word stands that may not.
fn named(file: &File, forbidden: &[&str], why: &str) -> Vec<String> {
    let bad = |word: &&Word| !word.is_text && forbidden.contains(&word.text.as_str());
    let tell = |word: &Word| format!("{}:{}: {}: {why}", file.path, word.line, word.text);
    words(file).iter().filter(bad).map(tell).collect()
}

/// The texts in code, each with its line; those of its unit tests too.
pub(super) fn literals(file: &File) -> Vec<(usize, String)> {
    words(file).into_iter().filter(|word| word.is_text).map(|word| (word.line, word.text)).collect()
}

/// How statements begin, and what must follow somewhere for it to be SQL and not a sentence.
const SQL: [(&str, &str); 10] = [
    ("select ", " from "),
    ("select ", "()"),
    ("insert into ", ""),
    ("update ", " set "),
    ("delete from ", ""),
    ("create table ", ""),
    ("create index ", ""),
    ("alter table ", ""),
    ("drop table ", ""),
    ("pragma ", ""),
];

fn is_sql(literal: &str) -> bool {
    let text = literal.trim_start_matches(['b', 'c', 'r', '#', '"']).trim_start().to_lowercase();
    SQL.iter().any(|(start, then)| text.strip_prefix(start).is_some_and(|rest| rest.contains(then)))
}

/// The store, and the one actor of the tests who goes past it.
fn speaks_sql(path: &str) -> bool {
    path.starts_with("server/src/store") || path.starts_with("tests/harness/intruder")
}

/// Columns of rows are read by names that a statement of the same file has: no compiler compares them.
pub(super) fn unknown_columns(file: &File) -> Vec<String> {
    if !file.path.starts_with("server/src/store/") {
        return Vec::new();
    }
    let words = words(file);
    let mut read = Vec::new();
    let mut statements = BTreeSet::new();
    let mut after = "";
    for (place, word) in words.iter().enumerate() {
        let is_read = word.is_text && place > 0 && words[place - 1].text == "(" && after == "try_get";
        if is_read {
            read.push(word);
        } else if word.is_text {
            statements.extend(word.text.split(|c: char| !c.is_alphanumeric() && c != '_'));
        }
        // The name of the method stays the last one through the type that is asked for.
        if word.text == "try_get" {
            after = "try_get";
        } else if matches!(word.text.as_str(), ")" | ";" | "}") {
            after = "";
        }
    }
    let unknown = read.iter().filter(|word| !statements.contains(word.text.trim_matches('"')));
    unknown.map(|word| format!("{}:{}: no statement here has a column {}", file.path, word.line, word.text)).collect()
}

pub(super) fn sql_elsewhere(file: &File) -> Vec<String> {
    if speaks_sql(&file.path) || file.is_rules() {
        return Vec::new();
    }
    let mut wrong = named(file, &["sqlx"], "only the store knows it");
    let sql = |word: &&Word| word.is_text && is_sql(&word.text);
    wrong.extend(words(file).iter().filter(sql).map(|w| format!("{}:{}: SQL outside the store", file.path, w.line)));
    if file.path == "app/Cargo.toml" && file.text.contains("sqlx") {
        wrong.push(format!("{}: the app never names sqlx", file.path));
    }
    wrong
}

pub(super) fn browser_elsewhere(file: &File) -> Vec<String> {
    // The browser enters by what lib.rs exports.
    let may = file.path.starts_with("app/src/device") || file.path == "app/src/lib.rs";
    if !file.path.starts_with("app/src/") || may {
        return Vec::new();
    }
    let doors = ["web_sys", "js_sys", "gloo_storage", "wasm_bindgen", "wasm_bindgen_futures", "serde_wasm_bindgen"];
    named(file, &doors, "only the device touches the browser")
}

/// No I/O, no clock, no randomness, no features: modules of std, macros that print.
pub(super) fn domain_acts(file: &File) -> Vec<String> {
    if !file.path.starts_with("app/domain/src/") {
        return Vec::new();
    }
    let doers = ["SystemTime", "Instant", "feature", "getrandom"];
    let mut wrong = named(file, &doers, "the domain does nothing");
    let words = words(file);
    let is = |place: usize, text: &str| words.get(place).is_some_and(|word| word.text == text);
    let mut tell =
        |word: &Word| wrong.push(format!("{}:{}: {}: the domain does nothing", file.path, word.line, word.text));
    for (place, word) in words.iter().enumerate() {
        let prints = ["print", "println", "eprint", "eprintln", "dbg"].contains(&word.text.as_str());
        if prints && is(place + 1, "!") {
            tell(word);
        }
        if word.text == "std" && is(place + 1, ":") && is(place + 2, ":") {
            let rest = &words[place + 3..];
            let named = if is(place + 3, "{") { group_starts(rest) } else { rest.iter().take(1).collect() };
            let doing = ["time", "fs", "net", "thread", "io", "env", "process", "os"];
            named.into_iter().filter(|word| doing.contains(&word.text.as_str())).for_each(&mut tell);
        }
    }
    wrong
}

/// The first words of a group's members: what `use std::{fs, time::Instant}` begins its paths with.
fn group_starts(words: &[Word]) -> Vec<&Word> {
    let mut starts = Vec::new();
    let mut depth = 0;
    for (place, word) in words.iter().enumerate() {
        match word.text.as_str() {
            "{" => depth += 1,
            "}" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            break;
        }
        if depth == 1 && matches!(word.text.as_str(), "{" | ",") {
            starts.extend(words.get(place + 1));
        }
    }
    starts
}

/// `#[expect(…, reason = "…")]` is the only way to quiet a lint: it goes away with its cause.
pub(super) fn allows(file: &File) -> Vec<String> {
    let words = words(file);
    let mut wrong = Vec::new();
    for (place, word) in words.iter().enumerate() {
        let starts =
            word.text == "#" && words[place + 1..].iter().find(|w| w.text != "!").is_some_and(|w| w.text == "[");
        let mut inside = words[place + 1..].iter().take_while(|w| w.text != "]");
        if starts && inside.any(|w| w.text == "allow" && !w.is_text) {
            wrong.push(format!("{}:{}: allow; say expect, with a reason", file.path, word.line));
        }
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::super::said;
    use super::*;

    #[test]
    fn a_column_that_no_statement_has_is_caught() {
        let read = |column: &str| {
            let text =
                format!("fn a() {{ let sql = \"select began from s\"; row.try_get::<Option<i64>>({column})?; }}");
            said(unknown_columns, "server/src/store/a.rs", &text)
        };
        assert_eq!(read("\"began\""), [""; 0]);
        assert_eq!(read("\"began_at\""), ["server/src/store/a.rs:1: no statement here has a column \"began_at\""]);
    }

    #[test]
    fn sql_outside_the_store_is_caught() {
        for bad in [
            "fn f() { run(\"select id from entries\") }",
            "fn f() { run(r#\"\n  INSERT INTO entries values (1)\"#) }",
            "const Q: &str = \"update entries set a = 1\";",
            "fn f() { q!(\"delete from entries\") }",
            "use sqlx::Row;",
        ] {
            assert_eq!(said(sql_elsewhere, "server/src/a.rs", bad).len(), 1, "{bad}");
            assert_eq!(said(sql_elsewhere, "server/src/store/a.rs", bad), [""; 0], "{bad}");
        }
        let good =
            "/// select the officer from the list with sqlx\nfn f() { say(\"Select an area\", \"update: all set\") }";
        assert_eq!(said(sql_elsewhere, "app/src/a.rs", good), [""; 0]);
        assert_eq!(said(sql_elsewhere, "app/Cargo.toml", "sqlx.workspace = true").len(), 1);
    }

    #[test]
    fn the_browser_elsewhere_is_caught() {
        let bad = "fn f() { view! { on:click=move |_| web_sys::window() } }";
        assert_eq!(said(browser_elsewhere, "app/src/screens/a.rs", bad).len(), 1);
        assert_eq!(said(browser_elsewhere, "app/src/device/a.rs", bad), [""; 0]);
        assert_eq!(said(browser_elsewhere, "app/src/lib.rs", bad), [""; 0]);
        assert_eq!(said(browser_elsewhere, "app/src/screens/a.rs", "// web_sys\nfn f() {}"), [""; 0]);
    }

    #[test]
    fn a_domain_that_acts_is_caught() {
        for bad in [
            "use std::time::Instant as Now;",
            "use std::{collections::BTreeMap, fs};",
            "fn f() { std::thread::sleep(d) }",
            "fn f() { println!(\"x\") }",
            "#[cfg(feature = \"ssr\")] fn f() {}",
        ] {
            assert!(!said(domain_acts, "app/domain/src/a.rs", bad).is_empty(), "{bad}");
        }
        let good = "//! std::time\nuse std::{fmt, collections::BTreeMap};\nfn f() { g(\"std::fs\") }";
        assert_eq!(said(domain_acts, "app/domain/src/a.rs", good), [""; 0]);
        assert_eq!(said(domain_acts, "app/domain/tests/a.rs", "use std::fs;"), [""; 0]);
    }

    #[test]
    fn an_allow_is_caught() {
        for bad in ["#[allow(dead_code)] fn f() {}", "#![allow(unused)]", "#[cfg_attr(test, allow(unused))] fn f() {}"]
        {
            assert_eq!(said(allows, "a.rs", bad).len(), 1, "{bad}");
        }
        let good = "#[expect(dead_code, reason = \"allow\")] fn allow() { allow(a[0]) }";
        assert_eq!(said(allows, "a.rs", good), [""; 0]);
    }
}
