//! Requests to the server. Whether the phone is online is never trusted; only a response is.

use domain::crash::{Crash, CrashRequest};
use domain::id::PromiseId;
use domain::promise::Promise;
use domain::sender::TIMEOUT_MS;
use domain::wire::Answer;
use js_sys::{Function, Reflect};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(module = "/src/device/http.js")]
extern "C" {
    #[wasm_bindgen(js_name = request)]
    async fn js_request(method: &str, path: &str, body: Option<&str>, timeout_ms: u32) -> JsValue;
    #[wasm_bindgen(js_name = feedback)]
    async fn js_feedback() -> JsValue;
    #[wasm_bindgen(js_name = lockSender)]
    async fn js_lock_sender() -> JsValue;
}

/// A response, whole. Status 0 where none came.
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) retry_after_ms: Option<i64>,
    text: String,
}

async fn request(method: &str, path: &str, body: Option<&str>) -> Response {
    let response = js_request(method, path, body, TIMEOUT_MS).await;
    let member = |name: &str| Reflect::get(&response, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED);
    Response {
        status: member("status").as_f64().map_or(0, |status| status as u16),
        retry_after_ms: member("retry_after_ms").as_f64().map(|ms| ms as i64),
        text: member("text").as_string().unwrap_or_default(),
    }
}

impl Response {
    /// The stable code of a problem, where the server named one.
    pub(crate) fn problem_code(&self) -> Option<String> {
        #[derive(Deserialize)]
        struct Problem {
            code: String,
        }
        serde_json::from_str(&self.text).ok().map(|Problem { code }| code)
    }

    /// A member of the body as it was sent.
    pub(crate) fn raw_member(&self, name: &str) -> Option<Box<RawValue>> {
        let mut members: BTreeMap<String, Box<RawValue>> = serde_json::from_str(&self.text).ok()?;
        members.remove(name)
    }
}

/// Pushes what waits and pulls what changed. The answer is there only when it came whole.
pub(crate) async fn sync(body: &str) -> (Response, Option<Answer>) {
    let response = request("POST", "/api/v1/sync", Some(body)).await;
    let answer = if response.status == 200 { serde_json::from_str(&response.text).ok() } else { None };
    (response, answer)
}

/// The server's page about what the person's unit added; `None` where nothing came.
pub(crate) async fn feedback() -> Option<String> {
    js_feedback().await.as_string()
}

/// A promise as the server sent it: only what can be read as one.
pub(crate) struct FetchedPromise {
    pub(crate) id: PromiseId,
    pub(crate) json: Box<RawValue>,
}

/// Fetches a promise.
pub(crate) async fn fetch_promise(id: &PromiseId) -> Option<FetchedPromise> {
    let response = request("GET", &["/api/v1/promises/", id.as_str()].concat(), None).await;
    let promise: Promise = serde_json::from_str(&response.text).ok().filter(|_| response.status == 200)?;
    Some(FetchedPromise { id: promise.id, json: RawValue::from_string(response.text).ok()? })
}

/// Tells of crashes; whether the server has heard, or will never want to.
pub(crate) async fn send_crashes(crashes: Vec<Crash>) -> bool {
    let Ok(body) = serde_json::to_string(&CrashRequest { crashes }) else { return true };
    let status = request("POST", "/api/v1/crashes", Some(&body)).await.status;
    matches!(status, 204 | 400 | 404 | 413 | 422)
}

/// The right to send, for one tab at a time; given back when it is dropped.
pub(crate) struct SenderLock(Function);

impl Drop for SenderLock {
    fn drop(&mut self) {
        // Nothing is left to do about a lock that can't be released: the browser does it when the page ends.
        self.0.call0(&JsValue::NULL).ok();
    }
}

/// Takes the lock; `None` while another tab has it.
pub(crate) async fn lock_sender() -> Option<SenderLock> {
    let release = js_lock_sender().await;
    release.is_function().then(|| SenderLock(release.into()))
}
