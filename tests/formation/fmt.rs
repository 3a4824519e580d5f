//! The one style, over every file of a formation that is here.

use std::path::{Path, PathBuf};

use muxi::formation::edit;
use muxi::formation::fmt;

fn below(directory: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(directory).into_iter().flatten() {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            below(&path, files);
        } else if fmt::is_formatted(&path) {
            files.push(path);
        }
    }
}

fn all() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for directory in ["tests/fixtures", "examples"] {
        below(&root.join(directory), &mut files);
    }
    assert!(files.len() > 5, "{files:?}");
    files
}

#[test]
fn every_file_of_the_fixtures_and_examples_says_the_same_in_the_one_style() {
    for file in all() {
        let text = std::fs::read_to_string(&file).unwrap();
        let new = match fmt::file(&file, &text) {
            Ok(new) => new,
            // What is no YAML is told by its place.
            Err(error) => {
                assert!(error.place().is_some(), "{}: {error}", file.display());
                continue;
            }
        };
        assert_eq!(fmt::file(&file, &new).as_ref(), Ok(&new), "{} changes again", file.display());
        if file.extension().is_some_and(|extension| extension != "md") {
            assert_eq!(edit::read(&new).ok(), edit::read(&text).ok(), "{}", file.display());
        }
        let comments = |text: &str| text.matches('#').count();
        assert_eq!(comments(&new), comments(&text), "{}", file.display());
    }
}

#[test]
fn the_examples_are_in_the_one_style() {
    let mut files = all();
    files.retain(|file| file.starts_with(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples")));
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        assert_eq!(fmt::file(&file, &text), Ok(text), "run `muxi fmt examples`: {}", file.display());
    }
}
