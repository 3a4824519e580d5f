//! The rows of artifacts and their versions.

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::super::migrations::failed;
use super::super::sqlite::millis;
use super::{Artifact, ArtifactError, Files, MAX_ARTIFACTS, MAX_USER_BYTES, MAX_VERSIONS, NewArtifact};
use crate::runtime::principal::Principal;
use crate::runtime::store::numbers::signed;

/// The columns that [`artifact`] reads, of `artifact a` and `artifact_version v`.
const COLUMNS: &str = "a.id, a.session_id, a.name, v.version, v.media_type, v.sha256, v.size, v.request_id,
     v.agent_id, v.created_at";

fn artifact(row: &Row<'_>) -> rusqlite::Result<Artifact> {
    Ok(Artifact {
        id: row.get(0)?,
        session_id: row.get(1)?,
        name: row.get(2)?,
        version: millis(row, 3)?,
        media_type: row.get(4)?,
        sha256: row.get(5)?,
        size: millis(row, 6)?,
        request_id: row.get(7)?,
        agent_id: row.get(8)?,
        created_at: millis(row, 9)?,
    })
}

/// The latest versions of the user's artifacts, the latest first.
pub(in crate::runtime::store) fn list(
    connection: &Connection,
    who: &Principal,
    limit: u32,
) -> rusqlite::Result<Vec<Artifact>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM artifact a
         JOIN artifact_version v ON (v.tenant, v.user, v.id, v.version) = (a.tenant, a.user, a.id, a.version)
         WHERE a.tenant = ?1 AND a.user = ?2 ORDER BY a.updated_at DESC, a.id LIMIT ?3"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map(params![who.tenant(), who.user(), limit], artifact)?;
    rows.collect()
}

/// The versions of one artifact, the latest first.
pub(in crate::runtime::store) fn versions(
    connection: &Connection,
    who: &Principal,
    id: &str,
) -> rusqlite::Result<Vec<Artifact>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM artifact a
         JOIN artifact_version v ON (v.tenant, v.user, v.id) = (a.tenant, a.user, a.id)
         WHERE a.tenant = ?1 AND a.user = ?2 AND a.id = ?3 ORDER BY v.version DESC"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map(params![who.tenant(), who.user(), id], artifact)?;
    rows.collect()
}

/// Whether the user may keep one more.
pub(super) fn room(connection: &Connection, who: &Principal, new: &NewArtifact) -> Result<(), ArtifactError> {
    let whose = [who.tenant(), who.user()];
    let sql = "SELECT coalesce(sum(size), 0) FROM artifact_version WHERE tenant = ?1 AND user = ?2";
    let used = connection.query_row(sql, whose, |row| millis(row, 0)).map_err(failed)?;
    let used = used.saturating_add(new.content.len() as u64);
    if used > MAX_USER_BYTES {
        return Err(ArtifactError::Full { used });
    }
    let sql = "SELECT count(*) FROM artifact WHERE tenant = ?1 AND user = ?2";
    let count = connection.query_row(sql, whose, |row| millis(row, 0)).map_err(failed)?;
    if count >= MAX_ARTIFACTS && known(connection, who, new).map_err(failed)?.is_none() {
        return Err(ArtifactError::TooMany);
    }
    Ok(())
}

/// Id, latest version and first time of the artifact of that name in that session.
fn known(
    connection: &Connection,
    who: &Principal,
    new: &NewArtifact,
) -> rusqlite::Result<Option<(String, u64)>> {
    connection
        .prepare_cached(
            "SELECT id, version FROM artifact
             WHERE tenant = ?1 AND user = ?2 AND session_id = ?3 AND name = ?4",
        )?
        .query_row(params![who.tenant(), who.user(), new.session_id, new.name], |row| {
            Ok((row.get(0)?, millis(row, 1)?))
        })
        .optional()
}

/// Adds the next version; returns it, and the contents of versions that went for it.
pub(super) fn insert(
    connection: &Connection,
    who: &Principal,
    new: &NewArtifact,
    sha256: String,
    new_id: impl FnOnce() -> String,
) -> rusqlite::Result<(Artifact, Vec<String>)> {
    let (tenant, user, at) = (who.tenant(), who.user(), signed(new.created_at));
    let (id, version) = known(connection, who, new)?.unwrap_or_else(|| (new_id(), 0));
    let version = version + 1;
    connection.execute(
        "INSERT INTO artifact (tenant, user, id, session_id, name, version, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)
         ON CONFLICT (tenant, user, id) DO UPDATE SET version = excluded.version, updated_at = excluded.updated_at",
        params![tenant, user, id, new.session_id, new.name, signed(version), at],
    )?;
    let size = new.content.len() as u64;
    connection.execute(
        "INSERT INTO artifact_version
             (tenant, user, id, version, media_type, sha256, size, request_id, agent_id, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            tenant,
            user,
            id,
            signed(version),
            new.media_type,
            sha256,
            signed(size),
            new.request_id,
            new.agent_id,
            at
        ],
    )?;
    let oldest = signed((version + 1).saturating_sub(MAX_VERSIONS));
    let sql = "DELETE FROM artifact_version WHERE tenant = ?1 AND user = ?2 AND id = ?3 AND version < ?4
               RETURNING sha256";
    let mut statement = connection.prepare_cached(sql)?;
    let left = statement.query_map(params![tenant, user, id, oldest], |row| row.get(0))?;
    let left = left.collect::<rusqlite::Result<Vec<String>>>()?;
    let artifact = Artifact {
        id,
        session_id: new.session_id.clone(),
        name: new.name.clone(),
        version,
        media_type: new.media_type.clone(),
        sha256,
        size,
        request_id: new.request_id.clone(),
        agent_id: new.agent_id.clone(),
        created_at: new.created_at,
    };
    Ok((artifact, left))
}

/// Deletes an artifact; the contents of its versions, or nothing where there is no such one.
pub(super) fn delete(
    connection: &Connection,
    who: &Principal,
    id: &str,
) -> rusqlite::Result<Option<Vec<String>>> {
    let key = params![who.tenant(), who.user(), id];
    let mut statement = connection.prepare_cached(
        "DELETE FROM artifact_version WHERE tenant = ?1 AND user = ?2 AND id = ?3 RETURNING sha256",
    )?;
    let left = statement.query_map(key, |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    let sql = "DELETE FROM artifact WHERE tenant = ?1 AND user = ?2 AND id = ?3";
    Ok((connection.execute(sql, key)? > 0).then_some(left))
}

/// The contents that the user's files have, each once.
pub(in crate::runtime::store) fn contents(
    connection: &Connection,
    who: &Principal,
) -> rusqlite::Result<Vec<String>> {
    let sql = "SELECT DISTINCT sha256 FROM artifact_version WHERE tenant = ?1 AND user = ?2";
    let mut statement = connection.prepare_cached(sql)?;
    let contents = statement.query_map([who.tenant(), who.user()], |row| row.get(0))?;
    contents.collect()
}

/// Whether a version of anybody has this content.
pub(super) fn is_named(connection: &Connection, sha256: &str) -> rusqlite::Result<bool> {
    connection.prepare_cached("SELECT 1 FROM artifact_version WHERE sha256 = ?1")?.exists([sha256])
}

/// Takes away the contents that no row names.
pub(in crate::runtime::store) fn sweep(connection: &Connection, files: &Files) -> rusqlite::Result<()> {
    if !files.is_there() {
        return Ok(());
    }
    let mut statement = connection.prepare("SELECT DISTINCT sha256 FROM artifact_version")?;
    let named = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<HashSet<String>>>()?;
    files.sweep(|name| named.contains(name));
    Ok(())
}
