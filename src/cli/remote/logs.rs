//! `muxi remote logs`.

use clap::{Args, ValueEnum};
use serde_json::Value;

use super::id;
use crate::cli::context::Context;
use crate::cli::profiles::Which;
use crate::cli::shown::list;
use crate::cli::wait::in_tokio;
use crate::output::{ExitCode, Failure, Printer, escaped};
use crate::remote::server::{LogStream, ServerError};

/// Print what a formation of the server writes to stdout and stderr
#[derive(Debug, Args)]
#[command(after_help = "\
These are the outputs of the process, which the server keeps. The log of the formation itself is `muxi logs`.")]
pub(crate) struct Logs {
    /// Its id; else that of the formation here
    id: Option<String>,
    /// How many of the last lines
    #[arg(long, short = 'n', value_name = "COUNT", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    lines: u32,
    /// Which output: both unless said otherwise
    #[arg(long, value_name = "STREAM", value_enum, default_value_t = Output::All)]
    stream: Output,
    /// Go on with what comes, until Ctrl-C
    #[arg(long, short)]
    follow: bool,
    #[command(flatten)]
    which: Which,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Output {
    All,
    Stdout,
    Stderr,
}

impl From<Output> for LogStream {
    fn from(output: Output) -> Self {
        match output {
            Output::All => Self::All,
            Output::Stdout => Self::Stdout,
            Output::Stderr => Self::Stderr,
        }
    }
}

/// Why following ended.
enum Stopped {
    Server(ServerError),
    Here(Failure),
}

impl From<ServerError> for Stopped {
    fn from(error: ServerError) -> Self {
        Self::Server(error)
    }
}

impl Logs {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let id = id(context, self.id.clone())?;
        let server = self.which.connect(context)?;
        if !self.follow {
            let found = server.ask(server.client.output(&id, self.lines, self.stream.into()))?;
            return print(&mut context.out, &found).map(|()| ExitCode::Done);
        }
        let out = &mut context.out;
        in_tokio(async {
            let show = |line: Value| show(out, &line).map_err(Stopped::Here);
            let followed = server.client.follow_output(&id, self.lines, self.stream.into(), show).await;
            followed.map_err(|stopped| match stopped {
                Stopped::Server(error) => server.failure(&error),
                Stopped::Here(failure) => failure,
            })
        })?;
        Ok(ExitCode::Done)
    }
}

fn print(out: &mut Printer, found: &Value) -> Result<(), Failure> {
    if out.is_json() {
        return out.json(found);
    }
    let lines = |name: &str| list(&found["logs"], name);
    let (stdout, stderr) = (lines("stdout"), lines("stderr"));
    if stdout.is_empty() && stderr.is_empty() {
        out.note("there are no lines");
    }
    stdout.iter().try_for_each(|line| text(out, line))?;
    if !stdout.is_empty() && !stderr.is_empty() {
        out.note("stderr:");
    }
    stderr.iter().try_for_each(|line| text(out, line))
}

fn show(out: &mut Printer, line: &Value) -> Result<(), Failure> {
    if out.is_json() { out.json_line(line) } else { text(out, &line["line"]) }
}

/// A line as it is, but that nothing in it steers the terminal.
fn text(out: &mut Printer, line: &Value) -> Result<(), Failure> {
    let line = line.as_str().unwrap_or_default().trim_end_matches(['\n', '\r']);
    // Values go first: escapes in them would hide them from the redactor.
    let clean = out.clean(line);
    out.line(&escaped(&clean))
}
