//! Declared components against their files: every id once, every id a file, every file an id.

use std::collections::HashSet;
use std::path::PathBuf;

use super::Checker;
use crate::formation::code::Code;
use crate::formation::diagnostic::Diagnostic;
use crate::formation::schema::FileKind;
use crate::formation::source::Span;
use crate::formation::yaml::Node;
use crate::support::text::did_you_mean;

/// How many missing ids are guessed at; guessing compares each with each.
const MAX_NEAR: usize = 20;

/// How many ids are listed for somebody whose id is near none.
const MAX_LISTED: usize = 8;

/// A component in a file of its own.
pub(in crate::formation) struct FileComponent {
    /// Its id: the file's, else the file's stem.
    pub(in crate::formation) id: String,
    /// The file's name without its ending.
    pub(in crate::formation) stem: String,
    /// Its tree; `None` if the file was refused.
    pub(in crate::formation) node: Option<Node>,
    /// Where its id is, else where the file starts.
    pub(in crate::formation) span: Span,
    /// Whether an `$include` brought it in, which declares it.
    pub(in crate::formation) included: bool,
    /// Where it was found.
    pub(in crate::formation) path: PathBuf,
    /// The same with links followed.
    pub(in crate::formation) real: PathBuf,
}

/// Everything that names components of one kind.
pub(in crate::formation) struct Whole<'a> {
    /// Ids in the formation's list.
    pub(in crate::formation) declared: &'a [Declared<'a>],
    /// Ids that other components use.
    pub(in crate::formation) used_elsewhere: &'a [Declared<'a>],
    /// Whether that is all; else nothing can be said of files that nobody names.
    pub(in crate::formation) complete: bool,
}

/// An id in a list of components.
pub(in crate::formation) struct Declared<'a> {
    pub(in crate::formation) id: &'a str,
    pub(in crate::formation) span: Span,
    /// The component itself, where it is written in place.
    pub(in crate::formation) inline: Option<&'a Node>,
}

/// Whether a map only uses a component (`{id, tools}`) that is declared elsewhere.
pub(in crate::formation) fn is_use(node: &Node) -> bool {
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

/// Whether something in the list cannot be told, which has been reported: what it declares is not known.
pub(in crate::formation) fn is_lost(list: Option<&Node>) -> bool {
    let Some(list) = list.filter(|list| !list.is_null()) else { return false };
    let unknown = |node: &Node| match node.as_map() {
        Some(map) => map.get("id").and_then(Node::as_str).is_none_or(str::is_empty),
        None => node.as_str().is_none_or(str::is_empty),
    };
    list.as_seq().is_none_or(|items| items.iter().any(unknown))
}

impl Checker<'_> {
    /// Checks one family of components, whose files are in `directory`.
    pub(in crate::formation) fn family(
        &mut self,
        kind: &FileKind,
        directory: &str,
        whole: &Whole<'_>,
        files: &[FileComponent],
    ) {
        let what = kind.title();
        self.declared_twice(what, whole.declared);
        self.same_id(what, files);
        let ids: HashSet<&str> = files.iter().map(|file| file.id.as_str()).collect();
        let mentioned = || whole.declared.iter().chain(whole.used_elsewhere);
        let by_name: HashSet<&str> =
            mentioned().filter(|one| one.inline.is_none()).map(|one| one.id).collect();
        // A file that was refused may be any of those that are missing.
        let refused = files.iter().any(|file| file.node.is_none() && !by_name.contains(file.stem.as_str()));
        let missing = || mentioned().filter(|one| one.inline.is_none() && !ids.contains(one.id));
        for (nth, one) in missing().filter(|_| !refused).enumerate() {
            self.not_found(what, directory, one, files, nth < MAX_NEAR);
        }
        let idle = |file: &&FileComponent| {
            !file.included && file.node.is_some() && !by_name.contains(file.id.as_str())
        };
        // A file that nobody names may be the one that is missing, which has been reported.
        let is_known = whole.complete && missing().next().is_none();
        for file in files.iter().filter(idle).filter(|_| is_known) {
            let message = format!("the {what} `{}` is not declared, so it is not used", file.id);
            let diagnostic = Diagnostic::warning(Code::ComponentNotDeclared, file.span, message)
                .help(format!("add `- {}` to `{}`", file.id, kind.declared_in.join(".")));
            self.push(diagnostic);
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

    fn not_found(
        &mut self,
        what: &str,
        directory: &str,
        one: &Declared<'_>,
        files: &[FileComponent],
        guess: bool,
    ) {
        let ids = || files.iter().map(|file| file.id.as_str());
        let message = format!("there is no {what} `{}` in `{directory}/`", one.id);
        let diagnostic = Diagnostic::error(Code::ComponentNotFound, one.span, message);
        let diagnostic = match did_you_mean(one.id, ids().filter(|_| guess)) {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")).maybe_fix(
                format!("write `{near}`"),
                one.span,
                near,
            ),
            None if files.is_empty() => diagnostic.help(format!("write it to `{directory}/{}.afs`", one.id)),
            None => {
                let mut known: Vec<_> = ids().take(MAX_LISTED).map(|id| format!("`{id}`")).collect();
                if files.len() > MAX_LISTED {
                    known.push(format!("{} more", files.len() - MAX_LISTED));
                }
                diagnostic.help(format!("`{directory}/` has {}", known.join(", ")))
            }
        };
        self.push(diagnostic);
    }
}
