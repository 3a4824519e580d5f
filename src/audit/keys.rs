//! The key of a chain, and what signs its checkpoints besides.

use std::path::Path;
use std::sync::Arc;

use zeroize::Zeroizing;

use super::{AuditError, Place};
use crate::crypto::hash::{hex, unhex};
use crate::crypto::mac::Key;
use crate::crypto::{Key256, kdf, rng};
use crate::support::fs::{self, Links, Privacy};

const LIMIT: u64 = 256;
const MAGIC: &str = "muxi-audit-key 1 ";

/// The key of a chain: 256 random bits in a file of their own, 0600.
#[derive(Clone)]
pub(super) struct Keys {
    pub(super) chain: Key,
}

/// A key from outside of the state that signs checkpoints too: derived from the root key of the formation's secrets.
#[derive(Clone)]
pub struct Countersign {
    id: String,
    key: Key,
}

impl std::fmt::Debug for Countersign {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Countersign({})", self.id)
    }
}

impl Countersign {
    /// By `key`, which is derived for this alone; `id` is the root key's.
    pub fn new(id: impl Into<String>, key: &Key256) -> Self {
        Self { id: id.into(), key: Key::new(&**key) }
    }

    /// The id of the root key.
    pub fn id(&self) -> &str {
        &self.id
    }

    pub(super) fn tag(&self, seq: u64, head: &[u8; 32]) -> [u8; 32] {
        self.key.tag(&[b"muxi/audit/1", &seq.to_be_bytes(), head])
    }

    pub(super) fn fits(&self, seq: u64, head: &[u8; 32], tag: &[u8]) -> bool {
        self.key.fits(&[b"muxi/audit/1", &seq.to_be_bytes(), head], tag)
    }
}

/// Where the keys come from that sign checkpoints too, the one that signs first. They are asked for again where somebody
/// else wrote: a key may have been made meanwhile, changed, or taken away.
#[derive(Clone, Default)]
pub struct Signers(Option<Arc<Source>>);

type Source = dyn Fn() -> Vec<Countersign> + Send + Sync;

impl Signers {
    /// Those that `source` finds now.
    pub fn new(source: impl Fn() -> Vec<Countersign> + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(source)))
    }

    pub(super) fn now(&self) -> Vec<Countersign> {
        self.0.as_ref().map_or_else(Vec::new, |source| source())
    }
}

impl From<Option<Countersign>> for Signers {
    fn from(by: Option<Countersign>) -> Self {
        by.map_or_else(Self::default, |by| Self::new(move || vec![by.clone()]))
    }
}

impl Keys {
    /// What tells one key from another, and nothing else of it.
    pub(super) fn mark(&self) -> [u8; 32] {
        self.chain.tag(&[b"mark"])
    }

    /// The key that is there; none where there is none.
    pub(super) fn read(place: &Place) -> Result<Option<Self>, AuditError> {
        let path = place.key();
        let text = match fs::read_secret(&path, Links::Refuse, Privacy::Required, LIMIT) {
            Ok(text) => text,
            Err(error) if error.is_not_found() => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let digits = text.expose_str().and_then(|text| text.strip_prefix(MAGIC)).map(str::trim_end);
        let material = digits.and_then(unhex::<32>).map(Zeroizing::new);
        material.map(|material| Some(Self::of(&material))).ok_or(AuditError::KeyBroken(path))
    }

    /// The same, made where there is none and there are no records either. To be called under the lock.
    pub(super) fn read_or_make(place: &Place) -> Result<Self, AuditError> {
        if let Some(keys) = Self::read(place)? {
            return Ok(keys);
        }
        if !place.segments()?.is_empty() || place.checkpoints().exists() {
            return Err(AuditError::KeyGone(place.key()));
        }
        let mut material = Key256::default();
        rng::fill(&mut *material)?;
        let digits = Zeroizing::new(hex(&*material));
        let text = Zeroizing::new(format!("{MAGIC}{}\n", *digits));
        fs::create_new_private(&place.key(), text.as_bytes())?;
        Ok(Self::of(&material))
    }

    fn of(material: &[u8; 32]) -> Self {
        let derived = kdf::hkdf::<32>(material, b"", b"muxi/audit/1/chain");
        Self { chain: Key::new(&*derived) }
    }
}

/// Whether there is a key at all.
pub(super) fn is_there(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}
