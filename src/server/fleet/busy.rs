//! One change at a time for each formation, and taking it back.

use std::sync::Arc;

use tokio::sync::watch;

use super::error::{Fault, FleetError};
use super::id::FormationId;
use super::{Fleet, Inner, locked};

/// Something is being done with a formation, and nothing else.
pub(super) struct Busy {
    inner: Arc<Inner>,
    id: FormationId,
    pub(super) asked: TakenBack,
}

impl Drop for Busy {
    fn drop(&mut self) {
        locked(&self.inner.busy).remove(&self.id);
    }
}

/// Whether what is being done is to be taken back. Whoever does a part of it asks, and comes to an end of its own: what is on
/// the disk or runs must be gone before somebody else begins.
#[derive(Clone)]
pub(super) struct TakenBack {
    cancelled: watch::Receiver<bool>,
    closing: watch::Receiver<bool>,
}

impl TakenBack {
    /// An error where it is.
    pub(super) fn check(&self) -> Result<(), FleetError> {
        if *self.cancelled.borrow() {
            return Err(FleetError::new(Fault::Cancelled, "it was taken back before it was live"));
        }
        if *self.closing.borrow() {
            return Err(FleetError::new(Fault::Cancelled, "the server is being stopped"));
        }
        Ok(())
    }

    /// Waits for what may be dropped on the way.
    pub(super) async fn unless<T>(&self, work: impl Future<Output = T>) -> Result<T, FleetError> {
        let Self { mut cancelled, mut closing } = self.clone();
        tokio::select! {
            biased;
            Ok(_) = cancelled.wait_for(|cancelled| *cancelled) => {}
            Ok(_) = closing.wait_for(|closing| *closing) => {}
            done = work => return Ok(done),
        }
        Err(self.check().expect_err("one of the two is set, and stays so"))
    }
}

impl Fleet {
    /// Does a change in a task of its own, which goes on when the caller leaves.
    pub(super) async fn changing<T, R>(
        &self,
        id: &FormationId,
        work: impl FnOnce(Arc<Inner>, Busy) -> R,
    ) -> Result<T, FleetError>
    where
        T: Send + 'static,
        R: Future<Output = Result<T, FleetError>> + Send + 'static,
    {
        let busy = self.begin(id)?;
        let done = tokio::spawn(work(Arc::clone(&self.0), busy)).await;
        done.unwrap_or_else(|_| {
            Err(FleetError::new(Fault::Switch, "the server made a mistake; its log says more"))
        })
    }

    fn begin(&self, id: &FormationId) -> Result<Busy, FleetError> {
        // Held before it is asked: whoever closes looks who is busy after that.
        let mut busy = locked(&self.0.busy);
        if *self.0.closing.borrow() {
            return Err(FleetError::new(Fault::Stopping, "the server is being stopped"));
        }
        if busy.contains_key(id) {
            let message = format!("something else is being done with {id}: wait until it has ended");
            return Err(FleetError::new(Fault::Busy, message));
        }
        let (cancel, cancelled) = watch::channel(false);
        busy.insert(id.clone(), cancel);
        let asked = TakenBack { cancelled, closing: self.0.closing.subscribe() };
        Ok(Busy { inner: Arc::clone(&self.0), id: id.clone(), asked })
    }
}
