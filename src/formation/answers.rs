//! What a formation says of its answers: their form, what they may hold beside words, and how users
//! are asked back. From trees that have passed their checks; nothing is reported here.

use serde_json::Value;

use super::yaml::{Node, Scalar};
use super::yaml_json;

/// How many questions an answer may have, and how often in a row a user is asked back, where a
/// formation does not say.
const MAX_QUESTIONS: u32 = 3;
const MAX_ROUNDS: u32 = 3;

/// What answers look like, and what they may hold beside words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answers {
    /// `overlord.response.format`.
    pub format: AnswerWord,
    /// `overlord.response.schema`: the JSON Schema of answers in JSON.
    pub schema: Option<Value>,
    /// `overlord.response.streaming`: whether answers are streamed where the client does not say.
    pub streaming: Option<bool>,
    /// `overlord.response.widgets`: forms, buttons, charts.
    pub widgets: bool,
    /// `overlord.clarification`; nothing where users are not asked back.
    pub clarification: Option<Clarification>,
    /// `artifacts`, or `file-generation` among the built-in tools: agents make files.
    pub artifacts: bool,
}

/// `overlord.response.format`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AnswerWord {
    /// Markdown.
    #[default]
    Markdown,
    /// Text without marks.
    Text,
    /// A fragment of HTML.
    Html,
    /// JSON.
    Json,
}

/// `overlord.clarification`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clarification {
    /// The most questions at once, above 0.
    pub max_questions: u32,
    /// The most times in a row that a user is asked back, above 0.
    pub max_rounds: u32,
    /// How questions are put.
    pub style: Option<QuestionStyle>,
    /// What is known is not asked for.
    pub auto_fill: bool,
}

/// `overlord.clarification.style`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuestionStyle {
    /// As in a conversation.
    Conversational,
    /// Formally.
    Formal,
    /// In few words.
    Brief,
}

impl QuestionStyle {
    /// The word of the formation.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Conversational => "conversational",
            Self::Formal => "formal",
            Self::Brief => "brief",
        }
    }
}

/// What the formation of `tree` says.
pub(super) fn of(tree: &Node) -> Answers {
    let overlord = tree.get("overlord");
    let response = overlord.and_then(|overlord| overlord.get("response"));
    let response = |key: &str| response?.get(key);
    let format = match response("format").and_then(Node::as_str) {
        Some("text") => AnswerWord::Text,
        Some("html") => AnswerWord::Html,
        Some("json") => AnswerWord::Json,
        _ => AnswerWord::Markdown,
    };
    Answers {
        format,
        schema: response("schema").filter(|node| node.as_map().is_some()).and_then(yaml_json::value),
        streaming: response("streaming").and_then(flag),
        widgets: response("widgets").and_then(flag).unwrap_or(false),
        clarification: overlord.and_then(|o| o.get("clarification")).and_then(clarification),
        artifacts: artifacts(tree),
    }
}

fn clarification(node: &Node) -> Option<Clarification> {
    node.as_map()?;
    if node.get("enabled").and_then(flag) == Some(false) {
        return None;
    }
    let max_questions = node.get("max_questions").map_or(MAX_QUESTIONS, |node| most(node, MAX_QUESTIONS));
    let max_rounds = node.get("max_rounds").map_or(MAX_ROUNDS, |node| most(node, MAX_ROUNDS));
    let style = match node.get("style").and_then(Node::as_str) {
        Some("conversational") => Some(QuestionStyle::Conversational),
        Some("formal") => Some(QuestionStyle::Formal),
        Some("brief") => Some(QuestionStyle::Brief),
        _ => None,
    };
    let auto_fill = node.get("auto_fill_from_context").and_then(flag).unwrap_or(false);
    let asks = max_questions > 0 && max_rounds > 0;
    asks.then_some(Clarification { max_questions, max_rounds, style, auto_fill })
}

/// A number, or the largest of those for each kind of question: kinds are not told apart.
fn most(node: &Node, otherwise: u32) -> u32 {
    let number = |node: &Node| node.as_scalar()?.as_int()?.try_into().ok();
    let of_kinds = || node.as_map()?.iter().filter_map(|entry| number(&entry.value)).max();
    number(node).or_else(of_kinds).unwrap_or(otherwise)
}

/// The block `artifacts` decides where it is there, else the list of built-in tools.
fn artifacts(tree: &Node) -> bool {
    if let Some(block) = tree.get("artifacts").filter(|block| !block.is_null()) {
        return flag(block).unwrap_or_else(|| block.get("enabled").and_then(flag).unwrap_or(true));
    }
    let built_in = tree.get("runtime").and_then(|runtime| runtime.get("built_in_mcps"));
    built_in.is_some_and(|node| {
        let listed =
            node.as_seq().unwrap_or_default().iter().any(|name| name.as_str() == Some("file-generation"));
        flag(node).unwrap_or(listed)
    })
}

fn flag(node: &Node) -> Option<bool> {
    node.as_scalar().and_then(Scalar::as_bool)
}
