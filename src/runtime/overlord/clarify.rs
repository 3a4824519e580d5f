//! Asking the user back: the tool `ask_user` ends the turn with a question as its answer. How often
//! in a row that was done is counted in the store, so a restart does not forget it; when it is used
//! up, the tool is not offered and the model is told to do with what it has.

use futures_util::future::BoxFuture;
use serde_json::{Value, json};

use crate::formation::model::{Clarification, QuestionStyle};
use crate::runtime::format::Question;
use crate::runtime::llm::{FinishReason, ToolSpec};
use crate::runtime::tools::{Call, Given, Then, Tool};

/// The tool's name.
pub const ASK_USER: &str = "ask_user";
/// How a turn ends that asks back.
pub const FINISH: &str = "clarification";
/// What the model is told when it may not ask back any more.
pub const NO_MORE: &str =
    "You have asked the user back often enough: answer now with what you know, and say what you assume.";
/// The longest question and the longest choice, in characters.
const MAX_QUESTION: usize = 1000;
const MAX_CHOICE: usize = 200;
/// The most choices of a question.
const MAX_CHOICES: usize = 20;

/// The reason with which a turn ends that asks back.
pub fn finish() -> FinishReason {
    FinishReason::Other(FINISH.to_owned())
}

/// The tool.
pub struct AskUser {
    spec: ToolSpec,
}

impl AskUser {
    /// As the formation wants it.
    pub fn new(settings: &Clarification) -> Self {
        let style = match settings.style {
            None => "",
            Some(QuestionStyle::Conversational) => " Put questions as in a conversation.",
            Some(QuestionStyle::Formal) => " Put questions formally.",
            Some(QuestionStyle::Brief) => " Put questions in few words.",
        };
        let known =
            if settings.auto_fill { " Do not ask for what the conversation already tells." } else { "" };
        let description = format!(
            "Asks the user for what you need and cannot know; the turn ends with it, and the answer is the user's next message. At most {} at once.{style}{known}",
            crate::support::text::count(settings.max_questions as usize, "question"),
        );
        let text = |most: usize| json!({"type": "string", "maxLength": most});
        let parameters = json!({
            "type": "object",
            "properties": {"questions": {
                "type": "array",
                "maxItems": settings.max_questions,
                "items": {
                    "type": "object",
                    "properties": {
                        "question": text(MAX_QUESTION),
                        "choices": {"type": "array", "maxItems": MAX_CHOICES, "items": text(MAX_CHOICE)},
                    },
                    "required": ["question"],
                    "additionalProperties": false,
                },
            }},
            "required": ["questions"],
            "additionalProperties": false,
        });
        Self { spec: ToolSpec { name: ASK_USER.to_owned(), description, parameters } }
    }
}

impl Tool for AskUser {
    fn spec(&self) -> &ToolSpec {
        &self.spec
    }

    fn call<'a>(&'a self, call: Call<'a>) -> BoxFuture<'a, Given> {
        let questions = call.arguments["questions"].as_array().into_iter().flatten();
        let questions: Vec<Question> = questions.filter_map(question).collect();
        let given = if questions.is_empty() {
            Then::Failed("there is no question in it".to_owned()).into()
        } else {
            let ui = elements(&questions);
            Given { ui, ..Then::AskUser(questions).into() }
        };
        Box::pin(std::future::ready(given))
    }
}

fn question(value: &Value) -> Option<Question> {
    let text = value["question"].as_str()?.trim();
    let choices = value["choices"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let choices = choices.map(|choice| choice.trim().to_owned()).filter(|choice| !choice.is_empty());
    (!text.is_empty()).then(|| Question { text: text.to_owned(), choices: choices.collect() })
}

/// Buttons for the questions that have choices; their ids are `question-1` and so on.
fn elements(questions: &[Question]) -> Option<Value> {
    let with_choices = questions.iter().enumerate().filter(|(_, question)| !question.choices.is_empty());
    let elements: Vec<Value> = with_choices
        .map(|(at, question)| {
            let options: Vec<Value> =
                question.choices.iter().map(|choice| json!({"label": choice, "value": choice})).collect();
            json!({"type": "buttons", "id": format!("question-{}", at + 1), "title": question.text, "options": options})
        })
        .collect();
    (!elements.is_empty()).then_some(Value::Array(elements))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::principal::Principal;
    use crate::runtime::turn::TurnInfo;

    async fn asked(arguments: Value) -> Given {
        let settings = Clarification { max_questions: 2, max_rounds: 1, style: None, auto_fill: false };
        let turn = TurnInfo {
            who: Principal::local(),
            request_id: "r".into(),
            session_id: "s".into(),
            agent_id: "a".into(),
            asked_at: 0,
        };
        let arguments = arguments.as_object().unwrap().clone();
        AskUser::new(&settings).call(Call { turn: &turn, arguments: &arguments }).await
    }

    #[tokio::test]
    async fn questions_end_the_turn_and_choices_are_buttons() {
        let given = asked(json!({"questions": [
            {"question": " Which? ", "choices": ["A", " "]}, {"question": "Where?"}, {"question": ""},
        ]}))
        .await;
        let questions = vec![
            Question { text: "Which?".into(), choices: vec!["A".into()] },
            Question { text: "Where?".into(), choices: vec![] },
        ];
        assert_eq!(given.then, Then::AskUser(questions));
        let buttons = json!([{"type": "buttons", "id": "question-1", "title": "Which?",
                              "options": [{"label": "A", "value": "A"}]}]);
        assert_eq!(given.ui, Some(buttons));
    }

    #[tokio::test]
    async fn no_question_is_a_failed_call() {
        for none in [json!({"questions": []}), json!({"questions": [{"question": " "}]})] {
            assert!(matches!(asked(none).await.then, Then::Failed(_)));
        }
    }

    #[test]
    fn the_model_is_told_of_the_limit_and_the_style() {
        let settings = Clarification {
            max_questions: 1,
            max_rounds: 1,
            style: Some(QuestionStyle::Brief),
            auto_fill: true,
        };
        let tool = AskUser::new(&settings);
        assert!(tool.spec.description.ends_with(
            "At most 1 question at once. Put questions in few words. Do not ask for what the conversation already tells."
        ));
        assert_eq!(tool.spec.parameters["properties"]["questions"]["maxItems"], 1);
    }
}
