//! A turn as server-sent events: what has come is written at once, silence is filled.

use std::convert::Infallible;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use tokio::sync::mpsc::Receiver;
use tokio::time::Instant;

use crate::runtime::turn::{TurnError, TurnEvent};

/// After so long a silence a comment is sent, so that proxies and clients do not give up.
pub(super) const KEEP_ALIVE: Duration = Duration::from_secs(1);
/// The most events that go to the client in one write, when it is slower than the model.
const BATCH: usize = 16;
/// What fills a silence.
pub(super) const SILENCE: Bytes = Bytes::from_static(b": keepalive\n\n");

/// Writes the events of a turn in the form of some API.
pub(super) trait Writer: Send + 'static {
    /// `events` in the order in which they came.
    fn write(&self, events: &[TurnEvent]) -> Bytes;
}

/// The events of a turn as they come, after `opening` and `first`. `held` is let go when the
/// stream ends or the client leaves.
pub(super) fn respond(
    mut events: Receiver<TurnEvent>,
    opening: Bytes,
    first: Option<TurnEvent>,
    writer: impl Writer,
    held: impl Send + 'static,
) -> Response {
    let body = Body::from_stream(async_stream::stream! {
        let _held = held;
        // The question goes to the model before the head of the answer goes to the client.
        tokio::task::yield_now().await;
        yield Ok::<_, Infallible>(opening);
        let mut silence = Box::pin(tokio::time::sleep(KEEP_ALIVE));
        let mut batch: Vec<TurnEvent> = first.into_iter().collect();
        loop {
            if batch.is_empty() {
                let count = tokio::select! {
                    count = events.recv_many(&mut batch, BATCH) => count,
                    () = &mut silence => {
                        silence.as_mut().reset(Instant::now() + KEEP_ALIVE);
                        yield Ok(SILENCE);
                        continue;
                    }
                };
                if count == 0 {
                    batch.push(TurnEvent::Failed(TurnError::Stopping.into()));
                }
            }
            let last = batch.last().is_some_and(|event| matches!(event, TurnEvent::Done(_) | TurnEvent::Failed(_)));
            yield Ok(one_line_each(writer.write(&batch)));
            if last {
                break;
            }
            batch.clear();
            silence.as_mut().reset(Instant::now() + KEEP_ALIVE);
        }
    });
    sent(body)
}

/// A body of events with the headers that go with it.
pub(crate) fn sent(body: Body) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
        // nginx would gather the events otherwise.
        (HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no")),
    ];
    (headers, body).into_response()
}

/// Many readers of streams (Python's `splitlines` is in them) take these for the end of a line, as they take CR
/// and LF, which JSON always escapes. They can only stand in JSON, which may have them escaped too.
const LINE_ENDS: [(&[u8], &[u8]); 3] = [
    ("\u{85}".as_bytes(), br"\u0085"),
    ("\u{2028}".as_bytes(), br"\u2028"),
    ("\u{2029}".as_bytes(), br"\u2029"),
];

/// `events` without the characters that some readers take for the end of a line.
pub(crate) fn one_line_each(events: Bytes) -> Bytes {
    let end_at = |rest: &[u8]| LINE_ENDS.into_iter().find(|(end, _)| rest.starts_with(end));
    if events.is_ascii() || !(0..events.len()).any(|at| end_at(&events[at..]).is_some()) {
        return events;
    }
    let mut out = Vec::with_capacity(events.len() + 64);
    let mut at = 0;
    while let Some(byte) = events.get(at) {
        if let Some((end, escaped)) = end_at(&events[at..]) {
            out.extend_from_slice(escaped);
            at += end.len();
        } else {
            out.push(*byte);
            at += 1;
        }
    }
    Bytes::from(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_some_readers_take_for_the_end_of_a_line_is_escaped() {
        let text = "a\u{85}\u{2028}\u{2029}\u{e9}\u{2027}z";
        let event = Bytes::from(serde_json::to_string(text).unwrap());
        let line = one_line_each(event);
        assert_eq!(line, "\"a\\u0085\\u2028\\u2029\u{e9}\u{2027}z\"");
        assert_eq!(serde_json::from_slice::<String>(&line).unwrap(), text);
        let plain = Bytes::from_static("\u{e9}".as_bytes());
        assert_eq!(one_line_each(plain.clone()), plain);
    }
}
