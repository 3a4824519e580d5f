//! `muxi credentials …`: what the formation's users bring of their own, each sealed for its user alone.

mod change;
mod far;
mod import;
mod login;
mod services;
mod set;
mod show;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use clap::{Args, Subcommand};
use serde_json::Value;
use tokio::sync::broadcast;

use super::context::Context;
use super::store::{NO_STORE, Opened};
use super::users;
use super::wait::{in_tokio, to_its_end};
use crate::audit::{Event, Outcome};
use crate::credentials::Service;
use crate::formation::discover::Location;
use crate::formation::load;
use crate::formation::model::{Encryption, Text, UserCredentials};
use crate::formation::reference::Target;
use crate::output::{ExitCode, Failure, one_line};
use crate::runtime::credentials::record::{self, event, with_head};
use crate::runtime::credentials::{
    Account, Apps, Asker, CredentialError, CredentialRows, Ended, Handing, Head, Heads, Keeper, Keys,
    Renewal, Renewals, RingFile, Roots, Step, Told, Which, apps,
};
use crate::runtime::mcp::{Access, forget_homes_of};
use crate::runtime::principal::{Caller, Principal};
use crate::runtime::store::{SqliteStore, Users as _};
use crate::secrets::{self, Store};
use crate::support::keys::is_known;
use crate::support::secret::SecretBytes;
use crate::support::text::{did_you_mean, shell_word};

/// What the root key's part in this is derived for.
const PURPOSE: &str = "credentials";
/// What is shown of a name, in characters.
const SHOWN: usize = 200;
/// The file of the master keys, in the state.
const RING: &str = "credentials.key";

/// Keep users' own credentials for services: set, list, get, choose, rename, delete
#[derive(Debug, Subcommand)]
pub(crate) enum Credentials {
    /// Print what a user has, without the values
    #[command(visible_alias = "ls")]
    List(show::List),
    /// Keep a credential of a user; the value is asked for, or comes from stdin
    #[command(visible_alias = "add")]
    Set(set::Set),
    /// Print the value of a credential
    Get(show::Get),
    /// Delete a credential of a user
    #[command(visible_alias = "rm")]
    Delete(change::Delete),
    /// Look whether all that a user has can be trusted and used
    Status(show::Status),
    /// Log a user in at a service with OAuth 2.0, in a browser or on another device
    Login(login::Login),
    /// Take over the credentials of users from the database of a deployed runtime
    Import(import::Import),
    /// Print the services that the formation needs credentials for
    Services(services::Services),
    /// Choose the account of a service that is used where nobody says which
    Select(change::Select),
    /// Give an account another name
    Rename(change::Rename),
    /// Take away all that a user has, also what cannot be trusted or opened any more
    Reset(change::Reset),
    /// Make a new master key and seal everything under it
    Rekey(change::Rekey),
}

impl Credentials {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        match self {
            Self::List(command) => command.run(context),
            Self::Set(command) => command.run(context),
            Self::Get(command) => command.run(context),
            Self::Delete(command) => command.run(context),
            Self::Status(command) => command.run(context),
            Self::Login(command) => command.run(context),
            Self::Import(command) => command.run(context),
            Self::Services(command) => command.run(context),
            Self::Select(command) => command.run(context),
            Self::Rename(command) => command.run(context),
            Self::Reset(command) => command.run(context),
            Self::Rekey(command) => command.run(context),
        }
    }
}

/// Whose credentials.
#[derive(Debug, Args)]
pub(super) struct Whose {
    /// The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)
    #[arg(long, short, value_name = "USER")]
    user: String,
}

/// Which credential of the user.
#[derive(Debug, Args)]
pub(super) struct One {
    /// The service, in any way to write it, or an id (cred_…)
    #[arg(value_name = "NAME", required_unless_present = "service")]
    name: Option<String>,
    /// The service; counts where NAME says another
    #[arg(long, value_name = "SERVICE")]
    service: Option<String>,
    /// The account, where the user has several for the service
    #[arg(long, value_name = "ACCOUNT")]
    account: Option<String>,
}

impl One {
    fn which(&self) -> Result<Which, Failure> {
        match (&self.service, &self.name) {
            (None, Some(id)) if id.starts_with("cred_") => Ok(Which::Id(id.clone())),
            (Some(_), Some(id)) if id.starts_with("cred_") => {
                Err(Failure::usage("an id says which one it is: --service cannot stand beside it"))
            }
            (service, name) => {
                let name = service.as_ref().or(name.as_ref()).map(String::as_str).unwrap_or_default();
                Ok(Which::Of(service_named(name)?, self.account.clone()))
            }
        }
    }

