//! A formation in a git repository, with muxi as its merge and diff driver where a test wants it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::support::Home;

/// What every value in these tests has in it, and nothing else in the repository may.
pub const CANARY: &str = "canary";

/// A repository around the formation, or above it.
pub struct Repo {
    pub home: Home,
    /// Where git works.
    pub top: PathBuf,
    /// The moment of the next commit, in seconds.
    time: std::cell::Cell<u64>,
}

impl Repo {
    /// The formation itself is the repository; the first commit has the secret A.
    pub fn new() -> Self {
        let repo = Self::bare(Home::quick_start(), "");
        repo.keep("A", "canary a1");
        repo.commit("base");
        repo
    }

    /// The same, with the drivers.
    pub fn with_drivers() -> Self {
        let repo = Self::new();
        repo.home.ok(&["secrets", "git-setup"]);
        repo
    }

    /// A repository in a directory above the formation (`..`) or in it, without a commit.
    pub fn bare(home: Home, above: &str) -> Self {
        let top = home.formation().join(above).canonicalize().unwrap();
        let repo = Self { home, top, time: std::cell::Cell::new(1_700_000_000) };
        repo.git(&["init", "--quiet", "--initial-branch=main"]);
        repo
    }

    /// git as a person with no configuration would run it.
    pub fn command(&self, dir: &Path, args: &[&str]) -> Command {
        let mut command = Command::new("git");
        command.args(args).current_dir(dir).env_clear().stdin(Stdio::null());
        let muxi = self.home.process(&[]);
        command.envs(muxi.get_envs().filter_map(|(name, value)| Some((name, value?))));
        for who in ["AUTHOR", "COMMITTER"] {
            command
                .env(format!("GIT_{who}_NAME"), "somebody")
                .env(format!("GIT_{who}_EMAIL"), "a@example.com");
            command.env(format!("GIT_{who}_DATE"), format!("{} +0000", self.time.get()));
        }
        command.env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_EDITOR", "true").env("GIT_PAGER", "cat");
        command
    }

    /// Its exit code, and all that it said.
    pub fn run(&self, args: &[&str]) -> (i32, String) {
        let Output { status, stdout, stderr } = self.command(&self.top, args).output().unwrap();
        let text = String::from_utf8_lossy(&[stdout, stderr].concat()).into_owned();
        (status.code().unwrap_or(-1), text)
    }

    /// What it says, if it succeeds.
    pub fn git(&self, args: &[&str]) -> String {
        let (code, text) = self.run(args);
        assert_eq!(code, 0, "git {args:?}: {text}");
        text
    }

    /// Commits everything, a minute after the commit before.
    pub fn commit(&self, what: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "-m", what]);
        self.time.set(self.time.get() + 60);
    }

    /// Keeps a secret; notes are not looked at.
    pub fn keep(&self, name: &str, value: &str) {
        self.home.keep(name, value);
    }

    /// Keeps a secret and commits it.
    pub fn commit_secret(&self, name: &str, value: &str) {
        self.keep(name, value);
        self.commit(name);
    }

    /// A new branch from here with these secrets, one commit each; then back on `main`.
    pub fn branch(&self, branch: &str, secrets: &[(&str, &str)]) {
        self.git(&["checkout", "--quiet", "-b", branch]);
        for (name, value) in secrets {
            self.commit_secret(name, value);
        }
        self.git(&["checkout", "--quiet", "main"]);
    }

    /// The value of a secret, whose file has to be sealed.
    pub fn value(&self, name: &str) -> String {
        let (code, value, stderr) = self.home.run(&["secrets", "get", name]);
        assert_eq!((code, stderr.as_str()), (0, ""), "{name}");
        value
    }

    /// The secrets file as text.
    pub fn file(&self) -> String {
        String::from_utf8(self.home.read("secrets.enc")).unwrap()
    }

    /// No value is anywhere but in the key holder's hands: not in the working tree, the index or an object.
    pub fn assert_no_leak(&self) {
        for (path, bytes) in crate::place::files(&self.top) {
            assert!(!holds_canary(&bytes), "a value is in {}", path.display());
        }
        let objects = ["cat-file", "--batch-all-objects", "--batch", "--buffer"];
        let output = self.command(&self.top, &objects).output().unwrap();
        assert!(!output.stdout.is_empty() && !holds_canary(&output.stdout), "a value is in an object");
        assert!(!self.file().contains("<<<<<<<") && !self.file().contains(">>>>>>>"));
    }
}

fn holds_canary(bytes: &[u8]) -> bool {
    bytes.windows(CANARY.len()).any(|part| part == CANARY.as_bytes())
}
