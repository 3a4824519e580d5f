//! Starting, stopping, restarting, rolling back, deleting; taking a change back.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::json;

use super::Server;
use super::answer::Refused;
use super::events::{Outcome, changing};
use super::route::Action;
use super::rpc::{Asked, id};
use crate::server::fleet::{Fleet, FleetError, FormationId, Reporter};

pub(super) async fn respond(server: &Arc<Server>, asked: &Asked) -> Result<Response, Refused> {
    let id = id(asked)?;
    let (fleet, action, own) = (server.fleet.clone(), asked.route.action, id.clone());
    changing(
        server,
        asked,
        id.as_str(),
        move |report| async move { done(&fleet, action, &own, report).await },
    )
    .await
}

async fn done(
    fleet: &Fleet,
    action: Action,
    id: &FormationId,
    report: Reporter,
) -> Result<Outcome, FleetError> {
    match action {
        Action::Start | Action::Restart => {
            let done = if action == Action::Start {
                fleet.start(id, report).await?
            } else {
                fleet.restart(id, report).await?
            };
            let mut complete = serde_json::to_value(&done).expect("texts and numbers");
            complete["restart_count"] = fleet.get(id).map_or(0, |details| details.item.restart_count).into();
            Ok(Outcome::new(StatusCode::OK, &done, complete))
        }
        Action::Rollback => {
            let done = fleet.rollback(id, report).await?;
            let complete = json!({
                "formation_id": done.id, "port": done.port, "status": done.status, "pid": done.pid,
                "url": format!("/api/{}", done.id), "previous_version": done.previous_version,
                "new_version": done.version,
            });
            Ok(Outcome::new(StatusCode::OK, &done, complete))
        }
        _ => {
            let done = match action {
                Action::Stop => fleet.stop(id).await?,
                Action::Delete => fleet.delete(id).await?,
                _ => fleet.cancel_update(id)?,
            };
            let status = if action == Action::Stop { "stopped" } else { "done" };
            let complete = json!({"formation_id": done.id, "status": status, "message": done.message});
            Ok(Outcome::new(StatusCode::OK, &done, complete))
        }
    }
}
