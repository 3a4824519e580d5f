//! What is done with all credentials of a user, or of all users: new keys, two users who are one, a fresh start.

use std::sync::Arc;

use super::desk::sealed;
use super::heads::{Head, MOST_TURNS};
use super::intake::numbered;
use super::keeper::{Ended, Held, Keeper, Plan, counted, in_a_thread};
use super::{Change, CredentialError, Row, Rows, record};
use crate::credentials::Vault;
use crate::runtime::principal::Principal;

/// How many users are asked for at once.
const PAGE: u32 = 500;
/// How often a change of two users is tried.
const TRIES: u32 = 8;

/// What a new key came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rekeyed {
    /// Users whose credentials are sealed anew.
    pub users: u64,
    /// Credentials that are.
    pub credentials: u64,
    /// Users whose credentials could not be opened, by internal id, with the reason: they are as they were.
    pub left: Vec<(String, String)>,
}

/// What gives one user's credentials to another.
pub struct Handing {
    /// To be made in the transaction that makes the two users one.
    pub changes: Vec<Change>,
    /// The head of the one who stays, after that.
    pub head: Head,
    /// The head of the one who goes: nothing is left.
    pub left: Head,
    /// Until then no key goes.
    pub held: Held,
}

impl Keeper {
    /// Makes a new master key, with the rounds and the salt that the formation asks for now, and seals everything under it.
    /// Old keys go when nothing is sealed under them any more. `told` hears of each user's new head and records it. Killed at
    /// any moment, everything still opens, and the same again ends it.
    pub async fn rekey(
        self: &Arc<Self>,
        mut told: impl FnMut(&Principal, &Head) -> Result<(), String>,
    ) -> Result<Rekeyed, CredentialError> {
        self.not_gone().await?;
        let (lock, keeper, now) = (self.locked().await?, self.clone(), self.clock.now_millis());
        let mut done = Rekeyed::default();
        if !in_a_thread(move || keeper.ring.renew(&lock, now)).await? {
            return Ok(done);
        }
        let mut after = String::new();
        loop {
            let users = self.store.credential_users(&after, PAGE).await?;
            let Some(last) = users.last() else { break };
            after = last.user().to_owned();
            for who in users {
                match self.seal_anew(&who).await {
                    Ok((count, head)) => {
                        done.users += 1;
                        done.credentials += count;
                        told(&who, &head).map_err(CredentialError::Unrecorded)?;
                    }
                    Err(
                        error @ (CredentialError::Tampered { .. }
                        | CredentialError::Sealed { .. }
                        | CredentialError::Busy),
                    ) => done.left.push((who.user().to_owned(), error.to_string())),
                    Err(error) => return Err(error),
                }
            }
        }
        self.retire().await?;
        Ok(done)
    }

    /// Nobody seals while it is looked what is in use.
    async fn retire(self: &Arc<Self>) -> Result<(), CredentialError> {
        let held = self.locked().await?;
        let in_use = self.store.credential_keys().await?;
        let keeper = self.clone();
        in_a_thread(move || keeper.ring.retire(&held, &in_use)).await
    }

    async fn seal_anew(self: &Arc<Self>, who: &Principal) -> Result<(u64, Head), CredentialError> {
        let user = who.user().to_owned();
        self.change(who, move |vault, rows| {
            let put: Vec<Row> =
                rows.rows.iter().map(|row| again(vault, &user, &user, row)).collect::<Result<_, _>>()?;
            Ok(Plan { answer: put.len() as u64, put, drop: Vec::new() })
        })
        .await
    }

    /// What gives all of `from`'s to `into`, who are one person, for whoever merges them to make in the same transaction; and the
    /// head of `into` after it. What both have under one name gets another, unless it is the same. None where there is
    /// nothing to give.
    pub async fn handing(
        self: &Arc<Self>,
        from: &Principal,
        into: &Principal,
    ) -> Result<Option<Handing>, CredentialError> {
        if from == into || from.tenant() != into.tenant() {
            return Ok(None);
        }
        let (old, kept) = (self.verified(from).await?, self.verified(into).await?);
        if old.rows.is_empty() {
            return Ok(None);
        }
        let (held, keeper) = (self.locked().await?, self.clone());
        let (from, to, known) = (from.clone(), into.clone(), self.heads.of(into.user()));
        in_a_thread(move || {
            let vault = keeper.vault_with(Some(&held))?.ok_or_else(|| keeper.ring.gone())?;
            let mut put = Vec::new();
            for row in &old.rows {
                put.extend(handed(&vault, (&from, &to), row, &kept, &put)?);
            }
            let drop = old.rows.iter().map(|row| row.id.clone()).collect();
            let turn = old.tally.as_ref().map_or(0, |tally| tally.turn);
            let gives = Change { who: from, from: turn, put: Vec::new(), drop, tally: None };
            let takes = counted(&vault, to, &kept, known.as_ref(), put, Vec::new())?;
            let after = takes.tally.as_ref().map(Head::of);
            let left = Head::after(turn);
            Ok(after.map(|head| Handing { changes: vec![gives, takes], head, left, held }))
        })
        .await
    }

