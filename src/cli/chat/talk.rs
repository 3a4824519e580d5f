//! A conversation on a terminal.

use std::path::{Path, PathBuf};

use serde_json::json;
use tokio::runtime::Runtime;

use super::super::context::Context;
use super::command::{self, COMMANDS};
use super::peer::Peer;
use super::{Chat, Ended, save};
use crate::config::Var;
use crate::output::{ExitCode, Failure, History, LineEditor, Typed, columns};
use crate::remote::formation::{AgentInfo, ChatAsk, PAGE, new_session_id};
use crate::support::fs;
use crate::support::text::{count, did_you_mean};

/// How an answer ends that asks for a credential.
const ASKS_CREDENTIAL: &str = "credential_request";
/// In the state directory: what was typed.
const HISTORY: &str = "chat-history";
/// So many sessions are listed.
const LISTED: u32 = 20;
/// A session that is saved has at most so many messages.
const MOST_SAVED: usize = 100_000;

/// A conversation: the session and agent that it is in now.
#[expect(clippy::struct_excessive_bools, reason = "each is of something else, and none excludes another")]
pub(super) struct Talk<'a> {
    chat: &'a Chat,
    context: &'a mut Context,
    tokio: &'a Runtime,
    peer: &'a mut Peer,
    formation: String,
    editor: LineEditor,
    agents: Vec<AgentInfo>,
    session: Option<String>,
    /// Something was asked in the session.
    begun: bool,
    agent: Option<String>,
    user: Option<String>,
    trace: bool,
    last: Option<String>,
    /// It was said that what is typed cannot be kept.
    warned: bool,
    /// The last answer asks for a credential: what is typed next is not shown.
    hides: bool,
}

/// Whether the conversation goes on.
#[derive(PartialEq, Eq)]
enum Next {
    GoOn,
    Leave,
}

impl<'a> Talk<'a> {
    pub(super) fn new(
        chat: &'a Chat,
        context: &'a mut Context,
        tokio: &'a Runtime,
        peer: &'a mut Peer,
        formation: String,
        state: &Path,
    ) -> Result<Self, Failure> {
        let history = History::open(&state.join(HISTORY), context.redactor.clone())
            .map_err(|e| Failure::new(ExitCode::Failed, e.code(), e.to_string()).maybe_hint(e.hint()))?;
        let editor = LineEditor::new(context.ask(), history, context.env.is_plain_terminal())?;
        // A server that does not tell its agents answers all the same.
        let agents = tokio.block_on(peer.agents()).unwrap_or_default();
        let mut talk = Self {
            session: chat.session.clone().or_else(new_session_id),
            begun: chat.session.is_some(),
            agent: chat.agent.clone(),
            user: chat.user.clone(),
            trace: chat.trace,
            chat,
            context,
            tokio,
            peer,
            formation,
            editor,
            agents,
            last: None,
            warned: false,
            hides: false,
        };
        talk.set_words(&[]);
        Ok(talk)
    }

    /// Question and answer until Ctrl-D.
    pub(super) fn run(mut self) -> Result<(), Failure> {
        self.context
            .out
            .note(&format!("Talking to {}. /help lists the commands, Ctrl-D leaves.", self.formation));
        let mut interrupted = false;
        loop {
            let prompt = self.agent.as_ref().map_or_else(|| "> ".to_owned(), |agent| format!("{agent}> "));
            // Until the next answer: an empty line, a command or a failed request is none.
            let typed = if self.hides { self.hidden() } else { self.editor.read(&prompt) };
            match typed? {
                Typed::End => break,
                Typed::Interrupt if interrupted => {
                    self.say_goodbye();
                    return Err(Failure::interrupted());
                }
                Typed::Interrupt => {
                    interrupted = true;
                    self.context.out.note("Ctrl-C once more, or Ctrl-D, leaves.");
                }
                Typed::Text(text) => {
                    interrupted = false;
                    if self.handle(&text)? == Next::Leave {
                        break;
                    }
                }
            }
        }
        self.say_goodbye();
        Ok(())
    }

