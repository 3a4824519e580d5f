//! What a turn tells while it runs: its client, the observer, and the log.

use super::run::Running;
use super::{Step, StepKind, TurnError, TurnEvent};
use crate::runtime::logs::Level;

impl Running<'_> {
    /// Tells the client and the observer. What a model put into it holds no value of a secret.
    pub(super) async fn tell(&self, mut event: TurnEvent) -> Result<(), TurnError> {
        if let TurnEvent::Ui(elements) = &mut event {
            self.core.parts.redactor.redact_json(elements);
        }
        (self.core.parts.observer)(&self.info, &event);
        self.core.parts.logs.turn(&self.info, &event);
        self.events.send(event).await.map_err(|_| TurnError::ClientLeft)
    }

    /// Whether anybody wants to hear of steps.
    pub(super) fn hears_steps(&self) -> bool {
        self.core.parts.trace || self.ask.trace
    }

    /// Whether the formation wants clients to hear what is being done.
    pub(super) fn hears_progress(&self) -> bool {
        self.core.parts.overlord.settings.progress
    }

    /// Tells of a step that most turns have, if anybody wants to hear of steps.
    pub(super) async fn step(&self, what: impl FnOnce() -> StepKind) -> Result<(), TurnError> {
        self.step_of(Level::Debug, what).await
    }

    /// The same of one that a plain turn does not have: the log has it by default.
    pub(super) async fn notable(&self, what: impl FnOnce() -> StepKind) -> Result<(), TurnError> {
        self.step_of(Level::Info, what).await
    }

    async fn step_of(&self, level: Level, what: impl FnOnce() -> StepKind) -> Result<(), TurnError> {
        let parts = &self.core.parts;
        if !self.hears_steps() && !parts.logs.wants(level) {
            return Ok(());
        }
        let at_ms = self.now().saturating_sub(self.info.asked_at);
        let mut what = what();
        what.redact(&parts.redactor);
        let event = TurnEvent::Step(Step { at_ms, what }.into());
        if self.ask.trace {
            return self.tell(event).await;
        }
        if parts.trace {
            (parts.observer)(&self.info, &event);
        }
        parts.logs.turn(&self.info, &event);
        Ok(())
    }

    /// Tells a client what is being done, if the formation wants that.
    pub(super) async fn progress(
        &self,
        stage: &'static str,
        text: impl FnOnce() -> String,
    ) -> Result<(), TurnError> {
        if !self.hears_progress() {
            return Ok(());
        }
        self.tell(TurnEvent::Progress { stage, text: text() }).await
    }
}
