//! The line at which a person types in a conversation: editing, history, completion, more lines than one.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rustyline::completion::{Completer, Pair};
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::MemHistory;
use rustyline::validate::Validator;
use rustyline::{
    Behavior, Cmd, CompletionType, ConditionalEventHandler, Config, Context, Editor, Event, EventContext,
    EventHandler, Helper, KeyEvent, Modifiers, Movement, RepeatCount,
};

use super::history::History;
use super::prompt::{Prompter, interruptible};
use super::{ExitCode, Failure};

/// What came from the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    /// A message or command, maybe of several lines.
    Text(String),
    /// Ctrl-C where nothing was typed.
    Interrupt,
    /// Ctrl-D where nothing was typed, or the end of the input.
    End,
}

/// What can be completed: words that begin a line, each with the words that may follow it.
pub type Words = Vec<(String, Vec<String>)>;

/// Reads lines on a terminal.
pub struct LineEditor {
    /// Not there while a line is read, and where the terminal cannot do it.
    editor: Option<Editor<Typing, MemHistory>>,
    prompter: Prompter,
    history: History,
    keys: Keys,
}

/// What the keys know and find out while a line is read.
#[derive(Clone, Default)]
struct Keys {
    many_lines: Arc<AtomicBool>,
    /// All that stood before each backslash that asked for a new line, with it: pasted ones ask for nothing.
    continued: Arc<Mutex<Vec<String>>>,
}

impl LineEditor {
    /// On this process's terminal. A `plain` one (`TERM=dumb`) takes lines as they come.
    pub fn new(prompter: Prompter, history: History, plain: bool) -> Result<Self, Failure> {
        let keys = Keys::default();
        let mut editor = if plain { None } else { Some(editor(&keys)?) };
        if let Some(editor) = &mut editor {
            for line in history.lines() {
                editor.add_history_entry(line.as_str()).map_err(|e| broken(&e))?;
            }
        }
        Ok(Self { editor, prompter, history, keys })
    }

    /// What Tab completes from now on.
    pub fn set_words(&mut self, words: Words) {
        if let Some(typing) = self.editor.as_mut().and_then(Editor::helper_mut) {
            typing.words = words;
        }
    }

    /// Whether Enter begins a new line from now on, and an empty line ends the message.
    pub fn set_many_lines(&mut self, many: bool) {
        self.keys.many_lines.store(many, Ordering::Relaxed);
    }

    /// Whether it does.
    pub fn has_many_lines(&self) -> bool {
        self.keys.many_lines.load(Ordering::Relaxed)
    }

    /// What was typed before.
    pub fn history(&mut self) -> &mut History {
        &mut self.history
    }

    /// Forgets what was typed before.
    pub fn forget(&mut self) -> Result<(), Failure> {
        if let Some(editor) = &mut self.editor {
            editor.clear_history().map_err(|e| broken(&e))?;
        }
        self.history.clear().map_err(|e| Failure::new(ExitCode::Failed, e.code(), e.to_string()))
    }

    /// Empties the screen.
    pub fn clear_screen(&mut self) -> Result<(), Failure> {
        self.editor.as_mut().map_or(Ok(()), |editor| editor.clear_screen().map_err(|e| broken(&e)))
    }

    /// Waits for what is typed. TERM and the like give the terminal back and end it.
    pub fn read(&mut self, prompt: &str) -> Result<Typed, Failure> {
        let Some(mut editor) = self.editor.take() else { return self.read_plain(prompt) };
        let prompt = prompt.to_owned();
        let (editor, read) = interruptible(true, move || {
            let read = editor.readline(prompt.as_str());
            (editor, read)
        })?;
        self.editor = Some(editor);
        match read {
            Ok(text) => Ok(Typed::Text(self.keys.joined(text))),
            Err(ReadlineError::Interrupted) => Ok(Typed::Interrupt),
            Err(ReadlineError::Eof) => Ok(Typed::End),
            Err(error) => Err(broken(&error)),
        }
    }

