//! Why a change is not made.

use super::path::Path;

/// Why a change is not made; nothing has been written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The text has to be mended first.
    #[error("the file cannot be read as YAML: line {line}, column {column}: {message}")]
    NotYaml {
        /// From 1.
        line: usize,
        /// From 1, in characters.
        column: usize,
        /// What is wrong.
        message: String,
    },
    /// There is nothing at the path.
    #[error("there is no `{0}`")]
    NotThere(Path),
    /// The path goes on in something that has nothing inside, or is of another kind.
    #[error("`{at}` is {is}, so there is no `{wanted}` in it")]
    Inside {
        /// What the path passes.
        at: Path,
        /// `text`, `a list`, …
        is: &'static str,
        /// The whole path.
        wanted: Path,
    },
    /// Something is to be appended to what is no list.
    #[error("`{at}` is {is}, not a list")]
    NotAList {
        /// The path.
        at: Path,
        /// `text`, `a map`, …
        is: &'static str,
    },
    /// A list has fewer items.
    #[error("`{at}` has {len} items, and the first has the number 0")]
    Beyond {
        /// The list.
        at: Path,
        /// How many items it has.
        len: usize,
    },
    /// It is in another file.
    #[error("`{at}` is in another file: `{file}`")]
    Included {
        /// What is included.
        at: Path,
        /// The path as it is written.
        file: String,
    },
    /// An anchor, an alias or a merge is in the way.
    #[error("`{0}` is written in one place and used in several (`&`, `*`, `<<`)")]
    Shared(Path),
    /// Two changes are about the same text.
    #[error("two changes of one text overlap")]
    Overlap,
    /// The change cannot be made without changing more.
    #[error("`{0}` is written in a way that cannot be changed without changing more")]
    Unsure(Path),
}

impl EditError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotYaml { .. } => "not_yaml",
            Self::NotThere(_) => "path_not_found",
            Self::Inside { .. } | Self::NotAList { .. } => "path_of_another_kind",
            Self::Beyond { .. } => "index_too_large",
            Self::Included { .. } => "path_included",
            Self::Shared(_) => "path_shared",
            Self::Overlap => "edits_overlap",
            Self::Unsure(_) => "edit_unsure",
        }
    }

    /// What to do next.
    pub fn hint(&self) -> Option<String> {
        let text = match self {
            Self::NotYaml { .. } => "mend it first; `muxi validate` shows the line".into(),
            Self::NotThere(_) => "`muxi config get` prints what is there".into(),
            Self::Inside { at, .. } | Self::NotAList { at, .. } => {
                format!("see what is there with `muxi config get '{at}'`")
            }
            Self::Beyond { at, len } => format!("`{at}[{len}]` adds one at the end"),
            Self::Included { file, .. } => format!("change it there, with `--file {file}` or by hand"),
            Self::Shared(_) => "change it by hand: write the value out where it is meant to differ".into(),
            Self::Overlap => "make one change, then the other".into(),
            Self::Unsure(_) => "change it by hand, or run `muxi fmt` first".into(),
        };
        Some(text)
    }
}
