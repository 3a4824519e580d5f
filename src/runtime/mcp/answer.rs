//! What a tool answers.

use serde_json::Value;

/// The answer of a call.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ToolAnswer {
    /// Its pieces, in order.
    pub content: Vec<ToolContent>,
    /// `structuredContent`.
    pub structured: Option<Value>,
    /// The tool says that it failed (`isError`).
    pub failed: bool,
}

/// A piece of an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum ToolContent {
    /// Text.
    Text(String),
    /// An image or sound.
    Media {
        /// Its media type, such as `image/png`.
        media_type: String,
        /// Its bytes, in base64 as they came.
        base64: String,
    },
    /// A resource that came along: its URI, and its text if it is text.
    Resource {
        /// Its URI.
        uri: String,
        /// Its text.
        text: Option<String>,
    },
    /// A resource that can be read at the server.
    Link {
        /// Its URI.
        uri: String,
        /// Its name.
        name: String,
    },
}
