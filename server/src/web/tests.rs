//! What every page keeps, whatever it shows.

mod decided;
mod entrance;
mod fixture;
mod languages;
mod logged;
mod people;
mod promises;

use super::accessibility::view::accessibility_page;
use super::account::view::AccountProblem;
use super::dashboard::view::dashboard_page;
use super::devices::view::{CrashRow, DeviceRow, DevicesPage, RevokePage, devices_page, revoke_page};
use super::entries::view::actions::Problem;
use super::page::html_of;
use super::people::view::PersonProblem;
use super::problem::page::{ProblemPage, problem_page};
use super::public::view::{PublicPage, public_page};
use super::quality::view::quality_page;
use super::sign_in::view::{LoginProblem, WelcomeProblem, link_expired_page};
use domain::authorization::Role;
use domain::crash::Crash;
use domain::id::DeviceId;
use entrance::{account, login, welcome};
use fixture::{dashboard, described, frame, moment, promise, public, quality, totals};
use texts::language::Language;

const UNSAID: Problem = Problem { field: "message", told: "Skriv varför." };
const UNCLOSED: Problem = Problem { field: "gaps", told: "Skriv varför." };

fn devices() -> String {
    let row = DeviceRow {
        id: DeviceId([9; 16]),
        name: "20-1320 <i>".to_owned(),
        people: vec!["20-1470".to_owned(), "20-1471".to_owned()],
        last_heard: Some(moment("2021-09-13T08:00:00+02:00")),
        waiting: 5,
        missing: vec![(41, 43)],
        clock_offset_ms: Some(0),
        revoked: false,
    };
    let gone = DeviceRow { id: DeviceId([8; 16]), revoked: true, waiting: 0, missing: Vec::new(), ..row.clone() };
    let crash = Crash {
        build: "0123456789ab".to_owned(),
        location: "app/src/actions/save.rs:12".to_owned(),
        message: "called `Option::unwrap()` on a `None` value <i>".to_owned(),
    };
    let crash = CrashRow { device: row.name.clone(), heard: moment("2021-09-13T08:00:00+02:00"), crash };
    let data = DevicesPage {
        devices: vec![row, gone],
        more_revoked: 3,
        may_revoke: true,
        done: Some("20-1510".to_owned()),
        crashes: vec![crash],
    };
    html_of(|| devices_page(data, &frame(Some(Role::Supervisor))))
}

fn revoke() -> String {
    let data = RevokePage {
        id: DeviceId([9; 16]),
        name: "20-1320".to_owned(),
        people: Vec::new(),
        waiting: 5,
        back: "/devices",
    };
    html_of(|| revoke_page(data, &frame(Some(Role::Supervisor))))
}

fn every_page() -> Vec<(&'static str, String)> {
    let mut all = pages();
    all.extend(promises::every_page());
    all
}

fn pages() -> Vec<(&'static str, String)> {
    vec![
        ("dashboard", html_of(|| dashboard_page(dashboard(), &frame(Some(Role::Supervisor))))),
        ("quality", html_of(|| quality_page(quality(), &frame(Some(Role::Supervisor))))),
        ("public", html_of(|| public_page(public(), &frame(None)))),
        (
            "public, English",
            html_of(|| public_page(PublicPage { language: Language::English, ..public() }, &frame(None))),
        ),
        ("login", login(Language::Swedish, None)),
        ("login, wrong", login(Language::Swedish, Some(LoginProblem::Wrong))),
        ("signed out", entrance::signed_out(Language::Swedish, None)),
        ("signed out, wrong", entrance::signed_out(Language::Swedish, Some(LoginProblem::Wrong))),
        ("signed in again", entrance::signed_in(Language::Swedish)),
        ("welcome", welcome(Language::Swedish, None)),
        ("welcome, short", welcome(Language::Swedish, Some(WelcomeProblem::TooShort))),
        ("link expired", html_of(|| link_expired_page(&frame(None)))),
        ("link of an identity that leads nowhere", entrance::no_identity(Language::Swedish)),
        ("account", account(Language::Swedish, true, None)),
        ("account, to confirm", account(Language::Swedish, false, Some(AccountProblem::WrongPassword))),
        ("people", people::list(None)),
        ("people, refused", people::list(Some(PersonProblem::NameTaken))),
        ("nobody found", people::nobody()),
        ("a person", people::one(None, None)),
        ("a person with a code", people::one(Some(people::code()), None)),
        ("a person with a link", people::one(Some(people::link()), None)),
        ("a person, refused", people::one(None, Some(PersonProblem::Oneself))),
        ("a person who is disabled", people::disabled()),
        ("disabling", people::disabling(None)),
        ("disabling the last", people::disabling(Some(PersonProblem::LastAdministrator))),
        ("devices", devices()),
        ("entries", decided::entries(true)),
        ("no entries", decided::entries(false)),
        ("an occasion", decided::occasion(decided::counted(), None)),
        ("an occasion that is stopped", decided::occasion(decided::stopped(), Some(UNSAID))),
        ("questions", decided::questions(None)),
        ("questions with a problem", decided::questions(Some(UNCLOSED))),
        ("revoke", revoke()),
        ("audit", logged::audit(true)),
        ("no rows of the audit log", logged::audit(false)),
        ("accessibility", html_of(|| accessibility_page(Language::Swedish, &frame(None)))),
        ("accessibility, English", html_of(|| accessibility_page(Language::English, &frame(None)))),
        ("problem", html_of(|| problem_page(ProblemPage::of(Language::Swedish, 404, ""), &frame(None)))),
        (
            "problem of a form",
            html_of(|| {
                problem_page(ProblemPage::of(Language::Swedish, 503, "").keeping(Some(entrance::kept())), &frame(None))
            }),
        ),
    ]
}

