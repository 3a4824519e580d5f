//! Data to stdout, all else to stderr.

use std::io::{self, IsTerminal, Write};

use serde_json::{Value, json};
use unicode_width::UnicodeWidthChar;

use super::markdown::is_harmless;
use super::{Failure, Look};

/// How to print.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// JSON instead of text.
    pub json: bool,
    /// No notes.
    pub quiet: bool,
    /// Colours: `None` where stdout is a terminal.
    pub color: Option<bool>,
    /// Whether the environment is fine with colours.
    pub env_color: bool,
}

/// Prints everything that muxi prints.
#[derive(Clone, Debug)]
pub struct Printer {
    options: Options,
    /// A piece of streamed text is on the line: a note has to begin a new one.
    open_line: bool,
}

impl Printer {
    /// A printer on this process's stdout and stderr.
    pub fn new(options: Options) -> Self {
        Self { options, open_line: false }
    }

    /// Whether data is printed as JSON.
    pub fn is_json(&self) -> bool {
        self.options.json
    }

    /// Prints JSON from now on, as `--json` does from the start.
    pub fn set_json(&mut self) {
        self.options.json = true;
    }

    /// Whether a person reads stdout.
    pub fn is_terminal(&self) -> bool {
        io::stdout().is_terminal()
    }

    /// Whether stdout takes colours.
    pub fn color(&self) -> bool {
        self.options.color.unwrap_or_else(|| self.options.env_color && self.is_terminal())
    }

    /// Columns of the terminal; 80 where there is none.
    pub fn width(&self) -> usize {
        let size = rustix::termios::tcgetwinsize(io::stdout()).ok();
        size.map(|s| usize::from(s.ws_col)).filter(|w| *w > 0).unwrap_or(80)
    }

    /// A line of data.
    pub fn line(&mut self, text: &str) -> Result<(), Failure> {
        self.bytes(format!("{text}\n").as_bytes())
    }

    /// A value as pretty JSON.
    pub fn json(&mut self, value: &Value) -> Result<(), Failure> {
        self.line(&format!("{value:#}"))
    }

    /// Data as it is.
    pub fn bytes(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        out.write_all(bytes).and_then(|()| out.flush()).map_err(|e| closed(&e))
    }

    /// A piece of text that goes on; shown at once.
    pub fn piece(&mut self, text: &str) -> Result<(), Failure> {
        self.open_line = !text.ends_with('\n') && (self.open_line || !text.is_empty());
        if self.is_terminal() {
            // What a model says must not steer the terminal.
            return self.bytes(text.chars().filter(|c| is_harmless(*c)).collect::<String>().as_bytes());
        }
        self.bytes(text.as_bytes())
    }

    /// A piece of text that was laid out for this terminal; shown at once.
    pub fn laid_out(&mut self, text: &str) -> Result<(), Failure> {
        if text.is_empty() {
            return Ok(());
        }
        self.open_line = !text.ends_with('\n');
        self.bytes(text.as_bytes())
    }

    /// How Markdown is shown here.
    pub fn look(&self) -> Look {
        Look { width: Some(self.width()), color: self.color() }
    }

    /// Ends the line that pieces began, if one is open.
    pub fn end_line(&mut self) -> Result<(), Failure> {
        if std::mem::take(&mut self.open_line) { self.bytes(b"\n") } else { Ok(()) }
    }

    /// Something good to know; not printed with `--quiet` or `--json`.
    pub fn note(&self, text: &str) {
        if !self.options.quiet && !self.options.json {
            say(text);
        }
    }

    /// How far a long run is; only on a terminal, and gone with the next line or an empty text.
    pub fn progress(&self, text: &str) {
        if !self.options.quiet && !self.options.json && io::stderr().is_terminal() {
            drop(write!(io::stderr(), "\r\x1b[K{text}").and_then(|()| io::stderr().flush()));
        }
    }

