//! Deploying, updating, rolling back: the new process is well before anything is live, and the old one ends its requests.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::timeout;

use super::answer::{Deployed, Updated};
use super::arrival::{Arrival, Staged, arrive};
use super::busy::{Busy, TakenBack};
use super::error::{Fault, FleetError};
use super::event::{Reporter, Stage};
use super::formation::{Formation, Live};
use super::id::FormationId;
use super::keeper::{keep, launch};
use super::place::Place;
use super::record::{Record, Version, Wanted};
use super::{Fleet, Inner, blocking, locked};

/// A process whose version never was live has so long to end.
const NEVER_LIVE: Duration = Duration::from_secs(2);

impl Fleet {
    /// Deploys a formation that is not there yet, and starts it.
    pub async fn deploy(&self, arrival: Arrival, report: Reporter) -> Result<Deployed, FleetError> {
        let id: FormationId = arrival.id.parse()?;
        let own = id.clone();
        self.changing(&id, move |inner: Arc<Inner>, busy| deploy(inner, busy, own, arrival, report)).await
    }

    /// Replaces what is live by another version, without a request that fails. Where that one does not start, nothing
    /// changes.
    pub async fn update(&self, arrival: Arrival, report: Reporter) -> Result<Updated, FleetError> {
        let id: FormationId = arrival.id.parse()?;
        let formation = self.0.find(&id)?;
        self.changing(&id, move |inner: Arc<Inner>, busy| update(inner, busy, formation, arrival, report))
            .await
    }

    /// Makes the version before live again, in the same way; the one that was live is the one before then.
    pub async fn rollback(&self, id: &FormationId, report: Reporter) -> Result<Updated, FleetError> {
        let formation = self.0.find(id)?;
        self.changing(id, move |inner: Arc<Inner>, busy| rollback(inner, busy, formation, report)).await
    }

    /// Starts another process of what is live, and ends the old one, in the same way.
    pub async fn restart(&self, id: &FormationId, report: Reporter) -> Result<Deployed, FleetError> {
        let formation = self.0.find(id)?;
        self.changing(id, move |inner: Arc<Inner>, busy| restart(inner, busy, formation, report)).await
    }
}

async fn deploy(
    inner: Arc<Inner>,
    busy: Busy,
    id: FormationId,
    arrival: Arrival,
    report: Reporter,
) -> Result<Deployed, FleetError> {
    if inner.find(&id).is_ok() {
        let message = format!("there is a formation {id} already: update it instead");
        return Err(FleetError::new(Fault::FormationExists, message));
    }
    let full = || {
        let message =
            format!("this server has {} formations, and takes no more", inner.options.max_formations);
        FleetError::new(Fault::PortAllocation, message)
    };
    let _room = inner.room().ok_or_else(full)?;
    let place = Place::new(&inner.options.data, &id);
    if place.root().is_symlink() || place.is_foreign() {
        let message = format!("{} is there, and is not this server's: move it away", place.root().display());
        return Err(FleetError::new(Fault::Directory, message));
    }
    let (formation, live) = match first(&inner, &busy.asked, &id, arrival, &report).await {
        Ok(first) => first,
        Err(error) => {
            let _draft = inner.draft(&id).await;
            // The first error is the one to report.
            drop(blocking(move || place.abandon()).await);
            return Err(error);
        }
    };
    locked(&inner.formations).insert(id, Arc::clone(&formation));
    keep(&inner, &formation, Some(live));
    Ok(formation.deployed())
}

/// The first version: unpacked, well, and written down.
async fn first(
    inner: &Arc<Inner>,
    asked: &TakenBack,
    id: &FormationId,
    arrival: Arrival,
    report: &Reporter,
) -> Result<(Arc<Formation>, Live), FleetError> {
    let place = Place::new(&inner.options.data, id);
    let staged = stage(inner, asked, (&place, id), (arrival, None), report).await?;
    let record = Record::new(id.as_str(), version(inner, &staged, 1));
    let formation = Arc::new(Formation::new(id.clone(), place, record));
    promote(&formation, staged, 1).await?;
    let live = launch(inner, &formation, 1, (Stage::Spawning, report, Some(asked))).await?;
    let written = Arc::clone(&formation);
    let written = blocking(move || {
        written.begin().map_err(FleetError::file(Fault::Register))?;
        written.settle();
        Ok(())
    });
    match written.await {
        Ok(()) => Ok((formation, live)),
        Err(error) => {
            live.child.stop(NEVER_LIVE).await;
            Err(error)
        }
    }
}

