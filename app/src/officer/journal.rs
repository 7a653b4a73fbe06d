//! Journal: what has the server received, and what waits for me? What needs a person comes first.

use super::app::{App, Screen};
use super::model::Model;
use super::{record, send, sheet, thrown};
use crate::device::clock;
use crate::parts::key::{activity_icon, button, heading, icon, icon_of, quiet, small};
use crate::parts::piece::{Piece, el, live, text};
use domain::entry::{Entry, Kind};
use domain::journal::{Kept, State};
use domain::moment::Moment;
use domain::sender::Trigger;
use domain::tally::{self, NotCounted};
use domain::wire::Change;
use texts::officer as words;

/// How many entries of a list are shown at first, and how many more each time that somebody asks.
pub(crate) const SHOWN: usize = 30;

/// Where an entry belongs in the journal.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Group {
    Act,
    Waiting,
    Received,
}

/// The group of an entry: refused, marked so that it counts nothing, or returned by a supervisor all need a person.
pub(crate) fn group(model: &Model, kept: &Kept) -> Group {
    let entry = model.entries.get(&kept.id);
    let replaced = entry.is_some_and(|e| model.is_replaced(e));
    match &kept.state {
        State::Waiting => Group::Waiting,
        State::Refused { .. } => Group::Act,
        State::Received { flags, .. } => {
            let returned = entry.and_then(|e| decided(model, e)).is_some_and(|d| d.change == "returned");
            let stopped = flags.iter().any(|f| f.stops()) || returned;
            if stopped && !replaced { Group::Act } else { Group::Received }
        }
    }
}

/// The latest decision about an entry's occasion. What was sent back is no longer so once it is corrected.
fn decided<'a>(model: &'a Model, entry: &Entry) -> Option<&'a Change> {
    model.decision(entry.root()).filter(|d| d.change != "returned" || d.heads.contains(&entry.id))
}

/// The word of a state for tests and styles: `data-state`.
pub(crate) fn state(model: &Model, kept: &Kept) -> &'static str {
    match (&kept.state, group(model, kept)) {
        (State::Waiting, _) => "waiting",
        (State::Refused { .. }, _) => "refused",
        (State::Received { quarantined: true, .. }, _) => "quarantined",
        (State::Received { .. }, Group::Act) => "flagged",
        (State::Received { .. }, _) => "received",
    }
}

/// The screen, above the tabs.
pub(crate) fn screen(app: App) -> Vec<Piece> {
    let display = vec![heading("", words::JOURNAL), sheet::line(app)];
    let body = vec![
        live(move || corrected(app)),
        live(move || thrown::card(app)),
        sheet::notices(app),
        live(move || section(app, Group::Act)),
        live(move || section(app, Group::Waiting)),
        live(move || section(app, Group::Received)),
        sheet::ready(app),
    ];
    vec![sheet::display(display), el("main", "body", body)]
}

/// What was corrected or withdrawn last, with *Ångra*: that is done from here.
fn corrected(app: App) -> Vec<Piece> {
    let last = app.model.with(|m| m.saved.and_then(|id| m.entries.get(&id)).map(|entry| entry.kind.clone()));
    let corrects = last.is_some_and(|kind| kind != Kind::Recorded);
    if corrects { record::last(app).into_iter().collect() } else { Vec::new() }
}

fn section(app: App, of: Group) -> Vec<Piece> {
    app.model.with(|m| {
        let found: Vec<&Kept> = m.kept.iter().filter(|k| group(m, k) == of).collect();
        let (drawing, class, word) = match of {
            Group::Act => ("act", "note grow gap", words::NEEDS_ACTION.to_owned()),
            Group::Waiting => ("wait", "note grow", words::waiting(found.len())),
            Group::Received => ("sent", "note grow ok", words::RECEIVED.to_owned()),
        };
        if found.is_empty() && of != Group::Waiting {
            return Vec::new();
        }
        let count = found.len();
        let shown = app.journal_shown.get();
        let rows = found.into_iter().take(shown).map(|k| row(app, m, k)).collect();
        let mut title = vec![el("h2", class, vec![icon(drawing), text(&word)])];
        if of == Group::Waiting {
            let send = quiet("send", words::SEND_NOW, "send");
            title.push(send.taps(move || send::nudge(app, Trigger::ByHand)));
        }
        let list = el("ul", "log", rows).set("role", "list");
        let mut section = vec![el("div", "row", title), list];
        if count > shown {
            let more = quiet("down", &words::show_more(count - shown), "more");
            section.push(more.taps(move || app.journal_shown.set(shown + 10 * SHOWN)));
        }
        vec![el("section", "", section)]
    })
}

