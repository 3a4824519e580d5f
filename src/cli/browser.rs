//! Logins in a browser: opening one, and waiting until it comes back.

use std::process::{Command, Stdio};
use std::time::Duration;

use super::context::Context;
use super::secrets::withhold_keys;
use crate::output::{ExitCode, Failure, Prompter};
use crate::runtime::egress::{Callback, Landing, Visit};

/// Whoever still reads stdin is not waited for longer.
pub(super) const LETTING_GO: Duration = Duration::from_millis(100);

/// A login that somebody walks through in a browser.
pub(super) struct Walk<'a> {
    /// The command that waits.
    pub(super) command: &'a str,
    /// What is logged in to, by the name that it has here.
    pub(super) what: &'a str,
    /// Where the login is, as it is shown.
    pub(super) host: &'a str,
    /// The address is only printed.
    pub(super) no_browser: bool,
    /// Stdin says where the browser ended.
    pub(super) address_from_stdin: bool,
    /// How long somebody may take, in seconds.
    pub(super) timeout: u64,
}

impl Walk<'_> {
    /// Shows the address, opens a browser where there is one, and waits until it comes back. The visit is to be answered.
    pub(super) async fn through(
        &self,
        context: &mut Context,
        url: &str,
        is_ours: impl Fn(&Callback) -> bool,
        landing: &mut Landing,
    ) -> Result<(Callback, Option<Visit>), Failure> {
        check_address(context, self.what, url)?;
        context.out.aside(&format!("Open this address in a browser to log in at {}:", self.host))?;
        context.out.aside(&format!("\n  {url}\n"))?;
        let asks = context.ask();
        if asks.can_ask() && !self.no_browser {
            open_browser(context, url);
        }
        let came = async {
            if self.address_from_stdin {
                let callback = tokio::task::spawn_blocking(move || read_address(&asks)).await;
                return Ok((callback.map_err(|error| Failure::failed("input", &error))??, None));
            }
            came_back(context, self.command, is_ours, landing, asks).await
        };
        let came = tokio::time::timeout(Duration::from_secs(self.timeout), came).await;
        came.unwrap_or_else(|_| Err(too_late(self.timeout)))
    }
}

/// Tells the browser, which waits for its page, that somebody is logged in at `what`, or why not.
pub(super) async fn told(context: &Context, visit: Option<Visit>, what: &str, failed: Option<&str>) {
    let Some(visit) = visit else { return };
    let said = match failed {
        None => format!("Done: muxi is logged in at {what}. This page can be closed."),
        Some(why) => format!("The login failed: {why}."),
    };
    visit.answer(failed.is_none(), &context.redactor.redact(&said)).await;
}

/// Waits for the browser, or for somebody who says where it ended. The browser is to be answered. `command` is what waits.
async fn came_back(
    context: &mut Context,
    command: &str,
    is_ours: impl Fn(&Callback) -> bool,
    landing: &mut Landing,
    asks: Prompter,
) -> Result<(Callback, Option<Visit>), Failure> {
    let mut pasted = asks.can_ask().then(|| paste(asks.clone()));
    // Whoever comes from somewhere else ends nothing: the clock does.
    loop {
        tokio::select! {
            visit = landing.visit() => {
                let Some(mut visit) = visit else { break };
                let callback = std::mem::take(&mut visit.callback);
                if !is_ours(&callback) {
                    visit.answer(false, &format!("This is not the login that `{command}` waits for.")).await;
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
    let what = "nobody listens any more for the browser";
    Err(Failure::new(ExitCode::Failed, "login_disturbed", what))
}

fn paste(asks: Prompter) -> tokio::task::JoinHandle<Result<Option<String>, Failure>> {
    tokio::task::spawn_blocking(move || asks.next_line("or paste the address that the browser ends at: "))
}

/// Where the browser ended, by what is typed or piped.
fn read_address(asks: &Prompter) -> Result<Callback, Failure> {
    let line = asks.next_line("the address that the browser ended at: ")?.unwrap_or_default();
    Callback::of(&line).ok_or_else(|| {
        Failure::usage("what came on stdin is no address that a login comes back to")
            .hint("copy the whole address from the browser: it begins with http://127.0.0.1 and has `code` and `state` in it")
    })
}

/// Refuses to print an address that somebody could take a secret from.
fn check_address(context: &Context, what: &str, url: &str) -> Result<(), Failure> {
    if !context.redactor.holds(url) {
        return Ok(());
    }
    let what = format!("the address to open for {what} holds the value of a secret, which is not printed");
    Err(Failure::new(ExitCode::Refused, "secret_in_address", what)
        .hint("write client ids and addresses out in the formation: they are no secrets"))
}

/// Nobody could listen there.
pub(super) fn cannot_listen(port: u16, error: &std::io::Error) -> Failure {
    Failure::new(ExitCode::Failed, "cannot_listen", format!("cannot listen on 127.0.0.1:{port}: {error}"))
        .hint("choose another port with --port PORT (0 takes a free one)")
}

/// Nobody agreed in time.
pub(super) fn too_late(seconds: u64) -> Failure {
    let what = format!("nobody came back from the login within {seconds} s");
    Failure::new(ExitCode::Failed, "login_timeout", what)
        .hint("give it longer with --timeout SECONDS, or paste the address that the browser ends at")
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
