//! What is done with credentials: setting, listing, resolving, renaming, choosing, deleting.

use std::sync::Arc;

use super::heads::Head;
use super::keeper::{Account, Found, Keeper, Kept, Listing, Opened, Plan, place};
use super::{CredentialError, MAX_ACCOUNT, Row, Rows};
use crate::credentials::{Content, Service, Vault};
use crate::runtime::principal::Principal;
use crate::support::keys::is_known;
use crate::support::redact::Redactor;

/// A credential that is to be kept.
#[derive(Clone)]
pub struct Wanted {
    /// What it is for.
    pub service: Service,
    /// Which account. None: the only one that there is, else one that has the service's name.
    pub account: Option<String>,
    /// What is kept.
    pub content: Content,
    /// Whether it may take the place of the one of that account.
    pub replace: bool,
}

/// Which credential of a user is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    /// By its id.
    Id(String),
    /// The one of a service, and of an account there where one is named.
    Of(Service, Option<String>),
}

/// A value that is shorter, in bytes, is in many a name by chance.
const LEAST_SECRET: usize = 8;

impl Keeper {
    /// Refuses what must not be kept, before anything of it is told to anybody: names are kept and recorded in the clear.
    pub fn check(&self, wanted: &Wanted) -> Result<(), CredentialError> {
        let service = wanted.service.as_str();
        let is_value = |value: &str| Service::parse(value).is_ok_and(|named| named == wanted.service);
        let secret = self.redactor.holds(service)
            || is_known(service.as_bytes())
            || wanted.content.secrets().any(|(_, value)| value.len() >= LEAST_SECRET && is_value(value));
        if secret {
            return Err(CredentialError::Secret("service"));
        }
        let Some(account) = &wanted.account else { return Ok(()) };
        check_account(&self.redactor, account)?;
        apart(account, &wanted.content)
    }

    /// Keeps a credential of the user.
    pub async fn set(self: &Arc<Self>, who: &Principal, wanted: Wanted) -> Result<Kept, CredentialError> {
        self.check(&wanted)?;
        let (now, user) = (self.clock.now_millis(), who.user().to_owned());
        // What is renewed may have ended.
        let ended = wanted.content.expires_at().is_some_and(|at| at.saturating_mul(1000) <= now);
        if ended && wanted.content.refresh_token().is_none() {
            return Err(CredentialError::Expired);
        }
        let plan = move |vault: &Vault, rows: &Rows| set(vault, &user, rows, &wanted, now);
        let ((account, is_new), head) = self.change(who, plan).await?;
        if !is_new {
            self.tell_ended(who, account.id.clone(), Some(account.version));
        }
        Ok(Kept { account, is_new, head })
    }

    /// What the user has, by service and account. With what the values look like, where they can be opened; without the key
    /// there are names only.
    pub async fn list(self: &Arc<Self>, who: &Principal) -> Result<Listing, CredentialError> {
        let user = who.user().to_owned();
        self.with_rows(who, move |keeper, head, rows| {
            let vault = keeper.vault().ok().flatten();
            let error = keeper.verify(&user, head, &rows).err();
            let (fault, code) =
                (error.as_ref().map(ToString::to_string), error.as_ref().map(CredentialError::code));
            let shown = |row: &Row| match vault.as_ref().map(|vault| Self::unseal(vault, &user, row)) {
                Some(Ok(content)) => Self::shown(row, &content),
                Some(Err(error)) => Account { fault: Some(error.to_string()), ..Account::of(row) },
                None => Account::of(row),
            };
            let advice = error.as_ref().and_then(CredentialError::advice);
            Ok(Listing { accounts: rows.rows.iter().map(shown).collect(), fault, code, advice })
        })
        .await
    }

    /// What there is for a service, renewed where it is about to end. Nothing is derived for who has nothing.
    pub async fn resolve(
        self: &Arc<Self>,
        who: &Principal,
        service: &Service,
        account: Option<&str>,
    ) -> Result<Found, CredentialError> {
        let (service, account) = (service.clone(), account.map(str::to_owned));
        let (opened, several) = self
            .verified_and(who, move |keeper, user, mut rows| {
                rows.rows.retain(|row| row.service == service);
                let named = |row: &Row| account.as_ref().is_some_and(|account| row.account == *account);
                let at = match (&account, rows.rows.len()) {
                    (None, 1) => Some(0),
                    (None, _) => rows.rows.iter().position(|row| row.chosen),
                    (Some(_), _) => rows.rows.iter().position(named),
                };
                if let Some(at) = at {
                    return Ok((Some(keeper.opened(user, rows.rows.swap_remove(at))?), Vec::new()));
                }
                let several = if account.is_none() { rows.rows.as_slice() } else { &[] };
                Ok((None, several.iter().map(Account::of).collect()))
            })
            .await?;
        Ok(match opened {
            Some(opened) => {
                let (account, content) = self.usable(who, opened).await?;
                Found::One(Box::new(account), content)
            }
            None if several.is_empty() => Found::None,
            None => Found::Several(several),
        })
    }

