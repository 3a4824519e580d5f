//! What a formation consists of and who uses what: agents, models, tools, knowledge, secrets. Names only, never
//! a value.

mod build;
mod draw;
mod models;
mod references;
mod text;

pub use build::build;
pub use draw::{dot, mermaid};
pub use text::text;

use serde_json::{Value, json};

/// What a node stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The formation itself.
    Formation,
    /// A model, by its `provider/name`.
    Model,
    /// An agent.
    Agent,
    /// An MCP server.
    Mcp,
    /// An A2A service.
    A2a,
    /// An SOP.
    Sop,
    /// A trigger.
    Trigger,
    /// A skill.
    Skill,
    /// A source of knowledge.
    Knowledge,
    /// A secret.
    Secret,
    /// A variable of the environment.
    Env,
    /// What users store for a service.
    Credential,
}

impl Kind {
    /// All but the formation, in the order in which they are shown.
    pub const PARTS: [Self; 11] = [
        Self::Model,
        Self::Agent,
        Self::Mcp,
        Self::A2a,
        Self::Sop,
        Self::Trigger,
        Self::Skill,
        Self::Knowledge,
        Self::Secret,
        Self::Env,
        Self::Credential,
    ];

    /// One of them, for programs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Formation => "formation",
            Self::Model => "model",
            Self::Agent => "agent",
            Self::Mcp => "mcp",
            Self::A2a => "a2a",
            Self::Sop => "sop",
            Self::Trigger => "trigger",
            Self::Skill => "skill",
            Self::Knowledge => "knowledge",
            Self::Secret => "secret",
            Self::Env => "env",
            Self::Credential => "credential",
        }
    }

    /// All of them, for people.
    pub fn plural(self) -> &'static str {
        match self {
            Self::Formation => "formation",
            Self::Model => "models",
            Self::Agent => "agents",
            Self::Mcp => "MCP servers",
            Self::A2a => "A2A services",
            Self::Sop => "SOPs",
            Self::Trigger => "triggers",
            Self::Skill => "skills",
            Self::Knowledge => "knowledge",
            Self::Secret => "secrets",
            Self::Env => "variables",
            Self::Credential => "users' credentials",
        }
    }
}

/// A part of the formation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// Its id, name or path, without control characters.
    pub name: String,
    /// What else there is to know: `default`, `inactive`, `http`, …
    pub notes: Vec<String>,
    /// Whether it is named and not there.
    pub missing: bool,
}

/// One uses the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// The place of the user in [`Graph::nodes`].
    pub from: usize,
    /// The place of the used.
    pub to: usize,
    /// For what: a capability, the tools, the key where it is written; may be empty.
    pub label: String,
}

/// A formation as nodes and edges, in the order of its files.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    /// The parts; the first is the formation.
    pub nodes: Vec<Node>,
    /// Who uses what.
    pub edges: Vec<Edge>,
}

impl Graph {
    /// The place of the node of that name, which is made where it is not there yet.
    fn node(&mut self, kind: Kind, name: &str) -> usize {
        let name = harmless(name);
        let known = self.nodes.iter().position(|node| node.kind == kind && node.name == name);
        known.unwrap_or_else(|| {
            self.nodes.push(Node { kind, name, notes: Vec::new(), missing: false });
            self.nodes.len() - 1
        })
    }

    fn find(&self, kind: Kind, name: &str) -> Option<usize> {
        self.nodes.iter().position(|node| node.kind == kind && node.name == name)
    }

    fn edge(&mut self, from: usize, to: usize, label: &str) {
        let edge = Edge { from, to, label: harmless(label) };
        if !self.edges.contains(&edge) {
            self.edges.push(edge);
        }
    }

    fn note(&mut self, place: usize, note: &str) {
        let note = harmless(note);
        let notes = &mut self.nodes[place].notes;
        if !notes.contains(&note) {
            notes.push(note);
        }
    }

    /// The places of all nodes of a kind.
    fn of(&self, kind: Kind) -> impl Iterator<Item = usize> {
        self.nodes.iter().enumerate().filter(move |(_, node)| node.kind == kind).map(|(place, _)| place)
    }

    /// What concerns these kinds: their nodes, the edges at them, and the nodes at the other ends.
    #[must_use]
    pub fn only(&self, kinds: &[Kind]) -> Self {
        let meant = |place: usize| kinds.contains(&self.nodes[place].kind);
        let edges: Vec<_> = self.edges.iter().filter(|e| meant(e.from) || meant(e.to)).collect();
        let kept: Vec<_> = (0..self.nodes.len())
            .filter(|place| {
                *place == 0 || meant(*place) || edges.iter().any(|e| e.from == *place || e.to == *place)
            })
            .collect();
        let new = |place: usize| kept.binary_search(&place).unwrap_or_default();
        Self {
            nodes: kept.iter().map(|place| self.nodes[*place].clone()).collect(),
            edges: edges
                .iter()
                .map(|e| Edge { from: new(e.from), to: new(e.to), label: e.label.clone() })
                .collect(),
        }
    }

    /// How many parts are named and not there.
    pub fn missing(&self) -> usize {
        self.nodes.iter().filter(|node| node.missing).count()
    }
}

/// `{formation, nodes: [{id, kind, name, notes, missing}], edges: [{from, to, label}]}`; `from` and `to` are ids.
pub fn json(graph: &Graph) -> Value {
    let id = |place: usize| format!("{}:{}", graph.nodes[place].kind.as_str(), graph.nodes[place].name);
    let nodes = graph.nodes.iter().enumerate();
    let node = |(place, node): (usize, &Node)| json!({"id": id(place), "kind": node.kind.as_str(), "name": node.name, "notes": node.notes, "missing": node.missing});
    let edge = |e: &Edge| json!({"from": id(e.from), "to": id(e.to), "label": e.label});
    json!({
        "formation": graph.nodes.first().map(|node| &node.name),
        "nodes": nodes.map(node).collect::<Vec<_>>(),
        "edges": graph.edges.iter().map(edge).collect::<Vec<_>>(),
    })
}

/// The text on one line, without characters that move a cursor, and of a length that can be read.
fn harmless(text: &str) -> String {
    const LONGEST: usize = 200;
    let one = |c: char| {
        if c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') { ' ' } else { c }
    };
    let mut short: String = text.chars().take(LONGEST).map(one).collect();
    if text.chars().nth(LONGEST).is_some() {
        short.push('…');
    }
    short
}
