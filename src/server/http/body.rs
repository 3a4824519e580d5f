//! Bodies of signed requests: bounded, hashed as they come, never waited for without end.

use std::time::{Duration, Instant};

use axum::body::{Body, HttpBody as _};
use axum::http::{HeaderMap, StatusCode, header};
use futures_util::StreamExt as _;

use super::Server;
use super::answer::Refused;
use crate::crypto::hash::Sha256Stream;
use crate::remote::seal::{self, Splitter};
use crate::server::fleet::{Spool, Spooled};

/// What is said with a request in JSON.
pub(super) const SMALL: usize = 1 << 20;
/// A bundle inside of JSON, in base64.
pub(super) const INLINE: usize = 16 << 20;
/// What is slower than this is no upload, in bytes for each second.
const SLOWEST: u64 = 4 << 10;
/// What is taken before anybody judges how fast it comes.
const PATIENCE: Duration = Duration::from_secs(30);

/// How a body is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// In memory, so many bytes at most.
    Memory(usize),
    /// A bundle, to the disk.
    Bundle,
    /// A bundle behind an envelope.
    Sealed,
}

/// How a body is taken, and for how long at most; without a limit while it comes fast enough.
#[derive(Clone, Copy, Debug)]
pub(super) struct How {
    pub(super) kind: Kind,
    pub(super) within: Option<Duration>,
}

/// A body that is there.
pub(super) struct Received {
    pub(super) sha256: [u8; 32],
    pub(super) what: What,
}

pub(super) enum What {
    Memory(Vec<u8>),
    Bundle { bundle: Spooled, envelope: Option<Vec<u8>> },
}

enum Sink {
    Memory(Vec<u8>, usize),
    Spool { spool: Spool, splitter: Option<Splitter> },
}

/// Whether there is one.
pub(super) fn has_body(body: &Body) -> bool {
    !body.is_end_stream()
}

/// Reads what is left of a body that nobody wants, a little of it and not for long: a connection that is closed before
/// that may lose the answer.
pub(super) async fn drain(body: Body) {
    let mut stream = body.into_data_stream();
    let all = async {
        let mut size = 0;
        while let Some(Ok(piece)) = stream.next().await {
            size += piece.len();
            if size > SMALL {
                break;
            }
        }
    };
    drop(tokio::time::timeout(Duration::from_secs(1), all).await);
}

impl Server {
    /// Takes a body. Nothing of it stays where this fails.
    pub(super) async fn receive(
        &self,
        How { kind, within }: How,
        headers: &HeaderMap,
        body: Body,
    ) -> Result<Received, Refused> {
        let length = headers.get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<u64>().ok());
        let mut sink = self.sink(kind, length)?;
        let (mut hash, mut size, begin) = (Sha256Stream::default(), 0, Instant::now());
        let mut stream = body.into_data_stream();
        loop {
            let left = within.map_or(Duration::MAX, |within| within.saturating_sub(begin.elapsed()));
            if left.is_zero() {
                return Err(too_slow());
            }
            let piece = tokio::time::timeout(self.body_timeout.min(left), stream.next()).await;
            let piece = match piece.map_err(|_| too_slow())? {
                None => break,
                Some(piece) => piece.map_err(|_| broken_off())?,
            };
            hash.update(&piece);
            size += piece.len() as u64;
            let waited = begin.elapsed();
            if waited > PATIENCE && size < waited.as_secs() * SLOWEST {
                return Err(too_slow());
            }
            sink.take(&piece)?;
        }
        Ok(Received { sha256: hash.finish(), what: sink.end()? })
    }

    fn sink(&self, kind: Kind, length: Option<u64>) -> Result<Sink, Refused> {
        Ok(match kind {
            Kind::Memory(most) => {
                if length.is_some_and(|length| length > most as u64) {
                    return Err(too_large(most));
                }
                Sink::Memory(Vec::new(), most)
            }
            Kind::Bundle => Sink::Spool { spool: self.fleet.spool(length)?, splitter: None },
            Kind::Sealed => {
                // What is said of the length is that of the envelope too.
                let length = length.map(|length| length.saturating_sub(seal::MOST as u64 + 64));
                Sink::Spool { spool: self.fleet.spool(length)?, splitter: Some(Splitter::default()) }
            }
        })
    }
}

impl Sink {
    fn take(&mut self, piece: &[u8]) -> Result<(), Refused> {
        match self {
            Self::Memory(all, most) => {
                if all.len() + piece.len() > *most {
                    return Err(too_large(*most));
                }
                all.extend_from_slice(piece);
                Ok(())
            }
            Self::Spool { spool, splitter } => {
                let piece = match splitter {
                    Some(splitter) => splitter.push(piece).map_err(sealed)?,
                    None => piece,
                };
                // A disk may take its time.
                Ok(tokio::task::block_in_place(|| spool.write(piece))?)
            }
        }
    }

    fn end(self) -> Result<What, Refused> {
        match self {
            Self::Memory(all, _) => Ok(What::Memory(all)),
            Self::Spool { spool, splitter } => {
                let envelope = splitter.map(|s| s.envelope().map_err(sealed)).transpose()?;
                Ok(What::Bundle { bundle: spool.finish()?, envelope })
            }
        }
    }
}

pub(super) fn sealed(error: seal::SealError) -> Refused {
    Refused::bad("SecretsError", error.to_string())
}

fn too_large(most: usize) -> Refused {
    let message = format!("the body has more than {most} bytes");
    Refused::new(StatusCode::PAYLOAD_TOO_LARGE, "body_too_large", message)
}

fn too_slow() -> Refused {
    Refused::new(StatusCode::REQUEST_TIMEOUT, "body_too_slow", "the body came too slowly")
}

fn broken_off() -> Refused {
    Refused::bad("body_broken", "the body broke off, or is shorter or longer than it was said to be")
}
