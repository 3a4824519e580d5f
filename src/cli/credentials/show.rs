//! `muxi credentials list|get|status`: what a user has.

use std::time::Duration;

use clap::Args;
use serde_json::{Value, json};

use super::set::know;
use super::{Desk, One, Whose, event, preview, service_named, to_json};
use crate::audit::Outcome;
use crate::cli::context::Context;
use crate::cli::far::Far;
use crate::output::{ExitCode, Failure, columns, escaped};
use crate::runtime::credentials::{Account, Listing};
use crate::support::clock::rfc3339;

/// How long a renewal that nobody waits for may take after the command, as long as a service may for its answer.
const RENEWING: Duration = Duration::from_secs(45);

/// Print what a user has, without the values
#[derive(Debug, Args)]
pub(crate) struct List {
    #[command(flatten)]
    whose: Whose,
    /// Only those for this service
    #[arg(long, value_name = "SERVICE")]
    service: Option<String>,
    #[command(flatten)]
    far: Far,
}

/// Print the value of a credential
#[derive(Debug, Args)]
#[command(after_help = "\
To a pipe or a file the value comes byte for byte; on a terminal --reveal is wanted.")]
pub(crate) struct Get {
    #[command(flatten)]
    one: One,
    #[command(flatten)]
    whose: Whose,
    /// This field; else the token, the password, or the first field
    #[arg(long, value_name = "FIELD")]
    field: Option<String>,
    /// Show it on a terminal
    #[arg(long)]
    reveal: bool,
}

/// Look whether all that a user has can be trusted and used
#[derive(Debug, Args)]
pub(crate) struct Status {
    #[command(flatten)]
    whose: Whose,
    /// Only those for this service
    #[arg(long, value_name = "SERVICE")]
    service: Option<String>,
    #[command(flatten)]
    far: Far,
}

/// What the user has, of that service or of all.
fn listing(desk: &Desk, whose: &Whose, service: Option<&String>) -> Result<Listing, Failure> {
    let service = service.map(|name| service_named(name)).transpose()?;
    let who = desk.known(whose)?;
    let mut listing = desk.wait(desk.keeper.list(&who))?;
    listing.accounts.retain(|one| service.as_ref().is_none_or(|service| one.service == *service));
    Ok(listing)
}

impl List {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        if let Some(client) = self.far.of_user(context, Some(self.whose.user.clone()))? {
            return super::far::list(context, &client, self.service.as_ref());
        }
        let desk = Desk::open(context)?;
        let Listing { accounts, fault, .. } = listing(&desk, &self.whose, self.service.as_ref())?;
        if let Some(fault) = fault {
            context.out.warn(&format!("{fault}; see muxi credentials status"));
        }
        if context.out.is_json() {
            let all: Vec<Value> = accounts.iter().map(to_json).collect();
            let data = json!({"credentials": all, "count": accounts.len()});
            return context.out.json(&data).map(|()| ExitCode::Done);
        }
        if accounts.is_empty() {
            context.out.note(&nothing(self.service.as_deref()));
            return Ok(ExitCode::Done);
        }
        context.out.line(&columns(accounts.iter().map(row).collect()))?;
        Ok(ExitCode::Done)
    }
}

pub(super) fn nothing(service: Option<&str>) -> String {
    match service.and_then(|name| service_named(name).ok()) {
        Some(service) => format!("there are no credentials for {service}"),
        None => "there are no credentials".to_owned(),
    }
}

/// Service, account, what it looks like, id, and what else there is to say.
fn row(one: &Account) -> Vec<String> {
    let mut row = vec![
        escaped(one.service.as_str()),
        escaped(&one.account),
        preview(one),
        escaped(&one.id),
        one.expires_at.map_or_else(|| "-".to_owned(), rfc3339),
    ];
    if one.chosen {
        row.push("default".to_owned());
    }
    row
}

