//! `muxi bump`.

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::change;
use super::context::Context;
use crate::audit::{Class, Event};
use crate::formation::edit::{self, Path};
use crate::formation::schema::FORMATION;
use crate::formation::settings;
use crate::formation::version::{self, Level, Version};
use crate::output::{ExitCode, Failure};
use crate::support::fs;

/// Raise the formation's version and print the new one
#[derive(Debug, Args)]
#[command(after_help = "\
Only the line `version:` changes; its comment and its quotes stay. Nothing is committed.
A pre-release goes up to its release: 1.2.3-rc.1 becomes 1.2.3.
A formation without a version gets 1.0.0 from `patch`, 1.1.0 from `minor`, 2.0.0 from `major`.")]
pub(crate) struct Bump {
    /// Which number goes up
    #[arg(value_name = "LEVEL", default_value = "patch")]
    level: Part,
    /// Make it this version
    #[arg(long, value_name = "VERSION", conflicts_with_all = ["level", "pre"])]
    set: Option<String>,
    /// Make it a pre-release: `--pre rc` gives 1.2.4-rc.1, then 1.2.4-rc.2
    #[arg(long, value_name = "NAME")]
    pre: Option<String>,
    /// Print the new version and write nothing
    #[arg(long)]
    dry_run: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    /// 1.2.3 becomes 1.2.4
    Patch,
    /// 1.2.3 becomes 1.3.0
    Minor,
    /// 1.2.3 becomes 2.0.0
    Major,
}

impl Bump {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let at = context.formation(None)?;
        let lock = if self.dry_run { None } else { Some(change::lock(&at)?) };
        let text = fs::read_to_string(&at.file).map_err(|error| change::failed(&error))?;
        let shown = context.shown(&at.file);
        let says = edit::read(&text).map_err(|error| change::not_edited(&shown, &error))?;
        let from = current(&text, &says)?;
        let to = self.next(from.as_deref())?;
        if let (Some(from), Some(old)) =
            (&from, from.as_deref().and_then(|text| text.parse::<Version>().ok()))
            && !to.is_after(&old)
            && to != old
        {
            context.out.warn(&format!("{to} does not come after {from}; a server takes only later versions"));
        }
        let to = to.to_string();
        if from.as_deref() != Some(&to) {
            let order = |steps: &[edit::Step]| settings::order(&FORMATION, &says, steps);
            let path = Path::keys(["version"]);
            let new = edit::set_in_order(&text, &path, &Value::String(to.clone()), &order)
                .map_err(|error| change::not_edited(&shown, &error))?;
            if !self.dry_run {
                let event = Event::new(Class::Configuration, "configuration.set", "setting", "version");
                context
                    .audited(&at, event.with("file", shown.as_str()), |_| change::write(&at.file, &new))?;
            }
        }
        drop(lock);
        if context.out.is_json() {
            context.out.json(&json!({ "from": from, "to": to, "dry_run": self.dry_run }))?;
        } else {
            context.out.line(&to)?;
        }
        Ok(ExitCode::Done)
    }

    fn next(&self, from: Option<&str>) -> Result<Version, Failure> {
        if let Some(set) = &self.set {
            return set.parse().map_err(|error: version::BadVersion| Failure::usage(error.to_string()));
        }
        if let Some(name) = self.pre.as_deref().filter(|name| !version::is_name(name)) {
            let message = format!("`{name}` cannot name a pre-release: it has letters, digits and `-`");
            return Err(Failure::usage(message));
        }
        let level = match self.level {
            Part::Patch => Level::Patch,
            Part::Minor => Level::Minor,
            Part::Major => Level::Major,
        };
        let Some(from) = from else {
            let first = Version::first();
            let is_first = level == Level::Patch && self.pre.is_none();
            return Ok(if is_first {
                first
            } else {
                first.next(level, self.pre.as_deref()).unwrap_or(first)
            });
        };
        let old: Version = from.parse().map_err(|error: version::BadVersion| {
            Failure::new(ExitCode::Failed, "bad_version", error.to_string())
                .hint("give it one with muxi bump --set X.Y.Z")
        })?;
        old.next(level, self.pre.as_deref())
            .ok_or_else(|| Failure::failed("bad_version", &format!("no version comes after {from}")))
    }
}

/// What is written after `version:`; a number (`1.0`) as it is written.
fn current(text: &str, says: &Value) -> Result<Option<String>, Failure> {
    match says.get("version") {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(version)) => Ok(Some(version.clone())),
        Some(Value::Number(_)) => Ok(edit::scalar_at(text, &Path::keys(["version"]))),
        Some(_) => Err(Failure::failed("bad_version", &"the formation's `version` is not text")
            .hint("write it as `version: \"1.0.0\"`")),
    }
}