    /// Sends a line that nobody sees and no history keeps; a command is one here too.
    fn hidden(&mut self) -> Result<Typed, Failure> {
        let typed = match self.context.ask().secret("Hidden while you type", "the message") {
            Ok(typed) => typed,
            Err(failure) if failure.exit() == ExitCode::Interrupted => return Ok(Typed::Interrupt),
            Err(failure) => {
                self.context.out.failure(&failure);
                return Ok(Typed::Text(String::new()));
            }
        };
        let text = typed.expose_str().unwrap_or_default();
        if matches!(command::read(text), command::Typed::Command(..) | command::Typed::Nothing) {
            return Ok(Typed::Text(text.to_owned()));
        }
        // It is not asked again by /retry.
        let last = self.last.take();
        let asked = self.ask(text.to_owned());
        self.last = last;
        asked.map(|()| Typed::Text(String::new()))
    }

    fn say_goodbye(&self) {
        if let Some(session) = self.session.as_ref().filter(|_| self.begun) {
            let again = self.chat.again(session, self.user.as_deref());
            self.context.out.note(&format!("Session {session}: `{again}` goes on with it."));
        }
    }

    /// What was typed; only what ends the program is an error.
    fn handle(&mut self, text: &str) -> Result<Next, Failure> {
        let typed = command::read(text);
        if typed != command::Typed::Nothing {
            self.keep(text.trim_end());
        }
        let done = match typed {
            command::Typed::Nothing => Ok(Next::GoOn),
            command::Typed::Message(message) => return self.ask(message).map(|()| Next::GoOn),
            command::Typed::Command(name, rest) => self.command(name, &rest),
            command::Typed::Unknown(word, near) => Err(unknown(&word, near)),
        };
        match done {
            Err(failure) if failure.exit() == ExitCode::Interrupted => Err(failure),
            Err(failure) => {
                self.context.out.failure(&failure);
                Ok(Next::GoOn)
            }
            next => next,
        }
    }

    fn keep(&mut self, text: &str) {
        if let Err(failure) = self.editor.keep(text)
            && !std::mem::replace(&mut self.warned, true)
        {
            self.context.out.warn_failure("what is typed is not kept", &failure);
        }
    }

    fn ask(&mut self, message: String) -> Result<(), Failure> {
        let ask = ChatAsk {
            message: message.clone(),
            session_id: self.session.clone(),
            agent_id: self.agent.clone(),
            request_id: None,
            stream: self.chat.wants_stream(self.context),
            trace: self.trace,
            files: Vec::new(),
        };
        self.last = Some(message);
        let begun = std::mem::replace(&mut self.begun, true);
        match self.chat.turn(self.context, self.tokio, self.peer, &ask) {
            Ended::Answered(answer) => {
                self.session = answer["session_id"].as_str().map(str::to_owned).or(self.session.take());
                self.hides = answer["message"]["metadata"]["finish_reason"] == ASKS_CREDENTIAL;
            }
            Ended::Cancelled if self.context.out.is_json() => {
                let cancelled = Failure::new(ExitCode::Interrupted, "cancelled", "cancelled");
                self.context.out.failure(&cancelled);
            }
            Ended::Cancelled => self.context.out.note("cancelled"),
            Ended::Killed => return Err(Failure::interrupted()),
            // One failed turn does not end the conversation.
            Ended::Failed(failure) if failure.message().is_empty() => return Err(failure),
            Ended::Failed(failure) => {
                // What is refused before it starts leaves no session behind.
                if matches!(failure.code(), "agent_not_found" | "invalid_params" | "not_running") {
                    self.begun = begun;
                }
                self.context.out.failure(&failure);
            }
        }
        Ok(())
    }

    fn command(&mut self, name: &str, rest: &str) -> Result<Next, Failure> {
        let takes_nothing = COMMANDS.iter().any(|(known, takes, _)| *known == name && takes.is_empty());
        if takes_nothing && !rest.is_empty() {
            return Err(Failure::usage(format!("{name} takes nothing after it")));
        }
        match name {
            "/exit" | "/quit" => return Ok(Next::Leave),
            "/agent" => self.change_agent(rest)?,
            "/agents" => self.list_agents()?,
            "/clear" => self.editor.clear_screen()?,
            "/history" => self.change_history(rest)?,
            "/multiline" => self.change_lines(),
            "/new" => {
                self.session = new_session_id();
                (self.begun, self.hides) = (false, false);
                self.context.out.note("a new session begins with the next message");
            }
            "/retry" => {
                let last = self.last.clone();
                let last = last.ok_or_else(|| Failure::usage("nothing was asked yet"))?;
                self.ask(last)?;
            }
            "/save" => self.save(rest)?,
            "/session" => self.change_session(rest)?,
            "/sessions" => self.list_sessions()?,
            "/trace" => {
                self.trace = on_or_off("/trace", rest)?.unwrap_or(self.trace);
                self.context.out.note(if self.trace { "steps are shown" } else { "steps are not shown" });
            }
            "/user" => self.change_user(rest)?,
            _ => self.help(),
        }
        Ok(Next::GoOn)
    }

