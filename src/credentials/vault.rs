//! Sealing and opening what users keep.

use super::content::Content;
use super::keys::UserKeys;
use super::ring::{Master, Ring, RingError};
use super::tally::{self, Counted, Tally};
use super::{Service, Wrapping};
use crate::crypto::aead::{self, NONCE_LEN, TAG_LEN};
use crate::crypto::bound;
use crate::crypto::rng::{self, RngError};

/// Where a credential belongs: all of it in the clear, and none of it to be changed without the seal breaking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The internal id of the user.
    pub user: String,
    /// What it is for.
    pub service: Service,
    /// Which of the user's accounts there.
    pub account: String,
    /// The id of the credential.
    pub id: String,
}

/// A credential as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// The master key that it is sealed under.
    pub key: String,
    /// Which writing of it, from 1.
    pub version: u64,
    /// Nonce, ciphertext and tag.
    pub bytes: Vec<u8>,
}

/// Why a credential cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// Sealed under a key that the ring does not have, or that is not open.
    #[error("it is sealed under the master key {0}, which is not here")]
    NoKey(String),
    /// It was changed, is another user's, or stands in another's place.
    #[error("it was changed, or is not the one that was kept here")]
    Damaged,
    /// No random bytes.
    #[error(transparent)]
    Random(#[from] RngError),
}

/// The open master keys of a store, and the users' keys that were derived of them.
pub struct Vault {
    store: [u8; 16],
    masters: Vec<Master>,
    users: UserKeys,
}

impl Vault {
    /// Opens the ring.
    pub fn open(ring: &Ring, by: &[Wrapping]) -> Result<Self, RingError> {
        Ok(Self { store: *ring.store(), masters: ring.open(by)?, users: UserKeys::default() })
    }

    /// The id of the master key that seals.
    pub fn key(&self) -> &str {
        self.masters.first().map_or("", |master| master.id.as_str())
    }

    /// Seals `content` for its place, under the first key. Takes as long as the rounds do where the user was not there lately.
    pub fn seal(&self, place: &Place, version: u64, content: &Content) -> Result<Sealed, VaultError> {
        let master = self.master(self.key())?;
        let nonce: [u8; NONCE_LEN] = rng::array()?;
        let slot = self.users.of(master, &place.user);
        let key = &slot.wait().seal;
        let sealed = aead::seal(key, &nonce, &self.aad(place, &master.id, version), &content.to_bytes());
        let bytes = [nonce.as_slice(), &sealed].concat();
        Ok(Sealed { key: master.id.clone(), version, bytes })
    }

    /// Opens what was sealed for exactly this place.
    pub fn unseal(&self, place: &Place, sealed: &Sealed) -> Result<Content, VaultError> {
        let master = self.master(&sealed.key)?;
        let (nonce, rest) = sealed.bytes.split_first_chunk::<NONCE_LEN>().ok_or(VaultError::Damaged)?;
        if rest.len() < TAG_LEN {
            return Err(VaultError::Damaged);
        }
        let slot = self.users.of(master, &place.user);
        let aad = self.aad(place, &master.id, sealed.version);
        let plain = aead::open(&slot.wait().seal, nonce, &aad, rest).map_err(|_| VaultError::Damaged)?;
        Content::from_bytes(&plain).ok_or(VaultError::Damaged)
    }

