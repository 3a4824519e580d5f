//! What a formation says of users' credentials, and which of its servers need them.

use std::time::Duration;

use super::own::is_personal;
use crate::credentials::Service;
use crate::formation::model::{CredentialMode, Formation, McpAuth, McpServer, McpTransport, Parameter, Text};
use crate::formation::reference::Target;
use crate::formation::yaml::{Entry, Map, Node};
use crate::runtime::credentials::{Mode, Need, Rules, ServiceLink};
use crate::runtime::inline::identity::GITHUB;

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

/// Where GitHub's API is for a server: as its own variables say, with which an enterprise names its own. None where that is not
/// certain, so that no token is shown to a GitHub that it is not for.
fn api(server: &McpServer, service: &Service) -> Option<String> {
    if service.as_str() != "github" {
        return None;
    }
    let command = match &server.transport {
        McpTransport::Http { endpoint, .. } => return is_public(&endpoint.raw).then(|| GITHUB.to_owned()),
        McpTransport::Command(command) => command,
    };
    let more = match &server.auth {
        McpAuth::Env(more) => Some(more),
        _ => None,
    };
    let mut said =
        command.env.iter().chain(more.into_iter().flatten()).filter(|(name, _)| names_a_host(name));
    let Some((name, value)) = said.next() else {
        let in_words = |text: &Text| {
            names_a_host(&text.raw.to_uppercase().replace('-', "_")) || text.raw.contains("://")
        };
        return (!command.args.iter().any(in_words)).then(|| GITHUB.to_owned());
    };
    let value = value.raw.trim().trim_end_matches('/');
    if value.is_empty() || value.contains("${{") || said.next().is_some() {
        return None;
    }
    match name.as_str() {
        "GITHUB_API_URL" => Some(value.to_owned()),
        "GITHUB_HOST" | "GH_HOST" => Some(enterprise(value)),
        _ => None,
    }
}

/// The API of the GitHub whose pages are at `host`.
fn enterprise(host: &str) -> String {
    let host = if host.contains("://") { host.to_owned() } else { format!("https://{host}") };
    match host.split_once("://") {
        Some((scheme, name)) if name.ends_with(".ghe.com") => format!("{scheme}://api.{name}"),
        Some((_, "github.com")) => GITHUB.to_owned(),
        _ => format!("{host}/api/v3"),
    }
}

/// Whether a variable or an argument says where GitHub is: `GITHUB_HOST`, `GH_URL`, `--gh-host`.
fn names_a_host(name: &str) -> bool {
    let has =
        |words: &[&str]| name.split(|c: char| !c.is_ascii_alphanumeric()).any(|part| words.contains(&part));
    has(&["GITHUB", "GH", "GHE"])
        && has(&["HOST", "HOSTNAME", "URL", "API", "SERVER", "BASE", "DOMAIN", "ENDPOINT"])
}

/// Whether an address is one of GitHub's own.
fn is_public(url: &str) -> bool {
    let Some(rest) = url.trim().strip_prefix("https://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit_once(':').map_or(host, |(host, _)| host).to_ascii_lowercase();
    ["github.com", "githubcopilot.com"].iter().any(|known| {
        host == *known
            || host.strip_suffix(known).is_some_and(|before| before.ends_with('.') && !before.contains('@'))
    })
}

/// Whether a server signs in with a name and a password of the user's.
fn is_basic(server: &McpServer) -> bool {
    matches!(&server.auth, McpAuth::Basic { username, password } if is_personal(username) && is_personal(password))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_githubs_own_is_asked_there() {
        for url in ["https://api.githubcopilot.com/mcp/", "https://github.com:443/x"] {
            assert!(is_public(url), "{url}");
        }
        for url in [
            "https://mcp.example.com/github",
            "https://api.githubcopilot.com.evil.example/mcp",
            "https://x@github.com.example",
            "https://evil-github.com",
            "http://github.com",
            "${{ secrets.URL }}",
        ] {
            assert!(!is_public(url), "{url}");
        }
    }

    #[test]
    fn variables_that_name_an_enterprise_are_known() {
        for name in ["GITHUB_HOST", "GH_HOST", "GITHUB_API_URL", "GITHUB_BASE_URL", "GHE_HOST", "__GH_HOST"] {
            assert!(names_a_host(name), "{name}");
        }
        for name in ["GITHUB_TOKEN", "GITHUB_PERSONAL_ACCESS_TOKEN", "HOST", "PATH"] {
            assert!(!names_a_host(name), "{name}");
        }
        assert_eq!(enterprise("git.example.com"), "https://git.example.com/api/v3");
        assert_eq!(enterprise("https://acme.ghe.com"), "https://api.acme.ghe.com");
        assert_eq!(enterprise("github.com"), GITHUB);
    }
}
