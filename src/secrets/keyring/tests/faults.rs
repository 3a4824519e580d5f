//! Killed at every system call: with the sources as they are everything opens, and the same command
//! again ends in the new state.

use super::*;
use crate::support::fs::TEMP_PREFIX;
use crate::support::fs::fault::hook::{Fault, with};

/// Runs `work` with a fault at each of its calls: `open` has to hold every time, and `work` again has
/// to end as without the fault, as `ended` sees it.
pub(in crate::secrets) fn at_every_call(
    prepare: impl Fn() -> (TempDir, Location),
    work: impl Fn(&Location) -> Result<(), Error>,
    open: impl Fn(&Location),
    ended: impl Fn(&Location),
) {
    at_every_call_until(prepare, work, |_| false, open, ended);
}

/// The same where `done` tells that only the report of the last write failed: `work` again would begin anew.
pub(in crate::secrets) fn at_every_call_until(
    prepare: impl Fn() -> (TempDir, Location),
    work: impl Fn(&Location) -> Result<(), Error>,
    done: impl Fn(&Location) -> bool,
    open: impl Fn(&Location),
    ended: impl Fn(&Location),
) {
    for fault in [Fault::Kill, Fault::Full] {
        for at in 0.. {
            let (_dir, location) = prepare();
            let (result, calls) = with(at, fault, || work(&location));
            open(&location);
            if result.is_err() && !done(&location) {
                work(&location).unwrap();
            }
            open(&location);
            ended(&location);
            // The next writer clears up; beside a file that was named for a new key only the same command does.
            drop(update::lock(&location));
            let left = fs::read_dir(location.dir()).unwrap().map(|e| e.unwrap().file_name());
            let left = left.map(|n| n.to_string_lossy().into_owned());
            let ours = |n: &String| n.starts_with(TEMP_PREFIX) && !n.contains("new-key");
            let left: Vec<_> = left.filter(ours).collect();
            assert!(left.is_empty(), "{left:?}");
            if at >= calls {
                assert!(calls > 5, "{calls}");
                break;
            }
        }
    }
}

/// The key ids in the key file, bare or not.
fn ids(location: &Location, sources: &KeySources) -> Vec<String> {
    let keys = keys_at_hand(location, sources).keys;
    keys.iter().map(|k| format!("{} {:?}", k.info.id, k.info.status)).collect()
}

/// Whether the active key is the one that the secrets use.
fn is_rotated(location: &Location, sources: &KeySources) -> bool {
    let keys = keys_at_hand(location, sources).keys;
    let used = key_id(location, sources);
    let active = keys.iter().find(|k| k.info.status == Status::Active);
    keys.len() > 1 && !location.pending_key_file().exists() && active.is_some_and(|k| k.info.id == used)
}

#[test]
fn a_rotation_killed_anywhere_opens_and_is_finished_by_the_next() {
    for format in [Format::One, Format::Two] {
        let rotate = |location: &Location| rotate_key(location, &none(), &clock(), None).map(drop);
        at_every_call_until(
            || formation(format),
            rotate,
            |location| is_rotated(location, &none()),
            |location| opens(location, &none()),
            |location| {
                // The old key and one new one, wherever it was killed: no third.
                let keys = ids(location, &none());
                assert!(
                    keys.len() == 2 && keys[0].ends_with("Active") && keys[1].ends_with("Retired"),
                    "{keys:?}"
                );
                let (retired, new) = (finish_rotation(location, &none()).unwrap(), key_id(location, &none()));
                assert!(retired.len() == 1 && keys[0].starts_with(&new.to_string()));
                opens(location, &none());
                assert_eq!(ids(location, &none()).len(), 1);
            },
        );
    }
}

#[test]
fn a_rotation_of_a_wrapped_key_killed_anywhere_is_finished_by_the_next() {
    at_every_call_until(
        || {
            let (dir, location) = formation(Format::Two);
            key_passphrase(&location, &none(), Some(&PHRASE.into())).unwrap();
            (dir, location)
        },
        |location| rotate_key(location, &with_phrase(PHRASE), &clock(), None).map(drop),
        |location| is_rotated(location, &with_phrase(PHRASE)),
        |location| opens(location, &with_phrase(PHRASE)),
        |location| assert_eq!(text(&location.key_file()).matches(" wrapped ").count(), 2),
    );
}

#[test]
fn a_rotation_to_a_new_file_killed_anywhere_is_finished_by_the_same_command() {
    let key = |location: &Location| text(&location.dir().join("copy"));
    let from_variable =
        |location: &Location| KeySources { env_key: Some(key(location).as_str().into()), ..none() };
    let output = |location: &Location| location.dir().join("new-key");
    at_every_call_until(
        || {
            let (dir, location) = formation(Format::Two);
            fs::rename(location.key_file(), location.dir().join("copy")).unwrap();
            (dir, location)
        },
        |location| {
            rotate_key(location, &from_variable(location), &clock(), Some(&output(location))).map(drop)
        },
        |location| Store::open(location, &from_variable(location)).is_err(),
        |location| {
            let old = Store::open(location, &from_variable(location)).is_ok();
            let path = output(location);
            let named = KeySources { option_file: path.exists().then_some(path), ..from_variable(location) };
            if !old {
                assert!(named.option_file.is_some());
            }
            opens(location, &named);
        },
        |location| {
            let keys = text(&output(location));
            assert_eq!((keys.matches(" active ").count(), keys.matches(" retired ").count()), (1, 1));
        },
    );
}

