//! The pages of those who load promises.

use super::fixture::{frame, moment, promise};
use super::text;
use crate::web::page::html_of;
use crate::web::people::view::PersonProblem;
use crate::web::promises::view::{
    Blocked, Changes, DraftPage, DraftRow, EarlierRow, FigureChange, FileProblem, Phase, PromiseRow, PromisesPage,
    RemovePage, SetupPage, SetupPreview, Stays, Upload, UploadProblem, draft_page, promises_page, remove_page,
    setup_expired_page, setup_page, setup_preview_page,
};
use domain::authorization::Role;
use domain::calendar::{Day, Span};

const DRAFT: &str = "/promises/drafts/01890000-0000-7000-8000-000000000001";

fn day(text: &str) -> Day {
    Day::read(text).expect("a day")
}

fn upload(problem: Option<UploadProblem>) -> Upload {
    Upload {
        action: "/promises".to_owned(),
        text: "id = \"</textarea><b>\"\n".to_owned(),
        problem,
        shipped: vec![("habo-2018-2019".to_owned(), "Medborgarlöfte Habo <i>".to_owned())],
    }
}

pub(super) fn in_file() -> UploadProblem {
    let problem =
        FileProblem { line: 1, column: 6, message: "okänt <b>".to_owned(), excerpt: "id = \"<b>\"".to_owned() };
    UploadProblem::InFile(vec![problem], 12)
}

pub(super) fn list(problem: Option<UploadProblem>) -> String {
    let promise = promise();
    let data = PromisesPage {
        in_force: vec![PromiseRow {
            id: promise.id.clone(),
            title: "Medborgarlöfte <i>".to_owned(),
            continued: true,
            days: promise.span(),
            phase: Phase::Runs,
            version: 2,
            file: Some(format!("{DRAFT}/file")),
        }],
        earlier: vec![EarlierRow {
            id: promise.id.clone(),
            version: 1,
            loaded_at: moment("2021-09-13T08:00:00+02:00"),
            file: None,
        }],
        drafts: vec![DraftRow {
            href: DRAFT.to_owned(),
            id: promise.id,
            version: 3,
            uploaded_at: moment("2021-09-14T08:00:00+02:00"),
        }],
        upload: upload(problem),
        done: Some("Löftet <b> är i kraft.".to_owned()),
    };
    html_of(|| promises_page(data, &frame(Some(Role::Administrator))))
}

pub(super) fn draft(changes: Result<Changes, Blocked>) -> String {
    let data = DraftPage { promise: promise(), path: DRAFT.to_owned(), today: day("2021-09-13"), changes };
    html_of(|| draft_page(data, &frame(Some(Role::Administrator))))
}

pub(super) fn changes() -> Changes {
    let figure = FigureChange { target: "Kontroll <i>".to_owned(), area: "Norr".to_owned(), before: 3, after: 5 };
    Changes { entries: 41, figures: vec![figure] }
}

pub(super) fn setup(problem: Option<UploadProblem>) -> String {
    let upload = Upload { action: "/setup/abc".to_owned(), ..upload(problem) };
    html_of(|| setup_page(SetupPage { upload }, &frame(None)))
}

pub(super) fn setup_preview(problem: Option<PersonProblem>) -> String {
    let data = SetupPreview {
        promise: promise(),
        path: "/setup/abc".to_owned(),
        today: day("2021-09-13"),
        name: "20-0100 <b>".to_owned(),
        organisation: None,
        problem,
    };
    html_of(|| setup_preview_page(data, &frame(None)))
}

pub(super) fn removing(stays: Option<Stays>) -> String {
    let data = RemovePage { id: promise().id, title: "Medborgarlöfte <i>".to_owned(), stays };
    html_of(|| remove_page(&data, &frame(Some(Role::Administrator))))
}

