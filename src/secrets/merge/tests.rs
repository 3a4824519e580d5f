#![expect(clippy::disallowed_methods, reason = "what stands there before is not written by what is tested")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use proptest::prelude::*;
use tempfile::TempDir;

use super::*;
use crate::secrets::{self, Store, update};
use crate::support::clock::Clock;
use crate::support::secret::SecretBytes;

/// A formation whose file is set to any version and written on from there.
struct Bench {
    _dir: TempDir,
    location: Location,
}

/// A new value, or none to delete.
type Edit<'a> = (&'a str, Option<&'a str>);

impl Bench {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let location = Location::new(dir.path(), None).unwrap();
        Self { _dir: dir, location }
    }

    /// The file that comes of `from` by these edits, each a write of its own.
    fn edit(&self, from: &[u8], edits: &[Edit<'_>]) -> Vec<u8> {
        self.put(from);
        for (name, value) in edits {
            let name = secrets::SecretName::normalise(name).unwrap().name;
            let change = match value {
                Some(value) => secrets::Change::Set { name, value: SecretBytes::from(*value) },
                None => secrets::Change::Delete { name },
            };
            update(&self.location, &KeySources::default(), &Clock::fixed(1), &change).unwrap();
        }
        fs::read(self.location.secrets_file()).unwrap()
    }

    fn put(&self, file: &[u8]) {
        if file.is_empty() {
            let _ = fs::remove_file(self.location.secrets_file());
        } else {
            fs::write(self.location.secrets_file(), file).unwrap();
        }
    }

    fn merge(&self, base: &[u8], ours: &[u8], theirs: &[u8]) -> Merged {
        self.choose(base, ours, theirs, &[]).unwrap()
    }

    fn choose(
        &self,
        base: &[u8],
        ours: &[u8],
        theirs: &[u8],
        choices: &[(&str, Side)],
    ) -> Result<Merged, Error> {
        let choices = choices.iter().map(|(name, side)| ((*name).to_owned(), *side)).collect();
        let path = self.location.secrets_file();
        merge(
            &self.location,
            &KeySources::default(),
            Versions { base, ours, theirs, for_comparison: false },
            &choices,
            &path,
        )
    }

    /// The merge of two sides that cannot see the key.
    fn merge_without_key(&self, base: &[u8], ours: &[u8], theirs: &[u8]) -> Merged {
        let key = fs::read(self.location.key_file()).unwrap();
        fs::remove_file(self.location.key_file()).unwrap();
        let merged = self.merge(base, ours, theirs);
        crate::support::fs::create_new_private(&self.location.key_file(), &key).unwrap();
        merged
    }

    /// The names and values of a file whose seal is good.
    fn values(&self, file: &[u8]) -> BTreeMap<String, String> {
        self.put(file);
        let store = Store::open(&self.location, &KeySources::default()).unwrap();
        assert!(store.seal().is_good(), "{}", store.seal());
        let get = |n: &str| store.get(&secrets::SecretName::normalise(n).unwrap().name).unwrap().unwrap();
        store.names().iter().map(|n| ((*n).to_owned(), get(n).expose_str().unwrap().to_owned())).collect()
    }

    fn version(&self, file: &[u8], name: &str) -> u32 {
        let document = format2::parse(file, &self.location.secrets_file()).unwrap();
        document.lines_of(name).map(|line| line.version).max().unwrap()
    }
}

fn names(merged: &Merged) -> Vec<&str> {
    merged.conflicts.iter().map(|c| c.name.as_str()).collect()
}

fn map(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect()
}

#[test]
fn what_each_side_did_is_in_the_sealed_result() {
    let bench = Bench::new();
    let base = bench.edit(b"", &[("A", Some("1")), ("B", Some("1")), ("C", Some("1"))]);
    let ours = bench.edit(&base, &[("A", Some("2")), ("D", Some("1"))]);
    let theirs = bench.edit(&base, &[("B", None), ("E", Some("1"))]);
    let merged = bench.merge(&base, &ours, &theirs);
    assert!(merged.sealed && merged.conflicts.is_empty());
    let expected = map(&[("A", "2"), ("C", "1"), ("D", "1"), ("E", "1")]);
    assert_eq!(bench.values(&merged.file.unwrap()), expected);
}

