//! Credentials in the file of the SQLite store, written by its one writer and read by its readers.

use futures_util::future::BoxFuture;

use super::{Change, CredentialRows, Rows, rows};
use crate::runtime::principal::Principal;
use crate::runtime::store::{SqliteStore, StoreError};

impl CredentialRows for SqliteStore {
    fn credentials(&self, who: &Principal) -> BoxFuture<'static, Result<Rows, StoreError>> {
        let who = who.clone();
        self.hands().read(move |connection| rows::of(connection, &who))
    }

    fn change_credentials(&self, changes: Vec<Change>) -> BoxFuture<'static, Result<bool, StoreError>> {
        self.hands().write(move |connection| rows::change(connection, &changes).map_err(StoreError::from))
    }

    fn credential_keys(&self) -> BoxFuture<'static, Result<Vec<String>, StoreError>> {
        self.hands().read(rows::keys)
    }

    fn credential_users(
        &self,
        after: &str,
        limit: u32,
    ) -> BoxFuture<'static, Result<Vec<Principal>, StoreError>> {
        let after = after.to_owned();
        self.hands().read(move |connection| rows::users(connection, &after, limit))
    }
}
