//! Reading the bodies of requests: bounded each, and bounded all together.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{StatusCode, header};
use futures_util::StreamExt;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use zeroize::{Zeroize as _, Zeroizing};

use super::Api;
use super::envelope::ApiError;
use crate::support::secret::SecretBytes;

/// The largest request body, in bytes: files of 32 MiB in base64, a message and some room.
pub const MAX_BODY: usize = 48 << 20;
/// Bodies up to this size are read without asking for room.
const SMALL: usize = 2 << 20;
/// The room for all larger bodies, in MiB. Whoever finds none is told to come again.
const ROOM: u32 = 192;
/// Who finds no room comes again after so many seconds.
const COME_AGAIN: u64 = 2;
/// A client may be silent for so long.
const SILENCE: Duration = Duration::from_secs(30);
/// A client has so long for all of it.
const TOTAL: Duration = Duration::from_mins(5);

/// The room for large bodies. A body needs it until its turn has ended.
#[derive(Clone)]
pub(super) struct Room(Arc<Semaphore>);

impl Default for Room {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(ROOM as usize)))
    }
}

/// A body, and the room that it takes.
pub(super) struct Read {
    /// What came.
    pub(super) bytes: Bytes,
    /// To be held until the turn has ended.
    pub(super) room: Option<OwnedSemaphorePermit>,
}

impl Room {
    /// Room for `bytes`, beyond what `held` has.
    fn take(&self, held: &mut Option<OwnedSemaphorePermit>, bytes: usize) -> Result<(), ApiError> {
        let has = held.as_ref().map_or(0, OwnedSemaphorePermit::num_permits);
        let more = bytes.div_ceil(1 << 20).saturating_sub(has);
        let Ok(more @ 1..) = u32::try_from(more) else { return Ok(()) };
        let taken = Arc::clone(&self.0).try_acquire_many_owned(more).map_err(|_| {
            let message = "the server reads as many large bodies as it has room for; try again soon";
            ApiError::new(StatusCode::SERVICE_UNAVAILABLE, "SYSTEM_OVERLOAD", message).retry_after(COME_AGAIN)
        })?;
        match held {
            Some(held) => held.merge(taken),
            None => *held = Some(taken),
        }
        Ok(())
    }
}

/// Reads a whole body, as far as it is not too large.
pub(super) async fn read(api: &Api, request: Request) -> Result<Read, ApiError> {
    let announced = announced(&request, MAX_BODY)?;
    let reading = collect(&api.room, announced.unwrap_or_default(), request.into_body());
    tokio::time::timeout(TOTAL, reading).await.map_err(|_| too_slow(TOTAL))?
}

/// Reads a body of at most `most` bytes that holds a secret: no copy of ours stays behind in freed memory. What the connection
/// itself had in its buffer is beyond our reach, unless it is in nobody else's hands.
pub(super) async fn read_secret(request: Request, most: usize) -> Result<SecretBytes, ApiError> {
    let room = announced(&request, most)?.unwrap_or(most);
    let mut pieces = request.into_body().into_data_stream();
    let reading = async {
        // All of its room at once: growing would leave a copy behind.
        let mut all = Zeroizing::new(Vec::with_capacity(room));
        loop {
            let piece = tokio::time::timeout(SILENCE, pieces.next()).await.map_err(|_| too_slow(SILENCE))?;
            let Some(piece) = piece else { break };
            let piece = piece.map_err(|_| broken_off())?;
            if all.len() + piece.len() > room {
                return Err(too_large(most));
            }
            all.extend_from_slice(&piece);
            if let Ok(mut piece) = piece.try_into_mut() {
                piece.zeroize();
            }
        }
        Ok(SecretBytes::new(std::mem::take(&mut *all)))
    };
    tokio::time::timeout(TOTAL, reading).await.map_err(|_| too_slow(TOTAL))?
}

/// How long the body says it is; refused where that is too long.
fn announced(request: &Request, most: usize) -> Result<Option<usize>, ApiError> {
    let coding = request.headers().get(header::CONTENT_ENCODING);
    if coding.is_some_and(|coding| !coding.as_bytes().eq_ignore_ascii_case(b"identity")) {
        let message = "a body with Content-Encoding is not read: send it uncompressed, without that header";
        return Err(ApiError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "INVALID_REQUEST", message));
    }
    let announced =
        request.headers().get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > most) {
        return Err(too_large(most));
    }
    Ok(announced)
}

