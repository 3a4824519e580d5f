//! Model traffic, kept in files and played back: `--record DIR` and `--replay DIR`.
//!
//! One file is one exchange. It is written without secrets: live values are replaced by their names,
//! and no header but the media type is kept. A question is found again by what is left of it, so that
//! a recording made with one key is played with another, or with none.

mod difference;
mod exchange;
mod pieces;
mod programs;
mod record;
mod replay;
mod tools;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;

use super::ModelError;
use super::dialect::Call;
use super::http::Reply;
use crate::support::fs::FsError;
use crate::support::redact::Redactor;
use exchange::{Asked, End, Failed, Told};

pub(in crate::runtime) use programs::{KeptRun, RunFailed, RunTold};
pub use record::Recorder;
pub use replay::Player;
pub(in crate::runtime) use tools::ToolAsked;

/// Where model traffic is kept, or comes from.
#[derive(Clone)]
pub enum Cassette {
    /// It goes to the provider, and into files.
    Record(Arc<Recorder>),
    /// It comes from files, and nothing goes anywhere.
    Replay(Arc<Player>),
}

/// Why a recording cannot be made or played.
#[derive(Debug, thiserror::Error)]
pub enum CassetteError {
    /// A file or the directory.
    #[error(transparent)]
    File(#[from] FsError),
    /// There is nothing in it.
    #[error("there is no recording in {0}")]
    Empty(PathBuf),
    /// A file is not what `--record` writes.
    #[error("{path} is no recording: {detail}")]
    Broken {
        /// Which.
        path: PathBuf,
        /// What is wrong with it.
        detail: String,
    },
    /// Another process records there.
    #[error("another process is recording into {0}")]
    Busy(PathBuf),
}

impl CassetteError {
    /// Stable code for scripts.
    pub fn code(&self) -> &'static str {
        match self {
            Self::File(error) => error.code(),
            Self::Empty(_) => "recording_missing",
            Self::Broken { .. } => "recording_broken",
            Self::Busy(_) => "recording_busy",
        }
    }

    /// What to do next.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::File(error) => error.hint(),
            Self::Empty(dir) => Some(format!(
                "make one first: start with `--record {}`; `muxi/echo` is not recorded, for it needs no network",
                dir.display()
            )),
            Self::Broken { .. } => Some("record it again, or remove the file".to_owned()),
            Self::Busy(_) => Some("name another directory".to_owned()),
        }
    }
}

impl Cassette {
    /// Whether answers come from files, so that no key is needed and nothing waits.
    pub fn is_replay(&self) -> bool {
        matches!(self, Self::Replay(_))
    }

    /// The answer to `call`: from a file, or from `live` and into one.
    pub(super) async fn send(
        &self,
        provider: &str,
        call: &Call,
        redactor: &Redactor,
        live: impl Future<Output = Result<Reply, ModelError>>,
    ) -> Result<Reply, ModelError> {
        match self {
            Self::Replay(player) => player.answer(&Asked::new(provider, call, redactor), provider),
            Self::Record(recorder) => {
                let taking = recorder.begin(Asked::new(provider, call, redactor), redactor)?;
                match live.await {
                    Ok(reply) => Ok(taking.tape(reply)),
                    Err(error) => {
                        if let Some(failed) = Failed::of(&error) {
                            taking.failed(failed);
                        }
                        Err(error)
                    }
                }
            }
        }
    }
}

/// `reads` as the body of a reply.
fn reply(told: &Told) -> Reply {
    let reads = told.bytes().into_iter().map(Ok);
    let end = match &told.end {
        End::Closed => None,
        End::Broken(how) => Some(Err(how.clone())),
    };
    Reply {
        status: told.status,
        content_type: told.content_type.clone(),
        retry_after: told.retry_after_ms.map(Duration::from_millis),
        body: Box::pin(futures_util::stream::iter(reads.chain(end).collect::<Vec<Result<Bytes, String>>>())),
    }
}

#[cfg(test)]
mod tests;
