//! The draft of a formation: files that are written one by one, tried out, and deployed or thrown away.
//!
//! Paths come from far away, and what is tried out runs in the draft: each directory on the way is opened below the one before,
//! and a link is never followed.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use rustix::fs::{AtFlags, Mode, OFlags, mkdirat, open, openat, unlinkat};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Server;
use super::answer::Refused;
use super::rpc::{Asked, data, id, recorded};
use crate::server::fleet::{Arrival, FormationId, Reporter, Spool};
use crate::support::fs as files;

/// The most files of a draft, and the most bytes of one.
const MOST: usize = 5000;
const LARGEST: u64 = 8 << 20;
const DEPTH: usize = 32;

#[derive(Deserialize)]
struct Order {
    action: String,
    mode: Option<String>,
    path: Option<String>,
    content: Option<String>,
    encoding: Option<String>,
}

fn failed(error: &io::Error) -> Refused {
    match error.kind() {
        io::ErrorKind::NotFound => {
            Refused::new(StatusCode::NOT_FOUND, "NotFound", "there is no such file in the draft")
        }
        io::ErrorKind::AlreadyExists => {
            Refused::new(StatusCode::CONFLICT, "DraftExists", "there is a draft already")
        }
        _ => Refused::bad("DraftError", format!("the draft: {error}")),
    }
}

pub(super) async fn respond(server: &Arc<Server>, asked: &Asked) -> Result<Response, Refused> {
    let id = id(asked)?;
    let order: Order = serde_json::from_slice(asked.bytes()).map_err(|_| {
        Refused::bad(
            "BadRequest",
            r#"the body is {"action": init, list, read, write, delete, deploy or discard, …}"#,
        )
    })?;
    let running = server.fleet.is_tried_out(&id);
    if running && matches!(order.action.as_str(), "init" | "deploy" | "discard") {
        let message = format!("the draft of {id} is being tried out: end that first");
        return Err(Refused::new(StatusCode::CONFLICT, "DraftRunning", message));
    }
    let looks = matches!(order.action.as_str(), "list" | "read");
    let what = format!("{id}: {}", order.action);
    let work = done(server, &id, order);
    let mut answer = if looks { work.await? } else { recorded(server, asked, &what, work).await? };
    let live = server.fleet.get(&id).ok();
    let draft = root(server, &id).is_dir();
    answer["draft"] = json!({"exists": draft, "running": running, "url": format!("/draft/{id}")});
    answer["live"] = json!({
        "exists": live.is_some(),
        "status": live.as_ref().map(|live| live.item.status),
        "version": live.as_ref().map(|live| live.item.version.semantic.clone()),
    });
    Ok(data(&answer, None))
}

/// Where the draft is.
fn root(server: &Server, id: &FormationId) -> PathBuf {
    server.data.join("formations").join(id.as_str()).join("draft")
}

async fn done(server: &Arc<Server>, id: &FormationId, order: Order) -> Result<Value, Refused> {
    if order.action == "deploy" {
        return deploy(server, id).await;
    }
    let (root, live) = (root(server, id), server.fleet.directory(id).ok());
    let id = id.to_string();
    let work = tokio::task::spawn_blocking(move || on_disk(&root, live.as_deref(), &id, &order));
    work.await.map_err(|error| Refused::bad("DraftError", error.to_string()))?
}

