//! `muxi mcp login ID`.

use clap::Args;
use serde_json::json;

use super::super::browser::{LETTING_GO, Walk, cannot_listen, told};
use super::super::chat::refused;
use super::super::context::Context;
use super::super::serve::Toolbox;
use super::super::wait::{unless_told, with_threads};
use crate::output::{Failure, one_line};
use crate::runtime::mcp::{Callback, Landing, LoggedIn, McpError, OAuth};
use crate::support::clock::rfc3339;

/// What is shown of an address in an error, in characters.
const SHOWN: usize = 100;

/// Log in at a server that is signed in at by OAuth
#[derive(Debug, Args)]
#[command(after_help = "\
It prints an address to open in a browser, and waits on 127.0.0.1 until the browser comes back. Where the browser is on \
another machine, it ends at an address there that does not open: paste that one here, or give it with \
--address-from-stdin. The tokens are kept sealed in the formation's state directory and renewed by themselves; a running \
formation takes them up within seconds. A personal server has no login of the formation's: its users log in with \
`muxi credentials login SERVICE --user USER`.")]
pub(crate) struct Login {
    /// The server's id
    id: String,
    /// Only print the address, and do not open a browser
    #[arg(long)]
    no_browser: bool,
    /// The port of 127.0.0.1 that the browser comes back to; 0 takes a free one
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    port: u16,
    /// How long to wait for the browser
    #[arg(long, value_name = "SECONDS", default_value_t = 300, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    timeout: u64,
    /// Read the address that the browser came back to from stdin
    #[arg(long)]
    address_from_stdin: bool,
}

impl Login {
    /// Which server it is about.
    pub(super) fn server(&self) -> &str {
        &self.id
    }

    pub(crate) fn run(self, context: &mut Context) -> Result<(), Failure> {
        let tokio = with_threads(2)?;
        let oauth = opened(context, &tokio, &self.id)?;
        let done = tokio.block_on(unless_told(self.walk(context, &oauth)));
        // A read of stdin cannot be taken back.
        tokio.shutdown_timeout(LETTING_GO);
        self.tell(context, &done?)
    }

    async fn walk(&self, context: &mut Context, oauth: &OAuth) -> Result<LoggedIn, Failure> {
        let landing = Landing::open(self.port).await;
        let mut landing = landing.map_err(|error| cannot_listen(self.port, &error))?;
        let failure = |error| failure(&self.id, &McpError::from(error));
        let login = oauth.begin(&landing.redirect_uri()).await.map_err(failure)?;
        let walk = Walk {
            command: "muxi mcp login",
            what: &self.id,
            host: &one_line(login.issuer(), SHOWN),
            no_browser: self.no_browser,
            address_from_stdin: self.address_from_stdin,
            timeout: self.timeout,
        };
        let is_ours = |back: &Callback| login.is_ours(back);
        let (callback, visit) = walk.through(context, login.url(), is_ours, &mut landing).await?;
        // A code is good once: what is under way now is not given up by the clock.
        let done = login.finish(&callback).await;
        let why = done.as_ref().err().map(ToString::to_string);
        told(context, visit, &self.id, why.as_deref()).await;
        done.map_err(failure)
    }

    fn tell(&self, context: &mut Context, done: &LoggedIn) -> Result<(), Failure> {
        let end = done.expires_at.map(|end| rfc3339(end.saturating_mul(1000)));
        if context.out.is_json() {
            return context.out.json(&json!({
                "server": self.id,
                "state": "done",
                "issuer": done.issuer,
                "scopes": done.scopes,
                "expires_at": end,
                "renews": done.renews,
            }));
        }
        let end = match (end, done.renews) {
            (_, true) => "; its tokens are renewed by themselves".to_owned(),
            (Some(end), false) => format!(" until {end}"),
            (None, false) => String::new(),
        };
        context.out.note(&format!("logged in at {}{end}", self.id));
        Ok(())
    }
}

/// What signs in at the server of that id, with the key of its tokens.
fn opened(context: &mut Context, tokio: &tokio::runtime::Runtime, id: &str) -> Result<OAuth, Failure> {
    let at = context.formation(None)?;
    let formation = context.valid_formation(&at)?;
    // Parts of the runtime start tasks.
    let _inside = tokio.enter();
    let oauth = Toolbox::open(context, &at, formation)?.oauth(id)?;
    Toolbox::unlocked(context, &at)?;
    Ok(oauth)
}

pub(super) fn failure(id: &str, error: &McpError) -> Failure {
    refused(error.code(), format!("the server {id}: {error}"), error.hint())
}
