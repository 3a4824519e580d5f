//! The table of fields against itself: around every field that can be reached a formation is made, with a good
//! value, values of another type, values off the range, and a misspelt name.

use std::collections::HashSet;

use crate::generate::{MARK, Tree, minimal, of_another_type, off_range, unheard, valid};
use crate::support::{load, places};
use muxi::formation::diagnostic::Fix;
use muxi::formation::load::Loaded;
use muxi::formation::schema::{Block, FILE_KINDS, Field, FileKind, Kind, Need, Shape, Unlisted};

/// A formation in which one map is left open: what is put there makes its files.
type Around<'a> = &'a dyn Fn(Tree) -> Tree;

struct Walk {
    kind: &'static FileKind,
    seen: HashSet<(usize, Option<&'static str>)>,
    fields: usize,
    formations: usize,
    fixes: usize,
    wrong: Vec<String>,
}

#[test]
fn every_field_of_the_formation_is_checked() {
    every_field_of("formation");
}

#[test]
fn every_field_of_an_agents_file_is_checked() {
    every_field_of("agent");
}

#[test]
fn every_field_of_an_mcp_servers_file_is_checked() {
    every_field_of("mcp");
}

#[test]
fn every_field_of_an_a2a_services_file_is_checked() {
    every_field_of("a2a");
}

#[test]
fn every_field_of_a_test_is_checked() {
    every_field_of("test");
}

#[test]
fn no_kind_of_yaml_file_is_left_out() {
    let yaml = FILE_KINDS.iter().filter(|kind| kind.shape == Shape::Yaml).map(|kind| kind.name);
    assert_eq!(yaml.collect::<Vec<_>>(), ["formation", "agent", "mcp", "a2a", "test"]);
}

fn every_field_of(name: &str) {
    let kind = FileKind::named(name).expect("a kind of file");
    let mut walk = Walk { kind, seen: HashSet::new(), fields: 0, formations: 0, fixes: 0, wrong: Vec::new() };
    walk.block(kind.block, true, &|tree| tree);
    let count = walk.wrong.len();
    assert!(count == 0, "{count} of {}:\n{}", walk.formations, walk.wrong.join("\n"));
    assert!(walk.fields > 10 && walk.formations > 4 * walk.fields, "{} {}", walk.fields, walk.formations);
    assert!(walk.fixes > walk.fields, "{} {}", walk.fixes, walk.fields);
}

impl Walk {
    fn block(&mut self, block: &'static Block, in_file: bool, around: Around<'_>) {
        let words: Vec<_> = block
            .cases
            .map_or_else(|| vec![None], |cases| cases.cases.iter().map(|case| Some(case.word)).collect());
        for word in words {
            if self.seen.insert((std::ptr::from_ref(block) as usize, word)) {
                for field in block.fields_in(word) {
                    self.fields += 1;
                    self.field(block, word, field, in_file, around);
                }
                self.removed(block, word, in_file, around);
                if let Some(word) = word {
                    self.misplaced(block, word, in_file, around);
                }
            }
        }
    }

    fn field(
        &mut self,
        block: &'static Block,
        word: Option<&'static str>,
        field: &'static Field,
        in_file: bool,
        around: Around<'_>,
    ) {
        let with = |key: &str, value: Tree| around(minimal(block, word, in_file, Some(&(field, key, value))));
        let is_tag = block.cases.is_some_and(|cases| cases.tag == field.name);
        let good = match word.filter(|_| is_tag) {
            Some(word) => Tree::Value(format!("{word:?}")),
            None => valid(field),
        };
        let only = match field.need {
            Need::Deprecated(_) => &["deprecated-key"][..],
            Need::Refused(_) => &["refused-key"],
            _ if unheard(word, field.name) => &["key-unused"],
            _ => &[],
        };
        self.expect(&with(field.name, good.clone()), only);
        // What is in it is looked at where a model answers.
        if unheard(word, field.name) {
            return;
        }
        if only.is_empty() {
            for text in of_another_type(&field.kind) {
                self.expect(&with(field.name, Tree::Value(text)), &["wrong-type"]);
            }
            for (text, code) in off_range(&field.kind) {
                self.expect(&with(field.name, Tree::Value(text)), &[code]);
            }
        }
        if can_be_misspelt(block, word, field) {
            let middle = field.name.len().div_ceil(2);
            let key = format!("{}z{}", &field.name[..middle], &field.name[middle..]);
            let code = if block.one_of.contains(&"text") && block.one_of.contains(&field.name) {
                "unknown-capability"
            } else {
                "unknown-key"
            };
            self.expect(&with(&key, good), &[code]);
        }
        self.below(&field.kind, &|tree| with(field.name, tree));
    }

