//! A question that can end without an answer: somebody else has answered it, or it is too late.

use std::io::{self, IsTerminal, PipeReader, PipeWriter, Write};
use std::thread::JoinHandle;

use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use rustix::termios::{LocalModes, OptionalActions, QueueSelector};
use zeroize::Zeroizing;

use super::Failure;
use super::printer::say;
use super::prompt::Prompter;

/// The longest line that is read, in bytes: a terminal gives no longer one.
const LINE: usize = 4096;

/// A question on the terminal, which stays in the mode in which it is, so that its keys work as everywhere. Dropped,
/// nobody waits for an answer any more.
#[derive(Debug)]
pub struct Question {
    /// Closed, it ends the thread that waits for the line.
    open: Option<PipeWriter>,
    reader: Option<JoinHandle<()>>,
}

impl Prompter {
    /// Puts `question`. What is typed at it, without its line end, goes to `heard` in another thread; the end of the
    /// input is an empty line. `flag` is what answers without a terminal.
    pub fn put(
        &self,
        question: &str,
        flag: &str,
        heard: impl FnOnce(Result<String, Failure>) + Send + 'static,
    ) -> Result<Question, Failure> {
        if !self.can_ask() {
            return Err(Failure::needs_input(question, flag));
        }
        let (closed, open) = io::pipe().map_err(|e| input_error(&e))?;
        self.drop_typed();
        drop(write!(io::stderr(), "{question}: ").and_then(|()| io::stderr().flush()));
        let read = move || match line(&closed) {
            Ok(Came::Line(line)) => heard(Ok(String::from_utf8_lossy(&line).into_owned())),
            Ok(Came::End) => {
                // The terminal does not end the line of the question.
                say("");
                heard(Ok(String::new()));
            }
            Ok(Came::Closed) => {}
            Err(error) => heard(Err(input_error(&error))),
        };
        let reader = std::thread::Builder::new().spawn(read).map_err(|e| input_error(&e))?;
        Ok(Question { open: Some(open), reader: Some(reader) })
    }
}

impl Question {
    /// Takes the question back and ends its line. What was half typed at it is dropped: whether there was something.
    pub fn take_back(mut self) -> bool {
        self.stop();
        let typed = drop_half_typed();
        say("");
        typed
    }

    fn stop(&mut self) {
        self.open = None;
        if let Some(reader) = self.reader.take() {
            // It has panicked if it cannot be waited for, and is not there any more either.
            drop(reader.join());
        }
    }
}

impl Drop for Question {
    fn drop(&mut self) {
        self.stop();
    }
}

/// What came where a line was waited for.
pub(super) enum Came {
    /// A line, without its end.
    Line(Zeroizing<Vec<u8>>),
    /// The end of the input.
    End,
    /// Nobody waits for it any more.
    Closed,
}

/// The next line of stdin, until `closed` is.
pub(super) fn line(closed: &PipeReader) -> io::Result<Came> {
    let stdin = io::stdin();
    // It may be a secret: a vector that grows leaves copies behind.
    let mut line = Zeroizing::new(Vec::with_capacity(2 * LINE));
    loop {
        let mut ready = [PollFd::new(&stdin, PollFlags::IN), PollFd::new(closed, PollFlags::IN)];
        match poll(&mut ready, None) {
            Err(Errno::INTR) => continue,
            done => done?,
        };
        if !ready[1].revents().is_empty() {
            return Ok(Came::Closed);
        }
        let mut part = Zeroizing::new([0; LINE]);
        // Not by the buffer of std: what is typed behind the line is for whoever asks next.
        let read = match rustix::io::read(&stdin, part.as_mut_slice()) {
            Err(Errno::INTR | Errno::AGAIN) => continue,
            read => read?,
        };
        line.extend_from_slice(&part[..read]);
        if read == 0 && line.is_empty() {
            return Ok(Came::End);
        }
        if read == 0 || line.ends_with(b"\n") || line.len() >= LINE {
            let end = line.iter().rposition(|byte| !b"\n\r".contains(byte)).map_or(0, |at| at + 1);
            line.truncate(end);
            return Ok(Came::Line(line));
        }
    }
}

/// Drops what was typed and not read; whether there was something.
fn drop_half_typed() -> bool {
    let stdin = io::stdin();
    // From the background, a terminal would stop whoever changes it.
    let in_front = rustix::termios::tcgetpgrp(&stdin).is_ok_and(|front| front == rustix::process::getpgrp());
    if !stdin.is_terminal() || !in_front {
        return false;
    }
    let Ok(before) = rustix::termios::tcgetattr(&stdin) else { return false };
    let mut by_key = before.clone();
    by_key.local_modes -= LocalModes::ICANON;
    // A terminal that gives whole lines does not count those that are not.
    let counted = rustix::termios::tcsetattr(&stdin, OptionalActions::Now, &by_key).is_ok();
    let typed = counted && rustix::io::ioctl_fionread(&stdin).is_ok_and(|bytes| bytes > 0);
    // Where it cannot be dropped, it is told all the same.
    let _ = rustix::termios::tcflush(&stdin, QueueSelector::IFlush);
    let _ = rustix::termios::tcsetattr(&stdin, OptionalActions::Now, &before);
    typed
}

pub(super) fn input_error(error: &io::Error) -> Failure {
    Failure::failed("input", &format!("cannot read the answer: {error}"))
}
