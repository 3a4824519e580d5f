//! What is waited for, what was chosen, and who gave too many wrong ones.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::bounded::Bounded;
use crate::credentials::Service;
use crate::runtime::principal::Principal;

/// A question waits so long for its answer, in milliseconds.
const PENDING: u64 = 300_000;
/// So long after that, what looks like its answer still goes nowhere.
const LATE: u64 = 60 * 60 * 1000;
/// The same after the answer came, for the one that a second window sends.
const TWICE: u64 = 60_000;
/// Too many wrong ones lock the service for the user so long.
const LOCKED: u64 = 15 * 60 * 1000;
/// The most questions that wait, of all users and of one.
const MOST_AWAITED: usize = 1000;
const MOST_OF_USER: usize = 50;
/// The most that turns may hold that stopped, together, in bytes; the oldest are let go, and their questions stay.
const MOST_HELD: usize = 64 << 20;
/// The most sessions of which it is known what was chosen there.
const MOST_PICKED: usize = 10_000;
/// The most users and services of which wrong ones are counted.
const MOST_COUNTED: usize = 10_000;

/// Where somebody is asked.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::runtime) enum Place {
    /// In a session.
    Session(String),
    /// In a conversation that the caller keeps, behind what the user has said there so far: then the question is in it.
    Brought([u8; 32]),
}

/// What an answer is waited for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::runtime) enum What {
    /// A credential for a service; and what the user calls the account.
    Credential { service: Service, label: Option<String> },
    /// Which of these accounts is to be used.
    Account { service: Service, accounts: Vec<String> },
}

impl What {
    pub(in crate::runtime) fn service(&self) -> &Service {
        match self {
            Self::Credential { service, .. } | Self::Account { service, .. } => service,
        }
    }
}

/// A question that waits, and what goes on when it is answered.
#[derive(Debug)]
pub(in crate::runtime) struct Awaited<P> {
    pub(in crate::runtime) what: What,
    /// The turn that stopped for it.
    pub(in crate::runtime) paused: Option<P>,
    /// How much that holds, in bytes.
    pub(in crate::runtime) bytes: usize,
}

/// What was chosen in a session for a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::runtime) enum Picked {
    /// This account.
    One(String),
    /// All of them.
    All,
}

/// Whether one more credential is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::runtime) enum Attempt {
    /// It is, and counts until it is known what came of it.
    Free,
    /// Not before so many milliseconds.
    Locked(u64),
}

type Key = (Principal, Place);

/// The state of a formation. Nothing of it outlives the process.
pub(in crate::runtime) struct Inline<P>(Mutex<Inner<P>>);

struct Inner<P> {
    awaited: Bounded<Key, Waiting<P>>,
    picked: Bounded<Key, HashMap<Service, (Picked, Vec<String>)>>,
    counted: Bounded<(Principal, Service), Counted>,
}

struct Waiting<P> {
    what: What,
    until: u64,
    /// What looks like the answer is one until then, in milliseconds.
    known_until: u64,
    asked_at: u64,
    /// None where it was answered, or taken back.
    open: Option<Open<P>>,
    bytes: usize,
}

impl<P> Waiting<P> {
    fn held(&self) -> usize {
        if matches!(self.open, Some(Open(Some(_)))) { self.bytes } else { 0 }
    }
}

/// What goes on with the answer.
struct Open<P>(Option<P>);

#[derive(Clone, Copy, Default)]
struct Counted {
    wrong: u32,
    last: u64,
    locked_until: u64,
}

/// What is waited for in a place, as a message there finds it.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::runtime) enum Now {
    /// Nothing.
    Nothing,
    /// An answer.
    Open(What),
    /// Nothing any more; what looks like the answer still is one.
    Past(What),
}

impl<P> Inner<P> {
    /// Lets go of what nobody waits for any more, and of the oldest where a user or all together have too much.
    fn tidy(&mut self, who: &Principal, now: u64) {
        let (mut of_user, mut held) = (0, 0);
        self.awaited.retain(|(whose, _), waiting| {
            if now > waiting.until {
                waiting.open = None;
            }
            of_user += usize::from(whose == who);
            held += waiting.held();
            now <= waiting.known_until
        });
        self.awaited.retain(|(whose, _), waiting| {
            if held > MOST_HELD && waiting.held() > 0 {
                held -= waiting.held();
                waiting.open = Some(Open(None));
            }
            let too_many = whose == who && of_user > MOST_OF_USER;
            of_user -= usize::from(too_many);
            !too_many
        });
    }
}

