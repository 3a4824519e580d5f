//! A secrets file as text for `git diff`: names, versions, masked values; never a value.
//!
//! Each line ends with a mark of what is encrypted, so that no change goes unseen.

use std::fmt::Write;
use std::path::Path;

use super::format1::{self, Found};
use super::format2::{self, Document};
use super::key::RootKey;
use super::seal::{self, Seal};
use super::store::{Format, detect};
use super::{KeySources, Location, git, mask, merge, sources};
use crate::crypto::hash::{hex, sha256};
use crate::crypto::{kdf, mac};

/// How many formations of a repository are asked for their keys, at most.
const MOST_LOCATIONS: usize = 64;

/// The file as text; what is no secrets file comes back as it is.
///
/// `path` is where git put the file, perhaps a temporary copy; the key is one of `sources`, or of a formation
/// in the repository around `dir`.
pub fn show(bytes: &[u8], path: &Path, dir: &Path, sources: &KeySources) -> Vec<u8> {
    match detect(bytes, path) {
        Ok(Format::Two) => match format2::parse(bytes, path) {
            Ok(document) => {
                show_two(&document, bytes, &keys(path, dir, sources, Some(&document))).into_bytes()
            }
            // A file that is broken: its lines say most, and nothing in them is readable.
            Err(_) => bytes.to_vec(),
        },
        Ok(Format::One) => show_one(bytes, &keys(path, dir, sources, None)).into_bytes(),
        Err(_) => bytes.to_vec(),
    }
}

/// The keys that may open the file.
fn keys(path: &Path, dir: &Path, from: &KeySources, document: Option<&Document>) -> Vec<RootKey> {
    let name = path.file_name().unwrap_or_default();
    let mut keys: Vec<RootKey> = Vec::new();
    let enough = |keys: &[RootKey]| {
        document.is_some_and(|d| d.keys.iter().all(|wanted| keys.iter().any(|k| k.id == wanted.id)))
    };
    let mut places: Vec<_> = Location::of_file(&dir.join(path)).into_iter().collect();
    places.extend(git::formations(dir, name).iter().filter_map(|file| Location::of_file(file)));
    for place in places.iter().take(MOST_LOCATIONS) {
        for key in sources::at_hand(place, from) {
            if !keys.iter().any(|k| k.id == key.id) {
                keys.push(key);
            }
        }
        if enough(&keys) {
            break;
        }
    }
    let fits = |key: &RootKey| {
        let Some(document) = document else { return true };
        document.keys.iter().any(|k| k.id == key.id && k.commitment == key.commitment())
    };
    keys.retain(fits);
    keys
}

fn show_two(document: &Document, bytes: &[u8], keys: &[RootKey]) -> String {
    let mut text = format!("store {}\n", hex(&document.store));
    for key in &document.keys {
        line(&mut text, &format!("key {}", key.id));
    }
    for name in document.entries.iter().map(|e| e.name.as_str()) {
        for entry in document.lines_of(name) {
            let value = match &entry.sealed {
                None => "deleted".to_owned(),
                Some(_) if !keys.iter().any(|k| k.id == entry.key) => "encrypted".to_owned(),
                Some(_) => match merge::open_entry(&document.store, keys, entry) {
                    Some(value) => mask(value.expose()),
                    None => "does not open".to_owned(),
                },
            };
            let version = entry.version;
            let mark = mark(&sha256(entry.line().as_bytes()));
            line(&mut text, &format!("{name}  version {version}  key {}  {value}  #{mark}", entry.key));
        }
    }
    if keys.is_empty() {
        let seals = format2::seal_texts(bytes);
        for seal in &seals {
            line(&mut text, &format!("seal  #{}", mark(&sha256(seal.as_bytes()))));
        }
        if seals.is_empty() {
            line(&mut text, "not sealed");
        }
    } else {
        let said = match seal::check(document, bytes, keys, Vec::new) {
            Seal::Verified { counter } => format!("sealed  counter {counter}"),
            Seal::Broken(difference) => format!("changed without the key since it was sealed: {difference}"),
            other => other.to_string(),
        };
        line(&mut text, &said);
    }
    text
}

fn show_one(token: &[u8], keys: &[RootKey]) -> String {
    let opened = keys.iter().find_map(|key| Some((key, format1::open(key, token).ok()??)));
    let Some((key, map)) = opened else {
        return format!("format 1, without its key  #{}\n", mark(&sha256(token)));
    };
    // The mark of a value is of no use to who has not the key.
    let marks = kdf::hkdf::<32>(&*key.material, b"", b"muxi/1/diff");
    let mut text = "format 1\n".to_owned();
    for name in map.names() {
        let raw = map.raw(name).unwrap_or_default();
        let masked = match map.get(name) {
            Some(Found::Value(value)) => mask(value.expose()),
            Some(Found::Unreadable) | None => "not text".to_owned(),
        };
        let tag = mac::hmac_sha256(&*marks, &[name.as_bytes(), b"\0", raw.as_bytes()]);
        line(&mut text, &format!("{}  {masked}  #{}", name.escape_debug(), mark(&tag)));
    }
    text
}

fn line(text: &mut String, line: &str) {
    writeln!(text, "{line}").expect("a String takes everything");
}

fn mark(digest: &[u8; 32]) -> String {
    hex(&digest[..4])
}
