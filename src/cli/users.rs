//! `muxi users …`: who is behind which identifier, what is kept of a user, and taking it away.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::chat::running;
use super::context::Context;
use super::credentials;
use super::store::{NO_STORE, Opened, know_secrets};
use super::wait::{in_tokio, wait};
use crate::audit::{Class, Event};
use crate::formation::discover::Location;
use crate::output::{ExitCode, Failure, columns, escaped};
use crate::runtime::credentials::record;
use crate::runtime::logs;
use crate::runtime::mcp::forget_homes;
use crate::runtime::principal::{Caller, Principal};
use crate::runtime::store::care::{self, Erased, Erasure as _};
use crate::runtime::store::{MAX_TYPE, SqliteStore, User, UserError, Users as _};
use crate::support::fs;

/// How many users are asked for at once.
const PAGE: u32 = 500;

/// Show the formation's users, link and unlink their identifiers, export and erase what is kept of them
#[derive(Debug, Subcommand)]
pub(crate) enum Users {
    /// Print the users and their identifiers
    List(List),
    /// Print one user
    Show(One),
    /// Give identifiers to a user; one that is another user's is refused
    Link(Link),
    /// Take an identifier from its user; what is kept stays with the user
    Unlink(One),
    /// Make two users one: all that is kept of the first becomes the second's
    Merge(Merge),
    /// Write all that is kept of a user to a new file
    Export(Export),
    /// Take away all that is kept of a user, in the database, its logs and files
    Erase(Erase),
}

/// Print the users and their identifiers
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Only those of this tenant; else all
    #[arg(long, value_name = "TENANT")]
    tenant: Option<String>,
    /// How many at most
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    limit: u32,
}

/// One user
#[derive(Debug, Args)]
pub(crate) struct One {
    /// An identifier, TENANT:IDENTIFIER, or an internal id (usr_…)
    user: String,
}

/// Give identifiers to a user
#[derive(Debug, Args)]
pub(crate) struct Link {
    /// The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)
    user: String,
    /// The identifiers, in the tenant of the user
    #[arg(required = true, value_name = "IDENTIFIER")]
    identifiers: Vec<String>,
    /// What they are, such as email or slack
    #[arg(long, value_name = "TYPE", value_parser = kind)]
    r#type: Option<String>,
}

/// Make two users one
#[derive(Debug, Args)]
pub(crate) struct Merge {
    /// The user that goes
    from: String,
    /// The user that stays
    into: String,
    /// Do not ask
    #[arg(long)]
    yes: bool,
}

/// Write all that is kept of a user to a new file
#[derive(Debug, Args)]
pub(crate) struct Export {
    /// An identifier, TENANT:IDENTIFIER, or an internal id (usr_…)
    user: String,
    /// The file, made for its owner alone
    #[arg(long, short, value_name = "FILE")]
    output: PathBuf,
    /// Replace a file that is there
    #[arg(long)]
    force: bool,
}

/// Take away all that is kept of a user
#[derive(Debug, Args)]
pub(crate) struct Erase {
    /// An identifier, TENANT:IDENTIFIER, or an internal id (usr_…)
    user: String,
    /// Do not ask
    #[arg(long)]
    yes: bool,
}

fn kind(text: &str) -> Result<String, String> {
    let fits = (1..=MAX_TYPE).contains(&text.len()) && !text.chars().any(char::is_control);
    if fits { Ok(text.to_owned()) } else { Err(format!("a type has 1 to {MAX_TYPE} bytes")) }
}

impl Users {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        match self {
            Self::List(list) => list.run(context),
            Self::Show(one) => one.show(context),
            Self::Link(link) => link.run(context),
            Self::Unlink(one) => one.unlink(context),
            Self::Merge(merge) => merge.run(context),
            Self::Export(export) => export.run(context),
            Self::Erase(erase) => erase.run(context),
        }
        .map(|()| ExitCode::Done)
    }
}

impl List {
    fn run(self, context: &mut Context) -> Result<(), Failure> {
        let opened = Opened::knowing(context)?;
        let (mut users, mut after) = (Vec::new(), String::new());
        while users.len() < self.limit as usize {
            let page = opened.store.list(self.tenant.as_deref(), &after, PAGE);
            let page = in_tokio(async { page.await.map_err(|e| Failure::failed("store", &e)) })?;
            let Some(last) = page.last() else { break };
            after.clone_from(&last.id);
            users.extend(page);
        }
        users.truncate(self.limit as usize);
        if context.out.is_json() {
            let list: Vec<Value> = users.iter().map(User::to_json).collect();
            return context.out.json(&json!({"users": list, "count": users.len()}));
        }
        if users.is_empty() {
            context.out.note("there are no users");
            return Ok(());
        }
        context.out.line(&columns(users.iter().map(row).collect()))
    }
}

/// Id, tenant and identifiers; callers chose the words, and none of them steers the terminal.
fn row(user: &User) -> Vec<String> {
    let names: Vec<String> = user.identifiers.iter().map(|one| escaped(&one.identifier)).collect();
    let or_dash = |text: String| if text.is_empty() { "-".to_owned() } else { text };
    vec![user.id.clone(), or_dash(escaped(&user.tenant)), or_dash(names.join(", "))]
}

