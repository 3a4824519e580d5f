//! An endpoint in the dialect that is spoken there.

use std::sync::Arc;

use super::http::{Endpoint, EndpointOptions};
use super::{Anthropic, BadKey, Gemini, OpenAi, Provider, provider};
use crate::formation::providers::Speaks;

/// The endpoint of `options`, in the dialect of the provider of that name, or in the one that its
/// base URL is for. Whom nobody knows speaks the OpenAI-compatible one.
pub fn endpoint(options: EndpointOptions<'_>) -> Result<Arc<dyn Provider>, BadKey> {
    let known = provider(options.provider);
    let own = known.map_or(Speaks::OpenAi, |known| known.speaks);
    Ok(match own.at(options.base_url) {
        Speaks::OpenAi => {
            let (dialect, base_url) = OpenAi::at(known, options.base_url);
            Arc::new(Endpoint::new(dialect, EndpointOptions { base_url: &base_url, ..options })?)
        }
        Speaks::Anthropic => {
            let base_url = Anthropic::base_url(options.base_url);
            Arc::new(Endpoint::new(Anthropic {}, EndpointOptions { base_url: &base_url, ..options })?)
        }
        Speaks::Gemini => {
            let base_url = Gemini::base_url(options.base_url);
            Arc::new(Endpoint::new(Gemini {}, EndpointOptions { base_url: &base_url, ..options })?)
        }
    })
}
