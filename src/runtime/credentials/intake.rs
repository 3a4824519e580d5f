//! Credentials that come from elsewhere, several of one user at once: all of them or none.

use std::sync::Arc;

use super::desk::{fits_as_account, sealed};
use super::heads::Head;
use super::keeper::{Keeper, Plan};
use super::{CredentialError, MAX_ACCOUNT, MAX_CREDENTIALS, Row, Rows};
use crate::credentials::{Content, Service, Vault};
use crate::runtime::principal::Principal;
use crate::support::redact::Redactor;

/// One that comes.
#[derive(Clone)]
pub struct Incoming {
    /// What it is for.
    pub service: Service,
    /// The name that it had; the service's where it cannot be kept.
    pub account: String,
    /// What is kept.
    pub content: Content,
    /// When it was made, in milliseconds since the Unix epoch.
    pub created_at: Option<u64>,
}

/// What became of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It is kept, or would be.
    Kept {
        /// Its id; empty where it only would be.
        id: String,
        /// Its name, which is another one where that was taken.
        account: String,
    },
    /// The user has it already.
    Duplicate {
        /// Under this name.
        account: String,
    },
}

/// What the user has, or will have.
struct There {
    service: Service,
    account: String,
    /// None where it cannot be opened: that is no duplicate.
    content: Option<Content>,
}

impl Keeper {
    /// Keeps them for the user, in one change. What the user has already is not kept twice; where nothing is new, nothing is
    /// changed and there is no head.
    pub async fn take_in(
        self: &Arc<Self>,
        who: &Principal,
        incoming: Vec<Incoming>,
    ) -> Result<(Vec<Taken>, Option<Head>), CredentialError> {
        let incoming = named(&self.redactor, incoming);
        let would = self.would_take(who, incoming.clone()).await?;
        if would.iter().all(|one| matches!(one, Taken::Duplicate { .. })) {
            return Ok((would, None));
        }
        let (now, user) = (self.clock.now_millis(), who.user().to_owned());
        let plan = move |vault: &Vault, rows: &Rows| {
            let mut there = there(Some(vault), &user, rows);
            let (mut put, mut answer) = (Vec::new(), Vec::new());
            for one in &incoming {
                let mut taken = settle(&mut there, one);
                if let Taken::Kept { id, account } = &mut taken {
                    let new = Row::new(one.service.clone(), account.clone(), now);
                    let row = Row { created_at: one.created_at.unwrap_or(now), ..new };
                    id.clone_from(&row.id);
                    put.push(sealed(vault, &user, row, &one.content)?);
                }
                answer.push(taken);
            }
            Ok(Plan { put, drop: Vec::new(), answer })
        };
        let (taken, head) = self.change(who, plan).await?;
        Ok((taken, Some(head)))
    }

    /// What would become of them.
    pub async fn would_take(
        self: &Arc<Self>,
        who: &Principal,
        incoming: Vec<Incoming>,
    ) -> Result<Vec<Taken>, CredentialError> {
        let incoming = named(&self.redactor, incoming);
        self.not_gone().await?;
        self.verified_and(who, move |keeper, user, rows| {
            settled(there(keeper.vault()?.as_deref(), user, &rows), &incoming)
        })
        .await
    }
}

/// What would become of them for somebody who has nothing.
pub fn would_take_alone(redactor: &Redactor, incoming: Vec<Incoming>) -> Result<Vec<Taken>, CredentialError> {
    settled(Vec::new(), &named(redactor, incoming))
}

/// With the names of services where accounts cannot be named as they were.
fn named(redactor: &Redactor, incoming: Vec<Incoming>) -> Vec<Incoming> {
    let fits = |one: &Incoming| fits_as_account(redactor, &one.account, &one.content);
    let named = |one: Incoming| {
        if fits(&one) { one } else { Incoming { account: one.service.to_string(), ..one } }
    };
    incoming.into_iter().map(named).collect()
}

/// What becomes of them beside what is `there`; refused where that would be too much.
fn settled(mut there: Vec<There>, incoming: &[Incoming]) -> Result<Vec<Taken>, CredentialError> {
    let taken = incoming.iter().map(|one| settle(&mut there, one)).collect();
    if there.len() > MAX_CREDENTIALS { Err(CredentialError::TooMany) } else { Ok(taken) }
}

fn there(vault: Option<&Vault>, user: &str, rows: &Rows) -> Vec<There> {
    let one = |row: &Row| There {
        service: row.service.clone(),
        account: row.account.clone(),
        content: vault.and_then(|vault| Keeper::unseal(vault, user, row).ok()),
    };
    rows.rows.iter().map(one).collect()
}

fn settle(there: &mut Vec<There>, one: &Incoming) -> Taken {
    let of = || there.iter().filter(|other| other.service == one.service);
    let same = |other: &&There| other.content.as_ref().is_some_and(|content| content.is_same(&one.content));
    if let Some(same) = of().find(same) {
        return Taken::Duplicate { account: same.account.clone() };
    }
    let account = numbered(&one.account, |name| of().any(|other| other.account == name));
    let (service, content) = (one.service.clone(), Some(one.content.clone()));
    there.push(There { service, account: account.clone(), content });
    Taken::Kept { id: String::new(), account }
}

/// `name`, with a number behind it where that is taken; shortened where it would be too long.
pub fn numbered(name: &str, taken: impl Fn(&str) -> bool) -> String {
    let numbered = |number: u32| {
        let end = format!(" ({number})");
        let mut stem = name;
        while stem.len() + end.len() > MAX_ACCOUNT {
            stem = &stem[..stem.floor_char_boundary(stem.len() - 1)];
        }
        format!("{stem}{end}")
    };
    let mut all = std::iter::once(name.to_owned()).chain((2..).map(numbered));
    all.find(|name| !taken(name)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_behind_a_long_name_does_not_make_it_too_long() {
        let long = "\u{e9}".repeat(127);
        let next = numbered(&long, |name| name == long);
        assert!(next.len() <= MAX_ACCOUNT && next.ends_with("\u{e9} (2)"), "{next}");
        assert_eq!(numbered("work", |name| name != "work (3)"), "work (3)");
    }
}
