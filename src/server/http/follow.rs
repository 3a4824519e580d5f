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

use super::events::{frame, sent};
use crate::server::fleet::{FormationId, Stream};

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
        let moved = self.path.metadata().ok().map(|meta| meta.ino()) != self.open.as_ref().map(|(_, inode)| *inode);
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
        while let Some(end) = self.rest.iter().position(|b| *b == b'\n') {
            let line: Vec<u8> = self.rest.drain(..=end).collect();
            into.push(String::from_utf8_lossy(&line[..end]).trim_end_matches('\r').to_owned());
        }
        if self.rest.len() as u64 > MOST {
            into.push(String::from_utf8_lossy(&std::mem::take(&mut self.rest)).into_owned());
        }
    }
}

/// The lines of these files (standard output and standard error) from now on, until the client leaves.
pub(super) fn respond((out, err): (PathBuf, PathBuf), id: &FormationId, stream: Stream) -> Response {
    let id = id.to_string();
    let wanted = [(out, stream != Stream::Stderr, "stdout"), (err, stream != Stream::Stdout, "stderr")];
    let mut tails: Vec<_> =
        wanted.into_iter().filter(|(_, wanted, _)| *wanted).map(|(path, _, name)| (Tail::new(path), name)).collect();
    sent(Body::from_stream(async_stream::stream! {
        yield Ok::<_, Infallible>(frame("connected", &json!({"formation_id": id})));
        let mut silent = 0;
        loop {
            let looked = tokio::task::spawn_blocking(move || {
                let mut lines = Vec::new();
                for (tail, name) in &mut tails {
                    lines.extend(tail.lines().into_iter().map(|line| (line, *name)));
                }
                (tails, lines)
            });
            let Ok((back, lines)) = looked.await else { break };
            tails = back;
            silent = if lines.is_empty() { silent + 1 } else { 0 };
            for (line, name) in lines {
                yield Ok(frame("log", &json!({"line": line, "formation_id": id, "stream": name})));
            }
            if silent == SILENT {
                silent = 0;
                yield Ok(Bytes::from_static(b": keepalive\n\n"));
            }
            tokio::time::sleep(PAUSE).await;
        }
    }))
}
