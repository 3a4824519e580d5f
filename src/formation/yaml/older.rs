//! What a plain scalar is to readers of YAML 1.1, `PyYAML` first of all, with which deployed servers read. The
//! rules are those of its resolver, which differs from the text of YAML 1.1 in a few places.

/// A plain scalar's meaning in YAML 1.1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Older {
    Null,
    Bool,
    Number(f64),
    /// A date, with or without a time.
    Date,
    /// `=` and `<<`, which cannot be a value there.
    Refused,
    Text,
}

/// What `text` is, without quotes.
pub(super) fn resolve(text: &str) -> Older {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Older::Null,
        "true" | "True" | "TRUE" | "false" | "False" | "FALSE" => return Older::Bool,
        "=" | "<<" => return Older::Refused,
        _ => {}
    }
    if word(text).is_some() {
        return Older::Bool;
    }
    if !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.')) {
        return Older::Text;
    }
    if is_date(text) {
        return Older::Date;
    }
    number(text).map_or(Older::Text, Older::Number)
}

/// The boolean that YAML 1.1 has and YAML 1.2 has not.
pub(super) fn word(text: &str) -> Option<bool> {
    match text {
        "yes" | "Yes" | "YES" | "on" | "On" | "ON" => Some(true),
        "no" | "No" | "NO" | "off" | "Off" | "OFF" => Some(false),
        _ => None,
    }
}

fn number(text: &str) -> Option<f64> {
    let (sign, unsigned) = match text.as_bytes().first()? {
        b'-' => (-1.0, &text[1..]),
        b'+' => (1.0, &text[1..]),
        _ => (1.0, text),
    };
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") {
        return Some(sign * f64::INFINITY);
    }
    if matches!(text, ".nan" | ".NaN" | ".NAN") {
        return Some(f64::NAN);
    }
    let value = based(unsigned).or_else(|| sexagesimal(unsigned)).or_else(|| fraction(unsigned));
    // A fraction without digits before its point takes no sign.
    value.filter(|_| !unsigned.starts_with('.') || unsigned.len() == text.len()).map(|value| sign * value)
}

/// `0b11`, `0x1F`, `017`, `1_000`.
fn based(text: &str) -> Option<f64> {
    let prefixes = [("0b", 2), ("0x", 16), ("0", 8), ("", 10)];
    let (digits, radix) = prefixes
        .iter()
        .find_map(|(prefix, radix)| Some((text.strip_prefix(prefix)?, *radix)))
        .filter(|(digits, _)| !digits.is_empty() || text == "0")?;
    let valid =
        digits.chars().all(|c| c == '_' || c.is_digit(radix)) && !(radix == 10 && digits.starts_with('_'));
    let add = |value: f64, c: char| {
        c.to_digit(radix).map_or(value, |digit| value * f64::from(radix) + f64::from(digit))
    };
    valid.then(|| digits.chars().fold(0.0, add))
}

/// `1:30` and `1:30.5`, to the base of 60.
fn sexagesimal(text: &str) -> Option<f64> {
    let (first, rest) = text.split_once(':')?;
    let (rest, fraction) = rest.split_once('.').unwrap_or((rest, ""));
    let whole = !text.contains('.');
    let first_ok = first.starts_with(|c: char| c.is_ascii_digit() && !(whole && c == '0'))
        && first.bytes().all(|b| b.is_ascii_digit() || b == b'_');
    let fraction_ok = fraction.bytes().all(|b| b.is_ascii_digit() || b == b'_');
    if !first_ok || !fraction_ok {
        return None;
    }
    let mut value: f64 = plain(first)?;
    for part in rest.split(':') {
        let digits = (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        let part: u8 = part.parse().ok().filter(|part| digits && *part < 60)?;
        value = value * 60.0 + f64::from(part);
    }
    Some(value + plain(&format!("0.{fraction}0"))?)
}

/// `1.5`, `.5`, `1.`, with an exponent only if it has a sign.
fn fraction(text: &str) -> Option<f64> {
    let (mantissa, exponent) = match text.find(['e', 'E']) {
        Some(at) => (&text[..at], &text[at + 1..]),
        None => (text, "+0"),
    };
    let (before, after) = mantissa.split_once('.')?;
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit() || b == b'_');
    let starts = if before.is_empty() { after } else { before };
    let power = exponent.strip_prefix(['-', '+'])?;
    let valid = digits(before)
        && digits(after)
        && starts.starts_with(|c: char| c.is_ascii_digit())
        && !power.is_empty()
        && power.bytes().all(|b| b.is_ascii_digit());
    valid.then(|| plain(&format!("0{mantissa}0e{exponent}")))?
}

