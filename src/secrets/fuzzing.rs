//! What the fuzz targets in `fuzz/` hold of the parsers; compiled by `cargo fuzz` only.
//!
//! Each function takes any bytes and panics when a property does not hold. The root key is the kit's
//! (`tests/format/kit`), so that its files, which are the seeds, open.

use std::path::Path;

use zeroize::Zeroizing;

use super::format1::Map;
use super::format2::{self, Document, Seals};
use super::key::{self, RootKey, Status};
use super::seal::{self, Seal, SealLine};
use super::store::{Format, detect};
use super::template::Template;
use super::value;
use crate::crypto::fernet;
use crate::crypto::hash::{hex, sha256};

fn root() -> RootKey {
    RootKey::new(Zeroizing::new([7; 32]), Status::Active)
}

fn path() -> &'static Path {
    Path::new("secrets.enc")
}

/// A file of format 2, as it is and under a seal that fits: what is read is what is written again.
pub fn format2(bytes: &[u8]) {
    let found = detect(bytes, path());
    let Ok(document) = format2::parse(bytes, path()) else {
        return;
    };
    assert_eq!(found.ok(), Some(Format::Two), "what parses is known by its begin");
    let text = std::str::from_utf8(bytes).expect("it parsed");
    let key = root();
    values_never_panic(&document, &key);
    let template = || document.names().map(Into::into).collect();
    let said = seal::check(&document, bytes, &[root()], template);
    drop(said.to_string());
    if !document.conflicts.is_empty() {
        assert!(!said.is_good(), "a conflict under a seal that fits");
        return;
    }
    let again = document.encode(&key);
    // One text for one content: two files that say the same are the same but for their seals.
    let one_order = !matches!(document.seals, Seals::Several(_)) && seal_lines(text) < 2;
    if one_order {
        assert_eq!(above_seal(text), above_seal(&again));
    }
    if !document.keys.iter().any(|k| k.id == key.id) {
        return;
    }
    let back = format2::parse(again.as_bytes(), path()).expect("what is written is read");
    assert_eq!(back.store, document.store);
    assert_eq!(back.keys, document.keys);
    assert_eq!(back.entries, document.entries);
    let seal = seal::check(&back, again.as_bytes(), &[root()], Vec::new);
    assert!(matches!(seal, Seal::Verified { .. }), "{seal:?}");
    if one_order {
        resealed(above_seal(text), &document, &key);
    }
}

/// As somebody with the key would have written it: then the seal fits, and values open or do not.
fn resealed(above: &str, document: &Document, key: &RootKey) {
    let mut text = above.to_owned();
    SealLine::append(&mut text, key, 1, &document.entries);
    let again = format2::parse(text.as_bytes(), path()).expect("it parsed with another seal");
    let seal = seal::check(&again, text.as_bytes(), &[root()], Vec::new);
    assert_eq!(seal, Seal::Verified { counter: 1 });
}

fn values_never_panic(document: &Document, key: &RootKey) {
    for entry in &document.entries {
        let Some(sealed) = &entry.sealed else { continue };
        if let Ok(plain) = value::open(key, entry.place(&document.store), sealed) {
            let salt = *sealed.first_chunk().expect("at least 64 bytes");
            let again = value::seal_with_salt(key, entry.place(&document.store), plain.expose(), salt);
            assert_eq!(again, *sealed, "a value has one form for one salt");
        }
    }
}

fn seal_lines(text: &str) -> usize {
    text.lines().filter(|line| line.split(' ').next() == Some("seal")).count()
}

fn above_seal(text: &str) -> &str {
    text.find("\nseal").map_or(text, |at| &text[..=at])
}

/// A token, and the bytes as what stands in one.
pub fn format1(bytes: &[u8]) {
    let key = root();
    drop(detect(bytes, path()));
    let token = fernet::encrypt_with_iv(&key.material, 1, &[3; 16], bytes);
    assert!(fernet::looks_like_token(token.as_bytes()));
    assert_eq!(detect(token.as_bytes(), path()).ok(), Some(Format::One));
    assert_eq!(*fernet::decrypt(&key.material, token.as_bytes()).expect("it is ours"), bytes);
    if let Ok(plain) = fernet::decrypt(&key.material, bytes) {
        assert!(fernet::looks_like_token(bytes));
        map(&plain);
    }
    map(bytes);
}

fn map(plain: &[u8]) {
    let Some(map) = Map::parse(plain) else { return };
    let text = map.encode();
    let mut again = Map::parse(text.as_bytes()).expect("what is written is read");
    assert_eq!(*again.encode(), *text);
    let names: Vec<String> = map.names().map(Into::into).collect();
    assert_eq!(names, again.names().collect::<Vec<_>>());
    for name in &names {
        assert!(map.contains(name) && map.get(name).is_some());
    }
    again.set("MUXI_FUZZ", "value");
    assert!(Map::parse(again.encode().as_bytes()).is_some_and(|m| m.contains("MUXI_FUZZ")));
    assert!(again.remove("MUXI_FUZZ"));
}

/// A key file as it is, and with the sum put right in each of its lines: else no change gets behind it.
pub fn key_file(bytes: &[u8]) {
    keys(bytes);
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let with_sum = |line: &str| {
        let body = line.rsplit_once(' ').map_or(line, |(body, _)| body);
        format!("{body} {}\n", hex(&sha256(body.as_bytes())[..4]))
    };
    let mended: String = text.trim().lines().skip(1).map(with_sum).collect();
    keys(format!("muxi-key 2\n{mended}").as_bytes());
}

fn keys(bytes: &[u8]) {
    let Ok(keys) = key::parse(bytes, "the input") else { return };
    assert!(!keys.is_empty());
    if keys.iter().any(key::StoredKey::is_bare) {
        assert_eq!(keys.len(), 1);
        let key = keys[0].unlock(None, "the input").expect("a bare key is plain");
        assert_eq!(key.id, keys[0].id);
        return;
    }
    let text = key::encode(&keys);
    let again = key::parse(text.as_bytes(), "ours").expect("what is written is read");
    assert_eq!(*key::encode(&again), *text);
    for (old, new) in keys.iter().zip(&again) {
        assert_eq!((old.id, &old.created, old.status), (new.id, &new.created, new.status));
        // Without a passphrase, so that no rounds are worked through.
        if let Ok(key) = new.unlock(None, "ours") {
            assert_eq!(key.id, old.id);
        }
    }
    assert_eq!(keys.len(), again.len());
}

/// A template: it comes back as it was, and a name comes and goes without touching another line.
pub fn template(bytes: &[u8]) {
    const NAME: &str = "MUXI_FUZZ_0";
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mut template = Template::parse(text);
    let shown = template.to_string();
    assert_eq!(shown, text.strip_prefix('\u{feff}').unwrap_or(text));
    let names = template.names();
    for name in &names {
        assert!(super::name::is_name(name), "{name}");
    }
    let had = names.iter().any(|n| n == NAME);
    assert_eq!(template.insert(NAME), !had);
    assert!(!template.insert(NAME), "a second time");
    let reread = Template::parse(&template.to_string());
    assert!(reread.names().iter().any(|n| n == NAME), "{template}");
    assert!(template.remove(NAME));
    if !had {
        assert_eq!(template.names(), names);
        let lines = |text: &str| text.lines().map(|l| l.trim_end().to_owned()).collect::<Vec<_>>();
        assert_eq!(lines(&template.to_string()), lines(&shown));
    }
}
