//! Where the system has no walls that we know: the program runs with a cleared environment in a group of its own,
//! and the report says that all else is missing.

#![cfg_attr(target_os = "linux", expect(unreachable_pub, reason = "there it is only tested"))]

use std::ffi::OsStr;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::process::Stdio;

use rustix::process::{Pid, Signal, kill_process_group};
use tokio::process::{Child, Command};
use tokio::sync::{oneshot, watch};

use super::error::WallError;
use super::plan::{Network, Plan};
use super::report::{Report, Wall};
use super::walled::{Ended, Stdin, Walled};

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
#[expect(clippy::unused_async, reason = "as on Linux")]
pub async fn start(_launcher: &Path, plan: &Plan) -> Result<Walled, WallError> {
    if plan.network == Network::None {
        return Err(WallError::Wall { wall: Wall::Network, why: WHY.to_owned() });
    }
    let mut command = Command::new(&plan.program);
    command.args(&plan.args).env_clear().current_dir(&plan.directory).process_group(0).kill_on_drop(true);
    for (name, value) in &plan.environment {
        command.env(name, OsStr::from_bytes(value.expose()));
    }
    let (reads, stdin) = io::pipe().map_err(|error| WallError::supervisor(&error))?;
    let stdin = Stdin::from_owned_fd(stdin.into()).map_err(|error| WallError::supervisor(&error))?;
    command.stdin(Stdio::from(reads)).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command
        .spawn()
        .map_err(|error| WallError::Program { program: plan.program.clone(), why: error.to_string() })?;
    // It holds the program's end of the pipe.
    drop(command);
    let (stdin, stdout, stderr) = (Some(stdin), child.stdout.take(), child.stderr.take());
    let id = child.id().unwrap_or_default();
    let (stop, stopped) = oneshot::channel();
    let (say, ended) = watch::channel(None);
    tokio::spawn(async move {
        say.send_replace(Some(watch_over(child, stopped).await));
    });
    let report = of_this_kernel();
    Ok(Walled { stdin, stdout, stderr, supervisor: id, tool: id, report, stop: Some(stop), ended })
}

/// The same: a program has no terminal here.
#[cfg(not(target_os = "linux"))]
pub async fn start_in(
    launcher: &Path,
    plan: &Plan,
    _terminal: Option<std::os::fd::OwnedFd>,
) -> Result<Walled, WallError> {
    start(launcher, plan).await
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
            if let Ok(status) = tokio::time::timeout(Walled::GRACE, child.wait()).await {
                status
            } else {
                let _ = tell(Signal::KILL);
                child.wait().await
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

#[cfg(test)]
mod tests {
    use super::super::plan::Limits;
    use super::*;
    use crate::support::secret::SecretBytes;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    fn plan(script: &str) -> Plan {
        Plan {
            name: "tool".to_owned(),
            program: "/bin/sh".into(),
            args: vec!["-c".to_owned(), script.to_owned()],
            environment: vec![("TOKEN".to_owned(), SecretBytes::from("value"))],
            directory: "/".into(),
            files: Vec::new(),
            network: Network::Open,
            unix_sockets: false,
            limits: Limits::default(),
        }
    }

    #[tokio::test]
    async fn without_walls_a_program_has_its_environment_only_and_all_else_is_said_to_be_missing() {
        adopt_orphans();
        let script = "read line; echo \"$line $TOKEN ${HOME:-none}\"; exit 3";
        let mut walled = start("/nowhere".as_ref(), &plan(script)).await.unwrap();
        walled.stdin.take().unwrap().write_all(b"got\n").await.unwrap();
        let mut said = String::new();
        walled.stdout.take().unwrap().read_to_string(&mut said).await.unwrap();
        assert_eq!((said.as_str(), walled.wait().await.code), ("got value none\n", Some(3)));
        assert!(walled.report().walls().iter().all(|standing| standing.missing.is_some()));
    }

    #[tokio::test]
    async fn what_is_deaf_is_killed_with_its_group() {
        let script = "trap '' TERM; sleep 30 & echo ready; while :; do sleep 1; done";
        let mut walled = start("/nowhere".as_ref(), &plan(script)).await.unwrap();
        let mut ready = [0; 6];
        walled.stdout.as_mut().unwrap().read_exact(&mut ready).await.unwrap();
        let ended = walled.stop().await;
        assert_eq!((ended.signal, ended.stopped), (Some(9), true));
    }

    #[tokio::test]
    async fn a_program_that_must_have_no_network_does_not_start() {
        let mut plan = plan("true");
        plan.network = Network::None;
        let error = start("/nowhere".as_ref(), &plan).await.unwrap_err();
        assert_eq!(error.code(), "tool_wall_refused");
    }
}
