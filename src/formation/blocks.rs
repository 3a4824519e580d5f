//! The blocks that a file consists of, each with a name of its own: definitions of a JSON Schema, headings of
//! the reference.

use super::schema::{Block, Kind};

/// Blocks, in the order in which a reader meets them.
pub(super) struct Blocks {
    found: Vec<(&'static Block, String)>,
}

impl Blocks {
    /// Every block that can be met below `roots`, the roots themselves included.
    pub(super) fn reached_from(roots: &[&'static Block]) -> Self {
        let mut blocks = Self { found: Vec::new() };
        for root in roots {
            blocks.add(root);
        }
        blocks
    }

    /// All of them with their names.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&'static Block, &str)> {
        self.found.iter().map(|(block, name)| (*block, name.as_str()))
    }

    /// The name of a block that was reached.
    pub(super) fn name(&self, block: &Block) -> &str {
        let mut found = self.found.iter();
        found.find(|(known, _)| std::ptr::eq(*known, block)).map_or("", |(_, name)| name)
    }

    fn add(&mut self, block: &'static Block) {
        if self.found.iter().any(|(known, _)| std::ptr::eq(*known, block)) {
            return;
        }
        let name = self.free_name(&plain_name(block));
        self.found.push((block, name));
        block.fields_in(None).for_each(|field| self.add_kind(&field.kind));
        let cases = block.cases.map_or(&[][..], |cases| cases.cases);
        cases.iter().filter_map(|case| case.others).for_each(|kind| self.add_kind(kind));
    }

    fn add_kind(&mut self, kind: &'static Kind) {
        match kind {
            Kind::Map(block) | Kind::Components(block) => self.add(block),
            Kind::Uses { inline, narrowed } => {
                self.add(inline);
                self.add(narrowed);
            }
            Kind::Named(inner) | Kind::List(inner) => self.add_kind(inner),
            Kind::Either(kinds) => kinds.iter().for_each(|kind| self.add_kind(kind)),
            _ => {}
        }
    }

    fn free_name(&self, wanted: &str) -> String {
        let taken = |name: &str| self.found.iter().any(|(_, known)| known == name);
        let numbered = (2..).map(|number| format!("{wanted}-{number}"));
        let mut names = std::iter::once(wanted.to_owned()).chain(numbered);
        names.find(|name| !taken(name)).unwrap_or_default()
    }
}

/// What a person calls a block, without article and backticks: `MCP server`, `overlord.llm`.
pub(super) fn title(block: &Block) -> String {
    let name = block.name.replace('`', "");
    let articles = ["an ", "a ", "the ", "this "];
    let bare = articles.iter().find_map(|article| name.strip_prefix(article)).unwrap_or(&name);
    bare.to_owned()
}

/// The title in lower case with `-` between words: `mcp-server`.
fn plain_name(block: &Block) -> String {
    let title = title(block).replace("'s ", " ").to_lowercase();
    let words = title.split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '_'));
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}