async fn update(
    inner: Arc<Inner>,
    busy: Busy,
    formation: Arc<Formation>,
    arrival: Arrival,
    report: Reporter,
) -> Result<Updated, FleetError> {
    let before = formation.record();
    // Secrets that come beside the bundle are not in its hash.
    if arrival.secrets.is_none() && before.current.hash == arrival.bundle.hash() {
        let message = format!("{} has this very bundle already", formation.id);
        return Err(FleetError::new(Fault::NoChange, message));
    }
    let counter = before.last + 1;
    let prepared = next(&inner, &busy.asked, &formation, (arrival, before.current.counter, counter), &report);
    let (next, live) = match prepared.await {
        Ok(prepared) => prepared,
        Err(error) => {
            let formation = Arc::clone(&formation);
            blocking(move || formation.settle()).await;
            return Err(error);
        }
    };
    switch(&inner, &formation, live, (Stage::StoppingOld, &report), move |record| record.updated(next))
        .await?;
    let message = format!("{} runs in version {}", formation.id, formation.record().current.semantic);
    Ok(updated(&formation, &before, message))
}

/// The next version, well and beside the one that is live.
async fn next(
    inner: &Arc<Inner>,
    asked: &TakenBack,
    formation: &Arc<Formation>,
    (arrival, live, counter): (Arrival, u64, u64),
    report: &Reporter,
) -> Result<(Version, Live), FleetError> {
    let place = (&formation.place, &formation.id);
    let staged = stage(inner, asked, place, (arrival, Some(live)), report).await?;
    let next = version(inner, &staged, counter);
    // From here on the directory counts as one that is used.
    let _held = formation.hold(counter);
    keep_own(formation, &staged, live).await?;
    promote(formation, staged, counter).await?;
    let live = launch(inner, formation, counter, (Stage::SpawningStaging, report, Some(asked))).await?;
    Ok((next, live))
}

async fn rollback(
    inner: Arc<Inner>,
    busy: Busy,
    formation: Arc<Formation>,
    report: Reporter,
) -> Result<Updated, FleetError> {
    let before = formation.record();
    report.stage(Stage::Validating, "looking for the version before");
    let Some(next) = before.rolled_back(inner.now()) else {
        let message = format!("{} has no version before this one", formation.id);
        return Err(FleetError::new(Fault::NoPreviousVersion, message).at(Stage::Validating));
    };
    let counter = next.current.counter;
    if !formation.place.version(counter).is_dir() {
        let message = format!("{} is missing", formation.place.version(counter).display());
        return Err(FleetError::new(Fault::History, message).at(Stage::Validating));
    }
    let step = (Stage::SpawningPrevious, &report, Some(&busy.asked));
    let live = launch(&inner, &formation, counter, step).await?;
    let now = next.updated_at;
    let back = move |record: &Record| record.rolled_back(now).unwrap_or_else(|| record.clone());
    switch(&inner, &formation, live, (Stage::StoppingCurrent, &report), back).await?;
    let message = format!("{} is back at version {}", formation.id, formation.record().current.semantic);
    Ok(updated(&formation, &before, message))
}

async fn restart(
    inner: Arc<Inner>,
    busy: Busy,
    formation: Arc<Formation>,
    report: Reporter,
) -> Result<Deployed, FleetError> {
    let counter = formation.record().current.counter;
    let live = launch(&inner, &formation, counter, (Stage::Spawning, &report, Some(&busy.asked))).await?;
    let runs = |record: &Record| Record { wanted: Wanted::Running, ..record.clone() };
    switch(&inner, &formation, live, (Stage::StoppingOld, &report), runs).await?;
    Ok(formation.deployed())
}

