//! What a turn takes along from its caller: recordings that are written down first, and wishes
//! for the answer.

use std::borrow::Cow;

use super::answer::Steps;
use super::run::Running;
use super::{StepKind, TurnError, TurnEvent, Wishes};
use crate::runtime::llm::{Answered, Format, Request, Settings, Sound, ToolCall};

impl Running<'_> {
    /// Writes the recordings down; their words become the message.
    pub(super) async fn listen(&mut self) -> Result<(), TurnError> {
        // They stay until they are heard: of a turn that ends before, the session keeps what came.
        let recordings = self.ask.recordings.clone();
        if recordings.is_empty() {
            return Ok(());
        }
        let audio = self.core.parts.audio.as_ref().ok_or(TurnError::NoAudioModel)?;
        let model = &audio.model;
        let mut heard = Vec::with_capacity(recordings.len());
        for recording in recordings {
            let asked_at = self.now();
            self.step(|| StepKind::Asked { model: model.id.clone(), purpose: "transcribe" }).await?;
            let sound = Sound {
                model: model.name.clone(),
                name: recording.name,
                media_type: recording.media_type,
                data: recording.data,
                language: audio.language.clone(),
            };
            let Answered { answer: transcript, by, cost } = model.transcribe(&sound, &Steps(self)).await?;
            self.count(transcript.usage, cost);
            let took_ms = self.now().saturating_sub(asked_at);
            let (reason, usage) = (None, transcript.usage);
            self.step(|| StepKind::Answered {
                model: by.id.clone(),
                purpose: "transcribe",
                took_ms,
                reason,
                usage,
                cost,
            })
            .await?;
            heard.push(transcript.text);
        }
        let heard = heard.iter().map(|text| text.trim()).filter(|text| !text.is_empty());
        let heard = heard.collect::<Vec<_>>().join("\n\n");
        if heard.is_empty() {
            return Err(TurnError::NothingHeard);
        }
        self.ask.message = heard;
        self.ask.recordings.clear();
        self.hear();
        let told = self.core.parts.redactor.redact(&self.ask.message).into_owned();
        self.tell(TurnEvent::Transcribed(told)).await
    }

    /// Those of `calls` that the caller has to make itself, without values of secrets.
    pub(super) fn calls_of_the_caller(&self, calls: &[ToolCall]) -> Vec<ToolCall> {
        let Some(wishes) = &self.ask.wishes else { return Vec::new() };
        let theirs = calls.iter().filter(|call| wishes.tools.iter().any(|tool| tool.name == call.name));
        let redactor = &self.core.parts.redactor;
        let clean = |call: &ToolCall| {
            let mut call = call.clone();
            if let Cow::Owned(arguments) = redactor.redact(&call.arguments) {
                call.arguments = arguments;
            }
            call
        };
        theirs.map(clean).collect()
    }
}

impl Wishes {
    /// Puts the caller's wishes into a request.
    pub(super) fn apply(&self, request: &mut Request) {
        let (wished, settings) = (&self.settings, &mut request.settings);
        let Settings { temperature, top_p, max_tokens, stop } = wished;
        settings.temperature = temperature.or(settings.temperature);
        settings.top_p = top_p.or(settings.top_p);
        settings.max_tokens = max_tokens.or(settings.max_tokens);
        if !stop.is_empty() {
            settings.stop.clone_from(stop);
        }
        if self.format != Format::Text {
            request.format = self.format.clone();
        }
        if !self.tools.is_empty() {
            request.tools = request.tools.iter().chain(&self.tools).cloned().collect();
            request.choice = self.choice.clone();
        }
    }
}
