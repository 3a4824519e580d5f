//! Every change that somebody without the key can make to a good file: it is noticed, nothing panics,
//! and no value that still opens is a wrong one.

use muxi::secrets::{SecretName, Store};

use crate::make_two::{rich, strangers};
use crate::place::{Place, must_be_right};
use crate::write::{ACTIVE, PASSPHRASE, RETIRED, bare_key, key_file, kit_key, plain_key, token, wrapped_key};

/// Opens what is there and each value that opens; whether all is as it was written.
fn looks_untouched(place: &Place) -> bool {
    let Ok(store) = Store::open(&place.location(), &place.sources) else {
        return false;
    };
    let mut all_open = true;
    // Names that nobody asks for may be in the file, and names that are gone may be asked for.
    let known = ["A", "B", "C", "D", "E", "GONE"].map(String::from);
    let names = store.names().into_iter().map(String::from).chain(known);
    for name in names.collect::<Vec<_>>() {
        let asked = SecretName::normalise(&name).expect("a name").name;
        match store.get(&asked) {
            Ok(Some(value)) => must_be_right(&name, &value),
            Ok(None) => {}
            Err(_) => all_open = false,
        }
    }
    all_open && store.seal().is_good()
}

/// The byte at `at` changed in each of the ways.
fn flips(good: &[u8], at: usize) -> impl Iterator<Item = Vec<u8>> {
    let byte = good[at];
    let bits = (0..8).map(move |bit| byte ^ (1 << bit));
    let letters = [b'\n', b'\r', b' ', b'A', b'-', b'0', b'=', 0, 0xff];
    let new = bits.chain(letters).filter(move |new| *new != byte);
    new.map(move |new| {
        let mut bytes = good.to_vec();
        bytes[at] = new;
        bytes
    })
}

/// One byte out, one doubled, and all behind it cut off.
fn cuts(good: &[u8], at: usize) -> [Vec<u8>; 3] {
    let (before, after) = good.split_at(at);
    [[before, &after[1..]].concat(), [before, &after[..1], after].concat(), before.to_vec()]
}

#[test]
fn every_changed_byte_of_a_file_of_format_2_is_noticed() {
    let place = Place::new();
    let good = rich();
    place.secrets(good.as_bytes());
    assert!(looks_untouched(&place), "what is attacked is good");
    for at in 0..good.len() {
        for bad in flips(good.as_bytes(), at).chain(cuts(good.as_bytes(), at)) {
            if bad != good.as_bytes() {
                place.secrets(&bad);
                assert!(!looks_untouched(&place), "byte {at}: {:?}", String::from_utf8_lossy(&bad));
            }
        }
    }
}

#[test]
fn every_pair_of_lines_swapped_and_every_line_dropped_or_doubled_is_noticed() {
    let place = Place::new();
    let good = rich();
    let lines: Vec<_> = good.split_inclusive('\n').collect();
    let noticed = |lines: &[&str], what: &str| {
        place.secrets(lines.concat().as_bytes());
        assert!(!looks_untouched(&place), "{what}");
    };
    for i in 0..lines.len() {
        for j in 0..lines.len() {
            let mut swapped = lines.clone();
            swapped.swap(i, j);
            if i != j {
                noticed(&swapped, &format!("{i} and {j} swapped"));
            }
            let mut doubled = lines.clone();
            doubled.insert(j, lines[i]);
            noticed(&doubled, &format!("{i} doubled before {j}"));
            let mut moved = lines.clone();
            let line = moved.remove(i);
            moved.insert(j, line);
            if moved != lines {
                noticed(&moved, &format!("{i} moved to {j}"));
            }
            if i <= j {
                let dropped = [&lines[..i], &lines[j + 1..]].concat();
                noticed(&dropped, &format!("{i} to {j} dropped"));
            }
        }
    }
}

#[test]
fn every_line_of_an_older_file_or_of_another_store_pasted_in_is_noticed() {
    let place = Place::new();
    let good = rich();
    let lines: Vec<_> = good.split_inclusive('\n').collect();
    let strangers = strangers();
    for stranger in &strangers {
        for at in 0..=lines.len() {
            let mut pasted = lines.clone();
            pasted.insert(at, stranger);
            place.secrets(pasted.concat().as_bytes());
            assert!(!looks_untouched(&place), "before {at}: {stranger}");
            if at < lines.len() && lines[at] != stranger {
                let mut replaced = lines.clone();
                replaced[at] = stranger;
                place.secrets(replaced.concat().as_bytes());
                assert!(!looks_untouched(&place), "instead of {at}: {stranger}");
            }
        }
    }
    // Two at once: a line and a seal, which alone would each be noticed for the other.
    for (i, first) in strangers.iter().enumerate() {
        for second in &strangers[i..] {
            for at in 0..lines.len() {
                let mut replaced = lines.clone();
                replaced[at] = first;
                let last = replaced.len() - 1;
                replaced[last] = second;
                place.secrets(replaced.concat().as_bytes());
                assert!(!looks_untouched(&place), "{at}: {first} and {second}");
            }
        }
    }
}

#[test]
fn a_changed_byte_of_a_token_is_noticed_or_is_only_another_spelling() {
    let place = Place::new();
    let good = token(ACTIVE, 1_795_000_000, b"{\"A\": \"sk-first\", \"B\": \"\"}");
    let mut spellings = 0;
    for at in 0..good.len() {
        for bad in flips(good.as_bytes(), at).chain(cuts(good.as_bytes(), at)) {
            place.secrets(&bad);
            if let Ok(store) = Store::open(&place.location(), &place.sources) {
                // The other alphabet, padding left out: the bytes of the token are the same.
                assert_eq!(store.names(), ["A", "B"], "byte {at}");
                assert!(looks_untouched(&place), "byte {at}");
                spellings += 1;
            }
        }
    }
    assert!(spellings < 20, "{spellings}");
}

/// Each changed byte: the key is refused, or it is the same key.
fn attack_key(good: &str, secrets: &[u8]) {
    let mut place = Place::new();
    place.secrets(secrets);
    place.key(good.as_bytes());
    place.sources.passphrase = Some(PASSPHRASE.into());
    assert!(looks_untouched(&place), "the key opens it");
    for at in 0..good.len() {
        for bad in flips(good.as_bytes(), at).chain(cuts(good.as_bytes(), at)) {
            place.key(&bad);
            if let Ok(store) = Store::open(&place.location(), &place.sources) {
                let id = store.key_info().expect("it opened").id.to_string();
                assert_eq!(id, ACTIVE.id(), "byte {at}");
                assert!(looks_untouched(&place), "byte {at}");
            }
        }
    }
}

#[test]
fn a_changed_byte_of_a_key_is_refused_or_leaves_the_key_as_it_was() {
    let file = crate::make_two::three();
    let wrapped = wrapped_key(ACTIVE, PASSPHRASE, 600_000, "600000");
    attack_key(&kit_key(), file.as_bytes());
    attack_key(&key_file(&[plain_key(RETIRED, "retired"), plain_key(ACTIVE, "active")]), file.as_bytes());
    attack_key(&bare_key(ACTIVE), file.as_bytes());
    attack_key(&muxi::crypto::hash::hex(&*ACTIVE.material()), file.as_bytes());
    attack_key(&bare_key(ACTIVE), token(ACTIVE, 1, b"{\"A\": \"sk-first\"}").as_bytes());
    // Another line end is the only other spelling, and each that opens costs the passphrase's rounds.
    attack_key(key_file(&[wrapped]).trim_end(), file.as_bytes());
}