    /// The keys of the other words of the tag: each is passed over, and said to be.
    fn misplaced(&mut self, block: &'static Block, word: &'static str, in_file: bool, around: Around<'_>) {
        let others = block.cases.into_iter().flat_map(|cases| cases.cases).flat_map(|case| case.fields);
        let own: Vec<_> = block.fields_in(Some(word)).map(|field| field.name).collect();
        let free = block.case_of(Some(word)).is_some_and(|case| case.others.is_some());
        for field in others.filter(|field| !own.contains(&field.name) && !free) {
            let Tree::Map(mut entries) = minimal(block, Some(word), in_file, None) else { continue };
            entries.push((field.name.to_owned(), valid(field), true));
            self.expect(&around(Tree::Map(entries)), &["misplaced-key"]);
        }
    }

    /// Without a key that must be there. The place is that of the map, so only what is found is looked at.
    fn removed(&mut self, block: &'static Block, word: Option<&str>, in_file: bool, around: Around<'_>) {
        let Tree::Map(entries) = minimal(block, word, in_file, None) else { return };
        for (at, (key, ..)) in entries.iter().enumerate() {
            let field = block.fields_in(word).find(|field| field.name == *key);
            let code = match field.map(|field| field.need) {
                Some(Need::Recommended) => "missing-description",
                Some(Need::Required | Need::RequiredInFile) => "missing-key",
                _ if block.one_of.contains(&key.as_str()) => "missing-key",
                _ => continue,
            };
            let mut rest = entries.clone();
            rest.remove(at);
            self.formations += 1;
            let text = around(Tree::Map(rest)).yaml();
            let found = places(&self.load(&text));
            if found.len() != 1 || !found[0].starts_with(&format!("{code} ")) {
                self.wrong.push(format!("{text}without {key}: found {found:?}, not {code}\n"));
            }
        }
    }

    /// The fields of the maps that a value of that type holds.
    fn below(&mut self, kind: &'static Kind, around: Around<'_>) {
        let listed = |tree| around(Tree::List(vec![tree]));
        match kind {
            Kind::Map(block) => self.block(block, false, around),
            Kind::Named(inner) => self.below(inner, &|tree| around(Tree::map([("some_name", tree)]))),
            Kind::List(inner) => self.below(inner, &listed),
            Kind::Components(block) => self.block(block, false, &listed),
            Kind::Uses { inline, narrowed } => {
                self.block(inline, false, &listed);
                self.block(narrowed, false, &listed);
            }
            Kind::Either(kinds) => kinds.iter().for_each(|kind| self.below(kind, around)),
            _ => {}
        }
    }

    /// Says where something else is found than these codes, each at the marked line.
    fn expect(&mut self, tree: &Tree, codes: &[&str]) {
        self.formations += 1;
        let text = tree.yaml();
        let loaded = self.load(&text);
        let (found, mended) = (places(&loaded), mended(&loaded, &self.path()));
        // The maps around it are marked too; the field itself comes last.
        let marked = text.lines().enumerate().filter(|(_, line)| line.contains(MARK));
        let line = 1 + marked.last().expect("a mark").0;
        let path = self.path();
        let expected: Vec<_> = codes.iter().map(|code| format!("{code} {path}:{line}:")).collect();
        let same = found.len() == expected.len()
            && found.iter().zip(&expected).all(|(found, start)| found.starts_with(start));
        if !same {
            self.wrong.push(format!("{text}found {found:?}, not {expected:?}\n"));
        }
        for mended in mended {
            let mut found = places(&self.load(&mended));
            // A name that was a number is still the name of nothing, and a key in quotes one that all can read.
            let others = ["component-not-", "knowledge-not-", "unknown-name", "literal-", "file-unreadable"];
            found.retain(|place| !others.iter().any(|code| place.starts_with(code)));
            self.fixes += 1;
            if !found.is_empty() {
                self.wrong.push(format!("{text}mended:\n{mended}still {found:?}\n"));
            }
        }
    }

