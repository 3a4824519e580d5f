//! The files of components: what was answered becomes text.

use super::name::Named;
use super::text::{fill, list, prose};
use super::{Error, Part, url};
use crate::formation::quote::double as quoted;
use crate::formation::schema::FileKind;

/// An agent.
#[derive(Clone, Debug, Default)]
pub struct Agent {
    /// What it is for, in a line.
    pub description: Option<String>,
    /// Its role in a team.
    pub role: Option<String>,
    /// A model of its own.
    pub model: Option<String>,
    /// What its model is told first.
    pub system_message: Option<String>,
    /// Ids of the MCP servers that it may use.
    pub servers: Vec<String>,
    /// Whether it answers when nothing points to another.
    pub default: bool,
}

/// How a caller says who it is. The values are secrets, and only named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Auth {
    /// A token in `Authorization: Bearer`.
    Bearer(Source),
    /// A key in a header of its own.
    ApiKey(Source),
    /// A user's name and password: the beginning of the names of two secrets.
    Basic(String),
}

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A secret of the formation.
    Secret(String),
    /// What each user has stored for a service.
    Credential(String),
}

/// Where an MCP server is.
#[derive(Clone, Debug)]
pub enum Server {
    /// At an address.
    Http {
        /// The address.
        endpoint: String,
        /// Who calls.
        auth: Option<Auth>,
    },
    /// A program.
    Command {
        /// Its name or path.
        command: String,
        /// Its arguments.
        args: Vec<String>,
        /// Names of the secrets that are variables of its environment.
        secrets: Vec<String>,
    },
}

/// An MCP server.
#[derive(Clone, Debug)]
pub struct Mcp {
    /// What it is for, in a line.
    pub description: Option<String>,
    /// Where it is.
    pub server: Server,
    /// The only tools that agents see; all for none.
    pub allow: Vec<String>,
    /// The tools that agents do not see; not with `allow`.
    pub deny: Vec<String>,
}

/// An A2A service.
#[derive(Clone, Debug)]
pub struct A2a {
    /// What it can be asked for, in a line.
    pub description: Option<String>,
    /// Its address.
    pub url: String,
    /// Who calls.
    pub auth: Option<Auth>,
}

/// An SOP: a way to do a piece of work.
#[derive(Clone, Debug, Default)]
pub struct Sop {
    /// When it is used, in a line.
    pub description: Option<String>,
    /// How strictly it is followed.
    pub mode: Option<String>,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// The steps; an outline to be replaced for none.
    pub steps: Vec<String>,
}

/// A trigger: a question that another program's report becomes.
#[derive(Clone, Debug, Default)]
pub struct Trigger {
    /// What is asked; an example to be replaced for none.
    pub prompt: Option<String>,
    /// A model of its own.
    pub model: Option<String>,
    /// The channel that the answer goes to.
    pub channel: Option<String>,
}

/// A skill: knowledge of how to do something, which agents load when they need it.
#[derive(Clone, Debug, Default)]
pub struct Skill {
    /// When it is of use, in a line.
    pub description: Option<String>,
    /// The licence under which it may be passed on.
    pub license: Option<String>,
}

/// A component of any kind.
#[derive(Clone, Debug)]
pub enum Component {
    /// An agent.
    Agent(Agent),
    /// An MCP server.
    Mcp(Mcp),
    /// An A2A service.
    A2a(A2a),
    /// An SOP.
    Sop(Sop),
    /// A trigger.
    Trigger(Trigger),
    /// A skill.
    Skill(Skill),
}

type Values = Vec<(&'static str, Option<String>)>;

impl Component {
    /// Its kind of file.
    pub fn kind(&self) -> &'static FileKind {
        let name = match self {
            Self::Agent(_) => "agent",
            Self::Mcp(_) => "mcp",
            Self::A2a(_) => "a2a",
            Self::Sop(_) => "sop",
            Self::Trigger(_) => "trigger",
            Self::Skill(_) => "skill",
        };
        FileKind::named(name).expect("the table has these kinds")
    }

    /// Its text, and what the text refers to.
    pub fn part(&self, named: &Named) -> Result<Part, Error> {
        match self {
            Self::Agent(agent) => agent.part(named),
            Self::Mcp(mcp) => mcp.part(named),
            Self::A2a(a2a) => a2a.part(named),
            Self::Sop(sop) => Part::new(sop.text(named)),
            Self::Trigger(trigger) => trigger.part(named),
            Self::Skill(skill) => Part::new(skill.text(named)),
        }
    }
}

impl Agent {
    fn part(&self, named: &Named) -> Result<Part, Error> {
        let told = self.system_message.clone().unwrap_or_else(|| {
            format!(
                "You are {}.\nYou answer in a few plain sentences, and say what you do not know.",
                named.title
            )
        });
        let servers: Vec<_> = self.servers.iter().map(|id| format!("  - {}", word(id))).collect();
        let values = vec![
            ("id", Some(word(&named.id))),
            ("name", Some(quoted(&named.title))),
            (
                "description",
                Some(quoted(&or(self.description.as_ref(), || format!("Answers as {}", named.title)))),
            ),
            ("role", given(self.role.as_ref())),
            ("default", self.default.then(|| "true".to_owned())),
            ("system_message", Some(prose(&told, 0))),
            ("model", given(self.model.as_ref())),
            ("servers", (!servers.is_empty()).then(|| servers.join("\n"))),
        ];
        Part::new(fill(include_str!("templates/agent.afs"), &values))
    }
}

