//! Failing on purpose: tests end a write before its n-th system call and look at what is left.
//!
//! Outside of tests [`step`] is empty and disappears.

use std::io;

#[cfg(not(test))]
#[expect(
    clippy::unnecessary_wraps,
    clippy::inline_always,
    reason = "the tests' twin can fail; this one must cost nothing"
)]
#[inline(always)]
pub(crate) fn step() -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
pub(crate) fn step() -> io::Result<()> {
    hook::step()
}

#[cfg(test)]
pub(crate) mod hook {
    use std::cell::Cell;
    use std::io;

    /// What happens at the chosen system call.
    #[derive(Clone, Copy, PartialEq, Eq)]
    pub(crate) enum Fault {
        /// The process is gone: this call and all later ones do nothing.
        Kill,
        /// This one call fails, as on a full disk; what comes after works.
        Full,
        /// This one call is not what the file system can do, and the disk is full two calls later.
        LinklessAndFull,
    }

    thread_local! {
        static PLAN: Cell<Option<(u32, Fault)>> = const { Cell::new(None) };
        static SEEN: Cell<u32> = const { Cell::new(0) };
    }

    /// Runs `work` with `fault` at system call `at` (from 0); says how many calls it made.
    pub(crate) fn with<T>(at: u32, fault: Fault, work: impl FnOnce() -> T) -> (T, u32) {
        PLAN.set(Some((at, fault)));
        SEEN.set(0);
        let result = work();
        PLAN.set(None);
        (result, SEEN.get())
    }

    pub(super) fn step() -> io::Result<()> {
        let Some((at, fault)) = PLAN.get() else {
            return Ok(());
        };
        let seen = SEEN.get();
        SEEN.set(seen + 1);
        match fault {
            Fault::Kill if seen >= at => Err(io::Error::other("killed")),
            Fault::Full if seen == at => Err(io::ErrorKind::StorageFull.into()),
            Fault::LinklessAndFull if seen == at => Err(io::ErrorKind::Unsupported.into()),
            Fault::LinklessAndFull if seen == at + 2 => Err(io::ErrorKind::StorageFull.into()),
            _ => Ok(()),
        }
    }
}
