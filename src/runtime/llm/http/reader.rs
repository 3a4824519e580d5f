//! A streamed answer on its way in.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::{FutureExt, StreamExt};
use tokio::time::{Instant, timeout_at};

use super::faults::Faults;
use super::reply::Body;
use crate::runtime::llm::dialect::{EventReader, Fault};
use crate::runtime::llm::{Limit, MAX_ANSWER, ModelError, Patience, Piece, Pieces};
use crate::support::sse::SseDecoder;

/// The longest event that is read, in bytes: far over any token, and a bound on memory.
const MAX_EVENT: usize = 1 << 20;
/// So much may come in a row without a word of the answer: reasoning, signs of life, and the arguments of calls,
/// which are gathered in memory.
const MAX_SILENT: usize = 2 * MAX_ANSWER;
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
    /// When the answer last said something, and how long it may say nothing while bytes come.
    spoke: Option<Instant>,
    silent: Duration,
}

impl Waits {
    pub(super) fn new(patience: Arc<Patience>, began: Instant, first_within: Duration) -> Self {
        let (between, silent) = (patience.between(), patience.silent());
        Self { patience, began, first_within, between, last: None, longest: None, spoke: None, silent }
    }

    /// When the next bytes have to be there, and which limit that is.
    fn next(&self) -> (Instant, Limit, Duration) {
        let bytes = match self.last {
            None => (self.began + self.first_within, Limit::First, self.first_within),
            Some((last, _)) => (last + self.between, Limit::Between, self.between),
        };
        let limit = if self.spoke.is_some() { Limit::Between } else { Limit::First };
        let words = (self.spoke.unwrap_or(self.began) + self.silent, limit, self.silent);
        if words.0 < bytes.0 { words } else { bytes }
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
    /// What has come since, in bytes.
    silent: usize,
    ended: bool,
}

impl Reader {
    pub(super) fn new(faults: Faults, waits: Waits, body: Body, events: Box<dyn EventReader>) -> Self {
        let decoder = SseDecoder::new(MAX_EVENT);
        Self { faults, waits, body, decoder, events, failed: None, begun: false, silent: 0, ended: false }
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
                    (self.silent, self.waits.spoke) = (0, Some(Instant::now()));
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
        self.silent += bytes.len();
        if self.silent > MAX_SILENT {
            return Err(ModelError::Endless { provider: self.faults.provider.clone(), bytes: MAX_SILENT });
        }
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

    async fn failure(body: Body, silent: Duration) -> ModelError {
        let mut reader = Reader { body, ..reader(Vec::new()) };
        reader.waits.silent = silent;
        let failed = tokio::time::timeout(Duration::from_mins(1), read_all(reader)).await.unwrap();
        failed.1.unwrap().unwrap_err()
    }

    #[tokio::test]
    async fn signs_of_life_are_no_answer() {
        let beats = futures_util::stream::unfold((), |()| async {
            tokio::time::sleep(Duration::from_millis(5)).await;
            Some((Ok(Bytes::from_static(b": processing\n\n")), ()))
        });
        let error = failure(Box::pin(beats), Duration::from_millis(100)).await;
        assert!(matches!(error, ModelError::Timeout { limit: Limit::First, .. }), "{error:?}");
    }

    #[tokio::test]
    async fn a_call_whose_arguments_never_end_is_stopped() {
        let arguments = "x".repeat(1 << 19);
        let delta = format!(
            r#"{{"choices":[{{"delta":{{"tool_calls":[{{"index":0,"id":"a","function":{{"name":"f","arguments":"{arguments}"}}}}]}}}}]}}"#
        );
        let event = Bytes::from(format!("data: {delta}\n\n"));
        let endless =
            futures_util::stream::iter(std::iter::repeat_with(move || Ok(event.clone())).take(1000));
        let error = failure(Box::pin(endless), Duration::from_mins(1)).await;
        assert!(matches!(error, ModelError::Endless { .. }), "{error:?}");
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
