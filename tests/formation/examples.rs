//! A formation that uses every block has no finding, and every change of a key's name has one.

use crate::support::{human, load, places};

const LARGE: &str = include_str!("../fixtures/formation/large.afs");

/// The knowledge that it names.
const MANUAL: (&str, &str) = ("knowledge/docs/manual.md", "Read it.");

#[test]
fn a_large_valid_formation_has_no_finding() {
    let loaded = load(&[("formation.afs", LARGE), MANUAL]);
    assert_eq!(human(&loaded), "");
    let formation = loaded.formation.unwrap();
    assert_eq!(formation.server.port, Some(8271));
    assert_eq!(formation.memory.buffer.size, Some(10));
    assert_eq!(formation.llm.settings.temperature, Some(0.7));
    assert_eq!(formation.agents.len(), 3);
}

/// Lines of the large formation whose keys the author chooses, or whose block takes any key.
const FREE: [&str; 11] = [
    "REGISTRY_TOKEN:",
    "openai:",
    "fast:",
    "GITHUB_TOKEN:",
    "LIMIT:",
    "slack:",
    "help:",
    "X-Team:",
    "LANG:",
    "github:",
    "access_type:",
];

#[test]
fn every_misspelt_key_is_found_on_its_line_and_nothing_else_is() {
    for (index, line) in LARGE.lines().enumerate() {
        let trimmed = line.trim_start().trim_start_matches("- ");
        let Some((key, _)) = trimmed.split_once(':') else {
            continue;
        };
        if key.starts_with('#') || FREE.contains(&format!("{key}:").as_str()) {
            continue;
        }
        let column = line.find(key).unwrap();
        let changed = format!("{}{key}zz{}", &line[..column], &line[column + key.len()..]);
        let text =
            LARGE.lines().enumerate().map(|(at, old)| if at == index { changed.as_str() } else { old });
        let text = text.collect::<Vec<_>>().join("\n");
        let found = places(&load(&[("formation.afs", &text), MANUAL]));
        assert_eq!(found.len(), 1, "{changed}: {found:?}");
        let place = format!("formation.afs:{}:{}", index + 1, column + 1);
        assert!(found[0].ends_with(&place), "{changed}: {found:?}");
    }
}