#[test]
fn the_same_value_on_both_sides_is_no_conflict_and_the_higher_version_is_taken() {
    let bench = Bench::new();
    let base = bench.edit(b"", &[("A", Some("1"))]);
    let ours = bench.edit(&base, &[("A", Some("x")), ("A", Some("2"))]);
    let theirs = bench.edit(&base, &[("A", Some("2"))]);
    for (o, t) in [(&ours, &theirs), (&theirs, &ours)] {
        let merged = bench.merge(&base, o, t);
        assert!(merged.sealed);
        let file = merged.file.unwrap();
        assert_eq!((bench.version(&file, "A"), bench.values(&file)), (3, map(&[("A", "2")])));
    }
    assert_eq!(names(&bench.merge_without_key(&base, &ours, &theirs)), ["A"]);
}

#[test]
fn a_conflict_leaves_both_lines_and_both_seals_and_no_value() {
    let bench = Bench::new();
    let base = bench.edit(b"", &[("A", Some("1")), ("B", Some("1"))]);
    let ours = bench.edit(&base, &[("A", Some("canary-ours"))]);
    let theirs = bench.edit(&base, &[("A", Some("canary-theirs"))]);
    let merged = bench.merge(&base, &ours, &theirs);
    assert!(!merged.sealed);
    assert_eq!(names(&merged), ["A"]);
    let text = String::from_utf8(merged.file.unwrap()).unwrap();
    assert!(!text.contains("canary") && !text.contains("<<<"), "{text}");
    let count = |start: &str| text.lines().filter(|line| line.starts_with(start)).count();
    assert_eq!((count("A "), count("B "), count("seal ")), (2, 1, 2));
    bench.put(text.as_bytes());
    let store = Store::open(&bench.location, &KeySources::default()).unwrap();
    let Seal::Merged { conflicts, difference } = store.seal() else { panic!("{}", store.seal()) };
    assert_eq!((&conflicts[..], difference.is_empty()), (&["A".to_owned()][..], true));
}

#[test]
fn a_chosen_value_stands_above_both_versions() {
    let bench = Bench::new();
    let base = bench.edit(b"", &[("A", Some("1"))]);
    let ours = bench.edit(&base, &[("A", Some("2")), ("A", Some("3")), ("A", Some("ours"))]);
    let theirs = bench.edit(&base, &[("A", Some("theirs"))]);
    for (side, value) in [(Side::Ours, "ours"), (Side::Theirs, "theirs")] {
        let file = bench.choose(&base, &ours, &theirs, &[("A", side)]).unwrap().file.unwrap();
        assert_eq!((bench.version(&file, "A"), bench.values(&file)), (5, map(&[("A", value)])));
    }
}

#[test]
fn what_was_chosen_is_vouched_for_while_another_name_is_in_conflict() {
    let bench = Bench::new();
    let base = bench.edit(b"", &[("A", Some("1")), ("B", Some("1"))]);
    let ours = bench.edit(&base, &[("A", Some("2")), ("B", Some("2"))]);
    let theirs = bench.edit(&base, &[("A", Some("3")), ("B", Some("3"))]);
    let merged = bench.choose(&base, &ours, &theirs, &[("A", Side::Theirs)]).unwrap();
    assert_eq!(names(&merged), ["B"]);
    bench.put(&merged.file.unwrap());
    let store = Store::open(&bench.location, &KeySources::default()).unwrap();
    let Seal::Merged { difference, .. } = store.seal() else { panic!("{}", store.seal()) };
    assert!(difference.is_empty(), "{difference}");
}

