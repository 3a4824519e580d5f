//! Where the secrets of a formation lie.

use std::fs;
use std::path::{Path, PathBuf};

use super::Error;

/// A formation's directory, and which environment's secrets are meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    dir: PathBuf,
    env: Option<String>,
}

impl Location {
    /// `secrets.enc` and `.key` in `dir`; with the environment `prod`, `secrets.prod.enc` and `.key.prod`.
    ///
    /// An environment's name is lower-case letters, digits, `-` and `_`; `pending` is taken.
    pub fn new(dir: impl Into<PathBuf>, env: Option<&str>) -> Result<Self, Error> {
        if let Some(env) = env {
            let good = env.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_'))
                && env.bytes().next().is_some_and(|b| b.is_ascii_alphanumeric())
                && env.len() <= 64;
            // `.key.pending` is the journal of a conversion.
            if !good || env == "pending" {
                return Err(Error::BadEnv(env.into()));
            }
        }
        let mut dir = dir.into();
        if dir.as_os_str().is_empty() {
            dir.push(".");
        }
        Ok(Self { dir, env: env.map(Into::into) })
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

    /// The key file.
    pub fn key_file(&self) -> PathBuf {
        match &self.env {
            None => self.dir.join(".key"),
            Some(env) => self.dir.join(format!(".key.{env}")),
        }
    }

    /// The key of a conversion that was cut short; readers try it last.
    pub(super) fn pending_key_file(&self) -> PathBuf {
        let mut name = self.key_file().into_os_string();
        name.push(".pending");
        name.into()
    }

    /// The template; all environments share it.
    pub fn template_file(&self) -> PathBuf {
        self.dir.join("secrets")
    }

    /// Refuses a link that leads out of the formation: what is written must not land elsewhere.
    ///
    /// A link to nothing is refused too: it could not be followed after other files were written.
    pub(super) fn check_link(&self, path: &Path) -> Result<(), Error> {
        if !path.is_symlink() {
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
        for bad in ["", "../x", "a/b", "Prod", "-x", "a.b", "pending"] {
            let error = Location::new("f", Some(bad)).unwrap_err();
            assert_eq!(error.code(), "bad_env_name");
        }
    }
}
