//! Calls of tools that wait for a yes or a no of the user. In memory only: what waits when the runtime ends is not made.
//!
//! Nothing that a model or a tool can reach answers here: it takes one of the formation's keys.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::{Map, Value, json};
use tokio::sync::oneshot;

use super::llm::ToolSpec;
use super::principal::Principal;
use super::{Runtime, id};
use crate::crypto::hash;
use crate::support::clock::{millis, rfc3339};
use crate::support::redact::Redactor;
use crate::support::text::shorten;

/// The most that have ended and are still remembered, so that a second answer is told what came of the first.
const MOST_ENDED: usize = 500;
/// The most answers that are remembered for their sessions.
const MOST_REMEMBERED: usize = 10_000;
/// Texts of arguments are shown up to this, in characters, and all arguments up to that, in bytes.
const SHOWN_TEXT: usize = 2000;
const SHOWN: usize = 16 << 10;

/// The user's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The call is made.
    Allow,
    /// It is not.
    Deny,
    /// It is not, for whoever heard the question could ask nobody. It counts for this call only.
    Unasked,
}

/// Why a call of a tool was not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeniedBy {
    /// The user said no.
    User,
    /// The formation's `tool_policy`.
    Policy,
    /// It needs a yes of the user, and nobody could be asked.
    Nobody,
    /// It needs a yes of the user, who did not answer in time.
    Timeout,
    /// The turn came to a limit of the formation.
    Limit,
}

impl DeniedBy {
    /// The word of the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Policy => "policy",
            Self::Nobody => "nobody",
            Self::Timeout => "timeout",
            Self::Limit => "limit",
        }
    }
}

/// For how long an answer counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Remember {
    /// For this call.
    #[default]
    Once,
    /// For calls of the tool by the same agent until the session ends; a yes also only until the tool becomes another
    /// one. Of a call that looks dangerous: for the same arguments only.
    Session,
}

/// Where a question is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApprovalStatus {
    /// Nobody has answered.
    Pending,
    /// The user said yes.
    Allowed,
    /// The user said no.
    Denied,
    /// Nobody could be asked, which is a no.
    Unasked,
    /// Nobody answered in time, which is a no.
    Expired,
    /// The turn ended before.
    Gone,
}

impl ApprovalStatus {
    /// The word of the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Allowed => "allowed",
            Self::Denied | Self::Unasked => "denied",
            Self::Expired => "expired",
            Self::Gone => "gone",
        }
    }

    /// Why the call is not made; nothing where it is, or where that is not known.
    pub fn denied_by(self) -> Option<DeniedBy> {
        match self {
            Self::Denied => Some(DeniedBy::User),
            Self::Unasked => Some(DeniedBy::Nobody),
            Self::Expired => Some(DeniedBy::Timeout),
            Self::Pending | Self::Allowed | Self::Gone => None,
        }
    }
}

impl From<Decision> for ApprovalStatus {
    fn from(decision: Decision) -> Self {
        match decision {
            Decision::Allow => Self::Allowed,
            Decision::Deny => Self::Denied,
            Decision::Unasked => Self::Unasked,
        }
    }
}

/// A question to the user: whether a call may be made.
#[derive(Clone, Debug, PartialEq)]
pub struct Approval {
    /// `apr_` and 21 characters.
    pub id: String,
    /// Whom it is asked.
    pub who: Principal,
    /// The session.
    pub session_id: String,
    /// The request.
    pub request_id: String,
    /// The agent that calls.
    pub agent_id: String,
    /// The server of the tool.
    pub server: String,
    /// The tool's name there.
    pub tool: String,
    /// What it is called with: without values of secrets, long texts cut.
    pub arguments: Value,
    /// Whether `arguments` is not all of them.
    pub cut: bool,
    /// Why it is asked.
    pub why: String,
    /// Whether the call looks dangerous.
    pub dangerous: bool,
    /// When it was asked, in milliseconds since the Unix epoch.
    pub asked_at: u64,
    /// When it becomes a no.
    pub expires_at: u64,
    /// Where it is.
    pub status: ApprovalStatus,
}

/// What a question is about.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// Whom it is asked.
    pub who: &'a Principal,
    /// The session.
    pub session_id: &'a str,
    /// The request.
    pub request_id: &'a str,
    /// The agent that calls.
    pub agent_id: &'a str,
    /// The server of the tool.
    pub server: &'a str,
    /// The tool's name there.
    pub tool: &'a str,
    /// What the server says of the tool now. A tool that became another one is asked about anew.
    pub told: &'a ToolSpec,
    /// What it is called with.
    pub arguments: &'a Map<String, Value>,
    /// Why it is asked.
    pub why: &'a str,
    /// Whether the call looks dangerous.
    pub dangerous: bool,
    /// The accounts of the user that it acts with. A yes for one is none for another.
    pub accounts: &'a [String],
}

