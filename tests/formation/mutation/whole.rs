//! Formations that have every key of the table, made from it.

use muxi::formation::schema::{Block, FILE_KINDS, Field, FileKind, Kind, Need, Rule, Shape};

use crate::generate::{Tree, unheard, valid};

/// How often something is written in another of its ways until every way was written.
const ROUNDS: usize = 8;

/// What everything that has a name is called.
const NAME: &str = "some-words";

/// Formations that together have every key, with every word of every tag, in files and in place.
pub(super) fn formations() -> Vec<(String, Vec<(String, String)>)> {
    (0..ROUNDS).map(|round| (format!("whole {round}"), files(round))).collect()
}

fn files(round: usize) -> Vec<(String, String)> {
    let in_files = round % 2 == 1;
    let writer = Writer { round, in_files };
    let of = |name: &str| FileKind::named(name).expect("a kind");
    let mut files = vec![("formation.afs".to_owned(), writer.map(of("formation").block, true).yaml())];
    for kind in FILE_KINDS.iter().filter(|kind| !kind.directories.is_empty()) {
        let directory = kind.directories[0];
        let text = writer.map(kind.block, true).yaml();
        match kind.shape {
            Shape::Yaml if in_files => files.push((format!("{directory}/{NAME}.afs"), text)),
            Shape::Yaml => {}
            Shape::Markdown => {
                let path = if kind.name == "skill" { format!("{NAME}/SKILL") } else { NAME.to_owned() };
                files.push((format!("{directory}/{path}.md"), format!("---\n{text}---\nSay hello.\n")));
            }
        }
    }
    files.push(("knowledge/docs".to_owned(), "What is known.\n".to_owned()));
    files
}

struct Writer {
    round: usize,
    in_files: bool,
}

impl Writer {
    /// One of several ways, another in each round.
    fn pick<'a, T>(&self, ways: &'a [T]) -> &'a T {
        &ways[self.round % ways.len()]
    }

    /// A map with every key that can stand in it together.
    fn map(&self, block: &'static Block, in_file: bool) -> Tree {
        let tag = block.cases.map_or("", |cases| cases.tag);
        let words: &[&str] = match block.fields.iter().find(|field| field.name == tag).map(|tag| tag.kind) {
            Some(Kind::Enum(words) | Kind::Open(words)) => words,
            _ => &[""],
        };
        let word = *self.pick(words);
        let one = |keys: &'static [&'static str]| (!keys.is_empty()).then(|| (*self.pick(keys), keys));
        let mut chosen: Vec<_> = one(block.one_of).into_iter().collect();
        chosen.extend(block.rules.iter().filter_map(|rule| match rule {
            Rule::AtMostOne(keys) => one(keys),
            Rule::Needs(_) => None,
        }));
        // Two names of one block.
        let other_name = if self.round % 4 == 3 { "mcp" } else { "mcps" };
        let excluded = |key: &str| {
            key == other_name || chosen.iter().any(|(kept, keys)| keys.contains(&key) && *kept != key)
        };
        let needs = |rule: &&Rule| matches!(rule, Rule::Needs(_));
        let lacks = |key: &str| {
            block.rules.iter().filter(needs).any(|rule| match rule {
                Rule::Needs(needs) => needs.key == key && excluded(needs.other),
                Rule::AtMostOne(_) => false,
            })
        };
        let case = block.case_of((!tag.is_empty()).then_some(word));
        let mut entries = Vec::new();
        for field in block.fields.iter().chain(case.map_or(&[][..], |case| case.fields)) {
            let old = matches!(field.need, Need::Deprecated(_) | Need::Refused(_));
            let misplaced = field.need == Need::RequiredInFile && !in_file;
            let unheard = unheard(Some(word), field.name);
            if old || misplaced || unheard || excluded(field.name) || lacks(field.name) {
                continue;
            }
            let needed = block.rules.iter().find_map(|rule| match rule {
                Rule::Needs(needs) if needs.other == field.name => needs.words.first(),
                _ => None,
            });
            let value = match needed {
                Some(word) => Tree::Value(format!("{word:?}")),
                None if field.name == tag => Tree::Value(format!("{word:?}")),
                None => self.value(field),
            };
            entries.push((field.name.to_owned(), value, false));
        }
        if let Some(kind) = case.and_then(|case| case.others) {
            entries.push(("SOME_NAME".to_owned(), self.of_kind(kind), false));
        }
        Tree::Map(entries)
    }

    fn value(&self, field: &Field) -> Tree {
        match field.kind {
            // What is denied is not what the agents use.
            _ if ["deny", "blacklist"].contains(&field.name) => Tree::value("[other_*]"),
            Kind::Text => valid(field),
            Kind::Named(Kind::Text) if field.name == "api_keys" => valid(field),
            kind => self.of_kind(&kind),
        }
    }

    fn of_kind(&self, kind: &Kind) -> Tree {
        match kind {
            Kind::Map(block) => self.map(block, false),
            Kind::Named(inner) => Tree::map([(NAME, self.of_kind(inner))]),
            Kind::List(inner) => Tree::List(vec![self.of_kind(inner)]),
            Kind::Components(_) | Kind::Uses { .. } if self.in_files => Tree::List(vec![Tree::value(NAME)]),
            Kind::Components(block) => Tree::List(vec![self.map(block, false)]),
            Kind::Uses { narrowed, .. } => Tree::List(vec![self.map(narrowed, false)]),
            Kind::Either(kinds) => self.of_kind(self.pick(kinds)),
            Kind::Enum(words) | Kind::Open(words) => Tree::Value(format!("{:?}", self.pick(words))),
            other => crate::generate::valid_of(other),
        }
    }
}