/// Unpacks and checks a bundle. It comes to its end also where it is taken back: nobody else may unpack there before.
async fn stage(
    inner: &Arc<Inner>,
    asked: &TakenBack,
    (place, id): (&Place, &FormationId),
    (arrival, live): (Arrival, Option<u64>),
    report: &Reporter,
) -> Result<Staged, FleetError> {
    let permit = asked.unless(inner.unpacking.acquire()).await?;
    let _permit = permit.map_err(|_| FleetError::new(Fault::Stopping, "the server is being stopped"))?;
    let (inner, place, id) = (Arc::clone(inner), place.clone(), id.clone());
    let (report, asked) = (report.clone(), asked.clone());
    blocking(move || arrive(&place, &id, (&arrival, live), &inner.options, (&report, &asked))).await
}

fn version(inner: &Inner, staged: &Staged, counter: u64) -> Version {
    let (semantic, hash) = (staged.semantic.clone(), staged.hash.clone());
    Version { counter, semantic, hash, deployed_at: inner.now() }
}

async fn keep_own(formation: &Arc<Formation>, staged: &Staged, live: u64) -> Result<(), FleetError> {
    let (place, to) = (formation.place.clone(), staged.path().to_owned());
    blocking(move || Place::keep_own(&place.version(live), &to)).await.map_err(FleetError::file(Fault::Move))
}

async fn promote(formation: &Arc<Formation>, staged: Staged, counter: u64) -> Result<(), FleetError> {
    let place = formation.place.clone();
    let promoted = blocking(move || {
        let promoted = place.promote(counter);
        drop(staged);
        promoted
    });
    promoted.await.map_err(FleetError::file(Fault::Move))
}

/// Makes `live` the one that requests go to, on the disk first, and lets the old one end.
async fn switch(
    inner: &Arc<Inner>,
    formation: &Arc<Formation>,
    live: Live,
    (stage, report): (Stage, &Reporter),
    change: impl FnOnce(&Record) -> Record + Send + 'static,
) -> Result<(), FleetError> {
    report.stage(Stage::Swapping, "requests go to the new process");
    let written = Arc::clone(formation);
    let written = blocking(move || written.amend(change).map_err(FleetError::file(Fault::Switch)));
    if let Err(error) = written.await {
        live.child.stop(NEVER_LIVE).await;
        return Err(error.at(Stage::Swapping));
    }
    if let Some(old) = keep(inner, formation, Some(live)) {
        report.stage(stage, "the old process ends its requests, and then itself");
        retire(inner, formation, old);
    }
    let formation = Arc::clone(formation);
    blocking(move || formation.settle()).await;
    Ok(())
}

/// Lets a process end the requests that it has, ends it, and takes away what it used, while others go on.
pub(super) fn retire(inner: &Arc<Inner>, formation: &Arc<Formation>, old: Live) {
    let (inner, formation) = (Arc::clone(inner), Arc::clone(formation));
    inner.retiring.send_modify(|retiring| *retiring += 1);
    tokio::spawn(async move {
        let (mut closing, mut leaving) = (inner.closing.subscribe(), formation.leaving());
        tokio::select! {
            _ = timeout(inner.options.drain_timeout, old.target.idle()) => {}
            _ = old.child.ended() => {}
            _ = closing.wait_for(|closing| *closing) => {}
            _ = leaving.wait_for(|leaving| *leaving) => {}
        }
        old.child.stop(inner.options.stop_timeout).await;
        drop(old);
        blocking(move || formation.settle()).await;
        inner.retiring.send_modify(|retiring| *retiring -= 1);
    });
}

fn updated(formation: &Formation, before: &Record, message: String) -> Updated {
    let (live, record) = (formation.live(), formation.record());
    Updated {
        id: formation.id.to_string(),
        status: formation.status(),
        version: record.current.counter,
        previous_version: before.current.counter,
        port: live.as_ref().map(|live| live.target.port()),
        pid: live.as_ref().map(|live| live.child.pid()),
        message,
        deployment_type: "blue-green",
    }
}
