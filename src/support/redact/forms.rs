//! The forms in which programs write a value: base64 and hexadecimal (RFC 4648), percent-encoded (RFC 3986), JSON
//! (RFC 8259).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

/// A text that gives the value away, and the lengths at which it does: the last is all of it.
pub(super) struct Form {
    pub(super) bytes: Zeroizing<Vec<u8>>,
    pub(super) lengths: Vec<usize>,
}

/// Characters in a line of base64: of `openssl base64` and PEM (RFC 7468), and of `base64` and MIME (RFC 2045).
const WIDTHS: [usize; 2] = [64, 76];

const DIGITS: &[u8; 16] = b"0123456789abcdef";
const UPPER_DIGITS: &[u8; 16] = b"0123456789ABCDEF";

fn two(byte: u8, digits: &[u8; 16]) -> [u8; 2] {
    [digits[usize::from(byte >> 4)], digits[usize::from(byte & 15)]]
}

/// Every form of `value`, the value itself first. Of one that is longer, only the first `reach` bytes and a few more.
pub(super) fn of(value: &[u8], reach: usize) -> Vec<Form> {
    // A character that is cut in two has at most three bytes here.
    let end = reach.saturating_add(4).min(value.len());
    let (value, cut) = (&value[..end], end < value.len());
    let mut forms = vec![whole(value.to_vec())];
    for before in 0..3 {
        let form = base64(value, before, cut);
        if before == 0 {
            forms.extend(WIDTHS.iter().filter_map(|width| in_lines(&form, *width)));
        }
        forms.extend(url_safe(&form));
        forms.push(form);
    }
    for digits in [DIGITS, UPPER_DIGITS] {
        add(&mut forms, value.iter().flat_map(|byte| two(*byte, digits)).collect());
    }
    // Most keys look the same in URLs and JSON.
    if value.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(byte)) {
        return forms;
    }
    for style in [Percent::Strict, Percent::Component, Percent::Form, Percent::Path] {
        for digits in [UPPER_DIGITS, DIGITS] {
            add(&mut forms, percent(value, style, digits));
        }
    }
    let text = match std::str::from_utf8(value) {
        Err(error) if cut && error.error_len().is_none() => {
            std::str::from_utf8(&value[..error.valid_up_to()])
        }
        text => text,
    };
    if let Ok(text) = text {
        for style in [Json::Plain, Json::Ascii, Json::Html, Json::AsciiSlash] {
            add(&mut forms, json(text, style));
        }
    }
    forms
}

fn whole(bytes: Vec<u8>) -> Form {
    let lengths = vec![bytes.len()];
    Form { bytes: Zeroizing::new(bytes), lengths }
}

/// Most values look the same in most forms.
fn add(forms: &mut Vec<Form>, bytes: Vec<u8>) {
    let form = whole(bytes);
    if !forms.iter().any(|known| known.bytes == form.bytes) {
        forms.push(form);
    }
}

/// The value in the base64 of a text that has `before` bytes (modulo 3) before it.
///
/// The characters at its borders have bits of its neighbours in them: without those, it is there wherever
/// it stands; with the last one and its padding, where the text ends with it (but not where the value was cut).
fn base64(value: &[u8], before: usize, cut: bool) -> Form {
    let mut text = Zeroizing::new(Vec::with_capacity(before + value.len()));
    text.resize(before, 0);
    text.extend_from_slice(value);
    let mut encoded = STANDARD.encode(&*text).into_bytes();
    let first = (before * 8).div_ceil(6);
    encoded.drain(..first);
    let bits = text.len() * 8;
    let mut lengths = vec![bits / 6 - first, bits.div_ceil(6) - first, encoded.len()];
    lengths.truncate(if cut { 1 } else { 3 });
    lengths.dedup();
    Form { bytes: Zeroizing::new(encoded), lengths }
}

/// The same in the alphabet for URLs, where that differs.
fn url_safe(form: &Form) -> Option<Form> {
    let differs = |byte: &u8| matches!(byte, b'+' | b'/');
    form.bytes.iter().any(differs).then(|| {
        let of = |byte: &u8| match byte {
            b'+' => b'-',
            b'/' => b'_',
            other => *other,
        };
        let bytes = Zeroizing::new(form.bytes.iter().map(of).collect());
        Form { bytes, lengths: form.lengths.clone() }
    })
}

/// Base64 in lines of `width` characters, the value at the beginning of the text; nothing where one line holds it.
fn in_lines(form: &Form, width: usize) -> Option<Form> {
    let ends = |length: usize| length.saturating_sub(1) / width;
    let breaks = ends(form.bytes.len());
    if breaks == 0 {
        return None;
    }
    let mut bytes = Zeroizing::new(Vec::with_capacity(form.bytes.len() + breaks));
    for line in form.bytes.chunks(width) {
        if !bytes.is_empty() {
            bytes.push(b'\n');
        }
        bytes.extend_from_slice(line);
    }
    let lengths = form.lengths.iter().map(|&length| length + ends(length)).collect();
    Some(Form { bytes, lengths })
}

/// Which characters of a URL stay as they are.
#[derive(Clone, Copy)]
enum Percent {
    /// The unreserved ones of RFC 3986.
    Strict,
    /// Those of JavaScript's `encodeURIComponent`.
    Component,
    /// Those of HTML forms, where a blank is a `+`.
    Form,
    /// The unreserved ones and `/`, as in Python's `quote`.
    Path,
}

fn percent(value: &[u8], style: Percent, digits: &[u8; 16]) -> Vec<u8> {
    let mut text = Vec::with_capacity(value.len() * 3);
    for &byte in value {
        let stays = match (style, byte) {
            (Percent::Form, b'~') => false,
            (_, b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'.' | b'_' | b'~')
            | (Percent::Path, b'/')
            | (Percent::Form, b'*') => true,
            (Percent::Component, byte) => b"!'()*".contains(&byte),
            _ => false,
        };
        if stays {
            text.push(byte);
        } else if matches!((style, byte), (Percent::Form, b' ')) {
            text.push(b'+');
        } else {
            text.push(b'%');
            text.extend(two(byte, digits));
        }
    }
    text
}

/// What a writer of JSON escapes besides what it must.
#[derive(Clone, Copy, PartialEq)]
enum Json {
    /// Nothing.
    Plain,
    /// All beyond ASCII, as Python does.
    Ascii,
    /// What HTML reads as its own, as Go does.
    Html,
    /// All beyond ASCII and the slash, as PHP does.
    AsciiSlash,
}

fn json(text: &str, style: Json) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() * 6);
    let mut utf8 = [0; 4];
    let mut utf16 = [0; 2];
    for c in text.chars() {
        let short = match c {
            '"' => b'"',
            '\\' => b'\\',
            '\n' => b'n',
            '\r' => b'r',
            '\t' => b't',
            '\u{8}' => b'b',
            '\u{c}' => b'f',
            '/' if style == Json::AsciiSlash => b'/',
            _ => 0,
        };
        let long = match style {
            Json::Plain => c < ' ',
            Json::Ascii | Json::AsciiSlash => c < ' ' || !c.is_ascii(),
            Json::Html => c < ' ' || matches!(c, '<' | '>' | '&' | '\u{2028}' | '\u{2029}'),
        };
        if short != 0 {
            out.extend([b'\\', short]);
        } else if long {
            for unit in c.encode_utf16(&mut utf16) {
                out.extend(format!("\\u{unit:04x}").bytes());
            }
        } else {
            out.extend(c.encode_utf8(&mut utf8).bytes());
        }
    }
    out
}
