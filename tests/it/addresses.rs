//! Addresses and forms as nobody means them, over every route of the table: text that no database keeps, names of files that
//! no system has, parameters that a route doesn't know, a slash at the end.

use crate::matrix::askers;
use crate::matrix::askers::{Asker, client};
use crate::matrix::table;
use crate::matrix::table::Row;
use crate::matrix::things::Things;
use crate::{matrix, on_both};
use anyhow::{Context, Result};
use harness::station::this_years_promise;
use harness::{Backend, Station};
use reqwest::{Client, Method, Response, StatusCode};
use server::http::target::Parameters;

on_both!(
    no_address_breaks_the_server,
    no_form_breaks_the_server,
    a_query_has_known_parameters_alone,
    a_slash_at_the_end_leads_to_the_address_without_it,
    another_year_than_the_one_asked_for_is_not_shown,
);

/// Parts of addresses that name nothing, as they are written.
const BROKEN: [&str; 6] = ["%00", "x%00y", "%FF", "%0A", "%1B", "%7F"];

struct Walk {
    station: Station,
    client: Client,
    askers: Vec<Asker>,
    _site: tempfile::TempDir,
}

impl Walk {
    async fn begins(backend: Backend) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let site = matrix::site(folder.path())?;
        let station = Station::start_with(backend, |serve| serve.site_dir = site).await?;
        let client = client()?;
        let askers = askers::at_home(&station, &client).await?;
        Ok(Self { station, client, askers, _site: folder })
    }

    /// Those of the first home whom the table lets in, and nobody else: whom it keeps out is never asked further.
    fn asker(&self, row: &Row) -> &Asker {
        let let_in = |status: &u16| !matches!(status, 303 | 401 | 403);
        let places = 0..self.askers.len();
        // A form that was carried out leads on with 303.
        let place = places.clone().find(|at| let_in(&row.expected[*at]));
        // Whom the handler alone keeps out (403) is let in by the rule.
        let led_on = |status: u16| places.clone().find(|at| row.expected[*at] == status && *at > 1);
        &self.askers[place.or_else(|| led_on(303)).or_else(|| led_on(403)).unwrap_or(0)]
    }

    async fn asks(&self, row: &Row, address: &str, sent: &str) -> Result<Response> {
        let kind = if sent.starts_with('{') { "application/json" } else { "application/x-www-form-urlencoded" };
        let url = format!("{}{address}", self.station.url());
        let request = self.client.request(row.method.clone(), url).header("cookie", &self.asker(row).cookie);
        let request = if row.method == Method::GET {
            request
        } else {
            request.header("content-type", kind).body(sent.to_owned())
        };
        Ok(request.send().await?)
    }
}

/// The path of a line with one of its places, by number, filled with something else; `None` where there is no such place.
fn with_place(path: &str, place: usize, text: &str) -> Option<String> {
    let mut at = 0;
    let mut found = false;
    let segments: Vec<String> = path
        .split('/')
        .map(|segment| {
            if !segment.starts_with('{') {
                return segment.to_owned();
            }
            at += 1;
            if at == place + 1 {
                found = true;
                return text.to_owned();
            }
            match segment.split_once('=') {
                Some((_, which)) => which.trim_end_matches('}').to_owned(),
                None => "x".to_owned(),
            }
        })
        .collect();
    found.then(|| segments.join("/"))
}

async fn no_address_breaks_the_server(backend: Backend) -> Result<()> {
    let walk = Walk::begins(backend).await?;
    let long = "x".repeat(3_000);
    let deep = format!("x/{}", "y/".repeat(2_500)) + "z";
    let texts: Vec<&str> = BROKEN.into_iter().chain([long.as_str(), deep.as_str()]).collect();
    let (mut wrong, mut asked) = (Vec::new(), 0);
    for row in table::rows()? {
        for (place, text) in (0..2).flat_map(|place| texts.iter().map(move |text| (place, *text))) {
            let Some(path) = with_place(&row.path, place, text) else { continue };
            let status = walk.asks(&row, &path, "name=x").await?.status().as_u16();
            asked += 1;
            // A link that was used or never was is gone, whatever it is called.
            if !matches!(status, 400 | 404) {
                wrong.push(format!("{status} for {} {:.60}", row.method, path));
            }
        }
    }
    assert!(asked > 150, "{asked}");
    assert!(wrong.is_empty(), "{} of {asked}:\n{}", wrong.len(), wrong.join("\n"));
    Ok(())
}

async fn no_form_breaks_the_server(backend: Backend) -> Result<()> {
    let walk = Walk::begins(backend).await?;
    let mut things = Things::of(&walk.station).await?;
    let (mut wrong, mut asked) = (Vec::new(), 0);
    for row in table::rows()?.iter().filter(|row| !row.sent.is_empty()) {
        let path = things.filled(&row.path, &row.path, &row.method).await?;
        let sent = things.filled(&row.path, &row.sent, &row.method).await?;
        for sent in broken_in_turn(&sent) {
            let status = walk.asks(row, &path, &sent).await?.status().as_u16();
            asked += 1;
            let is_form = !sent.starts_with('{');
            if status >= 500 || (is_form && !matches!(status, 400 | 410)) {
                wrong.push(format!("{status} for {} {path} {sent}", row.method));
            }
        }
    }
    assert!(asked > 20, "{asked}");
    assert!(wrong.is_empty(), "{} of {asked}:\n{}", wrong.len(), wrong.join("\n"));
    Ok(())
}