async fn collect(room: &Room, announced: usize, body: Body) -> Result<Read, ApiError> {
    let mut held = None;
    if announced > SMALL {
        room.take(&mut held, announced)?;
    }
    let mut pieces = body.into_data_stream();
    let mut first = Bytes::new();
    let mut all = Vec::new();
    loop {
        let piece = tokio::time::timeout(SILENCE, pieces.next()).await.map_err(|_| too_slow(SILENCE))?;
        let Some(piece) = piece else { break };
        let piece = piece.map_err(|_| broken_off())?;
        if first.is_empty() && all.is_empty() {
            // Most bodies come in one piece, which need not be copied.
            first = piece;
            continue;
        }
        if all.is_empty() {
            all.reserve(announced.min(MAX_BODY).max(first.len() + piece.len()));
            all.extend_from_slice(&std::mem::take(&mut first));
        }
        let length = all.len() + piece.len();
        if length > MAX_BODY {
            return Err(too_large(MAX_BODY));
        }
        if length > SMALL {
            room.take(&mut held, length)?;
        }
        all.extend_from_slice(&piece);
    }
    let bytes = if all.is_empty() { first } else { Bytes::from(all) };
    Ok(Read { bytes, room: held })
}

fn broken_off() -> ApiError {
    ApiError::invalid("the body ended before it was whole")
}

fn too_large(most: usize) -> ApiError {
    let size = if most >= 1 << 20 { format!("{} MiB", most >> 20) } else { format!("{} KiB", most >> 10) };
    let message = format!("the body is larger than {size}");
    ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, "INVALID_REQUEST", message)
}

fn too_slow(limit: Duration) -> ApiError {
    let message = format!("the body did not come within {} s", limit.as_secs());
    ApiError::new(StatusCode::REQUEST_TIMEOUT, "INVALID_REQUEST", message)
}

/// `bytes` as JSON of the wanted form; no JSON and a wrong field each say so.
pub(super) fn parse<'a, T: serde::Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, ApiError> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    // serde would take a list for an object, its items for the fields in their order.
    if bytes.trim_ascii_start().first() == Some(&b'[') {
        return Err(ApiError::field("body", "is a list, and has to be an object", "value_error"));
    }
    let value = serde_path_to_error::deserialize(&mut json).map_err(faulty)?;
    json.end().map_err(|e| ApiError::field("body", &format!("is no JSON: {e}"), "json_invalid"))?;
    Ok(value)
}

/// `value` in the wanted form; a wrong field says so.
pub(super) fn read_value<'a, T: serde::Deserialize<'a>>(value: &'a serde_json::Value) -> Result<T, ApiError> {
    serde_path_to_error::deserialize(value).map_err(faulty)
}

fn faulty(error: serde_path_to_error::Error<serde_json::Error>) -> ApiError {
    let path = error.path().to_string();
    let inner = error.into_inner();
    if inner.is_data() {
        wrong_field(&path, &inner)
    } else {
        ApiError::field("body", &format!("is no JSON: {inner}"), "json_invalid")
    }
}

/// serde says where something is wrong, but not which field is missing there, and calls objects by our names.
fn wrong_field(path: &str, error: &serde_json::Error) -> ApiError {
    let text = error.to_string();
    // The place says nothing about one line of JSON.
    let words = text.rsplit_once(" at line ").map_or(text.as_str(), |(words, _)| words);
    let at = |name: &str| if path == "." { name.to_owned() } else { format!("{path}.{name}") };
    let named = |kind: &str| words.strip_prefix(kind)?.strip_suffix('`').map(at);
    if let Some(field) = named("missing field `") {
        return ApiError::field(&field, "is missing", "missing");
    }
    if let Some(field) = named("duplicate field `") {
        return ApiError::field(&field, "is there twice", "value_error");
    }
    let words = words
        .rsplit_once(", expected struct ")
        .map_or_else(|| words.to_owned(), |(found, _)| format!("{found}, expected an object"));
    ApiError::field(if path == "." { "body" } else { path }, &words, "value_error")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_bodies_share_their_room_and_give_it_back() {
        let room = Room::default();
        let mut held = None;
        room.take(&mut held, MAX_BODY).unwrap();
        room.take(&mut held, MAX_BODY).unwrap();
        assert_eq!(held.as_ref().unwrap().num_permits(), 48, "what is held counts");
        let others: Vec<_> = (0..3)
            .map(|_| {
                let mut other = None;
                room.take(&mut other, MAX_BODY).unwrap();
                other
            })
            .collect();
        assert!(room.take(&mut None, MAX_BODY).is_err());
        drop(others);
        room.take(&mut None, MAX_BODY).unwrap();
    }

    #[tokio::test]
    async fn a_body_in_pieces_is_the_same_as_in_one() {
        let read = async |pieces: Vec<&'static str>| {
            let pieces = pieces.into_iter().map(Ok::<_, std::io::Error>);
            let body = Body::from_stream(futures_util::stream::iter(pieces));
            collect(&Room::default(), 0, body).await.unwrap().bytes
        };
        assert_eq!(read(vec!["", "ab", "", "c", "d"]).await, "abcd");
        assert_eq!(read(vec!["abcd"]).await, "abcd");
        assert_eq!(read(vec![]).await, "");
    }
}
