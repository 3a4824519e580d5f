//! Agents, MCP servers and A2A services: the directories that hold their files, and who declares them.

use std::collections::HashMap;
use std::path::Path as FilePath;

use super::check::components::{Declared, FileComponent, Whole, declared, is_lost, used};
use super::check::{Checker, Path, Place, is_misspelt};
use super::code::Code;
use super::diagnostic::Diagnostic;
use super::files::{Reader, directories_of};
use super::listing::components_in;
use super::schema::{AGENT, FILE_KINDS, FORMATION, FileKind, Kind, Shape};
use super::source::Sources;
use super::tools::Trees;
use super::yaml::Node;

/// The components that have files of their own, by kind.
pub(super) struct Families(Vec<Family>);

/// All components of one kind.
pub(super) struct Family {
    /// What they are.
    pub(super) kind: &'static FileKind,
    /// Where their files are.
    pub(super) directory: &'static str,
    /// The files, by name.
    pub(super) files: Vec<FileComponent>,
    by_id: HashMap<String, usize>,
}

impl Families {
    /// Reads the directories of the formation in `root`.
    pub(super) fn read(reader: &mut Reader, root: &FilePath) -> Self {
        let kinds =
            FILE_KINDS.iter().filter(|kind| kind.shape == Shape::Yaml && !kind.declared_in.is_empty());
        let mut families: Vec<_> = kinds.map(|kind| Family::read(reader, root, kind)).collect();
        // An include of any file declares it.
        for file in families.iter_mut().flat_map(|family| &mut family.files) {
            file.included = reader.included.contains(&file.real);
        }
        Self(families)
    }

    /// All families.
    pub(super) fn iter(&self) -> std::slice::Iter<'_, Family> {
        self.0.iter()
    }

    /// The family of that kind.
    pub(super) fn of(&self, kind: &str) -> &Family {
        self.0.iter().find(|family| family.kind.name == kind).expect("every kind has a family")
    }

    /// The trees of the declared agents, in the order of declaration.
    pub(super) fn agents<'a>(&'a self, tree: &'a Node) -> Vec<&'a Node> {
        let files = self.of("agent");
        declared(tree.get("agents"))
            .into_iter()
            .filter_map(|one| one.inline.or_else(|| files.by_id(one.id)?.node.as_ref()))
            .collect()
    }

    /// The trees of the servers of tools, in the order of declaration.
    pub(super) fn servers<'a>(&'a self, tree: &'a Node, agents: &[&'a Node]) -> Trees<'a> {
        let files = self.of("mcp");
        let node = |one: Declared<'a>| one.inline.or_else(|| files.by_id(one.id)?.node.as_ref());
        let shared = files.lists(tree).into_iter().flat_map(declared).filter_map(node).collect();
        let own = agents.iter().flat_map(|agent| used(agent.get("mcp_servers"))).filter_map(node).collect();
        Trees { shared, own }
    }

    /// Checks every file, and that what is declared and what has a file are the same.
    pub(super) fn check<'a>(&'a self, checker: &mut Checker<'_>, tree: &'a Node, sources: &Sources) {
        for family in &self.0 {
            for node in family.files.iter().filter_map(|file| file.node.as_ref()) {
                checker.block(node, family.kind.block, Path::Root, Place::File);
                checker.text(node, sources);
            }
        }
        let agents = self.agents(tree);
        for agent in &agents {
            checker.capabilities(agent.get("llm_models"));
        }
        for family in &self.0 {
            let lists = family.lists(tree);
            let lost = family.is_lost(tree) || lists.iter().any(|list| is_lost(*list));
            let declared: Vec<_> = lists.into_iter().flat_map(declared).collect();
            let (own, own_lost) = match family.kind.name {
                "mcp" if !lost => self.own_servers(tree, &agents, &declared),
                _ => (Vec::new(), false),
            };
            let complete = !lost && !own_lost;
            let whole = Whole { declared: &declared, used_elsewhere: &own, complete };
            checker.family(family.kind, family.directory, &whole, &family.files);
        }
    }

    /// The servers that only agents name, and whether there may be more of them.
    fn own_servers<'a>(
        &'a self,
        tree: &'a Node,
        agents: &[&'a Node],
        declared: &[Declared<'a>],
    ) -> (Vec<Declared<'a>>, bool) {
        let shared: std::collections::HashSet<_> = declared.iter().map(|server| server.id).collect();
        let own = agents
            .iter()
            .flat_map(|agent| used(agent.get("mcp_servers")))
            .filter(|one| !shared.contains(one.id))
            .collect();
        let lost = is_misspelt(tree, &FORMATION, "agents")
            || is_lost(tree.get("agents"))
            || self.of("agent").files.iter().any(|file| file.node.is_none())
            || agents
                .iter()
                .any(|agent| is_misspelt(agent, &AGENT, "mcp_servers") || is_lost(agent.get("mcp_servers")));
        (own, lost)
    }
}

