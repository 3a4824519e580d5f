//! The models of a formation, with their keys and settings.

use std::sync::Arc;
use std::time::Duration;

use super::{AssembleError, Assembler};
use crate::formation::model::{ModelSettings, ModelSpec};
use crate::runtime::llm::http::EndpointOptions;
use crate::runtime::llm::{self, Echo, Model, Provider, RetryPolicy, Settings, provider};

const TIMEOUT: Duration = Duration::from_mins(2);
const MAX_RETRIES: u32 = 10;

impl Assembler<'_> {
    pub(super) fn model(&self, spec: &ModelSpec, place: &str) -> Result<Model, AssembleError> {
        let written = self.text(&spec.model, place)?;
        let id = self.formation.llm.unalias(&written).to_owned();
        let Some((who, name)) = id.split_once('/') else { return Err(AssembleError::BadModel(id)) };
        let settings = self.settings(&spec.settings);
        let provider: Arc<dyn Provider> = if who == "muxi" {
            if name != "echo" {
                return Err(AssembleError::UnknownBuiltIn(id));
            }
            Arc::new(Echo)
        } else {
            self.endpoint(&id, who, spec, place)?
        };
        let name = name.to_owned();
        Ok(Model { id, name, settings, provider })
    }

    fn settings(&self, own: &ModelSettings) -> Settings {
        let all = &self.formation.llm.settings;
        Settings {
            temperature: own.temperature.or(all.temperature),
            max_tokens: own.max_tokens.or(all.max_tokens),
            ..Settings::default()
        }
    }

    fn endpoint(
        &self,
        model: &str,
        who: &str,
        spec: &ModelSpec,
        place: &str,
    ) -> Result<Arc<dyn Provider>, AssembleError> {
        let known = provider(who);
        let variable = known.map_or_else(|| variable_of(who), |p| p.base_url_env.to_owned());
        let set = (self.surroundings.base_url)(&variable);
        let base_url = set.or_else(|| known.and_then(|p| p.base_url).map(str::to_owned));
        let base_url =
            base_url.ok_or_else(|| AssembleError::UnknownProvider { model: model.to_owned(), variable })?;
        let (key, place) = match (&spec.api_key, self.formation.llm.api_keys.get(who)) {
            (Some(key), _) => (Some(key), format!("{place}.api_key")),
            (None, key) => (key, format!("llm.api_keys.{who}")),
        };
        let key = key.map(|key| self.value(key, &place)).transpose()?;
        if let Some(key) = &key {
            // It may stand in the formation as it is, or around a reference.
            self.surroundings.redactor.add(&place, key);
        }
        if key.is_none()
            && let Some(secret) = known.and_then(|p| p.key)
        {
            let (model, provider, secret) = (model.to_owned(), who.to_owned(), secret.to_owned());
            return Err(AssembleError::NoKey { model, provider, secret });
        }
        let (timeout, retry) = self.patience(&spec.settings);
        let options = EndpointOptions {
            provider: who,
            base_url: &base_url,
            key: key.as_ref(),
            timeout,
            retry,
            redactor: self.surroundings.redactor.clone(),
            client: self.client.clone(),
        };
        llm::endpoint(options).map_err(|error| AssembleError::Key { place, error })
    }

    fn patience(&self, own: &ModelSettings) -> (Duration, RetryPolicy) {
        let all = &self.formation.llm.settings;
        let seconds = own.timeout_seconds.or(all.timeout_seconds);
        let timeout = seconds.and_then(|s| Duration::try_from_secs_f64(s).ok()).unwrap_or(TIMEOUT);
        let mut retry = RetryPolicy::default();
        if let Some(retries) = own.max_retries.or(all.max_retries) {
            retry.max_retries = u32::try_from(retries).unwrap_or(MAX_RETRIES).min(MAX_RETRIES);
        }
        (timeout, retry)
    }
}

/// `my-llm` is found through `MY_LLM_BASE_URL`.
fn variable_of(provider: &str) -> String {
    let upper =
        provider.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' });
    format!("{}_BASE_URL", upper.collect::<String>())
}
