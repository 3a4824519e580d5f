//! The draft of a formation: files that are written one by one, tried out, and deployed or thrown away.
//!
//! Paths come from far away, and what is tried out runs in the draft: no link is followed on the way.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Server;
use super::answer::Refused;
use super::rpc::{Asked, data, id, recorded};
use crate::server::fleet::{Arrival, FleetError, FormationId, Reporter, Spool, Spooled};
use crate::support::fs::{self as files, Dir, Entry};

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
        _ => match error.get_ref().and_then(|inner| inner.downcast_ref::<FleetError>()) {
            Some(refused) => refused.into(),
            None => Refused::bad("DraftError", format!("the draft: {error}")),
        },
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
    let work = done(Arc::clone(server), id.clone(), order);
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
    server.fleet.options().data.join("formations").join(id.as_str()).join("draft")
}

async fn done(server: Arc<Server>, id: FormationId, order: Order) -> Result<Value, Refused> {
    if order.action == "deploy" {
        return deploy(&server, &id).await;
    }
    let (root, live) = (root(&server, &id), server.fleet.directory(&id).ok());
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
        "list" => Ok(json!({"formation_id": id, "files": list(root).map_err(failed)?})),
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
            let dir = Dir::open(root).and_then(|dir| dir.reach(before, false));
            dir.and_then(|dir| dir.remove(last)).map_err(failed)?;
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

fn read(root: &Path, path: &[String]) -> io::Result<Vec<u8>> {
    let (last, before) = path.split_last().ok_or(io::ErrorKind::NotFound)?;
    let file = Dir::open(root)?.reach(before, false)?.read(last)?;
    let mut bytes = Vec::new();
    file.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST { Err(io::Error::other("the file is too large")) } else { Ok(bytes) }
}

fn write(root: &Path, path: &[String], bytes: &[u8]) -> io::Result<()> {
    if bytes.len() as u64 > LARGEST {
        return Err(io::Error::other("the file is too large"));
    }
    let (last, before) = path.split_last().ok_or(io::ErrorKind::NotFound)?;
    let mut file = Dir::open(root)?.reach(before, true)?.write(last)?;
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
    Dir::open(from)?.walk(&|name| !name.starts_with("memory.db"), &mut |path, entry| {
        let names: Vec<&str> = path.split('/').collect();
        let (last, before) = names.split_last().expect("a path has a name");
        let dir = Dir::open(to)?;
        match entry {
            Entry::Directory => dir.reach(&names, true).map(drop),
            Entry::File(mut file) => {
                let mode = file.metadata()?.permissions().mode();
                io::copy(&mut file, &mut dir.reach(before, false)?.create(last, mode)?).map(drop)
            }
        }
    })
}

/// What is not hidden, by path.
fn list(root: &Path) -> io::Result<Vec<Value>> {
    let mut found = Vec::new();
    Dir::open(root)?.walk(&|name| !name.starts_with('.') || name == ".env", &mut |path, entry| {
        if found.len() >= MOST {
            return Err(io::Error::other("there is too much in it"));
        }
        if let Entry::File(file) = entry {
            found.push(json!({"path": path, "size": file.metadata()?.len()}));
        }
        Ok(())
    })?;
    Ok(found)
}

/// Packs the draft and has it arrive as any bundle does.
async fn deploy(server: &Arc<Server>, id: &FormationId) -> Result<Value, Refused> {
    let (root, name, spool) = (root(server, id), id.to_string(), server.fleet.spool(None)?);
    let packed = tokio::task::spawn_blocking(move || pack(&root, &name, spool).map_err(|e| failed(&e)));
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

/// All plain files of the draft, below a directory of this name.
fn pack(root: &Path, name: &str, spool: Spool) -> io::Result<Spooled> {
    let mut tar = tar::Builder::new(GzEncoder::new(ToSpool(spool), Compression::fast()));
    Dir::open(root)?.walk(&|_| true, &mut |path, entry| {
        let Entry::File(file) = entry else { return Ok(()) };
        let (mut header, meta) = (tar::Header::new_gnu(), file.metadata()?);
        header.set_mode(meta.permissions().mode() & 0o777);
        header.set_size(meta.len());
        tar.append_data(&mut header, format!("{name}/{path}"), exactly(file, meta.len()))
    })?;
    let ToSpool(spool) = tar.into_inner().and_then(GzEncoder::finish)?;
    spool.finish().map_err(io::Error::other)
}

/// So many bytes of a file, also where it grows or shrinks meanwhile.
fn exactly(file: File, size: u64) -> impl io::Read {
    file.chain(io::repeat(0)).take(size)
}

/// A spool as something to write to.
struct ToSpool(Spool);

impl io::Write for ToSpool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes).map_err(io::Error::other)?;
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
        let found = list(&root).unwrap();
        let names: Vec<_> = found.iter().map(|one| one["path"].as_str().unwrap()).collect();
        assert_eq!(names, ["a/b/c.md", "formation.afs"]);
    }

    #[test]
    fn what_is_copied_and_packed_is_what_is_there_and_not_where_a_link_leads() {
        let dir = tempfile::tempdir().unwrap();
        let (live, root) = (dir.path().join("live"), dir.path().join("draft"));
        init(&live, None, "bot").unwrap();
        Dir::open(&live).unwrap().create(".key", 0o600).unwrap().write_all(b"key").unwrap();
        write(&live, &["memory.db".to_owned()], b"what users said").unwrap();
        fs::create_dir(live.join("empty")).unwrap();
        for name in ["link", "sub"] {
            std::os::unix::fs::symlink("/etc", live.join(name)).unwrap();
        }
        std::os::unix::fs::symlink("/etc/passwd", live.join("file")).unwrap();
        init(&root, Some(&live), "bot").unwrap();
        let mut names: Vec<_> = fs::read_dir(&root).unwrap().map(|e| e.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(names, [".key", "empty", "formation.afs"]);
        assert_eq!(root.join(".key").metadata().unwrap().permissions().mode() & 0o777, 0o600);
        // What is there by now is not replaced.
        assert_eq!(init(&root, Some(&live), "bot").unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        std::os::unix::fs::symlink("/etc", root.join("link")).unwrap();
        let packed = |most| pack(&root, "bot", Spool::make(dir.path(), most).unwrap());
        assert!(packed(1 << 20).unwrap().size() > 0);
        let refused = failed(&packed(10).err().unwrap());
        assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE, "{refused:?}");
    }
}
