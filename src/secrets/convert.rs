//! From one format to the other: the same values under the same key, read back before they are written.
//!
//! Both forms of a key open both formats here, so two files can change one after the other. Deployed
//! programs need a bare key beside format 1: it is written before the secrets, and given up after them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::format1::{self, Found, Map};
use super::format2::{Document, Entry};
use super::key::{self, RootKey};
use super::keyring::{Ring, replace_key, values, verify_two};
use super::plan::Plan;
use super::store::{Content, Format, Opened1, Opened2};
use super::{
    Change, Error, KeyFault, KeySources, Location, MAX_VALUE, Origin, SecretName, keychain, keyring, update,
    value,
};
use crate::crypto::rng;
use crate::support::clock::Clock;
use crate::support::secret::SecretBytes;

/// What a conversion did.
#[derive(Clone, Debug, Default)]
pub struct Conversion {
    /// How many secrets were converted; none where the file had the format already.
    pub secrets: Option<usize>,
    /// Secrets of format 1 that were JSON but no string; their JSON text is their value now.
    pub json: Vec<String>,
    /// Names of format 1 that are written another way in format 2: old and new.
    pub renamed: Vec<(String, String)>,
    /// How many lines of deleted secrets format 1 has no place for.
    pub dropped: usize,
    /// Whether the key file was written in the form that belongs to the format.
    pub key_rewritten: bool,
    /// A place outside of the formation whose key is not in the form that deployed programs read.
    pub key_elsewhere: Option<Origin>,
    /// What else was written: the template, `.gitignore`, `.gitattributes`.
    pub also_wrote: Vec<PathBuf>,
}

impl Conversion {
    /// Whether anything was written.
    pub fn changed(&self) -> bool {
        self.secrets.is_some() || self.key_rewritten
    }
}

/// Converts the secrets to the format `to`, and the key file to the form that goes with it.
///
/// Refuses before anything is written; killed anywhere it opens, and done again it is finished.
/// `unwrap` allows that a passphrase is taken off, for format 1 has no place for one.
pub fn convert(
    location: &Location,
    sources: &KeySources,
    clock: &Clock,
    to: Format,
    unwrap: bool,
) -> Result<Conversion, Error> {
    update::refuse_tracked_key(location)?;
    keyring::require_secrets(location)?;
    keyring::unlock_first(location, sources)?;
    let _lock = update::lock(location)?;
    let pending = location.pending_key_file();
    if pending.exists() {
        return Err(KeyFault::Unfinished(pending).into());
    }
    let content = Content::read(location, sources)?;
    let ring = Ring::of(&content, location, sources)?;
    if matches!(&ring.origin, Origin::Formation(path) if *path == location.retired_key_file()) {
        let (path, keys) = (location.secrets_file(), content.key_ids());
        return Err(KeyFault::InUse { path, keys }.into());
    }
    match (content, to) {
        (Content::Nothing, _) => Err(KeyFault::NoSecrets(location.secrets_file()).into()),
        (Content::One(opened), Format::Two) => to_two(location, sources, &opened, &ring),
        (Content::Two(_), Format::Two) => {
            let key_rewritten = keep_as_line(location, &ring)?;
            Ok(Conversion { key_rewritten, ..Conversion::default() })
        }
        (Content::Two(opened), Format::One) => {
            let key = bare_key(location, sources, &ring, opened.writing_key(), unwrap)?;
            to_one(location, sources, clock, &opened, &ring, key)
        }
        (Content::One(opened), Format::One) => {
            let key = bare_key(location, sources, &ring, &opened.key, unwrap)?;
            let mut done = Conversion { key_elsewhere: elsewhere(location, &ring), ..Conversion::default() };
            if let Some((_, text)) = key.filter(|_| !ring.is_bare()) {
                replace_key(&location.key_file(), &text)?;
                done.key_rewritten = true;
            }
            Ok(done)
        }
    }
}

fn is_home(location: &Location, ring: &Ring) -> bool {
    ring.origin == Origin::Formation(location.key_file())
}

fn elsewhere(location: &Location, ring: &Ring) -> Option<Origin> {
    (!is_home(location, ring) && !ring.is_bare()).then(|| ring.origin.clone())
}

/// Format 2 has its key in a line, with room for others.
fn keep_as_line(location: &Location, ring: &Ring) -> Result<bool, Error> {
    let bare = is_home(location, ring) && ring.is_bare();
    if bare {
        let lines: Vec<_> = ring.keys.iter().map(|k| k.as_line(k.status)).collect();
        replace_key(&location.key_file(), &key::encode(&lines))?;
    }
    Ok(bare)
}

/// The names only: the template is to have them all.
fn naming(names: impl Iterator<Item = SecretName>) -> Vec<Change> {
    names.map(|name| Change::Set { name, value: SecretBytes::default() }).collect()
}

/// The keychain finds a key by the store's id, which comes and goes with the format.
fn keep_in_keychain(ring: &Ring, sources: &KeySources, account: &str) -> Result<(), Error> {
    if matches!(ring.origin, Origin::Keychain(_)) {
        sources.keychain.write(account, &ring.text(sources)?)?;
    }
    Ok(())
}

