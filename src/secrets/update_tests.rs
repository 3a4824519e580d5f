#![expect(clippy::disallowed_methods, reason = "what stands there before is not written by what is tested")]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::Command;
use std::time::Duration;

use proptest::prelude::*;
use tempfile::TempDir;

use super::update::update_within;
use super::*;
use crate::support::clock::Clock;
use crate::support::fs::Lock;
use crate::support::fs::fault::hook::{Fault, with};
use crate::support::secret::SecretBytes;

pub(super) fn name(text: &str) -> SecretName {
    SecretName::normalise(text).unwrap().name
}

fn set(location: &Location, n: &str, value: &[u8]) -> Result<Outcome, Error> {
    let change = Change::Set { name: name(n), value: SecretBytes::new(value.to_vec()) };
    update(location, &KeySources::default(), &Clock::fixed(1_700_000_000_000), &change)
}

pub(super) fn add(location: &Location, n: &str, value: &[u8]) -> Outcome {
    set(location, n, value).unwrap()
}

pub(super) fn delete(location: &Location, n: &str) -> Result<Outcome, Error> {
    let change = Change::Delete { name: name(n) };
    update(location, &KeySources::default(), &Clock::default(), &change)
}

fn get(location: &Location, n: &str) -> Option<Vec<u8>> {
    let store = Store::open(location, &KeySources::default()).unwrap();
    assert!(store.seal().is_good());
    store.get(&name(n)).unwrap().map(|v| v.expose().to_vec())
}

pub(super) fn reads(location: &Location, n: &str) -> Vec<u8> {
    let store = Store::open(location, &KeySources::default()).unwrap();
    store.get(&name(n)).unwrap().unwrap().expose().to_vec()
}

fn formation() -> (TempDir, Location) {
    let dir = tempfile::tempdir().unwrap();
    let location = Location::new(dir.path(), None).unwrap();
    (dir, location)
}

fn files(location: &Location) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(location.dir())
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.is_file())
        .map(|p| (p.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(&p).unwrap()))
        .collect();
    files.sort();
    files
}

fn git(location: &Location, args: &[&str]) {
    let status = Command::new("git").args(args).current_dir(location.dir()).output();
    assert!(status.unwrap().status.success(), "git {args:?}");
}

