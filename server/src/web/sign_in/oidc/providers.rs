//! The providers of a server, each with what it last said of itself: its addresses and its keys.

use super::fetch::{client, fetch, fetch_tokens};
use super::identity_file::{Entry, read};
use super::tokens::{self, Oidc, Refused, Subject};
use anyhow::{Context, Result};
use domain::id::{OrganisationId, PartnershipId};
use openidconnect::core::CoreClientAuthMethod;
use openidconnect::core::{CoreAuthPrompt, CoreAuthenticationFlow, CoreProviderMetadata};
use openidconnect::{
    AuthType, AuthorizationCode, CsrfToken, Nonce, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, url::Url,
};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard};
use std::time::{Duration, Instant};

/// What a provider says of itself is asked for anew so often.
const KEPT: Duration = Duration::from_secs(3_600);
/// An unknown key asks for it at once, but no more often than this: anybody can send a token with a made-up key.
const APART: Duration = Duration::from_secs(30);

/// All providers, as the identity file was last read. None, where no file was named.
#[derive(Default)]
pub struct Providers(RwLock<Vec<Arc<Provider>>>);

/// One of them.
pub struct Provider {
    pub entry: Entry,
    client: reqwest::Client,
    redirect: RedirectUrl,
    known: Mutex<Option<Known>>,
}

#[derive(Clone)]
struct Known {
    metadata: Arc<CoreProviderMetadata>,
    at: Instant,
    /// Beyond what has passed since.
    age: Duration,
}

/// What the browser is sent away with, and what its return is checked against.
pub struct Begun {
    pub to: Url,
    pub state: CsrfToken,
    pub nonce: Nonce,
    pub verifier: PkceCodeVerifier,
}

impl Providers {
    /// Reads the file. Nobody is asked anything: the server starts while a provider is down.
    ///
    /// # Errors
    /// When the file isn't whole.
    pub fn open(path: Option<&Path>, public_url: &str) -> Result<Self> {
        let Some(path) = path else { return Ok(Self::default()) };
        let client = client()?;
        let redirect =
            RedirectUrl::new(format!("{public_url}/login/oidc/callback")).context("no address to return to")?;
        let provider =
            |entry| Provider { entry, client: client.clone(), redirect: redirect.clone(), known: Mutex::default() };
        Ok(Self(RwLock::new(read(path)?.into_iter().map(provider).map(Arc::new).collect())))
    }

    /// Takes over what a file says that was read anew. A sign-in that is under way ends by what it began with, where its
    /// provider is still there.
    pub fn become_as(&self, fresh: Self) {
        let fresh = fresh.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = fresh;
    }

    fn all(&self) -> RwLockReadGuard<'_, Vec<Arc<Provider>>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// One by the end of its address.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<Arc<Provider>> {
        self.all().iter().find(|provider| provider.entry.id == id).cloned()
    }

    /// The one of an organisation.
    #[must_use]
    pub fn of(&self, partnership: &PartnershipId, organisation: &OrganisationId) -> Option<Arc<Provider>> {
        let is_theirs =
            |p: &&Arc<Provider>| p.entry.partnership == *partnership && p.entry.organisation == *organisation;
        self.all().iter().find(is_theirs).cloned()
    }

    /// What the login page offers: the end of each address, and whose it is.
    #[must_use]
    pub fn names(&self) -> Vec<(String, String)> {
        self.all().iter().map(|p| (p.entry.id.clone(), p.entry.name.clone())).collect()
    }
}

impl Provider {
    #[must_use]
    pub fn name(&self) -> &str {
        &self.entry.name
    }

    #[must_use]
    pub fn issuer(&self) -> &str {
        self.entry.issuer.as_str()
    }

