//! Imports go one way: a room may only use the rooms below it, as ARCHITECTURE.md draws them.

#![expect(clippy::disallowed_methods, reason = "tests read and write the tree itself")]

use std::fs;
use std::path::{Path, PathBuf};

/// Each room with the rooms that it may use.
const ROOMS: &[(&str, &[&str])] = &[
    (
        "cli",
        &[
            "audit",
            "config",
            "credentials",
            "crypto",
            "formation",
            "output",
            "remote",
            "runtime",
            "secrets",
            "server",
            "support",
        ],
    ),
    ("output", &["formation", "support"]),
    ("server", &["audit", "config", "crypto", "formation", "remote", "runtime", "secrets", "support"]),
    ("runtime", &["audit", "config", "credentials", "crypto", "formation", "secrets", "support"]),
    ("remote", &["config", "crypto", "formation", "secrets", "support"]),
    ("credentials", &["crypto", "support"]),
    ("audit", &["config", "crypto", "support"]),
    ("secrets", &["crypto", "formation", "support"]),
    ("formation", &["support"]),
    ("config", &["support"]),
    ("crypto", &["support"]),
    ("support", &[]),
];

/// Crates that only one room may name.
const KEPT: &[(&str, &[&str])] = &[
    ("crypto", &["aes", "aes_gcm", "cbc", "pbkdf2", "hkdf", "hmac", "sha2", "subtle", "getrandom"]),
    ("output", &["comfy_table", "rustyline", "unicode_width"]),
];

#[derive(Debug, PartialEq, Eq)]
struct Violation(String);

/// Every arrow in `source` that `room` must not draw.
fn violations(room: &str, file: &str, source: &str) -> Vec<Violation> {
    let allowed = ROOMS.iter().find(|(name, _)| *name == room).map_or(&[][..], |(_, rooms)| rooms);
    let mut found = Vec::new();
    for (number, line) in source.lines().enumerate() {
        let code = line.split("//").next().unwrap_or_default();
        for used in rooms_named(code) {
            let known = ROOMS.iter().any(|(name, _)| *name == used);
            if known && used != room && !allowed.contains(&used.as_str()) {
                found.push(Violation(format!("{file}:{}: {room} uses {used}", number + 1)));
            }
        }
        for (keeper, crates) in KEPT {
            let named = crates.iter().find(|c| names_crate(code, c));
            if let Some(name) = named.filter(|_| *keeper != room) {
                found.push(Violation(format!("{file}:{}: only {keeper} may name {name}", number + 1)));
            }
        }
    }
    found
}

/// The rooms after `crate::` in a line, a list in braces included.
fn rooms_named(code: &str) -> Vec<String> {
    let word =
        |text: &str| text.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect::<String>();
    code.match_indices("crate::")
        .flat_map(|(at, found)| {
            let rest = &code[at + found.len()..];
            match rest.strip_prefix('{') {
                Some(list) => list.split([',', '}']).map(|item| word(item.trim())).collect(),
                None => vec![word(rest)],
            }
        })
        .collect()
}

fn names_crate(code: &str, name: &str) -> bool {
    let path = format!("{name}::");
    code.match_indices(&path).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        !before.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_' || c == ':')
    })
}

fn sources(dir: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).expect("src is there") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|e| e == "rs") {
            into.push(path);
        }
    }
}

fn all_sources() -> Vec<(String, String, PathBuf)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&src, &mut files);
    let room_of = |file: &PathBuf| {
        let inner = file.strip_prefix(&src).expect("below src");
        let first = inner.components().next().expect("a name");
        first.as_os_str().to_str().expect("UTF-8").to_owned()
    };
    files.into_iter().map(|f| (room_of(&f), fs::read_to_string(&f).expect("a source"), f)).collect()
}

#[test]
fn no_import_goes_up() {
    let mut found = Vec::new();
    for (room, source, path) in all_sources() {
        // lib.rs is the map of the rooms, main.rs only calls it.
        if path.parent().is_some_and(|p| p.ends_with("src")) {
            continue;
        }
        assert!(ROOMS.iter().any(|(name, _)| *name == room), "{room} is no room that this test knows");
        found.extend(violations(&room, &path.display().to_string(), &source));
    }
    assert_eq!(found, []);
}

#[test]
fn a_planted_arrow_is_found() {
    let planted = [
        ("support", "use crate::crypto::rng;"),
        ("formation", "let x = crate::secrets::mask(b);"),
        ("runtime", "use crate::{output::Printer, support::fs};"),
        ("secrets", "use sha2::Sha256;"),
    ];
    for (room, line) in planted {
        assert_eq!(violations(room, "planted.rs", line).len(), 1, "{room}: {line}");
    }
    assert_eq!(violations("cli", "fine.rs", "use crate::{output::Printer, secrets::mask};"), []);
    assert_eq!(violations("support", "fine.rs", "// use crate::cli::run;"), []);
}

#[test]
fn no_file_is_too_long_to_read() {
    const LONGEST: usize = 500;
    let long: Vec<_> =
        all_sources().into_iter().filter(|(_, s, _)| s.lines().count() > LONGEST).map(|(.., p)| p).collect();
    assert_eq!(long, [] as [PathBuf; 0], "over {LONGEST} lines");
}
