//! `muxi validate [PATH]…`.

mod parts;
mod report;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::change;
use super::context::Context;
use crate::audit::{Class, Event};
use crate::formation::code::Code;
use crate::formation::diagnostic::Diagnostic;
use crate::formation::discover::Location;
use crate::formation::fix::{self, Applied, FixError, Mended, Outcome};
use crate::formation::load::{self, Loaded, Target};
use crate::formation::overlay::Overlay;
use crate::formation::policy::Policy;
use crate::formation::render;
use crate::formation::source::Sources;
use crate::output::{ExitCode, Failure, Printer};
use crate::support::text::count;
use parts::{Meant, Part};

/// Check formations and say what is wrong, where, and what to write instead
#[derive(Debug, Args)]
#[command(after_help = "\
A file of a formation, such as agents/helper.afs, is checked as a part of it; only what is found there is told.
A comment `# muxi: allow CODE` allows a warning: on its line, before the next key, or in the whole file from its top.
Exit code: 0 no errors (there may be warnings), 1 errors, 2 nothing to check or a wrong option.

Examples:
  muxi validate --deny warnings              for a CI
  muxi validate --format github              annotations of a GitHub workflow; sarif and junit for others
  muxi validate --fix --dry-run              what --fix would change, as a diff
  muxi validate - --stdin-path agents/a.afs  what an editor has not saved yet
  muxi explain unknown-key                   more about one kind of finding")]
pub(crate) struct Validate {
    /// The formation's directory or file, or a file of it; else found as always. `-` is stdin
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Treat these as errors: warnings, or names of findings, parted by commas
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    deny: Vec<String>,
    /// Do not tell warnings of these names, parted by commas
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    allow: Vec<String>,
    /// How findings are printed; --json means json
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
    /// Mend what can be mended without a doubt; comments and order stay
    #[arg(long)]
    fix: bool,
    /// Only print what --fix would change, as a diff
    #[arg(long, requires = "fix")]
    dry_run: bool,
    /// The file that stdin stands in for; else the formation's own
    #[arg(long, value_name = "FILE")]
    stdin_path: Option<PathBuf>,
    /// Who is to run the formation: says too what that one would refuse, leave out or not use
    #[arg(long, value_name = "TARGET")]
    target: Option<RunBy>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Human,
    /// For programs
    Json,
    /// SARIF 2.1.0, for code hosts and editors
    Sarif,
    /// Commands of GitHub's workflows
    Github,
    /// XML as other CIs read it
    Junit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum RunBy {
    /// `muxi serve` of this program
    Local,
    /// A deployed MUXI server
    MuxiServer,
}

/// A formation that was checked.
struct Checked {
    /// Its file, as a person writes it.
    file: String,
    at: Location,
    loaded: Loaded,
    applied: Vec<Applied>,
    mended: Vec<Mended>,
}

impl Validate {
    pub(crate) fn run(mut self, context: &mut Context) -> Result<ExitCode, Failure> {
        self.settle_format(context)?;
        let words = |words: &[String]| words.iter().map(|word| word.trim().to_owned()).collect::<Vec<_>>();
        let (deny, allow) = (words(&self.deny), words(&self.allow));
        let policy = Policy::new(deny.iter().map(String::as_str), allow.iter().map(String::as_str));
        let policy = policy.map_err(|error| Failure::usage(error.to_string()).hint(error.hint()))?;
        let parts = parts::named(context, &self.paths, self.stdin_path.as_ref())?;
        if self.fix && !self.dry_run && parts.iter().any(|part| part.is_stdin) {
            return Err(Failure::usage("stdin is no file that could be mended")
                .hint("add --dry-run to see what would change, or name the file"));
        }
        let mut run = Run { options: &self, policy: &policy, kept: BTreeSet::new(), checked: Vec::new() };
        for part in &parts {
            run.part(context, part)?;
        }
        let (checked, kept) = (run.checked, run.kept);
        for code in kept {
            context.out.warn(&format!("{code} is an error here, and --allow is for warnings only"));
        }
        if checked.is_empty() {
            return Err(parts::nothing(&self.paths));
        }
        if !self.dry_run {
            write(context, &checked)?;
        }
        report::print(&self, context, &policy, &checked)
    }

