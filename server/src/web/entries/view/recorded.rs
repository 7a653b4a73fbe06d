//! All that an entry records, part by part in words, and what differs between two versions of it. The same rendering
//! serves an entry's page, the lists where people decide, and the choice between versions.

use leptos::prelude::*;
use texts::recorded as words;

/// One part of an entry: its name and what it says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Detail {
    pub label: String,
    pub value: String,
    /// It answers a question of the activity's form, or is the note; the rest says what, where, when and who.
    pub is_answer: bool,
}

/// A part that isn't the same in two versions.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Difference {
    pub label: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// What differs, in the order of the earlier version; what only the later one has comes last.
#[must_use]
pub fn differences(before: &[Detail], after: &[Detail]) -> Vec<Difference> {
    let value = |of: &[Detail], label: &str| of.iter().find(|d| d.label == label).map(|d| d.value.clone());
    let is_new = |label: &str| before.iter().all(|d| d.label != label);
    let first = before.iter().map(|d| &d.label);
    let labels = first.chain(after.iter().map(|d| &d.label).filter(|label| is_new(label)));
    labels
        .map(|label| Difference { label: label.clone(), before: value(before, label), after: value(after, label) })
        .filter(|d| d.before != d.after)
        .collect()
}

/// The answers and the note in one line for a list: "Orsak: Mörk gångväg · Läge: Beslutad".
#[must_use]
pub fn summary(of: &[Detail]) -> Option<String> {
    let answers: Vec<String> = of.iter().filter(|d| d.is_answer).map(|d| format!("{}: {}", d.label, d.value)).collect();
    (!answers.is_empty()).then(|| answers.join(" · "))
}

/// All parts as a list of terms; those named in `marked` are said to differ.
pub(super) fn details(of: &[Detail], marked: &[String]) -> AnyView {
    let part = |detail: &Detail| {
        let differs = marked.contains(&detail.label);
        let mark = differs.then(|| view! { " " <small class="near">{words::DIFFERS}</small> });
        view! {
            <dt>{detail.label.clone()}</dt>
            <dd class=differs.then_some("differs")>{detail.value.clone()} {mark}</dd>
        }
    };
    view! { <dl class="recorded">{of.iter().map(part).collect_view()}</dl> }.into_any()
}

/// The labels whose values aren't the same in all of some versions.
pub(super) fn labels_that_differ<'a>(versions: impl Iterator<Item = &'a [Detail]> + Clone) -> Vec<String> {
    let mut labels: Vec<String> = Vec::new();
    for (at, version) in versions.clone().enumerate() {
        for other in versions.clone().skip(at + 1) {
            labels.extend(differences(version, other).into_iter().map(|difference| difference.label));
        }
    }
    labels.sort_unstable();
    labels.dedup();
    labels
}

/// What a correction changed: before and after, side by side.
pub(super) fn changes(of: &[Difference]) -> AnyView {
    if of.is_empty() {
        return view! { <p><small>{words::NO_DIFFERENCE}</small></p> }.into_any();
    }
    let cell = |value: &Option<String>| value.clone().unwrap_or_else(|| words::ABSENT.to_owned());
    let row = |d: &Difference| {
        view! {
            <tr>
                <th scope="row">{d.label.clone()}</th>
                <td>{cell(&d.before)}</td>
                <td><b>{cell(&d.after)}</b></td>
            </tr>
        }
    };
    view! {
        <table class="changes">
            <caption class="vh">{words::CHANGES}</caption>
            <thead>
                <tr>
                    <th scope="col">{words::WHAT}</th>
                    <th scope="col">{words::BEFORE}</th>
                    <th scope="col">{words::AFTER}</th>
                </tr>
            </thead>
            <tbody>{of.iter().map(row).collect_view()}</tbody>
        </table>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detail(label: &str, value: &str, is_answer: bool) -> Detail {
        Detail { label: label.to_owned(), value: value.to_owned(), is_answer }
    }

    #[test]
    fn what_differs_is_named_once_with_both_sides() {
        let before = [detail("Längd", "18 min", false), detail("Orsak", "x", true), detail("Enhet", "1", false)];
        let after = [detail("Längd", "28 min", false), detail("Enhet", "1", false), detail("Anteckning", "y", true)];
        let said: Vec<_> = differences(&before, &after).into_iter().map(|d| (d.label, d.before, d.after)).collect();
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            said,
            [
                ("Längd".to_owned(), some("18 min"), some("28 min")),
                ("Orsak".to_owned(), some("x"), None),
                ("Anteckning".to_owned(), None, some("y")),
            ]
        );
        assert_eq!(labels_that_differ([&before[..], &after[..]].into_iter()), ["Anteckning", "Längd", "Orsak"]);
        assert_eq!(summary(&after).as_deref(), Some("Anteckning: y"));
        assert_eq!(summary(&after[..2]), None);
    }
}
