//! What `muxi serve` records of itself, and how long records are kept.

use clap::Args;

use super::super::context::Context;
use serde_json::json;

use crate::audit::{AuditError, Class, Event, OnError, Outcome, Recorder, Retention, Sink, Stream};
use crate::formation::discover::Location;
use crate::output::Failure;
use crate::support::fs::{self, Mode};

/// What is recorded, and how long it is kept
#[derive(Debug, Args)]
pub(crate) struct AuditOptions {
    /// How many days the records of a class are kept, such as network=30,agent=90; `muxi audit` verifies what is left
    #[arg(long, value_name = "CLASS=DAYS", value_delimiter = ',')]
    audit_retention: Vec<String>,
    /// Send records on as they are written: `file:PATH`, `syslog:unix:PATH`, `syslog:udp:HOST:PORT` or
    /// `syslog:tcp:HOST:PORT`; again for each further one
    #[arg(long, value_name = "SINK")]
    audit_to: Vec<Sink>,
}

impl AuditOptions {
    /// Starts to record. What cannot be recorded is not served.
    pub(super) fn start(&self, context: &Context, at: &Location) -> Result<(Recorder, Vec<Stream>), Failure> {
        let mut retention = Retention::default();
        for one in &self.audit_retention {
            retention = retention.with(one).map_err(|error| Failure::usage(error.to_string()))?;
        }
        let trail = context.trail(at)?;
        let stream = |sink: &Sink| {
            let sink = match sink {
                Sink::File(path) => Sink::File(context.env.absolute(path)),
                other => other.clone(),
            };
            Stream::start(trail.place(), sink, teller(context))
        };
        let streams = self.audit_to.iter().map(stream).collect::<Result<_, _>>()?;
        Ok((Recorder::start(trail, Some(retention), teller(context))?, streams))
    }

    /// The server listens: on the disk before anybody is told.
    pub(super) async fn begin(&self, recorder: Option<&Recorder>, url: &str) -> Result<(), Failure> {
        let Some(recorder) = recorder else { return Ok(()) };
        let mark = recorder.place().running();
        let mut event = Event::new(Class::Lifecycle, "server.start", "server", url);
        if mark.exists() {
            event = event.with("after", "the server before it did not end in an orderly way");
        }
        for one in &self.audit_retention {
            event = event.with("retention", one.as_str());
        }
        recorder.commit(event).await?;
        let pid = std::process::id().to_string();
        fs::write_atomic(&mark, pid.as_bytes(), Mode::PRIVATE)
            .map_err(|e| super::super::context::state_failure(&e))
    }
}

/// Says on stderr what fails behind everybody's back.
fn teller(context: &Context) -> OnError {
    let log = context.out.log();
    let json = context.out.is_json();
    Box::new(move |error: &AuditError| {
        if json {
            let error = json!({"code": error.code(), "message": error.to_string()});
            log.json(json!({"event": "audit_failed", "error": error}));
        } else {
            log.line(&format!("the audit: {error}"));
        }
    })
}

/// Records what a conversation without a server does; where that cannot be, it is said.
pub(super) fn quietly(context: &Context, at: &Location) -> Option<Recorder> {
    let started = context.trail(at).and_then(|trail| Ok(Recorder::start(trail, None, teller(context))?));
    started.map_err(|failure| context.out.warn(&format!("this is not recorded: {}", failure.message()))).ok()
}

/// The server has ended, or could not begin.
pub(super) fn end(recorder: &Recorder, failure: Option<&Failure>) {
    let event = Event::new(Class::Lifecycle, "server.stop", "server", "");
    let event = match failure {
        Some(failure) => event.ended(Outcome::Failed).with("code", failure.code()),
        None => event,
    };
    let mark = recorder.place().running();
    let ours = fs::read_to_string(&mark).is_ok_and(|pid| pid == std::process::id().to_string());
    if recorder.commit_blocking(event).is_ok() && ours {
        // Where it stays, the next server says that this one ended in another way.
        drop(fs::remove_if_exists(&mark));
    }
    recorder.end();
}
