//! Data to stdout, all else to stderr. The values of secrets are taken out of both.

use std::borrow::Cow;
use std::io::{self, IsTerminal, Write};

use serde_json::{Value, json};
use unicode_width::UnicodeWidthChar;

use super::markdown::is_harmless;
use super::{Failure, Look, Markdown};
use crate::support::redact::{End, Redactor, Text};
use crate::support::text::steers;

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
    redactor: Redactor,
    /// A piece of streamed text is on the line: a note has to begin a new one.
    open_line: bool,
    pieces: Pieces,
}

/// Streamed text that goes on. What may begin a value waits here for the next piece.
#[derive(Debug, Default)]
struct Pieces(Option<Text>);

impl Clone for Pieces {
    /// What waits is printed once.
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Drop for Pieces {
    /// A command that ends in the middle of a line loses nothing.
    fn drop(&mut self) {
        if let Some(mut text) = self.0.take() {
            drop(write(harmless(&text.finish(End::Cut)).as_bytes()));
        }
    }
}

impl Printer {
    /// A printer on this process's stdout and stderr; the values that `redactor` knows by then are not printed.
    pub fn new(options: Options, redactor: Redactor) -> Self {
        Self { options, redactor, open_line: false, pieces: Pieces::default() }
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

    /// Hands stdout to a protocol; nothing else is printed on it from then on.
    pub fn protocol(&mut self) -> Result<tokio::io::Stdout, Failure> {
        self.flush_pieces(End::Whole)?;
        Ok(tokio::io::stdout())
    }

    /// A line of data.
    pub fn line(&mut self, text: &str) -> Result<(), Failure> {
        self.bytes(format!("{text}\n").as_bytes())
    }

    /// A value as pretty JSON. Values of secrets are taken out of its texts, so that it stays JSON.
    pub fn json(&mut self, value: &Value) -> Result<(), Failure> {
        let text = self.clean_json(value, |value| format!("{value:#}\n"));
        self.write(text.as_bytes())
    }

    /// A value as JSON in one line, for a stream of them.
    pub fn json_line(&mut self, value: &Value) -> Result<(), Failure> {
        let text = self.clean_json(value, |value| format!("{value}\n"));
        self.write(text.as_bytes())
    }

    fn clean_json(&self, value: &Value, show: impl Fn(&Value) -> String) -> String {
        if self.redactor.is_empty() {
            return show(value);
        }
        let mut clean = value.clone();
        self.redactor.redact_json(&mut clean);
        show(&clean)
    }

    /// The text without the values of secrets, where something is done to it before it is printed.
    pub fn clean(&self, text: &str) -> String {
        self.redactor.redact(text).into_owned()
    }

    /// Data without the values of secrets.
    pub fn bytes(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        if self.redactor.is_empty() {
            return self.write(bytes);
        }
        let clean = self.redactor.redact_bytes(bytes);
        self.write(&clean)
    }

    /// Data as it is, values of secrets too: for commands whose purpose is to print one.
    ///
    /// `tests/cli/leaks_doors.rs` names all who may.
    pub fn reveal(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.write(bytes)
    }

    /// What waits goes before it, so that the order stays.
    fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.flush_pieces(End::Whole)?;
        write(bytes)
    }

    fn flush_pieces(&mut self, end: End) -> Result<(), Failure> {
        match self.pieces.0.take() {
            Some(mut text) => write(harmless(&text.finish(end)).as_bytes()),
            None => Ok(()),
        }
    }

    /// A piece of text that goes on; shown at once but for an end that may begin the value of a secret.
    pub fn piece(&mut self, text: &str) -> Result<(), Failure> {
        self.open_line = !text.ends_with('\n') && (self.open_line || !text.is_empty());
        let clean = self.clean_piece(text.to_owned());
        if clean.is_empty() {
            return Ok(());
        }
        write(harmless(&clean).as_bytes())
    }

    fn clean_piece(&mut self, text: String) -> String {
        let redactor = &self.redactor;
        self.pieces.0.get_or_insert_with(|| redactor.text()).push(text)
    }

    /// The same as [`Self::piece`] for Markdown, laid out for this terminal.
    pub fn markdown_piece(&mut self, markdown: &mut Markdown, text: &str) -> Result<(), Failure> {
        // Characters that are not shown go first: they must not hide a value from the redactor.
        let clean = self.clean_piece(text.chars().filter(|c| is_harmless(*c)).collect());
        let ready = markdown.feed(&clean);
        self.laid_out(&ready)
    }

    /// The end of the Markdown: what waits, and the end of its line. `cut` says that more should have come.
    pub fn end_markdown(&mut self, markdown: &mut Markdown, cut: bool) -> Result<(), Failure> {
        let end = if cut { End::Cut } else { End::Whole };
        let rest = self.pieces.0.take().map(|mut text| text.finish(end)).unwrap_or_default();
        let mut ready = markdown.feed(&rest);
        ready.push_str(&markdown.finish());
        self.laid_out(&ready)?;
        self.end_pieces(end)
    }

    fn laid_out(&mut self, text: &str) -> Result<(), Failure> {
        if text.is_empty() {
            return Ok(());
        }
        self.open_line = !text.ends_with('\n');
        write(text.as_bytes())
    }

    /// Ends the line of an answer that was cut off.
    pub fn cut_line(&mut self) -> Result<(), Failure> {
        self.end_pieces(End::Cut)
    }

    /// How Markdown is shown here.
    pub fn look(&self) -> Look {
        Look { width: Some(self.width()), color: self.color() }
    }

    /// Ends the line that pieces began, if one is open.
    pub fn end_line(&mut self) -> Result<(), Failure> {
        self.end_pieces(End::Whole)
    }

