//! `user_credentials.oauth`: its part of the typed model, and from the tree to that.

use indexmap::IndexMap;

use super::lower::{text, texts, to_text};
use super::model::Text;
use super::yaml::{Node, Scalar};

/// `user_credentials.oauth.SERVICE`.
#[derive(Clone, Debug)]
pub struct OauthClient {
    /// Where a user agrees.
    pub authorization_url: Text,
    /// Where tokens are fetched and renewed.
    pub token_url: Text,
    /// Where a code for another device is fetched.
    pub device_authorization_url: Option<Text>,
    /// Who the formation is there.
    pub client_id: Text,
    /// Its secret.
    pub client_secret: Option<Text>,
    /// Whether the secret goes in the form.
    pub in_form: bool,
    /// What to ask for.
    pub scopes: Vec<Text>,
    /// For whom the tokens are to be.
    pub audience: Option<Text>,
    /// What else goes into the address that the browser opens.
    pub authorization_parameters: IndexMap<String, Text>,
    /// Where the browser comes back to.
    pub redirect_uri: Option<Text>,
    /// What says whose token it is.
    pub identity_url: Option<Text>,
    /// The field of its answer.
    pub identity_field: Option<Text>,
    /// Addresses that are not public and may be reached.
    pub allowed_addresses: Vec<Text>,
}

/// Every service that has what it takes.
pub(super) fn of(credentials: Option<&Node>) -> IndexMap<String, OauthClient> {
    let all = credentials.and_then(|node| node.get("oauth")).and_then(Node::as_map);
    let entries = all.into_iter().flat_map(|map| map.iter());
    entries.filter_map(|entry| Some((entry.key.clone(), client(&entry.value)?))).collect()
}

fn client(node: &Node) -> Option<OauthClient> {
    let some = Some(node);
    Some(OauthClient {
        authorization_url: text(some, "authorization_url")?,
        token_url: text(some, "token_url")?,
        device_authorization_url: text(some, "device_authorization_url"),
        client_id: text(some, "client_id")?,
        client_secret: text(some, "client_secret"),
        in_form: node.get("client_authentication").and_then(Node::as_str) == Some("post"),
        scopes: list(node.get("scopes")),
        audience: text(some, "audience"),
        authorization_parameters: scalars(node.get("authorization_parameters")),
        redirect_uri: text(some, "redirect_uri"),
        identity_url: text(some, "identity_url"),
        identity_field: text(some, "identity_field"),
        allowed_addresses: list(node.get("allowed_addresses")),
    })
}

/// One text, or several.
fn list(node: Option<&Node>) -> Vec<Text> {
    let Some(node) = node else { return Vec::new() };
    let items = node.as_seq().unwrap_or_default().iter().filter_map(to_text);
    to_text(node).into_iter().chain(items).collect()
}

/// Texts, and numbers and booleans as they are written.
fn scalars(map: Option<&Node>) -> IndexMap<String, Text> {
    let mut all = texts(map);
    for entry in map.and_then(Node::as_map).into_iter().flat_map(|map| map.iter()) {
        let written = entry.value.as_scalar().map(|Scalar { text, .. }| text.clone());
        if let Some(raw) = written {
            all.entry(entry.key.clone()).or_insert(Text { raw, span: entry.value.span });
        }
    }
    all
}
