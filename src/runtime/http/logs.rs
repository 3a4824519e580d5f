//! `GET /v1/logs`, as JSON or as a stream that goes on, and `GET /v1/logging[/destinations]`.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Api;
use super::auth::Admin;
use super::envelope::{ApiError, Meta};
use super::events::{last_id, listen, stream};
use crate::runtime::logs::{Filter, Level, Record, SinkState, last};

/// So many lines are answered where nobody says, and at most.
const LINES: usize = 100;
const MOST: usize = 1000;

/// Which lines.
#[derive(Deserialize)]
pub(super) struct Which {
    user_id: Option<String>,
    session_id: Option<String>,
    request_id: Option<String>,
    agent_id: Option<String>,
    level: Option<String>,
    event_type: Option<String>,
    since: Option<u64>,
    limit: Option<usize>,
    #[serde(default)]
    follow: bool,
}

/// The last lines, the oldest first; for who takes events or says `follow`, those that are still there and all that
/// come.
pub(super) async fn logs(
    _: Admin,
    State(api): State<Api>,
    meta: Meta,
    headers: HeaderMap,
    which: Result<Query<Which>, QueryRejection>,
) -> Result<Response, ApiError> {
    let Query(which) = which.map_err(|fault| ApiError::query(&fault))?;
    let limit = which.limit.unwrap_or(LINES);
    if limit == 0 || limit > MOST {
        return Err(ApiError::field("limit", &format!("is from 1 to {MOST}"), "value_error"));
    }
    let streamed = which.follow
        || headers
            .get(header::ACCEPT)
            .is_some_and(|accept| accept.as_bytes().starts_with(b"text/event-stream"));
    let filter = which.filter()?;
    if streamed {
        let listening = listen(&api)?;
        let id = last_id(&headers);
        let from = if id.is_some() { listening.after(id) } else { listening.oldest() };
        let lines = api.runtime.logs().clone();
        let least = api.runtime.logs().states().iter().map(|state| state.level).min().unwrap_or(Level::Info);
        let wanted = move |record: &Record| {
            // Steps that are told because somebody listens are in no log, unless they are asked for.
            let meant = filter.level.unwrap_or(least);
            record.level() >= meant
                && serde_json::from_str(lines.line(record)).is_ok_and(|line: Value| filter.takes(&line))
        };
        return Ok(stream(&api, listening, from, Some("log"), wanted, |_| false));
    }
    let logs = api.runtime.logs().clone();
    let read = tokio::task::spawn_blocking(move || {
        logs.flush_log();
        logs.file().map_or_else(|| Ok(Vec::new()), |path| last(&path, &filter, limit))
    });
    let found = read.await.map_err(std::io::Error::other).and_then(|read| read);
    let lines = found.map_err(|error| {
        let message = format!("the log cannot be read: {error}");
        ApiError::new(StatusCode::INTERNAL_SERVER_ERROR, "LOG_FAILED", message)
    })?;
    let count = lines.len();
    Ok(meta.ok("log_list", "logs.retrieved", json!({"logs": lines, "count": count})))
}

impl Which {
    fn filter(&self) -> Result<Filter, ApiError> {
        let level = self.level.as_deref().map(|word| {
            Level::parse(word).ok_or_else(|| {
                ApiError::field("level", &format!("is none of {}", Level::WORDS), "value_error")
            })
        });
        Ok(Filter {
            user_id: self.user_id.clone(),
            session_id: self.session_id.clone(),
            request_id: self.request_id.clone(),
            agent_id: self.agent_id.clone(),
            level: level.transpose()?,
            event: self.event_type.clone(),
            since: self.since,
        })
    }
}

/// What is logged, and where.
pub(super) async fn settings(_: Admin, State(api): State<Api>, meta: Meta) -> Response {
    let all = api.runtime.logs().states();
    let level = all.iter().map(|state| state.level).min().unwrap_or(Level::Off);
    let data = json!({
        "level": level.as_str(),
        "enabled": !all.is_empty(),
        "content": false,
        "destinations": all.iter().map(destination).collect::<Vec<_>>(),
    });
    meta.ok("logging", "logging.retrieved", data)
}

/// Where it goes, and how that stands.
pub(super) async fn destinations(_: Admin, State(api): State<Api>, meta: Meta) -> Response {
    let all: Vec<Value> = api.runtime.logs().states().iter().map(destination).collect();
    let count = all.len();
    meta.ok(
        "logging_destination_list",
        "logging.destinations.retrieved",
        json!({"destinations": all, "count": count}),
    )
}

fn destination(state: &SinkState) -> Value {
    json!({
        "transport": state.kind,
        "destination": state.place,
        "format": state.format.as_str(),
        "level": state.level.as_str(),
        "events": state.events,
        "written": state.written,
        "dropped": state.dropped,
        "error": state.error,
    })
}
