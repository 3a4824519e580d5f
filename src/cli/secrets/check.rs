//! `muxi secrets check`.

use clap::{Args, ValueEnum};
use serde_json::json;

use crate::cli::context::Context;
use crate::cli::validate;
use crate::formation::diagnostic::Severity;
use crate::formation::render;
use crate::formation::usage::find_uses;
use crate::output::{ExitCode, Failure};
use crate::secrets::KeySources;
use crate::secrets::check::{Check as Run, Environment, Findings, NamesFrom, environments};
use crate::support::text::count;

/// Check that the secrets that are set and those that the formation refers to are the same ones
#[derive(Debug, Args)]
#[command(after_help = "\
Names need no key, but for a secrets file of format 1. --values needs it.
Exit code: 0 no errors (there may be warnings), 1 errors.

Examples:
  muxi secrets check                        names only
  muxi secrets check --values               the values too; none is shown
  muxi secrets check --all-envs --deny warnings")]
pub(crate) struct Check {
    /// Look at the values too: pasted blanks and quotes, other providers' keys, placeholders, weak ones
    #[arg(long)]
    values: bool,
    /// Check every environment that has a secrets file, and compare them
    #[arg(long)]
    all_envs: bool,
    /// Treat these as errors
    #[arg(long, value_name = "WHAT")]
    deny: Option<Deny>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Deny {
    /// Warnings
    Warnings,
}

impl Check {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        if self.all_envs && context.globals.env.is_some() {
            return Err(
                Failure::usage("--all-envs and --env exclude each other").hint("leave one of them out")
            );
        }
        let formation = context.formation(None)?;
        let asked = context.secrets_at(&formation)?;
        let base = context.env.current_dir.clone();
        let uses = find_uses(&formation, Some(&base));
        let (all, chosen) = self.read(context, &asked)?;
        let mut check = Run::new(uses, &all, &chosen, &base);
        check.names(self.all_envs || asked.env().is_some());
        if self.values {
            for env in chosen.iter().map(|at| &all[*at]) {
                let store = super::open(context, &env.location)?;
                check.values(&env.location, &store);
            }
        }
        let checked: Vec<_> = chosen.iter().map(|at| &all[*at]).collect();
        self.report(context, &checked, &check.finish())
    }

    /// Every environment, and which of them are checked.
    fn read(
        &self,
        context: &mut Context,
        asked: &crate::secrets::Location,
    ) -> Result<(Vec<Environment>, Vec<usize>), Failure> {
        let sources = context.key_sources()?;
        let mut places = environments(asked)?;
        let has_file = places.iter().any(|place| place.env() == asked.env());
        if !has_file && (!self.all_envs || places.is_empty()) {
            places.insert(0, asked.clone());
        }
        let mut all = Vec::with_capacity(places.len());
        let mut chosen = Vec::new();
        for place in places {
            let wanted = self.all_envs || place.env() == asked.env();
            // Nobody is asked for the passphrase of an environment that is only compared with.
            let keys = if wanted { sources.clone() } else { KeySources::default() };
            let env = match Environment::read(place, &keys) {
                Ok(env) => env,
                Err(error) if wanted => return Err(error.into()),
                // One that was not asked for must not be in the way.
                Err(_) => continue,
            };
            if wanted {
                chosen.push(all.len());
                if let Some(why) = &env.unread {
                    let file = env.location.secrets_file();
                    let shown = file.display();
                    context.out.warn(&format!(
                        "{shown} shows its names only to its key, so those of the template are taken: {why}"
                    ));
                }
            }
            all.push(env);
        }
        Ok((all, chosen))
    }

    fn report(
        &self,
        context: &mut Context,
        checked: &[&Environment],
        findings: &Findings,
    ) -> Result<ExitCode, Failure> {
        let (errors, warnings) = (findings.count(Severity::Error), findings.count(Severity::Warning));
        let denied = self.deny.is_some() || context.globals.strict;
        let good = errors == 0 && (warnings == 0 || !denied);
        if context.out.is_json() {
            let of = |env: &&Environment| json!({"env": env.location.env(), "names": env.names.len(), "names_from": env.from.as_str()});
            let shown: Vec<_> =
                findings.diagnostics.iter().map(|d| render::json(d, &findings.sources)).collect();
            context.out.json(&json!({
                "valid": good,
                "errors": errors,
                "warnings": warnings,
                "omitted": findings.omitted,
                "environments": checked.iter().map(of).collect::<Vec<_>>(),
                "diagnostics": shown,
            }))?;
        } else {
            let text = validate::rendered(&context.out, &findings.diagnostics, &findings.sources);
            context.out.bytes(text.as_bytes())?;
            if findings.omitted > 0 {
                context.out.note(&format!("and {} more that are not shown", findings.omitted));
            }
            let known = checked.iter().all(|env| env.from != NamesFrom::Template);
            context.out.note(&summary(errors, warnings, denied, known));
        }
        Ok(if good { ExitCode::Done } else { ExitCode::Failed })
    }
}

fn summary(errors: usize, warnings: usize, denied: bool, known: bool) -> String {
    match (errors, warnings) {
        (0, 0) if known => "every secret that the formation refers to is set".to_owned(),
        (0, 0) => "every secret that the formation refers to is in the template".to_owned(),
        (0, _) if denied => format!("{}, which --deny or --strict makes errors", count(warnings, "warning")),
        (0, _) => format!("no errors, {}", count(warnings, "warning")),
        (_, 0) => count(errors, "error"),
        _ => format!("{}, {}", count(errors, "error"), count(warnings, "warning")),
    }
}
