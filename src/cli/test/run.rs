//! Running the cases: some at once, told in their order.

use std::path::{Path, PathBuf};
use std::pin::pin;
use std::sync::Arc;

use futures_util::{StreamExt, stream};
use tempfile::TempDir;

use super::super::context::Context;
use super::super::serve::{Start, unlock};
use super::super::wait::with_threads;
use super::Test;
use super::plan::{Planned, Suite};
use super::report::{Ended, Report};
use crate::output::Failure;
use crate::runtime::trial::{self, Trial};
use crate::secrets::Store;
use crate::support::fs;
use crate::support::process::{Sign, sign};

/// Runs the cases and tells `report` of each. A formation that cannot start fails the command.
pub(super) fn all(
    context: &mut Context,
    options: &Test,
    suites: &[Suite],
    report: &mut Report,
) -> Result<Ended, Failure> {
    options.tape.check(context)?;
    let mut stores = Vec::new();
    for suite in suites {
        stores.push(unlock(context, &suite.at, false, options.tape.replays())?);
    }
    // Dropped after the runtime, whose last turns may still write.
    let state = private_directory()?;
    let tokio = with_threads(2)?;
    let cases = suites.iter().zip(&stores).flat_map(|(suite, store)| {
        suite.cases.iter().map(move |planned| One { suite, planned, store: store.as_ref() })
    });
    let cases: Vec<One<'_>> = cases.collect();
    report.expect(cases.len());
    let (context, state) = (&*context, state.path());
    let ended = tokio.block_on(async {
        let trials = cases.iter().enumerate().map(|(nth, one)| async move {
            one.run(context, options, &state.join(nth.to_string())).await.map(|trial| (one, trial))
        });
        let mut trials = stream::iter(trials).buffered(options.jobs.into());
        let mut stopped = pin!(sign());
        loop {
            let next = tokio::select! {
                biased;
                sign = &mut stopped => return match sign {
                    Ok(Sign::Stop | Sign::End) => Ok(Ended::Interrupted),
                    Err(error) => Err(Failure::failed("signals", &error)),
                },
                next = trials.next() => next,
            };
            let Some(next) = next else { return Ok(Ended::Whole) };
            let (one, trial) = next?;
            let passed = trial.passed();
            report.tell(one.suite, one.planned, &trial)?;
            if options.fail_fast && !passed {
                return Ok(Ended::Early);
            }
        }
    })?;
    // What still runs after an early end is of no interest, and must not hold up the end.
    tokio.shutdown_timeout(std::time::Duration::from_millis(500));
    Ok(ended)
}

/// A directory of this run alone, 0700, that goes when this goes.
fn private_directory() -> Result<TempDir, Failure> {
    let made = tempfile::Builder::new().prefix("muxi-test-").tempdir();
    made.map_err(|e| {
        Failure::failed("test", &format!("no temporary directory can be made: {e}"))
            .hint("name one that can be written with the variable TMPDIR")
    })
}

/// A case with what it runs in.
struct One<'a> {
    suite: &'a Suite,
    planned: &'a Planned,
    store: Option<&'a Store>,
}

impl One<'_> {
    /// Runs it in a runtime of its own, whose state is in `state` and goes with it.
    async fn run(&self, context: &Context, options: &Test, state: &Path) -> Result<Trial, Failure> {
        fs::create_private_dir(state).map_err(|e| Failure::failed(e.code(), &e))?;
        let cassette = options.tape.open_part(context, &self.planned.recording)?;
        let start = Start {
            formation: &self.suite.formation,
            store: self.store,
            state: PathBuf::from(state),
            at: &self.suite.at,
            observer: Arc::new(|_, _| {}),
            servers: Arc::new(|_, _| {}),
            logs: crate::runtime::logs::Logs::default(),
            trace: false,
            cassette,
            // What a test does is played.
            audit: None,
        };
        let runtime = start.start(context)?;
        let trial = trial::run(&runtime, &self.planned.case, &|approval| options.approves(approval)).await;
        runtime.stopping().cancel();
        runtime.idle().await;
        runtime.servers().stop().await;
        runtime.close_terminals().await;
        drop(runtime);
        // What is left goes with the directory around it.
        drop(std::fs::remove_dir_all(state));
        Ok(trial)
    }
}
