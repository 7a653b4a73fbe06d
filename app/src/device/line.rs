//! The line to the server. Whether the phone is online is never trusted; only an answer is.

use super::value::{self, answer, promise};
use domain::id::PromiseId;
use domain::sender::TIMEOUT_MS;
use domain::wire::Answer;
use js_sys::Function;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(module = "/src/device/line.js")]
extern "C" {
    async fn ask(method: &str, path: &str, body: Option<&str>, timeout_ms: u32) -> JsValue;
    #[wasm_bindgen(js_name = feedback)]
    async fn js_feedback() -> JsValue;
    #[wasm_bindgen(js_name = takeTurn)]
    async fn js_take_turn() -> JsValue;
}

/// What came back. Status 0 where nothing did.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) retry_after_ms: Option<i64>,
    /// The answer as it was told, to be kept as it is.
    json: JsValue,
}

async fn asked(method: &str, path: &str, body: Option<&str>) -> Reply {
    let reply = ask(method, path, body, TIMEOUT_MS).await;
    Reply {
        status: value::member(&reply, "status").as_f64().map_or(0, |status| status as u16),
        retry_after_ms: value::member(&reply, "retry_after_ms").as_f64().map(|ms| ms as i64),
        json: value::member(&reply, "json"),
    }
}

impl Reply {
    /// A member of the answer as it was told.
    pub(crate) fn told(&self, name: &str) -> JsValue {
        value::member(&self.json, name)
    }
}

/// Pushes what waits and pulls what changed. The answer is there only when it came whole.
pub(crate) async fn sync(text: &str) -> (Reply, Option<Answer>) {
    let reply = asked("POST", "/api/v1/sync", Some(text)).await;
    let answer = if reply.status == 200 { value::from(&reply.json, answer::answer) } else { None };
    (reply, answer)
}

/// The server's page about what the person's unit added; `None` where nothing came.
pub(crate) async fn feedback() -> Option<String> {
    js_feedback().await.as_string()
}

/// A promise as it was told: only what can be read as one.
pub(crate) struct Told {
    pub(crate) id: PromiseId,
    pub(crate) json: JsValue,
}

/// Fetches a promise.
pub(crate) async fn fetch_promise(id: &PromiseId) -> Option<Told> {
    let reply = asked("GET", &["/api/v1/promises/", id.as_str()].concat(), None).await;
    let promise = value::from(&reply.json, promise::promise).filter(|_| reply.status == 200)?;
    Some(Told { id: promise.id, json: reply.json })
}

/// The right to send, for one tab at a time; given back when it is dropped.
pub(crate) struct Turn(Function);

impl Drop for Turn {
    fn drop(&mut self) {
        // Nothing is left to do about a turn that can't be given back: the browser takes it when the page ends.
        self.0.call0(&JsValue::NULL).ok();
    }
}

/// Takes the turn; `None` while another tab has it.
pub(crate) async fn take_turn() -> Option<Turn> {
    let release = js_take_turn().await;
    release.is_function().then(|| Turn(release.into()))
}
