//! Who reads which secret, variable and credential.

use super::{Graph, Kind};
use crate::formation::reference::{self, Target};
use crate::formation::yaml::{Node, Value};

/// What a tree is of: some of its parts are nodes of their own.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Area {
    /// The formation's file.
    Formation,
    /// An agent.
    Agent,
    /// A server or service.
    Component,
}

/// The parts that speak for themselves.
const OWN: [&[&str]; 6] = [
    &["llm", "api_keys"],
    &["llm", "models"],
    &["agents"],
    &["mcp", "servers"],
    &["mcps", "servers"],
    &["a2a", "outbound", "services"],
];

/// Every reference in `tree`, as read by `user`.
pub(super) fn collect(graph: &mut Graph, user: usize, tree: &Node, area: Area) {
    walk(graph, user, tree, area, &mut Vec::new());
}

fn walk<'n>(graph: &mut Graph, user: usize, node: &'n Node, area: Area, keys: &mut Vec<&'n str>) {
    let own = match area {
        Area::Formation => OWN.contains(&keys.as_slice()),
        Area::Agent => keys.as_slice() == ["llm_models"],
        Area::Component => false,
    };
    if own {
        return;
    }
    match &node.value {
        Value::Scalar(_) => {
            let label = if area == Area::Formation { keys.join(".") } else { String::new() };
            of_value(graph, user, node, &label);
        }
        Value::Seq(items) => {
            // A server that an agent declares in place is a node of its own.
            let servers = area == Area::Agent && keys.as_slice() == ["mcp_servers"];
            items.iter().filter(|_| !servers).for_each(|item| walk(graph, user, item, area, keys));
        }
        Value::Map(map) => {
            for entry in map {
                keys.push(&entry.key);
                walk(graph, user, &entry.value, area, keys);
                keys.pop();
            }
        }
    }
}

/// The references of one value.
pub(super) fn of_value(graph: &mut Graph, user: usize, node: &Node, label: &str) {
    for found in node.as_scalar().map(|scalar| reference::find(&scalar.text)).unwrap_or_default() {
        target(graph, user, &found.target, label);
    }
}

/// One of them.
pub(super) fn target(graph: &mut Graph, user: usize, target: &Target, label: &str) {
    let (kind, name) = match target {
        Target::Secret(name) => (Kind::Secret, name),
        Target::Env(name) => (Kind::Env, name),
        Target::Credential(name) => (Kind::Credential, name),
    };
    let place = graph.node(kind, name);
    graph.edge(user, place, label);
}
