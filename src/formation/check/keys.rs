//! Keys that a map does not know, and what was meant by them.

use super::shape::{anchor, is_unread_include};
use super::{Checker, MAX_GUESSES};
use crate::formation::code::Code;
use crate::formation::diagnostic::Diagnostic;
use crate::formation::schema::{Block, Kind, Need, Unlisted, one_of};
use crate::formation::yaml::{Entry, Map, Node};
use crate::support::text::did_you_mean;

impl Checker<'_> {
    /// Reports keys that the block does not know; returns the missing keys that were meant by them.
    pub(super) fn unknown_keys(
        &mut self,
        block: &'static Block,
        map: &Map,
        unknown: &[&Entry],
    ) -> Vec<&'static str> {
        let mut explained = Vec::new();
        let mut absent = absent_keys(block, map);
        for (nth, entry) in unknown.iter().enumerate() {
            let guessable = absent.iter().copied().filter(|_| nth < MAX_GUESSES);
            let meant = did_you_mean(&entry.key, guessable);
            // Where the table does not know all keys, only a clear slip is worth a word.
            let is_slip = meant.is_some() && entry.key.len() > 3;
            if block.unlisted == Unlisted::Ignored && !is_slip {
                continue;
            }
            // One key can be meant once.
            absent.retain(|name| Some(*name) != meant);
            explained.extend(meant);
            let needed =
                meant.and_then(|name| block.field(name)).is_some_and(|field| field.need == Need::Required);
            let refused = block.unlisted == Unlisted::Refused;
            let label = match (needed, refused) {
                (true, _) => "this key is required",
                (false, true) => "",
                (false, false) => "this is ignored",
            };
            let message = format!("{} has no key `{}`", block.name, entry.key);
            let help = meant.map(|name| format!("did you mean `{name}`?")).or_else(|| known_keys(block));
            let diagnostic =
                Diagnostic::error(Code::UnknownKey, entry.key_span, message).label(label).maybe_help(help);
            if needed || refused {
                self.push(diagnostic);
            } else {
                self.push_soft(diagnostic);
            }
        }
        explained
    }

    /// Checks that one of the block's choices is there, and takes the unknown keys that are about it.
    pub(super) fn exactly_one(
        &mut self,
        node: &Node,
        map: &Map,
        block: &'static Block,
        unknown: &mut Vec<&Entry>,
    ) {
        if block.one_of.is_empty() {
            return;
        }
        let mut given = map.iter().filter(|e| block.one_of.contains(&&*e.key));
        let keys = one_of(block.one_of);
        if let (Some(first), second) = (given.next(), given.next()) {
            if let Some(second) = second {
                let message = format!("{} has both `{}` and `{}`", block.name, first.key, second.key);
                let diagnostic = Diagnostic::error(Code::ExclusiveKeys, second.key_span, message)
                    .also(first.key_span, "the other one")
                    .help("make a list entry of each");
                self.push(diagnostic);
            }
            return;
        }
        let near = |entry: &Entry| did_you_mean(&entry.key, block.one_of.iter().copied());
        let other = absent_keys(block, map);
        let is_other = |entry: &Entry| did_you_mean(&entry.key, other.iter().copied()) != near(entry);
        let guess = unknown.iter().position(|e| near(e).is_some() && !is_other(e));
        if let Some(index) = guess.or((!unknown.is_empty()).then_some(0)) {
            let entry = unknown.remove(index);
            self.unknown_choice(block, entry, near(entry), &keys);
        } else {
            let message = format!("{} needs {keys}", block.name);
            let span = anchor(node, map);
            self.push(Diagnostic::error(Code::MissingKey, span, message));
        }
    }

    fn unknown_choice(
        &mut self,
        block: &'static Block,
        entry: &Entry,
        near: Option<&'static str>,
        keys: &str,
    ) {
        let model = block.one_of.contains(&"text");
        let (code, what) =
            if model { (Code::UnknownCapability, "capability") } else { (Code::UnknownKey, "key") };
        let message = format!("{} has no {what} `{}`", block.name, entry.key);
        let help = near.map_or_else(|| format!("write {keys}"), |near| format!("did you mean `{near}`?"));
        self.push(Diagnostic::error(code, entry.key_span, message).help(help));
    }
}

/// Whether what `node` says under `key` is not known: an unknown key means it, or its value is no map or list where
/// one belongs. Both have been reported, and so what hangs on it is not.
pub(in crate::formation) fn is_misspelt(node: &Node, block: &'static Block, key: &str) -> bool {
    let Some(map) = node.as_map() else {
        return false;
    };
    if let Some(value) = map.get(key) {
        return block.field(key).is_some_and(|field| is_misshapen(value, &field.kind));
    }
    let absent = absent_keys(block, map);
    map.iter()
        .filter(|entry| block.field(&entry.key).is_none())
        .take(MAX_GUESSES)
        .any(|entry| did_you_mean(&entry.key, absent.iter().copied()) == Some(key))
}

/// Whether a value that should be a map or a list is none, or an include that could not be followed.
fn is_misshapen(value: &Node, kind: &Kind) -> bool {
    let unread = value.as_map().is_some_and(is_unread_include);
    match kind {
        Kind::Map(_) | Kind::Named(_) => unread || value.as_map().is_none(),
        Kind::List(_) | Kind::Components(_) | Kind::Uses { .. } => {
            unread || !(value.is_null() || value.as_seq().is_some())
        }
        _ => unread,
    }
}

fn absent_keys(block: &'static Block, map: &Map) -> Vec<&'static str> {
    let names = block.fields.iter().map(|field| field.name);
    names.filter(|name| map.get(name).is_none()).collect()
}

/// The keys of a small block, for someone whose word is near none of them.
fn known_keys(block: &Block) -> Option<String> {
    let names: Vec<_> = block.fields.iter().map(|field| field.name).collect();
    (names.len() <= 8).then(|| format!("its keys are {}", list(&names)))
}

fn list(names: &[&str]) -> String {
    let quoted: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}
