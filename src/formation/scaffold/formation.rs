//! A new formation: its files, and the place for them.

use std::path::{Path, PathBuf};

use super::component::{Agent, Component, Mcp, Server, sentence, word};
use super::name::Named;
use super::text::fill;
use super::{Error, Extension};
use crate::formation::quote::double as quoted;
use crate::formation::{discover, providers};
use crate::support::fs::{ChangedFile, FsError};

/// What a new formation has in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Template {
    /// One file.
    Minimal,
    /// An agent in a file of its own, a persona, a memory of the conversation.
    Chat,
    /// The same, and tools that read files.
    Tools,
    /// Three agents that work together.
    Team,
}

/// Providers to choose from, each with a model to begin with.
pub const PROVIDERS: [(&str, &str); 8] = [
    ("muxi", "echo"),
    ("openai", "gpt-4o-mini"),
    ("anthropic", "claude-sonnet-4-5"),
    ("google", "gemini-2.5-flash"),
    ("groq", "llama-3.3-70b-versatile"),
    ("mistral", "mistral-small-latest"),
    ("openrouter", "openai/gpt-4o-mini"),
    ("ollama", "llama3.2"),
];

/// The usual name of a provider's key in the secrets; `None` where no key is needed.
pub fn usual_key(provider: &str) -> Option<String> {
    match providers::provider(provider) {
        _ if provider == providers::BUILT_IN => None,
        Some(info) if info.key.is_some() => info.key.map(str::to_owned),
        // It runs on this machine.
        Some(info) if info.base_url.is_some() => None,
        _ => {
            let upper = provider.to_ascii_uppercase().replace(|c: char| !c.is_ascii_alphanumeric(), "_");
            Some(format!("{}_API_KEY", upper.trim_matches('_')))
        }
    }
}

/// The text model of a formation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Model {
    /// `provider/name`.
    pub text: String,
    /// The provider and the name of its key in the secrets, if it needs one.
    pub key: Option<(String, String)>,
}

impl Model {
    /// The model of `provider` and `model`; the latter may have its provider with it.
    pub fn new(provider: Option<&str>, model: Option<&str>) -> Result<Self, Error> {
        let text = match (provider, model) {
            (None, None) => "muxi/echo".to_owned(),
            (None, Some(model)) => model.to_owned(),
            (Some(provider), None) => {
                let usual = PROVIDERS.iter().find(|(name, _)| *name == provider);
                let usual = usual.ok_or_else(|| Error::NoUsualModel(provider.to_owned()))?.1;
                format!("{provider}/{usual}")
            }
            (Some(provider), Some(model)) if model.split('/').next() == Some(provider) => model.to_owned(),
            (Some(provider), Some(model)) => format!("{provider}/{model}"),
        };
        super::refuse_secret(&text)?;
        let odd = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '\'' | '$' | '{');
        let Some((provider, name)) = text.split_once('/').filter(|(p, n)| !p.is_empty() && !n.is_empty())
        else {
            return Err(Error::BadModel(text));
        };
        if text.contains(odd)
            || (provider == providers::BUILT_IN && !providers::BUILT_IN_MODELS.contains(&name))
        {
            return Err(Error::BadModel(text));
        }
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        if !provider.chars().all(plain) {
            return Err(Error::BadModel(text));
        }
        let secret = usual_key(provider);
        Ok(Self { key: secret.map(|secret| (provider.to_owned(), secret)), text })
    }
}

/// What was answered about a new formation.
#[derive(Clone, Debug)]
pub struct NewFormation {
    /// Its id and name.
    pub named: Named,
    /// What it is for, in a line.
    pub description: Option<String>,
    /// What answers.
    pub model: Model,
    /// What it has in it.
    pub template: Template,
    /// How its files end.
    pub extension: Extension,
}

impl NewFormation {
    /// Its files below `root`, the formation's own last: until it is there, nothing is a formation.
    pub fn files(&self, root: &Path) -> Result<Vec<ChangedFile>, Error> {
        let extension = self.extension.as_str();
        let manifest = format!("formation.{extension}");
        let values = self.values(&manifest);
        let mut files = vec![
            (PathBuf::from(".gitignore"), include_str!("templates/formation/gitignore").to_owned()),
            ("README.md".into(), fill(include_str!("templates/formation/README.md"), &values)),
            ("secrets".into(), fill(include_str!("templates/formation/secrets"), &values)),
        ];
        for (id, component) in self.components() {
            let named = Named::component(id)?;
            let directory = component.kind().directories[0];
            files
                .push((Path::new(directory).join(format!("{id}.{extension}")), component.part(&named)?.text));
        }
        match self.template {
            Template::Tools => {
                let about = fill(include_str!("templates/formation/about.md"), &values);
                files.push(("knowledge/about.md".into(), about));
            }
            Template::Team => {
                let sop = include_str!("templates/formation/write-an-answer.md").to_owned();
                files.push(("sops/write-an-answer.md".into(), sop));
            }
            Template::Minimal | Template::Chat => {}
        }
        let formation = fill(include_str!("templates/formation/formation.afs"), &values);
        files.push((manifest.into(), super::Part::new(formation)?.text));
        let file = |(path, text): (PathBuf, String)| ChangedFile {
            path: root.join(path),
            bytes: text.into_bytes(),
            replace: false,
        };
        Ok(files.into_iter().map(file).collect())
    }

