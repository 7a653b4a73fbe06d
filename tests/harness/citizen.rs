//! Somebody who only has an address.

use anyhow::{Context, Result};
use reqwest::Response;
use reqwest::redirect::Policy;

/// A client without credentials that follows no redirect, so that tests see them.
pub struct Citizen {
    url: String,
    client: reqwest::Client,
}

impl Citizen {
    /// # Errors
    /// When no client can be made.
    pub fn new(url: &str) -> Result<Self> {
        let client = reqwest::Client::builder().redirect(Policy::none()).build().context("no client")?;
        Ok(Self { url: url.to_owned(), client })
    }

    /// # Errors
    /// When nobody answers.
    pub async fn asks(&self, path: &str) -> Result<Response> {
        Ok(self.client.get(format!("{}{path}", self.url)).send().await?)
    }

    /// A page's text.
    ///
    /// # Errors
    /// When nobody answers, or not with a page.
    pub async fn reads(&self, path: &str) -> Result<String> {
        Ok(self.asks(path).await?.error_for_status()?.text().await?)
    }

    /// # Errors
    /// When nobody answers.
    pub async fn sends(
        &self,
        request: impl FnOnce(&reqwest::Client, &str) -> reqwest::RequestBuilder,
    ) -> Result<Response> {
        Ok(request(&self.client, &self.url).send().await?)
    }
}
