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

/// Runs `work` in a thread of its own; `None` when Ctrl-C comes first, so that the caller can
/// clean up. The thread is then left to itself.
pub fn until_interrupted<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> std::io::Result<Option<T>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    runtime.block_on(async {
        let interrupt = tokio::signal::ctrl_c();
        tokio::pin!(interrupt);
        // The first poll installs the handler; only then may the work begin.
        if futures_util::poll!(&mut interrupt).is_ready() {
            return Ok(None);
        }
        let (send, mut done) = tokio::sync::mpsc::channel(1);
        std::thread::spawn(move || drop(send.blocking_send(work())));
        tokio::select! {
            result = done.recv() => Ok(result),
            _ = interrupt => Ok(None),
        }
    })
}