#[test]
fn the_first_secret_makes_key_file_template_and_gitignore() {
    let (_dir, location) = formation();
    let outcome = add(&location, "openai-api-key", b"sk-1");
    assert_eq!((outcome.effect(), outcome.format), (Effect::Added, Format::Two));
    assert!(outcome.new_file);
    assert_eq!(outcome.new_key, Some(location.key_file()));
    let names: Vec<_> = files(&location).into_iter().map(|f| f.0).collect();
    assert_eq!(names, [".gitignore", ".key", "secrets", "secrets.enc"]);
    for path in [location.key_file(), location.secrets_file()] {
        assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let ignored = fs::read_to_string(location.dir().join(".gitignore")).unwrap();
    assert_eq!(ignored, ".key\n.key.*\n.muxi-lock\n.muxi-journal\n.muxi-tmp-*\n");
    assert_eq!(get(&location, "OPENAI_API_KEY").unwrap(), b"sk-1");
    let second = add(&location, "B", b"2");
    assert!(second.new_key.is_none() && !second.new_file);
    assert_eq!(second.also_wrote, [location.template_file()]);
}

#[test]
fn an_overwritten_secret_changes_only_its_own_line() {
    let (_dir, location) = formation();
    add(&location, "A", b"1");
    add(&location, "B", b"1");
    let before = fs::read_to_string(location.secrets_file()).unwrap();
    assert_eq!(add(&location, "A", b"1").effect(), Effect::Unchanged);
    assert_eq!(fs::read_to_string(location.secrets_file()).unwrap(), before);
    assert_eq!(add(&location, "A", b"2").effect(), Effect::Overwrote);
    let after = fs::read_to_string(location.secrets_file()).unwrap();
    let changed: Vec<_> = before
        .lines()
        .zip(after.lines())
        .filter(|(a, b)| a != b)
        .map(|(a, _)| a.split(' ').next().unwrap())
        .collect();
    assert_eq!(changed, ["A", "seal"]);
    assert_eq!(get(&location, "A").unwrap(), b"2");
}

#[test]
fn a_deleted_secret_leaves_its_line_and_comes_back_with_the_next_version() {
    let (_dir, location) = formation();
    add(&location, "A", b"1");
    assert_eq!(delete(&location, "A").unwrap().effect(), Effect::Deleted);
    assert_eq!(get(&location, "A"), None);
    assert!(list(&location).unwrap().names.is_empty());
    let error = delete(&location, "A").unwrap_err();
    assert_eq!((error.code(), error.kind()), ("secret_not_found", Kind::NotFound));
    assert_eq!(add(&location, "A", b"2").effect(), Effect::Added);
    let text = fs::read_to_string(location.secrets_file()).unwrap();
    let line = text.lines().find(|l| l.starts_with("A ")).unwrap();
    assert_eq!(line.split(' ').nth(2), Some("3"));
}

#[test]
fn deleting_where_nothing_is_makes_nothing() {
    let (_dir, location) = formation();
    assert_eq!(delete(&location, "A").unwrap_err().code(), "secret_not_found");
    assert!(files(&location).is_empty());
}

#[test]
fn the_template_keeps_comments_and_names_without_value() {
    let (_dir, location) = formation();
    fs::write(location.template_file(), "# for the model\nOPENAI_API_KEY=\n# later\nZULIP=\n").unwrap();
    add(&location, "REDIS_URL", b"x");
    let text = fs::read_to_string(location.template_file()).unwrap();
    assert_eq!(text, "# for the model\nOPENAI_API_KEY=\nREDIS_URL=\n# later\nZULIP=\n");
    delete(&location, "REDIS_URL").unwrap();
    let text = fs::read_to_string(location.template_file()).unwrap();
    assert_eq!(text, "# for the model\nOPENAI_API_KEY=\n# later\nZULIP=\n");
    assert_eq!(list(&location).unwrap().template, ["OPENAI_API_KEY", "ZULIP"]);
}

#[test]
fn environments_have_secrets_of_their_own_and_one_template() {
    let (dir, location) = formation();
    let prod = Location::new(dir.path(), Some("prod")).unwrap();
    add(&location, "A", b"dev");
    add(&prod, "A", b"prod");
    assert_eq!(get(&location, "A").unwrap(), b"dev");
    assert_eq!(get(&prod, "A").unwrap(), b"prod");
    delete(&prod, "A").unwrap();
    assert_eq!(list(&location).unwrap().template, ["A"]);
    assert!(dir.path().join(".key.prod").exists());
}

#[test]
fn a_bare_key_without_secrets_starts_a_file_that_the_deployed_programs_read() {
    let (_dir, location) = formation();
    fs::write(location.key_file(), include_bytes!("../../tests/kat/format1/key")).unwrap();
    fs::set_permissions(location.key_file(), fs::Permissions::from_mode(0o400)).unwrap();
    let outcome = add(&location, "A", b"1");
    assert_eq!((outcome.format, outcome.new_key), (Format::One, None));
    assert_eq!(get(&location, "A").unwrap(), b"1");
}

#[test]
fn no_key_is_made_beside_secrets_that_need_another() {
    let (_dir, location) = formation();
    add(&location, "A", b"1");
    fs::remove_file(location.key_file()).unwrap();
    let before = files(&location);
    assert_eq!(set(&location, "B", b"2").unwrap_err().code(), "key_missing");
    assert_eq!(files(&location), before);
}

#[test]
fn a_value_over_one_mebibyte_is_refused_and_one_of_it_comes_back() {
    let (_dir, location) = formation();
    let big: Vec<u8> = (0..MAX_VALUE).map(|i| u8::try_from(i % 251).unwrap()).collect();
    add(&location, "BIG", &big);
    assert_eq!(get(&location, "BIG").unwrap(), big);
    let error = set(&location, "BIG", &vec![0; MAX_VALUE + 1]).unwrap_err();
    assert_eq!((error.code(), error.kind()), ("secret_too_large", Kind::Usage));
}

#[test]
fn in_a_git_tree_the_first_secret_sets_the_merge_and_a_tracked_key_is_refused() {
    let (_dir, location) = formation();
    git(&location, &["init", "-q"]);
    fs::write(location.dir().join(".gitattributes"), "*.png binary").unwrap();
    let outcome = add(&location, "A", b"1");
    let attributes = fs::read_to_string(location.dir().join(".gitattributes")).unwrap();
    assert_eq!(attributes, "*.png binary\nsecrets*.enc merge=union\nsecrets merge=union\n");
    assert!(outcome.also_wrote.contains(&location.dir().join(".gitattributes")));
    assert_eq!(tracked_key(&location), None);
    git(&location, &["add", "-f", ".key"]);
    assert_eq!(tracked_key(&location), Some(location.key_file()));
    let before = files(&location);
    let error = set(&location, "B", b"2").unwrap_err();
    assert_eq!((error.code(), error.kind()), ("key_tracked_by_git", Kind::Refused));
    assert_eq!(files(&location), before);
}

#[test]
fn a_key_that_came_with_the_repository_encrypts_nothing() {
    // Somebody who can write to the repository but has no key puts another store there, and its key.
    for name in [".key.pending", ".key.retired"] {
        let (_dir, location) = formation();
        git(&location, &["init", "-q"]);
        add(&location, "A", b"1");
        fs::rename(location.key_file(), location.dir().join(name)).unwrap();
        git(&location, &["add", "-f", name]);
        assert_eq!(tracked_key(&location), Some(location.dir().join(name)));
        let before = files(&location);
        assert_eq!(set(&location, "B", b"2").unwrap_err().code(), "key_tracked_by_git");
        assert_eq!(files(&location), before);
    }
}

#[test]
fn a_held_lock_is_waited_for_and_then_named() {
    let (_dir, location) = formation();
    let _held = Lock::acquire(&location.lock_file(), Duration::ZERO).unwrap();
    let change = Change::Set { name: name("A"), value: SecretBytes::from("1") };
    let wait = Duration::from_millis(20);
    let error = update_within(
        &location,
        &KeySources::default(),
        &Clock::default(),
        std::slice::from_ref(&change),
        wait,
    );
    let text = error.unwrap_err().to_string();
    assert!(text.contains(&format!("process {}", std::process::id())), "{text}");
}

#[test]
fn a_directory_that_cannot_be_written_stays_as_it_is() {
    // The system's own: not even root makes files there.
    let location = Location::new("/proc/self", None).unwrap();
    let error = set(&location, "A", b"1").unwrap_err();
    assert!(error.to_string().contains("/proc/self/"), "{error}");
    let (_dir, location) = formation();
    add(&location, "A", b"1");
    let before = files(&location);
    fs::set_permissions(location.dir(), fs::Permissions::from_mode(0o555)).unwrap();
    if let Err(error) = set(&location, "B", b"2") {
        assert_eq!(error.code(), "file_not_permitted");
        assert_eq!(files(&location), before);
    }
    fs::set_permissions(location.dir(), fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn a_template_that_is_no_text_is_refused_before_anything_is_written() {
    let (_dir, location) = formation();
    fs::write(location.template_file(), [0xff]).unwrap();
    let before = files(&location);
    assert_eq!(set(&location, "A", b"1").unwrap_err().code(), "file_not_text");
    assert_eq!(files(&location), before);
}

#[test]
fn a_link_that_git_would_not_follow_is_refused_before_anything_is_written() {
    for name in [".gitignore", ".gitattributes"] {
        let (_dir, location) = formation();
        git(&location, &["init", "-q"]);
        fs::write(location.dir().join("rules"), "").unwrap();
        symlink("rules", location.dir().join(name)).unwrap();
        let before = files(&location);
        let error = set(&location, "A", b"1").unwrap_err();
        assert_eq!((error.code(), error.kind()), ("git_file_is_symlink", Kind::Refused));
        assert!(error.hint().unwrap().contains("put the file itself"));
        assert_eq!(files(&location), before);
    }
}

#[test]
fn a_link_out_of_the_formation_is_refused_before_anything_is_written() {
    let elsewhere = tempfile::tempdir().unwrap();
    let outside = elsewhere.path().join("file");
    for (name, target) in [
        ("secrets", &*outside),
        ("secrets", "/nowhere/at/all".as_ref()),
        ("secrets.enc", "not/there/yet".as_ref()),
    ] {
        fs::write(&outside, "").unwrap();
        let (_dir, location) = formation();
        symlink(target, location.dir().join(name)).unwrap();
        let before = files(&location);
        let error = set(&location, "A", b"1").unwrap_err();
        assert_eq!((error.code(), error.kind()), ("file_outside_formation", Kind::Refused));
        assert!(error.to_string().contains(target.to_str().unwrap()) && error.hint().is_some(), "{error}");
        assert_eq!((files(&location), fs::read(&outside).unwrap()), (before, Vec::new()));
    }
}

#[test]
fn secrets_behind_a_link_are_read_and_only_written_within_the_formation() {
    let elsewhere = tempfile::tempdir().unwrap();
    let (_dir, location) = formation();
    add(&location, "A", b"1");
    let (file, outside) = (location.secrets_file(), elsewhere.path().join("secrets.enc"));
    let inside = location.dir().join("kept.enc");
    fs::rename(&file, &inside).unwrap();
    symlink("kept.enc", &file).unwrap();
    add(&location, "B", b"2");
    assert!(file.is_symlink());
    fs::remove_file(&file).unwrap();
    fs::rename(&inside, &outside).unwrap();
    symlink(&outside, &file).unwrap();
    assert_eq!(get(&location, "B").unwrap(), b"2");
    assert_eq!(set(&location, "B", b"3").unwrap_err().code(), "file_outside_formation");
    assert_eq!(delete(&location, "B").unwrap_err().code(), "file_outside_formation");
    let text = fs::read_to_string(&outside).unwrap();
    fs::write(&outside, text.split_inclusive('\n').filter(|l| !l.starts_with("B ")).collect::<String>())
        .unwrap();
    assert_eq!(reseal(&location, &KeySources::default(), None).unwrap_err().code(), "file_outside_formation");
}

/// Runs `prepare`, then `work` with the fault at each of its system calls; `check` looks at what is left.
fn at_every_call(
    fault: Fault,
    prepare: impl Fn(&Location),
    work: impl Fn(&Location) -> Result<Outcome, Error>,
    check: impl Fn(&Location, bool),
) {
    for at in 0.. {
        let (_dir, location) = formation();
        prepare(&location);
        let (result, calls) = with(at, fault, || work(&location));
        check(&location, result.is_ok());
        // And the next writer is not in its way.
        add(&location, "NEXT", b"next");
        assert_eq!(get(&location, "NEXT").unwrap(), b"next");
        let left: Vec<_> = files(&location).into_iter().map(|f| f.0).collect();
        assert!(!left.iter().any(|f| f.starts_with(".muxi-tmp-")), "{left:?}");
        if at >= calls {
            assert!(result.is_ok() && calls > 5);
            return;
        }
    }
}

#[test]
fn killed_at_any_call_of_the_first_add_nothing_or_the_secret_is_there() {
    for fault in [Fault::Kill, Fault::Full] {
        at_every_call(
            fault,
            |_| {},
            |location| set(location, "A", b"1"),
            |location, ok| match get(location, "A") {
                Some(value) => assert_eq!(value, b"1"),
                None => assert!(!ok),
            },
        );
    }
}

#[test]
fn killed_at_any_call_of_an_overwrite_the_old_or_the_new_value_is_there() {
    let format_1 = |location: &Location| {
        fs::write(location.key_file(), include_bytes!("../../tests/kat/format1/key")).unwrap();
        fs::set_permissions(location.key_file(), fs::Permissions::from_mode(0o600)).unwrap();
        add(location, "A", b"old");
    };
    let format_2 = |location: &Location| drop(add(location, "A", b"old"));
    let work = |location: &Location| set(location, "A", b"new");
    let check = |location: &Location, ok: bool| {
        let value = get(location, "A").unwrap();
        assert!(value == b"new" || (value == b"old" && !ok));
    };
    for fault in [Fault::Kill, Fault::Full] {
        at_every_call(fault, format_1, work, check);
        at_every_call(fault, format_2, work, check);
    }
}

#[test]
fn twenty_threads_that_add_at_once_lose_nothing() {
    let (_dir, location) = formation();
    std::thread::scope(|scope| {
        for i in 0..20 {
            let location = &location;
            scope.spawn(move || add(location, &format!("S_{i}"), format!("{i}").as_bytes()));
        }
    });
    for i in 0..20 {
        assert_eq!(get(&location, &format!("S_{i}")).unwrap(), format!("{i}").as_bytes());
    }
    assert_eq!(list(&location).unwrap().template.len(), 20);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn every_value_comes_back_exactly(values in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..400), 1..4)) {
        let (_dir, location) = formation();
        for (i, value) in values.iter().enumerate() {
            add(&location, &format!("S{i}"), value);
        }
        for (i, value) in values.iter().enumerate() {
            prop_assert_eq!(&get(&location, &format!("S{i}")).unwrap(), value);
        }
    }
}
