//! A file's tree and the table side by side: each value with its type gives its changes.

use std::ops::Range;

use muxi::formation::schema::{Block, Field, Kind, Need, Rule, Shape, Unlisted};
use muxi::formation::source::Sources;
use muxi::formation::yaml::{Entry, Map, Node, parse};

use super::apply::File;
use super::mutants::{Mutant, Place};

/// Every change of one file.
pub(super) fn mutants(index: usize, file: &File) -> Vec<Mutant> {
    let Some(kind) = file.kind else { return Vec::new() };
    let (base, text) = match kind.shape {
        Shape::Yaml => (0, file.text.as_str()),
        Shape::Markdown => front_matter(&file.text),
    };
    let mut sources = Sources::default();
    let id = sources.add(&file.path, text);
    let (node, found) = parse(id, sources.get(id).text());
    assert!(found.is_empty(), "{}", file.path);
    let mut walk = Walk { index, base, text, path: Vec::new(), out: Vec::new() };
    if let Some(node) = node {
        walk.block(&node, kind.block, true);
    }
    walk.out
}

/// Where the document between the two `---` begins, and the document.
fn front_matter(text: &str) -> (usize, &str) {
    let start = "---\n".len();
    let end = text[start..].find("\n---").map_or(text.len(), |end| start + end + 1);
    (start, &text[start..end])
}

struct Walk<'a> {
    index: usize,
    /// Bytes of the file before `text`.
    base: usize,
    text: &'a str,
    path: Vec<String>,
    out: Vec<Mutant>,
}

/// A map with what it is checked against.
struct At<'a> {
    node: &'a Node,
    map: &'a Map,
    block: &'static Block,
    /// The word of its tag, where it has one.
    word: Option<&'a str>,
    in_file: bool,
}

impl At<'_> {
    fn field(&self, key: &str) -> Option<&'static Field> {
        self.block.fields_in(self.word).find(|field| field.name == key)
    }
}

fn word<'a>(block: &Block, map: &'a Map) -> Option<&'a str> {
    let cases = block.cases?;
    map.get(cases.tag).map_or(cases.default, Node::as_str)
}

/// A change before it is one: the offsets are those of the text.
struct Change<'a> {
    kind: &'static str,
    range: Range<usize>,
    text: &'a str,
    code: &'static str,
    place: Place,
    hides: Range<usize>,
}