    fn help(&mut self) {
        let row = |(name, takes, about): &(&str, &str, &str)| {
            vec![format!("{name} {takes}").trim_end().to_owned(), (*about).to_owned()]
        };
        let list = columns(COMMANDS.iter().map(row).collect());
        self.context.out.block(&format!(
            "{list}\n\nA line that ends in \\, a block between two ``` and pasted text are one message; Alt-Enter begins \
             a new line.\nA message that begins with // is sent with one slash. Ctrl-C cancels an answer."
        ));
    }

    fn change_agent(&mut self, rest: &str) -> Result<(), Failure> {
        match rest {
            "" => {
                let shown = self.agent.as_deref().unwrap_or("none is asked for by name");
                self.context.out.aside(shown)?;
            }
            "-" => self.agent = None,
            id if self.agents.is_empty() || self.agents.iter().any(|agent| agent.id == id) => {
                self.agent = Some(id.to_owned());
            }
            id => {
                let known = || self.agents.iter().map(|agent| agent.id.as_str());
                let near = did_you_mean(id, known()).map(|near| format!("did you mean /agent {near}?"));
                let failure =
                    Failure::new(ExitCode::NotFound, "agent_not_found", format!("there is no agent {id}"));
                let known: Vec<&str> = known().collect();
                return Err(failure.hint(near.unwrap_or_else(|| format!("there is {}", known.join(", ")))));
            }
        }
        Ok(())
    }

    fn list_agents(&mut self) -> Result<(), Failure> {
        self.agents = self.tokio.block_on(self.peer.agents())?;
        let row = |agent: &AgentInfo| {
            let mark = if self.agent.as_ref() == Some(&agent.id) { "*" } else { "" };
            vec![mark.to_owned(), agent.id.clone(), agent.model.clone(), agent.description.clone()]
        };
        let rows = self.agents.iter().map(row).collect();
        let list = columns(rows);
        self.set_words(&[]);
        if self.context.out.is_json() {
            return self.context.out.json(&json!({ "agents": self.agents }));
        }
        self.context.out.line(&list)
    }

    fn list_sessions(&mut self) -> Result<(), Failure> {
        let sessions = self.tokio.block_on(self.peer.sessions(LISTED))?;
        if self.context.out.is_json() {
            return self.context.out.json(&json!({ "sessions": sessions }));
        }
        if sessions.is_empty() {
            self.context.out.note("there is no session yet");
            return Ok(());
        }
        let rows = sessions.iter().map(|session| {
            let mark = if self.session.as_ref() == Some(&session.id) { "*" } else { "" };
            let messages = count(session.message_count.try_into().unwrap_or(usize::MAX), "message");
            vec![mark.to_owned(), session.id.clone(), messages, session.last_activity.clone()]
        });
        let list = columns(rows.collect());
        let ids: Vec<String> = sessions.into_iter().map(|session| session.id).collect();
        self.set_words(&ids);
        self.context.out.line(&list)
    }

    fn change_session(&mut self, rest: &str) -> Result<(), Failure> {
        if rest.is_empty() {
            let shown = self.session.as_deref().filter(|_| self.begun);
            return self.context.out.aside(shown.unwrap_or("a new session begins with the next message"));
        }
        // That it is there, and this user's.
        let messages = self.tokio.block_on(self.peer.messages(rest, None))?;
        self.session = Some(rest.to_owned());
        (self.begun, self.hides) = (true, false);
        self.last = messages.iter().rev().find(|said| said.role == "user").map(|said| said.content.clone());
        self.context.out.note(&format!("going on with session {rest}"));
        Ok(())
    }

