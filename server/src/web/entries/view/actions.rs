//! What can be decided about an occasion: a form for each, only where there is something to decide.

use super::recorded::{details, labels_that_differ};
use super::{RecordedEntry, button, form, pick, text};
use domain::id::{ActivityId, AreaId, EntryId};
use leptos::prelude::*;
use texts::{decide, staff};

/// What there is to decide.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Actions {
    pub may_return: bool,
    pub may_void: bool,
    /// What the viewer may accept.
    pub accepts: Option<Accepts>,
    /// It was taken out of the figures and can be counted again.
    pub may_put_back: bool,
    /// Several contents of one id.
    pub versions: Vec<Version>,
    /// Several heads.
    pub heads: Vec<(EntryId, RecordedEntry)>,
    /// A word that no promise knows, and what it can be read as.
    pub area: Option<(AreaId, Vec<(AreaId, String)>)>,
    pub activity: Option<(ActivityId, Vec<(ActivityId, String)>)>,
    pub joined: Vec<(EntryId, RecordedEntry)>,
    pub beside: Vec<(EntryId, RecordedEntry)>,
}

/// Why an occasion counts nothing until somebody accepts it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Accepts {
    /// It came from a revoked phone.
    HeldBack,
    /// It states a number or a duration beyond what the promise takes for plausible.
    Implausible,
}

/// One of several contents of an id.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Version {
    pub id: EntryId,
    pub hash: String,
    pub told: RecordedEntry,
    /// It counts until somebody chooses.
    pub stands: bool,
}

/// Why something wasn't done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Problem {
    /// The place on the page that it is about.
    pub field: &'static str,
    pub told: &'static str,
}

/// The forms.
pub(super) fn actions(root: EntryId, of: Actions, problem: Option<Problem>) -> AnyView {
    let error = |field: &str| problem.filter(|p| p.field == field).map(|p| p.told);
    let to = |what: &str| format!("/entries/{root}/{what}");
    let first: Vec<AnyView> = [
        of.accepts.map(|what| accept(to("accept"), what)),
        (!of.versions.is_empty()).then(|| versions(&to("version"), of.versions.clone())),
        (of.heads.len() > 1).then(|| heads(&to("head"), of.heads.clone())),
        of.area.clone().map(|(word, known)| area(root, &word, known)),
        of.activity.clone().map(|(word, known)| activity(root, &word, known)),
    ]
    .into_iter()
    .flatten()
    .collect();
    let waits = (!of.may_return).then(|| view! { <p>{decide::RETURNED_NOW}</p> });
    let nothing = first.is_empty().then(|| view! { <p>{decide::NOTHING_TO_DECIDE}</p> });
    let returned = of.may_return.then(|| {
        let asked = text("message", "message".to_owned(), decide::MESSAGE, decide::RETURN_HINT, error("message"));
        block(decide::RETURN, None, form(to("return"), Vec::new(), asked, button(decide::RETURN)))
    });
    let voided = of.may_void.then(|| {
        let asked = text("reason", "reason".to_owned(), decide::REASON, decide::VOID_HINT, error("reason"));
        block(decide::VOID, None, form(to("void"), Vec::new(), asked, button(decide::VOID)))
    });
    let put_back = of.may_put_back.then(|| {
        let asked = text("reason", "reason".to_owned(), decide::REASON, decide::PUT_BACK_HINT, error("reason"));
        block(decide::PUT_BACK, None, form(to("put-back"), Vec::new(), asked, button(decide::PUT_BACK)))
    });
    view! {
        <section class="sheet" id="actions" aria-labelledby="decide">
            <h2 id="decide">{decide::ACTIONS}</h2>
            {nothing} {first} {joins(root, of.joined, of.beside)} {waits} {returned} {voided} {put_back}
        </section>
    }
    .into_any()
}

fn block(heading: &'static str, hint: Option<&'static str>, inside: AnyView) -> AnyView {
    view! {
        <div class="act">
            <h3>{heading}</h3>
            {hint.map(|hint| view! { <small>{hint}</small> })}
            {inside}
        </div>
    }
    .into_any()
}

fn accept(action: String, what: Accepts) -> AnyView {
    let key = form(action, Vec::new(), ().into_any(), button(decide::ACCEPT));
    match what {
        Accepts::HeldBack => block(decide::QUARANTINED, Some(decide::ACCEPT_HINT), key),
        Accepts::Implausible => block(decide::IMPLAUSIBLE, Some(decide::IMPLAUSIBLE_HINT), key),
    }
}