fn row(app: App, model: &Model, kept: &Kept) -> Piece {
    let id = kept.id;
    let (title, drawing) = title(model, kept);
    let class = if group(model, kept) == Group::Act { "i gap" } else { "i" };
    let said = el("span", "", vec![el("b", "", vec![text(&title)]), small(&reason(model, kept))]);
    let row = button("", "show", vec![icon_of(drawing, class), said, icon("right")]);
    el("li", "", vec![row.taps(move || app.show(Screen::Entry(id)))])
        .set("data-entry", &id.to_string())
        .set("data-state", state(model, kept))
}

/// "16:10 Fotpatrull, Råslätt", and its drawing.
pub(crate) fn title(model: &Model, kept: &Kept) -> (String, &'static str) {
    let Some(entry) = model.entries.get(&kept.id) else { return (words::UNREADABLE_HERE.to_owned(), "doc") };
    let of = entry.fact.as_ref().or_else(|| model.entries.get(&entry.root())?.fact.as_ref());
    let Some(fact) = of else { return (words::kind(&entry.kind, String::new()), "x") };
    let drawing = match entry.kind {
        Kind::Withdrawn => "undo",
        _ => activity_icon(model.activity(&fact.activity).and_then(|a| a.icon.as_deref())),
    };
    let name = model.title(&fact.activity, fact.area.as_ref());
    let at = words::clock_or_day(fact.started_at, clock::now());
    (words::kind(&entry.kind, format!("{at} {name}")), drawing)
}

/// What has become of an entry, in plain words.
pub(crate) fn reason(model: &Model, kept: &Kept) -> String {
    let entry = model.entries.get(&kept.id);
    let length = entry.and_then(|e| e.fact.as_ref()).and_then(|f| f.minutes).map(|m| words::minutes(m) + ". ");
    let text = match &kept.state {
        State::Waiting => {
            let over = entry.map(|e| over(model, e)).unwrap_or_default();
            [words::ON_THE_PHONE, over].concat()
        }
        State::Refused { code, message } => words::refused_because(code, message.as_deref()),
        State::Received { quarantined: true, .. } => words::QUARANTINED.to_owned(),
        State::Received { at_ms, flags, .. } => {
            let sent = words::sent_at(words::clock_or_day(clock::at(*at_ms), clock::now()));
            let flagged: String = flags.iter().map(|f| format!(" {}", words::flag(*f))).collect();
            let stops = flags.iter().any(|f| f.stops());
            let counts = entry.filter(|_| !stops).map(|e| counts(model, e)).unwrap_or_default();
            format!("{sent}{flagged}{counts}")
        }
    };
    let decided = entry.and_then(|e| decided(model, e)).map(|d| words::decision(&d.change, d.message.as_deref()));
    format!("{}{text}{}", length.unwrap_or_default(), decided.unwrap_or_default())
}

/// Whether something else stands in an entry's place, or nothing does.
fn over(model: &Model, entry: &Entry) -> &'static str {
    match model.is_replaced(entry) {
        false => "",
        true if model.standing(entry.root()).is_none() => words::WITHDRAWN,
        true => words::REPLACED,
    }
}

/// Whether an entry counts, and if not, why: said by the rule that the server tallies by.
fn counts(model: &Model, entry: &Entry) -> String {
    if model.is_replaced(entry) {
        return over(model, entry).to_owned();
    }
    let Some(fact) = &entry.fact else { return String::new() };
    let at: Moment = Moment { unix_ms: tally::counted_ms(fact, entry.clock_offset_ms), ..fact.started_at };
    let Some(promise) = model.catalogue.at(fact.area.as_ref(), at.day()) else {
        return words::not_counted(&NotCounted::OutsidePeriod);
    };
    let organisation = model.organisation(promise).unwrap_or_else(|| "".into());
    let towards: Vec<Result<_, NotCounted>> = tally::targets(promise, fact, &organisation, at.day(), &model.catalogue)
        .into_iter()
        .filter(|(_, target, _)| target.activity.as_ref() == Some(&fact.activity))
        .map(|(_, target, week)| week.and_then(|()| tally::towards(fact, target, at.local())))
        .collect();
    if towards.iter().any(Result::is_ok) {
        return words::COUNTS_TOO.to_owned();
    }
    let why = towards.iter().filter_map(|t| t.as_ref().err());
    let why = why.max_by_key(|why| matches!(why, NotCounted::TooShort { .. }));
    why.map(words::not_counted).unwrap_or_default()
}
