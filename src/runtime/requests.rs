//! What became of each request: those under way, and for a while those that have ended.
//!
//! In memory only. A request belongs to its user: nobody else finds it, and the same id of two
//! users is two requests.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

use super::Runtime;
use super::llm::Usage;
use super::principal::Principal;
use super::turn::TurnError;

/// The most requests that have ended and are still remembered.
const MAX_ENDED: usize = 2_000;
/// How long they are remembered, in milliseconds.
const KEPT_MILLIS: u64 = 60 * 60 * 1000;
/// Whoever cancels waits so long for the turn to end.
const ENDING: Duration = Duration::from_secs(5);

type Key = (Principal, String);

/// Where a request is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RequestStatus {
    /// It waits for its turn to begin.
    #[default]
    Pending,
    /// An agent has it.
    Processing,
    /// It has its answer.
    Completed,
    /// It failed.
    Failed,
    /// It was cancelled, or the client left.
    Cancelled,
}

impl RequestStatus {
    /// The name in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Processing => "processing",
            Self::Completed => "completed",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// Whether nothing more will come.
    pub fn has_ended(self) -> bool {
        !matches!(self, Self::Pending | Self::Processing)
    }
}

/// A request, as it is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestInfo {
    /// Whose.
    pub who: Principal,
    /// Its id.
    pub id: String,
    /// The session; nothing where none is kept.
    pub session_id: Option<String>,
    /// Where it is.
    pub status: RequestStatus,
    /// Who answers; empty until an agent is chosen.
    pub agent_id: String,
    /// When it came, in milliseconds since the Unix epoch.
    pub created_at: u64,
    /// When it ended, in milliseconds since the Unix epoch.
    pub ended_at: Option<u64>,
    /// Why it failed or was cancelled: a stable code.
    pub error: Option<&'static str>,
    /// What its models counted.
    pub usage: Option<Usage>,
}

/// What came of an attempt to cancel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cancelling {
    /// It is cancelled, now or since before.
    Cancelled(RequestInfo),
    /// It had ended otherwise.
    HadEnded(RequestInfo),
    /// It was told, and has not ended yet.
    Ending(RequestInfo),
}

/// All requests that are remembered.
#[derive(Default)]
pub(super) struct Requests(Mutex<Inner>);

#[derive(Default)]
struct Inner {
    entries: HashMap<Key, Arc<Entry>>,
    /// The ended ones, the first first. One whose id was used again is not in `entries` any more.
    ended: VecDeque<(u64, Arc<Entry>)>,
}

struct Entry {
    who: Principal,
    id: String,
    session_id: Option<String>,
    created_at: u64,
    now: Mutex<Now>,
    cancel: Notify,
    over: Notify,
}

#[derive(Default)]
struct Now {
    status: RequestStatus,
    agent_id: String,
    ended_at: Option<u64>,
    error: Option<&'static str>,
    usage: Option<Usage>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Entry {
    fn info(&self) -> RequestInfo {
        let now = lock(&self.now);
        RequestInfo {
            who: self.who.clone(),
            id: self.id.clone(),
            session_id: self.session_id.clone(),
            status: now.status,
            agent_id: now.agent_id.clone(),
            created_at: self.created_at,
            ended_at: now.ended_at,
            error: now.error,
            usage: now.usage,
        }
    }

    fn status(&self) -> RequestStatus {
        lock(&self.now).status
    }
}

/// A request under way, held by its turn. Dropped without an end, as by a panic, it has failed.
pub(super) struct Request {
    requests: Arc<Requests>,
    entry: Arc<Entry>,
}

/// Ends a request from outside.
#[derive(Clone)]
pub(super) struct Canceller(Arc<Entry>);

impl Canceller {
    /// Ends it; nothing where it has ended.
    pub(super) fn cancel(&self) {
        self.0.cancel.notify_one();
    }
}

impl Requests {
    /// A request comes. Refused while another one of the user with this id is under way.
    pub(super) fn begin(
        self: &Arc<Self>,
        who: &Principal,
        id: &str,
        session_id: Option<&str>,
        now: u64,
    ) -> Result<Request, TurnError> {
        let entry = Arc::new(Entry {
            who: who.clone(),
            id: id.to_owned(),
            session_id: session_id.map(str::to_owned),
            created_at: now,
            now: Mutex::default(),
            cancel: Notify::new(),
            over: Notify::new(),
        });
        let mut inner = lock(&self.0);
        let key = (who.clone(), id.to_owned());
        if inner.entries.get(&key).is_some_and(|known| !known.status().has_ended()) {
            return Err(TurnError::RequestTaken(id.to_owned()));
        }
        inner.entries.insert(key, Arc::clone(&entry));
        drop(inner);
        Ok(Request { requests: Arc::clone(self), entry })
    }