    /// The same; where the user has several, which one is asked for.
    fn chosen(&self, context: &Context, desk: &Desk, who: &Principal) -> Result<Which, Failure> {
        let which = self.which()?;
        let Which::Of(service, account) = &which else { return Ok(which) };
        let all = desk.wait(desk.keeper.list(who))?.accounts;
        let of: Vec<&Account> = all.iter().filter(|one| one.service == *service).collect();
        let names: Vec<&str> = of.iter().map(|one| one.account.as_str()).collect();
        match (account, &names[..]) {
            (_, []) => {
                let near = did_you_mean(service.as_str(), all.iter().map(|one| one.service.as_str()));
                let list = format!(
                    "muxi credentials list --user {} shows what is there",
                    shell_word(&who.to_string())
                );
                let hint = near.map_or(list, |near| format!("did you mean {near}?"));
                Err(failure(&CredentialError::NotFound(format!("for {service}"))).hint(hint))
            }
            (Some(account), names) if !names.contains(&account.as_str()) => {
                // A value that was pasted here is not repeated.
                let is_shown = !is_known(account.as_bytes()) && !account.trim().is_empty();
                let shown = if is_shown { one_line(account, SHOWN) } else { "of that name".to_owned() };
                let near = did_you_mean(account, names.iter().copied());
                let there = format!("for {service} there is {}", one_line(&names.join(", "), SHOWN));
                let hint = near.map_or(there, |near| format!("did you mean {}?", one_line(near, SHOWN)));
                Err(failure(&CredentialError::NotFound(format!("{shown} for {service}"))).hint(hint))
            }
            (Some(_), _) | (None, [_]) => Ok(which),
            (None, names) => {
                let shown: Vec<String> = of.iter().map(|one| preview(one)).collect();
                let options: Vec<(&str, &str)> =
                    names.iter().zip(&shown).map(|(name, shown)| (*name, shown.as_str())).collect();
                let question =
                    format!("{} has several credentials for {service}", one_line(&who.to_string(), SHOWN));
                let flag = format!("--account ACCOUNT ({}), or the id", one_line(&names.join(", "), SHOWN));
                let at = context.ask().choose(&question, &options, &flag)?;
                Ok(Which::Id(of[at].id.clone()))
            }
        }
    }
}

/// The name of a service; a pasted key is not repeated.
fn service_named(name: &str) -> Result<Service, Failure> {
    super::secrets::refuse_a_value(name, true)?;
    Service::parse(name).map_err(|error| Failure::usage(error.to_string()))
}

/// The credentials of the formation's users, in this process. A server may run beside.
pub(super) struct Desk {
    at: Location,
    store: Arc<SqliteStore>,
    keeper: Arc<Keeper>,
    state: PathBuf,
    /// What is not what it was any more: programs keep things with it.
    ended: Mutex<broadcast::Receiver<Ended>>,
}

impl Desk {
    /// Those that are there.
    fn open(context: &mut Context) -> Result<Self, Failure> {
        let opened = Opened::open(context).map_err(|failure| {
            let is_new = failure.code() == NO_STORE;
            let hint = "the first credential makes one: muxi credentials set NAME --user USER";
            failure.maybe_hint(is_new.then(|| hint.to_owned()))
        })?;
        Self::of(context, opened)
    }

    /// The same; the store is made where there is none.
    fn make(context: &mut Context) -> Result<Self, Failure> {
        let opened = Opened::make(context)?;
        Self::of(context, opened)
    }

    /// Those in a store that is open.
    pub(super) fn of(context: &mut Context, opened: Opened) -> Result<Self, Failure> {
        let Opened { at, formation, store, .. } = opened;
        let declared = &formation.user_credentials;
        let secrets = secrets_of(context, &at, declared)?;
        let store = Arc::new(store);
        let state = context.state(&formation.id, &at)?;
        let trails = context.trails(&at)?;
        let record = move |event: Event| {
            trails().and_then(|mut trail| trail.commit(&event)).map_err(|error| error.to_string())
        };
        let keeper = keeper(context, &at, (declared, secrets.as_ref()), (&state, store.clone()), record)?;
        let keeper = Arc::new(keeper.recorded_at(context.audit_place(&at)?));
        let ended = Mutex::new(keeper.ended());
        Ok(Self { at, store, keeper, state, ended })
    }

    /// The formation.
    pub(super) fn place(&self) -> &Location {
        &self.at
    }

    /// The store.
    pub(super) fn store(&self) -> &SqliteStore {
        &self.store
    }

    /// What gives what the first user has to the second, who is the same person.
    pub(super) fn handing(&self, from: &Principal, into: &Principal) -> Result<Option<Handing>, Failure> {
        self.wait(self.keeper.handing(from, into))
    }

