//! The ports of formations: one at a time for each, and none that somebody else listens on.

use std::collections::BTreeSet;
use std::net::{Ipv4Addr, TcpListener};
use std::ops::RangeInclusive;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A pool of ports. The range `0..=0` stands for any that the system gives.
#[derive(Debug)]
pub(crate) struct Ports {
    range: RangeInclusive<u16>,
    not: BTreeSet<u16>,
    taken: Mutex<Taken>,
}

#[derive(Debug, Default)]
struct Taken {
    ports: BTreeSet<u16>,
    /// Where it is looked next, so that a port that was just let go is not the next one to be given.
    next: u16,
}

/// A port that is taken; dropping it lets it go.
#[derive(Debug)]
pub(crate) struct Lease {
    port: u16,
    ports: Arc<Ports>,
}

impl Ports {
    pub(crate) fn new(range: RangeInclusive<u16>, not: BTreeSet<u16>) -> Arc<Self> {
        Arc::new(Self { range, not, taken: Mutex::default() })
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_any(&self) -> bool {
        *self.range.end() == 0
    }

    /// A port on which nobody listens; 0 where any will do, nothing where all are taken.
    pub(crate) fn lease(self: &Arc<Self>) -> Option<Lease> {
        let lease = |port| Lease { port, ports: Arc::clone(self) };
        if self.is_any() {
            return Some(lease(0));
        }
        let mut taken = self.taken();
        let (first, last) = (*self.range.start(), *self.range.end());
        let from = taken.next.clamp(first, last);
        let mut all = (from..=last).chain(first..from);
        let port =
            all.find(|port| !taken.ports.contains(port) && !self.not.contains(port) && is_free(*port))?;
        taken.ports.insert(port);
        taken.next = port.checked_add(1).filter(|next| self.range.contains(next)).unwrap_or(first);
        Some(lease(port))
    }

    /// All that there are, and those that are taken.
    pub(crate) fn count(&self) -> (usize, usize) {
        let all = self.range.clone().filter(|port| *port != 0 && !self.not.contains(port)).count();
        (all, self.taken().ports.len())
    }
}

impl Lease {
    /// The port.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        self.ports.taken().ports.remove(&self.port);
    }
}

fn is_free(port: u16) -> bool {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_is_given_once_and_never_one_of_others() {
        // Ours is somebody else's for the pool.
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let used = listener.local_addr().unwrap().port();
        let range = used.saturating_sub(20)..=used.saturating_add(20);
        let not = BTreeSet::from([used.saturating_sub(1), used.saturating_add(1)]);
        let ports = Ports::new(range.clone(), not.clone());
        let leases: Vec<Lease> = std::iter::from_fn(|| ports.lease()).collect();
        let given: BTreeSet<u16> = leases.iter().map(Lease::port).collect();
        assert_eq!(given.len(), leases.len());
        assert!(!given.contains(&used) && given.is_disjoint(&not));
        assert!(given.iter().all(|port| range.contains(port)));
        assert_eq!(ports.count(), (39, leases.len()));
        drop(leases);
        assert!(ports.lease().is_some() && ports.count().1 == 0);
    }

    #[test]
    fn any_port_will_do_where_none_is_named() {
        let ports = Ports::new(0..=0, BTreeSet::new());
        let (one, two) = (ports.lease().unwrap(), ports.lease().unwrap());
        assert_eq!((one.port(), two.port(), ports.count()), (0, 0, (0, 0)));
    }
}
