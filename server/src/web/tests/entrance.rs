//! The pages of signing in, and of one's own account.

use super::fixture::{frame, moment};
use crate::http::kept_form::KeptForm;
use crate::web::account::view::account_page;
use crate::web::account::view::{AccountDone, AccountPage, AccountProblem, PasskeyRow, PhoneRow, SessionRow, WayIn};
use crate::web::kept_form::signed_in_page;
use crate::web::page::html_of;
use crate::web::sign_in::view::{Ended, LoginPage, LoginProblem, OidcProblem, WelcomePage, WelcomeProblem};
use crate::web::sign_in::view::{login_page, oidc_problem_page, welcome_page};
use domain::authorization::Role;
use domain::id::{DeviceId, PasskeyId};
use texts::language::Language;

pub(super) fn login(language: Language, problem: Option<LoginProblem>) -> String {
    let data = LoginPage {
        name: "20-0100\"><x".to_owned(),
        next: Some("/devices".to_owned()),
        problem,
        passkeys: true,
        providers: vec![("kommunen".to_owned(), "Provets kommun".to_owned())],
        ended: None,
    };
    html_of(|| login_page(data, &frame(None).speaks(language)))
}

/// A form whose session had ended.
pub(super) fn kept() -> KeptForm {
    let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    KeptForm {
        action: "/reports/x/texts".to_owned(),
        fields: vec![field("commitment", "fotpatrull"), field("text", "Kvällspass <b>i</b> maj.\n\nFler.")],
    }
}

pub(super) fn signed_out(language: Language, problem: Option<LoginProblem>) -> String {
    let data = LoginPage { problem, passkeys: true, ended: Some(Ended::Kept(kept())), ..LoginPage::default() };
    html_of(|| login_page(data, &frame(None).speaks(language)))
}

pub(super) fn signed_in(language: Language) -> String {
    html_of(|| signed_in_page(&kept(), &frame(None).speaks(language)))
}

pub(super) fn welcome(language: Language, problem: Option<WelcomeProblem>) -> String {
    let provider = Some("Provets kommun".to_owned());
    let data = WelcomePage { token: "abc".to_owned(), name: "20-0100".to_owned(), provider, problem };
    html_of(|| welcome_page(data, &frame(None).speaks(language)))
}

pub(super) fn no_identity(language: Language) -> String {
    html_of(|| {
        oidc_problem_page(OidcProblem::Unknown, Some("Provets <kommun>".to_owned()), &frame(None).speaks(language))
    })
}

pub(super) fn account(language: Language, proved: bool, problem: Option<AccountProblem>) -> String {
    let at = moment("2021-09-13T08:00:00+02:00");
    let here = SessionRow {
        id: "ab".repeat(32),
        way: WayIn::Password,
        browser: "Firefox, Windows".to_owned(),
        began: at,
        seen: at,
        here: true,
    };
    let other = SessionRow { id: "cd".repeat(32), browser: String::new(), here: false, ..here.clone() };
    let data = AccountPage {
        proved,
        has_password: true,
        passkeys: vec![PasskeyRow { id: PasskeyId([5; 16]), name: "Tjänste<dator".to_owned(), added: at, used: None }],
        may_add_passkeys: true,
        provider: Some("Provets kommun".to_owned()),
        linked: Some(at),
        sessions: vec![here, other],
        phones: vec![PhoneRow {
            id: DeviceId([9; 16]),
            name: "20-1320".to_owned(),
            last_heard: Some(at),
            revoked: false,
        }],
        problem,
        done: proved.then_some(AccountDone::KeyAdded),
    };
    html_of(|| account_page(data, &frame(Some(Role::Supervisor)).speaks(language)))
}

#[test]
fn the_login_page_offers_every_way_and_takes_each_to_where_one_was_going() {
    let html = login(Language::Swedish, None);
    assert!(html.contains("href=\"/login/oidc/kommunen?next=/devices\""), "{html}");
    assert!(html.contains("data-passkey=\"sign-in\" data-next=\"/devices\""), "{html}");
    let bare = LoginPage { name: String::new(), ..LoginPage::default() };
    let bare = html_of(|| login_page(bare, &frame(None)));
    assert!(!bare.contains("passkey") && !bare.contains("oidc"), "{bare}");
}

#[test]
fn ways_in_are_changed_only_after_a_proof_and_access_is_ended_at_once() {
    let (proved, to_prove) = (account(Language::Swedish, true, None), account(Language::Swedish, false, None));
    for form in ["action=\"/account/password\"", "/remove\"", "data-passkey=\"new\""] {
        assert!(proved.contains(form) && !to_prove.contains(form), "{form}");
    }
    for form in ["action=\"/account/confirm\"", "data-passkey=\"confirm\"", "href=\"/account/confirm/identity\""] {
        assert!(!proved.contains(form) && to_prove.contains(form), "{form}");
    }
    for form in ["action=\"/account/sessions/end\"", &format!("/account/sessions/{}/end", "cd".repeat(32)), "/revoke\""]
    {
        assert!(proved.contains(form) && to_prove.contains(form), "{form}");
    }
    assert!(!proved.contains(&format!("/account/sessions/{}/end", "ab".repeat(32))), "one signs out of this one");
}