impl<P> Default for Inline<P> {
    fn default() -> Self {
        Self(Mutex::new(Inner {
            awaited: Bounded::new(MOST_AWAITED),
            picked: Bounded::new(MOST_PICKED),
            counted: Bounded::new(MOST_COUNTED),
        }))
    }
}

impl<P> Inline<P> {
    fn lock(&self) -> MutexGuard<'_, Inner<P>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The user was asked, at `now` (milliseconds), by a turn that began at `begun`; what was asked there before is not waited
    /// for any more. An error where a question about another service, the one it names, was asked since then: two turns at once
    /// would take the answer to one for the other.
    pub(in crate::runtime) fn ask(
        &self,
        who: &Principal,
        place: Place,
        awaited: Awaited<P>,
        begun: u64,
        now: u64,
    ) -> Result<(), Service> {
        let Awaited { what, paused, bytes } = awaited;
        let mut inner = self.lock();
        let key = (who.clone(), place);
        if let Some(there) = inner.awaited.get(&key)
            && there.open.is_some()
            && now <= there.until
            && there.asked_at > begun
            && there.what.service() != what.service()
        {
            return Err(there.what.service().clone());
        }
        let until = now.saturating_add(PENDING);
        let known_until = until.saturating_add(LATE);
        let waiting = Waiting { what, until, known_until, asked_at: now, open: Some(Open(paused)), bytes };
        inner.awaited.put(key, waiting);
        inner.tidy(who, now);
        Ok(())
    }

    /// What was taken is open again, as long as it would have been, where nothing else was asked there since.
    pub(in crate::runtime) fn reopen(
        &self,
        who: &Principal,
        place: &Place,
        service: &Service,
        paused: Option<P>,
        now: u64,
    ) {
        let mut inner = self.lock();
        let Some(waiting) = inner.awaited.get_mut(&(who.clone(), place.clone())) else { return };
        if waiting.open.is_none() && waiting.what.service() == service && now <= waiting.until {
            waiting.open = Some(Open(paused));
            waiting.known_until = waiting.until.saturating_add(LATE);
        }
    }

    /// What is waited for there.
    pub(in crate::runtime) fn now(&self, who: &Principal, place: &Place, now: u64) -> Now {
        let mut inner = self.lock();
        let key = (who.clone(), place.clone());
        let Some(waiting) = inner.awaited.get_mut(&key) else { return Now::Nothing };
        if now > waiting.until {
            // What a turn had so far is of no use any more.
            waiting.open = None;
        }
        if now > waiting.known_until {
            inner.awaited.remove(&key);
            return Now::Nothing;
        }
        if waiting.open.is_some() { Now::Open(waiting.what.clone()) } else { Now::Past(waiting.what.clone()) }
    }

    /// Takes what is waited for there: of two answers the first gets it.
    pub(in crate::runtime) fn take(&self, who: &Principal, place: &Place, now: u64) -> Option<Awaited<P>> {
        let mut inner = self.lock();
        let waiting = inner.awaited.get_mut(&(who.clone(), place.clone()))?;
        let Open(paused) = waiting.open.take_if(|_| now <= waiting.until)?;
        waiting.known_until = now.saturating_add(TWICE);
        Some(Awaited { what: waiting.what.clone(), paused, bytes: waiting.bytes })
    }

    /// What was chosen there for the service, if anything was.
    pub(in crate::runtime) fn picked(
        &self,
        who: &Principal,
        place: &Place,
        service: &Service,
    ) -> Option<Picked> {
        let inner = self.lock();
        inner.picked.get(&(who.clone(), place.clone()))?.get(service).map(|(picked, _)| picked.clone())
    }

    /// The services that something was chosen for there, with the accounts that there were.
    pub(in crate::runtime) fn offered(&self, who: &Principal, place: &Place) -> Vec<(Service, Vec<String>)> {
        let inner = self.lock();
        let of = inner.picked.get(&(who.clone(), place.clone()));
        of.into_iter().flatten().map(|(service, (_, accounts))| (service.clone(), accounts.clone())).collect()
    }

    /// Something is chosen of `accounts`, for as long as the session goes on.
    pub(in crate::runtime) fn pick(
        &self,
        who: &Principal,
        place: &Place,
        service: &Service,
        picked: Picked,
        accounts: Vec<String>,
    ) {
        let mut inner = self.lock();
        let key = (who.clone(), place.clone());
        let mut of = inner.picked.remove(&key).unwrap_or_default();
        of.insert(service.clone(), (picked, accounts));
        inner.picked.put(key, of);
    }

    /// Nothing is chosen for the service any more: there is one more account, or one less.
    pub(in crate::runtime) fn unpick(&self, who: &Principal, service: &Service) {
        self.lock().picked.retain(|(whose, _), of| {
            if whose == who {
                of.remove(service);
            }
            !of.is_empty()
        });
    }

