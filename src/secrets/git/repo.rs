//! Asking git, so that nothing in the repository's configuration starts a program here.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use std::os::unix::ffi::OsStrExt;

use crate::secrets::error::GitError;
use crate::secrets::{Error, Location};

/// git has no use for a key, nor for a setting that would change what it prints.
const UNWANTED: [&str; 8] = [
    "MUXI_SECRETS_KEY",
    "MUXI_SECRETS_KEY_FD",
    "MUXI_SECRETS_KEY_FILE",
    "GIT_EXTERNAL_DIFF",
    "GIT_LITERAL_PATHSPECS",
    "GIT_GLOB_PATHSPECS",
    "GIT_NOGLOB_PATHSPECS",
    "GIT_ICASE_PATHSPECS",
];

/// git in `dir`. The formation may come from anybody: its configuration must not start programs here.
pub(super) fn command(dir: &Path) -> Command {
    let mut git = Command::new("git");
    git.args(["--no-pager", "--no-optional-locks", "--no-replace-objects"]);
    git.args([
        "-c",
        "core.fsmonitor=false",
        "-c",
        "core.hooksPath=/dev/null",
        "-c",
        "log.showSignature=false",
    ]);
    git.args(["-c", "log.showRoot=true", "-c", "log.follow=false", "-c", "core.quotePath=false"]);
    git.current_dir(dir);
    for name in UNWANTED {
        git.env_remove(name);
    }
    // No network, no questions, one language.
    git.env("GIT_NO_LAZY_FETCH", "1").env("GIT_TERMINAL_PROMPT", "0").env("LC_ALL", "C");
    git
}

/// The working tree that a formation lies in.
pub(in crate::secrets) struct Repo {
    dir: PathBuf,
    /// From the top of the working tree to `dir`, with a slash at its end; empty at the top.
    prefix: Vec<u8>,
}

impl Repo {
    /// The working tree around `dir`.
    pub(in crate::secrets) fn find(dir: &Path) -> Result<Self, Error> {
        let no_tree = |no_git| GitError::NotInTree { dir: dir.into(), no_git };
        let asked = command(dir)
            .args(["rev-parse", "--is-inside-work-tree", "--show-prefix"])
            .stdin(Stdio::null())
            .output();
        let output = asked.map_err(|e| no_tree(dir.is_dir() && e.kind() == std::io::ErrorKind::NotFound))?;
        let prefix = output.stdout.strip_prefix(b"true\n").and_then(|rest| rest.strip_suffix(b"\n"));
        let Some(prefix) = prefix.filter(|_| output.status.success()) else {
            let said = String::from_utf8_lossy(&output.stderr);
            if said.contains("dubious ownership") {
                return Err(failed("rev-parse", &output.stderr).into());
            }
            return Err(no_tree(false).into());
        };
        Ok(Self { dir: dir.into(), prefix: prefix.to_vec() })
    }

    /// git in the formation's directory.
    pub(super) fn command(&self) -> Command {
        command(&self.dir)
    }

    /// The formation's directory.
    pub(super) fn dir(&self) -> &Path {
        &self.dir
    }

    /// The secrets file as git calls it: from the top of the working tree.
    pub(in crate::secrets) fn path_of(&self, location: &Location) -> Vec<u8> {
        let file = location.secrets_file();
        let name = file.file_name().unwrap_or_default().as_bytes();
        [&self.prefix, name].concat()
    }

    /// What git prints, or nothing where it says no.
    pub(in crate::secrets) fn ask<S: AsRef<OsStr>>(&self, args: &[S]) -> Option<Vec<u8>> {
        let output = self.command().args(args).stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
        output.status.success().then_some(output.stdout)
    }

    /// What git prints.
    pub(super) fn run<S: AsRef<OsStr>>(&self, args: &[S]) -> Result<Vec<u8>, Error> {
        let what = args.first().map(|a| a.as_ref().to_string_lossy().into_owned()).unwrap_or_default();
        let output = self.command().args(args).stdin(Stdio::null()).output();
        let output = output.map_err(|e| GitError::Failed { what: what.clone(), why: e.to_string() })?;
        if !output.status.success() {
            return Err(failed(&what, &output.stderr).into());
        }
        Ok(output.stdout)
    }

    /// The same as text.
    pub(in crate::secrets) fn says(&self, args: &[&str]) -> Option<String> {
        self.ask(args).map(|bytes| text(&bytes))
    }

    /// Whether git ignores a file of this name in the formation's directory.
    pub(in crate::secrets) fn ignores(&self, name: &Path) -> bool {
        let args = [OsStr::new("check-ignore"), OsStr::new("--quiet"), OsStr::new("--"), name.as_os_str()];
        self.ask(&args).is_some()
    }

    /// The id of the commit that `revision` names.
    pub(in crate::secrets) fn commit(&self, revision: &str) -> Option<String> {
        if revision.is_empty() {
            return None;
        }
        let spec = format!("{revision}^{{commit}}");
        let id = self.ask(&["rev-parse", "--verify", "--quiet", "--end-of-options", &spec])?;
        Some(text(&id).trim().to_owned())
    }

    /// Whether the clone has only the last commits.
    pub(in crate::secrets) fn is_shallow(&self) -> bool {
        self.says(&["rev-parse", "--is-shallow-repository"]).is_some_and(|said| said.trim() == "true")
    }

    /// When a commit was made, in seconds since the Unix epoch.
    pub(in crate::secrets) fn time_of(&self, commit: &str) -> Result<u64, Error> {
        let time = self.run(&["show", "--no-patch", "--no-notes", "--format=%ct", commit])?;
        Ok(text(&time).trim().parse().unwrap_or(0))
    }

    /// Whether git is in the middle of a merge, a rebase, a cherry-pick or a revert.
    pub(in crate::secrets) fn is_merging(&self) -> bool {
        let heads = ["MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD"];
        self.is_rebasing() || heads.iter().any(|head| self.commit(head).is_some())
    }

    /// `REBASE_HEAD` may be left over, so the directory of the rebase counts.
    pub(super) fn is_rebasing(&self) -> bool {
        ["rebase-merge", "rebase-apply"].iter().any(|name| {
            let path = self.ask(&["rev-parse", "--git-path", name]);
            path.is_some_and(|path| self.dir.join(text(&path).trim_end_matches('\n')).exists())
        })
    }
}

/// Bytes of git as text.
pub(super) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn failed(what: &str, stderr: &[u8]) -> GitError {
    let said = text(stderr);
    let why = said.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("it does not say why");
    let why = said.lines().find(|line| line.starts_with("fatal: ")).unwrap_or(why);
    GitError::Failed { what: what.into(), why: why.trim_start_matches("fatal: ").into() }
}

/// The files of this name in the repository around `dir`; none where there is no git to ask.
pub(in crate::secrets) fn formations(dir: &Path, name: &OsStr) -> Vec<PathBuf> {
    let Some(name) = name.to_str() else { return Vec::new() };
    let spec = format!(":(top,glob)**/{}", name.replace(['*', '?', '[', '\\'], "?"));
    let Ok(repo) = Repo::find(dir) else { return Vec::new() };
    let listed = repo.ask(&["ls-files", "-z", "--", &spec]).unwrap_or_default();
    let files = listed.split(|b| *b == 0).filter(|file| !file.is_empty());
    files.map(|file| dir.join(OsStr::from_bytes(file))).collect()
}
