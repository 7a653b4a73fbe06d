//! Passkeys as the browsers' standard has them (WebAuthn 3): what is asked of an authenticator, and whether its answer
//! is right. User verification is always required, so that a key alone is two factors: having it, and opening it.

use crate::store::PasskeyRow;
use anyhow::{Context, Result};
use domain::id::PersonId;
use serde_json::Value;
use webauthn_rs::prelude::{Credential, DiscoverableAuthentication, Passkey, PasskeyRegistration, Url, Uuid};
use webauthn_rs::prelude::{PublicKeyCredential, RegisterPublicKeyCredential, WebauthnError};
use webauthn_rs::{Webauthn, WebauthnBuilder};

/// Where an authenticator's flags are in what it signs, and the one that says that the key can be synchronised
/// (WebAuthn 3, section 6.1).
const FLAGS_AT: usize = 32;
const BACKUP_ELIGIBLE: u8 = 0x08;

/// The server as authenticators know it.
#[derive(Clone, Debug)]
pub struct Passkeys(Webauthn);

/// What is asked of the browser, as JSON, and what its answer is checked against.
pub struct Challenge {
    pub options: Value,
    pub state: String,
}

/// Why an answer wasn't taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotTaken {
    /// It doesn't fit what was asked, or isn't signed by the key.
    Wrong,
    /// The key's counter went backwards: there may be a copy of it.
    Copied,
}

/// An answer that was accepted.
pub struct Accepted {
    /// What checks the key from now on, its counter moved on.
    pub public_key: String,
    /// Whether the key's system has begun to copy it to the owner's other devices.
    pub became_synced: bool,
}

impl Passkeys {
    /// For a public address; `None` where browsers keep no passkeys for it, since its host is a number.
    ///
    /// # Errors
    /// When the address can't be one of a server with passkeys.
    pub fn at(public_url: &str) -> Result<Option<Self>> {
        let origin = Url::parse(public_url).with_context(|| format!("{public_url} is no address"))?;
        let Some(host) = origin.domain() else { return Ok(None) };
        let told = || format!("passkeys can't be kept for {public_url}: say another by --public-url");
        let built = WebauthnBuilder::new(host, &origin).and_then(|builder| builder.rp_name("Rond").build());
        Ok(Some(Self(built.map_err(anyhow::Error::from).with_context(told)?)))
    }

    /// Asks for a new key of a person's, on none of the authenticators that already hold one.
    ///
    /// # Errors
    /// When the question can't be put.
    pub fn ask_for_new(&self, person: PersonId, name: &str, held: &[PasskeyRow]) -> Result<Challenge> {
        let but = held.iter().map(|row| row.credential.clone()).collect();
        let person = Uuid::from_bytes(person.0);
        let (options, state) = self.0.start_passkey_registration(person, name, name, Some(but))?;
        let mut options = serde_json::to_value(options)?;
        // So that nobody types a name first: the key is to say whose it is.
        let selection = options.pointer_mut("/publicKey/authenticatorSelection").context("no selection")?;
        selection["residentKey"] = Value::from("required");
        selection["requireResidentKey"] = Value::from(true);
        Ok(Challenge { options, state: serde_json::to_string(&state)? })
    }

    /// The new key: its authenticator's name for it, and what checks it from now on.
    ///
    /// # Errors
    /// The outer error when the state can't be read; the inner one when the answer isn't taken.
    pub fn take_new(
        &self,
        answer: &RegisterPublicKeyCredential,
        state: &str,
    ) -> Result<Result<(Vec<u8>, String), NotTaken>> {
        let state: PasskeyRegistration = serde_json::from_str(state)?;
        Ok(match self.0.finish_passkey_registration(answer, &state) {
            Ok(passkey) => Ok((passkey.cred_id().to_vec(), serde_json::to_string(&passkey)?)),
            Err(error) => Err(not_taken(&error)),
        })
    }

    /// Asks for any key that the browser has for this server.
    ///
    /// # Errors
    /// When the question can't be put.
    pub fn ask(&self) -> Result<Challenge> {
        let (mut options, state) = self.0.start_discoverable_authentication()?;
        // A button was pressed: the browser is to ask now, not when a field is filled in.
        options.mediation = None;
        Ok(Challenge { options: serde_json::to_value(options)?, state: serde_json::to_string(&state)? })
    }

    /// Whether an answer is by a key.
    ///
    /// # Errors
    /// The outer error when what is kept can't be read; the inner one when the answer isn't taken.
    pub fn take(
        &self,
        answer: &PublicKeyCredential,
        state: &str,
        key: &PasskeyRow,
    ) -> Result<Result<Accepted, NotTaken>> {
        let state: DiscoverableAuthentication = serde_json::from_str(state)?;
        let passkey: Passkey = serde_json::from_str(&key.public_key)?;
        let (mut passkey, became_synced) = with_sync(passkey, answer.response.authenticator_data.as_ref());
        Ok(match self.0.finish_discoverable_authentication_v2(answer, state, &passkey) {
            Ok(result) if result.user_verified() => {
                passkey.update_credential(&result);
                Ok(Accepted { public_key: serde_json::to_string(&passkey)?, became_synced })
            }
            Ok(_) => Err(NotTaken::Wrong),
            Err(error) => Err(not_taken(&error)),
        })
    }
}

/// The key as its authenticator describes it today, and whether it has become one that is synchronised. Password stores
/// begin to synchronise keys that they made on one device; the library refuses a change of that flag. The flags are part of
/// what the key signs, so that a wrong signature is refused all the same.
fn with_sync(passkey: Passkey, authenticator_data: &[u8]) -> (Passkey, bool) {
    let is_eligible = authenticator_data.get(FLAGS_AT).is_some_and(|flags| flags & BACKUP_ELIGIBLE != 0);
    let mut credential = Credential::from(passkey);
    let became_synced = is_eligible && !credential.backup_eligible;
    credential.backup_eligible |= is_eligible;
    (credential.into(), became_synced)
}

fn not_taken(error: &WebauthnError) -> NotTaken {
    tracing::debug!(%error, "a passkey's answer was not taken");
    match error {
        WebauthnError::CredentialPossibleCompromise => NotTaken::Copied,
        _ => NotTaken::Wrong,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_passkeys_and_numbers_have_none() {
        assert!(Passkeys::at("https://rond.example").expect("an address").is_some());
        assert!(Passkeys::at("http://localhost:3000").expect("an address").is_some());
        assert!(Passkeys::at("http://192.0.2.1:3000").expect("an address").is_none());
    }

    #[test]
    fn what_is_asked_demands_that_the_person_opens_the_key() -> Result<()> {
        let passkeys = Passkeys::at("http://localhost:3000")?.context("passkeys")?;
        let new = passkeys.ask_for_new(PersonId([7; 16]), "Gruppchef Ett", &[])?.options;
        assert_eq!(new["publicKey"]["authenticatorSelection"]["userVerification"], "required");
        assert_eq!(new["publicKey"]["authenticatorSelection"]["residentKey"], "required");
        assert_eq!(new["publicKey"]["attestation"], "none");
        let any = passkeys.ask()?.options;
        assert_eq!(any["publicKey"]["userVerification"], "required");
        assert_eq!(any["publicKey"]["rpId"], "localhost");
        assert!(any["mediation"].is_null());
        Ok(())
    }
}