/// What is sent with the character nought in each of its values in turn.
fn broken_in_turn(sent: &str) -> Vec<String> {
    if let Ok(serde_json::Value::Object(members)) = serde_json::from_str(sent) {
        let texts = members.iter().filter(|(_, value)| value.is_string());
        let broken = texts.map(|(name, _)| {
            let mut members = members.clone();
            members[name] = serde_json::Value::String("A\0B".to_owned());
            serde_json::Value::Object(members).to_string()
        });
        return broken.collect();
    }
    let fields: Vec<&str> = sent.split('&').collect();
    let broken = (0..fields.len()).map(|at| {
        let name = fields[at].split('=').next().unwrap_or_default();
        let broken = format!("{name}=A%00B");
        let fields = fields.iter().enumerate().map(|(other, field)| if other == at { broken.as_str() } else { field });
        fields.collect::<Vec<_>>().join("&")
    });
    broken.collect()
}

async fn a_query_has_known_parameters_alone(backend: Backend) -> Result<()> {
    let walk = Walk::begins(backend).await?;
    let mut things = Things::of(&walk.station).await?;
    let routes = server::router::routes(walk.station.app());
    let mut wrong = Vec::new();
    for row in table::rows()? {
        let route = routes.iter().find(|route| route.path == row.route()).context("a route")?;
        let path = things.filled(&row.path, &row.path, &row.method).await?;
        let unknown = walk.asks(&row, &format!("{path}?nowhere=1"), "").await?;
        let is_api = path.starts_with("/api/");
        let Parameters::Only(known) = route.parameters else {
            assert!(!is_api, "{} answers to anything", row.told());
            if unknown.status() == StatusCode::BAD_REQUEST && row.expected[0] != 400 {
                wrong.push(format!("{} refuses a parameter that it may ignore", row.told()));
            }
            continue;
        };
        if unknown.status() != StatusCode::BAD_REQUEST || !unknown.text().await?.contains("”nowhere”") {
            wrong.push(format!("{} takes ?nowhere=1", row.told()));
        }
        for name in known {
            let broken = walk.asks(&row, &format!("{path}?{name}=%00"), "").await?;
            if broken.status() != StatusCode::BAD_REQUEST {
                wrong.push(format!("{} answers {} to ?{name}=%00", row.told(), broken.status()));
            }
        }
        if row.method == Method::GET {
            let plain = walk.asks(&row, &path, "").await?.status();
            let followed = walk.asks(&row, &format!("{path}?utm_source=brev&fbclid=x"), "").await?.status();
            let expected = if is_api { StatusCode::BAD_REQUEST } else { plain };
            if followed != expected {
                wrong.push(format!("{} answers {followed} to a link that follows its readers", row.told()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

async fn a_slash_at_the_end_leads_to_the_address_without_it(backend: Backend) -> Result<()> {
    let walk = Walk::begins(backend).await?;
    let mut things = Things::of(&walk.station).await?;
    let (mut wrong, mut asked) = (Vec::new(), 0);
    for row in table::rows()?.iter().filter(|row| row.method == Method::GET && row.path != "/") {
        let path = things.filled(&row.path, &row.path, &row.method).await?;
        let answer = walk.asks(row, &format!("{path}/?year=2021"), "").await?;
        asked += 1;
        let to = answer.headers().get("location").and_then(|to| to.to_str().ok()).unwrap_or_default();
        if answer.status() != StatusCode::PERMANENT_REDIRECT || to != format!("{path}?year=2021") {
            wrong.push(format!("{}: {} to {to:?}", row.told(), answer.status()));
        }
    }
    assert!(asked > 30, "{asked}");
    assert!(wrong.is_empty(), "{} of {asked}:\n{}", wrong.len(), wrong.join("\n"));
    // Nobody is led to another server.
    for path in ["//elsewhere.example/", "/nowhere/", "/%2Felsewhere.example/"] {
        let answer = walk.client.get(format!("{}{path}", walk.station.url())).send().await?;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{path}");
    }
    Ok(())
}

async fn another_year_than_the_one_asked_for_is_not_shown(backend: Backend) -> Result<()> {
    let station = Station::start(backend).await?;
    let (citizen, supervisor) = (station.citizen()?, station.supervisor().await?);
    let promise = this_years_promise();
    for path in [
        format!("/promise/{promise}?year=1999"),
        format!("/promise/{promise}?year=2999"),
        format!("/api/v1/promises/{promise}/public?year=1999"),
        format!("/api/v1/promises/{promise}/public.csv?year=2999"),
    ] {
        let answer = citizen.asks(&path).await?;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{path}");
        assert!(answer.text().await?.contains("999"), "{path} says which year");
    }
    for (path, status) in [
        ("/dashboard?year=1999", StatusCode::NOT_FOUND),
        ("/quality?year=1999", StatusCode::NOT_FOUND),
        ("/people?of=boss", StatusCode::BAD_REQUEST),
        ("/people?access=perhaps", StatusCode::BAD_REQUEST),
        ("/dashboard?heat=unheard-of", StatusCode::BAD_REQUEST),
        ("/accessibility?lang=de", StatusCode::BAD_REQUEST),
    ] {
        assert_eq!(supervisor.asks(path).await?.status(), status, "{path}");
    }
    Ok(())
}
