use std::fs;
use std::process::Command;

use super::format1;
use super::key::{RootKey, Status};
use super::keyring::tests::faults::at_every_call;
use super::keyring::tests::{BARE, PHRASE, clock, formation, none, opens, private, text, with_phrase};
use super::update_tests::{add, delete, name};
use super::*;
use crate::crypto::fernet;
use crate::support::secret::SecretBytes;

fn to(location: &Location, format: Format) -> Result<Conversion, Error> {
    convert(location, &none(), &clock(), format, false)
}

/// The key of the known answers.
fn bare_key() -> RootKey {
    let stored = key::parse(BARE, "k").unwrap().remove(0);
    let key = stored.unlock(&Passphrase::default(), "k").unwrap();
    assert_eq!(key.status, Status::Active);
    key
}

/// A file of format 1 that holds this JSON.
fn holding(json: &str) -> (tempfile::TempDir, Location) {
    let dir = tempfile::tempdir().unwrap();
    let location = Location::new(dir.path(), None).unwrap();
    private(&location.key_file(), BARE);
    let token = fernet::encrypt(&bare_key().material, 1, json.as_bytes()).unwrap();
    private(&location.secrets_file(), token);
    (dir, location)
}

fn get(location: &Location, n: &str) -> Vec<u8> {
    let store = Store::open(location, &none()).unwrap();
    assert!(store.seal().is_good());
    store.get(&name(n)).unwrap().unwrap().expose().to_vec()
}

#[test]
fn there_and_back_the_values_and_the_key_are_the_same() {
    let (_dir, location) = formation(Format::One);
    let done = to(&location, Format::Two).unwrap();
    assert_eq!((done.secrets, done.key_rewritten, done.dropped), (Some(2), true, 0));
    opens(&location, &none());
    let key = text(&location.key_file());
    assert!(key.starts_with("muxi-key 2\nkey ") && key.contains(" - active plain "), "{key}");
    assert_eq!(list(&location).unwrap().names, ["A", "B"]);
    // A colleague with the bare key opens it as before.
    let colleague = KeySources { env_key: Some(SecretBytes::new(BARE.to_vec())), ..none() };
    opens(&location, &colleague);
    add(&location, "C", b"3");
    delete(&location, "C").unwrap();
    let done = to(&location, Format::One).unwrap();
    assert_eq!((done.secrets, done.key_rewritten, done.dropped), (Some(2), true, 1));
    assert_eq!(text(&location.key_file()).as_bytes(), BARE);
    opens(&location, &none());
    assert!(!to(&location, Format::One).unwrap().changed());
}

