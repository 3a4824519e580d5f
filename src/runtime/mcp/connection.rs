//! One open connection to a server, used by all its callers at once.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use rmcp::service::{Peer, RoleClient};
use tokio::sync::{oneshot, watch};
use tokio::time::{Instant, timeout};

use super::McpError;
use super::convert::{of_egress, of_request};
use super::faults::Faults;
use super::handler::Sinks;
use super::home::Tenant;
use super::tail::Tail;
use super::tools::{self, Listed};
use crate::runtime::egress::Egress;
use crate::support::redact::Redactor;
use crate::support::walls::{self, Ended, Plan, Report, Stderr, Stdin, Stdout, WallError};

/// How long a program may take to end by itself when its stdin is closed.
const MOMENT: Duration = Duration::from_millis(500);

/// How long the end of a program is waited for where its pipes are closed.
const END: Duration = Duration::from_secs(3);

/// What a server says of itself, and how it runs.
#[derive(Clone, Debug, Default)]
pub struct ServerFacts {
    /// The version of the protocol.
    pub protocol: String,
    /// Its own name and version.
    pub implementation: Option<(String, String)>,
    /// What it says about its use. It comes from outside.
    pub instructions: Option<String>,
    /// It has tools, resources, prompts.
    pub has: Vec<&'static str>,
    /// The process that leads its program.
    pub process: Option<u32>,
    /// The walls around its program.
    pub walls: Option<Report>,
}

/// A running program.
pub(super) struct Running {
    ended: watch::Receiver<Option<Ended>>,
    stop: watch::Sender<bool>,
    pub(super) tail: Tail,
}

/// What a program is spoken to with, and how its walls stand.
pub(super) struct Spoken {
    pub(super) stdin: Option<Stdin>,
    pub(super) stdout: Option<Stdout>,
    pub(super) stderr: Option<Stderr>,
    pub(super) id: u32,
    pub(super) report: Report,
}

impl Running {
    /// Starts a program, and looks after it in a task of its own: it is ended when nobody wants it any more, also
    /// where that is before it runs. `tenant` goes when nothing of it is left.
    pub(super) async fn start(
        launcher: PathBuf,
        plan: Plan,
        tenant: Tenant,
        tail: Tail,
    ) -> Result<(Self, Spoken), WallError> {
        let (say, ended) = watch::channel(None);
        let (stop, mut stopped) = watch::channel(false);
        let (tell, told) = oneshot::channel();
        tokio::spawn(async move {
            let _tenant = tenant;
            let started = walls::start(&launcher, &plan).await;
            drop(plan);
            let mut walled = match started {
                Ok(walled) => walled,
                Err(error) => return drop(tell.send(Err(error))),
            };
            let spoken = Spoken {
                stdin: walled.stdin.take(),
                stdout: walled.stdout.take(),
                stderr: walled.stderr.take(),
                id: walled.id(),
                report: walled.report().clone(),
            };
            drop(tell.send(Ok(spoken)));
            let how = tokio::select! {
                how = walled.wait() => how,
                // Also when nobody is left to say it.
                () = async { drop(stopped.wait_for(|stopped| *stopped).await) } => {
                    match timeout(MOMENT, walled.wait()).await {
                        Ok(how) => how,
                        Err(_) => walled.stop().await,
                    }
                }
            };
            say.send_replace(Some(how));
        });
        let gone = || Err(WallError::Supervisor { why: "muxi is ending".to_owned() });
        Ok((Self { ended, stop, tail }, told.await.unwrap_or_else(|_| gone())?))
    }

    /// Ends it, and waits until it is gone.
    pub(super) async fn stop(&self) {
        self.stop.send_replace(true);
        drop(self.ended.clone().wait_for(Option::is_some).await);
    }

    /// How it ended, if it does so soon.
    pub(super) async fn soon(&self) -> Option<McpError> {
        let mut ended = self.ended.clone();
        let ended = timeout(END, ended.wait_for(Option::is_some)).await.ok()?.ok()?.clone()?;
        Some(McpError::Ended { how: how(&ended), stderr: self.tail.text() })
    }
}

fn how(ended: &Ended) -> String {
    match ended {
        Ended { out_of_memory: true, .. } => "its memory ran out".to_owned(),
        Ended { code: Some(code), .. } => format!("exit code {code}"),
        Ended { signal: Some(signal), .. } => format!("signal {signal}"),
        Ended { stopped: true, .. } => "it was stopped".to_owned(),
        _ => "nobody knows how".to_owned(),
    }
}

