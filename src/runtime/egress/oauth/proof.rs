//! What proves that a login that comes back is the one that was begun: the state, and PKCE (RFC 7636).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqwest::Url;
use zeroize::Zeroizing;

use super::login::Callback;
use crate::crypto::hash::sha256;
use crate::crypto::mac;
use crate::crypto::rng::{self, RngError};

/// Of one login.
pub(super) struct Proof {
    state: Zeroizing<String>,
    /// Only who began the login can say it.
    pub(super) verifier: Zeroizing<String>,
}

impl Proof {
    pub(super) fn new() -> Result<Self, RngError> {
        Ok(Self { state: random()?, verifier: random()? })
    }

    /// Puts into the address to open what a login begins with.
    pub(super) fn ask(&self, url: &mut Url, client: &str, redirect_uri: &str, scopes: &[String]) {
        let challenge = URL_SAFE_NO_PAD.encode(sha256(self.verifier.as_bytes()));
        let mut query = url.query_pairs_mut();
        query
            .append_pair("response_type", "code")
            .append_pair("client_id", client)
            .append_pair("redirect_uri", redirect_uri)
            .append_pair("state", &self.state)
            .append_pair("code_challenge", &challenge)
            .append_pair("code_challenge_method", "S256");
        if !scopes.is_empty() {
            query.append_pair("scope", &scopes.join(" "));
        }
    }

    /// Whether the browser comes back from this login, and not from another one or from nowhere.
    pub(super) fn fits(&self, callback: &Callback) -> bool {
        mac::equal(callback.state.as_bytes(), self.state.as_bytes())
    }
}

/// 256 bits as text.
pub(super) fn random() -> Result<Zeroizing<String>, RngError> {
    let bytes: Zeroizing<[u8; 32]> = Zeroizing::new(rng::array()?);
    Ok(Zeroizing::new(URL_SAFE_NO_PAD.encode(*bytes)))
}
