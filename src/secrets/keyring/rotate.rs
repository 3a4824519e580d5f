//! A new root key: everything is encrypted with it and read back before the old text goes.

use std::path::{Path, PathBuf};

use super::ring::{self, Ring, promote_pending};
use crate::secrets::format2::{self, Document, HeaderKey};
use crate::secrets::key::{self, KeyId, RootKey, Status, StoredKey};
use crate::secrets::seal::{self, Seal};
use crate::secrets::store::{Content, Opened1, Opened2};
use crate::secrets::{Error, KeyFault, KeySources, Location, Origin, format1, plan, update, value};
use crate::support::clock::{Clock, rfc3339};
use crate::support::fs::{self, Mode};
use crate::support::secret::SecretBytes;

/// What a rotation did.
#[derive(Clone, Debug)]
pub struct Rotation {
    /// The keys that are retired now, or gone.
    pub old: Vec<KeyId>,
    /// The active key.
    pub new: KeyId,
    /// Whether a rotation that was begun before was finished, instead of making a new key.
    pub resumed: bool,
    /// How many secrets were encrypted anew.
    pub secrets: usize,
    /// Where the new key is: a file, or the system's keychain.
    pub key_at: Origin,
}

/// Makes a new key, encrypts everything with it and retires the old one, which stays readable.
///
/// Killed anywhere, the old or the new state opens; done again, it finishes what was begun. A key that
/// is in no file needs `output`, a file that is made for the keys.
pub fn rotate_key(
    location: &Location,
    sources: &KeySources,
    clock: &Clock,
    output: Option<&Path>,
) -> Result<Rotation, Error> {
    update::refuse_tracked_key(location)?;
    require_secrets(location)?;
    ring::unlock_first(location, sources)?;
    let _lock = update::lock(location)?;
    location.check_link(&location.secrets_file())?;
    let content = Content::read(location, sources)?;
    let ring = Ring::of(&content, location, sources)?;
    let in_formation = matches!(ring.origin, Origin::Formation(_));
    let ring = ring.at_home(location, sources)?;
    match content {
        Content::Nothing => Err(KeyFault::NoSecrets(location.secrets_file()).into()),
        Content::One(opened) if output.is_none() && in_formation && ring.is_bare() => {
            bare(location, sources, clock, &opened)
        }
        Content::One(opened) => {
            let used = [opened.key.id];
            let keys = Keys::choose(ring, &used, sources, clock, output)?;
            let secrets = opened.map.names().count();
            let new = keys.write(sources)?;
            write_one(location, clock, &opened, &new)?;
            Ok(keys.rotation(new.id, secrets))
        }
        Content::Two(opened) => {
            let path = location.secrets_file();
            if !opened.seal.is_good() {
                return Err(Error::Unsealed { path, what: opened.seal.to_string() });
            }
            let used: Vec<_> = opened.document.keys.iter().map(|k| k.id).collect();
            // All values open before a key is written.
            let values = values(&opened, &path)?;
            let keys = Keys::choose(ring, &used, sources, clock, output)?;
            let new = keys.write(sources)?;
            let text = encrypt(&opened.document, &values, &new)?;
            verify_two(&text, &path, &new, &values)?;
            update::write(location, &text)?;
            Ok(keys.rotation(new.id, values.len()))
        }
    }
}

/// Refuses where there is no secrets file.
pub(in crate::secrets) fn require_secrets(location: &Location) -> Result<(), Error> {
    let path = location.secrets_file();
    if path.exists() { Ok(()) } else { Err(KeyFault::NoSecrets(path).into()) }
}

/// The keys as they will be, and where.
struct Keys {
    ring: Ring,
    /// Made now: not in a file yet.
    fresh: Option<RootKey>,
    /// The file to be made for them; else they go back to where they are.
    new_file: Option<PathBuf>,
    old: Vec<KeyId>,
}

