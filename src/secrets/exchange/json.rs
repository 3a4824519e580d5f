//! JSON: one object of texts. Bytes that are no text are `{"base64": "…"}`.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use super::{Fault, Lines, Pair, Trouble, read_base64, write_base64};
use crate::secrets::SecretName;
use crate::support::secret::SecretBytes;

/// The pairs of the object.
pub(super) fn parse(text: &str) -> Result<Vec<Pair>, Fault> {
    let lines = Lines::of(text.as_bytes());
    let begins = text.trim_start();
    if !begins.is_empty() && !begins.starts_with('{') {
        // The parser's own words would quote what it found.
        return Err(Fault::at(lines.line(text.len() - begins.len()), Trouble::NotAMap));
    }
    let mut pairs = Vec::new();
    for (name, raw) in object(text)? {
        let at = raw.as_ptr() as usize - text.as_ptr() as usize;
        let line = lines.line(at);
        let value = value(&name, raw).map_err(|trouble| Fault::at(line, trouble))?;
        pairs.push(Pair { name, value, line });
    }
    Ok(pairs)
}

/// Names, and values as they are written; a name may stand several times.
fn object(text: &str) -> Result<Vec<(String, &str)>, Fault> {
    struct Entries;
    impl<'de> Visitor<'de> for Entries {
        type Value = Vec<(String, &'de str)>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut entries = Vec::new();
            while let Some((name, raw)) = map.next_entry::<Cow<'de, str>, &'de RawValue>()? {
                entries.push((name.into_owned(), raw.get()));
            }
            Ok(entries)
        }
    }
    let mut reader = serde_json::Deserializer::from_str(text);
    let read = reader.deserialize_map(Entries).and_then(|entries| reader.end().map(|()| entries));
    read.map_err(|error| {
        let words = error.to_string();
        let words = words.split(" at line ").next().unwrap_or_default().to_owned();
        // Only these quote nothing of the text.
        let safe = error.is_syntax() || error.is_eof();
        let words = if safe { words } else { "a value is not what it should be".to_owned() };
        Fault::at(error.line(), Trouble::Json(format!("{words} (column {})", error.column())))
    })
}

fn value(name: &str, raw: &str) -> Result<SecretBytes, Trouble> {
    let not_a_text = |what| Trouble::NotAText { name: name.to_owned(), what };
    match raw.as_bytes().first() {
        Some(b'"') => {
            let text = string(raw).ok_or_else(|| not_a_text("no Unicode"))?;
            Ok(SecretBytes::from(text.as_str()))
        }
        Some(b'{') => {
            let inner = object(raw).ok().filter(|inner| matches!(&inner[..], [(key, _)] if key == "base64"));
            let inner = inner.ok_or_else(|| not_a_text("an object"))?;
            let text = inner[0].1.starts_with('"').then(|| string(inner[0].1)).flatten();
            let value = text.and_then(|text| read_base64(&text));
            value.ok_or_else(|| Trouble::NotBase64 { name: name.to_owned() })
        }
        Some(b'[') => Err(not_a_text("a list")),
        Some(b'n') => Err(not_a_text("null")),
        // A number, true or false, as it is written.
        _ => Ok(SecretBytes::from(raw)),
    }
}

fn string(raw: &str) -> Option<Zeroizing<String>> {
    serde_json::from_str::<Zeroizing<String>>(raw).ok()
}

/// One pair in a line.
pub(super) fn write(pairs: &[(SecretName, SecretBytes)], out: &mut Vec<u8>) {
    out.push(b'{');
    for (number, (name, value)) in pairs.iter().enumerate() {
        out.extend_from_slice(if number == 0 { b"\n  \"" } else { b",\n  \"" });
        out.extend_from_slice(name.as_str().as_bytes());
        out.extend_from_slice(b"\": ");
        if let Some(text) = value.expose_str() {
            serde_json::to_writer(&mut *out, text).expect("a text into memory");
        } else {
            out.extend_from_slice(b"{\"base64\": \"");
            write_base64(value.expose(), out);
            out.extend_from_slice(b"\"}");
        }
    }
    out.extend_from_slice(if pairs.is_empty() { b"}\n" } else { b"\n}\n" });
}
