//! A streamed answer on its way in.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::{FutureExt, StreamExt};
use tokio::time::{Instant, timeout_at};

use super::faults::Faults;
use super::reply::Body;
use crate::runtime::llm::dialect::{EventReader, Fault};
use crate::runtime::llm::{Limit, ModelError, Patience, Piece, Pieces};
use crate::support::sse::SseDecoder;

/// The longest event that is read, in bytes: far over any token, and a bound on memory.
const MAX_EVENT: usize = 1 << 20;
/// Reads that have arrived already go along with the first, so many at the most.
const GATHERED_READS: usize = 16;

/// How long a stream is waited for, and how long it took.
pub(super) struct Waits {
    patience: Arc<Patience>,
    began: Instant,
    first_within: Duration,
    between: Duration,
    /// When the last bytes came, and how long the first took.
    last: Option<(Instant, Duration)>,
    longest: Option<Duration>,
}

impl Waits {
    pub(super) fn new(patience: Arc<Patience>, began: Instant, first_within: Duration) -> Self {
        let between = patience.between();
        Self { patience, began, first_within, between, last: None, longest: None }
    }

    /// When the next bytes have to be there, and which limit that is.
    fn next(&self) -> (Instant, Limit, Duration) {
        match self.last {
            None => (self.began + self.first_within, Limit::First, self.first_within),
            Some((last, _)) => (last + self.between, Limit::Between, self.between),
        }
    }

    /// Bytes came.
    fn came(&mut self) {
        let now = Instant::now();
        let first = match self.last {
            None => now - self.began,
            Some((last, first)) => {
                self.longest = self.longest.max(Some(now - last));
                first
            }
        };
        self.last = Some((now, first));
    }

    /// The answer came to its end: the next ones are waited for accordingly.
    fn learn(&self) {
        if let Some((_, first)) = self.last {
            self.patience.learn(first, self.longest);
        }
    }
}

/// Turns the bytes of a stream into pieces.
pub(super) struct Reader {
    faults: Faults,
    waits: Waits,
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
    pub(super) fn new(faults: Faults, waits: Waits, body: Body, events: Box<dyn EventReader>) -> Self {
        let decoder = SseDecoder::new(MAX_EVENT);
        Self { faults, waits, body, decoder, events, failed: None, begun: false, ended: false }
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
                    if self.ended {
                        self.waits.learn();
                    }
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
        let (until, limit, within) = self.waits.next();
        let next = timeout_at(until, self.body.next()).await;
        let mut next = next.map_err(|_| self.faults.timed_out(limit, within))?;
        self.waits.came();
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
        read: Option<Result<Bytes, String>>,
        piece: &mut Piece,
    ) -> Result<(), ModelError> {
        let Some(bytes) = read else {
            let finish = self.events.closed(piece).map_err(|fault| self.fault(fault))?;
            piece.finish = Some(finish);
            return Ok(());
        };
        let bytes = bytes.map_err(|how| self.faults.cut_off(&how))?;
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
        let patience = Arc::new(Patience::new(Some(Duration::from_secs(5))));
        let waits = Waits::new(patience, Instant::now(), Duration::from_secs(5));
        Reader::new(faults, waits, body, OpenAi::default().reader())
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
