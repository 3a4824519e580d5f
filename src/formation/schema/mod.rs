//! The table of fields: every key of a formation with its type. The checks run over it, and so will what is
//! made of it later (JSON Schema, reference pages).

mod components;
mod files;
mod formation;
mod llm;
mod markdown;
mod memory;
mod overlord;
#[cfg(test)]
mod tests;

pub use components::{A2A_FILE, AGENT, MCP_SERVER, OUTBOUND_SERVICE};
pub use files::{FILE_KINDS, FileKind, Shape};
pub use formation::{A2A, FORMATION, MCP, OUTBOUND};
pub use llm::{CAPABILITIES, LLM, MODEL};
pub use markdown::{SKILL, SOP, TRIGGER};

/// The type of a value.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// Text; may hold `${{ … }}`.
    Text,
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
    /// A map whose keys are not checked (yet).
    AnyMap,
    /// Anything.
    Any,
}

/// Whether a key has to be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Without it, and with an empty value, there is an error.
    Required,
    /// Required in a file of its own, not in place.
    RequiredInFile,
    /// A warning for `description`, the only such key.
    Recommended,
    /// It may be missing.
    Optional,
    /// It is known and must not be there; the text says what to do instead.
    Refused(&'static str),
}

/// One key.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The key.
    pub name: &'static str,
    /// Type of its value.
    pub kind: Kind,
    /// Whether it has to be there.
    pub need: Need,
    /// What it is for, in a sentence or two; the reference and the editors show it.
    pub about: &'static str,
    /// What counts without it, as it would be written; empty where there is nothing to say.
    pub default: &'static str,
}

/// What happens to keys that a block does not list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unlisted {
    /// A warning: the deployed runtime ignores them.
    Warned,
    /// An error: the deployed runtime refuses them (closed block).
    Refused,
    /// A warning only if they look like a slip: the list of keys is not complete.
    Ignored,
}

/// The keys of one map.
#[derive(Clone, Copy, Debug)]
pub struct Block {
    /// What a person calls it: `a formation`, `an agent`; names the map in messages.
    pub name: &'static str,
    /// Its keys.
    pub fields: &'static [Field],
    /// Other keys.
    pub unlisted: Unlisted,
    /// Keys of which exactly one must be there; empty for none.
    pub one_of: &'static [&'static str],
    /// What it is for, in a sentence or two.
    pub about: &'static str,
}

impl Block {
    /// The field of `key`.
    pub fn field(&self, key: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == key)
    }

    const fn about(mut self, about: &'static str) -> Self {
        self.about = about;
        self
    }

    const fn one_of(mut self, keys: &'static [&'static str]) -> Self {
        self.one_of = keys;
        self
    }
}

impl Field {
    const fn about(mut self, about: &'static str) -> Self {
        self.about = about;
        self
    }

    const fn default(mut self, default: &'static str) -> Self {
        self.default = default;
        self
    }

    const fn required(mut self) -> Self {
        self.need = Need::Required;
        self
    }

    const fn required_in_file(mut self) -> Self {
        self.need = Need::RequiredInFile;
        self
    }

    const fn recommended(mut self) -> Self {
        self.need = Need::Recommended;
        self
    }

    const fn refused(mut self, instead: &'static str) -> Self {
        self.need = Need::Refused(instead);
        self
    }
}

impl Kind {
    /// What a person writes there: `text`, `a whole number from 1 to 10`, …
    pub fn describe(&self) -> String {
        match self {
            Self::Text => "text".into(),
            Self::Id => "an id".into(),
            Self::Model => "a model like `openai/gpt-4o-mini`".into(),
            Self::Bool => "`true` or `false`".into(),
            Self::Int { min, max } => {
                format!("a whole number{}", range(*min, *max, i64::MIN, i64::MAX))
            }
            Self::Number { min, above: true, .. } => format!("a number above {min}"),
            Self::Number { min, max, .. } => {
                format!("a number{}", range(*min, *max, f64::MIN, f64::MAX))
            }
            Self::Enum(words) => one_of(words),
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

// The words that the tables are written in.

const fn block(name: &'static str, fields: &'static [Field]) -> Block {
    Block { name, fields, unlisted: Unlisted::Warned, one_of: &[], about: "" }
}

const fn closed(name: &'static str, fields: &'static [Field]) -> Block {
    Block { unlisted: Unlisted::Refused, ..block(name, fields) }
}

const fn partial(name: &'static str, fields: &'static [Field]) -> Block {
    Block { unlisted: Unlisted::Ignored, ..block(name, fields) }
}

const fn field(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, need: Need::Optional, about: "", default: "" }
}

const fn text(name: &'static str) -> Field {
    field(name, Kind::Text)
}

const fn boolean(name: &'static str) -> Field {
    field(name, Kind::Bool)
}

const fn words(name: &'static str, words: &'static [&'static str]) -> Field {
    field(name, Kind::Enum(words))
}

const fn map(name: &'static str, block: &'static Block) -> Field {
    field(name, Kind::Map(block))
}

const fn any_map(name: &'static str) -> Field {
    field(name, Kind::AnyMap)
}

const fn any(name: &'static str) -> Field {
    field(name, Kind::Any)
}

const fn texts(name: &'static str) -> Field {
    field(name, Kind::List(&Kind::Text))
}

const fn between(name: &'static str, min: i64, max: i64) -> Field {
    field(name, Kind::Int { min, max })
}

const fn at_least(name: &'static str, min: i64) -> Field {
    between(name, min, i64::MAX)
}

const fn number(name: &'static str, min: f64, max: f64) -> Field {
    let above = false;
    field(name, Kind::Number { min, max, above })
}

const fn seconds(name: &'static str) -> Field {
    number(name, 0.0, f64::MAX)
}

const fn above_zero(name: &'static str) -> Field {
    let kind = Kind::Number { min: 0.0, max: f64::MAX, above: true };
    field(name, kind)
}

const SCHEMA: Field =
    words("schema", &["1.0.0"]).about("The version of the file format.").default("\"1.0.0\"");
