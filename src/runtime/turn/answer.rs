//! The answer of a model: asked for, cleaned, handed on as it comes.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::error::Limit;
use super::run::{Asking, Ended, Running, State};
use super::{StepKind, TurnError, TurnEvent};
use crate::runtime::llm::{
    Answer, Answered, FinishReason, Hear, MAX_ANSWER, Message, Model, ModelError, Note, ToolCall, ToolChoice,
};
use crate::support::clock::millis;
use crate::support::text::shorten;

/// Arguments over so many bytes go back to the model with their long texts shortened.
const LONG_ARGUMENTS: usize = 4 << 10;
/// What a long text is, in bytes.
const LONG_ARGUMENT: usize = 1 << 10;

impl<'a> Running<'a> {
    /// Asks the model once. What fails for an agent that has a task of another one is the result of
    /// the task.
    pub(super) async fn ask(&mut self, mut asking: Box<Asking>) -> Result<State, TurnError> {
        match (self.ask_once(&mut asking).await, asking.waiting.take()) {
            (Err(error @ (TurnError::Model(_) | TurnError::Endless { .. })), Some(waiting)) => {
                Box::pin(self.hand_back(waiting, Err(error))).await
            }
            (Err(error), _) => Err(error),
            (Ok(reason), waiting) => {
                asking.waiting = waiting;
                Ok(match asking.calls.is_empty() {
                    false => State::Acting(asking),
                    true if self.settle(&mut asking, reason.as_ref()).await? => {
                        State::Answered(asking, reason)
                    }
                    true => State::Asking(asking),
                })
            }
        }
    }

    async fn ask_once(&mut self, asking: &mut Asking) -> Result<Option<FinishReason>, TurnError> {
        let agent = self.agent(asking.agent);
        let rounds = self.core.parts.tools.limits.rounds;
        if asking.rounds >= rounds && asking.given_up.is_none() {
            asking.given_up = Some(Limit::Rounds(rounds));
        }
        without_tools(asking);
        asking.rounds += 1;
        let model = self.model_for(agent, asking.files)?;
        // The conversation of a first question was put together to fit.
        if asking.rounds > 1 || asking.waiting.is_some() {
            self.shorten(model, asking)?;
        }
        let purpose = if asking.waiting.is_some() { "task" } else { "answer" };
        let asked_at = self.now();
        asking.asked_at = asked_at;
        self.step(|| StepKind::Asked { model: model.id.clone(), purpose }).await?;
        let Answered { answer, by, cost } = self.ask_model(model, asking).await?;
        let Answer { text, calls, finish } = answer;
        self.answered_by = Some(by);
        self.count(finish.usage, cost);
        let took_ms = self.now().saturating_sub(asked_at);
        let (reason, usage) = (finish.reason.clone(), finish.usage);
        self.step(|| StepKind::Answered { model: by.id.clone(), purpose, took_ms, reason, usage, cost })
            .await?;
        let silent = !asking.spoke;
        if asking.waiting.is_none() {
            self.theirs = self.calls_of_the_caller(&calls);
        }
        if !self.theirs.is_empty() {
            return Ok(Some(FinishReason::ToolCalls));
        }
        if let Some(limit) = asking.given_up.take_if(|_| asking.told && !calls.is_empty()) {
            return Err(TurnError::Endless { agent: agent.id.clone(), limit });
        }
        if !calls.is_empty() {
            self.spoke_before_calls(asking.spoke && asking.waiting.is_none());
            let told = calls.iter().map(without_long_arguments).collect();
            asking.calls = calls.into();
            asking.request.messages.push(Message::Assistant { text, calls: told });
        } else if silent && let Some(error) = self.no_answer(by, asking, finish.reason.as_ref()) {
            return Err(error.into());
        }
        Ok(finish.reason)
    }

    /// Makes a conversation in which tools were called fit.
    fn shorten(&self, model: &Model, asking: &mut Asking) -> Result<(), TurnError> {
        let pruning = self.core.parts.pruning;
        if let Some(pruning) = pruning.filter(|pruning| pruning.is_due(asking.asked_at, self.now())) {
            pruning.prune(&mut asking.request.messages);
        }
        super::context::fit(model, &asking.tools, &mut asking.request.messages, 0)
    }

