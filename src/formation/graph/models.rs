//! Models: aliases, and which key opens which.

use std::collections::BTreeMap;

use super::build::text;
use super::{Graph, Kind, references};
use crate::formation::schema::CAPABILITIES;
use crate::formation::yaml::{Map, Node};

/// What `llm` says about names.
pub(super) struct Models {
    aliases: BTreeMap<String, String>,
    /// What the key of each provider refers to.
    keys: Vec<(String, Node)>,
}

impl Models {
    pub(super) fn of(tree: Option<&Node>) -> Self {
        let llm = tree.and_then(|tree| tree.get("llm"));
        let entries = |key: &str| {
            llm.and_then(|llm| llm.get(key)).and_then(Node::as_map).into_iter().flat_map(Map::iter)
        };
        let alias = |entry: &crate::formation::yaml::Entry| {
            Some((entry.key.clone(), entry.value.as_str()?.to_owned()))
        };
        Self {
            aliases: entries("aliases").filter_map(alias).collect(),
            keys: entries("api_keys").map(|entry| (entry.key.clone(), entry.value.clone())).collect(),
        }
    }

    /// The models that `user` declares.
    pub(super) fn declared(&self, graph: &mut Graph, user: usize, list: Option<&Node>) {
        for item in list.and_then(Node::as_seq).unwrap_or_default() {
            for capability in CAPABILITIES {
                let Some(model) = text(item, capability) else { continue };
                let place = self.used(graph, user, capability, model);
                if let Some(key) = item.get("api_key") {
                    references::of_value(graph, place, key, "key");
                }
            }
            let settings = item.get("settings");
            if let Some(fallback) = settings.and_then(|settings| text(settings, "fallback_model")) {
                self.used(graph, user, "fallback", fallback);
            }
        }
    }

    /// A model by its name or alias; its place.
    pub(super) fn used(&self, graph: &mut Graph, user: usize, capability: &str, model: &str) -> usize {
        let real = self.aliases.get(model);
        let place = graph.node(Kind::Model, real.map_or(model, String::as_str));
        let label = if real.is_some() { format!("{capability} as {model}") } else { capability.to_owned() };
        graph.edge(user, place, &label);
        place
    }

    /// Which model is opened by which provider's key.
    pub(super) fn keys(&self, graph: &mut Graph) {
        for (provider, key) in &self.keys {
            let theirs: Vec<_> = graph
                .of(Kind::Model)
                .filter(|place| graph.nodes[*place].name.split('/').next() == Some(provider))
                .collect();
            for place in &theirs {
                references::of_value(graph, *place, key, "key");
            }
            if theirs.is_empty() {
                references::of_value(graph, 0, key, &format!("llm.api_keys.{provider}"));
            }
        }
    }
}