    fn read_plain(&self, prompt: &str) -> Result<Typed, Failure> {
        let mut text = String::new();
        let mut prompt = prompt;
        loop {
            let Some(line) = self.prompter.next_line(prompt)? else {
                return Ok(if text.is_empty() { Typed::End } else { Typed::Text(text) });
            };
            text.push_str(&line);
            match after(&text, self.has_many_lines()) {
                Enter::Send => return Ok(Typed::Text(text)),
                Enter::Replace => drop(text.pop()),
                Enter::GoOn => {}
            }
            text.push('\n');
            prompt = "";
        }
    }

    /// Keeps what was typed, if it may be kept. An error means that the file cannot be written.
    pub fn keep(&mut self, text: &str) -> Result<(), Failure> {
        if self.history.takes(text)
            && let Some(editor) = &mut self.editor
        {
            editor.add_history_entry(text).map_err(|e| broken(&e))?;
        }
        let kept = self.history.add(text);
        kept.map(drop).map_err(|e| Failure::new(ExitCode::Failed, e.code(), e.to_string()))
    }
}

impl Keys {
    /// The text without the backslashes that asked for new lines.
    fn joined(&self, mut text: String) -> String {
        let mut continued = self.continued.lock().unwrap_or_else(PoisonError::into_inner);
        // From behind, so that what is before a backslash is still as it was.
        for before in continued.drain(..).rev() {
            if text.strip_prefix(&before).is_some_and(|rest| rest.starts_with('\n')) {
                text.remove(before.len() - 1);
            }
        }
        text
    }
}

fn editor(keys: &Keys) -> Result<Editor<Typing, MemHistory>, Failure> {
    let config = Config::builder()
        // With its own descriptor the answers can be piped away.
        .behavior(Behavior::PreferTerm)
        .completion_type(CompletionType::List)
        .history_ignore_dups(true)
        .and_then(|config| config.max_history_size(1000))
        .map_err(|e| broken(&e))?
        .history_ignore_space(true)
        .build();
    let history = MemHistory::with_config(&config);
    let mut editor = Editor::with_history(config, history).map_err(|e| broken(&e))?;
    editor.set_helper(Some(Typing { words: Vec::new() }));
    for enter in ['\r', '\n'] {
        let key = KeyEvent::new(enter, Modifiers::NONE);
        editor.bind_sequence(key, EventHandler::Conditional(Box::new(OnEnter(keys.clone()))));
        editor.bind_sequence(KeyEvent::new(enter, Modifiers::ALT), EventHandler::Simple(Cmd::Newline));
    }
    editor.bind_sequence(KeyEvent::ctrl('C'), EventHandler::Conditional(Box::new(OnInterrupt)));
    Ok(editor)
}

fn broken(error: &ReadlineError) -> Failure {
    Failure::failed("input", &format!("cannot read from the terminal: {error}"))
}

/// What Enter does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Enter {
    Send,
    /// A new line instead of the backslash that asks for one.
    Replace,
    /// A new line.
    GoOn,
}

/// What Enter does after `text`.
fn after(text: &str, many_lines: bool) -> Enter {
    let command = text.starts_with('/') && !text.starts_with("//") && !text.contains('\n');
    let fences = text.lines().filter(|line| line.trim_start().starts_with("```")).count();
    if command {
        Enter::Send
    } else if fences % 2 == 1 {
        Enter::GoOn
    } else if text.ends_with('\\') && !text.ends_with("\\\\") {
        Enter::Replace
    } else if many_lines && !text.is_empty() && !text.ends_with('\n') {
        Enter::GoOn
    } else {
        Enter::Send
    }
}

struct OnEnter(Keys);

impl ConditionalEventHandler for OnEnter {
    fn handle(&self, _: &Event, _: RepeatCount, _: bool, context: &EventContext) -> Option<Cmd> {
        let line = context.line();
        let enter = after(line, self.0.many_lines.load(Ordering::Relaxed));
        if enter == Enter::Replace && context.pos() == line.len() {
            self.0.continued.lock().unwrap_or_else(PoisonError::into_inner).push(line.to_owned());
        }
        Some(if enter == Enter::Send { Cmd::AcceptLine } else { Cmd::Newline })
    }
}