fn show(context: &mut Context, user: &User) -> Result<(), Failure> {
    if context.out.is_json() {
        return context.out.json(&user.to_json());
    }
    context.out.line(&columns(vec![row(user)]))
}

impl One {
    fn show(self, context: &mut Context) -> Result<(), Failure> {
        let opened = Opened::knowing(context)?;
        let who = known(&opened.store, &self.user)?;
        let user =
            in_tokio(async { opened.store.user(&who).await.map_err(|e| Failure::failed("store", &e)) })?;
        show(context, &user.ok_or_else(|| failure(&UserError::Unknown(self.user)))?)
    }

    fn unlink(self, context: &mut Context) -> Result<(), Failure> {
        let opened = Opened::open(context)?;
        let caller = caller(&self.user)?;
        let owner = known(&opened.store, &self.user)?;
        let who = context.audited(&opened.at, event("user.unlink", &owner), |_| {
            in_tokio(async { opened.store.unlink(&caller).await.map_err(|e| failure(&e)) })
        })?;
        if context.out.is_json() {
            let data = json!({"muxi_user_id": who.user(), "identifier": self.user, "deleted": true});
            return context.out.json(&data);
        }
        context.out.note(&format!("{} is no longer {}'s; what is kept stays", self.user, who.user()));
        Ok(())
    }
}

