use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::*;
use crate::formation::model::ToolFilter;
use crate::runtime::mcp::{Http, McpPlace, McpSettings, Servers, Users};
use crate::support::clock::Clock;

fn spec() -> ServerSpec {
    ServerSpec {
        id: "s".to_owned(),
        name: None,
        description: String::new(),
        shared: true,
        link: Ok(Link::Http(Box::new(Http {
            endpoint: "http://127.0.0.1:1/".into(),
            headers: Vec::new(),
            login: None,
            oauth: None,
            allowed_addresses: vec!["127.0.0.0/8".to_owned()],
        }))),
        tools: ToolFilter::default(),
        parameters: Vec::new(),
        timeout: Duration::from_secs(5),
        idle: Duration::from_secs(5),
        retries: Some(0),
        retry_delay: None,
        home: None,
    }
}

/// What was begun before a stop has no way to say afterwards how it went: the stop is told with the place held, and after the
/// epoch has grown.
#[tokio::test]
async fn nothing_that_was_begun_before_turns_a_server_that_is_stopped() {
    let known: Arc<OnceLock<Server>> = Arc::default();
    let (held, epoch) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    let (server, was_held) = (Arc::clone(&known), Arc::clone(&held));
    let settings = McpSettings {
        place: McpPlace::default(),
        clock: Clock::fixed(1),
        redactor: Redactor::default(),
        observer: Arc::new(move |_: &str, event: &McpEvent| {
            if let (McpEvent::State(ServerState::Stopped), Some(server)) = (event, server.get()) {
                was_held.store(server.0.place.try_lock().is_err(), Ordering::Relaxed);
            }
        }),
        at_once: None,
        watch: None,
        users: Users::default(),
    };
    let servers = Servers::new(vec![spec()], settings);
    let server = servers.get("s").unwrap().clone();
    assert!(known.set(server.clone()).is_ok());
    server.start();
    epoch.store(server.lock().epoch, Ordering::Relaxed);
    server.stop().await;
    assert!(held.load(Ordering::Relaxed), "somebody else could have turned it back");
    let late = NotOpened { error: McpError::Timeout(1), speaks: Speaks::Unknown };
    assert!(server.opened(epoch.load(Ordering::Relaxed), Err(late)).is_err());
    assert!(matches!(server.state(), ServerState::Stopped));
    assert!(matches!(server.connection().await, Err(McpError::NotRunning(_))));
}
