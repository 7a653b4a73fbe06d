//! The steps, in their order: what is quick to know comes first.

use clap::ValueEnum;

/// What a step is called on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Name {
    Fmt,
    Lint,
    Domain,
    Sim,
    Build,
    App,
    Server,
    Xtask,
    It,
    Dates,
    E2e,
}

/// What is done in a step.
pub(crate) enum Action {
    Cargo(&'static [&'static str]),
    Build,
    Test(&'static [&'static str]),
    /// The tests once at each of some other dates.
    TestAtDates(&'static [&'static str]),
}

/// One step.
pub(crate) struct Step {
    pub(crate) name: Name,
    pub(crate) about: &'static str,
    pub(crate) usual: &'static str,
    /// Whether it starts the product: the site must be built, and a browser and PostgreSQL there.
    pub(crate) needs_site: bool,
    pub(crate) action: Action,
}

const fn step(name: Name, about: &'static str, usual: &'static str, action: Action) -> Step {
    Step { name, about, usual, needs_site: matches!(name, Name::It | Name::Dates | Name::E2e), action }
}

/// Never the whole workspace at once: Leptos renders in the browser for `app` and to text for `server`, and cargo would
/// give one build both features.
static STEPS: [Step; 12] = [
    step(Name::Fmt, "format", "2 s", Action::Cargo(&["fmt", "--all", "--check"])),
    step(
        Name::Lint,
        "lints",
        "10 s; the first time 2-4 min",
        Action::Cargo(&["clippy", "--workspace", "--exclude", "app", "--all-targets", "--", "-D", "warnings"]),
    ),
    step(
        Name::Lint,
        "lints of the app",
        "5 s; the first time 1 min",
        Action::Cargo(&["clippy", "-p", "app", "--all-targets", "--", "-D", "warnings"]),
    ),
    step(Name::Domain, "the rules", "10 s", Action::Test(&["-p", "domain"])),
    step(Name::Sim, "the simulated world", "20 s", Action::Test(&["-p", "sim"])),
    step(Name::Build, "client, server and site", "1 min; the first time 5-8 min", Action::Build),
    step(Name::App, "the app and the texts", "20 s", Action::Test(&["-p", "app", "-p", "texts", "--lib"])),
    step(Name::Server, "the server", "1 min", Action::Test(&["-p", "server"])),
    step(Name::Xtask, "these commands", "5 s; the first time 1-3 min", Action::Test(&["-p", "xtask"])),
    step(Name::It, "integration, both databases", "1-2 min", Action::Test(&["-p", "tests", "--test", "it"])),
    step(
        Name::Dates,
        "integration on 1 January; with --long on five more dates",
        "1-2 min each",
        Action::TestAtDates(&["-p", "tests", "--test", "it"]),
    ),
    step(Name::E2e, "browser", "2-3 min", Action::Test(&["-p", "tests", "--test", "e2e"])),
];

/// The steps of those names, and building where one of them starts the product; all where none is named.
pub(crate) fn chosen(only: &[Name]) -> Vec<&'static Step> {
    let named = |name: Name| only.is_empty() || only.contains(&name);
    let site = STEPS.iter().any(|step| step.needs_site && named(step.name));
    STEPS.iter().filter(|step| named(step.name) || (site && step.name == Name::Build)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(only: &[Name]) -> Vec<Name> {
        chosen(only).iter().map(|step| step.name).collect()
    }

    #[test]
    fn nothing_named_means_everything() {
        assert_eq!(names(&[]).len(), STEPS.len());
    }

    #[test]
    fn what_starts_the_product_builds_it_first() {
        assert_eq!(names(&[Name::E2e]), [Name::Build, Name::E2e]);
        assert_eq!(names(&[Name::Fmt, Name::Domain]), [Name::Fmt, Name::Domain]);
        assert_eq!(names(&[Name::Lint]), [Name::Lint, Name::Lint]);
    }

    #[test]
    fn the_app_and_the_server_are_never_compiled_together() {
        for step in &STEPS {
            if let Action::Cargo(words) | Action::Test(words) | Action::TestAtDates(words) = step.action {
                let has = |word: &str| words.contains(&word);
                assert!(!has("--all-features"), "{}", step.about);
                assert!(!has("--workspace") || has("--exclude"), "{}", step.about);
                assert!(!(has("app") && has("server")), "{}", step.about);
            }
        }
    }
}
