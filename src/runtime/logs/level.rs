//! How important a record is.

/// How important a record is; `Off` is above all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Each step.
    Debug,
    /// What happens in the course of things.
    Info,
    /// What may be wrong.
    Warning,
    /// What failed.
    Error,
    /// Nothing at all.
    Off,
}

impl Level {
    /// The words that are read.
    pub const WORDS: &'static str = "debug, info, warning, error or off";

    /// Reads a word, in any case; `warn` is `warning`, `critical` and `fatal` are `error`.
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word.trim().to_ascii_lowercase().as_str() {
            "debug" | "trace" => Self::Debug,
            "info" => Self::Info,
            "warn" | "warning" => Self::Warning,
            "error" | "critical" | "fatal" => Self::Error,
            "off" | "none" => Self::Off,
            _ => return None,
        })
    }

    /// The word in lines.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Debug => "debug",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
            Self::Off => "off",
        }
    }
}
