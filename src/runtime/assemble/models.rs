//! The models of a formation, with their keys and settings, and what stands in for each.

use std::sync::Arc;
use std::time::Duration;

use super::levels::Wanted;
use super::{AssembleError, Assembler};
use crate::formation::model::{Agent, Capability, ModelSpec};
use crate::formation::providers::BUILT_IN;
use crate::runtime::llm::http::{EndpointOptions, without_login};
use crate::runtime::llm::{
    self, Breaker, BreakerPolicy, Echo, Model, ModelError, Models, Patience, Price, RetryPolicy, Source, Use,
    price_of, provider, window_of,
};
use crate::support::secret::SecretBytes;

/// The most tries that count.
const MAX_RETRIES: u32 = 10;

/// The breaker of an endpoint and key, with what makes it that one.
pub(super) struct Shared {
    provider: String,
    base_url: String,
    key: Option<SecretBytes>,
    pub(super) breaker: Arc<Breaker>,
}

impl Assembler<'_> {
    /// The model of an entry of `agent`, or of the formation.
    pub(super) fn model(
        &self,
        agent: Option<&Agent>,
        spec: &ModelSpec,
        place: &str,
    ) -> Result<Model, AssembleError> {
        self.wanted(&Wanted::of(self.formation, agent, spec, place), &mut Vec::new())
    }

    /// All that are declared for something else than an agent's answers. One that cannot be asked
    /// keeps the reason until it is needed.
    pub(super) fn models(&self) -> Models {
        let mut models = Models::default();
        for agent in self.formation.agents.iter().filter(|agent| agent.active) {
            for (use_, spec) in declared(&agent.llm_models).filter(|(use_, _)| *use_ != Use::Text) {
                let place = format!("agents.{}.llm_models", agent.id);
                models.add(Some(&agent.id), use_, later(use_, self.model(Some(agent), spec, &place)));
            }
        }
        for (use_, spec) in declared(&self.formation.llm.models) {
            models.add(None, use_, later(use_, self.model(None, spec, "llm.models")));
        }
        models
    }

    /// The model, and what stands in for it. `chain` has the models before it.
    pub(super) fn wanted(
        &self,
        wanted: &Wanted<'_>,
        chain: &mut Vec<String>,
    ) -> Result<Model, AssembleError> {
        let written = self.text(wanted.text, &wanted.place)?;
        let id = self.formation.llm.unalias(&written).to_owned();
        chain.push(id.clone());
        let Some((who, name)) = id.split_once('/') else { return Err(AssembleError::BadModel(id)) };
        let source = self.source(&id, who, name, wanted)?;
        let mut model = Model::new(&id, name, wanted.settings(), source);
        model.price = self.price(&id, wanted).or_else(|| price_of(who, name));
        model.window = window_of(who, name);
        // The built-in model does not fail, so nothing has to be there for that case.
        let fallback = if who == BUILT_IN { None } else { self.fallback(wanted, chain)? };
        Ok(model.with_fallback(fallback))
    }

    fn fallback(
        &self,
        wanted: &Wanted<'_>,
        chain: &mut Vec<String>,
    ) -> Result<Option<Arc<Model>>, AssembleError> {
        let Some((text, own)) = wanted.fallback() else { return Ok(None) };
        let written = self.text(text, &format!("{}.fallback_model", wanted.place))?;
        let id = self.formation.llm.unalias(&written);
        if chain.iter().any(|before| before == id) {
            // What is said for all models may come round; what one says of itself must not.
            return if own {
                chain.push(id.to_owned());
                Err(AssembleError::FallbackCycle(std::mem::take(chain)))
            } else {
                Ok(None)
            };
        }
        let next = wanted.stand_in(text, |text| self.formation.llm.unalias(&text.raw) == id);
        self.wanted(&next, chain).map(Arc::new).map(Some)
    }

    /// What the formation says that the model costs, be it where another entry names it.
    fn price(&self, id: &str, wanted: &Wanted<'_>) -> Option<Price> {
        let llm = &self.formation.llm;
        let specs = self.formation.agents.iter().flat_map(|agent| &agent.llm_models).chain(&llm.models);
        let same = specs.filter(|spec| llm.unalias(&spec.model.raw) == id);
        let said = wanted.price().or_else(|| same.filter_map(|spec| spec.settings.price).next_back())?;
        Some(Price::said(said.input, said.output, said.cached_input))
    }

    fn source(&self, id: &str, who: &str, name: &str, wanted: &Wanted<'_>) -> Result<Source, AssembleError> {
        if who == BUILT_IN {
            if name != "echo" {
                return Err(AssembleError::UnknownBuiltIn(id.to_owned()));
            }
            return Ok(Source::of(who, Arc::new(Echo)));
        }
        let base_url = self.base_url(id, who)?;
        let (key, place) = self.key(id, who, wanted)?;
        let options = EndpointOptions {
            provider: who,
            base_url: &base_url,
            key: key.as_ref(),
            patience: Patience::new(wanted.timeout().and_then(|s| Duration::try_from_secs_f64(s).ok())),
            redactor: self.surroundings.redactor.clone(),
            client: self.client.clone(),
            cassette: self.surroundings.cassette.clone(),
        };
        let provider = llm::endpoint(options).map_err(|error| AssembleError::Key { place, error })?;
        let breaker = self.breaker(who, &base_url, key);
        Ok(Source { provider, breaker, retry: self.retry(wanted) })
    }

    fn base_url(&self, model: &str, who: &str) -> Result<String, AssembleError> {
        let known = provider(who);
        let variable = known.map_or_else(|| variable_of(who), |p| p.base_url_env.to_owned());
        let set = (self.surroundings.base_url)(&variable);
        let base_url = set.or_else(|| known.and_then(|p| p.base_url).map(str::to_owned));
        // Nothing is sent there.
        let base_url = base_url.or_else(|| self.replays().then(|| "http://replay.invalid".to_owned()));
        base_url.ok_or_else(|| AssembleError::UnknownProvider { model: model.to_owned(), variable })
    }

    /// The key, and where in the formation it is. In a replay none is needed.
    fn key(
        &self,
        model: &str,
        who: &str,
        wanted: &Wanted<'_>,
    ) -> Result<(Option<SecretBytes>, String), AssembleError> {
        let (key, place) = match (wanted.key, self.formation.llm.api_keys.get(who)) {
            (Some(key), _) => (Some(key), format!("{}.api_key", wanted.place)),
            (None, key) => (key, format!("llm.api_keys.{who}")),
        };
        let key = if self.replays() {
            key.and_then(|key| key.resolve(self.surroundings.resolve).ok())
        } else {
            key.map(|key| self.value(key, &place)).transpose()?
        };
        if let Some(key) = &key {
            // It may stand in the formation as it is, or around a reference.
            self.surroundings.redactor.add(&place, key);
        }
        if key.is_none()
            && !self.replays()
            && let Some(secret) = provider(who).and_then(|p| p.key)
        {
            let (model, provider, secret) = (model.to_owned(), who.to_owned(), secret.to_owned());
            return Err(AssembleError::NoKey { model, provider, secret });
        }
        Ok((key, place))
    }

    /// The breaker that all models at the same endpoint with the same key share.
    fn breaker(&self, who: &str, base_url: &str, key: Option<SecretBytes>) -> Arc<Breaker> {
        let mut shared = self.breakers.borrow_mut();
        let same = |s: &&Shared| s.provider == who && s.base_url == base_url && s.key == key;
        if let Some(shared) = shared.iter().find(same) {
            return Arc::clone(&shared.breaker);
        }
        let shown = without_login(base_url);
        let clock = self.surroundings.clock.clone();
        let breaker = Arc::new(Breaker::new(who, shown, BreakerPolicy::default(), clock));
        shared.push(Shared {
            provider: who.to_owned(),
            base_url: base_url.to_owned(),
            key,
            breaker: Arc::clone(&breaker),
        });
        breaker
    }

    fn retry(&self, wanted: &Wanted<'_>) -> RetryPolicy {
        let mut retry = RetryPolicy::default();
        if let Some(retries) = wanted.retries() {
            retry.max_retries = u32::try_from(retries).unwrap_or(MAX_RETRIES).min(MAX_RETRIES);
        }
        if self.replays() { retry.without_waits() } else { retry }
    }
}

/// For each use the entry that counts, which is the last one.
fn declared(specs: &[ModelSpec]) -> impl Iterator<Item = (Use, &ModelSpec)> {
    specs.iter().rev().filter_map(|spec| Some((use_of(spec.capability)?, spec)))
}

fn use_of(capability: Capability) -> Option<Use> {
    Some(match capability {
        Capability::Text => Use::Text,
        Capability::Vision => Use::Vision,
        Capability::Audio => Use::Audio,
        Capability::Video => Use::Video,
        Capability::Documents => Use::Documents,
        Capability::Embedding => Use::Embedding,
        Capability::Streaming => return None,
    })
}

/// The reason why a model cannot be asked, as an error of the question that needs it.
pub(super) fn later(use_: Use, model: Result<Model, AssembleError>) -> Result<Model, ModelError> {
    model.map_err(|error| ModelError::NotReady {
        what: format!("the model for {}", use_.as_str()),
        detail: error.to_string(),
        next: error.hint(),
    })
}

/// `my-llm` is found through `MY_LLM_BASE_URL`.
fn variable_of(provider: &str) -> String {
    let upper =
        provider.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' });
    format!("{}_BASE_URL", upper.collect::<String>())
}
