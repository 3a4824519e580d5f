//! `examples/`: five formations without a finding that together use every block of the table.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use muxi::formation::load::Target;
use muxi::formation::schema::{Block, FILE_KINDS, FileKind, Kind, Need, Shape};
use muxi::formation::source::Sources;
use muxi::formation::usage::find_uses;
use muxi::formation::yaml::{self, Node};
use muxi::formation::{discover, reference};

use crate::support::{human, load_dir};

/// The directories of the examples, each with the names of the secrets that it uses.
fn examples() -> Vec<(PathBuf, Vec<String>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let entries = std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path());
    let mut found: Vec<_> =
        entries.filter(|path| path.is_dir()).map(|path| (path.clone(), secrets(&path))).collect();
    found.sort();
    assert_eq!(found.len(), 5);
    found
}

fn secrets(root: &Path) -> Vec<String> {
    let location = discover::in_directory(root).expect("a formation");
    let uses = find_uses(&location, None).uses;
    let names = uses.into_iter().filter_map(|one| match one.target {
        reference::Target::Secret(name) => Some(name),
        _ => None,
    });
    names.collect::<BTreeSet<_>>().into_iter().collect()
}

#[test]
fn no_example_has_a_finding_once_its_secrets_are_set() {
    for (root, secrets) in examples() {
        let secrets: Vec<_> = secrets.iter().map(String::as_str).collect();
        let loaded = load_dir(&root, Some(&secrets), Target::Local);
        assert_eq!(human(&loaded), "", "{}", root.display());
    }
}

#[test]
fn the_template_of_each_example_names_the_secrets_that_it_uses() {
    for (root, mut secrets) in examples() {
        let text = read(&root.join("secrets"));
        let mut names: Vec<_> =
            text.lines().filter_map(|line| line.strip_suffix('=')).map(str::to_owned).collect();
        names.sort();
        // These two are used by their names.
        for name in ["FORMATION_ADMIN_API_KEY", "FORMATION_CLIENT_API_KEY"].map(str::to_owned) {
            if names.contains(&name) && !secrets.contains(&name) {
                secrets.push(name);
            }
        }
        secrets.sort();
        assert_eq!(names, secrets, "{}", root.display());
    }
}

#[test]
fn each_example_has_agents_a_readme_sops_and_a_skill_and_one_line_to_change() {
    for (root, _) in examples() {
        for file in ["README.md", "agents", "sops", "skills"] {
            assert!(root.join(file).exists(), "{}/{file}", root.display());
        }
        let formation = read(&root.join("formation.afs"));
        assert_eq!(
            formation.matches("muxi/echo").count(),
            2,
            "the alias, and the comment above it: {}",
            root.display()
        );
    }
}

#[test]
fn the_examples_use_every_block_and_every_required_key() {
    let mut used = Used::default();
    for (root, _) in examples() {
        for kind in &FILE_KINDS {
            for file in files(&root, kind) {
                let text = read(&file);
                let yaml = match kind.shape {
                    Shape::Yaml => text.as_str(),
                    Shape::Markdown => front_matter(&text),
                };
                let mut sources = Sources::default();
                let id = sources.add(&file, yaml);
                let tree = yaml::parse(id, yaml).0.expect("YAML");
                used.block(kind.block, &tree);
            }
        }
    }
    let mut wanted = Wanted::default();
    for kind in &FILE_KINDS {
        wanted.block(kind.block);
    }
    assert!(wanted.blocks.len() > 60, "{}", wanted.blocks.len());
    let unused: Vec<_> =
        wanted.blocks.iter().filter(|(key, _)| !used.blocks.contains(key)).map(|(_, name)| name).collect();
    assert_eq!(unused, [&""; 0], "no example uses these blocks");
    let without: Vec<_> = wanted.required.iter().filter(|key| !used.keys.contains(key)).collect();
    assert_eq!(without, [&("", ""); 0], "no example uses these required keys (with the word they depend on)");
}

