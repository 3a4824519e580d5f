//! The record of what was done: append-only, each entry keyed to the one before it.
//!
//! In the directory `audit` of a formation's state, all files 0600:
//!
//! ```text
//! audit.log                the records that are written now, one JSON object a line
//! audit-000000000001.log   closed ones, by the number of their first record
//! checkpoints              what the last record was, again and again
//! key                      the key of the chain, made once
//! lock                     held by who appends
//! ```
//! A record ends with `"mac"`: HMAC-SHA256 over the MAC before it and all of its line before that field. A checkpoint
//! names the last record and its MAC, so that a cut end shows; a copy of the last one is kept outside of the
//! formation's state, so that an older state shows too. Where the formation has a root key that needs no passphrase,
//! a checkpoint is signed by a key derived from that as well: who has only the state cannot make one.

mod checkpoint;
mod error;
mod event;
mod export;
mod follow;
mod keys;
mod outside;
mod place;
mod prune;
mod query;
mod record;
mod recorder;
mod sink;
mod snapshot;
mod tail;
mod trail;
mod verify;

pub use error::AuditError;
pub use event::{Actor, Class, Event, KeyKind, Outcome};
pub use export::{Format, export};
pub use follow::Follow;
pub use keys::{Countersign, Signers};
pub use place::Place;
pub use prune::{Pruned, Retention, RetentionError};
pub use query::{Entry, Query, find};
pub use recorder::{OnError, Recorder};
pub use sink::{BadSink, Sink, Stream};
pub use trail::Trail;
pub use verify::{Fault, Report, verify};

#[cfg(test)]
mod tests;
