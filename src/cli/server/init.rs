//! `muxi server init`.

use clap::Args;
use serde_json::json;

use super::{Which, data_dir, recorded};
use crate::audit::{Class, Event};
use crate::cli::context::Context;
use crate::config::cli_dir;
use crate::output::{ExitCode, Failure};
use crate::remote::profiles::{Kept, Profile, Profiles, ServerUrl, check_name};
use crate::remote::sign::Dialect;
use crate::server::config::{Config, ConfigFile, Key, Level, PORT, Scope, made};
use crate::support::clock::rfc3339;
use crate::support::secret::SecretBytes;

/// Make the configuration, with a key; its secret is printed once
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  muxi server init --profile localhost
  muxi server init --no-input --json > key.json   # {\"key_id\": …, \"secret\": …, …}

The file is written for its owner alone. It is never replaced without --force; a key more is made by `muxi server keys add`.")]
pub(crate) struct Init {
    #[command(flatten)]
    which: Which,
    /// The port that the server is to listen on
    #[arg(long, default_value_t = PORT)]
    port: u16,
    /// Let the key sign in the legacy dialect too, as published SDKs do; it signs neither query nor body
    #[arg(long)]
    legacy: bool,
    /// Add the server to the profiles of this user, under this name (such as localhost)
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
    /// Replace a configuration that is there; its keys count no more
    #[arg(long)]
    force: bool,
}

impl Init {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let path = self.which.path(context);
        let (id, secret) = made().map_err(|error| Failure::failed("random", &error))?;
        let key = Key {
            id,
            secret,
            scopes: vec![Scope { level: Level::Admin, formation: None }],
            expires: None,
            dialects: vec![Dialect::V2, Dialect::Documented],
            legacy: self.legacy,
            created_at: Some(rfc3339(context.env.clock.now_millis())),
        };
        context.redactor.add("SERVER_KEY", &key.secret);
        let mut profiles = self.profiles(context)?;
        let number = crate::runtime::id::new("srv_");
        let settings = json!({"server_id": number, "server": {"port": self.port, "host": "127.0.0.1"}});
        if !self.force && path.symlink_metadata().is_ok() {
            // Before anything is recorded in directories that may be somebody else's.
            return Err(crate::server::config::ConfigError::Exists(path).into());
        }
        let data = data_dir(context, &Config::default(), &path);
        let event = Event::new(Class::Configuration, "server.init", "server", path.display().to_string())
            .with("key", key.id.as_str());
        recorded(context, &data, event, |_| {
            ConfigFile::create(&path, &settings, &key, self.force)?;
            if let (Some(book), Some(name)) = (&mut profiles, &self.profile) {
                self.enter(book, name, &key)?;
            }
            Ok(())
        })?;
        self.show(context, &path, &key)?;
        Ok(ExitCode::Done)
    }

    /// The profiles, if one is to be added that can be.
    fn profiles(&self, context: &Context) -> Result<Option<Profiles>, Failure> {
        let Some(name) = &self.profile else { return Ok(None) };
        check_name(name)?;
        let dir = cli_dir(&context.env).ok_or_else(|| {
            Failure::new(ExitCode::Failed, "no_home", "there is no home directory to keep profiles in")
        })?;
        let book = Profiles::change(&dir, &context.redactor)?;
        if !self.force && book.names().contains(&name.as_str()) {
            return Err(Failure::new(
                ExitCode::Failed,
                "profile_exists",
                format!("there is a profile {name} already"),
            )
            .hint("name another one, or replace it with --force"));
        }
        Ok(Some(book))
    }

    fn enter(&self, book: &mut Profiles, name: &str, key: &Key) -> Result<(), Failure> {
        let url = ServerUrl::parse(&format!("http://127.0.0.1:{}", self.port))?;
        let profile = Profile {
            name: name.to_owned(),
            url,
            key_id: key.id.clone(),
            dialect: Dialect::V2,
            secret: Kept::Plain(key.secret.clone()),
            added_at: key.created_at.clone(),
        };
        book.put(&profile)?;
        if book.default_name().is_none() {
            book.set_default(name)?;
        }
        Ok(book.save()?)
    }

    fn show(&self, context: &mut Context, path: &std::path::Path, key: &Key) -> Result<(), Failure> {
        let config = path.display().to_string();
        let more =
            [("config", json!(config)), ("legacy", json!(key.legacy)), ("profile", json!(self.profile))];
        show(context, &key.id, &key.secret, &more)?;
        context.out.note(&format!("the configuration is {config}; the secret is printed this once"));
        if key.legacy {
            context.out.warn("the key may sign in the legacy dialect, which covers neither query nor body: for published SDKs only");
        }
        if let Some(name) = &self.profile {
            context.out.note(&format!("the profile {name} calls it with this key"));
        }
        context.out.note("  start     muxi server start");
        Ok(())
    }
}

/// Prints a key that was made, with its secret: once.
pub(super) fn show(
    context: &mut Context,
    id: &str,
    secret: &SecretBytes,
    more: &[(&str, serde_json::Value)],
) -> Result<(), Failure> {
    let secret = secret.expose_str().unwrap_or_default();
    if context.out.is_json() {
        let mut data = json!({"key_id": id, "secret": secret});
        for (name, value) in more {
            // The key alone goes past the redactor.
            let mut value = value.clone();
            context.redactor.redact_json(&mut value);
            data[*name] = value;
        }
        return context.out.reveal(format!("{data:#}\n").as_bytes());
    }
    let rows = vec![vec!["key id".to_owned(), id.to_owned()], vec!["secret".to_owned(), secret.to_owned()]];
    context.out.reveal(format!("{}\n", crate::output::columns(rows)).as_bytes())
}
