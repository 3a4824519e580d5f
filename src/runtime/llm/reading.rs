//! What the tests of the dialects share: a stream read from pieces of a body, cut anywhere.

use super::Piece;
use super::dialect::{EventReader, Fault};
use crate::support::sse::SseDecoder;

/// All that a stream of these reads adds, with its end.
pub(super) fn read(mut reader: impl EventReader, reads: &[&[u8]]) -> Result<Piece, Fault> {
    let (mut piece, mut failed) = (Piece::default(), Ok(()));
    let mut decoder = SseDecoder::new(1 << 20);
    for bytes in reads {
        let fed = decoder.feed(bytes, |event| {
            if failed.is_ok() {
                failed = reader.event(&event, &mut piece);
            }
        });
        fed.expect("events are short");
    }
    failed?;
    if piece.finish.is_none() {
        piece.finish = Some(reader.closed(&mut piece)?);
    }
    Ok(piece)
}

/// Wherever the body is cut in two, the same comes of it as of the whole.
pub(super) fn is_the_same_however_cut<R: EventReader>(reader: impl Fn() -> R, bytes: &[u8]) {
    let expected = read(reader(), &[bytes]).expect("the whole is fine");
    for cut in 0..bytes.len() {
        let piece = read(reader(), &[&bytes[..cut], &bytes[cut..]]).expect("as the whole is");
        assert_eq!(
            (&piece.texts, &piece.calls, &piece.finish),
            (&expected.texts, &expected.calls, &expected.finish),
            "cut at {cut}"
        );
    }
}
