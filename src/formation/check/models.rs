//! Models: `provider/name` or an alias.

use std::collections::{HashMap, HashSet};

use super::near::guess;
use super::{Checker, MAX_GUESSES, is_misspelt};
use crate::formation::code::Code;
use crate::formation::diagnostic::Diagnostic;
use crate::formation::load::Target;
use crate::formation::providers::{self, BUILT_IN, BUILT_IN_MODELS};
use crate::formation::quote;
use crate::formation::schema::{CAPABILITIES, FORMATION, LLM};
use crate::formation::yaml::{Entry, Map, Node};

/// The names that a formation adds.
pub(in crate::formation) struct ModelNames {
    /// Aliases and what they stand for, where that is text.
    aliases: HashMap<String, Option<String>>,
    providers: HashSet<String>,
    /// Their keys are misspelt, which has been reported: the names are not known.
    aliases_lost: bool,
    providers_lost: bool,
}

impl ModelNames {
    pub(in crate::formation) fn of(formation: &Node) -> Self {
        let entries = |name: &str| {
            let map = formation.get("llm").and_then(|llm| llm.get(name));
            map.and_then(Node::as_map).into_iter().flat_map(Map::iter)
        };
        let lost = |key: &str| {
            is_misspelt(formation, &FORMATION, "llm")
                || formation.get("llm").is_some_and(|llm| is_misspelt(llm, &LLM, key))
        };
        let alias = |entry: &Entry| (entry.key.clone(), entry.value.as_str().map(str::to_owned));
        Self {
            aliases: entries("aliases").map(alias).collect(),
            providers: entries("api_keys").map(|entry| entry.key.clone()).collect(),
            aliases_lost: lost("aliases"),
            providers_lost: lost("api_keys"),
        }
    }

    /// What `name` stands for, if it is an alias; else itself.
    fn unalias<'a>(&'a self, name: &'a str) -> &'a str {
        self.aliases.get(name).and_then(Option::as_deref).unwrap_or(name)
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
                let message = "a model is `provider/name`, with both parts";
                self.push(unknown_model(node, message).help(HOW_TO_WRITE));
            }
            None if self.models.aliases_lost || self.models.aliases.contains_key(text) => {}
            None => {
                let diagnostic = unknown_model(node, "a model is `provider/name`");
                let aliases = self.models.aliases.keys().take(MAX_GUESSES).map(String::as_str);
                let diagnostic = match guess(text, aliases) {
                    Some(near) => diagnostic
                        .help(format!("did you mean the alias `{}`?", near.word))
                        .maybe_fix(format!("write `{}`", near.word), node.span, quote::anywhere(near.word)),
                    None => diagnostic.help(HOW_TO_WRITE),
                };
                self.push(diagnostic);
            }
        }
    }

    fn provider(&mut self, node: &Node, provider: &str, name: &str) {
        if provider == BUILT_IN && !BUILT_IN_MODELS.contains(&name) {
            let diagnostic = unknown_model(node, format!("muxi has no model `{name}` of its own"));
            self.push(diagnostic.help("write `muxi/echo`, which answers without a key").maybe_fix(
                "write `muxi/echo`",
                node.span,
                "muxi/echo",
            ));
            return;
        }
        let known =
            providers::names().any(|known| known == provider) || self.models.providers.contains(provider);
        if !known && !self.models.providers_lost {
            let own = self.models.providers.iter().take(MAX_GUESSES).map(String::as_str);
            let mut names: Vec<&str> = own.collect();
            for name in providers::names() {
                names.push(name);
            }
            let message = format!("the provider `{provider}` is not known");
            let diagnostic = Diagnostic::warning(Code::UnknownProvider, node.span, message);
            let diagnostic = match guess(provider, names.iter().copied()) {
                Some(near) => {
                    let model = format!("{}/{name}", near.word);
                    diagnostic.help(format!("did you mean `{model}`?")).maybe_fix(
                        format!("write `{model}`"),
                        node.span,
                        quote::anywhere(&model),
                    )
                }
                None => diagnostic
                    .help(format!("give it a key under `llm.api_keys.{provider}` if it is one of your own")),
            };
            self.push(diagnostic);
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
        for entry in entries("aliases") {
            if CAPABILITIES.contains(&&*entry.key) {
                let message = format!("an alias cannot be called `{}`, which is a capability", entry.key);
                let diagnostic = Diagnostic::error(Code::UnknownModel, entry.key_span, message);
                self.push(diagnostic.help("give it another name"));
            }
            self.alias_of_alias(entry);
        }
        self.capabilities(llm.get("models"));
    }

    /// An alias is looked up once: what it stands for cannot be an alias again, least of all itself.
    fn alias_of_alias(&mut self, entry: &Entry) {
        let Some(target) = entry.value.as_str().filter(|text| self.models.aliases.contains_key(*text)) else {
            return;
        };
        let message = if target == entry.key {
            format!("the alias `{target}` stands for itself")
        } else {
            format!("the alias `{}` stands for `{target}`, which is an alias itself", entry.key)
        };
        let diagnostic = unknown_model(&entry.value, message);
        let model = self.models.unalias(target);
        let diagnostic = if model.contains('/') && !model.contains("${{") {
            diagnostic.help(format!("write `{model}`, which `{target}` stands for")).safe_fix(
                format!("write `{model}`"),
                entry.value.span,
                quote::anywhere(model),
            )
        } else {
            diagnostic.help("write it like `openai/gpt-4o-mini`")
        };
        self.push(diagnostic);
    }

    /// A name that is almost a known provider's is a slip; any other is a provider of one's own.
    fn key_of_provider(&mut self, entry: &Entry) {
        if providers::provider(&entry.key).is_some() || entry.key.len() < 4 {
            return;
        }
        if let Some(near) = guess(&entry.key, providers::names()).filter(|near| near.sure) {
            let message = format!("the provider `{}` is not known", entry.key);
            let diagnostic = Diagnostic::warning(Code::UnknownProvider, entry.key_span, message)
                .help(format!("did you mean `{}`?", near.word));
            self.push(diagnostic.maybe_fix(format!("write `{}`", near.word), entry.key_span, near.word));
        }
    }

    /// Checks a list of models as a whole: two for one capability, of which the later one counts, and the
    /// provider of the text model, which must be reached.
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
        if let Some(text) = seen.iter().rev().find(|entry| entry.key == "text") {
            self.endpoint(&text.value);
        }
    }

    /// A provider that has no address for everyone wants a variable with it, or `muxi serve` does not start.
    fn endpoint(&mut self, node: &Node) {
        let (Some(set), Target::Local | Target::Serve, Some(written)) =
            (self.context.variables, self.context.target, node.as_str())
        else {
            return;
        };
        let model = self.models.unalias(written);
        let provider = model.split_once('/').and_then(|(provider, _)| providers::provider(provider));
        let Some(provider) = provider.filter(|found| found.base_url.is_none()) else {
            return;
        };
        let variable = provider.base_url_env;
        if !set.contains(variable) {
            let message = format!("muxi does not know where `{}` is reached", provider.name);
            let help =
                format!("set `{variable}` to the base URL of an OpenAI-compatible endpoint for `muxi serve`");
            self.push(Diagnostic::warning(Code::ProviderEndpoint, node.span, message).help(help));
        }
    }
}

const HOW_TO_WRITE: &str = "write it like `openai/gpt-4o-mini`, or name an alias of `llm.aliases`";

fn unknown_model(node: &Node, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(Code::UnknownModel, node.span, message)
}
