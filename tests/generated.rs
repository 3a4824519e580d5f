//! Completions and man pages come from the clap tree, schemas and the reference of fields from the table; all are
//! fresh.
//! `MUXI_REGENERATE=1 cargo test --test generated` writes them anew.

#![expect(clippy::disallowed_methods, reason = "tests read and write the tree itself")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use clap_complete::Shell;
use muxi::formation::schema::FILE_KINDS;
use muxi::formation::{handbook, jsonschema};

/// Every generated file: its path in the tree and what has to be in it.
fn generated() -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for (shell, name) in [
        (Shell::Bash, "muxi.bash"),
        (Shell::Zsh, "_muxi"),
        (Shell::Fish, "muxi.fish"),
        (Shell::PowerShell, "_muxi.ps1"),
        (Shell::Elvish, "muxi.elv"),
    ] {
        let mut script = Vec::new();
        clap_complete::generate(shell, &mut muxi::cli::command(), "muxi", &mut script);
        files.insert(Path::new("completions").join(name), script);
    }
    let mut command = muxi::cli::command();
    command.build();
    man_pages(&command, "muxi", &mut files);
    for kind in &FILE_KINDS {
        let schema = format!("{:#}\n", jsonschema::of(kind));
        files
            .insert(Path::new("docs/schema").join(format!("{}.schema.json", kind.name)), schema.into_bytes());
    }
    files.insert("docs/formation.md".into(), handbook::all().into_bytes());
    files
}

fn man_pages(command: &clap::Command, name: &str, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    let mut page = Vec::new();
    let man = clap_mangen::Man::new(command.clone().name(name.to_owned())).manual("muxi").source("muxi");
    man.render(&mut page).expect("a page in memory");
    files.insert(Path::new("man").join(format!("{name}.1")), page);
    for sub in command.get_subcommands().filter(|s| !s.is_hide_set() && s.get_name() != "help") {
        man_pages(sub, &format!("{name}-{}", sub.get_name()), files);
    }
}

/// The generated files that are missing or differ in the tree at `root`, and those that should not be there.
fn stale(root: &Path, files: &BTreeMap<PathBuf, Vec<u8>>) -> Vec<PathBuf> {
    let differ =
        files.iter().filter(|(path, content)| fs::read(root.join(path)).ok().as_ref() != Some(content));
    let mut stale: Vec<PathBuf> = differ.map(|(path, _)| path.clone()).collect();
    for folder in ["completions", "man", "docs/schema"] {
        for entry in fs::read_dir(root.join(folder)).into_iter().flatten().flatten() {
            let path = Path::new(folder).join(entry.file_name());
            // Sections other than 1 are written by hand.
            let by_hand = path.extension().is_some_and(|e| e == "5");
            if !by_hand && !files.contains_key(&path) {
                stale.push(path);
            }
        }
    }
    stale
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn what_is_generated_is_fresh() {
    let files = generated();
    if std::env::var_os("MUXI_REGENERATE").is_some() {
        for (path, content) in &files {
            let path = root().join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("the folder");
            fs::write(path, content).expect("a generated file");
        }
    }
    let stale = stale(root(), &files);
    assert_eq!(stale, [] as [PathBuf; 0], "run: MUXI_REGENERATE=1 cargo test --test generated");
}

#[test]
fn a_planted_change_is_found() {
    let files = generated();
    let copy = tempfile::tempdir().expect("a temporary directory");
    for (path, content) in &files {
        let path = copy.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder");
        fs::write(path, content).expect("a copy");
    }
    assert_eq!(stale(copy.path(), &files), [] as [PathBuf; 0]);
    fs::write(copy.path().join("man/muxi.1"), "an old page").expect("the planted change");
    fs::write(copy.path().join("man/muxi-gone.1"), "of a command that is no more").expect("the planted page");
    assert_eq!(stale(copy.path(), &files), [PathBuf::from("man/muxi.1"), PathBuf::from("man/muxi-gone.1")]);
}
