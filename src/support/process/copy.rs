//! The output of a program on its way to ours, with the secrets taken out.

use std::io::{self, PipeReader, Read, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use zeroize::Zeroizing;

use crate::support::redact::{End, Stream};

/// What others than the program itself may still write after it has ended.
const DRAIN: Duration = Duration::from_secs(1);

/// More than a pipe can hold: so much of the program's own may be there when it has ended.
const PIPE: usize = 1 << 20;

const PIECE: usize = 64 * 1024;

/// How copying ended.
pub(super) struct Copied {
    /// Somebody still had the pipe open when copying stopped.
    pub(super) still_open: bool,
    /// What went wrong with our output; a closed one (`| head`) is none.
    pub(super) error: Option<io::Error>,
}

/// Copies `from` to `to` until its end. Once `ended` is closed, only what is there or comes within a second.
///
/// The pipe is closed as soon as our output is, so that the program notices.
pub(super) fn copy(
    mut from: PipeReader,
    ended: &PipeReader,
    mut stream: Stream,
    to: &mut dyn Write,
) -> Copied {
    let mut piece = Zeroizing::new(vec![0; PIECE]);
    let mut clean = Vec::with_capacity(PIECE);
    let mut deadline = None;
    let mut late = 0;
    let mut still_open = false;
    let result = loop {
        match next(&from, ended, &mut deadline, late) {
            Ok(true) => {}
            Ok(false) => {
                still_open = true;
                break Ok(());
            }
            Err(error) => break Err(error),
        }
        let read = match from.read(&mut piece) {
            Ok(0) => break Ok(()),
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => break Err(error),
        };
        if deadline.is_some() {
            late += read;
        }
        clean.clear();
        stream.push(&piece[..read], &mut clean);
        if let Err(error) = to.write_all(&clean).and_then(|()| to.flush()) {
            return Copied { still_open: false, error: unless_closed(error) };
        }
    };
    clean.clear();
    stream.finish(End::Whole, &mut clean);
    let finished = to.write_all(&clean).and_then(|()| to.flush());
    Copied { still_open, error: result.and(finished).err().and_then(unless_closed) }
}

fn unless_closed(error: io::Error) -> Option<io::Error> {
    (error.kind() != io::ErrorKind::BrokenPipe).then_some(error)
}

/// Waits until there is something to read (or the end); false when it is no longer waited for.
fn next(
    from: &PipeReader,
    ended: &PipeReader,
    deadline: &mut Option<Instant>,
    late: usize,
) -> io::Result<bool> {
    if deadline.is_none() {
        let [ready, over] = wait([from.as_fd(), ended.as_fd()], None)?;
        if over {
            *deadline = Some(Instant::now() + DRAIN);
        }
        if ready {
            return Ok(true);
        }
    }
    let left = deadline.map_or(Duration::ZERO, |end| end.saturating_duration_since(Instant::now()));
    if left.is_zero() && late >= PIPE {
        return Ok(false);
    }
    let [ready] = wait([from.as_fd()], Some(left))?;
    Ok(ready)
}

/// Which of these have something to read or have ended; waits for one of them, at most so long.
fn wait<const N: usize>(fds: [BorrowedFd<'_>; N], longest: Option<Duration>) -> io::Result<[bool; N]> {
    let mut asked = fds.map(|fd| PollFd::from_borrowed_fd(fd, PollFlags::IN));
    let start = Instant::now();
    loop {
        let left = longest.map(|longest| longest.saturating_sub(start.elapsed()));
        let left = left.and_then(|left| Timespec::try_from(left).ok());
        match poll(&mut asked, left.as_ref()) {
            Ok(_) => return Ok(asked.each_ref().map(|fd| !fd.revents().is_empty())),
            Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
}
