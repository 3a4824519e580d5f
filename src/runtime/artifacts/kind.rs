//! What a file is: by its bytes where they tell it, else by its name, else by what was said.

/// First bytes, and what a file is that has them.
const SIGNATURES: [(&[u8], &str); 16] = [
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
    (b"fLaC", "audio/flac"),
    (b"\x1a\x45\xdf\xa3", "video/webm"),
    (b"\x7fELF", "application/octet-stream"),
    (b"MZ", "application/octet-stream"),
    (b"wOFF", "font/woff"),
    (b"wOF2", "font/woff2"),
    (b"SQLite format 3\0", "application/vnd.sqlite3"),
];

/// Endings of names of text, and what such a file is.
const TEXTS: [(&str, &str); 22] = [
    ("md", "text/markdown"),
    ("markdown", "text/markdown"),
    ("csv", "text/csv"),
    ("tsv", "text/tab-separated-values"),
    ("html", "text/html"),
    ("htm", "text/html"),
    ("css", "text/css"),
    ("js", "text/javascript"),
    ("mjs", "text/javascript"),
    ("json", "application/json"),
    ("jsonl", "application/jsonl"),
    ("yaml", "application/yaml"),
    ("yml", "application/yaml"),
    ("toml", "application/toml"),
    ("xml", "application/xml"),
    ("svg", "image/svg+xml"),
    ("sql", "application/sql"),
    ("rtf", "application/rtf"),
    ("ics", "text/calendar"),
    ("vcf", "text/vcard"),
    ("tex", "application/x-tex"),
    ("txt", "text/plain"),
];

/// Endings of names of documents that are archives inside.
const ZIPPED: [(&str, &str); 7] = [
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("odt", "application/vnd.oasis.opendocument.text"),
    ("ods", "application/vnd.oasis.opendocument.spreadsheet"),
    ("epub", "application/epub+zip"),
    ("jar", "application/java-archive"),
];

/// The media type of a file with this name and content; `said` counts only where it cannot be told.
pub(super) fn media_type(name: &str, said: Option<&str>, content: &[u8]) -> String {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    let named =
        |table: &[(&str, &'static str)]| table.iter().find(|(end, _)| *end == ending).map(|(_, kind)| *kind);
    if let Some((_, kind)) = SIGNATURES.iter().find(|(head, _)| content.starts_with(head)) {
        return (*kind).to_owned();
    }
    let at = |from: usize, text: &[u8]| content.get(from..).is_some_and(|rest| rest.starts_with(text));
    if at(0, b"PK\x03\x04") {
        return named(&ZIPPED).unwrap_or("application/zip").to_owned();
    }
    match () {
        () if at(0, b"RIFF") && at(8, b"WEBP") => return "image/webp".to_owned(),
        () if at(0, b"RIFF") && at(8, b"WAVE") => return "audio/wav".to_owned(),
        () if at(4, b"ftyp") => return "video/mp4".to_owned(),
        () => {}
    }
    let is_text = std::str::from_utf8(content).is_ok_and(|text| !text.contains('\0'));
    let said = said.map(essence).filter(|said| is_media_type(said));
    if !is_text {
        let textual = |kind: &str| kind.starts_with("text/") || TEXTS.iter().any(|(_, known)| *known == kind);
        return said.filter(|said| !textual(said)).unwrap_or_else(|| "application/octet-stream".to_owned());
    }
    // A picture or a film that is text is none.
    let told = ["image/", "audio/", "video/", "font/"];
    let said = said.filter(|said| said == "image/svg+xml" || !told.iter().any(|kind| said.starts_with(kind)));
    named(&TEXTS).map(str::to_owned).or(said).unwrap_or_else(|| "text/plain".to_owned())
}

/// Without parameters, in small letters.
fn essence(said: &str) -> String {
    said.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

fn is_media_type(text: &str) -> bool {
    let token = |part: &str| {
        (1..=100).contains(&part.len())
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$&^_.+-".contains(&b))
    };
    text.split_once('/').is_some_and(|(kind, rest)| token(kind) && token(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_tell_then_the_name_then_what_was_said() {
        for (name, said, content, kind) in [
            ("a.txt", None, &b"\x89PNG\r\n\x1a\nrest"[..], "image/png"),
            ("a.png", Some("image/png"), b"no picture", "text/plain"),
            (
                "a.docx",
                None,
                b"PK\x03\x04x",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            ),
            ("a.zip", None, b"PK\x03\x04x", "application/zip"),
            ("a.CSV", Some("text/plain"), b"a,b", "text/csv"),
            ("a", Some("Text/X-Own; charset=utf-8"), b"x", "text/x-own"),
            ("a", Some("no type"), b"x", "text/plain"),
            ("a", Some("text/html\r\nX: y"), b"x", "text/plain"),
            ("a.html", None, b"<p>", "text/html"),
            ("a.html", None, b"<p>\xff", "application/octet-stream"),
            ("a.bin", Some("application/x-own"), b"\xff\x00", "application/x-own"),
            ("a.bin", Some("text/html"), b"\xff\x00", "application/octet-stream"),
            ("a.webp", None, b"RIFF\0\0\0\0WEBP", "image/webp"),
            ("a.exe", Some("image/png"), b"MZ\x90", "application/octet-stream"),
        ] {
            assert_eq!(media_type(name, said, content), kind, "{name} {said:?}");
        }
    }
}
