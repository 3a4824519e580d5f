//! What is done with an open connection until its end: news of its tools, looks at it, closing it when it is idle.

use std::sync::Arc;
use std::time::Duration;

use rmcp::RoleClient;
use rmcp::model::SubscriptionFilter;
use rmcp::service::{Peer, RunningService};
use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until, timeout};

use super::McpError;
use super::connect::{Opened, Speaks};
use super::connection::Connection;
use super::handler::Handler;
use super::server::Server;

/// The tools are asked for at most so often, however often they are said to have changed.
const BETWEEN: Duration = Duration::from_secs(1);

/// How long the SDK may take to end a connection.
const END: Duration = Duration::from_secs(2);

/// How a connection came to its end.
enum How {
    Closed,
    Lost(Option<McpError>),
}

/// Keeps the connection, and tells the server of its end.
pub(super) async fn keep(server: Server, opened: Opened) {
    let Opened { connection, service, changed, speaks, .. } = opened;
    if speaks == Speaks::Stateless && connection.facts.has.contains(&"tools") {
        tokio::spawn(listen(connection.peer.clone(), Arc::clone(&changed)));
    }
    let how = until_its_end(&server, &connection, service, &changed).await;
    if let Some(running) = &connection.running {
        server.last_words(running.tail.text());
    }
    match how {
        How::Closed => {
            if let Some(running) = &connection.running {
                running.stop().await;
            }
            connection.ended(McpError::NotRunning("closed"));
            connection.is_gone();
        }
        How::Lost(why) => {
            let why = match why {
                Some(why) => why,
                None => connection.why().await,
            };
            // Who waits for an answer hears of it now.
            connection.ended(why.clone());
            if let Some(running) = &connection.running {
                running.stop().await;
            }
            connection.is_gone();
            server.lost(&connection, why);
        }
    }
}

/// Servers of 2026-07-28 tell of changes only to who asks for it.
async fn listen(peer: Peer<RoleClient>, changed: Arc<Notify>) {
    let wanted = SubscriptionFilter::builder().tools_list_changed().build();
    if let Ok(mut news) = peer.listen(wanted).await {
        while let Ok(Some(_)) = news.next().await {
            changed.notify_one();
        }
    }
}

async fn until_its_end(
    server: &Server,
    connection: &Arc<Connection>,
    service: RunningService<RoleClient, Handler>,
    changed: &Notify,
) -> How {
    let token = service.cancellation_token();
    let mut waiting = std::pin::pin!(service.waiting());
    let watch = server.watch();
    let mut next_look = Instant::now() + watch.map_or(Duration::from_hours(24), |watch| watch.interval);
    let (mut not_before, mut failures) = (Instant::now(), 0);
    let mut other_login = std::pin::pin!(server.other_login());
    let how = loop {
        tokio::select! {
            _ = &mut waiting => return How::Lost(None),
            () = connection.closing() => break How::Closed,
            () = &mut other_login => {
                break How::Lost(Some(McpError::Unreachable("its login is another one now".to_owned())));
            }
            () = connection.idle_for(server.idle()) => {
                if server.let_go(connection) {
                    break How::Closed;
                }
                // Somebody is about to use it.
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            () = async { changed.notified().await; sleep_until(not_before).await } => {
                not_before = Instant::now() + BETWEEN;
                let seen = tokio::select! {
                    seen = look(server, connection, server.timeout()) => seen,
                    () = connection.closing() => break How::Closed,
                };
                if let (Err(error), true) = (seen, connection.peer.is_transport_closed()) {
                    break How::Lost(Some(error));
                }
            }
            () = sleep_until(next_look), if watch.is_some() => {
                let Some(watch) = watch else { continue };
                let seen = tokio::select! {
                    seen = look(server, connection, watch.timeout) => seen,
                    () = connection.closing() => break How::Closed,
                };
                failures = if seen.is_ok() { 0 } else { failures + 1 };
                if let (Err(error), true) = (seen, failures >= watch.failures || connection.peer.is_transport_closed()) {
                    break How::Lost(Some(error));
                }
                next_look = Instant::now() + watch.interval;
            }
        }
    };
    token.cancel();
    drop(timeout(END, &mut waiting).await);
    how
}

/// Asks for the tools anew.
async fn look(server: &Server, connection: &Connection, within: Duration) -> Result<(), McpError> {
    let tools = connection.list(within, server.redactor()).await?;
    server.offers(tools);
    Ok(())
}