#[test]
fn a_deletion_that_meets_a_change_is_a_conflict() {
    let bench = Bench::new();
    let base = bench.edit(b"", &[("A", Some("1")), ("B", Some("1"))]);
    let ours = bench.edit(&base, &[("A", None)]);
    let theirs = bench.edit(&base, &[("A", Some("2"))]);
    let merged = bench.merge(&base, &ours, &theirs);
    assert_eq!(names(&merged), ["A"]);
    assert!(merged.conflicts[0].lines[0].deleted && !merged.conflicts[0].lines[1].deleted);
    let file = bench.choose(&base, &ours, &theirs, &[("A", Side::Ours)]).unwrap().file.unwrap();
    assert_eq!((bench.version(&file, "A"), bench.values(&file)), (3, map(&[("B", "1")])));
}

#[test]
fn both_deleted_stays_deleted() {
    let bench = Bench::new();
    let base = bench.edit(b"", &[("A", Some("1")), ("B", Some("1"))]);
    let ours = bench.edit(&base, &[("A", Some("2")), ("A", None)]);
    let theirs = bench.edit(&base, &[("A", None)]);
    let file = bench.merge(&base, &ours, &theirs).file.unwrap();
    assert_eq!((bench.version(&file, "A"), bench.values(&file)), (3, map(&[("B", "1")])));
}

#[test]
fn an_old_file_that_comes_back_as_a_branch_is_not_sealed_and_takes_nothing_back() {
    let bench = Bench::new();
    let old = bench.edit(b"", &[("A", Some("old"))]);
    let base = bench.edit(&old, &[("A", Some("new")), ("B", Some("1"))]);
    let ours = bench.edit(&base, &[("C", Some("1"))]);
    // Whoever has no key can still commit a file that was sealed once.
    let merged = bench.merge(&base, &ours, &old);
    assert!(!merged.sealed && !merged.can_choose);
    assert_eq!(names(&merged), ["A", "B"]);
    let without = bench.merge_without_key(&base, &ours, &old);
    assert_eq!((without.sealed, names(&without)), (false, vec!["A", "B"]));
}

#[test]
fn a_line_that_goes_back_is_a_conflict_though_the_file_goes_on() {
    let bench = Bench::new();
    let old = bench.edit(b"", &[("A", Some("old")), ("B", Some("1"))]);
    let base = bench.edit(&old, &[("A", Some("new"))]);
    let line = |file: &[u8], name: &str| {
        let text = String::from_utf8(file.to_vec()).unwrap();
        text.lines().find(|line| line.starts_with(name)).unwrap().to_owned()
    };
    let theirs = String::from_utf8(base.clone()).unwrap().replace(&line(&base, "A "), &line(&old, "A "));
    let ours = bench.edit(&base, &[("B", Some("2"))]);
    let merged = bench.merge(&base, &ours, theirs.as_bytes());
    assert_eq!((merged.sealed, names(&merged)), (false, vec!["A"]));
}

#[test]
fn a_change_is_picked_onto_a_branch_that_is_behind() {
    let bench = Bench::new();
    let ours = bench.edit(b"", &[("A", Some("1"))]);
    let base = bench.edit(&ours, &[("A", Some("2")), ("B", Some("1")), ("A", Some("3"))]);
    let theirs = bench.edit(&base, &[("C", Some("1"))]);
    let merged = bench.merge(&base, &ours, &theirs);
    assert!(merged.sealed, "{merged:?}");
    assert_eq!(bench.values(&merged.file.unwrap()), map(&[("A", "1"), ("C", "1")]));
}

#[test]
fn what_is_only_compared_with_later_is_never_sealed() {
    let bench = Bench::new();
    let base = bench.edit(b"", &[("A", Some("1"))]);
    let ours = bench.edit(&base, &[("B", Some("1"))]);
    let theirs = bench.edit(&base, &[("C", Some("1"))]);
    let versions = Versions { base: &base, ours: &ours, theirs: &theirs, for_comparison: true };
    let path = bench.location.secrets_file();
    let merged = merge(&bench.location, &KeySources::default(), versions, &BTreeMap::new(), &path).unwrap();
    let document = format2::parse(&merged.file.unwrap(), &path).unwrap();
    // Else the sides that came of it would count as older than it.
    assert_eq!((merged.sealed, document.counter()), (false, 2));
}

