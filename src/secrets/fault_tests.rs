//! Killed at every system call, and on a full disk: what deletes, imports, seals, resolves.
//!
//! A first add and an overwrite are in `update_tests`, a rename in `rename_tests`, a conversion in
//! `convert_tests`, what changes keys in `keyring::tests::faults`, git-setup in `git::setup`.
#![expect(clippy::disallowed_methods, reason = "what stands there before is not written by what is tested")]

use std::collections::BTreeMap;
use std::fs;

use tempfile::TempDir;

use super::exchange::{Named, Syntax, named, parse};
use super::keyring::tests::faults::{at_every_call, at_every_call_until};
use super::keyring::tests::{clock, formation, none, opens, text};
use super::resolve::{Choice, conflicts, resolve};
use super::update_tests::{add, delete, name, reads};
use super::*;
use crate::support::secret::SecretBytes;

/// The value of each name, where it has one; the seal has to be good.
fn values<const N: usize>(location: &Location, names: [&str; N]) -> [Option<String>; N] {
    let store = Store::open(location, &none()).unwrap();
    assert!(store.seal().is_good(), "{}", store.seal());
    names.map(|n| store.get(&name(n)).unwrap().map(|value| value.expose_str().unwrap().to_owned()))
}

/// Either all of `old` or all of `new`.
fn all_or_none<const N: usize>(location: &Location, names: [&str; N], old: [&str; N], new: [&str; N]) {
    let some = |values: [&str; N]| values.map(|v| (v != "-").then(|| v.to_owned()));
    let found = values(location, names);
    assert!(found == some(old) || found == some(new), "{found:?}");
}

#[test]
fn a_deletion_killed_anywhere_deletes_the_one_secret_or_nothing() {
    for format in [Format::One, Format::Two] {
        let is = |location: &Location, value| {
            all_or_none(location, ["A", "B", "X"], ["first", "", value], ["first", "", "-"]);
        };
        at_every_call(
            || {
                let (dir, location) = formation(format);
                add(&location, "X", b"to go");
                (dir, location)
            },
            // Who was killed and types it again may be told that it has gone.
            |location| match delete(location, "X") {
                Err(error) if error.kind() == Kind::NotFound => Ok(()),
                other => other.map(drop),
            },
            |location| is(location, "to go"),
            |location| {
                is(location, "-");
                assert_eq!(text(&location.template_file()), "A=\nB=\n");
            },
        );
    }
}

const NAMES: [&str; 5] = ["A", "B", "NEW", "ONE_MORE", "X"];
const OLD: [&str; 5] = ["first", "", "-", "-", "to go"];

#[test]
fn a_batch_killed_anywhere_is_done_as_a_whole_or_not_at_all() {
    const DONE: [&str; 5] = ["second", "", "n", "m", "-"];
    for format in [Format::One, Format::Two] {
        at_every_call(
            || with_x(format),
            |location| {
                let set = |n, value: &str| Change::Set { name: name(n), value: value.into() };
                let mut changes = vec![set("A", "second"), set("NEW", "n"), set("ONE_MORE", "m")];
                if values(location, ["X"])[0].is_some() {
                    changes.push(Change::Delete { name: name("X") });
                }
                update_all(location, &none(), &clock(), &changes).map(drop)
            },
            |location| all_or_none(location, NAMES, OLD, DONE),
            |location| all_or_none(location, NAMES, DONE, DONE),
        );
    }
}

#[test]
fn an_import_of_secrets_killed_anywhere_is_done_as_a_whole_or_not_at_all() {
    const DONE: [&str; 5] = ["second", "", "n", "m", "to go"];
    let given = || -> Vec<Named> {
        named(parse(Syntax::Env, b"A=second\nNEW=n\nB=\nONE_MORE=m\n").unwrap(), "").unwrap()
    };
    for format in [Format::One, Format::Two] {
        at_every_call(
            || with_x(format),
            |location| import(location, &none(), &clock(), &given(), Existing::Overwrite).map(drop),
            |location| all_or_none(location, NAMES, OLD, DONE),
            |location| all_or_none(location, NAMES, DONE, DONE),
        );
    }
}

