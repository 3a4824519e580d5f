//! Recordings written down: `POST /audio/transcriptions`, a form with a file (RFC 7578).

use std::fmt::Write;

use bytes::Bytes;
use serde::Deserialize;
use serde_json::Value;

use super::answer::refused;
use super::usage::WireUsage;
use super::words::Number;
use crate::crypto::rng;
use crate::runtime::llm::dialect::{Call, Fault, Unsupported};
use crate::runtime::llm::{Sound, Transcript, Usage};

/// The endings by which the API tells files apart, and what else they are called.
const ENDINGS: &[(&str, &[&str])] = &[
    ("mp3", &["audio/mpeg", "audio/mp3"]),
    ("wav", &["audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave"]),
    ("m4a", &["audio/mp4", "audio/x-m4a", "audio/m4a", "audio/aac"]),
    ("mp4", &["video/mp4"]),
    ("ogg", &["audio/ogg", "audio/opus", "application/ogg"]),
    ("webm", &["audio/webm", "video/webm"]),
    ("flac", &["audio/flac", "audio/x-flac"]),
    ("mpga", &[]),
    ("mpeg", &["video/mpeg"]),
];

/// The form, and its media type.
pub(super) fn call(path: String, sound: &Sound) -> Result<Call, Unsupported> {
    let random = rng::array::<16>().map_err(|_| Unsupported("a form without random numbers".to_owned()))?;
    let mut boundary = "muxi-".to_owned();
    for byte in random {
        write!(boundary, "{byte:02x}").expect("a String takes it");
    }
    let mut head = String::new();
    let mut field = |name: &str, value: &str| {
        write!(head, "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
            .expect("a String takes it");
    };
    field("model", &sound.model);
    if sound.model.contains("whisper") {
        // Only this form says how long the recording is, and only these models know it.
        field("response_format", "verbose_json");
    }
    if let Some(language) = &sound.language {
        field("language", language);
    }
    let (name, kind) = (file_name(sound)?, header_safe(&sound.media_type));
    write!(
        head,
        "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: {kind}\r\n\r\n"
    )
    .expect("a String takes it");
    let body = [head.as_bytes(), &sound.data, format!("\r\n--{boundary}--\r\n").as_bytes()].concat();
    Ok(Call {
        path,
        content_type: format!("multipart/form-data; boundary={boundary}"),
        body: Bytes::from(body),
    })
}

/// The file's name with an ending that the API knows.
fn file_name(sound: &Sound) -> Result<String, Unsupported> {
    let name = sound.name.rsplit(['/', '\\']).next().unwrap_or_default();
    let escaped = name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A");
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    if ending.is_some_and(|ending| ENDINGS.iter().any(|(known, _)| *known == ending)) {
        return Ok(escaped);
    }
    let media_type = sound.media_type.split(';').next().unwrap_or_default().trim();
    let known = ENDINGS.iter().find(|(_, types)| types.contains(&media_type));
    let (ending, _) =
        known.ok_or_else(|| Unsupported(format!("recordings of the kind {}", header_safe(media_type))))?;
    Ok(format!("{}.{ending}", if escaped.is_empty() { "recording" } else { &escaped }))
}

fn header_safe(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_graphic() || *c == ' ').collect()
}

#[derive(Deserialize)]
struct Written {
    text: Option<String>,
    duration: Option<Number>,
    usage: Option<Counted>,
    error: Option<Value>,
}

/// Tokens, or seconds.
#[derive(Deserialize)]
struct Counted {
    r#type: Option<String>,
    seconds: Option<Number>,
    prompt_audio_seconds: Option<Number>,
    #[serde(flatten)]
    tokens: WireUsage,
}

pub(super) fn read(body: &[u8]) -> Result<Transcript, Fault> {
    let written: Written = serde_json::from_slice(body).map_err(|e| Fault::BadAnswer(e.to_string()))?;
    if let Some(error) = written.error {
        return Err(refused(&error));
    }
    let text = written.text.ok_or_else(|| Fault::BadAnswer("it has no transcript".to_owned()))?;
    let (usage, counted) = match written.usage {
        Some(counted) => {
            let seconds = counted.seconds.or(counted.prompt_audio_seconds);
            let tokens = counted.r#type.is_none_or(|kind| kind == "tokens");
            (tokens.then(|| Usage::from(counted.tokens)), seconds)
        }
        None => (None, None),
    };
    let seconds = written.duration.or(counted).and_then(|number| number.value());
    Ok(Transcript { text: text.trim().to_owned(), seconds, usage })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sound(name: &str, media_type: &str) -> Sound {
        Sound {
            model: "whisper-1".into(),
            name: name.into(),
            media_type: media_type.into(),
            data: Bytes::from_static(b"RIFF\r\n--x"),
            language: Some("de".into()),
        }
    }

    #[test]
    fn the_form_has_a_boundary_of_its_own_each_time() {
        let calls = [(); 2].map(|()| call("/x".into(), &sound("a.wav", "audio/wav")).unwrap());
        assert_ne!(calls[0].content_type, calls[1].content_type);
        let boundary = calls[0].content_type.strip_prefix("multipart/form-data; boundary=").unwrap();
        let body = String::from_utf8(calls[0].body.to_vec()).unwrap();
        let part = |head: &str, value: &str| {
            format!("--{boundary}\r\nContent-Disposition: form-data; {head}\r\n\r\n{value}\r\n")
        };
        let file = "name=\"file\"; filename=\"a.wav\"\r\nContent-Type: audio/wav";
        let expected = part("name=\"model\"", "whisper-1")
            + &part("name=\"response_format\"", "verbose_json")
            + &part("name=\"language\"", "de")
            + &part(file, "RIFF\r\n--x");
        assert_eq!(body, format!("{expected}--{boundary}--\r\n"));
    }

    #[test]
    fn a_name_has_the_ending_of_its_kind_and_cannot_leave_its_header() {
        let name = |name: &str, kind: &str| file_name(&sound(name, kind)).map_err(|e| e.0);
        assert_eq!(name("talk.MP3", "").unwrap(), "talk.MP3");
        assert_eq!(name("talk", "audio/ogg; codecs=opus").unwrap(), "talk.ogg");
        assert_eq!(name("", "audio/webm").unwrap(), "recording.webm");
        assert_eq!(name("../a\"\r\nX: y\\b.wav", "audio/wav").unwrap(), "b.wav");
        assert_eq!(name("a\"\r\n.wav", "audio/wav").unwrap(), "a%22%0D%0A.wav");
        assert_eq!(name("a.txt", "text/plain").unwrap_err(), "recordings of the kind text/plain");
    }

    #[test]
    fn a_transcript_tells_its_length_and_cost_where_the_server_does() {
        let read = |body: &str| read(body.as_bytes()).unwrap();
        let verbose = read(r#"{"task":"transcribe","duration":"1.5","text":" Hi. ","segments":[]}"#);
        assert_eq!(verbose, Transcript { text: "Hi.".into(), seconds: Some(1.5), usage: None });
        let seconds = read(r#"{"text":"a","duration":2,"usage":{"type":"duration","seconds":3}}"#);
        assert_eq!((seconds.seconds, seconds.usage), (Some(2.0), None));
        let tokens = read(r#"{"text":"a","usage":{"type":"tokens","input_tokens":14,"output_tokens":4}}"#);
        assert_eq!(tokens.usage.unwrap().total(), 18);
        assert!(super::read(b"{}").is_err() && super::read(b"plain").is_err());
    }
}
