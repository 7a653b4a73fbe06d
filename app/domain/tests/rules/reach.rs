//! Who may do and see what, as one table (protocol, section 7).

use crate::support::person;
use domain::authorization::AboutPerson::{self, Change, Create, GiveCode, GiveLink, See};
use domain::authorization::{
    Ask, Role, Rule, Stays, Verdict, Viewer, Who, Whose, entries_of, may, roles_given, taken_away,
};
use domain::standing::Party;

fn viewer(role: Role) -> Viewer {
    Viewer { partnership: "jonkoping".into(), person: person(1), organisation: "polisen".into(), role }
}

/// Nobody, a phone, then the roles in their order.
fn passes(rule: Rule) -> [Verdict; 6] {
    let roles = Role::ALL.map(viewer);
    let [officer, supervisor, coordinator, administrator] = &roles;
    [
        Who::Nobody,
        Who::Phone { revoked: false },
        Who::Person(officer),
        Who::Person(supervisor),
        Who::Person(coordinator),
        Who::Person(administrator),
    ]
    .map(|who| may(who, Ask::Route(rule)))
}

#[test]
fn each_rule_lets_these_pass() {
    use Verdict::{No, SignIn, Yes};
    for (rule, verdicts) in [
        (Rule::Everyone, [Yes, Yes, Yes, Yes, Yes, Yes]),
        (Rule::Enrol, [Yes, Yes, Yes, Yes, Yes, Yes]),
        (Rule::SetUp, [Yes, Yes, Yes, Yes, Yes, Yes]),
        (Rule::Device, [SignIn, Yes, SignIn, SignIn, SignIn, SignIn]),
        (Rule::Feedback, [SignIn, Yes, SignIn, SignIn, SignIn, SignIn]),
        (Rule::Figures, [SignIn, SignIn, No, Yes, Yes, No]),
        (Rule::Entries, [SignIn, SignIn, No, Yes, Yes, No]),
        (Rule::Decide, [SignIn, SignIn, No, Yes, Yes, No]),
        (Rule::Reports, [SignIn, SignIn, No, Yes, Yes, No]),
        (Rule::Quality, [SignIn, SignIn, No, Yes, No, No]),
        (Rule::Approve, [SignIn, SignIn, No, Yes, Yes, No]),
        (Rule::Release, [SignIn, SignIn, No, Yes, No, No]),
        (Rule::Settle, [SignIn, SignIn, No, Yes, No, No]),
        (Rule::People, [SignIn, SignIn, No, Yes, No, Yes]),
        (Rule::Devices, [SignIn, SignIn, No, Yes, No, Yes]),
        (Rule::ChangePeople, [SignIn, SignIn, No, No, No, Yes]),
        (Rule::Audit, [SignIn, SignIn, No, No, No, Yes]),
        (Rule::Promises, [SignIn, SignIn, No, No, No, Yes]),
        (Rule::Staff, [SignIn, SignIn, No, Yes, Yes, Yes]),
    ] {
        assert_eq!(passes(rule), verdicts, "{rule:?}");
    }
}

#[test]
fn a_revoked_phone_gets_receipts_and_nothing_else() {
    let revoked = Who::Phone { revoked: true };
    assert_eq!(may(revoked, Ask::Route(Rule::Device)), Verdict::Yes);
    assert_eq!(may(revoked, Ask::Route(Rule::Feedback)), Verdict::SignIn);
}

#[test]
fn entries_are_those_of_the_own_organisation_or_none() {
    let organisation = |role| entries_of(&viewer(role)).map(|o| o.to_string());
    assert_eq!(Role::ALL.map(organisation), [None, Some("polisen".into()), Some("polisen".into()), None]);
    let (own, other) = ("polisen".into(), "kommunen".into());
    let here = "jonkoping".into();
    for role in [Role::Supervisor, Role::Coordinator] {
        let viewer = viewer(role);
        let reads = |organisation| may(Who::Person(&viewer), Ask::Entries(Whose { partnership: &here, organisation }));
        assert_eq!([reads(&own), reads(&other)], [Verdict::Yes, Verdict::No], "{role:?}");
    }
}

#[test]
fn nothing_is_shared_between_partnerships() {
    let (elsewhere, organisation) = ("lulea".into(), "polisen".into());
    let whose = Whose { partnership: &elsewhere, organisation: &organisation };
    for viewer in Role::ALL.map(viewer) {
        let persons = [Create, See, GiveCode, GiveLink, Change].map(|deed| Ask::Person(deed, Role::Officer, whose));
        for ask in persons.into_iter().chain([Ask::Entries(whose), Ask::Phone(whose), Ask::Promise(&elsewhere)]) {
            assert_eq!(may(Who::Person(&viewer), ask), Verdict::Unknown, "{:?}: {ask:?}", viewer.role);
        }
    }
}

