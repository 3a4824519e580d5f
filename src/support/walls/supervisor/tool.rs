//! The thread that puts the walls up around itself and starts the program.

use std::ffi::OsStr;
use std::fs::File;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::thread;

use nix::sys::signal::SigSet;
use rustix::process::Pid;

use super::super::error::WallError;
use super::super::plan::{Network, Plan};
use super::super::report::{Report, Wall};
use super::cgroup::Cgroup;
use super::namespaces::{self, Right};
use super::signals::Signals;
use super::{calls, files, limits, mounts, privileges};

/// How much later than others the program has its turn when the machine is busy.
const NICER: i32 = 5;

/// Starts the program with these as its stdin and its terminal; gives its process, and how the walls around it stand.
pub(super) fn start(
    plan: &Plan,
    ends: (File, Option<&File>),
    right: Right,
    signals: &Signals,
    cgroup: &mut Cgroup,
) -> Result<(Pid, Report), WallError> {
    let wanted = signals.wanted();
    thread::scope(|scope| {
        let walls = scope.spawn(move || behind_walls(plan, ends, right, wanted, cgroup));
        walls.join().unwrap_or_else(|_| Err(WallError::supervisor("the thread of the walls panicked")))
    })
}

fn behind_walls(
    plan: &Plan,
    (stdin, terminal): (File, Option<&File>),
    right: Right,
    signals: SigSet,
    cgroup: &mut Cgroup,
) -> Result<(Pid, Report), WallError> {
    let mut report = Report::default();
    let mut command = Command::new(&plan.program);
    command.args(&plan.args).env_clear().current_dir(&plan.directory).stdin(Stdio::from(stdin));
    for (name, value) in &plan.environment {
        command.env(name, OsStr::from_bytes(value.expose()));
    }
    if let Some(terminal) = terminal {
        let terminal = terminal.try_clone().map_err(|error| WallError::supervisor(&error))?;
        command.stderr(Stdio::from(terminal));
    }
    // Not ours: a signal to its group does not reach us.
    command.process_group(0);
    check_directory(plan)?;
    cgroup.join();
    limits::put_up(&plan.limits, cgroup, &mut report)?;
    let wants = plan.network == Network::None;
    let alone =
        wants && (right == Right::Made || (right == Right::Had && namespaces::unshare_network().is_ok()));
    let mounts =
        if right == Right::None { Err(namespaces::NOT_ROOT.to_owned()) } else { mounts::put_up(plan) };
    let own_memory = mounts.as_ref().is_ok_and(|own| *own);
    report.enter(Wall::Attributes, mounts.map(drop));
    privileges::give_up(&mut report)?;
    files::put_up(plan, own_memory, &mut report)?;
    privileges::drop_capabilities()?;
    let calls = calls::put_up(plan, &mut report)?;
    if wants {
        report.enter_if(Wall::Network, alone || calls, "the kernel has neither namespaces nor seccomp");
    }
    // Whoever answers people goes first, however busy its tools are.
    let _ = rustix::process::nice(NICER);
    Signals::unblock(&signals).map_err(|error| WallError::supervisor(&error))?;
    let child = command.spawn().map_err(|error| WallError::Program {
        program: plan.program.clone(),
        why: match error.kind() {
            std::io::ErrorKind::NotFound => "it is not there, or what it needs to run is not".to_owned(),
            _ => error.to_string(),
        },
    })?;
    Ok((Pid::from_child(&child), report))
}

/// Lets the program read what is typed into its terminal.
pub(super) fn to_the_front(tool: Pid, terminal: &File) {
    let _ = rustix::termios::tcsetpgrp(terminal, tool);
    // One that read too early was stopped for it.
    let _ = rustix::process::kill_process_group(tool, rustix::process::Signal::CONT);
}

/// Else the system would blame the program.
fn check_directory(plan: &Plan) -> Result<(), WallError> {
    use rustix::fs::{Access, AtFlags, CWD, accessat};
    let directory = || plan.directory.clone();
    let refused = |why: String| WallError::Directory { directory: directory(), why };
    let found = std::fs::metadata(&plan.directory).map_err(|error| refused(error.to_string()))?;
    if !found.is_dir() {
        return Err(refused("it is no directory".to_owned()));
    }
    accessat(CWD, &plan.directory, Access::EXEC_OK, AtFlags::EACCESS).map_err(|e| refused(e.to_string()))
}
