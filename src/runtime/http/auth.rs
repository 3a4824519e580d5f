//! Who may call: the two keys of a formation, and the user that a call is for.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};

use super::Api;
use super::envelope::{ApiError, Meta};
use crate::audit::KeyKind;
use crate::crypto::mac;
use crate::runtime::id;
use crate::runtime::principal::{Caller, Principal, USER_PREFIX};
use crate::support::secret::SecretBytes;

/// The formation's two API keys.
#[derive(Clone, Debug)]
pub struct Keys {
    /// `X-Muxi-Admin-Key`.
    pub admin: SecretBytes,
    /// `X-Muxi-Client-Key`.
    pub client: SecretBytes,
}

impl Keys {
    /// Which of the two a request has that came this far: without the admin key it has the other one.
    pub(super) fn kind(&self, headers: &HeaderMap) -> KeyKind {
        let admin = require(headers, "X-Muxi-Admin-Key", &self.admin).is_ok();
        if admin { KeyKind::Admin } else { KeyKind::Client }
    }
}

/// Where a connection came from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer {
    /// Its address.
    pub(crate) address: SocketAddr,
    /// It is a declared proxy: it speaks for others.
    pub(crate) proxied: bool,
    /// The address of ours that it called.
    pub(crate) called: Option<SocketAddr>,
    /// It speaks TLS with us.
    pub(crate) tls: bool,
}

impl Peer {
    /// Whether nobody between the client and us could read what it sent: it is on this machine, speaks TLS, or a declared proxy
    /// speaks for it. Where a proxy says that its own client came without TLS, others could, unless that one is on this machine.
    pub(super) fn is_private(&self, headers: &HeaderMap) -> bool {
        let ip = self.address.ip().to_canonical();
        let here = ip.is_loopback() || self.called.is_some_and(|called| called.ip().to_canonical() == ip);
        (self.tls || here || self.proxied) && (!came_in_the_clear(headers) || began_here(headers))
    }
}

/// Whether all that are named as those for whom it is passed on are on this machine.
fn began_here(headers: &HeaderMap) -> bool {
    let mut named = headers.get_all("x-forwarded-for").iter().map(|v| v.to_str().unwrap_or("?")).peekable();
    let is_here =
        |address: &str| address.trim().parse().is_ok_and(|ip: IpAddr| ip.to_canonical().is_loopback());
    !headers.contains_key("forwarded")
        && named.peek().is_some()
        && named.all(|list| list.split(',').all(is_here))
}

/// Whether a proxy says that what it passes on came over plain HTTP.
fn came_in_the_clear(headers: &HeaderMap) -> bool {
    let texts = |name: &str| {
        let all: Vec<&str> = headers.get_all(name).iter().map(|v| v.to_str().unwrap_or("?")).collect();
        all.join(",").to_ascii_lowercase()
    };
    let (named, forwarded) = (texts("x-forwarded-proto"), texts("forwarded"));
    let said = forwarded.split([',', ';']).filter_map(|part| part.trim().strip_prefix("proto="));
    let mut all = said.chain(named.split(',')).map(|scheme| scheme.trim().trim_matches('"'));
    all.any(|scheme| !scheme.is_empty() && scheme != "https")
}

/// The caller has the admin key.
pub(super) struct Admin;

/// The caller has the client key, and calls for this user.
pub(super) struct Client(pub(super) Principal);

/// The caller has the client key, and names this user, unless the body names another.
pub(super) struct Named {
    /// Who is named, or who calls.
    pub(super) caller: Caller,
    /// Whether the header names it.
    pub(super) by_header: bool,
}

/// The caller has one of the two keys.
pub(super) struct Either {
    /// The user that the header names.
    pub(super) named: Option<Caller>,
}

/// The caller has the client key and calls for this user, or has the admin key and calls for the
/// user that it names, or for all.
pub(super) struct Dual(pub(super) Option<Principal>);

/// The same, where published clients name the user as `?user_id=` when the header does not.
pub(super) struct BufferOf(pub(super) Option<Principal>);

