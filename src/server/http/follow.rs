//! A log as it grows: `event: connected`, then `event: log` for each line.

use std::convert::Infallible;
use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::os::unix::fs::MetadataExt as _;
use std::path::PathBuf;
use std::time::Duration;

use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use serde_json::json;

use super::events::frame;
use crate::runtime::http::event_stream;
use crate::server::fleet::{Fleet, FormationId, Stream, Streams};

/// How often it is looked whether there is more.
const PAUSE: Duration = Duration::from_millis(200);
/// After so many looks without a line a comment is sent.
const SILENT: u32 = 25;
/// The most that is read of a file at once, and the longest line.
const MOST: u64 = 256 << 10;

/// A file that others append to, and move aside when it is full.
struct Tail {
    path: PathBuf,
    open: Option<(File, u64)>,
    /// The beginning of a line whose end is not there yet.
    rest: Vec<u8>,
}

impl Tail {
    /// From its end on.
    fn new(path: PathBuf) -> Self {
        let mut tail = Self { path, open: None, rest: Vec::new() };
        tail.open();
        if let Some((file, _)) = &mut tail.open {
            drop(file.seek(SeekFrom::End(0)));
        }
        tail
    }

    fn open(&mut self) {
        let file = File::open(&self.path).ok();
        self.open = file.and_then(|file| file.metadata().ok().map(|meta| (file, meta.ino())));
    }

    /// The lines that came since it was looked last.
    fn lines(&mut self) -> Vec<String> {
        let mut all = Vec::new();
        self.read(&mut all);
        let moved =
            self.path.metadata().ok().map(|meta| meta.ino()) != self.open.as_ref().map(|(_, inode)| *inode);
        if moved {
            // What was written before it was moved aside comes first.
            self.read(&mut all);
            self.open();
            self.read(&mut all);
        }
        all
    }

    fn read(&mut self, into: &mut Vec<String>) {
        let Some((file, _)) = &mut self.open else { return };
        if file.take(MOST).read_to_end(&mut self.rest).is_err() {
            return;
        }
        if let Some(end) = self.rest.iter().rposition(|b| *b == b'\n') {
            let whole: Vec<u8> = self.rest.drain(..=end).collect();
            let lines = whole[..end].split(|b| *b == b'\n');
            into.extend(lines.map(|line| String::from_utf8_lossy(line).trim_end_matches('\r').to_owned()));
        }
        if self.rest.len() as u64 > MOST {
            into.push(String::from_utf8_lossy(&std::mem::take(&mut self.rest)).into_owned());
        }
    }
}

/// The ends of a formation's logs.
pub(super) struct Tails(Vec<(Tail, &'static str)>);

impl Tails {
    /// Of these files: standard output and standard error.
    pub(super) fn new((out, err): (PathBuf, PathBuf), stream: Stream) -> Self {
        let out = (stream != Stream::Stderr).then(|| (Tail::new(out), "stdout"));
        let err = (stream != Stream::Stdout).then(|| (Tail::new(err), "stderr"));
        Self([out, err].into_iter().flatten().collect())
    }

    fn lines(&mut self) -> Vec<(String, &'static str)> {
        let of = |(tail, name): &mut (Tail, &'static str)| {
            let name = *name;
            tail.lines().into_iter().map(move |line| (line, name)).collect::<Vec<_>>()
        };
        self.0.iter_mut().flat_map(of).collect()
    }
}

/// What was said `before`, and then each line as it comes, until the client leaves or the formation is deleted.
pub(super) fn respond(
    fleet: Fleet,
    mut tails: Tails,
    before: Option<Streams<Vec<String>>>,
    id: FormationId,
) -> Response {
    let before = before.unwrap_or_default();
    let out = before.stdout.into_iter().map(|line| (line, "stdout"));
    let mut lines: Vec<_> = out.chain(before.stderr.into_iter().map(|line| (line, "stderr"))).collect();
    event_stream(Body::from_stream(async_stream::stream! {
        yield Ok::<_, Infallible>(frame("connected", &json!({"formation_id": id.as_str()})));
        let (mut silent, mut over) = (0, false);
        loop {
            for (line, name) in std::mem::take(&mut lines) {
                yield Ok(frame("log", &json!({"line": line, "formation_id": id.as_str(), "stream": name})));
            }
            if over {
                break;
            }
            tokio::time::sleep(PAUSE).await;
            // Looked at first: its last words come yet.
            over = fleet.get(&id).is_err();
            let looked = tokio::task::spawn_blocking(move || {
                let lines = tails.lines();
                (tails, lines)
            });
            let Ok(looked) = looked.await else { break };
            (tails, lines) = looked;
            silent = if lines.is_empty() { silent + 1 } else { 0 };
            if silent == SILENT {
                silent = 0;
                yield Ok(Bytes::from_static(b": keepalive\n\n"));
            }
        }
    }))
}