impl Family {
    fn read(reader: &mut Reader, root: &FilePath, kind: &'static FileKind) -> Self {
        let mut there = directories_of(kind, root);
        let directory = there.next().unwrap_or(kind.directories[0]);
        if let Some(other) = there.next() {
            ignored_directory(reader, &root.join(other), directory);
        }
        let files = read_directory(reader, &root.join(directory));
        let mut by_id = HashMap::new();
        for (at, file) in files.iter().enumerate() {
            by_id.entry(file.id.clone()).or_insert(at);
        }
        Self { kind, directory, files, by_id }
    }

    /// The file with that id.
    pub(super) fn by_id(&self, id: &str) -> Option<&FileComponent> {
        self.files.get(*self.by_id.get(id)?)
    }

    /// The lists of the formation that declare this kind: the second is that of `mcps`, where there is one.
    pub(super) fn lists<'a>(&self, tree: &'a Node) -> Vec<Option<&'a Node>> {
        let under = |first: &str| {
            let mut keys = std::iter::once(first).chain(self.kind.declared_in[1..].iter().copied());
            keys.try_fold(tree, |node, key| node.get(key))
        };
        match self.kind.name {
            "mcp" => vec![under("mcp"), under("mcps")],
            _ => vec![under(self.kind.declared_in[0])],
        }
    }

    /// Whether a key above the list is misspelt, which has been reported: what it would declare is not known.
    fn is_lost(&self, tree: &Node) -> bool {
        let keys = self.kind.declared_in;
        match (self.kind.name, keys) {
            ("mcp", [_, rest @ ..]) => [&["mcp"], &["mcps"]].into_iter().any(|first| lost(tree, first, rest)),
            _ => lost(tree, keys, &[]),
        }
    }
}

/// Whether one of the keys on the way down is misspelt.
fn lost(tree: &Node, first: &[&str], rest: &[&str]) -> bool {
    let mut node = Some(tree);
    let mut block = Some(&FORMATION);
    for key in first.iter().chain(rest) {
        let (Some(at), Some(known)) = (node, block) else { break };
        if is_misspelt(at, known, key) {
            return true;
        }
        block = known.field(key).and_then(|field| match field.kind {
            Kind::Map(block) => Some(block),
            _ => None,
        });
        node = at.get(key);
    }
    false
}

/// A second directory of the same kind, where it has any file.
fn ignored_directory(reader: &mut Reader, directory: &FilePath, read: &str) {
    let files = components_in(directory).unwrap_or_default();
    let Some(first) = files.first() else { return };
    let shown = reader.shown(first);
    let span = reader.nowhere(&shown);
    let name = directory.file_name().unwrap_or_default().to_string_lossy();
    let message = format!("`{name}/` is not read, for there is `{read}/`");
    let help = format!("move its files to `{read}/` and remove `{name}/`");
    reader.diagnostics.push(Diagnostic::warning(Code::FileIgnored, span, message).help(help));
}

fn read_directory(reader: &mut Reader, directory: &FilePath) -> Vec<FileComponent> {
    let files = reader.list(directory);
    files
        .iter()
        .filter(|entry| entry.is_component())
        .filter_map(|entry| component(reader, &entry.path))
        .collect()
}

fn component(reader: &mut Reader, path: &FilePath) -> Option<FileComponent> {
    let stem = path.file_stem()?.to_string_lossy().into_owned();
    let own = reader.own(path);
    let node = own.as_ref().and_then(|_| reader.tree(path));
    let id = node.as_ref().and_then(|node| node.get("id"));
    let start = node.as_ref().map(Node::head);
    let shown = reader.shown(path);
    Some(FileComponent {
        id: id.and_then(Node::as_str).filter(|id| !id.is_empty()).unwrap_or(&stem).to_owned(),
        span: id.map(|id| id.span).or(start).unwrap_or_else(|| reader.nowhere(&shown)),
        included: false,
        real: own.unwrap_or_else(|| path.to_owned()),
        path: path.to_owned(),
        stem,
        node,
    })
}
