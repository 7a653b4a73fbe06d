//! Between Rust's values and the browser's, by way of JSON text: what is stored and sent is read by the same code natively.

use js_sys::JSON;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

/// A value as plain objects of the browser; null for one that JSON can't state.
pub(crate) fn to_js<T: Serialize>(value: &T) -> JsValue {
    let text = serde_json::to_string(value).ok();
    text.and_then(|text| JSON::parse(&text).ok()).unwrap_or(JsValue::NULL)
}

/// A value out of plain objects; `None` for anything of another shape.
pub(crate) fn from_js<T: DeserializeOwned>(value: &JsValue) -> Option<T> {
    let text = JSON::stringify(value).ok()?.as_string()?;
    serde_json::from_str(&text).ok()
}
