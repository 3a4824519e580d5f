//! Users in the SQLite store.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use rusqlite::Connection;

use super::super::SqliteStore;
use super::super::migrations::failed;
use super::{Merged, StoreError, User, UserError, Users, rows};
use crate::runtime::credentials::{Change, durably};
use crate::runtime::principal::{Caller, Principal};

impl SqliteStore {
    /// Changes under which identifiers a user is known, and forgets what was remembered of that. Sessions, memories and all
    /// else are the user's as before, and stay remembered.
    fn rename<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, UserError> + Send + 'static,
    ) -> BoxFuture<'static, Result<T, UserError>> {
        let (known, tell) = (Arc::clone(&self.known), self.writer.teller());
        Box::pin(self.writer.run(move |connection| {
            let done = work(connection);
            if done.is_ok() {
                known.forget();
                tell();
            }
            done
        }))
    }

    /// Changes whose rows are whose, and forgets all that was remembered of that.
    pub(in crate::runtime::store) fn change<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, UserError> + Send + 'static,
    ) -> BoxFuture<'static, Result<T, UserError>> {
        let (known, recent) = (Arc::clone(&self.known), Arc::clone(&self.recent));
        let (nothing, vectors) = (Arc::clone(&self.nothing), Arc::clone(&self.vectors));
        let (tell, mix) = (self.writer.teller(), self.writer.mixer());
        let done = self.writer.run(move |connection| {
            let done = work(connection);
            if done.is_ok() {
                mix();
                known.forget();
                recent.forget_all();
                nothing.forget_all();
                vectors.forget_all();
                tell();
            }
            done
        });
        Box::pin(done)
    }
}

impl Users for SqliteStore {
    fn find<'a>(&'a self, caller: &'a Caller) -> BoxFuture<'a, Result<Option<Principal>, StoreError>> {
        let others = self.writer.others();
        if let Some(who) = others.and_then(|others| self.known.get(caller, others)) {
            return Box::pin(std::future::ready(Ok(Some(who))));
        }
        Box::pin(async move {
            let begun = self.known.begin_read();
            let asked = caller.clone();
            let found =
                Arc::clone(&self.readers).ask(move |connection| rows::find(connection, &asked)).await?;
            if let (Some(who), Some(_)) = (&found, others) {
                self.known.remember(begun, caller, who);
            }
            Ok(found)
        })
    }

    fn meet<'a>(&'a self, caller: &'a Caller, now: u64) -> BoxFuture<'a, Result<Principal, UserError>> {
        let others = self.writer.others();
        if let Some(who) = others.and_then(|others| self.known.get(caller, others)) {
            return Box::pin(std::future::ready(Ok(who)));
        }
        Box::pin(async move {
            // Where a reader fails, the writer has the last word.
            if let Ok(Some(who)) = self.find(caller).await {
                return Ok(who);
            }
            let begun = self.known.begin_read();
            let met = self.writer.meet(caller, now).await?;
            let who = met.ok_or_else(|| UserError::Unknown(caller.to_string()))?;
            if others.is_some() {
                self.known.remember(begun, caller, &who);
            }
            Ok(who)
        })
    }

    fn user(&self, who: &Principal) -> BoxFuture<'static, Result<Option<User>, StoreError>> {
        let who = who.clone();
        self.read(move |connection| rows::user(connection, &who))
    }

    fn list(
        &self,
        tenant: Option<&str>,
        after: &str,
        limit: u32,
    ) -> BoxFuture<'static, Result<Vec<User>, StoreError>> {
        let (tenant, after) = (tenant.map(str::to_owned), after.to_owned());
        self.read(move |connection| rows::list(connection, tenant.as_deref(), &after, limit))
    }

    fn link(
        &self,
        to: Option<&Principal>,
        identifiers: Vec<(Caller, Option<String>)>,
        now: u64,
    ) -> BoxFuture<'static, Result<User, UserError>> {
        let to = to.cloned();
        self.rename(move |connection| rows::link(connection, to.as_ref(), &identifiers, now))
    }

    fn unlink(&self, caller: &Caller) -> BoxFuture<'static, Result<Principal, UserError>> {
        let caller = caller.clone();
        self.rename(move |connection| rows::unlink(connection, &caller))
    }

    fn merge_handing(
        &self,
        from: &Principal,
        into: &Principal,
        handed: Vec<Change>,
        now: u64,
    ) -> BoxFuture<'static, Result<Merged, UserError>> {
        let (from, into) = (from.clone(), into.clone());
        self.change(move |connection| {
            durably(connection, |connection| rows::merge(connection, &from, &into, &handed, now))
                .map_err(failed)?
        })
    }
}