#[test]
fn a_first_import_killed_anywhere_leaves_nothing_or_all() {
    let given = || named(parse(Syntax::Env, b"A=1\nB=2\n").unwrap(), "").unwrap();
    at_every_call(
        || {
            let dir = tempfile::tempdir().unwrap();
            let location = Location::new(dir.path(), None).unwrap();
            (dir, location)
        },
        |location| import(location, &none(), &clock(), &given(), Existing::Refuse).map(drop),
        |location| all_or_none(location, ["A", "B"], ["-", "-"], ["1", "2"]),
        |location| {
            all_or_none(location, ["A", "B"], ["1", "2"], ["1", "2"]);
            assert_eq!(text(&location.template_file()), "A=\nB=\n");
        },
    );
}

fn with_x(format: Format) -> (TempDir, Location) {
    let (dir, location) = formation(format);
    add(&location, "X", b"to go");
    (dir, location)
}

#[test]
fn sealing_again_killed_anywhere_leaves_the_values_and_the_one_or_the_other_seal() {
    at_every_call(
        || {
            let (dir, location) = with_x(Format::Two);
            let file = text(&location.secrets_file());
            let kept = file.split_inclusive('\n').filter(|line| !line.starts_with("X ")).collect::<String>();
            fs::write(location.secrets_file(), kept).unwrap();
            (dir, location)
        },
        |location| reseal(location, &none(), None).map(drop),
        |location| {
            assert_eq!((reads(location, "A"), reads(location, "B")), (b"first".to_vec(), Vec::new()));
            let store = Store::open(location, &none()).unwrap();
            assert!(matches!(store.seal(), Seal::Verified { .. } | Seal::Broken(_)), "{}", store.seal());
        },
        |location| opens(location, &none()),
    );
}

#[test]
fn pruning_killed_anywhere_leaves_the_values_under_a_good_seal() {
    at_every_call(
        || formation(Format::Two),
        |location| prune(location, &none(), None).map(drop),
        |location| opens(location, &none()),
        |location| assert!(!text(&location.secrets_file()).contains("\nC ")),
    );
}

/// A and X have two values, as a merge by lines leaves them.
fn conflicted() -> (TempDir, Location) {
    let (dir, location) = with_x(Format::Two);
    let base = text(&location.secrets_file());
    for n in ["A", "X"] {
        add(&location, n, b"ours");
    }
    let ours = text(&location.secrets_file());
    fs::write(location.secrets_file(), &base).unwrap();
    for n in ["A", "X"] {
        add(&location, n, b"theirs");
    }
    let theirs = text(&location.secrets_file());
    let others: String = theirs.split_inclusive('\n').filter(|line| !ours.contains(*line)).collect();
    fs::write(location.secrets_file(), ours + &others).unwrap();
    assert_eq!(conflicts(&location, &none()).unwrap().list.len(), 2);
    (dir, location)
}

/// Of each conflict that is left, the first value; for X another one.
fn settle(location: &Location, only: &[&str]) -> Result<(), Error> {
    let mut choices = BTreeMap::new();
    for conflict in conflicts(location, &none())?.list {
        if only.contains(&conflict.name.as_str()) {
            let choice = match conflict.name.as_str() {
                "X" => Choice::Value(SecretBytes::from("third")),
                _ => Choice::Take(conflict.lines[0].clone()),
            };
            choices.insert(conflict.name, choice);
        }
    }
    resolve(location, &none(), &choices, None).map(drop)
}

fn left(location: &Location) -> Vec<String> {
    conflicts(location, &none()).unwrap().list.into_iter().map(|conflict| conflict.name).collect()
}

#[test]
fn resolving_killed_anywhere_leaves_all_conflicts_or_none() {
    at_every_call_until(
        conflicted,
        |location| settle(location, &["A", "X"]),
        |location| left(location).is_empty(),
        |location| {
            assert_eq!(reads(location, "B"), b"");
            match left(location).len() {
                0 => assert_eq!(values(location, ["X"]), [Some("third".to_owned())]),
                both => assert_eq!(both, 2),
            }
        },
        |location| {
            assert_eq!(values(location, ["B", "X"]), [Some(String::new()), Some("third".to_owned())]);
            let a = reads(location, "A");
            assert!(a == b"ours" || a == b"theirs");
        },
    );
}

#[test]
fn resolving_one_of_two_killed_anywhere_leaves_the_other_as_it_was() {
    at_every_call_until(
        conflicted,
        |location| settle(location, &["X"]),
        |location| left(location) == ["A"],
        |location| {
            assert_eq!(reads(location, "B"), b"");
            let left = left(location);
            assert!(left == ["A", "X"] || left == ["A"], "{left:?}");
        },
        |location| {
            assert_eq!(reads(location, "X"), b"third");
            assert_eq!(left(location), ["A"]);
        },
    );
}