fn plain(text: &str) -> Option<f64> {
    text.replace('_', "").parse().ok()
}

/// `2024-01-31`, or with shorter parts and a time.
fn is_date(text: &str) -> bool {
    let (date, time) = match text.find(['T', 't', ' ', '\t']) {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    };
    let mut parts = date.split('-');
    let mut part = |lengths: std::ops::RangeInclusive<usize>| {
        parts.next().is_some_and(|part| lengths.contains(&part.len()) && is_digits(part))
    };
    let short = if time.is_some() { 1..=2 } else { 2..=2 };
    part(4..=4) && part(short.clone()) && part(short) && parts.next().is_none() && time.is_none_or(is_time)
}

/// `10:00:00`, with a fraction and a zone or without.
fn is_time(text: &str) -> bool {
    let text = text.trim_start_matches([' ', '\t']);
    let mut rest = text;
    for (nth, lengths) in [1..=2, 2..=2, 2..=2].into_iter().enumerate() {
        if nth > 0 {
            let Some(after) = rest.strip_prefix(':') else { return false };
            rest = after;
        }
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if !lengths.contains(&digits) {
            return false;
        }
        rest = &rest[digits..];
    }
    if let Some(fraction) = rest.strip_prefix('.') {
        rest = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
    }
    let zone = rest.trim_start_matches([' ', '\t']);
    match zone.strip_prefix(['-', '+']) {
        None => rest.is_empty() || zone == "Z",
        Some(zone) => {
            let (hours, minutes) = zone.split_once(':').unwrap_or((zone, "00"));
            is_digits(hours) && hours.len() <= 2 && is_digits(minutes) && minutes.len() == 2
        }
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_is_what_pyyaml_takes_it_for() {
        let number = Older::Number;
        for (text, meaning) in [
            ("yes", Older::Bool),
            ("Off", Older::Bool),
            ("n", Older::Text),
            ("oN", Older::Text),
            ("TRUE", Older::Bool),
            ("Null", Older::Null),
            ("=", Older::Refused),
            ("<<", Older::Refused),
            ("012", number(10.0)),
            ("-012", number(-10.0)),
            ("08", Older::Text),
            ("00", number(0.0)),
            ("0", number(0.0)),
            ("0_", number(0.0)),
            ("0o12", Older::Text),
            ("0b11", number(3.0)),
            ("+0b1", number(1.0)),
            ("0x1F", number(31.0)),
            ("-0x1F", number(-31.0)),
            ("0x_1", number(1.0)),
            ("1_000", number(1000.0)),
            ("1_", number(1.0)),
            ("_1", Older::Text),
            ("+1", number(1.0)),
            ("1:30", number(90.0)),
            ("190:20:30", number(685_230.0)),
            ("12:30:45", number(45_045.0)),
            ("1:5", number(65.0)),
            ("1:60", Older::Text),
            ("0:30", Older::Text),
            ("00:30", Older::Text),
            ("1:30.5", number(90.5)),
            ("0:30.5", number(30.5)),
            (".5", number(0.5)),
            ("-.5", Older::Text),
            ("+.5", Older::Text),
            ("1.", number(1.0)),
            ("1.5_0", number(1.5)),
            ("1e3", Older::Text),
            ("1.0e3", Older::Text),
            ("1.5e+3", number(1500.0)),
            ("0.1e-5", number(1e-6)),
            ("-.inf", number(f64::NEG_INFINITY)),
            (".", Older::Text),
            ("-", Older::Text),
            ("1.2.3", Older::Text),
            ("2024-01-31", Older::Date),
            ("2024-1-31", Older::Text),
            ("2024-1-1 1:02:03", Older::Date),
            ("2024-01-31T10:00:00Z", Older::Date),
            ("2024-01-31T10:00:00.5 +01:00", Older::Date),
            ("2024-01-31 10:00", Older::Text),
            ("2024-01-31x", Older::Text),
            ("gpt-4o", Older::Text),
        ] {
            assert_eq!(resolve(text), meaning, "{text}");
        }
    }
}
