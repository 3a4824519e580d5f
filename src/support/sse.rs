//! Server-sent events, read as they arrive (WHATWG HTML, section 9.2.6).

use std::borrow::Cow;

/// One event: its name (empty where none was given) and its data, lines joined by a line feed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SseEvent {
    /// The `event:` field; empty means an unnamed event.
    pub name: String,
    /// The `data:` fields.
    pub data: String,
    /// The `id:` field, from [`SseDecoder::with_controls`]; empty where it was set back.
    pub id: Option<String>,
    /// The `retry:` field in milliseconds, from the same.
    pub retry: Option<u64>,
}

/// Turns pieces of a body, cut anywhere, into whole events.
#[derive(Debug)]
pub struct SseDecoder {
    line: Vec<u8>,
    event: SseEvent,
    has_data: bool,
    skip_line_feed: bool,
    at_start: bool,
    fields: Fields,
    limit: usize,
}

/// What is read of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fields {
    /// Its name and data.
    Text,
    /// Also where to go on, and when.
    All,
}

/// One may stand before the first line.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// An event grew over the decoder's limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a server-sent event is longer than {limit} bytes")]
pub struct SseTooLong {
    /// The limit in bytes.
    pub limit: usize,
}

impl SseDecoder {
    /// A decoder that refuses events of more than `limit` bytes.
    pub fn new(limit: usize) -> Self {
        Self {
            line: Vec::new(),
            event: SseEvent::default(),
            has_data: false,
            skip_line_feed: false,
            at_start: true,
            fields: Fields::Text,
            limit,
        }
    }

    /// The same, with `id:` and `retry:` too: an event that has only these is handed on as well, since a stream
    /// may end right after it told where to go on.
    pub fn with_controls(limit: usize) -> Self {
        Self { fields: Fields::All, ..Self::new(limit) }
    }

    /// Takes the next piece and hands each event that it completes to `on_event`.
    pub fn feed(&mut self, piece: &[u8], mut on_event: impl FnMut(SseEvent)) -> Result<(), SseTooLong> {
        let mut rest = piece;
        while !rest.is_empty() {
            // CR LF may be cut between two pieces.
            if std::mem::take(&mut self.skip_line_feed) && rest[0] == b'\n' {
                rest = &rest[1..];
                continue;
            }
            let Some(end) = rest.iter().position(|b| *b == b'\n' || *b == b'\r') else {
                self.grow(rest)?;
                return Ok(());
            };
            self.grow(&rest[..end])?;
            self.skip_line_feed = rest[end] == b'\r';
            rest = &rest[end + 1..];
            self.end_line(&mut on_event)?;
        }
        Ok(())
    }

    fn grow(&mut self, bytes: &[u8]) -> Result<(), SseTooLong> {
        if self.line.len() + self.event.data.len() + bytes.len() > self.limit {
            return Err(SseTooLong { limit: self.limit });
        }
        self.line.extend_from_slice(bytes);
        Ok(())
    }

    fn end_line(&mut self, on_event: &mut impl FnMut(SseEvent)) -> Result<(), SseTooLong> {
        let line = std::mem::take(&mut self.line);
        // The lossy reading alone goes byte by byte, even through ASCII.
        let start =
            if std::mem::take(&mut self.at_start) && line.starts_with(BYTE_ORDER_MARK) { 3 } else { 0 };
        let line_text = &line[start..];
        let text =
            std::str::from_utf8(line_text).map_or_else(|_| String::from_utf8_lossy(line_text), Cow::Borrowed);
        if text.is_empty() {
            let event = std::mem::take(&mut self.event);
            if std::mem::take(&mut self.has_data) || event.id.is_some() || event.retry.is_some() {
                on_event(event);
            }
        } else if let Some((field, value)) = split_field(&text) {
            match field {
                "data" => {
                    if self.has_data {
                        self.event.data.push('\n');
                    }
                    self.event.data.push_str(value);
                    self.has_data = true;
                }
                "event" => value.clone_into(&mut self.event.name),
                "id" if self.fields == Fields::All && !value.contains('\0') => {
                    self.event.id = Some(value.to_owned());
                }
                "retry" if self.fields == Fields::All && value.bytes().all(|b| b.is_ascii_digit()) => {
                    self.event.retry = value.parse().ok();
                }
                _ => {}
            }
        }
        if self.event.data.len() > self.limit {
            return Err(SseTooLong { limit: self.limit });
        }
        // The buffer keeps its room for the next line.
        drop(text);
        self.line = line;
        self.line.clear();
        Ok(())
    }
}

/// `field: value` in its two parts; nothing for a comment.
fn split_field(line: &str) -> Option<(&str, &str)> {
    match line.split_once(':') {
        Some(("", _)) => None,
        Some((field, value)) => Some((field, value.strip_prefix(' ').unwrap_or(value))),
        None => Some((line, "")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(pieces: &[&[u8]]) -> Vec<SseEvent> {
        let mut decoder = SseDecoder::new(1024);
        let mut events = Vec::new();
        for piece in pieces {
            decoder.feed(piece, |e| events.push(e)).unwrap();
        }
        events
    }

    fn event(name: &str, data: &str) -> SseEvent {
        SseEvent { name: name.into(), data: data.into(), ..SseEvent::default() }
    }

    #[test]
    fn a_body_cut_at_every_byte_gives_the_same_events() {
        let body =
            ": hello\r\n\r\nevent: token\r\ndata: {\"a\":\"é\"}\r\ndata: two\r\n\r\ndata:x\n\ndata\n\n"
                .as_bytes();
        let whole = decode(&[body]);
        assert_eq!(whole, [event("token", "{\"a\":\"é\"}\ntwo"), event("", "x"), event("", "")]);
        for cut in 0..body.len() {
            assert_eq!(decode(&[&body[..cut], &body[cut..]]), whole, "cut at {cut}");
        }
    }

    #[test]
    fn a_byte_order_mark_before_the_first_line_is_no_text() {
        let body = "\u{feff}data: x\n\n".as_bytes();
        for cut in 0..body.len() {
            assert_eq!(decode(&[&body[..cut], &body[cut..]]), [event("", "x")], "cut at {cut}");
        }
    }

    #[test]
    fn an_unfinished_event_is_not_delivered() {
        assert_eq!(decode(&[b"data: half"]), []);
        assert_eq!(decode(&[b"data: half\n"]), []);
    }

    #[test]
    fn ids_and_waits_are_read_where_they_are_asked_for() {
        let body = b"id: 7\nretry: 250\n\ndata: x\nid\nretry: soon\n\n";
        let mut events = Vec::new();
        SseDecoder::with_controls(64).feed(body, |e| events.push(e)).unwrap();
        let first = SseEvent { id: Some("7".into()), retry: Some(250), ..event("", "") };
        assert_eq!(events, [first, SseEvent { id: Some(String::new()), ..event("", "x") }]);
        assert_eq!(decode(&[body]), [event("", "x")]);
    }

    #[test]
    fn an_endless_line_is_refused_at_the_limit() {
        let mut decoder = SseDecoder::new(16);
        let fed = decoder.feed(&[b'a'; 17], |_| {});
        assert_eq!(fed, Err(SseTooLong { limit: 16 }));
    }

    #[test]
    fn endless_data_lines_are_refused_at_the_limit() {
        let mut decoder = SseDecoder::new(16);
        assert!(decoder.feed(b"data: 12345678\ndata: 12345678\ndata: 1\n", |_| {}).is_err());
    }
}
