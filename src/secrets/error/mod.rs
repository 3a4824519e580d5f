//! What can go wrong with secrets, said without ever showing one.

mod advice;
mod git;
mod key;

pub use git::GitError;
pub use key::KeyFault;

use std::path::PathBuf;

use super::WentBack;
use super::exchange::Fault;
use super::key::KeyId;
use crate::crypto::rng::RngError;
use crate::support::fs::FsError;

/// Which exit code an error belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What was asked for is not there (3).
    NotFound,
    /// It could be done but must not (4).
    Refused,
    /// It could not be done (1).
    Failed,
    /// It was asked for wrongly (2).
    Usage,
    /// A question was not answered, for there is nobody to ask (7).
    NeedsInput,
    /// Ctrl-C at a question (130).
    Interrupted,
}

/// An error about secrets; its text names the file, line or secret, never a value.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file could not be read or written.
    #[error(transparent)]
    File(#[from] FsError),
    /// Something about git or a merge.
    #[error(transparent)]
    Git(#[from] GitError),
    /// No random numbers.
    #[error(transparent)]
    Random(#[from] RngError),
    /// A name without a letter or digit.
    #[error("{0:?} has no letter A to Z or digit to make a secret's name of")]
    EmptyName(String),
    /// An environment's name that would not make a file name.
    #[error("{0:?} is not the name of an environment")]
    BadEnv(String),
    /// More than 1 MiB.
    #[error("the value for {name} has {size} bytes, more than the 1048576 that a secret may have")]
    TooLarge {
        /// The secret.
        name: String,
        /// Bytes of the value.
        size: usize,
    },
    /// Format 1 holds text only.
    #[error("the value for {name} is not UTF-8 text, and {} is of format 1, which holds text only", path.display())]
    NotText {
        /// The secret.
        name: String,
        /// The secrets file.
        path: PathBuf,
    },
    /// The file with the API keys is damaged.
    #[error("{} does not hold the two API keys that muxi keeps there", .0.display())]
    ApiKeysBroken(PathBuf),
    /// No secret of that name.
    #[error("there is no secret {name} in {}", path.display())]
    NotFound {
        /// The secret.
        name: String,
        /// The secrets file.
        path: PathBuf,
    },
    /// No key in any source.
    #[error("there is no key for {}{}", path.display(), wanted_text(wanted))]
    NoKey {
        /// The secrets file.
        path: PathBuf,
        /// Ids of the keys it is encrypted with; none where the format does not say.
        wanted: Vec<KeyId>,
        /// Where the key belongs.
        key_path: PathBuf,
    },
    /// Keys are there, but other ones.
    #[error("wrong key for {}: it needs key {}, and {}", path.display(), ids(wanted), found_text(found))]
    WrongKey {
        /// The secrets file.
        path: PathBuf,
        /// Ids of the keys it is encrypted with.
        wanted: Vec<KeyId>,
        /// Where a key was found, and its id.
        found: Vec<(String, KeyId)>,
    },
    /// Format 1 has no key id, so a wrong key cannot be told from a changed file.
    #[error("{} does not open: {}; either that is another key, or the file was changed", path.display(), found_text(found))]
    DoesNotOpen {
        /// The secrets file.
        path: PathBuf,
        /// Where a key was found, and its id.
        found: Vec<(String, KeyId)>,
    },
    /// A key was copied in part.
    #[error("the key in {origin}{} is cut short or mistyped", at_line(*line))]
    KeyTruncated {
        /// File or variable.
        origin: String,
        /// Line, counted from 1; 0 where there are no lines.
        line: usize,
    },
    /// Not a key at all.
    #[error("{origin}{} is not a key: {why}", at_line(*line))]
    KeyMalformed {
        /// File or variable.
        origin: String,
        /// Line, counted from 1; 0 for the whole.
        line: usize,
        /// What is wrong.
        why: &'static str,
    },
    /// The key in the formation must be private.
    #[error("the key is not private: {0}")]
    KeyNotPrivate(FsError),
    /// The key must not be committed.
    #[error("git tracks the key {}: whoever has the repository has the secrets", .0.display())]
    KeyTracked(PathBuf),
    /// `.gitignore` or `.gitattributes` is a link, which git does not follow.
    #[error("{} is a symbolic link, and git does not read it through one", .0.display())]
    GitFileIsLink(PathBuf),
    /// A file to be written is a link out of the formation, or to nothing.
    #[error("{} is a symbolic link to {}, which is not in the formation", path.display(), target.display())]
    LinkOutside {
        /// The link.
        path: PathBuf,
        /// Where it leads.
        target: PathBuf,
    },
    /// The key is wrapped.
    #[error("the key in {origin} is protected by a passphrase, and none was given")]
    PassphraseNeeded {
        /// File or variable.
        origin: String,
    },
    /// Ctrl-C at a question.
    #[error("interrupted")]
    Interrupted,
    /// The terminal failed.
    #[error("cannot read the answer: {0}")]
    NotAsked(String),
    /// A new passphrase that is too easy to guess.
    #[error("a passphrase has at least {least} characters, and this one has fewer")]
    PassphraseShort {
        /// The fewest characters.
        least: usize,
    },
    /// Something about the keys as a whole, or about changing the format.
    #[error(transparent)]
    Key(#[from] KeyFault),
    /// The passphrase is another one, or the file bad.
    #[error("the passphrase does not open the key in {origin}")]
    PassphraseWrong {
        /// File or variable.
        origin: String,
    },
    /// Neither format.
    #[error("{} is not a MUXI secrets file: {why}", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
        /// What it looks like.
        why: &'static str,
    },
    /// A format that this program is too old for.
    #[error("{} is of format {found}, and this program knows 1 and 2", path.display())]
    NewerFormat {
        /// The file.
        path: PathBuf,
        /// What its first line says.
        found: String,
    },
    /// A line that does not belong there.
    #[error("{}:{line}: {why}", path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// Line, counted from 1.
        line: usize,
        /// What is wrong with it.
        why: String,
    },
    /// Format 1 opened, but what is inside is no map of secrets.
    #[error("{} opens, but holds no map of names and values", .0.display())]
    BadMap(PathBuf),
    /// A value that does not authenticate.
    #[error("the value of {name} in {} was tampered with: {why}", path.display())]
    Tampered {
        /// The secret.
        name: String,
        /// The file.
        path: PathBuf,
        /// What was found out.
        why: String,
    },
    /// A value of format 1 that is no Unicode text, so that nobody can read it.
    #[error("the value of {name} in {} is not Unicode text", path.display())]
    Unreadable {
        /// The secret.
        name: String,
        /// The file.
        path: PathBuf,
    },
    /// Two lines of one name, left by a merge.
    #[error("{} has two different values for {} since a merge", path.display(), names.join(", "))]
    Conflict {
        /// The file.
        path: PathBuf,
        /// The secrets.
        names: Vec<String>,
    },
    /// A rename of a secret to its own name.
    #[error("{0} is its name already")]
    SameName(String),
    /// A rename to a name that another secret has.
    #[error("there is a secret {name} in {} already", path.display())]
    NameTaken {
        /// The name.
        name: String,
        /// The secrets file.
        path: PathBuf,
    },
    /// A file with references that could not be told from any other one if the rename were cut short.
    #[error("{} refers to the secret, and is hidden or no .afs, .yaml, .yml or .md file", .0.display())]
    NotRenamedIn(PathBuf),
    /// What was shown and agreed to is not what is there now.
    #[error("{} was changed while you were asked: {what}", path.display())]
    ChangedMeanwhile {
        /// The file.
        path: PathBuf,
        /// What its seal says now.
        what: String,
    },
    /// A journal that this program did not write, or that was changed.
    #[error("{} is no journal of a rename, or was changed", .0.display())]
    JournalBroken(PathBuf),
    /// A rename was cut short, and then something else changed the secrets.
    #[error("a rename was interrupted, and {} was changed since, so it cannot be finished", file.display())]
    JournalStuck {
        /// The journal.
        path: PathBuf,
        /// The secrets file.
        file: PathBuf,
    },
    /// The file is an older one, and warnings are refusals.
    #[error("{} is older than what was seen here: {}", path.display(), list(names))]
    Older {
        /// The file.
        path: PathBuf,
        /// What went back.
        names: Vec<WentBack>,
    },
    /// A file of another program cannot be read.
    #[error("{from}{}: {fault}", line_text(fault.line))]
    Import {
        /// The file, or the standard input.
        from: String,
        /// What is wrong, and where.
        fault: Fault,
    },
    /// Secrets that are there have other values than those that are to be imported.
    #[error("{} {} there already with another value", names.join(", "), if names.len() == 1 { "is" } else { "are" })]
    Differs {
        /// The secrets.
        names: Vec<String>,
    },
    /// A secret that a file of another program cannot hold.
    #[error("{name} cannot be written as {syntax}: {why}")]
    NotExportable {
        /// The secret.
        name: String,
        /// The kind of file.
        syntax: &'static str,
        /// Why.
        why: &'static str,
    },
    /// Secrets that cannot be in the environment of a program.
    #[error("{} cannot be in the environment of a program: {why}", names.join(", "))]
    NotForEnvironment {
        /// The secrets.
        names: Vec<String>,
        /// Why.
        why: &'static str,
    },
    /// The seal must fit before more is written.
    #[error("{} was changed without its key: {what}", path.display())]
    Unsealed {
        /// The file.
        path: PathBuf,
        /// Which secrets.
        what: String,
    },
}

pub(in crate::secrets) fn ids(ids: &[KeyId]) -> String {
    let texts: Vec<_> = ids.iter().map(ToString::to_string).collect();
    texts.join(" or ")
}

fn wanted_text(wanted: &[KeyId]) -> String {
    if wanted.is_empty() { String::new() } else { format!(" (it needs key {})", ids(wanted)) }
}

fn found_text(found: &[(String, KeyId)]) -> String {
    let texts: Vec<_> = found.iter().map(|(origin, id)| format!("{origin} holds key {id}")).collect();
    texts.join(", ")
}

fn line_text(line: usize) -> String {
    if line == 0 { String::new() } else { format!(":{line}") }
}

fn at_line(line: usize) -> String {
    if line == 0 { String::new() } else { format!(", line {line},") }
}

pub(in crate::secrets) fn list(items: &[impl ToString]) -> String {
    let texts: Vec<_> = items.iter().map(ToString::to_string).collect();
    texts.join(", ")
}