impl Mcp {
    fn part(&self, named: &Named) -> Result<Part, Error> {
        let description = || format!("Tools of {}", named.title);
        let mut values = vec![
            ("id", Some(word(&named.id))),
            ("description", Some(quoted(&or(self.description.as_ref(), description)))),
            ("allow", list(&self.allow)),
            ("deny", list(&self.deny)),
        ];
        let mut secrets = Vec::new();
        match &self.server {
            Server::Http { endpoint, auth } => {
                url(endpoint)?;
                values.push(("endpoint", Some(quoted(endpoint))));
                secrets.extend(add_auth(&mut values, auth.as_ref()));
            }
            Server::Command { command, args, secrets: variables } => {
                let lines: Vec<_> =
                    variables.iter().map(|name| format!("  {}: {}", word(name), reference(name))).collect();
                values.push(("command", Some(quoted(command))));
                values.push(("args", list(args)));
                values.push(("variables", (!lines.is_empty()).then(|| lines.join("\n"))));
                secrets.clone_from(variables);
            }
        }
        Ok(Part { secrets, ..Part::new(fill(include_str!("templates/mcp.afs"), &values))? })
    }
}

impl A2a {
    fn part(&self, named: &Named) -> Result<Part, Error> {
        url(&self.url)?;
        let description = || format!("Can be asked as {}", named.title);
        let mut values = vec![
            ("id", Some(word(&named.id))),
            ("name", Some(quoted(&named.title))),
            ("description", Some(quoted(&or(self.description.as_ref(), description)))),
            ("url", Some(quoted(&self.url))),
        ];
        let secrets = add_auth(&mut values, self.auth.as_ref());
        Ok(Part { secrets, ..Part::new(fill(include_str!("templates/a2a.afs"), &values))? })
    }
}

impl Sop {
    fn text(&self, named: &Named) -> String {
        let outline = [
            "Find out what exactly is wanted, and for whom.",
            "Do it.",
            "Look at the result as that person will.",
        ];
        let steps: Vec<_> = match &self.steps {
            none if none.is_empty() => outline.map(str::to_owned).to_vec(),
            steps => steps.iter().map(|step| step.split_whitespace().collect::<Vec<_>>().join(" ")).collect(),
        };
        let steps: Vec<_> = steps.iter().enumerate().map(|(n, step)| format!("{}. {step}", n + 1)).collect();
        let about = or(self.description.as_ref(), || format!("How {} is done", named.title));
        let values = [
            ("name", Some(quoted(&named.title))),
            ("description", Some(quoted(&about))),
            ("mode", self.mode.clone()),
            ("tags", list(&self.tags)),
            ("title", Some(named.title.clone())),
            ("about", Some(sentence(&about))),
            ("steps", Some(steps.join("\n"))),
        ];
        fill(include_str!("templates/sop.md"), &values)
    }
}

impl Trigger {
    fn part(&self, named: &Named) -> Result<Part, Error> {
        let example =
            || fill(include_str!("templates/trigger-prompt.md"), &[("title", Some(named.title.clone()))]);
        let prompt = self.prompt.clone().unwrap_or_else(example);
        let values = [
            ("name", Some(quoted(&named.title))),
            ("model", given(self.model.as_ref())),
            ("channel", given(self.channel.as_ref())),
            ("prompt", Some(prompt.trim_end().to_owned())),
        ];
        Part::new(fill(include_str!("templates/trigger.md"), &values))
    }
}

impl Skill {
    fn text(&self, named: &Named) -> String {
        let about = or(self.description.as_ref(), || format!("How to go about {}", named.title));
        let values = [
            // Programs that read skills want the name of the directory here.
            ("name", Some(word(&named.id))),
            ("description", Some(quoted(&about))),
            ("license", given(self.license.as_ref())),
            ("title", Some(named.title.clone())),
            ("about", Some(sentence(&about))),
        ];
        fill(include_str!("templates/skill.md"), &values)
    }
}

/// Fills in how a caller says who it is; the secrets that this takes.
fn add_auth(values: &mut Values, auth: Option<&Auth>) -> Vec<String> {
    let value = |source: &Source| match source {
        Source::Secret(name) => reference(name),
        Source::Credential(service) => quoted(&format!("${{{{ user.credentials.{service} }}}}")),
    };
    let secret = |source: &Source| match source {
        Source::Secret(name) => vec![name.clone()],
        Source::Credential(_) => Vec::new(),
    };
    match auth {
        None => Vec::new(),
        Some(Auth::Bearer(source)) => {
            values.push(("auth", Some("bearer".to_owned())));
            values.push(("token", Some(value(source))));
            secret(source)
        }
        Some(Auth::ApiKey(source)) => {
            values.push(("auth", Some("api_key".to_owned())));
            values.push(("header", Some("X-API-Key".to_owned())));
            values.push(("key", Some(value(source))));
            secret(source)
        }
        Some(Auth::Basic(prefix)) => {
            let (user, password) = (format!("{prefix}_USERNAME"), format!("{prefix}_PASSWORD"));
            values.push(("auth", Some("basic".to_owned())));
            values.push(("username", Some(reference(&user))));
            values.push(("password", Some(reference(&password))));
            vec![user, password]
        }
    }
}

fn reference(secret: &str) -> String {
    quoted(&format!("${{{{ secrets.{secret} }}}}"))
}

fn or(text: Option<&String>, otherwise: impl FnOnce() -> String) -> String {
    text.cloned().unwrap_or_else(otherwise)
}

fn given(text: Option<&String>) -> Option<String> {
    text.map(|text| quoted(text))
}

/// An id as it is written: plain, unless other readers of YAML take it for something else.
pub(super) fn word(id: &str) -> String {
    let taken = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    if taken.contains(&id.to_ascii_lowercase().as_str()) { quoted(id) } else { id.to_owned() }
}

/// A description as a sentence of Markdown.
pub(super) fn sentence(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.ends_with(['.', '!', '?', '…']) { text } else { format!("{text}.") }
}
