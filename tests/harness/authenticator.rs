//! An authenticator in software: makes keys and signs with them as the standard says (WebAuthn 3, sections 6 and 8.7),
//! and as no honest one would.

use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const BACKUP_ELIGIBLE: u8 = 0x08;
const BACKED_UP: u8 = 0x10;
const HAS_KEY: u8 = 0x40;

/// One key, where its counter stands, and whether its owner opens it with finger or code.
pub struct Authenticator {
    key: SigningKey,
    id: [u8; 16],
    origin: String,
    user: Vec<u8>,
    pub counter: u32,
    pub verifies: bool,
    /// Whether its system copies the key to the owner's other devices.
    pub syncs: bool,
}

impl Authenticator {
    /// A fresh one in a browser that shows the product at an address.
    ///
    /// # Errors
    /// When there are no random bytes.
    pub fn new(origin: &str) -> Result<Self> {
        let key = SigningKey::from_slice(&server::secret::random::<32>()?).context("no key")?;
        let id = server::secret::random()?;
        Ok(Self { key, id, origin: origin.to_owned(), user: Vec::new(), counter: 1, verifies: true, syncs: false })
    }

    /// Says that it is another authenticator's key, which it doesn't have.
    pub fn takes_the_name_of(&mut self, other: &Self) {
        (self.id, self.user, self.counter) = (other.id, other.user.clone(), other.counter + 1);
    }

    /// The answer to a question for a new key.
    ///
    /// # Errors
    /// When the question can't be read.
    pub fn makes(&mut self, asked: &Value) -> Result<Value> {
        let public_key = &asked["publicKey"];
        self.user = URL_SAFE_NO_PAD.decode(public_key["user"]["id"].as_str().context("no user")?)?;
        let mut told = self.told(public_key["rp"]["id"].as_str().context("no server")?, HAS_KEY);
        // Of no known make; then the key's name, and the key itself.
        told.extend([0; 16]);
        told.extend([0, 16]);
        told.extend(self.id);
        told.extend(self.public_key());
        // {"fmt": "none", "attStmt": {}, "authData": …}
        let mut object = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".to_vec();
        object.push(u8::try_from(told.len())?);
        object.extend(told);
        let client = self.client("webauthn.create", public_key)?;
        let response = json!({ "clientDataJSON": text(&client), "attestationObject": text(&object) });
        Ok(json!({ "id": text(&self.id), "rawId": text(&self.id), "type": "public-key", "response": response }))
    }

    /// The answer to a question for any key.
    ///
    /// # Errors
    /// When the question can't be read.
    pub fn signs(&mut self, asked: &Value) -> Result<Value> {
        let public_key = &asked["publicKey"];
        self.counter += 1;
        let told = self.told(public_key["rpId"].as_str().context("no server")?, 0);
        let client = self.client("webauthn.get", public_key)?;
        let signed: Vec<u8> = told.iter().copied().chain(Sha256::digest(&client)).collect();
        let signature: Signature = self.key.sign(&signed);
        let response = json!({
            "clientDataJSON": text(&client), "authenticatorData": text(&told),
            "signature": text(signature.to_der().as_bytes()), "userHandle": text(&self.user),
        });
        Ok(json!({ "id": text(&self.id), "rawId": text(&self.id), "type": "public-key", "response": response }))
    }

    /// What an authenticator says of itself and of the moment.
    fn told(&self, server: &str, more: u8) -> Vec<u8> {
        let synced = if self.syncs { BACKUP_ELIGIBLE | BACKED_UP } else { 0 };
        let flags = PRESENT | more | synced | if self.verifies { VERIFIED } else { 0 };
        let mut told = Sha256::digest(server.as_bytes()).to_vec();
        told.push(flags);
        told.extend(self.counter.to_be_bytes());
        told
    }

    fn client(&self, what: &str, asked: &Value) -> Result<Vec<u8>> {
        let challenge = asked["challenge"].as_str().context("no challenge")?;
        let client = json!({ "type": what, "challenge": challenge, "origin": self.origin, "crossOrigin": false });
        Ok(client.to_string().into_bytes())
    }

    /// COSE: an EC2 key on P-256 for ES256.
    fn public_key(&self) -> Vec<u8> {
        let point = self.key.verifying_key().to_sec1_point(false);
        let mut key = vec![0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01];
        for (label, half) in [(0x21, point.x()), (0x22, point.y())] {
            key.extend([label, 0x58, 0x20]);
            key.extend(half.into_iter().flatten());
        }
        key
    }
}

fn text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