/// The caller has the client key, as `Authorization: Bearer` or in its own header.
pub(super) struct Bearer {
    /// The user that the header names.
    pub(super) named: Option<Caller>,
    /// For whom the call is if nobody is named at all.
    pub(super) otherwise: Result<Caller, ApiError>,
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
        Ok(Self(api.runtime.meet(&user(parts)?).await?))
    }
}

impl FromRequestParts<Api> for Named {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, ApiError> {
        require(&parts.headers, "X-Muxi-Client-Key", &api.keys.client)?;
        let by_header = parts.headers.contains_key("x-muxi-user-id");
        Ok(Self { caller: user(parts)?, by_header })
    }
}

impl Named {
    /// The user that the body names, on a direct call from this machine without the header.
    pub(super) async fn meet(self, api: &Api, in_body: Option<&str>) -> Result<Principal, ApiError> {
        let caller = match in_body {
            Some(id) if !self.by_header => {
                Caller::parse(id).map_err(|e| ApiError::field("user_id", &e.to_string(), "value_error"))?
            }
            _ => self.caller,
        };
        Ok(api.runtime.meet(&caller).await?)
    }
}

impl FromRequestParts<Api> for Either {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, ApiError> {
        has_admin_key(parts, api)?;
        Ok(Self { named: named_user(parts)? })
    }
}

impl FromRequestParts<Api> for Dual {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, ApiError> {
        if has_admin_key(parts, api)? {
            let Some(caller) = named_user(parts)? else { return Ok(Self(None)) };
            return for_admin(parts, api, &caller).await.map(Some).map(Self);
        }
        Ok(Self(Some(api.runtime.meet(&user(parts)?).await?)))
    }
}

impl FromRequestParts<Api> for BufferOf {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, ApiError> {
        let admin = has_admin_key(parts, api)?;
        let named = match named_user(parts)? {
            Some(caller) => Some(caller),
            None => user_in_query(parts)?,
        };
        match (named, admin) {
            (None, true) => Ok(Self(None)),
            (Some(caller), true) => for_admin(parts, api, &caller).await.map(Some).map(Self),
            (named, false) => {
                let caller = named.map_or_else(|| own_user(parts), Ok)?;
                Ok(Self(Some(api.runtime.meet(&caller).await?)))
            }
        }
    }
}

fn user_in_query(parts: &Parts) -> Result<Option<Caller>, ApiError> {
    #[derive(serde::Deserialize)]
    struct Of {
        user_id: Option<String>,
    }
    let Query(Of { user_id }) = Query::try_from_uri(&parts.uri).map_err(|fault| ApiError::query(&fault))?;
    let read = |id: String| {
        Caller::parse(&id).map_err(|error| ApiError::field("user_id", &error.to_string(), "value_error"))
    };
    user_id.map(read).transpose()
}

/// Whether the caller has the admin key; refused without any of the two.
fn has_admin_key(parts: &Parts, api: &Api) -> Result<bool, ApiError> {
    let has = |name: &str| parts.headers.contains_key(name);
    match require(&parts.headers, "X-Muxi-Admin-Key", &api.keys.admin) {
        Ok(()) => return Ok(true),
        Err(error) if has("X-Muxi-Admin-Key") && !has("X-Muxi-Client-Key") => return Err(error),
        Err(_) if !has("X-Muxi-Client-Key") => {
            return Err(ApiError::unauthorized(
                "the header X-Muxi-Admin-Key or X-Muxi-Client-Key is missing; `muxi keys show` prints the keys",
            ));
        }
        Err(_) => {}
    }
    require(&parts.headers, "X-Muxi-Client-Key", &api.keys.client)?;
    Ok(false)
}

/// The user that an administrator names. Only looking at somebody, or at what somebody has, makes nobody.
async fn for_admin(parts: &Parts, api: &Api, caller: &Caller) -> Result<Principal, ApiError> {
    let looks = matches!(parts.method, Method::GET | Method::HEAD | Method::DELETE | Method::PATCH);
    if !looks {
        return Ok(api.runtime.meet(caller).await?);
    }
    // Of a user that is not there nothing is there either.
    let nobody = || Principal::of(caller.tenant(), &id::new(USER_PREFIX)).named(caller);
    Ok(api.runtime.find(caller).await?.unwrap_or_else(nobody))
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
    pub(super) async fn principal(self, api: &Api) -> Result<Principal, ApiError> {
        Ok(api.runtime.meet(&self.named.map_or(self.otherwise, Ok)?).await?)
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
            return Ok(Self(api.runtime.meet(&user(parts)?).await?));
        }
        allowed?;
        for_admin(parts, api, &user(parts)?).await.map(Self)
    }
}

