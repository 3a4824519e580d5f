//! Where state lives: never in the formation, so that a read-only one works.

use std::path::{Path, PathBuf};

use super::{Env, Var};
use crate::support::text::stable_hash;

/// Below it, each formation has a directory.
const FORMATIONS: &str = "formations";

/// The root of all state of this user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataDir(PathBuf);

/// Nothing says where state could live.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no home directory to keep state in")]
pub struct NoHome;

impl DataDir {
    /// `--data-dir`, else `MUXI_STATE_DIR`, else `muxi` in the user's data directory.
    pub fn find(option: Option<&Path>, env: &Env) -> Result<Self, NoHome> {
        if let Some(dir) = option {
            return Ok(Self(env.absolute(dir)));
        }
        if let Some(dir) = env.get(Var::StateDir) {
            return Ok(Self(env.absolute(Path::new(dir))));
        }
        Ok(Self(env.data_home().ok_or(NoHome)?.join("muxi")))
    }

    /// The directory itself.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

/// Where the command line keeps what it knows of servers, `~/.muxi/cli`, as the deployed one does; none without a home.
pub fn cli_dir(env: &Env) -> Option<PathBuf> {
    Some(Path::new(env.get(Var::Home)?).join(".muxi").join("cli"))
}

/// Where the configuration of `muxi server` is: `MUXI_CONFIG_DIR`, else `~/.muxi/server`, else (where that has none, and for
/// users without a home) `/etc/muxi/server`.
pub fn server_config_dir(env: &Env) -> PathBuf {
    if let Some(dir) = env.get(Var::ConfigDir) {
        return env.absolute(Path::new(dir));
    }
    let system = Path::new("/etc/muxi/server");
    let own = env.get(Var::Home).map(|home| Path::new(home).join(".muxi").join("server"));
    match own {
        Some(own) if own.join("config.yaml").exists() || !system.join("config.yaml").exists() => own,
        _ => system.to_owned(),
    }
}

/// The state of the formation `id` in the directory `formation`: `formations/<id>-<hash of path>`.
/// Two checkouts of one formation keep theirs apart.
pub fn formation_state(data: &DataDir, id: &str, formation: &Path) -> PathBuf {
    let hash = stable_hash(formation.as_os_str().as_encoded_bytes());
    // The id comes from a file that somebody else may have written: it must not leave the directory.
    let safe: String =
        id.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' }).collect();
    data.0.join(FORMATIONS).join(format!("{safe}-{hash:016x}"))
}

/// The same for a formation whose id cannot be read: the state that the directory `formation` has already, the one that
/// was recorded in last where there are several.
pub fn unnamed_state(data: &DataDir, formation: &Path) -> PathBuf {
    let unnamed = formation_state(data, "", formation);
    let end = unnamed.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let states = std::fs::read_dir(data.0.join(FORMATIONS)).into_iter().flatten().flatten();
    let of_it = states.map(|entry| entry.path()).filter(|path| {
        path.is_dir() && path.file_name().is_some_and(|name| name.to_string_lossy().ends_with(&end))
    });
    let used = |path: &PathBuf| {
        let log = std::fs::metadata(path.join("audit").join("audit.log"));
        log.or_else(|_| std::fs::metadata(path)).and_then(|meta| meta.modified()).ok()
    };
    of_it.max_by_key(used).unwrap_or(unnamed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_cannot_leave_the_directory_and_two_places_differ() {
        let data = DataDir(PathBuf::from("/data"));
        let a = formation_state(&data, "../../etc", Path::new("/a"));
        assert!(a.starts_with("/data/formations") && a.components().count() == 4, "{a:?}");
        assert_ne!(unnamed_state(&data, Path::new("/a")), unnamed_state(&data, Path::new("/b")));
        assert_ne!(
            formation_state(&data, "x", Path::new("/a")),
            formation_state(&data, "x", Path::new("/b"))
        );
    }
}
