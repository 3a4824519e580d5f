//! Questions to a person. Each needs a terminal, and has a flag for where there is none.

use std::io::{self, BufRead, IsTerminal, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rustix::termios::{LocalModes, OptionalActions, QueueSelector, Termios, tcflush, tcgetattr, tcsetattr};
use zeroize::Zeroizing;

use super::Failure;
use super::printer::say;
use super::question::{Came, input_error, line};
use crate::support::process::until_interrupted;
use crate::support::redact::{GENERIC, Redactor};
use crate::support::secret::SecretBytes;

/// What a terminal can take in one line, in bytes (N_TTY's buffer, less the line end).
const TERMINAL_LINE: usize = 4095;
/// A question that was put has the mode of its terminal long before this.
const ENTERING: Duration = Duration::from_secs(1);

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
        let answer = SecretBytes::new(std::mem::take(&mut *self.hidden(question)?));
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
        let answer = interruptible(true, move || {
            dialoguer::Input::<String>::new().with_prompt(question).allow_empty(true).interact_text()
        })?;
        answer.map_err(|dialoguer::Error::IO(cause)| {
            // At an open question Ctrl-C is a key too, and may come here before the signal.
            if cause.kind() == io::ErrorKind::Interrupted {
                say("");
                return Failure::interrupted();
            }
            input_error(&cause)
        })
    }

    /// A line that is typed at `question` and not shown. Ctrl-C, TERM and HUP give the terminal back as it was.
    fn hidden(&self, question: &str) -> Result<Zeroizing<Vec<u8>>, Failure> {
        let question = self.redactor.redact(question).into_owned();
        let (closed, open) = io::pipe().map_err(|e| input_error(&e))?;
        let echo = Echo::default();
        let switched = echo.clone();
        let came = until_interrupted(move || {
            // Before anybody sees that something can be typed.
            switched.off()?;
            drop(write!(io::stderr(), "{question}: ").and_then(|()| io::stderr().flush()));
            let came = line(&closed);
            switched.back();
            came
        });
        // Whoever is late switches nothing off any more.
        echo.back();
        drop(open);
        // The end of the line was not shown either.
        say("");
        match came.and_then(Option::transpose).map_err(|e| input_error(&e))? {
            Some(Came::Line(line)) => Ok(line),
            // Ctrl-D is no answer.
            Some(Came::End | Came::Closed) | None => Err(Failure::interrupted()),
        }
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
            let _ = tcflush(io::stdin(), QueueSelector::IFlush);
        }
    }

    /// The next line that is typed or piped; `None` at the end.
    pub fn next_line(&self, prompt: &str) -> Result<Option<String>, Failure> {
        if self.can_ask() {
            drop(write!(io::stderr(), "{prompt}").and_then(|()| io::stderr().flush()));
        }
        let read = || {
            let mut line = String::new();
            io::stdin().lock().read_line(&mut line).map(|read| (read, line))
        };
        let read = if self.can_ask() { interruptible(false, read)? } else { read() };
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

/// The echo of the terminal, which a hidden question switches off. Given back once, it stays, whoever comes late: the thread
/// that asks may be anywhere when a signal comes. Clones are the same one.
#[derive(Clone, Default)]
struct Echo(Arc<Mutex<Switched>>);

#[derive(Default)]
enum Switched {
    /// It is as it was found.
    #[default]
    NotYet,
    /// It is off, and was like this.
    Off(Termios),
    /// It is as it was found, and stays so.
    Over,
}

impl Echo {
    /// Switches it off, and drops what was typed before; nothing where it is over.
    fn off(&self) -> io::Result<()> {
        let mut switched = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !matches!(*switched, Switched::NotYet) {
            return Ok(());
        }
        let before = tcgetattr(io::stdin())?;
        let mut quiet = before.clone();
        quiet.local_modes -= LocalModes::ECHO;
        // Not by `Flush`, which waits until all was shown: for ever where the terminal is held.
        tcsetattr(io::stdin(), OptionalActions::Now, &quiet)?;
        *switched = Switched::Off(before);
        let _ = tcflush(io::stdin(), QueueSelector::IFlush);
        Ok(())
    }

    /// Gives it back. What was typed and not read is a part of something secret, and not for the next program.
    fn back(&self) {
        let mut switched = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Switched::Off(before) = std::mem::replace(&mut *switched, Switched::Over) {
            let _ = tcflush(io::stdin(), QueueSelector::IFlush);
            let _ = tcsetattr(io::stdin(), OptionalActions::Now, &before);
        }
    }
}

/// Runs a question so that Ctrl-C gives the terminal back as it was. One that `has_a_mode` of the terminal of its own may
/// just be about to enter it.
pub(super) fn interruptible<T: Send + 'static>(
    has_a_mode: bool,
    question: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Failure> {
    let before = tcgetattr(io::stdin()).ok();
    let ended = Arc::new(AtomicBool::new(false));
    let end = Arc::clone(&ended);
    let answer = until_interrupted(move || {
        let answer = question();
        end.store(true, Ordering::Release);
        answer
    });
    answer.map_err(|e| input_error(&e))?.ok_or_else(|| {
        if let Some(before) = before {
            if has_a_mode {
                until_entered(&before, &ended);
            }
            let _ = tcsetattr(io::stdin(), OptionalActions::Now, &before);
        }
        say("");
        Failure::interrupted()
    })
}

/// Waits until the terminal has another mode than `before`, or the question has ended: then nobody enters one any more.
fn until_entered(before: &Termios, ended: &AtomicBool) {
    let until = Instant::now() + ENTERING;
    let is_entered = || tcgetattr(io::stdin()).map_or(true, |now| now.local_modes != before.local_modes);
    while !ended.load(Ordering::Acquire) && !is_entered() && Instant::now() < until {
        std::thread::sleep(Duration::from_millis(2));
    }
}
