//! The events of a stream that the server sends.

use std::collections::VecDeque;
use std::time::Duration;

use super::{FormationClient, RemoteError};
use crate::support::sse::{SseDecoder, SseEvent};

/// The longest event that is read, in bytes.
const MAX_EVENT: usize = 32 << 20;

/// A stream that is read event by event.
pub(super) struct Events<'c> {
    client: &'c FormationClient,
    response: reqwest::Response,
    decoder: SseDecoder,
    ready: VecDeque<SseEvent>,
    silence: Option<Duration>,
}

impl<'c> Events<'c> {
    /// The events of `response`. After `silence` without a byte, comments included, the server is gone.
    pub(super) fn of(
        client: &'c FormationClient,
        response: reqwest::Response,
        silence: Option<Duration>,
    ) -> Self {
        let (decoder, ready) = (SseDecoder::new(MAX_EVENT), VecDeque::new());
        Self { client, response, decoder, ready, silence }
    }

    /// The next event; nothing at the end.
    pub(super) async fn next(&mut self) -> Result<Option<SseEvent>, RemoteError> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Ok(Some(event));
            }
            let chunk = self.response.chunk();
            let read = match self.silence {
                Some(silence) => tokio::time::timeout(silence, chunk)
                    .await
                    .map_err(|_| self.client.broken(&format!("nothing came for {} s", silence.as_secs())))?,
                None => chunk.await,
            };
            let Some(bytes) = read.map_err(|e| self.client.broken(&e))? else { return Ok(None) };
            let ready = &mut self.ready;
            let fed = self.decoder.feed(&bytes, |event| ready.push_back(event));
            fed.map_err(|e| self.client.broken(&e))?;
        }
    }
}