fn on_disk(root: &Path, live: Option<&Path>, id: &str, order: &Order) -> Result<Value, Refused> {
    let failed = |error: io::Error| failed(&error);
    let path = || {
        let path = order.path.as_deref().ok_or_else(|| Refused::bad("BadRequest", "`path` is missing"))?;
        parts(path)
            .ok_or_else(|| Refused::bad("BadPath", "`path` is a plain path of files that are not hidden"))
    };
    match order.action.as_str() {
        "init" => {
            let clone = match order.mode.as_deref() {
                Some("clone") => Some(live.ok_or_else(|| failed(io::ErrorKind::NotFound.into()))?),
                None | Some("new") => None,
                Some(_) => return Err(Refused::bad("BadRequest", "`mode` is new or clone")),
            };
            init(root, clone, id).map_err(failed)?;
            Ok(json!({"formation_id": id, "action": "init"}))
        }
        "list" => {
            let mut found = Vec::new();
            list(&directory(root).map_err(failed)?, "", 0, &mut found).map_err(failed)?;
            Ok(json!({"formation_id": id, "files": found}))
        }
        "read" => {
            let path = path()?;
            let bytes = read(root, &path).map_err(failed)?;
            let (encoding, content) = match String::from_utf8(bytes) {
                Ok(text) if order.encoding.as_deref() != Some("base64") => ("utf-8", text),
                Ok(text) => ("base64", STANDARD.encode(text)),
                Err(bytes) => ("base64", STANDARD.encode(bytes.as_bytes())),
            };
            Ok(json!({"formation_id": id, "path": path.join("/"), "content": content, "encoding": encoding}))
        }
        "write" => {
            let path = path()?;
            let content =
                order.content.as_deref().ok_or_else(|| Refused::bad("BadRequest", "`content` is missing"))?;
            let bytes = match order.encoding.as_deref() {
                None | Some("utf-8") => content.as_bytes().to_vec(),
                Some("base64") => STANDARD
                    .decode(content)
                    .map_err(|_| Refused::bad("BadRequest", "`content` is no base64"))?,
                Some(_) => return Err(Refused::bad("BadRequest", "`encoding` is utf-8 or base64")),
            };
            write(root, &path, &bytes).map_err(failed)?;
            Ok(json!({"formation_id": id, "path": path.join("/"), "size": bytes.len()}))
        }
        "delete" => {
            let path = path()?;
            let (last, before) = path.split_last().expect("a path has a part");
            let dir = below(root, before, false).map_err(failed)?;
            unlinkat(&dir, last, AtFlags::empty()).map_err(|e| failed(e.into()))?;
            Ok(json!({"formation_id": id, "path": path.join("/"), "deleted": true}))
        }
        "discard" => {
            fs::remove_dir_all(root).map_err(failed)?;
            Ok(json!({"formation_id": id, "action": "discard"}))
        }
        _ => {
            Err(Refused::bad("BadRequest", "`action` is init, list, read, write, delete, deploy or discard"))
        }
    }
}

/// The parts of a path; nothing where one is hidden, or leads out.
fn parts(path: &str) -> Option<Vec<String>> {
    let parts: Vec<String> = path.split('/').map(str::to_owned).collect();
    let plain = |part: &String| {
        let hidden = part.starts_with('.') && part != ".env";
        !part.is_empty() && part.len() <= 255 && !hidden && !part.chars().any(|c| c.is_control() || c == '\\')
    };
    (parts.len() <= DEPTH && parts.iter().all(plain)).then_some(parts)
}

const DIRECTORY: OFlags =
    OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);

fn directory(root: &Path) -> io::Result<OwnedFd> {
    Ok(open(root, DIRECTORY, Mode::empty())?)
}

/// The directory of these parts; `make` makes those that are missing.
fn below(root: &Path, parts: &[String], make: bool) -> io::Result<OwnedFd> {
    let mut at = directory(root)?;
    for part in parts {
        if make {
            match mkdirat(&at, part, Mode::from_raw_mode(0o755)) {
                Ok(()) | Err(rustix::io::Errno::EXIST) => {}
                Err(error) => return Err(error.into()),
            }
        }
        at = openat(&at, part, DIRECTORY, Mode::empty())?;
    }
    Ok(at)
}

fn plain(dir: &OwnedFd, name: &str, flags: OFlags) -> io::Result<File> {
    let flags = flags | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let file = File::from(openat(dir, name, flags, Mode::from_raw_mode(0o644))?);
    if file.metadata()?.is_file() { Ok(file) } else { Err(io::Error::other("that is no plain file")) }
}

fn read(root: &Path, path: &[String]) -> io::Result<Vec<u8>> {
    let (last, before) = path.split_last().ok_or(io::ErrorKind::NotFound)?;
    let file = plain(&below(root, before, false)?, last, OFlags::RDONLY)?;
    let mut bytes = Vec::new();
    file.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST { Err(io::Error::other("the file is too large")) } else { Ok(bytes) }
}

