//! Who may call: the two keys of a formation, and the user that a call is for.

use std::net::SocketAddr;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};

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
pub(in crate::runtime) struct Peer {
    /// Its address.
    pub(in crate::runtime) address: SocketAddr,
    /// It is a declared proxy: it speaks for others.
    pub(in crate::runtime) proxied: bool,
    /// The address of ours that it called.
    pub(in crate::runtime) called: Option<SocketAddr>,
}

/// The caller has the admin key.
pub(super) struct Admin;

/// The caller has the client key, and calls for this user.
pub(super) struct Client(pub(super) Principal);

/// The caller has the client key and calls for this user, or has the admin key and calls for the
/// user that it names, or for all.
pub(super) struct Dual(pub(super) Option<Principal>);

/// The caller has the client key, as `Authorization: Bearer` or in its own header.
pub(super) struct Bearer {
    /// The user that the header names.
    pub(super) named: Option<Principal>,
    /// For whom the call is if nobody is named at all.
    pub(super) otherwise: Result<Principal, ApiError>,
}

fn require(headers: &HeaderMap, name: &str, key: &SecretBytes) -> Result<(), ApiError> {
    let mut all = headers.get_all(name).iter();
    let sent = all.next();
    if all.next().is_some() {
        return Err(ApiError::invalid(format!("{name} is there twice: send one key")));
    }
    let Some(sent) = sent else {
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

impl FromRequestParts<Api> for Dual {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, ApiError> {
        let both = "X-Muxi-Admin-Key or X-Muxi-Client-Key";
        let has = |name: &str| parts.headers.contains_key(name);
        match require(&parts.headers, "X-Muxi-Admin-Key", &api.keys.admin) {
            Ok(()) => return named_user(parts).map(Self),
            Err(error) if has("X-Muxi-Admin-Key") && !has("X-Muxi-Client-Key") => return Err(error),
            Err(_) if !has("X-Muxi-Client-Key") => {
                return Err(ApiError::unauthorized(&format!(
                    "the header {both} is missing; `muxi keys show` prints the keys"
                )));
            }
            Err(_) => {}
        }
        require(&parts.headers, "X-Muxi-Client-Key", &api.keys.client)?;
        user(parts).map(|who| Self(Some(who)))
    }
}

impl FromRequestParts<Api> for Bearer {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, ApiError> {
        let mut sent = parts.headers.get_all(header::AUTHORIZATION).iter();
        match (sent.next(), sent.next()) {
            (None, _) => require(&parts.headers, "X-Muxi-Client-Key", &api.keys.client).map_err(|_| {
                ApiError::unauthorized(
                    "send the formation's client key as `Authorization: Bearer KEY`; `muxi keys show` prints it",
                )
            })?,
            (Some(_), Some(_)) => {
                return Err(ApiError::invalid("Authorization is there twice: send one key"));
            }
            (Some(sent), None) => {
                let token = sent.as_bytes().split_at_checked(7);
                let token = token.filter(|(scheme, _)| scheme.eq_ignore_ascii_case(b"bearer "));
                if !token.is_some_and(|(_, key)| mac::equal(key.trim_ascii(), api.keys.client.expose())) {
                    return Err(ApiError::unauthorized(
                        "the API key is not this formation's client key; `muxi keys show` prints it",
                    ));
                }
            }
        }
        Ok(Self { named: named_user(parts)?, otherwise: own_user(parts) })
    }
}

impl Bearer {
    /// The user that is named, or the local one.
    pub(super) fn principal(self) -> Result<Principal, ApiError> {
        self.named.map_or(self.otherwise, Ok)
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
    named_user(parts)?.map_or_else(|| own_user(parts), Ok)
}

fn named_user(parts: &Parts) -> Result<Option<Principal>, ApiError> {
    let mut named = parts.headers.get_all("x-muxi-user-id").iter();
    if let Some(id) = named.next() {
        if named.next().is_some() {
            return Err(ApiError::invalid("X-Muxi-User-ID is there twice: name one user"));
        }
        let who = std::str::from_utf8(id.as_bytes()).ok().and_then(|id| Principal::parse(id).ok());
        return who.map(Some).ok_or_else(|| {
            ApiError::invalid(
                "X-Muxi-User-ID holds no user id: 1 to 255 bytes of UTF-8, no control characters",
            )
        });
    }
    Ok(None)
}

/// The local user, for a direct call from this machine.
fn own_user(parts: &Parts) -> Result<Principal, ApiError> {
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
