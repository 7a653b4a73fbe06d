//! The pages that everybody may read, in both languages: the same figures, and nothing of one left in the other.

use super::entrance;
use super::fixture::{day, described, frame, moment, promise, public, totals};
use super::{attribute, tags, text};
use crate::web::accessibility::view::accessibility_page;
use crate::web::account::view::AccountProblem;
use crate::web::mine::view::{Added, MinePage, UnitPart, mine_page};
use crate::web::officer::{door, shell};
use crate::web::page::html_of;
use crate::web::problem::page::{ProblemPage, problem_page};
use crate::web::public::view::{PublicPage, public_page};
use crate::web::sign_in::view::{LoginProblem, WelcomeProblem, link_expired_page};
use crate::web::telefon;
use domain::promise::TargetKind;
use domain::standing::Total;
use leptos::prelude::*;
use std::collections::BTreeSet;
use texts::language::Language::{self, English, Swedish};

/// The made-up promise in states that make the page say different things.
fn states() -> Vec<PublicPage> {
    let on = |on: &str, totals: &[Total]| PublicPage {
        day: day(on),
        described: described(&promise(), totals, day(on)),
        ..public()
    };
    let ended = on("2021-12-31", &totals());
    let mut begun = on("2021-01-20", &[]);
    begun.reports = vec![("/promise/provet-2021-2022/reports/1".to_owned(), "Tertial 1, 2021".to_owned())];
    begun.promise.extends = Some("annat-2020".into());
    let mut states = vec![public(), ended, begun];
    states.extend(TargetKind::ALL.iter().map(|kind| of_kind(*kind)));
    states
}

/// The same with every target that isn't sensitive of one kind.
fn of_kind(kind: TargetKind) -> PublicPage {
    let mut page = public();
    for target in page.promise.commitments.iter_mut().flat_map(|c| &mut c.targets).filter(|t| !t.sensitive) {
        target.kind = kind;
        target.by = Some(day("2021-03-31")).filter(|_| kind == TargetKind::Milestone);
    }
    page.described = described(&page.promise, &totals(), page.day);
    page
}

/// What each page says in a language, with what stands around it.
fn pages(language: Language) -> Vec<String> {
    let in_language = |data| html_of(|| public_page(PublicPage { language, ..data }, &frame(None)));
    let mut pages: Vec<String> = states().into_iter().map(in_language).collect();
    pages.push(html_of(|| accessibility_page(language, &frame(None))));
    pages
}

/// A page without the elements that are in that language, and all that is in them.
fn without(html: &str, lang: &str) -> String {
    let mut left = String::new();
    let mut rest = html;
    let mark = format!(" lang=\"{lang}\"");
    while let Some(at) = rest.find(&mark) {
        let start = rest[..at].rfind('<').expect("an attribute stands in a tag");
        left.push_str(&rest[..start]);
        let name = rest[start + 1..].split([' ', '>']).next().expect("a tag has a name");
        let (open, close) = (format!("<{name}"), format!("</{name}>"));
        let mut end = start;
        loop {
            end += rest[end..].find(&close).expect("the element ends") + close.len();
            let within = &rest[start..end];
            if within.matches(&open).count() == within.matches(&close).count() {
                break;
            }
        }
        left.push(' ');
        rest = &rest[end..];
    }
    left + rest
}

/// What is read or heard: texts, names of drawings and lists.
fn said(html: &str) -> String {
    let named = html.split("aria-label=\"").skip(1).filter_map(|rest| rest.split('"').next());
    format!("{} {}", text(html), named.collect::<Vec<_>>().join(" "))
}

fn words(said: &str) -> BTreeSet<String> {
    let all = said.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() > 1);
    all.map(str::to_lowercase).collect()
}

