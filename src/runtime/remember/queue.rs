//! Who waits to be remembered: one turn at a time for each user, a few users at once, and no more than have room.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{Semaphore, watch};

use super::extract::Words;
use super::{Job, compact, extract};
use crate::runtime::Core;
use crate::runtime::principal::Principal;

/// How many users are worked for at once.
const AT_ONCE: usize = 4;
/// How many turns of one user may wait.
const OF_ONE: usize = 16;
/// How many turns may wait.
const OF_ALL: usize = 512;
/// How long a session is left alone that could not be made shorter, in milliseconds.
const REST: u64 = 5 * 60 * 1000;

/// The turns that wait.
pub(in crate::runtime) struct Queue {
    waiting: Mutex<Waiting>,
    /// How many users are worked for, or wait.
    users: watch::Sender<usize>,
    slots: Semaphore,
    /// Sessions that could not be made shorter, and until when they are left alone.
    resting: Mutex<HashMap<(Principal, String), u64>>,
}

#[derive(Default)]
struct Waiting {
    /// Who is here is worked for.
    users: HashMap<Principal, VecDeque<Job>>,
    all: usize,
}

#[derive(Debug, PartialEq, Eq)]
enum Added {
    /// The user is to be worked for.
    Start,
    /// The user is worked for already.
    Waits,
    /// There is no room.
    Full,
}

impl Default for Queue {
    fn default() -> Self {
        Self {
            waiting: Mutex::default(),
            users: watch::Sender::new(0),
            slots: Semaphore::new(AT_ONCE),
            resting: Mutex::default(),
        }
    }
}

impl Queue {
    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns when nothing waits and nothing is done.
    pub(in crate::runtime) async fn settled(&self) {
        // The sender lives as long as `self`, so waiting cannot fail.
        drop(self.users.subscribe().wait_for(|users| *users == 0).await);
    }

    /// Nothing that waits is learnt of a user who is gone. What is asked just now ends, and is not kept.
    pub(in crate::runtime) fn forget(&self, who: &Principal) {
        let mut waiting = self.waiting();
        let left = waiting.users.get_mut(who).map_or(0, |jobs| std::mem::take(jobs).len());
        waiting.all -= left;
        drop(waiting);
        self.resting().retain(|(whose, _), _| whose != who);
    }

    /// Whether the session is left alone now.
    pub(super) fn rests(&self, session: &(Principal, String), now: u64) -> bool {
        self.resting().get(session).is_some_and(|until| now < *until)
    }

    /// Leaves the session alone for a while: a model that fails would else be asked after each turn.
    pub(super) fn rest(&self, session: (Principal, String), now: u64) {
        let mut resting = self.resting();
        resting.retain(|_, until| now < *until);
        if resting.len() < OF_ALL {
            resting.insert(session, now.saturating_add(REST));
        }
    }

    fn resting(&self) -> MutexGuard<'_, HashMap<(Principal, String), u64>> {
        self.resting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self, job: Job) -> Added {
        let mut waiting = self.waiting();
        if waiting.all >= OF_ALL {
            return Added::Full;
        }
        let who = job.info.who.clone();
        if let Some(jobs) = waiting.users.get_mut(&who) {
            if jobs.len() >= OF_ONE {
                return Added::Full;
            }
            jobs.push_back(job);
            waiting.all += 1;
            return Added::Waits;
        }
        waiting.users.insert(who, VecDeque::from([job]));
        waiting.all += 1;
        self.users.send_modify(|users| *users += 1);
        Added::Start
    }

    /// The next turn of the user; nobody works for the user any more where there is none.
    fn next(&self, who: &Principal) -> Option<Job> {
        let mut waiting = self.waiting();
        let job = waiting.users.get_mut(who)?.pop_front();
        if job.is_some() {
            waiting.all -= 1;
        } else {
            waiting.users.remove(who);
        }
        job
    }
}

/// Takes a turn on, or drops it where there is no room.
pub(super) fn take(core: &Arc<Core>, job: Job) {
    let who = job.info.who.clone();
    if core.remembering.add(job) == Added::Start {
        tokio::spawn(work(Arc::clone(core), who));
    }
}