    fn find(&self, who: Option<&Principal>, id: &str) -> Option<Arc<Entry>> {
        let inner = lock(&self.0);
        match who {
            Some(who) => inner.entries.get(&(who.clone(), id.to_owned())).cloned(),
            // Rarely asked, and by administrators only.
            None => inner.entries.values().filter(|e| e.id == id).max_by_key(|e| e.created_at).cloned(),
        }
    }

    fn list(&self, who: Option<&Principal>, now: u64) -> Vec<RequestInfo> {
        let mut inner = lock(&self.0);
        inner.forget_old(now);
        let mine = inner.entries.values().filter(|e| who.is_none_or(|who| *who == e.who));
        let mut list: Vec<RequestInfo> = mine.map(|entry| entry.info()).collect();
        drop(inner);
        list.sort_by(|a, b| (b.created_at, &b.id).cmp(&(a.created_at, &a.id)));
        list
    }

    /// Ends what runs for a user, and forgets what ran.
    pub(super) fn drop_all_of(&self, who: &Principal) {
        let mut inner = lock(&self.0);
        inner.entries.retain(|_, entry| {
            let theirs = entry.who == *who;
            if theirs && !entry.status().has_ended() {
                entry.cancel.notify_one();
            }
            !theirs
        });
        inner.ended.retain(|(_, entry)| entry.who != *who);
    }

    fn ended(&self, entry: &Arc<Entry>, at: u64) {
        let mut inner = lock(&self.0);
        inner.ended.push_back((at, Arc::clone(entry)));
        inner.forget_old(at);
    }
}

impl Inner {
    fn forget_old(&mut self, now: u64) {
        while let Some((at, _)) = self.ended.front()
            && (self.ended.len() > MAX_ENDED || now.saturating_sub(*at) > KEPT_MILLIS)
        {
            let Some((_, entry)) = self.ended.pop_front() else { return };
            let key = (entry.who.clone(), entry.id.clone());
            if self.entries.get(&key).is_some_and(|known| Arc::ptr_eq(known, &entry)) {
                self.entries.remove(&key);
            }
        }
    }
}

impl Request {
    /// An agent has it.
    pub(super) fn processing(&self, agent_id: &str) {
        let mut now = lock(&self.entry.now);
        now.status = RequestStatus::Processing;
        agent_id.clone_into(&mut now.agent_id);
    }

    /// Whoever may have to end it.
    pub(super) fn canceller(&self) -> Canceller {
        Canceller(Arc::clone(&self.entry))
    }

    /// Returns when somebody cancels it.
    pub(super) fn cancelled(&self) -> impl Future<Output = ()> + use<> {
        let entry = Arc::clone(&self.entry);
        async move { entry.cancel.notified().await }
    }

    /// It has ended, well or with an error.
    pub(super) fn end(&self, error: Option<&TurnError>, usage: Option<Usage>, agent_id: &str, at: u64) {
        let status = match error {
            None => RequestStatus::Completed,
            Some(error) if error.is_cancelled() => RequestStatus::Cancelled,
            Some(_) => RequestStatus::Failed,
        };
        self.set_end(status, error.map(TurnError::code), usage, Some(agent_id), at);
    }

    fn set_end(
        &self,
        status: RequestStatus,
        error: Option<&'static str>,
        usage: Option<Usage>,
        agent_id: Option<&str>,
        at: u64,
    ) {
        let mut now = lock(&self.entry.now);
        if now.status.has_ended() {
            return;
        }
        (now.status, now.error, now.usage, now.ended_at) = (status, error, usage, Some(at));
        if let Some(agent_id) = agent_id
            && now.agent_id != agent_id
        {
            agent_id.clone_into(&mut now.agent_id);
        }
        drop(now);
        self.requests.ended(&self.entry, at);
        self.entry.over.notify_waiters();
    }
}

impl Drop for Request {
    fn drop(&mut self) {
        // The time is not known here; that of its beginning only makes it forgotten earlier.
        let at = self.entry.created_at;
        self.set_end(RequestStatus::Failed, Some("INTERNAL_ERROR"), None, None, at);
    }
}

impl Runtime {
    /// The requests of `who`, or of everybody, the latest first.
    pub fn requests(&self, who: Option<&Principal>) -> Vec<RequestInfo> {
        self.core.requests.list(who, self.clock().now_millis())
    }

