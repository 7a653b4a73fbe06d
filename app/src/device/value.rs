//! Between Rust's values and the browser's: its own JSON does the reading, so that the client carries no parser.

use domain::json::Json;
use js_sys::{JSON, Reflect};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

/// A value as plain objects and numbers; `null` for what can't be told, which none of ours is.
pub(crate) fn to<T: Serialize>(value: &T) -> JsValue {
    value.serialize(&Serializer::json_compatible()).unwrap_or(JsValue::NULL)
}

/// A value out of plain objects; `None` for anything of another shape.
pub(crate) fn from<T: DeserializeOwned>(value: JsValue) -> Option<T> {
    serde_wasm_bindgen::from_value(value).ok()
}

/// A member of an object.
pub(crate) fn member(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}

/// JSON text of a value.
pub(crate) fn text<T: Serialize>(value: &T) -> Option<String> {
    JSON::stringify(&to(value)).ok().map(String::from)
}

/// A value from JSON text.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    from(JSON::parse(text).ok()?)
}

/// JSON as the domain reads entries.
pub(crate) fn json(text: &str) -> Option<Json> {
    read(text)
}
