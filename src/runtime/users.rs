//! Who is behind an identifier, for the running formation.

use std::io;

use super::Runtime;
use super::credentials::Change;
use super::principal::{Caller, Principal};
use super::store::care::Erased;
use super::store::{Merged, UserError};

impl Runtime {
    /// The user of whoever asks, made if it is new. An identifier that holds the value of a secret
    /// is refused, since it would be kept.
    pub async fn meet(&self, caller: &Caller) -> Result<Principal, UserError> {
        self.no_secret_in(caller)?;
        self.store().users().meet(caller, self.clock().now_millis()).await
    }

    /// The user of an identifier, if there is one. Nobody is made.
    pub async fn find(&self, caller: &Caller) -> Result<Option<Principal>, UserError> {
        self.no_secret_in(caller)?;
        Ok(self.store().users().find(caller).await?)
    }

    /// Takes away all that is kept and remembered of a user, and ends what runs for it.
    pub async fn erase(&self, who: &Principal) -> Result<Erased, UserError> {
        self.core.requests.drop_all_of(who);
        let ids = self.store().erasure().ids(who).await?;
        let erased = self.erase_everywhere(who, &ids).await;
        self.core.requests.drop_all_of(who);
        self.core.remembering.forget(who);
        self.memory().forget_user(who);
        self.core.remembering.forget(who);
        self.let_go(Some(who), None);
        self.core.inline.forget(who);
        if let Some(credentials) = self.credentials() {
            credentials.forget(who);
        }
        self.servers().forget(who).await;
        // Of who is still here, more is written. Somebody else may have erased the user meanwhile.
        erased.inspect_err(|error| {
            if !matches!(error, UserError::Unknown(_)) {
                self.core.parts.logs.write_again(&ids);
            }
        })
    }

    /// Makes one user of two of a tenant: `from` becomes `into`, with the credentials that `handed` gives it.
    pub async fn merge(
        &self,
        from: &Principal,
        into: &Principal,
        handed: Vec<Change>,
    ) -> Result<Merged, UserError> {
        let now = self.clock().now_millis();
        let merged = self.store().users().merge_handing(from, into, handed, now).await?;
        self.let_go(Some(from), None);
        self.core.inline.forget(from);
        self.let_go(Some(into), None);
        self.servers().forget(from).await;
        Ok(merged)
    }

    async fn erase_everywhere(&self, who: &Principal, ids: &[String]) -> Result<Erased, UserError> {
        let (logs, ids) = (self.core.parts.logs.clone(), ids.to_vec());
        let forgotten = tokio::task::spawn_blocking(move || logs.forget(&ids)).await;
        let lines =
            forgotten.unwrap_or_else(|e| Err(io::Error::other(e))).map_err(|e| UserError::of_log(&e))?;
        let erased = self.store().erasure().erase(who, self.clock().now_millis()).await?;
        Ok(Erased { lines, ..erased })
    }

    pub(in crate::runtime) fn no_secret_in(&self, caller: &Caller) -> Result<(), UserError> {
        let held = self.redactor().holds(caller.identifier()) || self.redactor().holds(caller.tenant());
        if held { Err(UserError::Secret) } else { Ok(()) }
    }
}
