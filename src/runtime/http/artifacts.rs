//! `GET /v1/artifacts[/id[/content|/versions]]` and `DELETE /v1/artifacts/id`: the caller's own files, never another
//! user's.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Api;
use super::audit::By;
use super::auth::Owner;
use super::envelope::{ApiError, Id, Meta};
use crate::audit::{Class, Event};
use crate::crypto::hash;
use crate::runtime::Runtime;
use crate::runtime::principal::Principal;
use crate::runtime::store::{Artifact, StoreError};

const DEFAULT_LIMIT: u32 = 50;
const MAX_LIMIT: u32 = 1000;

type Asked<T> = Result<Query<T>, axum::extract::rejection::QueryRejection>;

#[derive(Deserialize)]
pub(super) struct ListQuery {
    limit: Option<u32>,
}

#[derive(Deserialize)]
pub(super) struct ContentQuery {
    version: Option<u64>,
}

pub(super) async fn list(
    Owner(who): Owner,
    State(api): State<Api>,
    meta: Meta,
    query: Asked<ListQuery>,
) -> Result<Response, ApiError> {
    let data = list_of(&api.runtime, &who, read(query)?.limit).await?;
    Ok(meta.ok("artifact_list", "artifacts.retrieved", data))
}

/// The user's files, the latest first, as `data`.
pub(super) async fn list_of(
    runtime: &Runtime,
    who: &Principal,
    limit: Option<u32>,
) -> Result<Value, ApiError> {
    let limit = limit.unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT);
    let artifacts = runtime.store().artifacts(who, limit).await?;
    let artifacts: Vec<Value> = artifacts.iter().map(Artifact::to_json).collect();
    let count = artifacts.len();
    Ok(json!({"artifacts": artifacts, "count": count}))
}

pub(super) async fn one(
    Owner(who): Owner,
    State(api): State<Api>,
    meta: Meta,
    Id(id): Id,
) -> Result<Response, ApiError> {
    Ok(meta.ok("artifact", "artifact.retrieved", one_of(&api.runtime, &who, &id).await?))
}

/// One file of the user, its latest version, as `data`.
pub(super) async fn one_of(runtime: &Runtime, who: &Principal, id: &str) -> Result<Value, ApiError> {
    let versions = runtime.store().artifact(who, id).await?;
    versions.first().map(Artifact::to_json).ok_or_else(|| missing(id))
}

pub(super) async fn versions(
    Owner(who): Owner,
    State(api): State<Api>,
    meta: Meta,
    Id(id): Id,
) -> Result<Response, ApiError> {
    let data = versions_of(&api.runtime, &who, &id).await?;
    Ok(meta.ok("artifact_version_list", "artifact.versions.retrieved", data))
}

/// The versions of one file of the user, the latest first, as `data`.
pub(super) async fn versions_of(runtime: &Runtime, who: &Principal, id: &str) -> Result<Value, ApiError> {
    let versions = runtime.store().artifact(who, id).await?;
    let name = versions.first().ok_or_else(|| missing(id))?.name.clone();
    let versions: Vec<Value> = versions.iter().map(Artifact::to_json).collect();
    Ok(json!({"artifact_id": id, "name": name, "count": versions.len(), "versions": versions}))
}

pub(super) async fn content(
    Owner(who): Owner,
    State(api): State<Api>,
    Id(id): Id,
    query: Asked<ContentQuery>,
) -> Result<Response, ApiError> {
    let (artifact, content) = content_of(&api.runtime, &who, &id, read(query)?.version).await?;
    Ok((headers(&artifact), content).into_response())
}

/// The content of one file of the user, of its latest version where none is named.
pub(super) async fn content_of(
    runtime: &Runtime,
    who: &Principal,
    id: &str,
    wanted: Option<u64>,
) -> Result<(Artifact, Bytes), ApiError> {
    let store = runtime.store();
    let versions = store.artifact(who, id).await?;
    let latest = versions.first().ok_or_else(|| missing(id))?.version;
    let artifact = versions.into_iter().find(|artifact| artifact.version == wanted.unwrap_or(latest));
    let artifact = artifact.ok_or_else(|| {
        let wanted = wanted.unwrap_or(latest);
        let message = format!("the artifact {id} has no version {wanted}; the latest is {latest}");
        ApiError::not_found("RESOURCE_NOT_FOUND", message)
    })?;
    let content = store.artifact_content(&artifact).await.map_err(|error: StoreError| {
        // The way of the file is not for a client.
        drop(error);
        ApiError::from(StoreError::new(format!("the content of {id} is gone or was changed")))
    })?;
    Ok((artifact, content))
}

pub(super) async fn delete(
    Owner(who): Owner,
    by: By,
    State(api): State<Api>,
    meta: Meta,
    Id(id): Id,
) -> Result<Response, ApiError> {
    let event = Event::new(Class::Data, "artifact.delete", "artifact", id.as_str());
    let (store, actor, whole) = (Arc::clone(api.runtime.store()), by.for_user(&who), id.clone());
    let work = async move {
        let found = store.delete_artifact(&who, &whole).await?;
        if found { Ok(()) } else { Err(missing(&whole)) }
    };
    api.audited(&meta, actor, event, work).await?;
    Ok(meta.ok("artifact", "artifact.deleted", json!({"id": id, "deleted": true})))
}

/// A file of a model must not run in the place where it is fetched from: it is never shown, only
/// saved, and a browser that shows it all the same lets it do nothing.
fn headers(artifact: &Artifact) -> [(HeaderName, HeaderValue); 6] {
    let fixed = HeaderValue::from_static;
    let kind = HeaderValue::from_str(&artifact.media_type);
    [
        (header::CONTENT_TYPE, kind.unwrap_or(fixed("application/octet-stream"))),
        (header::CONTENT_DISPOSITION, disposition(&artifact.name)),
        (header::X_CONTENT_TYPE_OPTIONS, fixed("nosniff")),
        (header::CONTENT_SECURITY_POLICY, fixed("sandbox; default-src 'none'")),
        (header::CACHE_CONTROL, fixed("private, no-cache")),
        (header::ETAG, HeaderValue::from_str(&format!("\"{}\"", artifact.sha256)).unwrap_or(fixed("\"\""))),
    ]
}

/// The name twice: in ASCII, and as RFC 8187 writes others.
fn disposition(name: &str) -> HeaderValue {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ' | '(' | ')');
    let ascii: String = name.chars().map(|c| if plain(c) { c } else { '_' }).collect();
    let mut other = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_') {
            other.push(char::from(byte));
        } else {
            other.push('%');
            other.push_str(&hash::hex(&[byte]).to_ascii_uppercase());
        }
    }
    let text = format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{other}");
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("attachment"))
}

fn read<T>(query: Asked<T>) -> Result<T, ApiError> {
    query.map(|Query(query)| query).map_err(|e| ApiError::query(&e))
}

fn missing(id: &str) -> ApiError {
    ApiError::not_found("RESOURCE_NOT_FOUND", format!("there is no artifact {id}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_leave_its_place_in_the_header() {
        assert_eq!(
            disposition("Über \"x\"; a=b.txt"),
            "attachment; filename=\"_ber _x__ a_b.txt\"; filename*=UTF-8''%C3%9Cber%20%22x%22%3B%20a%3Db.txt"
        );
    }
}
