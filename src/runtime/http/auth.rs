//! Who may call: the two keys of a formation, and the user that a call is for.

use std::net::SocketAddr;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;

use super::Api;
use super::envelope::{ApiError, Meta};
use crate::crypto::mac;
use crate::runtime::principal::Principal;
use crate::support::secret::SecretBytes;

/// The formation's two API keys.
#[derive(Clone, Debug)]
pub struct Keys {
    /// `X-Muxi-Admin-Key`.
    pub admin: SecretBytes,
    /// `X-Muxi-Client-Key`.
    pub client: SecretBytes,
}

/// Where a connection came from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Peer {
    /// Its address.
    pub(super) address: SocketAddr,
    /// It is a declared proxy: it speaks for others.
    pub(super) proxied: bool,
}

/// The caller has the admin key.
pub(super) struct Admin;

/// The caller has the client key, and calls for this user.
pub(super) struct Client(pub(super) Principal);

fn require(headers: &HeaderMap, name: &str, key: &SecretBytes) -> Result<(), ApiError> {
    let Some(sent) = headers.get(name) else {
        return Err(ApiError::unauthorized(&format!(
            "the header {name} is missing; `muxi keys show` prints the keys"
        )));
    };
    if mac::equal(sent.as_bytes(), key.expose()) {
        Ok(())
    } else {
        Err(ApiError::unauthorized(&format!(
            "the key in {name} is not this formation's; `muxi keys show` prints the keys"
        )))
    }
}

impl FromRequestParts<Api> for Admin {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, ApiError> {
        require(&parts.headers, "X-Muxi-Admin-Key", &api.keys.admin).map(|()| Self)
    }
}

impl FromRequestParts<Api> for Client {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, ApiError> {
        require(&parts.headers, "X-Muxi-Client-Key", &api.keys.client)?;
        user(parts).map(Self)
    }
}

/// The caller has one of the two keys, and calls for this user.
pub(super) struct Owner(pub(super) Principal);

impl FromRequestParts<Api> for Owner {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, ApiError> {
        let admin = parts.headers.contains_key("x-muxi-admin-key");
        let allowed =
            if admin { require(&parts.headers, "X-Muxi-Admin-Key", &api.keys.admin) } else { Ok(()) };
        if !admin || (allowed.is_err() && parts.headers.contains_key("x-muxi-client-key")) {
            require(&parts.headers, "X-Muxi-Client-Key", &api.keys.client)?;
        } else {
            allowed?;
        }
        user(parts).map(Self)
    }
}

/// The user named in the header. Without one, a call from this machine is the local user's.
fn user(parts: &Parts) -> Result<Principal, ApiError> {
    let mut named = parts.headers.get_all("x-muxi-user-id").iter();
    if let Some(id) = named.next() {
        if named.next().is_some() {
            return Err(ApiError::invalid("X-Muxi-User-ID is there twice: name one user"));
        }
        return std::str::from_utf8(id.as_bytes()).ok().and_then(|id| Principal::parse(id).ok()).ok_or_else(
            || {
                ApiError::invalid(
                    "X-Muxi-User-ID holds no user id: 1 to 255 bytes of UTF-8, no control characters",
                )
            },
        );
    }
    let direct = !parts.headers.contains_key("x-forwarded-for") && !parts.headers.contains_key("forwarded");
    match parts.extensions.get::<Peer>() {
        Some(peer) if peer.address.ip().to_canonical().is_loopback() && !peer.proxied && direct => {
            Ok(Principal::local())
        }
        _ => Err(ApiError::invalid(
            "the header X-Muxi-User-ID is missing: name the user that this call is for",
        )),
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Meta {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        Ok(parts.extensions.get::<Self>().cloned().expect("`around` gives every request its meta"))
    }
}
