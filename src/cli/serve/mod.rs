//! `muxi serve [DIR]`.

mod audit;
mod local;
mod log;
mod logging;
mod place;
mod supervised;
mod tape;
mod toolbox;
mod tools;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use serde_json::json;

use super::context::{Context, SERVE_LOCK};
use super::secrets::seal_warning;
use crate::audit::Recorder;
use crate::formation::discover;
use crate::formation::model::Formation;
use crate::output::{ExitCode, Failure};
use crate::remote::address::Address;
use crate::runtime::assemble::{McpSurroundings, Surroundings, assemble};
use crate::runtime::credentials::Keeper;
use crate::runtime::http::{Keys, Listener, router, serve};
use crate::runtime::llm::cassette::Cassette;
use crate::runtime::logs::{Level, Logs};
use crate::runtime::mcp::McpObserver;
use crate::runtime::mcp_server::Hosts;
use crate::runtime::store::SqliteStore;
use crate::runtime::{Observer, Runtime};
use crate::secrets::{self, ApiKeys, Store};
use crate::support::fs::{self, Lock};
use crate::support::walls;

pub(super) use local::Local;
use log::Log;
pub(crate) use place::Place;
pub(super) use place::{bind_failure, parse as parse_address};
use supervised::Alone;
pub(crate) use tape::Tape;
pub(super) use toolbox::Toolbox;

/// Turns under way have so long to end after TERM or Ctrl-C.
const GRACE: Duration = Duration::from_secs(10);
/// How long what was said last has to get into the memory when the end comes.
pub(super) const REMEMBERING: Duration = Duration::from_secs(5);
/// How long a change whose client left may take to end.
const CHANGING: Duration = Duration::from_secs(5);
/// How long tokens may be renewed after the last turn: as long as a service may take for its answer.
const RENEWING: Duration = Duration::from_secs(45);

/// Somebody who only looks at the lock has it for a moment.
const LOCK_WAIT: Duration = Duration::from_millis(200);

/// Run the formation and serve the Formation API
#[derive(Debug, Args)]
#[command(after_help = "\
It listens on 127.0.0.1:8271, or on the formation's server.port. To listen on another address, name it with --listen
and give either a certificate (--tls-cert, --tls-key) or the proxies in front that end TLS (--behind-proxy).

Ctrl-C or TERM ends it: turns under way may finish for 10 s, then they are told. A second Ctrl-C ends them at once.")]
pub(crate) struct Serve {
    /// The formation's directory or file; else found as always
    path: Option<PathBuf>,
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    tape: Tape,
    /// Run though the secrets were changed without the key since they were sealed
    #[arg(long)]
    allow_unsealed: bool,
    /// What to say of turns on stderr: request, user, session, agent, model, tokens, cost, time; never their text. With
    /// --json, each line is an object
    #[arg(long, value_name = "WHAT", value_enum, default_value_t)]
    log: Log,
    /// Let the formation's logs be files outside of the directory of its state, where it names them so
    #[arg(long)]
    allow_log_paths: bool,
    #[command(flatten)]
    audit: audit::AuditOptions,
    /// Started by a server, whose versions of the formation share the state that is named by DIR: one that is on its way
    /// out may still have it. It ends when its standard input does
    #[arg(long, value_name = "DIR", hide = true)]
    state_of: Option<PathBuf>,
}

/// What is said of what happens.
#[derive(Clone, Copy)]
struct Said {
    /// On stderr.
    turns: Log,
    /// Whether logs may be files anywhere.
    anywhere: bool,
}

