//! The few things of the browser that are neither storage nor requests.

use js_sys::{Array, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};

mod bound {
    use super::{Closure, JsValue, wasm_bindgen};

    #[wasm_bindgen(module = "/src/device/browser.js")]
    extern "C" {
        pub(super) fn listen(tell: &Closure<dyn FnMut(String)>);
        #[wasm_bindgen(js_name = tellOtherTabs)]
        pub(crate) fn notify_other_tabs();
        #[wasm_bindgen(js_name = monotonicMs)]
        pub(crate) fn monotonic_ms() -> f64;
        #[wasm_bindgen(js_name = offsetMin)]
        pub(super) fn offset_min(ms: f64) -> i32;
        pub(super) fn random(bytes: u32) -> Vec<u8>;
        pub(crate) fn online() -> bool;
        pub(crate) fn build() -> String;
        #[wasm_bindgen(js_name = offlineProblem)]
        pub(crate) fn offline_problem() -> String;
        #[wasm_bindgen(js_name = storageAllowed)]
        pub(crate) fn storage_allowed() -> bool;
        pub(crate) fn persist();
        pub(crate) fn vibrate();
        #[wasm_bindgen(js_name = setTheme)]
        pub(crate) fn set_theme(theme: &str);
        pub(crate) fn speak(tag: &str);
        pub(crate) fn spoken() -> String;
        #[wasm_bindgen(js_name = updateWaits)]
        pub(crate) fn update_waits() -> bool;
        #[wasm_bindgen(js_name = takeOver)]
        pub(crate) fn take_over();
        #[wasm_bindgen(js_name = shellReady)]
        pub(super) async fn shell_ready() -> JsValue;
        #[wasm_bindgen(js_name = claimTab)]
        pub(super) async fn claim_tab(remembered: Option<String>, fresh: &str) -> JsValue;
        #[wasm_bindgen(js_name = setInside)]
        pub(crate) fn set_inside(wanted: bool);
        #[wasm_bindgen(js_name = takeQuery)]
        pub(crate) fn take_query(name: &str) -> Option<String>;
        #[wasm_bindgen(js_name = startAnew)]
        pub(crate) fn start_anew();
        #[wasm_bindgen(js_name = enrolAnew)]
        pub(super) async fn enrol_anew() -> JsValue;
        #[wasm_bindgen(js_name = settleKey)]
        pub(crate) fn settle_key(server: Option<String>, is_over: bool);
        #[wasm_bindgen(js_name = screenChanged)]
        pub(crate) fn screen_changed(focus: &str);
        #[wasm_bindgen(js_name = showQuestion)]
        pub(crate) fn show_question(id: &str);
    }
}

pub(crate) use bound::{
    build, monotonic_ms, notify_other_tabs, offline_problem, online, persist, screen_changed, set_inside, set_theme,
    settle_key, show_question, speak, spoken, start_anew, storage_allowed, take_over, take_query, update_waits,
    vibrate,
};

/// What happens around the page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Event {
    Online,
    Offline,
    Visible,
    Hidden,
    /// A new build waits.
    Update,
    /// Another tab changed the journal.
    Changed,
    /// The phone's back button.
    Back,
    /// Each second while the page is looked at.
    Second,
    /// Each half minute, looked at or not.
    Timer,
}

/// Listens for as long as the page lives.
pub(crate) fn listen(mut tell: impl FnMut(Event) + 'static) {
    let heard: Closure<dyn FnMut(String)> = Closure::new(move |word: String| {
        let event = match word.as_str() {
            "online" => Event::Online,
            "offline" => Event::Offline,
            "visible" => Event::Visible,
            "hidden" => Event::Hidden,
            "update" => Event::Update,
            "changed" => Event::Changed,
            "back" => Event::Back,
            "second" => Event::Second,
            _ => Event::Timer,
        };
        tell(event);
    });
    bound::listen(&heard);
    heard.forget();
}

/// The minutes from UTC that the phone has at an instant.
pub(crate) fn offset_min(ms: i64) -> i16 {
    i16::try_from(bound::offset_min(ms as f64)).unwrap_or(0)
}

/// Bytes that nobody can guess.
pub(crate) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    for (to, from) in bytes.iter_mut().zip(bound::random(N as u32)) {
        *to = from;
    }
    bytes
}

/// Whether the phone can start without coverage.
pub(crate) async fn shell_ready() -> bool {
    bound::shell_ready().await.is_truthy()
}

/// Asks the one who has unlocked the page for a new code; whether it was taken.
pub(crate) async fn enrol_anew() -> bool {
    bound::enrol_anew().await.is_truthy()
}

/// This tab's name, and the names of the tabs that live.
pub(crate) async fn claim_tab(remembered: Option<String>, fresh: &str) -> (String, Vec<String>) {
    let claim = bound::claim_tab(remembered, fresh).await;
    let member = |name: &str| Reflect::get(&claim, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED);
    let own = member("own").as_string();
    let living = Array::from(&member("living"));
    (own.unwrap_or_else(|| fresh.to_owned()), living.iter().filter_map(|name| name.as_string()).collect())
}