    /// Where the file with the field is.
    fn path(&self) -> String {
        let directory = self.kind.directories.first();
        directory.map_or_else(|| "formation.afs".to_owned(), |name| format!("{name}/some-words.afs"))
    }

    fn load(&self, text: &str) -> Loaded {
        let mut text = text.to_owned();
        // A use of a server needs the server.
        if text.contains("mcp_servers:") && !text.contains("\nmcp") && self.kind.name == "formation" {
            text.push_str(SERVER);
        }
        if text.contains("\n  default_channel:") && !text.contains("\n  channels:") {
            text.push_str("  channels: {some-words: {url: \"https://example.com\"}}\n");
        }
        load(&files(self.kind, &self.path(), &text))
    }
}

/// What `knowledge/docs`, the example of a path, is.
const MANUAL: (&str, &str) = ("knowledge/docs/manual.md", "Read it.");

/// What a heartbeat may name.
const PROCEDURE: (&str, &str) =
    ("sops/some-words.md", "---\ntype: sop\nname: some-words\ndescription: d\n---\nDo it.\n");

const SERVER: &str = "mcp:\n  servers:\n    - {id: some-words, description: d, type: command, command: c}\n";

/// The file at `path` with each fix of a finding applied, alone.
fn mended(loaded: &Loaded, path: &str) -> Vec<String> {
    let fixes = loaded.diagnostics.iter().filter_map(|diagnostic| diagnostic.fix.as_ref());
    let apply = |fix: &Fix| {
        let mut text = None;
        for edit in fix.edits.iter().rev() {
            let source = loaded.sources.get(edit.span.source);
            assert_eq!(source.path(), std::path::Path::new(path));
            let text = text.get_or_insert_with(|| source.text().to_owned());
            text.replace_range(edit.span.start..edit.span.end, &edit.text);
        }
        text.expect("a fix has edits")
    };
    fixes.map(apply).collect()
}

/// Where any key is let through, or is a name of the author's own, a slip cannot be told.
fn can_be_misspelt(block: &Block, word: Option<&str>, field: &Field) -> bool {
    let free = block.case_of(word).is_some_and(|case| case.others.is_some());
    let let_through = block.unlisted == Unlisted::Ignored && field.name.len() < 3;
    // Nobody is led to a name that is old.
    let old = matches!(field.need, Need::Deprecated(_));
    !let_through && !old && (!free || field.need == Need::Required)
}

/// The files of a formation in which `text` is a file of that kind, and what it may refer to.
fn files<'a>(kind: &FileKind, path: &'a str, text: &'a str) -> Vec<(&'a str, &'a str)> {
    let formation = match kind.name {
        "formation" => return vec![(path, text), MANUAL, PROCEDURE],
        "agent" => concat!(
            "schema: \"1.0.0\"\nid: f\ndescription: d\nagents: [some-words]\n",
            "mcp:\n  servers:\n    - {id: some-words, description: d, type: command, command: c}\n"
        ),
        "mcp" => "schema: \"1.0.0\"\nid: f\ndescription: d\nmcp:\n  servers: [some-words]\n",
        "test" => {
            let formation = "schema: \"1.0.0\"\nid: f\ndescription: d\nagents:\n  - {id: some-words, name: n, \
                             description: d, system_message: s}\n";
            return vec![("formation.afs", formation), (path, text), ("knowledge/docs", "What is known.\n")];
        }
        _ => "schema: \"1.0.0\"\nid: f\ndescription: d\na2a:\n  outbound:\n    services: [some-words]\n",
    };
    vec![("formation.afs", formation), (path, text), MANUAL]
}