impl Serve {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        context.globals.state_of.clone_from(&self.state_of);
        let supervised = self.state_of.is_some();
        let at = context.formation(self.path.as_ref())?;
        let formation = context.valid_formation(&at)?;
        let state = open_state(context, &at, &formation)?;
        let _alone = if supervised { Alone::after(&state) } else { Alone::Now(alone(&state)?) };
        let (recorder, _streams) = self.audit.start(context, &at)?;
        let store = unlock(context, &at, self.allow_unsealed, self.tape.replays())?;
        if let Some(store) = &store {
            // What users say is kept, those values too that the formation does not use.
            store.know_all();
        }
        let keys = context.api_keys(&at, &formation, store.as_ref())?;
        let guard = self.place.guard(context)?;
        context.tls_key = self.place.tls_key(context);
        let address = self.place.resolve(context, &formation, &guard)?;
        let (cassette, replays) = (self.tape.open(context)?, self.tape.replays());
        let tokio = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .map_err(|e| Failure::failed("runtime", &e))?;
        let (mut mark, mut unfinished) = (None, 0);
        let served = tokio.block_on(async {
            let recorder = Some(recorder.clone());
            let said = Some(Said { turns: self.log, anywhere: self.allow_log_paths });
            let runtime = start(context, &at, &formation, store.as_ref(), said, cassette, recorder)?;
            drop(store);
            runtime.store().erasure().resume();
            let served = async {
                let hosts = Hosts::of(&guard);
                let listener =
                    Listener::bind(address, guard).await.map_err(|e| place::bind_failure(address, &e))?;
                let url = listener.url();
                Address { url: listener.local_url(), pid: std::process::id() }
                    .publish(&state)
                    .map_err(|e| Failure::failed("address", &e))?;
                let routes = router(
                    runtime.clone(),
                    Keys { admin: keys.admin.value.clone(), client: keys.client.value.clone() },
                    hosts,
                );
                let stop = runtime.stopping().clone();
                mark = self.audit.begin(runtime.audit(), &url, supervised).await?;
                let signals = tokio::spawn(stop_on_signal(stop.clone()));
                if supervised {
                    supervised::end_with_stdin(stop.clone());
                }
                ready(context, &formation, &url, &keys)?;
                runtime.logs().say(Level::Info, "formation.started", || json!({"url": url}));
                if !replays {
                    runtime.open_terminals();
                }
                serve(listener, routes, &stop).await;
                // A turn whose client left may still be on its way into the store.
                runtime.idle().await;
                // And what was said in it on its way into the memory.
                runtime.settled(REMEMBERING).await;
                // And a change whose client left: how it ended is recorded.
                unfinished = runtime.changed(CHANGING).await;
                runtime.renewed(RENEWING).await;
                Ok::<_, Failure>(signals)
            };
            let served = served.await;
            // Also where it could not begin to serve.
            runtime.servers().stop().await;
            runtime.close_terminals().await;
            runtime.logs().say(Level::Info, "formation.stopped", || json!({}));
            runtime.logs().flush();
            served.map(|signals| signals.abort())
        });
        audit::end(&recorder, served.as_ref().err(), mark.as_deref(), unfinished);
        served?;
        // A broken address file is replaced by the next server; one of another server's is its own.
        if !supervised || supervised::is_ours(&state) {
            drop(Address::withdraw(&state));
        }
        context.out.note("stopped");
        Ok(ExitCode::Done)
    }
}

/// The state directory, made if it is not there.
fn open_state(context: &Context, at: &discover::Location, formation: &Formation) -> Result<PathBuf, Failure> {
    let state = context.state(&formation.id, at)?;
    fs::create_private_dir(&state).map_err(|e| super::context::state_failure(&e))?;
    Ok(state)
}

/// One server for each state directory.
fn alone(state: &std::path::Path) -> Result<Lock, Failure> {
    Lock::acquire(&state.join(SERVE_LOCK), LOCK_WAIT).map_err(|error| {
        let running = Address::read(state).ok().flatten();
        match running {
            Some(address) => Failure::new(
                ExitCode::Failed,
                "already_running",
                format!("this formation runs already at {} (process {})", address.url, address.pid),
            )
            .hint("stop that one, or run a second one with its own --data-dir"),
            None => super::context::state_failure(&error),
        }
    })
}

/// The formation's secrets, refused where they cannot be relied on.
pub(super) fn unlock(
    context: &mut Context,
    at: &discover::Location,
    allow_unsealed: bool,
    replays: bool,
) -> Result<Option<Store>, Failure> {
    let location = context.secrets_at(at)?;
    if let Some(path) = secrets::tracked_key(&location) {
        return Err(secrets::Error::KeyTracked(path).into());
    }
    if replays && !location.key_file().exists() {
        // A recording is played where there is no key, as in CI.
        return Ok(None);
    }
    let store = context.open_store(at)?;
    if let Some((store, what)) = store.as_ref().and_then(|s| seal_warning(s.seal()).map(|what| (s, what))) {
        let what = format!("{}: {what}", store.path().display());
        if !allow_unsealed {
            return Err(Failure::new(ExitCode::Refused, "secrets_unsealed", what)
                .hint("look at it, then run: muxi secrets seal (or start with --allow-unsealed)"));
        }
        context.out.warn(&what);
    }
    Ok(store)
}

/// The runtime, in the current tokio runtime. Without `said` nothing is said of turns: whoever asks hears of them.
fn start(
    context: &Context,
    at: &discover::Location,
    formation: &Formation,
    store: Option<&Store>,
    said: Option<Said>,
    cassette: Option<Cassette>,
    audit: Option<Recorder>,
) -> Result<Runtime, Failure> {
    let state = context.state(&formation.id, at)?;
    let log = said.map(|said| said.turns);
    let observer: Observer = match log {
        Some(log) => log.observer(context.out.log(), context.env.clock.clone(), context.out.is_json()),
        None => Arc::new(|_, _| {}),
    };
    let trace = log == Some(Log::Steps);
    // What is asked without a server is seen by who asks, and kept in no log.
    let logs = match said {
        Some(said) => logging::start(context, formation, store, &state, said.anywhere)?,
        None => Logs::default(),
    };
    let servers: McpObserver = match log {
        Some(_) => {
            let (said, logs) = (tools::observer(context.out.log(), context.out.is_json()), logs.clone());
            Arc::new(move |server, event| {
                said(server, event);
                logs.server(server, event);
            })
        }
        None => Arc::new(|_, _| {}),
    };
    Start { formation, at, store, state, observer, servers, trace, logs, cassette, audit }.start(context)
}

