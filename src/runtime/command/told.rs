//! What a program is told: the question alone, or an object with the conversation.

use serde_json::{Value, json};

use super::CommandAgent;
use crate::runtime::llm::{Message, ModelError, Part, Request, Role};

/// What a program reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Told {
    /// The question.
    #[default]
    Question,
    /// A JSON object on one line.
    Json,
}

impl CommandAgent {
    /// What goes to the program's standard input, and what of that a recording is found again by.
    pub(super) fn told(&self, request: &Request) -> Result<(String, Value), ModelError> {
        let last = || request.messages.iter().rev().find(|message| message.role() == Role::User);
        let asked = request.about.as_ref().map(|about| &about.question).or_else(last);
        let question = match asked {
            Some(Message::User(parts)) => self.words(parts)?,
            _ => String::new(),
        };
        Ok(match self.0.settings.told {
            Told::Question => {
                let asked = json!({"question": question});
                (question, asked)
            }
            Told::Json => {
                let mut object = object(&self.0.settings.agent, request, &question);
                let whole = object.to_string();
                // Ids are others each time.
                if let Some(map) = object.as_object_mut() {
                    map.retain(|key, _| !key.ends_with("_id") || key == "agent_id");
                }
                (whole, object)
            }
        })
    }

    fn words(&self, parts: &[Part]) -> Result<String, ModelError> {
        if parts.iter().any(|part| matches!(part, Part::Media(_))) {
            return Err(self.unsupported("it takes words, and no pictures or sound"));
        }
        Ok(words(parts))
    }
}

/// The words of a message, each part of it apart from the next.
fn words(parts: &[Part]) -> String {
    parts.iter().filter_map(Part::text).collect::<Vec<_>>().join("\n\n")
}

/// The object: the question, what was said before it, and whose turn it is.
fn object(agent: &str, request: &Request, question: &str) -> Value {
    let id = |of: fn(&crate::runtime::llm::About) -> &str| request.about.as_deref().map(of);
    json!({
        "question": question,
        "history": history(request, question),
        "user_id": id(|about| &about.user_id),
        "session_id": id(|about| &about.session_id),
        "request_id": id(|about| &about.request_id),
        "agent_id": agent,
    })
}

/// What the user and the agents said before the question, the oldest first; no instructions, which are a model's.
fn history(request: &Request, question: &str) -> Vec<Value> {
    let said = |message: &Message| {
        let text = match message {
            Message::User(parts) => words(parts),
            Message::Assistant { text, .. } => text.clone(),
            Message::System(_) | Message::Tool { .. } => return None,
        };
        Some((message.role(), text))
    };
    let mut all: Vec<(Role, String)> = request.messages.iter().filter_map(said).collect();
    // The last is the question, or ends with it where the one before had no answer.
    if let Some((Role::User, last)) = all.last_mut() {
        let before = last.strip_suffix(question).unwrap_or_default().trim_end().len();
        last.truncate(before);
    }
    let all = all.into_iter().filter(|(_, text)| !text.is_empty());
    all.map(|(role, text)| json!({"role": role.as_str(), "content": text})).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_history_ends_before_the_question_and_has_no_instructions() {
        let messages = vec![
            Message::System("be good".to_owned()),
            Message::user("one"),
            Message::assistant("1"),
            Message::user("no answer\n\ntwo"),
        ];
        let request = Request { messages, ..Request::default() };
        let object = object("a", &request, "two");
        let said = |role: &str, content: &str| json!({"role": role, "content": content});
        let history = json!([said("user", "one"), said("assistant", "1"), said("user", "no answer")]);
        assert_eq!((&object["history"], &object["question"]), (&history, &json!("two")));
        assert_eq!((&object["agent_id"], &object["user_id"]), (&json!("a"), &Value::Null));
    }

    #[test]
    fn a_question_of_a_file_and_words_is_told_apart_and_ends_the_history_like_any_other() {
        let parts =
            [Part::Text("<file name=\"a\">x</file>".to_owned()), Part::Text("what is it?".to_owned())];
        let question = words(&parts);
        assert_eq!(question, "<file name=\"a\">x</file>\n\nwhat is it?");
        let mut last = vec![Part::Text("no answer".to_owned())];
        last.extend(parts);
        let request = Request { messages: vec![Message::User(last)], ..Request::default() };
        assert_eq!(history(&request, &question), [json!({"role": "user", "content": "no answer"})]);
    }
}
