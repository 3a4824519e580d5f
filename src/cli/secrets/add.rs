//! `muxi secrets add NAME`.

use std::path::Path;

use clap::Args;

use crate::audit::{Class, Event};
use crate::cli::context::Context;
use crate::output::{ExitCode, Failure};
use crate::secrets::lint::Entered;
use crate::secrets::{self, Change, Effect, MAX_VALUE, Outcome, SecretName};
use crate::support::secret::SecretBytes;

const STDIN_FORM: &str = "printf %s \"$VALUE\" | muxi secrets";
const LEAST_GENERATED: usize = 16;
const MOST_GENERATED: usize = 1024;
const LONGEST_LINE_END: usize = 2;

/// Add a secret, or give it a new value; the value is asked for, or comes from stdin
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  muxi secrets add OPENAI_API_KEY                        asks for the value, hidden
  printf %s \"$K\" | muxi secrets add OPENAI_API_KEY       takes it from stdin
  muxi secrets add TLS_KEY --raw < key.pem               keeps every byte
  muxi secrets add SESSION_KEY --generate                makes a strong one

A value is never taken from the command line: other users could see it there.")]
pub(crate) struct Add {
    /// The name; letters become upper case, all else becomes `_`
    name: Option<String>,
    #[command(flatten)]
    given: Given,
}

/// Where a value comes from.
#[derive(Debug, Args)]
pub(super) struct Given {
    /// Caught here so that a value on the command line is refused without being repeated.
    #[arg(hide = true, num_args = 0.., allow_hyphen_values = true)]
    value: Vec<String>,
    /// Keep the final line end of stdin, which is dropped otherwise
    #[arg(long, conflicts_with = "generate")]
    raw: bool,
    /// Make a random value of this many bytes (32 if none are given), written in base64url
    #[arg(long, value_name = "BYTES", num_args = 0..=1, default_missing_value = "32", require_equals = true)]
    generate: Option<usize>,
}

impl Add {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        self.given.refuse_a_value(self.name.as_deref(), "add")?;
        let formation = context.formation(None)?;
        let location = context.secrets_at(&formation)?;
        let typed = match &self.name {
            Some(name) => name.clone(),
            None => context.ask().text("Name of the secret", "the argument NAME")?,
        };
        super::refuse_a_value(&typed, self.name.is_some())?;
        let name = super::name(&mut context.out, &typed)?;
        let value = self.given.value(context, &name, "add")?;
        if !self.given.is_generated() {
            super::look_at(context, &location, &[Entered { name: &name, value: &value }])?;
        }
        let event = Event::new(Class::Secret, "secret.set", "secret", name.as_str());
        let change = Change::Set { name, value };
        let outcome = context.audited(&formation, event, |context| {
            Ok(secrets::update(&location, &context.key_sources()?, &context.env.clock, &change)?)
        })?;
        context.warn_older(&location.secrets_file(), &outcome.older);
        report(context, &change, &outcome)?;
        Ok(ExitCode::Done)
    }
}

impl Given {
    /// A value behind the name, or in it, is not taken; `verb` is the command's.
    pub(super) fn refuse_a_value(&self, name: Option<&str>, verb: &str) -> Result<(), Failure> {
        if let (Some(_), [bytes]) = (self.generate, self.value.as_slice())
            && bytes.parse::<usize>().is_ok()
        {
            return Err(Failure::usage("the number of bytes belongs to its option")
                .hint(format!("write --generate={bytes}")));
        }
        if self.value.is_empty() && !name.is_some_and(|name| name.contains('=')) {
            return Ok(());
        }
        // What does not look like a name may be a part of the value.
        let name = name.and_then(|n| n.split('=').next());
        let name = name.filter(|n| SecretName::normalise(n).is_ok_and(|n| !n.changed)).unwrap_or("NAME");
        Err(Failure::usage("a value on the command line can be seen by others, so it is not taken there")
            .hint(format!("{STDIN_FORM} {verb} {name}\nor leave the value out and be asked for it")))
    }

    /// Whether the value is made here, and so cannot be mistyped.
    pub(super) fn is_generated(&self) -> bool {
        self.generate.is_some()
    }

    /// The value: made, from stdin, or asked for.
    pub(super) fn value(
        &self,
        context: &mut Context,
        name: &SecretName,
        verb: &str,
    ) -> Result<SecretBytes, Failure> {
        if let Some(bytes) = self.generate {
            if !(LEAST_GENERATED..=MOST_GENERATED).contains(&bytes) {
                let message =
                    format!("--generate takes {LEAST_GENERATED} to {MOST_GENERATED} bytes, not {bytes}");
                return Err(Failure::usage(message));
            }
            return Ok(secrets::generate(bytes)?);
        }
        let value = if context.ask().stdin_is_data() {
            from_stdin(context, self.raw)?
        } else {
            let flag = format!("stdin: {STDIN_FORM} {verb} {name}");
            context.ask().secret(&format!("Value of {name}"), &flag)?
        };
        Ok(value)
    }
}

/// The value on stdin.
pub(super) fn from_stdin(context: &mut Context, raw: bool) -> Result<SecretBytes, Failure> {
    let value = context.ask().secret_from_stdin(MAX_VALUE + LONGEST_LINE_END).map_err(too_large)?;
    Ok(if raw { value } else { without_line_end(context, value) })
}

/// A value that is too long to be read is refused as one that is too long to be kept.
fn too_large(failure: Failure) -> Failure {
    if failure.code() != "value_too_large" {
        return failure;
    }
    let message = format!("the value has more than the {MAX_VALUE} bytes that a secret may have");
    Failure::new(ExitCode::Usage, "secret_too_large", message)
        .hint("keep the file elsewhere and store its path")
}

/// The line end that `echo` and most files have at their end is hardly ever meant.
fn without_line_end(context: &mut Context, value: SecretBytes) -> SecretBytes {
    let bytes = value.expose();
    let kept = bytes.strip_suffix(b"\r\n").or_else(|| bytes.strip_suffix(b"\n"));
    let Some(kept) = kept else { return value };
    context.out.note("note: one final line end was dropped; --raw keeps it");
    SecretBytes::new(kept.to_vec())
}

/// Says that a key was made.
pub(super) fn new_key(context: &mut Context, key: &Path) {
    let key = key.display();
    context.out.note(&format!(
        "made the key {key}\n  Keep a copy in a safe place: without it the secrets are lost. Never commit it (.gitignore has it)."
    ));
}

/// Says what was done, never the value.
pub(super) fn report(context: &mut Context, change: &Change, outcome: &Outcome) -> Result<(), Failure> {
    let Change::Set { name, value } = change else { return Ok(()) };
    if let Some(key) = &outcome.new_key {
        new_key(context, key);
    }
    let (done, word) = match outcome.effect() {
        Effect::Added => ("added", "added"),
        Effect::Overwrote => ("updated", "gave a new value to"),
        Effect::Unchanged => ("unchanged", "left as it was:"),
        Effect::Deleted => ("deleted", "deleted"),
    };
    if context.out.is_json() {
        let key = outcome.new_key.as_ref().map(|k| k.display().to_string());
        let data = serde_json::json!({"name": name.as_str(), "result": done, "new_key": key});
        return context.out.json(&data);
    }
    let masked = secrets::mask(value.expose());
    context.out.note(&format!("{word} {name}  {masked}"));
    Ok(())
}
