//! One occasion: whether it counts and why not, what has become of it, and what can be decided about it.

use super::RecordedEntry;
use super::actions::{Actions, Problem, actions};
use super::recorded::{Difference, changes, details};
use crate::web::document::{self, Frame, Head};
use crate::web::menu::Section;
use crate::web::parts::icons::Icon;
use domain::decision::Decision;
use domain::entry::Kind;
use domain::id::EntryId;
use domain::moment::Moment;
use domain::why::{Stopped, Why};
use leptos::prelude::*;
use texts::language::Language;
use texts::language::Language::Swedish;
use texts::{decide, recorded};

/// What the page shows.
#[derive(Clone, PartialEq, Debug)]
pub struct OccasionPage {
    pub root: EntryId,
    /// What stands of it, or else what it began with.
    pub told: RecordedEntry,
    pub answer: Answer,
    pub history: Vec<Step>,
    pub actions: Actions,
    /// What was asked for and not done.
    pub problem: Option<Problem>,
    /// What was just decided.
    pub done: Option<String>,
}

/// Whether it counts.
#[derive(Clone, PartialEq, Debug)]
pub enum Answer {
    /// Nothing of it can count.
    Stopped(Stopped),
    /// By target, of the promise that decides.
    Targets { promise: String, targets: Vec<TargetAnswer> },
}

/// What an occasion is to one target.
#[derive(Clone, PartialEq, Debug)]
pub struct TargetAnswer {
    /// The number of the commitment that it is of.
    pub commitment: u32,
    pub label: String,
    /// Where it is counted; empty where the place doesn't matter.
    pub areas: String,
    pub why: Why,
    /// The target asks for another activity.
    pub other: bool,
}

impl TargetAnswer {
    fn counts(&self) -> bool {
        matches!(self.why, Why::Counts | Why::CountsBy(_))
    }
}

/// Something that has happened to it, in the order of time.
#[derive(Clone, PartialEq, Debug)]
pub struct Step {
    pub at: Moment,
    pub what: StepKind,
}

/// See [`Step`].
#[derive(Clone, PartialEq, Debug)]
pub enum StepKind {
    /// An entry came.
    Entry {
        kind: Kind,
        told: RecordedEntry,
        /// It stands: nothing replaces it, and its version counts.
        stands: bool,
        by_staff: bool,
        quarantined: bool,
        /// What a correction changed of what it replaced.
        changed: Option<Vec<Difference>>,
        /// When the phone saved it, and when it came.
        saved_at: Moment,
    },
    /// Somebody decided.
    Decided { decision: Decision, by: String },
}

/// `GET /entries/{id}`, and what the forms on it answer when they don't go through.
#[must_use]
pub fn occasion_page(data: OccasionPage, frame: &Frame) -> AnyView {
    let heading = data.told.what().unwrap_or_else(|| decide::ENTRIES.to_owned());
    let head = Head::desk(
        document::title(Language::Swedish, &heading, data.problem.is_some()),
        vec!["done", "gap", "act", "left"],
    );
    document::document(frame, head, || {
        let problem = data.problem.map(|p| document::error_summary(Language::Swedish, p.field, p.told));
        let main = view! {
            {problem} {data.done.map(done)}
            <p class="hint">{data.told.when()}</p>
            <div class="split">
                <div>{whole(&data.told)} {answer(&data.answer)} {history(&data.history)}</div>
                {actions(data.root, data.actions, data.problem)}
            </div>
            <p class="next">
                <a class="quiet" href="/entries">{decide::TO_ENTRIES}</a>
            </p>
        }
        .into_any();
        document::plain(frame, Section::Entries, heading, "", main)
    })
}

/// What was just decided.
fn done(what: String) -> AnyView {
    view! {
        <p class="sheet done" role="status">
            <span class="st ok">
                <Icon name="done" />
                {decide::DONE}
            </span>
            {what}
        </p>
    }
    .into_any()
}

/// All that stands of it.
fn whole(told: &RecordedEntry) -> Option<AnyView> {
    (!told.recorded.is_empty()).then(|| {
        view! {
            <section aria-labelledby="recorded">
                <h2 id="recorded">{recorded::RECORDED}</h2>
                {details(&told.recorded, &[])}
            </section>
        }
        .into_any()
    })
}

fn verdict(counts: bool, why: Option<String>) -> AnyView {
    let (drawing, class, word) =
        if counts { ("done", "st ok big", decide::COUNTS) } else { ("gap", "st gap big", decide::COUNTS_NOT) };
    view! {
        <p class="row">
            <span class=class>
                <Icon name=drawing />
                {word}
            </span>
            {why.map(|why| view! { <span class="big">{why}</span> })}
        </p>
    }
    .into_any()
}

