//! This process: what others may see of its memory, and Ctrl-C.

/// No core dumps, and no reading of this process's memory by others of the same user: both would
/// show secrets. What the system refuses is left as it is.
pub fn harden() {
    #[cfg(unix)]
    {
        let none = rustix::process::Rlimit { current: Some(0), maximum: Some(0) };
        let _ = rustix::process::setrlimit(rustix::process::Resource::Core, none);
    }
    #[cfg(target_os = "linux")]
    {
        let _ = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
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
            () = interrupt.came() => Ok(None),
        }
    })
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

    async fn came(self) {
        let [mut interrupt, mut terminate, mut hangup] = self.0;
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
            _ = hangup.recv() => {}
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

    async fn came(self) {
        drop(tokio::signal::ctrl_c().await);
    }
}
