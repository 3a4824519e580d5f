//! Keeping model traffic.

use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_util::Stream;
use serde_json::Value;
use tokio::time::Instant;

use super::exchange::{Asked, Content, End, Exchange, Failed, Read, Told, VERSION};
use super::{CassetteError, pieces};
use crate::runtime::llm::ModelError;
use crate::runtime::llm::http::{Body, Reply};
use crate::support::clock::millis;
use crate::support::fs::{self, FsError, Lock, Mode};
use crate::support::redact::{End as TextEnd, Redactor};

/// The file that says that somebody records.
const LOCK: &str = ".recording";

/// Writes one file for each exchange, numbered in the order in which they were asked.
#[derive(Debug)]
pub struct Recorder {
    dir: PathBuf,
    next: AtomicU32,
    /// Why a file could not be written; from then on nothing is asked.
    failed: Mutex<Option<String>>,
    _alone: Lock,
}

impl Recorder {
    /// Records into `dir`, after what is there. It is made, 0700, if it is not there.
    pub fn open(dir: &Path) -> Result<Self, CassetteError> {
        fs::create_private_dir(dir)?;
        let alone = Lock::acquire(&dir.join(LOCK), Duration::ZERO).map_err(|error| match error {
            FsError::Locked { .. } => CassetteError::Busy(dir.to_path_buf()),
            error => error.into(),
        })?;
        fs::check_writable(dir)?;
        let last = super::replay::files(dir)?.last().map_or(0, |(number, _)| *number);
        Ok(Self {
            dir: dir.to_path_buf(),
            next: AtomicU32::new(last + 1),
            failed: Mutex::new(None),
            _alone: alone,
        })
    }

    /// The same instead of what is there: a recording of one thing, made again.
    pub fn afresh(dir: &Path) -> Result<Self, CassetteError> {
        let mut recorder = Self::open(dir)?;
        for (_, path) in super::replay::files(dir)? {
            fs::remove_if_exists(&path)?;
        }
        recorder.next = AtomicU32::new(1);
        Ok(recorder)
    }

    pub(super) fn begin(self: &Arc<Self>, request: Asked, redactor: &Redactor) -> Result<Taking, ModelError> {
        if let Some(detail) = &*self.failed.lock().unwrap_or_else(PoisonError::into_inner) {
            return Err(ModelError::NotReady {
                what: "a model that is recorded".to_owned(),
                detail: detail.clone(),
                next: Some("start again when the recording can be written".to_owned()),
            });
        }
        Ok(Taking {
            recorder: Arc::clone(self),
            number: self.next.fetch_add(1, Ordering::Relaxed),
            began: Instant::now(),
            request,
            redactor: redactor.clone(),
        })
    }

    fn write(&self, number: u32, exchange: &Exchange) -> Result<(), String> {
        let path = self.dir.join(format!("{number:04}-{}.json", exchange.request.hash()));
        let mut text = serde_json::to_vec_pretty(exchange).map_err(|e| e.to_string())?;
        text.push(b'\n');
        fs::write_atomic(&path, &text, Mode::PRIVATE).map_err(|error| {
            let detail = error.to_string();
            *self.failed.lock().unwrap_or_else(PoisonError::into_inner) = Some(detail.clone());
            detail
        })
    }
}

/// An exchange under way.
pub(super) struct Taking {
    recorder: Arc<Recorder>,
    number: u32,
    began: Instant,
    request: Asked,
    redactor: Redactor,
}

impl Taking {
    /// There is no answer. That it could not be written is told with the next question.
    pub(super) fn failed(self, failed: Failed) {
        drop(self.write(None, Some(failed)));
    }

    /// What came, all of it.
    pub(super) fn told(self, told: Told) -> Result<(), String> {
        self.write(Some(told), None)
    }

    /// What came of something that is not asked over HTTP: one value, without the values of secrets.
    pub(super) fn told_json(self, status: u16, mut value: Value) -> Result<(), String> {
        self.redactor.redact_json(&mut value);
        self.told(Told {
            status,
            content_type: "application/json".to_owned(),
            retry_after_ms: None,
            body: Some(Content::Json(value)),
            reads: Vec::new(),
            end: End::Closed,
        })
    }

    /// The reply, which is written when it is at its end or nobody wants more of it.
    pub(super) fn tape(self, reply: Reply) -> Reply {
        let streamed = reply.content_type.starts_with("text/event-stream");
        let told = Told {
            status: reply.status,
            content_type: reply.content_type.clone(),
            retry_after_ms: reply.retry_after.map(millis),
            body: None,
            reads: Vec::new(),
            end: End::Closed,
        };
        let tape = Tape { inner: reply.body, streamed, reads: Vec::new(), kept: Some((self, told)) };
        Reply { body: Box::pin(tape), ..reply }
    }

    fn write(self, response: Option<Told>, failed: Option<Failed>) -> Result<(), String> {
        let Self { recorder, number, request, .. } = self;
        recorder.write(number, &Exchange { muxi_recording: VERSION, request, response, failed })
    }
}

/// A body that is written down as it passes.
struct Tape {
    inner: Body,
    streamed: bool,
    reads: Vec<(u64, Bytes)>,
    /// Until it is written.
    kept: Option<(Taking, Told)>,
}

impl Tape {
    fn finish(&mut self, end: End) -> Result<(), String> {
        let Some((taking, mut told)) = self.kept.take() else { return Ok(()) };
        told.end = end;
        let reads = std::mem::take(&mut self.reads);
        if self.streamed {
            told.reads = clean(pieces::clean(reads, &taking.redactor), &taking.redactor);
        } else {
            let whole: Vec<u8> = reads.iter().flat_map(|(_, bytes)| bytes.iter().copied()).collect();
            told.body = Some(Content::of(&whole, &taking.redactor));
        }
        taking.write(Some(told), None)
    }
}

/// The reads without live values, also where one is cut in two by them.
fn clean(reads: Vec<(u64, Bytes)>, redactor: &Redactor) -> Vec<Read> {
    let mut stream = redactor.stream();
    let count = reads.len();
    let cleaned = reads.into_iter().enumerate().map(|(i, (at_ms, bytes))| {
        let mut out = Vec::with_capacity(bytes.len());
        stream.push(&bytes, &mut out);
        if i + 1 == count {
            stream.finish(TextEnd::Cut, &mut out);
        }
        Read { at_ms, content: Content::clean(out) }
    });
    cleaned.collect()
}

impl Stream for Tape {
    type Item = Result<Bytes, String>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let read = self.inner.as_mut().poll_next(cx);
        match &read {
            Poll::Ready(Some(Ok(bytes))) => {
                let at = self.kept.as_ref().map_or(0, |(taking, _)| millis(taking.began.elapsed()));
                self.reads.push((at, bytes.clone()));
            }
            Poll::Ready(end) => {
                let how = match end {
                    Some(Err(how)) => End::Broken(how.clone()),
                    _ => End::Closed,
                };
                if let Err(detail) = self.finish(how) {
                    return Poll::Ready(Some(Err(format!("the recording cannot be written: {detail}"))));
                }
            }
            Poll::Pending => {}
        }
        read
    }
}

impl Drop for Tape {
    fn drop(&mut self) {
        // The end of most answers is known before the connection closes. That it could not be
        // written is told with the next question.
        drop(self.finish(End::Closed));
    }
}
