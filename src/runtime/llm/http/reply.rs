//! What comes back for a request, from the network or from a recording.

use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;
use futures_util::Stream;

/// The bytes of a reply as they arrive; an error says in words how it broke.
pub(in crate::runtime::llm) type Body = Pin<Box<dyn Stream<Item = Result<Bytes, String>> + Send>>;

/// A reply, its body still on the way.
pub(in crate::runtime::llm) struct Reply {
    /// The HTTP status.
    pub(in crate::runtime::llm) status: u16,
    /// The media type, empty where there is none.
    pub(in crate::runtime::llm) content_type: String,
    /// How long a refusal asks to wait.
    pub(in crate::runtime::llm) retry_after: Option<Duration>,
    /// The rest.
    pub(in crate::runtime::llm) body: Body,
}
