//! A second writer of the formats, after man/muxi-secrets.5 and over the same primitives: what it
//! writes with fixed salts is the kit, and the same in every run.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE};
use muxi::crypto::hash::{hex, sha256};
use muxi::crypto::{Key256, aead, fernet, kdf, mac};

/// The store that the kit's files belong to.
pub(crate) const STORE: [u8; 16] = [9; 16];
/// Another store under the same key.
pub(crate) const OTHER_STORE: [u8; 16] = [10; 16];
/// The passphrase of wrapped keys.
pub(crate) const PASSPHRASE: &str = "correct horse";
const CREATED: &str = "2026-11-22T00:00:00Z";

/// A root key: 32 bytes of one value. The kit's active key is 7, its retired one 8; nobody has 6.
#[derive(Clone, Copy)]
pub(crate) struct Root(pub(crate) u8);

impl Root {
    pub(crate) fn material(self) -> Key256 {
        Key256::new([self.0; 32])
    }

    fn derive<const N: usize>(self, info: &[u8]) -> [u8; N] {
        *kdf::hkdf(&*self.material(), b"", info)
    }

    pub(crate) fn id(self) -> String {
        hex(&self.derive::<4>(b"muxi/2/id"))
    }

    fn commitment(self) -> String {
        hex(&self.derive::<8>(b"muxi/2/commit"))
    }
}

/// The key that writes the kit.
pub(crate) const ACTIVE: Root = Root(7);
/// The one that the kit's key file holds besides.
pub(crate) const RETIRED: Root = Root(8);
/// One that nobody has.
pub(crate) const LOST: Root = Root(6);

/// The lines above the secrets; the keys are sorted.
pub(crate) fn head(store: [u8; 16], keys: &[Root]) -> String {
    let mut keys: Vec<_> = keys.iter().map(|k| format!("key {} {}\n", k.id(), k.commitment())).collect();
    keys.sort();
    format!("muxi-secrets 2\nstore {}\n{}", hex(&store), keys.concat())
}

/// The line of a secret; `None` for a deleted one.
pub(crate) fn line(key: Root, store: [u8; 16], name: &str, version: u32, value: Option<&[u8]>) -> String {
    let sealed =
        value.map_or("-".into(), |value| STANDARD_NO_PAD.encode(sealed(key, store, name, version, value)));
    format!("{name} {} {version} {sealed}\n", key.id())
}

fn sealed(key: Root, store: [u8; 16], name: &str, version: u32, value: &[u8]) -> Vec<u8> {
    let id = key.derive::<4>(b"muxi/2/id");
    let mut aad = Vec::new();
    for part in [&b"muxi-secrets"[..], &[2], &store, name.as_bytes(), &id, &version.to_be_bytes()] {
        aad.extend(u32::try_from(part.len()).unwrap().to_be_bytes());
        aad.extend(part);
    }
    let salt = &sha256(&[name.as_bytes(), &version.to_be_bytes(), value].concat())[..16];
    let once = kdf::hkdf(&*key.material(), salt, b"muxi/2/value");
    [salt, &aead::seal(&once, &[0; 12], &aad, &padded(value))].concat()
}

fn padded(value: &[u8]) -> Vec<u8> {
    let length = value.len() + 4;
    let size = match length {
        0..=32 => 32,
        33..=256 => length.next_power_of_two(),
        _ => {
            let e = length.ilog2();
            let s = e.ilog2() + 1;
            length.next_multiple_of(1 << (e - s))
        }
    };
    let mut bytes = u32::try_from(value.len()).unwrap().to_be_bytes().to_vec();
    bytes.extend(value);
    bytes.resize(size, 0);
    bytes
}

/// The seal line over `text`, which holds all lines above it.
pub(crate) fn seal(key: Root, counter: u64, text: &str) -> String {
    let name_key: [u8; 32] = key.derive(b"muxi/2/name");
    let mut versions = Vec::new();
    for entry in
        text.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit()))
    {
        let [name, _, version, sealed] = entry.split(' ').collect::<Vec<_>>()[..] else { panic!("{entry}") };
        versions.extend(&mac::hmac_sha256(&name_key, &[name.as_bytes()])[..4]);
        let mut number = version.parse::<u64>().unwrap() * 2 + u64::from(sealed == "-");
        while number > 0x7f {
            versions.push(u8::try_from(number & 0x7f).unwrap() | 0x80);
            number >>= 7;
        }
        versions.push(u8::try_from(number).unwrap());
    }
    let versions = if versions.is_empty() { "-".into() } else { STANDARD_NO_PAD.encode(versions) };
    let start = format!("seal {} {counter} {versions} ", key.id());
    let tag = mac::hmac_sha256(&key.derive::<32>(b"muxi/2/seal"), &[text.as_bytes(), start.as_bytes()]);
    format!("{start}{}\n", STANDARD_NO_PAD.encode(tag))
}

/// `text` with its seal below it.
pub(crate) fn sealed_file(key: Root, counter: u64, text: &str) -> String {
    format!("{text}{}", seal(key, counter, text))
}

/// A Fernet token of `plain`.
pub(crate) fn token(key: Root, unix_secs: u64, plain: &[u8]) -> String {
    let mut iv = [0; 16];
    iv.copy_from_slice(&sha256(plain)[..16]);
    fernet::encrypt_with_iv(&key.material(), unix_secs, &iv, plain)
}

/// The line of a key file with the right sum, whatever stands in it.
pub(crate) fn key_line(body: &str) -> String {
    format!("{body} {}\n", hex(&sha256(body.as_bytes())[..4]))
}

/// What [`key_line`] takes for a plain key.
pub(crate) fn plain_key(key: Root, status: &str) -> String {
    format!("key {} {CREATED} {status} plain {}", key.id(), STANDARD_NO_PAD.encode(*key.material()))
}

/// The same for a wrapped one; `claimed` are the rounds that the line says.
pub(crate) fn wrapped_key(key: Root, passphrase: &str, rounds: u32, claimed: &str) -> String {
    let (salt, nonce) = ([1; 16], [2; 12]);
    let aad = [&b"muxi/2/wrap"[..], &rounds.to_be_bytes(), &key.derive::<4>(b"muxi/2/id")].concat();
    let wrapping = kdf::pbkdf2(passphrase.as_bytes(), &salt, rounds);
    let sealed = aead::seal(&wrapping, &nonce, &aad, &*key.material());
    let [salt, nonce, sealed] = [&salt[..], &nonce, &sealed].map(|part| STANDARD_NO_PAD.encode(part));
    format!("key {} {CREATED} active wrapped {claimed} {salt} {nonce} {sealed}", key.id())
}

/// A key file of these lines, each with its sum.
pub(crate) fn key_file(bodies: &[String]) -> String {
    let lines: String = bodies.iter().map(|body| key_line(body)).collect();
    format!("muxi-key 2\n{lines}")
}

/// The key file that opens the kit.
pub(crate) fn kit_key() -> String {
    key_file(&[plain_key(ACTIVE, "active"), plain_key(RETIRED, "retired")])
}

/// 32 bytes as the deployed programs write a key.
pub(crate) fn bare_key(key: Root) -> String {
    URL_SAFE.encode(*key.material())
}
