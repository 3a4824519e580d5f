//! Settings of a model by level: the most specific one that says something counts.

use crate::formation::model::{Agent, Capability, Formation, ModelSettings, ModelSpec, SaidPrice, Text};
use crate::runtime::llm::Settings;

/// A model that is to be made.
pub(super) struct Wanted<'f> {
    /// As it is written, maybe an alias.
    pub(super) text: &'f Text,
    /// A key of its own.
    pub(super) key: Option<&'f Text>,
    /// Where in the formation it is.
    pub(super) place: String,
    /// Its own settings.
    own: &'f ModelSettings,
    /// What it says of itself, and not only of how it is asked: what stands in, and what it costs.
    of_itself: bool,
    /// Those of the levels above it, the nearest first.
    above: Vec<&'f ModelSettings>,
    /// All entries that a stand-in may be declared by, the nearest last.
    specs: Vec<&'f ModelSpec>,
}

impl<'f> Wanted<'f> {
    /// By an entry of `agent`, or of the formation where there is no agent.
    pub(super) fn of(
        formation: &'f Formation,
        agent: Option<&'f Agent>,
        spec: &'f ModelSpec,
        place: &str,
    ) -> Self {
        let shared = formation.llm.model(spec.capability).filter(|shared| !std::ptr::eq(*shared, spec));
        let shared = shared.map(|shared| &shared.settings);
        Self {
            text: &spec.model,
            key: spec.api_key.as_ref(),
            place: place.to_owned(),
            own: &spec.settings,
            of_itself: true,
            above: shared.into_iter().chain([&formation.llm.settings]).collect(),
            specs: formation.llm.models.iter().chain(agent.iter().flat_map(|a| &a.llm_models)).collect(),
        }
    }

    /// By `overlord.llm`: its model, or the formation's with its settings.
    pub(super) fn overlord(formation: &'f Formation) -> Option<Self> {
        let llm = &formation.overlord.llm;
        let shared = formation.llm.model(Capability::Text);
        if llm.model.is_none() && llm.api_key.is_none() && llm.settings == ModelSettings::default() {
            return None;
        }
        let own_model = llm.model.is_some();
        Some(Self {
            text: llm.model.as_ref().or_else(|| shared.map(|shared| &shared.model))?,
            key: llm.api_key.as_ref().or_else(|| shared.filter(|_| !own_model)?.api_key.as_ref()),
            place: "overlord.llm".to_owned(),
            own: &llm.settings,
            of_itself: true,
            above: shared
                .map(|shared| &shared.settings)
                .into_iter()
                .chain([&formation.llm.settings])
                .collect(),
            specs: formation.llm.models.iter().collect(),
        })
    }

    /// The model `text`, which stands in for this one: as it is declared where `is_it` knows an
    /// entry, else with the settings of this one.
    pub(super) fn stand_in(&self, text: &'f Text, is_it: impl Fn(&Text) -> bool) -> Self {
        let declared = self.specs.iter().rev().find(|spec| is_it(&spec.model));
        let all = self.above.last().copied();
        let (own, key, above) = match declared {
            Some(spec) => (&spec.settings, spec.api_key.as_ref(), all.into_iter().collect()),
            None => (self.own, None, self.above.clone()),
        };
        let place = format!("{}.fallback_model", self.place);
        Self { text, key, place, own, of_itself: declared.is_some(), above, specs: self.specs.clone() }
    }

    /// What it is said to cost.
    pub(super) fn price(&self) -> Option<SaidPrice> {
        self.own.price.filter(|_| self.of_itself)
    }

    /// How it is to answer.
    pub(super) fn settings(&self) -> Settings {
        Settings {
            temperature: self.first(|s| s.temperature),
            max_tokens: self.first(|s| s.max_tokens),
            ..Settings::default()
        }
    }

    /// `timeout_seconds`.
    pub(super) fn timeout(&self) -> Option<f64> {
        self.first(|s| s.timeout_seconds)
    }

    /// `max_retries`.
    pub(super) fn retries(&self) -> Option<u64> {
        self.first(|s| s.max_retries)
    }

    /// `fallback_model`, and whether it is said of this very model.
    pub(super) fn fallback(&self) -> Option<(&'f Text, bool)> {
        let own = self.own.fallback_model.as_ref().filter(|_| self.of_itself);
        let above = self.above.iter().find_map(|settings| settings.fallback_model.as_ref());
        own.map(|text| (text, true)).or_else(|| above.map(|text| (text, false)))
    }

    fn first<T>(&self, of: impl Fn(&ModelSettings) -> Option<T>) -> Option<T> {
        std::iter::once(self.own).chain(self.above.iter().copied()).find_map(of)
    }
}
