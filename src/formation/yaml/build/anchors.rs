//! Anchors and what their aliases stand for, within a budget.

use std::collections::HashMap;

use super::{Built, MAX_DEPTH};
use crate::formation::code::Code;
use crate::formation::diagnostic::Diagnostic;
use crate::formation::source::Span;

/// How many values all aliases of a document together may stand for.
pub const MAX_ALIASED_NODES: usize = 20_000;

/// How many bytes of the document all aliases together may stand for.
pub const MAX_ALIASED_BYTES: usize = 4 << 20;

/// How many values all anchors together may hold: anchors inside of anchors hold the same ones again.
const MAX_ANCHORED_NODES: usize = 10 * MAX_ALIASED_NODES;

#[derive(Default)]
pub(super) struct Anchors {
    kept: HashMap<usize, Built>,
    names: Vec<Name>,
    nodes: usize,
    bytes: usize,
    anchored: usize,
}

struct Name {
    anchor: usize,
    word: String,
    span: Span,
    used: bool,
}

impl Anchors {
    pub(super) fn named(&mut self, anchor: usize, name: &str, span: Span) {
        self.names.push(Name { anchor, word: name.to_owned(), span, used: false });
    }

    /// Keeps what an anchor stands for.
    pub(super) fn keep(&mut self, anchor: usize, built: &Built) -> Result<(), Box<Diagnostic>> {
        self.anchored += built.size;
        if self.anchored > MAX_ANCHORED_NODES {
            let message = format!("anchors hold more than {MAX_ANCHORED_NODES} values");
            let diagnostic = Diagnostic::error(Code::YamlAliasBudget, built.node.head(), message);
            return Err(Box::new(
                diagnostic.help("put anchors on less, and not on what holds other anchors"),
            ));
        }
        self.kept.insert(anchor, built.clone());
        Ok(())
    }

    /// What the alias at `span`, inside of `depth` maps and lists, stands for.
    pub(super) fn alias(
        &mut self,
        anchor: usize,
        span: Span,
        depth: usize,
    ) -> Result<Built, Box<Diagnostic>> {
        if let Some(name) = self.names.iter_mut().find(|name| name.anchor == anchor) {
            name.used = true;
        }
        let Some(built) = self.kept.get(&anchor) else {
            let message = "this alias stands for something that it is itself part of";
            let diagnostic = Diagnostic::error(Code::YamlAlias, span, message);
            return Err(Box::new(diagnostic.help("write the value out, or put the anchor on another value")));
        };
        self.nodes += built.size;
        self.bytes += built.node.span.end - built.node.span.start;
        let over = match () {
            () if self.nodes > MAX_ALIASED_NODES => Some(format!("{MAX_ALIASED_NODES} values")),
            () if self.bytes > MAX_ALIASED_BYTES => Some(format!("{} MiB", MAX_ALIASED_BYTES >> 20)),
            () => None,
        };
        if let Some(limit) = over {
            let message = format!("aliases stand for more than {limit}");
            let diagnostic = Diagnostic::error(Code::YamlAliasBudget, span, message)
                .help("write the values out, or use fewer aliases of aliases");
            return Err(Box::new(diagnostic));
        }
        if depth + built.depth > MAX_DEPTH {
            let message = "maps and lists are nested too deeply through this alias";
            let diagnostic = Diagnostic::error(Code::YamlDepth, span, message);
            return Err(Box::new(diagnostic.help(format!("{MAX_DEPTH} levels are read"))));
        }
        Ok(built.clone())
    }

    /// Anchors without an alias, and names that are given again.
    pub(super) fn remarks(&self, text: &str) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let mut first: HashMap<&str, Span> = HashMap::new();
        for one in &self.names {
            if let Some(first) = first.get(one.word.as_str()) {
                let message = format!("the anchor `{}` is given twice", one.word);
                found.push(
                    Diagnostic::warning(Code::YamlAnchor, one.span, message)
                        .label("aliases after it stand for this one")
                        .also(*first, "first given here")
                        .help("give it another name: other YAML readers refuse this"),
                );
                continue;
            }
            first.insert(&one.word, one.span);
            if !one.used {
                let rest = &text[one.span.end..];
                let blanks = rest.len() - rest.trim_start_matches(' ').len();
                let all = Span::new(one.span.source, one.span.start, one.span.end + blanks);
                let message = format!("no alias stands for the anchor `{}`", one.word);
                found.push(
                    Diagnostic::warning(Code::YamlAnchor, one.span, message)
                        .help(format!(
                            "remove it, or put the value in quotes if `&{}` is part of it",
                            one.word
                        ))
                        .maybe_fix("remove the anchor", all, ""),
                );
            }
        }
        found
    }
}
