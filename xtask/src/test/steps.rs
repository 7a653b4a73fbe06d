//! The steps, in their order: what is quick to know comes first.

use clap::ValueEnum;

use crate::build::Packages;
use crate::build::Packages::{App, Native, Xtask};

/// What a step is called on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Name {
    Fmt,
    Lint,
    Doc,
    Scripts,
    Dependencies,
    Domain,
    Sim,
    Build,
    App,
    Unit,
    Xtask,
    It,
    Dates,
    E2e,
}

/// What is done in a step.
pub(crate) enum Action {
    Format,
    Lint(Packages),
    /// `cargo doc`, where a warning is an error.
    Document(Packages),
    /// The types of scripts, by their comments.
    CheckScripts,
    /// Whether dependencies are used; in long runs also all that `deny.toml` says of them.
    CheckDependencies,
    Build,
    /// `cargo test` with the given targets.
    Test(Packages, &'static [&'static str]),
    /// The tests once at each of some other dates.
    TestAtDates(Packages, &'static [&'static str]),
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

static STEPS: [Step; 18] = [
    step(Name::Fmt, "format", "2 s", Action::Format),
    step(Name::Lint, "lints", "10 s; the first time 2-4 min", Action::Lint(Native)),
    step(Name::Lint, "lints of the app", "5 s; the first time 1 min", Action::Lint(App)),
    step(Name::Lint, "lints of these commands", "2 s; the first time 20 s", Action::Lint(Xtask)),
    step(Name::Doc, "documentation", "10 s; the first time 1 min", Action::Document(Native)),
    step(Name::Doc, "documentation of the app", "5 s", Action::Document(App)),
    step(Name::Doc, "documentation of these commands", "5 s", Action::Document(Xtask)),
    step(Name::Scripts, "types of scripts", "1 s", Action::CheckScripts),
    step(
        Name::Dependencies,
        "dependencies: unused ones; with --long licences, duplicates and advisories",
        "1 s; the first time 1 min, with --long 10 min",
        Action::CheckDependencies,
    ),
    step(Name::Domain, "the rules", "10 s", Action::Test(Native, &["--test", "rules"])),
    step(Name::Sim, "the simulated world", "20 s", Action::Test(Native, &["--test", "simulator"])),
    step(Name::Build, "client, server and site", "1 min; the first time 5-8 min", Action::Build),
    step(Name::App, "the app", "20 s", Action::Test(App, &["--lib"])),
    step(Name::Unit, "units of server, domain and texts", "1 min", Action::Test(Native, &["--lib", "--bins"])),
    step(Name::Xtask, "these commands", "5 s", Action::Test(Xtask, &[])),
    step(Name::It, "integration, both databases", "1-2 min", Action::Test(Native, &["--test", "it"])),
    step(
        Name::Dates,
        "integration on 1 January; with --long on five more dates",
        "1-2 min each",
        Action::TestAtDates(Native, &["--test", "it"]),
    ),
    step(Name::E2e, "browser", "2-3 min", Action::Test(Native, &["--test", "e2e"])),
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
        assert_eq!(names(&[Name::Lint]), [Name::Lint, Name::Lint, Name::Lint]);
    }

    #[test]
    fn every_run_has_the_integration_tests_today_and_at_another_date() {
        const IT: &[&str] = &["--test", "it"];
        let steps = chosen(&[]);
        assert!(steps.iter().any(|step| matches!(step.action, Action::Test(Native, targets) if targets == IT)));
        assert!(steps.iter().any(|step| matches!(step.action, Action::TestAtDates(Native, targets) if targets == IT)));
    }

    #[test]
    fn no_step_compiles_the_app_and_the_server_together() {
        assert!(Native.arguments().windows(2).any(|pair| pair == ["--exclude", "app"]));
        for packages in [App, Xtask] {
            assert_eq!(packages.arguments().iter().filter(|argument| **argument == "--package").count(), 1);
        }
    }

    #[test]
    fn the_server_and_its_tests_are_compiled_with_one_set_of_features() {
        for step in STEPS.iter().filter(|step| step.needs_site || step.name == Name::Unit) {
            let (Action::Test(packages, _) | Action::TestAtDates(packages, _)) = step.action else {
                panic!("{} runs no tests", step.about)
            };
            assert_eq!(packages, Native, "{}", step.about);
        }
    }
}