async fn work(core: Arc<Core>, who: Principal) {
    let mut working = Working { core, who, done: false };
    while let Some(job) = working.core.remembering.next(&working.who) {
        // Nobody closes it.
        let slot = working.core.remembering.slots.acquire().await;
        if let Some(text) = &job.message {
            let words = Words { text, said_at: job.info.asked_at, older: false };
            Box::pin(extract::extract(&working.core, &job, &words)).await;
        }
        if job.long {
            Box::pin(compact::compact(&working.core, &job)).await;
        }
        drop(slot);
    }
    working.done = true;
}

/// Counts as working for a user until it is dropped, by a panic too.
struct Working {
    core: Arc<Core>,
    who: Principal,
    done: bool,
}

impl Drop for Working {
    fn drop(&mut self) {
        let queue = &self.core.remembering;
        if !self.done {
            let mut waiting = queue.waiting();
            let left = waiting.users.remove(&self.who).map_or(0, |jobs| jobs.len());
            waiting.all -= left;
        }
        queue.users.send_modify(|users| *users -= 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::turn::TurnInfo;

    fn job(user: &str) -> Job {
        let info = TurnInfo {
            who: Principal::parse(user).unwrap(),
            request_id: "r".into(),
            session_id: "s".into(),
            agent_id: "a".into(),
            asked_at: 0,
        };
        Job { info, agent: 0, message: Some("I live in Rome.".into()), long: false }
    }

    #[test]
    fn a_session_that_failed_rests_and_only_that_one() {
        let queue = Queue::default();
        let session = |id: &str| (Principal::parse("ann").unwrap(), id.to_owned());
        queue.rest(session("s"), 1000);
        assert!(queue.rests(&session("s"), 1000 + REST - 1) && !queue.rests(&session("t"), 1000));
        assert!(!queue.rests(&session("s"), 1000 + REST));
        queue.rest(session("t"), 1000 + REST);
        assert_eq!(queue.resting().len(), 1, "who may be asked again is forgotten");
    }

    #[test]
    fn what_waits_of_a_user_who_is_gone_is_not_learnt() {
        let queue = Queue::default();
        let (ann, bob) = (Principal::parse("ann").unwrap(), Principal::parse("bob").unwrap());
        for who in ["ann", "ann", "bob"] {
            queue.add(job(who));
        }
        queue.rest((ann.clone(), "s".into()), 1000);
        queue.forget(&ann);
        assert!(!queue.rests(&(ann.clone(), "s".into()), 1001));
        assert!(queue.next(&ann).is_none() && queue.next(&bob).is_some());
        assert_eq!(queue.waiting().all, 0);
        queue.forget(&ann);
        assert_eq!(queue.add(job("ann")), Added::Start, "the work had ended");
    }

    #[test]
    fn a_user_is_worked_for_once_at_a_time_and_what_has_no_room_is_dropped() {
        let queue = Queue::default();
        assert_eq!(queue.add(job("ann")), Added::Start);
        assert_eq!(queue.add(job("ann")), Added::Waits);
        assert_eq!(queue.add(job("acme:ann")), Added::Start);
        let ann = Principal::parse("ann").unwrap();
        assert!(queue.next(&ann).is_some() && queue.next(&ann).is_some());
        assert!(queue.next(&ann).is_none(), "the work is over with this");
        assert_eq!(queue.add(job("ann")), Added::Start);
        assert_eq!(queue.add(job("ann")), Added::Waits);
        queue.forget(&ann);
        assert_eq!(queue.waiting().all, 1, "that of acme:ann");
        assert_eq!(queue.add(job("ann")), Added::Waits, "who works for her looks once more");
        for _ in 1..OF_ONE {
            assert_eq!(queue.add(job("ann")), Added::Waits);
        }
        assert_eq!(queue.add(job("ann")), Added::Full);
        for n in 0..OF_ALL {
            queue.add(job(&format!("u{n}")));
        }
        assert_eq!(queue.waiting().all, OF_ALL);
        assert_eq!(queue.add(job("late")), Added::Full);
    }
}
