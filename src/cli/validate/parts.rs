//! Which formations the paths of a command line are about, and which of their files.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::cli::context::Context;
use crate::config::Var;
use crate::formation::discover::{self, Location};
use crate::formation::load::Loaded;
use crate::formation::overlay::{Overlay, real};
use crate::output::{ExitCode, Failure};

/// The most bytes that are taken from stdin; what is too large for a formation's file is a finding.
const MAX_STDIN: usize = 16 << 20;

/// A formation, or some of its files.
pub(super) struct Part {
    pub(super) at: Location,
    /// Whether all of it was named, and not only files.
    is_whole: bool,
    /// Files that were named and that may belong to the formation.
    files: BTreeSet<PathBuf>,
    pub(super) overlay: Overlay,
    pub(super) is_stdin: bool,
}

/// What of a formation was meant.
pub(super) enum Meant {
    All,
    Files(BTreeSet<PathBuf>),
    Nothing,
}

/// A part of its own, or a file that is none.
pub(super) type Other = Result<Part, PathBuf>;

impl Part {
    fn whole(at: Location) -> Self {
        let (files, overlay) = (BTreeSet::new(), Overlay::default());
        Self { at, is_whole: true, files, overlay, is_stdin: false }
    }

    fn of_file(at: Location, file: &Path) -> Self {
        Self { is_whole: false, files: BTreeSet::from([real(file)]), ..Self::whole(at) }
    }

    /// What of the loaded formation was meant, and what the other files that were named are.
    pub(super) fn split(&self, loaded: &Loaded, base: &Path) -> (Meant, Vec<Other>) {
        let (own, foreign): (Vec<_>, Vec<_>) =
            self.files.iter().cloned().partition(|file| loaded.has_read(file, base));
        // Where the formation's file cannot be read, nobody knows what belongs to it.
        if !foreign.is_empty() && loaded.is_cut_short() {
            return (Meant::All, Vec::new());
        }
        let other = |file: PathBuf| match discover::find(&file, None).filter(|_| file.is_file()) {
            Some(at) => {
                Ok(Self { overlay: self.overlay.clone(), is_stdin: self.is_stdin, ..Self::whole(at) })
            }
            None => Err(file),
        };
        let others = foreign.into_iter().map(other).collect();
        let meant = match (self.is_whole, own.is_empty()) {
            (true, _) => Meant::All,
            (false, true) => Meant::Nothing,
            (false, false) => Meant::Files(own.into_iter().collect()),
        };
        (meant, others)
    }
}

/// The parts that `paths` name, each formation once.
pub(super) fn named(
    context: &mut Context,
    paths: &[PathBuf],
    stdin_path: Option<&PathBuf>,
) -> Result<Vec<Part>, Failure> {
    let dash = paths.iter().any(|path| path.as_os_str() == "-");
    if dash && paths.len() > 1 {
        return Err(Failure::usage("`-` is stdin, and stands alone").hint("leave the other paths out"));
    }
    match (dash, stdin_path) {
        (true, _) => return Ok(vec![stdin(context, stdin_path)?]),
        (false, Some(_)) => {
            return Err(
                Failure::usage("--stdin-path is for what comes from stdin").hint("write `-` as the PATH")
            );
        }
        (false, None) => {}
    }
    // Nothing found is a wrong command line here: there is nothing whose absence could be reported.
    let find = |context: &mut Context, path| {
        context.formation(path).map(Part::whole).map_err(|failure| failure.with_exit(ExitCode::Usage))
    };
    if paths.is_empty() {
        return Ok(vec![find(context, None)?]);
    }
    let mut parts: Vec<Part> = Vec::new();
    for path in paths {
        let part = match file_of(context, path) {
            Some(part) => part,
            None => find(context, Some(path))?,
        };
        match parts.iter_mut().find(|known| known.at == part.at) {
            Some(known) => {
                known.is_whole |= part.is_whole;
                known.files.extend(part.files);
            }
            None => parts.push(part),
        }
    }
    Ok(parts)
}

/// No path named something that can be checked.
pub(super) fn nothing(paths: &[PathBuf]) -> Failure {
    let shown: Vec<_> = paths.iter().map(|path| path.display().to_string()).collect();
    let message = format!("{}: this is no file of a formation", shown.join(", "));
    Failure::new(ExitCode::Usage, "formation_not_found", message)
        .hint("name a formation's directory, or a file that its formation reads")
}

/// A file that may belong to the formation around it.
fn file_of(context: &Context, path: &Path) -> Option<Part> {
    let path = context.env.absolute(path);
    if !path.is_file() {
        return None;
    }
    let at = around(context, &path)?;
    Some(Part::of_file(at, &path))
}

fn around(context: &Context, file: &Path) -> Option<Location> {
    discover::around(file, context.env.get(Var::Home).map(Path::new))
}

/// What comes from stdin, as the file that it stands in for.
fn stdin(context: &Context, path: Option<&PathBuf>) -> Result<Part, Failure> {
    let start = context
        .globals
        .dir
        .as_ref()
        .map_or_else(|| context.env.current_dir.clone(), |dir| context.env.absolute(dir));
    let own = |dir: &Path| {
        let there = discover::in_directory(dir).map(|at| at.file);
        there.unwrap_or_else(|| dir.join(discover::FILE_NAMES[0]))
    };
    let file = path.map_or_else(|| own(&start), |path| context.env.absolute(path));
    let part = if let Some(at) = around(context, &file) {
        Part::of_file(at, &file)
    } else {
        let root = file.parent().filter(|root| root.is_dir()).ok_or_else(|| {
            Failure::usage(format!("there is no directory for {}", file.display()))
                .hint("name a file of the formation with --stdin-path FILE")
        })?;
        Part::whole(Location { root: root.to_owned(), file: file.clone() })
    };
    let mut overlay = Overlay::default();
    overlay.insert(&file, context.ask().read_stdin(MAX_STDIN)?.expose().to_vec());
    Ok(Part { overlay, is_stdin: true, ..part })
}
