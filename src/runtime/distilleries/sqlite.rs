//! Distilleries in the file of the SQLite store.

use super::{Delivery, Distilleries, Distillery, Taken, rows};
use crate::runtime::memory::{Later, change, look};
use crate::runtime::principal::Principal;
use crate::runtime::store::SqliteStore;

impl Distilleries for SqliteStore {
    fn register_distillery(&self, new: Distillery) -> Later<bool> {
        self.hands().write(move |connection| rows::register(connection, &new))
    }

    fn distillery(&self, id: &str) -> Later<Option<Distillery>> {
        let id = id.to_owned();
        look(&self.hands(), move |connection| rows::one(connection, &id))
    }

    fn distilleries(&self) -> Later<Vec<Distillery>> {
        look(&self.hands(), rows::list)
    }

    fn revoke_distillery(&self, id: &str, now: u64) -> Later<Option<Distillery>> {
        let id = id.to_owned();
        self.hands().write(move |connection| rows::revoke(connection, &id, now))
    }

    fn delivered_since(&self, id: &str, since: u64) -> Later<u64> {
        let id = id.to_owned();
        look(&self.hands(), move |connection| rows::since(connection, &id, since))
    }

    fn undelivered(&self, who: &Principal, id: &str, digests: Vec<[u8; 32]>) -> Later<u64> {
        let (who, id) = (who.clone(), id.to_owned());
        look(&self.hands(), move |connection| rows::undelivered(connection, &who, &id, &digests))
    }

    fn deliver(
        &self,
        who: &Principal,
        id: &str,
        deliveries: Vec<Delivery>,
        now: u64,
    ) -> Later<Option<Vec<Taken>>> {
        let id = id.to_owned();
        change(&self.hands(), who, move |connection, who| {
            rows::deliver(connection, who, &id, deliveries, now)
        })
    }
}
