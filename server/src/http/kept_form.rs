//! A form that a person sent, kept while its request may still be refused: what was written isn't lost to an ended session, a
//! role that was taken away or a busy server. It lives in the answer alone; nothing of it is stored here.
//!
//! It is sent anew from a page of ours, by the person's own click. No other site brings a form so far: `origin.rs` refuses
//! those before this looks at them.

use crate::http::cost::Cost;
use crate::http::staff::Staff;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Form, FromRequest, Request};
use axum::http::{HeaderMap, Method, header};
use axum::response::Response;
use domain::authorization::Rule;
use texts::kept::act;
use texts::language::Language;

/// Bytes of a form that is kept: the longest of ours, a report's text, is 64 KB at most.
pub const KEPT_BYTES: usize = 96 * 1024;
/// Bytes of the login form that brings one along.
pub const LOGIN_BYTES: usize = KEPT_BYTES + 32 * 1024;
/// Fields of a form that is kept.
const FIELDS: usize = 60;

/// What stands before the names of kept fields on the login form.
pub const PREFIX: &str = "kept.";
/// The field of the login form that says where the kept form posts to.
pub const ACTION: &str = "kept-action";

/// A form as it was sent.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct KeptForm {
    /// Where it posts to, on this server.
    pub action: String,
    pub fields: Vec<(String, String)>,
}

/// What a refusing answer carries to where it becomes a page (`server/src/web/problem/mod.rs`).
#[derive(Clone, Debug)]
pub struct RefusedRequest {
    pub kept: Option<KeptForm>,
    pub staff: Option<Staff>,
}

/// Takes down the form of a request whose rule is for staff; the request goes on with its body whole. Nobody has been asked
/// yet who sends it: no more is read than the route takes.
pub async fn of_request(rule: Rule, cost: Cost, request: Request) -> (Option<KeptForm>, Request) {
    let most = cost.body_bytes.min(KEPT_BYTES);
    if !is_form_of_staff(rule, most, &request) {
        return (None, request);
    }
    let action = request.uri().path().to_owned();
    let (parts, body) = request.into_parts();
    let bytes = match to_bytes(body, most).await {
        Ok(bytes) => bytes,
        // The line was cut, or the body came too slowly: whoever reads it meets the same.
        Err(error) => {
            let broken = futures_util::stream::once(async move { Err::<Bytes, _>(std::io::Error::other(error)) });
            return (None, Request::from_parts(parts, Body::from_stream(broken)));
        }
    };
    let kept = fields(&parts.headers, bytes.clone()).await.and_then(|fields| kept(action, fields));
    (kept, Request::from_parts(parts, Body::from(bytes)))
}

/// A form that the login form brought along; its other fields.
#[must_use]
pub fn of_login(sent: Vec<(String, String)>) -> (Option<KeptForm>, Vec<(String, String)>) {
    let (brought, own): (Vec<_>, Vec<_>) = sent.into_iter().partition(|(name, _)| name.starts_with(PREFIX));
    let action = own.iter().find(|(name, _)| name == ACTION).map(|(_, action)| action.clone());
    let field = |(name, value): (String, String)| Some((name.strip_prefix(PREFIX)?.to_owned(), value));
    let fields = brought.into_iter().filter_map(field).collect();
    (action.and_then(|action| kept(action, fields)), own)
}

/// Lets a refusing answer carry the form and who asked.
pub fn attach(response: &mut Response, kept: Option<KeptForm>, staff: Option<Staff>) {
    response.extensions_mut().insert(RefusedRequest { kept, staff });
}

fn is_form_of_staff(rule: Rule, most: usize, request: &Request) -> bool {
    let of_staff = !matches!(rule, Rule::Everyone | Rule::Enrol | Rule::Device | Rule::Feedback | Rule::SetUp);
    let text = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    let is_form = text(header::CONTENT_TYPE).is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"));
    let length = text(header::CONTENT_LENGTH).and_then(|length| length.parse::<usize>().ok());
    of_staff && *request.method() == Method::POST && is_form && length.is_some_and(|length| length <= most)
}

async fn fields(headers: &HeaderMap, bytes: Bytes) -> Option<Vec<(String, String)>> {
    let mut request = Request::new(Body::from(bytes));
    *request.method_mut() = Method::POST;
    let kind = headers.get(header::CONTENT_TYPE)?.clone();
    request.headers_mut().insert(header::CONTENT_TYPE, kind);
    Form::<Vec<(String, String)>>::from_request(request, &()).await.ok().map(|Form(fields)| fields)
}

/// Only what a form of ours sends, and never a password.
fn kept(action: String, fields: Vec<(String, String)>) -> Option<KeptForm> {
    // What it does is on the button that sends it again.
    act(Language::Swedish, &action)?;
    let secret = fields.iter().any(|(name, _)| name.contains("password"));
    (!secret && fields.len() <= FIELDS && action.len() < 400).then_some(KeptForm { action, fields })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(of: &[(&str, &str)]) -> Vec<(String, String)> {
        of.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn the_login_form_brings_along_what_is_ours_and_no_secret() {
        let sent = pairs(&[("name", "x"), ("kept-action", "/reports/1/texts"), ("kept.text", "y"), ("password", "z")]);
        let (kept, own) = of_login(sent);
        let kept = kept.expect("a form of ours");
        assert_eq!((kept.action.as_str(), kept.fields), ("/reports/1/texts", pairs(&[("text", "y")])));
        assert_eq!(own.len(), 3);
        for (action, field) in [
            ("https://evil.example/reports", "kept.text"),
            ("//evil.example", "kept.text"),
            ("/login", "kept.text"),
            ("/account/password", "kept.new-password"),
        ] {
            let (kept, _) = of_login(pairs(&[("kept-action", action), (field, "y")]));
            assert_eq!(kept, None, "{action}");
        }
    }
}