fn to_two(
    location: &Location,
    sources: &KeySources,
    opened: &Opened1,
    ring: &Ring,
) -> Result<Conversion, Error> {
    let path = location.secrets_file();
    let mut done = Conversion::default();
    let names = new_names(&opened.map, &path)?;
    let mut document = Document::new(rng::array()?, &opened.key);
    let mut values = Vec::with_capacity(names.len());
    for (name, old) in &names {
        let Some(Found::Value(value)) = opened.map.get(name.as_str()) else {
            return Err(Error::Unreadable { name: (*old).into(), path });
        };
        if value.len() > MAX_VALUE {
            return Err(Error::TooLarge { name: name.to_string(), size: value.len() });
        }
        if !opened.map.is_text(name.as_str()) {
            done.json.push(name.to_string());
        }
        if name.as_str() != *old {
            done.renamed.push(((*old).to_owned(), name.to_string()));
        }
        let mut entry = Entry { name: name.to_string(), key: opened.key.id, version: 1, sealed: None };
        entry.sealed = Some(value::seal(&opened.key, entry.place(&document.store), value.expose())?);
        document.entries.push(entry);
        values.push((name.to_string(), value));
    }
    let text = document.encode(&opened.key);
    verify_two(&text, &path, &opened.key, &values)?;
    done.secrets = Some(values.len());
    keep_in_keychain(ring, sources, &keychain::account_of_store(&document.store))?;
    let plan = Plan { secrets: Some(text), ..Plan::default() };
    done.also_wrote = plan.write(location, &naming(names.into_keys()))?;
    done.key_rewritten = keep_as_line(location, ring)?;
    Ok(done)
}

/// The names of format 2, sorted, each with the one it has now.
fn new_names<'a>(map: &'a Map, path: &Path) -> Result<BTreeMap<SecretName, &'a str>, Error> {
    let mut names = BTreeMap::new();
    let mut unfit = Vec::new();
    for old in map.names() {
        match SecretName::normalise(old) {
            Err(_) => unfit.push(format!("{old:?}")),
            Ok(new) => {
                if let Some(twin) = names.insert(new.name, old) {
                    unfit.extend([twin.to_owned(), old.to_owned()]);
                }
            }
        }
    }
    if unfit.is_empty() {
        return Ok(names);
    }
    Err(KeyFault::Names { names: unfit, path: path.into() }.into())
}

/// The key of a file of format 1, and its text where it is to be `.key`: not for a key from elsewhere.
type BareKey = (RootKey, Zeroizing<String>);

fn bare_key(
    location: &Location,
    sources: &KeySources,
    ring: &Ring,
    writing: &RootKey,
    unwrap: bool,
) -> Result<Option<BareKey>, Error> {
    if !is_home(location, ring) {
        return Ok(None);
    }
    let origin = ring.origin.to_string();
    let [only] = &ring.keys[..] else {
        let keys = ring.keys.iter().map(|k| k.id).filter(|id| *id != writing.id).collect();
        return Err(KeyFault::Retired { origin, keys }.into());
    };
    if only.is_wrapped() && !unwrap {
        return Err(KeyFault::Wrapped { origin }.into());
    }
    let key = sources.know(only.unlock(&sources.passphrase, &origin)?);
    let text = key::encode_bare(&key);
    Ok(Some((key, text)))
}

fn to_one(
    location: &Location,
    sources: &KeySources,
    clock: &Clock,
    opened: &Opened2,
    ring: &Ring,
    bare: Option<BareKey>,
) -> Result<Conversion, Error> {
    let path = location.secrets_file();
    if !opened.seal.is_good() {
        return Err(Error::Unsealed { path, what: opened.seal.to_string() });
    }
    let values = values(opened, &path)?;
    let not_text = values.iter().filter(|(_, value)| value.expose_str().is_none());
    let names: Vec<_> = not_text.map(|(name, _)| name.clone()).collect();
    if !names.is_empty() {
        return Err(KeyFault::NotText { names, path }.into());
    }
    let mut map = Map::default();
    for (name, value) in &values {
        map.set(name, value.expose_str().unwrap_or_default());
    }
    let (key, text) = match bare {
        Some((key, text)) => (key, (!ring.is_bare()).then_some(text)),
        None => (opened.writing_key().clone(), None),
    };
    let token = format1::seal(&key, clock.now_secs(), &map)?;
    verify_one(&token, &path, &key, &values)?;
    let names: Result<Vec<_>, _> =
        values.iter().map(|(n, _)| SecretName::normalise(n).map(|n| n.name)).collect();
    let mut done = Conversion {
        secrets: Some(values.len()),
        dropped: opened.document.entries.len() - values.len(),
        key_rewritten: text.is_some(),
        key_elsewhere: elsewhere(location, ring),
        ..Conversion::default()
    };
    keep_in_keychain(ring, sources, &keychain::account_of_path(location))?;
    let plan = Plan { secrets: Some(token), replaced_key: text, ..Plan::default() };
    done.also_wrote = plan.write(location, &naming(names?.into_iter()))?;
    Ok(done)
}

/// Reads a token as anybody would: it holds these values and no others.
fn verify_one(
    token: &str,
    path: &Path,
    key: &RootKey,
    values: &[(String, SecretBytes)],
) -> Result<(), Error> {
    let unverified = |name: &str| KeyFault::Unverified { path: path.into(), name: name.into() };
    let map = format1::open(key, token.as_bytes()).ok().flatten().ok_or_else(|| unverified(""))?;
    for (name, value) in values {
        if !matches!(map.get(name), Some(Found::Value(back)) if back == *value) {
            return Err(unverified(name).into());
        }
    }
    if map.names().count() == values.len() { Ok(()) } else { Err(unverified("").into()) }
}
