//! The server itself: how it is, what it takes, what was done on it.

use axum::response::Response;
use serde_json::{Value, json};

use super::Server;
use super::answer::Refused;
use super::rpc::{Asked, data};
use crate::audit::{self, Entry};
use crate::remote::{seal, sign::Dialect};
use axum::http::StatusCode;

/// The most records of one answer.
const MOST: usize = 1000;

/// What `/docs` says.
pub(super) const DOCS: &str = "\
muxi server
  GET    /health, /ping                          without a signature
  *      /api/ID/..., /draft/ID/..., /mcp/ID     to a formation, which asks for its own keys
Signed (see `muxi sign`):
  POST   /rpc/formations                         deploy a tar.gz (X-Formation-ID, X-Formation-Version)
  PUT    /rpc/formations/ID                      update
  GET    /rpc/formations, /rpc/formations/ID     look
  DELETE /rpc/formations/ID
  POST   /rpc/formations/ID/start, stop, restart, rollback, cancel-update, draft/files
  GET    /rpc/formations/ID/logs, download
  GET    /rpc/server/status, info, logs
  POST   /rpc/dev/run, /rpc/dev/stop             from this machine
";

fn server(server: &Server) -> Value {
    let uptime = server.clock.now_secs().saturating_sub(server.began);
    json!({"id": server.id, "version": env!("CARGO_PKG_VERSION"), "uptime": uptime})
}

/// The deployed server's fields, and those that its clients look for.
pub(super) fn status(of: &Server) -> Response {
    let ports = &of.fleet.options().ports;
    data(
        &json!({
            "server": server(of),
            "formations": of.fleet.counts(),
            "port_pool": of.fleet.port_pool(),
            "ports": {"range": format!("{}-{}", ports.start(), ports.end())},
            "runtime": {
                "type": "muxi",
                "version": env!("CARGO_PKG_VERSION"),
                "versions": [env!("CARGO_PKG_VERSION")],
                "platform": format!("{}/{}", std::env::consts::OS, std::env::consts::ARCH),
            },
        }),
        None,
    )
}

/// What a client has to know before it sends something: forms, bounds, and what its own key may.
pub(super) fn info(of: &Server, asked: &Asked) -> Response {
    let key = &asked.admitted.key;
    let limits = &of.fleet.options().limits;
    let scopes: Vec<String> = key.scopes.iter().map(ToString::to_string).collect();
    data(
        &json!({
            "server": server(of),
            "implementation": "muxi",
            "time": of.clock.now_secs(),
            "window": of.gate.window(),
            "dialects": Dialect::ALL.map(Dialect::as_str),
            "key": {"id": key.id, "scopes": scopes, "dialects": key.dialect_names(), "expires": key.expires},
            "formats": {
                "bundle": ["application/gzip", "application/x-gzip", "application/octet-stream", seal::MEDIA_TYPE],
                "secrets": ["sealed", "format-1-with-key"],
                "download": ["application/zip"],
            },
            "limits": {
                "bundle_bytes": limits.packed,
                "unpacked_bytes": limits.unpacked,
                "entries": limits.entries,
                "path_bytes": limits.path,
                "depth": limits.depth,
                "ratio": limits.ratio,
                "sealed_bytes": seal::MOST,
            },
        }),
        None,
    )
}

/// The record of what was done here and by whom; `lines` (or `limit`), the last ones.
pub(super) async fn logs(server: &Server, asked: &Asked) -> Result<Response, Refused> {
    let lines = asked.query("lines").or_else(|| asked.query("limit"));
    let bad = |_| Refused::bad("BadRequest", "`lines` is a number from 0 to 1000");
    let limit = lines.map(str::parse::<usize>).transpose().map_err(bad)?.unwrap_or(100).min(MOST);
    let recorder = server.recorder.clone();
    let found = tokio::task::spawn_blocking(move || {
        audit::find(recorder.place(), &audit::Query { limit: Some(limit), ..audit::Query::default() })
    });
    let failed = |what: String| Refused::new(StatusCode::INTERNAL_SERVER_ERROR, "audit_failed", what);
    let found = found.await.map_err(|e| failed(e.to_string()))?.map_err(|e| failed(e.to_string()))?;
    let logs: Vec<Value> = found.iter().map(Entry::to_json).collect();
    let total = logs.len();
    Ok(data(&json!({"logs": logs, "total_lines": total}), None))
}
