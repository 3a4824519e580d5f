//! `muxi credentials delete|select|rename|reset|rekey`.

use clap::Args;
use serde_json::{Value, json};

use super::{Desk, One, Whose, event, far, to_json, with_head};
use crate::audit::{Class, Event};
use crate::cli::context::Context;
use crate::cli::far::Far;
use crate::cli::users::refused;
use crate::output::{ExitCode, Failure, escaped};
use crate::runtime::credentials::{Account, Head, record};
use crate::runtime::principal::Principal;

/// Delete a credential of a user
#[derive(Debug, Args)]
pub(crate) struct Delete {
    #[command(flatten)]
    one: One,
    #[command(flatten)]
    whose: Whose,
    #[command(flatten)]
    far: Far,
}

/// Choose the account of a service that is used where nobody says which
#[derive(Debug, Args)]
pub(crate) struct Select {
    #[command(flatten)]
    one: One,
    #[command(flatten)]
    whose: Whose,
    /// Choose none: which one is meant is asked again
    #[arg(long)]
    none: bool,
    #[command(flatten)]
    far: Far,
}

/// Give an account another name
#[derive(Debug, Args)]
pub(crate) struct Rename {
    #[command(flatten)]
    one: One,
    #[command(flatten)]
    whose: Whose,
    /// The new name
    #[arg(long, value_name = "ACCOUNT")]
    to: String,
    #[command(flatten)]
    far: Far,
}

/// Take away all that a user has
#[derive(Debug, Args)]
pub(crate) struct Reset {
    #[command(flatten)]
    whose: Whose,
    /// Do not ask
    #[arg(long)]
    yes: bool,
}

/// Make a new master key and seal everything under it
#[derive(Debug, Args)]
#[command(after_help = "\
With the rounds and the salt that the formation asks for now. Stopped at any moment, everything can still be opened;
the same again ends it.")]
pub(crate) struct Rekey {}

/// Does it, recorded with how far the user's count has come.
fn changed(
    context: &mut Context,
    desk: &Desk,
    event: Event,
    work: impl Future<Output = Result<(Account, Head), crate::runtime::credentials::CredentialError>>,
) -> Result<Account, Failure> {
    let about = |(account, head): &(Account, Head), event| record::changed(event, account, head);
    Ok(context.audited_about(&desk.at, event, |_| desk.wait(work), about)?.0)
}

/// Says what was done; as JSON, the account as it is now, with `key`.
pub(super) fn told(
    context: &mut Context,
    mut data: Value,
    key: &str,
    said: &str,
) -> Result<ExitCode, Failure> {
    if context.out.is_json() {
        data[key] = Value::Bool(true);
        context.out.json(&data)?;
    } else {
        context.out.note(said);
    }
    Ok(ExitCode::Done)
}

impl Delete {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        if let Some(client) = self.far.of_user(context, Some(self.whose.user.clone()))? {
            return far::delete(context, &client, &self.one);
        }
        let desk = Desk::open(context)?;
        let who = desk.known(&self.whose)?;
        let which = self.one.chosen(context, &desk, &who)?;
        let work = desk.keeper.delete(&who, which);
        let account = changed(context, &desk, event("credential.delete", &who), work)?;
        let said = format!("deleted {} {}", account.service, escaped(&account.account));
        told(context, to_json(&account), "deleted", &said)
    }
}

impl Select {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        if let Some(client) = self.far.of_user(context, Some(self.whose.user.clone()))? {
            return far::select(context, &client, &self.one, !self.none);
        }
        let desk = Desk::open(context)?;
        let who = desk.known(&self.whose)?;
        let which = self.one.chosen(context, &desk, &who)?;
        let work = desk.keeper.choose(&who, which, !self.none);
        let account = changed(context, &desk, event("credential.select", &who), work)?;
        let (service, name) = (&account.service, escaped(&account.account));
        let said = if self.none {
            format!("none is chosen for {service}")
        } else {
            format!("{name} is used for {service} where nobody says which")
        };
        told(context, to_json(&account), "selected", &said)
    }
}

impl Rename {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        if let Some(client) = self.far.of_user(context, Some(self.whose.user.clone()))? {
            return far::rename(context, &client, &self.one, &self.to);
        }
        let desk = Desk::open(context)?;
        let who = desk.known(&self.whose)?;
        let which = self.one.chosen(context, &desk, &who)?;
        let work = desk.keeper.rename(&who, which, &self.to);
        let account = changed(context, &desk, event("credential.rename", &who), work)?;
        let said = format!("{} is named {} now", account.service, escaped(&account.account));
        told(context, to_json(&account), "renamed", &said)
    }
}

impl Reset {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let desk = Desk::open(context)?;
        let who = desk.known(&self.whose)?;
        let question = format!("Delete all credentials of {} ({})?", escaped(&self.whose.user), who.user());
        if !self.yes && !context.ask().confirm(&question, "--yes")? {
            return Err(refused("nothing was deleted"));
        }
        let work = |_: &mut Context| desk.wait(desk.keeper.clear(&who));
        let (count, _) = context.audited_about(
            &desk.at,
            event("credential.reset", &who),
            work,
            |(count, head), event| with_head(event, head).with("credentials", *count),
        )?;
        if context.out.is_json() {
            let data = json!({"muxi_user_id": who.user(), "deleted": count});
            return context.out.json(&data).map(|()| ExitCode::Done);
        }
        context.out.note(&format!("deleted {count} credentials of {}", escaped(&self.whose.user)));
        Ok(ExitCode::Done)
    }
}

impl Rekey {
    #[expect(clippy::unused_self, reason = "as every command")]
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let desk = Desk::open(context)?;
        let event = Event::new(Class::Credential, "credential.rekey", "credentials", "");
        let done = context.audited(&desk.at, event, |context| {
            // Each count has gone on: what is known of it is to be found.
            let mut trail = context.trail(&desk.at)?;
            let told = |who: &Principal, head: &Head| {
                let event = with_head(super::event("credential.resealed", who), head);
                trail.commit(&event).map_err(|error| error.to_string())
            };
            desk.wait(desk.keeper.rekey(told))
        })?;
        for (user, why) in &done.left {
            context.out.warn(&format!("{user} is left as it was: {}", escaped(why)));
        }
        if context.out.is_json() {
            let left: Vec<&String> = done.left.iter().map(|(user, _)| user).collect();
            let data = json!({"users": done.users, "credentials": done.credentials, "left": left});
            context.out.json(&data)?;
        } else {
            context.out.note(&format!(
                "{} credentials of {} users are sealed under a new key",
                done.credentials, done.users
            ));
        }
        Ok(if done.left.is_empty() { ExitCode::Done } else { ExitCode::Failed })
    }
}
