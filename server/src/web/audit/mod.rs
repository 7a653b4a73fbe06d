//! `/audit`: the audit log for administrators.

pub mod view;

use super::display_names::known;
use crate::clock::now_ms;
use crate::http::problem::Problem;
use crate::http::staff::Staff;
use crate::http::target::escaped;
use crate::state::App;
use crate::store::{AuditEvent, AuditRow, InForce, Logged, LoggedPage};
use crate::web::page::Page;
use axum::extract::{Query, State};
use domain::authorization::Role;
use domain::calendar::Day;
use domain::id::PersonId;
use serde::Deserialize;
use serde_json::{Map, Value};
use texts::language::Language::Swedish;
use texts::{audit as words, staff};
use view::{AuditPage, Chosen, Row, audit_page};

/// Rows on a page.
const PAGE: usize = 50;
/// Values that a row shows of a list, such as the journals of a batch.
const LISTED: usize = 5;

/// The filter as a form or a link has it; what is left empty asks for nothing.
#[derive(Deserialize)]
pub struct AuditQuery {
    #[serde(default)]
    deed: String,
    #[serde(default)]
    person: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    before: String,
}

/// The handler. The read is in the log before the page is.
///
/// # Errors
/// 400 for a filter that can't be read.
pub async fn audit(
    State(app): State<App>,
    Staff { viewer, name, .. }: Staff,
    Query(query): Query<AuditQuery>,
) -> Result<Page, Problem> {
    let in_force = app.in_force(&viewer.partnership).await?;
    let chosen = chosen(&query)?;
    let shown = Logged {
        deed: chosen.deed.and_then(|word| AuditEvent::ALL.iter().copied().find(|deed| deed.word() == word)),
        person: chosen.person,
        from_ms: chosen.from.map(|day| in_force.zone.begin_ms(day)),
        before_ms: chosen.to.map(|day| in_force.zone.begin_ms(day.plus(1))),
        before: read(&query.before, "before", |text| text.parse().ok())?,
    };
    let page = app.store.logged(&viewer.partnership, &shown, PAGE, (viewer.person, now_ms())).await?;
    let people = app.store.people(&viewer.partnership, None).await?;
    let data = AuditPage {
        deeds: AuditEvent::ALL.iter().map(|deed| deed.word()).collect(),
        people: people.into_iter().map(|person| (person.id, person.name)).collect(),
        rows: page.rows.iter().map(|one| row(one, &page, &in_force)).collect(),
        older: page.next.map(|before| older(&chosen, before)),
        chosen,
    };
    Ok(Page::new(app.frame(Some(&viewer), &name), move |frame| audit_page(data, frame)))
}

fn read<T>(text: &str, name: &str, read: impl Fn(&str) -> Option<T>) -> Result<Option<T>, Problem> {
    match text.trim() {
        "" => Ok(None),
        text => read(text).map(Some).ok_or_else(|| Problem::unreadable(name)),
    }
}

fn chosen(query: &AuditQuery) -> Result<Chosen, Problem> {
    let deed = |text: &str| AuditEvent::ALL.iter().map(|deed| deed.word()).find(|word| *word == text);
    // Days that calendars of browsers know: beyond them an instant has no room.
    let day = |text: &str| Day::read(text).filter(|day| (1970..10_000).contains(&day.year()));
    Ok(Chosen {
        deed: read(&query.deed, "deed", deed)?,
        person: read(&query.person, "person", PersonId::read)?,
        from: read(&query.from, "from", day)?,
        to: read(&query.to, "to", day)?,
    })
}

fn row(row: &AuditRow, page: &LoggedPage, in_force: &InForce) -> Row {
    let about: Map<String, Value> = serde_json::from_str(&row.about).unwrap_or_default();
    let who = match row.person {
        Some(person) => known(page.names.get(&person).cloned()),
        None if row.deed.ends_with("refused") => words::NOBODY_KNOWN.to_owned(),
        None => words::SERVER.to_owned(),
    };
    let mut parts = Vec::new();
    tell(&about, &mut parts, &|name, value| said(name, value, page, in_force));
    let ids = about.get("ids").and_then(Value::as_array).into_iter().flatten();
    Row {
        number: row.number,
        at: in_force.zone.moment(row.at_ms),
        who,
        deed: row.deed.clone(),
        about: parts,
        ids: ids.filter_map(|id| id.as_str().map(str::to_owned)).collect(),
    }
}

/// The parts that have a word for people; what stands within another part comes after it. What was written in words, such as
/// a reason, has none: it may tell what an entry says, and administrators read none.
fn tell(
    about: &Map<String, Value>,
    parts: &mut Vec<(&'static str, String)>,
    say: &dyn Fn(&str, &Value) -> Option<String>,
) {
    for (name, value) in about.iter().filter(|(_, value)| !value.is_object()) {
        if let (Some(label), Some(said)) = (words::label(name), say(name, value)) {
            parts.push((label, said));
        }
    }
    about.values().filter_map(Value::as_object).for_each(|within| tell(within, parts, say));
}

fn said(name: &str, value: &Value, page: &LoggedPage, in_force: &InForce) -> Option<String> {
    match value {
        Value::Null => None,
        Value::Number(number) => Some(match number.as_i64().filter(|_| name.ends_with("_ms")) {
            Some(at_ms) => Swedish.full(in_force.zone.moment(at_ms)),
            None => number.to_string(),
        }),
        Value::String(text) => Some(match name {
            "person" | "people" => known(PersonId::read(text).and_then(|id| page.names.get(&id).cloned())),
            "role" => Role::read(text).map_or_else(|| text.clone(), |role| staff::role(role).to_owned()),
            "deed" => words::deed(text).to_owned(),
            "why" => words::why(text).to_owned(),
            "waits" => staff::waits_for(text),
            _ => text.clone(),
        }),
        Value::Array(all) if all.is_empty() => None,
        Value::Array(all) => {
            let mut told: Vec<String> = all.iter().take(LISTED).filter_map(|v| said(name, v, page, in_force)).collect();
            told.extend((all.len() > LISTED).then(|| words::and_more(all.len() - LISTED)));
            Some(told.join(", "))
        }
        Value::Bool(_) | Value::Object(_) => None,
    }
}

/// The address of the rows before one, by the same filter.
fn older(chosen: &Chosen, before: u64) -> String {
    let day = |day: Option<Day>| day.map(|day| day.to_string());
    let parts = [
        ("deed", chosen.deed.map(str::to_owned)),
        ("person", chosen.person.map(|person| person.to_string())),
        ("from", day(chosen.from)),
        ("to", day(chosen.to)),
        ("before", Some(before.to_string())),
    ];
    let part = |(name, value): (&str, Option<String>)| Some(format!("{name}={}", escaped(&value?)));
    format!("/audit?{}", parts.into_iter().filter_map(part).collect::<Vec<_>>().join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_deed_is_told_in_words() {
        for deed in AuditEvent::ALL {
            assert_ne!(words::deed(deed.word()), deed.word());
        }
    }

    #[test]
    fn what_was_written_in_words_is_not_told() {
        let about = r#"{"decision":{"kind":"void","root":"x","reason":"Patrullen var hos Namn"},"commit_no":7}"#;
        let about: Map<String, Value> = serde_json::from_str(about).expect("JSON");
        let mut parts = Vec::new();
        tell(&about, &mut parts, &|_, value| Some(value.to_string()));
        assert_eq!(parts, [("Ändring nr", "7".to_owned()), ("Post", "\"x\"".to_owned())]);
    }
}
