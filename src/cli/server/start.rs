//! `muxi server start`.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use clap::Args;
use serde_json::json;

use super::listen::Listen;
use super::process::Running;
use super::{Files, Which, trail};
use crate::audit::{Class, Event, Outcome, Recorder, Retention};
use crate::cli::context::Context;
use crate::cli::serve::bind_failure;
use crate::config::Var;
use crate::output::{ExitCode, Failure};
use crate::runtime::http::{Guard, Listener, Tls, serve};
use crate::runtime::stop::Stop;
use crate::server::auth::{Gate, Keys, Replay};
use crate::server::config::{Config, ConfigError};
use crate::server::fleet::{Fleet, Options};
use crate::server::http::{Setup, on_garbled, router};
use crate::support::fs::Stamp;

/// Requests under way have so long to end after TERM or Ctrl-C.
const GRACE: Duration = Duration::from_secs(10);
/// How often it is looked whether the certificate is another one.
const LOOK: Duration = Duration::from_secs(2);
/// What formations get of the surroundings, beside what tools get: where the user's files are, and how the network is left.
const PASSED_ON: [&str; 9] = [
    "HOME",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "NO_PROXY",
    "http_proxy",
    "https_proxy",
    "no_proxy",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
];

/// Run the server, in the foreground
#[derive(Debug, Args)]
#[command(after_help = "\
It listens on 127.0.0.1:7890, or where the configuration says. To listen on another address, name it with --listen and give
either a certificate (--tls-cert, --tls-key) or the proxies in front that end TLS (--behind-proxy).

Ctrl-C or TERM ends it: requests under way may finish for 10 s; a second Ctrl-C ends them at once. What runs is started again
by the next `muxi server start`.")]
pub(crate) struct Start {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    listen: Listen,
}

impl Start {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let files = self.which.files(context)?;
        if files.config.keys.is_empty() {
            return Err(ConfigError::NoKeys(files.path).into());
        }
        for id in files.config.legacy_keys() {
            context.out.warn(&format!(
                "the key {id} may sign in the legacy dialect, which covers neither query nor body"
            ));
        }
        let dir = files.path.parent().unwrap_or(Path::new(".")).to_owned();
        let guard = self.listen.guard(context, &files.config, &dir)?;
        let address = self.listen.address(context, &files.config, &guard)?;
        let recorder =
            Recorder::start(trail(context, &files.data)?, Some(Retention::default()), teller(context))?;
        let tokio = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .map_err(|e| Failure::failed("runtime", &e))?;
        let served = tokio.block_on(served(context, &files, guard, address, &recorder));
        let event = Event::new(Class::Lifecycle, "server.stop", "server", "");
        let event = match &served {
            Ok(()) => event,
            Err(failure) => event.ended(Outcome::Failed).with("code", failure.code()),
        };
        drop(recorder.commit_blocking(event));
        recorder.end();
        served?;
        context.out.note("stopped");
        Ok(ExitCode::Done)
    }
}

/// Serves until it is told to end, and ends all that it started.
async fn served(
    context: &mut Context,
    files: &Files,
    guard: Guard,
    address: SocketAddr,
    recorder: &Recorder,
) -> Result<(), Failure> {
    let stop = Stop::default();
    let signals = tokio::spawn(crate::cli::serve::stop_on_signal_within(stop.clone(), GRACE));
    let listener = Listener::bind(address, guard.clone()).await.map_err(|e| bind_failure(address, &e))?;
    let listener = listener.telling(on_garbled(recorder.clone()));
    let (fleet, broken) = Fleet::open(options(context, files)).await.map_err(|error| {
        let failure = Failure::new(ExitCode::Failed, "server_data", error.to_string());
        match Running::find(&files.data) {
            Some(running) => Failure::new(
                ExitCode::Failed,
                "already_running",
                format!("a server runs already at {} (process {})", running.url, running.pid),
            )
            .hint(
                "end it with `muxi server stop`, or run a second one with its own --config and MUXI_DATA_DIR",
            ),
            None => failure.hint("name another directory in MUXI_DATA_DIR"),
        }
    })?;
    let begun = async {
        let gate = gate(context, files)?;
        let url = listener.url();
        recorder.commit(Event::new(Class::Lifecycle, "server.start", "server", url.as_str())).await?;
        Running::here(&listener.local_url()).publish(&files.data)?;
        ready(context, &url, &fleet, &broken)?;
        Ok::<_, Failure>(gate)
    };
    let done = match begun.await {
        Ok(gate) => {
            let renewing = tokio::spawn(renewing(guard.tls, context.out.log()));
            let setup = Setup {
                fleet: fleet.clone(),
                gate,
                recorder: recorder.clone(),
                id: files.config.server_id.clone().unwrap_or_else(|| "muxi".to_owned()),
                cors: files.config.cors.clone(),
                body_timeout: files.config.body_timeout,
                clock: context.env.clock.clone(),
            };
            serve(listener, router(setup), &stop).await;
            renewing.abort();
            Ok(())
        }
        Err(failure) => Err(failure),
    };
    Running::withdraw(&files.data);
    fleet.close().await;
    signals.abort();
    done
}