    /// How long the service is locked for the user, in milliseconds; 0 where it is not.
    pub(in crate::runtime) fn locked(&self, who: &Principal, service: &Service, now: u64) -> u64 {
        let inner = self.lock();
        let counted = inner.counted.get(&(who.clone(), service.clone()));
        counted.map_or(0, |counted| counted.locked_until.saturating_sub(now))
    }

    /// One more is about to be tried, of `most` in a row. It counts as wrong until [`Inline::right`] or
    /// [`Inline::untried`] says otherwise, so that many at once are no way around the count.
    pub(in crate::runtime) fn attempt(
        &self,
        who: &Principal,
        service: &Service,
        most: u32,
        now: u64,
    ) -> Attempt {
        let mut inner = self.lock();
        let key = (who.clone(), service.clone());
        let mut counted = inner.counted.get(&key).copied().unwrap_or_default();
        if counted.locked_until > now {
            return Attempt::Locked(counted.locked_until - now);
        }
        if now.saturating_sub(counted.last) > LOCKED || counted.locked_until > 0 {
            counted = Counted::default();
        }
        counted.last = now;
        if counted.wrong >= most.max(1) {
            counted.locked_until = now.saturating_add(LOCKED);
            inner.counted.put(key, counted);
            return Attempt::Locked(LOCKED);
        }
        counted.wrong += 1;
        inner.counted.put(key, counted);
        Attempt::Free
    }

    /// It was right: nothing counts any more.
    pub(in crate::runtime) fn right(&self, who: &Principal, service: &Service) {
        self.lock().counted.remove(&(who.clone(), service.clone()));
    }

    /// It could not be tried.
    pub(in crate::runtime) fn untried(&self, who: &Principal, service: &Service) {
        if let Some(counted) = self.lock().counted.get_mut(&(who.clone(), service.clone())) {
            counted.wrong = counted.wrong.saturating_sub(1);
        }
    }

    /// It was wrong: how many more may be tried. With none left the service is locked.
    pub(in crate::runtime) fn wrong(&self, who: &Principal, service: &Service, most: u32, now: u64) -> u32 {
        let mut inner = self.lock();
        let Some(counted) = inner.counted.get_mut(&(who.clone(), service.clone())) else { return most };
        let left = most.max(1).saturating_sub(counted.wrong);
        if left == 0 {
            counted.locked_until = now.saturating_add(LOCKED);
        }
        left
    }

    /// Nothing is waited for any more: of everybody, of one user, or in one session of the user.
    pub(in crate::runtime) fn let_go(&self, who: Option<&Principal>, session_id: Option<&str>) {
        let is_meant = |(whose, place): &Key| {
            let here = |id: &str| matches!(place, Place::Session(session) if session == id);
            who.is_none_or(|who| who == whose) && session_id.is_none_or(here)
        };
        self.lock().awaited.retain(|key, _| !is_meant(key));
    }

