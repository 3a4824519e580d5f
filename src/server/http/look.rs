//! Looking: formations, and what they said.

use axum::response::Response;
use serde_json::json;

use super::Server;
use super::answer::Refused;
use super::follow;
use super::rpc::{Asked, data, id};
use crate::server::fleet::Stream;

/// The lines of an answer where nobody says how many.
const LINES: usize = 100;

pub(super) fn list(server: &Server) -> Response {
    let formations = server.fleet.list();
    let count = formations.len();
    data(&json!({"formations": formations, "total": count, "count": count}), None)
}

pub(super) fn get(server: &Server, asked: &Asked) -> Result<Response, Refused> {
    Ok(data(&server.fleet.get(&id(asked)?)?, None))
}

/// `lines` (or `limit`), `stream`, `follow`.
pub(super) async fn logs(server: &Server, asked: &Asked) -> Result<Response, Refused> {
    let id = id(asked)?;
    let stream = match asked.query("stream") {
        None | Some("all" | "") => Stream::All,
        Some("stdout") => Stream::Stdout,
        Some("stderr") => Stream::Stderr,
        Some(_) => return Err(Refused::bad("BadRequest", "`stream` is stdout, stderr or all")),
    };
    let lines = asked.query("lines").or_else(|| asked.query("limit"));
    let named = lines.is_some();
    let bad = |_| Refused::bad("BadRequest", "`lines` is a number from 0 to 10000");
    let lines = lines.map(str::parse).transpose().map_err(bad)?.unwrap_or(LINES);
    let follows =
        asked.route.stream || asked.query("follow").is_some_and(|follow| !matches!(follow, "false" | "0"));
    if follows {
        // Looked at first: what comes meanwhile may stand twice, and is not lost.
        let tails = follow::Tails::new(server.fleet.log_files(&id), stream);
        let before = if named { Some(server.fleet.logs(&id, lines, stream).await?.logs) } else { None };
        server.fleet.get(&id)?;
        return Ok(follow::respond(server.fleet.clone(), tails, before, id));
    }
    Ok(data(&server.fleet.logs(&id, lines, stream).await?, None))
}
