//! Trying out: a directory of this machine, or the draft of a formation, at `/draft/ID/`. It ends with the server.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Weak};
use std::time::Duration;

use super::answer::{Done, Status, Tried};
use super::busy::Busy;
use super::error::{Fault, FleetError};
use super::event::{Reporter, Stage};
use super::id::FormationId;
use super::launch::{Launch, Launched};
use super::place::Place;
use super::{Fleet, Inner, blocking, locked};
use crate::formation::{discover, load};
use crate::server::process::Child;
use crate::server::proxy::Route;
use crate::support::fs;

/// Below the server's data: the state of what is tried out.
pub(super) const DRAFTS: &str = "drafts";

/// What is to be tried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tryout {
    /// The formation in this directory of the server's machine. Whoever may ask for it runs programs of any directory that
    /// the server can read: the caller sees to it that only somebody of this machine does.
    Path(PathBuf),
    /// The draft of the formation with this id.
    Draft(FormationId),
}

/// Whose turn it is to change the files of a draft.
pub(super) type Turn = tokio::sync::Mutex<()>;
/// Nobody else changes the files of the draft meanwhile.
pub type DraftGuard = tokio::sync::OwnedMutexGuard<()>;

/// A formation that is tried out.
pub(super) struct Draft {
    pub(super) route: Route,
    child: Arc<Child>,
}

impl Draft {
    pub(super) async fn halt(&self, grace: Duration) {
        self.route.swap(None);
        self.child.stop(grace).await;
    }
}

impl Fleet {
    /// Starts it, in the place of the one of this id that was tried out before.
    pub async fn dev_run(&self, what: Tryout, report: Reporter) -> Result<Tried, FleetError> {
        let data = self.0.options.data.clone();
        let drafted = if let Tryout::Draft(id) = &what { Some(self.draft(id).await) } else { None };
        let (id, directory) = blocking(move || directory(&data, what)).await?;
        let own = id.clone();
        self.changing(&id, move |inner: Arc<Inner>, busy| async move {
            let tried = run(&inner, &busy, &own, directory, &report).await;
            drop(drafted);
            tried
        })
        .await
    }

    /// Waits until nobody else changes the files of the draft of this id, and holds others off.
    pub async fn draft(&self, id: &FormationId) -> DraftGuard {
        self.0.draft(id).await
    }

    /// Where its files are, if there are any.
    pub fn draft_directory(&self, id: &FormationId) -> PathBuf {
        Place::new(&self.0.options.data, id).draft()
    }

    /// Ends it.
    pub async fn dev_stop(&self, id: &FormationId) -> Result<Done, FleetError> {
        let Some(draft) = locked(&self.0.drafts).get(id).cloned() else {
            return Err(FleetError::new(Fault::NotFound, format!("{id} is not being tried out")));
        };
        // Until it is gone, whoever deletes the formation finds it.
        draft.halt(self.0.options.stop_timeout).await;
        self.0.forget_draft(id, &draft);
        Ok(Done { id: id.to_string(), message: format!("{id} is no longer tried out") })
    }

    /// Whether a formation of this id is tried out just now.
    pub fn is_tried_out(&self, id: &FormationId) -> bool {
        locked(&self.0.drafts).contains_key(id)
    }
}

impl Inner {
    /// It is not tried out any more, unless another one is by now.
    fn forget_draft(&self, id: &FormationId, draft: &Arc<Draft>) {
        let mut drafts = locked(&self.drafts);
        if drafts.get(id).is_some_and(|there| Arc::ptr_eq(there, draft)) {
            drafts.remove(id);
        }
    }

    pub(super) async fn draft(&self, id: &FormationId) -> DraftGuard {
        let turn = {
            let mut all = locked(&self.drafting);
            all.retain(|_, turn| turn.strong_count() > 0);
            all.get(id).and_then(Weak::upgrade).unwrap_or_else(|| {
                let turn = Arc::new(Turn::default());
                all.insert(id.clone(), Arc::downgrade(&turn));
                turn
            })
        };
        turn.lock_owned().await
    }
}

/// Where the state is of what is tried out under this id.
pub(super) fn root(data: &Path, id: &FormationId) -> PathBuf {
    data.join(DRAFTS).join(id.as_str())
}

/// The id of what is meant, and its directory.
fn directory(data: &Path, what: Tryout) -> Result<(FormationId, PathBuf), FleetError> {
    let none = |path: &Path| {
        FleetError::new(Fault::NotFound, format!("there is no formation in {}", path.display()))
    };
    match what {
        Tryout::Draft(id) => {
            let draft = Place::new(data, &id).draft();
            discover::in_directory(&draft).map(|_| (id, draft.clone())).ok_or_else(|| none(&draft))
        }
        Tryout::Path(path) => {
            let real = path.canonicalize().map_err(|_| none(&path))?;
            let at = discover::in_directory(&real).ok_or_else(|| none(&path))?;
            let id = load::id(&at).unwrap_or_default();
            Ok((id.parse()?, real))
        }
    }
}

async fn run(
    inner: &Arc<Inner>,
    busy: &Busy,
    id: &FormationId,
    directory: PathBuf,
    report: &Reporter,
) -> Result<Tried, FleetError> {
    let before = locked(&inner.drafts).remove(id);
    if let Some(before) = before {
        before.halt(inner.options.stop_timeout).await;
    }
    let root = root(&inner.options.data, id);
    let state = root.join("state");
    fs::create_private_dir(&state).map_err(FleetError::file(Fault::Directory))?;
    let launch = Launch {
        id,
        directory,
        root: &root,
        state,
        stage: Stage::Spawning,
        report,
        asked: Some(&busy.asked),
        held: None,
    };
    let Launched { child, target, .. } = launch.run(inner).await?;
    let port = target.port();
    let draft = Arc::new(Draft { route: Route::default(), child: Arc::clone(&child) });
    draft.route.swap(Some(target));
    locked(&inner.drafts).insert(id.clone(), Arc::clone(&draft));
    let inner = Arc::clone(inner);
    let own = id.clone();
    tokio::spawn(async move {
        child.ended().await;
        // With all that it had started.
        draft.halt(Duration::ZERO).await;
        inner.forget_draft(&own, &draft);
    });
    Ok(Tried {
        success: true,
        formation_id: id.to_string(),
        port: Some(port),
        status: Status::Running,
        error: None,
    })
}
