//! Files in the JSON of a request, under all the names that clients give their fields.

use std::borrow::Cow;

use axum::http::StatusCode;
use bytes::Bytes;
use serde::Deserialize;

use super::envelope::ApiError;
use crate::runtime::files::{Attachment, FileError, FileLimits, MAX_FILES, decode};

/// Text that is not copied out of the body where that can be helped: files are large.
#[derive(Deserialize)]
pub(super) struct Text<'a>(#[serde(borrow)] pub(super) Cow<'a, str>);

/// A file as it comes.
#[derive(Deserialize)]
pub(super) struct Upload<'a> {
    #[serde(borrow)]
    name: Option<Text<'a>>,
    #[serde(borrow)]
    filename: Option<Text<'a>>,
    #[serde(borrow)]
    file_name: Option<Text<'a>>,
    #[serde(borrow)]
    content: Option<Text<'a>>,
    #[serde(borrow)]
    data: Option<Text<'a>>,
    #[serde(borrow)]
    base64: Option<Text<'a>>,
    #[serde(borrow)]
    media_type: Option<Text<'a>>,
    #[serde(borrow)]
    content_type: Option<Text<'a>>,
    #[serde(borrow)]
    mime_type: Option<Text<'a>>,
}

/// The files of a message. What is wrong with one names it, and its place in the list.
pub(super) fn attachments(files: Vec<Upload<'_>>, limits: FileLimits) -> Result<Vec<Attachment>, ApiError> {
    if files.len() > MAX_FILES {
        return Err(refused("files", &FileError::TooMany(files.len())));
    }
    let one = |(index, file): (usize, Upload<'_>)| {
        let place = format!("files[{index}]");
        let name = first([file.name, file.filename, file.file_name]).unwrap_or_default();
        let said = first([file.media_type, file.content_type, file.mime_type]);
        let content = first([file.content, file.data, file.base64]).ok_or_else(|| {
            ApiError::field(&format!("{place}.content"), "is missing: the file in base64", "missing")
        })?;
        attachment(index, &name, said.as_deref(), &content, limits).map_err(|e| refused(&place, &e))
    };
    files.into_iter().enumerate().map(one).collect()
}

fn first(texts: [Option<Text<'_>>; 3]) -> Option<Cow<'_, str>> {
    texts.into_iter().flatten().map(|text| text.0).next()
}

/// One file: its place in the list, its name and media type as they are said, and its content in
/// base64 or as a data URL.
pub(super) fn attachment(
    index: usize,
    name: &str,
    said: Option<&str>,
    content: &str,
    limits: FileLimits,
) -> Result<Attachment, FileError> {
    let shown = if name.is_empty() { Cow::from(format!("file {}", index + 1)) } else { Cow::from(name) };
    let (of_url, data) = decode(&shown, content)?;
    Attachment::new(index + 1, name, said.or(of_url.as_deref()), Bytes::from(data), limits)
}

/// The answer to a file that cannot be taken.
pub(super) fn refused(place: &str, error: &FileError) -> ApiError {
    match error {
        FileError::TooLarge { .. } => {
            ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, "INVALID_REQUEST", error.to_string())
        }
        _ => ApiError::field(place, &error.to_string(), "value_error"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<Vec<Attachment>, ApiError> {
        attachments(serde_json::from_str(json).unwrap(), FileLimits::default())
    }

    #[test]
    fn a_file_is_read_under_every_spelling() {
        for json in [
            r#"[{"name": "a.txt", "content": "aGk=", "media_type": "text/csv"}]"#,
            r#"[{"filename": "a.txt", "data": "aGk=", "content_type": "text/csv", "size": 2}]"#,
            r#"[{"file_name": "a.txt", "base64": "aGk=", "mime_type": "text/csv"}]"#,
            r#"[{"name": "a.txt", "filename": "b.txt", "content": "data:text/csv;base64,aGk="}]"#,
            r#"[{"name": "a.txt", "content": "data:text\/csv;base64,aGk="}]"#,
        ] {
            assert_eq!(read(json).unwrap()[0].note(), "[file: a.txt, text/csv, 2 B]", "{json}");
        }
    }

    #[test]
    fn a_long_content_is_not_copied_out_of_the_body() {
        let body = r#"{"content": "aGk="}"#;
        let file: Upload<'_> = serde_json::from_str(body).unwrap();
        assert!(matches!(file.content.unwrap().0, Cow::Borrowed(_)));
    }
}
