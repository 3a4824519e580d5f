//! Files that come with a message: what they are is found out from their bytes, not from what
//! somebody says of them.

mod kind;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use bytes::Bytes;

use super::llm::{Media, MediaKind, Part};

pub use kind::Kind;

/// The most files of one message.
pub const MAX_FILES: usize = 20;
/// The largest file where the formation says nothing else, in bytes.
pub const MAX_FILE: usize = 10 << 20;
/// The longest name, in characters.
const MAX_NAME: usize = 200;

/// How large files may be, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileLimits {
    /// Pictures.
    pub image: usize,
    /// Recordings.
    pub audio: usize,
    /// PDF files and texts.
    pub document: usize,
}

impl Default for FileLimits {
    fn default() -> Self {
        Self { image: MAX_FILE, audio: MAX_FILE, document: MAX_FILE }
    }
}

/// What is wrong with a file. The text begins with its name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// Too many.
    #[error("{0} files are too many; at most {MAX_FILES} are taken")]
    TooMany(usize),
    /// There is nothing in it.
    #[error("{0} is empty")]
    Empty(String),
    /// The content is not base64.
    #[error("the content of {0} is not whole base64; it may be cut off")]
    NotBase64(String),
    /// It is larger than allowed.
    #[error("{name} has {bytes} bytes; at most {limit} are taken")]
    TooLarge {
        /// Its name.
        name: String,
        /// Its size.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// It is not what its media type or name says.
    #[error("{name} is said to be {said}, and is none: {known} are known by their bytes")]
    NotWhatItSays {
        /// Its name.
        name: String,
        /// What it is said to be.
        said: &'static str,
        /// What would be.
        known: &'static str,
    },
    /// It breaks off.
    #[error("{name} breaks off: {what}")]
    Broken {
        /// Its name.
        name: String,
        /// What is missing.
        what: &'static str,
    },
    /// Nothing that a model takes.
    #[error(
        "{0} is no picture (png, jpeg, gif, webp), no sound (wav, mp3, m4a, ogg, flac, webm), no PDF and no UTF-8 text"
    )]
    Unknown(String),
    /// A recording is wanted.
    #[error("{0} is no recording (wav, mp3, m4a, ogg, flac, webm)")]
    NotSound(String),
}

/// A file of a message, ready for a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// What the model gets: the file, or a text with its name around it.
    pub part: Part,
    name: String,
    media_type: String,
    bytes: usize,
}

impl Attachment {
    /// Shows each of its texts, for whoever takes something out of them: its words, and its name.
    pub(in crate::runtime) fn for_each_text(&mut self, see: &mut dyn FnMut(&mut String)) {
        match &mut self.part {
            Part::Text(text) => see(text),
            Part::Media(media) => see(&mut media.name),
        }
        see(&mut self.name);
    }

    /// A file: its name as the user gave it (may be empty), its media type if one was said, its
    /// bytes. `number` names one without a name; the first is 1.
    pub fn new(
        number: usize,
        name: &str,
        said: Option<&str>,
        data: Bytes,
        limits: FileLimits,
    ) -> Result<Self, FileError> {
        let name = shown_name(name);
        let shown = if name.is_empty() { format!("file {number}") } else { name.clone() };
        if data.is_empty() {
            return Err(FileError::Empty(shown));
        }
        let kind = kind::of(&shown, said, &data)?;
        let name = if name.is_empty() { format!("file-{number}.{}", kind.ending()) } else { name };
        let limit = match kind.media() {
            Some(MediaKind::Image) => limits.image,
            Some(MediaKind::Audio) => limits.audio,
            Some(MediaKind::Document) | None => limits.document,
        };
        let bytes = data.len();
        if bytes > limit {
            return Err(FileError::TooLarge { name, bytes, limit });
        }
        let media_type = kind.media_type(said);
        let part = match (kind.media(), std::str::from_utf8(&data)) {
            (None, Ok(text)) => Part::Text(format!(
                "<file name=\"{name}\">\n{}\n</file>",
                text.trim_start_matches('\u{feff}').trim_end_matches('\n')
            )),
            (None, Err(_)) => return Err(FileError::Unknown(name)),
            (Some(kind), _) => {
                Part::Media(Media { kind, media_type: media_type.clone(), name: name.clone(), data })
            }
        };
        Ok(Self { part, name, media_type, bytes })
    }

    /// What is kept of it in the session: `[file: chart.png, image/png, 12 kB]`.
    pub fn note(&self) -> String {
        note(&self.name, &self.media_type, self.bytes)
    }

    /// The file as a recording.
    pub fn into_sound(self) -> Result<Media, FileError> {
        match self.part {
            Part::Media(media) if media.kind == MediaKind::Audio => Ok(media),
            Part::Media(_) | Part::Text(_) => Err(FileError::NotSound(self.name)),
        }
    }
}

