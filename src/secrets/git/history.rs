//! Every secret that stands, or stood, in the history of a secrets file.
//!
//! One `git log` gives all versions of all secrets files, one `git cat-file` their content. Each line
//! is looked at once, however many commits have it. What is at the path of the file belongs to it, and
//! what is elsewhere does too if it is of the same store: so renames are followed.

use std::collections::{HashMap, HashSet};
use std::io::{BufRead, BufReader};
use std::process::Stdio;

use super::repo::text;
use super::{Objects, Repo};
use crate::crypto::hash::unhex;
use crate::secrets::Error;
use crate::secrets::error::GitError;
use crate::secrets::format2::{self, Entry};

/// A commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::secrets) struct Commit {
    pub(in crate::secrets) id: String,
    /// Seconds since the Unix epoch.
    pub(in crate::secrets) time: u64,
}

/// A version of a file in a commit.
struct Touch {
    commit: usize,
    path: Vec<u8>,
    blob: String,
}

/// One value of one secret, and where it was seen.
#[derive(Clone, Debug)]
pub(in crate::secrets) struct Sighting<T> {
    pub(in crate::secrets) what: T,
    /// The earliest commit that has it.
    pub(in crate::secrets) first: usize,
    /// The latest one.
    pub(in crate::secrets) last: usize,
}

/// What the history holds.
#[derive(Default)]
pub(in crate::secrets) struct History {
    /// Sorted by time.
    pub(in crate::secrets) commits: Vec<Commit>,
    /// The lines of secrets with a value, of format 2, each with the store that it is in.
    pub(in crate::secrets) lines: Vec<Sighting<([u8; 16], Entry)>>,
    /// The whole of each version of format 1.
    pub(in crate::secrets) tokens: Vec<Sighting<Vec<u8>>>,
}

/// Which commits are looked through.
pub(in crate::secrets) enum Reach {
    /// All that branches, tags and remotes lead to.
    Refs,
    /// What the current branch leads to.
    Head,
    /// What only the stash and the reflogs lead to: it is on this machine alone.
    Hidden,
}

impl Reach {
    fn args(&self) -> &'static [&'static str] {
        match self {
            Self::Refs => &["--exclude=refs/stash", "--all"],
            // Who asks when something last changed can wait for so many, and not for more.
            Self::Head => &["--max-count=20000", "HEAD"],
            Self::Hidden => &["--reflog", "--not", "--exclude=refs/stash", "--all"],
        }
    }
}

impl History {
    /// Reads the history of the file at `path`; `keep` says of which commits.
    ///
    /// `store` is the store of the file as it is now. `progress` is told how many versions are done, of how many.
    pub(in crate::secrets) fn read(
        repo: &Repo,
        path: &[u8],
        store: Option<[u8; 16]>,
        reach: &Reach,
        keep: &dyn Fn(&Commit) -> bool,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<Self, Error> {
        let (commits, touches) = log(repo, reach, keep)?;
        let mut reader =
            Reader { path, store, lines: HashMap::new(), blobs: HashMap::new(), history: Self::default() };
        let mut objects = Objects::open(repo)?;
        let all = touches.len();
        for (done, touch) in touches.into_iter().enumerate() {
            progress(done, all);
            reader.take(&touch, &mut objects)?;
        }
        let mut history = reader.history;
        history.commits = commits;
        Ok(history)
    }
}

/// What one version of a file has: places among the lines or the tokens.
#[derive(Clone)]
enum Seen {
    Lines(Vec<usize>),
    Token(usize),
    Nothing,
}

struct Reader<'a> {
    path: &'a [u8],
    store: Option<[u8; 16]>,
    lines: HashMap<[u8; 16], HashMap<String, usize>>,
    /// Each version is read once, for its place in the tree.
    blobs: HashMap<(String, bool), Seen>,
    history: History,
}

impl Reader<'_> {
    fn take(&mut self, touch: &Touch, objects: &mut Objects) -> Result<(), Error> {
        let known = (touch.blob.clone(), touch.path == self.path);
        let seen = if let Some(seen) = self.blobs.get(&known) {
            seen.clone()
        } else {
            let content = objects.known(&touch.blob)?;
            let seen = self.read(&content, known.1, touch.commit);
            self.blobs.insert(known, seen.clone());
            seen
        };
        let extend = |first: &mut usize, last: &mut usize| {
            *first = (*first).min(touch.commit);
            *last = (*last).max(touch.commit);
        };
        match seen {
            Seen::Nothing => {}
            Seen::Token(at) => {
                let token = &mut self.history.tokens[at];
                extend(&mut token.first, &mut token.last);
            }
            Seen::Lines(places) => {
                for at in places {
                    let line = &mut self.history.lines[at];
                    extend(&mut line.first, &mut line.last);
                }
            }
        }
        Ok(())
    }

    fn read(&mut self, content: &[u8], own_path: bool, commit: usize) -> Seen {
        if !content.starts_with(format2::MAGIC_PREFIX.as_bytes()) {
            if !own_path || !content.starts_with(b"gAAAAA") {
                return Seen::Nothing;
            }
            self.history.tokens.push(Sighting { what: content.to_vec(), first: commit, last: commit });
            return Seen::Token(self.history.tokens.len() - 1);
        }
        // A file that is broken elsewhere still shows its good lines to whoever has the key.
        let text = String::from_utf8_lossy(content);
        let store = text.lines().find_map(|line| line.strip_prefix("store ").and_then(unhex));
        let Some(store) = store.filter(|store| own_path || self.store == Some(*store)) else {
            return Seen::Nothing;
        };
        let lines = self.lines.entry(store).or_default();
        let mut places = Vec::new();
        for line in text.lines() {
            if let Some(at) = lines.get(line) {
                places.push(*at);
            } else if let Some(entry) = format2::parse_line(line).filter(|e| e.sealed.is_some()) {
                let all = &mut self.history.lines;
                all.push(Sighting { what: (store, entry), first: commit, last: commit });
                lines.insert(line.to_owned(), all.len() - 1);
                places.push(all.len() - 1);
            }
        }
        Seen::Lines(places)
    }
}

