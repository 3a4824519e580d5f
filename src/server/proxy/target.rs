//! Where requests go, and how many are on their way there.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::Body;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use tokio::sync::watch;

/// A connection to a formation is made on this machine, or not at all.
const CONNECT: Duration = Duration::from_secs(2);
/// Shorter than the time after which `muxi serve` closes a connection without a request.
const IDLE: Duration = Duration::from_secs(15);

/// A process of a formation.
pub(crate) struct Target {
    address: SocketAddr,
    client: Client<HttpConnector, Body>,
    under_way: watch::Sender<usize>,
}

impl Target {
    /// What listens on this port of this machine.
    pub(crate) fn new(port: u16) -> Self {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        connector.set_connect_timeout(Some(CONNECT));
        let mut client = Client::builder(TokioExecutor::new());
        client.pool_timer(TokioTimer::new()).pool_idle_timeout(IDLE);
        Self {
            address: SocketAddr::new(Ipv4Addr::LOCALHOST.into(), port),
            client: client.build(connector),
            under_way: watch::Sender::new(0),
        }
    }

    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(super) fn client(&self) -> &Client<HttpConnector, Body> {
        &self.client
    }

    /// Waits until no request is on its way.
    pub(crate) async fn idle(&self) {
        drop(self.under_way.subscribe().wait_for(|n| *n == 0).await);
    }
}

/// The target of the moment.
#[derive(Default)]
pub(crate) struct Route(Mutex<Option<Arc<Target>>>);

impl Route {
    /// A request begins; nothing where there is no target.
    pub(crate) fn enter(&self) -> Option<Pass> {
        // Counted before anybody can take the target away: who does then sees it.
        let target = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        target.as_ref().map(Pass::of)
    }

    /// Requests go there from now on.
    pub(crate) fn swap(&self, target: Option<Arc<Target>>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = target;
    }
}

/// A request on its way to a target; it counts until this is dropped.
pub struct Pass(Arc<Target>);

impl Pass {
    fn of(target: &Arc<Target>) -> Self {
        target.under_way.send_modify(|n| *n += 1);
        Self(Arc::clone(target))
    }

    pub(super) fn target(&self) -> &Target {
        &self.0
    }

    #[cfg(test)]
    pub(super) fn shared(&self) -> &Arc<Target> {
        &self.0
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        self.0.under_way.send_modify(|n| *n -= 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_target_that_was_taken_away_is_idle_when_its_last_request_ends() {
        let (route, old) = (Route::default(), Arc::new(Target::new(1)));
        assert!(route.enter().is_none());
        route.swap(Some(Arc::clone(&old)));
        let (one, two) = (route.enter().unwrap(), route.enter().unwrap());
        route.swap(Some(Arc::new(Target::new(2))));
        assert_eq!(route.enter().unwrap().target().port(), 2);
        drop(one);
        assert!(tokio::time::timeout(Duration::from_millis(20), old.idle()).await.is_err());
        drop(two);
        old.idle().await;
    }
}
