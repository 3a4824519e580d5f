//! `$include: path`: the tree of another file of the formation, in place.

use std::path::{Component, Path, PathBuf};

use super::code::Code;
use super::diagnostic::Diagnostic;
use super::files::Reader;
use super::source::{SourceId, Span};
use super::yaml::{self, Map, Node, Value};

const KEY: &str = "$include";

/// How many files deep an include may reach.
const MAX_INCLUDES: usize = 4;

/// How many bytes all includes of a formation may bring in.
const MAX_INCLUDED_BYTES: usize = 8 << 20;

impl Reader {
    /// The tree of the file at `path`, with its includes in place; `None` after a diagnostic.
    ///
    /// An include that cannot be followed is reported and stays in the tree as it is written.
    pub(super) fn tree(&mut self, path: &Path) -> Option<Node> {
        let real = self.real(path);
        if let Some(known) = self.trees.get(&real) {
            return known.clone();
        }
        let tree = self.read_tree(path, real.clone());
        self.trees.insert(real, tree.clone());
        tree
    }

    fn read_tree(&mut self, path: &Path, real: PathBuf) -> Option<Node> {
        let source = self.source(path)?;
        let (tree, diagnostics) = yaml::parse(source, self.sources.get(source).text());
        let failed = diagnostics.iter().any(Diagnostic::is_error);
        self.diagnostics.extend(diagnostics);
        let Some(mut tree) = tree.filter(|tree| !tree.is_null()) else {
            if !failed {
                self.empty(source);
            }
            return None;
        };
        self.expanding.push(real);
        self.expand(&mut tree);
        self.expanding.pop();
        Some(tree)
    }

    fn empty(&mut self, source: SourceId) {
        let span = Span::new(source, 0, 0);
        let diagnostic = Diagnostic::error(Code::FileEmpty, span, "this file is empty")
            .help("start with `schema: \"1.0.0\"` and `id: …`");
        self.diagnostics.push(diagnostic);
    }

    fn expand(&mut self, node: &mut Node) {
        let included = match &mut node.value {
            Value::Scalar(_) => return,
            Value::Seq(items) => return items.iter_mut().for_each(|item| self.expand(item)),
            Value::Map(map) if map.get(KEY).is_some() => self.included(map),
            Value::Map(map) => return map.values_mut().for_each(|value| self.expand(value)),
        };
        match included {
            Ok(Some(tree)) => *node = tree,
            Ok(None) => {}
            Err(diagnostic) => self.diagnostics.push(*diagnostic),
        }
    }

    /// The tree that `{ $include: path }` stands for; `None` if that file has been reported itself.
    fn included(&mut self, map: &Map) -> Result<Option<Node>, Box<Diagnostic>> {
        let entry = map.entry(KEY).expect("the caller looked it up");
        let span = entry.value.head();
        let error =
            |code, message: String, help: &str| Box::new(Diagnostic::error(code, span, message).help(help));
        let form = "write `$include: path/to/file.afs`, with no other key beside it";
        let Some(text) = entry.value.as_str().filter(|_| map.len() == 1) else {
            return Err(error(Code::IncludeForm, "an include is one path".into(), form));
        };
        let relative = Path::new(text);
        let outside = "files are included from inside the formation, with a relative path";
        if relative.is_absolute() {
            let message = format!("`{text}` is an absolute path");
            return Err(error(Code::IncludeOutside, message, outside));
        }
        let Some(real) = self.real_path(relative) else {
            let message = format!("there is no file `{text}`");
            let help = "the path starts at the file that includes it";
            return Err(error(Code::IncludeNotFound, message, help));
        };
        if !self.is_inside(&real) {
            let message = format!("`{text}` is outside the formation");
            return Err(error(Code::IncludeOutside, message, outside));
        }
        if self.expanding.contains(&real) {
            let message = format!("`{text}` includes itself, perhaps through other files");
            return Err(error(Code::IncludeCycle, message, "remove one of the includes"));
        }
        if self.expanding.len() > MAX_INCLUDES {
            let message = format!("includes are more than {MAX_INCLUDES} files deep");
            return Err(error(Code::IncludeCycle, message, "include from fewer levels"));
        }
        self.included.insert(real.clone());
        self.includes.push(span);
        let tree = self.tree(&real);
        if let Some(tree) = &tree {
            let source = self.sources.get(tree.span.source);
            self.included_bytes += source.text().len();
        }
        if self.included_bytes > MAX_INCLUDED_BYTES {
            let message = "includes add up to too much";
            return Err(error(Code::IncludeCycle, message.into(), "include less often"));
        }
        Ok(tree)
    }

    /// Where `relative` leads from the file that is being expanded, links followed.
    fn real_path(&self, relative: &Path) -> Option<PathBuf> {
        let directory = self.expanding.last()?.parent()?;
        // A `..` that leaves a directory which does not exist would be refused by the system as "not found".
        let mut path = directory.to_owned();
        for part in relative.components() {
            match part {
                Component::ParentDir => path = path.parent()?.to_owned(),
                other => path.push(other),
            }
        }
        path.canonicalize().ok()
    }
}
