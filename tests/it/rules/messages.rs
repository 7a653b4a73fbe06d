//! Rules about texts: every message is used, and pages that speak two languages hold no text of their own.

use super::File;
use super::tokens::literals;

/// Folders and files whose every text is a message.
const SPEAK_BOTH: [&str; 6] = [
    "app/src/",
    "app/texts/src/officer/",
    "public/",
    "server/src/web/mine/",
    "server/src/web/officer/",
    "server/src/web/telefon/",
];

/// Where Swedish stands because it is taken apart, not said: compounds that may be parted.
const NOT_SAID: [&str; 1] = ["app/src/parts/text.rs"];

/// Words that nearly every Swedish sentence has one of.
const SWEDISH: [&str; 16] =
    ["att", "av", "det", "du", "eller", "en", "har", "inte", "med", "och", "om", "ska", "som", "till", "utan", "vid"];

fn is_swedish(text: &str) -> bool {
    let text = text.to_lowercase();
    let mut words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    text.chars().any(|c| "åäö".contains(c)) || (words.clone().count() > 1 && words.any(|word| SWEDISH.contains(&word)))
}

/// Swedish outside the files of texts, on pages that speak both languages.
pub(super) fn said_elsewhere(file: &File) -> Vec<String> {
    let speaks_both = SPEAK_BOTH.iter().any(|folder| file.path.starts_with(folder));
    if !speaks_both || NOT_SAID.contains(&file.path.as_str()) {
        return Vec::new();
    }
    let tell = |(line, text): (usize, String)| {
        is_swedish(&text).then(|| format!("{}:{line}: {text} belongs in app/texts/locales", file.path))
    };
    if file.path.ends_with(".js") {
        let code = |line: &str| !line.trim_start().starts_with("//");
        let lines = file.text.lines().enumerate().filter(|(_, line)| code(line));
        return lines.flat_map(|(at, line)| quoted(line).map(move |text| (at + 1, text))).filter_map(tell).collect();
    }
    let code = file.text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    let code = File { path: file.path.clone(), text: code.to_owned() };
    literals(&code).into_iter().filter_map(tell).collect()
}

/// What stands between single quotes or backticks in a line of a script.
fn quoted(line: &str) -> impl Iterator<Item = String> {
    line.split(['\'', '`']).skip(1).step_by(2).map(str::to_owned)
}

/// Messages that no code and no other message uses.
pub(super) fn unused(files: &[File]) -> Vec<String> {
    let is_code = |file: &&File| {
        file.is_rust()
            && ["app/src/", "app/texts/src/", "server/src/"].iter().any(|folder| file.path.starts_with(folder))
    };
    let code: String = files.iter().filter(is_code).map(|file| file.text.as_str()).collect();
    let locale = |file: &&File| file.path.starts_with("app/texts/locales/sv/");
    let mut unused = Vec::new();
    for file in files.iter().filter(locale) {
        for id in file.text.lines().filter_map(message) {
            let reference = format!("{{ {id} }}");
            if !is_named(&code, &id.replace('-', "_")) && !file.text.contains(&reference) {
                unused.push(format!("{}: {id} is not used", file.path));
            }
        }
    }
    unused
}

/// Whether code names a function of some module, called or handed on.
fn is_named(code: &str, name: &str) -> bool {
    let path = format!("::{name}");
    let whole = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    code.match_indices(&path).any(|(at, path)| whole(&code[at + path.len()..]))
}

/// The message that a line begins.
fn message(line: &str) -> Option<&str> {
    let (id, _) = line.split_once(" =")?;
    let is_id = id.starts_with(|c: char| c.is_ascii_lowercase()) && !id.contains(' ');
    is_id.then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> File {
        File { path: path.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn a_text_beside_the_files_of_texts_is_found() {
        for (path, text, wrong) in [
            ("app/src/screens/run.rs", "fn f() { let a = \"Börja om\"; }", 1),
            ("app/src/screens/run.rs", "fn f() { let a = \"Kasta och spara\"; } // Kasta och spara", 1),
            ("app/src/screens/run.rs", "fn f() { let a = \"key go\"; }", 0),
            ("server/src/web/audit/view.rs", "fn f() { let a = \"Börja om\"; }", 0),
            ("public/boot.js", "// kan inte\nconst FAILED = 'Appen kunde inte starta.';", 1),
            ("public/boot.js", "const FAILED = words('failed');", 0),
        ] {
            assert_eq!(said_elsewhere(&file(path, text)).len(), wrong, "{text}");
        }
    }

    #[test]
    fn a_message_without_use_is_found() {
        let locale =
            file("app/texts/locales/sv/a.ftl", "# $n (number)\nused = ja { part }\npart = del\nnot-used = nej\n");
        let code = file("server/src/a.rs", "fn f() { a::used(language, 1); }");
        assert_eq!(unused(&[locale, code]), ["app/texts/locales/sv/a.ftl: not-used is not used"]);
    }
}
