//! Bodies and events of answers. An event of a stream has the form of a whole answer.

use serde::Deserialize;
use serde_json::Value;

use super::NAME;
use crate::runtime::llm::dialect::{EventReader, Fault};
use crate::runtime::llm::http::error_text;
use crate::runtime::llm::{Answer, Extra, Finish, FinishReason, Piece, ToolCall, Usage};
use crate::support::sse::SseEvent;

/// The beginning of ids that we give because the model gave none.
pub(super) const OWN_ID: &str = "gemini_call_";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Chunk {
    error: Option<Value>,
    candidates: Option<Vec<Candidate>>,
    prompt_feedback: Option<Feedback>,
    usage_metadata: Option<Counted>,
    #[serde(default)]
    model_version: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Candidate {
    content: Option<Content>,
    finish_reason: Option<String>,
    finish_message: Option<String>,
}

#[derive(Deserialize)]
struct Content {
    parts: Option<Vec<Part>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Part {
    text: Option<String>,
    #[serde(default)]
    thought: bool,
    thought_signature: Option<String>,
    function_call: Option<FunctionCall>,
}

#[derive(Deserialize)]
struct FunctionCall {
    id: Option<String>,
    name: String,
    args: Option<Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Feedback {
    block_reason: Option<String>,
    block_reason_message: Option<String>,
}

#[derive(Deserialize)]
struct Counted {
    #[serde(rename = "promptTokenCount")]
    prompt: Option<u64>,
    #[serde(rename = "toolUsePromptTokenCount")]
    tool_use_prompt: Option<u64>,
    #[serde(rename = "cachedContentTokenCount")]
    cached_content: Option<u64>,
    #[serde(rename = "candidatesTokenCount")]
    candidates: Option<u64>,
    #[serde(rename = "thoughtsTokenCount")]
    thoughts: Option<u64>,
}

impl From<Counted> for Usage {
    fn from(wire: Counted) -> Self {
        let thoughts = wire.thoughts.unwrap_or(0);
        let tools = wire.tool_use_prompt.unwrap_or(0);
        Self {
            prompt_tokens: wire.prompt.unwrap_or(0).saturating_add(tools),
            completion_tokens: wire.candidates.unwrap_or(0).saturating_add(thoughts),
            cached_tokens: wire.cached_content.unwrap_or(0),
            cache_write_tokens: 0,
            reasoning_tokens: thoughts,
        }
    }
}

/// A whole answer; from servers that do not stream as asked, a list of its events.
pub(super) fn whole(body: &[u8]) -> Result<Answer, Fault> {
    let list = body.trim_ascii_start().starts_with(b"[");
    let chunks =
        if list { serde_json::from_slice(body) } else { serde_json::from_slice(body).map(|c| vec![c]) };
    let chunks: Vec<Chunk> = chunks.map_err(|e| Fault::BadAnswer(e.to_string()))?;
    let (mut stream, mut piece) = (Stream::default(), Piece::default());
    for chunk in chunks {
        stream.chunk(chunk, &mut piece)?;
    }
    let finish = stream.closed(&mut piece).map_err(|fault| match fault {
        Fault::CutOff(_) => Fault::BadAnswer("an answer without a candidate".to_owned()),
        other => other,
    })?;
    Ok(Answer { text: piece.texts.concat(), calls: piece.calls, finish })
}

/// Reads one stream.
#[derive(Default)]
pub(super) struct Stream {
    finish: Finish,
    spoke: bool,
    calls: usize,
}

impl EventReader for Stream {
    fn event(&mut self, event: &SseEvent, piece: &mut Piece) -> Result<(), Fault> {
        let chunk = serde_json::from_str(&event.data)
            .map_err(|e| Fault::BadAnswer(format!("an event of the stream cannot be read: {e}")))?;
        self.chunk(chunk, piece)
    }

    /// There is no last event: the connection is closed after the one that says why it ended.
    fn closed(&mut self, _piece: &mut Piece) -> Result<Finish, Fault> {
        if self.finish.reason.is_none() {
            return Err(Fault::CutOff("the connection was closed".to_owned()));
        }
        let mut finish = std::mem::take(&mut self.finish);
        if self.calls > 0 && finish.reason == Some(FinishReason::Stop) {
            finish.reason = Some(FinishReason::ToolCalls);
        }
        Ok(finish)
    }
}

impl Stream {
    fn chunk(&mut self, chunk: Chunk, piece: &mut Piece) -> Result<(), Fault> {
        if let Some(error) = chunk.error {
            return Err(refused(&error));
        }
        self.finish.usage = chunk.usage_metadata.map(Usage::from).or(self.finish.usage);
        let blocked = chunk.prompt_feedback.and_then(|f| Some((f.block_reason?, f.block_reason_message)));
        if let Some((reason, message)) = blocked {
            let why = message.unwrap_or_else(|| format!("the prompt was blocked ({reason})"));
            return Err(Fault::Filtered(why));
        }
        let Some(candidate) = chunk.candidates.into_iter().flatten().next() else { return Ok(()) };
        for part in candidate.content.and_then(|c| c.parts).into_iter().flatten() {
            self.part(part, &chunk.model_version, piece);
        }
        if let Some(word) = candidate.finish_reason {
            self.finish.reason = Some(self.reason(&word, candidate.finish_message)?);
        }
        Ok(())
    }

    fn part(&mut self, part: Part, model: &str, piece: &mut Piece) {
        if let Some(call) = part.function_call {
            let id = call.id.filter(|id| !id.is_empty()).unwrap_or_else(|| format!("{OWN_ID}{}", self.calls));
            self.calls += 1;
            let arguments = call.args.map_or_else(|| "{}".to_owned(), |args| args.to_string());
            let extra = part
                .thought_signature
                .map(|data| Box::new(Extra { dialect: NAME, model: model.to_owned(), data }));
            piece.calls.push(ToolCall { id, name: call.name, arguments, extra });
        } else if let Some(text) = part.text.filter(|text| !text.is_empty() && !part.thought) {
            self.spoke = true;
            piece.texts.push(text);
        }
    }

    /// Why it ended (Gemini API, `FinishReason`).
    fn reason(&self, word: &str, message: Option<String>) -> Result<FinishReason, Fault> {
        let nothing = !self.spoke && self.calls == 0;
        let why = |what: &str| message.unwrap_or_else(|| format!("{what} ({word})"));
        Ok(match word {
            "STOP" => FinishReason::Stop,
            "MAX_TOKENS" => FinishReason::Length,
            "SAFETY" | "RECITATION" | "BLOCKLIST" | "PROHIBITED_CONTENT" | "SPII" | "IMAGE_SAFETY" => {
                if nothing {
                    return Err(Fault::Filtered(why("the answer was blocked")));
                }
                FinishReason::ContentFilter
            }
            _ if nothing => return Err(Fault::BadAnswer(why("the model ended without an answer"))),
            _ => FinishReason::Other(word.to_lowercase()),
        })
    }
}

fn refused(error: &Value) -> Fault {
    let code = error["code"].as_u64().and_then(|code| u16::try_from(code).ok());
    Fault::Refused { detail: error_text(error), status: code.filter(|code| (400..600).contains(code)) }
}

#[cfg(test)]
mod tests;