struct OnInterrupt;

impl ConditionalEventHandler for OnInterrupt {
    fn handle(&self, _: &Event, _: RepeatCount, _: bool, context: &EventContext) -> Option<Cmd> {
        Some(if context.line().is_empty() { Cmd::Interrupt } else { Cmd::Kill(Movement::WholeBuffer) })
    }
}

/// What helps with typing.
struct Typing {
    words: Words,
}

impl Typing {
    /// Where the word to complete begins, and what it may become.
    fn complete_at(&self, line: &str) -> (usize, Vec<String>) {
        if !line.starts_with('/') || line.contains('\n') {
            return (0, Vec::new());
        }
        let (start, known): (usize, Vec<&String>) = match line.split_once(' ') {
            None => (0, self.words.iter().map(|(word, _)| word).collect()),
            Some((command, _)) => {
                let found = self.words.iter().find(|(word, _)| word == command);
                (command.len() + 1, found.into_iter().flat_map(|(_, next)| next).collect())
            }
        };
        let begun = &line[start..];
        let blank = if start == 0 { " " } else { "" };
        let fits = known.into_iter().filter(|word| word.starts_with(begun));
        (start, fits.map(|word| format!("{word}{blank}")).collect())
    }
}

impl Helper for Typing {}
impl Highlighter for Typing {}
impl Validator for Typing {}
impl Hinter for Typing {
    type Hint = String;
}

impl Completer for Typing {
    type Candidate = Pair;

    fn complete(&self, line: &str, pos: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<Pair>)> {
        let (start, words) = self.complete_at(&line[..pos]);
        let pair = |word: String| Pair { display: word.trim_end().to_owned(), replacement: word };
        Ok((start, words.into_iter().map(pair).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn enter_sends_what_is_whole() {
        for text in ["", "hello", "/help", "/multiline \\", "a\\\\", "```\nx\n```", "two\nlines"] {
            assert_eq!(after(text, false), Enter::Send, "{text:?}");
        }
        for text in ["```", "say\n```rust\nfn", "```\n\n"] {
            assert_eq!(after(text, false), Enter::GoOn, "{text:?}");
        }
        assert_eq!(after("a \\", false), Enter::Replace);
        assert_eq!(after("//x\\", false), Enter::Replace);
    }

    #[test]
    fn a_backslash_that_asked_for_a_line_goes_and_a_pasted_one_stays() {
        let keys = Keys::default();
        keys.continued.lock().unwrap().extend([
            "a \\".to_owned(),
            "a \\\nb\\".to_owned(),
            "edited\\".to_owned(),
        ]);
        assert_eq!(keys.joined("a \\\nb\\\nc \\\nd".to_owned()), "a \nb\nc \\\nd");
        assert_eq!(keys.joined("a \\\nb".to_owned()), "a \\\nb");
    }

    #[test]
    fn with_many_lines_an_empty_one_sends() {
        assert_eq!(after("a", true), Enter::GoOn);
        assert_eq!(after("a\nb", true), Enter::GoOn);
        assert_eq!(after("a\n", true), Enter::Send);
        assert_eq!(after("/multiline", true), Enter::Send);
    }

    #[test]
    fn commands_and_what_follows_them_are_completed() {
        let agents = vec!["alpha".to_owned(), "beta".to_owned()];
        let typing =
            Typing { words: vec![("/agent".to_owned(), agents), ("/agents".to_owned(), Vec::new())] };
        assert_eq!(typing.complete_at("/ag"), (0, vec!["/agent ".to_owned(), "/agents ".to_owned()]));
        assert_eq!(typing.complete_at("/agent b"), (7, vec!["beta".to_owned()]));
        assert_eq!(typing.complete_at("hello"), (0, Vec::new()));
        assert_eq!(typing.complete_at("/nothing x"), (9, Vec::new()));
    }
}
