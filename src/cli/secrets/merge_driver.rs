//! `muxi secrets merge-driver`: what git runs for each secrets file that both sides changed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;

use super::conflict;
use crate::audit::{Class, Event};
use crate::cli::context::Context;
use crate::formation::discover;
use crate::output::{ExitCode, Failure};
use crate::secrets::merge::{Merged, Side, Versions, merge};
use crate::secrets::{GitError, Location};
use crate::support::fs::{self, Mode};
use crate::support::text::shell_word;

/// Merge two versions of a secrets file; git runs this (see `muxi secrets git-setup`)
#[derive(Debug, Args)]
pub(crate) struct MergeDriver {
    /// A merge of older versions, which later ones are compared with: nobody is asked or told
    #[arg(long)]
    base: bool,
    /// What both versions come from
    ancestor: PathBuf,
    /// Our version; the result is written to it
    ours: PathBuf,
    /// Their version
    theirs: PathBuf,
    /// The path of the secrets file, from the top of the working tree
    path: PathBuf,
}

impl MergeDriver {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let file = context.env.absolute(&self.path);
        match file.parent().and_then(discover::in_directory).filter(|_| !self.base) {
            Some(at) => {
                let event = Event::new(Class::Secret, "secret.merge", "secret", "");
                let event = event.with("file", self.path.to_string_lossy().into_owned());
                context.audited(&at, event, |context| self.merge(context))
            }
            None => self.merge(context),
        }
    }

    fn merge(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let absolute = context.env.absolute(&self.path);
        let location = Location::of_file(&absolute)
            .ok_or_else(|| crate::secrets::Error::from(GitError::OtherFile(absolute)))?;
        let files = [&self.ancestor, &self.ours, &self.theirs].map(|file| context.env.absolute(file));
        let read = |at: usize| fs::read(&files[at]).map_err(crate::secrets::Error::from);
        let (base, ours, theirs) = (read(0)?, read(1)?, read(2)?);
        let versions = Versions { base: &base, ours: &ours, theirs: &theirs, for_comparison: self.base };
        let sources = context.key_sources()?;
        let mut choices = BTreeMap::new();
        let mut merged = merge(&location, &sources, versions, &choices, &self.path)?;
        if !self.base && merged.can_choose && !merged.conflicts.is_empty() && context.ask().can_ask() {
            for found in &merged.conflicts {
                let chosen = conflict::ask(context, found, None)?.and_then(|at| found.lines[at].side);
                choices.extend(chosen.map(|side: Side| (found.name.clone(), side)));
            }
            merged = merge(&location, &sources, versions, &choices, &self.path)?;
        }
        if let Some(file) = &merged.file {
            fs::write_atomic(&files[1], file, Mode::Keep(0o600)).map_err(crate::secrets::Error::from)?;
        }
        if self.base {
            return Ok(ExitCode::Done);
        }
        Ok(self.report(context, &location, &merged))
    }

    /// git marks the file as unmerged where this does not end with 0.
    fn report(&self, context: &mut Context, location: &Location, merged: &Merged) -> ExitCode {
        let path = word(&self.path);
        let mut options = String::new();
        if let Some(dir) = self.path.parent().filter(|dir| !dir.as_os_str().is_empty()) {
            options = format!(" --dir {}", word(dir));
        }
        if let Some(env) = location.env() {
            options = format!("{options} --env {env}");
        }
        if !merged.conflicts.is_empty() {
            let names: Vec<&str> = merged.conflicts.iter().map(|c| c.name.as_str()).collect();
            let names = names.join(", ");
            let kept =
                if merged.file.is_some() { "both are kept, encrypted" } else { "our version stays as it is" };
            context.out.warn(&format!(
                "{path}: two values for {names}; {kept}. Say which holds: muxi secrets resolve{options}"
            ));
            return ExitCode::Failed;
        }
        if let Some(why) = merged.unsealed_because {
            context.out.warn(&format!(
                "{path}: merged, not sealed: {why}. Look at it, then run: muxi secrets seal{options}"
            ));
        }
        ExitCode::Done
    }
}

/// A path as a shell takes it for one word, and as no terminal obeys it.
fn word(path: &Path) -> String {
    let text: String = path.to_string_lossy().chars().filter(|c| !c.is_control()).collect();
    shell_word(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_in_a_hint_can_be_pasted_and_steers_no_terminal() {
        assert_eq!(word(Path::new("agents/a-1/secrets.enc")), "agents/a-1/secrets.enc");
        assert_eq!(word(Path::new("it's \u{1b}[2J mine")), "'it'\\''s [2J mine'");
    }
}