    /// One request of `who`, or of anybody: then the latest with this id.
    pub fn request(&self, who: Option<&Principal>, id: &str) -> Option<RequestInfo> {
        Some(self.core.requests.find(who, id)?.info())
    }

    /// Cancels a request and waits a while for its end. Nothing where there is none.
    pub async fn cancel(&self, who: Option<&Principal>, id: &str) -> Option<Cancelling> {
        let entry = self.core.requests.find(who, id)?;
        let over = entry.over.notified();
        tokio::pin!(over);
        // Before the status is looked at, so that an end in between is heard.
        over.as_mut().enable();
        if !entry.status().has_ended() {
            entry.cancel.notify_one();
            drop(tokio::time::timeout(ENDING, over).await);
        }
        let info = entry.info();
        Some(match info.status {
            RequestStatus::Cancelled => Cancelling::Cancelled(info),
            status if status.has_ended() => Cancelling::HadEnded(info),
            _ => Cancelling::Ending(info),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn who(id: &str) -> Principal {
        Principal::parse(id).unwrap()
    }

    fn ended(requests: &Arc<Requests>, user: &str, id: &str, at: u64) {
        requests.begin(&who(user), id, None, at).unwrap().end(None, None, "a", at);
    }

    #[test]
    fn a_request_is_its_users_alone_and_an_id_is_taken_while_it_runs() {
        let requests = Arc::new(Requests::default());
        let first = requests.begin(&who("alice"), "r", Some("s"), 1).unwrap();
        assert!(matches!(requests.begin(&who("alice"), "r", None, 2), Err(TurnError::RequestTaken(_))));
        let other = requests.begin(&who("bob"), "r", None, 3).unwrap();
        assert!(requests.find(Some(&who("carol")), "r").is_none());
        assert_eq!(requests.find(None, "r").unwrap().who, who("bob"), "the latest one");
        first.processing("helper");
        assert_eq!(requests.find(Some(&who("alice")), "r").unwrap().info().agent_id, "helper");
        first.end(Some(&TurnError::Cancelled), None, "helper", 9);
        let info = requests.find(Some(&who("alice")), "r").unwrap().info();
        assert_eq!((info.status, info.error), (RequestStatus::Cancelled, Some("REQUEST_CANCELLED")));
        drop(other);
        let lost = requests.find(Some(&who("bob")), "r").unwrap().info();
        assert_eq!((lost.status, lost.error), (RequestStatus::Failed, Some("INTERNAL_ERROR")));
        assert!(requests.begin(&who("alice"), "r", None, 10).is_ok(), "an ended one makes room");
    }

    #[test]
    fn the_ended_are_forgotten_after_an_hour_and_beyond_their_number() {
        let requests = Arc::new(Requests::default());
        ended(&requests, "alice", "old", 0);
        let running = requests.begin(&who("alice"), "runs", None, 0).unwrap();
        ended(&requests, "alice", "new", KEPT_MILLIS + 1);
        let ids: Vec<String> = requests.list(None, KEPT_MILLIS + 1).into_iter().map(|r| r.id).collect();
        assert_eq!(ids, ["new", "runs"]);
        for i in 0..=MAX_ENDED {
            ended(&requests, "bob", &i.to_string(), KEPT_MILLIS + 2);
        }
        let left = lock(&requests.0);
        assert_eq!((left.ended.len(), left.entries.len()), (MAX_ENDED, MAX_ENDED + 1));
        drop(left);
        drop(running);
    }

    #[test]
    fn an_id_that_is_used_again_is_not_forgotten_with_its_first_use() {
        let requests = Arc::new(Requests::default());
        ended(&requests, "alice", "r", 0);
        ended(&requests, "alice", "r", KEPT_MILLIS);
        assert_eq!(requests.list(None, KEPT_MILLIS + 1).len(), 1);
        assert_eq!(requests.list(None, 3 * KEPT_MILLIS).len(), 0);
    }
}
