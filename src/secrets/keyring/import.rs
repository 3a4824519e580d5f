//! A key from a colleague: merged into the key file, which never loses one.

use std::path::{Path, PathBuf};

use super::ring::{self, Ring, put_aside, replace_key};
use crate::secrets::format2::{self, HeaderKey};
use crate::secrets::key::{self, KeyId, RootKey, Status, StoredKey};
use crate::secrets::store::{self, Format};
use crate::secrets::{Error, KeyFault, KeySources, Location, Origin, format1, plan, sources, update};
use crate::support::fs::{self, Links, Privacy};
use crate::support::redact::GENERIC;
use crate::support::secret::SecretBytes;

/// What became of the key file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Merging {
    /// It is new.
    Made,
    /// It has more keys now.
    Merged,
    /// It had them all.
    Unchanged,
}

/// What an import did.
#[derive(Clone, Debug)]
pub struct ImportedKey {
    /// The keys in the text.
    pub keys: Vec<KeyId>,
    /// The key that encrypts from now on.
    pub active: KeyId,
    /// What became of the key file.
    pub merging: Merging,
    /// The key file.
    pub key_file: PathBuf,
}

/// A key of the text, open.
struct New {
    stored: StoredKey,
    root: RootKey,
}

/// The text of a key in a file that somebody named.
pub fn read_key_text(path: &Path) -> Result<SecretBytes, Error> {
    Ok(fs::read_secret(path, Links::Follow, Privacy::Any, sources::KEY_LIMIT)?)
}

/// Puts the keys in `text` (of any form) into the formation's key file; `from` says where they came from.
///
/// Unless `force`, one of them must open the secrets, if there are any. Where both have an active key,
/// the newer one stays active; where that cannot be told, the one that the secrets name, else the new one.
pub fn import_key(
    location: &Location,
    sources: &KeySources,
    text: &SecretBytes,
    from: &str,
    force: bool,
) -> Result<ImportedKey, Error> {
    update::refuse_tracked_key(location)?;
    let mut new = Vec::new();
    sources.redactor.add(GENERIC, text);
    for stored in ring::parse(text, from)? {
        let root = sources.know(stored.unlock(&sources.passphrase, from)?);
        new.push(New { stored, root });
    }
    let home = Origin::Formation(location.key_file());
    if let Some(ring) = Ring::at(&home, sources)?
        && let Some(wrapped) = ring.keys.iter().find(|k| k.is_wrapped())
    {
        // Asked before the lock, which others wait for.
        ring.unlock(wrapped, sources)?;
    }
    let _lock = update::lock(location)?;
    let needs = Needs::read(location).or_else(|e| if force { Ok(Needs::Nothing) } else { Err(e) })?;
    if !force && !new.iter().any(|n| needs.fits(&n.root)) {
        let keys = new.iter().map(|n| n.root.id).collect();
        return Err(KeyFault::Foreign { origin: from.into(), keys, path: location.secrets_file() }.into());
    }
    let there = Ring::at(&home, sources)?;
    let bare = match needs.format() {
        Some(Format::Two) => false,
        Some(Format::One) => there.as_ref().is_none_or(Ring::is_bare),
        None => there.as_ref().map_or_else(|| new.iter().any(|n| n.stored.is_bare()), Ring::is_bare),
    };
    plan::ignore(location)?;
    let (active, merging) = if bare {
        merge_bare(location, sources, &needs, there.as_ref(), &new)?
    } else {
        merge_lines(location, sources, &needs, there, &new)?
    };
    let keys = new.iter().map(|n| n.root.id).collect();
    Ok(ImportedKey { keys, active, merging, key_file: location.key_file() })
}

/// What the secrets say about their key.
enum Needs {
    Nothing,
    One(Vec<u8>),
    Two(Vec<HeaderKey>),
}

impl Needs {
    fn read(location: &Location) -> Result<Self, Error> {
        let path = location.secrets_file();
        let Some(bytes) = fs::read_if_exists(&path)? else {
            return Ok(Self::Nothing);
        };
        Ok(match store::detect(&bytes, &path)? {
            Format::One => Self::One(bytes),
            Format::Two => Self::Two(format2::parse(&bytes, &path)?.keys),
        })
    }

    fn format(&self) -> Option<Format> {
        match self {
            Self::Nothing => None,
            Self::One(_) => Some(Format::One),
            Self::Two(_) => Some(Format::Two),
        }
    }

    fn fits(&self, key: &RootKey) -> bool {
        match self {
            Self::Nothing => true,
            Self::One(token) => format1::open(key, token).is_ok(),
            Self::Two(keys) => keys.contains(&HeaderKey { id: key.id, commitment: key.commitment() }),
        }
    }

