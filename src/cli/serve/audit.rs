//! What `muxi serve` records of itself, and how long records are kept.

use clap::Args;

use super::super::context::Context;
use serde_json::json;

use crate::audit::{AuditError, Class, Event, OnError, Outcome, Recorder, Retention, Sink, Stream};
use crate::formation::discover::Location;
use crate::output::Failure;
use crate::runtime::id;
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

    /// The server listens: on the disk before anybody is told. What marks it as running, for [`end`]. The one before may be
    /// on its way out still, where that is `expected`.
    pub(super) async fn begin(
        &self,
        recorder: Option<&Recorder>,
        url: &str,
        expected: bool,
    ) -> Result<Option<String>, Failure> {
        let Some(recorder) = recorder else { return Ok(None) };
        let mark = recorder.place().running();
        let mut event = Event::new(Class::Lifecycle, "server.start", "server", url);
        if mark.exists() && !expected {
            event = event.with("after", "the server before it did not end in an orderly way");
        }
        if !self.audit_retention.is_empty() {
            event = event.with("retention", self.audit_retention.join(","));
        }
        recorder.commit(event).await?;
        // In containers, all servers have the same process number.
        let ours = format!("{} {}", std::process::id(), id::new("run_"));
        fs::write_atomic(&mark, ours.as_bytes(), Mode::PRIVATE)
            .map_err(|e| super::super::context::state_failure(&e))?;
        Ok(Some(ours))
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

/// The server has ended, or could not begin; `ours` is what marks it as running, and so many changes are `unfinished`.
pub(super) fn end(recorder: &Recorder, failure: Option<&Failure>, ours: Option<&str>, unfinished: u64) {
    let event = Event::new(Class::Lifecycle, "server.stop", "server", "");
    let event = match failure {
        Some(failure) => event.ended(Outcome::Failed).with("code", failure.code()),
        None => event,
    };
    let event = if unfinished > 0 { event.with("unfinished", unfinished) } else { event };
    let mark = recorder.place().running();
    let is_ours = ours.is_some_and(|ours| fs::read_to_string(&mark).is_ok_and(|there| there == ours));
    if recorder.commit_blocking(event).is_ok() && is_ours && unfinished == 0 {
        // Where it stays, the next server says that this one ended in another way.
        drop(fs::remove_if_exists(&mark));
    }
    recorder.end();
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::audit::{Entry, Place, Query, Trail, find};
    use crate::support::clock::Clock;
    use crate::support::redact::Redactor;

    fn recorder(dir: &Path) -> Recorder {
        let place = Place::at(dir.join("audit"), None);
        let trail = Trail::open(place, None, Clock::default(), Redactor::default()).unwrap();
        Recorder::start(trail, None, Box::new(|error| panic!("{error}"))).unwrap()
    }

    fn options() -> AuditOptions {
        AuditOptions { audit_retention: vec!["network=30".into(), "agent=90".into()], audit_to: Vec::new() }
    }

    fn last(recorder: &Recorder) -> Entry {
        find(recorder.place(), &Query::default()).unwrap().pop().unwrap()
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_server_takes_away_its_own_mark_alone_and_only_when_all_has_ended() {
        let dir = tempfile::tempdir().unwrap();
        let begun = async |recorder: &Recorder| options().begin(Some(recorder), "url", false).await.unwrap();
        let ended = |recorder: Recorder, ours: Option<String>, unfinished| {
            tokio::task::block_in_place(|| end(&recorder, None, ours.as_deref(), unfinished));
        };
        let first = recorder(dir.path());
        let mark = first.place().running();
        let ours = begun(&first).await;
        assert_eq!(last(&first).details()["retention"], "network=30,agent=90");
        // One that could not begin, and one with the same process number, leave it.
        ended(recorder(dir.path()), None, 0);
        ended(recorder(dir.path()), Some(std::process::id().to_string()), 0);
        assert!(mark.exists());
        assert!(!last(&first).details().contains_key("unfinished"));
        ended(first, ours, 0);
        assert!(!mark.exists());
        let second = recorder(dir.path());
        let ours = begun(&second).await;
        assert!(!last(&second).details().contains_key("after"));
        ended(second, ours, 2);
        assert!(mark.exists(), "a change has not ended");
        let third = recorder(dir.path());
        assert_eq!(last(&third).details()["unfinished"], 2);
        begun(&third).await;
        assert!(last(&third).details().contains_key("after"));
    }
}
