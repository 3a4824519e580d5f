//! The events of a stream that a server sends.

use std::collections::VecDeque;
use std::time::Duration;

use crate::support::sse::{SseDecoder, SseEvent};

/// The longest event that is read, in bytes.
const MAX_EVENT: usize = 32 << 20;

/// A stream that is read event by event.
pub(super) struct EventStream {
    response: reqwest::Response,
    decoder: SseDecoder,
    ready: VecDeque<SseEvent>,
    silence: Option<Duration>,
}

impl EventStream {
    /// The events of `response`. After `silence` without a byte, comments included, the server is gone.
    pub(super) fn of(response: reqwest::Response, silence: Option<Duration>) -> Self {
        Self { response, decoder: SseDecoder::new(MAX_EVENT), ready: VecDeque::new(), silence }
    }

    /// The next event; nothing at the end. An error is how the stream broke off.
    pub(super) async fn next(&mut self) -> Result<Option<SseEvent>, String> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Ok(Some(event));
            }
            let chunk = self.response.chunk();
            let read = match self.silence {
                Some(silence) => tokio::time::timeout(silence, chunk)
                    .await
                    .map_err(|_| format!("nothing came for {} s", silence.as_secs()))?,
                None => chunk.await,
            };
            let Some(bytes) = read.map_err(|e| e.to_string())? else { return Ok(None) };
            let ready = &mut self.ready;
            self.decoder.feed(&bytes, |event| ready.push_back(event)).map_err(|e| e.to_string())?;
        }
    }
}
