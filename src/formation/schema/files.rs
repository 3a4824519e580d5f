//! The kinds of files that a formation consists of.

use super::{A2A_FILE, AGENT, Block, FORMATION, MCP_SERVER, SKILL, SOP, TEST, TRIGGER};

/// What a file of a kind is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A YAML document.
    Yaml,
    /// Markdown with a YAML document between two lines `---` at its start.
    Markdown,
}

/// One kind of file.
#[derive(Clone, Copy, Debug)]
pub struct FileKind {
    /// What `muxi new` and `muxi schema` call it.
    pub name: &'static str,
    /// Its directories in the formation, the preferred one first; none for the formation's own file.
    pub directories: &'static [&'static str],
    /// Where the formation declares it, as a path of keys; empty where being there is enough.
    pub declared_in: &'static [&'static str],
    /// What it is made of.
    pub shape: Shape,
    /// Whether `${{ … }}` in it is read.
    pub has_references: bool,
    /// Its keys.
    pub block: &'static Block,
}

const fn kind(name: &'static str, shape: Shape, block: &'static Block) -> FileKind {
    let has_references = matches!(shape, Shape::Yaml);
    FileKind { name, directories: &[], declared_in: &[], shape, has_references, block }
}

impl FileKind {
    /// One in which `${{ … }}` is what somebody says.
    const fn without_references(mut self) -> Self {
        self.has_references = false;
        self
    }

    const fn in_directories(mut self, directories: &'static [&'static str]) -> Self {
        self.directories = directories;
        self
    }

    const fn declared_in(mut self, keys: &'static [&'static str]) -> Self {
        self.declared_in = keys;
        self
    }

    /// What a person calls one of it: `MCP server`, `SOP`.
    pub fn title(&self) -> &'static str {
        let name = self.block.name;
        name.strip_prefix("an ").or(name.strip_prefix("a ")).or(name.strip_prefix("the ")).unwrap_or(name)
    }

    /// The kind of that name.
    pub fn named(name: &str) -> Option<&'static Self> {
        FILE_KINDS.iter().find(|kind| kind.name == name)
    }
}

/// All kinds, the formation's own file first.
pub static FILE_KINDS: [FileKind; 8] = [
    kind("formation", Shape::Yaml, &FORMATION),
    kind("agent", Shape::Yaml, &AGENT).in_directories(&["agents"]).declared_in(&["agents"]),
    kind("mcp", Shape::Yaml, &MCP_SERVER).in_directories(&["mcp", "mcps"]).declared_in(&["mcp", "servers"]),
    kind("a2a", Shape::Yaml, &A2A_FILE)
        .in_directories(&["a2a"])
        .declared_in(&["a2a", "outbound", "services"]),
    kind("sop", Shape::Markdown, &SOP).in_directories(&["sops"]),
    kind("trigger", Shape::Markdown, &TRIGGER).in_directories(&["triggers"]),
    // One directory for each skill, with a SKILL.md in it.
    kind("skill", Shape::Markdown, &SKILL).in_directories(&["skills"]),
    // Nothing that runs reads them but `muxi test`.
    kind("test", Shape::Yaml, &TEST).in_directories(&["tests"]).without_references(),
];
