//! Style sheets without what only people read.

/// The sheet without comments, indentation and empty lines. Text in quotes stays as it is.
pub(crate) fn strip(sheet: &str) -> String {
    let bare = without_comments(sheet);
    let lines = bare.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.fold(String::new(), |text, line| text + line + "\n")
}

fn without_comments(sheet: &str) -> String {
    let mut out = String::with_capacity(sheet.len());
    let mut rest = sheet;
    let mut quote = None;
    while let Some(next) = rest.chars().next() {
        if quote.is_none() && rest.starts_with("/*") {
            rest = rest[2..].split_once("*/").map_or("", |(_, after)| after);
            // A comment also separates: `a/**/b` are two words.
            let touches = |end: Option<char>| end.is_some_and(|c| c.is_alphanumeric() || c == '-' || c == '_');
            if touches(out.chars().next_back()) && touches(rest.chars().next()) {
                out.push_str("/**/");
            }
            continue;
        }
        let mut length = next.len_utf8();
        match (quote, next) {
            // An escaped character, quote or not, says nothing about where the text ends.
            (_, '\\') => length += rest[1..].chars().next().map_or(0, char::len_utf8),
            (None, '"' | '\'') => quote = Some(next),
            (Some(open), close) if open == close => quote = None,
            _ => {}
        }
        out.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    out
}

#[cfg(test)]
mod tests {
    use super::strip;

    #[test]
    fn comments_and_indentation_go() {
        assert_eq!(strip("/* why */\n\n  a{\n    color:red; /* so */\n  }\n"), "a{\ncolor:red;\n}\n");
        assert_eq!(strip("a{}/* never closed"), "a{}\n");
    }

    #[test]
    fn quoted_text_stays() {
        assert_eq!(
            strip("a::before{content:\"/* ✔ */ \\\" /* x */\"}"),
            "a::before{content:\"/* ✔ */ \\\" /* x */\"}\n"
        );
        assert_eq!(strip("a{content:'\\201C'}/*x*/"), "a{content:'\\201C'}\n");
    }

    #[test]
    fn a_comment_between_words_still_separates() {
        assert_eq!(strip("a/* x */b{}"), "a/**/b{}\n");
    }
}
