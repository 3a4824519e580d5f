//! The conversation as the caller has it, parted at its last question.

use serde::Deserialize;

use super::super::envelope::ApiError;
use super::content::{Content, Read};
use super::request::wrong;
use crate::runtime::files::{Attachment, FileLimits};
use crate::runtime::llm::{Message, ToolCall};
use crate::runtime::turn::MAX_MESSAGE;

/// The most text of a conversation, in bytes.
const MAX_CONVERSATION: usize = 8 * MAX_MESSAGE;

#[derive(Deserialize)]
pub(super) struct WireMessage<'a> {
    role: String,
    #[serde(borrow)]
    content: Option<Content<'a>>,
    #[serde(default)]
    tool_calls: Option<Vec<WireCall>>,
    tool_call_id: Option<String>,
}

#[derive(Deserialize)]
struct WireCall {
    id: String,
    function: WireFunction,
}

#[derive(Deserialize)]
struct WireFunction {
    name: String,
    arguments: String,
}

/// What was said.
pub(super) struct Said {
    /// The system's words at the beginning.
    pub(super) instructions: String,
    /// Before the question.
    pub(super) earlier: Vec<Message>,
    /// The user's last message.
    pub(super) question: Message,
    /// Its words.
    pub(super) words: String,
    /// Its files.
    pub(super) files: Vec<Attachment>,
    /// After it.
    pub(super) later: Vec<Message>,
}

/// Reads the messages of a request.
pub(super) fn read(messages: Vec<WireMessage<'_>>, limits: FileLimits) -> Result<Said, ApiError> {
    let mut reader = Reader { limits, ..Reader::default() };
    for (index, message) in messages.into_iter().enumerate() {
        reader.message(&format!("messages[{index}]"), message)?;
    }
    let bytes = |m: &Message| match m {
        Message::User(parts) => parts.iter().filter_map(|p| p.text()).map(str::len).sum(),
        other => other.bytes(),
    };
    let total: usize = reader.read.iter().map(bytes).sum();
    if total > MAX_CONVERSATION {
        let message =
            format!("the messages have {total} bytes of text; at most {MAX_CONVERSATION} are taken");
        return Err(ApiError::new(axum::http::StatusCode::PAYLOAD_TOO_LARGE, "INVALID_REQUEST", message));
    }
    let Some((at, Read { words, files, .. })) = reader.last_question else {
        return Err(wrong("messages", "hold no message of the user"));
    };
    if words.trim().is_empty() && files.is_empty() {
        return Err(wrong("messages", "end with an empty message of the user"));
    }
    let mut earlier = reader.read;
    let later = earlier.split_off(at + 1);
    let question = earlier.pop().ok_or_else(|| wrong("messages", "hold no message of the user"))?;
    Ok(Said { instructions: reader.instructions.join("\n\n"), earlier, question, words, files, later })
}

#[derive(Default)]
struct Reader {
    limits: FileLimits,
    instructions: Vec<String>,
    read: Vec<Message>,
    /// The place of the user's last message, with its words and files.
    last_question: Option<(usize, Read)>,
    files: usize,
}

impl Reader {
    fn message(&mut self, place: &str, message: WireMessage<'_>) -> Result<(), ApiError> {
        let content = message.content;
        let words = |content: Option<Content<'_>>| {
            content.map_or_else(|| Ok(String::new()), |content| content.into_words(place))
        };
        match message.role.as_str() {
            "system" | "developer" if self.read.is_empty() => self.instructions.push(words(content)?),
            "system" | "developer" => self.read.push(Message::System(words(content)?)),
            "user" => {
                let content = content.ok_or_else(|| wrong(&format!("{place}.content"), "is missing"))?;
                let mut read = content.read(place, self.limits, &mut self.files)?;
                let parts = std::mem::take(&mut read.parts);
                self.last_question = Some((self.read.len(), read));
                self.read.push(Message::User(parts));
            }
            "assistant" => {
                let calls = message.tool_calls.unwrap_or_default().into_iter().map(|call| ToolCall {
                    id: call.id,
                    name: call.function.name,
                    arguments: call.function.arguments,
                    extra: None,
                });
                self.read.push(Message::Assistant { text: words(content)?, calls: calls.collect() });
            }
            "tool" => {
                let call = self.call(place, message.tool_call_id.as_deref())?;
                self.read.push(Message::Tool { call, result: words(content)?, failed: false });
            }
            _ => {
                let what = "is system, developer, user, assistant or tool";
                return Err(wrong(&format!("{place}.role"), what));
            }
        }
        Ok(())
    }

    /// The call that a result belongs to.
    fn call(&self, place: &str, id: Option<&str>) -> Result<ToolCall, ApiError> {
        let field = format!("{place}.tool_call_id");
        let id = id.ok_or_else(|| wrong(&field, "is missing"))?;
        let calls = self.read.iter().rev().filter_map(|message| match message {
            Message::Assistant { calls, .. } => Some(calls),
            _ => None,
        });
        let call = calls.flatten().find(|call| call.id == id).cloned();
        call.ok_or_else(|| wrong(&field, "is that of no call before"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(json: &str) -> Result<Said, ApiError> {
        read(serde_json::from_str(json).unwrap(), FileLimits::default())
    }

    fn refused(json: &str) -> String {
        said(json).map(|_| ()).unwrap_err().message
    }

    #[test]
    fn a_conversation_is_parted_at_its_last_question() {
        let said = said(
            r#"[{"role": "system", "content": "Be brief."}, {"role": "developer", "content": [{"type": "text", "text": "Be kind."}]},
                {"role": "user", "content": "one"}, {"role": "assistant", "content": "1"},
                {"role": "user", "content": [{"type": "text", "text": "add"}, {"type": "text", "text": "them"}]},
                {"role": "assistant", "content": null, "tool_calls": [{"id": "c", "type": "function", "function": {"name": "add", "arguments": "{}"}}]},
                {"role": "tool", "tool_call_id": "c", "content": "3"}]"#,
        )
        .unwrap();
        assert_eq!(said.instructions, "Be brief.\n\nBe kind.");
        assert_eq!(said.earlier, [Message::user("one"), Message::assistant("1")]);
        assert_eq!(said.words, "add\n\nthem");
        let [Message::Assistant { calls, .. }, Message::Tool { call, result, .. }] = said.later.as_slice()
        else {
            panic!("{:?}", said.later);
        };
        assert_eq!((&calls[0], result.as_str()), (call, "3"));
    }

    #[test]
    fn what_is_wrong_with_a_message_names_its_place() {
        assert!(refused(r"[]").starts_with("messages: hold no message of the user"));
        assert!(refused(r#"[{"role": "user", "content": " "}]"#).contains("empty message"));
        assert!(refused(r#"[{"role": "robot", "content": "x"}]"#).starts_with("messages[0].role"));
        let no_call =
            r#"[{"role": "user", "content": "x"}, {"role": "tool", "tool_call_id": "c", "content": "3"}]"#;
        assert!(refused(no_call).starts_with("messages[1].tool_call_id"));
        let elsewhere = r#"[{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "http://x/y.png"}}]}]"#;
        assert!(refused(elsewhere).contains("fetches nothing"));
        let none = r#"[{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "data:image/png;base64,aGk="}}]}]"#;
        assert!(
            refused(none).contains("messages[0].content[0].image_url.url: file 1 is said to be a picture")
        );
    }
}
