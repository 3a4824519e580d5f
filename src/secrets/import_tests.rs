//! Many secrets at once: what becomes of each, and nothing by halves.

use tempfile::TempDir;

use super::exchange::{Syntax, named, parse};
use super::*;
use crate::support::clock::Clock;

fn place() -> (TempDir, Location) {
    let dir = tempfile::tempdir().unwrap();
    let location = Location::new(dir.path(), None).unwrap();
    (dir, location)
}

fn run(location: &Location, text: &str, existing: Existing) -> Result<Vec<Fate>, Error> {
    let secrets = named(parse(Syntax::Env, text.as_bytes()).unwrap(), "").unwrap();
    let sources = KeySources::default();
    let clock = Clock::fixed(0);
    let foreseen = preview(location, &sources, &clock, &secrets, existing);
    let imported = import(location, &sources, &clock, &secrets, existing);
    match (&foreseen, &imported) {
        (Ok(foreseen), Ok(imported)) => assert_eq!(foreseen, &imported.fates),
        (Err(foreseen), Err(refused)) => assert_eq!(foreseen.to_string(), refused.to_string()),
        _ => panic!("{foreseen:?} is not {imported:?}"),
    }
    imported.map(|imported| imported.fates)
}

fn value(location: &Location, name: &str) -> Option<String> {
    let store = Store::open(location, &KeySources::default()).unwrap();
    let value = store.get(&SecretName::normalise(name).unwrap().name).unwrap();
    value.map(|value| value.expose_str().unwrap().to_owned())
}

#[test]
fn each_secret_has_its_fate_and_the_preview_foretells_it() {
    use Fate::{Added, Skipped, Unchanged, Updated};
    let (_dir, at) = place();
    assert_eq!(run(&at, "A=1\nB=2\n", Existing::Refuse).unwrap(), [Added, Added]);
    assert_eq!(run(&at, "A=1\nC=3\n", Existing::Refuse).unwrap(), [Unchanged, Added]);
    assert_eq!(run(&at, "A=9\nB=2\nD=4\n", Existing::Skip).unwrap(), [Skipped, Unchanged, Added]);
    assert_eq!(value(&at, "A").unwrap(), "1");
    assert_eq!(run(&at, "A=9\nB=2\nE=5\n", Existing::Overwrite).unwrap(), [Updated, Unchanged, Added]);
    assert_eq!(value(&at, "A").unwrap(), "9");
    assert_eq!(run(&at, "", Existing::Refuse).unwrap(), []);
}

#[test]
fn a_secret_with_another_value_stops_all_of_them() {
    let (_dir, at) = place();
    run(&at, "A=1\nB=2\n", Existing::Refuse).unwrap();
    let before = crate::support::fs::read(&at.secrets_file()).unwrap();
    let error = run(&at, "NEW=1\nB=3\nA=3\n", Existing::Refuse).unwrap_err();
    assert_eq!(error.to_string(), "B, A are there already with another value");
    assert_eq!((error.code(), error.kind()), ("secrets_differ", Kind::Refused));
    assert_eq!(crate::support::fs::read(&at.secrets_file()).unwrap(), before);
}

#[test]
fn a_preview_writes_nothing_not_even_a_key() {
    let (dir, at) = place();
    let secrets = named(parse(Syntax::Env, b"A=1").unwrap(), "").unwrap();
    let fates = preview(&at, &KeySources::default(), &Clock::fixed(0), &secrets, Existing::Refuse).unwrap();
    assert_eq!(fates, [Fate::Added]);
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
}

#[test]
fn some_secrets_are_selected_in_the_order_of_their_names() {
    let (_dir, at) = place();
    run(&at, "A=1\nB=2\nC=3\n", Existing::Refuse).unwrap();
    let store = Store::open(&at, &KeySources::default()).unwrap();
    let names = |names: &[&str]| -> Vec<_> {
        names.iter().map(|name| SecretName::normalise(name).unwrap().name).collect()
    };
    let selected = |only: Option<&[SecretName]>| -> Vec<_> {
        select(&store, only).unwrap().values.into_iter().map(|(name, _)| name.to_string()).collect()
    };
    assert_eq!(selected(None), ["A", "B", "C"]);
    assert_eq!(selected(Some(&names(&["C", "A", "C"]))), ["C", "A"]);
    assert_eq!(select(&store, Some(&names(&["C", "D"]))).unwrap_err().kind(), Kind::NotFound);
}

#[test]
fn what_an_environment_cannot_hold_is_refused_by_name() {
    let pair = |name: &str, value: &str| (SecretName::normalise(name).unwrap().name, value.into());
    let longest = "x".repeat(128 * 1024 - "A=".len() - 1);
    assert!(check_environment(&[pair("A", &longest), pair("EMPTY", "")]).is_ok());
    let error = check_environment(&[pair("A", "a\0"), pair("B", "b"), pair("C", "\0")]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "A, C cannot be in the environment of a program: the value holds a NUL byte"
    );
    let error = check_environment(&[pair("A", &(longest + "x"))]).unwrap_err();
    assert!(error.to_string().ends_with("the value is longer than 128 KiB"), "{error}");
}
