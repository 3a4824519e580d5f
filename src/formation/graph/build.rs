//! From the files to nodes and edges.

use std::path::{Path, PathBuf};

use super::models::Models;
use super::references::{self, Area};
use super::{Graph, Kind};
use crate::formation::discover::{self, Location};
use crate::formation::files::{Reader, directories_of};
use crate::formation::listing::{components_in, entries};
use crate::formation::schema::{FILE_KINDS, FileKind, Shape};
use crate::formation::usage::find_uses;
use crate::formation::yaml::{Node, Scalar};

/// The graph of the formation at `location`, as far as its files can be read.
pub fn build(location: &Location) -> Graph {
    let mut reader = Reader::new(&location.root, None);
    let tree = reader.tree(&location.file);
    let mut graph = Graph::default();
    let directory = location.root.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let id = tree.as_ref().and_then(|tree| text(tree, "id")).unwrap_or(&directory).to_owned();
    graph.node(Kind::Formation, &id);
    let mut builder = Builder { models: Models::of(tree.as_ref()), graph, reader, root: &location.root };
    builder.components(tree.as_ref());
    builder.markdown(location);
    if let Some(tree) = &tree {
        builder.models.declared(&mut builder.graph, 0, tree.get("llm").and_then(|llm| llm.get("models")));
        builder.heartbeat(tree);
        references::collect(&mut builder.graph, 0, tree, Area::Formation);
    }
    builder.models.keys(&mut builder.graph);
    builder.graph
}

struct Builder<'a> {
    graph: Graph,
    reader: Reader,
    models: Models,
    root: &'a Path,
}

/// A component with its tree, where it has one.
struct Found {
    id: String,
    tree: Option<Node>,
}

