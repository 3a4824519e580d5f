use std::path::Path;

use proptest::prelude::*;
use zeroize::Zeroizing;

use super::format2::{self, Document, Entry};
use super::key::{RootKey, Status};
use super::seal::{self, Difference, Seal};
use super::value;

const STORE: [u8; 16] = [9; 16];

fn key() -> RootKey {
    RootKey::new(Zeroizing::new([7; 32]), Status::Active)
}

/// A file with fixed salts, so that it is the same in every run.
fn file(store: [u8; 16], secrets: &[(&str, &[u8])]) -> String {
    let mut document = Document::new(store, &key());
    for (i, (name, value)) in secrets.iter().enumerate() {
        let mut entry = Entry { name: (*name).into(), key: key().id, version: 1, sealed: None };
        let salt = [u8::try_from(i).unwrap(); 16];
        let place = entry.place(&store);
        entry.sealed = Some(value::seal_with_salt(&key(), place, value, salt));
        document.entries.push(entry);
    }
    document.encode(&key())
}

fn three() -> String {
    file(STORE, &[("A", b"sk-first"), ("B", b""), ("C", b"\0\xff")])
}

fn parse(text: &str) -> Result<Document, String> {
    format2::parse(text.as_bytes(), Path::new("secrets.enc")).map_err(|e| e.to_string())
}

fn state(text: &str, template: &[&str]) -> Seal {
    let template = template.iter().map(ToString::to_string).collect();
    seal::check(&parse(text).unwrap(), text.as_bytes(), &[key()], || template)
}

fn lines(text: &str, order: &[usize]) -> String {
    let all: Vec<_> = text.split_inclusive('\n').collect();
    order.iter().map(|i| all[*i]).collect()
}

fn broken(added: &[&str], changed: &[&str], removed: &[&str], removed_unnamed: usize) -> Seal {
    let owned = |names: &[&str]| names.iter().map(ToString::to_string).collect();
    Seal::Broken(Difference {
        added: owned(added),
        changed: owned(changed),
        removed: owned(removed),
        removed_unnamed,
    })
}

fn after_merge(conflicts: &[&str], difference: Difference) -> Seal {
    Seal::Merged { conflicts: conflicts.iter().map(ToString::to_string).collect(), difference }
}