    /// Counts what the user has after its `turn`th change.
    pub fn tally(&self, user: &str, turn: u64, credentials: &[Counted<'_>]) -> Result<Tally, VaultError> {
        let master = self.master(self.key())?;
        let text = tally::text(&self.store, user, turn, credentials);
        Ok(Tally::by(&self.users.of(master, user).wait().tally, &master.id, turn, &text))
    }

    /// Whether that is what the user had when it was counted.
    pub fn fits(&self, user: &str, tally: &Tally, credentials: &[Counted<'_>]) -> Result<bool, VaultError> {
        let master = self.master(&tally.key)?;
        let text = tally::text(&self.store, user, tally.turn, credentials);
        Ok(self.users.of(master, user).wait().tally.fits(&[&text], &tally.tag))
    }

    /// Forgets the keys of a user who is gone.
    pub fn forget(&self, user: &str) {
        self.users.forget(user);
    }

    /// How many users' keys were derived.
    #[cfg(test)]
    pub(crate) fn derived(&self) -> usize {
        self.users.derived()
    }

    fn master(&self, id: &str) -> Result<&Master, VaultError> {
        let found = self.masters.iter().find(|master| master.id == id);
        // What a row says may be anything.
        let shown = || id.chars().filter(char::is_ascii_alphanumeric).take(8).collect();
        found.ok_or_else(|| VaultError::NoKey(shown()))
    }

    fn aad(&self, place: &Place, key: &str, version: u64) -> Vec<u8> {
        bound(&[
            b"muxi/credentials/1",
            &self.store,
            place.user.as_bytes(),
            place.service.as_str().as_bytes(),
            place.account.as_bytes(),
            place.id.as_bytes(),
            key.as_bytes(),
            &version.to_be_bytes(),
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::super::ring::LEAST_ROUNDS;
    use super::*;
    use crate::crypto::Key256;

    fn by() -> Wrapping {
        Wrapping::of_root("00000001", &Key256::from([1; 32]))
    }

    fn ring() -> Ring {
        Ring::make([7; 16], &by(), LEAST_ROUNDS, "salt", 0).unwrap()
    }

    fn place() -> Place {
        Place {
            user: "usr_1".to_owned(),
            service: Service::parse("github").unwrap(),
            account: "ranaroussi".to_owned(),
            id: "cred_1".to_owned(),
        }
    }

    fn token(value: &str) -> Content {
        Content::parse(format!(r#"{{"token":"{value}"}}"#).as_bytes()).unwrap().expiring(Some(9))
    }

    #[test]
    fn what_was_sealed_for_a_place_opens_there_and_nowhere_else() {
        let vault = Vault::open(&ring(), &[by()]).unwrap();
        let sealed = vault.seal(&place(), 3, &token("ghp_x")).unwrap();
        assert!(vault.unseal(&place(), &sealed).unwrap() == token("ghp_x"));
        let other = |change: fn(&mut Place)| {
            let mut place = place();
            change(&mut place);
            place
        };
        for place in [
            other(|place| place.user = "usr_2".to_owned()),
            other(|place| place.service = Service::parse("gitlab").unwrap()),
            other(|place| place.account = "muxi-ai".to_owned()),
            other(|place| place.id = "cred_2".to_owned()),
        ] {
            assert!(matches!(vault.unseal(&place, &sealed), Err(VaultError::Damaged)), "{place:?}");
        }
        let older = Sealed { version: 2, ..sealed.clone() };
        assert!(matches!(vault.unseal(&place(), &older), Err(VaultError::Damaged)));
        let elsewhere = Vault { store: [8; 16], masters: vault.masters.clone(), users: UserKeys::default() };
        assert!(matches!(elsewhere.unseal(&place(), &sealed), Err(VaultError::Damaged)));
        let unknown = Sealed { key: "../../etc\u{1b}".to_owned(), ..sealed.clone() };
        assert_eq!(
            vault.unseal(&place(), &unknown).unwrap_err().to_string(),
            "it is sealed under the master key etc, which is not here"
        );
    }

    #[test]
    fn every_changed_byte_and_every_cut_is_refused() {
        let vault = Vault::open(&ring(), &[by()]).unwrap();
        let sealed = vault.seal(&place(), 1, &token("ghp_x")).unwrap();
        for at in 0..sealed.bytes.len() {
            let mut flipped = sealed.clone();
            flipped.bytes[at] ^= 1;
            assert!(vault.unseal(&place(), &flipped).is_err(), "byte {at}");
            let cut = Sealed { bytes: sealed.bytes[..at].to_vec(), ..sealed.clone() };
            assert!(vault.unseal(&place(), &cut).is_err(), "cut at {at}");
        }
    }

    #[test]
    fn a_value_is_sealed_differently_each_time_and_is_not_to_be_seen() {
        let vault = Vault::open(&ring(), &[by()]).unwrap();
        let [one, two] = [1, 1].map(|version| vault.seal(&place(), version, &token("CANARY")).unwrap());
        assert_ne!(one.bytes, two.bytes);
        assert!(!one.bytes.windows(6).any(|part| part == b"CANARY"));
    }

    #[test]
    fn what_an_older_key_sealed_opens_until_that_is_retired() {
        let mut ring = ring();
        let sealed = Vault::open(&ring, &[by()]).unwrap().seal(&place(), 1, &token("x")).unwrap();
        ring.renew(&[by()], LEAST_ROUNDS, "other", 1).unwrap();
        let vault = Vault::open(&ring, &[by()]).unwrap();
        assert!(vault.unseal(&place(), &sealed).is_ok());
        assert_ne!(vault.seal(&place(), 2, &token("x")).unwrap().key, sealed.key);
        ring.retire(&[]);
        let vault = Vault::open(&ring, &[by()]).unwrap();
        assert!(matches!(vault.unseal(&place(), &sealed), Err(VaultError::NoKey(_))));
    }

    #[test]
    fn a_tally_shows_what_was_dropped_added_doubled_or_is_another_version() {
        let vault = Vault::open(&ring(), &[by()]).unwrap();
        let one = |id, version, default| Counted { id, service: "s", account: "a", version, default };
        let had = [one("a", 1, true), one("b", 2, false)];
        let tally = vault.tally("usr_1", 4, &had).unwrap();
        assert!(vault.fits("usr_1", &tally, &[had[1], had[0]]).unwrap(), "the order of rows is nobody's");
        for other in [
            vec![],
            vec![had[0]],
            vec![had[0], had[1], one("c", 1, false)],
            vec![had[0], had[1], had[1]],
            vec![had[0], one("b", 1, false)],
            vec![one("a", 1, false), one("b", 2, true)],
            vec![had[0], Counted { account: "b", ..had[1] }],
            vec![had[0], Counted { service: "t", ..had[1] }],
        ] {
            assert!(!vault.fits("usr_1", &tally, &other).unwrap(), "{other:?}");
        }
        assert!(!vault.fits("usr_2", &tally, &had).unwrap());
        assert!(!vault.fits("usr_1", &Tally { turn: 3, ..tally }, &had).unwrap());
    }
}
