//! What a formation says of remembering its users.

use std::time::Duration;

use super::Assembler;
use super::levels::Wanted;
use crate::formation::model;
use crate::runtime::llm::Model;
use crate::runtime::remember::{Compaction, Settings};
use crate::runtime::turn::Pruning;

/// How long the short text about a user counts where the formation does not say.
const SYNOPSIS: Duration = Duration::from_hours(1);
/// How full the view of a model is before a session is made shorter, where the formation does not say.
const THRESHOLD: f64 = 0.8;
/// What holds for leaving something out where the formation does not say: how long a provider remembers a conversation, how
/// many results stay whole, and how many characters are long.
const RESTED: f64 = 300.0;
const KEPT: u64 = 3;
const LONG: u64 = 4000;

impl Assembler<'_> {
    /// Nothing where the formation remembers nothing.
    pub(super) fn remember(&self) -> Option<Settings> {
        let said = &self.formation.memory.persistent;
        let seconds = |s: f64| Duration::try_from_secs_f64(s).ok();
        let usual = Settings::default();
        said.enabled.then(|| Settings {
            model: self.background(),
            max_tokens: self.formation.overlord.max_extraction_tokens,
            patience: said.query_timeout_seconds.and_then(seconds).unwrap_or(usual.patience),
            synopsis: said.synopsis.map(|said| said.cache_ttl.and_then(seconds).unwrap_or(SYNOPSIS)),
        })
    }

    /// How long sessions are made shorter; nothing where the formation does not want that.
    pub(super) fn compaction(&self) -> Option<Compaction> {
        let said = self.formation.memory.compaction;
        said.enabled.then(|| Compaction {
            model: self.background(),
            threshold: said.flush_threshold.unwrap_or(THRESHOLD),
            flush: said.flush_enabled && self.formation.memory.persistent.enabled,
        })
    }

    /// The model for what is done behind the answers. That it cannot be asked is no reason not to start: the agents' own
    /// models are there.
    fn background(&self) -> Option<Model> {
        Wanted::overlord(self.formation).and_then(|wanted| self.wanted(&wanted, &mut Vec::new()).ok())
    }
}

/// What is left out of conversations; nothing where the formation does not say.
pub(super) fn pruning(said: Option<&model::Pruning>) -> Option<Pruning> {
    let said = said.filter(|said| said.mode != model::PruningMode::Never)?;
    let count = |count: Option<u64>, usual| usize::try_from(count.unwrap_or(usual)).unwrap_or(usize::MAX);
    let rested =
        Duration::try_from_secs_f64(said.cache_ttl_seconds.unwrap_or(RESTED)).unwrap_or(Duration::MAX);
    Some(Pruning {
        rested: (said.mode == model::PruningMode::CacheTtl).then_some(rested),
        clears: said.clears,
        keep: count(said.keep_last_n_tool_results, KEPT),
        longest: count(said.soft_trim_max_chars, LONG),
    })
}
