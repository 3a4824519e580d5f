//! `muxi server keys`.

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::{Which, data_dir, init, recorded};
use crate::audit::{Class, Event};
use crate::cli::context::Context;
use crate::cli::sign::DialectName;
use crate::output::{ExitCode, Failure, columns};
use crate::remote::sign::Dialect;
use crate::server::config::{ConfigError, ConfigFile, Key, Scope, made};
use crate::support::clock::{from_now, moment, rfc3339};

/// The keys that calls are signed with: add, list, remove
#[derive(Debug, Subcommand)]
pub(crate) enum Keys {
    /// Make a key; its secret is printed once. A server that runs takes it at once
    Add(Add),
    /// List the keys, without their secrets
    #[command(visible_alias = "ls")]
    List(List),
    /// Take a key away. A server that runs refuses it at once
    #[command(visible_alias = "rm")]
    Remove(Remove),
}

/// Make a key; its secret is printed once. A server that runs takes it at once
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  muxi server keys add --scope write:my-bot --expires 90d
  muxi server keys add --scope read --json
  muxi server keys add --legacy            # for published SDKs

Scopes: read looks; write changes formations too, and downloads them; admin does all. read:ID and write:ID are for one
formation.")]
pub(crate) struct Add {
    #[command(flatten)]
    which: Which,
    /// What it may do: read, write, admin, read:ID or write:ID (separated by commas); write unless said otherwise
    #[arg(long = "scope", value_name = "SCOPES", value_delimiter = ',')]
    scopes: Vec<Scope>,
    /// Until when: a time (2027-01-31T00:00:00Z) or how long (90d, 12h)
    #[arg(long, value_name = "WHEN")]
    expires: Option<String>,
    /// How it may sign (separated by commas): v2 and documented unless said otherwise
    #[arg(long = "dialect", value_name = "DIALECTS", value_delimiter = ',')]
    dialects: Vec<DialectName>,
    /// Let it sign in the legacy dialect too, as published SDKs do; it signs neither query nor body
    #[arg(long)]
    legacy: bool,
}

/// List the keys, without their secrets
#[derive(Debug, Args)]
pub(crate) struct List {
    #[command(flatten)]
    which: Which,
}

/// Take a key away. A server that runs refuses it at once
#[derive(Debug, Args)]
pub(crate) struct Remove {
    #[command(flatten)]
    which: Which,
    /// The id of the key
    id: String,
    /// Also where it is the last one: nobody can call the server then
    #[arg(long)]
    force: bool,
}

impl Keys {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        match self {
            Self::Add(command) => command.run(context),
            Self::List(command) => command.run(context),
            Self::Remove(command) => command.run(context),
        }
    }
}

impl Add {
    fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let key = self.key(context)?;
        context.redactor.add("SERVER_KEY", &key.secret);
        let path = self.which.path(context);
        let mut file = ConfigFile::change(&path)?;
        let data = data_dir(context, &file.config(&context.redactor)?, &path);
        let scopes: Vec<String> = key.scopes.iter().map(ToString::to_string).collect();
        let event = Event::new(Class::Credential, "server.key_add", "server_key", key.id.as_str())
            .with("scopes", scopes.join(","))
            .with("legacy", key.legacy);
        recorded(context, &data, event, |_| {
            file.add(&key)?;
            Ok(file.save()?)
        })?;
        let more =
            [("scopes", json!(scopes)), ("dialects", json!(key.dialect_names())), ("expires", expires(&key))];
        init::show(context, &key.id, &key.secret, &more)?;
        if key.legacy {
            context.out.warn("the key may sign in the legacy dialect, which covers neither query nor body: for published SDKs only");
        }
        context.out.note("the secret is printed this once");
        Ok(ExitCode::Done)
    }

    fn key(&self, context: &Context) -> Result<Key, Failure> {
        let (id, secret) = made().map_err(|error| Failure::failed("random", &error))?;
        let now = context.env.clock.now_millis();
        let until = |text: &String| {
            let at = from_now(text, now).or_else(|| moment(text, now)).filter(|at| *at > now);
            at.map(|at| at / 1000).ok_or_else(|| {
                Failure::usage(format!("--expires {text} is no time to come"))
                    .hint("write 90d, 12h or 2027-01-31T00:00:00Z")
            })
        };
        let mut dialects: Vec<Dialect> = self.dialects.iter().map(|name| Dialect::from(*name)).collect();
        let legacy = self.legacy || dialects.contains(&Dialect::Legacy);
        dialects.retain(|dialect| *dialect != Dialect::Legacy);
        if self.dialects.is_empty() {
            dialects = vec![Dialect::V2, Dialect::Documented];
        }
        let mut scopes = self.scopes.clone();
        if scopes.is_empty() {
            scopes.push("write".parse().expect("a scope"));
        }
        let created_at = Some(rfc3339(now));
        Ok(Key {
            id,
            secret,
            scopes,
            expires: self.expires.as_ref().map(until).transpose()?,
            dialects,
            legacy,
            created_at,
        })
    }
}

fn expires(key: &Key) -> Value {
    key.expires.map_or(Value::Null, |at| rfc3339(at * 1000).into())
}

impl List {
    fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let files = self.which.files(context)?;
        let keys = &files.config.keys;
        let scopes = |key: &Key| key.scopes.iter().map(ToString::to_string).collect::<Vec<_>>();
        if context.out.is_json() {
            let shown = |key: &Key| {
                json!({
                    "key_id": key.id, "scopes": scopes(key), "dialects": key.dialect_names(),
                    "expires": expires(key), "created_at": key.created_at,
                })
            };
            context.out.json(&json!({"keys": keys.iter().map(shown).collect::<Vec<_>>()}))?;
            return Ok(ExitCode::Done);
        }
        let now = context.env.clock.now_secs();
        let row = |key: &Key| {
            let until = match key.expires {
                None => "never expires".to_owned(),
                Some(at) if at <= now => format!("expired {}", rfc3339(at * 1000)),
                Some(at) => format!("until {}", rfc3339(at * 1000)),
            };
            vec![key.id.clone(), scopes(key).join(","), key.dialect_names().join(","), until]
        };
        let rows: Vec<_> = keys.iter().map(row).collect();
        if rows.is_empty() {
            context.out.note("there are no keys");
        } else {
            context.out.line(&columns(rows))?;
        }
        Ok(ExitCode::Done)
    }
}

impl Remove {
    fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let path = self.which.path(context);
        let mut file = ConfigFile::change(&path)?;
        let config = file.config(&context.redactor)?;
        if !config.keys.iter().any(|key| key.id == self.id) {
            return Err(ConfigError::NoKey(self.id).into());
        }
        if config.keys.len() == 1 && !self.force {
            let what = format!("{} is the last key: nobody could call the server then", self.id);
            return Err(Failure::new(ExitCode::Refused, "last_key", what)
                .hint("add another one first (`muxi server keys add`), or say --force"));
        }
        let data = data_dir(context, &config, &path);
        let event = Event::new(Class::Credential, "server.key_remove", "server_key", self.id.as_str());
        recorded(context, &data, event, |_| {
            file.remove(&self.id)?;
            Ok(file.save()?)
        })?;
        if context.out.is_json() {
            context.out.json(&json!({"key_id": self.id, "removed": true}))?;
        } else {
            context.out.note(&format!("{} counts no more", self.id));
        }
        Ok(ExitCode::Done)
    }
}
