//! Every code has a page whose wrong example shows it and whose right one shows nothing, and a snapshot of how the
//! wrong one is told to people and to programs.
//!
//! `MUXI_REGENERATE=1 cargo test --test formation codes` writes the snapshots in `tests/formation/codes/` anew.

mod page;

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};

use muxi::formation::code::Code;
use muxi::formation::diagnostic::Diagnostic;
use muxi::formation::load::{self, Context, Target};
use muxi::formation::providers::PROVIDERS;
use muxi::formation::render;
use muxi::formation::source::Sources;
use muxi::formation::usage::find_uses;
use muxi::secrets::check::{Check, Environment, environments};
use muxi::secrets::{Change, KeySources, Location, SecretName, Store, update_all};
use muxi::support::clock::Clock;
use muxi::support::secret::SecretBytes;

use page::{Example, Page};

/// A value that no rule has anything to say about.
const GOOD_VALUE: &str = "q7Rk2mXv9TzLp4Wb8HsN";

/// What an example shows: the findings, and what they point into.
struct Shown {
    root: String,
    diagnostics: Vec<Diagnostic>,
    sources: Sources,
}

impl Shown {
    fn of(example: &Example) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().canonicalize().unwrap();
        example.write(&root);
        if example.checks_secrets() {
            return Self::secrets(example, &root);
        }
        let set: Option<BTreeSet<String>> =
            example.secrets.first().map(|(_, names)| names.iter().cloned().collect());
        let known = PROVIDERS.iter().map(|provider| provider.base_url_env);
        let variables = known.filter(|name| example.variables.iter().any(|set| set == name)).collect();
        let context = Context {
            secrets: set.as_ref(),
            target: match (example.muxi_server, example.serve) {
                (true, _) => Target::MuxiServer,
                (_, true) => Target::Serve,
                _ => Target::Local,
            },
            variables: Some(&variables),
            base: Some(&root),
            ..Context::default()
        };
        let location = muxi::formation::discover::in_directory(&root).expect("a formation file");
        let loaded = load::load(&location, &context);
        assert_eq!(loaded.omitted, 0);
        let root = format!("{}/", root.display());
        Self { root, diagnostics: loaded.diagnostics, sources: loaded.sources }
    }

    /// As `muxi secrets check` does, on a store that is made for it.
    fn secrets(example: &Example, root: &Path) -> Self {
        let keys = KeySources::default();
        let (at, clock) = (Location::new(root, None).unwrap(), Clock::fixed(1_700_000_000_000));
        for (env, names) in &example.secrets {
            let at = Location::new(root, Some(env.as_str()).filter(|env| !env.is_empty())).unwrap();
            let numbered = names.iter().enumerate();
            let values = numbered.map(|(nth, name)| (name.clone(), format!("{GOOD_VALUE}{nth}{env}")));
            set(&at, &keys, &clock, values);
        }
        set(&at, &keys, &clock, example.values.iter().cloned());
        if let Some(name) = &example.damaged {
            damage(&at.secrets_file(), name);
        }
        let formation = muxi::formation::discover::in_directory(root).expect("a formation file");
        let uses = find_uses(&formation, Some(root));
        let all: Vec<_> = environments(&at).unwrap();
        let all = if all.is_empty() { vec![at.clone()] } else { all };
        let all: Vec<_> = all.into_iter().map(|at| Environment::read(at, &keys).unwrap()).collect();
        let every = example.command.contains("--all-envs");
        let chosen: Vec<usize> = if every { (0..all.len()).collect() } else { vec![0] };
        let mut check = Check::new(uses, &all, &chosen, root);
        check.names(every);
        if !example.values.is_empty() || example.damaged.is_some() {
            check.values(&at, &Store::open(&at, &keys).unwrap());
        }
        let found = check.finish();
        let root = format!("{}/", root.display());
        Self { root, diagnostics: found.diagnostics, sources: found.sources }
    }

    fn human(&self) -> String {
        let one = |d| format!("{}\n", render::human(d, &self.sources, 80, false).trim_end());
        let all: Vec<String> = self.diagnostics.iter().map(one).collect();
        all.join("\n").replace(&self.root, "")
    }

    fn json(&self) -> String {
        let all: Vec<_> = self.diagnostics.iter().map(|d| render::json(d, &self.sources)).collect();
        format!("{}\n", serde_json::to_string_pretty(&all).unwrap()).replace(&self.root, "")
    }
}

