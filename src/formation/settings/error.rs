//! Why there is no such setting.

use crate::formation::edit::{EditError, Path};
use crate::support::fs::FsError;

/// Why there is no such setting, or it cannot have that value.
#[derive(Debug, thiserror::Error)]
pub enum SettingError {
    /// The table has no such key.
    #[error("{block} has no key `{key}` (in `{path}`)")]
    Unknown {
        /// The whole path.
        path: Path,
        /// What a person calls the map.
        block: &'static str,
        /// The key.
        key: String,
        /// What was meant, as a whole path.
        meant: Option<Path>,
        /// The map's keys.
        keys: Vec<&'static str>,
    },
    /// The key is known and must not be there.
    #[error("`{path}` is not to be set")]
    Refused {
        /// The whole path.
        path: Path,
        /// What to do instead.
        instead: &'static str,
    },
    /// The path goes on in something that holds nothing.
    #[error("`{at}` is {is}: there is no `{path}` in it")]
    NothingInside {
        /// The part that is too far.
        at: Path,
        /// What belongs there.
        is: String,
        /// The whole path.
        path: Path,
    },
    /// No component of that id has a file.
    #[error("there is no {what} `{id}`")]
    NoComponent {
        /// `agent`, …
        what: &'static str,
        /// The id.
        id: String,
        /// Those that are there.
        there: Vec<String>,
    },
    /// The value is of a wrong type or off its range.
    #[error("`{path}` must be {wanted}")]
    Value {
        /// The path.
        path: Path,
        /// What is allowed.
        wanted: String,
        /// What was meant.
        meant: Option<String>,
    },
    /// A file is outside of the formation.
    #[error("{0} is outside the formation")]
    Outside(String),
    /// The file of a kind that holds no settings, or of none.
    #[error("{0} is no YAML file of a formation")]
    NoSettings(String),
    /// The text of a file.
    #[error("{file}: {error}")]
    Edit {
        /// The file.
        file: String,
        /// What is wrong.
        error: EditError,
    },
    /// A file.
    #[error(transparent)]
    Fs(#[from] FsError),
}

impl SettingError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unknown { .. } => "unknown_key",
            Self::Refused { .. } => "refused_key",
            Self::NothingInside { .. } => "path_of_another_kind",
            Self::NoComponent { .. } => "component_not_found",
            Self::Value { .. } => "bad_value",
            Self::Outside(_) => "outside",
            Self::NoSettings(_) => "no_settings",
            Self::Edit { error, .. } => error.code(),
            Self::Fs(error) => error.code(),
        }
    }

    /// What to do next.
    pub fn hint(&self) -> Option<String> {
        let list = |words: &[String]| format!("`{}`", words.join("`, `"));
        match self {
            Self::Unknown { meant: Some(meant), .. } => Some(format!("did you mean `{meant}`?")),
            Self::Unknown { keys, .. } if !keys.is_empty() => {
                let keys: Vec<_> = keys.iter().map(|key| (*key).to_owned()).collect();
                Some(format!("its keys are {}", list(&keys)))
            }
            Self::Refused { instead, .. } => Some((*instead).to_owned()),
            Self::NoComponent { there, .. } if there.is_empty() => Some("there are none yet".into()),
            Self::NoComponent { there, .. } => Some(format!("there are {}", list(there))),
            Self::Value { meant: Some(meant), .. } => Some(format!("did you mean `{meant}`?")),
            Self::Edit { error, .. } => error.hint(),
            _ => None,
        }
    }
}
