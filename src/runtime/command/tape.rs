//! Answers of programs, kept as they pass, and played back.

use futures_util::StreamExt;

use crate::runtime::llm::cassette::{KeptRun, RunFailed, RunTold};
use crate::runtime::llm::{Finish, FinishReason, ModelError, Piece, Pieces};

/// What was told then: the answer in one piece, and how it ended.
pub(super) fn played(agent: &str, told: RunTold) -> Pieces {
    let RunTold { answer, failed } = told;
    let said = (!answer.is_empty()).then(|| Ok(Piece { texts: vec![answer], ..Piece::default() }));
    let end = if let Some(RunFailed { how, stderr, hint }) = failed {
        Err(ModelError::Program { agent: agent.to_owned(), how, stderr, hint })
    } else {
        let finish = Finish { reason: Some(FinishReason::Stop), usage: None };
        Ok(Piece { finish: Some(finish), ..Piece::default() })
    };
    Box::pin(futures_util::stream::iter(said.into_iter().chain([end])))
}

/// The same pieces, kept when they are at their end. A run that somebody ended is not kept: it has no answer.
pub(super) fn kept(pieces: Result<Pieces, ModelError>, kept: KeptRun) -> Result<Pieces, ModelError> {
    let mut pieces = match pieces {
        Ok(pieces) => pieces,
        Err(error) => {
            // That it could not be written is told with the next question.
            drop(kept.ended(&RunTold { answer: String::new(), failed: Some(failed(&error)) }));
            return Err(error);
        }
    };
    Ok(Box::pin(async_stream::try_stream! {
        let mut told = RunTold::default();
        let mut last = None;
        while let Some(piece) = pieces.next().await {
            match piece {
                Ok(piece) => {
                    piece.texts.iter().for_each(|text| told.answer.push_str(text));
                    if piece.finish.is_some() {
                        last = Some(Ok(piece));
                        break;
                    }
                    yield piece;
                }
                Err(error) => {
                    told.failed = Some(failed(&error));
                    last = Some(Err(error));
                    break;
                }
            }
        }
        kept.ended(&told).map_err(|detail| ModelError::NotReady {
            what: "a program that is recorded".to_owned(),
            detail: format!("the recording cannot be written: {detail}"),
            next: None,
        })?;
        if let Some(last) = last {
            yield last?;
        }
    }))
}

fn failed(error: &ModelError) -> RunFailed {
    match error {
        ModelError::Program { how, stderr, hint, .. } => {
            RunFailed { how: how.clone(), stderr: stderr.clone(), hint: hint.clone() }
        }
        other => RunFailed { how: other.to_string(), ..RunFailed::default() },
    }
}
