//! The last look at a plan: whatever a path is called, and whatever links were made meanwhile, no tool is given a
//! place with keys, with the formation's own declarations to write, or with somebody's home.

use std::path::{Component, Path, PathBuf};

use super::plan::{is_hidden, kept};
use super::spec::McpPlace;
use crate::support::walls::{self, Access};

/// What of a formation says what its tools may do: whoever can write it could give itself anything at the next start.
const DECLARATIONS: [&str; 14] = [
    "formation.afs",
    "formation.yaml",
    "formation.yml",
    "SOUL.md",
    "secrets",
    "mcp",
    "mcps",
    "agents",
    "a2a",
    "a2as",
    "skills",
    "sops",
    "triggers",
    "tests",
];

/// Whether this is, holds, or lies in what the formation declares.
pub(super) fn declares(path: &Path, place: &McpPlace) -> bool {
    DECLARATIONS
        .iter()
        .map(|name| place.formation.join(name))
        .any(|declared| (declared.starts_with(path) && declared.exists()) || path.starts_with(&declared))
}

/// Whether a name in the formation is a link to somewhere else: a tool that may write there could have made it.
pub(super) fn leads_out(written: &Path, real: &Path, place: &McpPlace) -> bool {
    let mut clean = PathBuf::new();
    for part in written.components() {
        match part {
            Component::ParentDir => drop(clean.pop()),
            Component::CurDir => {}
            part => clean.push(part),
        }
    }
    clean.starts_with(&place.formation) && !real.starts_with(&place.formation)
}

/// The files of a plan with links followed. One that holds something that no tool may see is given without it;
/// one that holds a home is not given at all, but for the program itself.
pub(super) fn judged(
    files: Vec<(PathBuf, Access)>,
    program: &Path,
    own: (&Path, &Path),
    place: &McpPlace,
) -> Vec<(PathBuf, Access)> {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let own = [real(own.0), real(own.1)];
    let guarded: Vec<PathBuf> =
        kept(place).iter().filter(|path| path.exists()).map(|path| real(path)).collect();
    let home = place.home.as_deref().map(real);
    let mut judged = Vec::new();
    for (path, access) in files {
        let Ok(path) = path.canonicalize() else { continue };
        let holds_home = home.as_ref().is_some_and(|home| home.starts_with(&path)) && path.is_dir();
        let holds_guarded = guarded.iter().any(|kept| kept.starts_with(&path) && !own.contains(&path));
        if access == Access::List || !(holds_home || holds_guarded) {
            judged.push((path, access));
        } else if holds_home {
            judged.push((real(program), Access::Run));
        } else {
            let hidden = |at: &Path| is_hidden(at, place) || guarded.iter().any(|kept| kept == at);
            let all = walls::all_but(&path, &hidden).into_iter();
            judged
                .extend(all.map(|(path, found)| (path, if found == Access::Read { access } else { found })));
        }
    }
    judged
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(root: &Path) -> McpPlace {
        McpPlace {
            launcher: PathBuf::from("/proc/self/exe"),
            formation: root.join("formation"),
            hidden: Vec::new(),
            state: root.join("state"),
            home: Some(root.join("user")),
            environment: Vec::new(),
        }
    }

    fn made() -> (tempfile::TempDir, PathBuf) {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().canonicalize().unwrap();
        for name in
            ["formation/bin", "formation/lib", "formation/mcp", "formation/data", "user/lib", "user/bin"]
        {
            std::fs::create_dir_all(root.join(name)).unwrap();
        }
        for name in ["formation/.key", "formation/bin/server", "user/bin/x"] {
            let mode = crate::support::fs::Mode::PRIVATE;
            crate::support::fs::write_atomic(&root.join(name), b"x", mode).unwrap();
        }
        (dir, root)
    }

    #[test]
    fn no_entry_of_a_plan_holds_a_key_or_a_home() {
        let (_dir, root) = made();
        let place = place(&root);
        let own = (root.join("h"), root.join("t"));
        let files = vec![
            (root.join("formation"), Access::Run),
            (root.clone(), Access::Run),
            (root.join("user"), Access::Run),
        ];
        let judged = judged(files, &root.join("user/bin/x"), (&own.0, &own.1), &place);
        for (path, access) in &judged {
            let holds = |kept: PathBuf| kept.starts_with(path) && *access != Access::List;
            assert!(!holds(root.join("formation/.key")), "{}", path.display());
            assert!(!holds(root.join("user")), "{}", path.display());
        }
        assert!(judged.contains(&(root.join("formation/bin"), Access::Run)), "{judged:?}");
        assert!(judged.contains(&(root.join("user/bin/x"), Access::Run)), "{judged:?}");
    }

    #[test]
    fn declarations_are_never_given_to_write_and_links_out_of_the_formation_not_followed() {
        let (_dir, root) = made();
        let place = place(&root);
        assert!(declares(&root.join("formation/mcp"), &place));
        assert!(declares(&root.join("formation/mcp/own"), &place));
        assert!(declares(&root.join("formation"), &place));
        assert!(!declares(&root.join("formation/data"), &place));
        let link = root.join("formation/data/out");
        std::os::unix::fs::symlink("/srv", &link).unwrap();
        assert!(leads_out(&link, Path::new("/srv"), &place));
        assert!(leads_out(&root.join("formation/data/../data/out"), Path::new("/srv"), &place));
        assert!(!leads_out(&root.join("formation/data"), &root.join("formation/data"), &place));
        assert!(!leads_out(Path::new("/srv"), Path::new("/srv"), &place));
    }
}
