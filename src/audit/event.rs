//! What is recorded.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::support::redact::Redactor;
use crate::support::text::shorten;

/// The longest text in a record, in bytes: more is cut.
const LONGEST: usize = 1024;
/// The most fields of `details`.
const MOST: usize = 64;

/// What kind of thing was done. It decides how long the record is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Somebody was let in, or was not.
    Authentication,
    /// An agent was stopped or started.
    Agent,
    /// The record itself: mended, thinned out.
    Audit,
    /// A setting of the formation changed.
    Configuration,
    /// A key was made, shown, changed.
    Credential,
    /// What is kept of a user was exported or erased.
    Data,
    /// A server of the formation started or stopped.
    Lifecycle,
    /// A connection.
    Network,
    /// Somebody allowed or denied a call.
    Policy,
    /// A secret was read or changed.
    Secret,
    /// A tool was called, or was not.
    Tool,
}

impl Class {
    /// All of them, in the order of their names.
    pub const ALL: [Self; 11] = [
        Self::Agent,
        Self::Audit,
        Self::Authentication,
        Self::Configuration,
        Self::Credential,
        Self::Data,
        Self::Lifecycle,
        Self::Network,
        Self::Policy,
        Self::Secret,
        Self::Tool,
    ];

    /// Its name in a record.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Authentication => "authentication",
            Self::Agent => "agent",
            Self::Audit => "audit",
            Self::Configuration => "configuration",
            Self::Credential => "credential",
            Self::Data => "data",
            Self::Lifecycle => "lifecycle",
            Self::Network => "network",
            Self::Policy => "policy",
            Self::Secret => "secret",
            Self::Tool => "tool",
        }
    }

    /// The class of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.as_str() == name)
    }
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It is about to be done; another record says how it ended, unless the process did first.
    Begun,
    /// It was done.
    Done,
    /// It was tried, and failed.
    Failed,
    /// It was not allowed.
    Denied,
}

impl Outcome {
    /// Its name in a record.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Begun => "begun",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Denied => "denied",
        }
    }
}

/// What let the actor do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyKind {
    /// The command line: the rights of the process are what counts.
    Process,
    /// The admin key.
    Admin,
    /// The client key.
    Client,
    /// A key of `muxi server`, which signed the request; the actor's user is its id.
    Server,
    /// No key that is the formation's.
    None,
}

impl KeyKind {
    /// Its name in a record.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Process => "process",
            Self::Admin => "admin",
            Self::Client => "client",
            Self::Server => "server",
            Self::None => "none",
        }
    }
}

/// Who did it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The user that it was done for or by, `tenant:user`; none where it is nobody's.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub user: Option<String>,
    /// What let them.
    pub key: KeyKind,
    /// The user of the computer that the process runs as.
    pub uid: u32,
    /// The process that wrote the record.
    pub pid: u32,
}

impl Actor {
    /// This process itself.
    pub fn process() -> Self {
        Self::new(KeyKind::Process, None)
    }

    /// Somebody that this process acts for.
    pub fn new(key: KeyKind, user: Option<String>) -> Self {
        let uid = rustix::process::getuid().as_raw();
        Self { user, key, uid, pid: std::process::id() }
    }
}

/// One thing to record. It never has a value in it, only names.
#[derive(Clone, Debug)]
pub struct Event {
    pub(super) class: Class,
    pub(super) action: &'static str,
    pub(super) actor: Actor,
    pub(super) resource_type: &'static str,
    pub(super) resource: String,
    pub(super) outcome: Outcome,
    pub(super) request: Option<String>,
    pub(super) details: Map<String, Value>,
    pub(super) bounded: bool,
}

impl Event {
    /// `action` (`secret.read`) was done by this process to `resource` of the kind `resource_type` (`secret`).
    pub fn new(
        class: Class,
        action: &'static str,
        resource_type: &'static str,
        resource: impl Into<String>,
    ) -> Self {
        Self {
            class,
            action,
            actor: Actor::process(),
            resource_type,
            resource: resource.into(),
            outcome: Outcome::Done,
            request: None,
            details: Map::new(),
            bounded: false,
        }
    }

    /// Somebody else did it.
    #[must_use]
    pub fn by(mut self, actor: Actor) -> Self {
        self.actor = actor;
        self
    }

    /// It ended like this.
    #[must_use]
    pub fn ended(mut self, outcome: Outcome) -> Self {
        self.outcome = outcome;
        self
    }

    /// It was done for this request.
    #[must_use]
    pub fn request(mut self, id: impl Into<String>) -> Self {
        self.request = Some(id.into());
        self
    }

    /// One more thing about it; never a value of a secret, nor what a user wrote.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        if self.details.len() < MOST {
            self.details.insert(name.to_owned(), value.into());
        }
        self
    }

    /// Whether a text in it is longer than records have them.
    pub(super) fn is_long(&self) -> bool {
        let texts = [Some(&self.resource), self.actor.user.as_ref(), self.request.as_ref()];
        let details = self.details.values().filter(|value| !value.is_number() && !value.is_boolean());
        texts.into_iter().flatten().any(|text| text.len() > LONGEST)
            || details.map(|value| value.as_str().map_or(usize::MAX, str::len)).any(|len| len > LONGEST)
    }

    /// The same without values of secrets, and then without the ends of long texts: half a value is known to nobody.
    #[must_use]
    pub(super) fn cleaned(&self, redactor: &Redactor) -> Self {
        let clean = |text: &str| cut(redactor.redact(text).into_owned());
        let mut details = Value::Object(self.details.clone());
        redactor.redact_json(&mut details);
        shorten(&mut details, LONGEST / 4, &|text| text.len() > LONGEST);
        let Value::Object(details) = details else { unreachable!("an object stays one") };
        Self {
            actor: Actor { user: self.actor.user.as_deref().map(clean), ..self.actor.clone() },
            resource: clean(&self.resource),
            request: self.request.as_deref().map(clean),
            details,
            ..*self
        }
    }

    /// Anybody can bring it about as often as they like: beyond a few in a minute, such events are counted only.
    #[must_use]
    pub fn bounded(mut self) -> Self {
        self.bounded = true;
        self
    }
}

fn cut(mut text: String) -> String {
    if text.len() > LONGEST {
        let end = text.floor_char_boundary(LONGEST);
        text.truncate(end);
        text.push('…');
    }
    text
}
