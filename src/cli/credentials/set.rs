//! `muxi credentials set NAME --user USER`.

use clap::Args;
use serde_json::json;
use zeroize::Zeroizing;

use super::{Desk, One, failure, preview, service_named, to_json};
use crate::audit::{Class, Event};
use crate::cli::context::Context;
use crate::cli::far::Far;
use crate::cli::secrets::refuse_a_value;
use crate::cli::users;
use crate::credentials::Content;
use crate::output::{ExitCode, Failure, escaped};
use crate::runtime::credentials::{CredentialError, Wanted, record};
use crate::runtime::principal::Principal;
use crate::support::clock;
use crate::support::secret::SecretBytes;

/// The most that is read from stdin, in bytes.
const MOST: usize = 128 << 10;

/// Keep a credential of a user; the value is asked for, or comes from stdin
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  muxi credentials set GITHUB_TOKEN --user alice@acme.com          asks for the value, hidden
  printf %s \"$T\" | muxi credentials set github -u alice            takes it from stdin
  muxi credentials set jira -u alice --field username --field password
  muxi credentials set aws -u alice --fields < keys.json           an object of texts

A value is never taken from the command line: other users could see it there.")]
pub(crate) struct Set {
    #[command(flatten)]
    one: One,
    /// The user: an identifier, TENANT:IDENTIFIER, or an internal id (usr_…)
    // Behind a value on the command line it is caught as one more: that value is what is wrong then.
    #[arg(long, short, value_name = "USER", required_unless_present = "value")]
    user: Option<String>,
    /// Caught here so that a value on the command line is refused without being repeated.
    #[arg(hide = true, num_args = 0.., allow_hyphen_values = true)]
    value: Vec<String>,
    /// A field to ask for, in the place of a single token; as often as there are fields
    #[arg(long = "field", value_name = "FIELD")]
    asked: Vec<String>,
    /// Stdin is a JSON object of all fields
    #[arg(long, conflicts_with = "asked")]
    fields: bool,
    /// When it ends: 2027-01-31, a moment as RFC 3339, or from now on: 90d, 12h
    #[arg(long, value_name = "WHEN")]
    expires: Option<String>,
    /// Refuse where there is one for that account already
    #[arg(long)]
    no_replace: bool,
    #[command(flatten)]
    far: Far,
}

impl Set {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        self.refuse_a_value()?;
        let name = self.one.service.as_ref().or(self.one.name.as_ref()).map(String::as_str);
        let service = service_named(name.unwrap_or_default())?;
        let expires_at = self.expires_at(context)?;
        if let Some(client) = self.far.for_secret(context, self.user.clone())? {
            let bring = self.content(context, service.as_str())?.expiring(expires_at);
            let account = self.one.account.as_deref();
            return super::far::set(context, &client, (&service, account), &bring, !self.no_replace);
        }
        let at = context.formation(None)?;
        let caller = users::caller(self.user.as_deref().unwrap_or_default())?;
        users::no_secret_in(context, &at, &caller)?;
        let bring = self.content(context, service.as_str())?.expiring(expires_at);
        let wanted =
            Wanted { service, account: self.one.account.clone(), content: bring, replace: !self.no_replace };
        // Who is new is made behind the record, and so is a store where there is none.
        let known = users::there(context, &caller)?;
        let event = Event::new(
            Class::Credential,
            "credential.set",
            "user_credential",
            known.as_ref().map_or("", Principal::user),
        )
        .with("service", wanted.service.as_str());
        let work = |context: &mut Context| {
            let desk = Desk::make(context)?;
            let who = desk.met(context, &caller)?;
            let kept = desk.wait(desk.keeper.set(&who, wanted))?;
            Ok((who, kept))
        };
        let (_, done) = context.audited_about(&at, event, work, |(who, kept), event| {
            record::changed(event, &kept.account, &kept.head).with("user", who.user())
        })?;
        let result = if done.is_new { "added" } else { "updated" };
        if context.out.is_json() {
            let mut data = to_json(&done.account);
            data["result"] = json!(result);
            return context.out.json(&data).map(|()| ExitCode::Done);
        }
        let (service, account) = (&done.account.service, escaped(&done.account.account));
        context.out.note(&format!("{result} {service} as {account}  {}", preview(&done.account)));
        Ok(ExitCode::Done)
    }

    fn refuse_a_value(&self) -> Result<(), Failure> {
        let named = self.one.name.as_deref().unwrap_or_default();
        refuse_a_value(named, true)?;
        if self.value.is_empty()
            && !named.contains('=')
            && self.asked.iter().all(|field| !field.contains('='))
        {
            return Ok(());
        }
        Err(Failure::usage("a value on the command line can be seen by others, so it is not taken there").hint(
            "printf %s \"$VALUE\" | muxi credentials set NAME --user USER\nor leave the value out and be asked for it",
        ))
    }

    /// Seconds since the Unix epoch.
    fn expires_at(&self, context: &Context) -> Result<Option<u64>, Failure> {
        let Some(text) = &self.expires else { return Ok(None) };
        let now = context.env.clock.now_millis();
        let at = clock::from_now(text, now).ok_or_else(|| {
            Failure::usage(format!("--expires {text}: not a time"))
                .hint("write 2027-01-31, 2027-01-31T12:00:00Z, or how long from now: 90d, 12h")
        })?;
        if at <= now {
            return Err(failure(&CredentialError::Expired));
        }
        Ok(Some(at / 1000))
    }

    /// The value or the fields: from stdin, or asked for.
    fn content(&self, context: &mut Context, service: &str) -> Result<Content, Failure> {
        let refused = |error: crate::credentials::ContentError| failure(&error.into());
        let piped = context.ask().stdin_is_data();
        let flag = "stdin: printf %s \"$VALUE\" | muxi credentials set NAME --user USER";
        if self.fields && !piped {
            return Err(Failure::usage("--fields wants a JSON object on stdin")
                .hint("muxi credentials set NAME --user USER --fields < FILE, or name fields with --field"));
        }
        if piped && (self.fields || self.asked.len() > 1) {
            let text = context.ask().secret_from_stdin(MOST)?;
            let bring = Content::parse(text.expose()).map_err(refused)?;
            self.has_all(&bring)?;
            know(context, &bring);
            return Ok(bring);
        }
        let names = if self.asked.is_empty() { vec!["token".to_owned()] } else { self.asked.clone() };
        let mut fields = Vec::new();
        for name in names {
            let value = if piped {
                context.ask().secret_from_stdin(MOST)?
            } else {
                context.ask().secret(&format!("{name} for {service}"), flag)?
            };
            fields.push((name, text_of(&value).map_err(refused)?));
        }
        let bring = Content::of(fields).map_err(refused)?;
        know(context, &bring);
        Ok(bring)
    }

    fn has_all(&self, content: &Content) -> Result<(), Failure> {
        match self.asked.iter().find(|name| content.field(name).is_none()) {
            Some(name) => Err(Failure::usage(format!("the object on stdin has no field `{name}`"))),
            None => Ok(()),
        }
    }
}

fn text_of(value: &SecretBytes) -> Result<Zeroizing<String>, crate::credentials::ContentError> {
    let text = value.expose_str().ok_or(crate::credentials::ContentError::Shape)?;
    Ok(Zeroizing::new(text.to_owned()))
}

/// From here on no value of it is printed.
pub(super) fn know(context: &Context, kept: &Content) {
    for (name, value) in kept.fields() {
        context.redactor.add(name, &SecretBytes::from(value));
    }
}
