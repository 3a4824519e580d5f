//! The documents say what the program does: names, codes, files, tables and examples.

#![expect(clippy::disallowed_methods, reason = "reads the files of the repository")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use muxi::formation::{discover, load};
use muxi::secrets::{KeySources, Location, SecretName, Store};

const DOCUMENTS: [&str; 5] =
    ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"];

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// What of `wanted` is not in `text`.
fn missing(text: &str, wanted: impl IntoIterator<Item = String>) -> Vec<String> {
    wanted.into_iter().filter(|word| !text.contains(word.as_str())).collect()
}

/// Each text between two marks, for example between quotes.
fn between<'a>(mut text: &'a str, open: &str, close: &str) -> Vec<&'a str> {
    let mut found = Vec::new();
    while let Some((inner, rest)) = text.split_once(open).and_then(|(_, rest)| rest.split_once(close)) {
        found.push(inner);
        text = rest;
    }
    found
}

/// The examples (`.EX` to `.EE`) of a manual page, as a reader sees them.
fn examples(page: &str) -> Vec<String> {
    let page = read(page);
    let examples = page.split(".SH EXAMPLE").nth(1).expect("the section");
    let shown = |text: &&str| text.trim_start().replace("\\-", "-").replace("\\(dq", "\"");
    between(examples, ".EX", ".EE").iter().map(shown).collect()
}

#[test]
fn the_readme_names_every_variable() {
    let readme = read("README.md");
    let variables = muxi::config::VARIABLES.iter().map(|(v, _)| format!("| `{}` |", v.name()));
    assert_eq!(missing(&readme, variables), [""; 0]);
}

#[test]
#[cfg(feature = "serve")]
fn the_readme_has_the_table_of_providers() {
    let row = |p: &muxi::runtime::llm::ProviderInfo| {
        let (url, key) = (p.base_url.unwrap_or("none"), p.key.unwrap_or("none needed"));
        format!("| `{}` | `{url}` | `{}` | {key} |\n", p.name, p.base_url_env)
    };
    let table: String =
        muxi::runtime::llm::PROVIDERS.iter().filter(|p| p.base_url.is_some()).map(row).collect();
    assert_eq!(missing(&read("README.md"), [table]), [""; 0]);
}

#[test]
fn the_readme_names_every_command() {
    let readme = read("README.md");
    for command in muxi::cli::command().get_subcommands() {
        let name = command.get_name();
        let shown = command.get_subcommands().filter(|sub| !sub.is_hide_set());
        let below = shown.map(|sub| format!("| `muxi {name} {}", sub.get_name()));
        let names = below.chain([format!("| `muxi {name}")]);
        assert_eq!(missing(&readme, names), [""; 0]);
    }
}

#[test]
fn no_row_of_the_readme_stands_twice() {
    let readme = read("README.md");
    let mut seen = std::collections::HashSet::new();
    let mut heading = "";
    for line in readme.lines() {
        if line.starts_with('#') {
            heading = line;
        }
        let first = line.strip_prefix("| ").and_then(|row| row.split(" |").next());
        if let Some(first) = first.filter(|cell| cell.starts_with('`')) {
            assert!(seen.insert((heading, first)), "{heading}: {first}");
        }
    }
}

/// Lines of 40 bytes and more that another line of the text begins with: what a merge leaves behind.
fn said_twice(text: &str) -> Vec<&str> {
    let mut lines: Vec<_> = text.lines().filter(|line| line.len() >= 40 && !line.starts_with('|')).collect();
    lines.sort_unstable();
    lines.windows(2).filter(|two| two[1].starts_with(two[0])).map(|two| two[0]).collect()
}

#[test]
fn no_line_of_a_document_stands_twice() {
    for document in DOCUMENTS {
        // Examples may show the same line again.
        let text = read(document);
        let prose: String = text.split("```").step_by(2).collect();
        assert_eq!(said_twice(&prose), [""; 0], "{document}");
    }
    let opening =
        |text: &str| text.lines().take_while(|l| l.starts_with("//!")).collect::<Vec<_>>().join("\n");
    assert_eq!(said_twice(&opening(&read("src/formation/mod.rs"))), [""; 0]);
}