/// The commits by time, and the versions of every secrets file in them.
fn log(
    repo: &Repo,
    reach: &Reach,
    keep: &dyn Fn(&Commit) -> bool,
) -> Result<(Vec<Commit>, Vec<Touch>), Error> {
    if matches!(reach, Reach::Head) && repo.commit("HEAD").is_none() {
        return Ok((Vec::new(), Vec::new()));
    }
    let mut command = repo.command();
    // Without full history git would leave out a branch whose changes did not survive a merge.
    command.args(["log", "--full-history", "--diff-merges=separate", "--raw", "-z", "--no-abbrev"]);
    command.args(["--no-renames", "--no-ext-diff", "--no-textconv", "--no-notes", "--no-color"]);
    command.args(["--format=%x01%H %ct"]).args(reach.args()).args(["--", ":(top,glob)**/secrets*.enc"]);
    let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
    let failed = |why: &dyn std::fmt::Display| GitError::Failed { what: "log".into(), why: why.to_string() };
    let mut child = child.map_err(|e| failed(&e))?;
    let Some(stdout) = child.stdout.take() else { return Err(failed(&"it has no output").into()) };
    let mut parser =
        Log { commits: Vec::new(), by_id: HashMap::new(), touches: Vec::new(), at: None, blob: None };
    for token in BufReader::new(stdout).split(0) {
        parser.token(&token.map_err(|e| failed(&e))?, keep);
    }
    if !child.wait().is_ok_and(|status| status.success()) {
        return Err(failed(&"see git log").into());
    }
    Ok(parser.finish())
}

struct Log {
    commits: Vec<Commit>,
    by_id: HashMap<String, usize>,
    touches: Vec<Touch>,
    /// The commit that the next versions are of; none where it is left out.
    at: Option<usize>,
    /// The version whose path comes next.
    blob: Option<String>,
}

impl Log {
    fn token(&mut self, token: &[u8], keep: &dyn Fn(&Commit) -> bool) {
        if let Some(blob) = self.blob.take() {
            if let Some(commit) = self.at.filter(|_| blob.bytes().any(|b| b != b'0')) {
                self.touches.push(Touch { commit, path: token.to_vec(), blob });
            }
            return;
        }
        let token = token.strip_prefix(b"\n").unwrap_or(token);
        let line = text(token);
        if let Some(head) = line.strip_prefix('\u{1}') {
            let (id, time) = head.split_once(' ').unwrap_or((head, "0"));
            let commit = Commit { id: id.to_owned(), time: time.trim().parse().unwrap_or(0) };
            self.at = keep(&commit).then(|| self.place(commit));
        } else if let Some(fields) = line.strip_prefix(':') {
            // OLD_MODE NEW_MODE OLD_ID NEW_ID STATUS
            let fields: Vec<&str> = fields.split(' ').collect();
            // A submodule's commit is no object of this repository.
            let blob = fields.get(3).filter(|_| fields.get(1) != Some(&"160000"));
            self.blob = Some(blob.unwrap_or(&"0").to_string());
        }
    }

    /// A merge comes once for each of its parents.
    fn place(&mut self, commit: Commit) -> usize {
        let next = self.commits.len();
        let at = *self.by_id.entry(commit.id.clone()).or_insert(next);
        if at == next {
            self.commits.push(commit);
        }
        at
    }

    /// By time; the earlier one first where git lists the later one first.
    fn finish(self) -> (Vec<Commit>, Vec<Touch>) {
        let mut order: Vec<usize> = (0..self.commits.len()).rev().collect();
        order.sort_by_key(|at| self.commits[*at].time);
        let mut places = vec![0; order.len()];
        for (new, old) in order.iter().enumerate() {
            places[*old] = new;
        }
        let commits = order.iter().map(|at| self.commits[*at].clone()).collect();
        let moved = |t: Touch| Touch { commit: places[t.commit], ..t };
        (commits, self.touches.into_iter().map(moved).collect())
    }
}

/// The commits that `revision` leads to and that touch a secrets file.
pub(in crate::secrets) fn reachable(repo: &Repo, revision: &str) -> Result<HashSet<String>, Error> {
    let listed = repo.run(&["rev-list", "--full-history", revision, "--", ":(top,glob)**/secrets*.enc"])?;
    Ok(text(&listed).lines().map(str::to_owned).collect())
}
