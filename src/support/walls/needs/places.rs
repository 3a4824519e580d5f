//! Which directories belong to a program: its own tree where it has one, else the file alone.

use std::path::{Path, PathBuf};

use super::super::plan::Access;
use super::Needs;
use super::refusal::is_home_or_like_one;

/// Version managers: their directory in a home, the variable that names it, what in it is executed.
///
/// Their starters are scripts that look for the version of a directory, so they need the whole of it.
const MANAGERS: [(&str, &str); 10] = [
    (".pyenv", "PYENV_ROOT"),
    (".rbenv", "RBENV_ROOT"),
    (".nodenv", "NODENV_ROOT"),
    (".asdf", "ASDF_DATA_DIR"),
    (".volta", "VOLTA_HOME"),
    (".rustup", "RUSTUP_HOME"),
    (".nvm", "NVM_DIR"),
    (".bun", "BUN_INSTALL"),
    (".local/share/mise", "MISE_DATA_DIR"),
    (".local/share/fnm", "FNM_DIR"),
];

/// Adds the place of the executable at this path.
pub(super) fn of_program(program: &Path, needs: &mut Needs) {
    if super::system::has(program) {
        return;
    }
    if let Some((root, variable)) = manager(program) {
        give(root.clone(), needs);
        if !needs.environment.iter().any(|(name, _)| *name == variable) {
            needs.environment.push((variable, root));
        }
        return;
    }
    let tree = tree(program);
    if let Some(home) = tree.as_deref().and_then(home_of_venv)
        && !super::system::has(&home)
    {
        // The interpreter is there, its library beside it.
        let root = home.parent().filter(|root| !is_home_or_like_one(root)).unwrap_or(&home);
        give(root.to_path_buf(), needs);
    }
    give(tree.unwrap_or_else(|| program.to_path_buf()), needs);
}

fn give(path: PathBuf, needs: &mut Needs) {
    let given = (path, Access::Run);
    if !needs.files.contains(&given) {
        needs.files.push(given);
    }
}

fn manager(program: &Path) -> Option<(PathBuf, &'static str)> {
    program.ancestors().skip(1).find_map(|root| {
        let found = MANAGERS.iter().find(|(end, _)| root.ends_with(end));
        found.map(|(_, variable)| (root.to_path_buf(), *variable))
    })
}

/// The directory that was installed as one: `X` of `X/bin/program`, if that is what it looks like.
fn tree(program: &Path) -> Option<PathBuf> {
    let directory = program.parent()?;
    let opt = Path::new("/opt");
    if let Ok(below) = program.strip_prefix(opt) {
        let mut parts = below.components();
        let first = parts.next()?;
        // `/opt/homebrew` and its like are trees too.
        return parts.next().map(|_| opt.join(first));
    }
    if let Some(root) = program.ancestors().find(|root| root.ends_with(".linuxbrew")) {
        return Some(root.to_path_buf());
    }
    // A package of Node.js runs its neighbours.
    let modules = program.ancestors().filter(|at| at.ends_with("node_modules")).last();
    if let Some(modules) = modules {
        return Some(modules.to_path_buf());
    }
    let root = directory.parent()?;
    let is_bin = ["bin", "sbin", "Scripts"].iter().any(|name| directory.ends_with(name));
    let installed = root.join("pyvenv.cfg").is_file() || root.join("lib").is_dir();
    (is_bin && installed && !is_home_or_like_one(root)).then(|| root.to_path_buf())
}

/// Where the interpreter of a virtual environment of Python is, as `pyvenv.cfg` says.
fn home_of_venv(root: &Path) -> Option<PathBuf> {
    let text = crate::support::fs::read_to_string(&root.join("pyvenv.cfg")).ok()?;
    let line = text.lines().find_map(|line| {
        let (key, value) = line.split_once('=')?;
        (key.trim() == "home").then(|| value.trim().to_owned())
    })?;
    let home = PathBuf::from(line);
    home.is_absolute().then_some(home)
}
