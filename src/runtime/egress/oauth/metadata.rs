//! Who gives out tokens for a server, and where: RFC 9728 for the server, RFC 8414 and `OpenID` Connect Discovery for
//! whoever it names.

use reqwest::Url;
use reqwest::header::HeaderValue;
use serde::Deserialize;

use super::client::OAuthSettings;
use super::wire::Wire;
use crate::runtime::egress::client::host_of;
use crate::runtime::egress::error::EgressError;

/// So many authorization servers of one server are looked at.
const MOST: usize = 4;

/// The longest list of scopes that is taken from anybody.
const SCOPES: usize = 100;

/// What a refusal says of how to be let in (RFC 6750, RFC 9728).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::runtime::egress) struct Challenge {
    /// Where the server tells of itself.
    pub(super) metadata: Option<String>,
    /// What it takes to be let in.
    pub(super) scopes: Vec<String>,
    /// `insufficient_scope`, `invalid_token`.
    pub(super) error: Option<String>,
}

impl Challenge {
    /// The one of the scheme `Bearer` among the `WWW-Authenticate` headers of a response.
    pub(in crate::runtime::egress) fn of<'a>(headers: impl IntoIterator<Item = &'a HeaderValue>) -> Self {
        let texts = headers.into_iter().filter_map(|value| value.to_str().ok());
        texts.map(Self::parse).find(|one| *one != Self::default()).unwrap_or_default()
    }

    /// Whether the token is good, and not enough.
    pub(in crate::runtime::egress) fn wants_more(&self) -> bool {
        self.error.as_deref() == Some("insufficient_scope")
    }

    fn parse(text: &str) -> Self {
        let mut found = Self::default();
        let lower = text.to_ascii_lowercase();
        let Some(at) = lower.find("bearer ") else { return found };
        let mut rest = text[at + "bearer ".len()..].trim_start();
        while let Some((name, after)) = rest.split_once('=') {
            // A word before the name is another scheme: what follows is not ours.
            let name = name.trim().trim_start_matches(',').trim();
            if name.contains(char::is_whitespace) {
                break;
            }
            let (value, after) = value(after.trim_start());
            match name.to_ascii_lowercase().as_str() {
                "resource_metadata" => found.metadata = Some(value),
                "scope" => found.scopes = words(&value),
                "error" => found.error = Some(value),
                _ => {}
            }
            rest = after.trim_start().trim_start_matches(',').trim_start();
        }
        found
    }
}

/// A token or a quoted text, and what is behind it.
fn value(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find([',', ' ']).unwrap_or(text.len());
        return (text[..end].to_owned(), &text[end..]);
    };
    let (mut value, mut escaped) = (String::new(), false);
    for (at, c) in quoted.char_indices() {
        match c {
            _ if escaped => {
                value.push(c);
                escaped = false;
            }
            '\\' => escaped = true,
            '"' => return (value, &quoted[at + 1..]),
            c => value.push(c),
        }
    }
    (value, "")
}

/// Scopes as they stand in one text, each once.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for word in text.split_ascii_whitespace().take(SCOPES) {
        if !all.iter().any(|known| known == word) {
            all.push(word.to_owned());
        }
    }
    all
}

/// What is not there is written as `null`, too.
fn or_nothing<'de, D, T>(from: D) -> Result<T, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Ok(Option::deserialize(from)?.unwrap_or_default())
}

/// What a server tells of itself (RFC 9728).
#[derive(Debug, Default, Deserialize)]
#[expect(clippy::struct_field_names, reason = "the standard's own names")]
struct Resource {
    resource: Option<String>,
    #[serde(default, deserialize_with = "or_nothing")]
    authorization_servers: Vec<String>,
    #[serde(default, deserialize_with = "or_nothing")]
    scopes_supported: Vec<String>,
}

/// What an authorization server tells of itself (RFC 8414).
#[derive(Clone, Debug, Default, Deserialize)]
#[expect(clippy::struct_field_names, reason = "the standard's own names")]
pub(super) struct Issuer {
    pub(super) issuer: String,
    #[serde(default, deserialize_with = "or_nothing")]
    pub(super) authorization_endpoint: Option<String>,
    pub(super) token_endpoint: String,
    pub(super) registration_endpoint: Option<String>,
    pub(super) revocation_endpoint: Option<String>,
    pub(super) scopes_supported: Option<Vec<String>>,
    pub(super) code_challenge_methods_supported: Option<Vec<String>>,
    pub(super) token_endpoint_auth_methods_supported: Option<Vec<String>>,
    #[serde(default, deserialize_with = "or_nothing")]
    pub(super) authorization_response_iss_parameter_supported: bool,
    #[serde(default, deserialize_with = "or_nothing")]
    pub(super) client_id_metadata_document_supported: bool,
}