/// How much a connection is used.
#[derive(Clone, Copy)]
struct Use {
    now: usize,
    since: Instant,
}

/// An open connection.
pub(super) struct Connection {
    pub(super) peer: Peer<RoleClient>,
    pub(super) sinks: Sinks,
    pub(super) faults: Arc<Faults>,
    pub(super) facts: ServerFacts,
    pub(super) running: Option<Running>,
    pub(super) egress: Option<Egress>,
    used: watch::Sender<Use>,
    closing: watch::Sender<bool>,
    over: watch::Sender<Option<McpError>>,
    gone: watch::Sender<bool>,
}

impl Connection {
    pub(super) fn new(
        peer: Peer<RoleClient>,
        sinks: Sinks,
        faults: Arc<Faults>,
        facts: ServerFacts,
        from: (Option<Running>, Option<Egress>),
    ) -> Self {
        Self {
            peer,
            sinks,
            faults,
            facts,
            running: from.0,
            egress: from.1,
            used: watch::Sender::new(Use { now: 0, since: Instant::now() }),
            closing: watch::Sender::new(false),
            over: watch::Sender::new(None),
            gone: watch::Sender::new(false),
        }
    }

    /// Uses it until the answer is dropped.
    pub(super) fn used(self: &Arc<Self>) -> Using {
        self.used.send_modify(|used| used.now += 1);
        Using(Arc::clone(self))
    }

    /// Whether nobody uses it.
    pub(super) fn is_idle(&self) -> bool {
        self.used.borrow().now == 0
    }

    /// Whether it can be used.
    pub(super) fn is_open(&self) -> bool {
        !self.peer.is_transport_closed() && !*self.closing.borrow() && self.over.borrow().is_none()
    }

    /// Returns when it was not used for so long.
    pub(super) async fn idle_for(&self, long: Duration) {
        let mut used = self.used.subscribe();
        loop {
            let now = *used.borrow_and_update();
            if now.now > 0 {
                // The sender is `self`'s.
                drop(used.changed().await);
                continue;
            }
            let until = now.since + long;
            if Instant::now() >= until {
                return;
            }
            tokio::select! {
                () = tokio::time::sleep_until(until) => {}
                _ = used.changed() => {}
            }
        }
    }

    /// Asks who keeps it to close it.
    pub(super) fn close(&self) {
        self.closing.send_replace(true);
    }

    /// Returns when somebody wants it closed.
    pub(super) async fn closing(&self) {
        drop(self.closing.subscribe().wait_for(|closing| *closing).await);
    }

    /// It is over, for this reason.
    pub(super) fn ended(&self, why: McpError) {
        self.over.send_replace(Some(why));
    }

    /// Waits until it is over; gives why.
    pub(super) async fn over(&self) -> McpError {
        let mut over = self.over.subscribe();
        let why = over.wait_for(Option::is_some).await.ok().and_then(|why| why.clone());
        why.unwrap_or(McpError::NotRunning("closed"))
    }

    /// Nothing is left of it, its program included.
    pub(super) fn is_gone(&self) {
        self.gone.send_replace(true);
    }

    /// Waits until nothing is left of it.
    pub(super) async fn gone(&self) {
        drop(self.gone.subscribe().wait_for(|gone| *gone).await);
    }

    /// Asks for the tools.
    pub(super) async fn list(&self, within: Duration, redactor: &Redactor) -> Result<Listed, McpError> {
        match timeout(within, tools::list(&self.peer)).await {
            Ok(Ok(tools)) => Ok(tools),
            Ok(Err(error)) => match of_request(error, redactor) {
                Some(error) => Err(error),
                None => Err(self.why().await),
            },
            Err(_) => Err(McpError::late(within)),
        }
    }

    /// Why it was lost, as far as anybody knows.
    pub(super) async fn why(&self) -> McpError {
        if let Some(why) = self.faults.why() {
            return why;
        }
        if let Some(running) = &self.running {
            let closed = || McpError::Protocol("it hangs up".to_owned());
            return running.soon().await.unwrap_or_else(closed);
        }
        let fault = self.egress.as_ref().and_then(Egress::take_fault);
        fault.map_or_else(
            || McpError::Unreachable("it closed the connection".to_owned()),
            |fault| of_egress(&fault),
        )
    }
}

/// The use of a connection by one caller.
pub(super) struct Using(Arc<Connection>);

impl std::ops::Deref for Using {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.0
    }
}

impl Drop for Using {
    fn drop(&mut self) {
        self.0.used.send_modify(|used| *used = Use { now: used.now - 1, since: Instant::now() });
    }
}
