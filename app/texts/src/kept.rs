//! What each form of staff was about to do, by its address.

use crate::language::Language;
use crate::messages::forms as messages;

/// Says what a form does.
type Act = fn(Language) -> &'static str;

/// Every form of staff by its address, where `*` is any one part, and what it does.
const ACTS: [(&str, Act); 41] = [
    ("/people", messages::add_person),
    ("/people/*/code", messages::give_code),
    ("/people/*/link", messages::give_link),
    ("/people/*/withdraw", messages::take_back_code),
    ("/people/*/change", messages::change_person),
    ("/people/*/disable", messages::disable_person),
    ("/people/*/enable", messages::enable_person),
    ("/devices/*/revoke", messages::block_phone),
    ("/entries/*/accept", messages::accept_entry),
    ("/entries/*/return", messages::return_entry),
    ("/entries/*/void", messages::void_entry),
    ("/entries/*/put-back", messages::put_back_entry),
    ("/entries/*/version", messages::choose_version),
    ("/entries/*/head", messages::choose_correction),
    ("/entries/*/join", messages::join_entries),
    ("/entries/*/separate", messages::separate_entries),
    ("/entries/*/*", messages::decide_entry),
    ("/questions/area", messages::assign_area),
    ("/questions/activity", messages::assign_activity),
    ("/questions/journal", messages::accept_journal),
    ("/questions/gap", messages::close_gap),
    ("/questions/*", messages::decide_question),
    ("/rescue", messages::import_rescue_file),
    ("/reports", messages::begin_report),
    ("/reports/*/texts", messages::save_text),
    ("/reports/*/rows", messages::choose_row),
    ("/reports/*/freeze", messages::freeze_figures),
    ("/reports/*/approve", messages::approve_report),
    ("/reports/*/publish", messages::publish_report),
    ("/reports/*/reopen", messages::reopen_report),
    ("/reports/*/withdraw", messages::withdraw_report),
    ("/account/confirm", messages::confirm_yourself),
    ("/account/password", messages::change_password),
    ("/account/passkeys/*/remove", messages::remove_passkey),
    ("/account/sessions/end", messages::end_other_sign_ins),
    ("/account/sessions/*/end", messages::end_sign_in),
    ("/account/devices/*/revoke", messages::block_phone),
    ("/promises/drafts/*/drop", messages::drop_draft),
    ("/promises/drafts/*/in-force", messages::put_in_force),
    ("/promises/*/remove", messages::remove_promise),
    ("/logout", messages::log_out),
];

/// What a form that posts to an address does; `None` where no form of ours does.
#[must_use]
pub fn act(language: Language, path: &str) -> Option<&'static str> {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    ACTS.iter().find(|(pattern, _)| fits(pattern, path)).map(|(_, act)| act(language))
}

fn fits(pattern: &str, path: &str) -> bool {
    let (mut pattern, mut path) = (pattern.split('/'), path.split('/'));
    loop {
        match (pattern.next(), path.next()) {
            (None, None) => return true,
            (Some("*"), Some(part)) if !part.is_empty() => {}
            (Some(word), Some(part)) if word == part => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_known_by_its_address() {
        assert_eq!(act(Language::Swedish, "/entries/0189/void"), Some("Ta bort ur siffrorna"));
        assert_eq!(act(Language::Swedish, "/reports/0189/texts?x=1"), Some("Spara texten"));
        for none in ["/reports//texts", "/api/v1/logout", "//evil.example/x", "https://evil.example/people", ""] {
            assert_eq!(act(Language::Swedish, none), None, "{none}");
        }
    }
}