fn versions(action: &str, of: Vec<Version>) -> AnyView {
    let one = |Version { id, hash, told, stands }: Version| {
        // Shown only while nobody has chosen.
        let hidden = vec![("id", id.to_string()), ("hash", hash), ("seen", String::new())];
        (told, stands, hidden)
    };
    choice(decide::CHOOSE_VERSION, action, of.into_iter().map(one).collect())
}

fn heads(action: &str, of: Vec<(EntryId, RecordedEntry)>) -> AnyView {
    let one = |(id, told): (EntryId, RecordedEntry)| (told, false, vec![("head", id.to_string())]);
    choice(decide::CHOOSE_HEAD, action, of.into_iter().map(one).collect())
}

/// An entry to choose, whether it is chosen now, and the fields that choose it.
type Candidate = (RecordedEntry, bool, Vec<(&'static str, String)>);

/// What to choose between: the whole content of each side by side, with what differs marked.
fn choice(heading: &'static str, action: &str, of: Vec<Candidate>) -> AnyView {
    let differing = labels_that_differ(of.iter().map(|(told, ..)| told.recorded.as_slice()));
    let one = |(told, stands, hidden): (RecordedEntry, bool, Vec<(&'static str, String)>)| {
        let what = told.what().unwrap_or_else(|| decide::kind(&domain::entry::Kind::Withdrawn).to_owned());
        let now = stands.then(|| view! { <small>{decide::STANDS_NOW}</small> });
        view! {
            <li>
                {what} <small>{told.when()}</small> {now} {details(&told.recorded, &differing)}
                {form(action.to_owned(), hidden, ().into_any(), button(decide::THIS_ONE))}
            </li>
        }
    };
    let list = view! { <ul class="points columns" role="list">{of.into_iter().map(one).collect_view()}</ul> };
    block(heading, Some(decide::CHOOSE_HINT), list.into_any())
}

fn area(root: EntryId, word: &AreaId, known: Vec<(AreaId, String)>) -> AnyView {
    let known = known.into_iter().map(|(id, name)| (id.to_string(), name, false)).collect();
    let asked = pick("to", "area".to_owned(), staff::waits_for("unknown_area"), decide::CHOOSE_AREA, known);
    map("/questions/area", root, word.as_str(), asked)
}

fn activity(root: EntryId, word: &ActivityId, known: Vec<(ActivityId, String)>) -> AnyView {
    let known = known.into_iter().map(|(id, name)| (id.to_string(), name, false)).collect();
    let asked = pick("to", "activity".to_owned(), staff::waits_for("unknown_activity"), decide::CHOOSE_ACTIVITY, known);
    map("/questions/activity", root, word.as_str(), asked)
}

fn map(action: &str, root: EntryId, word: &str, asked: AnyView) -> AnyView {
    // Shown only while nobody has chosen.
    let hidden = vec![("from", word.to_owned()), ("back", root.to_string()), ("seen", String::new())];
    let inside = view! {
        <p><b>{format!("”{word}”")}</b></p>
        {form(action.to_owned(), hidden, asked, button(decide::READ_AS))}
    };
    block(decide::READ_AS, Some(decide::UNKNOWN_HINT), inside.into_any())
}

fn joins(root: EntryId, joined: Vec<(EntryId, RecordedEntry)>, beside: Vec<(EntryId, RecordedEntry)>) -> AnyView {
    let one = |(id, told): (EntryId, RecordedEntry)| {
        let action = format!("/entries/{root}/separate");
        view! {
            <li>
                <a href=format!("/entries/{id}")>{told.what()}</a>
                <small>{told.when()}</small>
                {told.answers()}
                {form(action, vec![("with", id.to_string())], ().into_any(), button(decide::SEPARATE))}
            </li>
        }
    };
    let joined = (!joined.is_empty()).then(|| {
        let list = view! { <ul class="points" role="list">{joined.into_iter().map(one).collect_view()}</ul> };
        block(decide::JOINED, None, list.into_any())
    });
    let others = (!beside.is_empty()).then(|| {
        let others = beside.into_iter().map(|(id, told)| (id.to_string(), told.when(), false)).collect();
        let asked = pick("with", "with".to_owned(), decide::WITH.to_owned(), decide::CHOOSE, others);
        let join = form(format!("/entries/{root}/join"), Vec::new(), asked, button(decide::JOIN_BUTTON));
        block(decide::JOIN, Some(decide::JOIN_HINT), join)
    });
    view! { {joined} {others} }.into_any()
}