#[test]
fn json_that_is_no_string_becomes_its_text_and_that_is_said() {
    let (_dir, location) = holding(r#"{"N": 1.10, "my_key": "v", "O": {"a": [1,  2]}, "S": "\u00e9"}"#);
    let done = to(&location, Format::Two).unwrap();
    assert_eq!(done.json, ["N", "O"]);
    assert_eq!(done.renamed, [("my_key".to_owned(), "MY_KEY".to_owned())]);
    let values = [get(&location, "N"), get(&location, "O"), get(&location, "S"), get(&location, "MY_KEY")];
    assert_eq!(values, [&b"1.10"[..], b"{\"a\": [1,  2]}", "é".as_bytes(), b"v"]);
    assert_eq!(text(&location.template_file()), "MY_KEY=\nN=\nO=\nS=\n");
    to(&location, Format::One).unwrap();
    let token = text(&location.secrets_file());
    let map = format1::open(&bare_key(), token.as_bytes()).unwrap().unwrap();
    // It comes back as a string.
    assert!(map.is_text("N") && get(&location, "N") == b"1.10");
}

#[test]
fn what_format_2_cannot_hold_is_refused_by_name_and_nothing_changes() {
    for (json, code) in [
        (r#"{"A": "1", "B": "\ud800"}"#.to_owned(), "secret_unreadable"),
        (r#"{"my_key": "1", "my-key": "2"}"#.to_owned(), "secret_names_unfit"),
        (r#"{"A": "1", "--": "2"}"#.to_owned(), "secret_names_unfit"),
        (format!(r#"{{"A": "{}"}}"#, "x".repeat(MAX_VALUE + 1)), "secret_too_large"),
    ] {
        let (_dir, location) = holding(&json);
        let before = text(&location.secrets_file());
        let error = to(&location, Format::Two).unwrap_err();
        assert_eq!(error.code(), code);
        assert!(error.hint().is_some());
        assert_eq!(text(&location.secrets_file()), before);
        assert_eq!(text(&location.key_file()).as_bytes(), BARE);
        assert!(!location.template_file().exists());
    }
}

#[test]
fn what_format_1_cannot_hold_is_refused_with_all_names() {
    let (_dir, location) = formation(Format::Two);
    add(&location, "BIN", b"\xff\x00");
    add(&location, "OTHER", b"\x80");
    let (key, file) = (text(&location.key_file()), text(&location.secrets_file()));
    let error = to(&location, Format::One).unwrap_err();
    assert_eq!(error.code(), "secret_not_text");
    assert!(error.to_string().contains("BIN, OTHER"), "{error}");
    let unchanged = || {
        assert_eq!((text(&location.key_file()), text(&location.secrets_file())), (key.clone(), file.clone()));
    };
    unchanged();
    delete(&location, "BIN").unwrap();
    delete(&location, "OTHER").unwrap();
    rotate_key(&location, &none(), &clock(), None).unwrap();
    let error = to(&location, Format::One).unwrap_err();
    assert_eq!((error.code(), error.kind()), ("key_retired_there", Kind::Refused));
    assert!(error.hint().unwrap().contains("key rotate --finish"));
    finish_rotation(&location, &none()).unwrap();
    key_passphrase(&location, &none(), Some(&PHRASE.into())).unwrap();
    let wrapped = |yes| convert(&location, &with_phrase(PHRASE), &clock(), Format::One, yes);
    let error = wrapped(false).unwrap_err();
    assert_eq!((error.code(), error.kind()), ("key_is_wrapped", Kind::Refused));
    wrapped(true).unwrap();
    assert_eq!(text(&location.key_file()).len(), 44);
    opens(&location, &none());
}

#[test]
fn a_broken_seal_and_a_rotation_under_way_are_refused() {
    let (_dir, location) = formation(Format::Two);
    let file = text(&location.secrets_file());
    private(&location.secrets_file(), file.replace("A ", "AA "));
    assert_eq!(to(&location, Format::One).unwrap_err().code(), "secrets_unsealed");
    let (_dir, location) = formation(Format::One);
    private(&location.pending_key_file(), "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=");
    assert_eq!(to(&location, Format::Two).unwrap_err().code(), "key_rotation_unfinished");
    fs::remove_file(location.secrets_file()).unwrap();
    assert_eq!(to(&location, Format::Two).unwrap_err().code(), "no_secrets_file");
}

#[test]
fn in_a_git_tree_the_attributes_come_with_it() {
    let (_dir, location) = formation(Format::One);
    let status = Command::new("git").args(["init", "-q"]).current_dir(location.dir()).status();
    assert!(status.unwrap().success());
    to(&location, Format::Two).unwrap();
    assert!(text(&location.dir().join(".gitattributes")).contains("secrets*.enc merge=union\n"));
}

#[test]
fn killed_anywhere_it_opens_and_the_same_command_ends_it() {
    at_every_call(
        || formation(Format::One),
        |location| to(location, Format::Two).map(drop),
        |location| opens(location, &none()),
        |location| {
            assert!(text(&location.secrets_file()).starts_with("muxi-secrets 2\n"));
            assert!(text(&location.key_file()).starts_with("muxi-key 2\n"));
        },
    );
    at_every_call(
        || formation(Format::Two),
        |location| {
            let before = text(&location.secrets_file());
            let result = to(location, Format::One).map(drop);
            // Whenever the deployed programs can read the file, they can read its key.
            if text(&location.secrets_file()) != before || !before.starts_with("muxi-") {
                assert_eq!(text(&location.key_file()).len(), 44);
            }
            result
        },
        |location| opens(location, &none()),
        |location| {
            assert!(!text(&location.secrets_file()).starts_with("muxi-"));
            assert_eq!(text(&location.key_file()).len(), 44);
        },
    );
}
