//! What a formation says of remembering.

use super::Assembler;
use super::models::later;
use crate::formation::model::{Capability, ModelSettings, ModelSpec};
use crate::runtime::distilleries::{Reach, Terms, Trust};
use crate::runtime::llm::{Models, Use};
use crate::runtime::memory::Rules;

impl Assembler<'_> {
    /// Whether anything is remembered, and who makes vectors. A model that cannot be asked keeps the reason: words find
    /// memories all the same.
    pub(super) fn memory(&self, models: &Models) -> Rules {
        let memory = &self.formation.memory;
        let llm = &self.formation.llm;
        let model = match &memory.embedding {
            Some(text) => {
                // One that is declared has its own key and settings.
                let of = |spec: &&ModelSpec| {
                    spec.capability == Capability::Embedding
                        && llm.unalias(&spec.model.raw) == llm.unalias(&text.raw)
                };
                let spec = llm.models.iter().rev().find(of).cloned().unwrap_or_else(|| ModelSpec {
                    capability: Capability::Embedding,
                    model: text.clone(),
                    api_key: None,
                    settings: ModelSettings::default(),
                });
                later(Use::Embedding, self.model(None, &spec, "memory.embedding")).map(Some)
            }
            None => models.find(None, Use::Embedding).map(Option::<&_>::cloned),
        };
        let longest = memory.longest.map(|most| usize::try_from(most).unwrap_or(usize::MAX));
        let said = &memory.distillery;
        let usual = Terms::default();
        let distilleries = Terms {
            on: said.enabled,
            trust: if said.verified { Trust::Verified } else { Trust::Provisional },
            reach: Reach::bounded(said.default_max_events_per_day, said.default_max_batch_size),
            window: said.signature_max_age_seconds.unwrap_or(usual.window),
        };
        Rules { on: memory.persistent.enabled, longest, model, distilleries }
    }
}
