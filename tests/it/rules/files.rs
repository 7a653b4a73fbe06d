//! Rules that look at a file's path and lines.

use super::File;
use std::collections::{BTreeMap, BTreeSet};

const LINES: usize = 400;

pub(super) fn too_long(file: &File) -> Vec<String> {
    let measured = [".rs", ".js", ".css"].iter().any(|kind| file.path.ends_with(kind));
    let lines = file.text.lines().count();
    let long = measured && lines > LINES;
    long.then(|| format!("{}: {lines} lines; at most {LINES}", file.path)).into_iter().collect()
}

/// Words that say nothing of what a thing is.
const EMPTY_WORDS: [&str; 8] = ["manager", "managers", "service", "services", "helper", "helpers", "util", "utils"];

/// The first empty word of a name in snake, kebab or camel case. A service worker is called so by the browsers.
pub(super) fn empty_word(name: &str) -> Option<String> {
    let mut spaced = String::new();
    for c in name.chars() {
        if c.is_uppercase() {
            spaced.push(' ');
        }
        spaced.extend(if c.is_alphanumeric() { c.to_lowercase().next() } else { Some(' ') });
    }
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let bad = |(place, word): (usize, &&str)| {
        EMPTY_WORDS.contains(word) && !(*word == "service" && words.get(place + 1) == Some(&"worker"))
    };
    words.iter().enumerate().find(|(place, word)| bad((*place, *word))).map(|(_, word)| (*word).to_owned())
}

pub(super) fn badly_named(file: &File) -> Vec<String> {
    let bad = |part: &str| empty_word(part).map(|word| format!("{}: \"{word}\" says nothing", file.path));
    file.path.split('/').filter_map(bad).collect()
}

/// The domain depends on serde alone, and has no features.
pub(super) fn domain_depends(file: &File) -> Vec<String> {
    if file.path != "app/domain/Cargo.toml" {
        return Vec::new();
    }
    let mut section = "";
    let mut wrong = Vec::new();
    for (number, line) in file.text.lines().enumerate() {
        let at = format!("{}:{}", file.path, number + 1);
        if line.starts_with('[') {
            section = line.trim();
            if section.starts_with("[features") || section.starts_with("[target") || section.starts_with("[build-dep") {
                wrong.push(format!("{at}: the domain has no {section}"));
            }
        } else if section == "[dependencies]" && !line.trim().is_empty() {
            let name = line.split(['.', '=', ' ']).next().unwrap_or_default();
            if name != "serde" && !name.starts_with('#') {
                wrong.push(format!("{at}: the domain depends on serde alone, not on {name}"));
            }
        } else if section.starts_with("[dependencies.") {
            wrong.push(format!("{at}: {section}"));
        }
    }
    wrong
}

const HOSTS: [&str; 6] =
    ["index.crates.io", "static.crates.io", "static.rust-lang.org", "registry.npmjs.org", "/issues/", "/pull/"];
const PLACES: [&str; 4] = ["/work/", "/tmp/", "/root/", "/home/"];

pub(super) fn names_places(file: &File) -> Vec<String> {
    if file.is_rules() {
        return Vec::new();
    }
    let source = file.path.starts_with("src/") || file.path.contains("/src/");
    let mut wrong = Vec::new();
    for (number, line) in file.text.lines().enumerate() {
        let places = PLACES.iter().filter(|_| source);
        for name in HOSTS.iter().chain(places).filter(|name| line.contains(**name)) {
            wrong.push(format!("{}:{}: names {name}", file.path, number + 1));
        }
    }
    wrong
}

/// What a role may is decided by the rules of the domain: a handler or a page that compares roles decides it again.
pub(super) fn role_decisions(file: &File) -> Vec<String> {
    let asks = ["server/src/web/", "server/src/api/"].iter().any(|room| file.path.starts_with(room));
    let compares = |line: &str| {
        ["role == Role::", "role != Role::", "match viewer.role", "!(viewer.role"].iter().any(|c| line.contains(c))
    };
    let wrong = file.text.lines().enumerate().filter(|(_, line)| asks && line.contains("viewer") && compares(line));
    wrong.map(|(number, _)| format!("{}:{}: compares roles; ask `may_pass`", file.path, number + 1)).collect()
}

