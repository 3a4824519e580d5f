//! The operations on users: who is behind which identifier. Each is about the caller's own user.

use serde::Deserialize;
use serde_json::{Value, json};

use super::super::envelope::ApiError;
use super::super::users;
use super::operations::{Effect, Operation};
use super::schema::{count, gives, id, list, takes, text};
use super::tables::{arguments, data};
use crate::runtime::Runtime;
use crate::runtime::principal::Principal;
use crate::runtime::store::UserError;

#[derive(Deserialize)]
struct OfIdentifier {
    identifier: String,
}

#[derive(Deserialize)]
struct OfUser {
    user_id: String,
}

/// The user behind `id`, who has to be the caller: a model that acts for one user looks at no other.
async fn own(runtime: &Runtime, who: &Principal, id: &str) -> Result<Value, ApiError> {
    let unknown = || ApiError::from(UserError::Unknown(id.to_owned()));
    let found = users::one_of(runtime, who.tenant(), id).await;
    let found = found.map_err(|error| if error.code == "USER_NOT_FOUND" { unknown() } else { error })?;
    if found["muxi_user_id"] == who.user() { Ok(found) } else { Err(unknown()) }
}

fn user_fields() -> Value {
    json!({
        "muxi_user_id": text("The user's own id, which stays the same"),
        "tenant": text("The user's tenant; empty where there is none"),
        "created_at": text("RFC 3339"),
        "identifiers": list("Each with identifier, type and created_at"),
        "count": count("How many identifiers there are"),
    })
}

/// Those that show who is who. None links or unlinks: whoever asks under an identifier for the first time is its user, so
/// that a model which could link would take what somebody else is going to say.
pub(super) fn operations() -> [Operation; 3] {
    [
        Operation {
            name: "lookup_user",
            title: "Look a user up",
            about: "The user, if the identifier is the user's, with all identifiers.".to_owned(),
            effect: Effect::Reads,
            takes: takes(
                json!({"identifier": id("An address, a handle or the user's own id")}),
                &["identifier"],
            ),
            gives: gives(user_fields()),
            run: |runtime, mut call| {
                Box::pin(async move {
                    let asked: OfIdentifier = arguments(&mut call)?;
                    Ok(data(own(&runtime, &call.who, &asked.identifier).await?))
                })
            },
        },
        Operation {
            name: "get_user_identifiers",
            title: "Show a user's identifiers",
            about: "All identifiers of the user.".to_owned(),
            effect: Effect::Reads,
            takes: takes(
                json!({"user_id": id("The user's own id, or one of its identifiers")}),
                &["user_id"],
            ),
            gives: gives(user_fields()),
            run: |runtime, mut call| {
                Box::pin(async move {
                    let asked: OfUser = arguments(&mut call)?;
                    Ok(data(own(&runtime, &call.who, &asked.user_id).await?))
                })
            },
        },
        Operation {
            name: "resolve_user",
            title: "Tell the user's own id",
            about: "The user's own id, if the identifier is the user's.".to_owned(),
            effect: Effect::Reads,
            takes: takes(
                json!({"identifier": id("An address, a handle or any other text")}),
                &["identifier"],
            ),
            gives: gives(json!({
                "muxi_user_id": text("The user's own id"),
                "identifier": text("As it was asked"),
                "created": {"type": "boolean", "description": "Always false: nobody is made"},
            })),
            run: |runtime, mut call| {
                Box::pin(async move {
                    let asked: OfIdentifier = arguments(&mut call)?;
                    let found = own(&runtime, &call.who, &asked.identifier).await?;
                    let id = found["muxi_user_id"].clone();
                    Ok(data(json!({"muxi_user_id": id, "identifier": asked.identifier, "created": false})))
                })
            },
        },
    ]
}
