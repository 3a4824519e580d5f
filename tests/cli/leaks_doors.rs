//! The few doors through which the value of a secret may leave, and who uses them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Every source file with its text up to its tests.
fn sources() -> Vec<(String, String)> {
    fn below(dir: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { below(&path, found) } else { found.push(path) }
        }
    }
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    below(&src, &mut found);
    let name = |path: &Path| path.strip_prefix(&src).unwrap().display().to_string();
    let code = |path: &Path| {
        let text = std::fs::read_to_string(path).unwrap();
        text.split("#[cfg(test)]\nmod tests {").next().unwrap().to_owned()
    };
    let is_test = |path: &Path| path.to_string_lossy().contains("test") || path.ends_with("fuzzing.rs");
    let is_code = |path: &Path| path.extension().is_some_and(|end| end == "rs");
    found.iter().filter(|path| is_code(path) && !is_test(path)).map(|path| (name(path), code(path))).collect()
}

/// How often each file says one of `words`; comments do not count.
fn uses(words: &[&str]) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for (file, text) in sources() {
        let code =
            text.lines().filter_map(|line| line.split("//").next()).filter(|l| !l.contains("rustix::"));
        let count: usize =
            code.map(|line| words.iter().map(|w| line.matches(w).count()).sum::<usize>()).sum();
        if count > 0 {
            found.insert(file, count);
        }
    }
    found
}

fn wanted(files: &[(&str, usize)]) -> BTreeMap<String, usize> {
    files.iter().map(|(file, count)| ((*file).to_owned(), *count)).collect()
}

#[test]
fn only_commands_that_are_to_print_a_value_print_past_the_redactor() {
    // Each is the purpose of its command: `credentials get`, `secrets get`, `secrets export`, `secrets key export`, `keys show`,
    // `server init` and `server keys add`, which show a new key once, and `fmt -`, which gives an editor its own text back.
    assert_eq!(
        uses(&[".reveal("]),
        wanted(&[
            ("cli/credentials/show.rs", 2),
            ("cli/fmt.rs", 2),
            ("cli/keys.rs", 2),
            ("cli/secrets/export.rs", 1),
            ("cli/secrets/get.rs", 2),
            ("cli/secrets/key/export.rs", 2),
            ("cli/server/init.rs", 2),
        ])
    );
    // `secrets run` copies what a program writes, through the same redactor.
    assert_eq!(uses(&["out.streams("]), wanted(&[("cli/secrets/run.rs", 1)]));
}

#[test]
fn stdout_and_stderr_are_written_to_in_the_printing_room_only() {
    for (file, _) in uses(&["io::stdout()", "io::stderr()", "println!", "eprintln!", "print!(", "eprint!("]) {
        assert!(file.starts_with("output/"), "{file} prints past the redactor");
    }
}

#[test]
fn there_is_one_registry_in_a_run() {
    // The first makes it; before there is an environment there is nothing to hide; the others are what a key, a map,
    // a passphrase or a fleet has until it is told of the real one.
    assert_eq!(
        uses(&["Redactor::default()"]),
        wanted(&[
            ("cli/mod.rs", 1),
            ("lib.rs", 1),
            // Of what one request brings: the one of the run would keep it.
            ("runtime/http/credentials/asked.rs", 1),
            ("secrets/format1.rs", 1),
            ("secrets/key.rs", 1),
            ("secrets/passphrase.rs", 1),
            ("server/fleet/options.rs", 1),
        ])
    );
}
