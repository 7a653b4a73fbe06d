//! The menu of staff: one table of pages. Each is shown to whom the rule of its route lets pass.

use domain::authorization::{Role, Rule, may_pass};
use texts::frame as words;
use texts::language::Language;

/// The part of the site that a page belongs to, marked as the current one in the bar on top.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Section {
    Dashboard,
    Entries,
    Questions,
    Quality,
    Reports,
    People,
    Devices,
    Promises,
    Audit,
    /// The viewer's own name in the bar leads there.
    Account,
    /// In no menu.
    Other,
}

/// What an entry is called.
type Title = fn(Language) -> &'static str;

/// A link of the menu.
pub(crate) struct MenuEntry {
    pub(crate) section: Section,
    pub(crate) path: &'static str,
    /// That of the path's route in `router.rs`.
    pub(crate) rule: Rule,
    pub(crate) title: Title,
}

const fn entry(section: Section, path: &'static str, rule: Rule, title: Title) -> MenuEntry {
    MenuEntry { section, path, rule, title }
}

/// In the order of the menu. The first page that a role may see is where its work begins.
const MENU: [MenuEntry; 9] = [
    entry(Section::Dashboard, "/dashboard", Rule::Figures, words::today),
    entry(Section::Entries, "/entries", Rule::Entries, words::entries),
    entry(Section::Questions, "/questions", Rule::Entries, words::questions),
    entry(Section::Quality, "/quality", Rule::Quality, words::quality),
    entry(Section::Reports, "/reports", Rule::Reports, words::reports),
    entry(Section::People, "/people", Rule::People, words::people),
    entry(Section::Devices, "/devices", Rule::Devices, words::devices),
    entry(Section::Promises, "/promises", Rule::Promises, words::promises),
    entry(Section::Audit, "/audit", Rule::Audit, words::audit),
];

/// The pages that a role may see.
pub(crate) fn menu(role: Role) -> impl Iterator<Item = &'static MenuEntry> {
    MENU.iter().filter(move |entry| may_pass(entry.rule, role))
}

/// The page where a role's work begins; officers have the app.
#[must_use]
pub fn home(role: Role) -> &'static str {
    menu(role).next().map_or("/", |entry| entry.path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_is_shown_to_somebody() {
        for entry in &MENU {
            assert!(Role::ALL.into_iter().any(|role| may_pass(entry.rule, role)), "{}", entry.path);
        }
    }

    #[test]
    fn work_begins_on_a_page_that_the_role_may_see() {
        let homes = Role::ALL.map(home);
        assert_eq!(homes, ["/", "/dashboard", "/dashboard", "/people"]);
    }
}
