//! `muxi` on a real pseudo-terminal.

use std::process::Command;
use std::time::{Duration, Instant};

use expectrl::process::Termios;
use expectrl::process::unix::WaitStatus;
use expectrl::session::OsSession;
use expectrl::{Eof, Expect, Session};

use crate::support::Home;

/// A terminal with a program on it. What is waited for has to come within 20 s.
pub struct Terminal {
    session: OsSession,
    seen: String,
}

impl Terminal {
    /// Runs `muxi` on a terminal that is this wide and shows what is typed.
    pub fn start(home: &Home, columns: u16, args: &[&str]) -> Self {
        Self::start_with(home, columns, args, &[])
    }

    /// The same with further variables.
    pub fn start_with(home: &Home, columns: u16, args: &[&str], variables: &[(&str, &str)]) -> Self {
        let muxi = home.process(args);
        let mut shell = Command::new("sh");
        // The crate turns the echo off, where a person's terminal has it on, and sets the size only when
        // the program runs already: so it waits for a line.
        shell.args(["-c", "read go && stty echo && exec \"$0\" \"$@\""]).arg(muxi.get_program()).args(args);
        shell.current_dir(home.formation()).env_clear().env("TERM", "xterm");
        shell.envs(muxi.get_envs().filter_map(|(name, value)| Some((name, value?))));
        shell.envs(variables.iter().copied());
        let mut session = Session::spawn(shell).expect("a pseudo-terminal");
        session.set_expect_timeout(Some(Duration::from_secs(20)));
        session.get_process_mut().set_window_size(columns, 24).expect("a terminal");
        session.send("\n").expect("the terminal takes it");
        Self { session, seen: String::new() }
    }

    /// Waits for `text`.
    pub fn until(&mut self, text: &str) {
        match self.session.expect(text) {
            Ok(found) => self.seen.push_str(&String::from_utf8_lossy(found.as_bytes())),
            Err(error) => panic!("{text:?} does not come: {error}; so far: {}", self.seen),
        }
    }

    /// Types.
    pub fn type_in(&mut self, keys: &str) {
        self.session.send(keys).expect("the terminal takes it");
    }

    /// Whether the terminal shows what is typed, waiting up to 5 s until it is as wanted.
    pub fn echo_is(&self, wanted: bool) -> bool {
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(5) {
            if self.session.is_echo().expect("a terminal") == wanted {
                return true;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        false
    }

    /// The program's process.
    pub fn pid(&self) -> u32 {
        self.session.get_process().pid().as_raw().cast_unsigned()
    }

    /// Waits until a signal ended it; all that was on the terminal.
    pub fn killed(mut self) -> String {
        match self.session.expect(Eof) {
            Ok(found) => self.seen.push_str(&String::from_utf8_lossy(found.as_bytes())),
            Err(error) => panic!("it does not end: {error}; so far: {}", self.seen),
        }
        self.seen
    }

    /// Waits for the end: the exit code, all that was on the terminal, and whether it echoes again.
    pub fn end(mut self) -> (i32, String, bool) {
        match self.session.expect(Eof) {
            Ok(found) => self.seen.push_str(&String::from_utf8_lossy(found.as_bytes())),
            Err(error) => panic!("it does not end: {error}; so far: {}", self.seen),
        }
        let echo = self.echo_is(true);
        let code = match self.session.get_process().wait() {
            Ok(WaitStatus::Exited(_, code)) => code,
            other => panic!("{other:?}"),
        };
        (code, self.seen, echo)
    }
}