/// What stands in every tag of that name, between its name and its end.
fn tags<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let open = format!("<{name} ");
    html.split(&open).skip(1).filter_map(|rest| rest.split('>').next()).collect()
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.split(&format!("{name}=\"")).nth(1)?.split('"').next()
}

/// What a reader sees: no tags, what stands apart parted, no spaces doubled.
fn text(html: &str) -> String {
    let mut out = String::new();
    for part in html.split('<') {
        let inline = matches!(part.split(['>', ' ']).next(), Some("b" | "/b" | "a" | "/a"));
        out.push_str(if inline { "" } else { " " });
        out.push_str(part.split_once('>').map_or(part, |(_, text)| text));
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_page_is_whole_with_scripts_off_and_a_strict_policy() {
    for (page, html) in every_page() {
        let lang = if page.contains("English") { "en" } else { "sv" };
        let is_staff = html.contains("action=\"/logout\"");
        let translate = if is_staff { " translate=\"no\"" } else { "" };
        assert!(html.starts_with(&format!("<!doctype html><html lang=\"{lang}\"{translate}>")), "{page}");
        let script = match page.split(',').next() {
            Some("dashboard" | "quality") => "live",
            Some("login" | "account") => "passkey",
            _ => "none",
        };
        let own = format!("<script type=\"module\" src=\"/pkg/test/{script}.js\"></script>");
        let html = html.replacen(&own, "", 1);
        for never in ["<script", " style=", "<!>", "<!--", "<use_", "javascript:", " onclick", "undefined"] {
            assert!(!html.contains(never), "{page} has {never}");
        }
        assert_eq!(html.matches("<h1").count(), 1, "{page}");
        assert_eq!(html.matches("id=\"main\"").count(), 1, "{page}");
    }
}

#[test]
fn every_field_has_a_label_and_says_what_it_is_for() {
    for (page, html) in every_page() {
        for tag in ["input", "select", "textarea"].into_iter().flat_map(|name| tags(&html, name)) {
            if attribute(tag, "type") == Some("hidden") {
                continue;
            }
            let id = attribute(tag, "id").unwrap_or_else(|| panic!("{page}: {tag}"));
            assert!(html.contains(&format!("<label for=\"{id}\"")), "{page}: {tag}");
            assert!(attribute(tag, "autocomplete").is_some(), "{page}: {tag}");
            for about in attribute(tag, "aria-describedby").unwrap_or_default().split_whitespace() {
                assert!(html.contains(&format!("id=\"{about}\"")), "{page}: {about}");
            }
        }
    }
}

#[test]
fn an_id_stands_once_and_what_is_referred_to_exists() {
    for (page, html) in every_page() {
        let ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        for (at, id) in ids.iter().enumerate() {
            assert!(!ids[..at].contains(id), "{page} has {id} twice");
        }
        let links = html.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next());
        for link in links.chain(html.split("url(#").skip(1).filter_map(|rest| rest.split(')').next())) {
            assert!(ids.contains(&link), "{page} leads to #{link}, which isn't there");
        }
    }
}

#[test]
fn a_table_has_heads_with_their_scope_and_a_name() {
    for (page, html) in every_page() {
        for table in html.split("<table").skip(1) {
            let inside = table.split("</table>").next().unwrap_or_default();
            let named =
                inside.contains("<caption") || inside.split('>').next().unwrap_or_default().contains("labelledby");
            assert!(named, "{page}: {}", &inside[..80]);
            for head in tags(inside, "th").into_iter().filter(|h| !h.is_empty()) {
                assert!(head.contains("scope="), "{page}: {head}");
            }
        }
    }
}

#[test]
fn the_signed_words_stand_whole_on_both_pages() {
    let dashboard = text(&html_of(|| dashboard_page(dashboard(), &frame(Some(Role::Coordinator)))));
    let public = text(&html_of(|| public_page(public(), &frame(None))));
    for commitment in promise().commitments {
        let words = commitment.text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        assert!(dashboard.contains(&words), "dashboard: {words}");
        assert!(public.contains(&words), "public: {words}");
    }
    assert!(public.contains("Parterna har tecknat följande löfte."));
}

#[test]
fn the_dashboard_answers_with_figures() {
    let page = text(&html_of(|| dashboard_page(dashboard(), &frame(Some(Role::Supervisor)))));
    for part in [
        "3 av 7 löften ligger efter.",
        "Mest efter: trafikkontroller på Norr, 45 under takten.",
        "Per tor 16 sep kl. 16:10",
        "38 av 41 telefoner har hörts av i dag. 7 poster väntar i dem, 3 saknas.",
        "800 av 800",
        "431 av 800",
        "14 av 61 (23 %)",
        "Räknas från 20 minuter. 31 kortare trafikkontroller är gjorda men räknas inte.",
        "36 av 36 veckor hittills, 16 återstår",
        "Tolkning: 800 i vart och ett av områdena.",
        "Okänt område 2 poster",
        "Post 41–43 saknas från 20-1470",
        "5 poster väntar, klockan 3 dygn fel",
        "Löftet går ut 31 december 2022 och fortsätter av sig självt för år 2023",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
}

#[test]
fn the_drawings_say_their_figures_in_words_and_tables() {
    let html = html_of(|| dashboard_page(dashboard(), &frame(Some(Role::Supervisor))));
    let page = text(&html);
    for part in [
        // Ten counted in the last 32 days, with 106 ahead.
        "96 gjorda, 141 förväntade i dag. I samma takt som de senaste fem veckorna blir det omkring 129: prognos 101–157 av 200. Fyra år av fem slutar inom spannet.",
        "Trafikkontroller på Norr når inte 200",
        "v. 37 4",
        "Lägesbild, en gång i veckan",
        "Norr Ingen missad.",
        "Gjorda Missade Kvar Norr 36 0 16",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    assert!(html.contains("href=\"?promise=provet-2021-2022&amp;year=2021&amp;heat=check#heat\""), "{html}");
    assert!(html.contains(
        "data-live=\"/api/v1/promises/provet-2021-2022/tallies/stream\" data-commit=\"7\" data-at=\"16:10\""
    ));
}

#[test]
fn the_quality_page_speaks_of_areas() {
    let html = html_of(|| quality_page(quality(), &frame(Some(Role::Supervisor))));
    let page = text(&html);
    for part in [
        "Ett mönster att fråga om.",
        "Norr: 30 av 72 trafikkontroller är exakt 20 minuter.",
        "30 av 72 är exakt 20 minuter. De fem minuterna därefter har i snitt 1,2 var.",
        "Flest fre kl. 14: 31. 167 av veckans 168 timmar är utan.",
        "4 av 40 (10 %)",
        "Under året sparades 2 av 41 (5 %) de två sista dagarna i månaden.",
        "April 2 av 41 (5 %) 3",
        "Tertial 1 2 av 41 (5 %) 1",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    assert!(
        html.contains("href=\"?year=2021&amp;activity=check#minutes-norr\"") && html.contains("id=\"minutes-norr\"")
    );
    assert!(!page.contains("Upptäckt"), "what is sensitive has no switch");
}

#[test]
fn the_public_page_shows_sensitive_figures_in_steps_alone() {
    let html = html_of(|| public_page(public(), &frame(None)));
    let page = text(&html);
    for part in [
        "Det lovade vi. Så långt har vi kommit.",
        "Siffror till och med 31 augusti 2021",
        "800 av 800",
        "14 av 61 (23 %), lovat minst 20 %",
        "minst 55 av 104",
        "minst 10, lovat minst 20 %",
        "Per område visas inte",
        "2 av 3 tertial",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    let sensitive = html.split("id=\"c-c3\"").nth(1).and_then(|rest| rest.split("</ol>").next()).map(text);
    let sensitive = sensitive.expect("the sensitive commitment");
    for never in ["53", "56", "11 ", "Norr", " av 5", "(", "Uppfyllt"] {
        assert!(!sensitive.contains(never), "{never}: {sensitive}");
    }
}

#[test]
fn a_sensitive_figure_near_nothing_says_only_what_is_certain() {
    let mut few = totals();
    for total in few.iter_mut().filter(|t| t.target.as_str() == "brott") {
        (total.count, total.numerator) = (1, Some(1));
    }
    let data = PublicPage { described: described(&promise(), &few, fixture::day("2021-08-31")), ..public() };
    // The sum over the areas is rounded once, and hides up to four.
    let page = text(&html_of(|| public_page(data, &frame(None))));
    assert!(page.contains("färre än 5 av 104"), "{page}");
    assert!(page.contains("färre än 5, lovat minst 20 %"), "{page}");
}

#[test]
fn what_was_filled_in_comes_back_escaped_with_its_error_beside_it() {
    let html = login(Language::Swedish, Some(LoginProblem::Wrong));
    assert!(html.contains("<title>Fel: Logga in"));
    assert!(html.contains("value=\"20-0100&quot;&gt;&lt;x\"") || html.contains("value=\"20-0100&quot;><x\""), "{html}");
    assert!(html.contains("href=\"#name\""));
    assert!(html.contains("aria-invalid=\"true\""));
    assert!(html.contains("name=\"next\" value=\"/devices\""));
    assert!(html.contains("autocomplete=\"current-password\""));
    assert!(welcome(Language::Swedish, None).contains("autocomplete=\"new-password\""));
    let html = people::list(Some(PersonProblem::NameTaken));
    assert!(html.contains("20-1470 &lt;b&gt;") && !html.contains("20-1470 <b>"));
    assert!(html.contains("value=\"20-1471\""));
    assert!(html.contains("value=\"supervisor\" selected"));
    assert!(!devices().contains("20-1320 <i>"));
}

#[test]
fn forms_go_where_the_server_listens() {
    let id = DeviceId([9; 16]);
    assert!(devices().contains(&format!("href=\"/devices/{id}/revoke\"")));
    assert!(revoke().contains(&format!("<form method=\"post\" action=\"/devices/{id}/revoke\"")));
    assert!(welcome(Language::Swedish, None).contains("action=\"/welcome/abc\""));
}

#[test]
fn the_bar_leads_only_where_the_role_reaches() {
    let administrator = people::list(None);
    assert!(administrator.contains("href=\"/devices\"") && !administrator.contains("href=\"/dashboard\""));
    assert!(administrator.contains("href=\"/audit\"") && !devices().contains("href=\"/audit\""));
    let coordinator = html_of(|| dashboard_page(dashboard(), &frame(Some(Role::Coordinator))));
    assert!(!coordinator.contains("href=\"/devices\"") && !coordinator.contains("href=\"/people\""));
    let public = html_of(|| public_page(public(), &frame(None)));
    assert!(!public.contains("/logout") && !public.contains("20-"));
}

#[test]
fn a_problem_says_what_became_of_the_data() {
    for status in [403, 404, 429, 500, 503] {
        let data = ProblemPage::of(Language::Swedish, status, "");
        assert_eq!(data.status, status);
        assert!(data.heading.len() > 8 && data.text.len() > 60, "{status}");
        assert!(html_of(|| problem_page(data, &frame(None))).contains("href=\"/\""));
    }
    // What has no words of its own is told as whoever refused it told it.
    assert_eq!(
        ProblemPage::of(Language::Swedish, 409, "Rapporten har gått vidare.").text,
        "Rapporten har gått vidare."
    );
}