#[test]
fn a_deleted_secret_does_not_come_back_and_a_pruned_line_is_kept_by_the_other_side() {
    let bench = Bench::new();
    let base = bench.edit(b"", &[("A", Some("1")), ("A", None), ("B", Some("1"))]);
    let ours = bench.edit(&base, &[("B", Some("2"))]);
    bench.put(&base);
    let (_, dropped) = secrets::prune(&bench.location, &KeySources::default(), None).unwrap();
    assert_eq!(dropped, ["A"]);
    let theirs = fs::read(bench.location.secrets_file()).unwrap();
    let merged = bench.merge(&base, &ours, &theirs);
    assert!(merged.sealed);
    let file = merged.file.unwrap();
    assert_eq!((bench.version(&file, "A"), bench.values(&file)), (2, map(&[("B", "2")])));
}

#[test]
fn a_side_that_was_changed_without_the_key_is_never_sealed_over() {
    let bench = Bench::new();
    let base = bench.edit(b"", &[("A", Some("1")), ("B", Some("1"))]);
    let ours = bench.edit(&base, &[("C", Some("1"))]);
    let theirs = bench.edit(&base, &[("D", Some("1"))]);
    let text = String::from_utf8(theirs).unwrap();
    let forged: String = text.split_inclusive('\n').filter(|line| !line.starts_with("D ")).collect();
    for (o, t) in [(&ours[..], forged.as_bytes()), (forged.as_bytes(), &ours[..])] {
        let merged = bench.merge(&base, o, t);
        assert!(!merged.sealed && merged.unsealed_because.is_some(), "{merged:?}");
    }
    let without_seal: String = text.split_inclusive('\n').filter(|line| !line.starts_with("seal ")).collect();
    let error = bench.choose(&base, &ours, without_seal.as_bytes(), &[]).unwrap_err();
    assert_eq!(error.code(), "merge_without_seal");
}

#[test]
fn a_merge_of_an_unsettled_merge_keeps_every_line() {
    let bench = Bench::new();
    let base = bench.edit(b"", &[("A", Some("1"))]);
    let [one, two, three] = ["x", "y", "z"].map(|value| bench.edit(&base, &[("A", Some(value))]));
    let first = bench.merge(&base, &one, &two).file.unwrap();
    let merged = bench.merge(&base, &first, &three);
    assert_eq!(merged.conflicts[0].lines.len(), 3);
    // Settled on one side since, the line of the other is gone.
    bench.put(&first);
    let found = secrets::resolve::conflicts(&bench.location, &KeySources::default()).unwrap();
    let take = secrets::resolve::Choice::Take(found.list[0].lines[1].clone());
    let choices = BTreeMap::from([("A".to_owned(), take)]);
    secrets::resolve::resolve(&bench.location, &KeySources::default(), &choices, None).unwrap();
    let settled = fs::read(bench.location.secrets_file()).unwrap();
    assert_eq!(bench.values(&settled), map(&[("A", "y")]));
    assert!(bench.version(&settled, "A") > 2);
    let again = bench.merge(&first, &settled, &three);
    assert_eq!(names(&again), ["A"], "the third branch has another value");
}

#[test]
fn two_stores_and_two_formats_are_told_apart_from_conflicts() {
    let (bench, other) = (Bench::new(), Bench::new());
    let base = bench.edit(b"", &[("A", Some("1"))]);
    let ours = bench.edit(&base, &[("A", Some("2"))]);
    let strange = other.edit(b"", &[("A", Some("1"))]);
    assert_eq!(bench.choose(&base, &ours, &strange, &[]).unwrap_err().code(), "merge_of_two_stores");
    let token = include_bytes!("../../../tests/kat/format1/secrets.enc");
    assert_eq!(bench.choose(&base, &ours, token, &[]).unwrap_err().code(), "merge_of_two_formats");
    assert_eq!(bench.choose(&base, &ours, b"<<<<<<<\n", &[]).unwrap_err().code(), "not_a_secrets_file");
}