    fn end_pieces(&mut self, end: End) -> Result<(), Failure> {
        self.flush_pieces(end)?;
        if std::mem::take(&mut self.open_line) { write(b"\n") } else { Ok(()) }
    }

    /// To stderr, without the values of secrets. What others said is part of it, and must not steer the terminal.
    fn tell(&self, text: &str) {
        // Values go first: escapes in them would hide them from the redactor.
        say(&escaped_lines(&self.redactor.redact(text)));
    }

    /// Something good to know; not printed with `--quiet` or `--json`.
    pub fn note(&self, text: &str) {
        if !self.options.quiet && !self.options.json {
            self.tell(text);
        }
    }

    /// How far a long run is; only on a terminal, and gone with the next line or an empty text.
    pub fn progress(&self, text: &str) {
        if !self.options.quiet && !self.options.json && io::stderr().is_terminal() {
            let text = self.redactor.redact(text);
            drop(write!(io::stderr(), "\r\x1b[K{text}").and_then(|()| io::stderr().flush()));
        }
    }

    /// The same in one line of the terminal, whatever the text holds.
    pub fn live(&self, text: &str) {
        let words: Vec<&str> = text.split_whitespace().collect();
        let (mut line, mut room) = (String::new(), self.width().saturating_sub(1));
        for c in words.join(" ").chars().filter(|c| !steers(*c)) {
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
        self.tell(text);
        Ok(())
    }

    /// Stdout and stderr themselves, for what another program writes. Whoever takes them sees to it that no value of
    /// a secret comes through; `tests/cli/leaks_doors.rs` names all who may.
    pub fn streams(&self) -> (io::Stdout, io::Stderr) {
        (io::stdout(), io::stderr())
    }

    /// Whether a person reads stderr.
    pub fn is_stderr_terminal(&self) -> bool {
        io::stderr().is_terminal()
    }

    /// A handle for lines that come from other threads while the command runs.
    pub fn log(&self) -> StderrLog {
        StderrLog(self.redactor.clone())
    }

    /// The same for stdout, where somebody asked for them there.
    pub fn stdout_log(&self) -> StdoutLog {
        StdoutLog(self.redactor.clone())
    }

    /// A block of findings, to stderr; not printed with `--json`, where the failure after it is all.
    pub fn block(&mut self, text: &str) {
        if !self.options.json {
            self.tell(text);
        }
    }

    /// Something that may be wrong; an object of its own line with `--json`.
    pub fn warn(&self, text: &str) {
        if self.options.json {
            say(&self.clean_json(&json!({"warning": {"message": text}}), Value::to_string));
        } else {
            self.tell(&format!("warning: {text}"));
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
        drop(self.end_pieces(End::Cut));
        if !self.options.json {
            failure.human().iter().for_each(|text| self.tell(text));
        } else if let Some(value) = failure.json() {
            say(&self.clean_json(&value, Value::to_string));
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
            // Its colours are sequences that the terminal has to obey.
            say(&self.redactor.redact(text.trim_end()));
            return Ok(());
        }
        self.bytes(text.as_bytes())
    }
}

/// Writes whole lines to stderr, from any thread, without the values of secrets.
#[derive(Clone, Debug)]
pub struct StderrLog(Redactor);

impl StderrLog {
    /// A line; control characters in it are shown, not obeyed.
    pub fn line(&self, text: &str) {
        say(&escaped(&self.0.redact(text)));
    }

    /// An object in a line of its own.
    pub fn json(&self, mut value: Value) {
        self.0.redact_json(&mut value);
        say(&value.to_string());
    }
}

/// Writes whole lines to stdout, from any thread, without the values of secrets.
#[derive(Clone, Debug)]
pub struct StdoutLog(Redactor);

impl StdoutLog {
    /// These lines, which have no end of their own; an error where nobody reads them. It may wait for who reads.
    pub fn lines(&self, lines: &[&str]) -> io::Result<()> {
        let mut text = String::with_capacity(lines.iter().map(|line| line.len() + 1).sum());
        for line in lines {
            text.push_str(&escaped(&self.0.redact(line)));
            text.push('\n');
        }
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes())?;
        out.flush()
    }
}

/// The text as one line: characters that steer a terminal are shown, not obeyed.
pub fn escaped(text: &str) -> String {
    escaped_but(text, &[])
}

/// The same with its lines as they are.
pub fn escaped_lines(text: &str) -> String {
    // A tab stays: sources of formations are shown as they stand.
    escaped_but(text, &['\n', '\t'])
}

fn escaped_but(text: &str, kept: &[char]) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if steers(c) && !kept.contains(&c) {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }
    out
}

/// What a model says must not steer the terminal.
fn harmless(text: &str) -> Cow<'_, str> {
    if io::stdout().is_terminal() && !text.chars().all(is_harmless) {
        return text.chars().filter(|c| is_harmless(*c)).collect::<String>().into();
    }
    text.into()
}

fn write(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(bytes).and_then(|()| out.flush()).map_err(|e| closed(&e))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_a_terminal_is_shown_and_not_obeyed() {
        for c in ['\u{7}', '\u{1b}', '\r', '\u{7f}', '\u{9b}', '\u{200e}', '\u{200f}', '\u{202a}', '\u{202e}']
        {
            assert_eq!(escaped_lines(&format!("a{c}b")), format!("a{}b", c.escape_default()));
        }
        assert_eq!(escaped("\u{2066}x\u{2069}\ny"), "\\u{2066}x\\u{2069}\\ny");
        assert_eq!(escaped_lines("a\n\tשלום 👩\u{200d}👧"), "a\n\tשלום 👩\u{200d}👧");
    }
}