    fn change_user(&mut self, rest: &str) -> Result<(), Failure> {
        if rest.is_empty() {
            return self.context.out.aside(self.user.as_deref().unwrap_or("the local user"));
        }
        self.peer.set_user(rest)?;
        self.user = Some(rest.to_owned());
        self.session = new_session_id();
        (self.begun, self.last, self.hides) = (false, None, false);
        self.context.out.note(&format!("talking as {rest}, in a new session"));
        Ok(())
    }

    fn change_history(&mut self, rest: &str) -> Result<(), Failure> {
        if rest == "clear" {
            self.editor.forget()?;
            self.context.out.note("what was typed is forgotten");
            return Ok(());
        }
        if let Some(kept) = on_or_off("/history", rest)? {
            self.editor.history().keep(kept);
        }
        let kept = self.editor.history().is_kept();
        self.context.out.note(if kept { "what is typed is kept" } else { "what is typed is not kept" });
        Ok(())
    }

    fn change_lines(&mut self) {
        let many = !self.editor.has_many_lines();
        self.editor.set_many_lines(many);
        let said = if many {
            "Enter begins a new line; an empty line sends the message"
        } else {
            "Enter sends the message"
        };
        self.context.out.note(said);
    }

    /// The whole session, page by page.
    fn save(&mut self, rest: &str) -> Result<(), Failure> {
        if rest.is_empty() {
            return Err(Failure::usage("/save takes the name of the file to write"));
        }
        let session = self.session.clone().filter(|_| self.begun);
        let session = session.ok_or_else(|| Failure::usage("nothing was said yet"))?;
        let mut messages = self.tokio.block_on(self.peer.messages(&session, None))?;
        let mut page = messages.len();
        while page == PAGE as usize && messages.len() < MOST_SAVED {
            let before = messages.first().map(|said| said.id);
            let mut earlier = self.tokio.block_on(self.peer.messages(&session, before))?;
            page = earlier.len();
            earlier.append(&mut messages);
            messages = earlier;
        }
        let path = self.file(rest);
        let text = save::markdown(&self.formation, &session, &messages);
        fs::create_new_private(&path, text.as_bytes()).map_err(|e| {
            Failure::new(ExitCode::Failed, e.code(), e.to_string()).hint("name a file that is not there yet")
        })?;
        let saved = count(messages.len(), "message");
        self.context.out.note(&format!("{saved} in {}", self.context.shown(&path)));
        Ok(())
    }

    /// No shell is there to know the home directory.
    fn file(&self, name: &str) -> PathBuf {
        let home = name.strip_prefix("~/").zip(self.context.env.get(Var::Home));
        match home {
            Some((rest, home)) => PathBuf::from(home).join(rest),
            None => self.context.env.absolute(Path::new(name)),
        }
    }

    /// What Tab completes.
    fn set_words(&mut self, sessions: &[String]) {
        let agents = || self.agents.iter().map(|agent| agent.id.clone()).collect();
        let switches =
            |more: &[&str]| ["on", "off"].iter().chain(more).map(|&word| word.to_owned()).collect();
        let next = |name: &str| match name {
            "/agent" => agents(),
            "/session" => sessions.to_vec(),
            "/trace" => switches(&[]),
            "/history" => switches(&["clear"]),
            _ => Vec::new(),
        };
        let words = COMMANDS.iter().map(|(name, ..)| ((*name).to_owned(), next(name))).collect();
        self.editor.set_words(words);
    }
}

fn on_or_off(name: &str, rest: &str) -> Result<Option<bool>, Failure> {
    match rest {
        "" => Ok(None),
        "on" => Ok(Some(true)),
        "off" => Ok(Some(false)),
        _ => Err(Failure::usage(format!("{name} takes on or off"))),
    }
}

fn unknown(word: &str, near: Option<&str>) -> Failure {
    let meant =
        near.map_or_else(|| "/help lists the commands.".to_owned(), |near| format!("did you mean {near}?"));
    Failure::new(ExitCode::Usage, "unknown_command", format!("there is no command {word}"))
        .hint(format!("{meant} A message that begins with a slash is typed with two: /{word}"))
}
