//! What the fuzz targets in `fuzz/` hold of the parsers; compiled by `cargo fuzz` only.
//!
//! Each function takes any bytes and panics when a property does not hold. The root key is the kit's
//! (`tests/format/kit`), so that its files, which are the seeds, open.

use std::collections::BTreeMap;
use std::path::Path;

use zeroize::Zeroizing;

use super::exchange::{self, Syntax};
use super::format1::Map;
use super::format2::{self, Document, Entry, Seals};
use super::key::{self, RootKey, Status, StoredKey};
use super::merge::{self, Versions};
use super::seal::{self, Seal, SealLine};
use super::store::{Format, detect};
use super::template::Template;
use super::{KeySources, Location, Passphrase, value};
use crate::crypto::fernet;
use crate::crypto::hash::{hex, sha256};
use crate::support::secret::SecretBytes;

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
        assert!(map.get(name).is_some());
    }
    again.set("MUXI_FUZZ", "value");
    assert!(Map::parse(again.encode().as_bytes()).is_some_and(|m| m.get("MUXI_FUZZ").is_some()));
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
    if keys.iter().any(StoredKey::is_bare) {
        assert_eq!(keys.len(), 1);
        let key = keys[0].unlock(&Passphrase::default(), "the input").expect("a bare key is plain");
        assert_eq!(key.id, keys[0].id);
        return;
    }
    let text = key::encode(&keys);
    let again = key::parse(text.as_bytes(), "ours").expect("what is written is read");
    assert_eq!(*key::encode(&again), *text);
    for (old, new) in keys.iter().zip(&again) {
        assert_eq!((old.id, &old.created, old.status), (new.id, &new.created, new.status));
        // Without a passphrase, so that no rounds are worked through.
        if let Ok(key) = new.unlock(&Passphrase::default(), "ours") {
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
    assert_eq!(template.insert(&[NAME]), !had);
    assert!(!template.insert(&[NAME]), "a second time");
    let reread = Template::parse(&template.to_string());
    assert!(reread.names().iter().any(|n| n == NAME), "{template}");
    assert!(template.remove(&[NAME]));
    if !had {
        assert_eq!(template.names(), names);
        let lines = |text: &str| text.lines().map(|l| l.trim_end().to_owned()).collect::<Vec<_>>();
        assert_eq!(lines(&template.to_string()), lines(&shown));
    }
}

/// Two versions of a file, as bytes (base, ours, theirs, parted by a line `===`), and as changes of a good one.
pub fn merge_driver(bytes: &[u8]) {
    let parts: Vec<&[u8]> = parted(bytes, b"\n===\n");
    if let [base, ours, theirs] = parts[..] {
        let with_end = |part: &[u8]| [part, b"\n"].concat();
        merged(&with_end(base), &with_end(ours), theirs, false);
    }
    let half = bytes.len() / 2;
    let base = Side::default().changed(&[0, 1, 2, 3]);
    let (ours, theirs) = (base.changed(&bytes[..half]), base.changed(&bytes[half..]));
    let files = [&base, &ours, &theirs].map(|side| side.file().into_bytes());
    let result = merged(&files[0], &files[1], &files[2], true).expect("three good files merge");
    let back = format2::parse(&result.0, path()).expect("it was parsed before");
    for name in NAMES {
        let (was, mine, yours) = (base.line(name), ours.line(name), theirs.line(name));
        let is = back.find(name).ok().map(|at| &back.entries[at]);
        if result.1.iter().any(|n| n == name) {
            assert!(mine != yours && mine != was && yours != was, "{name} is no conflict");
        } else if mine == was || mine == yours {
            assert_eq!(is, yours, "{name}: only they changed it, or both alike");
        } else if yours == was {
            assert_eq!(is, mine, "{name}: only we changed it");
        } else {
            // Who only encrypted the same value anew did not change it.
            let [is, mine, yours, was] = [is, mine, yours, was].map(opened);
            let wanted = if mine == was { &yours } else { &mine };
            assert!(mine == was || yours == was || mine == yours, "{name}: two values, and one was taken");
            assert_eq!(is, *wanted, "{name}: what was changed was not taken");
        }
    }
}

fn parted<'a>(bytes: &'a [u8], by: &[u8]) -> Vec<&'a [u8]> {
    match bytes.windows(by.len()).position(|window| window == by) {
        None => vec![bytes],
        Some(at) => [vec![&bytes[..at]], parted(&bytes[at + by.len()..], by)].concat(),
    }
}