#[test]
fn the_format_never_changes() {
    insta::assert_snapshot!(three(), @r"
muxi-secrets 2
store 09090909090909090909090909090909
key ae594bd8 c85dfd09059c447d
A ae594bd8 1 AAAAAAAAAAAAAAAAAAAAANTajsnBPyAHEYVz15fDR+JsIh6KHuzUkWaLb+NDn38F/2NP488vm4sUaiZLYar+xg
B ae594bd8 1 AQEBAQEBAQEBAQEBAQEBAQ9/hcnweW+8LXut6/dSjBkpQvW/mwL/w5L1iPZRwEK4CoWuwL9DyiKFtzmoOg53FA
C ae594bd8 1 AgICAgICAgICAgICAgICAg9LgYR7hYeE+/QB1SiASW4N+hJ/jTwkJdU9WxKVXhQIoaSkUQlVlZmDcPtyHo3b+A
seal ae594bd8 1 MmW+FwKDxtwtAsCdtxoC u+MPWezxcLP6YHldyOZAY7aj1GW8MxPwMA5I3n2fHWo
");
}

#[test]
fn a_file_comes_back_and_its_seal_fits() {
    let document = parse(&three()).unwrap();
    assert_eq!(document.names().collect::<Vec<_>>(), ["A", "B", "C"]);
    assert_eq!(state(&three(), &[]), Seal::Verified { counter: 1 });
    let again = document.encode(&key());
    assert_eq!(state(&again, &[]), Seal::Verified { counter: 2 });
    assert_eq!(state(&file(STORE, &[]), &[]), Seal::Verified { counter: 1 });
}

#[test]
fn every_changed_byte_is_noticed_and_none_panics() {
    let text = three();
    for i in 0..text.len() {
        for flip in [1, 2, 4, 8, 16, 32, 64, 128, 0x2a] {
            let mut bytes = text.as_bytes().to_vec();
            bytes[i] ^= flip;
            let Ok(document) = format2::parse(&bytes, Path::new("f")) else {
                continue;
            };
            let seal = seal::check(&document, &bytes, &[key()], Vec::new);
            assert!(!seal.is_good(), "byte {i} with {flip}");
        }
    }
}

#[test]
fn every_shortened_file_is_noticed() {
    let text = three();
    for end in 0..text.len() {
        if let Ok(document) = format2::parse(&text.as_bytes()[..end], Path::new("f")) {
            let seal = seal::check(&document, &text.as_bytes()[..end], &[key()], Vec::new);
            assert_eq!(seal, Seal::Missing, "{end}");
        }
    }
}

#[test]
fn added_changed_and_removed_secrets_are_named() {
    let text = three();
    // Lines: 0 magic, 1 store, 2 key, 3 A, 4 B, 5 C, 6 seal.
    assert_eq!(state(&lines(&text, &[0, 1, 2, 3, 5, 6]), &["B"]), broken(&[], &[], &["B"], 0));
    assert_eq!(state(&lines(&text, &[0, 1, 2, 3, 5, 6]), &[]), broken(&[], &[], &[], 1));
    let more = file(STORE, &[("A", b"sk-first"), ("AA", b"x")]);
    let added = lines(&text, &[0, 1, 2, 3]) + &lines(&more, &[4]) + &lines(&text, &[4, 5, 6]);
    assert_eq!(state(&added, &[]), broken(&["AA"], &[], &[], 0));
    let other = file([8; 16], &[("A", b"sk-other")]);
    let foreign = lines(&text, &[0, 1, 2]) + &lines(&other, &[3]) + &lines(&text, &[4, 5, 6]);
    assert_eq!(state(&foreign, &[]), broken(&[], &["A"], &[], 0));
    let newer = text.replacen(&format!("A {} 1 ", key().id), &format!("A {} 2 ", key().id), 1);
    assert_eq!(state(&newer, &[]), broken(&[], &["A"], &[], 0));
}

#[test]
fn a_secret_struck_out_without_the_key_counts_as_removed() {
    let text = three();
    let line = lines(&text, &[3]);
    for version in [1, 2] {
        let struck = format!("A {} {version} -\n", key().id);
        assert_eq!(state(&text.replacen(&line, &struck, 1), &[]), broken(&[], &[], &["A"], 0));
    }
}

#[test]
fn a_seal_that_cannot_be_read_hides_nothing() {
    let text = three();
    let unsealed = lines(&text, &[0, 1, 2, 3, 4, 5]);
    assert_eq!(state(&unsealed, &[]), Seal::Missing);
    assert_eq!(state(&(unsealed + "seal of approval\n"), &[]), Seal::Missing);
}

#[test]
fn lines_out_of_place_are_refused_with_their_number() {
    let text = three();
    let error = |order: &[usize]| parse(&lines(&text, order)).unwrap_err();
    insta::assert_snapshot!(error(&[0, 1, 2, 4, 3, 5, 6]), @"secrets.enc:5: A is not in its place");
    insta::assert_snapshot!(error(&[0, 1, 2, 3, 3, 4, 5, 6]), @"secrets.enc:5: A stands here a second time");
    insta::assert_snapshot!(error(&[0, 1, 2, 3, 6, 4, 5]), @"secrets.enc:6: this line stands too far down");
    insta::assert_snapshot!(error(&[0, 2, 1, 3, 6]), @"secrets.enc:2: the store's line is missing before this one");
    insta::assert_snapshot!(error(&[0, 1, 3, 6]), @"secrets.enc:3: A is encrypted with key ae594bd8, which the file does not list");
    insta::assert_snapshot!(error(&[0]), @"secrets.enc:1: the file ends after this line");
}

#[test]
fn what_is_not_of_the_format_is_said_with_its_line() {
    let text = three();
    let error = |from: &str, to: &str| parse(&text.replacen(from, to, 1)).unwrap_err();
    insta::assert_snapshot!(error("store", "# comment\nstore"), @"secrets.enc:2: the store's line is missing before this one");
    insta::assert_snapshot!(error("\nB ", "\n\nB "), @"secrets.enc:5: this line is neither a secret nor a seal");
    insta::assert_snapshot!(error("\nB ", "\n<<<<<<< ours\nB "), @"secrets.enc:5: this is the mark of a merge conflict");
    insta::assert_snapshot!(error("\nB ", "\nb "), @"secrets.enc:5: this line is neither a secret nor a seal");
    insta::assert_snapshot!(error(" 1 ", " 01 "), @"secrets.enc:4: the line of A is broken");
    insta::assert_snapshot!(error(" 1 ", " 0 "), @"secrets.enc:4: the line of A is broken");
    insta::assert_snapshot!(error("\nseal", "=\nseal"), @"secrets.enc:6: the line of C is broken");
    insta::assert_snapshot!(error("secrets 2", "secrets 3"), @"secrets.enc is of format 3, and this program knows 1 and 2");
    insta::assert_snapshot!(parse(&text.replace('\n', "\r\n")).unwrap_err(), @"secrets.enc:1: the line ends with a carriage return: git changed the line ends");
    insta::assert_snapshot!(parse(text.trim_end()).unwrap_err(), @"secrets.enc:7: the file ends in the middle of this line");
}

#[test]
fn a_union_merge_is_read_in_any_order_and_conflicts_are_named() {
    let base = file(STORE, &[("A", b"1")]);
    let left = file(STORE, &[("A", b"1"), ("B", b"2")]);
    let right = file(STORE, &[("A", b"1"), ("C", b"3")]);
    let merged = lines(&left, &[0, 1, 2, 3, 4, 5]) + &lines(&right, &[4, 5]) + &lines(&base, &[3]);
    let document = parse(&merged).unwrap();
    assert_eq!(document.names().collect::<Vec<_>>(), ["A", "B", "C"]);
    assert_eq!(state(&merged, &[]), after_merge(&[], Difference::default()));
    let ours = file(STORE, &[("A", b"other")]);
    let conflict = merged + &lines(&ours, &[3]) + &lines(&ours, &[4]);
    assert_eq!(state(&conflict, &[]), after_merge(&["A"], Difference::default()));
}

#[test]
fn what_a_merge_does_not_account_for_is_named() {
    let left = file(STORE, &[("A", b"1"), ("B", b"2")]);
    let right = file(STORE, &[("A", b"1"), ("C", b"3")]);
    let merge = |left_lines: &[usize]| lines(&left, left_lines) + &lines(&right, &[4, 5]);
    let gone = Difference { removed: vec!["B".into()], ..Difference::default() };
    assert_eq!(state(&merge(&[0, 1, 2, 3, 5]), &["B"]), after_merge(&[], gone));
    let more = file(STORE, &[("D", b"4")]);
    let added = Difference { added: vec!["D".into()], ..Difference::default() };
    let text = merge(&[0, 1, 2, 3, 4, 5]) + &lines(&more, &[3]);
    assert_eq!(state(&text, &[]), after_merge(&[], added));
    assert!(state(&text, &[]).to_string().ends_with(", and changed besides: added D"));
    // The higher version is the one to be there.
    let newer = left.replacen(&format!("A {} 1 ", key().id), &format!("A {} 2 ", key().id), 1);
    let changed = Difference { changed: vec!["A".into()], ..Difference::default() };
    assert_eq!(state(&(newer + &lines(&right, &[4, 5])), &[]), after_merge(&[], changed));
}

#[test]
fn a_seal_line_that_anybody_could_make_up_makes_no_merge() {
    let text = three();
    let seal = lines(&text, &[6]);
    let foreign = seal.replacen(&key().id.to_string(), "00000000", 1);
    for made_up in ["seal of approval\n", &foreign] {
        assert_eq!(state(&(text.clone() + made_up), &[]), broken(&[], &[], &[], 0));
        let removed = lines(&text, &[0, 1, 2, 3, 5]) + made_up + &seal;
        assert_eq!(state(&removed, &["B"]), broken(&[], &[], &["B"], 0));
        let twice =
            lines(&text, &[0, 1, 2, 3, 4, 5, 6]) + made_up + &lines(&file(STORE, &[("A", b"x")]), &[3]);
        assert_eq!(state(&twice, &[]), broken(&[], &["A"], &[], 0));
    }
    assert_eq!(state(&(lines(&text, &[0, 1, 2, 3]) + "seal a\nseal b\n"), &[]), Seal::Missing);
}

#[test]
fn where_no_secret_differs_it_is_said_that_nobody_knows_what_changed() {
    let text = Difference::default().to_string();
    assert!(text.starts_with("it cannot be told what changed"), "{text}");
    assert!(text.ends_with("compare with git diff"), "{text}");
}

#[test]
fn a_thousand_secrets_of_forty_characters_stay_small() {
    let names: Vec<_> = (0..1000).map(|i| format!("SECRET_{i:04}")).collect();
    let secrets: Vec<_> = names.iter().map(|n| (n.as_str(), [b'x'; 40])).collect();
    let mut document = Document::new(STORE, &key());
    let mut plain = 0;
    for (name, value) in secrets {
        plain += name.len() + value.len() + 2;
        let mut entry = Entry { name: name.into(), key: key().id, version: 1, sealed: None };
        entry.sealed = Some(value::seal(&key(), entry.place(&STORE), &value).unwrap());
        document.entries.push(entry);
    }
    assert!(document.encode(&key()).len() * 10 <= plain * 30);
}

proptest! {
    #[test]
    fn the_parser_never_panics(text in "(muxi-secrets 2\n)?(store 09090909090909090909090909090909\n)?[ -~\n]{0,200}") {
        let _ = parse(&text);
    }

    #[test]
    fn lines_in_any_order_never_panic(order in proptest::collection::vec(0usize..7, 0..12)) {
        let text = lines(&three(), &order);
        if let Ok(document) = parse(&text) {
            let seal = seal::check(&document, text.as_bytes(), &[key()], Vec::new);
            prop_assert!(!seal.is_good() || text == three());
        }
    }
}
