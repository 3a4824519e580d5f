//! Starting a process, until it says that it is well.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::Inner;
use super::busy::TakenBack;
use super::error::{Fault, FleetError};
use super::event::{Progress, Reporter, Stage};
use super::formation::Held;
use super::id::FormationId;
use crate::server::process::{Child, ChildLog, NotReady, STATE_OF, Spec, is_well};
use crate::server::proxy::Target;

/// How often another port is tried where somebody was faster.
const TRIES: u32 = 3;
/// The wait before it is asked again whether it is well; it doubles.
const FIRST_WAIT: Duration = Duration::from_millis(5);
const LONGEST_WAIT: Duration = Duration::from_secs(1);
/// A process that did not start has so long to end.
const GIVE_UP: Duration = Duration::from_secs(2);

/// What is to be started.
pub(super) struct Launch<'a> {
    pub(super) id: &'a FormationId,
    /// The files of the formation.
    pub(super) directory: PathBuf,
    /// The directory by whose name its state is found, whatever version of it runs.
    pub(super) root: &'a Path,
    /// Where its state is.
    pub(super) state: PathBuf,
    /// What is told of it.
    pub(super) stage: Stage,
    pub(super) report: &'a Reporter,
    /// Where it can be taken back.
    pub(super) asked: Option<&'a TakenBack>,
    /// Its directory is used until its process is gone.
    pub(super) held: Option<Arc<Held>>,
}

/// A process that is well.
pub(super) struct Launched {
    pub(super) child: Arc<Child>,
    pub(super) target: Arc<Target>,
    /// In milliseconds since the Unix epoch.
    pub(super) since: u64,
}