/// Statics are told apart by their place.
fn place(block: &'static Block) -> usize {
    std::ptr::from_ref(block) as usize
}

/// What the examples use.
#[derive(Default)]
struct Used {
    blocks: BTreeSet<usize>,
    keys: BTreeSet<(&'static str, &'static str)>,
}

impl Used {
    fn block(&mut self, block: &'static Block, node: &Node) {
        let Some(map) = node.as_map() else { return };
        self.blocks.insert(place(block));
        let word = block.cases.and_then(|cases| map.get(cases.tag)?.as_str().or(cases.default));
        for entry in map {
            if let Some(field) = block.fields_in(word).find(|field| field.name == entry.key) {
                let own = block.fields.iter().any(|own| own.name == field.name);
                let case = if own { block.name } else { block.case_of(word).map_or("", |case| case.word) };
                self.keys.insert((case, field.name));
                self.kind(&field.kind, &entry.value);
            }
        }
    }

    fn kind(&mut self, kind: &'static Kind, node: &Node) {
        let items = node.as_seq().unwrap_or_default();
        match kind {
            Kind::Map(block) => self.block(block, node),
            Kind::Named(inner) => {
                let entries = node.as_map().into_iter().flat_map(yaml::Map::iter);
                entries.for_each(|entry| self.kind(inner, &entry.value));
            }
            Kind::List(inner) => items.iter().for_each(|item| self.kind(inner, item)),
            Kind::Components(block) => items.iter().for_each(|item| self.block(block, item)),
            Kind::Uses { inline, narrowed } => {
                for item in items {
                    self.block(if item.get("type").is_some() { inline } else { narrowed }, item);
                }
            }
            Kind::Either(kinds) => kinds.iter().for_each(|kind| self.kind(kind, node)),
            _ => {}
        }
    }
}

/// What the table has.
#[derive(Default)]
struct Wanted {
    blocks: BTreeMap<usize, &'static str>,
    required: BTreeSet<(&'static str, &'static str)>,
}

impl Wanted {
    fn block(&mut self, block: &'static Block) {
        if self.blocks.insert(place(block), block.name).is_some() {
            return;
        }
        let needed = |need: Need| matches!(need, Need::Required | Need::RequiredInFile | Need::Recommended);
        for field in block.fields {
            if needed(field.need) {
                self.required.insert((block.name, field.name));
            }
            self.kind(&field.kind);
        }
        for case in block.cases.map_or(&[][..], |cases| cases.cases) {
            for field in case.fields {
                if needed(field.need) {
                    self.required.insert((case.word, field.name));
                }
                self.kind(&field.kind);
            }
        }
    }

    fn kind(&mut self, kind: &'static Kind) {
        match kind {
            Kind::Map(block) | Kind::Components(block) => self.block(block),
            Kind::Uses { inline, narrowed } => {
                self.block(inline);
                self.block(narrowed);
            }
            Kind::Named(inner) | Kind::List(inner) => self.kind(inner),
            Kind::Either(kinds) => kinds.iter().for_each(|kind| self.kind(kind)),
            _ => {}
        }
    }
}

fn files(root: &Path, kind: &FileKind) -> Vec<PathBuf> {
    if kind.directories.is_empty() {
        return vec![root.join("formation.afs")];
    }
    let directories = kind.directories.iter().map(|name| root.join(name)).filter(|path| path.is_dir());
    let entries =
        directories.flat_map(|path| std::fs::read_dir(path).unwrap()).map(|entry| entry.unwrap().path());
    entries.map(|path| if path.is_dir() { path.join("SKILL.md") } else { path }).collect()
}

fn front_matter(text: &str) -> &str {
    let rest = text.strip_prefix("---\n").expect("front matter");
    rest.split_once("\n---\n").expect("its end").0
}

#[expect(clippy::disallowed_methods, reason = "reads the files of the repository")]
fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