impl Walk<'_> {
    #[expect(clippy::needless_pass_by_value, reason = "callers make it for this")]
    fn push(&mut self, change: Change<'_>) {
        self.push_as(&change, true, false);
    }

    fn push_as(&mut self, change: &Change<'_>, error: bool, crosses: bool) {
        let moved = |range: &Range<usize>| range.start + self.base..range.end + self.base;
        let place = match &change.place {
            Place::At(at) => Place::At(at + self.base),
            Place::In(range) => Place::In(moved(range)),
        };
        self.out.push(Mutant {
            file: self.index,
            range: moved(&change.range),
            text: change.text.to_owned(),
            kind: change.kind,
            path: self.path.join("."),
            code: change.code,
            error,
            place,
            hides: moved(&change.hides),
            crosses,
        });
    }

    fn block(&mut self, node: &Node, block: &'static Block, in_file: bool) {
        let Some(map) = node.as_map().filter(|map| map.get("$include").is_none()) else { return };
        let at = At { node, map, block, word: word(block, map), in_file };
        for (nth, entry) in map.iter().enumerate() {
            let own = block.case_of(at.word).and_then(|case| case.others);
            let Some(field) = at.field(&entry.key) else {
                if let Some(kind) = own {
                    self.path.push(entry.key.clone());
                    self.entry_value(kind, entry);
                    self.path.pop();
                }
                continue;
            };
            self.path.push(entry.key.clone());
            if field.is_required(in_file) || block.one_of.contains(&field.name) {
                self.removed(node, map, nth);
            }
            self.misspelt(&at, field, entry);
            self.emptied(&at, field, entry);
            self.entry_value(&field.kind, entry);
            self.beside(&at, field, entry);
            self.path.pop();
        }
        self.not_allowed(&at);
    }

    /// Puts a second key beside one that excludes it.
    fn beside(&mut self, at: &At<'_>, field: &Field, entry: &Entry) {
        let at_most = at.block.rules.iter().filter_map(|rule| match rule {
            Rule::AtMostOne(keys) => Some(*keys),
            Rule::Needs(_) => None,
        });
        for keys in at_most.chain([at.block.one_of]).filter(|keys| keys.contains(&field.name)) {
            for other in keys.iter().filter(|other| **other != field.name) {
                let value = self.text[self.colon(entry) + 1..self.end_of(entry)].to_owned();
                let twice = self.text.contains(&format!("- {other}:"));
                // A block of lines cannot be written twice, and neither can a capability.
                if !twice && !value.contains('\n') && fits_there(at, other, entry) {
                    self.inserted(
                        at,
                        entry,
                        "beside",
                        &format!("{other}:{value}"),
                        "exclusive-keys",
                        true,
                        false,
                    );
                }
            }
        }
    }

    /// Puts keys in that have no place there: of another word of the tag, and refused ones.
    fn not_allowed(&mut self, at: &At<'_>) {
        let Some(first) = at.map.iter().next() else { return };
        for field in at.block.fields_in(None).filter(|field| at.map.get(field.name).is_none()) {
            let of_another = at.word.is_some() && at.field(field.name).is_none();
            let own_keys = at.block.case_of(at.word).is_some_and(|case| case.others.is_some());
            let text = format!("{}: x", field.name);
            if matches!(field.need, Need::Refused(_)) {
                self.inserted(at, first, "refused", &text, "refused-key", true, true);
            } else if of_another && !own_keys && at.block.case_of(at.word).is_some() {
                self.inserted(at, first, "misplaced", &text, "misplaced-key", false, true);
            }
        }
    }

    /// Puts a key before `entry`; the finding is at the new key, or at the entry that was there.
    #[expect(clippy::too_many_arguments, reason = "they are the change and its verdict")]
    fn inserted(
        &mut self,
        at: &At<'_>,
        entry: &Entry,
        kind: &'static str,
        text: &str,
        code: &'static str,
        error: bool,
        at_new: bool,
    ) {
        let start = entry.key_span.start;
        let before = self.text[..start].trim_end();
        let whole = if before.ends_with(['{', ',']) {
            format!("{text}, ")
        } else {
            let line = self.text[..start].rfind('\n').map_or(0, |end| end + 1);
            format!("{text}\n{}", " ".repeat(start - line))
        };
        let place = Place::At(if at_new { start } else { start + whole.len() });
        let hides = at.node.span.start..at.node.span.end;
        let change = Change { kind, range: start..start, text: &whole, code, place, hides };
        self.push_as(&change, error, false);
    }

    /// Takes the entry out of its map.
    fn removed(&mut self, node: &Node, map: &Map, nth: usize) {
        let entries: Vec<&Entry> = map.iter().collect();
        let entry = entries[nth];
        let (range, text) = match (entries.get(nth + 1), nth.checked_sub(1)) {
            (Some(next), _) => (entry.key_span.start..next.key_span.start, ""),
            (None, Some(before)) => (self.end_of(entries[before])..self.end_of(entry), ""),
            (None, None) => (entry.key_span.start..self.end_of(entry), "{}"),
        };
        let end = self.end_of(entries[entries.len() - 1]) + text.len() - range.len();
        let place = Place::In(entries[0].key_span.start..end);
        let hides = node.span.start..node.span.end;
        self.push(Change { kind: "removed", range, text, code: "missing-key", place, hides });
    }

    fn misspelt(&mut self, at: &At<'_>, field: &Field, entry: &Entry) {
        let wrong = slip(&entry.key);
        let (block, map) = (at.block, at.map);
        if block.field(&wrong).is_some() || map.get(&wrong).is_some() {
            return;
        }
        let wanted = |rule: &Rule| match rule {
            Rule::Needs(needs) => needs.refused && needs.other == field.name && map.get(needs.key).is_some(),
            Rule::AtMostOne(_) => false,
        };
        let needed = field.is_required(at.in_file)
            || block.one_of.contains(&field.name)
            || block.rules.iter().any(wanted);
        let error = needed || block.unlisted == Unlisted::Refused;
        let own_keys = block.case_of(at.word).is_some_and(|case| case.others.is_some());
        let short = block.unlisted == Unlisted::Ignored && wrong.len() <= 3;
        if (short && !error) || own_keys {
            return;
        }
        let range = entry.key_span.start..entry.key_span.end;
        let hides = entry.key_span.start..self.end_of(entry);
        if short {
            // Too short for a slip where any key may be; but then the right one is missing.
            let place = Place::In(at.node.span.start..at.node.span.end);
            self.push(Change { kind: "misspelt", range, text: &wrong, code: "missing-key", place, hides });
            return;
        }
        let code = if block.one_of.contains(&"text") && block.one_of.contains(&field.name) {
            "unknown-capability"
        } else {
            "unknown-key"
        };
        let change = Change {
            kind: "misspelt",
            range,
            text: &wrong,
            code,
            place: Place::At(entry.key_span.start),
            hides,
        };
        self.push_as(&change, error, matches!(field.kind, Kind::Components(_) | Kind::Uses { .. }));
    }

    /// Takes the value away.
    fn emptied(&mut self, at: &At<'_>, field: &Field, entry: &Entry) {
        let map = matches!(field.kind, Kind::Map(_) | Kind::Named(_) | Kind::AnyMap);
        if !field.is_required(at.in_file) && !map {
            return;
        }
        let range = self.colon(entry) + 1..self.end_of(entry);
        self.push(Change {
            kind: "emptied",
            text: "",
            code: "empty-value",
            place: Place::At(entry.key_span.start),
            hides: entry.key_span.start..self.end_of(entry),
            range,
        });
    }

    /// Where an entry ends; the line end of a block of text is not its own.
    fn end_of(&self, entry: &Entry) -> usize {
        let end = entry.value.span.end.max(entry.key_span.end);
        self.text[..end].trim_end().len()
    }

    fn colon(&self, entry: &Entry) -> usize {
        let after = entry.key_span.end;
        after + self.text[after..].find(':').expect("a colon follows a key")
    }

    /// Puts `text` where the value of an entry is, whatever shape that has.
    fn replaced(&mut self, kind: &'static str, entry: &Entry, text: &str, code: &'static str) {
        let range = self.colon(entry) + 1..self.end_of(entry);
        let whole = format!(" {text}");
        let inner = text.len() - text.trim_start_matches(['[', '{']).len();
        self.push(Change {
            kind,
            text: &whole,
            code,
            place: Place::At(range.start + 1 + inner),
            hides: entry.key_span.start..self.end_of(entry),
            range,
        });
    }

    fn entry_value(&mut self, kind: &'static Kind, entry: &Entry) {
        for text in wrong_types(kind) {
            self.replaced("wrong type", entry, text, "wrong-type");
        }
        self.value(kind, &entry.value);
    }

    fn value(&mut self, kind: &'static Kind, node: &Node) {
        match kind {
            Kind::Id => self.scalar("format", node, "Not_an_id", "bad-id"),
            Kind::Model => self.model(node),
            Kind::Format(format) if node.as_str().is_some_and(|text| !text.contains("${{")) => {
                self.scalar("format", node, &format!("{:?}", format.counter), "bad-format");
            }
            Kind::Enum(_) => self.scalar("word", node, "zzqx", "unknown-value"),
            Kind::Int { min, max } => {
                let below = min.checked_sub(1).map(|n| n.to_string());
                let above = max.checked_add(1).map(|n| n.to_string());
                for text in [below, above].into_iter().flatten() {
                    self.scalar("number", node, &text, "out-of-range");
                }
            }
            Kind::Number { min, above: true, .. } => {
                self.scalar("number", node, &min.to_string(), "out-of-range");
            }
            Kind::Number { min, max, .. } => {
                let bound = |n: f64, step: f64| (n.abs() < 1e15).then(|| (n + step).to_string());
                for text in [bound(*min, -0.5), bound(*max, 0.5)].into_iter().flatten() {
                    self.scalar("number", node, &text, "out-of-range");
                }
            }
            Kind::Text => self.reference(node),
            Kind::Map(block) => self.block(node, block, false),
            Kind::Named(inner) => {
                for entry in node.as_map().into_iter().flatten().filter(|entry| entry.key != "$include") {
                    self.path.push(entry.key.clone());
                    self.entry_value(inner, entry);
                    self.path.pop();
                }
            }
            Kind::List(inner) => self.items(node, |_| inner),
            Kind::Components(block) => self.components(node, |_| block),
            Kind::Uses { inline, narrowed } => {
                let own = ["type", "command", "endpoint"];
                let in_place = |item: &Node| own.iter().any(|key| item.get(key).is_some());
                self.components(node, |item| if in_place(item) { inline } else { narrowed });
            }
            Kind::Either(kinds) => {
                if let Some(kind) = kinds.iter().find(|kind| fits(kind, node)) {
                    // Next to other types, a broken word or number may be one of those.
                    if matches!(kind, Kind::Map(_) | Kind::List(_) | Kind::Named(_)) {
                        self.value(kind, node);
                    }
                }
            }
            _ => {}
        }
    }

    fn items(&mut self, node: &Node, kind: impl Fn(&Node) -> &'static Kind) {
        for (nth, item) in node.as_seq().unwrap_or_default().iter().enumerate() {
            self.path.push(nth.to_string());
            let kind = kind(item);
            if item.as_scalar().is_some() {
                for text in wrong_types(kind).iter().filter(|text| !text.starts_with(['[', '{'])) {
                    self.scalar("wrong type", item, text, "wrong-type");
                }
            }
            self.value(kind, item);
            self.path.pop();
        }
    }

    fn components(&mut self, node: &Node, block: impl Fn(&Node) -> &'static Block) {
        for (nth, item) in node.as_seq().unwrap_or_default().iter().enumerate() {
            self.path.push(nth.to_string());
            if item.as_scalar().is_some() {
                self.scalar("wrong type", item, "5", "wrong-type");
                self.crossing("id of a component", item, "zzqx-none", "component-not-found");
            } else {
                self.block(item, block(item), false);
            }
            self.path.pop();
        }
    }

    fn model(&mut self, node: &Node) {
        let Some(text) = node.as_str().filter(|text| !text.contains("${{")) else { return };
        if text.contains('/') {
            self.scalar("model", node, "openai/", "unknown-model");
        }
        self.crossing("model", node, "zzqx", "unknown-model");
    }

    /// Breaks the first `${{ … }}` of a text in three ways.
    fn reference(&mut self, node: &Node) {
        let written = &self.text[node.span.start..node.span.end];
        let Some(at) = written.find("${{ secrets.") else { return };
        let Some(length) = written[at..].find("}}") else { return };
        let start = node.span.start + at;
        let name = start + "${{ secrets.".len();
        let hides = node.span.start..node.span.end;
        let place = Place::In(start..start + length);
        for (range, text, code) in [
            (start + 4..name - 1, "secrts", "reference-unknown"),
            (start + length..start + length + 2, "", "reference-malformed"),
            (name..name + 1, "a", "reference-case"),
        ] {
            let (place, hides) = (place.clone(), hides.clone());
            self.push(Change { kind: "reference", range, text, code, place, hides });
        }
    }

    fn scalar(&mut self, kind: &'static str, node: &Node, text: &str, code: &'static str) {
        self.scalar_as(kind, node, text, code, false);
    }

    /// What it breaks is said of one place, and hangs on another.
    fn crossing(&mut self, kind: &'static str, node: &Node, text: &str, code: &'static str) {
        self.scalar_as(kind, node, text, code, true);
    }

    fn scalar_as(&mut self, kind: &'static str, node: &Node, text: &str, code: &'static str, crosses: bool) {
        let range = node.span.start..node.span.end;
        let place = Place::At(range.start);
        let change = Change { kind, hides: range.clone(), range, text, code, place };
        self.push_as(&change, true, crosses);
    }
}

