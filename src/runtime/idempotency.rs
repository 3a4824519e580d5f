//! Answers by the key that a client gave to its request, so that the same request sent twice is
//! done once. In memory only: 24 hours, [`MAX_KEPT`] answers, [`MAX_BYTES`].

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use bytes::Bytes;
use tokio::sync::watch;
use zeroize::Zeroizing;

use super::principal::Principal;
use crate::crypto::mac::Key;
use crate::crypto::rng::{self, RngError};

/// How long an answer is kept, in milliseconds.
const KEPT_MILLIS: u64 = 24 * 60 * 60 * 1000;
/// The most answers that are kept.
const MAX_KEPT: usize = 10_000;
/// The most that all of them take, in bytes.
const MAX_BYTES: usize = 32 << 20;
/// The longest answer that is kept, in bytes.
const MAX_ANSWER: usize = 4 << 20;

/// What a key is good for: one endpoint, one user.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Scope {
    /// Method and path.
    pub(super) endpoint: &'static str,
    /// For whom.
    pub(super) who: Principal,
    /// A hash of the key.
    pub(super) key: Fingerprint,
}

/// A hash: of a key, or of what was sent with it.
pub(super) type Fingerprint = [u8; 32];

/// What is known of a key.
pub(super) enum Found {
    /// Nothing: do it. What is held tells others to wait.
    Mine(Holding),
    /// It is being done.
    Running(Waiting),
    /// It was done, and this was answered.
    Done(Bytes),
    /// The key came with something else before.
    OtherBody,
}

/// Returns when whoever holds the key has ended.
pub(super) struct Waiting(watch::Receiver<()>);

/// The keys of a server.
#[derive(Default)]
pub(super) struct Keys(Mutex<Inner>, OnceLock<Key>);

#[derive(Default)]
struct Inner {
    slots: HashMap<Scope, Slot>,
    /// The kept ones, the oldest first.
    kept: VecDeque<(u64, Scope)>,
    bytes: usize,
}

struct Slot {
    fingerprint: Fingerprint,
    state: State,
}

enum State {
    Running(watch::Receiver<()>),
    Done(Bytes),
}

/// A request that holds its key. Dropped without an answer, it leaves the key free.
pub(super) struct Holding {
    keys: Arc<Keys>,
    scope: Scope,
    fingerprint: Fingerprint,
    kept: bool,
    /// Closed when this is dropped, which wakes those who wait.
    _running: watch::Sender<()>,
}

impl Waiting {
    pub(super) async fn ended(mut self) {
        // Nothing is ever sent; the end of the sender is the news.
        while self.0.changed().await.is_ok() {}
    }
}

impl Keys {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is remembered of a body that holds a secret: a hash under a key that is of this process alone.
    pub(super) fn sealed(&self, body: &[u8]) -> Result<Fingerprint, RngError> {
        if let Some(key) = self.1.get() {
            return Ok(key.tag(&[body]));
        }
        let bytes: Zeroizing<[u8; 32]> = Zeroizing::new(rng::array()?);
        // Of two at once, one is used.
        Ok(self.1.get_or_init(|| Key::new(&*bytes)).tag(&[body]))
    }

    /// Looks a key up, and takes it if it is free. `now` is in milliseconds.
    pub(super) fn take(self: &Arc<Self>, scope: &Scope, fingerprint: Fingerprint, now: u64) -> Found {
        let mut inner = self.inner();
        inner.forget_old(now);
        if let Some(slot) = inner.slots.get(scope) {
            return match &slot.state {
                _ if slot.fingerprint != fingerprint => Found::OtherBody,
                State::Running(running) => Found::Running(Waiting(running.clone())),
                State::Done(answer) => Found::Done(answer.clone()),
            };
        }
        let (sender, receiver) = watch::channel(());
        inner.slots.insert(scope.clone(), Slot { fingerprint, state: State::Running(receiver) });
        drop(inner);
        Found::Mine(Holding {
            keys: Arc::clone(self),
            scope: scope.clone(),
            fingerprint,
            kept: false,
            _running: sender,
        })
    }
}

impl Keys {
    /// What was answered to a user is forgotten.
    pub(super) fn forget(&self, who: &Principal) {
        let mut inner = self.inner();
        let Inner { slots, kept, bytes } = &mut *inner;
        kept.retain(|(_, scope)| {
            let stays = scope.who != *who;
            if !stays && let Some(Slot { state: State::Done(answer), .. }) = slots.remove(scope) {
                *bytes -= answer.len();
            }
            stays
        });
    }
}

