//! Request targets: what every address must be before a handler sees it, once for all routes.
//!
//! - What a path names is text of a length that names have; anything else is nothing that there is: 404.
//! - A query has the parameters of its route and no others. An unknown one is answered with 400 that names it: an answer
//!   without it would look like what was asked for. Pages leave out what other sites hang on links to follow their readers,
//!   which asks for nothing.
//! - A path with a slash at its end is the one without it: 308.

use super::form::is_broken;
use super::problem::Problem;
use axum::extract::{RawPathParams, Request, State};
use axum::http::{StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use serde::de::{Deserializer, Error, Visitor, value};
use serde::{Deserialize, forward_to_deserialize_any};

/// A file's name on every file system that Rond runs on; what else a path names is far shorter.
const SEGMENT_BYTES: usize = 255;
/// All that a path names: under every system's bound on paths.
const NAMED_BYTES: usize = 1024;
/// Characters of a name that a refusal repeats.
const TOLD_CHARS: usize = 40;

/// Parameters that mail programs, advertisers and social networks hang on links, by name or by how it begins.
const TRACKING: [&str; 11] =
    ["fbclid", "gclid", "gbraid", "wbraid", "dclid", "msclkid", "twclid", "igshid", "mc_cid", "mc_eid", "_gl"];
const TRACKING_PREFIXES: [&str; 2] = ["utm_", "mtm_"];

/// What a route's query may hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Parameters {
    /// These by name, and no others.
    Only(&'static [&'static str]),
    /// Anything: nothing of the answer follows from it, or a standard says that what is unknown is ignored.
    Any,
}

impl Parameters {
    /// The fields of what a handler reads its query into: the names can't differ from what is read.
    #[must_use]
    pub fn of<'de, T: Deserialize<'de>>() -> Self {
        let mut names: &'static [&'static str] = &[];
        // Reading nothing fails, once the type has said which fields it has.
        let _ = T::deserialize(Names(&mut names));
        Self::Only(names)
    }
}

/// Reads no value, only which fields a struct asks for.
struct Names<'a>(&'a mut &'static [&'static str]);

impl<'de> Deserializer<'de> for Names<'_> {
    type Error = value::Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
        Err(Error::custom("there is no value"))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        *self.0 = fields;
        self.deserialize_any(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

/// Checks a request's path and query; what follows sees a query of known parameters alone.
pub async fn checked(State(parameters): State<Parameters>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    if !names_something(&mut parts).await {
        return Problem::not_found().into_response();
    }
    if let Parameters::Only(known) = parameters {
        match known_query(&parts.uri, known) {
            Ok(None) => {}
            Ok(Some(uri)) => parts.uri = uri,
            Err(problem) => return problem.into_response(),
        }
    }
    next.run(Request::from_parts(parts, body)).await
}

/// Whether all that the path names could be a name.
async fn names_something(parts: &mut axum::http::request::Parts) -> bool {
    use axum::extract::FromRequestParts;
    // Fails for what isn't UTF-8.
    let Ok(params) = RawPathParams::from_request_parts(parts, &()).await else { return false };
    let is_name = |text: &str| {
        let segments = || text.split('/').all(|segment| segment.len() <= SEGMENT_BYTES);
        text.len() <= NAMED_BYTES && segments() && !is_broken(text) && !text.contains(['\t', '\n', '\r'])
    };
    params.iter().all(|(_, text)| is_name(text))
}

/// The address without what only follows readers; `None` where it has nothing of that.
///
/// # Errors
/// 400 that names a parameter which the route doesn't know, has twice, or whose value isn't text.
fn known_query(uri: &Uri, known: &[&str]) -> Result<Option<Uri>, Problem> {
    let Some(query) = uri.query() else { return Ok(None) };
    let is_api = uri.path().starts_with("/api/");
    let mut pairs: Vec<(String, String)> =
        serde_urlencoded::from_str(query).map_err(|_| Problem::unreadable("adressen"))?;
    let all = pairs.len();
    pairs.retain(|(name, _)| is_api || known.contains(&name.as_str()) || !follows_readers(name));
    for (at, (name, value)) in pairs.iter().enumerate() {
        if !known.contains(&name.as_str()) {
            return Err(refused("unknown_parameter", name, "finns inte här"));
        }
        if is_broken(value) {
            return Err(refused("unreadable", name, "har ett tecken som inte är text"));
        }
        if pairs[..at].iter().any(|(other, _)| other == name) {
            return Err(refused("unreadable", name, "står två gånger"));
        }
    }
    if pairs.len() == all {
        return Ok(None);
    }
    let query = serde_urlencoded::to_string(&pairs).map_err(|_| Problem::unreadable("adressen"))?;
    let uri = format!("{}?{query}", uri.path()).parse().map_err(|_| Problem::unreadable("adressen"))?;
    Ok(Some(uri))
}

fn follows_readers(name: &str) -> bool {
    TRACKING.contains(&name) || TRACKING_PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}

fn refused(code: &'static str, name: &str, what: &str) -> Problem {
    let name: String = name.chars().filter(|c| !c.is_control()).take(TOLD_CHARS).collect();
    let title = format!("Parametern ”{name}” i adressen {what}. Ta bort den ur adressen, eller rätta den.");
    Problem::new(StatusCode::BAD_REQUEST, code, title)
}

/// Leads from a path with a slash at its end to the one without it. Only for paths that a route begins with a word of its
/// own: what such a path leads to is never another server.
pub async fn without_slash(uri: Uri) -> Response {
    let path = uri.path().trim_end_matches('/');
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    Redirect::permanent(&format!("{path}{query}")).into_response()
}

/// A word as it stands in an address.
pub(crate) fn escaped(text: &str) -> String {
    let byte = |b: u8| match b {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(b).to_string(),
        other => format!("%{other:02X}"),
    };
    text.bytes().map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "only the names are read")]
    struct TestQuery {
        year: Option<i32>,
        #[serde(rename = "new-password", default)]
        password: String,
    }

    #[test]
    fn the_names_are_those_of_the_struct() {
        assert_eq!(Parameters::of::<TestQuery>(), Parameters::Only(&["year", "new-password"]));
        assert_eq!(Parameters::of::<()>(), Parameters::Only(&[]));
    }

    #[test]
    fn a_query_is_known_or_refused_by_name() {
        let read = |uri: &str| known_query(&uri.parse().expect(uri), &["year", "lang"]);
        assert_eq!(read("/promise/x"), Ok(None));
        assert_eq!(read("/promise/x?"), Ok(None));
        assert_eq!(read("/promise/x?year=2026&lang=sv"), Ok(None));
        let rest = read("/promise/x?utm_source=a&year=2026&fbclid=b&_gl=1*2").expect("known").expect("another");
        assert_eq!(rest, "/promise/x?year=2026");
        for (uri, name) in [
            ("/promise/x?from=2026-01-01", "from"),
            ("/api/v1/entries?utm_source=a", "utm_source"),
            ("/promise/x?year=%00", "year"),
            ("/promise/x?year=%FF", "year"),
            ("/promise/x?year=2026&year=2025", "year"),
            ("/promise/x?%E2%80%AEx=1", "x"),
        ] {
            let problem = read(uri).expect_err(uri);
            assert_eq!(problem.status, StatusCode::BAD_REQUEST);
            assert!(problem.title.contains(name), "{uri}: {}", problem.title);
        }
    }
}
