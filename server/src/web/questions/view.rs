//! *Att avgöra*: what no rule can settle, with what there is to be done about each.

use crate::web::document::{self, Frame, Head};
use crate::web::entries::view::actions::Problem;
use crate::web::entries::view::{RecordedEntry, button, form, pick, text};
use crate::web::menu::Section;
use domain::decision::Pair;
use domain::id::{ActivityId, AreaId, EntryId, JournalId};
use domain::moment::Moment;
use leptos::prelude::*;
use texts::language::Language;
use texts::{decide, rescue, staff};

/// What the page shows.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct QuestionsPage {
    pub proposals: Vec<(Pair, [RecordedEntry; 2])>,
    /// Not all of them are listed, or could be looked for.
    pub proposals_are_cut: bool,
    pub questions: Vec<Question>,
    pub areas: Vec<(AreaId, u64)>,
    pub activities: Vec<(ActivityId, u64)>,
    /// Words that are not listed yet.
    pub more_words: u64,
    /// What they can be read as.
    pub known_areas: Vec<(AreaId, String)>,
    pub known_activities: Vec<(ActivityId, String)>,
    /// What is read as something else already.
    pub mapped: Vec<Mapped>,
    pub quarantined: Vec<(JournalId, String, u64)>,
    pub gaps: Vec<Gap>,
    /// What was sent back, newest first.
    pub returned: Vec<Returned>,
    /// Only supervisors accept, map and close.
    pub may_settle: bool,
    pub problem: Option<Problem>,
}

/// Occasions with the same open question.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Question {
    pub word: String,
    pub count: u64,
    /// The newest of them.
    pub newest: Vec<(EntryId, RecordedEntry)>,
}

/// A word that is read as another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mapped {
    /// Else an activity.
    pub is_area: bool,
    pub word: String,
    /// What it is read as: its id, and its name.
    pub known: String,
    pub name: String,
}

/// An occasion that was sent back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Returned {
    pub root: EntryId,
    pub told: RecordedEntry,
    pub message: String,
    /// When, and by whom.
    pub asked: String,
    /// What has become of it.
    pub outcome: String,
    /// Nothing has, so far.
    pub waits: bool,
}

/// A journal with numbers that never came.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Gap {
    pub journal: JournalId,
    pub person: String,
    pub device: Option<String>,
    pub open: Vec<(u64, u64)>,
    pub closed: Vec<ClosedGap>,
}

/// Numbers that nobody waits for any more.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClosedGap {
    pub from: u64,
    pub to: u64,
    pub at: Moment,
    pub by: String,
    pub reason: String,
    pub came: bool,
}

/// `GET /questions`, and what the forms on it answer when they don't go through.
#[must_use]
pub fn questions_page(data: QuestionsPage, frame: &Frame) -> AnyView {
    let head = Head::desk(document::title(Language::Swedish, decide::QUESTIONS, data.problem.is_some()), Vec::new());
    document::document(frame, head, || {
        let problem = data.problem.map(|p| document::error_summary(Language::Swedish, p.field, p.told));
        let main = view! {
            {problem}
            <p class="big" id="waiting">{waiting(&data)}</p>
            {questions(&data.questions)}
            {unknown(&data)}
            {quarantined(&data)}
            {proposals(&data.proposals, data.proposals_are_cut)}
            {gaps(&data)}
            {returned(&data.returned)}
            {rescue_files()}
        };
        document::plain(
            frame,
            Section::Questions,
            decide::QUESTIONS.to_owned(),
            decide::QUESTIONS_LEAD,
            main.into_any(),
        )
    })
}

/// How much waits in all, of each kind.
fn waiting(data: &QuestionsPage) -> String {
    let posts = data.questions.iter().map(|question| question.count).sum();
    let gaps = data.gaps.iter().map(|gap| gap.open.len() as u64).sum();
    decide::waiting(posts, data.proposals.len() as u64, gaps, data.proposals_are_cut)
}

/// What was sent back: what still waits for its author first, the oldest of it on top.
fn returned(of: &[Returned]) -> AnyView {
    if of.is_empty() {
        return section("returned", decide::RETURNED, None, view! { <p>{decide::NO_RETURNED}</p> }.into_any());
    }
    let one = |of: &Returned| {
        let what = of.told.what().unwrap_or_else(|| decide::kind(&domain::entry::Kind::Withdrawn).to_owned());
        view! {
            <li>
                <a href=format!("/entries/{}", of.root)>{what}</a>
                <small>{of.told.when()}</small>
                <p>{of.message.clone()}</p>
                <p class=of.waits.then_some("near")>{texts::begin(&of.outcome)}</p>
                <small>{of.asked.clone()}</small>
            </li>
        }
    };
    let (waiting, answered): (Vec<&Returned>, Vec<&Returned>) = of.iter().partition(|returned| returned.waits);
    let rows = waiting.into_iter().rev().chain(answered).map(one).collect_view();
    let list = view! { <ul class="points columns" role="list">{rows}</ul> };
    section("returned", decide::RETURNED, Some(decide::RETURNED_HINT), list.into_any())
}