impl Inner {
    fn forget_old(&mut self, now: u64) {
        while let Some((at, _)) = self.kept.front()
            && (self.kept.len() > MAX_KEPT || self.bytes > MAX_BYTES || now.saturating_sub(*at) > KEPT_MILLIS)
        {
            let Some((_, scope)) = self.kept.pop_front() else { return };
            if let Some(Slot { state: State::Done(answer), .. }) = self.slots.remove(&scope) {
                self.bytes -= answer.len();
            }
        }
    }
}

impl Holding {
    /// Keeps what was answered for those who ask again; `now` is in milliseconds.
    pub(super) fn keep(mut self, answer: Bytes, now: u64) {
        if answer.len() > MAX_ANSWER {
            return;
        }
        self.kept = true;
        let mut inner = self.keys.inner();
        inner.bytes += answer.len();
        let slot = Slot { fingerprint: self.fingerprint, state: State::Done(answer) };
        inner.slots.insert(self.scope.clone(), slot);
        inner.kept.push_back((now, self.scope.clone()));
        inner.forget_old(now);
    }
}

impl Drop for Holding {
    fn drop(&mut self) {
        if !self.kept {
            self.keys.inner().slots.remove(&self.scope);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope(user: &str, key: &str) -> Scope {
        Scope {
            endpoint: "POST /v1/chat",
            who: Principal::parse(user).unwrap(),
            key: crate::crypto::hash::sha256(key.as_bytes()),
        }
    }

    fn keep(keys: &Arc<Keys>, scope: &Scope, bytes: usize, now: u64) {
        let Found::Mine(holding) = keys.take(scope, [0; 32], now) else { panic!("taken") };
        holding.keep(Bytes::from(vec![b'x'; bytes]), now);
    }

    #[test]
    fn an_answer_is_kept_for_its_user_and_its_body_alone() {
        let keys = Arc::new(Keys::default());
        keep(&keys, &scope("alice", "k"), 3, 0);
        assert!(matches!(keys.take(&scope("alice", "k"), [0; 32], 1), Found::Done(b) if &b[..] == b"xxx"));
        assert!(matches!(keys.take(&scope("alice", "k"), [1; 32], 1), Found::OtherBody));
        assert!(matches!(keys.take(&scope("bob", "k"), [1; 32], 1), Found::Mine(_)));
        assert!(matches!(keys.take(&scope("alice", "k"), [1; 32], KEPT_MILLIS + 1), Found::Mine(_)));
    }

    #[tokio::test]
    async fn a_second_one_waits_and_takes_over_if_the_first_gave_nothing() {
        let keys = Arc::new(Keys::default());
        let Found::Mine(first) = keys.take(&scope("alice", "k"), [0; 32], 0) else { panic!() };
        let Found::Running(waiting) = keys.take(&scope("alice", "k"), [0; 32], 0) else { panic!() };
        let waiter = tokio::spawn(waiting.ended());
        drop(first);
        waiter.await.unwrap();
        assert!(matches!(keys.take(&scope("alice", "k"), [0; 32], 0), Found::Mine(_)));
        assert!(keys.inner().slots.is_empty(), "what was held and dropped leaves nothing");
    }

    #[test]
    fn it_stays_within_its_bounds_and_the_oldest_go_first() {
        let keys = Arc::new(Keys::default());
        for i in 0..MAX_KEPT + 5 {
            keep(&keys, &scope("alice", &i.to_string()), 1, 0);
        }
        let inner = keys.inner();
        assert_eq!((inner.slots.len(), inner.bytes), (MAX_KEPT, MAX_KEPT));
        drop(inner);
        assert!(matches!(keys.take(&scope("alice", "0"), [0; 32], 0), Found::Mine(_)));
        for i in 0..20 {
            keep(&keys, &scope("bob", &i.to_string()), MAX_ANSWER, 0);
        }
        let inner = keys.inner();
        assert!(inner.bytes <= MAX_BYTES && inner.slots.len() == inner.kept.len(), "{}", inner.bytes);
        drop(inner);
        keep(&keys, &scope("carol", "k"), MAX_ANSWER + 1, 0);
        assert!(matches!(keys.take(&scope("carol", "k"), [0; 32], 0), Found::Mine(_)), "too long to keep");
    }
}