/// Why an answer is not taken.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ApprovalError {
    /// There is no such question, or it is somebody else's.
    #[error("there is no approval {0}")]
    NotFound(String),
    /// It was answered, or it is too late.
    #[error("the approval {} is {} already", .0.id, .0.status.as_str())]
    Ended(Box<Approval>),
}

/// All questions.
#[derive(Default)]
pub struct Approvals(Mutex<Inner>);

#[derive(Default)]
struct Inner {
    open: HashMap<String, Open>,
    ended: VecDeque<Approval>,
    remembered: HashMap<[u8; 32], Decision>,
    order: VecDeque<[u8; 32]>,
}

struct Open {
    approval: Approval,
    keys: Keys,
    answer: oneshot::Sender<Decision>,
}

/// By what answers for a session are found: a yes is for the tool as its server tells of it, a no is for whatever
/// the tool becomes.
struct Keys {
    yes: [u8; 32],
    no: [u8; 32],
}

/// A question that waits. Dropped without an answer it is gone.
pub struct Waiting {
    approvals: Arc<Approvals>,
    /// The question, as it was asked.
    pub approval: Approval,
    answer: oneshot::Receiver<Decision>,
}

impl Approvals {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the user said before about such calls in this session.
    pub fn remembered(&self, about: &About<'_>) -> Option<Decision> {
        let inner = self.lock();
        if inner.remembered.is_empty() {
            return None;
        }
        let Keys { yes, no } = keys(about);
        inner.remembered.get(&no).or_else(|| inner.remembered.get(&yes)).copied()
    }

    /// Asks, at `now` (milliseconds) and for so long.
    pub fn ask(
        self: &Arc<Self>,
        about: &About<'_>,
        now: u64,
        within: Duration,
        redactor: &Redactor,
    ) -> Waiting {
        let (arguments, cut) = shown(about.arguments, redactor);
        let approval = Approval {
            id: id::new("apr_"),
            who: about.who.clone(),
            session_id: about.session_id.to_owned(),
            request_id: about.request_id.to_owned(),
            agent_id: about.agent_id.to_owned(),
            server: about.server.to_owned(),
            tool: redactor.redact(about.tool).into_owned(),
            arguments,
            cut,
            why: redactor.redact(&why(about)).into_owned(),
            dangerous: about.dangerous,
            asked_at: now,
            expires_at: now.saturating_add(millis(within)),
            status: ApprovalStatus::Pending,
        };
        let (answer, receiver) = oneshot::channel();
        let open = Open { approval: approval.clone(), keys: keys(about), answer };
        self.lock().open.insert(approval.id.clone(), open);
        Waiting { approvals: Arc::clone(self), approval, answer: receiver }
    }

    /// The questions that wait for `who`, or for anybody, the oldest first.
    pub fn list(&self, who: Option<&Principal>) -> Vec<Approval> {
        let inner = self.lock();
        let open = inner.open.values().map(|open| &open.approval);
        let mut list: Vec<Approval> = open.filter(|a| who.is_none_or(|who| *who == a.who)).cloned().collect();
        drop(inner);
        list.sort_by(|a, b| (a.asked_at, &a.id).cmp(&(b.asked_at, &b.id)));
        list
    }

    /// One question of `who`, or of anybody, ended ones too.
    pub fn find(&self, who: Option<&Principal>, id: &str) -> Option<Approval> {
        self.lock().find(who, id).cloned()
    }

    /// Answers a question of `who`, or of anybody; once only.
    pub fn decide(
        &self,
        who: Option<&Principal>,
        id: &str,
        decision: Decision,
        remember: Remember,
    ) -> Result<Approval, ApprovalError> {
        let mut inner = self.lock();
        let known = inner.find(who, id).ok_or_else(|| ApprovalError::NotFound(id.to_owned()))?.clone();
        let Some(open) = inner.open.remove(id) else {
            return Err(ApprovalError::Ended(Box::new(known)));
        };
        if remember == Remember::Session {
            match decision {
                Decision::Allow => inner.remember(open.keys.yes, decision),
                Decision::Deny => inner.remember(open.keys.no, decision),
                Decision::Unasked => {}
            }
        }
        let mut approval = open.approval;
        // Whoever waited has left this very moment.
        approval.status =
            if open.answer.send(decision).is_ok() { decision.into() } else { ApprovalStatus::Gone };
        inner.end(approval.clone());
        drop(inner);
        if approval.status == ApprovalStatus::Gone {
            return Err(ApprovalError::Ended(Box::new(approval)));
        }
        Ok(approval)
    }