#[test]
fn format_1_is_merged_by_name_and_a_conflict_leaves_our_version() {
    let bench = Bench::new();
    let key = include_bytes!("../../../tests/kat/format1/key");
    crate::support::fs::create_new_private(&bench.location.key_file(), key).unwrap();
    let base = bench.edit(b"", &[("A", Some("1")), ("B", Some("1")), ("C", Some("1"))]);
    assert!(base.starts_with(b"gAAAAA"));
    let ours = bench.edit(&base, &[("A", Some("2")), ("D", Some("1"))]);
    let theirs = bench.edit(&base, &[("B", None), ("C", Some("3"))]);
    let merged = bench.merge(&base, &ours, &theirs);
    let expected = map(&[("A", "2"), ("C", "3"), ("D", "1")]);
    assert_eq!(bench.values(&merged.file.unwrap()), expected);
    let other = bench.edit(&base, &[("A", Some("9"))]);
    let merged = bench.merge(&base, &ours, &other);
    assert_eq!((merged.file.is_none(), names(&merged)), (true, vec!["A"]));
    let chosen = bench.choose(&base, &ours, &other, &[("A", Side::Theirs)]).unwrap();
    assert_eq!(bench.values(&chosen.file.unwrap())["A"], "9");
    fs::remove_file(bench.location.key_file()).unwrap();
    assert_eq!(bench.choose(&base, &ours, &theirs, &[]).unwrap_err().code(), "key_missing");
}

#[test]
fn a_merge_of_format_1_does_not_bring_a_retired_key_back() {
    let bench = Bench::new();
    let key = include_bytes!("../../../tests/kat/format1/key");
    crate::support::fs::create_new_private(&bench.location.key_file(), key).unwrap();
    let base = bench.edit(b"", &[("A", Some("1"))]);
    let old = bench.edit(&base, &[("B", Some("1"))]);
    bench.put(&base);
    let none = KeySources::default();
    secrets::rotate_key(&bench.location, &none, &Clock::fixed(1), None).unwrap();
    let rotated = bench.edit(&fs::read(bench.location.secrets_file()).unwrap(), &[("C", Some("1"))]);
    for (ours, theirs) in [(&old, &rotated), (&rotated, &old)] {
        let file = bench.merge(&base, ours, theirs).file.unwrap();
        assert_eq!(bench.values(&file), map(&[("A", "1"), ("B", "1"), ("C", "1")]));
        let path = bench.location.secrets_file();
        let Content::One(opened) = Content::of(&bench.location, &none, &file, &path).unwrap() else {
            panic!()
        };
        assert_eq!(opened.info.origin, secrets::Origin::Formation(bench.location.key_file()));
    }
}

#[test]
fn twenty_thousand_names_in_conflict_take_no_time_for_each_pair_of_them() {
    let bench = Bench::new();
    let file = bench.edit(b"", &[("KEEP", Some("1"))]);
    let path = bench.location.secrets_file();
    let mut document = format2::parse(&file, &path).unwrap();
    let key = document.keys[0].id;
    for (lines, version) in [(&mut document.entries, 1), (&mut document.others, 2)] {
        let line = |n| Entry { name: format!("N{n:05}"), key, version, sealed: None };
        lines.extend((0..20_000).map(line));
    }
    let seals = [format2::seal_texts(&file), format2::seal_texts(&file)].concat();
    bench.put(document.encode_unsealed(&seals, None).as_bytes());
    let none = KeySources::default();
    let start = std::time::Instant::now();
    let found = secrets::resolve::conflicts(&bench.location, &none).unwrap();
    assert_eq!(found.list.len(), 20_000);
    let store = Store::open(&bench.location, &none).unwrap();
    for one in &found.list {
        let name = secrets::SecretName::normalise(&one.name).unwrap().name;
        assert_eq!(store.get(&name).unwrap_err().code(), "secrets_conflict");
    }
    let take = |c: &Conflict| (c.name.clone(), secrets::resolve::Choice::Take(c.lines[1].clone()));
    let choices = found.list.iter().map(take).collect();
    let agreed = found.unaccounted.as_deref();
    let done = secrets::resolve::resolve(&bench.location, &none, &choices, agreed).unwrap();
    assert!(done.sealed && done.remaining.is_empty());
    assert!(start.elapsed() < std::time::Duration::from_secs(10), "{:?}", start.elapsed());
}

