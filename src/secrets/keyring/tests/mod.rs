#![expect(clippy::disallowed_methods, reason = "what stands there before is not written by what is tested")]

pub(in crate::secrets) mod faults;
mod import;
mod passphrase;
mod rotate;
mod show;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use tempfile::TempDir;

use crate::crypto::wrap::hook;
use crate::secrets::update_tests::{add, delete, name};
use crate::secrets::*;
use crate::support::clock::Clock;
use crate::support::secret::SecretBytes;

pub(in crate::secrets) const PHRASE: &str = "correct horse battery";
/// 2023-11-14T22:13:20Z.
pub(in crate::secrets) const NOW: u64 = 1_700_000_000_000;
/// The bare key of the known answers of format 1.
pub(in crate::secrets) const BARE: &[u8] = include_bytes!("../../../../tests/kat/format1/key");

pub(in crate::secrets) fn clock() -> Clock {
    Clock::fixed(NOW)
}

pub(in crate::secrets) fn none() -> KeySources {
    KeySources::default()
}

pub(in crate::secrets) fn with_phrase(phrase: &str) -> KeySources {
    let passphrase = Passphrase::new(Some(PassphraseAt::Text(phrase.into())), None);
    KeySources { passphrase, ..KeySources::default() }
}

pub(in crate::secrets) fn private(path: &Path, text: impl AsRef<[u8]>) {
    fs::write(path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
}

/// A formation with A, B and a deleted C, in this format.
pub(in crate::secrets) fn formation(format: Format) -> (TempDir, Location) {
    hook::cheap();
    let dir = tempfile::tempdir().unwrap();
    let location = Location::new(dir.path(), None).unwrap();
    if format == Format::One {
        private(&location.key_file(), BARE);
    }
    add(&location, "A", b"first");
    add(&location, "B", b"");
    add(&location, "C", b"gone");
    delete(&location, "C").unwrap();
    (dir, location)
}

/// A and B open with a good seal, and there is no C.
pub(in crate::secrets) fn opens(location: &Location, sources: &KeySources) {
    let store = Store::open(location, sources).unwrap();
    assert!(store.seal().is_good(), "{}", store.seal());
    let get = |n: &str| store.get(&name(n)).unwrap();
    assert_eq!((get("A"), get("B"), get("C")), (Some("first".into()), Some("".into()), None));
}

pub(in crate::secrets) fn key_id(location: &Location, sources: &KeySources) -> KeyId {
    Store::open(location, sources).unwrap().key_info().unwrap().id
}

pub(in crate::secrets) fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

pub(in crate::secrets) fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// A text of this key, as a colleague sends it.
fn exported(location: &Location, sources: &KeySources, phrase: Option<&str>) -> SecretBytes {
    export_key(location, sources, phrase.map(SecretBytes::from).as_ref()).unwrap().text
}