    /// Records that it was done.
    pub(super) fn handed(
        &self,
        context: &Context,
        (from, into): (&Principal, &Principal),
        handing: Option<&Handing>,
    ) -> Result<(), Failure> {
        let Some(handing) = handing else { return Ok(()) };
        let events = record::handed(from, into, handing);
        events.iter().try_for_each(|event| context.committed(&self.at, event))
    }

    /// The user, who has to be there.
    fn known(&self, whose: &Whose) -> Result<Principal, Failure> {
        users::known(&self.store, &whose.user)
    }

    /// The user, made if it is new.
    fn met(&self, context: &Context, caller: &Caller) -> Result<Principal, Failure> {
        let now = context.env.clock.now_millis();
        in_tokio(async { self.store.meet(caller, now).await.map_err(|error| users::failure(&error)) })
    }

    /// The accounts that the user has for a service.
    fn accounts_of(&self, who: &Principal, service: &Service) -> Result<Vec<Account>, Failure> {
        let mut accounts = self.wait(self.keeper.list(who))?.accounts;
        accounts.retain(|one| one.service == *service);
        Ok(accounts)
    }

    /// The same for what is not to be given up in the middle: tokens that are given once. It is bounded.
    fn wait_to_its_end<T>(
        &self,
        asked: impl Future<Output = Result<T, CredentialError>>,
    ) -> Result<T, Failure> {
        let done = to_its_end(async { asked.await.map_err(|error| failure(&error)) });
        self.forget_homes();
        done
    }

    fn wait<T>(&self, asked: impl Future<Output = Result<T, CredentialError>>) -> Result<T, Failure> {
        let done = in_tokio(async { asked.await.map_err(|error| failure(&error)) });
        self.forget_homes();
        done
    }

    /// What programs have kept with a credential that is deleted, or has another value, goes with it.
    fn forget_homes(&self) {
        let mut ended = self.ended.lock().unwrap_or_else(PoisonError::into_inner);
        while let Ok(ended) = ended.try_recv() {
            forget_homes_of(&self.state, &ended);
        }
    }
}

/// What a user has, for servers of tools that need it.
pub(super) fn of_user(context: &mut Context, user: &str) -> Result<(Access, Asker), Failure> {
    let desk = Desk::open(context)?;
    let who = users::known(&desk.store, user)?;
    Ok((Access { keeper: desk.keeper, audit: None }, Asker::new(who)))
}

/// What the audit is to be told of the credentials of a user who is erased. No key is needed for that.
pub(super) fn left_by(context: &Context, opened: &Opened, who: &Principal) -> Result<Option<Head>, Failure> {
    let heads = Heads::default();
    // An audit that cannot be read keeps nobody here: what is known without it has to do.
    drop(heads.read(&context.audit_place(&opened.at)?));
    let left = record::left_by(&opened.store, &heads, who);
    in_tokio(async { left.await.map_err(|error| Failure::failed("store", &error)) })
}

/// The store of secrets, where what is declared refers to one.
fn secrets_of(
    context: &mut Context,
    at: &Location,
    declared: &UserCredentials,
) -> Result<Option<Store>, Failure> {
    let encryption = &declared.encryption;
    if encryption.key.is_some() || encryption.salt.is_some() {
        return context.open_store(at);
    }
    // Who has no key may look at names: what is renewed with one says so when it is wanted.
    Ok(if declared.oauth.is_empty() { None } else { context.open_store(at).ok().flatten() })
}

/// What keeps the credentials in `rows`; the file of its keys is in `state`. `record` is told of what is renewed.
pub(super) fn keeper(
    context: &Context,
    at: &Location,
    (declared, secrets): (&UserCredentials, Option<&Store>),
    (state, rows): (&Path, Arc<dyn CredentialRows>),
    record: impl Fn(Event) -> Result<(), String> + Send + Sync + 'static,
) -> Result<Keeper, Failure> {
    let ring = ring(context, at, (declared, secrets), state)?;
    let clients = clients(context, (declared, secrets));
    let told: Told = Arc::new(move |renewal: &Renewal| {
        let event = event("credential.refresh", &renewal.who)
            .with("service", renewal.service.as_str())
            .with("credential", renewal.id.as_str());
        record(match &renewal.step {
            Step::Begun => event.ended(Outcome::Begun),
            Step::Renewed(head) => with_head(event, head),
            Step::Refused(head) => {
                with_head(event, head).ended(Outcome::Denied).with("code", "credential_login_needed")
            }
        })
    });
    let keeper = Keeper::new(rows, ring, context.env.clock.clone(), context.redactor.clone());
    Ok(keeper.renewing(Renewals::new(clients, Some(told))))
}

