//! Starting, stopping, deleting; taking a change back.

use std::sync::Arc;

use super::answer::{Deployed, Done, Status};
use super::change::retire;
use super::error::{Fault, FleetError};
use super::event::{Reporter, Stage};
use super::formation::Formation;
use super::id::FormationId;
use super::keeper::{keep, launch};
use super::record::{Record, Wanted};
use super::{Busy, Fleet, Inner, blocking, locked};

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
    mut busy: Busy,
    formation: Arc<Formation>,
    report: Reporter,
) -> Result<Deployed, FleetError> {
    if formation.status() == Status::Running {
        return Ok(formation.deployed());
    }
    let counter = formation.record().current.counter;
    let live = busy.unless_cancelled(launch(&inner, &formation, counter, Stage::Spawning, &report)).await?;
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
    locked(&inner.formations).remove(&formation.id);
    formation.halt(inner.options.stop_timeout).await;
    let removed = Arc::clone(&formation);
    let removed = blocking(move || removed.remove()).await;
    if let Err(error) = removed {
        if formation.place.root().exists() {
            locked(&inner.formations).insert(formation.id.clone(), Arc::clone(&formation));
        }
        return Err(FleetError::file(Fault::Cleanup)(error));
    }
    Ok(Done { id: formation.id.to_string(), message: format!("{} is deleted", formation.id) })
}

async fn want(formation: &Arc<Formation>, wanted: Wanted) -> Result<(), FleetError> {
    let formation = Arc::clone(formation);
    let written = blocking(move || formation.amend(|record| Record { wanted, ..record.clone() }));
    written.await.map(drop).map_err(FleetError::file(Fault::Register))
}
