//! What is said in a conversation, in no provider's dialect.

use bytes::Bytes;

/// Who said a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Instructions from the formation.
    System,
    /// The user.
    User,
    /// The model.
    Assistant,
    /// A tool that the model called.
    Tool,
}

impl Role {
    /// The name in the store, in the API, and on most wires.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::User => "user",
            Self::Assistant => "assistant",
            Self::Tool => "tool",
        }
    }
}

/// One message of the conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// Instructions from the formation.
    System(String),
    /// The user's words, and what came with them.
    User(Vec<Part>),
    /// The model's words, and the tools that it wants called.
    Assistant {
        /// The words; may be empty where there are calls.
        text: String,
        /// The calls, in the order of the model.
        calls: Vec<ToolCall>,
    },
    /// What a called tool gave.
    Tool {
        /// The call that it answers.
        call: ToolCall,
        /// What it gave, as text for the model.
        result: String,
        /// It failed: `result` says how.
        failed: bool,
    },
}

/// A part of what a user says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Words.
    Text(String),
    /// A picture, a sound, a document.
    Media(Media),
}

/// A file that a model looks at or listens to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Media {
    /// What it is, found out from its bytes and not from its name.
    pub kind: MediaKind,
    /// `image/png` and so on (RFC 6838).
    pub media_type: String,
    /// The name that the user gave it; may be empty.
    pub name: String,
    /// The file. Clones share it.
    pub data: Bytes,
}

/// The kinds of files that models take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaKind {
    /// A still picture.
    Image,
    /// Sound.
    Audio,
    /// A PDF or another document.
    Document,
}

/// A tool that a model wants called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ToolCall {
    /// The provider's id of the call, or one of ours where a provider has none.
    pub id: String,
    /// The tool.
    pub name: String,
    /// The arguments: JSON as the model wrote it, which may be none at all.
    pub arguments: String,
    /// What some providers want back with the call; nobody else reads it.
    pub extra: Option<Box<Extra>>,
}

/// Something that goes back with a call to the provider that gave it: signed thoughts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extra {
    /// The dialect that gave it; no other may send it.
    pub dialect: &'static str,
    /// The model that gave it, in the provider's words.
    pub model: String,
    /// What it is, in a form that only the dialect knows.
    pub data: String,
}

impl Message {
    /// A user's words.
    pub fn user(text: impl Into<String>) -> Self {
        Self::User(vec![Part::Text(text.into())])
    }

    /// A model's words.
    pub fn assistant(text: impl Into<String>) -> Self {
        Self::Assistant { text: text.into(), calls: Vec::new() }
    }

    /// Words of a user or model, as they are in the store.
    pub fn said(role: Role, text: String) -> Self {
        if role == Role::Assistant { Self::assistant(text) } else { Self::user(text) }
    }

    /// Who said it.
    pub fn role(&self) -> Role {
        match self {
            Self::System(_) => Role::System,
            Self::User(_) => Role::User,
            Self::Assistant { .. } => Role::Assistant,
            Self::Tool { .. } => Role::Tool,
        }
    }

    /// Its words, without files and calls; the first ones where a file parts them.
    pub fn text(&self) -> &str {
        match self {
            Self::System(text) | Self::Assistant { text, .. } | Self::Tool { result: text, .. } => text,
            Self::User(parts) => parts.iter().find_map(Part::text).unwrap_or_default(),
        }
    }

    /// Its size in bytes, for budgets: words, arguments and files.
    pub fn bytes(&self) -> usize {
        match self {
            Self::System(text) => text.len(),
            Self::Tool { call, result, .. } => result.len() + call.name.len(),
            Self::User(parts) => parts.iter().map(Part::bytes).sum(),
            Self::Assistant { text, calls } => {
                text.len() + calls.iter().map(|c| c.name.len() + c.arguments.len()).sum::<usize>()
            }
        }
    }
}

impl Part {
    /// The words, if it is words.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Media(_) => None,
        }
    }

    fn bytes(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::Media(media) => media.data.len(),
        }
    }
}