    /// Where a browser is sent to sign in. `anew` asks the provider not to go by an earlier sign-in of its own.
    ///
    /// # Errors
    /// When the provider can't be reached.
    pub async fn begin(&self, anew: bool) -> Result<Begun> {
        let client = self.oidc(self.metadata(KEPT).await?.as_ref());
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let flow = CoreAuthenticationFlow::AuthorizationCode;
        let mut asked =
            client.authorize_url(flow, CsrfToken::new_random, Nonce::new_random).set_pkce_challenge(challenge);
        if anew {
            asked = asked.add_prompt(CoreAuthPrompt::Login).set_max_age(Duration::ZERO);
        }
        let (to, state, nonce) = asked.url();
        Ok(Begun { to, state, nonce, verifier })
    }

    /// Whom a code is for.
    ///
    /// # Errors
    /// The outer error when the provider can't be reached; the inner one when what it gives isn't taken.
    pub async fn finish(
        &self,
        code: String,
        verifier: PkceCodeVerifier,
        nonce: &Nonce,
    ) -> Result<std::result::Result<Subject, Refused>> {
        let metadata = self.metadata(KEPT).await?;
        let client = self.oidc(&metadata);
        let http = |request| fetch_tokens(self.client.clone(), request);
        let request = client.exchange_code(AuthorizationCode::new(code))?.set_pkce_verifier(verifier);
        let tokens = match request.request_async(&http).await {
            Ok(tokens) => tokens,
            Err(error) => return tokens::of_exchange(error),
        };
        match tokens::subject(&client, &metadata, &tokens, nonce, &self.entry.subject_claim) {
            // Its keys may be newer than what is known of them.
            Err(Refused::UnknownKey) => {
                let metadata = self.metadata(APART).await?;
                Ok(tokens::subject(&self.oidc(&metadata), &metadata, &tokens, nonce, &self.entry.subject_claim))
            }
            other => Ok(other),
        }
    }

    /// As if it had been asked so much earlier: tests wait for no hour.
    pub fn grows_old(&self, by: Duration) {
        if let Ok(mut known) = self.known.lock()
            && let Some(known) = known.as_mut()
        {
            known.age += by;
        }
    }

    fn oidc(&self, metadata: &CoreProviderMetadata) -> Oidc {
        let (id, secret) = (self.entry.client_id.clone(), self.entry.client_secret.clone());
        let client = Oidc::from_provider_metadata(metadata.clone(), id, secret);
        client.set_redirect_uri(self.redirect.clone()).set_auth_type(auth_type(metadata))
    }

    /// What the provider says of itself, no older than this. Its issuer must be the one of the file.
    async fn metadata(&self, no_older: Duration) -> Result<Arc<CoreProviderMetadata>> {
        let known = self.known.lock().ok().and_then(|known| known.clone());
        if let Some(known) = known.filter(|known| known.at.elapsed() + known.age < no_older) {
            return Ok(known.metadata);
        }
        let http = |request| fetch(self.client.clone(), request);
        let metadata = CoreProviderMetadata::discover_async(self.entry.issuer.clone(), &http).await;
        let told = || format!("{} doesn't say how to sign in", self.issuer());
        let metadata = Arc::new(metadata.with_context(told)?);
        if let Ok(mut known) = self.known.lock() {
            *known = Some(Known { metadata: metadata.clone(), at: Instant::now(), age: Duration::ZERO });
        }
        Ok(metadata)
    }
}

/// How the client proves itself when it exchanges a code: in the header unless the provider offers the body alone. A
/// provider that doesn't say takes the header (OpenID Connect Discovery 1.0, section 3).
fn auth_type(metadata: &CoreProviderMetadata) -> AuthType {
    let offered = metadata.token_endpoint_auth_methods_supported();
    let offers = |method: CoreClientAuthMethod| offered.is_some_and(|all| all.contains(&method));
    let only_body = offers(CoreClientAuthMethod::ClientSecretPost) && !offers(CoreClientAuthMethod::ClientSecretBasic);
    if only_body { AuthType::RequestBody } else { AuthType::BasicAuth }
}