/// Migrations are numbered 0001, 0002 …: each is one file for both databases, or one file for each.
pub(super) fn migrations(paths: &[String]) -> Vec<String> {
    let mut names: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for file in paths.iter().filter_map(|path| path.strip_prefix("server/migrations/")) {
        let (name, databases) = file.split_once('.').unwrap_or((file, ""));
        names.entry(name).or_default().insert(databases);
    }
    let mut wrong = Vec::new();
    if names.is_empty() {
        wrong.push("there are no migrations".to_owned());
    }
    let allowed = [BTreeSet::from(["sql"]), BTreeSet::from(["sqlite.sql", "postgres.sql"])];
    for (place, (name, databases)) in names.iter().enumerate() {
        if !name.starts_with(&format!("{:04}_", place + 1)) {
            wrong.push(format!("migration {name} is not number {:04}", place + 1));
        }
        if !allowed.contains(databases) {
            wrong
                .push(format!("migration {name} has the files {databases:?}: one for both databases, or one for each"));
        }
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::super::said;
    use super::*;

    #[test]
    fn a_long_file_is_caught() {
        assert_eq!(said(too_long, "a.rs", &"\n".repeat(400)), [""; 0]);
        assert_eq!(said(too_long, "a.js", &"\n".repeat(401)).len(), 1);
        assert_eq!(said(too_long, "a.md", &"\n".repeat(401)), [""; 0]);
    }

    #[test]
    fn an_empty_name_is_caught() {
        for (name, word) in [
            ("SessionManager", Some("manager")),
            ("date_utils", Some("utils")),
            ("http-service", Some("service")),
            ("service_worker", None),
            ("managed", None),
            ("future", None),
        ] {
            assert_eq!(empty_word(name).as_deref(), word, "{name}");
        }
        assert_eq!(said(badly_named, "app/src/helpers/mod.rs", "").len(), 1);
        assert_eq!(said(badly_named, "app/src/parts/mod.rs", ""), [""; 0]);
    }

    #[test]
    fn a_second_dependency_of_the_domain_is_caught() {
        let path = "app/domain/Cargo.toml";
        let good = "[dependencies]\nserde.workspace = true\n\n[dev-dependencies]\nproptest.workspace = true\n";
        assert_eq!(said(domain_depends, path, good), [""; 0]);
        assert_eq!(said(domain_depends, path, "[dependencies]\nserde = \"1\"\njiff = \"0.2\"\n").len(), 1);
        assert_eq!(said(domain_depends, path, "[features]\nssr = []\n").len(), 1);
        assert_eq!(said(domain_depends, path, "[dependencies.jiff]\nversion = \"1\"\n").len(), 1);
        assert_eq!(said(domain_depends, "app/Cargo.toml", "[features]\n"), [""; 0]);
    }

    #[test]
    fn a_place_is_caught() {
        assert_eq!(said(names_places, "server/src/a.rs", "a\nlet x = \"/tmp/x\";"), ["server/src/a.rs:2: names /tmp/"]);
        assert_eq!(said(names_places, "tests/harness/a.rs", "/tmp/x"), [""; 0]);
        assert_eq!(said(names_places, ".cargo/config.toml", "registry.npmjs.org").len(), 1);
    }

    #[test]
    fn a_role_that_is_compared_is_caught() {
        let line = "let settles = viewer.role == Role::Supervisor;";
        assert_eq!(said(role_decisions, "server/src/web/a.rs", line).len(), 1);
        assert_eq!(said(role_decisions, "app/domain/src/a.rs", line), [""; 0]);
        assert_eq!(said(role_decisions, "server/src/api/a.rs", "match viewer.role {").len(), 1);
        assert_eq!(said(role_decisions, "server/src/web/a.rs", "may_pass(Rule::Settle, viewer.role)"), [""; 0]);
    }

    #[test]
    fn a_migration_for_one_database_only_is_caught() {
        let paths = |all: &[&str]| all.iter().map(|p| format!("server/migrations/{p}")).collect::<Vec<_>>();
        assert_eq!(migrations(&paths(&["0001_a.sql"])), [""; 0]);
        assert_eq!(migrations(&paths(&["0001_a.sqlite.sql", "0001_a.postgres.sql"])), [""; 0]);
        assert_eq!(migrations(&paths(&["0001_a.sqlite.sql"])).len(), 1);
        assert_eq!(migrations(&paths(&["0001_a.sql", "0001_a.postgres.sql"])).len(), 1);
        assert_eq!(migrations(&paths(&["0001_a.sqlite.sql", "0001_b.postgres.sql"])).len(), 3);
        assert_eq!(migrations(&paths(&["0002_a.sql"])).len(), 1);
        assert_eq!(migrations(&[]).len(), 1);
    }
}