    fn names(&self, id: KeyId) -> bool {
        matches!(self, Self::Two(keys) if keys.iter().any(|k| k.id == id))
    }
}

/// Into a key file that holds several keys.
fn merge_lines(
    location: &Location,
    sources: &KeySources,
    needs: &Needs,
    there: Option<Ring>,
    sent: &[New],
) -> Result<(KeyId, Merging), Error> {
    let made = there.is_none();
    let ring = there.unwrap_or(Ring { origin: Origin::Formation(location.key_file()), keys: Vec::new() });
    let mut keys: Vec<StoredKey> = ring.keys.iter().map(|k| k.as_line(k.status)).collect();
    for key in sent {
        let Some(twin) = ring.keys.iter().find(|k| k.id == key.root.id) else {
            // A text may have been pasted together.
            if keys.iter().all(|k| k.id != key.root.id) {
                keys.push(line(&ring, key, sources)?);
            }
            continue;
        };
        // 4 bytes tell keys apart as good as always; where they do not, neither may be lost.
        if !twin.is_wrapped() && ring.unlock(twin, sources)?.material != key.root.material {
            let path = location.key_file();
            return Err(
                KeyFault::Foreign { origin: ring.origin.to_string(), keys: vec![twin.id], path }.into()
            );
        }
    }
    let active: Vec<usize> = (0..keys.len()).filter(|i| keys[*i].status == Status::Active).collect();
    if let [old, new, ..] = active[..] {
        let stays = if newer(needs, sent, &keys[new], &keys[old]) { new } else { old };
        for at in active.into_iter().filter(|at| *at != stays) {
            keys[at] = keys[at].as_line(Status::Retired);
        }
    }
    // The one that encrypts stands first.
    keys.sort_by_key(|k| k.status == Status::Retired);
    let first = keys.first().map_or(sent[0].root.id, |k| k.id);
    if keys.len() == ring.keys.len() {
        return Ok((first, Merging::Unchanged));
    }
    let text = key::encode(&keys);
    if made {
        ring::new_file(&location.key_file(), &text)?;
        return Ok((first, Merging::Made));
    }
    replace_key(&location.key_file(), &text)?;
    Ok((first, Merging::Merged))
}

/// The new key as the file keeps its own: plain, or wrapped by the same passphrase.
fn line(ring: &Ring, new: &New, sources: &KeySources) -> Result<StoredKey, Error> {
    let created = new.stored.created.clone();
    match ring.keys.iter().find_map(|k| k.opened_by(&sources.passphrase)) {
        Some(passphrase) => StoredKey::wrap(&new.root, created, &passphrase),
        None => Ok(StoredKey::plain(&new.root, created)),
    }
}

fn newer(needs: &Needs, sent: &[New], new: &StoredKey, old: &StoredKey) -> bool {
    // Who sent them had the old one once, and has given it up.
    if sent.iter().any(|n| n.root.id == old.id && n.root.status == Status::Retired) {
        return true;
    }
    match (&new.created, &old.created) {
        (Some(new), Some(old)) => new > old,
        _ => needs.names(new.id) || !needs.names(old.id),
    }
}

/// Beside a bare key there is room for one: the key of the secrets is `.key`, the others are put aside.
fn merge_bare(
    location: &Location,
    sources: &KeySources,
    needs: &Needs,
    there: Option<&Ring>,
    new: &[New],
) -> Result<(KeyId, Merging), Error> {
    let old = there.and_then(|ring| Some(ring.unlock(ring.keys.first()?, sources))).transpose()?;
    let opens = |key: &RootKey| needs.format().is_some() && needs.fits(key);
    let first = new.iter().find(|n| opens(&n.root));
    let first = first.or_else(|| new.iter().find(|n| n.root.status == Status::Active)).unwrap_or(&new[0]);
    let stays = match &old {
        Some(old) if opens(old) || old.material == first.root.material => old,
        _ => &first.root,
    };
    let others = new.iter().map(|n| &n.root).chain(&old).filter(|k| k.id != stays.id);
    let aside: Vec<_> = others.map(|k| StoredKey::plain(k, None)).collect();
    let grew = put_aside(location, &aside)?;
    let merging = match &old {
        Some(old) if old.id == stays.id && !grew => Merging::Unchanged,
        Some(old) => {
            if old.id != stays.id {
                replace_key(&location.key_file(), &key::encode_bare(stays))?;
            }
            Merging::Merged
        }
        None => {
            ring::new_file(&location.key_file(), &key::encode_bare(stays))?;
            Merging::Made
        }
    };
    Ok((stays.id, merging))
}
