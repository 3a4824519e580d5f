//! Keeping a formation running: its end is seen at once, and it is started again, though not for ever.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::busy::TakenBack;
use super::event::{Reporter, Stage};
use super::formation::{Formation, Live};
use super::launch::Launch;
use super::{FleetError, Inner, blocking};
use crate::server::process::is_well;

/// The longest wait before a restart.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// Requests go to `live` from here on, or to what is started first; what they went to comes back.
pub(super) fn keep(inner: &Arc<Inner>, formation: &Arc<Formation>, live: Option<Live>) -> Option<Live> {
    let (generation, old) = formation.hand_over(live.as_ref());
    let keeper = Keeper {
        inner: Arc::clone(inner),
        formation: Arc::clone(formation),
        generation,
        ends: VecDeque::new(),
    };
    formation.kept_by(generation, tokio::spawn(keeper.run(live)));
    old
}

/// Starts a version of a formation.
pub(super) async fn launch(
    inner: &Inner,
    formation: &Formation,
    counter: u64,
    (stage, report, asked): (Stage, &Reporter, Option<&TakenBack>),
) -> Result<Live, FleetError> {
    let launch = Launch {
        id: &formation.id,
        directory: formation.place.version(counter),
        root: formation.place.root(),
        state: formation.place.state(),
        stage,
        report,
        asked,
        held: Some(formation.hold(counter)),
    };
    let launched = launch.run(inner).await?;
    Ok(Live { child: launched.child, target: launched.target, since: launched.since })
}

struct Keeper {
    inner: Arc<Inner>,
    formation: Arc<Formation>,
    generation: u64,
    /// When it ended by itself, within the window.
    ends: VecDeque<Instant>,
}

impl Keeper {
    async fn run(mut self, mut live: Option<Live>) {
        let mut first = live.is_none();
        loop {
            if let Some(live) = live.take() {
                self.watch(&live).await;
                self.formation.fails(self.generation);
            }
            if !first && !self.wait().await {
                return;
            }
            let counter = self.formation.record().current.counter;
            let report = Reporter::default();
            match launch(&self.inner, &self.formation, counter, (Stage::Spawning, &report, None)).await {
                Ok(next) => {
                    if !self.formation.runs(self.generation, &next) {
                        return;
                    }
                    if !first {
                        self.count().await;
                    }
                    live = Some(next);
                }
                Err(_) => self.formation.fails(self.generation),
            }
            first = false;
        }
    }

    /// Asks it from time to time how it is, until it ends.
    async fn watch(&self, live: &Live) {
        let options = &self.inner.options;
        let asking = async {
            loop {
                tokio::time::sleep(options.health_interval).await;
                let well = is_well(live.target.port(), options.health_timeout).await;
                self.formation.checked(self.generation, well, options.clock.now_millis());
            }
        };
        tokio::select! {
            _ = live.child.ended() => {}
            () = asking => {}
        }
    }

    /// The wait before the next start; false where there is to be none.
    async fn wait(&mut self) -> bool {
        let options = &self.inner.options;
        let now = Instant::now();
        self.ends.push_back(now);
        while self.ends.front().is_some_and(|end| now.duration_since(*end) > options.restart_window) {
            self.ends.pop_front();
        }
        let ends = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        if !options.auto_restart || ends > options.max_restarts {
            return false;
        }
        let factor = 1u32.checked_shl(ends - 1).unwrap_or(u32::MAX);
        tokio::time::sleep(options.restart_delay.saturating_mul(factor).min(LONGEST_WAIT)).await;
        true
    }

    async fn count(&self) {
        let formation = Arc::clone(&self.formation);
        let counted = blocking(move || {
            formation
                .amend(|record| super::record::Record { restarts: record.restarts + 1, ..record.clone() })
        });
        // It runs all the same; the number is one too small until the next.
        drop(counted.await);
    }
}
