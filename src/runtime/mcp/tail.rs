//! The last words of a program on its standard error.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncRead, AsyncReadExt};

use crate::support::redact::{End, Redactor, Stream};
use crate::support::text::steers;

/// So much is kept, in bytes.
const KEPT: usize = 4096;

/// What was written last, without secrets. Clones are the same one.
#[derive(Clone)]
pub(super) struct Tail(Arc<Mutex<Inner>>);

struct Inner {
    kept: VecDeque<u8>,
    cut: bool,
    stream: Stream,
}

impl Tail {
    /// Empty; the values that `redactor` knows now are taken out of what comes.
    pub(super) fn new(redactor: &Redactor) -> Self {
        Self(Arc::new(Mutex::new(Inner { kept: VecDeque::new(), cut: false, stream: redactor.stream() })))
    }

    /// Reads until the end.
    pub(super) async fn follow(self, mut from: impl AsyncRead + Unpin) {
        let mut part = vec![0; 4096];
        while let Ok(read @ 1..) = from.read(&mut part).await {
            let mut clean = Vec::with_capacity(read);
            let mut inner = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            inner.stream.push(&part[..read], &mut clean);
            inner.keep(&clean);
        }
        let mut clean = Vec::new();
        let mut inner = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        inner.stream.finish(End::Whole, &mut clean);
        inner.keep(&clean);
    }

    /// The last of it as text for a terminal: colours are left out, other control characters are spelled.
    pub(super) fn text(&self) -> String {
        let inner = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes: Vec<u8> = inner.kept.iter().copied().collect();
        let text = String::from_utf8_lossy(&bytes);
        // What is cut begins in the middle of something.
        let text = match text.split_once('\n') {
            Some((_, rest)) if inner.cut => rest,
            _ => &text,
        };
        plain(text.trim())
    }
}

impl Inner {
    fn keep(&mut self, bytes: &[u8]) {
        let bytes = &bytes[bytes.len().saturating_sub(KEPT)..];
        let over = (self.kept.len() + bytes.len()).saturating_sub(KEPT);
        self.cut |= over > 0;
        self.kept.drain(..over);
        self.kept.extend(bytes);
    }
}

/// `text` without what would steer a terminal.
pub(in crate::runtime) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\n' | '\t' => out.push(c),
            '\r' => {}
            '\u{1b}' if chars.peek() == Some(&'[') => {
                chars.next();
                // The parameters of a control sequence, up to its letter.
                while chars.next().is_some_and(|c| !('@'..='~').contains(&c)) {}
            }
            c if steers(c) => {
                // Writing to a text cannot fail.
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::support::secret::SecretBytes;

    async fn said(redactor: &Redactor, text: &[u8]) -> String {
        let tail = Tail::new(redactor);
        tail.clone().follow(text).await;
        tail.text()
    }

    #[tokio::test]
    async fn the_last_words_are_kept_whole_lines_first() {
        let redactor = Redactor::default();
        assert_eq!(said(&redactor, b"  no such file\n").await, "no such file");
        let long = (0..2000).map(|n| format!("line {n}\n")).collect::<Vec<_>>().concat();
        let text = said(&redactor, long.as_bytes()).await;
        assert!(text.ends_with("line 1999") && text.len() <= KEPT, "{text}");
        assert!(text.lines().all(|line| line.starts_with("line ")), "{text}");
    }

    #[tokio::test]
    async fn secrets_and_colours_do_not_come_through() {
        let redactor = Redactor::default();
        redactor.add("TOKEN", &SecretBytes::from("hunter2-hunter2"));
        let text = said(&redactor, b"\x1b[31mbad\x1b[0m token hunter2-hunter2\x07").await;
        assert_eq!(text, "bad token [REDACTED:TOKEN]\\u{7}");
    }
}
