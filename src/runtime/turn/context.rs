//! What a model is told: the agent's instructions, the session so far, the question.

use super::TurnError;
use super::budget::{self, TooLong};
use super::recall;
use super::run::{Running, files_of};
use crate::runtime::Agent;
use crate::runtime::llm::{Message, Model, ModelError, Part, Role};
use crate::runtime::remember;
use crate::runtime::store::{Earlier, HistoryLimit};
use crate::runtime::tools::Toolbox;

/// The messages of a turn: the question and the answer.
const TURN: u32 = 2;
/// The most bytes of earlier messages that go to the model.
pub(in crate::runtime) const HISTORY_BYTES: usize = 256 << 10;

impl<'a> Running<'a> {
    /// The conversation, oldest first; it ends with the question.
    pub(super) async fn context(
        &mut self,
        agent: &'a Agent,
        tools: &Toolbox,
    ) -> Result<Vec<Message>, TurnError> {
        let mut messages = Vec::new();
        let instructions = self.instructions(agent, tools);
        if !instructions.is_empty() {
            messages.push(Message::System(instructions));
        }
        let earlier = self.earlier().await?;
        self.long = remember::is_long(self.core, agent, &earlier, TURN);
        let outgrown = outgrown(&earlier, self.core.parts.history);
        let mut summary = self.summary(earlier.summary.as_deref());
        let before = messages.len();
        messages.extend(within_budget(earlier.messages));
        if let Some(pruning) = self.core.parts.pruning.filter(|p| p.is_due(earlier.last_at, self.now())) {
            pruning.prune(&mut messages[before..]);
        }
        let mut question = self.ask.question();
        let recalled = self.recall(agent, &mut question, outgrown).await?;
        messages.push(question);
        messages.extend(self.ask.conversation().into_iter().flat_map(|c| c.later.iter().cloned()));
        let model = self.model_for(agent, files_of(&messages)).unwrap_or(&agent.model);
        let aside = summary.as_deref().map_or(0, budget::text_tokens);
        let mut fitted = fit(model, tools, &mut messages, aside);
        // The question is worth more than what was said before, and than what is remembered.
        if fitted.is_err() && summary.take().is_some() {
            fitted = fit(model, tools, &mut messages, 0);
        }
        if let (1.., Err(_), Some(question)) = (recalled, &fitted, messages.last_mut()) {
            recall::without(question, recalled);
            fitted = fit(model, tools, &mut messages, 0);
        }
        fitted?;
        if let (Some(summary), Some(Message::User(parts))) =
            (summary, messages.iter_mut().find(|message| message.role() == Role::User))
        {
            parts.insert(0, Part::Text(summary));
        }
        Ok(alternating(messages))
    }

    /// What stands for the older part of the session, in its fence.
    fn summary(&self, text: Option<&str>) -> Option<String> {
        // It was made before a value became a secret.
        Some(remember::summary(&self.core.parts.redactor.redact(text?)))
    }

    async fn earlier(&self) -> Result<Earlier, TurnError> {
        let parts = &self.core.parts;
        if let Some(conversation) = self.ask.conversation() {
            return Ok(Earlier { messages: conversation.earlier.clone(), ..Earlier::default() });
        }
        if self.new || parts.history == 0 {
            return Ok(Earlier::default());
        }
        let most = HistoryLimit { messages: parts.history, bytes: HISTORY_BYTES };
        Ok(parts.store.history(&self.ask.who, &self.info.session_id, most).await?)
    }
}

/// Whether the session may have said more than is told of it word for word, as `history` messages or its summary are there.
fn outgrown(earlier: &Earlier, history: u32) -> bool {
    let messages = &earlier.messages;
    earlier.summary.is_some()
        || (!messages.is_empty() && messages.len() >= history as usize)
        || messages.iter().map(Message::bytes).sum::<usize>() >= HISTORY_BYTES
}

/// Leaves out what the model that answers for the agent has no room for. A question that alone does
/// not fit is refused. `aside` tokens are for something else.
pub(super) fn fit(
    model: &Model,
    tools: &Toolbox,
    messages: &mut Vec<Message>,
    aside: u64,
) -> Result<(), TurnError> {
    let Some((reads, writes)) = window(model) else { return Ok(()) };
    let room = budget::room(reads, writes, model.settings.max_tokens, tools.bytes()).saturating_sub(aside);
    budget::fit(messages, room).map_err(|TooLong { needed, room }| {
        let detail = format!(
            "the question and the instructions are about {needed} tokens, and there is room for {room} of the \
             {reads} that it reads"
        );
        let (provider, name) = model.id.split_once('/').unwrap_or(("", &model.id));
        let (provider, model) = (provider.to_owned(), name.to_owned());
        TurnError::Model(ModelError::TooLong { provider, model, detail })
    })
}

