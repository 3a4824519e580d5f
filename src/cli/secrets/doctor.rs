//! `muxi secrets doctor`.

use clap::Args;
use serde_json::json;

use crate::audit::{Class, Event};
use crate::cli::context::Context;
use crate::output::{ExitCode, Failure};
use crate::secrets::doctor::{Checkup, Health, Patient, examine, mend};
use crate::support::text::count;

/// Look whether all is well: key, modes, git, seal, ages; and say what to do
#[derive(Debug, Args)]
#[command(after_help = "\
Exit code: 0 where nothing fails (there may be warnings), 1 where something does; --strict makes warnings fail.
Nothing is changed without --fix.")]
pub(crate) struct Doctor {
    /// Mend what is safe to mend: modes of your own key files, lines in .gitignore and .gitattributes, leftovers
    #[arg(long)]
    fix: bool,
    /// From how many days on a key or a value counts as old
    #[arg(long, value_name = "DAYS", default_value_t = 30)]
    max_age: u64,
}

impl Doctor {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let formation = context.formation(None)?;
        // An older file is one of the findings, not a reason to stop.
        let location = context.secrets_with(&formation, false)?;
        let mended = if self.fix {
            let event = Event::new(Class::Secret, "secret.mend", "secret", "");
            context.audited(&formation, event, |_| Ok(mend(&location)?))?
        } else {
            Vec::new()
        };
        let sources = context.key_sources()?;
        let clock = context.env.clock.clone();
        let found = examine(&Patient {
            location: &location,
            sources: &sources,
            clock: &clock,
            max_age_days: self.max_age,
        });
        let worst = found.iter().map(|c| c.health).max().unwrap_or(Health::Pass);
        let healthy = worst < Health::Warn || (worst == Health::Warn && !context.globals.strict);
        if context.out.is_json() {
            let checks: Vec<_> = found.iter().map(json).collect();
            context.out.json(&json!({"healthy": healthy, "mended": mended, "checks": checks}))?;
        } else {
            for line in &mended {
                context.out.note(line);
            }
            let lines: Vec<_> = found.iter().map(human).collect();
            context.out.line(&lines.join("\n"))?;
            let warnings = found.iter().filter(|c| c.health == Health::Warn).count();
            let failures = found.iter().filter(|c| c.health == Health::Fail).count();
            context.out.note(&match (failures, warnings) {
                (0, 0) => "all is well".to_owned(),
                (0, _) => count(warnings, "warning"),
                (_, 0) => count(failures, "failure"),
                _ => format!("{}, {}", count(failures, "failure"), count(warnings, "warning")),
            });
        }
        Ok(if healthy { ExitCode::Done } else { ExitCode::Failed })
    }
}

fn human(check: &Checkup) -> String {
    let fix = check.fix.as_ref().map(|fix| format!("\n      fix: {fix}")).unwrap_or_default();
    format!("{}  {}: {}{fix}", check.health.as_str(), check.id, check.evidence)
}

fn json(check: &Checkup) -> serde_json::Value {
    json!({
        "id": check.id,
        "health": check.health.as_str(),
        "evidence": check.evidence,
        "fix": check.fix,
    })
}
