//! What can go wrong where git is asked, or two versions of a file are put together.

use std::path::PathBuf;

use super::Kind;

/// An error about git, its history or a merge; its text never holds a value.
#[derive(Debug, thiserror::Error)]
pub enum GitError {
    /// The directory is in no working tree, or there is no git.
    #[error("{} is not in a git working tree{}", dir.display(), if *no_git { ", for there is no git to ask" } else { "" })]
    NotInTree {
        /// The directory.
        dir: PathBuf,
        /// Whether the program itself is missing.
        no_git: bool,
    },
    /// git did not do it.
    #[error("git {what} failed: {why}")]
    Failed {
        /// The subcommand.
        what: String,
        /// The last line that it said.
        why: String,
    },
    /// No such revision.
    #[error("git knows no revision {0:?}")]
    NoRevision(String),
    /// The history ends before its beginning.
    #[error("this clone has only the last commits, so the history does not show every value")]
    Shallow,
    /// A version that git knows of is not on this machine.
    #[error("a version of the secrets file is not in this clone: git has no object {0}")]
    NotFetched(String),
    /// The file is not in that revision.
    #[error("there is no {path} in {revision}")]
    NotInRevision {
        /// The file, from the top of the working tree.
        path: String,
        /// The revision.
        revision: String,
    },
    /// Neither a revision nor a date.
    #[error(
        "{0:?} is neither a revision that git knows nor a date such as 2026-01-31 or 2026-01-31T12:00:00Z"
    )]
    NoMoment(String),
    /// The name of another kind of file.
    #[error("{} is not the name of a secrets file", .0.display())]
    OtherFile(PathBuf),
    /// Two files that never were one.
    #[error("the two versions of {} belong to two different stores of secrets", .0.display())]
    TwoStores(PathBuf),
    /// One side was converted.
    #[error("the two versions of {} are of different formats", .0.display())]
    TwoFormats(PathBuf),
    /// One side has no seal, so lines of both cannot stand in one file.
    #[error("one of the two versions of {} has no seal", .0.display())]
    SideWithoutSeal(PathBuf),
    /// The result of a merge did not come out as it should.
    #[error("the merged {} would not be a good file, so it was not written", .0.display())]
    BadResult(PathBuf),
    /// Something that needs all merges to be done.
    #[error("a merge of {} is not finished", .0.display())]
    Unfinished(PathBuf),
    /// The name has one value only.
    #[error("{name} does not have two values in {}", path.display())]
    NoConflict {
        /// The secret.
        name: String,
        /// The secrets file.
        path: PathBuf,
    },
    /// Nobody can tell whose line is which.
    #[error("git does not tell which of the values of {0} is ours and which is theirs")]
    SideUnknown(String),
    /// There is no such line.
    #[error("{name} has {lines} values, so there is no value {number}")]
    NoSuchLine {
        /// The secret.
        name: String,
        /// Which was asked for, counted from 1.
        number: usize,
        /// How many there are.
        lines: usize,
    },
    /// The value was to be another one.
    #[error("that is the value that {0} has already")]
    SameValue(String),
    /// A secret that has a value was called revoked.
    #[error("{0} is still set, and is not one that was deleted")]
    NotDeleted(String),
    /// The list of what was revoked is damaged.
    #[error("{} is not the list that muxi keeps there", .0.display())]
    TicksBroken(PathBuf),
}

impl GitError {
    pub(super) fn code(&self) -> &'static str {
        match self {
            Self::NotInTree { .. } => "not_in_git",
            Self::Failed { .. } => "git_failed",
            Self::NoRevision(_) => "no_such_revision",
            Self::Shallow => "history_shallow",
            Self::NotFetched(_) => "history_not_fetched",
            Self::NotInRevision { .. } => "not_in_revision",
            Self::NoMoment(_) => "no_such_moment",
            Self::OtherFile(_) => "not_a_secrets_file_name",
            Self::TwoStores(_) => "merge_of_two_stores",
            Self::TwoFormats(_) => "merge_of_two_formats",
            Self::SideWithoutSeal(_) => "merge_without_seal",
            Self::BadResult(_) => "merge_failed",
            Self::Unfinished(_) => "merge_unfinished",
            Self::NoConflict { .. } => "no_conflict",
            Self::SideUnknown(_) => "side_unknown",
            Self::NoSuchLine { .. } => "no_such_value",
            Self::SameValue(_) => "value_unchanged",
            Self::NotDeleted(_) => "not_deleted",
            Self::TicksBroken(_) => "revoked_list_broken",
        }
    }

    pub(super) fn kind(&self) -> Kind {
        match self {
            Self::NoRevision(_)
            | Self::NotInRevision { .. }
            | Self::NoConflict { .. }
            | Self::NoSuchLine { .. } => Kind::NotFound,
            Self::Shallow | Self::Unfinished(_) | Self::SameValue(_) | Self::NotDeleted(_) => Kind::Refused,
            Self::NoMoment(_) => Kind::Usage,
            _ => Kind::Failed,
        }
    }

    pub(super) fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::NotInTree { no_git: true, .. } => "install git, then try again".to_owned(),
            Self::NotInTree { .. } => {
                "this needs a repository: git init, then commit the secrets file".into()
            }
            Self::Failed { .. } | Self::BadResult(_) | Self::OtherFile(_) => return None,
            Self::Shallow => "git fetch --unshallow, then try again".into(),
            Self::NotFetched(_) => {
                "in a partial clone this fetches them: git log --all --patch -- '*.enc' > /dev/null".into()
            }
            Self::NoRevision(_) => "git log --oneline shows what there is".into(),
            Self::NotInRevision { path, .. } => format!("git log --oneline -- {path} shows where it is"),
            Self::NoMoment(_) => "name a commit, a tag, a branch or a day".into(),
            Self::TwoStores(_) => "take one of them (git checkout --ours or --theirs), then add the others' \
                                   secrets with muxi secrets add"
                .into(),
            Self::TwoFormats(_) => "bring both branches to one format, then merge".into(),
            Self::SideWithoutSeal(_) => "run muxi secrets seal on that branch, then merge again".into(),
            Self::Unfinished(_) => "finish it first: muxi secrets resolve, then commit".into(),
            Self::NoConflict { .. } => "muxi secrets resolve without a name shows what there is".into(),
            Self::SideUnknown(name) => {
                format!("take the first or the second line: muxi secrets resolve {name} --take 1")
            }
            Self::NoSuchLine { name, .. } => format!("muxi secrets resolve {name} shows them"),
            Self::SameValue(_) => "make a new one at the provider first; nothing was changed".into(),
            Self::NotDeleted(name) => format!("give it a new value: muxi secrets rotate {name}"),
            Self::TicksBroken(path) => {
                format!("remove it, and the ticks are gone: rm {}", path.display())
            }
        };
        Some(hint)
    }
}