/// The tokens that a model has for a conversation without tools, if that is known.
pub(in crate::runtime) fn window_room(model: &Model) -> Option<u64> {
    let (reads, writes) = window(model)?;
    Some(budget::room(reads, writes, model.settings.max_tokens, 0))
}

/// What the model reads and writes, in tokens, if that is known.
fn window(model: &Model) -> Option<(u64, u64)> {
    model.window.map(|window| (window.reads, window.writes))
}

/// What an agent is told that does a task of another one: its instructions and the task.
pub(super) fn task(agent: &Agent, tools: &Toolbox, task: &str) -> Vec<Message> {
    let mut messages = Vec::with_capacity(2);
    let mut instructions = agent.system_prompt.clone();
    if let Some(note) = tools.note() {
        add_sentence(&mut instructions, &note);
    }
    if !instructions.is_empty() {
        messages.push(Message::System(instructions));
    }
    messages.push(Message::user(task));
    messages
}

/// Adds a sentence to instructions.
pub(super) fn add_sentence(text: &mut String, sentence: &str) {
    if !text.is_empty() {
        text.push_str("\n\n");
    }
    text.push_str(sentence);
}

/// Joins what the same side said in a row, as after a turn without an answer: many models refuse
/// roles that do not alternate.
fn alternating(messages: Vec<Message>) -> Vec<Message> {
    let mut joined: Vec<Message> = Vec::with_capacity(messages.len());
    for message in messages {
        match (joined.last_mut(), message) {
            (Some(Message::User(said)), Message::User(more)) => said.extend(more),
            (Some(Message::Assistant { text, calls }), Message::Assistant { text: more, calls: none })
                if calls.is_empty() && none.is_empty() =>
            {
                text.push_str("\n\n");
                text.push_str(&more);
            }
            (_, message) => joined.push(message),
        }
    }
    for message in &mut joined {
        if let Message::User(parts) = message
            && parts.len() > 1
        {
            join_texts(parts);
        }
    }
    joined
}

/// Words that follow words become one text.
fn join_texts(parts: &mut Vec<Part>) {
    let mut joined: Vec<Part> = Vec::with_capacity(parts.len());
    for part in parts.drain(..) {
        match (joined.last_mut(), part) {
            (Some(Part::Text(text)), Part::Text(more)) => {
                text.push_str("\n\n");
                text.push_str(&more);
            }
            (_, part) => joined.push(part),
        }
    }
    *parts = joined;
}

/// The latest messages that fit into [`HISTORY_BYTES`], oldest first, beginning with the user.
fn within_budget(messages: Vec<Message>) -> impl Iterator<Item = Message> {
    let mut room = HISTORY_BYTES;
    let fitting = messages
        .iter()
        .rev()
        .take_while(|m| {
            let fits = m.bytes() <= room;
            room = room.saturating_sub(m.bytes());
            fits
        })
        .count();
    let skip = messages.len() - fitting;
    messages.into_iter().skip(skip).skip_while(|m| m.role() != Role::User)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(role: Role, bytes: usize) -> Message {
        Message::said(role, "x".repeat(bytes))
    }

    #[test]
    fn the_latest_messages_fit_and_the_first_is_the_users() {
        let half = HISTORY_BYTES / 2;
        let messages = vec![
            said(Role::User, half),
            said(Role::Assistant, half),
            said(Role::User, 10),
            said(Role::Assistant, 10),
        ];
        let lengths: Vec<usize> = within_budget(messages).map(|m| m.bytes()).collect();
        assert_eq!(lengths, [10, 10]);
        assert_eq!(within_budget(Vec::new()).count(), 0);
    }

    #[test]
    fn roles_alternate_after_a_turn_without_an_answer() {
        let roles = [Role::User, Role::User, Role::Assistant, Role::User];
        let mut messages = vec![Message::System("x".into())];
        messages.extend(roles.map(|role| said(role, 1)));
        let joined = alternating(messages);
        let seen: Vec<_> = joined.iter().map(|m| (m.role(), m.text())).collect();
        let expected =
            [(Role::System, "x"), (Role::User, "x\n\nx"), (Role::Assistant, "x"), (Role::User, "x")];
        assert_eq!(seen, expected);
    }
}