impl Get {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        if context.out.is_terminal() && !self.reveal {
            return Err(Failure::new(
                ExitCode::Refused,
                "not_revealed",
                "a credential is not shown on a terminal",
            )
            .hint("pipe it where it is needed, or say --reveal"));
        }
        let desk = Desk::open(context)?;
        let who = desk.known(&self.whose)?;
        let which = self.one.chosen(context, &desk, &who)?;
        let read = desk.wait_to_its_end(async {
            let fresh = desk.keeper.fresh(&who, which).await;
            // A renewal that somebody did not wait for goes on.
            desk.keeper.settled(RENEWING).await;
            fresh
        });
        if let Err(failure) = &read
            && failure.exit() == ExitCode::Refused
        {
            let denied = event("credential.read", &who).ended(Outcome::Denied).with("code", failure.code());
            context.record(&desk.at, &denied)?;
        }
        let (account, kept) = read?;
        know(context, &kept);
        let value = match &self.field {
            None => kept.primary(),
            Some(name) => kept.field(name).ok_or_else(|| {
                let names: Vec<&str> = kept.fields().map(|(name, _)| name).collect();
                Failure::new(ExitCode::NotFound, "field_not_found", format!("there is no field `{name}`"))
                    .hint(format!("it has: {}", names.join(", ")))
            })?,
        };
        let event = event("credential.read", &who).with("service", account.service.as_str());
        context.record(&desk.at, &event.with("credential", account.id.as_str()))?;
        if context.out.is_json() {
            let data = json!({
                "credential_id": account.id,
                "service": account.service.as_str(),
                "name": account.account,
                "value": value,
            });
            context.out.reveal(format!("{data:#}\n").as_bytes())?;
        } else {
            context.out.reveal(value.as_bytes())?;
            if context.out.is_terminal() {
                context.out.bytes(b"\n")?;
            }
        }
        Ok(ExitCode::Done)
    }
}

impl Status {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        if let Some(client) = self.far.of_user(context, Some(self.whose.user.clone()))? {
            return super::far::status(context, &client, self.service.as_ref());
        }
        let desk = Desk::open(context)?;
        let now = context.env.clock.now_millis();
        let listing = listing(&desk, &self.whose, self.service.as_ref())?;
        let (accounts, fault) = (&listing.accounts, &listing.fault);
        let states: Vec<(&Account, &str)> =
            accounts.iter().map(|one| (one, listing.status(&desk.keeper, one, now))).collect();
        let bad = fault.is_some() || states.iter().any(|(_, state)| !["ok", "expiring"].contains(state));
        if context.out.is_json() {
            let all: Vec<Value> =
                accounts.iter().map(|one| listing.one_to_json(&desk.keeper, one, now)).collect();
            context
                .out
                .json(&json!({"credentials": all, "count": accounts.len(), "fault": fault, "ok": !bad}))?;
        } else {
            if let Some(fault) = fault {
                context.out.warn(fault);
            }
            if let Some(advice) = &listing.advice {
                context.out.note(advice);
            }
            let lines = states.iter().map(|(one, state)| {
                let end = one.expires_at.map_or_else(|| "-".to_owned(), rfc3339);
                vec![escaped(one.service.as_str()), escaped(&one.account), (*state).to_owned(), end]
            });
            if accounts.is_empty() {
                context.out.note(&nothing(self.service.as_deref()));
            } else {
                context.out.line(&columns(lines.collect()))?;
            }
            for (one, _) in states.iter().filter(|(_, state)| *state == "login_needed") {
                context.out.warn(&format!(
                    "{} {} is not renewed any more: muxi credentials login {} --user {}",
                    one.service,
                    escaped(&one.account),
                    one.service,
                    escaped(&self.whose.user)
                ));
            }
            for (one, why) in accounts.iter().filter_map(|one| one.fault.as_ref().map(|why| (one, why))) {
                context.out.warn(&format!(
                    "{} {}: {}",
                    escaped(one.service.as_str()),
                    escaped(&one.account),
                    escaped(why)
                ));
            }
        }
        Ok(if bad { ExitCode::Failed } else { ExitCode::Done })
    }
}
