//! Deploying and updating: what came is held against what was said of it, and handed on.

use std::collections::BTreeMap;
use std::fs::{Metadata, OpenOptions};
use std::io::Read as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rustix::fs::OFlags;
use serde::Deserialize;
use serde_json::json;

use super::answer::Refused;
use super::body::{What, sealed};
use super::events::{Outcome, changing};
use super::route::Action;
use super::rpc::Asked;
use super::{Server, is_here};
use crate::remote::seal::{self, Bound};
use crate::remote::sign::{FORMATION_ID, FORMATION_VERSION};
use crate::server::config::Level;
use crate::server::fleet::{Arrival, Spooled};
use crate::support::secret::SecretBytes;

/// So much of a file is read at once.
const PIECE: usize = 64 << 10;

/// A bundle as the published clients can send it: in JSON, one of the first two.
#[derive(Deserialize)]
struct Inline {
    /// The tar.gz in base64.
    bundle: Option<String>,
    /// Where it is on the server's own machine.
    bundle_path: Option<PathBuf>,
    version: Option<String>,
}

/// The type of the body, without what is behind it.
pub(super) fn media_type(headers: &HeaderMap) -> Option<&str> {
    let whole = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    whole.split(';').next().map(str::trim)
}

pub(super) async fn respond(server: &Arc<Server>, mut asked: Asked) -> Result<Response, Refused> {
    let id = named(&asked)?;
    let mut version = asked.header(FORMATION_VERSION).filter(|v| !v.is_empty()).map(str::to_owned);
    let what = std::mem::replace(&mut asked.what, What::Memory(Vec::new()));
    let (bundle, secrets) = match what {
        What::Bundle { bundle, envelope: None } => (bundle, None),
        What::Bundle { bundle, envelope: Some(envelope) } => (bundle, Some(opened(&asked, &envelope)?)),
        What::Memory(bytes) => {
            let inline = inline(&asked, &bytes)?;
            let bundle = spooled(server, &asked, &inline)?;
            version = version.or(inline.version);
            (bundle, None)
        }
    };
    let arrival = Arrival { id: id.clone(), version: version.clone(), bundle, secrets };
    let fleet = server.fleet.clone();
    let update = asked.route.action == Action::Update;
    changing(server, &asked, &id, move |report| async move {
        if update {
            let done = fleet.update(arrival, report).await?;
            let complete = json!({
                "formation_id": done.id, "port": done.port, "status": done.status, "pid": done.pid,
                "url": format!("/api/{}", done.id), "previous_version": done.previous_version,
                "new_version": done.version,
            });
            Ok(Outcome::new(StatusCode::OK, &done, complete))
        } else {
            let done = fleet.deploy(arrival, report).await?;
            let complete = serde_json::to_value(&done).expect("texts and numbers");
            Ok(Outcome::new(StatusCode::CREATED, &done, complete))
        }
    })
    .await
}

/// The id in the path; for a new one without it, that of the header. Where both are there they are the same.
fn named(asked: &Asked) -> Result<String, Refused> {
    let header = asked.header(FORMATION_ID).filter(|id| !id.is_empty());
    match (&asked.route.id, header) {
        (Some(path), Some(header)) if path != header => {
            let message = format!("the path names `{path}`, and the header {FORMATION_ID} another one");
            Err(Refused::bad("IDMismatch", message))
        }
        (Some(id), _) => Ok(id.clone()),
        (None, Some(id)) => Ok(id.to_owned()),
        (None, None) => Err(Refused::bad("MissingHeader", format!("the header {FORMATION_ID} is missing"))),
    }
}

/// The secrets of an envelope, which is for this request only.
fn opened(asked: &Asked, envelope: &[u8]) -> Result<BTreeMap<String, SecretBytes>, Refused> {
    let presented = &asked.admitted.presented;
    let Some(nonce) = &presented.nonce else {
        let message = "secrets beside a bundle need the dialect v2: the others have no nonce to seal them to";
        return Err(Refused::bad("SecretsError", message));
    };
    let to = Bound {
        key_id: &presented.key_id,
        nonce,
        formation_id: &presented.formation_id,
        formation_version: &presented.formation_version,
    };
    seal::open(&asked.admitted.key.secret, &to, envelope).map_err(sealed)
}

fn inline(asked: &Asked, bytes: &[u8]) -> Result<Inline, Refused> {
    if media_type(&asked.parts.headers) != Some("application/json") || asked.route.id.is_none() {
        let message = "a bundle is application/gzip, application/x-gzip or application/octet-stream, or with sealed secrets application/vnd.muxi.bundle";
        return Err(Refused::bad("InvalidContentType", message));
    }
    serde_json::from_slice(bytes).map_err(|_| form())
}

fn form() -> Refused {
    let message = r#"a bundle in JSON is {"bundle": the tar.gz in base64, "version": "1.0.0"}"#;
    Refused::bad("ExtractError", message)
}

fn spooled(server: &Server, asked: &Asked, inline: &Inline) -> Result<Spooled, Refused> {
    match (&inline.bundle, &inline.bundle_path) {
        (Some(text), None) => {
            let bytes = STANDARD.decode(text.trim());
            let bytes = bytes.map_err(|_| Refused::bad("ExtractError", "`bundle` is no base64"))?;
            let mut spool = server.fleet.spool(Some(bytes.len() as u64))?;
            tokio::task::block_in_place(|| spool.write(&bytes))?;
            Ok(spool.finish()?)
        }
        (None, Some(path)) => {
            if !is_here(&asked.parts) || !asked.admitted.key.covers(Level::Admin, None) {
                let message = "`bundle_path` is for callers on the server's own machine with the scope admin: send the bundle itself";
                return Err(Refused::new(StatusCode::FORBIDDEN, "not_local", message));
            }
            tokio::task::block_in_place(|| from_path(server, path))
        }
        _ => Err(form()),
    }
}

/// The bundle at a path of this machine.
fn from_path(server: &Server, path: &Path) -> Result<Spooled, Refused> {
    let cannot =
        || Refused::bad("ExtractError", "`bundle_path` is no file of a bundle that the server can read");
    // One that is a pipe is not waited for.
    let flags = OFlags::NONBLOCK.bits().cast_signed();
    let file = OpenOptions::new().read(true).custom_flags(flags).open(path).ok();
    let mut file = file.filter(|_| path.is_absolute()).ok_or_else(cannot)?;
    let meta = file.metadata().ok().filter(Metadata::is_file).ok_or_else(cannot)?;
    let mut spool = server.fleet.spool(Some(meta.len()))?;
    let mut piece = vec![0; PIECE];
    loop {
        match file.read(&mut piece).map_err(|_| cannot())? {
            0 => return Ok(spool.finish()?),
            size => spool.write(&piece[..size])?,
        }
    }
}