/// Reads base64 (either alphabet, line breaks let pass) or a data URL (RFC 2397): the media type
/// that the URL says, and the bytes. `name` is for the error.
pub fn decode(name: &str, content: &str) -> Result<(Option<String>, Vec<u8>), FileError> {
    let bad = || FileError::NotBase64(shown_name(name));
    let (said, encoded) = match content.strip_prefix("data:") {
        None => (None, content),
        Some(url) => {
            let (head, encoded) = url.split_once(',').ok_or_else(bad)?;
            let head = head.strip_suffix(";base64").ok_or_else(bad)?;
            let said = head.split(';').next().filter(|said| !said.is_empty());
            (said.map(str::to_owned), encoded)
        }
    };
    let broken = encoded.bytes().any(|b| b.is_ascii_whitespace());
    let joined: String;
    let encoded = if broken {
        joined = encoded.chars().filter(|c| !c.is_ascii_whitespace()).collect();
        &joined
    } else {
        encoded
    };
    let url_safe = encoded.bytes().any(|b| matches!(b, b'-' | b'_'));
    let alphabet = if url_safe { &alphabet::URL_SAFE } else { &alphabet::STANDARD };
    // Padding tells a whole text from one that was cut; only the alphabet for URLs leaves it out.
    let padding = if url_safe { DecodePaddingMode::Indifferent } else { DecodePaddingMode::RequireCanonical };
    let engine = GeneralPurpose::new(alphabet, GeneralPurposeConfig::new().with_decode_padding_mode(padding));
    Ok((said, engine.decode(encoded).map_err(|_| bad())?))
}

/// The last part of a path, without what could break out of a line or of quotes.
fn shown_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let harmless = |c: &char| !c.is_control() && !matches!(c, '"' | '<' | '>' | '[' | ']');
    last.chars().filter(harmless).take(MAX_NAME).collect::<String>().trim().to_owned()
}

/// What is kept of a file in a session.
pub(super) fn note(name: &str, media_type: &str, bytes: usize) -> String {
    format!("[file: {name}, {media_type}, {}]", size(bytes))
}

fn size(bytes: usize) -> String {
    match bytes {
        0..1000 => format!("{bytes} B"),
        1000..1_000_000 => format!("{} kB", bytes.div_ceil(1000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PNG: &[u8] =
        b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0....\0\0\0\0IEND\xaeB`\x82";

    fn read(name: &str, said: Option<&str>, data: &'static [u8]) -> Result<Attachment, FileError> {
        Attachment::new(1, name, said, Bytes::from_static(data), FileLimits::default())
    }

    #[test]
    fn a_picture_is_known_by_its_bytes_and_noted_without_them() {
        let file = read("dir/chart.png", None, PNG).unwrap();
        assert_eq!(file.note(), "[file: chart.png, image/png, 45 B]");
        let Part::Media(media) = &file.part else { panic!("{file:?}") };
        assert_eq!((media.kind, media.media_type.as_str()), (MediaKind::Image, "image/png"));
        assert_eq!(read("", Some("image/jpeg"), PNG).unwrap().note(), "[file: file-1.png, image/png, 45 B]");
        assert_eq!(file.into_sound(), Err(FileError::NotSound("chart.png".into())));
    }

    #[test]
    fn a_text_comes_with_its_name_and_cannot_pretend_to_be_another() {
        let file = read("a\"><b.txt", Some("text/csv"), b"x,y\n").unwrap();
        assert_eq!(file.part, Part::Text("<file name=\"ab.txt\">\nx,y\n</file>".into()));
        assert_eq!(file.note(), "[file: ab.txt, text/csv, 4 B]");
    }

    #[test]
    fn what_is_no_file_for_a_model_is_named() {
        let said = |name: &str, said, data| read(name, said, data).unwrap_err().to_string();
        assert!(said("x.png", None, b"hello").starts_with("x.png is said to be a picture, and is none"));
        assert!(said("x", Some("image/png"), b"\0\x01").starts_with("x is said to be a picture"));
        assert!(said("x.mp3", None, b"hello").contains("a recording"));
        assert!(said("x.pdf", None, b"hello").contains("a PDF"));
        assert!(said("x.png", None, &PNG[..30]).contains("breaks off"));
        assert!(said("x.bin", None, b"\0\x01\x02").contains("is no picture"));
        assert_eq!(said("x.txt", None, b""), "x.txt is empty");
        assert_eq!(said("", None, b""), "file 1 is empty");
    }

    #[test]
    fn base64_is_read_in_its_usual_forms_and_never_by_halves() {
        let bytes = |content: &str| decode("f", content).map(|(_, bytes)| bytes);
        assert_eq!(bytes("aGVsbG8=").unwrap(), b"hello");
        assert_eq!(bytes("aGVs\r\nbG8=\n").unwrap(), b"hello");
        assert_eq!(bytes("_-8").unwrap(), [0xff, 0xef]);
        let (said, data) = decode("f", "data:text/plain;charset=utf-8;base64,aGVsbG8=").unwrap();
        assert_eq!((said.as_deref(), data.as_slice()), (Some("text/plain"), &b"hello"[..]));
        for cut in ["aGVsbG8", "aGVsb", "aGVsbG8=x", "hello world", "data:image/png,abc", "data:image/png"] {
            assert_eq!(bytes(cut), Err(FileError::NotBase64("f".into())), "{cut}");
        }
    }

    #[test]
    fn a_file_over_its_limit_is_refused_by_its_kind() {
        let limits = FileLimits { image: 10, ..FileLimits::default() };
        let refused = Attachment::new(1, "c.png", None, Bytes::from_static(PNG), limits);
        assert_eq!(refused, Err(FileError::TooLarge { name: "c.png".into(), bytes: 45, limit: 10 }));
    }
}
