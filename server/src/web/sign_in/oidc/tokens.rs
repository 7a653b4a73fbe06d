//! What a provider gives for a code, and whether it is for this server, for this sign-in, and genuine.

use super::fetch::NotFetched;
use anyhow::Result;
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreErrorResponseType, CoreGenderClaim, CoreJsonWebKey,
    CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreProviderMetadata, CoreRevocableToken,
    CoreRevocationErrorResponse, CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::{
    AdditionalClaims, ClaimsVerificationError, Client, EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet,
    EndpointSet, IdTokenFields, Nonce, RequestTokenError, SignatureVerificationError, StandardErrorResponse,
    StandardTokenResponse, TokenResponse,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// Signatures that anybody can check and only the provider can make. Those with a shared secret are not among them.
const SIGNED_BY: [CoreJwsSigningAlgorithm; 7] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];
const SUBJECT_CHARS: usize = 255;

/// Claims beyond the standard's, of which one may be the subject.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct OtherClaims {
    #[serde(flatten)]
    all: BTreeMap<String, Value>,
}

impl AdditionalClaims for OtherClaims {}

type Fields = IdTokenFields<
    OtherClaims,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;
type Tokens = StandardTokenResponse<Fields, CoreTokenType>;

/// A client of a provider whose addresses are known.
pub type Oidc = Client<
    OtherClaims,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    Tokens,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// Who somebody is to the provider.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Subject {
    pub subject: String,
    /// When they last signed in there, in unix milliseconds, where the provider says so.
    pub signed_in_at_ms: Option<i64>,
}

/// Why what the provider gave isn't taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Refused {
    /// The code was used before, is made up, or isn't for this client.
    Code,
    NoToken,
    UnknownKey,
    Signature,
    Issuer,
    Audience,
    Nonce,
    Expired,
    NoSubject,
    Other,
}

impl Refused {
    /// The word in the log.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Refused::Code => "code",
            Refused::NoToken => "no_token",
            Refused::UnknownKey => "unknown_key",
            Refused::Signature => "signature",
            Refused::Issuer => "issuer",
            Refused::Audience => "audience",
            Refused::Nonce => "nonce",
            Refused::Expired => "expired",
            Refused::NoSubject => "no_subject",
            Refused::Other => "other",
        }
    }
}

type NotExchanged = RequestTokenError<NotFetched, StandardErrorResponse<CoreErrorResponseType>>;

/// What a failed exchange means.
pub(super) fn of_exchange<T>(error: NotExchanged) -> Result<std::result::Result<T, Refused>> {
    match error {
        RequestTokenError::ServerResponse(answer) => {
            tracing::warn!(error = ?answer.error(), "an identity provider refused a code");
            Ok(Err(Refused::Code))
        }
        // Where in the answer it failed; the answer itself may hold tokens.
        RequestTokenError::Parse(error, _) => {
            tracing::warn!(at = %error.path(), "an identity provider's answer can't be read as tokens");
            Ok(Err(Refused::NoToken))
        }
        // The response may hold secrets; what went wrong in reaching it doesn't.
        RequestTokenError::Request(error) => Err(error.into()),
        RequestTokenError::Other(text) => Err(anyhow::anyhow!(text)),
    }
}

/// Who the tokens say it is: signed by the provider's keys, for this client, for this nonce, and not ended.
pub(super) fn subject(
    client: &Oidc,
    metadata: &CoreProviderMetadata,
    tokens: &Tokens,
    nonce: &Nonce,
    claim: &str,
) -> std::result::Result<Subject, Refused> {
    let token = tokens.id_token().ok_or(Refused::NoToken)?;
    let offered = metadata.id_token_signing_alg_values_supported();
    let verifier = client.id_token_verifier();
    let verifier = verifier.set_allowed_algs(SIGNED_BY.into_iter().filter(|alg| offered.contains(alg)));
    // A token may be for others too where it says that it was issued to this client (OpenID Connect Core, 3.1.3.7).
    let verifier = verifier.set_other_audience_verifier_fn(|_| true);
    let claims = token.claims(&verifier, nonce).map_err(|error| {
        tracing::warn!(%error, "an identity provider's token was not taken");
        of_claims(&error)
    })?;
    let is_shared = claims.audiences().len() > 1;
    let is_ours = claims.authorized_party().map_or(!is_shared, |party| party == client.client_id());
    if !is_ours {
        tracing::warn!("an identity provider's token was issued to another client");
        return Err(Refused::Audience);
    }
    let other = || claims.additional_claims().all.get(claim)?.as_str().map(str::to_owned);
    let subject = if claim == "sub" { Some(claims.subject().to_string()) } else { other() };
    // Compared character by character (OpenID Connect Core, section 5.7), so never rewritten.
    let is_fit = |text: &String| !text.is_empty() && text.chars().count() <= SUBJECT_CHARS;
    let subject = subject.filter(|text| is_fit(text) && !text.chars().any(char::is_control));
    let signed_in_at_ms = claims.auth_time().map(|at| at.timestamp_millis());
    Ok(Subject { subject: subject.ok_or(Refused::NoSubject)?, signed_in_at_ms })
}

fn of_claims(error: &ClaimsVerificationError) -> Refused {
    match error {
        ClaimsVerificationError::Expired(_) => Refused::Expired,
        ClaimsVerificationError::InvalidAudience(_) => Refused::Audience,
        ClaimsVerificationError::InvalidIssuer(_) => Refused::Issuer,
        ClaimsVerificationError::InvalidNonce(_) => Refused::Nonce,
        ClaimsVerificationError::InvalidSubject(_) => Refused::NoSubject,
        ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey) => {
            Refused::UnknownKey
        }
        ClaimsVerificationError::SignatureVerification(_) => Refused::Signature,
        _ => Refused::Other,
    }
}
