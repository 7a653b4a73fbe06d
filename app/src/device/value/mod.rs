//! Between Rust's values and the browser's. Its own JSON does the reading and the writing, and one plain tree of values
//! stands between: readers made for each type over the browser's objects were a third of the client.

pub(crate) mod answer;
pub(crate) mod known;
pub(crate) mod promise;
pub(crate) mod reader;
mod write;

use domain::json::Json;
use js_sys::{Array, JSON, Object, Reflect};
use reader::Reader;
use serde::Serialize;
use std::collections::BTreeMap;
use wasm_bindgen::JsValue;

/// A value as plain objects and numbers; null for what can't be told, which none of ours is.
pub(crate) fn to<T: Serialize>(value: &T) -> JsValue {
    let text = text(value).unwrap_or_default();
    JSON::parse(&text).unwrap_or(JsValue::NULL)
}

/// A value out of plain objects; `None` for anything of another shape.
pub(crate) fn from<T>(value: &JsValue, read: fn(Reader<'_>) -> T) -> Option<T> {
    reader::whole(&tree(value), read)
}

/// JSON text of a value.
pub(crate) fn text<T: Serialize>(value: &T) -> Option<String> {
    write::write(value)?.canonical().ok()
}

/// A value from JSON text.
pub(crate) fn read<T>(text: &str, read: fn(Reader<'_>) -> T) -> Option<T> {
    reader::whole(&json(text)?, read)
}

/// JSON text as the domain reads entries.
pub(crate) fn json(text: &str) -> Option<Json> {
    JSON::parse(text).ok().map(|value| tree(&value))
}

/// A member of an object.
pub(crate) fn member(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}

/// The browser's plain objects as a tree. What JSON doesn't have is null.
pub(crate) fn tree(value: &JsValue) -> Json {
    if let Some(text) = value.as_string() {
        return Json::Text(text);
    }
    if let Some(number) = value.as_f64() {
        let whole = number as i64;
        let fits = whole as f64 == number && whole.abs() <= domain::json::LARGEST_INT;
        return if fits { Json::Int(whole) } else { Json::Unfit(domain::json::Unfit::Number) };
    }
    if let Some(truth) = value.as_bool() {
        return Json::Bool(truth);
    }
    if Array::is_array(value) {
        return Json::List(Array::from(value).iter().map(|item| tree(&item)).collect());
    }
    let mut map = BTreeMap::new();
    let Some(object) = Object::try_from(value) else { return Json::Null };
    for pair in Object::entries(object).iter() {
        let name = Reflect::get_u32(&pair, 0).ok().and_then(|name| name.as_string());
        if let (Some(name), Ok(value)) = (name, Reflect::get_u32(&pair, 1)) {
            map.insert(name, tree(&value));
        }
    }
    Json::Map(map)
}