impl Builder<'_> {
    fn components(&mut self, tree: Option<&Node>) {
        let servers = self.family(Kind::Mcp, "mcp", tree, &[&["mcp", "servers"], &["mcps", "servers"]]);
        let services = self.family(Kind::A2a, "a2a", tree, &[&["a2a", "outbound", "services"]]);
        let agents = self.family(Kind::Agent, "agent", tree, &[&["agents"]]);
        for (place, server) in servers {
            self.server(place, &server);
        }
        for (place, service) in services {
            references::collect(&mut self.graph, place, &service, Area::Component);
        }
        for (place, agent) in agents {
            self.agent(place, &agent);
        }
    }

    /// The components of a kind: those that are declared, in their order, then those that have only a file.
    fn family(
        &mut self,
        kind: Kind,
        name: &str,
        tree: Option<&Node>,
        lists: &[&[&str]],
    ) -> Vec<(usize, Node)> {
        let files = FileKind::named(name).map(|kind| self.files(kind)).unwrap_or_default();
        let mut known = Vec::new();
        let listed = lists.iter().filter_map(|keys| keys.iter().try_fold(tree?, |node, key| node.get(key)));
        let items: Vec<_> = listed.flat_map(|list| list.as_seq().unwrap_or_default()).collect();
        for item in items {
            let Some(id) = item.get("id").unwrap_or(item).as_str() else { continue };
            let place = self.graph.node(kind, id);
            self.graph.edge(0, place, "");
            let file = files.iter().find(|file| file.id == id);
            let own = item.as_map().map(|_| item.clone());
            match own.or_else(|| file.and_then(|file| file.tree.clone())) {
                Some(tree) => known.push((place, tree)),
                None => self.graph.nodes[place].missing = file.is_none(),
            }
        }
        for file in &files {
            if self.graph.find(kind, &file.id).is_none() {
                let place = self.graph.node(kind, &file.id);
                self.graph.note(place, "not declared");
                known.extend(file.tree.clone().map(|tree| (place, tree)));
            }
        }
        for (place, tree) in &known {
            if tree.get("active").and_then(Node::as_scalar).and_then(Scalar::as_bool) == Some(false) {
                self.graph.note(*place, "inactive");
            }
        }
        known
    }

    fn files(&mut self, kind: &FileKind) -> Vec<Found> {
        let Some(name) = directories_of(kind, self.root).next() else { return Vec::new() };
        let paths = components_in(&self.root.join(name)).unwrap_or_default();
        paths.iter().filter_map(|path| self.component(path)).collect()
    }

    fn component(&mut self, path: &Path) -> Option<Found> {
        let stem = path.file_stem()?.to_string_lossy().into_owned();
        if !path.canonicalize().is_ok_and(|real| self.reader.is_inside(&real)) {
            return None;
        }
        let tree = self.reader.tree(path);
        let id = tree.as_ref().and_then(|tree| text(tree, "id")).map_or(stem, str::to_owned);
        Some(Found { id, tree })
    }

    fn server(&mut self, place: usize, tree: &Node) {
        if let Some(kind) = text(tree, "type") {
            self.graph.note(place, kind);
        }
        let tools = |key: &str| texts(tree.get("tools").and_then(|tools| tools.get(key)));
        let allowed: Vec<_> = ["allow", "whitelist"].iter().flat_map(|key| tools(key)).collect();
        let denied: Vec<_> = ["deny", "blacklist"].iter().flat_map(|key| tools(key)).collect();
        if !allowed.is_empty() {
            self.graph.note(place, &format!("tools {}", allowed.join(", ")));
        }
        if !denied.is_empty() {
            self.graph.note(place, &format!("without {}", denied.join(", ")));
        }
        references::collect(&mut self.graph, place, tree, Area::Component);
    }

    fn agent(&mut self, place: usize, tree: &Node) {
        if tree.get("default").and_then(Node::as_scalar).and_then(Scalar::as_bool) == Some(true) {
            self.graph.note(place, "default");
        }
        self.models.declared(&mut self.graph, place, tree.get("llm_models"));
        for used in tree.get("mcp_servers").and_then(Node::as_seq).unwrap_or_default() {
            self.used_server(place, used);
        }
        let knowledge = tree.get("knowledge").and_then(|knowledge| knowledge.get("sources"));
        for source in knowledge.and_then(Node::as_seq).unwrap_or_default() {
            let at = text(source, "path").map(str::to_owned).or_else(|| text(source, "url").map(address));
            if let Some(at) = at {
                let node = self.graph.node(Kind::Knowledge, &at);
                self.graph.edge(place, node, text(source, "retrieval").unwrap_or_default());
            }
        }
        references::collect(&mut self.graph, place, tree, Area::Agent);
    }

    fn used_server(&mut self, agent: usize, used: &Node) {
        let Some(id) = used.get("id").unwrap_or(used).as_str() else { return };
        let inline = used.get("type").is_some();
        let known = self.graph.find(Kind::Mcp, id);
        let place = self.graph.node(Kind::Mcp, id);
        if inline {
            self.server(place, used);
        } else if known.is_none() {
            self.graph.nodes[place].missing = true;
        } else {
            // A file that one agent uses is declared by that.
            self.graph.nodes[place].notes.retain(|note| note != "not declared");
        }
        let tools = if inline { Vec::new() } else { texts(used.get("tools")) };
        self.graph.edge(agent, place, &tools.join(", "));
    }

    /// SOPs, triggers and skills: being there is enough.
    fn markdown(&mut self, location: &Location) {
        let uses = find_uses(location, None);
        for kind in FILE_KINDS.iter().filter(|kind| kind.shape == Shape::Markdown) {
            let node_kind = match kind.name {
                "sop" => Kind::Sop,
                "trigger" => Kind::Trigger,
                _ => Kind::Skill,
            };
            for (id, path) in self.documents(kind) {
                let place = self.graph.node(node_kind, &id);
                self.graph.edge(0, place, "");
                let model = self.reader.source(&path).and_then(|source| {
                    let text = self.reader.sources.get(source).text();
                    front_matter(text).and_then(|head| line_of(head, "model"))
                });
                if let Some(model) = model {
                    self.models.used(&mut self.graph, place, "text", &model);
                }
                let mine = |found: &Path| match node_kind {
                    Kind::Skill => found.starts_with(path.parent().unwrap_or(&path)),
                    _ => found == path,
                };
                for one in uses.uses.iter().filter(|one| mine(&uses.path(one.span.source))) {
                    references::target(&mut self.graph, place, &one.target, "");
                }
            }
        }
    }

    fn documents(&self, kind: &FileKind) -> Vec<(String, PathBuf)> {
        let directory = self.root.join(kind.directories[0]);
        let document = |path: PathBuf| {
            let inside = path.canonicalize().is_ok_and(|real| self.reader.is_inside(&real));
            let path = if kind.name == "skill" { path.join("SKILL.md") } else { path };
            let is_markdown = discover::is_markdown(&path) && path.is_file();
            let named = if kind.name == "skill" { path.parent()?.file_name()? } else { path.file_stem()? };
            let name = named.to_string_lossy().into_owned();
            (inside && is_markdown).then_some((name, path))
        };
        let entries = entries(&directory).unwrap_or_default();
        let mut found: Vec<_> = entries.into_iter().filter_map(|entry| document(entry.path)).collect();
        found.sort();
        found
    }

    fn heartbeat(&mut self, tree: &Node) {
        let heartbeat = tree.get("proactive").and_then(|proactive| proactive.get("heartbeat"));
        let Some(sop) = heartbeat.and_then(|heartbeat| text(heartbeat, "sop")) else { return };
        let known = self.graph.find(Kind::Sop, sop);
        let place = self.graph.node(Kind::Sop, sop);
        self.graph.nodes[place].missing = known.is_none();
        self.graph.edge(0, place, "heartbeat");
    }
}

pub(super) fn text<'n>(node: &'n Node, key: &str) -> Option<&'n str> {
    node.get(key)?.as_str()
}

fn texts(list: Option<&Node>) -> Vec<String> {
    let items = list.and_then(Node::as_seq).unwrap_or_default();
    items.iter().filter_map(Node::as_str).map(str::to_owned).collect()
}

/// An address without what may be secret in it: user, password, query.
fn address(url: &str) -> String {
    let url = url.split(['?', '#']).next().unwrap_or_default();
    match url.split_once("://") {
        Some((scheme, rest)) => {
            let (host, path) =
                rest.split_once('/').map_or((rest, String::new()), |(h, p)| (h, format!("/{p}")));
            let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
            format!("{scheme}://{host}{path}")
        }
        None => url.to_owned(),
    }
}

/// What stands between the two `---` of a Markdown file.
fn front_matter(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("---\n").or_else(|| text.strip_prefix("---\r\n"))?;
    rest.split_once("\n---").map(|(head, _)| head)
}

fn line_of(head: &str, key: &str) -> Option<String> {
    let value = head.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(':'))?;
    let value = value.split(" #").next().unwrap_or_default().trim().trim_matches(['"', '\'']);
    (!value.is_empty()).then(|| value.to_owned())
}
