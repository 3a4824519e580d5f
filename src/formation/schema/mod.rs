//! The table of fields: every key of a formation with its type. The checks run over it, and so does what is made
//! of it: the JSON Schema and the reference.

mod agent;
mod auth;
mod extras;
mod files;
mod format;
mod formation;
mod kind;
mod llm;
mod logging;
mod markdown;
mod memory;
mod network;
mod oauth;
mod overlord;
mod policy;
mod rules;
mod servers;
mod sources;
mod test;
#[cfg(test)]
mod tests;
mod words;

pub use agent::AGENT;
pub use files::{FILE_KINDS, FileKind, Shape};
pub(crate) use format::INSIDE;
pub use format::{FORMATS, Format};
pub use formation::FORMATION;
pub use kind::Kind;
pub(crate) use kind::one_of;
pub use llm::{CAPABILITIES, LLM, MODEL};
pub use markdown::{SKILL, SOP, TRIGGER};
pub use network::{A2A, MCP, OUTBOUND};
pub use rules::{Case, Cases, Needs, Rule};
pub use servers::{A2A_FILE, MCP_SERVER, OUTBOUND_SERVICE};
pub use test::{TEST, TEST_TIMEOUT};

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
    /// An old name, still read: a warning. The text is the path of the new one, seen from the same map.
    Deprecated(&'static str),
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
    /// Its keys, whatever they are set to.
    pub fields: &'static [Field],
    /// Further keys that depend on the word of one of them.
    pub cases: Option<&'static Cases>,
    /// Other keys.
    pub unlisted: Unlisted,
    /// Keys of which exactly one must be there; empty for none.
    pub one_of: &'static [&'static str],
    /// What the keys have to do with each other.
    pub rules: &'static [Rule],
    /// What it is for, in a sentence or two.
    pub about: &'static str,
}

impl Block {
    /// The field of `key`: of the block, else of the first of its cases that has it.
    pub fn field(&self, key: &str) -> Option<&'static Field> {
        self.fields_in(None).find(|field| field.name == key)
    }

    /// The fields that can stand in a map whose tag is `word`; those of every case where that is not known.
    pub fn fields_in(&self, word: Option<&str>) -> impl Iterator<Item = &'static Field> + Clone + use<> {
        let chosen = self.case_of(word);
        let all = self.cases.filter(|_| chosen.is_none()).map_or(&[][..], |cases| cases.cases);
        let cases = chosen.into_iter().chain(all);
        self.fields.iter().chain(cases.flat_map(|case| case.fields))
    }

    /// The case of that word of the tag; a word that the tag knows and that has none is an empty one.
    pub fn case_of(&self, word: Option<&str>) -> Option<&'static Case> {
        static EMPTY: Case = Case { word: "", fields: &[], others: None };
        let (cases, word) = (self.cases?, word?);
        let tag = self.fields.iter().find(|field| field.name == cases.tag)?;
        let known = match tag.kind {
            Kind::Enum(words) | Kind::Open(words) => words.contains(&word),
            _ => false,
        };
        let case = cases.cases.iter().find(|case| case.word == word);
        case.or(known.then_some(&EMPTY))
    }

    const fn about(mut self, about: &'static str) -> Self {
        self.about = about;
        self
    }

    const fn one_of(mut self, keys: &'static [&'static str]) -> Self {
        self.one_of = keys;
        self
    }

    const fn rules(mut self, rules: &'static [Rule]) -> Self {
        self.rules = rules;
        self
    }

    const fn cases(mut self, cases: &'static Cases) -> Self {
        self.cases = Some(cases);
        self
    }
}

impl Field {
    /// Whether it is an error that it is not there, in a file of its own or in place.
    pub fn is_required(&self, in_file: bool) -> bool {
        self.need == Need::Required || (in_file && self.need == Need::RequiredInFile)
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

    const fn deprecated(mut self, new: &'static str) -> Self {
        self.need = Need::Deprecated(new);
        self
    }

    const fn refused(mut self, instead: &'static str) -> Self {
        self.need = Need::Refused(instead);
        self
    }
}
