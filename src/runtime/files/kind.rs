//! What a file is, by its first bytes.

use super::FileError;
use crate::runtime::llm::MediaKind;

/// The kinds of files that are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
    /// GIF.
    Gif,
    /// WebP.
    Webp,
    /// WAV.
    Wav,
    /// MP3.
    Mp3,
    /// MPEG-4 audio.
    M4a,
    /// Ogg.
    Ogg,
    /// FLAC.
    Flac,
    /// `WebM` audio.
    Webm,
    /// PDF.
    Pdf,
    /// UTF-8 text.
    Text,
}

/// What somebody says that a file is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Said {
    Image,
    Audio,
    Pdf,
    Video,
    Other,
}

const IMAGES: [&str; 5] = ["png", "jpg", "jpeg", "gif", "webp"];
const SOUNDS: [&str; 10] = ["wav", "mp3", "mpga", "m4a", "mp4a", "ogg", "oga", "opus", "flac", "weba"];
const VIDEOS: [&str; 4] = ["mp4", "mov", "mkv", "avi"];

impl Kind {
    /// Its ending, without the dot.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Gif => "gif",
            Self::Webp => "webp",
            Self::Wav => "wav",
            Self::Mp3 => "mp3",
            Self::M4a => "m4a",
            Self::Ogg => "ogg",
            Self::Flac => "flac",
            Self::Webm => "webm",
            Self::Pdf => "pdf",
            Self::Text => "txt",
        }
    }

    /// What models take it as; nothing for text, which goes into the message.
    pub fn media(self) -> Option<MediaKind> {
        match self {
            Self::Png | Self::Jpeg | Self::Gif | Self::Webp => Some(MediaKind::Image),
            Self::Wav | Self::Mp3 | Self::M4a | Self::Ogg | Self::Flac | Self::Webm => Some(MediaKind::Audio),
            Self::Pdf => Some(MediaKind::Document),
            Self::Text => None,
        }
    }

    /// Its media type (RFC 6838). A text may be of a kind that its bytes do not tell.
    pub(super) fn media_type(self, said: Option<&str>) -> String {
        let known = match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Gif => "image/gif",
            Self::Webp => "image/webp",
            Self::Wav => "audio/wav",
            Self::Mp3 => "audio/mpeg",
            Self::M4a => "audio/mp4",
            Self::Ogg => "audio/ogg",
            Self::Flac => "audio/flac",
            Self::Webm => "audio/webm",
            Self::Pdf => "application/pdf",
            Self::Text => {
                let said = said.map(essence).filter(|s| is_media_type(s));
                return said.unwrap_or_else(|| "text/plain".to_owned());
            }
        };
        known.to_owned()
    }
}

/// The kind of `data`. What is said to be a picture, a recording or a PDF has to be one.
pub(super) fn of(name: &str, said: Option<&str>, data: &[u8]) -> Result<Kind, FileError> {
    let expected = expectation(name, said);
    let found = by_bytes(data, expected);
    let none = |said, known| Err(FileError::NotWhatItSays { name: name.to_owned(), said, known });
    match (expected, found.and_then(Kind::media)) {
        (Said::Image, kind) if kind != Some(MediaKind::Image) => none("a picture", "png, jpeg, gif and webp"),
        (Said::Audio, kind) if kind != Some(MediaKind::Audio) => {
            none("a recording", "wav, mp3, m4a, ogg, flac and webm")
        }
        (Said::Pdf, kind) if kind != Some(MediaKind::Document) => {
            none("a PDF", "files that begin with %PDF-")
        }
        _ => {
            let kind = found.ok_or_else(|| FileError::Unknown(name.to_owned()))?;
            whole(kind, data).map_err(|what| FileError::Broken { name: name.to_owned(), what })?;
            Ok(kind)
        }
    }
}

fn expectation(name: &str, said: Option<&str>) -> Said {
    let said = said.map(essence).unwrap_or_default();
    match said.split_once('/') {
        Some(("image", kind)) if kind != "svg+xml" => return Said::Image,
        Some(("audio", _)) => return Said::Audio,
        Some(("video", _)) => return Said::Video,
        Some(("application", "pdf")) => return Said::Pdf,
        Some(("application", "octet-stream")) | None => {}
        Some(_) => return Said::Other,
    }
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    let is = |endings: &[&str]| endings.contains(&ending.as_str());
    if is(&IMAGES) {
        Said::Image
    } else if is(&SOUNDS) {
        Said::Audio
    } else if is(&VIDEOS) {
        Said::Video
    } else if ending == "pdf" {
        Said::Pdf
    } else {
        Said::Other
    }
}

fn essence(said: &str) -> String {
    said.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

fn is_media_type(text: &str) -> bool {
    let token =
        |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&b));
    text.len() <= 100 && text.split_once('/').is_some_and(|(a, b)| token(a) && token(b))
}