    /// Each account that there is for a service, by name, at most `most`, renewed where it is about to end; and the names of the
    /// others, which are not opened.
    pub async fn resolve_all(
        self: &Arc<Self>,
        who: &Principal,
        service: &Service,
        most: usize,
    ) -> Result<(Vec<(Account, Content)>, Vec<String>), CredentialError> {
        let service = service.clone();
        let (opened, others) = self
            .verified_and(who, move |keeper, user, rows| {
                let mut of = rows.rows.into_iter().filter(|row| row.service == service);
                let opened = of.by_ref().take(most).map(|row| keeper.opened(user, row));
                let opened = opened.collect::<Result<Vec<_>, _>>()?;
                Ok((opened, of.map(|row| row.account).collect()))
            })
            .await?;
        let mut all = Vec::with_capacity(opened.len());
        for one in opened {
            all.push(self.usable(who, one).await?);
        }
        Ok((all, others))
    }

    /// Opens one of the user's, renewed where it is about to end.
    pub async fn fresh(
        self: &Arc<Self>,
        who: &Principal,
        which: Which,
    ) -> Result<(Account, Content), CredentialError> {
        let opened = self.open(who, which).await?;
        self.usable(who, opened).await
    }

    /// Opens one of the user's, as it is.
    pub async fn read(
        self: &Arc<Self>,
        who: &Principal,
        which: Which,
    ) -> Result<(Account, Content), CredentialError> {
        let Opened { account, content, .. } = self.open(who, which).await?;
        Ok((account, content))
    }

    async fn open(self: &Arc<Self>, who: &Principal, which: Which) -> Result<Opened, CredentialError> {
        self.verified_and(who, move |keeper, user, rows| keeper.opened(user, one(&rows, &which)?.clone()))
            .await
    }

    /// Deletes one of the user's. It never comes back: what counts the rest has gone on.
    pub async fn delete(
        self: &Arc<Self>,
        who: &Principal,
        which: Which,
    ) -> Result<(Account, Head), CredentialError> {
        let plan = move |_: &Vault, rows: &Rows| {
            let row = one(rows, &which)?;
            Ok(Plan { put: Vec::new(), drop: vec![row.id.clone()], answer: Account::of(row) })
        };
        let (account, head) = self.change(who, plan).await?;
        self.tell_ended(who, account.id.clone(), None);
        Ok((account, head))
    }

    /// Gives an account another name.
    pub async fn rename(
        self: &Arc<Self>,
        who: &Principal,
        which: Which,
        name: &str,
    ) -> Result<(Account, Head), CredentialError> {
        self.amend(who, which, Some(name), None).await
    }

    /// Gives an account another name, makes it the one that is used where nobody chooses (or not any more), or both at once.
    pub async fn amend(
        self: &Arc<Self>,
        who: &Principal,
        which: Which,
        name: Option<&str>,
        chosen: Option<bool>,
    ) -> Result<(Account, Head), CredentialError> {
        if let Some(name) = name {
            check_account(&self.redactor, name)?;
        }
        let (now, user, name) = (self.clock.now_millis(), who.user().to_owned(), name.map(str::to_owned));
        self.change(who, move |vault, rows| {
            let row = one(rows, &which)?;
            let content = Self::unseal(vault, &user, row)?;
            let mut new = Row { chosen: chosen.unwrap_or(row.chosen), ..row.clone() };
            if let Some(name) = &name {
                free(rows, &row.service, name, Some(&row.id))?;
                apart(name, &content)?;
                new = sealed(vault, &user, Row { account: name.clone(), updated_at: now, ..new }, &content)?;
            }
            let others = rows.rows.iter().filter(|other| other.id != row.id && other.service == row.service);
            let others = others.filter(|other| other.chosen && chosen == Some(true));
            let mut put: Vec<Row> = others.map(|other| Row { chosen: false, ..other.clone() }).collect();
            let answer = Self::shown(&new, &content);
            put.push(new);
            Ok(Plan { put, drop: Vec::new(), answer })
        })
        .await
    }

    /// Makes one the account that is used where nobody chooses, or none of its service.
    pub async fn choose(
        self: &Arc<Self>,
        who: &Principal,
        which: Which,
        chosen: bool,
    ) -> Result<(Account, Head), CredentialError> {
        self.change(who, move |_, rows| {
            let row = one(rows, &which)?;
            let of_service = rows.rows.iter().filter(|other| other.service == row.service);
            let put: Vec<Row> = of_service
                .map(|other| Row { chosen: chosen && other.id == row.id, ..other.clone() })
                .collect();
            Ok(Plan { put, drop: Vec::new(), answer: Account { chosen, ..Account::of(row) } })
        })
        .await
    }
}

