//! `muxi secrets run -- PROGRAM`.

use std::ffi::{OsStr, OsString};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::process::{Command, Stdio};

use clap::Args;

use super::exchange::selection;
use super::seal_warning;
use crate::audit::{Class, Event};
use crate::cli::context::Context;
use crate::config::Var;
use crate::output::{ExitCode, Failure};
use crate::secrets::{Location, SecretName, Selection, Store, check_environment};
use crate::support::process::{self, Ended, Outputs};
use crate::support::redact::{Left, SHORTEST, left};
use crate::support::secret::SecretBytes;

/// Run a program with the secrets in its environment, and nowhere in its output
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  muxi secrets run -- ./deploy.sh
  muxi secrets run --only DATABASE_URL -- psql
  muxi secrets run --no-mask -- vim                  the program gets the terminal itself

What the program writes passes a filter: a value of 8 bytes or more, also in base64, hexadecimal, a URL or JSON, becomes
[REDACTED:NAME]. The program sees pipes, even where there is a terminal. Signals are passed on to it. Its exit code
is that of this command: 128 + N if signal N ended it, 126 if it cannot be executed, 127 if it is not there.")]
pub(crate) struct Run {
    /// Only these secrets, separated by commas; else all
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    only: Vec<String>,
    /// Give the program stdout and stderr themselves; values in its output stay
    #[arg(long)]
    no_mask: bool,
    /// Run though the secrets were changed without the key since they were sealed
    #[arg(long)]
    allow_unsealed: bool,
    /// The program and its arguments
    #[arg(last = true, required = true, value_name = "PROGRAM")]
    command: Vec<OsString>,
}

impl Run {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let formation = context.formation(None)?;
        let location = context.secrets_at(&formation)?;
        let store = self.open(context, &location)?;
        let Selection { values, .. } = selection(context, &store, &self.only)?;
        check_environment(&values)?;
        drop(store);
        let Some((program, arguments)) = self.command.split_first() else {
            return Err(Failure::usage("there is no program to run"));
        };
        let names: Vec<&str> = values.iter().map(|(name, _)| name.as_str()).collect();
        let event = Event::new(Class::Secret, "secret.run", "secret", names.join(", "));
        // Its arguments may be anything; the program is a name.
        let program_name = program.to_string_lossy().into_owned();
        context.record(&formation, &event.with("secrets", names.len()).with("program", program_name))?;
        let mut command = Command::new(program);
        command.args(arguments);
        withhold_keys(context, &mut command);
        for (name, value) in &values {
            command.env(name.as_str(), OsStr::from_bytes(value.expose()));
        }
        if self.no_mask {
            return Err(start_failure(program, &process::exec(&mut command)));
        }
        warn_of_the_unmasked(context, &values);
        if context.out.is_terminal() || context.out.is_stderr_terminal() {
            context.out.note(
                "note: the output is masked, so the program sees a pipe; --no-mask gives it the terminal",
            );
        }
        let (stdout, stderr) = context.out.streams();
        let ended = process::run_masked(&mut command, &context.redactor, Outputs { stdout, stderr })
            .map_err(|error| start_failure(program, &error))?;
        finish(context, program, ended)
    }

    /// Refused where they cannot be relied on.
    fn open(&self, context: &mut Context, location: &Location) -> Result<Store, Failure> {
        let store = Store::open(location, &context.key_sources()?)?;
        if let Some(what) = seal_warning(store.seal()) {
            let what = format!("{}: {what}", store.path().display());
            if !self.allow_unsealed || context.globals.strict {
                return Err(Failure::new(ExitCode::Refused, "secrets_unsealed", what)
                    .hint("look at it, then run: muxi secrets seal (or run with --allow-unsealed)"));
            }
            context.out.warn(&what);
        }
        context.warn_older(store.path(), store.older());
        Ok(store)
    }
}

/// Says which values stay in the output.
fn warn_of_the_unmasked(context: &Context, values: &[(SecretName, SecretBytes)]) {
    let all = values.iter().filter(|(_, value)| !value.is_empty());
    for (why, text) in [
        (Left::Short, format!("too short to be masked in the output (less than {SHORTEST} bytes)")),
        (Left::Word, "not masked in the output, for the value is a common word".to_owned()),
    ] {
        let such = all.clone().filter(|(_, value)| left(value.expose()) == Some(why));
        let such: Vec<_> = such.map(|(name, _)| name.as_str()).collect();
        if !such.is_empty() {
            context.out.warn(&format!("{text}: {}", such.join(", ")));
        }
    }
}

/// What opens all secrets is not for a program that muxi starts.
pub(in crate::cli) fn withhold_keys(context: &Context, command: &mut Command) {
    for name in context.env.key_variables() {
        command.env_remove(name);
    }
    // A file that was read to its end can be read again by whoever has it open.
    for var in [Var::KeyFd, Var::PassphraseFd] {
        match context.env.text(var).and_then(|fd| fd.parse().ok()) {
            Some(0) => {
                command.stdin(Stdio::null());
            }
            Some(fd @ 3..) => process::keep_from_children(fd),
            _ => {}
        }
    }
}

fn start_failure(program: &OsStr, error: &io::Error) -> Failure {
    let message = format!("cannot run {}: {error}", program.display());
    match error.kind() {
        io::ErrorKind::NotFound => Failure::new(ExitCode::NoProgram, "program_not_found", message)
            .hint("name a program that is on the PATH, or its path"),
        io::ErrorKind::ArgumentListTooLong => {
            Failure::new(ExitCode::NotExecutable, "environment_too_large", message)
                .hint("name the secrets that it needs with --only NAMES")
        }
        _ => Failure::new(ExitCode::NotExecutable, "program_not_executable", message),
    }
}

fn finish(context: &mut Context, program: &OsStr, ended: Ended) -> Result<ExitCode, Failure> {
    if ended.output_still_open {
        context.out.warn(&format!(
            "something that {} started still runs; what it writes from now on is lost",
            program.display()
        ));
    }
    if let Some(error) = ended.output_error {
        let message = format!("cannot write what {} said: {error}", program.display());
        if ended.code == 0 {
            return Err(Failure::failed("output", &message));
        }
        context.out.warn(&message);
    }
    Ok(ExitCode::Program(ended.code))
}
