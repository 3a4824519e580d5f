//! `muxi test [PATH]…`.

mod plan;
mod report;
mod run;

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::chat::approve;
use super::context::Context;
use super::serve::Tape;
use crate::output::{ExitCode, Failure};
use crate::runtime::approvals::Approval;
use crate::support::fs;
use report::Report;

/// Run the tests of the formation: what is said to it, and what has to be so then
#[derive(Debug, Args)]
#[command(after_help = "\
A case is in tests/NAME.yaml of the formation, and begins without sessions, memory and files:
  message: Where is order 17?
  expect: {agent: orders, contains: [\"17\", on its way], max_model_calls: 2}
All that can be expected: muxi schema test --format markdown

Exit code: 0 all passed, 1 one failed, 2 a wrong option, 3 no case found, 130 interrupted.

Examples:
  muxi test --filter refund                      cases with that in their name or file
  muxi test --record tests/recordings            keep what the models answer, a directory for each case
  muxi test --replay tests/recordings            the same answers again: no key, no network, no cost
  muxi test --format junit --output report.xml   for a CI, beside the lines for people")]
pub(crate) struct Test {
    /// The formation's directory, or files of its tests; else the formation that is found as always
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Only cases with this in their name or in that of their file; A is a
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,
    /// End with the first case that fails
    #[arg(long)]
    fail_fast: bool,
    /// How many cases run at once
    #[arg(long, short, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u16).range(1..=64))]
    jobs: u16,
    /// How the report is written; --json prints it as json
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
    /// Write the report to this file; lines for people still go to stdout
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    tape: Tape,
    /// Make calls of tools that ask, where server/tool fits PATTERN, such as files/* or all; else they are denied
    #[arg(long, value_name = "PATTERN")]
    approve: Vec<String>,
}

impl Test {
    /// Whether a call of a tool that asks is made.
    fn approves(&self, approval: &Approval) -> bool {
        self.approve.iter().any(|one| approve::fits(one, &approval.server, &approval.tool))
    }
}

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Human,
    /// For programs
    Json,
    /// XML as CIs read it
    Junit,
}

impl Test {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let printed = self.printed(context)?;
        let output = self.output.as_ref().map(|file| context.env.absolute(file));
        // Before anything is asked that costs money.
        if let Some(file) = &output {
            check_output(file)?;
        }
        let suites = plan::suites(context, &self)?;
        let mut report = Report::new(context, printed == Format::Human);
        let ended = run::all(context, &self, &suites, &mut report)?;
        report.end(ended);
        match printed {
            Format::Human => report.summary(context),
            Format::Json => context.out.json(&report.json())?,
            Format::Junit => context.out.bytes(report.junit().as_bytes())?,
        }
        if let Some(file) = &output {
            let text = match self.written(context) {
                Format::Human => report.human(),
                Format::Json => format!("{:#}\n", report.json()),
                Format::Junit => report.junit(),
            };
            fs::write_atomic(file, text.as_bytes(), fs::Mode::Keep(0o644))
                .map_err(|error| unwritable(&error))?;
        }
        Ok(report.exit())
    }

    /// What goes to stdout.
    fn printed(&self, context: &mut Context) -> Result<Format, Failure> {
        match (self.format, &self.output) {
            (_, Some(_)) | (Format::Human, None) if context.out.is_json() => Ok(Format::Json),
            (_, Some(_)) => Ok(Format::Human),
            (Format::Junit, None) if context.out.is_json() => {
                Err(Failure::usage("--json and --format junit exclude each other on stdout")
                    .hint("write one of them to a file with --output FILE"))
            }
            (Format::Json, None) => {
                context.out.set_json();
                Ok(Format::Json)
            }
            (format, None) => Ok(format),
        }
    }

    /// What goes to the file.
    fn written(&self, context: &Context) -> Format {
        if self.format == Format::Human && context.out.is_json() { Format::Json } else { self.format }
    }
}

/// That the file can be made or written over; nothing is made yet.
fn check_output(file: &Path) -> Result<(), Failure> {
    if file.is_dir() {
        return Err(Failure::usage(format!("{} is a directory", file.display()))
            .hint("name a file with --output FILE"));
    }
    let there = if file.exists() {
        fs::check_file_writable(file)
    } else {
        fs::check_writable(file.parent().unwrap_or(file))
    };
    there.map_err(|error| unwritable(&error))
}

fn unwritable(error: &fs::FsError) -> Failure {
    Failure::new(ExitCode::Failed, error.code(), error.to_string())
        .hint("name a file that can be written with --output FILE")
}
