//! The events of a stream that the formation sends.

use std::time::Duration;

use super::{FormationClient, RemoteError};
use crate::remote::stream::EventStream;
use crate::support::sse::SseEvent;

/// A stream that is read event by event.
pub(super) struct Events<'c> {
    client: &'c FormationClient,
    stream: EventStream,
}

impl<'c> Events<'c> {
    /// The events of `response`. After `silence` without a byte, comments included, the server is gone.
    pub(super) fn of(
        client: &'c FormationClient,
        response: reqwest::Response,
        silence: Option<Duration>,
    ) -> Self {
        Self { client, stream: EventStream::of(response, silence) }
    }

    /// The next event; nothing at the end.
    pub(super) async fn next(&mut self) -> Result<Option<SseEvent>, RemoteError> {
        self.stream.next().await.map_err(|detail| self.client.broken(&detail))
    }
}
