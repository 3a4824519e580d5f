//! What a message holds: a text, or parts of text and files.

use std::fmt;

use serde::de::{Deserializer, SeqAccess, Visitor};
use serde::{Deserialize, de};

use super::super::envelope::ApiError;
use super::super::uploads::{Text, attachment, refused};
use super::request::wrong;
use crate::runtime::files::{Attachment, FileLimits, MAX_FILES};
use crate::runtime::llm::{MediaKind, Part};

/// The content of a message.
pub(super) enum Content<'a> {
    Text(String),
    Parts(Vec<WirePart<'a>>),
}

#[derive(Deserialize)]
pub(super) struct WirePart<'a> {
    r#type: String,
    text: Option<String>,
    #[serde(borrow)]
    image_url: Option<ImageUrl<'a>>,
    #[serde(borrow)]
    input_audio: Option<InputAudio<'a>>,
    #[serde(borrow)]
    file: Option<InputFile<'a>>,
}

#[derive(Deserialize)]
struct ImageUrl<'a> {
    #[serde(borrow)]
    url: Text<'a>,
}

#[derive(Deserialize)]
struct InputAudio<'a> {
    #[serde(borrow)]
    data: Text<'a>,
    #[serde(default)]
    format: String,
}

#[derive(Deserialize)]
struct InputFile<'a> {
    #[serde(borrow)]
    file_data: Option<Text<'a>>,
    #[serde(default)]
    filename: String,
}

impl<'de: 'a, 'a> Deserialize<'de> for Content<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = Content<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text or a list of parts")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Content::Text(text.to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
                let mut parts = Vec::new();
                while let Some(part) = list.next_element()? {
                    parts.push(part);
                }
                Ok(Content::Parts(parts))
            }
        }
        deserializer.deserialize_any(Either)
    }
}

/// The parts of a user's message, and the files among them.
pub(super) struct Read {
    pub(super) parts: Vec<Part>,
    /// All words, for choosing an agent and for keeping.
    pub(super) words: String,
    pub(super) files: Vec<Attachment>,
}

impl Content<'_> {
    /// Only words, as every message but a user's has.
    pub(super) fn into_words(self, place: &str) -> Result<String, ApiError> {
        let parts = match self {
            Self::Text(text) => return Ok(text),
            Self::Parts(parts) => parts,
        };
        let text = |(index, part): (usize, WirePart<'_>)| match (part.r#type.as_str(), part.text) {
            ("text" | "refusal", text) => Ok(text.unwrap_or_default()),
            _ => Err(wrong(&format!("{place}.content[{index}].type"), "is text, but for a user's message")),
        };
        Ok(parts.into_iter().enumerate().map(text).collect::<Result<Vec<_>, _>>()?.concat())
    }

    /// The words and files of a user's message. `count` is how many files the request has so far.
    pub(super) fn read(self, place: &str, limits: FileLimits, count: &mut usize) -> Result<Read, ApiError> {
        let mut read = Read { parts: Vec::new(), words: String::new(), files: Vec::new() };
        let parts = match self {
            Self::Text(text) => {
                read.words.clone_from(&text);
                read.parts.push(Part::Text(text));
                return Ok(read);
            }
            Self::Parts(parts) => parts,
        };
        for (index, part) in parts.into_iter().enumerate() {
            let place = format!("{place}.content[{index}]");
            if part.r#type == "text" {
                let text = part.text.ok_or_else(|| wrong(&place, "has no text"))?;
                if !read.words.is_empty() {
                    read.words.push_str("\n\n");
                }
                read.words.push_str(&text);
                read.parts.push(Part::Text(text));
                continue;
            }
            *count += 1;
            if *count > MAX_FILES {
                return Err(wrong("messages", &format!("hold more than {MAX_FILES} files")));
            }
            let file = part.into_file(*count - 1, &place, limits)?;
            read.parts.push(file.part.clone());
            read.files.push(file);
        }
        Ok(read)
    }
}

impl WirePart<'_> {
    fn into_file(self, index: usize, place: &str, limits: FileLimits) -> Result<Attachment, ApiError> {
        let missing = |field: &str| wrong(&format!("{place}.{field}"), "is missing");
        let make = |name: &str, said: Option<&str>, content: &str, field: &str| {
            attachment(index, name, said, content, limits)
                .map_err(|e| refused(&format!("{place}.{field}"), &e))
        };
        match self.r#type.as_str() {
            "image_url" => {
                let url = self.image_url.ok_or_else(|| missing("image_url"))?.url.0;
                if !url.starts_with("data:") {
                    let what = "is a data URL: this server fetches nothing from elsewhere";
                    return Err(wrong(&format!("{place}.image_url.url"), what));
                }
                let file = make("", None, &url, "image_url.url")?;
                match &file.part {
                    Part::Media(media) if media.kind == MediaKind::Image => Ok(file),
                    _ => Err(wrong(&format!("{place}.image_url.url"), "holds no picture")),
                }
            }
            "input_audio" => {
                let audio = self.input_audio.ok_or_else(|| missing("input_audio"))?;
                make("", Some(&format!("audio/{}", audio.format)), &audio.data.0, "input_audio.data")
            }
            "file" => {
                let file = self.file.ok_or_else(|| missing("file"))?;
                let data = file.file_data.ok_or_else(|| missing("file.file_data"))?;
                make(&file.filename, None, &data.0, "file.file_data")
            }
            _ => Err(wrong(&format!("{place}.type"), "is text, image_url, input_audio or file")),
        }
    }
}
