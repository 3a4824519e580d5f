//! Starting, stopping, deleting; taking a change back.

use std::sync::Arc;

use super::answer::{Deployed, Done, Status};
use super::busy::Busy;
use super::change::retire;
use super::error::{Fault, FleetError};
use super::event::{Reporter, Stage};
use super::formation::Formation;
use super::id::FormationId;
use super::keeper::{keep, launch};
use super::record::{Record, Wanted};
use super::{Fleet, Inner, blocking, dev, locked};
use crate::runtime::logs;
use crate::support::fs::{FsError, remove_all};

impl Fleet {
    /// Starts a formation that was stopped or gave up. One that runs goes on.
    pub async fn start(&self, id: &FormationId, report: Reporter) -> Result<Deployed, FleetError> {
        let formation = self.0.find(id)?;
        self.changing(id, move |inner: Arc<Inner>, busy| start(inner, busy, formation, report)).await
    }

    /// Stops a formation; it stays stopped when the server starts again. Comes back when its process is gone.
    pub async fn stop(&self, id: &FormationId) -> Result<Done, FleetError> {
        let formation = self.0.find(id)?;
        self.changing(id, move |inner: Arc<Inner>, busy| stop(inner, busy, formation)).await
    }

    /// Stops it and takes all of it away: its versions, its sessions, its memories.
    pub async fn delete(&self, id: &FormationId) -> Result<Done, FleetError> {
        let formation = self.0.find(id)?;
        self.changing(id, move |inner: Arc<Inner>, busy| delete(inner, busy, formation)).await
    }

    /// Takes back what is being done with a formation, as long as it is not live.
    pub fn cancel_update(&self, id: &FormationId) -> Result<Done, FleetError> {
        match locked(&self.0.busy).get(id) {
            Some(cancel) => {
                cancel.send_replace(true);
                Ok(Done {
                    id: id.to_string(),
                    message: "it is taken back, unless it is live already".to_owned(),
                })
            }
            None if self.0.find(id).is_ok() => {
                Err(FleetError::new(Fault::Running, format!("nothing is being done with {id}")))
            }
            None => Err(FleetError::not_found(id)),
        }
    }
}

async fn start(
    inner: Arc<Inner>,
    busy: Busy,
    formation: Arc<Formation>,
    report: Reporter,
) -> Result<Deployed, FleetError> {
    if formation.status() == Status::Running {
        return Ok(formation.deployed());
    }
    let counter = formation.record().current.counter;
    let live = launch(&inner, &formation, counter, (Stage::Spawning, &report, Some(&busy.asked))).await?;
    want(&formation, Wanted::Running).await?;
    if let Some(other) = keep(&inner, &formation, Some(live)) {
        // It came up by itself meanwhile, and may have requests.
        retire(&inner, &formation, other);
    }
    Ok(formation.deployed())
}

async fn stop(inner: Arc<Inner>, _busy: Busy, formation: Arc<Formation>) -> Result<Done, FleetError> {
    want(&formation, Wanted::Stopped).await?;
    formation.halt(inner.options.stop_timeout).await;
    Ok(Done { id: formation.id.to_string(), message: format!("{} is stopped", formation.id) })
}

async fn delete(inner: Arc<Inner>, _busy: Busy, formation: Arc<Formation>) -> Result<Done, FleetError> {
    // Should the server be killed meanwhile, it does not come up again.
    want(&formation, Wanted::Stopped).await?;
    let id = &formation.id;
    locked(&inner.formations).remove(id);
    let tried = locked(&inner.drafts).remove(id);
    if let Some(tried) = tried {
        tried.halt(inner.options.stop_timeout).await;
    }
    formation.halt(inner.options.stop_timeout).await;
    let _draft = inner.draft(id).await;
    let (removed, own) = (Arc::clone(&formation), Arc::clone(&inner));
    let removed = blocking(move || {
        // What is beside it first: of what is left, it can be deleted again.
        own.remove_beside(&removed.id)?;
        removed.remove()
    });
    if let Err(error) = removed.await {
        if formation.place.root().exists() {
            locked(&inner.formations).insert(id.clone(), Arc::clone(&formation));
        }
        return Err(FleetError::file(Fault::Cleanup)(error));
    }
    Ok(Done { id: id.to_string(), message: format!("{id} is deleted") })
}

impl Inner {
    /// Takes away what a formation has outside of its place: what was tried out of it, and what its processes said. Blocks.
    fn remove_beside(&self, id: &FormationId) -> Result<(), FsError> {
        remove_all(&dev::root(&self.options.data, id))?;
        let logs = ["out", "err"].map(|end| self.log(id, end));
        logs.iter().try_for_each(|log| logs::remove(log).map_err(|error| FsError::io("remove", log, error)))
    }
}

async fn want(formation: &Arc<Formation>, wanted: Wanted) -> Result<(), FleetError> {
    let formation = Arc::clone(formation);
    let written = blocking(move || formation.amend(|record| Record { wanted, ..record.clone() }));
    written.await.map(drop).map_err(FleetError::file(Fault::Register))
}
