//! The seal of the one who has unlocked the page (`public/seal.js`), where the client itself needs it: the first line of defence
//! is written within the tap, and sealed there.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_namespace = unlocked, js_name = person)]
    static PERSON: String;
    #[wasm_bindgen(js_namespace = unlocked, js_name = sealNow)]
    fn seal_now(place: &str, text: &str) -> Option<String>;
    #[wasm_bindgen(js_namespace = unlocked, js_name = open)]
    async fn js_open(place: &str, sealed: &str) -> JsValue;
}

/// Who has unlocked the page, as it stands in keys and places.
pub(crate) fn person() -> String {
    PERSON.with(Clone::clone)
}

/// Seals a text for a place, now. `None` when nothing is ready to seal with, or the text is longer than a tap writes: then
/// there is the second line of defence alone.
pub(crate) fn seal(place: &str, text: &str) -> Option<String> {
    seal_now(place, text)
}

/// Opens what was sealed for a place; `None` for anything else.
pub(crate) async fn open(place: &str, sealed: &str) -> Option<String> {
    js_open(place, sealed).await.as_string()
}
