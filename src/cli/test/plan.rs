//! Which cases are run.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::super::context::Context;
use super::Test;
use crate::config::Var;
use crate::formation::cases::Case;
use crate::formation::discover::{self, Location};
use crate::formation::model::Formation;
use crate::formation::overlay::real;
use crate::formation::source::Sources;
use crate::output::{ExitCode, Failure};

/// The longest name of a case in the name of its directory, in characters.
const MAX_SLUG: usize = 60;

/// The cases of one formation.
pub(super) struct Suite {
    pub(super) at: Location,
    pub(super) formation: Formation,
    pub(super) sources: Sources,
    pub(super) cases: Vec<Planned>,
}

/// A case with the place of its recording.
pub(super) struct Planned {
    pub(super) case: Case,
    /// Below the directory of all recordings.
    pub(super) recording: PathBuf,
}

/// What of a formation was named.
struct Named {
    at: Location,
    /// Files and directories of cases; empty for all.
    below: Vec<PathBuf>,
}

/// The formations that were named, each with the cases that are to run; never none.
pub(super) fn suites(context: &mut Context, options: &Test) -> Result<Vec<Suite>, Failure> {
    let named = named(context, &options.paths)?;
    if named.len() > 1 && options.tape.is_wanted() {
        return Err(Failure::usage("a recording is of one formation")
            .hint("name one, or leave --record and --replay out"));
    }
    let mut suites = Vec::new();
    for one in named {
        suites.push(suite(context, one, options.filter.as_deref())?);
    }
    if suites.iter().all(|suite| suite.cases.is_empty()) {
        return Err(nothing(options, &suites));
    }
    Ok(suites)
}

fn nothing(options: &Test, suites: &[Suite]) -> Failure {
    let places: Vec<String> =
        suites.iter().map(|suite| suite.at.root.join("tests").display().to_string()).collect();
    let places = places.join(" and ");
    let (message, hint) = match &options.filter {
        Some(filter) => {
            (format!("no case in {places} has `{filter}` in its name"), "leave --filter out to run all")
        }
        None => (
            format!("there is no test in {places}"),
            "write one, such as tests/hello.yaml; `muxi schema test --format markdown` shows how",
        ),
    };
    Failure::new(ExitCode::NotFound, "no_tests", message).hint(hint)
}

fn named(context: &mut Context, paths: &[PathBuf]) -> Result<Vec<Named>, Failure> {
    if paths.is_empty() {
        return Ok(vec![Named { at: context.formation(None)?, below: Vec::new() }]);
    }
    let home = context.env.get(Var::Home).map(PathBuf::from);
    let mut all: Vec<Named> = Vec::new();
    for path in paths {
        let absolute = context.env.absolute(path);
        if !absolute.exists() {
            let message = format!("there is no {}", path.display());
            return Err(Failure::new(ExitCode::NotFound, "no_tests", message)
                .hint("name a formation's directory, or a file in its tests/"));
        }
        let own = absolute.is_dir() && discover::in_directory(&absolute).is_some();
        let around = if own { None } else { discover::around(&absolute, home.as_deref()) };
        let (at, below) = match around {
            Some(at) => (at, Some(real(&absolute))),
            None => (context.formation(Some(path))?, None),
        };
        match all.iter_mut().find(|known| known.at == at) {
            // Named as a whole it is whole, whatever else was named of it.
            Some(known) if below.is_none() || known.below.is_empty() => known.below.clear(),
            Some(known) => known.below.extend(below),
            None => all.push(Named { at, below: below.into_iter().collect() }),
        }
    }
    Ok(all)
}

fn suite(context: &mut Context, named: Named, filter: Option<&str>) -> Result<Suite, Failure> {
    let (formation, loaded) = context.valid_tests(&named.at)?;
    let mut cases = planned(loaded.cases);
    for path in &named.below {
        if !cases.iter().any(|one| one.case.file.starts_with(path)) {
            let message = format!("there is no test in {}", context.shown(path));
            return Err(Failure::new(ExitCode::NotFound, "no_tests", message)
                .hint("tests are in tests/*.yaml of their formation"));
        }
    }
    let chosen =
        |case: &Case| named.below.is_empty() || named.below.iter().any(|path| case.file.starts_with(path));
    cases.retain(|one| chosen(&one.case) && filter.is_none_or(|text| is_called(&one.case, text)));
    Ok(Suite { at: named.at, formation, sources: loaded.sources, cases })
}

fn is_called(case: &Case, text: &str) -> bool {
    let text = text.to_lowercase();
    [&case.name, &case.stem].into_iter().any(|name| name.to_lowercase().contains(&text))
}

/// All cases with the places of their recordings, which depend on no option.
fn planned(cases: Vec<Case>) -> Vec<Planned> {
    let mut taken = HashSet::new();
    let plan = |case: Case| {
        let base = Path::new(&slug(&case.stem)).join(slug(&case.name));
        let again = |nth: usize| base.with_file_name(format!("{}-{nth}", slug(&case.name)));
        let mut recording = base.clone();
        let mut nth = 1;
        while !taken.insert(recording.clone()) {
            nth += 1;
            recording = again(nth);
        }
        Planned { case, recording }
    };
    cases.into_iter().map(plan).collect()
}

/// A name for a directory, on every system: `Where is order 17?` is `where-is-order-17`.
fn slug(name: &str) -> String {
    let mut slug = String::new();
    for c in name.to_lowercase().chars().take(MAX_SLUG) {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_matches('-');
    if slug.is_empty() { "case".to_owned() } else { slug.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_directories() {
        for (name, directory) in [
            ("Where is order 17?", "where-is-order-17"),
            ("../../etc", "etc"),
            ("Größe", "größe"),
            ("?", "case"),
            ("a\u{0}b/c", "a-b-c"),
        ] {
            assert_eq!(slug(name), directory);
        }
        assert_eq!(slug(&"x".repeat(500)).len(), MAX_SLUG);
    }
}
