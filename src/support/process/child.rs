//! A program that runs in our place: its output masked, signals and its exit code passed on.

use std::io::{self, PipeReader, Write};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;

use rustix::process::{Pid, Signal, kill_process};
use tokio::sync::mpsc;

use super::copy::{Copied, copy};
use super::signals::{Signals, comes_from_the_terminal};
use super::with_inherited_limit;
use crate::support::redact::Redactor;

/// Where the program's output goes.
pub struct Outputs<O, E> {
    /// What it writes to stdout.
    pub stdout: O,
    /// What it writes to stderr.
    pub stderr: E,
}

/// How a program ended.
#[derive(Debug)]
pub struct Ended {
    /// Its exit code; 128 and the number of the signal that ended it.
    pub code: u8,
    /// Something that it started still holds its output, and is no longer listened to.
    pub output_still_open: bool,
    /// Why its output could not all be written; nothing where ours was closed (`| head`).
    pub output_error: Option<io::Error>,
}

/// Puts the program in the place of this one; comes back only with the reason why it cannot be.
pub fn exec(command: &mut Command) -> io::Error {
    with_inherited_limit(|| command.exec())
}

/// Runs the program to its end. It has our stdin; what it writes passes `redactor`.
///
/// Where our stdout and stderr are one (a terminal, `2>&1`), so are the program's, and keep their order.
/// An error means that it did not start.
pub fn run_masked<O: Write + Send + 'static, E: Write + Send + 'static>(
    command: &mut Command,
    redactor: &Redactor,
    outputs: Outputs<O, E>,
) -> io::Result<Ended> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    runtime.block_on(async {
        // Before the program starts, so that none is missed.
        let mut signals = Signals::listen()?;
        // Closed when the program has ended.
        let (ended, running) = io::pipe()?;
        let (stdout, into_stdout) = io::pipe()?;
        let (done, mut outputs_done) = mpsc::channel(2);
        if is_one_output() {
            command.stderr(into_stdout.try_clone()?);
        } else {
            let (stderr, into_stderr) = io::pipe()?;
            command.stderr(into_stderr);
            start_copy(stderr, ended.try_clone()?, redactor, outputs.stderr, done.clone());
        }
        command.stdout(into_stdout);
        start_copy(stdout, ended, redactor, outputs.stdout, done);
        let child = with_inherited_limit(|| command.spawn());
        // Our ends for writing: with them open there would be no end to read.
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let status = wait(&mut child?, &mut signals).await?;
        drop(running);
        let mut result = Ended { code: code(status), output_still_open: false, output_error: None };
        while let Some(copied) = next_copied(&mut outputs_done, &mut signals).await {
            result.output_still_open |= copied.still_open;
            result.output_error = result.output_error.or(copied.error);
        }
        Ok(result)
    })
}

fn start_copy(
    from: PipeReader,
    ended: PipeReader,
    redactor: &Redactor,
    mut to: impl Write + Send + 'static,
    done: mpsc::Sender<Copied>,
) {
    let stream = redactor.stream();
    thread::spawn(move || drop(done.blocking_send(copy(from, &ended, stream, &mut to))));
}

/// The next output that is done; `None` when all are, or when a signal says not to wait for who reads them.
async fn next_copied(done: &mut mpsc::Receiver<Copied>, signals: &mut Signals) -> Option<Copied> {
    loop {
        tokio::select! {
            copied = done.recv() => return copied,
            signal = signals.next() => {
                if [Signal::INT, Signal::TERM, Signal::HUP, Signal::QUIT].contains(&signal) {
                    return None;
                }
            }
        }
    }
}

/// Waits for the end of the program and passes signals on until then.
async fn wait(child: &mut Child, signals: &mut Signals) -> io::Result<ExitStatus> {
    loop {
        // Not yet waited for, the process keeps its number: a signal cannot reach another one.
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        let signal = signals.next().await;
        if signal != Signal::CHILD && !comes_from_the_terminal(signal) {
            // One that runs as somebody else may not be told.
            let _ = kill_process(Pid::from_child(child), signal);
        }
    }
}

fn code(status: ExitStatus) -> u8 {
    let signal = status.signal().map(|signal| 128 + signal);
    status.code().or(signal).and_then(|code| u8::try_from(code).ok()).unwrap_or(1)
}

/// Whether our stdout and stderr are the same file, pipe or terminal.
fn is_one_output() -> bool {
    let stat =
        |fd: std::os::fd::BorrowedFd<'_>| rustix::fs::fstat(fd).map(|s| (s.st_dev, s.st_ino, s.st_rdev));
    matches!((stat(rustix::stdio::stdout()), stat(rustix::stdio::stderr())), (Ok(out), Ok(err)) if out == err)
}
