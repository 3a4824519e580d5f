//! What a formation says of users' credentials, and which of its servers need them.

use crate::credentials::Service;
use crate::formation::model::{CredentialMode, Formation, McpAuth, McpServer, McpTransport, Parameter, Text};
use crate::formation::reference::Target;
use crate::runtime::credentials::{Mode, Need, Rules};
use std::time::Duration;

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
    }
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
