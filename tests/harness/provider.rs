//! An identity provider on a site of its own: OpenID Connect's discovery, keys, a page where people sign in, and tokens with
//! real signatures (ES256), PKCE checked. It can be told to give what no honest provider gives.

use anyhow::{Context, Result, ensure};
use axum::extract::{Form, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use reqwest::redirect::Policy;
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

const CLIENT: &str = "rond";
const SECRET: &str = "mycket-hemligt-aldrig-i-en-logg";

/// What is wrong with the next token.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Twist {
    Nothing,
    Nonce,
    Audience,
    Issuer,
    Expired,
    /// Signed by a key that isn't the one of its name.
    Signature,
    /// Signed with the client's secret, which the client itself could have done.
    SharedSecret,
    /// Not signed at all.
    Unsigned,
    /// The person signed in there an hour ago.
    SignedInLongAgo,
    /// The provider doesn't say when the person signed in there.
    NoSignInTime,
    /// For another client too, and issued to this one.
    SharedAudience,
    /// For this client too, and issued to another.
    OtherParty,
    /// For two clients, without a word about which of them it was issued to.
    NoParty,
    /// The token's life is a number in quotes.
    QuotedExpiry,
    /// The client proves itself in the body alone, and the provider says so.
    SecretInBody,
}

/// The provider, until it is dropped.
pub struct Provider {
    url: String,
    kept: Kept,
    serving: JoinHandle<()>,
}

type Kept = Arc<Mutex<Inside>>;

struct Inside {
    url: String,
    key: SigningKey,
    key_name: String,
    returns_to: String,
    twist: Twist,
    codes: BTreeMap<String, Asked>,
    /// How often it was asked for its keys.
    key_requests: u32,
}

#[derive(Clone, Debug, Deserialize)]
struct Asked {
    client_id: String,
    redirect_uri: String,
    state: String,
    nonce: String,
    code_challenge: String,
    code_challenge_method: String,
    response_type: String,
    #[serde(default)]
    subject: String,
}

impl Provider {
    /// Starts one on `127.0.0.1`, which is another site than `localhost`.
    ///
    /// # Errors
    /// When there is no port for it.
    pub async fn start() -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}", listener.local_addr()?);
        let kept = Arc::new(Mutex::new(Inside {
            url: url.clone(),
            key: fresh_key()?,
            key_name: "first".to_owned(),
            returns_to: String::new(),
            twist: Twist::Nothing,
            codes: BTreeMap::new(),
            key_requests: 0,
        }));
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(discovery))
            .route("/keys", get(keys))
            .route("/authorize", get(page).post(authorize))
            .route("/token", post(token))
            .with_state(kept.clone());
        let serving = tokio::spawn(async move {
            // It ends with the task.
            let _ = axum::serve(listener, router).await;
        });
        Ok(Self { url, kept, serving })
    }

    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The product's file that names it, for the municipality.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn identity_file(&self, folder: &Path) -> Result<PathBuf> {
        self.identity_file_of(folder, "kommunen")
    }

    /// The same for another organisation, at the address of the municipality's.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn identity_file_of(&self, folder: &Path, organisation: &str) -> Result<PathBuf> {
        std::fs::write(folder.join("client.secret"), format!("{SECRET}\n"))?;
        let file = folder.join("identity.toml");
        let text = format!(
            "[[provider]]\nname = \"Provkommun\"\npartnership = \"jonkoping\"\norganisation = \"{organisation}\"\n\
             id = \"kommunen\"\nissuer = \"{}\"\nclient_id = \"{CLIENT}\"\nclient_secret_file = \"client.secret\"\n",
            self.url
        );
        std::fs::write(&file, text)?;
        Ok(file)
    }

    /// Where the product is: people are returned nowhere else.
    pub fn returns_to(&self, product: &str) {
        inside(&self.kept).returns_to = format!("{product}/login/oidc/callback");
    }

    /// What is wrong with its tokens from now on.
    pub fn twists(&self, twist: Twist) {
        inside(&self.kept).twist = twist;
    }

    /// Signs with a new key from now on.
    ///
    /// # Errors
    /// When there are no random bytes.
    pub fn changes_keys(&self, name: &str) -> Result<()> {
        let mut inside = inside(&self.kept);
        (inside.key, inside.key_name) = (fresh_key()?, name.to_owned());
        Ok(())
    }

    #[must_use]
    pub fn key_requests(&self) -> u32 {
        inside(&self.kept).key_requests
    }

    /// What a person does in the browser: signs in on the page that the product leads to. Answers the way back, below
    /// the product's address.
    ///
    /// # Errors
    /// When the provider refuses.
    pub async fn signs_in(&self, led_to: &str, subject: &str) -> Result<String> {
        ensure!(led_to.starts_with(&self.url), "{led_to} leads elsewhere");
        let client = reqwest::Client::builder().redirect(Policy::none()).build()?;
        ensure!(client.get(led_to).send().await?.status() == StatusCode::OK, "no page to sign in on");
        let answer = client.post(led_to).form(&[("subject", subject)]).send().await?;
        let to = answer.headers().get(header::LOCATION).context("the provider leads nowhere")?.to_str()?;
        let at = to.find("/login/oidc/callback").context("the way back leads elsewhere")?;
        Ok(to[at..].to_owned())
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

fn fresh_key() -> Result<SigningKey> {
    SigningKey::from_slice(&server::secret::random::<32>()?).context("no key")
}

fn inside(kept: &Kept) -> MutexGuard<'_, Inside> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn discovery(State(kept): State<Kept>) -> Json<Value> {
    let (url, in_body) = {
        let inside = inside(&kept);
        (inside.url.clone(), inside.twist == Twist::SecretInBody)
    };
    Json(json!({
        "issuer": url, "authorization_endpoint": format!("{url}/authorize"), "token_endpoint": format!("{url}/token"),
        "jwks_uri": format!("{url}/keys"), "response_types_supported": ["code"], "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256", "HS256"], "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": [if in_body { "client_secret_post" } else { "client_secret_basic" }],
    }))
}

