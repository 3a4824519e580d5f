//! The draft of a formation: files that are written one by one, tried out, and deployed or thrown away.
//!
//! Paths come from far away, and what is tried out runs in the draft: no link is followed on the way.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

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
use crate::server::fleet::{Arrival, DraftGuard, FleetError, FormationId, Reporter, Spool, Spooled};
use crate::support::fs::{self as files, Dir, Entry};

/// The most drafts of a server, the most files and directories of one, and the most bytes of it and of one of its files.
const DRAFTS: usize = 32;
const MOST: usize = 5000;
const WHOLE: u64 = 128 << 20;
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
        // Of the disk's own bounds it is not said that they are ours.
        io::ErrorKind::FileTooLarge if error.raw_os_error().is_none() => {
            Refused::new(StatusCode::PAYLOAD_TOO_LARGE, "DraftTooLarge", error.to_string())
        }
        io::ErrorKind::QuotaExceeded if error.raw_os_error().is_none() => {
            Refused::new(StatusCode::INSUFFICIENT_STORAGE, "TooManyDrafts", error.to_string())
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
    let looks = matches!(order.action.as_str(), "list" | "read");
    let what = format!("{id}: {}", order.action);
    let work = done(Arc::clone(server), id.clone(), order);
    let mut answer =
        if looks { work.await.map_err(looked)? } else { recorded(server, asked, &what, work).await? };
    let live = server.fleet.get(&id).ok();
    let (draft, running) = (server.fleet.draft_directory(&id).is_dir(), server.fleet.is_tried_out(&id));
    answer["draft"] = json!({"exists": draft, "running": running, "url": format!("/draft/{id}")});
    answer["live"] = json!({
        "exists": live.is_some(),
        "status": live.as_ref().map(|live| live.item.status),
        "version": live.as_ref().map(|live| live.item.version.semantic.clone()),
    });
    Ok(data(&answer, None))
}

/// A look at what is not there is no attempt at anything: nobody records it.
fn looked(refused: Refused) -> Refused {
    if refused.status == StatusCode::NOT_FOUND { refused.once_recorded() } else { refused }
}

async fn done(server: Arc<Server>, id: FormationId, order: Order) -> Result<Value, Refused> {
    // One change at a time, and none while it is on its way to be tried out.
    let held = server.fleet.draft(&id).await;
    if server.fleet.is_tried_out(&id) && matches!(order.action.as_str(), "init" | "deploy" | "discard") {
        let message = format!("the draft of {id} is being tried out: end that first");
        return Err(Refused::new(StatusCode::CONFLICT, "DraftRunning", message));
    }
    if order.action == "deploy" {
        return deploy(&server, &id, held).await;
    }
    let (root, live) = (server.fleet.draft_directory(&id), server.fleet.directory(&id).ok());
    let id = id.to_string();
    let work = tokio::task::spawn_blocking(move || {
        let done = on_disk(&root, live.as_deref(), &id, &order);
        drop(held);
        done
    });
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
            Dir::open(root).map_err(failed)?;
            files::remove_all(root).map_err(|error| failed(io::Error::other(error.to_string())))?;
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
    if bytes.len() as u64 > LARGEST { Err(too_large("the file", LARGEST)) } else { Ok(bytes) }
}

fn too_large(what: &str, most: u64) -> io::Error {
    io::Error::new(io::ErrorKind::FileTooLarge, format!("{what} has more than {most} bytes"))
}

/// How much there is of a draft, so far as it may be more.
#[derive(Clone, Copy, Default)]
struct Size {
    entries: usize,
    bytes: u64,
}

impl Size {
    /// Of what is there, hidden or not, but for the file that is about to be written.
    fn of(root: &Path, but: &str) -> io::Result<Self> {
        let mut size = Self::default();
        Dir::open(root)?.walk(&|_| true, &mut |path, entry| match entry {
            Entry::File(_) if path == but => Ok(()),
            Entry::File(file) => size.add(1, file.metadata()?.len()),
            Entry::Directory => size.add(1, 0),
        })?;
        Ok(size)
    }

    /// An error where it is too much.
    fn add(&mut self, entries: usize, bytes: u64) -> io::Result<()> {
        *self = Self { entries: self.entries + entries, bytes: self.bytes.saturating_add(bytes) };
        if self.entries > MOST {
            let text = format!("a draft has at most {MOST} files and directories");
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, text));
        }
        if self.bytes > WHOLE { Err(too_large("the draft", WHOLE)) } else { Ok(()) }
    }
}

