//! Someone who signs in: supervisor, coordinator, administrator.

use crate::PageForm;
use anyhow::{Context, Result, ensure};
use domain::standing::Total;
use domain::wire::Figures;
use reqwest::redirect::Policy;
use reqwest::{Client, Method, Response, StatusCode};

/// A browser with a session.
pub struct Staff {
    url: String,
    client: Client,
}

impl Staff {
    /// Signs in through the login form.
    ///
    /// # Errors
    /// When the form doesn't lead on.
    pub async fn sign_in(url: &str, name: &str, password: &str) -> Result<Self> {
        let browser = Self::browser(url)?;
        let answer = browser.submits("/login", &[("name", name), ("password", password)]).await?;
        ensure!(answer.status() == StatusCode::SEE_OTHER, "{name} could not sign in: {}", answer.status());
        Ok(browser)
    }

    /// A browser that nobody has signed in from yet.
    ///
    /// # Errors
    /// When no client can be made.
    pub fn browser(url: &str) -> Result<Self> {
        let client = Client::builder().cookie_store(true).redirect(Policy::none()).build().context("no client")?;
        Ok(Self { url: url.to_owned(), client })
    }

    /// What a page's script sends.
    ///
    /// # Errors
    /// When nobody answers.
    pub async fn posts(&self, path: &str, body: &serde_json::Value) -> Result<Response> {
        Ok(self.client.post(format!("{}{path}", self.url)).json(body).send().await?)
    }

    /// # Errors
    /// When nobody answers.
    pub async fn asks(&self, path: &str) -> Result<Response> {
        Ok(self.client.get(format!("{}{path}", self.url)).send().await?)
    }

    /// Follows a promise's figures, from a commit that is known or from now on.
    ///
    /// # Errors
    /// When nobody answers.
    pub async fn follows(&self, promise: &str, last_seen: Option<i64>) -> Result<Response> {
        let request = self.client.get(format!("{}/api/v1/promises/{promise}/tallies/stream", self.url));
        let request = last_seen.iter().fold(request, |request, id| request.header("last-event-id", *id));
        Ok(request.send().await?)
    }

    /// # Errors
    /// When nobody answers.
    pub async fn submits(&self, path: &str, form: &[(&str, &str)]) -> Result<Response> {
        Ok(self.client.post(format!("{}{path}", self.url)).form(form).send().await?)
    }

    /// A form on a page, as it stands there.
    ///
    /// # Errors
    /// When the page can't be read or has no such form.
    pub async fn opens(&self, page: &str, action: &str) -> Result<PageForm> {
        PageForm::of(&self.sees(page).await?, action)
    }

    /// Submits a form that stood on a page.
    ///
    /// # Errors
    /// When nobody answers.
    pub async fn sends_form(&self, form: &PageForm) -> Result<Response> {
        self.submits(&form.action, &form.pairs()).await
    }

    /// Brings a rescue file; answers with the page that tells what became of it.
    ///
    /// # Errors
    /// When nobody answers.
    pub async fn brings(&self, file: &str) -> Result<String> {
        Ok(self.uploads("/rescue", file.as_bytes()).await?.text().await?)
    }

    /// Submits a form with a file.
    ///
    /// # Errors
    /// When nobody answers.
    pub async fn uploads(&self, path: &str, file: &[u8]) -> Result<Response> {
        const EDGE: &str = "rond-edge-of-a-form";
        let head =
            "content-disposition: form-data; name=\"file\"; filename=\"f\"\r\ncontent-type: application/octet-stream";
        let mut body = format!("--{EDGE}\r\n{head}\r\n\r\n").into_bytes();
        body.extend(file);
        body.extend(format!("\r\n--{EDGE}--\r\n").bytes());
        let kind = format!("multipart/form-data; boundary={EDGE}");
        let request = self.client.post(format!("{}{path}", self.url)).header("content-type", kind).body(body);
        Ok(request.send().await?)
    }

    /// Asks by any method.
    ///
    /// # Errors
    /// When nobody answers.
    pub async fn sends(&self, method: Method, path: &str) -> Result<Response> {
        Ok(self.client.request(method, format!("{}{path}", self.url)).send().await?)
    }

    /// What another site makes this browser submit.
    ///
    /// # Errors
    /// When nobody answers.
    pub async fn forged(&self, path: &str, origin: &str) -> Result<Response> {
        Ok(self.client.post(format!("{}{path}", self.url)).header("origin", origin).send().await?)
    }

    /// A page's text.
    ///
    /// # Errors
    /// When nobody answers, or not with a page.
    pub async fn sees(&self, path: &str) -> Result<String> {
        Ok(self.asks(path).await?.error_for_status()?.text().await?)
    }

    /// All figures of a promise.
    ///
    /// # Errors
    /// When they can't be read.
    pub async fn figures(&self, promise: &str) -> Result<Figures> {
        let answer = self.asks(&format!("/api/v1/promises/{promise}/tallies")).await?.error_for_status()?;
        Ok(answer.json().await?)
    }

    /// What is counted for a target in an area (or without one).
    ///
    /// # Errors
    /// When the figures can't be read.
    pub async fn total(&self, promise: &str, target: &str, area: Option<&str>) -> Result<Total> {
        let figures = self.figures(promise).await?;
        let mine = |t: &Total| t.target.as_str() == target && t.area.as_ref().map(|a| a.as_str()) == area;
        let none = Total {
            target: target.into(),
            area: None,
            count: 0,
            numerator: None,
            minutes: 0,
            too_short: 0,
            days: Vec::new(),
        };
        Ok(figures.totals.into_iter().find(mine).unwrap_or(none))
    }

    /// How many count.
    ///
    /// # Errors
    /// When the figures can't be read.
    pub async fn count(&self, promise: &str, target: &str, area: &str) -> Result<i64> {
        Ok(self.total(promise, target, Some(area)).await?.count)
    }
}
