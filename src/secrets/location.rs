//! Where the secrets of a formation lie.

use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

use super::{Error, Memory};
use crate::support::fs::FsError;

/// A formation's directory, and which environment's secrets are meant.
#[derive(Clone, Debug)]
pub struct Location {
    dir: PathBuf,
    env: Option<String>,
    memory: Option<Memory>,
}

/// What is remembered of a place does not make it another place.
impl PartialEq for Location {
    fn eq(&self, other: &Self) -> bool {
        (&self.dir, &self.env) == (&other.dir, &other.env)
    }
}

impl Eq for Location {}

impl Hash for Location {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.dir, &self.env).hash(state);
    }
}

impl Location {
    /// `secrets.enc` and `.key` in `dir`; with the environment `prod`, `secrets.prod.enc` and `.key.prod`.
    ///
    /// An environment's name is lower-case letters, digits, `-` and `_`; `pending` and `retired` are
    /// taken.
    pub fn new(dir: impl Into<PathBuf>, env: Option<&str>) -> Result<Self, Error> {
        if let Some(env) = env.filter(|env| !is_env(env)) {
            return Err(Error::BadEnv(env.into()));
        }
        let mut dir = dir.into();
        if dir.as_os_str().is_empty() {
            dir.push(".");
        }
        Ok(Self { dir, env: env.map(Into::into), memory: None })
    }

    /// The same, with what was seen of its secrets remembered: an older file is then told from the newest.
    #[must_use]
    pub fn remembering(mut self, memory: Memory) -> Self {
        self.memory = Some(memory);
        self
    }

    pub(super) fn memory(&self) -> Option<&Memory> {
        self.memory.as_ref()
    }

    /// The location whose secrets file is at `path`; nothing for a file of another name.
    pub fn of_file(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_str()?;
        let middle = name.strip_prefix("secrets.")?;
        let env = match middle {
            "enc" => None,
            _ => Some(middle.strip_suffix(".enc")?),
        };
        Self::new(path.parent()?, env).ok()
    }

    /// The formation's directory.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The environment, if one was named.
    pub fn env(&self) -> Option<&str> {
        self.env.as_deref()
    }

    /// The secrets file.
    pub fn secrets_file(&self) -> PathBuf {
        match &self.env {
            None => self.dir.join("secrets.enc"),
            Some(env) => self.dir.join(format!("secrets.{env}.enc")),
        }
    }

    /// The name of the secrets file.
    pub(super) fn file_name(&self) -> String {
        self.secrets_file().file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// The key file.
    pub fn key_file(&self) -> PathBuf {
        match &self.env {
            None => self.dir.join(".key"),
            Some(env) => self.dir.join(format!(".key.{env}")),
        }
    }

    /// The new key of a rotation of a bare key that was cut short; readers try it after the key file.
    pub(super) fn pending_key_file(&self) -> PathBuf {
        self.beside_key(".pending")
    }

    /// The old keys where the key file can hold only one, a bare key; readers try it last.
    pub(super) fn retired_key_file(&self) -> PathBuf {
        self.beside_key(".retired")
    }

    fn beside_key(&self, ending: &str) -> PathBuf {
        let mut name = self.key_file().into_os_string();
        name.push(ending);
        name.into()
    }

    /// The template; all environments share it.
    pub fn template_file(&self) -> PathBuf {
        self.dir.join("secrets")
    }

    /// Every environment of the directory that has a secrets file, this one's too; sorted by file name.
    pub fn environments(&self) -> Result<Vec<Self>, Error> {
        let entries = fs::read_dir(&self.dir).map_err(|e| FsError::io("read", &self.dir, e))?;
        let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
        let mut names: Vec<_> = names.filter(|name| is_secrets_file(name)).collect();
        names.sort();
        let at = |name: &String| {
            let env = env_of(name).filter(|env| !env.is_empty()).map(str::to_owned);
            Self { env, ..self.clone() }
        };
        Ok(names.iter().map(at).collect())
    }

    /// Refuses a link that leads out of the formation: what is written must not land elsewhere.
    ///
    /// A link to nothing is refused too: it could not be followed after other files were written.
    pub(super) fn check_link(&self, path: &Path) -> Result<(), Error> {
        // A directory on the way may be one too.
        if !path.is_symlink() && (path.parent() == Some(&*self.dir) || !path.exists()) {
            return Ok(());
        }
        let real = fs::canonicalize(path);
        let dir = fs::canonicalize(&self.dir);
        if let (Ok(real), Ok(dir)) = (&real, &dir)
            && real.starts_with(dir)
        {
            return Ok(());
        }
        let target = real.or_else(|_| fs::read_link(path)).unwrap_or_default();
        Err(Error::LinkOutside { path: path.into(), target })
    }

    /// What writers lock; all environments share it, as they share the template and `.gitignore`.
    pub(super) fn lock_file(&self) -> PathBuf {
        self.dir.join(LOCK_NAME)
    }
}

/// Whether a file of this name holds an environment's secrets.
pub(super) fn is_secrets_file(name: &str) -> bool {
    env_of(name).is_some()
}

/// The environment whose secrets a file of this name holds; empty for `secrets.enc`.
fn env_of(name: &str) -> Option<&str> {
    match name.strip_prefix("secrets.")? {
        "enc" => Some(""),
        rest => rest.strip_suffix(".enc").filter(|env| is_env(env)),
    }
}

fn is_env(env: &str) -> bool {
    let known = |b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_');
    env.len() <= 64
        && env.bytes().all(known)
        && env.bytes().next().is_some_and(|b| b.is_ascii_alphanumeric())
        // `.key.pending` and `.key.retired` are the steps of a rotation.
        && !matches!(env, "pending" | "retired")
}

/// Name of the lock file.
pub(super) const LOCK_NAME: &str = ".muxi-lock";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_environment_has_files_of_its_own_and_shares_the_template() {
        let prod = Location::new("f", Some("prod")).unwrap();
        assert_eq!(prod.secrets_file(), Path::new("f/secrets.prod.enc"));
        assert_eq!(prod.key_file(), Path::new("f/.key.prod"));
        assert_eq!(prod.pending_key_file(), Path::new("f/.key.prod.pending"));
        assert_eq!(prod.retired_key_file(), Path::new("f/.key.prod.retired"));
        assert_eq!(prod.template_file(), Path::new("f/secrets"));
        let plain = Location::new("f", None).unwrap();
        assert_eq!(plain.secrets_file(), Path::new("f/secrets.enc"));
    }

    #[test]
    fn a_secrets_file_tells_its_location() {
        let prod = Location::of_file(Path::new("f/secrets.prod.enc")).unwrap();
        assert_eq!(prod.key_file(), Path::new("f/.key.prod"));
        assert_eq!(Location::of_file(Path::new("secrets.enc")).unwrap().dir(), Path::new("."));
        for other in ["f/secrets", "f/secrets.A.enc", "f/x.enc", "secrets.enc.bak", "/"] {
            assert_eq!(Location::of_file(Path::new(other)), None, "{other}");
        }
    }

    #[test]
    fn an_environment_that_is_no_file_name_is_refused() {
        for bad in ["", "../x", "a/b", "Prod", "-x", "a.b", "pending", "retired"] {
            let error = Location::new("f", Some(bad)).unwrap_err();
            assert_eq!(error.code(), "bad_env_name");
        }
    }
}