fn write(root: &Path, path: &[String], bytes: &[u8]) -> io::Result<()> {
    if bytes.len() as u64 > LARGEST {
        return Err(io::Error::other("the file is too large"));
    }
    let (last, before) = path.split_last().ok_or(io::ErrorKind::NotFound)?;
    let dir = below(root, before, true)?;
    let mut file = plain(&dir, last, OFlags::WRONLY | OFlags::CREATE)?;
    file.set_len(0)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn init(root: &Path, live: Option<&Path>, id: &str) -> io::Result<()> {
    if root.symlink_metadata().is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    let made = |error: files::FsError| io::Error::other(error.to_string());
    files::create_private_dir(root).map_err(made)?;
    let Some(live) = live else {
        let text = format!("schema: \"1.0.0\"\nid: {id}\ndescription: A draft\nversion: 0.1.0\n");
        return write(root, &["formation.afs".to_owned()], text.as_bytes());
    };
    copy(live, root).inspect_err(|_| drop(fs::remove_dir_all(root)))
}

/// Copies plain files and directories, hidden ones too: without its key the draft would not open its secrets.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (kind, target) = (entry.file_type()?, to.join(entry.file_name()));
        if entry.file_name().to_string_lossy().starts_with("memory.db") {
            continue;
        }
        if kind.is_dir() {
            fs::create_dir(&target)?;
            copy(&entry.path(), &target)?;
        } else if kind.is_file() {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// What is not hidden, by path.
fn list(dir: &OwnedFd, above: &str, depth: usize, found: &mut Vec<Value>) -> io::Result<()> {
    let mut names = Vec::new();
    for entry in rustix::fs::Dir::read_from(dir)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') || name == ".env" {
            names.push(name);
        }
    }
    names.sort();
    for name in names {
        if found.len() >= MOST || depth > DEPTH {
            return Err(io::Error::other("there is too much in it"));
        }
        let path = format!("{above}{name}");
        if let Ok(inner) = openat(dir, &name, DIRECTORY, Mode::empty()) {
            list(&inner, &format!("{path}/"), depth + 1, found)?;
        } else if let Ok(file) = plain(dir, &name, OFlags::RDONLY) {
            found.push(json!({"path": path, "size": file.metadata()?.len()}));
        }
    }
    Ok(())
}

/// Packs the draft and has it arrive as any bundle does.
async fn deploy(server: &Arc<Server>, id: &FormationId) -> Result<Value, Refused> {
    let (root, name, spool) = (root(server, id), id.to_string(), server.fleet.spool(None)?);
    let packed = tokio::task::spawn_blocking(move || {
        if !root.is_dir() {
            return Err(failed(&io::ErrorKind::NotFound.into()));
        }
        let mut tar =
            tar::Builder::new(GzEncoder::new(ToSpool { spool, refused: None }, Compression::fast()));
        tar.follow_symlinks(false);
        let written =
            tar.append_dir_all(&name, &root).and_then(|()| tar.into_inner()).and_then(GzEncoder::finish);
        let into = written.map_err(|error| failed(&error))?;
        into.refused.map_or_else(|| Ok(into.spool.finish()?), Err)
    });
    let bundle = packed.await.map_err(|error| Refused::bad("DraftError", error.to_string()))??;
    let arrival = Arrival { id: id.to_string(), version: None, bundle, secrets: None };
    let done = if server.fleet.get(id).is_ok() {
        serde_json::to_value(server.fleet.update(arrival, Reporter::default()).await?)
    } else {
        serde_json::to_value(server.fleet.deploy(arrival, Reporter::default()).await?)
    };
    Ok(
        json!({"formation_id": id.to_string(), "action": "deploy", "deployed": done.expect("texts and numbers")}),
    )
}

/// A spool as something to write to.
struct ToSpool {
    spool: Spool,
    refused: Option<Refused>,
}

impl io::Write for ToSpool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.spool.write(bytes).map_err(|error| {
            let text = error.to_string();
            self.refused = Some(error.into());
            io::Error::other(text)
        })?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_below_the_draft_and_off_what_is_hidden() {
        for bad in ["", "/x", "../x", "a/../b", "a//b", ".key", "a/.git/x", "a\\b", "a\0b", "x/"] {
            assert_eq!(parts(bad), None, "{bad:?}");
        }
        assert_eq!(parts("agents/a.afs").unwrap(), ["agents", "a.afs"]);
        let dir = tempfile::tempdir().unwrap();
        let (root, out) = (dir.path().join("draft"), dir.path().join("out"));
        fs::create_dir_all(&out).unwrap();
        init(&root, None, "bot").unwrap();
        std::os::unix::fs::symlink(&out, root.join("link")).unwrap();
        std::os::unix::fs::symlink(out.join("file"), root.join("file")).unwrap();
        let part = |text: &str| parts(text).unwrap();
        assert!(write(&root, &part("link/x"), b"x").is_err() && write(&root, &part("file"), b"x").is_err());
        assert!(read(&root, &part("link/x")).is_err() && fs::read_dir(&out).unwrap().next().is_none());
        write(&root, &part("a/b/c.md"), b"x").unwrap();
        assert_eq!(read(&root, &part("a/b/c.md")).unwrap(), b"x");
        let mut found = Vec::new();
        list(&directory(&root).unwrap(), "", 0, &mut found).unwrap();
        let names: Vec<_> = found.iter().map(|one| one["path"].as_str().unwrap()).collect();
        assert_eq!(names, ["a/b/c.md", "formation.afs"]);
    }
}