impl Keys {
    /// Takes the active key where the secrets are not yet all encrypted with it, else makes one.
    fn choose(
        ring: Ring,
        used: &[KeyId],
        sources: &KeySources,
        clock: &Clock,
        output: Option<&Path>,
    ) -> Result<Self, Error> {
        if let Some(path) = output {
            // A key may be in there, and no other writer looks at that place.
            fs::remove_stale_temps(path);
        }
        let (ring, new_file) = match output {
            None => (ring, None),
            Some(path) => match begun_in(path, used, sources)? {
                Some(begun) => (begun, None),
                None => (ring, Some(path.to_path_buf())),
            },
        };
        if new_file.is_none() {
            ring.check_writable()?;
        }
        let begun = new_file.is_none() && ring.active().is_some_and(|active| *used != [active.id]);
        let mut keys = Self { ring, fresh: None, new_file, old: used.to_vec() };
        if begun {
            keys.old.retain(|id| keys.ring.active().is_none_or(|a| a.id != *id));
        } else {
            keys.add(sources.know(RootKey::generate()?), sources, clock)?;
        }
        Ok(keys)
    }

    fn add(&mut self, new: RootKey, sources: &KeySources, clock: &Clock) -> Result<(), Error> {
        let line = self.ring.line_for(&new, rfc3339(clock.now_millis()), sources)?;
        let old = self.ring.keys.iter().map(|k| k.as_line(Status::Retired));
        self.ring.keys = [line].into_iter().chain(old).collect();
        self.fresh = Some(new);
        Ok(())
    }

    /// Writes the key file if it has to be; the active key.
    fn write(&self, sources: &KeySources) -> Result<RootKey, Error> {
        let Some(fresh) = &self.fresh else {
            let active = self.ring.active().expect("chosen for it");
            return self.ring.unlock(active, sources);
        };
        let text = key::encode(&self.ring.keys);
        match &self.new_file {
            Some(path) => ring::new_file(path, &text)?,
            None => self.ring.write_back(&text, sources)?,
        }
        Ok(fresh.clone())
    }

    fn rotation(self, new: KeyId, secrets: usize) -> Rotation {
        let key_at = self.new_file.map_or(self.ring.origin, Origin::Option);
        Rotation { old: self.old, new, resumed: self.fresh.is_none(), secrets, key_at }
    }
}

/// The keys in a file that was named for the new one, if an earlier run put them there.
fn begun_in(path: &Path, used: &[KeyId], sources: &KeySources) -> Result<Option<Ring>, Error> {
    if !path.exists() {
        return Ok(None);
    }
    let ring = Ring::at(&Origin::Option(path.to_path_buf()), sources).ok().flatten();
    let ours = |ring: &Ring| {
        let holds_all = used.iter().all(|id| ring.keys.iter().any(|k| k.id == *id));
        holds_all && ring.active().is_some_and(|active| *used != [active.id])
    };
    match ring.filter(ours) {
        Some(ring) => Ok(Some(ring)),
        None => Err(fs::FsError::Exists(path.to_path_buf()).into()),
    }
}

/// Every value by name, in the order of the file.
pub(in crate::secrets) fn values(opened: &Opened2, path: &Path) -> Result<Vec<(String, SecretBytes)>, Error> {
    let mut values = Vec::new();
    for name in opened.document.names() {
        if let Some(value) = opened.get(name, path)? {
            values.push((name.to_owned(), value));
        }
    }
    Ok(values)
}

/// The file under `new` alone. The versions stay: they count the writes of a value, and that is the same.
fn encrypt(document: &Document, values: &[(String, SecretBytes)], new: &RootKey) -> Result<String, Error> {
    let mut document = document.clone();
    document.keys = vec![HeaderKey { id: new.id, commitment: new.commitment() }];
    let mut values = values.iter();
    for entry in &mut document.entries {
        entry.key = new.id;
        if entry.sealed.is_some() {
            let (_, value) = values.next().expect("one for each line with a value");
            entry.sealed = Some(value::seal(new, entry.place(&document.store), value.expose())?);
        }
    }
    Ok(document.encode(new))
}

