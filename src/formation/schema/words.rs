//! The words that the tables are written in. Each takes what the key is for, so that it cannot be forgotten.

use super::{Block, Field, Format, Kind, Need, Unlisted};

pub(super) const fn block(name: &'static str, fields: &'static [Field]) -> Block {
    Block { name, fields, cases: None, unlisted: Unlisted::Warned, one_of: &[], rules: &[], about: "" }
}

pub(super) const fn closed(name: &'static str, fields: &'static [Field]) -> Block {
    Block { unlisted: Unlisted::Refused, ..block(name, fields) }
}

pub(super) const fn partial(name: &'static str, fields: &'static [Field]) -> Block {
    Block { unlisted: Unlisted::Ignored, ..block(name, fields) }
}

pub(super) const fn field(name: &'static str, kind: Kind, about: &'static str) -> Field {
    Field { name, kind, need: Need::Optional, about, default: "" }
}

pub(super) const fn text(name: &'static str, about: &'static str) -> Field {
    field(name, Kind::Text, about)
}

pub(super) const fn format(name: &'static str, format: &'static Format, about: &'static str) -> Field {
    field(name, Kind::Format(format), about)
}

pub(super) const fn model(name: &'static str, about: &'static str) -> Field {
    field(name, Kind::Model, about)
}

pub(super) const fn boolean(name: &'static str, about: &'static str) -> Field {
    field(name, Kind::Bool, about)
}

pub(super) const fn words(name: &'static str, words: &'static [&'static str], about: &'static str) -> Field {
    field(name, Kind::Enum(words), about)
}

pub(super) const fn map(name: &'static str, block: &'static Block, about: &'static str) -> Field {
    field(name, Kind::Map(block), about)
}

pub(super) const fn any_map(name: &'static str, about: &'static str) -> Field {
    field(name, Kind::AnyMap, about)
}

pub(super) const fn any(name: &'static str, about: &'static str) -> Field {
    field(name, Kind::Any, about)
}

pub(super) const fn scalar(name: &'static str, about: &'static str) -> Field {
    field(name, Kind::Scalar, about)
}

pub(super) const fn texts(name: &'static str, about: &'static str) -> Field {
    field(name, Kind::List(&Kind::Text), about)
}

/// One text, or several.
pub(super) const fn text_or_texts(name: &'static str, about: &'static str) -> Field {
    field(name, Kind::Either(&[Kind::Text, Kind::List(&Kind::Text)]), about)
}

pub(super) const fn between(name: &'static str, min: i64, max: i64, about: &'static str) -> Field {
    field(name, Kind::Int { min, max }, about)
}

pub(super) const fn at_least(name: &'static str, min: i64, about: &'static str) -> Field {
    between(name, min, i64::MAX, about)
}

pub(super) const fn number(name: &'static str, min: f64, max: f64, about: &'static str) -> Field {
    let above = false;
    field(name, Kind::Number { min, max, above }, about)
}

pub(super) const fn seconds(name: &'static str, about: &'static str) -> Field {
    number(name, 0.0, f64::MAX, about)
}

pub(super) const fn above_zero(name: &'static str, about: &'static str) -> Field {
    field(name, Kind::Number { min: 0.0, max: f64::MAX, above: true }, about)
}

pub(super) const SCHEMA: Field =
    words("schema", &["1.0.0"], "The version of the file format.").default("\"1.0.0\"");

pub(super) const PORT: Kind = Kind::Int { min: 1, max: 65535 };