/// The way to what a phone couldn't send.
fn rescue_files() -> AnyView {
    let link = view! { <p><a href="/rescue">{rescue::RESCUE_OPEN}</a></p> };
    section("rescue", rescue::RESCUE, Some(rescue::RESCUE_LEAD), link.into_any())
}

fn section(id: &'static str, heading: &'static str, hint: Option<&'static str>, inside: AnyView) -> AnyView {
    view! {
        <section id=id aria-labelledby=format!("{id}-title")>
            <h2 id=format!("{id}-title")>{heading}</h2>
            {hint.map(|hint| view! { <p class="hint">{hint}</p> })}
            {inside}
        </section>
    }
    .into_any()
}

fn proposals(of: &[(Pair, [RecordedEntry; 2])], are_cut: bool) -> AnyView {
    let cut = are_cut.then(|| view! { <p>{decide::PROPOSALS_CUT}</p> });
    if of.is_empty() {
        let none = (!are_cut).then(|| view! { <p>{decide::NO_PROPOSALS}</p> });
        return section("proposals", decide::PROPOSALS, None, view! { {none} {cut} }.into_any());
    }
    let member = |root: EntryId, told: &RecordedEntry| {
        view! { <p><a href=format!("/entries/{root}")>{told.when()}</a> {told.answers()}</p> }
    };
    let proposal = |(pair, told): &(Pair, [RecordedEntry; 2])| {
        // Shown only while nobody has decided.
        let hidden =
            || vec![("with", pair.other.to_string()), ("back", "questions".to_owned()), ("seen", String::new())];
        let to = |what: &str| format!("/entries/{}/{what}", pair.one);
        view! {
            <li>
                <b>{told[0].what()}</b>
                {member(pair.one, &told[0])} {member(pair.other, &told[1])}
                <div class="row acts">
                    {form(to("join"), hidden(), ().into_any(), button(decide::JOIN_BUTTON))}
                    {form(to("separate"), hidden(), ().into_any(), button(decide::SEPARATE))}
                </div>
            </li>
        }
    };
    let list = view! { <ul class="points columns" role="list">{of.iter().map(proposal).collect_view()}</ul> };
    section("proposals", decide::PROPOSALS, Some(decide::PROPOSALS_HINT), view! { {list} {cut} }.into_any())
}

fn questions(of: &[Question]) -> Option<AnyView> {
    if of.is_empty() {
        return None;
    }
    let occasion = |(root, told): &(EntryId, RecordedEntry)| {
        let what = told.what().unwrap_or_else(|| decide::kind(&domain::entry::Kind::Withdrawn).to_owned());
        view! {
            <li>
                <a href=format!("/entries/{root}")>{what}</a>
                <small>{told.when()}</small>
                {told.answers()}
            </li>
        }
    };
    let question = |question: &Question| {
        let shown = question.newest.len();
        let all = (question.count > shown as u64).then(|| {
            let href = format!("/entries?waits={}", question.word);
            view! { <p>{decide::listed(shown, question.count)} " " <a href=href>{decide::SEE_ALL}</a></p> }
        });
        view! {
            <div class="act">
                <h3>{format!("{}: {}", staff::waits_for(&question.word), staff::posts(question.count))}</h3>
                <ul class="points" role="list">{question.newest.iter().map(occasion).collect_view()}</ul>
                {all}
            </div>
        }
    };
    let all = view! { <div class="columns">{of.iter().map(question).collect_view()}</div> };
    Some(section("open", decide::WAITS, None, all.into_any()))
}

fn unknown(data: &QuestionsPage) -> Option<AnyView> {
    let mapped = data.mapped.iter().enumerate().map(|(at, of)| {
        let change = data.may_settle.then(|| map_otherwise(data, at, of));
        view! { <li>{decide::mapped(&of.word, &of.name)} {change}</li> }
    });
    let mapped = (!data.mapped.is_empty()).then(|| {
        view! {
            <h3>{decide::MAPPED}</h3>
            <ul class="lines" role="list">{mapped.collect_view()}</ul>
        }
    });
    if data.areas.is_empty() && data.activities.is_empty() && mapped.is_none() {
        return None;
    }
    let map = |at: usize, action: &str, first: &'static str, word: &str, n: u64, known: Vec<(String, String, bool)>| {
        let told = decide::unknown_in(word, n);
        if !data.may_settle {
            return view! { <p>{told}</p> }.into_any();
        }
        let id = format!("{}-{at}", action.rsplit('/').next().unwrap_or_default());
        let asked = pick("to", id, told, first, known);
        let hidden = vec![("from", word.to_owned()), ("seen", String::new())];
        form(action.to_owned(), hidden, asked, button(decide::READ_AS))
    };
    let areas = data.areas.iter().enumerate().map(|(at, (word, n))| {
        let known = data.known_areas.iter().map(|(id, name)| (id.to_string(), name.clone(), false)).collect();
        map(at, "/questions/area", decide::CHOOSE_AREA, word.as_str(), *n, known)
    });
    let activities = data.activities.iter().enumerate().map(|(at, (word, n))| {
        let known = data.known_activities.iter().map(|(id, name)| (id.to_string(), name.clone(), false)).collect();
        map(at, "/questions/activity", decide::CHOOSE_ACTIVITY, word.as_str(), *n, known)
    });
    let (areas, activities) = (areas.collect_view(), activities.collect_view());
    let more = (data.more_words > 0).then(|| view! { <p>{decide::more_words(data.more_words)}</p> });
    let inside = view! { <div class="columns">{areas} {activities}</div> {more} {mapped} };
    Some(section("unknown", decide::UNKNOWN, Some(decide::UNKNOWN_HINT), inside.into_any()))
}

