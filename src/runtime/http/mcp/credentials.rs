//! The operations on what users bring of their own. None takes a value: it would have gone through a model on its way.

use serde::Deserialize;
use serde_json::{Value, json};

use super::super::credentials;
use super::operations::{Effect, Operation};
use super::schema::{count, gives, id, list, maybe, takes, text};
use super::tables::{actor, arguments, data};

#[derive(Deserialize)]
struct OfService {
    service: Option<String>,
}

#[derive(Deserialize)]
struct OfCredential {
    credential_id: String,
}

fn fields() -> Value {
    json!({
        "credential_id": text("Its id"),
        "service": text("What it is for"),
        "name": text("Which account there"),
        "credential_preview": maybe("The mark of the provider, and nothing else of the value"),
        "default": {"type": "boolean", "description": "Whether it is used where nobody chooses"},
        "status": text("ok, expiring, expired, locked or tampered"),
        "created_at": text("RFC 3339"),
        "updated_at": text("RFC 3339"),
        "expires_at": maybe("RFC 3339"),
    })
}

/// All of them.
pub(super) fn operations() -> [Operation; 4] {
    let [services, list] = lists();
    let [one, delete] = of_one();
    [services, list, one, delete]
}

fn lists() -> [Operation; 2] {
    [
        Operation {
            name: "list_credential_services",
            title: "List services that need credentials",
            about: "The services for which tools of this formation need the user's own credential, and where users can log in."
                .to_owned(),
            effect: Effect::Reads,
            takes: takes(json!({}), &[]),
            gives: gives(json!({
                "services": list("service, server_id, description, accept_inline, login and mode of each"),
                "count": count("How many there are"),
            })),
            run: |runtime, _| Box::pin(async move { Ok(data(credentials::services_of(&runtime))) }),
        },
        Operation {
            name: "list_credentials",
            title: "List credentials",
            about: "The user's own credentials, without their values.".to_owned(),
            effect: Effect::Reads,
            takes: takes(json!({"service": text("Only those for this service")}), &[]),
            gives: gives(json!({
                "credentials": list("Each as get_credential gives it"),
                "count": count("How many there are here"),
                "fault": maybe("Why none of them can be used"),
            })),
            run: |runtime, mut call| {
                Box::pin(async move {
                    let OfService { service } = arguments(&mut call)?;
                    let by = actor(&call);
                    let all = credentials::list_of(&runtime, &call.who, service.as_deref(), by, "").await?;
                    Ok(data(all))
                })
            },
        },
    ]
}

fn of_one() -> [Operation; 2] {
    let needs = || takes(json!({"credential_id": id("The credential")}), &["credential_id"]);
    [
        Operation {
            name: "get_credential",
            title: "Show a credential",
            about: "One of the user's own credentials, without its value.".to_owned(),
            effect: Effect::Reads,
            takes: needs(),
            gives: gives(fields()),
            run: |runtime, mut call| {
                Box::pin(async move {
                    let OfCredential { credential_id } = arguments(&mut call)?;
                    let by = actor(&call);
                    Ok(data(credentials::one_of(&runtime, &call.who, &credential_id, by, "").await?))
                })
            },
        },
        Operation {
            name: "delete_credential",
            title: "Delete a credential",
            about: "Deletes one of the user's own credentials.".to_owned(),
            effect: Effect::Ends,
            takes: needs(),
            gives: gives(json!({
                "credential_id": text("Its id"),
                "deleted": {"type": "boolean", "description": "Always true"},
            })),
            run: |runtime, mut call| {
                Box::pin(async move {
                    let OfCredential { credential_id } = arguments(&mut call)?;
                    let by = actor(&call);
                    Ok(data(credentials::delete_of(&runtime, &call.who, credential_id, by, "").await?))
                })
            },
        },
    ]
}