/// Whether what `entry` has may be the value of `other` too.
fn fits_there(at: &At<'_>, other: &str, entry: &Entry) -> bool {
    let kind = |key: &str| at.field(key).map(|field| field.kind.describe());
    kind(other) == kind(&entry.key)
}

/// Texts that are no value of the type, each alone wrong.
fn wrong_types(kind: &Kind) -> &'static [&'static str] {
    match kind {
        Kind::Text | Kind::Format(_) | Kind::Open(_) | Kind::Id | Kind::Model => {
            &["5", "true", "[x]", "{x: y}"]
        }
        Kind::Scalar => &["[x]", "{x: y}"],
        Kind::Enum(_) => &["5", "[x]", "{x: y}"],
        Kind::Bool => &["5", "zzqx", "\"true\"", "[x]", "{x: y}"],
        Kind::Int { .. } => &["zzqx", "\"5\"", "5.5", "true", "[x]", "{x: y}"],
        Kind::Number { .. } => &["zzqx", "\"5\"", "true", "[x]", "{x: y}"],
        Kind::Map(_) | Kind::Named(_) | Kind::AnyMap => &["5", "zzqx", "true", "[x]"],
        Kind::List(_) | Kind::Components(_) | Kind::Uses { .. } => &["5", "zzqx", "true", "{x: y}"],
        Kind::Either(_) | Kind::Any => &[],
    }
}

fn fits(kind: &Kind, node: &Node) -> bool {
    match kind {
        Kind::Map(_) | Kind::Named(_) | Kind::AnyMap => node.as_map().is_some(),
        Kind::List(_) => node.as_seq().is_some(),
        _ => false,
    }
}

/// Two letters swapped, or one doubled where they are the same.
fn slip(key: &str) -> String {
    let mut letters: Vec<char> = key.chars().collect();
    let middle = letters.len() / 2;
    match letters.get(middle + 1) {
        Some(next) if *next != letters[middle] => letters.swap(middle, middle + 1),
        _ => letters.push(letters[letters.len() - 1]),
    }
    letters.into_iter().collect()
}
