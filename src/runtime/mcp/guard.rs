//! The last look at a plan: whatever a path is called, and whatever links were made meanwhile, no tool is given a
//! place with keys, with the formation's own declarations to write, or with somebody's home.

use std::path::{Path, PathBuf};

use super::plan::{is_hidden, kept};
use super::spec::McpPlace;
use crate::formation::discover::FILE_NAMES;
use crate::formation::schema::FILE_KINDS;
use crate::support::walls::{self, Access};

/// What else says what tools may do, beside the formation's own file and the directories of its components: whoever
/// can write it could give itself anything at the next start.
const OTHERS: [&str; 3] = ["SOUL.md", "secrets", "a2as"];

/// What of the formation is, holds, or lies around what this path names: it says what tools may do.
pub(super) fn declares(path: &Path, place: &McpPlace) -> Option<PathBuf> {
    let directories = FILE_KINDS.iter().flat_map(|kind| kind.directories);
    let names = FILE_NAMES.iter().chain(directories).chain(&OTHERS);
    let found = names.map(|name| place.formation.join(name)).find(|declared| {
        // One that is not there yet could be made.
        (declared.starts_with(path) && declared.exists()) || path.starts_with(declared)
    });
    found.or_else(|| place.declared.iter().find(|file| file.starts_with(path)).cloned())
}

/// Whether a name in the formation is a link to somewhere else: a tool that may write there could have made it.
pub(super) fn leads_out(written: &Path, real: &Path, place: &McpPlace) -> bool {
    walls::clean(written).starts_with(&place.formation) && !real.starts_with(&place.formation)
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
        // What the formation has comes by its own rules.
        let holds_guarded = place.formation.starts_with(&path)
            || guarded.iter().any(|kept| kept.starts_with(&path) && !own.contains(&path));
        if access == Access::List || !(holds_home || holds_guarded) {
            judged.push((path, access));
        } else if holds_home {
            judged.push((real(program), Access::Run));
        } else {
            opened_up(&path, access, &guarded, place, &mut judged);
        }
    }
    judged
}

/// A directory without what is guarded, and without whatever has the name of a key. A tree of the system is too large
/// to be looked through, and only we put a formation there: of it the way to what is guarded is opened up.
fn opened_up(
    path: &Path,
    access: Access,
    guarded: &[PathBuf],
    place: &McpPlace,
    judged: &mut Vec<(PathBuf, Access)>,
) {
    let is_guarded = |at: &Path| guarded.iter().any(|kept| kept == at);
    if !walls::is_of_the_system(path) || path.starts_with(&place.formation) {
        let hidden = |at: &Path| is_hidden(at, place) || is_guarded(at);
        let all = walls::all_but(path, &hidden).into_iter();
        judged.extend(all.map(|(path, found)| (path, if found == Access::Read { access } else { found })));
        return;
    }
    judged.push((path.to_path_buf(), Access::List));
    for entry in std::fs::read_dir(path).into_iter().flatten().flatten() {
        let at = entry.path();
        // A link is given by what it points to.
        if is_guarded(&at) || entry.file_type().is_ok_and(|kind| kind.is_symlink()) {
            continue;
        }
        if place.formation.starts_with(&at) || guarded.iter().any(|kept| kept.starts_with(&at)) {
            opened_up(&at, access, guarded, place, judged);
        } else {
            judged.push((at, access));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(root: &Path) -> McpPlace {
        McpPlace {
            launcher: PathBuf::from("/proc/self/exe"),
            formation: root.join("formation"),
            hidden: Vec::new(),
            declared: Vec::new(),
            state: root.join("state"),
            home: Some(root.join("user")),
            environment: Vec::new(),
            vault: None,
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
    fn of_a_tree_of_the_system_only_the_way_to_the_formation_is_opened_up() {
        let mut place = place(Path::new("/nowhere"));
        place.formation = PathBuf::from("/usr/local");
        let own = (Path::new("/nowhere/h"), Path::new("/nowhere/t"));
        let judged = judged(vec![("/usr".into(), Access::Run)], Path::new("/usr/bin/env"), own, &place);
        for (path, access) in &judged {
            let around = place.formation.starts_with(path);
            assert!(!around || *access == Access::List, "{}", path.display());
        }
        assert!(judged.contains(&("/usr/bin".into(), Access::Run)), "{judged:?}");
    }

    #[test]
    fn what_the_formation_includes_or_names_is_declared_wherever_it_lies() {
        let (_dir, root) = made();
        let mut place = place(&root);
        place.declared = vec![root.join("formation/data/parts/llm.afs")];
        assert_eq!(declares(&root.join("formation/data"), &place).as_ref(), place.declared.first());
        assert!(declares(&root.join("formation/data/parts"), &place).is_some());
        assert!(declares(&root.join("formation/lib"), &place).is_none());
    }

    #[test]
    fn every_directory_and_file_of_a_formation_is_a_declaration() {
        let place = place(Path::new("/nowhere"));
        for name in FILE_NAMES.iter().chain(FILE_KINDS.iter().flat_map(|kind| kind.directories)) {
            assert!(declares(&place.formation.join(name).join("x"), &place).is_some(), "{name}");
        }
        assert!(declares(&place.formation.join("secrets"), &place).is_some());
        assert!(declares(&place.formation.join("SOUL.md"), &place).is_some());
    }

    #[test]
    fn declarations_are_never_given_to_write_and_links_out_of_the_formation_not_followed() {
        let (_dir, root) = made();
        let place = place(&root);
        assert!(declares(&root.join("formation/mcp"), &place).is_some());
        assert!(declares(&root.join("formation/mcp/own"), &place).is_some());
        assert!(declares(&root.join("formation"), &place).is_some());
        assert!(declares(&root.join("formation/data"), &place).is_none());
        let link = root.join("formation/data/out");
        std::os::unix::fs::symlink("/srv", &link).unwrap();
        assert!(leads_out(&link, Path::new("/srv"), &place));
        assert!(leads_out(&root.join("formation/data/../data/out"), Path::new("/srv"), &place));
        assert!(!leads_out(&root.join("formation/data"), &root.join("formation/data"), &place));
        assert!(!leads_out(Path::new("/srv"), Path::new("/srv"), &place));
    }
}
