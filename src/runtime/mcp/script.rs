//! A script that the arguments name: it needs its neighbours.

use std::ffi::OsStr;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::spec::McpPlace;
use crate::support::walls;

/// What lies at the top of a project.
const TOPS: [&str; 5] = ["pyproject.toml", "package.json", "deno.json", "Gemfile", ".git"];

/// How scripts end that load others from beside them.
const SCRIPTS: [&str; 16] = [
    "py", "pyw", "js", "mjs", "cjs", "jsx", "ts", "mts", "cts", "tsx", "rb", "pl", "php", "lua", "sh", "bash",
];

/// How far above a script the top of its project is looked for.
const LEVELS: usize = 16;

/// What a file is given with, by its path without links: the outermost `node_modules` around it; outside of the
/// formation the project of a script, or else its directory; or the file alone.
pub(super) fn around(file: &Path, place: &McpPlace) -> PathBuf {
    if let Some(modules) = walls::node_modules(file) {
        return modules.to_path_buf();
    }
    let is_script = file.extension().and_then(OsStr::to_str).is_some_and(|end| SCRIPTS.contains(&end));
    if !is_script || file.starts_with(&place.formation) {
        return file.to_path_buf();
    }
    let above = || file.ancestors().skip(1).take(LEVELS);
    let top = above().take_while(|at| may_be_given(at, place)).find(|at| {
        // A link may lead anywhere, and is there all the same.
        TOPS.iter().any(|name| at.join(name).symlink_metadata().is_ok())
    });
    let whole = top.into_iter().chain(above().take(1));
    whole.filter(|at| may_be_given(at, place)).find(|at| is_clean(at, place)).unwrap_or(file).to_path_buf()
}

/// Whether this is a directory of somebody's work and not a home, a place of the system, or one for everybody.
fn may_be_given(directory: &Path, place: &McpPlace) -> bool {
    // Those of the formation are kept back one by one.
    let kept: Vec<PathBuf> =
        place.hidden.iter().filter(|path| !path.starts_with(&place.formation)).cloned().collect();
    let is_everybodys =
        std::fs::metadata(directory).is_ok_and(|found| found.permissions().mode() & 0o002 != 0);
    let is_state = |at: &&PathBuf| at.starts_with(directory) || directory.starts_with(at);
    let home = place.home.as_deref();
    !is_everybodys
        && [&place.state].iter().all(|state| !is_state(state))
        && !walls::is_home_or_like_one(directory)
        && walls::refusal_of(directory, home, &kept).is_none()
}

/// Whether no other formation lies in it. Ours is taken out when the plan is judged, and with it all that has the
/// name of a key.
fn is_clean(directory: &Path, place: &McpPlace) -> bool {
    place.formation.starts_with(directory) || !walls::holds_a_formation(directory)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::support::fs::{Mode, create_private_dir, write_atomic};

    struct Here {
        _dir: tempfile::TempDir,
        root: PathBuf,
        place: McpPlace,
    }

    fn here(files: &[&str]) -> Here {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().canonicalize().unwrap();
        for file in files.iter().copied().chain(["me/formation/formation.afs", "me/formation/.key"]) {
            let path = root.join(file);
            create_private_dir(path.parent().unwrap()).unwrap();
            write_atomic(&path, b"x", Mode::PRIVATE).unwrap();
        }
        let place = McpPlace {
            launcher: PathBuf::from("/proc/self/exe"),
            formation: root.join("me/formation"),
            hidden: vec![root.join("me/formation/.key")],
            declared: Vec::new(),
            state: root.join("me/state"),
            home: Some(root.join("me")),
            environment: Vec::new(),
            vault: None,
        };
        Here { _dir: dir, root, place }
    }

    fn of(here: &Here, file: &str) -> String {
        let around = around(&here.root.join(file), &here.place);
        around.strip_prefix(&here.root).unwrap().display().to_string()
    }

    #[test]
    fn a_script_brings_its_project_or_its_directory() {
        let here = here(&[
            "me/proj/pyproject.toml",
            "me/proj/src/pkg/server.py",
            "me/alone/server.py",
            "me/proj/src/notes.txt",
            "me/web/node_modules/a/node_modules/b/index.js",
        ]);
        assert_eq!(of(&here, "me/proj/src/pkg/server.py"), "me/proj");
        assert_eq!(of(&here, "me/alone/server.py"), "me/alone");
        assert_eq!(of(&here, "me/proj/src/notes.txt"), "me/proj/src/notes.txt");
        assert_eq!(of(&here, "me/web/node_modules/a/node_modules/b/index.js"), "me/web/node_modules");
    }

    #[test]
    fn a_home_a_formation_state_and_a_place_for_everybody_are_never_brought() {
        let here = here(&[
            "me/server.py",
            "me/.git",
            "me/below/server.py",
            "me/.ssh/server.py",
            "me/state/server.py",
            "me/shop/package.json",
            "me/shop/src/server.js",
            "me/shop/a/b/c/.key",
            "me/formation/server.py",
            "open/server.py",
        ]);
        crate::support::fs::set_mode(&here.root.join("open"), 0o777).unwrap();
        for alone in [
            "me/server.py",
            "me/.ssh/server.py",
            "me/state/server.py",
            "me/formation/server.py",
            "open/server.py",
        ] {
            assert_eq!(of(&here, alone), alone);
        }
        // The `.git` of a home says nothing of what is below.
        assert_eq!(of(&here, "me/below/server.py"), "me/below");
        assert_eq!(of(&here, "me/shop/src/server.js"), "me/shop/src");
    }
}
