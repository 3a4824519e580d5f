//! Declared components against their files: every id once, every id a file, every file an id.

use super::Checker;
use crate::formation::code::Code;
use crate::formation::diagnostic::Diagnostic;
use crate::formation::source::Span;
use crate::formation::yaml::Node;
use crate::support::text::did_you_mean;

/// A component in a file of its own.
pub(in crate::formation) struct FileComponent {
    /// Its id: the file's, else the file's stem.
    pub(in crate::formation) id: String,
    /// Its tree; `None` if the file was refused.
    pub(in crate::formation) node: Option<Node>,
    /// Where its id is, else where the file starts.
    pub(in crate::formation) span: Span,
    /// Whether an `$include` brought it in, which declares it.
    pub(in crate::formation) included: bool,
}

/// An id in a list of components.
pub(in crate::formation) struct Declared<'a> {
    pub(in crate::formation) id: &'a str,
    pub(in crate::formation) span: Span,
    /// The component itself, where it is written in place.
    pub(in crate::formation) inline: Option<&'a Node>,
}

/// Whether a map only uses a component (`{id, tools}`) that is declared elsewhere.
pub(super) fn is_use(node: &Node) -> bool {
    let own = ["type", "command", "endpoint"];
    node.as_map().is_some_and(|map| own.iter().all(|key| map.get(key).is_none()))
}

/// The ids of a list of components; entries without one have been reported.
pub(in crate::formation) fn declared(list: Option<&Node>) -> Vec<Declared<'_>> {
    ids(list, |node| node.as_map().is_some())
}

/// The ids of a list of uses: what is in place there is in place, the rest must be declared or have a file.
pub(in crate::formation) fn used(list: Option<&Node>) -> Vec<Declared<'_>> {
    ids(list, |node| node.as_map().is_some() && !is_use(node))
}

fn ids(list: Option<&Node>, inline: impl Fn(&Node) -> bool) -> Vec<Declared<'_>> {
    let items = list.and_then(Node::as_seq).unwrap_or_default();
    let one = |node| {
        let id_node = Node::get(node, "id").unwrap_or(node);
        Some(Declared {
            id: id_node.as_str().filter(|id| !id.is_empty())?,
            span: id_node.span,
            inline: Some(node).filter(|node| inline(node)),
        })
    };
    items.iter().filter_map(one).collect()
}

/// Whether a component of the list does not say its id, which has been reported.
pub(in crate::formation) fn has_unnamed(list: Option<&Node>) -> bool {
    let items = list.and_then(Node::as_seq).unwrap_or_default();
    let unnamed = |node: &Node| node.as_map().is_some_and(|map| map.get("id").is_none());
    items.iter().any(unnamed)
}

impl Checker<'_> {
    /// Checks one family of components: `what` is `agent`, `directory` where its files are.
    pub(in crate::formation) fn family(
        &mut self,
        what: &str,
        directory: &str,
        declared: &[Declared<'_>],
        used_elsewhere: &[Declared<'_>],
        files: &[FileComponent],
    ) {
        self.declared_twice(what, declared);
        self.same_id(what, files);
        for one in declared.iter().chain(used_elsewhere) {
            let known = one.inline.is_some() || files.iter().any(|file| file.id == one.id);
            if !known {
                self.not_found(what, directory, one, files);
            }
        }
        for file in files.iter().filter(|file| !file.included && file.node.is_some()) {
            let by_id = |one: &Declared<'_>| one.inline.is_none() && one.id == file.id;
            if !declared.iter().chain(used_elsewhere).any(by_id) {
                let message = format!("the {what} `{}` is not declared, so it is not used", file.id);
                let diagnostic = Diagnostic::warning(Code::ComponentNotDeclared, file.span, message)
                    .help(format!("add `- {}` to {}", file.id, list_of(what)));
                self.push(diagnostic);
            }
        }
    }

    fn declared_twice(&mut self, what: &str, declared: &[Declared<'_>]) {
        let mut first_of = std::collections::HashMap::new();
        for one in declared {
            if let Some(first) = first_of.get(one.id) {
                let message = format!("the {what} `{}` is declared twice", one.id);
                let diagnostic = Diagnostic::error(Code::DuplicateId, one.span, message)
                    .label("declared again here")
                    .also(*first, "first declared here")
                    .help("remove one of the two, or give it an id of its own");
                self.push(diagnostic);
            } else {
                first_of.insert(one.id, one.span);
            }
        }
    }

    fn same_id(&mut self, what: &str, files: &[FileComponent]) {
        let mut first_of = std::collections::HashMap::new();
        for file in files {
            if let Some(first) = first_of.get(file.id.as_str()) {
                let message = format!("two files are the {what} `{}`", file.id);
                let diagnostic = Diagnostic::error(Code::DuplicateId, file.span, message)
                    .also(*first, "the other one")
                    .help("give each file an id of its own");
                self.push(diagnostic);
            } else {
                first_of.insert(file.id.as_str(), file.span);
            }
        }
    }

    fn not_found(&mut self, what: &str, directory: &str, one: &Declared<'_>, files: &[FileComponent]) {
        let ids = || files.iter().map(|file| file.id.as_str());
        let help = match did_you_mean(one.id, ids()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if files.is_empty() => {
                format!("write it to `{directory}/{}.afs`", one.id)
            }
            None => {
                let known: Vec<_> = ids().map(|id| format!("`{id}`")).collect();
                format!("`{directory}/` has {}", known.join(", "))
            }
        };
        let message = format!("there is no {what} `{}` in `{directory}/`", one.id);
        let diagnostic = Diagnostic::error(Code::ComponentNotFound, one.span, message);
        self.push(diagnostic.help(help));
    }
}

fn list_of(what: &str) -> &'static str {
    match what {
        "agent" => "`agents`",
        "MCP server" => "`mcp.servers`",
        _ => "`a2a.outbound.services`",
    }
}
