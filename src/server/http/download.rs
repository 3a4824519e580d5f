//! What is live, as a zip: without what is hidden, keys among it, and without memories unless they are asked for.

use std::convert::Infallible;
use std::fs;
use std::io::{self, Read as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;

use super::Server;
use super::answer::Refused;
use super::rpc::{Asked, id, recorded};
use super::zip::Zip;

/// So much is sent at once.
const PIECE: usize = 64 << 10;

pub(super) async fn respond(server: &Arc<Server>, asked: &Asked) -> Result<Response, Refused> {
    let id = id(asked)?;
    let with_db = asked.query("db").is_some_and(|db| !matches!(db, "false" | "0"));
    let directory = server.fleet.directory(&id)?;
    let temp = server.data.clone();
    let packed = async move {
        let packed = tokio::task::spawn_blocking(move || {
            let mut zip = Zip::new(tempfile::tempfile_in(&temp)?);
            add(&mut zip, &directory, "", with_db)?;
            zip.finish()
        });
        let failed = |what: String| {
            let message = format!("the files cannot be read: {what}");
            Refused::new(StatusCode::INTERNAL_SERVER_ERROR, "DirectoryError", message)
        };
        packed.await.map_err(|e| failed(e.to_string()))?.map_err(|e| failed(e.to_string()))
    };
    let (mut file, size) = recorded(server, asked, id.as_str(), packed).await?;
    let body = Body::from_stream(async_stream::stream! {
        loop {
            let mut piece = vec![0; PIECE];
            let n = tokio::task::block_in_place(|| file.read(&mut piece)).unwrap_or(0);
            if n == 0 {
                break;
            }
            piece.truncate(n);
            yield Ok::<_, Infallible>(Bytes::from(piece));
        }
    });
    let name = format!("attachment; filename=\"{id}.zip\"");
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/zip")),
        (header::CONTENT_LENGTH, HeaderValue::from(size)),
        (header::CONTENT_DISPOSITION, HeaderValue::from_str(&name).expect("an id is plain")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((headers, body).into_response())
}

/// Whether a file of this name is handed out.
fn goes(name: &str, with_db: bool) -> bool {
    let hidden = name.starts_with('.') && name != ".env";
    let memory = name.starts_with("memory.db");
    !hidden && (!memory || (with_db && name == "memory.db"))
}

/// Plain files and directories only, in the order of their names.
fn add(zip: &mut Zip, directory: &Path, below: &str, with_db: bool) -> io::Result<()> {
    let mut entries: Vec<_> = fs::read_dir(directory)?.collect::<Result<_, _>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let (Ok(name), kind) = (entry.file_name().into_string(), entry.file_type()?) else { continue };
        if !goes(&name, with_db) {
            continue;
        }
        let inner = format!("{below}{name}");
        if kind.is_dir() {
            add(zip, &entry.path(), &format!("{inner}/"), with_db)?;
        } else if kind.is_file() {
            let mut file = fs::File::open(entry.path())?;
            let mode = file.metadata()?.permissions().mode() & 0o777;
            zip.file(&inner, mode, &mut file)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_memories_stay() {
        for name in [".key", ".key.prod", ".git", ".muxi", ".envrc", "memory.db", "memory.db-wal"] {
            assert!(!goes(name, false), "{name}");
        }
        assert!(goes(".env", false) && goes("secrets.enc", false) && goes("memory.db", true));
        assert!(!goes("memory.db-wal", true));
    }
}
