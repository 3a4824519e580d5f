//! What a scalar means: YAML 1.2 core schema (10.3.2), and where YAML 1.1 readers differ.

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
            Resolved::Text if self.style == Style::Plain => match self.text.as_str() {
                "yes" | "Yes" | "YES" | "on" | "On" | "ON" => Some(true),
                "no" | "No" | "NO" | "off" | "Off" | "OFF" => Some(false),
                _ => None,
            },
            _ => None,
        }
    }

    /// The number that it is, whole or not; `012` and `1_000` are none, for readers disagree on them.
    pub fn as_number(&self) -> Option<f64> {
        match self.resolve() {
            _ if self.is_ambiguous() => None,
            #[expect(clippy::cast_precision_loss, reason = "limits are far below 2^53")]
            Resolved::Int(value) => Some(value as f64),
            Resolved::Float(value) => Some(value),
            _ => None,
        }
    }

    /// Whether YAML 1.1 readers (`PyYAML` among them) take this unquoted text for something else than YAML 1.2 does.
    pub fn is_ambiguous(&self) -> bool {
        let text = self.text.as_str();
        let word = matches!(
            text,
            "yes" | "Yes" | "YES" | "no" | "No" | "NO" | "on" | "On" | "ON" | "off" | "Off" | "OFF"
        );
        self.style == Style::Plain
            && (word || is_padded(text) || is_grouped(text) || is_sexagesimal(text) || is_date(text))
    }
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

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// `012`: octal in YAML 1.1.
fn is_padded(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    unsigned.len() > 1 && unsigned.starts_with('0') && is_digits(unsigned)
}

/// `1_000`: a number in YAML 1.1.
fn is_grouped(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    unsigned.contains('_')
        && unsigned.starts_with(|c: char| c.is_ascii_digit())
        && unsigned.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'_' | b'.'))
}

/// `12:30`: a number to the base of 60 in YAML 1.1.
fn is_sexagesimal(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let mut parts = unsigned.split(':');
    let first = parts.next().unwrap_or("");
    unsigned.contains(':')
        && is_digits(first)
        && !first.starts_with('0')
        && parts.all(|p| is_digits(p) && p.len() <= 2 && p.parse::<u8>().is_ok_and(|n| n < 60))
}

/// `2024-01-01`, with or without a time: a date in YAML 1.1.
fn is_date(text: &str) -> bool {
    let (date, rest) = text.split_at_checked(10).unwrap_or((text, ""));
    let mut parts = date.split('-');
    let lengths = [4, 2, 2];
    let date = lengths.iter().all(|length| parts.next().is_some_and(|p| p.len() == *length && is_digits(p)))
        && parts.next().is_none();
    date && (rest.is_empty() || rest.starts_with(['T', 't', ' ']))
}