pub(super) fn every_page() -> Vec<(&'static str, String)> {
    let blocked = Blocked::Overlaps {
        with: "Löfte <i>".to_owned(),
        area: "Norr <b>".to_owned(),
        days: Span { from: day("2021-01-01"), to: day("2021-02-01") },
    };
    let other_time_zone =
        Blocked::OtherTimeZone { with: "Löfte <i>".to_owned(), time_zone: "Europe/Stockholm".to_owned() };
    vec![
        ("promises", list(None)),
        ("promises, a file with problems", list(Some(in_file()))),
        ("a draft", draft(Ok(changes()))),
        ("a draft that changes nothing", draft(Ok(Changes::default()))),
        ("a draft that overlaps", draft(Err(blocked))),
        ("a draft of another time zone", draft(Err(other_time_zone))),
        ("set-up", setup(None)),
        ("set-up, no file", setup(Some(UploadProblem::Empty))),
        ("set-up, a file with problems", setup(Some(in_file()))),
        ("set-up, previewed", setup_preview(None)),
        ("set-up, no name", setup_preview(Some(PersonProblem::NameMissing))),
        ("set-up, an old link", html_of(|| setup_expired_page(&frame(None)))),
        ("removing a promise", removing(None)),
        ("a promise that stays", removing(Some(Stays::Entries(41)))),
    ]
}

#[test]
fn what_was_uploaded_is_never_markup() {
    for (page, html) in every_page() {
        assert!(!html.contains("<b>\"") && !html.contains("okänt <b>"), "{page}");
        assert_eq!(html.matches("</textarea>").count(), html.matches("<textarea").count(), "{page}");
    }
    assert!(list(None).contains("\nid = \"&lt;/textarea>&lt;b>\"\n</textarea>"), "the text is in the field, as text");
}

#[test]
fn a_problem_stands_at_its_line_and_the_rest_are_counted() {
    let page = text(&list(Some(in_file())));
    for part in ["Filen behöver rättas", "13 problem", "Rad 1, tecken 6: okänt", "Och 12 till."] {
        assert!(page.contains(part), "{part}\n{page}");
    }
}

#[test]
fn a_draft_says_what_the_promise_says_and_what_it_changes() {
    let page = text(&draft(Ok(changes())));
    for part in
        ["Så här blir löftet", "Kontroll &lt;i&gt; Norr 3 5", "41 poster räknas om", "Sätt löftet i kraft", "Norr"]
    {
        assert!(page.contains(part), "{part}\n{page}");
    }
    for commitment in promise().commitments {
        for target in commitment.targets {
            assert!(page.contains(&format!("{}:", target.label)), "{}\n{page}", target.label);
        }
    }
    let html = draft(Ok(changes()));
    for path in ["/in-force\"", "/drop\"", "/public\""] {
        assert!(html.contains(&format!("{DRAFT}{path}")), "{path}");
    }
    let blocked = text(&draft(Err(Blocked::Already)));
    assert!(
        blocked.contains("Löftet kan inte sättas i kraft") && !blocked.contains("Sätt löftet i kraft"),
        "{blocked}"
    );
}

#[test]
fn a_promise_whose_days_are_over_is_warned_about() {
    let told = |today: &str, continues: bool| {
        let mut promise = promise();
        promise.continues = continues;
        let data = DraftPage { promise, path: DRAFT.to_owned(), today: day(today), changes: Ok(Changes::default()) };
        text(&html_of(|| draft_page(data, &frame(Some(Role::Administrator)))))
    };
    assert!(told("2020-12-31", false).contains("börjar gälla 1 januari 2021"));
    assert!(!told("2021-09-13", false).contains("räknas inte"));
    assert!(told("2023-01-01", false).contains("Löftet tog slut 31 december 2022"));
    assert!(told("2023-01-01", true).contains("räknas även för år 2023"));
}

#[test]
fn the_way_to_promises_is_an_administrators() {
    assert!(list(None).contains("href=\"/promises\" aria-current=\"page\""));
    assert!(!super::devices().contains("href=\"/promises\""));
    assert_eq!(Phase::of(Span { from: day("2021-01-01"), to: day("2020-12-31") }, day("2021-01-01")), Phase::TakenOver);
}
