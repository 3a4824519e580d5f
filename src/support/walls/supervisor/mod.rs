//! The process between us and a program behind walls: it puts the walls up, starts the program, and stays until
//! nothing of it is left.
//!
//! Rights are given up by a thread of its own, and the program inherits what that thread has left: so the
//! supervisor can still end and clean up what the program may not touch.

mod calls;
mod cgroup;
mod descendants;
mod files;
mod hierarchy;
mod limits;
mod mounts;
mod namespaces;
mod privileges;
mod receive;
mod signals;
mod tool;

use std::io::Write;
use std::process::ExitCode;

use rustix::process::{getpid, set_child_subreaper, setsid};

use self::cgroup::Cgroup;
use self::receive::First;
use self::signals::Signals;
use super::error::WallError;
use super::plan::Plan;
use super::report::{Report, Wall};
use super::wire::Word;

pub(super) use self::cgroup::{can_be_made as cgroup_can_be_made, remove_abandoned};
pub(super) use self::descendants::{end_all_of, parents};
pub(super) use self::files::abi;
pub(super) use self::namespaces::{can_be_made as namespaces_can_be_made, mounts_can_be_made};

/// Runs this process as a supervisor: takes a plan from stdin (see [`super::start`]), starts its program behind
/// the walls, and comes back when nothing of it is left.
///
/// To be called first thing, while there is one thread. What it says goes to who started it.
pub fn supervise() -> ExitCode {
    close_inherited();
    // Away from our starter's terminal and group. It fails where somebody made us lead a group: no harm.
    let _ = setsid();
    let mut score = limits::OomScore::open();
    // Started by hand, or by somebody who died.
    let Ok(first) = receive::first() else { return ExitCode::from(2) };
    crate::support::process::harden();
    crate::support::process::harden_for_good();
    let plan = match receive::plan() {
        Ok(plan) => plan,
        Err(error) => return refuse(&WallError::supervisor(&error)),
    };
    match run(&plan, first, &mut score) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => refuse(&error),
    }
}

fn run(
    plan: &Plan,
    First { stdin, terminal, right }: First,
    score: &mut limits::OomScore,
) -> Result<(), WallError> {
    let mut signals = Signals::block().map_err(|error| WallError::supervisor(&error))?;
    if let Some(terminal) = &terminal {
        // Ours first: only then can it be given to a program that we start.
        rustix::process::ioctl_tiocsctty(terminal)
            .map_err(|error| WallError::supervisor(&format!("the terminal: {error}")))?;
    }
    let mut report = Report::default();
    let reaper = set_child_subreaper(Some(getpid()));
    report.enter(Wall::Descendants, reaper.map_err(|error| error.to_string()));
    let mut cgroup = Cgroup::make(&plan.limits);
    score.raise();
    let started = tool::start(plan, (stdin, terminal.as_ref()), right, &signals, &mut cgroup);
    score.restore();
    cgroup.leave();
    let (tool, walls) = match started {
        Ok(started) => started,
        Err(error) => {
            cgroup.remove();
            return Err(error);
        }
    };
    report.extend(walls);
    if let Some(terminal) = terminal {
        tool::to_the_front(tool, &terminal);
    }
    say(&Word::Started { tool: tool.as_raw_nonzero().get().cast_unsigned(), report });
    let_go_of_output();
    let ended = descendants::wait(tool, &mut signals).end_all(&mut signals, &cgroup);
    cgroup.remove();
    say(&Word::Ended(ended));
    Ok(())
}

/// So that its end is seen when the program and its children close it, and not only when we end.
fn let_go_of_output() {
    if let Ok(null) = std::fs::OpenOptions::new().write(true).open("/dev/null") {
        let _ = rustix::stdio::dup2_stdout(&null);
        let _ = rustix::stdio::dup2_stderr(&null);
    }
}

fn refuse(error: &WallError) -> ExitCode {
    say(&Word::Refused(error.clone()));
    ExitCode::FAILURE
}

/// Tells who started us; if nobody listens any more, nobody needs to know.
fn say(word: &Word) {
    if let Ok(mut line) = serde_json::to_vec(word) {
        line.push(b'\n');
        let _ = receive::Socket.write_all(&line);
    }
}

/// Closes every descriptor but stdin, stdout and stderr: whoever forgot to keep one from us did not mean the
/// program to have it.
fn close_inherited() {
    let Ok(listed) = std::fs::read_dir("/proc/self/fd") else { return };
    let numbers: Vec<i32> = listed.filter_map(|e| e.ok()?.file_name().to_str()?.parse().ok()).collect();
    for number in numbers.into_iter().filter(|number| *number > 2) {
        // The one that listed them is closed already.
        let _ = nix::unistd::close(number);
    }
}