    /// What is wrong with an answer without a word, where the user would get nothing at all.
    fn no_answer(&self, by: &Model, asking: &Asking, reason: Option<&FinishReason>) -> Option<ModelError> {
        let provider = by.id.clone();
        if reason == Some(&FinishReason::ContentFilter) {
            return Some(ModelError::Filtered { provider, detail: "it gave no answer".to_owned() });
        }
        // A caller with wishes of its own, such as where to stop, may have wished for that; and an answer
        // of JSON is asked for again.
        let something = !self.answer.is_empty() || !self.ui.is_empty() || !self.artifacts.is_empty();
        if something || asking.waiting.is_some() || self.ask.wishes.is_some() || self.shape.waits() {
            return None;
        }
        let detail = match reason {
            Some(FinishReason::Length) => {
                "it came to its longest answer (max_tokens) before its first word".to_owned()
            }
            _ => "the answer is empty".to_owned(),
        };
        Some(ModelError::BadAnswer { provider, detail })
    }

    /// The answer of the model, handed on as it comes; but nothing of what one agent tells another.
    async fn ask_model(
        &mut self,
        model: &'a Model,
        asking: &mut Asking,
    ) -> Result<Answered<'a, Answer>, TurnError> {
        if asking.waiting.is_none() && self.ask.stream {
            return self.stream_model(model, asking).await;
        }
        let mut answered = model.complete(&asking.request, &Steps(self)).await?;
        let answer = &mut answered.answer;
        asking.spoke = !answer.text.is_empty();
        if asking.waiting.is_none() {
            // It goes back to the model only where a call was made in it.
            let text =
                if answer.calls.is_empty() { std::mem::take(&mut answer.text) } else { answer.text.clone() };
            let clean = self.clean(vec![text]).concat();
            self.answer.push_str(&clean);
        } else if answer.calls.is_empty() {
            asking.said = std::mem::take(&mut answer.text);
        }
        Ok(answered)
    }

    async fn stream_model(
        &mut self,
        model: &'a Model,
        asking: &mut Asking,
    ) -> Result<Answered<'a, Answer>, TurnError> {
        asking.spoke = false;
        // The text goes back to the model only where a call was made in it.
        let keeps = !asking.request.tools.is_empty();
        let (mut text, mut calls) = (String::new(), Vec::new());
        let mut pieces = model.stream(&asking.request, &Steps(self)).await?;
        let by = pieces.by;
        loop {
            let piece = pieces.next().await?;
            asking.spoke |= piece.texts.iter().any(|text| !text.is_empty());
            if keeps {
                piece.texts.iter().for_each(|said| text.push_str(said));
            }
            let texts = self.clean(piece.texts);
            self.answer.extend(texts.iter().map(String::as_str));
            if self.answer.len() + self.shape.held() > MAX_ANSWER {
                return Err(ModelError::Endless { provider: by.id.clone(), bytes: MAX_ANSWER }.into());
            }
            calls.extend(piece.calls);
            if !texts.is_empty() {
                self.tell(TurnEvent::Text(texts)).await?;
            }
            if let Some(finish) = piece.finish {
                let cost = by.cost(finish.usage.as_ref());
                return Ok(Answered { answer: Answer { text, calls, finish }, by, cost });
            }
        }
    }

    /// New words of the answer without values of secrets. Words that follow a call do not run into
    /// those before it.
    fn clean(&mut self, texts: Vec<String>) -> Vec<String> {
        let mut texts = self.shape.pieces(texts);
        self.part(&mut texts);
        self.clean.pieces(texts)
    }

    fn part(&mut self, texts: &mut [String]) {
        if self.apart
            && let Some(first) = texts.iter_mut().find(|text| !text.is_empty())
        {
            first.insert_str(0, "\n\n");
            self.apart = false;
        }
    }

    /// The answer to the user, or to the agent that asked, where it does not come from the model.
    pub(super) async fn say(
        &mut self,
        mut asking: Box<Asking>,
        text: String,
        reason: FinishReason,
    ) -> Result<State, TurnError> {
        if asking.waiting.is_some() {
            asking.said = text;
        } else {
            self.say_as_it_is(text).await?;
        }
        Ok(State::Answered(asking, Some(reason)))
    }

    /// Text that has its form already, after what was held back of the text before it.
    pub(super) async fn say_as_it_is(&mut self, text: String) -> Result<(), TurnError> {
        let mut texts = vec![self.shape.rest(), text];
        self.part(&mut texts[1..]);
        let texts = self.clean.pieces(texts);
        self.answer.extend(texts.iter().map(String::as_str));
        if self.ask.stream && !texts.is_empty() {
            self.tell(TurnEvent::Text(texts)).await?;
        }
        Ok(())
    }

    /// The text that was held back; it is part of the answer, and is told before the end.
    pub(super) fn end_text(&mut self, end: &mut Result<Ended, TurnError>) -> String {
        if let Ok(Ended { reason: Some(FinishReason::Other(word)), .. }) = end
            && let Cow::Owned(clean) = self.core.parts.redactor.redact(word)
        {
            *word = clean;
        }
        let whole = matches!(end, Ok(ended) if ended.reason != Some(FinishReason::Length));
        let mut rest = self.clean.pieces(vec![self.shape.rest()]).concat();
        rest.push_str(&self.clean.rest(!whole));
        self.answer.push_str(&rest);
        rest
    }
}

