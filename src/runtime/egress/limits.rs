//! How long a server is waited for and how much of it is read.

use std::time::Duration;

/// The bounds of one server. What a call as a whole may take is the caller's to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// For a name and a connection, TLS included; then again for the first event of the old transport.
    pub connect: Duration,
    /// For the head of a response. A server without events answers a call of a tool when the tool has ended, so this
    /// is no less than the longest tool.
    pub head: Duration,
    /// For the body of a response that is no stream.
    pub body: Duration,
    /// The longest message, in bytes: a body of JSON, or one event.
    pub message: usize,
    /// The most values in one message, as [`Limits::parts_of`] counts them.
    pub parts: usize,
    /// The most that the stream of one request may bring, in bytes: its progress, then its answer.
    pub stream: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            head: Duration::from_mins(10),
            body: Duration::from_mins(1),
            message: Self::MESSAGE,
            parts: Self::PARTS,
            stream: 64 << 20,
        }
    }
}

impl Limits {
    /// The longest message of any server of tools, in bytes.
    pub(crate) const MESSAGE: usize = 8 << 20;

    /// The most values in it. A value of one byte takes some hundred in memory, so that the bytes alone bound little.
    pub(crate) const PARTS: usize = 400_000;

    /// Counts what begins or parts values in `json`, outside of texts: a bound of what parsing it costs, told before
    /// that. Behind the first byte that is no JSON the number means nothing, but there the parser stops too.
    pub(crate) fn parts_of(json: &[u8]) -> usize {
        let (mut parts, mut in_text, mut escaped) = (0, false, false);
        for byte in json {
            match byte {
                _ if escaped => escaped = false,
                b'\\' if in_text => escaped = true,
                b'"' => in_text = !in_text,
                b',' | b'[' | b'{' | b':' if !in_text => parts += 1,
                _ => {}
            }
        }
        parts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_counted_outside_of_texts_alone() {
        for (json, parts) in [
            ("", 0),
            ("7", 0),
            (r#"{"a":[1,2]}"#, 4),
            (r#"{"a,[{:":"\",[{:"}"#, 2),
            (r#"["\\",1]"#, 2),
            (r#"["\\\",1]"#, 1),
        ] {
            assert_eq!(Limits::parts_of(json.as_bytes()), parts, "{json}");
        }
    }
}