impl Link {
    fn run(self, context: &mut Context) -> Result<(), Failure> {
        let opened = Opened::knowing(context)?;
        let to = known(&opened.store, &self.user)?;
        let mut identifiers = Vec::new();
        for text in &self.identifiers {
            if context.redactor.holds(text) {
                return Err(failure(&UserError::Secret));
            }
            let caller = Caller::within(to.tenant(), text).map_err(|e| Failure::usage(e.to_string()))?;
            identifiers.push((caller, self.r#type.clone()));
        }
        let now = context.env.clock.now_millis();
        let event = event("user.link", &to).with("identifiers", identifiers.len());
        let user = context.audited(&opened.at, event, |_| {
            in_tokio(async { opened.store.link(Some(&to), identifiers, now).await.map_err(|e| failure(&e)) })
        })?;
        show(context, &user)
    }
}

impl Merge {
    fn run(self, context: &mut Context) -> Result<(), Failure> {
        let opened = Opened::open(context)?;
        let (from, into) = (known(&opened.store, &self.from)?, known(&opened.store, &self.into)?);
        let question = format!("Make {} a part of {}? This cannot be undone", self.from, self.into);
        if !self.yes && !context.ask().confirm(&question, "--yes")? {
            return Err(refused("nothing was merged"));
        }
        let now = context.env.clock.now_millis();
        let state = context.state(&opened.formation.id, &opened.at)?;
        let desk = credentials::Desk::of(context, opened)?;
        let event = event("user.merge", &from).with("into", into.user());
        let merged = context.audited(desk.place(), event, |context| {
            // They are sealed for their user, and are sealed anew for the other one.
            let handing = desk.handing(&from, &into)?;
            let changes = handing.as_ref().map_or_else(Vec::new, |handing| handing.changes.clone());
            let merged = in_tokio(async {
                let merged = desk.store().merge_handing(&from, &into, changes, now).await;
                merged.map_err(|e| failure(&e))
            })?;
            desk.handed(context, (&from, &into), handing.as_ref())?;
            forget_homes(&state, &from).map_err(|e| Failure::failed("homes", &e))?;
            Ok(merged)
        })?;
        if context.out.is_json() {
            return context.out.json(&json!({
                "muxi_user_id": into.user(),
                "merged": from.user(),
                "identifiers_moved": merged.identifiers,
                "rows_moved": merged.rows,
            }));
        }
        let (names, rows) = (merged.identifiers, merged.rows);
        context.out.note(&format!("{names} identifiers and {rows} rows are {}'s now", into.user()));
        Ok(())
    }
}

impl Export {
    fn run(self, context: &mut Context) -> Result<(), Failure> {
        let opened = Opened::knowing(context)?;
        let who = known(&opened.store, &self.user)?;
        let (path, now) = (context.env.absolute(&self.output), context.env.clock.now_millis());
        opened.caught_up()?;
        let redactor = context.redactor.clone();
        let done = context.audited(&opened.at, event("user.export", &who), |_| {
            let done = fs::stream_private(&path, self.force, |out| {
                care::export_user(&opened.store, &who, out, now, &redactor)
                    .map_err(super::store::Stopped::from)
            });
            super::store::exported(&path, done)
        })?;
        super::store::told(context, &path, &done)
    }
}

impl Erase {
    fn run(self, context: &mut Context) -> Result<(), Failure> {
        let opened = Opened::open(context)?;
        let who = known(&opened.store, &self.user)?;
        let question = format!(
            "Take away all that is kept of {} ({})? This cannot be undone",
            escaped(&self.user),
            who.user()
        );
        if !self.yes && !context.ask().confirm(&question, "--yes")? {
            return Err(refused("nothing was erased"));
        }
        // What a server that runs remembers, and tells who listens to its log, goes as well.
        let data = if let Some(server) = running(context, &opened.at, &opened.formation, None)? {
            wait(server.erase_user(who.user()))?
        } else {
            // The server records it where it does it.
            let erased = context
                .audited(&opened.at, event("user.erase", &who), |context| here(context, &opened, &who));
            let data = json!({"muxi_user_id": who.user(), "erased": erased?});
            alone(context, &opened);
            data
        };
        if context.out.is_json() {
            return context.out.json(&data);
        }
        let rows = data["erased"]["rows"].as_object().into_iter().flatten();
        let rows = rows.map(|(table, count)| vec![table.clone(), count.to_string()]);
        let others = ["files", "lines"].map(|of| vec![of.to_owned(), data["erased"][of].to_string()]);
        context.out.line(&columns(rows.chain(others).collect()))?;
        context.out.note(&format!("{} is erased", escaped(&self.user)));
        if data["erased"]["scrub"] == "pending" {
            context.out.note("bytes of it may be in the store yet, as somebody uses it or it is large: `muxi store vacuum` takes them out, at the latest while no server runs");
        }
        if opened.has_history() {
            context.out.note("what was typed on this terminal is in chat-history, whoever it was for; `/history clear` in muxi chat forgets it");
        }
        Ok(())
    }
}

/// Erases in this process.
fn here(context: &Context, opened: &Opened, who: &Principal) -> Result<Erased, Failure> {
    let now = context.env.clock.now_millis();
    let left = credentials::left_by(context, opened, who)?;
    let erased = in_tokio(async {
        let ids = opened.store.ids(who).await.map_err(|e| failure(&e.into()))?;
        let lines = logs::forget(&opened.log(), &ids).map_err(|e| failure(&UserError::of_log(&e)))?;
        let erased = opened.store.erase(who, now).await.map_err(|e| failure(&e))?;
        let state = context.state(&opened.formation.id, &opened.at)?;
        forget_homes(&state, who).map_err(|e| Failure::failed("homes", &e))?;
        Ok(Erased { lines, ..erased })
    })?;
    // What was put back of the user later is known by it.
    left.map_or(Ok(()), |left| context.committed(&opened.at, &record::erased(who, &left)))?;
    Ok(erased)
}

/// Says what an erasure without a server does not reach.
fn alone(context: &Context, opened: &Opened) {
    let out = &context.out;
    let id = &opened.formation.id;
    if opened.is_served() {
        out.warn(&format!(
            "a server of {id} runs with this state, but where it listens is not known (it starts or stops just now): what it has in memory, as for /v1/logs and /v1/events, goes when it stops"
        ));
    } else {
        out.note(&format!(
            "no server of {id} was found with this state: what one has in memory, as for /v1/logs and /v1/events, goes when it stops"
        ));
    }
    let elsewhere = opened.logs_elsewhere();
    if !elsewhere.is_empty() {
        let list = elsewhere.join(", ");
        out.note(&format!(
            "lines of logs outside of the state stay where they are ({list}): only a server that writes them takes them out"
        ));
    }
}

pub(super) fn caller(text: &str) -> Result<Caller, Failure> {
    Caller::parse(text).map_err(|e| Failure::usage(e.to_string()))
}

pub(super) fn known(store: &SqliteStore, text: &str) -> Result<Principal, Failure> {
    let caller = caller(text)?;
    let found = in_tokio(async { store.find(&caller).await.map_err(|e| Failure::failed("store", &e)) })?;
    found.ok_or_else(|| failure(&UserError::Unknown(text.to_owned())))
}

/// Refuses who would be kept under the value of a secret; all of them are known from then on.
pub(super) fn no_secret_in(context: &mut Context, at: &Location, caller: &Caller) -> Result<(), Failure> {
    know_secrets(context, at)?;
    let held = context.redactor.holds(caller.identifier()) || context.redactor.holds(caller.tenant());
    if held { Err(failure(&UserError::Secret)) } else { Ok(()) }
}

/// The user, where there is a store and it is known there.
pub(super) fn there(context: &mut Context, caller: &Caller) -> Result<Option<Principal>, Failure> {
    match Opened::open(context) {
        Ok(opened) => in_tokio(async {
            opened.store.find(caller).await.map_err(|error| Failure::failed("store", &error))
        }),
        Err(none) if none.code() == NO_STORE => Ok(None),
        Err(other) => Err(other),
    }
}

/// What is done to a user. Only the internal id is told: identifiers are the user's, and a record cannot be erased.
fn event(action: &'static str, who: &Principal) -> Event {
    Event::new(Class::Data, action, "user", who.user())
}

pub(super) fn refused(what: &str) -> Failure {
    Failure::new(ExitCode::Refused, "not_confirmed", what)
}

pub(super) fn failure(error: &UserError) -> Failure {
    let exit = match error {
        UserError::Unknown(_) => ExitCode::NotFound,
        UserError::Store(_) => ExitCode::Failed,
        _ => ExitCode::Refused,
    };
    Failure::new(exit, error.code().to_lowercase(), error.to_string()).maybe_hint(error.hint())
}
