//! Opening a connection: starting the program or finding the endpoint, and agreeing on a protocol.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use rmcp::RoleClient;
use rmcp::model::{ProtocolVersion, ServerPeerInfo};
use rmcp::service::{ClientLifecycleMode, RunningService, serve_client_with_lifecycle};
use rmcp::transport::Transport;
use tokio::sync::{Mutex, Notify};
use tokio::time::timeout;

use super::connection::{Connection, Running, ServerFacts};
use super::convert::{of_egress, of_start};
use super::faults::Faults;
use super::handler::{Handler, shortened};
use super::home::Home;
use super::lines::Lines;
use super::probe::{Found, Probe};
use super::servers::Shared;
use super::spec::{Http, Link, Login, Program, ServerSpec};
use super::tail::Tail;
use super::tools::Listed;
use super::{McpError, McpEvent, plan};
use crate::runtime::egress::{self, Egress, Endpoint, Limits, Reach};

/// How long a program may leave `server/discover` unanswered before `initialize` is asked beside it.
const PROBE: Duration = Duration::from_secs(2);

/// The same over HTTP, where the connection is then made anew.
const PROBE_HTTP: Duration = Duration::from_secs(5);

/// A program may have to be fetched first: it has so many times as long as an answer.
const START: u32 = 4;

/// The longest text of a server about its own use, in bytes.
const INSTRUCTIONS: usize = 16 << 10;

/// Which protocol a server speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Speaks {
    /// Not known yet.
    #[default]
    Unknown,
    /// `initialize` first, then all else.
    Handshake,
    /// Each request by itself (2026-07-28).
    Stateless,
}

/// An open connection, and what keeps it open.
pub(super) struct Opened {
    pub(super) connection: Arc<Connection>,
    pub(super) service: RunningService<RoleClient, Handler>,
    pub(super) tools: Listed,
    pub(super) changed: Arc<Notify>,
    pub(super) speaks: Speaks,
}

/// Why none came up, and what to begin with the next time.
pub(super) struct NotOpened {
    pub(super) error: McpError,
    pub(super) speaks: Speaks,
}

/// Why none came up, and what was seen on the way.
struct Failed {
    error: McpError,
    found: Arc<Found>,
}

/// Opens a connection to a server of which `known` is known.
pub(super) async fn open(
    spec: &Arc<ServerSpec>,
    shared: &Arc<Shared>,
    home: &Home,
    known: Speaks,
) -> Result<Opened, NotOpened> {
    let failed = match attempt(spec, shared, home, known).await {
        Ok(opened) => return Ok(opened),
        Err(failed) => failed,
    };
    let again = match known {
        Speaks::Unknown if failed.found.late.load(Ordering::Relaxed) => Speaks::Stateless,
        // It may have ended, or hang, because of the question.
        Speaks::Unknown if failed.found.unanswered.load(Ordering::Relaxed) => Speaks::Handshake,
        // Somebody put another one in its place.
        Speaks::Handshake | Speaks::Stateless
            if matches!(failed.error, McpError::Answer { .. } | McpError::Protocol(_)) =>
        {
            Speaks::Unknown
        }
        _ => return Err(NotOpened { error: failed.error, speaks: known }),
    };
    // A program that ends either way is not started twice each time.
    attempt(spec, shared, home, again)
        .await
        .map_err(|failed| NotOpened { error: failed.error, speaks: again })
}

async fn attempt(
    spec: &Arc<ServerSpec>,
    shared: &Arc<Shared>,
    home: &Home,
    speaks: Speaks,
) -> Result<Opened, Failed> {
    let found = Arc::<Found>::default();
    let opened = match &spec.link {
        Ok(Link::Program(_)) => program(spec, shared, home, speaks, &found).await,
        Ok(Link::Http(http)) => elsewhere(spec, http, shared, speaks, &found).await,
        Err(error) => Err(McpError::clone(error)),
    };
    opened.map_err(|error| Failed { error, found })
}

/// What is made before a transport: our side of it.
struct Side {
    handler: Handler,
    faults: Arc<Faults>,
    changed: Arc<Notify>,
}

impl Side {
    fn new(shared: &Shared, root: Option<String>) -> Self {
        let changed = Arc::<Notify>::default();
        let handler = Handler {
            root,
            sinks: Arc::new(Mutex::default()),
            changed: Arc::clone(&changed),
            redactor: shared.redactor.clone(),
        };
        Self { handler, faults: Arc::default(), changed }
    }
}