fn gate(context: &Context, files: &Files) -> Result<Gate, Failure> {
    let Config { window, public_host, .. } = &files.config;
    let (log, path) = (context.out.log(), files.path.display().to_string());
    let on_fault = move |error: &ConfigError| {
        log.line(&format!(
            "warning: {path} was changed and cannot be used, so what it said before counts: {error}"
        ));
    };
    let keys = Keys::open(files.path.clone(), context.redactor.clone(), Box::new(on_fault))?;
    let replay = Replay::open(&files.data).map_err(|e| {
        Failure::failed("replay", &e).hint("the directory of the data has to be one that can be written")
    })?;
    Ok(Gate::new(keys, replay, context.env.clock.clone(), *window, public_host.clone()))
}

fn options(context: &Context, files: &Files) -> Options {
    let mut options = Options::new(files.data.clone(), context.env.program.clone());
    files.config.apply(&mut options);
    let dir = files.path.parent().unwrap_or(Path::new("."));
    if let Some(logs) = &files.config.formations.logs {
        options.logs = dir.join(logs);
    }
    if let Some(logs) = context.env.get(Var::ServerLogs) {
        options.logs = context.env.absolute(Path::new(logs));
    }
    options.environment = context.env.for_tools();
    let names = PASSED_ON.into_iter().chain(context.provider_variables());
    let given =
        names.filter_map(|name| Some((name.to_owned(), context.env.named(name)?.to_str()?.to_owned())));
    options.environment.extend(given);
    if let Some(level) = context.env.text(Var::ServerLogLevel) {
        options.environment.push((Var::LoggingLevel.name().to_owned(), level.to_owned()));
    }
    options.clock = context.env.clock.clone();
    options.redactor = context.redactor.clone();
    options
}

fn ready(context: &mut Context, url: &str, fleet: &Fleet, broken: &[String]) -> Result<(), Failure> {
    for what in broken {
        context.out.warn(&format!("this formation is left as it is: {what}"));
    }
    let formations = fleet.counts().total;
    if context.out.is_json() {
        return context.out.json_line(&json!({
            "event": "ready", "url": url, "pid": std::process::id(), "formations": formations,
        }));
    }
    context.out.note(&format!(
        "the server is ready at {url}, with {}",
        crate::support::text::count(formations, "formation")
    ));
    context.out.note("  stop      Ctrl-C, or muxi server stop");
    Ok(())
}

/// Says on stderr what fails behind everybody's back.
fn teller(context: &Context) -> crate::audit::OnError {
    let log = context.out.log();
    Box::new(move |error| log.line(&format!("warning: the audit: {error}")))
}

/// Shows the certificate anew, and asks for those of another authority, when the files change, and on HUP.
async fn renewing(tls: Option<Tls>, log: crate::output::StderrLog) {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut hangup) = signal(SignalKind::hangup()) else { return };
    let stamps = || tls.iter().flat_map(Tls::files).map(Stamp::of).collect::<Vec<_>>();
    let mut seen = stamps();
    loop {
        let told = tokio::select! {
            heard = hangup.recv() => heard.is_some(),
            () = tokio::time::sleep(LOOK), if tls.is_some() => false,
        };
        let now = stamps();
        let Some(tls) = tls.as_ref().filter(|_| told || now != seen) else { continue };
        seen = now;
        match tls.renew() {
            Ok(()) => log.line("the certificate was read again"),
            Err(error) => log.line(&format!("warning: the certificate stays what it was: {error}")),
        }
    }
}
