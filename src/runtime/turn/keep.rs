//! Keeping a credential that came in the conversation, recorded before and after.

use futures_util::future::BoxFuture;

use super::run::Running;
use crate::audit::{Event, Outcome};
use crate::runtime::credentials::{CredentialError, Kept, Wanted, ended_early, record};

/// What is kept.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Stored {
    /// The name of the account.
    pub(super) account: String,
    /// Whether there was none of this name before.
    pub(super) is_new: bool,
    /// Why there is no record of it. It is kept all the same: taking it out again would be one more change without a record, and
    /// what it took the place of would still be gone.
    pub(super) unrecorded: Option<String>,
}

impl Running<'_> {
    /// In a task of its own: a client that hangs up leaves no credential without a record of it.
    pub(super) async fn store_it(&self, wanted: Wanted) -> Result<Stored, CredentialError> {
        let keeper = self.core.parts.credentials.clone().ok_or(CredentialError::NoKey)?;
        let (who, recorder) = (self.ask.who.clone(), self.core.parts.audit.clone());
        let event = self.inline_event("credential.set", Some(&wanted.service)).with("in", "chat");
        let changing = self.core.changing();
        let work = async move {
            // A program that stops waits for it.
            let _changing = changing;
            let commit = |event: Event| -> BoxFuture<'static, Result<(), String>> {
                let recorder = recorder.clone();
                Box::pin(async move {
                    let Some(recorder) = recorder else { return Ok(()) };
                    recorder.commit(event).await.map_err(|error| error.to_string())
                })
            };
            recorded(commit, event, keeper.set(&who, wanted)).await
        };
        tokio::spawn(work).await.map_err(|_| ended_early())?
    }
}

/// Nothing is kept where its beginning cannot be recorded.
async fn recorded(
    commit: impl Fn(Event) -> BoxFuture<'static, Result<(), String>>,
    event: Event,
    keep: impl Future<Output = Result<Kept, CredentialError>>,
) -> Result<Stored, CredentialError> {
    commit(event.clone().ended(Outcome::Begun)).await.map_err(CredentialError::Unrecorded)?;
    let done = keep.await;
    let ended = match &done {
        Ok(kept) => record::changed(event, &kept.account, &kept.head),
        Err(error) => event.ended(Outcome::Failed).with("code", error.code()),
    };
    let unrecorded = commit(ended).await.err();
    done.map(|kept| Stored { account: kept.account.account, is_new: kept.is_new, unrecorded })
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::credentials::Service;
    use crate::runtime::credentials::{Account, Head};
    use crate::runtime::principal::Principal;

    fn kept() -> Kept {
        let account =
            Account { account: "work".to_owned(), ..Account::candidate(Service::parse("github").unwrap()) };
        Kept { account, is_new: true, head: Head { turn: 1, seal: String::new() } }
    }

    #[tokio::test]
    async fn what_is_kept_and_not_recorded_is_told_so_and_without_a_first_record_nothing_is_kept() {
        let event = || record::event("credential.set", &Principal::local());
        let fails = |nth: u32| {
            let count = Cell::new(0);
            move |_: Event| -> BoxFuture<'static, Result<(), String>> {
                count.set(count.get() + 1);
                let full = Err("the disk is full".to_owned());
                Box::pin(std::future::ready(if count.get() == nth { full } else { Ok(()) }))
            }
        };
        let tried = Cell::new(false);
        let keep = async {
            tried.set(true);
            Ok(kept())
        };
        let refused = recorded(fails(1), event(), keep).await;
        assert!(matches!(refused, Err(CredentialError::Unrecorded(_))) && !tried.get());
        let told = recorded(fails(2), event(), async { Ok(kept()) }).await.unwrap();
        let unrecorded = Some("the disk is full".to_owned());
        assert_eq!(told, Stored { account: "work".to_owned(), is_new: true, unrecorded });
        let told = recorded(fails(0), event(), async { Ok(kept()) }).await.unwrap();
        assert_eq!(told.unrecorded, None);
        // Why it was not kept counts for more.
        let failed = recorded(fails(2), event(), async { Err(CredentialError::TooMany) }).await;
        assert!(matches!(failed, Err(CredentialError::TooMany)));
    }
}
