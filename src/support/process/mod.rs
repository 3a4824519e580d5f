//! This process: what others may see of its memory, and Ctrl-C. And the programs that it runs.

mod child;
mod copy;
mod signals;
mod stat;

use std::sync::OnceLock;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

pub use child::{Ended, Outputs, exec, run_masked};
pub use stat::Stat;

/// The limit of core dumps that this process was started with.
static CORE_LIMIT: OnceLock<Rlimit> = OnceLock::new();

/// No core dumps, and no reading of this process's memory by others of the same user: both would
/// show secrets. What the system refuses is left as it is.
pub fn harden() {
    let limit = CORE_LIMIT.get_or_init(|| getrlimit(Resource::Core));
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: limit.maximum });
    #[cfg(target_os = "linux")]
    {
        let _ = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
    }
}

/// Also no way back: for all that does not run a program on the user's behalf.
pub fn harden_for_good() {
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
}

/// Runs `start` with the limit of core dumps that this process was started with: a program that it starts
/// keeps that. This process stays one that is not dumped (see [`harden`]).
fn with_inherited_limit<T>(start: impl FnOnce() -> T) -> T {
    let Some(limit) = CORE_LIMIT.get() else { return start() };
    let _ = setrlimit(Resource::Core, *limit);
    let started = start();
    harden();
    started
}

/// Sees to it that programs which this process starts do not have the open descriptor `fd`. One that is not
/// open is left alone.
pub fn keep_from_children(fd: u32) {
    use nix::fcntl::{FcntlArg, FdFlag, fcntl};
    if let Ok(fd) = fd.try_into() {
        let _ = fcntl(fd, FcntlArg::F_SETFD(FdFlag::FD_CLOEXEC));
    }
}

/// Runs `work` in a thread of its own; `None` when Ctrl-C, TERM or HUP comes first, so that the
/// caller can clean up. The thread is then left to itself.
pub fn until_interrupted<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> std::io::Result<Option<T>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    runtime.block_on(async {
        // The handlers are in place before the work begins.
        let interrupt = Interrupt::listen()?;
        let (send, mut done) = tokio::sync::mpsc::channel(1);
        std::thread::spawn(move || drop(send.blocking_send(work())));
        tokio::select! {
            result = done.recv() => Ok(result),
            _ = interrupt.came() => Ok(None),
        }
    })
}

/// What a signal asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// Ctrl-C: to stop what is being done.
    Stop,
    /// TERM or HUP: to end the program.
    End,
}

/// Waits for Ctrl-C, TERM or HUP. Needs a tokio runtime.
pub async fn sign() -> std::io::Result<Sign> {
    Ok(Interrupt::listen()?.came().await)
}

/// The signals that ask a program to end.
#[cfg(unix)]
struct Interrupt([tokio::signal::unix::Signal; 3]);

#[cfg(unix)]
impl Interrupt {
    fn listen() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self([
            signal(SignalKind::interrupt())?,
            signal(SignalKind::terminate())?,
            signal(SignalKind::hangup())?,
        ]))
    }

    async fn came(self) -> Sign {
        let [mut interrupt, mut terminate, mut hangup] = self.0;
        tokio::select! {
            _ = interrupt.recv() => Sign::Stop,
            _ = terminate.recv() => Sign::End,
            _ = hangup.recv() => Sign::End,
        }
    }
}

/// Ctrl-C, all that there is elsewhere.
#[cfg(not(unix))]
struct Interrupt;

#[cfg(not(unix))]
impl Interrupt {
    #[expect(clippy::unnecessary_wraps, reason = "as on Unix")]
    fn listen() -> std::io::Result<Self> {
        Ok(Self)
    }

    async fn came(self) -> Sign {
        drop(tokio::signal::ctrl_c().await);
        Sign::Stop
    }
}
