//! What can be wrong with a file of another program; a value is never part of it.

/// What is wrong, and in which line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{trouble}")]
pub struct Fault {
    /// Counted from 1; 0 for the whole.
    pub line: usize,
    /// What is wrong.
    pub trouble: Trouble,
}

impl Fault {
    pub(super) fn at(line: usize, trouble: Trouble) -> Self {
        Self { line, trouble }
    }
}

/// What may be wrong with a file of names and values.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// Bytes that are no UTF-8.
    #[error("this is not UTF-8 text")]
    NotText,
    /// A name for the second time.
    #[error("{name:?} is given a second time; it is in line {first} too")]
    Twice {
        /// The name.
        name: String,
        /// The line of the first.
        first: usize,
    },
    /// Two names that are kept by one.
    #[error("{written:?} and {other:?} in line {first} would both be kept as {name}")]
    Same {
        /// The name in this line.
        written: String,
        /// The other one.
        other: String,
        /// Its line.
        first: usize,
        /// What both become.
        name: String,
    },
    /// A name of which nothing is left.
    #[error("the name has no letter A to Z or digit")]
    EmptyName,
    /// `.env`: a line that is no assignment.
    #[error("this line has no `=`")]
    NoEquals,
    /// `.env`: a word before the `=` that is no name.
    #[error("what stands before the `=` is not a name")]
    BadName,
    /// `.env`: a quote without its end.
    #[error("the quote that is opened here is never closed")]
    OpenQuote,
    /// `.env`: more than a comment after a quote.
    #[error("there is more after the closing quote")]
    AfterQuote,
    /// `.env`: readers disagree whether the next line belongs to it.
    #[error("the line ends in a backslash, which not all programs read alike")]
    LastBackslash,
    /// Not JSON; what the parser says, which quotes nothing of the text.
    #[error("this is not JSON: {0}")]
    Json(String),
    /// Not YAML.
    #[error("this is not YAML that can be read here: {0}")]
    Yaml(&'static str),
    /// Something else than one object or map.
    #[error("the file does not hold one map of names and values")]
    NotAMap,
    /// A value that is no text.
    #[error("the value of {name:?} is {what}, not text")]
    NotAText {
        /// The name.
        name: String,
        /// What it is.
        what: &'static str,
    },
    /// A value that is said to be base64.
    #[error("the value of {name:?} is not base64")]
    NotBase64 {
        /// The name.
        name: String,
    },
}

impl Trouble {
    /// What to write instead, if there is something to say.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::NotText => {
                Some("save the file as UTF-8 text; other bytes go into JSON as {\"base64\": \"…\"}")
            }
            Self::Twice { .. } => Some("keep one of the two"),
            Self::Same { .. } => Some("rename one of the two"),
            Self::EmptyName | Self::BadName => Some("begin the line with a name of letters, digits and _"),
            Self::NoEquals => {
                Some("write NAME=value; a value of several lines stands in quotes, a comment begins with #")
            }
            Self::OpenQuote => {
                Some("close it, or put a value that holds a quote into quotes of the other kind")
            }
            Self::AfterQuote => Some("put the whole value into one pair of quotes"),
            Self::LastBackslash => Some("put the value into single quotes"),
            Self::Json(_) | Self::Yaml(_) => Some("if it is of another kind, name that with --format"),
            Self::NotAMap => Some("write one map of names and values, without others inside"),
            Self::NotAText { .. } => Some("put the value in quotes; an empty one is \"\""),
            Self::NotBase64 { .. } => Some("write it in the standard alphabet, with its padding"),
        }
    }
}
