//! Child processes that end with the benchmark.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use anyhow::Context as _;

/// A child; killed when dropped.
pub(crate) struct Process(pub(crate) Child);

impl Process {
    /// Starts `command` and reads the first line that it prints.
    pub(crate) fn start(mut command: Command) -> anyhow::Result<(Self, String)> {
        let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
        let mut process = Self(child);
        let mut line = String::new();
        let stdout = process.0.stdout.as_mut().context("it is piped")?;
        BufReader::new(stdout).read_line(&mut line)?;
        Ok((process, line.trim_end().to_owned()))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// This binary again, in the role that `args` name.
pub(crate) fn again(args: &[&str]) -> anyhow::Result<Command> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(args);
    Ok(command)
}

/// A server among those roles, and the address that it listens on.
pub(crate) fn listening(args: &[&str]) -> anyhow::Result<(Process, String)> {
    let (process, address) = Process::start(again(args)?)?;
    anyhow::ensure!(!address.is_empty(), "it did not start");
    Ok((process, address))
}