/// The promise's own words, longest first, as pages may have them.
fn own_words() -> Vec<String> {
    let promise = promise();
    let mut own = vec![
        promise.title.clone(),
        promise.preamble.clone(),
        "Ett annat löfte".to_owned(),
        "Tertial 1, 2021".to_owned(),
    ];
    own.extend(promise.organisations.iter().map(|o| o.name.clone()));
    own.extend(promise.areas.iter().map(|a| a.name.clone()));
    own.extend(promise.activities.iter().flat_map(|a| [a.name.clone(), a.plural.clone()]));
    for commitment in &promise.commitments {
        own.push(commitment.text.replace('<', "&lt;").replace('>', "&gt;").replace('&', "&amp;"));
        own.push(commitment.text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"));
        own.extend(commitment.note.iter().flat_map(|n| [n.text.clone(), n.by.clone()]));
        for target in &commitment.targets {
            own.extend([Some(target.label.clone()), target.areas_name.clone()].into_iter().flatten());
            own.extend(target.share.iter().map(|s| s.label.clone()));
        }
    }
    own.sort_by_key(|words| std::cmp::Reverse(words.len()));
    own
}

/// Words that Swedish and English have in common on these pages, and months.
const IN_COMMON: [&str; 18] = [
    "rond",
    "csv",
    "json",
    "excel",
    "wcag",
    "aa",
    "digg",
    "in",
    "be",
    "text",
    "digital",
    "demo",
    "jan",
    "aug",
    "sep",
    "dec",
    "september",
    "december",
];

#[test]
fn no_word_of_one_language_is_left_in_the_other_but_the_promises_own() {
    let own = own_words();
    for (swedish, english) in pages(Swedish).iter().zip(pages(English)) {
        assert!(english.starts_with("<!doctype html><html lang=\"en\">"));
        // A title can't say which of its words are in another language; the promise's name stands there.
        let title = promise().title;
        let english = said(&without(&english, "sv").replace(&title, ""));
        let swedish = own.iter().fold(said(&without(swedish, "en")), |said, own| said.replace(own, " "));
        let mut left: BTreeSet<String> = words(&swedish).intersection(&words(&english)).cloned().collect();
        left.retain(|word| !IN_COMMON.contains(&word.as_str()));
        assert_eq!(left, BTreeSet::new(), "{english}");
        let swedish_letters = english.chars().any(|c| "åäöÅÄÖ".contains(c));
        assert!(!swedish_letters, "{english}");
    }
}

#[test]
fn both_languages_tell_the_same_figures() {
    let figures = |html: &str| {
        let numbers =
            text(html).split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty()).map(str::to_owned).collect();
        let mut numbers: Vec<String> = numbers;
        numbers.sort();
        numbers
    };
    for state in states() {
        let page = |language| html_of(|| public_page(PublicPage { language, ..state.clone() }, &frame(None)));
        assert_eq!(figures(&page(Swedish)), figures(&page(English)));
        let drawn = |html: &str| tags(html, "rect").into_iter().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(drawn(&page(Swedish)), drawn(&page(English)));
    }
}

