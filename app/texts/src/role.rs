//! What roles are called.

use crate::language::Language;
use crate::messages::frame as messages;
use domain::authorization::Role;

/// A role whose organisation isn't said.
#[must_use]
pub fn name(language: Language, role: Role) -> &'static str {
    match role {
        Role::Officer => messages::officer(language),
        Role::Supervisor => messages::supervisor(language),
        Role::Coordinator => messages::coordinator(language),
        Role::Administrator => messages::administrator(language),
    }
}