async fn keys(State(kept): State<Kept>) -> Json<Value> {
    let mut inside = inside(&kept);
    inside.key_requests += 1;
    let point = inside.key.verifying_key().to_sec1_point(false);
    let half = |half: Option<&p256::FieldBytes>| half.map(|half| URL_SAFE_NO_PAD.encode(half));
    let (x, y) = (half(point.x()), half(point.y()));
    let key =
        json!({ "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": inside.key_name, "x": x, "y": y });
    Json(json!({ "keys": [key] }))
}

async fn page(State(kept): State<Kept>, Query(asked): Query<Asked>) -> Response {
    if !allowed(&inside(&kept), &asked) {
        return (StatusCode::BAD_REQUEST, "this client, address or flow is not known here").into_response();
    }
    let people = "<input name=subject value=kommun-7><button id=sign-in>Logga in</button>";
    Html(format!("<!doctype html><title>Provkommun</title><form method=post>{people}</form>")).into_response()
}

fn allowed(inside: &Inside, asked: &Asked) -> bool {
    asked.client_id == CLIENT
        && asked.redirect_uri == inside.returns_to
        && asked.response_type == "code"
        && asked.code_challenge_method == "S256"
}

#[derive(Deserialize)]
struct Chosen {
    subject: String,
}

async fn authorize(State(kept): State<Kept>, Query(asked): Query<Asked>, Form(chosen): Form<Chosen>) -> Response {
    let mut inside = inside(&kept);
    let Ok(code) = server::secret::token() else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    if !allowed(&inside, &asked) {
        return StatusCode::BAD_REQUEST.into_response();
    }
    let to = format!("{}?code={code}&state={}&iss={}", asked.redirect_uri, asked.state, inside.url);
    inside.codes.insert(code, Asked { subject: chosen.subject, ..asked });
    Redirect::to(&to).into_response()
}

#[derive(Deserialize)]
struct Exchanged {
    grant_type: String,
    code: String,
    redirect_uri: String,
    code_verifier: String,
    client_id: Option<String>,
    client_secret: Option<String>,
}