    /// `--json` and `--format json` are the same; the other formats are no JSON.
    fn settle_format(&mut self, context: &mut Context) -> Result<(), Failure> {
        match self.format {
            Format::Json => context.out.set_json(),
            Format::Human if context.out.is_json() => self.format = Format::Json,
            Format::Human => {}
            _ if context.out.is_json() => {
                return Err(Failure::usage("--json and another --format exclude each other")
                    .hint("leave one of them out"));
            }
            _ if self.dry_run => {
                return Err(Failure::usage("--dry-run prints a diff, and no other format but json")
                    .hint("leave --format out"));
            }
            _ => {}
        }
        Ok(())
    }
}

/// Writes what was mended, all or nothing, while nobody else writes to these formations.
fn write(context: &mut Context, checked: &[Checked]) -> Result<(), Failure> {
    let mended: Vec<_> = checked.iter().flat_map(|one| one.mended.iter().cloned()).collect();
    let failed = |error: FixError| {
        Failure::new(ExitCode::Failed, error.code(), error.to_string()).maybe_hint(error.hint())
    };
    fix::check(&mended).map_err(failed)?;
    let roots = checked.iter().filter(|one| !one.mended.is_empty()).map(|one| (&one.at.root, &one.at));
    // In one order, so that two runs never wait for each other.
    let roots: BTreeMap<_, _> = roots.collect();
    let _locks: Vec<_> = roots.values().copied().map(change::lock).collect::<Result<_, _>>()?;
    let places: Vec<&Location> = roots.into_values().collect();
    let event = Event::new(Class::Configuration, "configuration.fix", "files", "");
    context
        .audited_in_all(&places, &event.with("files", mended.len()), |_| fix::write(&mended).map_err(failed))
}

/// A run over all parts.
struct Run<'a> {
    options: &'a Validate,
    policy: &'a Policy,
    /// Codes that were to be allowed and are those of errors.
    kept: BTreeSet<Code>,
    checked: Vec<Checked>,
}

impl Run<'_> {
    /// Checks a part; more than one comes of it where a file turns out to be a formation of its own.
    fn part(&mut self, context: &mut Context, part: &Part) -> Result<(), Failure> {
        let (names, format_two) = context.secret_names(&part.at)?;
        let base = context.env.current_dir.clone();
        let variables = context.provider_variables();
        let known = load::Context {
            secrets: names.as_ref(),
            target: match self.options.target {
                None => Target::Local,
                Some(RunBy::Local) => Target::Serve,
                Some(RunBy::MuxiServer) => Target::MuxiServer,
            },
            variables: Some(&variables),
            format_two: format_two.as_deref(),
            base: Some(base.as_path()),
            tests: true,
        };
        let loaded = load::load_over(&part.at, &known, &part.overlay);
        context.know_literals(&loaded);
        let (meant, others) = part.split(&loaded, &base);
        if !matches!(meant, Meant::Nothing) {
            let load = |overlay: &Overlay| load::load_over(&part.at, &known, overlay);
            let sift = |loaded: &mut Loaded| {
                if let Meant::Files(files) = &meant {
                    loaded.only(files, &base);
                }
                self.policy.sift(&mut loaded.diagnostics)
            };
            let (checked, kept) = checked(context, part, self.options.fix, loaded, load, sift);
            self.kept.extend(kept);
            self.checked.push(checked);
        }
        for other in others {
            match other {
                Ok(part) => self.part(context, &part)?,
                Err(file) => context.out.warn(&format!("{} is not checked", context.shown(&file))),
            }
        }
        Ok(())
    }
}

/// What is left of a part after `sift` and, if `fix`, after its fixes; and the codes that could not be allowed.
fn checked(
    context: &Context,
    part: &Part,
    fix: bool,
    mut loaded: Loaded,
    load: impl Fn(&Overlay) -> Loaded,
    sift: impl Fn(&mut Loaded) -> BTreeSet<Code>,
) -> (Checked, BTreeSet<Code>) {
    let (file, at) = (context.shown(&part.at.file), part.at.clone());
    let kept = sift(&mut loaded);
    if !fix {
        return (Checked { file, at, loaded, applied: Vec::new(), mended: Vec::new() }, kept);
    }
    let mut first = Some(loaded);
    let Outcome { loaded, files, applied, refused } = fix::mend(part.overlay.clone(), |overlay| {
        first.take().unwrap_or_else(|| {
            let mut loaded = load(overlay);
            sift(&mut loaded);
            loaded
        })
    });
    for one in refused {
        let place = format!("{}:{}:{}", one.file.display(), one.line, one.column);
        let text = format!("{place}: left as it is, for the change would do more than mend {}", one.code);
        context.out.warn(&text);
    }
    (Checked { file, at, loaded, applied, mended: files }, kept)
}

/// Every finding as a person reads it, a blank line between two.
pub(super) fn findings(out: &Printer, loaded: &Loaded) -> String {
    rendered(out, &loaded.diagnostics, &loaded.sources)
}

/// The same for findings of any kind.
pub(super) fn rendered(out: &Printer, diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let (width, color) = (out.width(), out.color());
    let render = |d| format!("{}\n\n", render::human(d, sources, width, color).trim_end());
    diagnostics.iter().map(render).collect()
}

/// `1 error and 2 warnings`, leaving out what there is none of.
fn numbers(errors: usize, warnings: usize) -> String {
    match (errors, warnings) {
        (_, 0) => count(errors, "error"),
        (0, _) => count(warnings, "warning"),
        _ => format!("{} and {}", count(errors, "error"), count(warnings, "warning")),
    }
}
