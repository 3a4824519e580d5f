//! `muxi profiles status` and `ping`.

use clap::Args;
use serde_json::json;

use super::{Which, failure, warn_open};
use crate::cli::context::Context;
use crate::cli::shown::Shown;
use crate::cli::wait::in_tokio;
use crate::output::{ExitCode, Failure, columns};
use crate::remote::server::ServerClient;
use crate::support::clock::millis;
use crate::support::secret::SecretBytes;

/// What is shown of a text, in characters.
const SHOWN: usize = 80;

/// Say which server commands are about, and ask it whether it takes the key
#[derive(Debug, Args)]
pub(crate) struct Status {
    #[command(flatten)]
    which: Which,
    /// Do not ask the server
    #[arg(long)]
    offline: bool,
}

/// Ask a server whether it is there, without the key
#[derive(Debug, Args)]
pub(crate) struct Ping {
    #[command(flatten)]
    which: Which,
}

impl Status {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let (picked, server) = if self.offline {
            (self.which.picked(context)?, None)
        } else {
            let remote = self.which.connect(context)?;
            let answer = remote.ask(remote.client.status())?;
            (remote.picked, Some(answer))
        };
        let profile = &picked.profile;
        if context.out.is_json() {
            context.out.json(&json!({
                "profile": profile.name,
                "url": profile.url.as_str(),
                "key_id": profile.key_id,
                "dialect": profile.dialect.as_str(),
                "secret": profile.secret.as_str(),
                "chosen_by": picked.by.as_str(),
                "server": server,
            }))?;
            return Ok(ExitCode::Done);
        }
        let mut rows = vec![
            ("profile", profile.name.clone()),
            ("chosen by", picked.by.words().to_owned()),
            ("url", profile.url.as_str().to_owned()),
            ("key", profile.key_id.clone()),
            ("signed as", profile.dialect.as_str().to_owned()),
        ];
        if let Some(server) = &server {
            let shown = Shown::new(server, SHOWN);
            rows.push(("server", format!("takes the key; version {}", shown.of("server").text("version"))));
            let formations = shown.of("formations");
            let (total, running) = (formations.number("total"), formations.number("running"));
            rows.push(("formations", format!("{running} of {total} running")));
        }
        let rows = rows.into_iter().map(|(name, text)| vec![name.to_owned(), text]).collect();
        context.out.line(&columns(rows))?;
        Ok(ExitCode::Done)
    }
}

impl Ping {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let picked = self.which.picked(context)?;
        warn_open(context, &picked.profile);
        // Nothing is signed.
        let client = ServerClient::new(&picked.profile, SecretBytes::default(), context.env.clock.clone());
        let client = client.map_err(|error| failure(&error, &picked))?;
        let answer = client.health();
        let (health, took) = in_tokio(async { answer.await.map_err(|error| failure(&error, &picked)) })?;
        let (name, url, took) = (&picked.profile.name, picked.profile.url.as_str(), millis(took));
        if context.out.is_json() {
            let data = json!({
                "profile": name,
                "url": url,
                "status": health["status"],
                "version": health["version"],
                "took_ms": took,
            });
            return context.out.json(&data).map(|()| ExitCode::Done);
        }
        let shown = Shown::new(&health, SHOWN);
        let row = vec![
            name.clone(),
            url.to_owned(),
            shown.text("status"),
            shown.text("version"),
            format!("{took} ms"),
        ];
        context.out.line(&columns(vec![row]))?;
        Ok(ExitCode::Done)
    }
}
