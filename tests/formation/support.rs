//! A formation in a temporary directory, and what the checks say of it.

use std::collections::BTreeSet;
use std::path::Path;

use muxi::formation::discover;
use muxi::formation::load::{self, Context, Loaded, Target};
use muxi::formation::overlay::Overlay;
use muxi::formation::render;

/// The formation whose files are `files`, loaded without knowing the secrets and without variables.
pub(crate) fn load(files: &[(&str, &str)]) -> Loaded {
    load_with(files, None, Target::Local)
}

/// The same with the names of the secrets that are set.
pub(crate) fn load_with(files: &[(&str, &str)], secrets: Option<&[&str]>, target: Target) -> Loaded {
    let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    load_bytes(&files, secrets, target)
}

/// The same from bytes that need not be text.
pub(crate) fn load_bytes(files: &[(&str, &[u8])], secrets: Option<&[&str]>, target: Target) -> Loaded {
    let dir = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        write(&dir.path().join(name), bytes);
    }
    load_dir(dir.path(), secrets, target)
}

/// What is in `root`.
pub(crate) fn load_dir(root: &Path, secrets: Option<&[&str]>, target: Target) -> Loaded {
    load_over(root, &Overlay::default(), secrets, target)
}

/// The same with texts that stand in for files.
pub(crate) fn load_over(root: &Path, overlay: &Overlay, secrets: Option<&[&str]>, target: Target) -> Loaded {
    let location = discover::in_directory(root).expect("a formation file");
    let secrets: Option<BTreeSet<String>> =
        secrets.map(|names| names.iter().map(|name| (*name).to_owned()).collect());
    let variables = BTreeSet::new();
    let context = Context {
        secrets: secrets.as_ref(),
        target,
        variables: Some(&variables),
        base: Some(root),
        tests: true,
        ..Context::default()
    };
    load::load_over(&location, &context, overlay)
}

/// Every diagnostic as a person sees it, 80 columns wide, without colour.
pub(crate) fn human(loaded: &Loaded) -> String {
    let each = |d| render::human(d, &loaded.sources, 80, false);
    loaded.diagnostics.iter().map(each).collect::<Vec<_>>().join("\n\n")
}

/// `code path:line:column` of every diagnostic.
pub(crate) fn places(loaded: &Loaded) -> Vec<String> {
    let one = |d: &muxi::formation::diagnostic::Diagnostic| {
        format!("{} {}", d.code, loaded.sources.place(d.primary.span))
    };
    loaded.diagnostics.iter().map(one).collect()
}

/// A file with these bytes, and the directories that it is in.
pub(crate) fn write(path: &Path, bytes: &[u8]) {
    use std::io::Write as _;
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let mut options = std::fs::OpenOptions::new();
    let mut file = options.write(true).create(true).truncate(true).open(path).unwrap();
    file.write_all(bytes).unwrap();
}