    /// The same in one line of the terminal, whatever the text holds.
    pub fn live(&self, text: &str) {
        let words: Vec<&str> = text.split_whitespace().collect();
        let (mut line, mut room) = (String::new(), self.width().saturating_sub(1));
        for c in words.join(" ").chars().filter(|c| is_harmless(*c)) {
            let width = c.width().unwrap_or(0);
            if width > room {
                break;
            }
            room -= width;
            line.push(c);
        }
        self.progress(&line);
    }

    /// Lines that were asked for beside the data; stderr, also with `--quiet`.
    pub fn aside(&mut self, text: &str) -> Result<(), Failure> {
        self.end_line()?;
        say(text);
        Ok(())
    }

    /// Stdout and stderr themselves, for what another program writes.
    pub fn streams(&self) -> (io::Stdout, io::Stderr) {
        (io::stdout(), io::stderr())
    }

    /// Whether a person reads stderr.
    pub fn is_stderr_terminal(&self) -> bool {
        io::stderr().is_terminal()
    }

    /// A handle for lines that come from other threads while the command runs.
    pub fn log(&self) -> StderrLog {
        StderrLog(())
    }

    /// A block of findings, to stderr; not printed with `--json`, where the failure after it is all.
    pub fn block(&mut self, text: &str) {
        if !self.options.json {
            say(text);
        }
    }

    /// Something that may be wrong; an object of its own line with `--json`.
    pub fn warn(&self, text: &str) {
        if self.options.json {
            say(&json!({"warning": {"message": text}}).to_string());
        } else {
            say(&format!("warning: {text}"));
        }
    }

    /// Something that could not be done, where the command goes on without it.
    pub fn warn_failure(&mut self, instead: &str, failure: &Failure) {
        if let Some(text) = failure.human() {
            self.warn(&format!("{instead}: {}", text.trim_start_matches("error: ")));
        }
    }

    /// A command that failed.
    pub fn failure(&mut self, failure: &Failure) {
        // The line on stdout ends first; if that fails there is nobody left to tell.
        drop(self.end_line());
        let text = if self.options.json { failure.json().map(|v| v.to_string()) } else { failure.human() };
        if let Some(text) = text {
            say(&text);
        }
    }

    /// Text that clap made: help and version to stdout, usage errors to stderr.
    pub fn clap(&mut self, error: &clap::Error) -> Result<(), Failure> {
        if error.use_stderr() && self.options.json {
            let text = error.render().to_string();
            let first = text.trim_start_matches("error: ").split("\n\n").next().unwrap_or_default();
            let missing = clap::error::ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
            let words: Vec<&str> = first.split_whitespace().collect();
            let message =
                if error.kind() == missing { "a command is missing".to_owned() } else { words.join(" ") };
            self.failure(&Failure::usage(message).hint("see --help"));
            return Ok(());
        }
        let color = if error.use_stderr() {
            self.options.env_color && io::stderr().is_terminal()
        } else {
            self.color()
        };
        let rendered = error.render();
        let text = if color { rendered.ansi().to_string() } else { rendered.to_string() };
        if error.use_stderr() {
            say(text.trim_end());
            return Ok(());
        }
        self.bytes(text.as_bytes())
    }
}

/// Writes whole lines to stderr, from any thread.
#[derive(Clone, Copy, Debug)]
pub struct StderrLog(());

impl StderrLog {
    /// A line; control characters in it are shown, not obeyed.
    pub fn line(self, text: &str) {
        let clean: String = text
            .chars()
            .flat_map(|c| if c.is_control() { c.escape_default().collect::<Vec<_>>() } else { vec![c] })
            .collect();
        say(&clean);
    }
}

/// To stderr. If that is closed too, silence is all that is left.
pub(super) fn say(text: &str) {
    drop(writeln!(io::stderr().lock(), "{text}"));
}

fn closed(error: &io::Error) -> Failure {
    if error.kind() == io::ErrorKind::BrokenPipe {
        Failure::closed()
    } else {
        Failure::failed("output", &format!("cannot write to the standard output: {error}"))
    }
}
