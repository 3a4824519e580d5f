//! Keys that a map does not know, and what was meant by them.

use super::near::{Guess, guess};
use super::shape::{Checked, Place, anchor, is_unread_include};
use super::{Checker, MAX_GUESSES};
use crate::formation::code::Code;
use crate::formation::diagnostic::{Diagnostic, Edit};
use crate::formation::quote;
use crate::formation::schema::{Block, Case, Field, Kind, Rule, Unlisted, one_of};
use crate::formation::yaml::{Entry, Node, Style};
use crate::support::text::did_you_mean;

impl Checker<'_> {
    /// Reports keys that the block does not know; returns the missing keys that were meant by them.
    pub(super) fn unknown_keys(
        &mut self,
        checked: Checked<'_>,
        unknown: &[&Entry],
        place: Place,
    ) -> Vec<&'static str> {
        if unknown.is_empty() {
            return Vec::new();
        }
        let block = checked.block;
        let mut explained = Vec::new();
        let mut absent = checked.absent();
        for (nth, entry) in unknown.iter().enumerate() {
            let meant = if nth < MAX_GUESSES { guess(&entry.key, absent.iter().copied()) } else { None };
            // What would be wrong under the other name was hardly meant by it.
            let misfit = |meant: Guess<'_>| {
                checked.field(meant.word).is_some_and(|field| is_misshapen(&entry.value, &field.kind))
            };
            let meant = meant.map(|meant| Guess { sure: meant.sure && !misfit(meant), ..meant });
            // Where the table does not know all keys, only a clear slip is worth a word.
            let is_slip = meant.is_some() && entry.key.len() > 3;
            if block.unlisted == Unlisted::Ignored && !is_slip {
                continue;
            }
            // One key can be meant once.
            absent.retain(|name| meant.is_none_or(|meant| meant.word != *name));
            explained.extend(meant.map(|meant| meant.word));
            let needed = meant.is_some_and(|meant| is_needed(checked, meant.word, place));
            let refused = block.unlisted == Unlisted::Refused;
            let label = match (needed, refused) {
                (true, _) => "this key is required",
                (false, true) => "",
                (false, false) => "this is ignored",
            };
            let message = format!("{} has no key `{}`", block.name, entry.key);
            let diagnostic = Diagnostic::error(Code::UnknownKey, entry.key_span, message).label(label);
            let diagnostic = match meant {
                Some(meant) => diagnostic.meant(meant, entry.key_span, meant.word.to_owned()),
                None => diagnostic.maybe_help(known_keys(checked)),
            };
            if needed || refused {
                self.push(diagnostic);
            } else {
                self.push_soft(diagnostic);
            }
        }
        explained
    }

    /// The keys are those of another word than the one that is given: one of the two is wrong.
    pub(super) fn wrong_word(&mut self, checked: Checked<'_>, meant: &Case) {
        let Some(cases) = checked.block.cases else { return };
        let (Some(tag), Some(word)) = (checked.map.get(cases.tag), checked.word) else { return };
        let key = meant.fields.iter().find_map(|field| checked.map.entry(field.name));
        let key = key.map_or("", |entry| &entry.key);
        let message =
            format!("`{}` is `{word}`, but `{key}` belongs to `{}: {}`", cases.tag, cases.tag, meant.word);
        let diagnostic = Diagnostic::error(Code::MisplacedKey, tag.span, message)
            .help(format!("write `{}: {}`, or the keys of `{word}`", cases.tag, meant.word))
            .maybe_fix(format!("write `{}`", meant.word), tag.span, quote::anywhere(meant.word));
        self.push(match checked.map.entry(key) {
            Some(entry) => diagnostic.also(entry.key_span, ""),
            None => diagnostic,
        });
    }

    /// A key of another case than the one that the tag says.
    pub(super) fn misplaced(&mut self, checked: Checked<'_>, entry: &Entry) {
        let Some(cases) = checked.block.cases else { return };
        let has = |fields: &[Field]| fields.iter().any(|field| field.name == entry.key);
        let words: Vec<_> =
            cases.cases.iter().filter(|case| has(case.fields)).map(|case| case.word).collect();
        let tag = cases.tag;
        // What the tag says is not known, and has been asked for.
        if checked.map.get(tag).is_none() && is_misspelt(checked.node, checked.block, tag) {
            return;
        }
        let belongs: Vec<_> = words.iter().map(|word| format!("`{tag}: {word}`")).collect();
        let message = format!("`{}` belongs to {}", entry.key, belongs.join(", "));
        let help = format!("remove it, or write {}", belongs.join(" or "));
        let mut diagnostic = Diagnostic::warning(Code::MisplacedKey, entry.key_span, message)
            .label("this is ignored")
            .help(help);
        if let (Some(value), Some(word)) = (checked.map.get(tag), checked.word) {
            diagnostic = diagnostic.also(value.span, format!("this is `{word}`"));
        }
        self.push_soft(diagnostic);
    }

    /// An old name, with its new one where that can be written in its place.
    pub(super) fn deprecated(&mut self, checked: Checked<'_>, entry: &Entry, new: &'static str) {
        let message = format!("`{}` is an old name of `{new}`", entry.key);
        let mut diagnostic = Diagnostic::warning(Code::DeprecatedKey, entry.key_span, message);
        let first = new.split('.').next().unwrap_or(new);
        if let Some(given) = checked.map.entry(first) {
            diagnostic = diagnostic.also(given.key_span, "the new one is here");
            self.push(diagnostic.help("remove the old one"));
            return;
        }
        diagnostic = diagnostic.help(format!("write `{new}`"));
        let title = format!("rename it to `{new}`");
        self.push(match (new.split_once('.'), entry.value.as_scalar()) {
            (None, _) => diagnostic.safe_fix(title, entry.key_span, new),
            // Only a value in quotes can stand between braces as it is.
            (Some((outer, inner)), Some(scalar)) if scalar.style == Style::Quoted && !inner.contains('.') => {
                let span = entry.value.span;
                let (mut before, mut after) = (span, span);
                (before.end, after.start) = (span.start, span.end);
                let edits = vec![
                    Edit { span: entry.key_span, text: outer.to_owned() },
                    Edit { span: before, text: format!("{{ {inner}: ") },
                    Edit { span: after, text: " }".to_owned() },
                ];
                diagnostic.with_fix(title, true, edits)
            }
            (Some(_), _) => diagnostic,
        });
    }

    /// Checks that one of the block's choices is there, and takes the unknown keys that are about it. Returns
    /// whether it is clear which of them counts.
    pub(super) fn exactly_one(&mut self, checked: Checked<'_>, unknown: &mut Vec<&Entry>) -> bool {
        let (block, map) = (checked.block, checked.map);
        if block.one_of.is_empty() {
            return true;
        }
        let mut given = map.iter().filter(|e| block.one_of.contains(&&*e.key));
        let keys = one_of(block.one_of);
        if let (Some(first), second) = (given.next(), given.next()) {
            if let Some(second) = second {
                let message = format!("{} has both `{}` and `{}`", block.name, first.key, second.key);
                let help = if block.one_of.contains(&"text") {
                    "make a list entry of each"
                } else {
                    "remove one of the two"
                };
                let diagnostic = Diagnostic::error(Code::ExclusiveKeys, second.key_span, message)
                    .also(first.key_span, "the other one")
                    .help(help);
                self.push(diagnostic);
            }
            return second.is_none();
        }
        let near = |entry: &Entry| did_you_mean(&entry.key, block.one_of.iter().copied());
        let other = checked.absent();
        let is_other = |entry: &Entry| did_you_mean(&entry.key, other.iter().copied()) != near(entry);
        let position = unknown.iter().position(|e| near(e).is_some() && !is_other(e));
        if let Some(index) = position.or((!unknown.is_empty()).then_some(0)) {
            let entry = unknown.remove(index);
            self.unknown_choice(block, entry, &keys);
        } else {
            let message = format!("{} needs {keys}", block.name);
            let span = anchor(checked.node, map);
            self.push(Diagnostic::error(Code::MissingKey, span, message));
        }
        false
    }

    fn unknown_choice(&mut self, block: &'static Block, entry: &Entry, keys: &str) {
        let model = block.one_of.contains(&"text");
        let (code, what) =
            if model { (Code::UnknownCapability, "capability") } else { (Code::UnknownKey, "key") };
        let message = format!("{} has no {what} `{}`", block.name, entry.key);
        let diagnostic = Diagnostic::error(code, entry.key_span, message);
        self.push(match guess(&entry.key, block.one_of.iter().copied()) {
            Some(near) => diagnostic.meant(near, entry.key_span, near.word.to_owned()),
            None => diagnostic.help(format!("write {keys}")),
        });
    }
}

/// Whether it is an error that `key` is not there.
fn is_needed(checked: Checked<'_>, key: &str, place: Place) -> bool {
    let required = checked.field(key).is_some_and(|field| field.is_required(place == Place::File));
    let by_another = |rule: &Rule| match rule {
        Rule::Needs(needs) => needs.refused && needs.other == key && checked.map.get(needs.key).is_some(),
        Rule::AtMostOne(_) => false,
    };
    required || checked.block.rules.iter().any(by_another)
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
    let mut unknown = map.iter().filter(|entry| block.field(&entry.key).is_none()).peekable();
    if unknown.peek().is_none() {
        return false;
    }
    let absent = Checked::new(node, map, block).absent();
    let mut guessed = unknown.take(MAX_GUESSES);
    guessed.any(|entry| did_you_mean(&entry.key, absent.iter().copied()) == Some(key))
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

/// The keys of a small block, for someone whose word is near none of them.
fn known_keys(checked: Checked<'_>) -> Option<String> {
    let names: Vec<_> = checked.fields().map(|field| format!("`{}`", field.name)).collect();
    (names.len() <= 8).then(|| format!("its keys are {}", names.join(", ")))
}
