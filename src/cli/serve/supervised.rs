//! `muxi serve` as a process of `muxi server`: its lifeline, and a state that the process before it still has.

use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use super::SERVE_LOCK;
use crate::remote::address::Address;
use crate::runtime::stop::Stop;
use crate::support::fs::Lock;

/// The mark of the one server of a state.
pub(super) enum Alone {
    /// It is ours.
    Now(#[expect(dead_code, reason = "it is held")] Lock),
    /// It is ours once the process before this one has ended. That one takes no new requests, and the store stands two.
    Then(#[expect(dead_code, reason = "it is held")] Arc<OnceLock<Lock>>),
}

impl Alone {
    /// Waits for it in a thread of its own, which ends with the process.
    pub(super) fn after(state: &Path) -> Self {
        let (slot, path) = (Arc::new(OnceLock::new()), state.join(SERVE_LOCK));
        let ours = Arc::downgrade(&slot);
        std::thread::spawn(move || {
            let lock = Lock::acquire(&path, Duration::MAX);
            if let (Some(slot), Ok(lock)) = (ours.upgrade(), lock) {
                drop(slot.set(lock));
            }
        });
        Self::Then(slot)
    }
}

/// Ends the server when its standard input does: nobody is left who could send it requests. Nothing that comes there is
/// looked at.
pub(super) fn end_with_stdin(stop: Stop) {
    std::thread::spawn(move || {
        drop(std::io::copy(&mut std::io::stdin().lock(), &mut std::io::sink()));
        stop.cancel();
    });
}

/// Whether the address that is left in the state is that of this process.
pub(super) fn is_ours(state: &Path) -> bool {
    Address::read(state).ok().flatten().is_some_and(|address| address.pid == std::process::id())
}