/// What a name has on one side: untouched, a value, or deleted.
fn side() -> impl Strategy<Value = BTreeMap<usize, Option<u8>>> {
    prop::collection::btree_map(0_usize..6, prop::option::of(0_u8..3), 0..5)
}

const NAMES: [&str; 6] = ["A", "B", "C", "D", "E", "F"];

fn edits(side: &BTreeMap<usize, Option<u8>>, live: &BTreeSet<usize>) -> Vec<(&'static str, Option<String>)> {
    let kept = side.iter().filter(|(at, value)| value.is_some() || live.contains(at));
    kept.map(|(at, value)| (NAMES[*at], value.map(|v| format!("value {v}")))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn merging_files_is_merging_maps(
        start in prop::collection::btree_map(0_usize..6, 0_u8..3, 1..6),
        ours in side(),
        theirs in side(),
    ) {
        let bench = Bench::new();
        let live: BTreeSet<usize> = start.keys().copied().collect();
        let start = start.into_iter().map(|(at, value)| (at, Some(value))).collect();
        let owned = |edits: &[(&'static str, Option<String>)], from: &[u8]| {
            let edits: Vec<Edit<'_>> = edits.iter().map(|(n, v)| (*n, v.as_deref())).collect();
            bench.edit(from, &edits)
        };
        let base = owned(&edits(&start, &live), b"");
        let our_file = owned(&edits(&ours, &live), &base);
        let their_file = owned(&edits(&theirs, &live), &base);
        let [b, o, t] = [&base, &our_file, &their_file].map(|file| bench.values(file));
        let mut expected = BTreeMap::new();
        let mut conflicts = Vec::new();
        for name in NAMES {
            let (b, o, t) = (b.get(name), o.get(name), t.get(name));
            match (o == t || t == b, o == b) {
                (true, _) => expected.extend(o.map(|o| (name.to_owned(), o.clone()))),
                (_, true) => expected.extend(t.map(|t| (name.to_owned(), t.clone()))),
                _ => conflicts.push(name),
            }
        }
        let merged = bench.merge(&base, &our_file, &their_file);
        prop_assert_eq!(names(&merged), conflicts.clone());
        prop_assert_eq!(merged.sealed, conflicts.is_empty());
        let file = merged.file.unwrap();
        if conflicts.is_empty() {
            prop_assert_eq!(bench.values(&file), expected);
        }
        // Whoever merges, in whichever direction, the lines are the same.
        let back = bench.merge(&base, &their_file, &our_file).file.unwrap();
        let lines = |file: &[u8]| {
            let text = String::from_utf8(file.to_vec()).unwrap();
            text.lines().filter(|l| !l.starts_with("seal ")).map(str::to_owned).collect::<BTreeSet<_>>()
        };
        prop_assert_eq!(lines(&file), lines(&back));
        for name in NAMES {
            let highest = [&base, &our_file, &their_file].map(|f| highest(&bench, f, name));
            prop_assert!(highest.iter().max() <= Some(&self::highest(&bench, &file, name)));
        }
    }

    #[test]
    fn nothing_that_git_hands_over_makes_it_panic(
        cut in 0_usize..600,
        byte in any::<u8>(),
        junk in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let bench = Bench::new();
        let base = bench.edit(b"", &[("A", Some("1")), ("B", Some("1"))]);
        let ours = bench.edit(&base, &[("A", Some("2"))]);
        let mut theirs = bench.edit(&base, &[("B", Some("2"))]);
        let at = cut % theirs.len();
        theirs[at] ^= byte | 1;
        for (b, o, t) in [(&base, &ours, &theirs), (&junk, &ours, &theirs), (&base, &theirs, &ours), (&base, &ours, &junk)] {
            if let Ok(merged) = bench.choose(b, o, t, &[]) {
                prop_assert!(!merged.sealed || merged.file.as_ref() == Some(o));
            }
        }
    }
}

fn highest(bench: &Bench, file: &[u8], name: &str) -> u32 {
    let document = format2::parse(file, &bench.location.secrets_file()).unwrap();
    document.lines_of(name).map(|line| line.version).max().unwrap_or(0)
}
