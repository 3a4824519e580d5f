//! Models: `provider/name` or an alias.

use std::collections::HashSet;

use super::{Checker, MAX_GUESSES, is_misspelt};
use crate::formation::code::Code;
use crate::formation::diagnostic::Diagnostic;
use crate::formation::schema::{CAPABILITIES, FORMATION, LLM};
use crate::formation::yaml::{Entry, Map, Node};
use crate::support::text::did_you_mean;

/// Providers that formations name; others work where `llm.api_keys` has them.
const PROVIDERS: [&str; 28] = [
    "openai",
    "anthropic",
    "google",
    "gemini",
    "groq",
    "mistral",
    "together",
    "deepseek",
    "openrouter",
    "azure",
    "ollama",
    "vllm",
    "llamacpp",
    "llama_cpp",
    "lmstudio",
    "cohere",
    "perplexity",
    "xai",
    "fireworks",
    "bedrock",
    "vertex",
    "vertexai",
    "anyscale",
    "huggingface",
    "moonshot",
    "cerebras",
    "local",
    "muxi",
];

/// What `muxi/` offers: models that need no key.
const MUXI_MODELS: [&str; 1] = ["echo"];

/// The names that a formation adds.
pub(in crate::formation) struct ModelNames {
    aliases: HashSet<String>,
    providers: HashSet<String>,
    /// Their keys are misspelt, which has been reported: the names are not known.
    aliases_lost: bool,
    providers_lost: bool,
}

impl ModelNames {
    pub(in crate::formation) fn of(formation: &Node) -> Self {
        let keys = |name: &str| {
            let map = formation.get("llm").and_then(|llm| llm.get(name));
            let map = map.and_then(Node::as_map);
            let entries = map.into_iter().flat_map(Map::iter);
            entries.map(|entry| entry.key.clone()).collect()
        };
        let lost = |key: &str| {
            is_misspelt(formation, &FORMATION, "llm")
                || formation.get("llm").is_some_and(|llm| is_misspelt(llm, &LLM, key))
        };
        Self {
            aliases: keys("aliases"),
            providers: keys("api_keys"),
            aliases_lost: lost("aliases"),
            providers_lost: lost("api_keys"),
        }
    }
}

impl Checker<'_> {
    /// Checks the text of a model. One with a reference is known only when it is filled in.
    pub(super) fn model(&mut self, node: &Node, text: &str) {
        if text.contains("${{") {
            return;
        }
        match text.split_once('/') {
            Some((provider, name)) if !provider.is_empty() && !name.is_empty() => {
                self.provider(node, provider, name);
            }
            Some(_) => {
                self.unknown_model(node, "a model is `provider/name`, with both parts", None);
            }
            None if self.models.aliases_lost || self.models.aliases.contains(text) => {}
            None => {
                let aliases = self.models.aliases.iter().take(MAX_GUESSES).map(String::as_str);
                let near = did_you_mean(text, aliases).map(str::to_owned);
                self.unknown_model(node, "a model is `provider/name`", near);
            }
        }
    }

    fn unknown_model(&mut self, node: &Node, message: &str, near: Option<String>) {
        let help = near.map_or_else(
            || "write it like `openai/gpt-4o-mini`, or name an alias of `llm.aliases`".to_owned(),
            |near| format!("did you mean the alias `{near}`?"),
        );
        self.push(Diagnostic::error(Code::UnknownModel, node.span, message).help(help));
    }

    fn provider(&mut self, node: &Node, provider: &str, name: &str) {
        if provider == "muxi" && !MUXI_MODELS.contains(&name) {
            let message = format!("muxi has no model `{name}` of its own");
            let diagnostic = Diagnostic::error(Code::UnknownModel, node.span, message);
            self.push(diagnostic.help("write `muxi/echo`, which answers without a key"));
            return;
        }
        let known = PROVIDERS.contains(&provider) || self.models.providers.contains(provider);
        if !known && !self.models.providers_lost {
            let own = self.models.providers.iter().take(MAX_GUESSES).map(String::as_str);
            let near = did_you_mean(provider, PROVIDERS.into_iter().chain(own));
            let help = near.map_or_else(
                || format!("give it a key under `llm.api_keys.{provider}` if it is one of your own"),
                |near| format!("did you mean `{near}/{name}`?"),
            );
            let message = format!("the provider `{provider}` is not known");
            self.push(Diagnostic::warning(Code::UnknownProvider, node.span, message).help(help));
        }
    }

    /// Checks what the table cannot say about `llm`: names of keys and aliases, capabilities given twice.
    pub(in crate::formation) fn llm(&mut self, formation: &Node) {
        let Some(llm) = formation.get("llm") else {
            return;
        };
        let entries = |name| llm.get(name).and_then(Node::as_map).into_iter().flat_map(Map::iter);
        for entry in entries("api_keys") {
            self.key_of_provider(entry);
        }
        for entry in entries("aliases").filter(|e| CAPABILITIES.contains(&&*e.key)) {
            let message = format!("an alias cannot be called `{}`, which is a capability", entry.key);
            self.push(Diagnostic::error(Code::UnknownModel, entry.key_span, message));
        }
        self.capabilities(llm.get("models"));
    }

    /// A name that is almost a known provider's is a slip; any other is a provider of one's own.
    fn key_of_provider(&mut self, entry: &Entry) {
        if PROVIDERS.contains(&entry.key.as_str()) || entry.key.len() < 4 {
            return;
        }
        let near = PROVIDERS.iter().find(|known| strsim::damerau_levenshtein(known, &entry.key) == 1);
        if let Some(near) = near {
            let message = format!("the provider `{}` is not known", entry.key);
            let diagnostic = Diagnostic::warning(Code::UnknownProvider, entry.key_span, message);
            self.push(diagnostic.help(format!("did you mean `{near}`?")));
        }
    }

    /// Two models for one capability: the later one counts, which is worth a warning.
    pub(in crate::formation) fn capabilities(&mut self, models: Option<&Node>) {
        let mut seen: Vec<&Entry> = Vec::new();
        let items = models.and_then(Node::as_seq).unwrap_or_default();
        for map in items.iter().filter_map(Node::as_map) {
            for entry in map.iter().filter(|e| CAPABILITIES.contains(&&*e.key)) {
                if let Some(first) = seen.iter().find(|first| first.key == entry.key) {
                    let message = format!("a second model for `{}`", entry.key);
                    let diagnostic = Diagnostic::warning(Code::DuplicateCapability, entry.key_span, message)
                        .label("this one is used")
                        .also(first.key_span, "this one is not")
                        .help("remove one of the two");
                    self.push(diagnostic);
                }
                seen.push(entry);
            }
        }
    }
}
