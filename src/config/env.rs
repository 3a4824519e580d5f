//! Environment variables, each declared once.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use crate::support::clock::Clock;

macro_rules! variables {
    ($($(#[doc = $doc:literal])+ $id:ident = $name:literal;)+) => {
        /// An environment variable that muxi reads.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Var { $($(#[doc = $doc])+ $id,)+ }

        impl Var {
            /// Its name.
            pub fn name(self) -> &'static str {
                match self { $(Self::$id => $name,)+ }
            }
        }

        /// Every variable with its meaning, for the documentation.
        pub const VARIABLES: &[(Var, &str)] = &[$((Var::$id, concat!($($doc),+)),)+];
    };
}

variables! {
    /// Where state is kept, instead of the user's data directory (`--data-dir` wins).
    StateDir = "MUXI_STATE_DIR";
    /// Where `muxi serve` listens, `HOST[:PORT]` (`--listen` wins).
    Listen = "MUXI_LISTEN";
    /// The least important kind of record that the log keeps: debug, info, warning, error or off.
    LoggingLevel = "MUXI_LOGGING_LEVEL";
    /// A file that holds the key of the secrets (`--key-file` wins).
    KeyFile = "MUXI_SECRETS_KEY_FILE";
    /// The number of an open file descriptor from which the key of the secrets is read.
    KeyFd = "MUXI_SECRETS_KEY_FD";
    /// The key of the secrets itself. Other processes of the same user can see it: prefer the two above.
    Key = "MUXI_SECRETS_KEY";
    /// A file that holds the passphrase of that key (`--passphrase-file` wins).
    PassphraseFile = "MUXI_SECRETS_PASSPHRASE_FILE";
    /// The number of an open file descriptor from which the passphrase of that key is read.
    PassphraseFd = "MUXI_SECRETS_PASSPHRASE_FD";
    /// The profile of the server that commands talk to (`--profile` wins).
    Profile = "MUXI_PROFILE";
    /// The URL of that server, instead of a profile's; it goes with the two below.
    ServerUrl = "MUXI_SERVER_URL";
    /// The id of the key that calls of that server are signed with.
    KeyId = "MUXI_KEY_ID";
    /// The secret of that key. Other processes of the same user can see it: prefer a profile.
    SecretKey = "MUXI_SECRET_KEY";
    /// How calls of a server that `MUXI_SERVER_URL` names are signed: v2, documented or legacy.
    Dialect = "MUXI_DIALECT";
    /// Where `muxi server` has its `config.yaml` (`--config` wins).
    ConfigDir = "MUXI_CONFIG_DIR";
    /// Where `muxi server` keeps formations and its own state.
    ServerData = "MUXI_DATA_DIR";
    /// Where `muxi server` keeps the logs of formations.
    ServerLogs = "MUXI_LOG_DIR";
    /// What the logs of the formations of `muxi server` keep at least: debug, info, warning, error or off.
    ServerLogLevel = "MUXI_LOG_LEVEL";
    /// Set to anything but nothing: no colours.
    NoColor = "NO_COLOR";
    /// The kind of terminal; `dumb` means no colours.
    Term = "TERM";
    /// The user's home directory.
    Home = "HOME";
    /// The user's data directory (XDG Base Directory Specification); `muxi` in it holds the state.
    DataHome = "XDG_DATA_HOME";
}

/// The surroundings of one run. Tests make their own.
#[derive(Clone, Debug)]
pub struct Env {
    vars: BTreeMap<OsString, OsString>,
    /// The directory that relative paths start from.
    pub current_dir: PathBuf,
    /// The running program.
    pub program: PathBuf,
    /// The time.
    pub clock: Clock,
}

impl Env {
    /// The real surroundings of this process.
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
    pub fn from_process() -> std::io::Result<Self> {
        Ok(Self {
            vars: std::env::vars_os().collect(),
            current_dir: std::env::current_dir()?,
            program: std::env::current_exe()?,
            clock: Clock::default(),
        })
    }

    /// The value of a variable; an empty one counts as unset.
    pub fn get(&self, var: Var) -> Option<&OsStr> {
        self.named(var.name())
    }

    /// The value of a variable as text; an empty one or one that is no text counts as unset.
    pub fn text(&self, var: Var) -> Option<&str> {
        self.get(var).and_then(OsStr::to_str)
    }

    /// A variable that data names: the base URL of a model provider, or `${{ env.X }}` in a formation.
    pub fn named(&self, name: &str) -> Option<&OsStr> {
        self.vars.get(OsStr::new(name)).map(OsString::as_os_str).filter(|v| !v.is_empty())
    }

    /// The names of the variables that open secrets, or a server: a program that muxi runs gets none of them.
    pub fn key_variables(&self) -> Vec<&OsStr> {
        let opens = |name: &&OsString| {
            let name = name.as_encoded_bytes();
            name == Var::Key.name().as_bytes()
                || name == Var::KeyFd.name().as_bytes()
                || name == Var::SecretKey.name().as_bytes()
                || name.starts_with(b"MUXI_SECRETS_PASSPHRASE")
        };
        self.vars.keys().filter(opens).map(OsString::as_os_str).collect()
    }

    /// What programs that serve tools get of these surroundings: where programs are, language, time zone.
    pub fn for_tools(&self) -> Vec<(String, String)> {
        let given =
            |name: &str| matches!(name, "PATH" | "LANG" | "LANGUAGE" | "TZ") || name.starts_with("LC_");
        let text = self.vars.iter().filter_map(|(name, value)| Some((name.to_str()?, value.to_str()?)));
        text.filter(|(name, _)| given(name)).map(|(n, v)| (n.to_owned(), v.to_owned())).collect()
    }

    /// `path` as seen from the current directory.
    pub fn absolute(&self, path: &Path) -> PathBuf {
        self.current_dir.join(path)
    }

    /// The directory in which programs keep this user's data.
    pub(super) fn data_home(&self) -> Option<PathBuf> {
        // A relative one is to be ignored, says the specification.
        if let Some(dir) = self.get(Var::DataHome).map(PathBuf::from).filter(|dir| dir.is_absolute()) {
            return Some(dir);
        }
        if cfg!(windows) {
            return self.named("APPDATA").map(PathBuf::from);
        }
        let below = if cfg!(target_os = "macos") { "Library/Application Support" } else { ".local/share" };
        self.get(Var::Home).map(|home| Path::new(home).join(below))
    }

    /// Whether colours are wanted, as far as the environment says.
    pub fn wants_color(&self) -> bool {
        self.get(Var::NoColor).is_none() && !self.is_plain_terminal()
    }

    /// Whether the terminal can only print one line below the other.
    pub fn is_plain_terminal(&self) -> bool {
        self.text(Var::Term) == Some("dumb")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn env(vars: &[(&str, &str)]) -> Env {
        Env {
            vars: vars.iter().map(|(k, v)| (OsString::from(k), OsString::from(v))).collect(),
            current_dir: PathBuf::from("/here"),
            program: PathBuf::from("/bin/muxi"),
            clock: Clock::fixed(0),
        }
    }

    #[test]
    fn an_empty_variable_is_an_unset_one() {
        let env = env(&[("NO_COLOR", ""), ("MUXI_LISTEN", "127.0.0.1:1")]);
        assert!(env.wants_color());
        assert_eq!(env.text(Var::Listen), Some("127.0.0.1:1"));
        assert_eq!(env.text(Var::Key), None);
    }

    #[test]
    fn what_opens_secrets_is_known_by_name() {
        let vars = [
            ("HOME", "/h"),
            ("MUXI_KEY_ID", "i"),
            ("MUXI_SECRETS_KEY", "k"),
            ("MUXI_SECRETS_KEY_FD", "3"),
            ("MUXI_SECRETS_KEY_FILE", "/key"),
            ("MUXI_SECRETS_PASSPHRASE", "p"),
            ("MUXI_SECRETS_PASSPHRASE_FILE", "/p"),
            ("MUXI_SECRET_KEY", "s"),
        ];
        let names = [
            "MUXI_SECRETS_KEY",
            "MUXI_SECRETS_KEY_FD",
            "MUXI_SECRETS_PASSPHRASE",
            "MUXI_SECRETS_PASSPHRASE_FILE",
            "MUXI_SECRET_KEY",
        ];
        assert_eq!(env(&vars).key_variables(), names);
    }

    #[test]
    #[cfg(all(unix, not(target_os = "macos")))]
    fn the_data_directory_is_the_one_of_the_xdg_specification() {
        let home = |vars: &[(&str, &str)]| env(vars).data_home();
        assert_eq!(home(&[("HOME", "/h")]), Some("/h/.local/share".into()));
        assert_eq!(home(&[("HOME", "/h"), ("XDG_DATA_HOME", "/x")]), Some("/x".into()));
        assert_eq!(home(&[("HOME", "/h"), ("XDG_DATA_HOME", "x")]), Some("/h/.local/share".into()));
        assert_eq!(home(&[]), None);
    }

    #[test]
    fn every_variable_is_documented_once() {
        let mut names: Vec<&str> = VARIABLES.iter().map(|(v, _)| v.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), VARIABLES.len());
        assert!(VARIABLES.iter().all(|(_, doc)| doc.trim().ends_with('.')));
    }
}
