//! Which keys are where, whether they open anything or not.

use crate::secrets::format2;
use crate::secrets::key::{KeyId, RootKey};
use crate::secrets::sources::{self, Candidate};
use crate::secrets::store::{self, Format};
use crate::secrets::{Error, KeyFault, KeyInfo, KeySources, Location, Origin, Passphrase, format1};
use crate::support::fs;

/// A key, and whether the secrets are encrypted with it.
#[derive(Clone, Debug)]
pub struct KeyAtHand {
    /// The key.
    pub info: KeyInfo,
    /// Whether the secrets file uses it; none where that cannot be told without its passphrase, or
    /// where there is no file that can be read.
    pub used: Option<bool>,
}

/// All keys at hand, in the order in which they are tried.
#[derive(Debug)]
pub struct Inventory {
    /// The keys.
    pub keys: Vec<KeyAtHand>,
    /// Places that hold something that is not a key that may be used, and why.
    pub faults: Vec<(Origin, Error)>,
    /// The format of the secrets file; none where there is none.
    pub format: Option<Format>,
    /// The keys that the secrets file names; format 1 names none.
    pub wanted: Vec<KeyId>,
    /// Why the secrets file could not be read.
    pub file_fault: Option<Error>,
}

impl Inventory {
    /// The keys that the secrets file names and that are nowhere.
    pub fn missing(&self) -> Vec<KeyId> {
        let here = |id: &KeyId| self.keys.iter().any(|k| k.info.id == *id);
        self.wanted.iter().copied().filter(|id| !here(id)).collect()
    }
}

/// Looks at every place, and asks nobody anything.
pub fn keys_at_hand(location: &Location, sources: &KeySources) -> Inventory {
    let mut inventory = Inventory {
        keys: Vec::new(),
        faults: Vec::new(),
        format: None,
        wanted: Vec::new(),
        file_fault: None,
    };
    let token = match read(location, &mut inventory) {
        Ok(token) => token,
        Err(error) => {
            inventory.file_fault = Some(error);
            None
        }
    };
    for origin in sources::places(location, sources) {
        if let Origin::Keychain(account) = &origin
            && let Err(why) = sources.keychain.read(account)
        {
            inventory.faults.push((origin, KeyFault::Keychain(why).into()));
            continue;
        }
        match sources::load(&origin, sources) {
            Ok(None) => {}
            Ok(Some(candidates)) => {
                let keys = candidates
                    .iter()
                    .map(|c| KeyAtHand { info: c.info(), used: used(c, &inventory, token.as_deref()) });
                let keys: Vec<_> = keys.collect();
                inventory.keys.extend(keys);
            }
            Err(error) => inventory.faults.push((origin, error)),
        }
    }
    inventory
}

/// The token of a file of format 1; the rest goes into the inventory.
fn read(location: &Location, inventory: &mut Inventory) -> Result<Option<Vec<u8>>, Error> {
    let path = location.secrets_file();
    let Some(bytes) = fs::read_if_exists(&path)? else {
        return Ok(None);
    };
    let format = store::detect(&bytes, &path)?;
    inventory.format = Some(format);
    if format == Format::One {
        return Ok(Some(bytes));
    }
    inventory.wanted = format2::parse(&bytes, &path)?.keys.iter().map(|k| k.id).collect();
    Ok(None)
}

fn used(candidate: &Candidate, inventory: &Inventory, token: Option<&[u8]>) -> Option<bool> {
    if let Some(token) = token {
        // Nobody is asked: a wrapped key may or may not fit.
        let key: RootKey = candidate.stored.unlock(&Passphrase::default(), "").ok()?;
        return Some(format1::open(&key, token).is_ok());
    }
    (inventory.format.is_some() && inventory.file_fault.is_none())
        .then(|| inventory.wanted.contains(&candidate.stored.id))
}