/// The file of the master keys.
fn ring(
    context: &Context,
    at: &Location,
    (declared, secrets): (&UserCredentials, Option<&Store>),
    state: &Path,
) -> Result<RingFile, Failure> {
    let encryption = &declared.encryption;
    let (own, salt) = filled(context, secrets, encryption)?;
    let keys = Keys { roots: roots(context, at)?, own, salt, rounds: encryption.rounds };
    Ok(RingFile::new(state.join(RING), keys))
}

/// The formation's clients at services where users log in.
fn clients(context: &Context, (declared, secrets): (&UserCredentials, Option<&Store>)) -> Apps {
    let resolve = |target: &Target| context.resolve(secrets, target);
    apps(declared, &resolve, &context.redactor)
}

/// Gives the keys made of the formation's root keys.
fn roots(context: &Context, at: &Location) -> Result<Roots, Failure> {
    let (location, sources) = (context.secrets_at(at)?, context.key_sources()?);
    Ok(Arc::new(move || {
        secrets::derived_keys(&location, &sources, PURPOSE, true).map_err(|error| error.to_string())
    }))
}

/// The least length of `user_credentials.encryption.key`, in bytes: a secret that is not set must not be a key.
const LEAST_KEY: usize = 16;

/// `user_credentials.encryption.key` and `.salt`, filled in.
fn filled(
    context: &Context,
    secrets: Option<&Store>,
    encryption: &Encryption,
) -> Result<(Option<SecretBytes>, String), Failure> {
    let key = own_key(context, secrets, encryption)?;
    if key.as_ref().is_some_and(|key| key.len() < LEAST_KEY) {
        let message = format!("user_credentials.encryption.key has fewer than {LEAST_KEY} bytes");
        return Err(Failure::new(ExitCode::Refused, "key_too_short", message)
            .hint("make a strong one: muxi secrets add CREDENTIAL_KEY --generate"));
    }
    let salt = own_salt(context, secrets, encryption)?;
    Ok((key, salt.unwrap_or_else(|| Encryption::SALT.to_owned())))
}

/// `user_credentials.encryption.key`, of any length, where it is set.
fn own_key(
    context: &Context,
    secrets: Option<&Store>,
    encryption: &Encryption,
) -> Result<Option<SecretBytes>, Failure> {
    let Some(text) = &encryption.key else { return Ok(None) };
    let key = fill(context, secrets, "key", text)?;
    context.redactor.add("user_credentials.encryption.key", &key);
    Ok(Some(key))
}

/// `user_credentials.encryption.salt`, where it is set.
fn own_salt(
    context: &Context,
    secrets: Option<&Store>,
    encryption: &Encryption,
) -> Result<Option<String>, Failure> {
    let Some(text) = &encryption.salt else { return Ok(None) };
    let salt = fill(context, secrets, "salt", text)?;
    Ok(salt.expose_str().filter(|salt| !salt.is_empty()).map(str::to_owned))
}

/// A value of `user_credentials.encryption`, with its references filled in.
fn fill(context: &Context, secrets: Option<&Store>, name: &str, text: &Text) -> Result<SecretBytes, Failure> {
    text.resolve(|target| context.resolve(secrets, target)).map_err(|error| {
        let message = format!("user_credentials.encryption.{name}: {error}");
        Failure::new(ExitCode::Failed, error.code(), message).maybe_hint(error.hint())
    })
}

/// Lets the master keys be wrapped by the newest root key, before an older one goes.
pub(super) fn follow_root_key(context: &Context) -> Result<(), Failure> {
    let Ok(at) = context.formation(None) else { return Ok(()) };
    let Some(id) = load::id(&at) else { return Ok(()) };
    let path = context.state(&id, &at)?.join(RING);
    RingFile::follow(path, roots(context, &at)?).map_err(|error| failure(&error))
}

fn failure(error: &CredentialError) -> Failure {
    let exit = match error {
        CredentialError::NotFound(_) => ExitCode::NotFound,
        CredentialError::Service(_)
        | CredentialError::Content(_)
        | CredentialError::Account
        | CredentialError::Secret(_) => ExitCode::Usage,
        CredentialError::Several { .. }
        | CredentialError::Taken { .. }
        | CredentialError::TooMany
        | CredentialError::Expired
        | CredentialError::Tampered { .. }
        | CredentialError::Sealed { .. } => ExitCode::Refused,
        CredentialError::LoginNeeded { .. } => ExitCode::Unauthorized,
        CredentialError::NotRenewed { .. } => ExitCode::Unreachable,
        _ => ExitCode::Failed,
    };
    Failure::new(exit, error.code().to_lowercase(), error.to_string()).maybe_hint(error.advice())
}

/// What a value looks like.
fn preview(account: &Account) -> String {
    account.shown.as_ref().map_or_else(|| "-".to_owned(), |(preview, _)| preview.clone())
}

/// As `--json` shows it.
fn to_json(account: &Account) -> Value {
    account.to_json()
}