/// Reads a text of format 2 as anybody would: its seal fits, and it holds these values and no others.
pub(in crate::secrets) fn verify_two(
    text: &str,
    path: &Path,
    key: &RootKey,
    values: &[(String, SecretBytes)],
) -> Result<(), Error> {
    let unverified = |name: &str| KeyFault::Unverified { path: path.into(), name: name.into() };
    let document = format2::parse(text.as_bytes(), path)?;
    let keys = std::slice::from_ref(key);
    if !matches!(seal::check(&document, text.as_bytes(), keys, Vec::new), Seal::Verified { .. }) {
        return Err(unverified("").into());
    }
    let mut alive = document.entries.iter().filter_map(|e| Some((e, e.sealed.as_ref()?)));
    for (name, value) in values {
        let same = alive.next().is_some_and(|(entry, sealed)| {
            let opened = value::open(key, entry.place(&document.store), sealed);
            entry.name == *name && opened.is_ok_and(|opened| opened == *value)
        });
        if !same {
            return Err(unverified(name).into());
        }
    }
    match alive.next() {
        Some((entry, _)) => Err(unverified(&entry.name).into()),
        None => Ok(()),
    }
}

fn write_one(location: &Location, clock: &Clock, opened: &Opened1, new: &RootKey) -> Result<(), Error> {
    let path = location.secrets_file();
    let token = format1::seal(new, clock.now_secs(), &opened.map)?;
    let back = format1::open(new, token.as_bytes()).ok().flatten();
    if back.is_none_or(|back| *back.encode() != *opened.map.encode()) {
        return Err(KeyFault::Unverified { path, name: String::new() }.into());
    }
    Ok(fs::write_atomic(&path, token.as_bytes(), Mode::Keep(0o600))?)
}

/// A bare key in the formation: pending key, secrets, the old key aside, the pending one to its place.
fn bare(
    location: &Location,
    sources: &KeySources,
    clock: &Clock,
    opened: &Opened1,
) -> Result<Rotation, Error> {
    let (file, pending) = (location.key_file(), location.pending_key_file());
    let pending_ring = Ring::at(&Origin::Formation(pending.clone()), sources)?;
    let in_place = Ring::at(&Origin::Formation(file.clone()), sources)?;
    // The files of a rotation are secret too, and deployed programs ignore `.key` alone.
    plan::ignore(location)?;
    let current = in_place.as_ref().and_then(|ring| ring.keys.first());
    let (new, resumed) = match (&pending_ring, current) {
        (Some(ring), _) => (ring.unlock(&ring.keys[0], sources)?, true),
        // An older file was put back: its key is retired already, and the active one is there.
        (None, Some(current)) if current.id != opened.key.id => {
            (sources.know(current.unlock(&sources.passphrase, &file.display().to_string())?), true)
        }
        _ => {
            let new = sources.know(RootKey::generate()?);
            ring::new_file(&pending, &key::encode_bare(&new))?;
            (new, false)
        }
    };
    let mut old: Vec<_> =
        current.iter().map(|k| k.id).chain([opened.key.id]).filter(|id| *id != new.id).collect();
    old.dedup();
    let mut secrets = 0;
    if opened.key.id != new.id {
        secrets = opened.map.names().count();
        let aside = [StoredKey::plain(&opened.key, None)];
        // What opens the file now must be kept before the file changes, wherever it was found.
        if current.is_none_or(|k| k.id != opened.key.id) {
            ring::put_aside(location, &aside)?;
        }
        write_one(location, clock, opened, &new)?;
    }
    promote_pending(location)?;
    Ok(Rotation { old, new: new.id, resumed, secrets, key_at: Origin::Formation(file) })
}