async fn program(
    spec: &Arc<ServerSpec>,
    shared: &Arc<Shared>,
    home: &Home,
    speaks: Speaks,
    found: &Arc<Found>,
) -> Result<Opened, McpError> {
    let tenant = home.enter().await;
    let (tenant, planned) = {
        let (spec, shared) = (Arc::clone(spec), Arc::clone(shared));
        // It empties the temporary directory, also for who has left.
        let made = tokio::task::spawn_blocking(move || match &spec.link {
            Ok(Link::Program(program)) => {
                Ok((tenant, plan::plan(&spec.id, spec.home.as_deref(), program, &shared.place)?))
            }
            _ => Err(McpError::NotRunning("no program")),
        });
        made.await.unwrap_or(Err(McpError::NotRunning("shut down")))?
    };
    if !planned.kept_back.is_empty() {
        shared.tell(&spec.id, &McpEvent::KeptBack(planned.kept_back));
    }
    if !planned.advice.is_empty() {
        shared.tell(&spec.id, &McpEvent::Advice(planned.advice));
    }
    let name = planned.plan.program.display().to_string();
    let tail = Tail::new(&shared.redactor);
    let started = Running::start(shared.place.launcher.clone(), planned.plan, tenant, tail.clone()).await;
    let (running, spoken) = started.map_err(|error| McpError::Start {
        program: name,
        why: error.to_string(),
        hint: Some(error.hint()),
    })?;
    shared.walls(&spec.id, &spoken.report);
    let (Some(stdin), Some(stdout), Some(stderr)) = (spoken.stdin, spoken.stdout, spoken.stderr) else {
        return Err(McpError::NotRunning("without pipes"));
    };
    let mut facts =
        ServerFacts { process: Some(spoken.id), walls: Some(spoken.report), ..ServerFacts::default() };
    tokio::spawn(tail.follow(stderr));
    let side = Side::new(shared, root_of(spec));
    let lines = {
        let (id, told) = (spec.id.clone(), Arc::clone(shared));
        let on_noise = move |line: &str| {
            told.tell(&id, &McpEvent::Noise(shortened(&told.redactor, line)));
        };
        Lines::new(stdout, stdin, Arc::clone(&side.faults), Box::new(on_noise))
    };
    let probe = Probe::new(lines, true, PROBE, Arc::clone(found));
    let (faults, sinks) = (Arc::clone(&side.faults), Arc::clone(&side.handler.sinks));
    match agree(side.handler, probe, speaks, spec.timeout.saturating_mul(START), shared).await {
        Ok(service) => {
            tell_facts(&mut facts, service.peer().peer_info().as_deref(), shared);
            let connection =
                Connection::new(service.peer().clone(), sinks, faults, facts, (Some(running), None));
            finish(spec, shared, connection, service, side.changed).await
        }
        Err(error) => Err(why_not(&running, faults.why().or(error)).await),
    }
}

/// Why the program is not there; and sees to it that it is not.
async fn why_not(running: &Running, known: Option<McpError>) -> McpError {
    let why = match known {
        Some(why) => why,
        // It knows best itself why it ended.
        None => running.soon().await.unwrap_or(McpError::Protocol("it hangs up".to_owned())),
    };
    running.stop().await;
    why
}

/// The directory that the declaration names, as servers want it.
fn root_of(spec: &ServerSpec) -> Option<String> {
    let Ok(Link::Program(program)) = &spec.link else { return None };
    let Program { directory, own_directory: true, .. } = &**program else { return None };
    reqwest::Url::from_directory_path(directory).ok().map(String::from)
}

async fn elsewhere(
    spec: &Arc<ServerSpec>,
    http: &Http,
    shared: &Arc<Shared>,
    speaks: Speaks,
    found: &Arc<Found>,
) -> Result<Opened, McpError> {
    let egress = egress_of(spec, http, shared).map_err(|error| of_egress(&error))?;
    let side = Side::new(shared, None);
    let probe = Probe::new(egress::http_transport(&egress), false, PROBE_HTTP, Arc::clone(found));
    let (faults, sinks) = (Arc::clone(&side.faults), Arc::clone(&side.handler.sinks));
    match agree(side.handler, probe, speaks, spec.timeout, shared).await {
        Ok(service) => {
            let mut facts = ServerFacts::default();
            tell_facts(&mut facts, service.peer().peer_info().as_deref(), shared);
            let connection =
                Connection::new(service.peer().clone(), sinks, faults, facts, (None, Some(egress)));
            finish(spec, shared, connection, service, side.changed).await
        }
        Err(error) => {
            let fault = || egress.take_fault().map(|fault| of_egress(&fault));
            Err(error.or_else(fault).unwrap_or(McpError::Unreachable("it closed the connection".to_owned())))
        }
    }
}