/// The first words that stand twice in `text`, nine in a row: what a merge of two wordings leaves behind.
fn words_twice(text: &str) -> Option<String> {
    let lines = text.lines().filter(|line| !line.starts_with('|'));
    let words: Vec<_> = lines.flat_map(str::split_whitespace).collect();
    let mut seen = std::collections::HashSet::new();
    words.windows(9).find(|nine| !seen.insert(*nine)).map(|nine| nine.join(" "))
}

#[test]
fn no_two_wordings_of_one_thing_are_left_by_a_merge() {
    for document in DOCUMENTS {
        let text = read(document);
        let prose: String = text.split("```").step_by(2).collect();
        assert_eq!(words_twice(&prose), None, "{document}");
    }
}

#[test]
fn the_readme_says_how_large_a_body_may_be() {
    let source = read("src/runtime/http/body.rs");
    let row = format!("| Body of a request | {} MiB |", between(&source, "MAX_BODY: usize = ", " << 20;")[0]);
    assert_eq!(missing(&read("README.md"), [row]), [""; 0]);
}

#[test]
fn the_manual_page_names_every_block_that_is_not_run() {
    let source = read("src/formation/served.rs");
    let page = read("man/muxi-formation.5");
    let shown = between(&page, ".SS Blocks that are checked and not run", ".SH ")[0];
    let blocks = between(between(&source, "NOT_RUN: [", "];")[0], "(\"", "\"");
    assert!(blocks.len() > 10, "{blocks:?}");
    let named = |block: &str| shown.lines().any(|line| line.split(' ').nth(1) == Some(block));
    let missing: Vec<_> = blocks.into_iter().filter(|block| !named(block)).collect();
    assert_eq!(missing, [""; 0]);
}

#[test]
fn the_readme_has_every_exit_code_and_no_other() {
    let source = read("src/output/failure.rs");
    let numbers = between(&source, "fn number(self)", "\n    }")[0];
    // All but the one that is passed on.
    let codes = between(numbers, " => ", ",").into_iter().filter(|code| code.parse::<u8>().is_ok());
    let codes: Vec<_> = codes.collect();
    let readme = read("README.md");
    let section = between(&readme, "## Exit codes", "\n## ")[0];
    let digits = |line: &str| line.split(" | ").next()?.strip_prefix("| ")?.parse::<u8>().ok();
    let documented: Vec<String> = section.lines().filter_map(digits).map(|code| code.to_string()).collect();
    assert_eq!(codes, documented);
}

#[test]
fn the_readme_has_every_route() {
    let source = read("src/runtime/http/mod.rs");
    let routes = between(&source, ".route(\"", "(");
    assert!(routes.len() >= 10, "{routes:?}");
    let split = routes.iter().filter_map(|route| route.split_once("\", "));
    let wanted = split.map(|(path, method)| format!("`{} {path}`", method.to_uppercase()));
    assert_eq!(missing(&read("README.md"), wanted), [""; 0]);
}

#[test]
fn the_quick_start_of_the_readme_is_the_one_that_is_tested() {
    assert_eq!(missing(&read("README.md"), [read("tests/fixtures/formation/quick-start.afs")]), [""; 0]);
}

#[test]
fn every_file_that_is_named_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["src/", "tests/", "benches/", "man/", "completions/", ".ci/"];
    let mut absent = BTreeSet::new();
    for document in DOCUMENTS {
        // Fences are no code spans.
        let text = read(document).replace("```", "");
        let links = between(&text, "](", ")").into_iter().filter(|l| !l.starts_with(['#', 'h']));
        let spans = between(&text, "`", "`").into_iter().filter_map(|s| s.split_whitespace().next());
        let named = spans.filter(|s| folders.iter().any(|f| s.starts_with(f)) && !s.contains('*'));
        let named = links.chain(named).filter(|path| !root.join(path).exists());
        absent.extend(named.map(|path| format!("{document}: {path}")));
    }
    assert_eq!(absent, BTreeSet::new());
}

