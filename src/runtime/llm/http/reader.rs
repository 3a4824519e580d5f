//! A streamed answer on its way in.

use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;
use futures_util::{FutureExt, Stream, StreamExt};

use super::faults::Faults;
use crate::runtime::llm::dialect::{EventReader, Fault};
use crate::runtime::llm::{ModelError, Piece, Pieces};
use crate::support::sse::SseDecoder;
use crate::support::text::innermost;

/// The longest event that is read, in bytes: far over any token, and a bound on memory.
const MAX_EVENT: usize = 1 << 20;
/// Reads that have arrived already go along with the first, so many at the most.
const GATHERED_READS: usize = 16;

type Body = Pin<Box<dyn Stream<Item = reqwest::Result<Bytes>> + Send>>;

/// Turns the bytes of a stream into pieces.
pub(super) struct Reader {
    faults: Faults,
    timeout: Duration,
    body: Body,
    decoder: SseDecoder,
    events: Box<dyn EventReader>,
    /// An error that waits until what came before it is handed on.
    failed: Option<ModelError>,
    /// Text has come.
    begun: bool,
    ended: bool,
}

impl Reader {
    pub(super) fn new(faults: Faults, timeout: Duration, body: Body, events: Box<dyn EventReader>) -> Self {
        let decoder = SseDecoder::new(MAX_EVENT);
        Self { faults, timeout, body, decoder, events, failed: None, begun: false, ended: false }
    }

    pub(super) fn pieces(self) -> Pieces {
        Box::pin(futures_util::stream::unfold(self, Self::next))
    }

    async fn next(mut self) -> Option<(Result<Piece, ModelError>, Self)> {
        if self.ended {
            return None;
        }
        loop {
            match self.read_piece().await {
                Ok(piece) if piece.is_empty() => {}
                Ok(piece) => {
                    self.ended = piece.finish.is_some();
                    return Some((Ok(piece), self));
                }
                Err(error) => {
                    self.ended = true;
                    return Some((Err(error), self));
                }
            }
        }
    }

    async fn read_piece(&mut self) -> Result<Piece, ModelError> {
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        let next = tokio::time::timeout(self.timeout, self.body.next()).await;
        let mut next = next.map_err(|_| self.faults.timed_out(self.timeout))?;
        let mut piece = Piece::default();
        for read in 1.. {
            if let Err(error) = self.take_read(next, &mut piece) {
                if piece.texts.is_empty() {
                    return Err(error);
                }
                // What came before it is handed on first.
                piece.finish = None;
                self.failed = Some(error);
                break;
            }
            // The first text goes out alone: somebody waits for it.
            let first_text = !self.begun && !piece.texts.is_empty();
            self.begun |= first_text;
            if piece.finish.is_some() || first_text || read == GATHERED_READS {
                break;
            }
            match self.body.next().now_or_never() {
                Some(more) => next = more,
                None => break,
            }
        }
        Ok(piece)
    }

    fn take_read(
        &mut self,
        read: Option<reqwest::Result<Bytes>>,
        piece: &mut Piece,
    ) -> Result<(), ModelError> {
        let Some(bytes) = read else {
            let finish = self.events.closed(piece).map_err(|fault| self.fault(fault))?;
            piece.finish = Some(finish);
            return Ok(());
        };
        let bytes = bytes.map_err(|e| self.faults.cut_off(&innermost(&e)))?;
        let (decoder, events) = (&mut self.decoder, &mut self.events);
        let mut failed = Ok(());
        let fed = decoder.feed(&bytes, |event| {
            // Nothing counts after the end.
            if piece.finish.is_none() && failed.is_ok() {
                failed = events.event(&event, piece);
            }
        });
        failed.map_err(|fault| self.fault(fault))?;
        fed.map_err(|e| self.faults.cut_off(&e))
    }

    /// An error that the provider puts where the answer should begin is a refusal; later it cuts
    /// the answer off.
    fn fault(&self, fault: Fault) -> ModelError {
        if self.begun { self.faults.in_stream(fault) } else { self.faults.of(fault) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::llm::Finish;
    use crate::runtime::llm::dialect::Dialect;
    use crate::runtime::llm::openai::OpenAi;
    use crate::support::redact::Redactor;

    fn reader(reads: Vec<String>) -> Reader {
        let reads = reads.into_iter().map(|text| Ok(Bytes::from(text)));
        let faults = Faults { provider: "p".into(), redactor: Redactor::default() };
        let body = Box::pin(futures_util::stream::iter(reads));
        Reader::new(faults, Duration::from_secs(5), body, OpenAi::default().reader())
    }

    fn event(text: &str) -> String {
        format!("data: {{\"choices\":[{{\"delta\":{{\"content\":\"{text}\"}}}}]}}\n\n")
    }

    async fn read_all(reader: Reader) -> (Vec<String>, Option<Result<Finish, ModelError>>) {
        let (mut texts, mut end) = (Vec::new(), None);
        let mut pieces = reader.pieces();
        while let Some(piece) = pieces.next().await {
            match piece {
                Ok(piece) => {
                    texts.extend(piece.texts);
                    end = piece.finish.map(Ok).or(end);
                }
                Err(error) => end = Some(Err(error)),
            }
        }
        (texts, end)
    }

    #[tokio::test]
    async fn every_read_counts_however_many_are_ready_at_once() {
        let numbers: Vec<String> = (0..100).map(|i| i.to_string()).collect();
        let mut reads: Vec<String> = numbers.iter().map(|n| event(n)).collect();
        reads.push("data: [DONE]\n\n".into());
        let (texts, end) = read_all(reader(reads)).await;
        assert_eq!(texts, numbers);
        assert_eq!(end, Some(Ok(Finish::default())));
    }

    #[tokio::test]
    async fn text_that_came_before_a_fault_is_handed_on_first() {
        for fault in ["data: {\"error\":{\"message\":\"overloaded\"}}\n\n", "data: nonsense\n\n", ""] {
            let (texts, end) = read_all(reader(vec![event("a"), event("b") + fault])).await;
            assert_eq!(texts, ["a", "b"], "{fault}");
            assert!(matches!(end, Some(Err(_))), "{fault}: {end:?}");
        }
    }
}