/// The merged file and the names in conflict.
///
/// Of sides that were `written` on from the base, the same names whichever is ours. A side that is older than the
/// base, or lacks a line of it, is what a cherry-pick is put on as ours, and an old file that came back as theirs.
fn merged(base: &[u8], ours: &[u8], theirs: &[u8], written: bool) -> Option<(Vec<u8>, Vec<String>)> {
    let location = Location::new("/nonexistent/muxi-fuzz", None).expect("no environment is named");
    let key = key::encode(&[StoredKey::plain(&root(), Some("2026-11-22T00:00:00Z".into()))]);
    let sources = KeySources { env_key: Some(SecretBytes::from(key.as_str())), ..KeySources::default() };
    let run = |ours, theirs| {
        let versions = Versions { base, ours, theirs, for_comparison: false };
        merge::merge(&location, &sources, versions, &BTreeMap::new(), path())
    };
    let (one, other) = (run(ours, theirs), run(theirs, ours));
    assert_eq!(one.is_ok(), other.is_ok(), "one way it merges");
    let (Ok(one), Ok(other)) = (one, other) else { return None };
    let names = |merged: &merge::Merged| merged.conflicts.iter().map(|c| c.name.clone()).collect::<Vec<_>>();
    if written {
        assert_eq!(names(&one), names(&other));
        assert_eq!(one.sealed, other.sealed);
    }
    let file = one.file.as_ref()?;
    // What git gives back as it is was not looked at.
    if file != ours && file != theirs && detect(file, path()).is_ok_and(|f| f == Format::Two) {
        let document = format2::parse(file, path()).expect("what is written is read");
        assert_eq!(document.conflicts, names(&one));
        let seal = seal::check(&document, file, &[root()], Vec::new);
        assert_eq!(one.sealed, seal.is_good(), "{seal:?}");
    }
    Some((file.clone(), names(&one)))
}

/// A `.env` file: what is read is written and read again, in each syntax that can hold it.
pub fn dotenv(bytes: &[u8]) {
    exchanged(Syntax::Env, bytes);
}

/// The same for JSON.
pub fn json(bytes: &[u8]) {
    exchanged(Syntax::Json, bytes);
}

/// The same for YAML.
pub fn yaml(bytes: &[u8]) {
    exchanged(Syntax::Yaml, bytes);
}

fn exchanged(syntax: Syntax, bytes: &[u8]) {
    let lines = bytes.iter().filter(|byte| **byte == b'\n').count() + 1;
    let faulty = |fault: exchange::Fault| {
        assert!(fault.line <= lines, "line {} of {lines}: {fault}", fault.line);
        let _ = fault.trouble.hint();
    };
    let pairs = match exchange::parse(syntax, bytes) {
        Ok(pairs) => pairs,
        Err(fault) => return faulty(fault),
    };
    let named = match exchange::named(pairs, "") {
        Ok(named) => named,
        Err(fault) => return faulty(fault),
    };
    let pairs: Vec<_> = named.into_iter().map(|one| (one.name, one.value)).collect();
    for syntax in [Syntax::Env, Syntax::Json, Syntax::Yaml] {
        let written = match exchange::write(syntax, &pairs) {
            Ok(written) => written,
            Err((name, _)) => {
                assert!(syntax == Syntax::Env && pairs.iter().any(|(n, _)| n.as_str() == name));
                continue;
            }
        };
        let again = exchange::parse(syntax, &written).expect("what is written is read");
        let again: Vec<_> = again.iter().map(|pair| (pair.name.as_str(), pair.value.expose())).collect();
        let meant: Vec<_> = pairs.iter().map(|(name, value)| (name.as_str(), value.expose())).collect();
        assert!(again == meant, "{}", String::from_utf8_lossy(&written));
    }
}

const NAMES: [&str; 5] = ["A", "B", "C", "D", "E"];

/// A file as its entries, with what its history was.
#[derive(Clone, Default)]
struct Side {
    entries: BTreeMap<&'static str, Entry>,
    writes: u64,
}

impl Side {
    /// Each byte is one write: of which name, and which of two values or a deletion.
    fn changed(&self, writes: &[u8]) -> Self {
        let mut side = self.clone();
        for byte in writes.iter().take(12) {
            let name = NAMES[usize::from(byte % 5)];
            let version = side.entries.get(name).map_or(0, |e| e.version) + 1;
            let mut entry = Entry { name: name.into(), key: root().id, version, sealed: None };
            if byte / 5 % 3 < 2 {
                let value = [byte / 5 % 3];
                entry.sealed =
                    Some(value::seal_with_salt(&root(), entry.place(&[9; 16]), &value, [byte / 15; 16]));
            } else if version == 1 {
                continue;
            }
            side.entries.insert(name, entry);
            side.writes += 1;
        }
        side
    }

    fn file(&self) -> String {
        let mut document = Document::new([9; 16], &root());
        document.entries = self.entries.values().cloned().collect();
        let mut text = document.encode(&root());
        for _ in 1..self.writes {
            text = format2::parse(text.as_bytes(), path()).expect("ours").encode(&root());
        }
        text
    }

    fn line(&self, name: &str) -> Option<&Entry> {
        self.entries.get(name)
    }
}

/// The value of a line; nothing for a deleted one.
fn opened(entry: Option<&Entry>) -> Option<Vec<u8>> {
    let entry = entry?;
    let sealed = entry.sealed.as_ref()?;
    Some(value::open(&root(), entry.place(&[9; 16]), sealed).expect("it is ours").expose().to_vec())
}