#[test]
fn the_english_page_answers_in_english() {
    let page = text(&html_of(|| public_page(PublicPage { language: English, ..public() }, &frame(None))));
    for part in [
        "This is what we promised. This is how far we have come.",
        "Of seven promises, two are on track. Three are behind.",
        "Figures up to and including 31 August 2021",
        "Counted on 8 September 2021 at 16:10.",
        "800 of 800",
        "14 of 61 (23%), promised at least 20%",
        "at least 55 of 104",
        "at least 10, promised at least 20%",
        "Figures for each area are not shown",
        "Counts from 20 minutes. 31 shorter trafikkontroller were done but do not count.",
        "Interpretation: 800 i vart och ett av områdena. ( parterna , 14 January 2021)",
        "promised once a week",
        "2 of 3 thirds",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
}

#[test]
fn each_page_leads_to_itself_in_the_other_language_with_its_year() {
    for (language, other, word) in [(Swedish, "en", "In English"), (English, "sv", "På svenska")] {
        let html = html_of(|| public_page(PublicPage { language, ..public() }, &frame(None)));
        let alternates: Vec<&str> =
            tags(&html, "link").into_iter().filter(|tag| attribute(tag, "rel") == Some("alternate")).collect();
        let path = "https://rond.example/promise/provet-2021-2022?year=2021";
        for (tag, lang) in alternates.iter().zip(["sv", "en"]) {
            assert_eq!(attribute(tag, "hreflang"), Some(lang));
            let href = attribute(tag, "href").expect("an address").replace("&amp;", "&");
            assert_eq!(href, format!("{path}&lang={lang}"));
        }
        assert_eq!(alternates.len(), 2);
        let link =
            tags(&html, "a").into_iter().find(|tag| attribute(tag, "lang") == Some(other) && tag.contains("hreflang"));
        let href = link.and_then(|tag| attribute(tag, "href")).expect("a link").replace("&amp;", "&");
        assert_eq!(href, format!("/promise/provet-2021-2022?year=2021&lang={other}"));
        assert!(html.contains(word), "{word}");
        // A reader who has chosen a language keeps it from page to page.
        let own = tags(&html, "a").into_iter().filter_map(|tag| attribute(tag, "href"));
        let mut pages = own.filter(|href| href.starts_with("/promise/") || href.starts_with("/accessibility"));
        assert!(pages.all(|href| href.contains("lang=")), "{html}");
    }
}

/// What an officer and staff read in the language that they chose.
fn pages_of_choice(language: Language) -> Vec<String> {
    let problem = |status| {
        let page = ProblemPage::of(language, status, "").keeping(Some(entrance::kept()));
        html_of(|| problem_page(page, &frame(None).speaks(language)))
    };
    let added = Added { what: "Trafikkontroll".to_owned(), own: 2, all: 14, goal: Some(61) };
    let unit = |unit: &str, rows: &[Added]| UnitPart { unit: unit.to_owned(), rows: rows.to_vec() };
    let mine = MinePage {
        language,
        promise: promise().title,
        year: 2021,
        as_of: moment("2021-09-13T08:00:00+02:00"),
        units: vec![unit("20-1230", &[added]), unit("20-1231", &[])],
        reports: vec![("/x/1".to_owned(), "Tertial 1, 2021".to_owned())],
    };
    let alone = |view: fn(Language) -> AnyView| Owner::new().with(|| view(language).to_html());
    let mut pages = vec![
        entrance::login(language, Some(LoginProblem::Wrong)),
        entrance::signed_out(language, None),
        entrance::signed_in(language),
        entrance::welcome(language, Some(WelcomeProblem::TooShort)),
        entrance::no_identity(language),
        entrance::account(language, true, None),
        entrance::account(language, false, Some(AccountProblem::WrongPassword)),
        html_of(|| link_expired_page(&frame(None).speaks(language))),
        html_of(|| mine_page(&mine, &frame(None))),
        alone(door::unlock),
        alone(shell::shell),
        alone(telefon::view::body),
    ];
    pages.extend([403, 404, 429, 500, 503, 507].map(problem));
    pages
}

/// Words that these pages have in both languages.
const ALSO_IN_COMMON: [&str; 8] = ["disk", "finger", "full", "https", "javascript", "min", "person", "under"];

/// What people and the fixtures wrote.
const WRITTEN: [&str; 9] = [
    "Provets &lt;kommun&gt;",
    "Provets kommun",
    "Tjänste&lt;dator",
    "Kvällspass &lt;b&gt;i&lt;/b&gt; maj.",
    "Fler.",
    "Trafikkontroll",
    "Firefox, Windows",
    "Tertial 1, 2021",
    "Rond",
];

#[test]
fn what_an_officer_and_staff_chose_is_all_that_their_pages_speak() {
    for (swedish, english) in pages_of_choice(Swedish).iter().zip(pages_of_choice(English)) {
        if swedish.starts_with("<!doctype") {
            assert!(swedish.starts_with("<!doctype html><html lang=\"sv\""));
            assert!(english.starts_with("<!doctype html><html lang=\"en\""));
        }
        let without_names = |said: String| WRITTEN.iter().fold(said, |said, own| said.replace(own, " "));
        let english = without_names(said(&without(&english, "sv")).replace(&promise().title, " "));
        let swedish = without_names(said(&without(swedish, "en")).replace(&promise().title, " "));
        let mut left: BTreeSet<String> = words(&swedish).intersection(&words(&english)).cloned().collect();
        left.retain(|word| !IN_COMMON.contains(&word.as_str()) && !ALSO_IN_COMMON.contains(&word.as_str()));
        assert_eq!(left, BTreeSet::new(), "{english}");
        assert!(!english.chars().any(|c| "åäöÅÄÖ".contains(c)), "{english}");
    }
}
