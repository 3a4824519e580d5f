//! Signals that are passed on to a program that runs in our place.

use std::fs::File;
use std::io;
use std::task::Poll;

use rustix::process::Signal;
use tokio::signal::unix::{Signal as Stream, SignalKind, signal};

/// What is passed on. TSTP is not among them: where there is a terminal it stops us both, as it should.
const PASSED_ON: [Signal; 8] = [
    Signal::INT,
    Signal::TERM,
    Signal::HUP,
    Signal::QUIT,
    Signal::USR1,
    Signal::USR2,
    Signal::WINCH,
    Signal::CONT,
];

/// The signals that were sent to this process and are not ours, and the end of a child.
pub(super) struct Signals(Vec<(Signal, Stream)>);

impl Signals {
    /// Listens from now on; needs a tokio runtime. What this process was told to ignore (`nohup`) is left so,
    /// for it and for its child.
    pub(super) fn listen() -> io::Result<Self> {
        let mut wanted = vec![Signal::CHILD];
        let ignored = ignored();
        let stop = (!has_terminal()).then_some(Signal::TSTP);
        let passed_on = PASSED_ON.into_iter().chain(stop);
        wanted.extend(passed_on.filter(|s| ignored & (1 << (s.as_raw() - 1)) == 0));
        let listen = |which: Signal| Ok((which, signal(SignalKind::from_raw(which.as_raw()))?));
        Ok(Self(wanted.into_iter().map(listen).collect::<io::Result<_>>()?))
    }

    /// The next one. Several of one kind may come as one.
    pub(super) async fn next(&mut self) -> Signal {
        std::future::poll_fn(|context| {
            for (which, stream) in &mut self.0 {
                if stream.poll_recv(context).is_ready() {
                    return Poll::Ready(*which);
                }
            }
            Poll::Pending
        })
        .await
    }
}

/// Whether the terminal sends this signal to a child of ours too, so that passing it on would double it.
///
/// The terminal sends it to all of the group in its foreground; one that is sent to us alone while we are
/// there cannot be told from it.
pub(super) fn comes_from_the_terminal(signal: Signal) -> bool {
    let of_terminals = [Signal::INT, Signal::QUIT, Signal::WINCH].contains(&signal);
    of_terminals
        && terminal().is_ok_and(|terminal| {
            rustix::termios::tcgetpgrp(terminal).is_ok_and(|front| front == rustix::process::getpgrp())
        })
}

fn terminal() -> io::Result<File> {
    File::open("/dev/tty")
}

fn has_terminal() -> bool {
    terminal().is_ok()
}

/// The signals that this process ignores, signal N as bit N - 1; none where the system does not say.
fn ignored() -> u64 {
    let status = crate::support::fs::read_to_string("/proc/self/status".as_ref()).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    line.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0)
}
