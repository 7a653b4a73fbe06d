//! The people of this phone: each with a key that a PIN opens, and that the server can open for them.

use super::journal_store::Failure;
use super::{seal, value};
use domain::id::{PartnershipId, PersonId};
use domain::sealed;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(module = "/src/device/keys.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = people)]
    async fn js_people() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = choose)]
    async fn js_choose(
        person: &str,
        partnership: &str,
        mark: &str,
        pin: &str,
        server: Option<String>,
        place: &str,
        old: Option<String>,
    ) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = unlock)]
    async fn js_unlock(person: &str, pin: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = entrust)]
    async fn js_entrust(person: &str, key: Vec<u8>, server: &str, place: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = destroy)]
    async fn js_destroy(person: &str) -> Result<JsValue, JsValue>;
}

/// Somebody who has a key here.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct OnPhone {
    pub(crate) person: PersonId,
    /// What they chose to be told apart by while the phone is locked.
    pub(crate) mark: String,
    pub(crate) waiting: usize,
    /// Their key, sealed for the server.
    pub(crate) escrow: Option<String>,
}

/// Everybody who has a key here.
///
/// # Errors
/// [`Failure`].
pub(crate) async fn people() -> Result<Vec<OnPhone>, Failure> {
    let found = js_people().await.map_err(|e| Failure::of(&e))?;
    let text = |of: &JsValue, name| value::member(of, name).as_string();
    let one = |record: JsValue| {
        Some(OnPhone {
            person: PersonId::read(&text(&record, "person")?)?,
            mark: text(&record, "mark").unwrap_or_default(),
            waiting: value::member(&record, "waiting").as_f64()? as usize,
            escrow: text(&record, "escrow"),
        })
    };
    Ok(Array::from(&found).iter().filter_map(one).collect())
}

/// Whose key it is to be.
pub(crate) struct Choice<'a> {
    pub(crate) person: PersonId,
    pub(crate) partnership: &'a PartnershipId,
    pub(crate) mark: &'a str,
    pub(crate) pin: &'a str,
    /// The server's public key.
    pub(crate) server: Option<String>,
    /// The key that the person had here, as the server opened it.
    pub(crate) old: Option<String>,
}

/// Makes a person's key, or gives the old one another PIN; answers it.
///
/// # Errors
/// [`Failure`]; then nothing has changed.
pub(crate) async fn choose(choice: Choice<'_>) -> Result<Vec<u8>, Failure> {
    let place = sealed::escrow(choice.partnership, choice.person);
    let person = choice.person.to_string();
    let partnership = choice.partnership.as_str();
    let made = js_choose(&person, partnership, choice.mark, choice.pin, choice.server, &place, choice.old);
    made.await.map(|key| Uint8Array::from(key).to_vec()).map_err(|e| Failure::of(&e))
}

/// What a PIN came to.
pub(crate) enum Tried {
    Fits(Vec<u8>),
    /// It doesn't, or it is too early to try again.
    Wrong {
        wait_ms: i64,
    },
}

/// Tries a PIN.
///
/// # Errors
/// [`Failure`].
pub(crate) async fn unlock(person: PersonId, pin: &str) -> Result<Tried, Failure> {
    let tried = js_unlock(&person.to_string(), pin).await.map_err(|e| Failure::of(&e))?;
    Ok(match tried.as_f64() {
        Some(ms) => Tried::Wrong { wait_ms: ms as i64 },
        None => Tried::Fits(Uint8Array::from(tried).to_vec()),
    })
}

/// Seals the key of the one who has unlocked for the server, where it wasn't known when the key was made. What fails now is
/// tried again after the next answer.
pub(crate) async fn entrust(person: PersonId, partnership: &PartnershipId, server: &str) {
    if let Some(key) = seal::key() {
        js_entrust(&person.to_string(), key, server, &sealed::escrow(partnership, person)).await.ok();
    }
}

/// Destroys a person's key on this phone, and with it whatever it opens.
pub(crate) async fn destroy(person: PersonId) {
    js_destroy(&person.to_string()).await.ok();
}
