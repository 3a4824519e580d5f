//! Messages on the wire.

use base64::display::Base64Display;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use serde::ser::{SerializeSeq, Serializer};

use crate::formation::providers::Takes;
use crate::runtime::llm::dialect::Unsupported;
use crate::runtime::llm::{Media, MediaKind, Message, Part, ToolCall};

/// The longest id of a call.
const LONGEST_ID: usize = 40;

/// The messages of a request, and what has to be said besides.
pub(super) struct Messages<'a> {
    pub(super) list: &'a [Message],
    /// Goes into the instructions.
    pub(super) note: Option<String>,
    pub(super) takes: &'a Takes,
}

impl Messages<'_> {
    /// Whether all files can be sent.
    pub(super) fn check(&self) -> Result<(), Unsupported> {
        let users =
            self.list.iter().filter_map(|m| if let Message::User(parts) = m { Some(parts) } else { None });
        users.flatten().try_for_each(|part| match part {
            Part::Text(_) => Ok(()),
            Part::Media(media) => WirePart::file(media, self.takes).map(drop),
        })
    }
}

impl Serialize for Messages<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        let mut note = self.note.as_deref();
        if let Some(alone) = note.filter(|_| !matches!(self.list.first(), Some(Message::System(_)))) {
            list.serialize_element(&WireMessage::plain("system", Content::Words(alone)))?;
            note = None;
        }
        for message in self.list {
            // One that was cut off before its first word says nothing, and is refused.
            if matches!(message, Message::Assistant { text, calls } if text.is_empty() && calls.is_empty()) {
                continue;
            }
            list.serialize_element(&WireMessage::new(message, note.take(), self.takes))?;
        }
        list.end()
    }
}

#[derive(Serialize)]
struct WireMessage<'a> {
    role: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    content: Option<Content<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tool_calls: Vec<WireCall<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tool_call_id: Option<CallId<'a>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Content<'a> {
    Words(&'a str),
    Noted(String),
    Parts(Vec<WirePart<'a>>),
}

impl<'a> WireMessage<'a> {
    fn plain(role: &'a str, content: Content<'a>) -> Self {
        Self { role, content: Some(content), tool_calls: Vec::new(), tool_call_id: None }
    }

    fn new(message: &'a Message, note: Option<&str>, takes: &'a Takes) -> Self {
        let role = message.role().as_str();
        let plain = Self::plain(role, Content::Words(message.text()));
        match message {
            Message::System(text) => match note {
                Some(note) => Self::plain(role, Content::Noted(format!("{text}\n\n{note}"))),
                None => plain,
            },
            Message::User(parts) => match &parts[..] {
                [] | [Part::Text(_)] => plain,
                parts => Self::plain(role, Content::Parts(WirePart::all(parts, takes))),
            },
            Message::Assistant { text, calls } => Self {
                content: (!text.is_empty()).then_some(Content::Words(text)),
                tool_calls: calls.iter().map(|call| WireCall::new(call, takes)).collect(),
                ..plain
            },
            Message::Tool { call, .. } => {
                Self { tool_call_id: Some(CallId { id: &call.id, takes }), ..plain }
            }
        }
    }
}

#[derive(Serialize)]
struct WireCall<'a> {
    id: CallId<'a>,
    r#type: &'static str,
    function: WireFunction<'a>,
}

#[derive(Serialize)]
struct WireFunction<'a> {
    name: &'a str,
    arguments: &'a str,
}

impl<'a> WireCall<'a> {
    fn new(call: &'a ToolCall, takes: &'a Takes) -> Self {
        // Servers read it as JSON, and a model that gives none means none.
        let arguments = if call.arguments.trim().is_empty() { "{}" } else { &call.arguments };
        let function = WireFunction { name: &call.name, arguments };
        Self { id: CallId { id: &call.id, takes }, r#type: "function", function }
    }
}

/// The id of a call, which may be another provider's.
struct CallId<'a> {
    id: &'a str,
    takes: &'a Takes,
}

impl Serialize for CallId<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let fits = if self.takes.short_ids {
            self.id.len() == 9 && self.id.bytes().all(|byte| byte.is_ascii_alphanumeric())
        } else {
            (1..=LONGEST_ID).contains(&self.id.len())
        };
        if fits { serializer.serialize_str(self.id) } else { serializer.collect_str(&short(self.id)) }
    }
}

/// Nine letters and digits for an id: the same for the same (FNV-1a, 64 bits, in base 36).
fn short(id: &str) -> String {
    let mut hash = id.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    let digits = std::iter::repeat_with(|| {
        let digit = u32::try_from(hash % 36).expect("under 36");
        hash /= 36;
        char::from_digit(digit, 36).expect("under 36")
    });
    digits.take(9).collect()
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum WirePart<'a> {
    Text { text: &'a str },
    ImageUrl { image_url: Url<'a> },
    InputAudio { input_audio: Sound<'a> },
    File { file: File<'a> },
}

#[derive(Serialize)]
struct Url<'a> {
    url: DataUrl<'a>,
}

#[derive(Serialize)]
struct Sound<'a> {
    data: Base64<'a>,
    format: &'static str,
}

#[derive(Serialize)]
struct File<'a> {
    filename: &'a str,
    file_data: DataUrl<'a>,
}

/// RFC 2397.
struct DataUrl<'a>(&'a Media);

/// RFC 4648, section 4.
struct Base64<'a>(&'a Media);

// Files go into the body as they are encoded, without a copy in between.
impl Serialize for DataUrl<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let data = Base64Display::new(&self.0.data, &STANDARD);
        serializer.collect_str(&format_args!("data:{};base64,{data}", self.0.media_type))
    }
}

impl Serialize for Base64<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&Base64Display::new(&self.0.data, &STANDARD))
    }
}

impl<'a> WirePart<'a> {
    fn all(parts: &'a [Part], takes: &Takes) -> Vec<Self> {
        let wire = |part: &'a Part| match part {
            Part::Text(text) => (!text.is_empty()).then_some(Self::Text { text }),
            Part::Media(media) => Self::file(media, takes).ok(),
        };
        parts.iter().filter_map(wire).collect()
    }

    fn file(media: &'a Media, takes: &Takes) -> Result<Self, Unsupported> {
        let kind = media.media_type.as_str();
        let (known, what) = match media.kind {
            MediaKind::Image => (takes.images, "pictures"),
            MediaKind::Audio => (takes.audio, "sound"),
            MediaKind::Document => (takes.documents, "documents"),
        };
        if !known {
            return Err(Unsupported(what.to_owned()));
        }
        match (media.kind, kind) {
            (MediaKind::Image, "image/png" | "image/jpeg" | "image/gif" | "image/webp") => {
                Ok(Self::ImageUrl { image_url: Url { url: DataUrl(media) } })
            }
            (MediaKind::Audio, "audio/wav" | "audio/x-wav" | "audio/wave" | "audio/vnd.wave") => {
                Ok(Self::InputAudio { input_audio: Sound { data: Base64(media), format: "wav" } })
            }
            (MediaKind::Audio, "audio/mpeg" | "audio/mp3") => {
                Ok(Self::InputAudio { input_audio: Sound { data: Base64(media), format: "mp3" } })
            }
            (MediaKind::Document, "application/pdf") => {
                let filename = if media.name.is_empty() { "document.pdf" } else { &media.name };
                Ok(Self::File { file: File { filename, file_data: DataUrl(media) } })
            }
            _ => Err(Unsupported(format!("{what} of the kind {kind}"))),
        }
    }
}
