//! `muxi server status`.

use clap::Args;
use serde_json::json;

use super::Which;
use super::process::Running;
use crate::cli::context::Context;
use crate::output::{ExitCode, Failure, columns};

/// Say whether it runs, where, and what it would be started with
#[derive(Debug, Args)]
#[command(after_help = "The exit code is 0 where it runs, and 3 where it does not.")]
pub(crate) struct Status {
    #[command(flatten)]
    which: Which,
}

impl Status {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let files = self.which.files(context)?;
        let running = Running::find(&files.data);
        let legacy = files.config.legacy_keys().len();
        if context.out.is_json() {
            context.out.json(&json!({
                "running": running.is_some(),
                "url": running.as_ref().map(|running| &running.url),
                "pid": running.as_ref().map(|running| running.pid),
                "config": files.path,
                "data": files.data,
                "keys": files.config.keys.len(),
                "legacy_keys": legacy,
            }))?;
        } else {
            let state = running.as_ref().map_or("not running".to_owned(), |running| {
                format!("running at {} (process {})", running.url, running.pid)
            });
            let row = |name: &str, value: String| vec![name.to_owned(), value];
            let rows = vec![
                row("server", state),
                row("configuration", files.path.display().to_string()),
                row("data", files.data.display().to_string()),
                row("keys", format!("{}, {legacy} of them legacy", files.config.keys.len())),
            ];
            context.out.line(&columns(rows))?;
        }
        Ok(if running.is_some() { ExitCode::Done } else { ExitCode::NotFound })
    }
}