/// Refuses what is no name of an account, or holds what nobody is to see.
pub fn check_account(redactor: &Redactor, name: &str) -> Result<(), CredentialError> {
    let fits = !name.trim().is_empty() && name.len() <= MAX_ACCOUNT && !name.chars().any(char::is_control);
    if !fits {
        return Err(CredentialError::Account);
    }
    let secret = redactor.holds(name) || name.split_whitespace().any(|word| is_known(word.as_bytes()));
    if secret { Err(CredentialError::Secret("name")) } else { Ok(()) }
}

/// Whether an account of this content may be named so.
pub fn fits_as_account(redactor: &Redactor, name: &str, content: &Content) -> bool {
    check_account(redactor, name).is_ok() && apart(name, content).is_ok()
}

/// The value itself is typed in the place of a name by mistake at times.
fn apart(account: &str, content: &Content) -> Result<(), CredentialError> {
    let held = content.secrets().any(|(_, value)| value.len() >= LEAST_SECRET && account.contains(value));
    if held { Err(CredentialError::Secret("name")) } else { Ok(()) }
}

fn set(
    vault: &Vault,
    user: &str,
    rows: &Rows,
    wanted: &Wanted,
    now: u64,
) -> Result<Plan<(Account, bool)>, CredentialError> {
    let service = &wanted.service;
    let of: Vec<&Row> = rows.rows.iter().filter(|row| row.service == *service).collect();
    let old = match (&wanted.account, of.as_slice()) {
        (Some(account), _) => of.iter().find(|row| row.account == *account).copied(),
        (None, []) => None,
        (None, [only]) if wanted.replace => Some(*only),
        (None, several) if wanted.replace => return Err(ambiguous(service, several)),
        (None, _) => of.iter().find(|row| row.account == service.as_str()).copied(),
    };
    // The same again in its own place is no harm where that is what is wanted.
    for row in of.iter().filter(|row| !wanted.replace || old.is_none_or(|old| old.id != row.id)) {
        // What cannot be opened is not the same.
        if Keeper::unseal(vault, user, row).is_ok_and(|content| content.is_same(&wanted.content)) {
            return Err(CredentialError::Duplicate {
                service: service.to_string(),
                account: row.account.clone(),
            });
        }
    }
    if let Some(old) = old.filter(|_| !wanted.replace) {
        return Err(CredentialError::Taken { service: service.to_string(), account: old.account.clone() });
    }
    let new = old.cloned().unwrap_or_else(|| {
        Row::new(service.clone(), wanted.account.clone().unwrap_or_else(|| service.to_string()), now)
    });
    let new = sealed(vault, user, Row { updated_at: now, ..new }, &wanted.content)?;
    let account = Keeper::shown(&new, &wanted.content);
    Ok(Plan { put: vec![new], drop: Vec::new(), answer: (account, old.is_none()) })
}

/// The row with `content`, as its next version.
pub(super) fn sealed(
    vault: &Vault,
    user: &str,
    mut row: Row,
    content: &Content,
) -> Result<Row, CredentialError> {
    let failed = |fault| CredentialError::Sealed { id: row.id.clone(), fault };
    let sealed = vault.seal(&place(user, &row), row.sealed.version + 1, content).map_err(failed)?;
    row.sealed = sealed;
    row.expires_at = content.expires_at().map(|at| at.saturating_mul(1000));
    Ok(row)
}

/// The row that is meant.
fn one<'r>(rows: &'r Rows, which: &Which) -> Result<&'r Row, CredentialError> {
    match which {
        Which::Id(id) => {
            rows.rows.iter().find(|row| row.id == *id).ok_or_else(|| CredentialError::NotFound(id.clone()))
        }
        Which::Of(service, account) => {
            let fits = |row: &&Row| {
                row.service == *service && account.as_ref().is_none_or(|account| row.account == *account)
            };
            match rows.rows.iter().filter(fits).collect::<Vec<_>>()[..] {
                [only] => Ok(only),
                [] => Err(CredentialError::NotFound(match account {
                    Some(account) => format!("{account} for {service}"),
                    None => format!("for {service}"),
                })),
                ref several => Err(ambiguous(service, several)),
            }
        }
    }
}

fn ambiguous(service: &Service, several: &[&Row]) -> CredentialError {
    let accounts = several.iter().map(|row| row.account.clone()).collect();
    CredentialError::Several { service: service.to_string(), accounts }
}

/// Refuses a name that another credential of the service has.
fn free(rows: &Rows, service: &Service, name: &str, but: Option<&str>) -> Result<(), CredentialError> {
    let taken = |row: &Row| row.service == *service && row.account == name && but != Some(row.id.as_str());
    if rows.rows.iter().any(taken) {
        let (service, account) = (service.to_string(), name.to_owned());
        return Err(CredentialError::Taken { service, account });
    }
    Ok(())
}
