//! The form of an answer, questions back, and what comes beside the words.

use serde_json::Value;

use super::context::add_sentence;
use super::run::{Asking, Running};
use super::{StepKind, TurnError, TurnEvent};
use crate::runtime::Agent;
use crate::runtime::llm::{FinishReason, Message, ModelError};
use crate::runtime::overlord::clarify::{ASK_USER, NO_MORE};
use crate::runtime::overlord::widgets::MAX_WIDGETS;
use crate::runtime::store::Artifact;
use crate::runtime::tools::Toolbox;

/// Whether the user may be asked back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AsksBack {
    /// The formation does not.
    Never,
    /// In this turn.
    Yes,
    /// It was done too often in a row.
    UsedUp,
}

impl Running<'_> {
    /// What an agent is told first when it answers the user: its own instructions, the form of
    /// answers, what the caller adds, and at last what is so in this turn only.
    pub(super) fn instructions(&self, agent: &Agent, tools: &Toolbox) -> String {
        let used_up = (self.asks_back == AsksBack::UsedUp).then_some(NO_MORE);
        let mut text = agent.system_prompt.clone();
        let added = self.ask.wishes.as_ref().map(|wishes| wishes.instructions.as_str());
        let added = added.filter(|added| !added.is_empty());
        let missing = tools.note();
        let sentences = self.core.parts.rules.format.sentence().into_iter().chain(added);
        for sentence in sentences.chain(missing.as_deref()).chain(used_up) {
            add_sentence(&mut text, sentence);
        }
        text
    }

    /// Looks how often the user was asked back in a row.
    pub(super) async fn may_ask_back(&self) -> Result<AsksBack, TurnError> {
        let parts = &self.core.parts;
        if parts.rules.max_rounds == 0 {
            return Ok(AsksBack::Never);
        }
        if self.new {
            return Ok(AsksBack::Yes);
        }
        let rounds = parts.store.asked_back(&self.ask.who, &self.info.session_id).await?;
        Ok(if rounds < parts.rules.max_rounds { AsksBack::Yes } else { AsksBack::UsedUp })
    }

    /// The tools of an agent in this turn. An agent that works for another one asks that one, not the user.
    pub(super) async fn tools(&self, agent: &Agent, works_for_another: bool) -> Result<Toolbox, TurnError> {
        let mut tools = agent.tools.now_for(&self.asker()).await;
        self.tell_missing(&tools).await?;
        if works_for_another || self.asks_back != AsksBack::Yes {
            tools = tools.without(ASK_USER);
        }
        // One of the caller's takes the place of the agent's: who calls knows which it means, and a model that is told
        // of two with one name is refused by its provider.
        let theirs = self.ask.wishes.iter().filter(|_| !works_for_another).flat_map(|wishes| &wishes.tools);
        let theirs: Vec<&str> = theirs.map(|tool| tool.name.as_str()).collect();
        Ok(tools.without_all(&theirs))
    }

    /// Words before calls. Those of an answer that waits for its end are not part of it.
    pub(super) fn spoke_before_calls(&mut self, spoke: bool) {
        if self.shape.waits() {
            drop(self.shape.rest());
        } else {
            self.apart |= spoke;
        }
    }

    /// Looks at an answer that waited for its end. False where the model is to write it again, which
    /// it is told once.
    pub(super) async fn settle(
        &mut self,
        asking: &mut Asking,
        reason: Option<&FinishReason>,
    ) -> Result<bool, TurnError> {
        if asking.waiting.is_some() || !self.shape.waits() {
            return Ok(true);
        }
        let wrong = match self.shape.whole() {
            Ok(json) => {
                self.say_as_it_is(json).await?;
                return Ok(true);
            }
            Err(wrong) => wrong,
        };
        let cut_off = reason == Some(&FinishReason::Length);
        if self.repaired || cut_off {
            let provider = self.agent(asking.agent).model.id.clone();
            let fault = self.core.parts.redactor.redact(&wrong.fault).into_owned();
            let why = if cut_off { ", for it came to its longest answer (max_tokens)" } else { "" };
            let detail =
                format!("the answer is not of the form that overlord.response asks for: {fault}{why}");
            return Err(ModelError::BadAnswer { provider, detail }.into());
        }
        self.repaired = true;
        let repair = wrong.repair();
        // Providers refuse a message without words.
        let text = if wrong.text.trim().is_empty() { "(no answer)".to_owned() } else { wrong.text };
        asking.request.messages.push(Message::assistant(text));
        asking.request.messages.push(Message::user(repair));
        Ok(false)
    }

    /// Shows elements; what is wrong with them is for the model.
    pub(super) async fn show(&mut self, mut ui: Value) -> Result<Result<(), String>, TurnError> {
        let elements = ui.as_array().map(Vec::as_slice).unwrap_or_default();
        if self.ui.len() + elements.len() > MAX_WIDGETS {
            return Ok(Err(format!("an answer has at most {MAX_WIDGETS} widgets")));
        }
        if let Some(twice) = elements.iter().find(|new| self.ui.iter().any(|old| old["id"] == new["id"])) {
            return Ok(Err(format!("there is a widget with the id {} already", twice["id"])));
        }
        // Those that the whole answer has hold no value of a secret either.
        self.core.parts.redactor.redact_json(&mut ui);
        self.ui.extend(ui.as_array().cloned().unwrap_or_default());
        self.tell(TurnEvent::Ui(ui.into())).await.map(Ok)
    }

    /// Tells of a file; of several versions of one, the answer has the last.
    pub(super) async fn made(&mut self, artifact: &Artifact) -> Result<(), TurnError> {
        self.notable(|| StepKind::Saved {
            name: artifact.name.clone(),
            version: artifact.version,
            bytes: artifact.size,
        })
        .await?;
        let json = artifact.to_json();
        self.artifacts.retain(|older| older["id"] != json["id"]);
        self.artifacts.push(json.clone());
        self.tell(TurnEvent::Artifact(json.into())).await
    }
}
