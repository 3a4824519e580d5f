#![expect(clippy::disallowed_methods, reason = "what stands there before is not written by what is tested")]

use std::fs;
use std::time::Duration;

use super::super::update_tests::{add, delete};
use super::super::{Error, KeySources, Store, reseal};
use super::*;

struct Place {
    _dir: tempfile::TempDir,
    location: Location,
    clock: Clock,
}

impl Place {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("formation")).unwrap();
        let clock = Clock::fixed(1_700_000_000_000);
        let memory = Memory { dir: dir.path().join("state/seen"), clock: clock.clone(), strict: false };
        let location = Location::new(dir.path().join("formation"), None).unwrap().remembering(memory);
        Self { _dir: dir, location, clock }
    }

    fn older(&self) -> Vec<String> {
        let store = Store::open(&self.location, &KeySources::default()).unwrap();
        store.older().iter().map(ToString::to_string).collect()
    }

    fn take(&self) -> Vec<u8> {
        fs::read(self.location.secrets_file()).unwrap()
    }

    fn put(&self, bytes: &[u8]) {
        fs::write(self.location.secrets_file(), bytes).unwrap();
    }

    fn strict(&self) -> Location {
        let memory = Memory { strict: true, ..self.location.memory().unwrap().clone() };
        self.location.clone().remembering(memory)
    }
}

#[test]
fn an_older_file_is_told_with_what_went_back() {
    let place = Place::new();
    add(&place.location, "A", b"1");
    add(&place.location, "B", b"1");
    let old = place.take();
    add(&place.location, "A", b"2");
    add(&place.location, "C", b"1");
    delete(&place.location, "B").unwrap();
    let new = place.take();
    assert!(place.older().is_empty());
    place.put(&old);
    let expected = ["A (version 2, now 1)", "B (version 2, now 1)", "C (version 1, now gone)"];
    assert_eq!(place.older(), expected);
    let error = Store::open(&place.strict(), &KeySources::default()).err().unwrap();
    assert_eq!(error.code(), "secrets_older");
    assert!(matches!(error, Error::Older { names, .. } if names.len() == 3));
    // It is said until the newest is back.
    assert_eq!(place.older(), expected);
    place.put(&new);
    assert!(place.older().is_empty());
}

#[test]
fn a_file_that_is_written_while_it_is_read_is_not_older() {
    let place = Place::new();
    add(&place.location, "A", b"1");
    let written = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|threads| {
        threads.spawn(|| {
            for n in 0..200 {
                add(&place.location, "A", format!("value {n}").as_bytes());
            }
            written.store(true, std::sync::atomic::Ordering::Relaxed);
        });
        while !written.load(std::sync::atomic::Ordering::Relaxed) {
            assert_eq!(place.older(), [""; 0]);
        }
    });
}

#[test]
fn sealing_says_that_the_older_file_is_meant() {
    let place = Place::new();
    add(&place.location, "A", b"1");
    let old = place.take();
    add(&place.location, "A", b"2");
    place.put(&old);
    assert_eq!(place.older().len(), 1);
    reseal(&place.location, &KeySources::default(), None).unwrap();
    assert!(place.older().is_empty());
}

#[test]
fn branches_directories_and_environments_are_remembered_apart() {
    let place = Place::new();
    let git = place.location.dir().join(".git");
    fs::create_dir(&git).unwrap();
    fs::write(git.join("HEAD"), "ref: refs/heads/main\n").unwrap();
    add(&place.location, "A", b"1");
    let old = place.take();
    add(&place.location, "A", b"2");
    place.put(&old);
    assert_eq!(place.older().len(), 1);
    fs::write(git.join("HEAD"), "ref: refs/heads/other\n").unwrap();
    assert!(place.older().is_empty());
    fs::write(git.join("HEAD"), "ref: refs/heads/main\n").unwrap();
    assert_eq!(place.older().len(), 1);
}

#[test]
fn a_merge_of_old_lines_under_old_seals_is_told_too() {
    let place = Place::new();
    add(&place.location, "A", b"1");
    let first = place.take();
    add(&place.location, "B", b"1");
    let second = place.take();
    add(&place.location, "A", b"2");
    // What git's union merge of two old versions would leave; whoever has no key can write it.
    let seal = String::from_utf8(first).unwrap().lines().last().unwrap().to_owned() + "\n";
    place.put(&[&second[..], seal.as_bytes()].concat());
    assert_eq!(place.older(), ["A (version 2, now 1)"]);
}

#[test]
fn a_broken_seal_is_not_remembered_and_a_broken_memory_says_nothing() {
    let place = Place::new();
    add(&place.location, "A", b"1");
    let good = place.take();
    let text = String::from_utf8(good.clone()).unwrap();
    let forged = text.replacen("\nA ", "\nA", 1).replacen(" 1 ", " 9 ", 1).replacen("\nA", "\nA ", 1);
    place.put(forged.as_bytes());
    assert!(place.older().is_empty());
    place.put(&good);
    assert!(place.older().is_empty());
    let dir = &place.location.memory().unwrap().dir;
    for entry in fs::read_dir(dir).unwrap() {
        fs::write(entry.unwrap().path(), b"\xff\x00nonsense").unwrap();
    }
    assert!(place.older().is_empty());
    // A directory that cannot be made is no reason to fail.
    fs::remove_dir_all(dir).unwrap();
    fs::write(dir, "").unwrap();
    add(&place.location, "A", b"2");
    assert!(place.older().is_empty());
}

#[test]
fn it_is_known_since_when_a_value_is_the_current_one() {
    let place = Place::new();
    add(&place.location, "A", b"1");
    add(&place.location, "B", b"1");
    place.clock.advance(Duration::from_hours(24));
    add(&place.location, "B", b"2");
    let text = place.take();
    let document = super::super::format2::parse(&text, &place.location.secrets_file()).unwrap();
    let since = since(&place.location, &document);
    assert_eq!(since["B"] - since["A"], 86_400);
}
