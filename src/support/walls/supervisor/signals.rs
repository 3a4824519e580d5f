//! Signals to the supervisor, as something to read.

use std::io;
use std::os::fd::AsRawFd;
use std::time::Duration;

use nix::poll::{PollFd, PollFlags, poll};
use nix::sys::signal::{SigSet, Signal};
use nix::sys::signalfd::{SfdFlags, SignalFd};

/// The signals that the supervisor waits for; they are blocked for as long as it lives.
pub(super) struct Signals {
    wanted: SigSet,
    descriptor: SignalFd,
    deaf: bool,
}

impl Signals {
    /// Blocks them in this thread, and in those that it makes from now on.
    pub(super) fn block() -> io::Result<Self> {
        let mut wanted = SigSet::empty();
        for signal in [Signal::SIGCHLD, Signal::SIGTERM, Signal::SIGINT, Signal::SIGHUP, Signal::SIGQUIT] {
            wanted.add(signal);
        }
        wanted.thread_block()?;
        let descriptor = SignalFd::with_flags(&wanted, SfdFlags::SFD_CLOEXEC | SfdFlags::SFD_NONBLOCK)?;
        Ok(Self { wanted, descriptor, deaf: false })
    }

    /// Lets them through in the calling thread, so that a program that it starts has none of them blocked.
    pub(super) fn unblock(wanted: &SigSet) -> io::Result<()> {
        Ok(wanted.thread_unblock()?)
    }

    /// Which they are.
    pub(super) fn wanted(&self) -> SigSet {
        self.wanted
    }

    /// Waits until something happens, at most so long; for ever without a limit. Gives whether we are to end: by a
    /// signal, or since nobody holds the other end of our socket.
    pub(super) fn wait(&mut self, longest: Option<Duration>) -> bool {
        let longest = longest.map_or(-1, |most| i32::try_from(most.as_millis()).unwrap_or(i32::MAX));
        let socket = if self.deaf { -1 } else { 0 };
        let mut asked = [
            PollFd::new(self.descriptor.as_raw_fd(), PollFlags::POLLIN),
            // Whoever started us says nothing more; that it can be read means its end.
            PollFd::new(socket, PollFlags::POLLIN),
        ];
        // Interrupted, or out of memory: look, and come back.
        if poll(&mut asked, longest).is_err() {
            return false;
        }
        let mut end = false;
        while let Ok(Some(signal)) = self.descriptor.read_signal() {
            end |= i32::try_from(signal.ssi_signo).is_ok_and(|n| n != Signal::SIGCHLD as i32);
        }
        if asked[1].revents().is_none_or(|events| !events.is_empty()) && !self.deaf {
            end = true;
            // It stays readable: without this, waiting would be no waiting.
            self.deaf = true;
        }
        end
    }
}
