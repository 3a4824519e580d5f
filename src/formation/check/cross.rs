//! What one component says against what another one is.

use std::collections::HashMap;

use super::Checker;
use super::components::{declared, used};
use crate::formation::code::Code;
use crate::formation::diagnostic::Diagnostic;
use crate::formation::families::Families;
use crate::formation::reference::{Reference, Target};
use crate::formation::source::Span;
use crate::formation::usage::FOR_USERS;
use crate::formation::yaml::{Node, Scalar};

impl Checker<'_> {
    /// Checks agents, servers and what users store for them against each other.
    pub(in crate::formation) fn across(&mut self, tree: &Node, families: &Families) {
        let agents = families.agents(tree);
        let servers = servers(tree, families);
        let mut all: Vec<_> = servers.values().collect();
        all.sort_by_key(|server| server.span);
        for server in all {
            self.tool_patterns(server);
            self.shared_directories(server);
        }
        for agent in &agents {
            self.uses_of_servers(agent, &servers);
        }
        self.unused_by_programs(&agents);
        self.defaults(&agents);
        self.credentials(tree);
        self.login_services(tree);
        self.misplaced_credentials(tree, families, &servers);
    }

    fn uses_of_servers(&mut self, agent: &Node, servers: &HashMap<&str, &Node>) {
        let list = agent.get("mcp_servers");
        for item in list.and_then(Node::as_seq).unwrap_or_default() {
            self.tool_patterns(item);
        }
        let items = list.and_then(Node::as_seq).unwrap_or_default();
        for one in used(list).into_iter().filter(|one| one.inline.is_none()) {
            let Some(server) = servers.get(one.id) else { continue };
            if let (Some(off), true) = (inactive(server), inactive(agent).is_none()) {
                let message = format!("the MCP server `{}` is not active", one.id);
                let diagnostic = Diagnostic::warning(Code::InactiveUsed, one.span, message)
                    .label("the agent does not get its tools")
                    .also(off, "switched off here")
                    .help("remove `active: false`, or take the server out of the list");
                self.push(diagnostic);
            }
            let asked = items.iter().find(|item| item.get("id").is_some_and(|id| id.span == one.span));
            if let Some(asked) = asked {
                self.asked_tools(asked, server, one.id);
            }
        }
    }

    /// One agent answers when nothing points to another, and it has to be there.
    fn defaults(&mut self, agents: &[&Node]) {
        let mut first: Option<Span> = None;
        for agent in agents.iter().filter(|agent| flag(agent, "default") == Some(true)) {
            let Some(span) = agent.get("default").map(|node| node.span) else { continue };
            if let Some(off) = inactive(agent) {
                let diagnostic =
                    Diagnostic::warning(Code::InactiveUsed, span, "the default agent is not active")
                        .also(off, "switched off here")
                        .help("remove `active: false`, or make another agent the default one");
                self.push(diagnostic);
            } else if let Some(first) = first {
                let diagnostic = Diagnostic::warning(Code::DuplicateDefault, span, "a second default agent")
                    .also(first, "the first one")
                    .help("keep `default: true` at the one that answers when nothing points to another");
                self.push(diagnostic);
            } else {
                first = Some(span);
            }
        }
    }

    /// A user's credential is filled in for that user in a few places only.
    fn misplaced_credentials(&mut self, tree: &Node, families: &Families, servers: &HashMap<&str, &Node>) {
        let wanted = |reference: &Reference| matches!(reference.target, Target::Credential(_));
        // What is wrong otherwise may be why this place is not known as the one of a server.
        if self.diagnostics.iter().any(|found| found.is_error() || found.code == Code::UnknownKey) {
            return;
        }
        if !self.references.iter().any(|(reference, _)| wanted(reference)) {
            return;
        }
        let mut fine: Vec<Span> = Vec::new();
        for server in servers.values() {
            for node in for_users(server) {
                node.each_scalar(&mut |node, _| fine.push(node.span));
            }
        }
        // What other formations are told is not run here.
        let others = families.of("a2a").files.iter().filter_map(|file| file.node.as_ref());
        for node in tree.get("a2a").into_iter().chain(others) {
            node.each_scalar(&mut |node, _| fine.push(node.span));
        }
        let holds = |outer: &Span, inner: &Span| {
            outer.source == inner.source && outer.start <= inner.start && inner.end <= outer.end
        };
        let misplaced: Vec<(String, Span)> = self
            .references
            .iter()
            .filter(|(reference, span)| wanted(reference) && !fine.iter().any(|fine| holds(fine, span)))
            .map(|(reference, span)| (reference.target.to_string(), *span))
            .collect();
        for (target, span) in misplaced {
            let message = format!("`{target}` cannot stand here");
            let diagnostic = Diagnostic::error(Code::CredentialMisplaced, span, message)
                .label("this is the same for all users, or seen by others")
                .help("a user's credential is filled in in `auth`, `env`, `headers` and `parameters` of an MCP server");
            self.push(diagnostic);
        }
    }

    /// Users' credentials are kept in the persistent memory.
    fn credentials(&mut self, tree: &Node) {
        let persistent = tree.get("memory").and_then(|memory| memory.get("persistent"));
        let Some(persistent) = persistent else { return };
        let off = match persistent.as_scalar().and_then(Scalar::as_bool) {
            Some(on) => (!on).then_some(persistent.span),
            None => persistent
                .get("enabled")
                .filter(|_| flag(persistent, "enabled") == Some(false))
                .map(|n| n.span),
        };
        let used = self.references.iter().find_map(|(reference, span)| match &reference.target {
            Target::Credential(service) => Some((service.clone(), *span)),
            _ => None,
        });
        if let (Some(off), Some((service, span))) = (off, used) {
            let message = format!("the credential of a user for `{service}` cannot be kept");
            let diagnostic = Diagnostic::warning(Code::CredentialUnavailable, span, message)
                .label("users' credentials are in the persistent memory")
                .also(off, "which is switched off here")
                .help("switch `memory.persistent` on, or use a secret that all users share");
            self.push_soft(diagnostic);
        }
    }
}

