//! Who may do and see what, as one table (protocol, section 7).

use crate::support::person;
use domain::promise::OrganisationKind;
use domain::reach::{Role, Rule, Viewer, entries_of, may_act_for, may_create, may_pass};

/// Nobody, then the roles in their order.
const WHO: [Option<Role>; 5] =
    [None, Some(Role::Officer), Some(Role::Supervisor), Some(Role::Coordinator), Some(Role::Administrator)];

fn viewer(role: Role) -> Viewer {
    Viewer {
        partnership: "jonkoping".into(),
        person: person(1),
        organisation: "polisen".into(),
        kind: OrganisationKind::Police,
        role,
    }
}

#[test]
fn each_rule_lets_these_pass() {
    for (rule, passes) in [
        (Rule::Everyone, [true, true, true, true, true]),
        (Rule::Device, [true, true, true, true, true]),
        (Rule::Figures, [false, false, true, true, false]),
        (Rule::Entries, [false, false, true, true, false]),
        (Rule::People, [false, false, true, false, true]),
        (Rule::Devices, [false, false, true, false, true]),
        (Rule::Staff, [false, false, true, true, true]),
        (Rule::Audit, [false, false, false, false, true]),
    ] {
        assert_eq!(WHO.map(|role| may_pass(rule, role)), passes, "{rule:?}");
    }
}

#[test]
fn entries_are_those_of_the_own_organisation_or_none() {
    let organisation = |role| entries_of(&viewer(role)).map(|o| o.to_string());
    assert_eq!(Role::ALL.map(organisation), [None, Some("polisen".into()), Some("polisen".into()), None]);
}

#[test]
fn who_creates_and_acts_for_whom() {
    let created: Vec<usize> = Role::ALL.map(|role| may_create(role).len()).to_vec();
    assert_eq!(created, [0, 1, 0, 4]);
    for (role, own, other, staff) in [
        (Role::Officer, false, false, false),
        (Role::Supervisor, true, false, false),
        (Role::Coordinator, false, false, false),
        (Role::Administrator, true, true, true),
    ] {
        let acts = |for_role, organisation: &str| may_act_for(&viewer(role), for_role, &organisation.into());
        assert_eq!(acts(Role::Officer, "polisen"), own, "{role:?}");
        assert_eq!(acts(Role::Officer, "kommunen"), other, "{role:?}");
        assert_eq!(acts(Role::Supervisor, "polisen"), staff, "{role:?}");
    }
}

#[test]
fn roles_have_words() {
    for role in Role::ALL {
        assert_eq!(Role::read(role.word()), Some(role));
        assert_eq!(serde_json::to_string(&role).expect("JSON"), format!("\"{}\"", role.word()));
    }
    assert_eq!(Role::read("chief"), None);
}
