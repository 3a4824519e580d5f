//! Questions to a person. Each needs a terminal, and has a flag for where there is none.

use std::io::{self, BufRead, IsTerminal};

use super::Failure;
use super::printer::say;
use crate::support::process::until_interrupted;
use crate::support::redact::{GENERIC, Redactor};
use crate::support::secret::SecretBytes;

/// What a terminal can take in one line, in bytes (N_TTY's buffer, less the line end).
const TERMINAL_LINE: usize = 4095;

/// Asks on the terminal, or refuses with the flag that answers instead.
#[derive(Clone, Debug)]
pub struct Prompter {
    /// `--no-input`.
    pub no_input: bool,
    /// Hears of every value that is typed or piped in.
    pub redactor: Redactor,
}

impl Prompter {
    /// Whether a question can be asked.
    pub fn can_ask(&self) -> bool {
        !self.no_input && io::stdin().is_terminal() && io::stderr().is_terminal()
    }

    /// Whether stdin is something else than a terminal, so that data can come from it.
    pub fn stdin_is_data(&self) -> bool {
        !io::stdin().is_terminal()
    }

    /// All of stdin, at most `limit` bytes.
    pub fn read_stdin(&self, limit: usize) -> Result<SecretBytes, Failure> {
        let bytes = SecretBytes::read(io::stdin().lock(), limit as u64 + 1)
            .map_err(|e| Failure::failed("input", &format!("cannot read the standard input: {e}")))?;
        if bytes.len() > limit {
            let message = format!("the standard input holds more than {limit} bytes");
            return Err(Failure::new(super::ExitCode::Failed, "value_too_large", message));
        }
        Ok(bytes)
    }

    /// All of stdin as a secret, at most `limit` bytes: from then on it is taken out of all that is printed.
    pub fn secret_from_stdin(&self, limit: usize) -> Result<SecretBytes, Failure> {
        let value = self.read_stdin(limit)?;
        // Blanks around it may be no part of it.
        self.redactor.add(GENERIC, &SecretBytes::new(value.expose().trim_ascii().to_vec()));
        Ok(value)
    }

    /// A hidden value; `flag` is what gives it without a terminal.
    pub fn secret(&self, question: &str, flag: &str) -> Result<SecretBytes, Failure> {
        if !self.can_ask() {
            return Err(Failure::needs_input(question, flag));
        }
        let question = self.redactor.redact(question).into_owned();
        let answer = interruptible(move || {
            dialoguer::Password::new().with_prompt(question).allow_empty_password(true).interact()
        })?;
        let answer = SecretBytes::new(answer.map_err(|e| input_error(&e))?.into_bytes());
        self.redactor.add(GENERIC, &answer);
        if answer.len() >= TERMINAL_LINE {
            return Err(Failure::usage(
                "the value is longer than a terminal line can be, so its end may be missing",
            )
            .hint("pipe it in from a file or another program"));
        }
        Ok(answer)
    }

    /// A line that may be seen; `flag` is what gives it without a terminal.
    pub fn text(&self, question: &str, flag: &str) -> Result<String, Failure> {
        if !self.can_ask() {
            return Err(Failure::needs_input(question, flag));
        }
        let question = self.redactor.redact(question).into_owned();
        let answer = interruptible(move || {
            dialoguer::Input::<String>::new().with_prompt(question).allow_empty(true).interact_text()
        })?;
        answer.map_err(|e| input_error(&e))
    }

    /// The same; an empty line stands for `default`.
    pub fn text_or(&self, question: &str, default: &str, flag: &str) -> Result<String, Failure> {
        let answer = self.text(&format!("{question} [{default}]"), flag)?;
        Ok(if answer.trim().is_empty() { default.to_owned() } else { answer })
    }

    /// Which of `options`, each a word and what it means: its place, from 0. The first is the default.
    ///
    /// They are numbered lines, which any terminal can show and a screen reader can read.
    pub fn choose(&self, question: &str, options: &[(&str, &str)], flag: &str) -> Result<usize, Failure> {
        if !self.can_ask() {
            return Err(Failure::needs_input(question, flag));
        }
        let width = options.iter().map(|(word, _)| word.len()).max().unwrap_or_default();
        say(question);
        for (number, (word, about)) in options.iter().enumerate() {
            say(&format!("  {} {word:width$}  {about}", number + 1));
        }
        loop {
            let answer = self.text_or(&format!("A number from 1 to {}", options.len()), "1", flag)?;
            let answer = answer.trim();
            let number = answer.parse().ok().and_then(|number: usize| number.checked_sub(1));
            let word = options.iter().position(|(word, _)| word.eq_ignore_ascii_case(answer));
            if let Some(chosen) = number.filter(|number| *number < options.len()).or(word) {
                return Ok(chosen);
            }
            say(&format!("{answer:?} is none of them"));
        }
    }

    /// Yes or no, no by default; `flag` is what says yes without a terminal.
    pub fn confirm(&self, question: &str, flag: &str) -> Result<bool, Failure> {
        if !self.can_ask() {
            return Err(Failure::needs_input(question, flag));
        }
        self.drop_typed();
        let answer = self.text(&format!("{question} [y/N]"), flag)?;
        Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
    }

    /// Drops what was typed ahead on the terminal: it cannot be the answer to a question that nobody has seen yet.
    pub fn drop_typed(&self) {
        if self.can_ask() {
            // Where it cannot be dropped, the question is put all the same.
            let _ = rustix::termios::tcflush(io::stdin(), rustix::termios::QueueSelector::IFlush);
        }
    }

    /// The next line that is typed or piped; `None` at the end.
    pub fn next_line(&self, prompt: &str) -> Result<Option<String>, Failure> {
        if self.can_ask() {
            use std::io::Write as _;
            drop(write!(io::stderr(), "{prompt}").and_then(|()| io::stderr().flush()));
        }
        let read = || {
            let mut line = String::new();
            io::stdin().lock().read_line(&mut line).map(|read| (read, line))
        };
        let read = if self.can_ask() { interruptible(read)? } else { read() };
        match read {
            Ok((0, _)) => {
                // The terminal does not end the line of the prompt.
                if self.can_ask() {
                    say("");
                }
                Ok(None)
            }
            Ok((_, line)) => Ok(Some(line.trim_end_matches(['\n', '\r']).to_owned())),
            Err(e) => Err(Failure::failed("input", &format!("cannot read the standard input: {e}"))),
        }
    }
}

fn input_error(error: &dialoguer::Error) -> Failure {
    let dialoguer::Error::IO(cause) = error;
    // At an open question Ctrl-C is a key too, and may come here before the signal.
    if cause.kind() == io::ErrorKind::Interrupted {
        say("");
        return Failure::interrupted();
    }
    Failure::failed("input", &format!("cannot read the answer: {error}"))
}

/// Runs a question so that Ctrl-C gives the terminal back with its echo on.
pub(super) fn interruptible<T: Send + 'static>(
    question: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Failure> {
    let before = rustix::termios::tcgetattr(io::stdin()).ok();
    let answer = until_interrupted(question).map_err(|e| Failure::failed("input", &e))?;
    answer.ok_or_else(|| {
        if let Some(before) = before {
            let _ = rustix::termios::tcsetattr(io::stdin(), rustix::termios::OptionalActions::Now, &before);
        }
        say("");
        Failure::interrupted()
    })
}