/// Whoever came to a limit is asked once more, and has to answer. The tools stay in the question: some providers refuse
/// a conversation with calls and without them.
fn without_tools(asking: &mut Asking) {
    let Some(limit) = asking.given_up.as_ref().filter(|_| !asking.told) else { return };
    asking.told = true;
    let note = format!("\n\n(No more tools can be called: you {limit}. Answer now, with what you have.)");
    if let Some(Message::Tool { result, .. }) =
        asking.request.messages.iter_mut().rev().find(|message| matches!(message, Message::Tool { .. }))
    {
        result.push_str(&note);
    }
    asking.request.choice = ToolChoice::None;
}

/// The call as it goes back to the model: what it wrote at length it need not read, and nobody pay for, again.
fn without_long_arguments(call: &ToolCall) -> ToolCall {
    let mut told = call.clone();
    if call.arguments.len() > LONG_ARGUMENTS {
        let mut arguments =
            serde_json::from_str(&call.arguments).unwrap_or_else(|_| Value::Object(Map::new()));
        shorten(&mut arguments, LONG_ARGUMENT / 8, &|text| text.len() > LONG_ARGUMENT);
        told.arguments = arguments.to_string();
    }
    told
}

/// Makes steps of what happens on the way to a model's answer.
pub(super) struct Steps<'r, 'a>(pub(super) &'r Running<'a>);

impl Hear for Steps<'_, '_> {
    async fn hear(&self, note: Note<'_>) {
        let step = || match note {
            Note::Retried { model, attempt, wait, error } => StepKind::Retried {
                model: model.to_owned(),
                attempt,
                wait_ms: millis(wait),
                error: error.clone(),
            },
            Note::FellBack { from, to, error } => {
                StepKind::FellBack { from: from.to_owned(), to: to.to_owned(), error: error.clone() }
            }
        };
        // A client that has left ends the turn by itself.
        drop(self.0.notable(step).await);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_argument_goes_back_to_the_model_shortened_and_a_short_call_as_it_is() {
        let call = |arguments: String| ToolCall { id: "1".into(), name: "f".into(), arguments, extra: None };
        let short = call(r#"{"a": 1}"#.into());
        assert_eq!(without_long_arguments(&short), short);
        let long = call(format!(r#"{{"name":"x","content":["{}"]}}"#, "é".repeat(20_000)));
        let told = without_long_arguments(&long).arguments;
        assert!(told.starts_with(r#"{"name":"x","content":["éé"#) && told.contains("40000 bytes"), "{told}");
        assert!(told.len() < 600, "{told}");
        assert_eq!(without_long_arguments(&call("x".repeat(20_000))).arguments, "{}");
    }
}