/// What was found out about signing in at a server.
pub(super) struct Discovered {
    pub(super) issuer: Issuer,
    /// The name under which tokens for the server are asked for (RFC 8707).
    pub(super) resource: String,
    /// What it takes by the server's own words: the challenge's, else what it tells of itself.
    pub(super) scopes: Vec<String>,
}

/// Finds out who gives out tokens for the server of `wire`: of those that the server names, the one that the formation
/// names. The secret of a client goes to nobody whom only the server names, since it is not the server's to send around.
pub(super) async fn discover(wire: &Wire, settings: &OAuthSettings) -> Result<Discovered, EgressError> {
    let home = wire.home();
    let pinned = settings.issuer.as_deref();
    let challenge = wire.challenge().await?;
    let resource = match resource(wire, &challenge).await? {
        Some(resource) => resource,
        // A server from before 2025-06-18 gives out its own tokens.
        None => Resource { authorization_servers: vec![origin(home)], ..Resource::default() },
    };
    let name = resource.resource.unwrap_or_else(|| canonical(home));
    if !covers(&name, home) {
        let why = "says that it is another server; tokens for that one are not asked for".to_owned();
        return Err(EgressError::SignIn { host: host_of(home), why });
    }
    let scopes = if challenge.scopes.is_empty() {
        words(&resource.scopes_supported.join(" "))
    } else {
        challenge.scopes
    };
    let mut fault = None;
    let named =
        resource.authorization_servers.iter().filter(|one| pinned.is_none_or(|pinned| is_one(pinned, one)));
    for server in named.take(MOST) {
        let found = match wire.trusted("authorization server", server) {
            Ok(url) => issuer(wire, &url, server).await,
            Err(error) => Err(error),
        };
        match found {
            Ok(issuer) => {
                if pinned.is_none() && settings.client_secret.is_some() {
                    is_its_own(home, &issuer)?;
                }
                return Ok(Discovered { issuer, resource: name, scopes });
            }
            Err(error) => fault = fault.or(Some(error)),
        }
    }
    let why = pinned.map_or("does not say who gives out tokens for it".to_owned(), |pinned| {
        format!("does not say that {pinned} gives out tokens for it, as `auth.issuer` does")
    });
    Err(fault.unwrap_or(EgressError::SignIn { host: host_of(home), why }))
}

/// Whether two texts name one issuer.
pub(super) fn is_one(one: &str, other: &str) -> bool {
    one.trim_end_matches('/') == other.trim_end_matches('/')
}

/// Refuses whoever is not at the server's own origin.
fn is_its_own(home: &Url, issuer: &Issuer) -> Result<(), EgressError> {
    let there = |text: &str| Url::parse(text).is_ok_and(|url| url.origin() == home.origin());
    if there(&issuer.issuer) && there(&issuer.token_endpoint) {
        return Ok(());
    }
    let who = Url::parse(&issuer.issuer).map_or_else(|_| "somebody".to_owned(), |url| host_of(&url));
    let why = format!(
        "names {who} as who gives out its tokens; `auth.client_secret` goes there only where `auth.issuer` names it too"
    );
    Err(EgressError::SignIn { host: host_of(home), why })
}

async fn resource(wire: &Wire, challenge: &Challenge) -> Result<Option<Resource>, EgressError> {
    let home = wire.home();
    if let Some(written) = &challenge.metadata {
        let url = home.join(written).map_or_else(|_| written.clone(), String::from);
        let url = wire.trusted("metadata", &url)?;
        return Ok(wire.document(&url).await?.filter(|found: &Resource| found.names_somebody()));
    }
    let mut fault = None;
    for url in well_known(home, "oauth-protected-resource") {
        match at_place::<Resource>(wire, &url, &mut fault).await? {
            Some(found) if found.names_somebody() => return Ok(Some(found)),
            _ => {}
        }
    }
    fault.map_or(Ok(None), Err)
}

/// A document at one of several places; that one of them fails is kept, and the next is looked at.
async fn at_place<T: serde::de::DeserializeOwned>(
    wire: &Wire,
    url: &Url,
    fault: &mut Option<EgressError>,
) -> Result<Option<T>, EgressError> {
    match wire.document(url).await {
        Err(error @ EgressError::Status { .. }) => {
            fault.get_or_insert(error);
            Ok(None)
        }
        got => got,
    }
}

impl Resource {
    fn names_somebody(&self) -> bool {
        !self.authorization_servers.is_empty()
    }
}