/// A formation and what it is started with.
pub(super) struct Start<'a> {
    pub(super) formation: &'a Formation,
    /// Where it is.
    pub(super) at: &'a discover::Location,
    /// Its secrets.
    pub(super) store: Option<&'a Store>,
    /// The directory of its state, which is there.
    pub(super) state: PathBuf,
    pub(super) observer: Observer,
    /// Who hears what happens to servers of tools.
    pub(super) servers: McpObserver,
    /// Whether the observer hears of steps.
    pub(super) trace: bool,
    /// Where records go.
    pub(super) logs: Logs,
    pub(super) cassette: Option<Cassette>,
    /// Who records what is done, if anybody does.
    pub(super) audit: Option<Recorder>,
}

impl Start<'_> {
    /// The runtime, in the current tokio runtime.
    pub(super) fn start(self, context: &Context) -> Result<Runtime, Failure> {
        let sessions = SqliteStore::open(&self.state.join("sessions.db")).map_err(|e| {
            Failure::failed("store", &e)
                .hint("name another directory with --data-dir DIR, or mend or move the file")
        })?;
        let sessions = Arc::new(sessions);
        let replays = self.cassette.as_ref().is_some_and(Cassette::is_replay);
        let credentials = if replays { None } else { Some(self.credentials(context, sessions.clone())?) };
        let parts = assemble(
            self.formation,
            Surroundings {
                resolve: &|target| context.resolve(self.store, target),
                base_url: &|name| context.env.named(name).and_then(|v| v.to_str()).map(str::to_owned),
                store: sessions,
                credentials,
                clock: context.env.clock.clone(),
                redactor: context.redactor.clone(),
                observer: self.observer,
                trace: self.trace,
                logs: self.logs,
                cassette: self.cassette,
                audit: self.audit,
                mcp: McpSurroundings {
                    place: tools::place(context, self.at, self.formation, &self.state)?,
                    observer: self.servers,
                },
            },
        );
        let parts = parts
            .map_err(|e| Failure::new(ExitCode::Failed, e.code(), e.to_string()).maybe_hint(e.hint()))?;
        let runtime = Runtime::new(parts);
        let programs = runtime.agents().iter().any(|agent| agent.program.is_some());
        if !replays && (programs || !runtime.servers().is_empty()) {
            // Before the first one starts: should its supervisor be killed, what it leaves comes to this process.
            walls::adopt_orphans();
            runtime.servers().start();
        }
        Ok(runtime)
    }

    /// What keeps users' credentials.
    fn credentials(&self, context: &Context, rows: Arc<SqliteStore>) -> Result<Arc<Keeper>, Failure> {
        let declared = (&self.formation.user_credentials, self.store);
        let recorder = self.audit.clone();
        let record = move |event| match &recorder {
            Some(recorder) => recorder.commit_blocking(event).map_err(|error| error.to_string()),
            None => Ok(()),
        };
        let keeper = super::credentials::keeper(context, self.at, declared, (&self.state, rows), record)?;
        Ok(Arc::new(match self.audit {
            Some(_) => keeper.recorded_at(context.audit_place(self.at)?),
            None => keeper,
        }))
    }
}

fn ready(context: &mut Context, formation: &Formation, url: &str, keys: &ApiKeys) -> Result<(), Failure> {
    if context.out.is_json() {
        let data = json!({
            "event": "ready",
            "formation": formation.id,
            "url": url,
            "pid": std::process::id(),
            "admin_key_from": keys.admin.origin.to_string(),
            "client_key_from": keys.client.origin.to_string(),
        });
        return context.out.json_line(&data);
    }
    context.out.note(&format!("{} is ready at {url}", formation.id));
    context.out.note(&format!("  API keys  {}; `muxi keys show` prints them", keys.admin.origin));
    context.out.note("  talk      muxi chat \"Hello\"");
    context.out.note("  stop      Ctrl-C");
    Ok(())
}

/// Drains on the first INT or TERM, cancels on the second.
async fn stop_on_signal(stop: crate::runtime::stop::Stop) {
    stop_on_signal_within(stop, GRACE).await;
}

/// The same; what runs may go on for `grace` after the first.
pub(super) async fn stop_on_signal_within(stop: crate::runtime::stop::Stop, grace: Duration) {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut interrupt), Ok(mut terminate)) =
        (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
    else {
        return;
    };
    let mut next = async || {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    };
    next().await;
    tokio::select! {
        () = stop.drain_for(grace) => {}
        () = next() => stop.cancel(),
    }
}
