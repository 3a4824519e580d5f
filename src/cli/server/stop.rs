//! `muxi server stop`.

use std::time::{Duration, Instant};

use clap::Args;
use serde_json::json;

use super::Which;
use super::process::Running;
use crate::cli::context::Context;
use crate::output::{ExitCode, Failure};

const PAUSE: Duration = Duration::from_millis(20);

/// End a server that runs on this machine, and wait until it has ended
#[derive(Debug, Args)]
pub(crate) struct Stop {
    #[command(flatten)]
    which: Which,
    /// How long to wait for its end, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    timeout: u64,
}

impl Stop {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let files = self.which.files(context)?;
        let Some(running) = Running::find(&files.data) else {
            let what = format!("no server runs with the data in {}", files.data.display());
            return Err(Failure::new(ExitCode::NotFound, "server_not_running", what)
                .hint("another configuration is named by --config FILE"));
        };
        running
            .tell()
            .map_err(|e| Failure::failed("cannot_stop", &format!("process {}: {e}", running.pid)))?;
        let begin = Instant::now();
        while running.lives() {
            if begin.elapsed() > Duration::from_secs(self.timeout) {
                let what =
                    format!("process {} was told to end, and has not after {} s", running.pid, self.timeout);
                return Err(Failure::new(ExitCode::Failed, "server_not_ended", what)
                    .hint("wait longer with --timeout SECONDS"));
            }
            std::thread::sleep(PAUSE);
        }
        if context.out.is_json() {
            context.out.json(&json!({"stopped": true, "pid": running.pid}))?;
        } else {
            context.out.note(&format!("the server at {} has ended", running.url));
        }
        Ok(ExitCode::Done)
    }
}