    /// Hears that a handing was made: of who goes nothing is left.
    pub fn handed(&self, from: &Principal, into: &Principal, handing: &Handing) {
        self.heads.hear(from.user(), handing.left.clone());
        self.heads.hear(into.user(), handing.head.clone());
        self.forget(from);
    }

    /// What is to be known of a user who is about to go, with all credentials; none where there never were any. An audit that
    /// cannot be read keeps nobody here: what is known without it has to do.
    pub async fn left_by(self: &Arc<Self>, who: &Principal) -> Result<Option<Head>, CredentialError> {
        drop(self.ready().await);
        Ok(record::left_by(self.store.as_ref(), &self.heads, who).await?)
    }

    /// Takes away all that the user has, also where it cannot be trusted or opened, and begins to count anew from there on;
    /// without the keys there is no count. How many there were.
    pub async fn clear(self: &Arc<Self>, who: &Principal) -> Result<(u64, Head), CredentialError> {
        for _ in 0..TRIES {
            let user = who.user().to_owned();
            let plan = move |keeper: &Self, head: Option<&Head>, rows: Rows| {
                let from = rows.tally.as_ref().map_or(0, |tally| tally.turn);
                // A count that is not to be trusted says nothing.
                let trusted = keeper.verify(&user, head, &rows).is_ok();
                let known = head.map_or(0, |head| head.turn);
                let turn = if trusted { from.max(known) } else { known }.min(MOST_TURNS) + 1;
                let vault = keeper.vault().ok().flatten();
                let tally = vault.and_then(|vault| vault.tally(&user, turn, &[]).ok());
                let drop: Vec<String> = rows.rows.into_iter().map(|row| row.id).collect();
                Ok((from, drop, turn, tally))
            };
            let (from, drop, turn, tally) = self.with_rows(who, plan).await?;
            let count = drop.len() as u64;
            let head = tally.as_ref().map_or_else(|| Head::of_nothing(turn), Head::of);
            let gone = drop.clone();
            let change = Change { who: who.clone(), from, put: Vec::new(), drop, tally };
            if self.store.change_credentials(vec![change]).await? {
                self.forget_renewals(gone.clone()).await;
                self.heads.hear(who.user(), head.clone());
                self.changes.send_modify(|count| *count += 1);
                for id in gone {
                    self.tell_ended(who, id, None);
                }
                return Ok((count, head));
            }
        }
        Err(CredentialError::Busy)
    }

    /// Where nobody hears it, nobody has anything of it.
    pub(super) fn tell_ended(&self, who: &Principal, id: String, now: Option<u64>) {
        drop(self.ended.send(Ended { who: who.clone(), id, now }));
    }

    /// Forgets the keys of a user who is gone.
    pub fn forget(&self, who: &Principal) {
        self.changes.send_modify(|count| *count += 1);
        if let Some(vault) = self.opened_vault() {
            vault.forget(who.user());
        }
    }
}

/// A row of one user sealed for another, or for the same one under another key.
fn again(vault: &Vault, from: &str, to: &str, row: &Row) -> Result<Row, CredentialError> {
    let content = Keeper::unseal(vault, from, row)?;
    sealed(vault, to, row.clone(), &content)
}

/// A row of the user who goes, as the one who stays gets it; none where that one has the same.
fn handed(
    vault: &Vault,
    (from, to): (&Principal, &Principal),
    row: &Row,
    kept: &Rows,
    put: &[Row],
) -> Result<Option<Row>, CredentialError> {
    let content = Keeper::unseal(vault, from.user(), row)?;
    let of: Vec<&Row> = kept.rows.iter().filter(|other| other.service == row.service).collect();
    let same = |other: &&Row| {
        Keeper::unseal(vault, to.user(), other).is_ok_and(|content_there| content_there.is_same(&content))
    };
    if of.iter().any(same) {
        return Ok(None);
    }
    let taken = |name: &str| {
        let new = put.iter().filter(|other| other.service == row.service);
        of.iter().copied().chain(new).any(|other| other.account == name)
    };
    let account = numbered(&row.account, taken);
    // Whoever stays has chosen already, or is asked.
    let chosen = row.chosen && of.iter().all(|other| !other.chosen);
    sealed(vault, to.user(), Row { account, chosen, ..row.clone() }, &content).map(Some)
}