/// Another reading of a word that is read as something already.
fn map_otherwise(data: &QuestionsPage, at: usize, of: &Mapped) -> AnyView {
    let areas = || data.known_areas.iter().map(|(id, name)| (id.to_string(), name.clone()));
    let activities = || data.known_activities.iter().map(|(id, name)| (id.to_string(), name.clone()));
    let known: Vec<(String, String)> = if of.is_area { areas().collect() } else { activities().collect() };
    let known = known.into_iter().map(|(id, name)| {
        let chosen = id == of.known;
        (id, name, chosen)
    });
    let (action, first) = match of.is_area {
        true => ("/questions/area", decide::CHOOSE_AREA),
        false => ("/questions/activity", decide::CHOOSE_ACTIVITY),
    };
    let label = decide::mapped(&of.word, &of.name);
    let asked = pick("to", format!("mapped-{at}"), label, first, known.collect());
    let hidden = vec![("from", of.word.clone()), ("seen", of.known.clone())];
    view! {
        <details class="more">
            <summary>{decide::MAP_OTHERWISE}</summary>
            {form(action.to_owned(), hidden, asked, button(decide::READ_AS))}
        </details>
    }
    .into_any()
}

fn quarantined(data: &QuestionsPage) -> Option<AnyView> {
    let row = |(journal, name, n): &(JournalId, String, u64)| {
        let hidden = vec![("journal", journal.to_string())];
        let key = data
            .may_settle
            .then(|| form("/questions/journal".to_owned(), hidden, ().into_any(), button(decide::ACCEPT_ALL)));
        view! { <li>{decide::held_back(name, *n)} {key}</li> }
    };
    let list = || view! { <ul class="points" role="list">{data.quarantined.iter().map(row).collect_view()}</ul> };
    (!data.quarantined.is_empty())
        .then(|| section("quarantined", decide::QUARANTINED, Some(decide::ACCEPT_HINT), list().into_any()))
}

fn gaps(data: &QuestionsPage) -> AnyView {
    let error = data.problem.filter(|p| p.field == "gaps").map(|p| p.told);
    let open = data.gaps.iter().filter(|g| !g.open.is_empty()).enumerate().map(|(at, gap)| {
        let close = data.may_settle.then(|| close(at, gap, error));
        view! { <li><b>{decide::gap(&gap.open, &gap.person, gap.device.as_deref())}</b> {close}</li> }
    });
    let any = data.gaps.iter().any(|g| !g.open.is_empty());
    let closed = data.gaps.iter().flat_map(|gap| gap.closed.iter().map(move |closed| (gap, closed))).map(|(gap, c)| {
        let came = c.came.then(|| view! { <small>{decide::CAME_LATER}</small> });
        view! {
            <li>
                {decide::gap(&[(c.from, c.to)], &gap.person, gap.device.as_deref())}
                <small>{decide::closed(c.at, &c.by, &c.reason)}</small>
                {came}
            </li>
        }
    });
    let closed: Vec<_> = closed.collect();
    let closed = (!closed.is_empty())
        .then(|| view! { <h3>{decide::CLOSED_GAPS}</h3> <ul class="points" role="list">{closed}</ul> });
    let open = if any {
        view! { <ul class="points columns" role="list">{open.collect_view()}</ul> }.into_any()
    } else {
        view! { <p>{decide::NO_GAPS}</p> }.into_any()
    };
    let inside = view! { {open} {closed} };
    section("gaps", decide::GAPS, any.then_some(decide::GAPS_HINT), inside.into_any())
}

/// Which numbers, and why nobody waits for them.
fn close(at: usize, gap: &Gap, error: Option<&'static str>) -> AnyView {
    let value = |&(from, to): &(u64, u64)| (format!("{from}-{to}"), texts::numbers(&[(from, to)]), false);
    let ranges = gap.open.iter().map(value).collect();
    let asked = view! {
        {pick("range", format!("range-{at}"), decide::GAPS.to_owned(), decide::CHOOSE, ranges)}
        {text("reason", format!("reason-{at}"), decide::REASON, decide::GAP_REASON_HINT, error)}
    };
    let hidden = vec![("journal", gap.journal.to_string())];
    form("/questions/gap".to_owned(), hidden, asked.into_any(), button(decide::CLOSE))
}
