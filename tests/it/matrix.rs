//! Every route and method, asked by everybody: against a table that is written by hand (`matrix/table.txt`).

pub(crate) mod askers;
pub(crate) mod table;
pub(crate) mod things;

use crate::on_both;
use anyhow::{Context, Result};
use askers::{Asker, client};
use harness::{Backend, Station};
use reqwest::{Client, Method, StatusCode};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use table::{COLUMNS, Row};
use things::Things;

on_both!(everybody_gets_from_every_route_what_the_table_says);

async fn everybody_gets_from_every_route_what_the_table_says(backend: Backend) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let site = site(folder.path())?;
    let station = Station::start_with(backend, |serve| serve.site_dir = site).await?;
    let elsewhere = server::promise_file::shipped().find(|(id, _)| *id == "dorotea-2019-2020").context("a promise")?.1;
    let elsewhere = server::promise_file::read(elsewhere).map_err(|_| anyhow::anyhow!("a promise with problems"))?;
    station.loads(elsewhere).await?;
    let client = client()?;
    let rows = table::rows()?;
    let unlike = unlike_the_router(&station, &client, &rows).await?;
    assert!(unlike.is_empty(), "matrix/table.txt and the router differ:\n{}", unlike.join("\n"));

    let mut askers = askers::all(&station, &client).await?;
    let mut things = Things::of(&station).await?;
    let (mut wrong, mut cells) = (Vec::new(), 0);
    for row in &rows {
        for (asker, expected) in askers.iter_mut().zip(&row.expected) {
            let status = asked(&station, &client, &mut things, row, asker).await?;
            cells += 1;
            if status.as_u16() != *expected {
                wrong.push(format!("{}: {} got {}, not {expected}", row.told(), asker.told, status.as_u16()));
            }
            if row.path.ends_with("/logout") {
                asker.signs_in(&station, &client).await?;
            }
        }
    }
    println!("{cells} cells: {} lines for {COLUMNS} who ask, on {backend:?}", rows.len());
    assert_eq!(cells, rows.len() * COLUMNS);
    assert!(wrong.is_empty(), "{} of {cells}:\n{}", wrong.len(), wrong.join("\n"));
    Ok(())
}

async fn asked(
    station: &Station,
    client: &Client,
    things: &mut Things<'_>,
    row: &Row,
    asker: &Asker,
) -> Result<StatusCode> {
    let path = things.filled(&row.path, &row.path, &row.method).await?;
    let sent = things.filled(&row.path, &row.sent, &row.method).await?;
    let kind = if sent.starts_with('{') { "application/json" } else { "application/x-www-form-urlencoded" };
    let request =
        client.request(row.method.clone(), format!("{}{path}", station.url())).header("cookie", &asker.cookie);
    let request = if row.method == Method::GET { request } else { request.header("content-type", kind).body(sent) };
    Ok(request.send().await?.status())
}

/// Lines that no route answers, and routes with a method that no line asks for. Which there are is asked of the router.
async fn unlike_the_router(station: &Station, client: &Client, rows: &[Row]) -> Result<Vec<String>> {
    let mut written: BTreeSet<(String, String)> = rows.iter().map(|r| (r.method.to_string(), r.route())).collect();
    let mut unlike = Vec::new();
    for route in server::router::routes(station.app()) {
        for method in [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
            let path = route.path.replace(['{', '}', '*'], "");
            let answer = client.request(method.clone(), format!("{}{path}", station.url())).send().await?;
            let is_there = answer.status() != StatusCode::METHOD_NOT_ALLOWED;
            let is_written = written.remove(&(method.to_string(), route.path.to_owned()));
            if is_there != is_written {
                let what = if is_there { "no line" } else { "no route" };
                unlike.push(format!("{method} {}: {what}", route.path));
            }
        }
    }
    unlike.extend(written.into_iter().map(|(method, path)| format!("{method} {path}: no route")));
    Ok(unlike)
}

/// A site with one file of each kind, so that it makes no difference whether the client was built.
pub(crate) fn site(folder: &Path) -> Result<PathBuf> {
    let site = folder.join("site");
    for (name, text) in [
        ("build.json", r#"{"build":"none","files":[]}"#),
        ("pkg/x", "x"),
        ("icons/x", "x"),
        ("sw.js", "// nothing"),
        ("manifest.webmanifest", "{}"),
    ] {
        let file = site.join(name);
        std::fs::create_dir_all(file.parent().context("a folder")?)?;
        std::fs::write(file, text)?;
    }
    Ok(site)
}

#[test]
fn a_line_is_read_as_it_is_written() -> Result<()> {
    let rows = table::rows()?;
    let row = rows.iter().find(|r| r.path == "/entries/{id}/{decision=void}").context("a line")?;
    assert_eq!(row.route(), "/entries/{id}/{decision}");
    assert_eq!(row.expected, [401, 401, 303, 303, 403, 401, 403, 403, 403, 401, 404, 404, 403]);
    let row = rows.iter().find(|r| r.path == "/pkg/{*file}").context("a line")?;
    assert_eq!((row.route().as_str(), row.expected.len()), ("/pkg/{*file}", COLUMNS));
    assert_eq!(rows.iter().find(|r| r.path == "/mine").context("a line")?.route(), "/mine");
    Ok(())
}
