//! Trying out, for somebody of this machine: `muxi up`.

use std::path::PathBuf;
use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::answer::{Refused, plain};
use super::rpc::{Asked, recorded};
use super::{Server, is_here};
use crate::server::fleet::{FormationId, Reporter, Tryout};

#[derive(Deserialize, Default)]
struct Which {
    path: Option<PathBuf>,
    formation_id: Option<String>,
}

/// These are answered flat, as the deployed server does.
fn flat(value: &impl Serialize) -> Response {
    plain(StatusCode::OK, &serde_json::to_value(value).expect("texts and numbers"))
}

pub(super) fn refused(refused: &Refused) -> Response {
    let body = json!({
        "success": false, "formation_id": null, "port": null, "status": "failed",
        "error": refused.message, "message": refused.message, "code": refused.status.as_u16(),
        "reason": refused.reason,
    });
    plain(refused.status, &body)
}

/// Whoever may run any directory of this machine has to be on it.
fn which(asked: &Asked) -> Result<Which, Refused> {
    if !is_here(&asked.parts) {
        let message = "this is for callers on the server's own machine";
        return Err(Refused::new(StatusCode::FORBIDDEN, "not_local", message));
    }
    serde_json::from_slice(asked.bytes())
        .map_err(|_| Refused::bad("BadRequest", r#"the body is {"path": …} or {"formation_id": …}"#))
}

fn id(text: &str) -> Result<FormationId, Refused> {
    text.parse().map_err(|e: crate::server::fleet::BadId| Refused::bad("InvalidFormationID", e.to_string()))
}

pub(super) async fn run(server: &Arc<Server>, asked: &Asked) -> Result<Response, Refused> {
    let (what, named) = match which(asked)? {
        Which { path: Some(path), formation_id: None } if path.is_absolute() => {
            let named = path.display().to_string();
            (Tryout::Path(path), named)
        }
        Which { path: None, formation_id: Some(text) } => (Tryout::Draft(id(&text)?), text),
        _ => return Err(Refused::bad("BadRequest", "name either an absolute `path` or a `formation_id`")),
    };
    let fleet = server.fleet.clone();
    let work = async move { Ok(fleet.dev_run(what, Reporter::default()).await?) };
    Ok(flat(&recorded(server, asked, &named, work).await?))
}

pub(super) async fn stop(server: &Arc<Server>, asked: &Asked) -> Result<Response, Refused> {
    let named = which(asked)?.formation_id;
    let named = named.ok_or_else(|| Refused::bad("BadRequest", "name a `formation_id`"))?;
    let (id, fleet) = (id(&named)?, server.fleet.clone());
    let done = recorded(server, asked, &named, async move { Ok(fleet.dev_stop(&id).await?) }).await?;
    Ok(flat(&json!({"success": true, "formation_id": done.id, "status": "stopped", "message": done.message})))
}
