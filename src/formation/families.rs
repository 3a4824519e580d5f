//! Agents, MCP servers and A2A services: the directories that hold their files, and who declares them.

use std::path::Path as FilePath;

use super::check::components::{Declared, FileComponent, declared, has_unnamed, used};
use super::check::{Checker, Path, Place, is_misspelt};
use super::code::Code;
use super::diagnostic::Diagnostic;
use super::files::{Reader, components_in};
use super::schema::{A2A, A2A_FILE, AGENT, Block, FORMATION, MCP, MCP_SERVER, OUTBOUND};
use super::source::Sources;
use super::yaml::Node;

/// The components that have files of their own.
pub(super) struct Families {
    agents: Family,
    servers: Family,
    services: Family,
}

struct Family {
    directory: &'static str,
    block: &'static Block,
    files: Vec<FileComponent>,
}

impl Families {
    /// The trees of the declared agents, in the order of declaration.
    pub(super) fn agents<'a>(&'a self, tree: &'a Node) -> Vec<&'a Node> {
        let files = &self.agents.files;
        let by_id = |id: &str| files.iter().find(|file| file.id == id)?.node.as_ref();
        declared(tree.get("agents"))
            .into_iter()
            .filter_map(|one| one.inline.or_else(|| by_id(one.id)))
            .collect()
    }

    /// Reads the directories of the formation in `root`.
    pub(super) fn read(reader: &mut Reader, root: &FilePath) -> Self {
        // The deployed loader prefers `mcps`; most formations have `mcp`.
        let mcp = if root.join("mcps").is_dir() { "mcps" } else { "mcp" };
        let mut family = |directory: &'static str, block| Family {
            directory,
            block,
            files: read_directory(reader, &root.join(directory)),
        };
        Self {
            agents: family("agents", &AGENT),
            servers: family(mcp, &MCP_SERVER),
            services: family("a2a", &A2A_FILE),
        }
    }

    /// Checks every file, and that what is declared and what has a file are the same.
    pub(super) fn check<'a>(&'a self, checker: &mut Checker<'_>, tree: &'a Node, sources: &Sources) {
        for family in [&self.agents, &self.servers, &self.services] {
            for node in family.files.iter().filter_map(|file| file.node.as_ref()) {
                checker.block(node, family.block, Path::Root, Place::File);
                checker.text(node, sources);
            }
        }
        self.declarations(checker, tree);
    }

    fn declarations<'a>(&'a self, checker: &mut Checker<'_>, tree: &'a Node) {
        let agent_trees = self.agents(tree);
        for agent in &agent_trees {
            checker.capabilities(agent.get("llm_models"));
        }
        let mcp = [tree.get("mcp"), tree.get("mcps")];
        let of = |node: Option<&'a Node>, key| declared(node.and_then(|node| node.get(key)));
        let servers: Vec<_> = mcp.iter().flat_map(|mcp| of(*mcp, "servers")).collect();
        let own: Vec<_> = agent_trees
            .iter()
            .flat_map(|agent| used(agent.get("mcp_servers")))
            .filter(|one| !servers.iter().any(|server| server.id == one.id))
            .collect();
        let a2a = tree.get("a2a");
        let outbound = a2a.and_then(|a2a| a2a.get("outbound"));
        // What a misspelt key would have declared is not known.
        let top = |key| is_misspelt(tree, &FORMATION, key);
        let in_block =
            |node: Option<&Node>, block, key| node.is_some_and(|node| is_misspelt(node, block, key));
        let no_agents = top("agents");
        if !no_agents {
            let agents = of(Some(tree), "agents");
            self.agents.cross(checker, "agent", &agents, &[]);
        }
        let no_servers = mcp.iter().any(|mcp| {
            let list = mcp.and_then(|mcp| mcp.get("servers"));
            in_block(*mcp, &MCP, "servers") || has_unnamed(list)
        });
        let no_own = agent_trees.iter().any(|agent| is_misspelt(agent, &AGENT, "mcp_servers"));
        if !no_agents && !no_own && !no_servers && !top("mcp") && !top("mcps") {
            self.servers.cross(checker, "MCP server", &servers, &own);
        }
        let no_services = in_block(a2a, &A2A, "outbound") || in_block(outbound, &OUTBOUND, "services");
        if !no_services && !top("a2a") {
            let services = of(outbound, "services");
            self.services.cross(checker, "A2A service", &services, &[]);
        }
    }
}

impl Family {
    fn cross(
        &self,
        checker: &mut Checker<'_>,
        what: &str,
        declared: &[Declared<'_>],
        used_elsewhere: &[Declared<'_>],
    ) {
        checker.family(what, self.directory, declared, used_elsewhere, &self.files);
    }
}

fn read_directory(reader: &mut Reader, directory: &FilePath) -> Vec<FileComponent> {
    let mut paths = components_in(directory).unwrap_or_else(|error| {
        let shown = reader.shown(directory);
        let span = reader.nowhere(&shown);
        let message = format!("cannot read this directory: {error}");
        let diagnostic =
            Diagnostic::error(Code::FileUnreadable, span, message).help("check its mode and owner");
        reader.diagnostics.push(diagnostic);
        Vec::new()
    });
    let new = reader.overlay.only_here(directory);
    paths.extend(new.into_iter().filter(|path| super::discover::has_extension(path)));
    let read = |path| component(reader, path);
    paths.iter().map(FilePath::new).filter_map(read).collect()
}

fn component(reader: &mut Reader, path: &FilePath) -> Option<FileComponent> {
    let stem = path.file_stem()?.to_string_lossy().into_owned();
    let shown = reader.shown(path);
    let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    if !reader.is_inside(&real) {
        let span = reader.nowhere(&shown);
        let message = "this link leads out of the formation";
        let diagnostic =
            Diagnostic::error(Code::IncludeOutside, span, message).help("copy the file into the formation");
        reader.diagnostics.push(diagnostic);
    }
    let node = if reader.is_inside(&real) { reader.tree(path) } else { None };
    let id = node.as_ref().and_then(|node| node.get("id"));
    let start = node.as_ref().map(Node::head);
    Some(FileComponent {
        id: id.and_then(Node::as_str).filter(|id| !id.is_empty()).map_or(stem, str::to_owned),
        span: id.map(|id| id.span).or(start).unwrap_or_else(|| reader.nowhere(&shown)),
        included: reader.included.contains(&real),
        node,
    })
}