/// The metadata of the authorization server at `url`, which is written `as_written`.
async fn issuer(wire: &Wire, url: &Url, as_written: &str) -> Result<Issuer, EgressError> {
    let mut places = well_known(url, "oauth-authorization-server");
    // Without a path the two forms are one.
    places.truncate(1);
    places.extend(well_known(url, "openid-configuration").into_iter().take(1));
    let path = url.path().trim_end_matches('/');
    if !path.is_empty() {
        places.push(at_path(url, &format!("{path}/.well-known/openid-configuration")));
    }
    let bad = |why: &str| EgressError::SignIn { host: host_of(url), why: why.to_owned() };
    let mut fault = None;
    for place in places {
        let Some(found) = at_place::<Issuer>(wire, &place, &mut fault).await? else { continue };
        // Whoever says to be somebody else would be taken for them (RFC 8414, 3.3).
        if !same_issuer(&found.issuer, as_written) {
            return Err(bad("says that it is another authorization server than the one that was asked"));
        }
        wire.trusted("token endpoint", &found.token_endpoint)?;
        return Ok(found);
    }
    Err(fault.unwrap_or_else(|| bad("tells nothing of itself as an authorization server")))
}

fn same_issuer(one: &str, other: &str) -> bool {
    // As addresses, a path of nothing and `/` are the same.
    let bare = |text: &str| match Url::parse(text) {
        Ok(url) if url.path() == "/" => text.trim_end_matches('/').to_owned(),
        _ => text.to_owned(),
    };
    bare(one) == bare(other)
}

/// Where `name` is told of `url`: with its path behind, then at the root.
fn well_known(url: &Url, name: &str) -> Vec<Url> {
    let path = url.path().trim_end_matches('/');
    let mut all = vec![at_path(url, &format!("/.well-known/{name}{path}"))];
    if !path.is_empty() {
        all.push(at_path(url, &format!("/.well-known/{name}")));
    }
    all
}

fn at_path(url: &Url, path: &str) -> Url {
    let mut to = url.clone();
    to.set_path(path);
    to.set_query(None);
    to.set_fragment(None);
    to
}

/// Scheme, host and port.
fn origin(url: &Url) -> String {
    url.origin().ascii_serialization()
}

/// The server's own name (RFC 8707): its address without what does not name it.
fn canonical(url: &Url) -> String {
    let plain = at_path(url, url.path());
    if plain.path() == "/" { origin(&plain) } else { plain.to_string() }
}

/// Whether tokens for the resource `name` are for the server at `home` too.
fn covers(name: &str, home: &Url) -> bool {
    let Ok(named) = Url::parse(name) else { return false };
    let path = named.path().trim_end_matches('/');
    let rest = home.path().strip_prefix(path);
    named.origin() == home.origin() && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_challenge_is_read_whatever_stands_around_it() {
        let of = |text: &'static str| Challenge::of([&HeaderValue::from_static(text)]);
        let found = of(
            r#"Basic realm="x", Bearer error="insufficient_scope", scope="a b a", resource_metadata="https://a.example/m?x=1,2""#,
        );
        assert_eq!(found.scopes, ["a", "b"]);
        assert!(found.wants_more());
        assert_eq!(found.metadata.as_deref(), Some("https://a.example/m?x=1,2"));
        assert_eq!(of(r"bearer scope=one").scopes, ["one"]);
        assert_eq!(of(r#"Bearer realm="a\"b", scope="c""#).scopes, ["c"]);
        for odd in ["", "Bearer", "Bearer =", "Bearer scope", "Bearer scope=\"a", "Digest scope=\"a\""] {
            let _ = of(odd);
        }
        assert_eq!(of("Digest scope=\"a\""), Challenge::default());
    }

    #[test]
    fn tokens_are_asked_for_the_server_itself_or_for_what_it_is_part_of() {
        let home = Url::parse("https://tools.example/mcp/one?key=1").unwrap();
        for good in ["https://tools.example/mcp/one", "https://tools.example/mcp", "https://tools.example"] {
            assert!(covers(good, &home), "{good}");
        }
        for bad in ["https://tools.example/mc", "https://other.example/mcp", "http://tools.example/mcp", "x"]
        {
            assert!(!covers(bad, &home), "{bad}");
        }
        assert_eq!(canonical(&home), "https://tools.example/mcp/one");
    }

    #[test]
    fn an_issuer_is_who_it_says_but_for_a_slash_at_its_root() {
        assert!(same_issuer("https://a.example", "https://a.example/"));
        assert!(!same_issuer("https://a.example/x", "https://a.example/x/"));
        assert!(!same_issuer("https://a.example", "https://b.example"));
        assert!(!same_issuer("http://a.example", "https://a.example"));
    }

    #[test]
    fn metadata_is_looked_for_behind_the_path_and_then_at_the_root() {
        let url = Url::parse("https://a.example/tenant/one").unwrap();
        let all: Vec<String> = well_known(&url, "x").into_iter().map(String::from).collect();
        assert_eq!(all, ["https://a.example/.well-known/x/tenant/one", "https://a.example/.well-known/x"]);
    }
}