fn answer(answer: &Answer) -> AnyView {
    let (counts, why, table) = match answer {
        Answer::Stopped(stopped) => (false, Some(texts::begin(&decide::stopped(stopped)) + "."), None),
        Answer::Targets { promise, targets } => {
            let counts = targets.iter().any(TargetAnswer::counts);
            let none = targets.iter().all(|t| t.other).then(|| decide::NO_TARGET.to_owned());
            (counts, none, Some(table(promise, targets)))
        }
    };
    view! {
        <section aria-labelledby="why">
            <h2 id="why">{if counts { decide::WHY } else { decide::WHY_NOT }}</h2>
            {verdict(counts, why)} {table}
        </section>
    }
    .into_any()
}

fn table(promise: &str, targets: &[TargetAnswer]) -> AnyView {
    let (others, own): (Vec<&TargetAnswer>, Vec<&TargetAnswer>) = targets.iter().partition(|t| t.other);
    let heads = decide::WHY_COLUMNS.into_iter().map(|word| view! { <th scope="col">{word}</th> }).collect_view();
    let rows = own.iter().map(|t| target(t)).collect_view();
    let table = (!own.is_empty()).then(|| {
        view! {
            <table>
                <caption class="vh">{decide::WHY}</caption>
                <thead>
                    <tr>{heads}</tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
    });
    let others = (!others.is_empty()).then(|| view! { <p><small>{decide::others(others.len())}</small></p> });
    view! { <p><small>{promise.to_owned()}</small></p> {table} {others} }.into_any()
}

fn target(target: &TargetAnswer) -> AnyView {
    let why = match &target.why {
        Why::Counts => texts::inside(decide::COUNTS),
        Why::CountsBy(_) => decide::COUNTS_BY.to_owned(),
        Why::Not(not) => decide::not_counted(not),
    };
    let link = match &target.why {
        Why::CountsBy(other) => Some(format!("/entries/{other}")),
        _ => None,
    };
    let why = match link {
        Some(href) => view! { <a href=href>{why}</a> }.into_any(),
        None => why.into_any(),
    };
    let (drawing, class) = if target.counts() { ("done", "said ok") } else { ("gap", "said gap") };
    let areas = (!target.areas.is_empty()).then(|| view! { <small>{target.areas.clone()}</small> });
    view! {
        <tr>
            <td>{decide::commitment(target.commitment)}</td>
            <th scope="row">{target.label.clone()} {areas}</th>
            <td>
                <span class=class>
                    <Icon name=drawing />
                    <span>{why}</span>
                </span>
            </td>
        </tr>
    }
    .into_any()
}

fn history(steps: &[Step]) -> AnyView {
    view! {
        <section aria-labelledby="history">
            <h2 id="history">{decide::HISTORY}</h2>
            <ol class="points" role="list">{steps.iter().map(step).collect_view()}</ol>
        </section>
    }
    .into_any()
}

fn step(step: &Step) -> AnyView {
    let at = view! { <small>{Swedish.full(step.at)}</small> };
    match &step.what {
        StepKind::Entry { .. } => entry(step),
        StepKind::Decided { decision, by } => {
            let text = decision.text().map(|text| view! { <p>{text.to_owned()}</p> });
            view! { <li>{at} <b>{decide::decided(decision)}</b> {text} <small>{by.clone()}</small></li> }.into_any()
        }
    }
}

/// An entry in the history: what it changed, and all that it says behind a line to open.
fn entry(step: &Step) -> AnyView {
    let StepKind::Entry { kind, told, stands, by_staff, quarantined, changed, saved_at } = &step.what else {
        return ().into_any();
    };
    let what = told.what().map(|what| view! { <span>{what}</span> });
    let marks: Vec<&str> = [
        stands.then_some(decide::STANDS_NOW),
        by_staff.then_some(decide::SERVER_KEPT),
        quarantined.then_some(decide::HELD_BACK),
    ]
    .into_iter()
    .flatten()
    .collect();
    let marks = (!marks.is_empty()).then(|| view! { <small>{texts::begin(&marks.join(", "))}</small> });
    let all = (!told.recorded.is_empty() && !stands).then(|| {
        view! {
            <details class="more">
                <summary>{recorded::WHOLE}</summary>
                {details(&told.recorded, &[])}
            </details>
        }
    });
    let at = view! { <small>{decide::came(*saved_at, step.at)}</small> };
    view! {
        <li>
            {at} <b>{decide::kind(kind)}</b> " " {what} <small>{told.when()}</small> {marks}
            {changed.as_deref().map(changes)} {all}
        </li>
    }
    .into_any()
}
