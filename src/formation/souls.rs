//! Souls that are files: `SOUL.md` beside the formation, and Markdown files that `soul` names.

use std::path::{Component, Path};

use super::code::Code;
use super::diagnostic::Diagnostic;
use super::files::Reader;
use super::model::{Formation, Text};
use super::source::{SourceId, Span};
use super::yaml::Node;

/// The file that counts where the formation has no `overlord.soul`.
pub(super) const SOUL_FILE: &str = "SOUL.md";

/// Every soul that was read from a file.
#[derive(Debug, Default)]
pub(super) struct Souls {
    /// `SOUL.md`.
    own: Option<Text>,
    /// What stands where a `soul` names a file, by the place of the name.
    named: Vec<(Span, Text)>,
    /// The files.
    pub(super) sources: Vec<SourceId>,
}

impl Souls {
    /// Reads the souls of the formation in `root` and of its agents.
    pub(super) fn read(reader: &mut Reader, root: &Path, tree: &Node, agents: &[&Node]) -> Self {
        let mut souls = Self::default();
        let said = tree.get("overlord").and_then(|overlord| overlord.get("soul"));
        souls.beside(reader, root, said);
        for node in said.into_iter().chain(agents.iter().filter_map(|agent| agent.get("soul"))) {
            if let Some(name) = node.as_str().and_then(file_name) {
                souls.named(reader, root, node.span, name);
            }
        }
        souls
    }

    /// Puts the texts in the places of the names.
    pub(super) fn put_into(self, formation: &mut Formation) {
        let agents = formation.agents.iter_mut().map(|agent| &mut agent.soul);
        for soul in agents.chain([&mut formation.overlord.soul]).flatten() {
            if let Some((_, text)) = self.named.iter().find(|(span, _)| *span == soul.span) {
                *soul = text.clone();
            }
        }
        if formation.overlord.soul.is_none() {
            formation.overlord.soul = self.own;
        }
    }

    fn beside(&mut self, reader: &mut Reader, root: &Path, said: Option<&Node>) {
        let path = root.join(SOUL_FILE);
        if std::fs::symlink_metadata(&path).is_err() {
            return;
        }
        match said {
            Some(said) if said.as_str().and_then(file_name).is_some_and(|name| root.join(name) == path) => {}
            Some(said) => {
                let shown = reader.shown(&path);
                let span = reader.nowhere(&shown);
                let diagnostic = Diagnostic::warning(Code::FileIgnored, span, "this file is not read")
                    .also(said.span, "the formation has a soul here")
                    .help("keep one of the two");
                reader.diagnostics.push(diagnostic);
            }
            None => self.own = self.text(reader, &path),
        }
    }

    fn named(&mut self, reader: &mut Reader, root: &Path, span: Span, name: &str) {
        let path = root.join(name);
        let fault = if !is_inside(name) || path.canonicalize().is_ok_and(|real| !reader.is_inside(&real)) {
            Some((
                format!("`{name}` is outside the formation"),
                "copy the file into the formation".to_owned(),
            ))
        } else if !path.is_file() {
            let help = "the path starts at the formation's directory; a soul of one word that is no file \
                        must not end in `.md`";
            Some((format!("there is no `{name}` in the formation"), help.to_owned()))
        } else {
            None
        };
        if let Some((message, help)) = fault {
            reader.diagnostics.push(Diagnostic::error(Code::SoulFile, span, message).help(help));
        } else if let Some(text) = self.text(reader, &path) {
            self.named.push((span, text));
        }
    }

    fn text(&mut self, reader: &mut Reader, path: &Path) -> Option<Text> {
        if path.canonicalize().is_ok_and(|real| !reader.is_inside(&real)) {
            let shown = reader.shown(path);
            let span = reader.nowhere(&shown);
            let message = "this file leads out of the formation through a link";
            let diagnostic = Diagnostic::error(Code::SoulFile, span, message);
            reader.diagnostics.push(diagnostic.help("copy the file into the formation"));
            return None;
        }
        let source = reader.source(path)?;
        self.sources.push(source);
        let raw = reader.sources.get(source).text().trim().to_owned();
        let span = Span::new(source, 0, reader.sources.get(source).text().len());
        Some(Text { raw, span })
    }
}

/// The file that a `soul` names: one word that ends in `.md`. Anything else is the soul itself.
pub(super) fn file_name(soul: &str) -> Option<&str> {
    let soul = soul.trim();
    let ending = Path::new(soul).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("md"));
    (ending && !soul.contains(char::is_whitespace) && !soul.contains("${{")).then_some(soul)
}

fn is_inside(name: &str) -> bool {
    let path = Path::new(name);
    path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_word_that_ends_in_md_names_a_file_and_all_else_is_a_soul() {
        for name in ["SOUL.md", "./souls/kind.MD", " a.md\n", "../x.md", "/etc/x.md"] {
            assert!(file_name(name).is_some(), "{name}");
        }
        for soul in ["You are kind.", "Read notes.md", "see a.md", "", ".md", "${{ env.X }}.md", "a\nb.md"] {
            assert!(file_name(soul).is_none(), "{soul}");
        }
        assert!(is_inside("./souls/kind.md") && !is_inside("../x.md") && !is_inside("/etc/x.md"));
    }
}
