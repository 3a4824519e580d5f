//! Directories that the programs of all users share.

use std::path::Path;

use super::Checker;
use super::cross::for_users;
use crate::formation::code::Code;
use crate::formation::diagnostic::Diagnostic;
use crate::formation::reference::Target;
use crate::formation::source::Span;
use crate::formation::yaml::Node;

impl Checker<'_> {
    /// A program that each user has for itself, and a directory in which all of them write: the walls let them.
    pub(super) fn shared_directories(&mut self, server: &Node) {
        if server.get("command").is_none() || !self.is_personal(server) {
            return;
        }
        let each = |key: &str| server.get(key).and_then(Node::as_seq).unwrap_or_default();
        let words = each("args").iter().filter(|arg| arg.as_str().is_some_and(is_directory));
        let all: Vec<(Span, &str)> = (server.get("working_directory").filter(|node| !node.is_null()))
            .into_iter()
            .map(|node| (node.span, "each of them starts there, and may write there"))
            .chain(each("allowed_directories").iter().map(|node| (node.span, "each of them may write there")))
            .chain(words.map(|node| (node.span, "what the arguments name is given to each of them to write")))
            .collect();
        for (span, label) in all {
            let message = "the programs of all users share this directory";
            let diagnostic = Diagnostic::warning(Code::DirectoryShared, span, message).label(label);
            self.push(diagnostic.help(
                "leave it out: each user's program has a HOME and a TMPDIR of its own; where it is meant to be shared, \
                 allow this finding",
            ));
        }
    }

    fn is_personal(&self, server: &Node) -> bool {
        let mut places: Vec<Span> = Vec::new();
        for node in for_users(server) {
            node.each_scalar(&mut |node, _| places.push(node.span));
        }
        let is_in = |span: &Span| {
            places.iter().any(|place| {
                place.source == span.source && place.start <= span.start && span.end <= place.end
            })
        };
        self.references
            .iter()
            .any(|(reference, span)| matches!(reference.target, Target::Credential(_)) && is_in(span))
    }
}

/// Whether an argument, or the value of a flag, names a directory that is there.
fn is_directory(arg: &str) -> bool {
    let word = match arg.split_once('=') {
        Some((flag, value)) if flag.starts_with('-') => value,
        _ => arg,
    };
    Path::new(word).is_absolute() && Path::new(word).is_dir()
}
