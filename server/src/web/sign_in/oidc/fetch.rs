//! Requests to identity providers: one client for all of them, that waits a while and reads so much and no more.

use anyhow::{Context, Result};
use openidconnect::{HttpRequest, HttpResponse};
use reqwest::Client;
use reqwest::redirect::Policy;
use std::fmt;
use std::time::Duration;

/// A person waits meanwhile.
const WITHIN: Duration = Duration::from_secs(10);
const CONNECTED_WITHIN: Duration = Duration::from_secs(5);
/// A key set or a token has a few thousand bytes.
const MOST_BYTES: usize = 256 * 1024;

/// Why nothing came.
#[derive(Debug)]
pub struct NotFetched(String);

impl fmt::Display for NotFetched {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&self.0)
    }
}

impl std::error::Error for NotFetched {}

impl From<reqwest::Error> for NotFetched {
    fn from(error: reqwest::Error) -> Self {
        // Addresses of token requests carry nothing, but others might.
        Self(format!("{:#}", anyhow::Error::from(error.without_url())))
    }
}

/// A client that follows no redirect: a provider answers where it says that it does (and nothing makes this server ask
/// elsewhere).
///
/// # Errors
/// When the system's certificates can't be read.
pub fn client() -> Result<Client> {
    crate::http::tls::choose_cryptography();
    let client = Client::builder().redirect(Policy::none()).timeout(WITHIN).connect_timeout(CONNECTED_WITHIN);
    client.build().context("no requests can be made to identity providers")
}

/// Carries out a request.
///
/// # Errors
/// When there is no answer in time, or one that is too large.
pub async fn fetch(client: Client, request: HttpRequest) -> Result<HttpResponse, NotFetched> {
    let mut answer = client.execute(request.try_into()?).await?;
    let mut whole = openidconnect::http::Response::new(Vec::new());
    *whole.status_mut() = answer.status();
    *whole.headers_mut() = answer.headers().clone();
    while let Some(chunk) = answer.chunk().await? {
        if whole.body().len() + chunk.len() > MOST_BYTES {
            return Err(NotFetched(format!("the answer has more than {MOST_BYTES} bytes")));
        }
        whole.body_mut().extend_from_slice(&chunk);
    }
    Ok(whole)
}

/// Carries out a request for tokens. Some providers write `expires_in` as a text, which the standard has as a number.
///
/// # Errors
/// As [`fetch`].
pub async fn fetch_tokens(client: Client, request: HttpRequest) -> Result<HttpResponse, NotFetched> {
    let response = fetch(client, request).await?;
    Ok(response.map(|body| with_numeric_expiry(&body).unwrap_or(body)))
}

/// The same answer with a number for a number in quotes; `None` where nothing is to be changed.
fn with_numeric_expiry(body: &[u8]) -> Option<Vec<u8>> {
    let mut answer: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(body).ok()?;
    let expires_in = answer.get_mut("expires_in")?;
    let seconds: u64 = expires_in.as_str()?.trim().parse().ok()?;
    *expires_in = seconds.into();
    serde_json::to_vec(&answer).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expiry_in_quotes_is_a_number() {
        let changed = with_numeric_expiry(br#"{"access_token":"a","expires_in":"3599"}"#).expect("changed");
        assert_eq!(changed, br#"{"access_token":"a","expires_in":3599}"#);
        for left in [r#"{"expires_in":3599}"#, r#"{"expires_in":"soon"}"#, r#"{"error":"invalid_grant"}"#, "text"] {
            assert_eq!(with_numeric_expiry(left.as_bytes()), None, "{left}");
        }
    }
}