    /// Nothing of the user stays, who is gone.
    pub(in crate::runtime) fn forget(&self, who: &Principal) {
        let mut inner = self.lock();
        inner.awaited.retain(|(whose, _), _| whose != who);
        inner.picked.retain(|(whose, _), _| whose != who);
        inner.counted.retain(|(whose, _), _| whose != who);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn who(id: &str) -> Principal {
        Principal::parse(id).unwrap()
    }

    fn github() -> Service {
        Service::parse("github").unwrap()
    }

    fn place(session: &str) -> Place {
        Place::Session(session.to_owned())
    }

    fn credential() -> What {
        What::Credential { service: github(), label: None }
    }

    fn asked(inline: &Inline<u32>, user: &str, session: &str, now: u64) {
        let awaited = Awaited { what: credential(), paused: Some(7), bytes: 1 << 20 };
        inline.ask(&who(user), place(session), awaited, now, now).unwrap();
    }

    #[test]
    fn the_first_answer_takes_it_and_nobody_elses_does() {
        let inline = Inline::default();
        asked(&inline, "alice", "s", 0);
        assert_eq!(inline.now(&who("bob"), &place("s"), 1), Now::Nothing);
        assert_eq!(inline.now(&who("alice"), &place("t"), 1), Now::Nothing);
        assert_eq!(inline.now(&who("alice"), &place("s"), 1), Now::Open(credential()));
        assert!(inline.take(&who("bob"), &place("s"), 1).is_none());
        assert_eq!(inline.take(&who("alice"), &place("s"), 1).unwrap().paused, Some(7));
        assert!(inline.take(&who("alice"), &place("s"), 1).is_none(), "the second tab");
        assert_eq!(inline.now(&who("alice"), &place("s"), 1), Now::Past(credential()));
    }

    #[test]
    fn a_question_waits_300_seconds_and_what_comes_later_is_still_known_for_what_it_is() {
        let inline = Inline::default();
        asked(&inline, "alice", "s", 1000);
        assert_eq!(inline.now(&who("alice"), &place("s"), 301_000), Now::Open(credential()));
        assert_eq!(inline.now(&who("alice"), &place("s"), 301_001), Now::Past(credential()));
        assert!(inline.take(&who("alice"), &place("s"), 301_001).is_none());
        assert_eq!(inline.now(&who("alice"), &place("s"), 301_001 + LATE), Now::Nothing);
    }

    #[test]
    fn questions_are_bounded_and_go_with_their_user() {
        let inline = Inline::default();
        for number in 0..=MOST_OF_USER {
            asked(&inline, "alice", &number.to_string(), 0);
        }
        assert_eq!(inline.now(&who("alice"), &place("0"), 0), Now::Nothing);
        assert_eq!(inline.now(&who("alice"), &place("1"), 0), Now::Open(credential()));
        inline.pick(&who("alice"), &place("1"), &github(), Picked::All, Vec::new());
        inline.let_go(Some(&who("alice")), Some("1"));
        assert_eq!(inline.now(&who("alice"), &place("1"), 0), Now::Nothing);
        assert_eq!(inline.now(&who("alice"), &place("2"), 0), Now::Open(credential()));
        inline.forget(&who("alice"));
        assert_eq!(inline.now(&who("alice"), &place("2"), 0), Now::Nothing);
        assert_eq!(inline.picked(&who("alice"), &place("1"), &github()), None);
    }

    #[test]
    fn under_load_new_questions_are_not_lost_and_old_turns_are_let_go() {
        let inline = Inline::default();
        asked(&inline, "alice", "s", 0);
        for number in 0..MOST_AWAITED - 1 {
            asked(&inline, &format!("user-{number}"), "s", 0);
        }
        // Asked again, it is the newest; and what holds most is let go, not its question.
        asked(&inline, "alice", "s", 1);
        asked(&inline, "bob", "s", 1);
        assert_eq!(inline.now(&who("user-0"), &place("s"), 1), Now::Nothing);
        assert_eq!(inline.take(&who("user-1"), &place("s"), 1).unwrap().paused, None);
        assert_eq!(inline.take(&who("alice"), &place("s"), 1).unwrap().paused, Some(7));
        // What is over leaves room.
        asked(&inline, "carol", "s", PENDING + LATE + 2);
        assert_eq!(inline.lock().awaited.len(), 1);
    }

    #[test]
    fn too_many_wrong_ones_lock_the_service_for_the_user_in_all_sessions() {
        let inline = Inline::<()>::default();
        let (alice, bob, slack) = (who("alice"), who("bob"), Service::parse("slack").unwrap());
        for left in [2, 1, 0] {
            assert_eq!(inline.attempt(&alice, &github(), 3, 10), Attempt::Free);
            assert_eq!(inline.wrong(&alice, &github(), 3, 10), left);
        }
        assert_eq!(inline.attempt(&alice, &github(), 3, 11), Attempt::Locked(LOCKED - 1));
        assert_eq!(inline.locked(&alice, &github(), 11), LOCKED - 1);
        assert_eq!(inline.attempt(&alice, &slack, 3, 11), Attempt::Free);
        assert_eq!(inline.attempt(&bob, &github(), 3, 11), Attempt::Free);
        assert_eq!(inline.attempt(&alice, &github(), 3, 10 + LOCKED), Attempt::Free);
        assert_eq!(inline.wrong(&alice, &github(), 3, 10 + LOCKED), 2, "it counts anew");
    }

    #[test]
    fn a_right_one_or_one_that_was_not_tried_does_not_count_and_many_at_once_do() {
        let inline = Inline::<()>::default();
        let alice = who("alice");
        for _ in 0..10 {
            assert_eq!(inline.attempt(&alice, &github(), 2, 0), Attempt::Free);
            inline.untried(&alice, &github());
        }
        assert_eq!(inline.attempt(&alice, &github(), 2, 0), Attempt::Free);
        inline.right(&alice, &github());
        assert_eq!(inline.attempt(&alice, &github(), 2, 0), Attempt::Free);
        assert_eq!(inline.attempt(&alice, &github(), 2, 0), Attempt::Free, "the second tab");
        assert!(matches!(inline.attempt(&alice, &github(), 2, 0), Attempt::Locked(_)), "and the third");
    }
}
