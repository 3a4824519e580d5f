//! Where the system has no walls that we know: the program runs with a cleared environment in a group of its own,
//! and the report says that all else is missing.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::process::Stdio;

use rustix::process::{Pid, Signal, kill_process_group};
use tokio::process::{Child, Command};
use tokio::sync::{oneshot, watch};

use super::error::WallError;
use super::plan::{Network, Plan};
use super::report::{Report, Wall};
use super::walled::{Ended, Walled};

const WHY: &str = "muxi has this wall on Linux only";

/// Nothing to do here: orphans go to the system.
pub fn adopt_orphans() {}

/// Which walls there are: none.
pub fn of_this_kernel() -> Report {
    let mut report = Report::default();
    let all = [Wall::Files, Wall::Signals, Wall::SystemCalls, Wall::Privileges, Wall::Network];
    for wall in all.into_iter().chain([Wall::Processes, Wall::Memory, Wall::Descendants]) {
        report.enter(wall, Err(WHY.to_owned()));
    }
    report
}

/// Starts the program with its environment and nothing else of its plan; `_launcher` is not needed here.
pub async fn start(_launcher: &Path, plan: &Plan) -> Result<Walled, WallError> {
    if plan.network == Network::None {
        return Err(WallError::Wall { wall: Wall::Network, why: WHY.to_owned() });
    }
    let mut command = Command::new(&plan.program);
    command.args(&plan.args).env_clear().current_dir(&plan.directory).process_group(0).kill_on_drop(true);
    for (name, value) in &plan.environment {
        command.env(name, OsStr::from_bytes(value.expose()));
    }
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command
        .spawn()
        .map_err(|error| WallError::Program { program: plan.program.clone(), why: error.to_string() })?;
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let id = child.id().unwrap_or_default();
    let (stop, stopped) = oneshot::channel();
    let (say, ended) = watch::channel(None);
    tokio::spawn(async move {
        say.send_replace(Some(watch_over(child, stopped).await));
    });
    let report = of_this_kernel();
    Ok(Walled { stdin, stdout, stderr, supervisor: id, tool: id, report, stop: Some(stop), ended })
}

async fn watch_over(mut child: Child, stopped: oneshot::Receiver<()>) -> Ended {
    use std::os::unix::process::ExitStatusExt;
    let group = child.id().and_then(|id| Pid::from_raw(id.cast_signed()));
    let tell = |signal| group.map(|group| kill_process_group(group, signal));
    let mut asked = false;
    let status = tokio::select! {
        status = child.wait() => status,
        // Also when the sender is dropped.
        _ = stopped => {
            asked = true;
            let _ = tell(Signal::TERM);
            match tokio::time::timeout(Walled::GRACE, child.wait()).await {
                Ok(status) => status,
                Err(_) => {
                    let _ = tell(Signal::KILL);
                    child.wait().await
                }
            }
        }
    };
    // What it left in its group.
    let _ = tell(Signal::KILL);
    let status = status.ok();
    Ended {
        code: status.and_then(|status| status.code()),
        signal: status.and_then(|status| status.signal()),
        stopped: asked,
        out_of_memory: false,
        left: 0,
    }
}
