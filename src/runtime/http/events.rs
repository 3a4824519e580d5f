//! `GET /v1/events[/session[/request]]`: what happens for one user, as server-sent events with ids to go on from.

use std::convert::Infallible;
use std::fmt::Write as _;

use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde_json::json;

use super::Api;
use super::auth::Owner;
use super::envelope::{ApiError, Id};
use super::stream::{KEEP_ALIVE, SILENCE, one_line_each, sent};
use crate::runtime::logs::{Cursor, Listening, Logs, Next, Record};
use crate::runtime::principal::Principal;

/// So many may listen at once.
const LISTENERS: usize = 256;
/// The last places are kept for the administrator.
const FOR_USERS: usize = LISTENERS - 32;
/// So many clients of one user may.
const OF_ONE_USER: usize = 16;
/// The most that goes to a client in one write, in bytes.
const CHUNK: usize = 64 << 10;

pub(super) async fn all(
    Owner(who): Owner,
    State(api): State<Api>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let listening = listen_for(&api, &who)?;
    let from = listening.after(last_id(&headers));
    let wanted = move |record: &Record| record.who() == Some(&who);
    Ok(stream(&api, listening, from, None, wanted, |_| false))
}

pub(super) async fn of_session(
    Owner(who): Owner,
    State(api): State<Api>,
    headers: HeaderMap,
    Id(session): Id,
) -> Result<Response, ApiError> {
    let listening = listen_for(&api, &who)?;
    let from = listening.after(last_id(&headers));
    let wanted = move |record: &Record| record.who() == Some(&who) && record.session_id() == session;
    Ok(stream(&api, listening, from, None, wanted, |_| false))
}

/// The events of one request, from its beginning where that is still there, to its end.
pub(super) async fn of_request(
    Owner(who): Owner,
    State(api): State<Api>,
    headers: HeaderMap,
    Path((session, request)): Path<(String, String)>,
) -> Result<Response, ApiError> {
    let listening = listen_for(&api, &who)?;
    let id = last_id(&headers);
    let from = if id.is_some() { listening.after(id) } else { listening.oldest() };
    let wanted = move |record: &Record| {
        record.who() == Some(&who) && record.session_id() == session && record.request_id() == request
    };
    Ok(stream(&api, listening, from, None, wanted, Record::is_last))
}

/// A place among those who listen.
pub(super) fn listen(api: &Api) -> Result<Listening, ApiError> {
    let listening = api.runtime.logs().listen();
    if listening.count() > LISTENERS {
        return Err(too_many(format!("{LISTENERS} clients listen to events already")));
    }
    Ok(listening)
}

/// The same for a client of `who`: one user's take the places of no other, and all users' none of the administrator's.
fn listen_for(api: &Api, who: &Principal) -> Result<Listening, ApiError> {
    let listening = api.runtime.logs().listen_for(who);
    if listening.count_of_user() > OF_ONE_USER {
        return Err(too_many(format!("{OF_ONE_USER} clients of this user listen to events already")));
    }
    if listening.count() > FOR_USERS {
        return Err(too_many(format!("{FOR_USERS} clients listen to events already")));
    }
    Ok(listening)
}

fn too_many(message: String) -> ApiError {
    ApiError::new(StatusCode::SERVICE_UNAVAILABLE, "SYSTEM_OVERLOAD", message).retry_after(5)
}

/// Where the client was when its last connection ended.
pub(super) fn last_id(headers: &HeaderMap) -> Option<&str> {
    headers.get("last-event-id").and_then(|id| id.to_str().ok()).filter(|id| !id.is_empty())
}

/// The records that are `wanted`, up to one that is the `end`, each under `name` or else its own. A reader that is so
/// slow that some are gone is told, and the stream ends: with the last id it can go on from what is left.
pub(super) fn stream(
    api: &Api,
    listening: Listening,
    from: Cursor,
    name: Option<&'static str>,
    wanted: impl Fn(&Record) -> bool + Send + 'static,
    end: impl Fn(&Record) -> bool + Send + 'static,
) -> Response {
    let (runtime, logs) = (api.runtime.clone(), api.runtime.logs().clone());
    let body = Body::from_stream(async_stream::stream! {
        let (mut cursor, mut begun) = (from, false);
        yield Ok::<_, Infallible>(SILENCE);
        loop {
            let (chunk, ended) = gather((&logs, &listening), &mut cursor, begun, name, (&wanted, &end));
            begun = true;
            if !chunk.is_empty() {
                yield Ok(one_line_each(chunk));
            } else if !ended {
                tokio::select! {
                    () = listening.more(cursor) => {}
                    () = tokio::time::sleep(KEEP_ALIVE) => yield Ok(SILENCE),
                    () = runtime.stopping().draining() => {
                        // What ends now is told before the end.
                        runtime.idle().await;
                        let (last, _) = gather((&logs, &listening), &mut cursor, begun, name, (&wanted, &end));
                        yield Ok(one_line_each(last));
                        return;
                    }
                }
            }
            if ended {
                return;
            }
        }
    });
    sent(body)
}

/// What is there already, up to a size, and whether nothing more comes.
fn gather(
    (logs, listening): (&Logs, &Listening),
    cursor: &mut Cursor,
    begun: bool,
    name: Option<&'static str>,
    (wanted, end): (&impl Fn(&Record) -> bool, &impl Fn(&Record) -> bool),
) -> (Bytes, bool) {
    let mut chunk = String::new();
    while chunk.len() < CHUNK {
        match listening.next(cursor) {
            Next::Nothing => break,
            // What was gone before it came is no fault of the reader's. How many there were is not told: most are others'.
            Next::Missed(_) => {
                let (kind, why) = if begun {
                    (
                        "READER_TOO_SLOW",
                        "events came faster than they were read; connect again with Last-Event-ID",
                    )
                } else {
                    ("EVENTS_MISSED", "some events are not kept any more; those that are follow")
                };
                let data = json!({"error": why, "type": kind});
                let event = if begun { "error" } else { "missed" };
                let _ = write!(chunk, "event: {event}\ndata: {data}\n\n");
                if begun {
                    return (chunk.into(), true);
                }
            }
            Next::Record(record) if wanted(&record) => {
                let (id, event) = (listening.id(&record), name.unwrap_or(record.event()));
                let line = logs.line(&record);
                let _ = write!(chunk, "id: {id}\nevent: {event}\ndata: {line}\n\n");
                if end(&record) {
                    return (chunk.into(), true);
                }
            }
            Next::Record(_) => {}
        }
    }
    (chunk.into(), false)
}
