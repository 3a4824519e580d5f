//! What a scalar means: YAML 1.2 core schema (10.3.2), and where YAML 1.1 readers differ.

use super::older::{self, Older};

/// How a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without quotes: may be a number, a boolean, null.
    Plain,
    /// In quotes, or tagged `!!str`: always text.
    Quoted,
    /// A `|` or `>` block: always text.
    Block,
}

/// Text and style.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar {
    /// The text after YAML's escapes and folding.
    pub text: String,
    /// How it is written.
    pub style: Style,
}

/// A scalar's meaning.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Resolved {
    /// Nothing, `~`, `null`.
    Null,
    /// `true`, `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Any other number.
    Float(f64),
    /// Text.
    Text,
}

impl Resolved {
    /// What a person calls it.
    pub fn describe(self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Bool(_) => "a boolean",
            Self::Int(_) | Self::Float(_) => "a number",
            Self::Text => "text",
        }
    }

    fn number(self) -> Option<f64> {
        match self {
            #[expect(clippy::cast_precision_loss, reason = "limits are far below 2^53")]
            Self::Int(value) => Some(value as f64),
            Self::Float(value) => Some(value),
            _ => None,
        }
    }
}

impl Scalar {
    /// What it means in YAML 1.2.
    pub fn resolve(&self) -> Resolved {
        if self.style != Style::Plain {
            return Resolved::Text;
        }
        match self.text.as_str() {
            "" | "~" | "null" | "Null" | "NULL" => Resolved::Null,
            "true" | "True" | "TRUE" => Resolved::Bool(true),
            "false" | "False" | "FALSE" => Resolved::Bool(false),
            text => number(text).unwrap_or(Resolved::Text),
        }
    }

    /// Whether it is text in YAML 1.2.
    pub fn is_text(&self) -> bool {
        // A plain `012` is a number to some readers and text to others; formations read what is written.
        self.resolve() == Resolved::Text || self.is_ambiguous()
    }

    /// The boolean that it is, in YAML 1.2 or 1.1 (`yes`, `on`, …).
    pub fn as_bool(&self) -> Option<bool> {
        match self.resolve() {
            Resolved::Bool(value) => Some(value),
            Resolved::Text if self.style == Style::Plain => older::word(&self.text),
            _ => None,
        }
    }

    /// The number that it is, whole or not; `012` and `1_000` are none, for readers disagree on them.
    pub fn as_number(&self) -> Option<f64> {
        let value = self.resolve().number()?;
        match older::resolve(&self.text) {
            Older::Number(other) if differ(other, value) => None,
            Older::Number(_) | Older::Text => Some(value),
            _ => None,
        }
    }

    /// The whole number that it is, where readers do not disagree.
    pub fn as_int(&self) -> Option<i64> {
        match self.resolve() {
            Resolved::Int(value) => self.as_number().map(|_| value),
            _ => None,
        }
    }

    /// Whether YAML 1.1 readers (`PyYAML` among them) take this unquoted text for something else than YAML 1.2 does.
    pub fn is_ambiguous(&self) -> bool {
        self.elsewhere().is_some()
    }

    /// What readers of YAML 1.1 or 1.2 take it for, where they differ and one of them has it as text.
    pub fn elsewhere(&self) -> Option<&'static str> {
        if self.style != Style::Plain {
            return None;
        }
        match (self.resolve(), older::resolve(&self.text)) {
            (Resolved::Text, Older::Bool) => Some("a boolean"),
            (Resolved::Text, Older::Number(_)) => Some("a number"),
            (Resolved::Text, Older::Date) => Some("a date"),
            (Resolved::Text, Older::Refused) => Some("no value at all"),
            (here, Older::Number(other)) => {
                here.number().filter(|n| differ(*n, other)).map(|_| "another number")
            }
            (here, Older::Text) => here.number().map(|_| "a number"),
            _ => None,
        }
    }
}

/// Bit by bit, but for the signs of nothing and of what is no number.
fn differ(one: f64, other: f64) -> bool {
    one.total_cmp(&other).is_ne() && !(one == 0.0 && other == 0.0) && !one.is_nan()
}

/// YAML 1.2 core schema: `[-+]?[0-9]+`, `0o7`, `0xF`, decimal fractions and exponents, `.inf`, `.nan`.
fn number(text: &str) -> Option<Resolved> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if !unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return None;
    }
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") {
        let sign = if text.starts_with('-') { -1.0 } else { 1.0 };
        return Some(Resolved::Float(sign * f64::INFINITY));
    }
    if matches!(text, ".nan" | ".NaN" | ".NAN") {
        return Some(Resolved::Float(f64::NAN));
    }
    for (prefix, radix) in [("0o", 8), ("0x", 16)] {
        if let Some(digits) = text.strip_prefix(prefix) {
            let all = digits.chars().all(|c| c.is_digit(radix));
            return i64::from_str_radix(digits, radix).ok().filter(|_| all).map(Resolved::Int);
        }
    }
    if unsigned.chars().all(|c| c.is_ascii_digit())
        && let Ok(value) = text.parse()
    {
        return Some(Resolved::Int(value));
    }
    let decimal = |c: char| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '-' | '+');
    let float = unsigned.chars().all(decimal) && unsigned.contains(|c: char| c.is_ascii_digit());
    float.then(|| text.parse().ok().map(Resolved::Float))?
}
