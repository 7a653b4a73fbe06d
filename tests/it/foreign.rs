//! What another site makes a browser send: all of it refused, and nothing changed.

use crate::matrix::{askers, site, table, things};
use crate::on_both;
use anyhow::Result;
use harness::station::partnership;
use harness::{Backend, Station};
use reqwest::{Client, Method, RequestBuilder, StatusCode};

on_both!(what_another_site_sends_is_refused_everywhere_and_changes_nothing);

/// What a browser says of a foreign page, and of one that pretends to be ours.
const FOREIGN: [&[(&str, &str)]; 8] = [
    &[("origin", "https://evil.example")],
    &[("origin", "null")],
    &[("sec-fetch-site", "cross-site")],
    &[("sec-fetch-site", "same-site")],
    &[("sec-fetch-site", "cross-site"), ("origin", "https://evil.example"), ("sec-fetch-mode", "navigate")],
    // Another program of this machine.
    &[("origin", "http://localhost:1")],
    // A name of somebody else's that leads here.
    &[("host", "evil.example"), ("origin", "http://evil.example"), ("sec-fetch-site", "same-origin")],
    &[("host", "evil.example"), ("origin", "null"), ("sec-fetch-site", "same-origin")],
];

async fn what_another_site_sends_is_refused_everywhere_and_changes_nothing(backend: Backend) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let site = site(folder.path())?;
    let station = Station::start_with(backend, |serve| serve.site_dir = site).await?;
    let client = askers::client()?;
    let everyone = askers::at_home(&station, &client).await?;
    let mut things = things::Things::of(&station).await?;
    let mut lines = Vec::new();
    for row in table::rows()?.into_iter().filter(|row| row.method != Method::GET) {
        let path = things.filled(&row.path, &row.path, &row.method).await?;
        let sent = things.filled(&row.path, &row.sent, &row.method).await?;
        lines.push((row.told(), path, sent));
    }
    let before = kept(&station).await?;
    let mut tried = 0;
    for (told, path, sent) in &lines {
        for asker in &everyone {
            for headers in FOREIGN {
                let request = posts(&client, &station.url(), path, sent).header("cookie", &asker.cookie);
                let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
                let answer = request.send().await?;
                let refused = answer.status() == StatusCode::FORBIDDEN;
                assert!(refused, "{told} by {} with {headers:?}: {}", asker.told, answer.status());
                assert!(answer.headers().get("set-cookie").is_none(), "{told} with {headers:?} sets a cookie");
                tried += 1;
            }
        }
    }
    assert_eq!(kept(&station).await?, before);
    println!("{tried} foreign requests on {} lines, on {backend:?}", lines.len());

    // The same of our own pages and of programs is carried out.
    let own = station.url();
    let supervisor = everyone.iter().find(|asker| asker.told.starts_with("supervisor")).expect("a supervisor");
    for (n, headers) in [
        &[][..],
        &[("origin", own.as_str())],
        &[("origin", own.as_str()), ("sec-fetch-site", "same-origin")],
        &[("sec-fetch-site", "none")],
    ]
    .into_iter()
    .enumerate()
    {
        let form = format!("name=Patrull+{n}&role=officer&organisation=polisen");
        let request = posts(&client, &own, "/people", &form).header("cookie", &supervisor.cookie);
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        assert_eq!(request.send().await?.status(), StatusCode::OK, "{headers:?}");
    }
    assert_ne!(kept(&station).await?, before);
    Ok(())
}

fn posts(client: &Client, url: &str, path: &str, sent: &str) -> RequestBuilder {
    let kind = if sent.starts_with('{') { "application/json" } else { "application/x-www-form-urlencoded" };
    client.post(format!("{url}{path}")).header("content-type", kind).body(sent.to_owned())
}

/// All that the requests could have changed, as the store tells it: people, phones, entries with what was decided about
/// them, reports, and the log, in which every change leaves a row.
async fn kept(station: &Station) -> Result<String> {
    let (store, of) = (&station.app().store, partnership());
    let people = store.people(&of, None).await?;
    let devices = store.devices(&of).await?;
    let (commit, questions) = (store.commit_no(&of).await?, store.open_questions(&of).await?);
    let reports = store.reports(&of).await?;
    // That somebody known was refused is itself logged, and nothing else may be.
    let mut log = store.audit(&of, 10_000).await?;
    log.retain(|row| row.deed != "refused");
    Ok(format!("{people:?}\n{devices:?}\n{commit} {questions:?}\n{reports:?}\n{}\n{:?}", log.len(), log.last()))
}