fn write(root: &Path, path: &[String], bytes: &[u8]) -> io::Result<()> {
    if bytes.len() as u64 > LARGEST {
        return Err(too_large("the file", LARGEST));
    }
    // Each part of the way may be a directory that is new.
    Size::of(root, &path.join("/"))?.add(path.len(), bytes.len() as u64)?;
    let (last, before) = path.split_last().ok_or(io::ErrorKind::NotFound)?;
    let mut file = Dir::open(root)?.reach(before, true)?.write(last)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Makes a draft, all of it or nothing.
fn init(root: &Path, live: Option<&Path>, id: &str) -> io::Result<()> {
    if root.symlink_metadata().is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    let made = |error: files::FsError| io::Error::other(error.to_string());
    let new = root.with_file_name(format!("{}draft", files::TEMP_PREFIX));
    // What a kill left.
    files::remove_all(&new).map_err(made)?;
    files::create_private_dir(&new).map_err(made)?;
    let filled = if let Some(live) = live {
        copy(live, &new)
    } else {
        let text = format!("schema: \"1.0.0\"\nid: {id}\ndescription: A draft\nversion: 0.1.0\n");
        write(&new, &["formation.afs".to_owned()], text.as_bytes())
    };
    filled.and_then(|()| place(&new, root)).inspect_err(|_| drop(files::remove_all(&new)))
}

/// Gives a draft its name, if there is room for one more.
fn place(new: &Path, root: &Path) -> io::Result<()> {
    static ONE: Mutex<()> = Mutex::new(());
    let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    let (name, all) = (root.file_name().unwrap_or_default(), root.ancestors().nth(2).unwrap_or(root));
    let drafts = fs::read_dir(all)?.flatten().filter(|entry| entry.path().join(name).is_dir());
    if drafts.count() >= DRAFTS {
        let text = format!("there are {DRAFTS} drafts on this server: discard one of them");
        return Err(io::Error::new(io::ErrorKind::QuotaExceeded, text));
    }
    fs::rename(new, root)
}

/// Copies plain files and directories, hidden ones too: without its key the draft would not open its secrets.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let mut size = Size::default();
    Dir::open(from)?.walk(&|name| !name.starts_with("memory.db"), &mut |path, entry| {
        let names: Vec<&str> = path.split('/').collect();
        let (last, before) = names.split_last().expect("a path has a name");
        let dir = Dir::open(to)?;
        match entry {
            Entry::Directory => {
                size.add(1, 0)?;
                dir.reach(&names, true).map(drop)
            }
            Entry::File(mut file) => {
                let meta = file.metadata()?;
                size.add(1, meta.len())?;
                let mut copy = dir.reach(before, false)?.create(last, meta.permissions().mode())?;
                io::copy(&mut file, &mut copy).map(drop)
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
async fn deploy(server: &Arc<Server>, id: &FormationId, held: DraftGuard) -> Result<Value, Refused> {
    let (root, name, spool) = (server.fleet.draft_directory(id), id.to_string(), server.fleet.spool(None)?);
    let packed = tokio::task::spawn_blocking(move || {
        let packed = pack(&root, &name, spool).map_err(|e| failed(&e));
        drop(held);
        packed
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
    fn a_draft_has_bounds_and_what_passes_them_is_not_written() {
        let dir = tempfile::tempdir().unwrap();
        let root = |n: usize| dir.path().join(format!("formations/bot-{n}/draft"));
        for n in 0..DRAFTS {
            init(&root(n), None, "bot").unwrap();
        }
        let error = failed(&init(&root(DRAFTS), None, "bot").unwrap_err());
        assert_eq!(error.status, StatusCode::INSUFFICIENT_STORAGE, "{error:?}");
        assert_eq!(fs::read_dir(root(DRAFTS).parent().unwrap()).unwrap().count(), 0);
        let too_much = |path: &str, bytes: &[u8]| {
            let error = failed(&write(&root(0), &parts(path).unwrap(), bytes).unwrap_err());
            assert_eq!(error.status, StatusCode::PAYLOAD_TOO_LARGE, "{error:?}");
        };
        too_much("a.txt", &vec![0; usize::try_from(LARGEST).unwrap() + 1]);
        // Nearly full, without the bytes on the disk.
        let whole = Dir::open(&root(0)).unwrap().create("whole.bin", 0o644).unwrap();
        whole.set_len(WHOLE - 100).unwrap();
        too_much("b/c.txt", &[b'x'; 100]);
        write(&root(0), &parts("b/c.txt").unwrap(), b"x").unwrap();
        whole.set_len(0).unwrap();
        for n in 0..MOST - 5 {
            fs::create_dir(root(0).join(format!("d{n}"))).unwrap();
        }
        // Two more: the directory, and the file in it.
        too_much("x/y", b"");
        write(&root(0), &parts("y").unwrap(), b"1").unwrap();
        write(&root(0), &parts("y").unwrap(), b"2").unwrap();
        too_much("z", b"");
        assert!(!root(0).join("x").exists() && !root(0).join("z").exists());
        // What is live may have more than a draft.
        fs::create_dir(root(0).join("y2")).unwrap();
        fs::remove_dir_all(root(1)).unwrap();
        assert!(init(&root(1), Some(&root(0)), "bot").is_err());
        assert_eq!(fs::read_dir(root(1).parent().unwrap()).unwrap().count(), 0);
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
