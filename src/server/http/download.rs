//! What is live, as a zip: without what is hidden, keys among it, and without memories unless they are asked for.

use std::convert::Infallible;
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
use crate::support::fs::{Dir, Entry};

/// So much is sent at once.
const PIECE: usize = 64 << 10;

pub(super) async fn respond(server: &Arc<Server>, asked: &Asked) -> Result<Response, Refused> {
    let id = id(asked)?;
    let with_db = asked.query("db").is_some_and(|db| !matches!(db, "false" | "0"));
    let directory = server.fleet.directory(&id)?;
    let temp = server.fleet.options().data.clone();
    let packed = async move {
        let packed = tokio::task::spawn_blocking(move || {
            let mut zip = Zip::new(tempfile::tempfile_in(&temp)?);
            add(&mut zip, &directory, with_db)?;
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

/// Plain files only, in the order of their names. What runs there may change them meanwhile.
fn add(zip: &mut Zip, directory: &Path, with_db: bool) -> io::Result<()> {
    Dir::open(directory)?.walk(&|name| goes(name, with_db), &mut |path, entry| {
        let Entry::File(mut file) = entry else { return Ok(()) };
        let mode = file.metadata()?.permissions().mode() & 0o777;
        zip.file(path, mode, &mut file)
    })
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

    #[test]
    fn where_a_link_leads_is_not_handed_out() {
        let place = tempfile::tempdir().unwrap();
        let (live, out) = (place.path().join("live"), place.path().join("out"));
        for dir in [&live, &out] {
            Dir::open(place.path())
                .unwrap()
                .reach(&[dir.file_name().unwrap().to_str().unwrap()], true)
                .unwrap();
            io::Write::write_all(&mut Dir::open(dir).unwrap().write("plain").unwrap(), b"x").unwrap();
        }
        std::os::unix::fs::symlink(&out, live.join("inner")).unwrap();
        std::os::unix::fs::symlink(out.join("plain"), live.join("file")).unwrap();
        let packed = |directory: &Path| {
            let mut zip = Zip::new(tempfile::tempfile().unwrap());
            add(&mut zip, directory, false)?;
            let (mut file, _) = zip.finish()?;
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes)?;
            Ok::<_, io::Error>(String::from_utf8_lossy(&bytes).into_owned())
        };
        let text = packed(&live).unwrap();
        assert!(text.contains("plain") && !text.contains("inner") && !text.contains("file"), "{text}");
        assert!(packed(&live.join("inner")).is_err());
    }
}