#[test]
fn the_rooms_of_the_architecture_are_those_of_the_test() {
    let (test, document) = (read("tests/rooms.rs"), read("ARCHITECTURE.md"));
    let table = between(&test, "const ROOMS: &[(&str, &[&str])] = &[", "\n];")[0];
    let mut held = Vec::new();
    for row in table.split_inclusive(']') {
        if let Some((room, uses)) = between(row, "\"", "\"").split_first() {
            held.push(((*room).to_owned(), uses.join(", ")));
        }
    }
    assert!(held.len() >= 9, "{held:?}");
    let cells = |line: &str| line.trim_matches('|').split(" | ").map(|c| c.trim().replace('`', "")).collect();
    let rooms = document.lines().filter(|line| line.starts_with("| `")).map(cells);
    let drawn: Vec<_> = rooms.map(|row: Vec<String>| (row[0].clone(), row[2].clone())).collect();
    assert_eq!(held, drawn);
}

#[test]
fn the_examples_of_muxi_secrets_5_open() {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let files = examples("man/muxi-secrets.5");
    fs::write(dir.path().join("key"), &files[0]).expect("the key");
    fs::write(dir.path().join("secrets.enc"), &files[1]).expect("the secrets");
    let sources = KeySources { option_file: Some(dir.path().join("key")), ..KeySources::default() };
    let store = Store::open(&Location::new(dir.path(), None).expect("a place"), &sources).expect("it opens");
    let name = SecretName::normalise("C").expect("a name").name;
    assert_eq!(store.get(&name).expect("it opens").expect("a value").expose(), b"\0\xff");
    assert!(store.seal().is_good());
}

#[test]
fn the_example_of_muxi_formation_5_has_no_finding() {
    let dir = tempfile::tempdir().expect("a temporary directory");
    fs::write(dir.path().join("formation.afs"), &examples("man/muxi-formation.5")[0]).expect("the formation");
    let loaded =
        load::load(&discover::in_directory(dir.path()).expect("it is there"), &load::Context::default());
    assert_eq!(loaded.diagnostics, []);
}

#[test]
fn the_page_of_the_server_has_every_key_that_is_read_and_every_exit_code_is_known() {
    let (source, page) = (read("src/server/config/read.rs"), read("man/muxi-server.5"));
    let page = page.replace("\\-", "-");
    let mut keys: BTreeSet<&str> = BTreeSet::new();
    for kind in ["text", "number", "seconds", "flag", "path", "list", "bytes", "at"] {
        keys.extend(between(&source, &format!("read.{kind}(\""), "\""));
    }
    assert!(keys.len() > 25, "{keys:?}");
    let words: BTreeSet<&str> = page.split(|c: char| c.is_whitespace() || c == ',' || c == '"').collect();
    assert_eq!(keys.into_iter().filter(|key| !words.contains(key)).collect::<Vec<_>>(), [""; 0]);
    let of_keys = between(&source, "const SAID: [&str; 7] = [", "];")[0];
    assert_eq!(missing(&page, between(of_keys, "\"", "\"").into_iter().map(str::to_owned)), [""; 0]);
    let codes = between(&page, ".SH EXIT CODES", ".SH EXAMPLE")[0];
    let readme = read("README.md");
    let known = between(&readme, "## Exit codes", "\n## ")[0];
    for code in
        codes.lines().filter_map(|line| line.strip_prefix(".B ")).filter(|code| code.parse::<u8>().is_ok())
    {
        assert!(known.contains(&format!("| {code} |")), "{code}");
    }
}

#[test]
#[cfg(feature = "serve")]
fn the_example_of_muxi_server_5_is_a_configuration() {
    use muxi::server::config::{ConfigFile, Level};
    let dir = tempfile::tempdir().expect("a temporary directory");
    let path = dir.path().join("config.yaml");
    fs::write(&path, &examples("man/muxi-server.5")[0]).expect("the configuration");
    fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).expect("its mode");
    let config = ConfigFile::read(&path)
        .and_then(|file| file.config(&muxi::support::redact::Redactor::default()))
        .expect("it is one");
    assert_eq!((config.warnings, config.keys.len(), config.port), (Vec::new(), 2, 7890));
    assert!(config.keys[1].covers(Level::Write, Some("my-bot")) && !config.keys[1].covers(Level::Read, None));
}
