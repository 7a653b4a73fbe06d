//! What there is to watch, for Prometheus and its like: on a listener of its own that only this machine reaches.
//!
//! Nothing here names a person, a phone or a unit, and every label is one of few: routes as the router's table has them,
//! classes of status, verdicts, the stable codes of problems.

use crate::api::health::DATABASE_WITHIN;
use crate::clock::now_ms;
use crate::counts::Counted;
use crate::state::App;
use crate::store::Phones;
use anyhow::{Context, Result, ensure};
use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::net::SocketAddr;
use tokio::time::timeout;

/// Whether an address is one that only this machine reaches: figures of a server are for those who run it.
///
/// # Errors
/// When it isn't.
pub fn only_this_machine(addr: SocketAddr) -> Result<()> {
    ensure!(
        addr.ip().is_loopback(),
        "--metrics-addr should be an address of this machine alone, such as 127.0.0.1:9464, and is {addr}"
    );
    Ok(())
}

/// The listener's one route.
pub fn router(app: App) -> Router {
    let show = |State(app): State<App>| async move { shown(&app).await };
    Router::new().route("/metrics", get(show)).with_state(app)
}

async fn shown(app: &App) -> Response {
    // A database that doesn't answer is what the figures are there to tell.
    let heard = timeout(DATABASE_WITHIN, app.store.phones_heard(now_ms())).await;
    let phones = heard.context("it took too long").flatten().inspect_err(|error| {
        tracing::error!(error = format!("{error:#}"), "the database doesn't answer");
    });
    let text = text(&Seen {
        counted: &app.counts.lock(),
        phones: phones.ok(),
        queue: app.writer.waiting(),
        oldest_s: app.writer.oldest_wait().map_or(0, |waited| waited.as_secs()),
        streams: app.live.count(),
        connections: app.connections.count(),
        database: app.store.name(),
        build: &app.site.build,
    });
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response()
}

/// All that is told.
struct Seen<'a> {
    counted: &'a Counted,
    phones: Option<Phones>,
    queue: usize,
    /// How long the oldest batch has waited, in seconds.
    oldest_s: u64,
    streams: usize,
    connections: usize,
    database: &'static str,
    build: &'a str,
}

/// The text of format 0.0.4.
fn text(seen: &Seen<'_>) -> String {
    let mut to = Text::default();
    let version = env!("CARGO_PKG_VERSION");
    let about = format!("version=\"{version}\",build=\"{}\",database=\"{}\"", escaped(seen.build), seen.database);
    to.one("rond_build_info", "gauge", "The version and build that runs, and its kind of database.", &about, 1);
    let requests = seen.counted.requests.iter().map(|((route, class), count)| {
        (format!("route=\"{}\",class=\"{class}xx\"", escaped(route)), i64::try_from(*count).unwrap_or(i64::MAX))
    });
    to.many("rond_requests_total", "counter", "Answers by route and class of status.", requests);
    let by_word = |label: &'static str, counts: &BTreeMap<&'static str, u64>| {
        let row =
            |(word, count): (&&str, &u64)| (format!("{label}=\"{word}\""), i64::try_from(*count).unwrap_or(i64::MAX));
        counts.iter().map(row).collect::<Vec<_>>()
    };
    to.many(
        "rond_refusals_total",
        "counter",
        "Problems by their stable code.",
        by_word("code", &seen.counted.refusals),
    );
    let verdicts = by_word("verdict", &seen.counted.verdicts);
    to.many("rond_sync_entries_total", "counter", "Entries that phones sent, by verdict.", verdicts);
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    to.one("rond_writer_queue", "gauge", "Batches that wait for their commit.", "", number(seen.queue));
    let oldest = i64::try_from(seen.oldest_s).unwrap_or(i64::MAX);
    to.one("rond_writer_oldest_seconds", "gauge", "How long the oldest batch has waited for its commit.", "", oldest);
    to.one("rond_streams_open", "gauge", "Pages that follow the figures.", "", number(seen.streams));
    to.one("rond_connections_open", "gauge", "Connections that are open.", "", number(seen.connections));
    to.one("rond_database_up", "gauge", "1 while the database answers.", "", i64::from(seen.phones.is_some()));
    if let Some(phones) = &seen.phones {
        to.one("rond_devices", "gauge", "Phones that aren't revoked.", "", phones.devices);
        to.one("rond_devices_waiting", "gauge", "Phones that said they still hold entries.", "", phones.waiting);
        let help = "Seconds since the phone that was heard from longest ago said it still holds entries.";
        to.one(
            "rond_oldest_unsent_device_age_seconds",
            "gauge",
            help,
            "",
            phones.oldest_unsent_ms.unwrap_or(0) / 1_000,
        );
        to.one(
            "rond_devices_clock_off",
            "gauge",
            "Phones whose clock is off by more than two minutes.",
            "",
            phones.clock_off,
        );
    }
    to.0
}

#[derive(Default)]
struct Text(String);

impl Text {
    fn one(&mut self, name: &str, kind: &str, help: &str, labels: &str, value: i64) {
        self.many(name, kind, help, [(labels.to_owned(), value)]);
    }

    fn many(&mut self, name: &str, kind: &str, help: &str, rows: impl IntoIterator<Item = (String, i64)>) {
        let mut put = |line: std::fmt::Arguments<'_>| {
            let written = self.0.write_fmt(line);
            debug_assert!(written.is_ok(), "a text takes whatever is written");
        };
        put(format_args!("# HELP {name} {help}\n# TYPE {name} {kind}\n"));
        for (labels, value) in rows {
            let labels = if labels.is_empty() { labels } else { format!("{{{labels}}}") };
            put(format_args!("{name}{labels} {value}\n"));
        }
    }
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::counts::Counts;
    use axum::http::StatusCode;

    #[test]
    fn the_text_is_what_a_collector_reads() {
        let counts = Counts::default();
        counts.answered(Some("/people/{id}"), StatusCode::OK);
        counts.answered(Some("/people/{id}"), StatusCode::CREATED);
        counts.answered(None, StatusCode::NOT_FOUND);
        counts.refused("not_found");
        let phones = Phones { devices: 7, waiting: 2, oldest_unsent_ms: Some(90_000), clock_off: 1 };
        let seen = Seen {
            counted: &counts.lock(),
            phones: Some(phones),
            queue: 3,
            oldest_s: 6,
            streams: 4,
            connections: 5,
            database: "sqlite",
            build: "a\"b",
        };
        let text = text(&seen);
        for line in [
            "rond_build_info{version=\"0.1.0\",build=\"a\\\"b\",database=\"sqlite\"} 1",
            "rond_requests_total{route=\"/people/{id}\",class=\"2xx\"} 2",
            "rond_requests_total{route=\"none\",class=\"4xx\"} 1",
            "rond_refusals_total{code=\"not_found\"} 1",
            "# TYPE rond_sync_entries_total counter",
            "rond_writer_queue 3",
            "rond_writer_oldest_seconds 6",
            "rond_oldest_unsent_device_age_seconds 90",
            "rond_devices_clock_off 1",
        ] {
            assert!(text.lines().any(|l| l == line), "{line}\n{text}");
        }
    }

    #[test]
    fn only_this_machine_is_told() {
        assert!(only_this_machine("127.0.0.1:0".parse().expect("an address")).is_ok());
        assert!(only_this_machine("[::1]:9464".parse().expect("an address")).is_ok());
        for elsewhere in ["0.0.0.0:9464", "192.0.2.7:9464", "[::]:9464"] {
            assert!(only_this_machine(elsewhere.parse().expect("an address")).is_err(), "{elsewhere}");
        }
    }
}