    fn values(&self, manifest: &str) -> Vec<(&'static str, Option<String>)> {
        let has = |yes: bool| yes.then(String::new);
        let about = self.description.clone().unwrap_or_else(|| match self.template {
            Template::Team => "Answers questions by research, writing and review".to_owned(),
            Template::Tools => "Answers questions about the files in knowledge/".to_owned(),
            Template::Minimal | Template::Chat => "Answers questions".to_owned(),
        });
        let agents: Vec<_> =
            self.components().into_iter().filter(|(_, c)| matches!(c, Component::Agent(_))).collect();
        let agents: Vec<_> = agents.iter().map(|(id, _)| format!("  - {}", word(id))).collect();
        let full = self.template != Template::Minimal;
        vec![
            ("id", Some(word(&self.named.id))),
            ("title", Some(self.named.title.clone())),
            ("description", Some(quoted(&about))),
            ("about", Some(sentence(&about))),
            ("file", Some(manifest.to_owned())),
            ("model", Some(quoted(&self.model.text))),
            ("provider", self.model.key.as_ref().map(|(provider, _)| provider.clone())),
            ("secret", self.model.key.as_ref().map(|(_, secret)| secret.clone())),
            ("echo", has(self.model.text == "muxi/echo")),
            ("full", has(full)),
            ("tools", has(self.template == Template::Tools)),
            ("team", has(self.template == Template::Team)),
            ("inline", has(!full)),
            ("files", has(full)),
            ("agents", Some(agents.join("\n"))),
        ]
    }

    /// The components that have files of their own, agents first.
    fn components(&self) -> Vec<(&'static str, Component)> {
        let agent = |description: &str, told: &str, servers: &[&str], default| {
            Component::Agent(Agent {
                description: Some(description.to_owned()),
                system_message: Some(told.to_owned()),
                servers: servers.iter().map(|id| (*id).to_owned()).collect(),
                default,
                ..Agent::default()
            })
        };
        match self.template {
            Template::Minimal => Vec::new(),
            Template::Chat => vec![("assistant", agent("Answers questions", ASSISTANT, &[], true))],
            Template::Tools => vec![
                ("assistant", agent("Answers questions from the files", READER, &["files"], true)),
                ("files", Component::Mcp(files_server())),
            ],
            Template::Team => vec![
                ("researcher", agent("Finds out what is known, and where it stands", RESEARCHER, &[], true)),
                ("writer", agent("Makes an answer of what was found", WRITER, &[], false)),
                ("reviewer", agent("Checks an answer against its sources", REVIEWER, &[], false)),
            ],
        }
    }
}

fn files_server() -> Mcp {
    let args = ["-y", "@modelcontextprotocol/server-filesystem", "knowledge"];
    Mcp {
        description: Some("Reads the files in knowledge/".to_owned()),
        server: Server::Command {
            command: "npx".to_owned(),
            args: args.map(str::to_owned).to_vec(),
            secrets: Vec::new(),
        },
        allow: ["read_*", "list_*", "search_files"].map(str::to_owned).to_vec(),
        deny: Vec::new(),
    }
}

const ASSISTANT: &str = "You answer questions in a few plain sentences, the result first.\n\
    Ask back when a question can be meant in two ways.";

const READER: &str = "You answer from the files that your tools can read.\n\
    Look there before you answer, and name the file that a statement is from.\n\
    Where the files say nothing, say so.";

const RESEARCHER: &str = "You collect what is known about a question, each statement with its source.\n\
    Keep what contradicts itself, and say that it does.";

const WRITER: &str = "You make an answer of what the researcher found: the result first, then the reasons.\n\
    Use nothing that was not found.";

const REVIEWER: &str = "You compare an answer with its sources, statement by statement.\n\
    Name each statement that has none, and say whether the answer can go out.";

/// Refuses a place where a new formation would be inside another one, or beside what is there already.
///
/// A directory that has nothing but git's own in it counts as empty.
pub fn check_place(path: &Path, home: Option<&Path>) -> Result<(), Error> {
    let there = path.ancestors().find(|directory| directory.is_dir());
    if let Some(other) = there.and_then(|there| discover::find(there, home)) {
        return Err(Error::InsideFormation { path: path.to_owned(), other: other.file });
    }
    let entries = match std::fs::read_dir(path) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(FsError::io("read", path, error).into()),
    };
    let mut names: Vec<_> =
        entries.flatten().map(|entry| entry.file_name()).filter(|name| name != ".git").collect();
    names.sort();
    match names.first() {
        None => Ok(()),
        Some(name) => {
            Err(Error::NotEmpty { path: path.to_owned(), found: name.to_string_lossy().into_owned() })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model(provider: Option<&str>, model: Option<&str>) -> (String, Option<String>) {
        let model = Model::new(provider, model).unwrap();
        (model.text, model.key.map(|(_, secret)| secret))
    }

    #[test]
    fn a_model_is_known_by_either_flag_and_brings_the_name_of_its_key() {
        let key = |name: &str| Some(name.to_owned());
        assert_eq!(model(None, None), ("muxi/echo".into(), None));
        assert_eq!(model(Some("openai"), None), ("openai/gpt-4o-mini".into(), key("OPENAI_API_KEY")));
        assert_eq!(model(Some("openai"), Some("gpt-4o")), ("openai/gpt-4o".into(), key("OPENAI_API_KEY")));
        assert_eq!(model(Some("openai"), Some("openai/gpt-4o")).0, "openai/gpt-4o");
        assert_eq!(model(None, Some("my-llm/x")), ("my-llm/x".into(), key("MY_LLM_API_KEY")));
        assert_eq!(model(None, Some("lmstudio/x")), ("lmstudio/x".into(), None));
        for (provider, name) in [
            (None, Some("gpt-4o")),
            (None, Some("muxi/parrot")),
            (None, Some("a/b\"c")),
            (Some("mine"), None),
        ] {
            assert!(Model::new(provider, name).is_err(), "{provider:?} {name:?}");
        }
    }
}