impl Launch<'_> {
    /// Starts it, with the others that may be on their way. Where it fails or is taken back, its process is gone; where this
    /// is dropped before its end, it is killed.
    pub(super) async fn run(self, inner: &Inner) -> Result<Launched, FleetError> {
        let permit = self.unless(inner.starts.acquire()).await?;
        let _permit = permit.map_err(|_| FleetError::new(Fault::Stopping, "the server is being stopped"))?;
        let mut tries = 0;
        loop {
            tries += 1;
            match self.once(inner).await {
                Err((error, true)) if tries < TRIES => drop(error),
                done => return done.map_err(|(error, _)| error),
            }
        }
    }

    async fn unless<T>(&self, work: impl Future<Output = T>) -> Result<T, FleetError> {
        match self.asked {
            Some(asked) => asked.unless(work).await,
            None => Ok(work.await),
        }
    }

    /// One try, and whether another port might do.
    async fn once(&self, inner: &Inner) -> Result<Launched, (FleetError, bool)> {
        let lease = inner.ports.lease().ok_or_else(|| {
            let range = &inner.options.ports;
            let message = format!("no port from {} to {} is free", range.start(), range.end());
            (FleetError::new(Fault::PortAllocation, message).at(self.stage), false)
        })?;
        let (id, options) = (self.id, &inner.options);
        let log = |end| ChildLog::new(inner.log(id, end), options.log_max_size, options.log_max_files);
        let mut said = Progress::new(self.stage, format!("starting a process of {id}"));
        said.staging_port = (lease.port() != 0).then_some(lease.port());
        self.report.say(said);
        let port = lease.port().to_string();
        let spec = Spec {
            program: options.program.clone(),
            args: self.arguments(&port),
            environment: self.environment(inner, port),
            directory: self.directory.clone(),
            out: log("out"),
            err: log("err"),
            kept: Box::new((lease, self.held.clone())),
        };
        let child = Child::start(spec).map_err(|error| {
            let message =
                format!("the process of {id} cannot be started: {}: {error}", options.program.display());
            (FleetError::new(Fault::Spawn, message).at(self.stage), false)
        })?;
        match self.unless(self.well(&child, inner)).await {
            Ok(Ok(port)) => {
                let since = options.clock.now_millis();
                Ok(Launched { child: Arc::new(child), target: Arc::new(Target::new(port)), since })
            }
            Err(taken_back) => {
                child.stop(Duration::ZERO).await;
                Err((taken_back, false))
            }
            Ok(Err(why)) => {
                child.stop(GIVE_UP).await;
                let words = child.words();
                let taken = words.iter().any(|line| line.contains("port_in_use"));
                Err((self.failed(&why, &words, inner), taken))
            }
        }
    }

    fn arguments(&self, port: &str) -> Vec<OsString> {
        let mut args: Vec<OsString> = vec!["serve".into(), self.directory.clone().into()];
        args.extend([STATE_OF.into(), self.root.into(), "--data-dir".into(), self.state.clone().into()]);
        args.extend(["--json", "--no-input", "--listen", "127.0.0.1", "--port", port].map(Into::into));
        args
    }

    fn environment(&self, inner: &Inner, port: String) -> Vec<(String, String)> {
        let mut all = inner.options.environment.clone();
        let own = [
            ("FORMATION_ID", self.id.to_string()),
            ("MUXI_ENV", "production".to_owned()),
            ("HOST", "127.0.0.1".to_owned()),
            ("PORT", port),
        ];
        all.extend(own.map(|(name, value)| (name.to_owned(), value)));
        all
    }

    /// Waits until it says that it listens, and then that it is well: on which port.
    async fn well(&self, child: &Child, inner: &Inner) -> Result<u16, String> {
        let (most, begin) = (inner.options.startup_timeout, Instant::now());
        let late = || format!("it was not ready after {} s", most.as_secs());
        let port = child.ready(most).await.map_err(|why| match why {
            NotReady::Ended(ended) => ended.to_string(),
            NotReady::Late => late(),
        })?;
        let (mut attempt, mut wait) = (1, FIRST_WAIT);
        loop {
            let mut said =
                Progress::new(Stage::HealthCheck, format!("asking {} whether it is well", self.id));
            (said.attempt, said.staging_port) = (Some(attempt), Some(port));
            self.report.say(said);
            tokio::select! {
                well = is_well(port, inner.options.health_timeout) => if well { return Ok(port) },
                ended = child.ended() => return Err(ended.to_string()),
            }
            if begin.elapsed() > most {
                return Err(late());
            }
            tokio::time::sleep(wait).await;
            (attempt, wait) = (attempt + 1, (wait * 2).min(LONGEST_WAIT));
        }
    }

    fn failed(&self, why: &str, words: &[String], inner: &Inner) -> FleetError {
        let reason = words.iter().rev().find_map(|line| reason(line));
        let reason = reason.map_or_else(|| why.to_owned(), |reason| format!("{why}: {reason}"));
        let clean = |text: &str| inner.options.redactor.redact(text).into_owned();
        FleetError::new(Fault::HealthCheckFailed, clean(&format!("{} did not start: {reason}", self.id)))
            .at(Stage::HealthCheck)
            .details(clean(&words.join("\n")))
    }
}

/// What `muxi serve --json` says on its standard error when it fails.
fn reason(line: &str) -> Option<String> {
    let said: serde_json::Value = serde_json::from_str(line).ok()?;
    let text = |name: &str| said.get("error")?.get(name)?.as_str().map(str::to_owned);
    let message = text("message")?;
    Some(
        text("hint")
            .filter(|hint| !hint.is_empty())
            .map_or(message.clone(), |hint| format!("{message}; {hint}")),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reason_is_what_the_process_says_itself() {
        let line = r#"{"error":{"code":"x","message":"no key","hint":"make one"}}"#;
        assert_eq!(reason(line).as_deref(), Some("no key; make one"));
        assert_eq!(
            reason(r#"{"error":{"code":"x","message":"no key","hint":null}}"#).as_deref(),
            Some("no key")
        );
        assert_eq!((reason("words"), reason(r#"{"event":"ready"}"#)), (None, None));
    }
}
