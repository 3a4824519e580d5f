//! What a rename writes in several files, so that the next command can finish it.
//!
//! ```text
//! muxi-journal 1
//! rename FROM TO
//! store FILE OLD NEW CONTENT               per secrets file: SHA-256 before and after, base64 of what it becomes
//! text FILE                                per file with references, and the template
//! sum SUM
//! ```
//! It is written first and removed last. All of it can be done twice: a secrets file has the one digest or the
//! other, and a reference that was rewritten is not there to be rewritten again. FILE is relative to the formation's
//! directory, and is percent-encoded where it has a blank or a line end.

use std::fmt::Write as _;
use std::path::{Component, Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;

use super::rename::with_renamed;
use super::template::Template;
use super::{Error, Location, SecretName};
use crate::crypto::hash::{hex, sha256};
use crate::support::fs::{self, Links, Mode, Privacy};

const MAGIC: &str = "muxi-journal 1";
/// The file's name.
pub(super) const NAME: &str = ".muxi-journal";
/// The most bytes that one may have.
const LIMIT: u64 = 1 << 30;
const TAKES_ALL: &str = "a String takes everything";

/// A rename that is decided.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Journal {
    pub(super) from: SecretName,
    pub(super) to: SecretName,
    pub(super) stores: Vec<StoreChange>,
    /// Relative to the formation's directory.
    pub(super) texts: Vec<PathBuf>,
}

/// A secrets file before and after.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct StoreChange {
    /// Its name in the formation's directory.
    pub(super) file: String,
    pub(super) old: [u8; 32],
    pub(super) content: String,
}

pub(super) fn path(location: &Location) -> PathBuf {
    location.dir().join(NAME)
}

impl Journal {
    /// Writes the journal, does what it says, and removes it. Only under the lock.
    pub(super) fn run(&self, location: &Location) -> Result<(), Error> {
        fs::write_atomic(&path(location), self.encode().as_bytes(), Mode::PRIVATE)?;
        self.finish(location)
    }

    fn finish(&self, location: &Location) -> Result<(), Error> {
        let dir = location.dir();
        for store in &self.stores {
            let file = dir.join(&store.file);
            location.check_link(&file)?;
            fs::remove_stale_temps(&file);
            let now = sha256(&fs::read(&file)?);
            if now == store.old {
                fs::write_atomic(&file, store.content.as_bytes(), Mode::Keep(0o600))?;
            } else if now != sha256(store.content.as_bytes()) {
                return Err(Error::JournalStuck { path: path(location), file });
            }
        }
        for text in &self.texts {
            let file = dir.join(text);
            location.check_link(&file)?;
            // Nobody else would clear up beside a file that is no secrets file.
            fs::remove_stale_temps(&file);
            // What was deleted meanwhile refers to nothing.
            let Some(old) = fs::read_to_string_if_exists(&file)? else { continue };
            let new = if file == location.template_file() {
                Template::parse(&old).renamed(self.from.as_str(), self.to.as_str())
            } else {
                with_renamed(&old, &self.from, &self.to).map(|(text, _)| text)
            };
            if let Some(new) = new {
                fs::write_atomic(&file, new.as_bytes(), Mode::Keep(0o644))?;
            }
        }
        fs::remove_if_exists(&path(location))?;
        Ok(())
    }

    fn encode(&self) -> String {
        let mut text = format!("{MAGIC}\nrename {} {}\n", self.from, self.to);
        for store in &self.stores {
            let new = hex(&sha256(store.content.as_bytes()));
            let content = STANDARD_NO_PAD.encode(&store.content);
            writeln!(text, "store {} {} {new} {content}", store.file, hex(&store.old)).expect(TAKES_ALL);
        }
        for path in &self.texts {
            writeln!(text, "text {}", escape(&path.to_string_lossy())).expect(TAKES_ALL);
        }
        let sum = hex(&sha256(text.as_bytes()));
        writeln!(text, "sum {sum}").expect(TAKES_ALL);
        text
    }

    /// `None` for what was not written so, or names what a rename does not touch.
    fn parse(text: &str) -> Option<Self> {
        let (body, sum) = text.strip_suffix('\n')?.rsplit_once("\nsum ")?;
        if hex(&sha256(format!("{body}\n").as_bytes())) != sum {
            return None;
        }
        let mut lines = body.lines();
        if lines.next() != Some(MAGIC) {
            return None;
        }
        let (from, to) = lines.next()?.strip_prefix("rename ")?.split_once(' ')?;
        let name = |text| SecretName::normalise(text).ok().filter(|n| !n.changed).map(|n| n.name);
        let mut journal = Self { from: name(from)?, to: name(to)?, stores: Vec::new(), texts: Vec::new() };
        for line in lines {
            let fields: Vec<_> = line.split(' ').collect();
            match fields[..] {
                ["store", file, old, new, content] => {
                    let store = store_change(file, old, content)?;
                    if hex(&sha256(store.content.as_bytes())) != new {
                        return None;
                    }
                    journal.stores.push(store);
                }
                ["text", file] => journal.texts.push(text_file(file)?),
                _ => return None,
            }
        }
        Some(journal)
    }
}

/// Finishes the rename that was cut short, if there is one; says which it was. Only under the lock.
pub(super) fn recover(location: &Location) -> Result<Option<(SecretName, SecretName)>, Error> {
    let path = path(location);
    let text = match fs::read_secret(&path, Links::Refuse, Privacy::Required, LIMIT) {
        Ok(text) => text,
        Err(e) if e.is_not_found() => return Ok(None),
        Err(e) => return Err(e.into()),
    };
    let journal = text.expose_str().and_then(Journal::parse);
    // Whatever it is, it is not ours: nothing of it is done.
    let journal = journal.ok_or(Error::JournalBroken(path))?;
    journal.finish(location)?;
    Ok(Some((journal.from, journal.to)))
}

/// Only the secrets files of the directory itself.
fn store_change(file: &str, old: &str, content: &str) -> Option<StoreChange> {
    let content = String::from_utf8(STANDARD_NO_PAD.decode(content).ok()?).ok()?;
    let good = super::location::is_secrets_file(file);
    good.then_some(StoreChange { file: file.into(), old: crate::crypto::hash::unhex(old)?, content })
}

/// Only files below the directory that are no hidden ones.
fn text_file(text: &str) -> Option<PathBuf> {
    let path = PathBuf::from(unescape(text)?);
    may_name(&path).then_some(path)
}

/// Whether a journal may have the file at `path`, from the formation's directory on.
pub(super) fn may_name(path: &Path) -> bool {
    let plain = |part: Component<'_>| match part {
        Component::Normal(name) => !name.as_encoded_bytes().starts_with(b"."),
        _ => false,
    };
    let known = path.extension().and_then(|e| e.to_str()).is_some_and(|e| EXTENSIONS.contains(&e));
    let template = path == Path::new("secrets");
    path.components().all(plain) && (known || template)
}

/// The endings of files that hold references.
const EXTENSIONS: [&str; 4] = ["afs", "yaml", "yml", "md"];

fn escape(text: &str) -> String {
    text.replace('%', "%25").replace(' ', "%20").replace('\n', "%0A")
}

fn unescape(text: &str) -> Option<String> {
    let plain = text.replace("%0A", "\n").replace("%20", " ").replace("%25", "%");
    (escape(&plain) == text).then_some(plain)
}
