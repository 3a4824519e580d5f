//! What kind of place a reference is in: whether a user's credential may stand there.

use std::path::Path;

/// The keys of an MCP server under which a user's credential may stand. Arguments can be seen by other programs, and a command
/// or an endpoint would be the user's to choose.
pub(in crate::formation) const FOR_USERS: [&str; 4] = ["auth", "env", "headers", "parameters"];

/// What kind of place a reference is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spot {
    /// The `auth` of an MCP server or of an A2A service, or the `env`, `headers` or `parameters` of one: the places for users'
    /// credentials.
    Auth,
    /// Elsewhere in an MCP server or an A2A service.
    Component,
    /// In another part of the formation, which all users share.
    Shared,
    /// In prose, or in a file that is no YAML: nothing is known about it.
    Unknown,
}

/// What a file holds, told by its directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Area {
    /// The formation, its agents, and what they include.
    Formation,
    /// An MCP server or an A2A service.
    Component,
    /// Text for models, with files of any kind beside it.
    Prose,
}

impl Area {
    /// The area of the file at `path`, which starts at the formation's directory.
    pub(super) fn of(path: &Path) -> Self {
        let markdown = crate::formation::discover::is_markdown(path);
        let first = path.components().next().map(|part| part.as_os_str().to_string_lossy().into_owned());
        match first.as_deref() {
            _ if markdown => Self::Prose,
            Some("mcp" | "mcps" | "a2a") if path.components().count() > 1 => Self::Component,
            Some("sops" | "triggers" | "skills") => Self::Prose,
            _ => Self::Formation,
        }
    }

    /// The place under `keys`, the keys of the maps around a value, the outermost first.
    pub(super) fn spot(self, keys: &[&str]) -> Spot {
        let inside = match self {
            Self::Prose => return Spot::Unknown,
            Self::Component => Some(keys),
            Self::Formation => {
                let at = keys.iter().position(|key| matches!(*key, "mcp" | "mcps" | "mcp_servers" | "a2a"));
                at.map(|at| &keys[at + 1..])
            }
        };
        match inside {
            // Who calls the formation itself is no user of a service.
            None | Some(["inbound", ..]) => Spot::Shared,
            Some(keys) if keys.iter().any(|key| FOR_USERS.contains(key)) => Spot::Auth,
            Some(_) => Spot::Component,
        }
    }
}