/// The user named in the header. Without one, a call from this machine is the local user's.
fn user(parts: &Parts) -> Result<Caller, ApiError> {
    named_user(parts)?.map_or_else(|| own_user(parts), Ok)
}

fn named_user(parts: &Parts) -> Result<Option<Caller>, ApiError> {
    let mut named = parts.headers.get_all("x-muxi-user-id").iter();
    if let Some(id) = named.next() {
        if named.next().is_some() {
            return Err(ApiError::invalid("X-Muxi-User-ID is there twice: name one user"));
        }
        let who = std::str::from_utf8(id.as_bytes()).ok().and_then(|id| Caller::parse(id).ok());
        return who.map(Some).ok_or_else(|| {
            ApiError::invalid(
                "X-Muxi-User-ID holds no user id: 1 to 255 bytes of UTF-8, no control characters",
            )
        });
    }
    Ok(None)
}

/// The local user, for a direct call from this machine.
fn own_user(parts: &Parts) -> Result<Caller, ApiError> {
    let direct = !parts.headers.contains_key("x-forwarded-for") && !parts.headers.contains_key("forwarded");
    match parts.extensions.get::<Peer>() {
        Some(peer) if peer.address.ip().to_canonical().is_loopback() && !peer.proxied && direct => {
            Ok(Caller::local())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_in_the_clear_from_elsewhere_is_not_private() {
        let peer = |address: &str, tls, proxied| Peer {
            address: address.parse().unwrap(),
            proxied,
            called: Some("10.0.0.1:8271".parse().unwrap()),
            tls,
        };
        let said = |name: &'static str, value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(name, value.parse().unwrap());
            headers
        };
        let none = HeaderMap::new();
        let far = peer("10.0.0.2:5000", false, false);
        assert!(!far.is_private(&none));
        // Whoever is far away says what it likes.
        assert!(!far.is_private(&said("x-forwarded-proto", "https")));
        assert!(peer("10.0.0.2:5000", true, false).is_private(&none), "TLS");
        assert!(peer("10.0.0.2:5000", false, true).is_private(&none), "a declared proxy");
        for here in ["127.0.0.1:5000", "[::1]:5000", "[::ffff:127.0.0.1]:5000", "10.0.0.1:5000"] {
            assert!(peer(here, false, false).is_private(&none), "{here}");
        }
        for (name, value) in [
            ("x-forwarded-proto", "http"),
            ("x-forwarded-proto", "HTTPS,http"),
            ("forwarded", "for=1.2.3.4;Proto=http"),
            ("forwarded", "proto=https, proto=\"http\""),
        ] {
            for peer in [peer("127.0.0.1:1", false, true), peer("127.0.0.1:1", false, false)] {
                assert!(!peer.is_private(&said(name, value)), "{name}: {value}");
            }
        }
        for (whom, private) in
            [("127.0.0.1", true), ("::1, 127.0.0.1", true), ("127.0.0.1, 192.0.2.7", false), ("", false)]
        {
            let mut headers = said("x-forwarded-proto", "http");
            headers.insert("x-forwarded-for", whom.parse().unwrap());
            assert_eq!(peer("127.0.0.1:1", false, true).is_private(&headers), private, "{whom}");
            headers.insert("forwarded", "for=192.0.2.7;proto=http".parse().unwrap());
            assert!(!peer("127.0.0.1:1", false, true).is_private(&headers), "{whom}");
        }
        for (name, value) in [("x-forwarded-proto", "https"), ("forwarded", "for=1.2.3.4; proto=https")] {
            assert!(peer("10.0.0.2:1", false, true).is_private(&said(name, value)), "{name}: {value}");
        }
    }
}
