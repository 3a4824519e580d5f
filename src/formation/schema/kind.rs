//! The type of a value, as data: the checks, the JSON Schema and the reference are made from it.

use super::{Block, Format};

/// The type of a value.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// Text; may hold `${{ … }}`.
    Text,
    /// Text of a form, such as a URL; a text with `${{ … }}` is taken as it is.
    Format(&'static Format),
    /// A formation's id: `a-z`, digits and `-`, starting with a letter, not ending with `-`.
    Id,
    /// `provider/name`, or the name of an alias.
    Model,
    /// A boolean.
    Bool,
    /// A whole number from `min` to `max`.
    Int {
        /// Smallest value.
        min: i64,
        /// Largest value.
        max: i64,
    },
    /// Any number from `min` to `max`.
    Number {
        /// Smallest value.
        min: f64,
        /// Largest value.
        max: f64,
        /// Whether `min` itself is too small.
        above: bool,
    },
    /// One of these words.
    Enum(&'static [&'static str]),
    /// Text, often one of these words; only what is almost one of them is worth a warning.
    Open(&'static [&'static str]),
    /// Text, a number or a boolean: no map and no list.
    Scalar,
    /// A map with these keys.
    Map(&'static Block),
    /// A map whose keys the author chooses.
    Named(&'static Kind),
    /// A list.
    List(&'static Kind),
    /// A list of components: ids of files, or maps written in place.
    Components(&'static Block),
    /// A list of uses of components: ids, maps that narrow a use, or components written in place.
    Uses {
        /// A component in place; it has a `type`, which a use has not.
        inline: &'static Block,
        /// A use.
        narrowed: &'static Block,
    },
    /// The first that fits the value's shape.
    Either(&'static [Kind]),
    /// A map whose keys are not checked.
    AnyMap,
    /// Anything.
    Any,
}

impl Kind {
    /// What a person writes there: `text`, `a whole number from 1 to 10`, …
    pub fn describe(&self) -> String {
        match self {
            Self::Text | Self::Open(_) => "text".into(),
            Self::Format(format) => format.describe.into(),
            Self::Id => "an id".into(),
            Self::Model => "a model like `openai/gpt-4o-mini`".into(),
            Self::Bool => "`true` or `false`".into(),
            Self::Int { min, max } => {
                format!("a whole number{}", range(*min, *max, i64::MIN, i64::MAX))
            }
            Self::Number { min, above: true, max } if *max < f64::MAX => {
                format!("a number above {min}, at most {max}")
            }
            Self::Number { min, above: true, .. } => format!("a number above {min}"),
            Self::Number { min, max, .. } => {
                format!("a number{}", range(*min, *max, f64::MIN, f64::MAX))
            }
            Self::Enum(words) => one_of(words),
            Self::Scalar => "text, a number or a boolean".into(),
            Self::Map(_) | Self::Named(_) | Self::AnyMap => "a map".into(),
            Self::List(_) | Self::Components(_) | Self::Uses { .. } => "a list".into(),
            Self::Either(kinds) => {
                let each: Vec<_> = kinds.iter().map(Self::describe).collect();
                each.join(" or ")
            }
            Self::Any => "a value".into(),
        }
    }
}

/// `one of a, b and c`, each in backticks; a single word stands alone.
pub(crate) fn one_of(words: &[&str]) -> String {
    match words {
        [only] => format!("`{only}`"),
        _ => format!("one of `{}`", words.join("`, `")),
    }
}

fn range<T: PartialEq + Copy + std::fmt::Display>(min: T, max: T, lowest: T, highest: T) -> String {
    match (min == lowest, max == highest) {
        (true, true) => String::new(),
        (false, true) => format!(" of at least {min}"),
        (true, false) => format!(" of at most {max}"),
        (false, false) => format!(" from {min} to {max}"),
    }
}
