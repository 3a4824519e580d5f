//! Forms with files (RFC 7578), as transcriptions are asked for.

use serde_json::Value;

use crate::support::{Asked, Schema};

/// A field of a form.
pub(super) struct Field {
    pub(super) name: String,
    file: Option<String>,
    data: Vec<u8>,
}

impl Field {
    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.data).into_owned()
    }
}

/// The fields of a form; nothing where it is none.
pub(super) fn fields(asked: &Asked) -> Option<Vec<Field>> {
    let boundary = asked.header("content-type")?.strip_prefix("multipart/form-data; boundary=")?;
    let line = format!("--{boundary}");
    let body = asked.raw.strip_prefix(line.as_bytes())?;
    let between = format!("\r\n{line}");
    let mut fields = Vec::new();
    let mut rest = body;
    while !rest.starts_with(b"--\r\n") {
        let end = find(rest, between.as_bytes())?;
        fields.push(field(rest[..end].strip_prefix(b"\r\n")?)?);
        rest = &rest[end + between.len()..];
    }
    (rest == b"--\r\n").then_some(fields)
}

fn field(part: &[u8]) -> Option<Field> {
    let head_end = find(part, b"\r\n\r\n")?;
    let head = std::str::from_utf8(&part[..head_end]).ok()?;
    let disposition = head.lines().find(|line| line.to_lowercase().starts_with("content-disposition:"))?;
    let value = |name: &str| {
        let start = disposition.find(&format!("; {name}=\""))? + name.len() + 4;
        Some(disposition[start..].split('"').next()?.to_owned())
    };
    Some(Field { name: value("name")?, file: value("filename"), data: part[head_end + 4..].to_vec() })
}

fn find(text: &[u8], what: &[u8]) -> Option<usize> {
    text.windows(what.len()).position(|window| window == what)
}

/// What the real API would refuse about a recording.
pub(super) fn fault(schema: &Schema, asked: &Asked) -> Option<String> {
    let Some(fields) = fields(asked) else { return Some("a form that cannot be read".to_owned()) };
    if fields.iter().any(|field| field.file.is_some() && field.data.is_empty()) {
        return Some("a recording of no bytes".to_owned());
    }
    let text = |field: &Field| Value::from(field.file.clone().unwrap_or_else(|| field.text()));
    let object: Value = fields.iter().map(|field| (field.name.clone(), text(field))).collect();
    let verbose = object["response_format"] == "verbose_json";
    if verbose && object["model"].as_str().is_some_and(|model| model.starts_with("gpt-")) {
        return Some("verbose_json from a model that does not know it".to_owned());
    }
    schema.fault(&object)
}