/// Every server that has a tree, by its id; of two with one id the first.
pub(super) fn servers<'a>(tree: &'a Node, families: &'a Families) -> HashMap<&'a str, &'a Node> {
    let family = families.of("mcp");
    let mut servers = HashMap::new();
    for one in family.lists(tree).into_iter().flat_map(declared) {
        if let Some(node) = one.inline {
            servers.entry(one.id).or_insert(node);
        }
    }
    for file in &family.files {
        if let Some(node) = &file.node {
            servers.entry(file.id.as_str()).or_insert(node);
        }
    }
    servers
}

/// The places of a server where a user's credential is filled in.
pub(super) fn for_users(server: &Node) -> impl Iterator<Item = &Node> {
    FOR_USERS
        .into_iter()
        .flat_map(|key| server.get(key).into_iter().flat_map(move |node| filled_in(key, node)))
}

/// The values under `key` of a server that are filled in for each user. How it is signed in at is the same for all.
fn filled_in<'n>(key: &str, node: &'n Node) -> Vec<&'n Node> {
    let Some(map) = node.as_map().filter(|_| key == "auth") else { return vec![node] };
    let kind = node.get("type").and_then(Node::as_str);
    if kind == Some("oauth2") {
        return Vec::new();
    }
    let same = |key: &str| match kind {
        Some("env") => matches!(key, "type" | "accept_inline"),
        _ => !matches!(key, "token" | "key" | "username" | "password"),
    };
    map.iter().filter(|entry| !same(&entry.key)).map(|entry| &entry.value).collect()
}

/// Where a component is switched off.
fn inactive(component: &Node) -> Option<Span> {
    (flag(component, "active") == Some(false)).then(|| component.get("active").map(|node| node.span))?
}

fn flag(node: &Node, key: &str) -> Option<bool> {
    node.get(key)?.as_scalar()?.as_bool()
}
