//! What was typed, kept for the next conversation: bounded, private, and never with a secret in it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::support::fs::{self, FsError, Lock, Mode};
use crate::support::keys;
use crate::support::redact::Redactor;

/// So many entries are kept, of so many bytes each, and so many bytes together.
const MOST: usize = 1000;
const LONGEST: usize = 16 << 10;
const MOST_BYTES: usize = 512 << 10;
/// Another conversation writes for a moment only.
const LOCK_WAIT: Duration = Duration::from_secs(1);

/// The lines typed in conversations with one formation, the oldest first.
pub struct History {
    path: PathBuf,
    secrets: Redactor,
    lines: Vec<String>,
    kept: bool,
}

impl History {
    /// What is kept in the file at `path`, one JSON string a line. A line that holds one of `secrets` is never kept.
    pub fn open(path: &Path, secrets: Redactor) -> Result<Self, FsError> {
        let lines = read(path)?;
        Ok(Self { path: path.to_owned(), secrets, lines, kept: true })
    }

    /// The lines.
    pub fn lines(&self) -> &[String] {
        &self.lines
    }

    /// Whether lines are kept from now on.
    pub fn keep(&mut self, kept: bool) {
        self.kept = kept;
    }

    /// Whether lines are kept.
    pub fn is_kept(&self) -> bool {
        self.kept
    }

    /// Whether this line may be looked up again: not what begins with a blank, and nothing that is secret.
    pub fn takes(&self, line: &str) -> bool {
        let secret =
            || self.secrets.holds(line) || line.split_whitespace().any(is_key) || is_about_a_key(line);
        self.kept && !line.trim().is_empty() && !line.starts_with(' ') && line.len() <= LONGEST && !secret()
    }

    /// Keeps a line if it may be; whether it was. Other conversations' lines stay.
    pub fn add(&mut self, line: &str) -> Result<bool, FsError> {
        if !self.takes(line) {
            return Ok(false);
        }
        let _alone = Lock::acquire(&self.path.with_extension("lock"), LOCK_WAIT)?;
        let mut lines = read(&self.path)?;
        lines.retain(|known| known != line);
        lines.push(line.to_owned());
        self.lines = bounded(lines);
        self.write()?;
        Ok(true)
    }

    /// Forgets everything, on disk too.
    pub fn clear(&mut self) -> Result<(), FsError> {
        let _alone = Lock::acquire(&self.path.with_extension("lock"), LOCK_WAIT)?;
        self.lines.clear();
        fs::remove_if_exists(&self.path).map(drop)
    }

    fn write(&self) -> Result<(), FsError> {
        let mut text = String::new();
        for line in &self.lines {
            text.push_str(&serde_json::Value::from(line.as_str()).to_string());
            text.push('\n');
        }
        fs::write_atomic(&self.path, text.as_bytes(), Mode::PRIVATE)
    }
}

/// A word that is formed like a provider's key, though this formation does not know it.
fn is_key(word: &str) -> bool {
    keys::is_known(word.trim_matches(['"', '\'', '`', ',', ';', ':', '(', ')']).as_bytes())
}

/// A line that has a key somewhere in it, or a word for one among others: the others may be it.
fn is_about_a_key(line: &str) -> bool {
    const WORDS: [&str; 10] = [
        "token",
        "password",
        "passwd",
        "passphrase",
        "secret",
        "credential",
        "credentials",
        "apikey",
        "key",
        "pat",
    ];
    const GIVES: [&str; 12] = [
        "add", "set", "store", "save", "register", "connect", "update", "replace", "change", "use", "is",
        "my",
    ];
    let words: Vec<String> = line.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).collect();
    let has = |of: &[&str]| words.iter().any(|word| of.contains(&word.as_str()));
    !keys::pasted(line).is_empty() || (has(&WORDS) && has(&GIVES))
}

/// A line that is not ours is let pass.
fn read(path: &Path) -> Result<Vec<String>, FsError> {
    let bytes = fs::read_if_exists(path)?.unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    Ok(bounded(text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()))
}

fn bounded(mut lines: Vec<String>) -> Vec<String> {
    let mut room = MOST_BYTES;
    let fitting = lines
        .iter()
        .rev()
        .take(MOST)
        .take_while(|line| {
            let fits = line.len() <= room;
            room = room.saturating_sub(line.len());
            fits
        })
        .count();
    lines.drain(..lines.len() - fitting);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::support::secret::SecretBytes;

    fn history(dir: &Path) -> History {
        let secrets = Redactor::default();
        secrets.add("KEY", &SecretBytes::from("hunter2hunter2"));
        History::open(&dir.join("history"), secrets).unwrap()
    }

    #[test]
    fn lines_survive_in_order_and_two_conversations_share_them() {
        let dir = tempfile::tempdir().unwrap();
        let (mut one, mut two) = (history(dir.path()), history(dir.path()));
        assert!(one.add("first\nof two lines").unwrap());
        assert!(two.add("second").unwrap());
        assert!(one.add("third").unwrap());
        assert!(one.add("second").unwrap());
        let expected = ["first\nof two lines", "third", "second"];
        assert_eq!(history(dir.path()).lines(), expected);
        assert_eq!(one.lines(), expected);
    }

    #[test]
    fn what_is_secret_or_begins_with_a_blank_is_not_kept() {
        let dir = tempfile::tempdir().unwrap();
        let mut history = history(dir.path());
        let long = "x".repeat(LONGEST + 1);
        let key = format!("use 'sk-proj-{}' please", "a1".repeat(24));
        let github = "ghp_16C7e42F292c6912E7710c838347Ae178B4a";
        let (named, labelled) = (format!("GITHUB_TOKEN={github}"), format!("token:{github}"));
        let jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.a8f5f167f44f4964";
        let lines = ["my key is hunter2hunter2", " hidden", "", "  ", &long, &key, &named, &labelled, jwt];
        for line in lines.into_iter().chain(["Add my Jira token x", "my password is swordfish"]) {
            assert!(!history.add(line).unwrap(), "{line}");
        }
        history.keep(false);
        assert!(!history.add("off").unwrap());
        assert!(!dir.path().join("history").exists());
    }

    #[test]
    fn the_file_is_private_bounded_and_can_be_forgotten() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let mut history = history(dir.path());
        history.lines = (0..MOST).map(|n| n.to_string()).collect();
        history.write().unwrap();
        history.add("newest").unwrap();
        let path = dir.path().join("history");
        let mode = path.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(history.lines().len(), MOST);
        assert_eq!((history.lines()[0].as_str(), history.lines()[MOST - 1].as_str()), ("1", "newest"));
        history.clear().unwrap();
        assert!(!path.exists() && history.lines().is_empty());
    }

    #[test]
    fn a_broken_line_in_the_file_is_let_pass() {
        let dir = tempfile::tempdir().unwrap();
        let text = b"\"good\"\nbroken\n\xff\n{\"a\":1}\n\"also\"\n";
        fs::write_atomic(&dir.path().join("history"), text, Mode::PRIVATE).unwrap();
        assert_eq!(history(dir.path()).lines(), ["good", "also"]);
    }
}