fn egress_of(
    spec: &ServerSpec,
    http: &Http,
    shared: &Shared,
) -> Result<Egress, crate::runtime::egress::EgressError> {
    let login = http.login.as_ref().map(|login| match login {
        Login::Bearer(token) => egress::Login::Bearer(token),
        Login::Basic(user, password) => egress::Login::Basic { user, password },
        Login::ApiKey(header, key) => egress::Login::ApiKey { header, key },
    });
    let headers = egress::headers(login, http.headers.iter().map(|(name, value)| (name.as_str(), value)))?;
    // It was text where the formation was read.
    let url = http.endpoint.expose_str().unwrap_or_default();
    let reach = Reach::new(url, http.allowed_addresses.iter().map(String::as_str))?;
    let limits = Limits { head: Limits::default().head.max(spec.timeout), ..Limits::default() };
    Egress::new(Endpoint {
        url,
        headers,
        reach,
        limits,
        redactor: shared.redactor.clone(),
        oauth: http.oauth.clone(),
    })
}

/// Agrees on a protocol. `None` as an error: the connection was closed.
async fn agree<T: Transport<RoleClient> + 'static>(
    handler: Handler,
    transport: T,
    speaks: Speaks,
    within: Duration,
    shared: &Shared,
) -> Result<RunningService<RoleClient, Handler>, Option<McpError>> {
    let stateless = || vec![ProtocolVersion::V_2026_07_28];
    let mode = match speaks {
        Speaks::Unknown => ClientLifecycleMode::Auto {
            preferred_versions: stateless(),
            legacy_version: Some(ProtocolVersion::LATEST_WITH_INITIALIZE),
        },
        Speaks::Handshake => ClientLifecycleMode::Initialize,
        Speaks::Stateless => ClientLifecycleMode::Discover { preferred_versions: stateless() },
    };
    match timeout(within, serve_client_with_lifecycle(handler, transport, mode)).await {
        Ok(served) => served.map_err(|error| of_start(error, &shared.redactor)),
        Err(_) => Err(Some(McpError::late(within))),
    }
}

fn tell_facts(facts: &mut ServerFacts, info: Option<&ServerPeerInfo>, shared: &Shared) {
    let Some(info) = info else { return };
    facts.protocol = info.protocol_version.to_string();
    let short = |text: &str| shortened(&shared.redactor, text);
    facts.implementation = info.server_info.as_ref().map(|own| (short(&own.name), short(&own.version)));
    facts.instructions = info.instructions.as_ref().map(|text| {
        let text = shared.redactor.redact(text);
        text[..text.floor_char_boundary(INSTRUCTIONS)].to_owned()
    });
    let has = [
        ("tools", info.capabilities.tools.is_some()),
        ("resources", info.capabilities.resources.is_some()),
        ("prompts", info.capabilities.prompts.is_some()),
    ];
    facts.has = has.into_iter().filter_map(|(name, has)| has.then_some(name)).collect();
}

/// Asks for the tools: without them a connection is of no use.
async fn finish(
    spec: &Arc<ServerSpec>,
    shared: &Arc<Shared>,
    connection: Connection,
    service: RunningService<RoleClient, Handler>,
    changed: Arc<Notify>,
) -> Result<Opened, McpError> {
    let handshake = connection.peer.peer_info().is_none_or(|info| info.protocol_version.has_initialize());
    let speaks = if handshake { Speaks::Handshake } else { Speaks::Stateless };
    let tools = if connection.facts.has.contains(&"tools") {
        connection.list(spec.timeout, &shared.redactor).await
    } else {
        Ok(Listed::default())
    };
    match tools {
        Ok(tools) => Ok(Opened { connection: Arc::new(connection), service, tools, changed, speaks }),
        Err(error) => {
            drop(service);
            if let Some(running) = &connection.running {
                running.stop().await;
            }
            Err(error)
        }
    }
}