#[test]
fn the_next_writer_finishes_a_rotation_of_a_bare_key() {
    let mut promoted = 0;
    for at in 0.. {
        let (_dir, location) = formation(Format::One);
        let (_, calls) = with(at, Fault::Kill, || rotate_key(&location, &none(), &clock(), None));
        let by_pending = Store::open(&location, &none()).unwrap().key_info().unwrap().origin.to_string();
        add(&location, "B", b"");
        add(&location, "D", b"next");
        if by_pending.ends_with(".pending") {
            promoted += 1;
            assert!(!location.pending_key_file().exists());
        }
        delete(&location, "D").unwrap();
        opens(&location, &none());
        if at >= calls {
            break;
        }
    }
    assert!(promoted > 3, "{promoted}");
}

#[test]
fn finishing_killed_anywhere_opens() {
    for format in [Format::One, Format::Two] {
        at_every_call_of_few(
            || {
                let (dir, location) = formation(format);
                rotate_key(&location, &none(), &clock(), None).unwrap();
                (dir, location)
            },
            |location| finish_rotation(location, &none()).map(drop),
            |location| opens(location, &none()),
            |location| assert_eq!(ids(location, &none()).len(), 1),
        );
    }
}

/// As [`at_every_call`], for a command that makes few calls.
fn at_every_call_of_few(
    prepare: impl Fn() -> (TempDir, Location),
    work: impl Fn(&Location) -> Result<(), Error>,
    open: impl Fn(&Location),
    ended: impl Fn(&Location),
) {
    for at in 0..12 {
        let (_dir, location) = prepare();
        let (result, _) = with(at, Fault::Kill, || work(&location));
        open(&location);
        if result.is_err() {
            work(&location).unwrap();
        }
        open(&location);
        ended(&location);
    }
}

#[test]
fn a_passphrase_killed_anywhere_the_old_or_the_new_opens() {
    const NEXT: &str = "another long passphrase";
    let either = |location: &Location, a: &KeySources, b: &KeySources| {
        let good = |sources: &KeySources| Store::open(location, sources).is_ok();
        opens(location, if good(a) { a } else { b });
    };
    // Put on, changed, taken off.
    at_every_call(
        || formation(Format::Two),
        |location| key_passphrase(location, &with_phrase(PHRASE), Some(&PHRASE.into())).map(drop),
        |location| either(location, &none(), &with_phrase(PHRASE)),
        |location| assert!(text(&location.key_file()).contains(" wrapped ")),
    );
    let wrapped = || {
        let (dir, location) = formation(Format::Two);
        key_passphrase(&location, &none(), Some(&PHRASE.into())).unwrap();
        (dir, location)
    };
    at_every_call(
        wrapped,
        |location| {
            // Who was killed after the write is told that the old one is wrong, and tries the new one.
            let change = |old: &str| key_passphrase(location, &with_phrase(old), Some(&NEXT.into()));
            change(PHRASE)
                .or_else(|e| if e.code() == "passphrase_wrong" { change(NEXT) } else { Err(e) })
                .map(drop)
        },
        |location| either(location, &with_phrase(PHRASE), &with_phrase(NEXT)),
        |location| opens(location, &with_phrase(NEXT)),
    );
    at_every_call(
        wrapped,
        |location| key_passphrase(location, &with_phrase(PHRASE), None).map(drop),
        |location| either(location, &none(), &with_phrase(PHRASE)),
        |location| opens(location, &none()),
    );
}

#[test]
fn an_import_killed_anywhere_loses_no_key() {
    for format in [Format::One, Format::Two] {
        let (_colleague_dir, colleague) = formation(format);
        let before = text(&colleague.secrets_file());
        let old_key = text(&colleague.key_file());
        rotate_key(&colleague, &none(), &Clock::fixed(NOW + 86_400_000), None).unwrap();
        let after = text(&colleague.secrets_file());
        let sent = exported(&colleague, &none(), Some(PHRASE));
        at_every_call(
            || {
                let dir = tempfile::tempdir().unwrap();
                let location = Location::new(dir.path(), None).unwrap();
                private(&location.key_file(), &old_key);
                private(&location.secrets_file(), &after);
                (dir, location)
            },
            |location| import_key(location, &with_phrase(PHRASE), &sent, "sent", false).map(drop),
            |location| {
                // The old key stays, whether the new one came or not.
                let copy = tempfile::tempdir().unwrap();
                for entry in fs::read_dir(location.dir()).unwrap().map(|e| e.unwrap()) {
                    fs::copy(entry.path(), copy.path().join(entry.file_name())).unwrap();
                }
                let copy = Location::new(copy.path(), None).unwrap();
                private(&copy.secrets_file(), &before);
                opens(&copy, &none());
            },
            |location| opens(location, &none()),
        );
    }
}
