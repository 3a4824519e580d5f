//! The process in a window of tmux: it carries bytes between the window and us, and ends when we do.

use std::io::{self, Read, Write};
use std::os::fd::AsRawFd;
use std::os::unix::net::UnixStream;
use std::process::ExitCode;

use nix::poll::{PollFd, PollFlags, poll};
use nix::sys::signal::{SigSet, Signal};
use nix::sys::signalfd::{SfdFlags, SignalFd};
use rustix::stdio::{stdin, stdout};
use rustix::termios::{OptionalActions, tcgetattr, tcgetwinsize, tcsetattr};

/// The socket on which we wait for windows, in the directory in which they start.
pub(super) const WINDOWS: &str = "windows";

/// Begins a message: bytes that were typed.
pub(super) const TYPED: u8 = b'k';

/// Begins a message: the size of the window, as rows and columns.
pub(super) const SIZE: u8 = b's';

/// Runs this process as the one in a window, until the other end of its socket closes or its window does.
pub fn carry() -> ExitCode {
    crate::support::process::harden();
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn run() -> io::Result<()> {
    let mut wanted = SigSet::empty();
    // Also those that a terminal sends before it is a plain one.
    for signal in [Signal::SIGWINCH, Signal::SIGINT, Signal::SIGQUIT, Signal::SIGTSTP] {
        wanted.add(signal);
    }
    wanted.thread_block()?;
    let mut signals = SignalFd::with_flags(&wanted, SfdFlags::SFD_CLOEXEC | SfdFlags::SFD_NONBLOCK)?;
    let mut modes = tcgetattr(stdin())?;
    modes.make_raw();
    tcsetattr(stdin(), OptionalActions::Now, &modes)?;
    let mut socket = UnixStream::connect(WINDOWS)?;
    say_size(&mut socket)?;
    let mut bytes = vec![0; 16 << 10];
    loop {
        let mut asked =
            [0, socket.as_raw_fd(), signals.as_raw_fd()].map(|fd| PollFd::new(fd, PollFlags::POLLIN));
        match poll(&mut asked, -1) {
            Err(nix::errno::Errno::EINTR) => continue,
            polled => polled?,
        };
        let ready = asked.map(|one| one.revents().is_some_and(|events| !events.is_empty()));
        if ready[2] {
            while let Ok(Some(_)) = signals.read_signal() {}
            say_size(&mut socket)?;
        }
        if ready[1] {
            let read = socket.read(&mut bytes)?;
            if read == 0 {
                return Ok(());
            }
            draw(&bytes[..read])?;
        }
        if ready[0] {
            let read = rustix::io::read(stdin(), &mut bytes[..4096])?;
            if read == 0 {
                return Ok(());
            }
            message(&mut socket, TYPED, &bytes[..read])?;
        }
    }
}

fn draw(mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match rustix::io::write(stdout(), bytes) {
            Ok(written) => bytes = &bytes[written..],
            Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

fn say_size(socket: &mut UnixStream) -> io::Result<()> {
    let size = tcgetwinsize(stdin())?;
    let [rows, columns] = [size.ws_row, size.ws_col].map(u16::to_be_bytes);
    message(socket, SIZE, &[rows, columns].concat())
}

/// One byte for the kind, two for the length, what it says.
fn message(socket: &mut UnixStream, kind: u8, what: &[u8]) -> io::Result<()> {
    let length = u16::try_from(what.len()).map_err(io::Error::other)?;
    socket.write_all(&[&[kind][..], &length.to_be_bytes(), what].concat())
}