async fn token(State(kept): State<Kept>, headers: HeaderMap, Form(given): Form<Exchanged>) -> Response {
    let mut inside = inside(&kept);
    let refuse = |why: &str| (StatusCode::BAD_REQUEST, Json(json!({ "error": why }))).into_response();
    let in_body = given.client_id.as_deref() == Some(CLIENT) && given.client_secret.as_deref() == Some(SECRET);
    if !if inside.twist == Twist::SecretInBody { in_body } else { is_client(&headers) } {
        return refuse("invalid_client");
    }
    // Once: a code that was used is gone.
    let Some(asked) = inside.codes.remove(&given.code) else { return refuse("invalid_grant") };
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(given.code_verifier.as_bytes()));
    let right = given.grant_type == "authorization_code" && given.redirect_uri == asked.redirect_uri;
    if !right || challenge != asked.code_challenge {
        return refuse("invalid_grant");
    }
    let id_token = id_token(&inside, &asked);
    let expires_in = if inside.twist == Twist::QuotedExpiry { json!("3599") } else { json!(60) };
    Json(json!({ "access_token": "unused", "token_type": "Bearer", "expires_in": expires_in, "id_token": id_token }))
        .into_response()
}

/// By name and secret.
fn is_client(headers: &HeaderMap) -> bool {
    let told = headers.get(header::AUTHORIZATION).and_then(|text| text.to_str().ok()?.strip_prefix("Basic "));
    told.and_then(|text| STANDARD.decode(text).ok()).is_some_and(|told| told == format!("{CLIENT}:{SECRET}").as_bytes())
}

fn id_token(inside: &Inside, asked: &Asked) -> String {
    let now_s = server::clock::now_ms() / 1000;
    let (twist, hour_s) = (inside.twist, 3_600);
    let other = |when: Twist, honest: &str, twisted: &str| if twist == when { twisted } else { honest }.to_owned();
    let mut claims = json!({
        "iss": other(Twist::Issuer, &inside.url, "http://127.0.0.1:1"),
        "aud": other(Twist::Audience, CLIENT, "another"),
        "nonce": other(Twist::Nonce, &asked.nonce, "another"),
        "sub": asked.subject,
        "iat": if twist == Twist::Expired { now_s - hour_s } else { now_s },
        "exp": if twist == Twist::Expired { now_s - 60 } else { now_s + 300 },
        "auth_time": if twist == Twist::SignedInLongAgo { now_s - hour_s } else { now_s },
    });
    if matches!(twist, Twist::SharedAudience | Twist::OtherParty | Twist::NoParty) {
        claims["aud"] = json!([CLIENT, "another"]);
    }
    match twist {
        Twist::SharedAudience => claims["azp"] = json!(CLIENT),
        Twist::OtherParty => claims["azp"] = json!("another"),
        Twist::NoSignInTime => claims["auth_time"] = Value::Null,
        _ => {}
    }
    let algorithm = match twist {
        Twist::SharedSecret => "HS256",
        Twist::Unsigned => "none",
        _ => "ES256",
    };
    let header = json!({ "alg": algorithm, "typ": "JWT", "kid": inside.key_name });
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let signed = format!("{}.{}", part(&header), part(&claims));
    let signature = match twist {
        Twist::SharedSecret => hmac(SECRET.as_bytes(), signed.as_bytes()),
        Twist::Unsigned => Vec::new(),
        Twist::Signature => fresh_key().map(|key| sign(&key, &signed)).unwrap_or_default(),
        _ => sign(&inside.key, &signed),
    };
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
}

fn sign(key: &SigningKey, text: &str) -> Vec<u8> {
    let signature: Signature = key.sign(text.as_bytes());
    signature.to_bytes().to_vec()
}

/// HMAC-SHA-256 (RFC 2104) with a key shorter than a block.
fn hmac(key: &[u8], text: &[u8]) -> Vec<u8> {
    let pad = |with: u8| -> Vec<u8> { (0..64).map(|at| key.get(at).copied().unwrap_or(0) ^ with).collect() };
    let inner = Sha256::digest([pad(0x36).as_slice(), text].concat());
    Sha256::digest([pad(0x5c).as_slice(), inner.as_slice()].concat()).to_vec()
}