fn by_bytes(data: &[u8], expected: Said) -> Option<Kind> {
    let riff = |what: &[u8]| data.starts_with(b"RIFF") && data.get(8..12) == Some(what);
    let container = expected != Said::Video;
    Some(match data {
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Kind::Png,
        [0xff, 0xd8, 0xff, ..] => Kind::Jpeg,
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Kind::Gif,
        _ if riff(b"WEBP") => Kind::Webp,
        _ if riff(b"WAVE") => Kind::Wav,
        [b'I', b'D', b'3', ..] => Kind::Mp3,
        // The sync of a frame, then a layer: 0 is reserved, as AAC has it.
        [0xff, second, ..] if second & 0xe0 == 0xe0 && second & 0x06 != 0 => Kind::Mp3,
        [b'O', b'g', b'g', b'S', ..] => Kind::Ogg,
        [b'f', b'L', b'a', b'C', ..] => Kind::Flac,
        [_, _, _, _, b'f', b't', b'y', b'p', b'M', b'4', b'A' | b'B', ..] if container => Kind::M4a,
        // These hold films as well; somebody has to say that it is sound.
        [_, _, _, _, b'f', b't', b'y', b'p', ..] if expected == Said::Audio => Kind::M4a,
        [0x1a, 0x45, 0xdf, 0xa3, ..] if container => Kind::Webm,
        [b'%', b'P', b'D', b'F', b'-', ..] => Kind::Pdf,
        _ if is_text(data) => Kind::Text,
        _ => return None,
    })
}

fn is_text(data: &[u8]) -> bool {
    let harmless = |b: &u8| *b >= 0x20 || matches!(b, b'\t' | b'\n' | b'\r' | 0x0c);
    data.iter().all(harmless) && std::str::from_utf8(data).is_ok()
}

/// Whether a picture has its end, for the kinds that say where it is: a cut one costs a call to
/// find out.
fn whole(kind: Kind, data: &[u8]) -> Result<(), &'static str> {
    match kind {
        Kind::Png if data.get(12..16) != Some(b"IHDR") => Err("it has no IHDR"),
        Kind::Png if !data.windows(4).rev().take(4096).any(|w| w == b"IEND") => Err("it has no IEND"),
        Kind::Webp => {
            let length: Option<[u8; 4]> = data.get(4..8).and_then(|l| l.try_into().ok());
            let announced = length.map_or(usize::MAX, |l| u32::from_le_bytes(l) as usize);
            if data.len() < announced.saturating_add(8) { Err("it is shorter than it says") } else { Ok(()) }
        }
        Kind::Gif if data.len() < 14 => Err("there is nothing behind its head"),
        Kind::Jpeg if data.len() < 20 => Err("there is nothing behind its head"),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_is_known_by_its_bytes() {
        let kind = |data: &[u8]| of("f", None, data).unwrap();
        assert_eq!(kind(b"\xff\xd8\xff\xe0\0\x10JFIF............"), Kind::Jpeg);
        assert_eq!(kind(b"GIF89a\x01\0\x01\0\0\0\0;;"), Kind::Gif);
        assert_eq!(kind(b"RIFF\x04\0\0\0WEBP"), Kind::Webp);
        assert_eq!(kind(b"RIFF\x24\0\0\0WAVEfmt "), Kind::Wav);
        assert_eq!(kind(b"ID3\x04\0"), Kind::Mp3);
        assert_eq!(kind(b"\xff\xfb\x90\x64"), Kind::Mp3);
        assert_eq!(kind(b"\0\0\0\x20ftypM4A "), Kind::M4a);
        assert_eq!(kind(b"OggS\0"), Kind::Ogg);
        assert_eq!(kind(b"fLaC\0"), Kind::Flac);
        assert_eq!(kind(b"\x1a\x45\xdf\xa3\x01"), Kind::Webm);
        assert_eq!(kind(b"%PDF-1.7\n"), Kind::Pdf);
        assert_eq!(kind("Grüße\r\n".as_bytes()), Kind::Text);
    }

    #[test]
    fn a_film_is_no_recording_unless_somebody_says_so() {
        let film = b"\0\0\0\x20ftypisom\0\0\0\0";
        assert!(of("clip.mp4", None, film).is_err());
        assert_eq!(of("note", Some("audio/mp4"), film).unwrap(), Kind::M4a);
        assert!(of("v.webm", Some("video/webm"), b"\x1a\x45\xdf\xa3\x01").is_err());
    }

    #[test]
    fn a_drawing_in_svg_is_text_and_a_type_is_a_type() {
        assert_eq!(of("a.svg", Some("image/svg+xml"), b"<svg/>").unwrap(), Kind::Text);
        assert_eq!(Kind::Text.media_type(Some("application/json; charset=utf-8")), "application/json");
        assert_eq!(Kind::Text.media_type(Some("nonsense")), "text/plain");
        assert_eq!(Kind::Text.media_type(Some("a/b]\n")), "text/plain");
    }
}
