//! `muxi mcp login ID`.

use std::process::{Command, Stdio};
use std::time::Duration;

use clap::Args;
use serde_json::json;

use super::super::chat::refused;
use super::super::context::Context;
use super::super::secrets::withhold_keys;
use super::super::serve::Toolbox;
use super::super::wait::with_threads;
use crate::output::{ExitCode, Failure, Prompter, one_line};
use crate::runtime::mcp::{Callback, Landing, LoggedIn, McpError, OAuth, OAuthLogin, Visit};
use crate::support::clock::rfc3339;
use crate::support::process::sign;

/// What is shown of an address in an error, in characters.
const SHOWN: usize = 100;

/// So many browsers may come back from somewhere else.
const STRANGERS: usize = 50;

/// Whoever still reads stdin is not waited for longer.
const LETTING_GO: Duration = Duration::from_millis(100);

/// Log in at a server that is signed in at by OAuth
#[derive(Debug, Args)]
#[command(after_help = "\
It prints an address to open in a browser, and waits on 127.0.0.1 until the browser comes back. Where the browser is on \
another machine, it ends at an address there that does not open: paste that one here, or give it with \
--address-from-stdin. The tokens are kept sealed in the formation's state directory and renewed by themselves; a running \
formation takes them up within seconds.")]
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
        let done = tokio.block_on(async {
            tokio::select! {
                done = self.walk(context, &oauth) => done,
                sign = sign() => Err(match sign {
                    Ok(_) => Failure::interrupted(),
                    Err(error) => Failure::failed("signals", &error),
                }),
            }
        });
        // A read of stdin cannot be taken back.
        tokio.shutdown_timeout(LETTING_GO);
        self.tell(context, &done?)
    }

    async fn walk(&self, context: &mut Context, oauth: &OAuth) -> Result<LoggedIn, Failure> {
        let mut landing = Landing::open(self.port).await.map_err(|error| {
            let what = format!("cannot listen on 127.0.0.1:{}: {error}", self.port);
            Failure::new(ExitCode::Failed, "cannot_listen", what)
                .hint("choose another port with --port PORT (0 takes a free one)")
        })?;
        let failure = |error| failure(&self.id, &McpError::from(error));
        let login = oauth.begin(&landing.redirect_uri()).await.map_err(failure)?;
        if context.redactor.holds(login.url()) {
            let what = format!(
                "the address to open for {} holds the value of a secret, which is not printed",
                self.id
            );
            return Err(Failure::new(ExitCode::Refused, "secret_in_address", what)
                .hint("write `client_id` and `endpoint` out in the formation: they are no secrets"));
        }
        context.out.aside(&format!(
            "Open this address in a browser to log in at {}:",
            one_line(login.issuer(), SHOWN)
        ))?;
        context.out.aside(&format!("\n  {}\n", login.url()))?;
        let asks = context.ask();
        if asks.can_ask() && !self.no_browser {
            open_browser(context, login.url());
        }
        let came = async {
            if self.address_from_stdin {
                let callback = tokio::task::spawn_blocking(move || read_address(&asks)).await;
                return Ok((callback.map_err(|error| Failure::failed("input", &error))??, None));
            }
            came_back(context, &login, &mut landing, asks).await
        };
        let came = tokio::time::timeout(Duration::from_secs(self.timeout), came).await;
        let (callback, visit) = came.unwrap_or_else(|_| {
            let what = format!("nobody came back from the login within {} s", self.timeout);
            Err(Failure::new(ExitCode::Failed, "login_timeout", what)
                .hint("give it longer with --timeout SECONDS, or paste the address that the browser ends at"))
        })?;
        // A code is good once: what is under way now is not given up by the clock.
        let done = login.finish(&callback).await;
        if let Some(visit) = visit {
            let said = match &done {
                Ok(_) => format!("Done: muxi is logged in at {}. This page can be closed.", self.id),
                Err(error) => format!("The login failed: {error}."),
            };
            visit.answer(done.is_ok(), &context.redactor.redact(&said)).await;
        }
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

/// Waits for the browser, or for somebody who says where it ended. The browser is to be answered.
async fn came_back(
    context: &mut Context,
    login: &OAuthLogin,
    landing: &mut Landing,
    asks: Prompter,
) -> Result<(Callback, Option<Visit>), Failure> {
    let mut pasted = asks.can_ask().then(|| paste(asks.clone()));
    for _ in 0..STRANGERS {
        tokio::select! {
            visit = landing.visit() => {
                let Some(mut visit) = visit else { break };
                let callback = std::mem::take(&mut visit.callback);
                if !login.is_ours(&callback) {
                    visit.answer(false, "This is not the login that `muxi mcp login` waits for.").await;
                    continue;
                }
                return Ok((callback, Some(visit)));
            }
            line = async { pasted.as_mut().expect("only where there is one").await }, if pasted.is_some() => {
                pasted = None;
                let line = line.map_err(|error| Failure::failed("input", &error))??;
                // At the end of the input the browser may come back still.
                let Some(line) = line else { continue };
                match Callback::of(&line) {
                    Some(callback) => return Ok((callback, None)),
                    None if line.trim().is_empty() => {}
                    None => context.out.aside("that is no address that a login comes back to")?,
                }
                pasted = Some(paste(asks.clone()));
            }
        }
    }
    let what = "too many browsers came back from somewhere else";
    Err(Failure::new(ExitCode::Failed, "login_disturbed", what))
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

fn paste(asks: Prompter) -> tokio::task::JoinHandle<Result<Option<String>, Failure>> {
    tokio::task::spawn_blocking(move || asks.next_line("or paste the address that the browser ends at: "))
}

fn read_address(asks: &Prompter) -> Result<Callback, Failure> {
    let line = asks.next_line("the address that the browser ended at: ")?.unwrap_or_default();
    Callback::of(&line).ok_or_else(|| {
        Failure::usage("what came on stdin is no address that a login comes back to")
            .hint("copy the whole address from the browser: it begins with http://127.0.0.1 and has `code` and `state` in it")
    })
}

/// Asks the desktop to open it. Whether that works does not matter: the address is printed.
fn open_browser(context: &Context, url: &str) {
    let program = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let desktop = ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| context.env.named(name).is_some());
    if cfg!(target_os = "macos") || desktop {
        let mut command = Command::new(program);
        command.arg(url);
        // It stays, and so would what opens all secrets.
        withhold_keys(context, &mut command);
        let started = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        if let Ok(mut child) = started {
            std::thread::spawn(move || child.wait());
        }
    }
}
