//! What a formation says of users' credentials, and which of its servers need them.

use crate::credentials::Service;
use crate::formation::model::{CredentialMode, Formation, McpAuth, McpServer, McpTransport, Parameter, Text};
use crate::formation::reference::Target;
use crate::formation::yaml::{Entry, Map, Node};
use crate::runtime::credentials::{Mode, Need, Rules, ServiceLink};
use std::time::Duration;

/// Where GitHub's API is.
const GITHUB: &str = "https://api.github.com";

/// The rules of `formation`.
pub fn rules(formation: &Formation) -> Rules {
    let said = &formation.user_credentials;
    Rules {
        mode: match said.mode {
            CredentialMode::Redirect => Mode::Redirect,
            CredentialMode::Dynamic => Mode::Dynamic,
        },
        redirect_message: said.redirect_message.as_ref().map(|text| text.raw.trim().to_owned()),
        require_https: said.require_https,
        ttl: Duration::from_secs(said.ttl_minutes.saturating_mul(60)),
        max_attempts: said.max_attempts,
        needs: formation.mcp.servers.iter().flat_map(needs).collect(),
        links: links(formation),
    }
}

/// `links` of the formation.
fn links(formation: &Formation) -> Vec<ServiceLink> {
    let entries = formation.tree.get("links").and_then(Node::as_map);
    let text = |link: &Node, key: &str| link.get(key).and_then(Node::as_str).map(str::to_owned);
    let one = |entry: &Entry| {
        let url = text(&entry.value, "url")?;
        Some(ServiceLink { name: entry.key.clone(), url, label: text(&entry.value, "label") })
    };
    entries.into_iter().flat_map(Map::iter).filter_map(one).collect()
}

/// Where GitHub's API is for a server: as its own variables say, with which an enterprise names its own.
fn api(server: &McpServer, service: &Service) -> Option<String> {
    if service.as_str() != "github" {
        return None;
    }
    let own = |name: &str| {
        let said = match (&server.transport, &server.auth) {
            (McpTransport::Command(command), McpAuth::Env(more)) => {
                command.env.get(name).or_else(|| more.get(name))
            }
            (McpTransport::Command(command), _) => command.env.get(name),
            _ => None,
        };
        said.map(|text| text.raw.trim().trim_end_matches('/').to_owned()).filter(|text| !text.contains("${{"))
    };
    let enterprise = |host: String| {
        let host = if host.contains("://") { host } else { format!("https://{host}") };
        match host.split_once("://") {
            Some((scheme, name)) if name.ends_with(".ghe.com") => format!("{scheme}://api.{name}"),
            Some((_, "github.com")) => GITHUB.to_owned(),
            _ => format!("{host}/api/v3"),
        }
    };
    Some(
        own("GITHUB_API_URL")
            .or_else(|| own("GITHUB_HOST").map(enterprise))
            .unwrap_or_else(|| GITHUB.to_owned()),
    )
}

/// Whether a server signs in with a name and a password of the user's.
fn is_basic(server: &McpServer) -> bool {
    let of_user =
        |text: &Text| text.references().iter().any(|one| matches!(one.target, Target::Credential(_)));
    matches!(&server.auth, McpAuth::Basic { username, password } if of_user(username) && of_user(password))
}

/// What a server needs, each service once, in the order in which they are written.
fn needs(server: &McpServer) -> Vec<Need> {
    let mut found: Vec<Need> = Vec::new();
    for reference in texts(server).into_iter().flat_map(Text::references) {
        let Target::Credential(name) = reference.target else { continue };
        // The checks have refused what is no name.
        let Ok(service) = Service::parse(&name) else { continue };
        if found.iter().all(|need| need.service != service) {
            found.push(Need {
                api: api(server, &service),
                basic: is_basic(server),
                service,
                server: server.id.clone(),
                description: server.description.as_ref().map(|text| text.raw.clone()).unwrap_or_default(),
                accept_inline: server.accept_inline,
            });
        }
    }
    found
}

/// The texts of a server in which a user's credential may stand.
fn texts(server: &McpServer) -> Vec<&Text> {
    let mut texts: Vec<&Text> = match &server.auth {
        McpAuth::None | McpAuth::OAuth2(_) => Vec::new(),
        McpAuth::Bearer { token, .. } => vec![token],
        McpAuth::Basic { username, password } => vec![username, password],
        McpAuth::ApiKey { key, .. } => vec![key],
        McpAuth::Env(variables) => variables.values().collect(),
    };
    match &server.transport {
        McpTransport::Http { headers, .. } => texts.extend(headers.values()),
        McpTransport::Command(command) => texts.extend(command.env.values()),
    }
    texts.extend(server.parameters.values().filter_map(|parameter| match parameter {
        Parameter::Text(text) => Some(text),
        Parameter::Value(_) => None,
    }));
    texts
}