    fn end(&self, id: &str, status: ApprovalStatus) {
        let mut inner = self.lock();
        if let Some(open) = inner.open.remove(id) {
            inner.end(Approval { status, ..open.approval });
        }
    }
}

impl Inner {
    fn find(&self, who: Option<&Principal>, id: &str) -> Option<&Approval> {
        let open = self.open.get(id).map(|open| &open.approval);
        let found = open.or_else(|| self.ended.iter().rev().find(|a| a.id == id));
        found.filter(|a| who.is_none_or(|who| *who == a.who))
    }

    fn end(&mut self, approval: Approval) {
        self.ended.push_back(approval);
        if self.ended.len() > MOST_ENDED {
            self.ended.pop_front();
        }
    }

    fn remember(&mut self, key: [u8; 32], decision: Decision) {
        if self.remembered.insert(key, decision).is_none() {
            self.order.push_back(key);
        }
        if self.order.len() > MOST_REMEMBERED
            && let Some(oldest) = self.order.pop_front()
        {
            self.remembered.remove(&oldest);
        }
    }
}

impl Waiting {
    /// Waits for the answer, as long as was said.
    pub async fn answer(mut self, within: Duration) -> ApprovalStatus {
        let answer = tokio::time::timeout(within, &mut self.answer).await;
        let answer = if let Ok(answer) = answer {
            answer.ok()
        } else {
            self.approvals.end(&self.approval.id, ApprovalStatus::Expired);
            // It may have come between the two.
            self.answer.try_recv().ok()
        };
        answer.map_or(ApprovalStatus::Expired, ApprovalStatus::from)
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.approvals.end(&self.approval.id, ApprovalStatus::Gone);
    }
}

impl Approval {
    /// As the API tells of it.
    pub fn to_json(&self) -> Value {
        json!({
            "id": self.id,
            "status": self.status.as_str(),
            "denied_by": self.status.denied_by().map(DeniedBy::as_str),
            "user_id": self.who.to_string(),
            "session_id": self.session_id,
            "request_id": self.request_id,
            "agent_id": self.agent_id,
            "server": self.server,
            "tool": self.tool,
            "arguments": self.arguments,
            "arguments_cut": self.cut,
            "why": self.why,
            "dangerous": self.dangerous,
            "asked_at": rfc3339(self.asked_at),
            "expires_at": rfc3339(self.expires_at),
        })
    }
}

/// What a remembered answer is about.
fn keys(about: &About<'_>) -> Keys {
    let arguments = about.dangerous.then_some(about.arguments);
    let tool = [about.agent_id, about.server, about.tool];
    let told = json!([about.told.description, about.told.parameters]);
    let key = |told: Option<&Value>| {
        // The user, under whichever identifier it asks.
        let (who, accounts) = (about.who, about.accounts);
        let parts = json!([who.tenant(), who.user(), about.session_id, tool, arguments, told, accounts]);
        hash::sha256(parts.to_string().as_bytes())
    };
    Keys { yes: key(Some(&told)), no: key(None) }
}

/// Why it is asked, with the accounts that are meant.
fn why(about: &About<'_>) -> String {
    match about.accounts {
        [] => about.why.to_owned(),
        [one] => format!("{}; with the account {one}", about.why),
        all => format!("{}; with the accounts {}", about.why, all.join(", ")),
    }
}

/// The arguments as they are shown, and whether that is not all of them.
fn shown(arguments: &Map<String, Value>, redactor: &Redactor) -> (Value, bool) {
    let mut value = Value::Object(arguments.clone());
    redactor.redact_json(&mut value);
    let cut = shorten(&mut value, SHOWN_TEXT, &|text| text.chars().nth(SHOWN_TEXT).is_some());
    let text = value.to_string();
    if text.len() > SHOWN {
        let kept = &text[..text.floor_char_boundary(SHOWN)];
        return (json!({"cut": format!("{kept}… [{} bytes in all]", text.len())}), true);
    }
    (value, cut)
}

impl Runtime {
    /// The calls that wait for an answer of `who`, or of anybody.
    pub fn approvals(&self, who: Option<&Principal>) -> Vec<Approval> {
        self.core.approvals.list(who)
    }

    /// One of them, ended ones too.
    pub fn approval(&self, who: Option<&Principal>, id: &str) -> Option<Approval> {
        self.core.approvals.find(who, id)
    }

    /// Answers one of `who`, or of anybody; once only.
    pub fn decide(
        &self,
        who: Option<&Principal>,
        id: &str,
        decision: Decision,
        remember: Remember,
    ) -> Result<Approval, ApprovalError> {
        self.core.approvals.decide(who, id, decision, remember)
    }
}

#[cfg(test)]
mod tests;