fn set(at: &Location, keys: &KeySources, clock: &Clock, values: impl Iterator<Item = (String, String)>) {
    let change = |(name, value): (String, String)| Change::Set {
        name: SecretName::normalise(&name).unwrap().name,
        value: SecretBytes::from(value.as_str()),
    };
    let changes: Vec<_> = values.map(change).collect();
    if !changes.is_empty() {
        update_all(at, keys, clock, &changes).unwrap();
    }
}

/// Changes what is stored for `name`.
fn damage(file: &Path, name: &str) {
    let text = std::fs::read_to_string(file).unwrap();
    let line = text.lines().find(|line| line.starts_with(&format!("{name} "))).expect("the name is set");
    // Not the last characters, some of whose bits must be zero.
    let (head, tail) = line.split_at(line.len() - 12);
    let (middle, tail) = tail.split_at(8);
    let other: String = middle.chars().map(|c| if c == 'A' { 'B' } else { 'A' }).collect();
    crate::support::write(file, text.replace(line, &format!("{head}{other}{tail}")).as_bytes());
}

/// What is wrong with each page by this rule; nothing, if all are good.
fn faults(rule: impl Fn(Code, &Page<'_>) -> Result<(), String>) -> String {
    let fault = |code: &Code| {
        let read = page::read(code.page()).and_then(|page| rule(*code, &page));
        read.err().map(|why| format!("src/formation/explain/{code}.md: {why}\n"))
    };
    Code::ALL.iter().filter_map(fault).collect()
}

fn ensure(holds: bool, why: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(why()) }
}

#[test]
fn every_page_has_its_title_and_says_what_it_is_about() {
    let wrong = faults(|code, page| {
        ensure(page.title == code.as_str(), || format!("its title is {}", page.title))?;
        ensure(page.meaning == code.meaning(), || "what it means ends too early".to_owned())?;
        ensure(page.meaning.len() > 80, || format!("{:?} is little", page.meaning))?;
        let long = code.page().lines().find(|line| line.chars().count() > 120);
        ensure(long.is_none(), || format!("more than 120 columns: {long:?}"))
    });
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn the_wrong_example_of_every_page_shows_its_code() {
    let wrong = faults(|code, page| {
        let shown = Shown::of(&page.wrong);
        let found: Vec<_> = shown.diagnostics.iter().map(|d| d.code).collect();
        ensure(found.contains(&code), || format!("the wrong example shows {found:?}\n{}", shown.human()))?;
        ensure(found.len() <= 3, || format!("an example shows one thing: {found:?}"))
    });
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn the_right_example_of_every_page_shows_nothing() {
    let wrong = faults(|_, page| {
        let shown = Shown::of(&page.right).human();
        ensure(shown.is_empty(), || format!("the right example shows\n{shown}"))
    });
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn no_page_is_without_a_code_and_no_snapshot_is_left_over() {
    let names: HashSet<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    for (directory, endings) in
        [("src/formation/explain", &["md"][..]), ("tests/formation/codes", &["txt", "json"])]
    {
        let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join(directory);
        for entry in std::fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            let ending = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
            let stem = path.file_stem().and_then(|s| s.to_str()).unwrap_or_default();
            let known = names.contains(stem) || !endings.contains(&ending);
            assert!(known, "{}: there is no such code", path.display());
        }
    }
}

#[test]
fn the_wrong_examples_look_as_they_did() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formation/codes");
    let regenerate = std::env::var_os("MUXI_REGENERATE").is_some();
    let mut stale = BTreeSet::new();
    for code in Code::ALL {
        // A page that cannot be read is told by the other tests.
        let Ok(page) = page::read(code.page()) else { continue };
        let shown = Shown::of(&page.wrong);
        for (ending, text) in [("txt", shown.human()), ("json", shown.json())] {
            let path: PathBuf = directory.join(format!("{code}.{ending}"));
            if regenerate {
                crate::support::write(&path, text.as_bytes());
            } else if std::fs::read_to_string(&path).unwrap_or_default() != text {
                stale.insert(format!("{code}.{ending}\n{text}"));
            }
        }
    }
    let all: String = stale.into_iter().collect();
    assert!(all.is_empty(), "MUXI_REGENERATE=1 cargo test --test formation codes\n\n{all}");
}