#[test]
fn who_does_what_about_whom() {
    let here = "jonkoping".into();
    let does = |role: Role, deed: AboutPerson, to: Role, organisation: &str| {
        let organisation = organisation.into();
        let whose = Whose { partnership: &here, organisation: &organisation };
        may(Who::Person(&viewer(role)), Ask::Person(deed, to, whose)) == Verdict::Yes
    };
    // By the role that asks: an officer of the own organisation, of another; a supervisor of the own, of another.
    for (role, deed, expected) in [
        (Role::Supervisor, Create, [true, false, false, false]),
        (Role::Supervisor, See, [true, false, true, false]),
        (Role::Supervisor, GiveCode, [true, false, false, false]),
        (Role::Supervisor, GiveLink, [false, false, false, false]),
        (Role::Supervisor, Change, [false, false, false, false]),
        (Role::Administrator, Create, [true, true, true, true]),
        (Role::Administrator, See, [true, true, true, true]),
        (Role::Administrator, GiveCode, [true, true, true, true]),
        (Role::Administrator, GiveLink, [false, false, true, true]),
        (Role::Administrator, Change, [true, true, true, true]),
    ] {
        let asked = [
            does(role, deed, Role::Officer, "polisen"),
            does(role, deed, Role::Officer, "kommunen"),
            does(role, deed, Role::Supervisor, "polisen"),
            does(role, deed, Role::Supervisor, "kommunen"),
        ];
        assert_eq!(asked, expected, "{role:?} {deed:?}");
    }
    for role in [Role::Officer, Role::Coordinator] {
        for deed in [Create, See, GiveCode, GiveLink, Change] {
            assert!(!does(role, deed, Role::Officer, "polisen"), "{role:?} {deed:?}");
        }
    }
    let given = |role| roles_given(&viewer(role), &"polisen".into()).len();
    assert_eq!(Role::ALL.map(given), [0, 1, 0, 4]);
}

#[test]
fn phones_are_for_supervisors_of_their_people_and_for_administrators() {
    let here = "jonkoping".into();
    let sees = |role: Role, organisation: &str| {
        let organisation = organisation.into();
        may(Who::Person(&viewer(role)), Ask::Phone(Whose { partnership: &here, organisation: &organisation }))
            == Verdict::Yes
    };
    assert_eq!(Role::ALL.map(|role| sees(role, "polisen")), [false, true, false, true]);
    assert_eq!(Role::ALL.map(|role| sees(role, "kommunen")), [false, false, false, true]);
}

#[test]
fn promises_are_put_in_force_by_administrators_of_their_partnership() {
    let here = "jonkoping".into();
    let loads = |role| may(Who::Person(&viewer(role)), Ask::Promise(&here)) == Verdict::Yes;
    assert_eq!(Role::ALL.map(loads), [false, false, false, true]);
    assert_eq!(may(Who::Nobody, Ask::Promise(&here)), Verdict::SignIn);
}

#[test]
fn each_party_writes_its_own_texts() {
    for (role, writes) in [
        (Role::Officer, [false, false, false]),
        (Role::Supervisor, [true, false, true]),
        (Role::Coordinator, [false, true, true]),
        (Role::Administrator, [false, false, false]),
    ] {
        let may_write = |owner| may(Who::Person(&viewer(role)), Ask::Text(owner)) == Verdict::Yes;
        assert_eq!([Party::Police, Party::Municipality, Party::Together].map(may_write), writes, "{role:?}");
    }
}

#[test]
fn the_last_administrator_stays_and_nobody_shuts_themselves_out() {
    let (one, other) = (person(1), person(2));
    assert_eq!(taken_away(Some(one), one, Role::Administrator, 5), Err(Stays::Oneself));
    assert_eq!(taken_away(Some(one), other, Role::Administrator, 1), Err(Stays::LastAdministrator));
    assert_eq!(taken_away(None, other, Role::Administrator, 1), Err(Stays::LastAdministrator));
    assert_eq!(taken_away(Some(one), other, Role::Administrator, 2), Ok(()));
    assert_eq!(taken_away(Some(one), other, Role::Officer, 0), Ok(()));
}

#[test]
fn roles_have_words() {
    for role in Role::ALL {
        assert_eq!(Role::read(role.word()), Some(role));
        assert_eq!(serde_json::to_string(&role).expect("JSON"), format!("\"{}\"", role.word()));
    }
    assert_eq!(Role::read("chief"), None);
}
