//! Bytes that must not be seen: no `Debug`, no `Display`, cleared when dropped.

use std::io::{self, Read};

use zeroize::Zeroizing;

/// Bytes that are read at first, doubled until all is read.
const FIRST_PART: usize = 4096;

/// A secret value. Printing it with `{:?}` shows `[secret]`; the memory is cleared on drop.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct SecretBytes(Zeroizing<Vec<u8>>);

impl SecretBytes {
    /// Takes the bytes over; nothing is copied.
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// All that `from` gives, but no more than `most` bytes. No copy of it is left behind in freed memory, and
    /// the room that it takes goes with what there is.
    pub fn read(from: impl Read, most: u64) -> io::Result<Self> {
        let mut from = from.take(most);
        let mut parts: Vec<Zeroizing<Vec<u8>>> = Vec::new();
        let mut size = FIRST_PART;
        loop {
            let mut part = Zeroizing::new(Vec::with_capacity(size));
            // Not beyond its room: growing would move it.
            from.by_ref().take(size as u64).read_to_end(&mut part)?;
            let full = part.len() == size;
            parts.push(part);
            if !full {
                break;
            }
            size *= 2;
        }
        let mut whole = Vec::with_capacity(parts.iter().map(|part| part.len()).sum());
        for part in &parts {
            whole.extend_from_slice(part);
        }
        Ok(Self::new(whole))
    }

    /// The bytes themselves. The name is long so that it stands out in a review.
    pub fn expose(&self) -> &[u8] {
        &self.0
    }

    /// The bytes as text, if they are UTF-8.
    pub fn expose_str(&self) -> Option<&str> {
        std::str::from_utf8(&self.0).ok()
    }

    /// Length in bytes.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are no bytes.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<&str> for SecretBytes {
    fn from(text: &str) -> Self {
        Self::new(text.as_bytes().to_vec())
    }
}

impl std::fmt::Debug for SecretBytes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[secret]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_all_of_it_and_no_more_than_wanted() {
        let all: Vec<u8> = (0..=255).cycle().take(100_000).collect();
        for most in [0, 1, 4095, 4096, 4097, 12_288, 99_999, 100_000, 100_001, u64::MAX] {
            let read = SecretBytes::read(all.as_slice(), most).unwrap();
            let wanted = usize::try_from(most).unwrap_or(usize::MAX).min(all.len());
            assert_eq!(read.expose(), &all[..wanted]);
        }
    }

    #[test]
    fn debug_never_shows_the_value() {
        assert_eq!(format!("{:?}", SecretBytes::from("sk-live")), "[secret]");
    }
}
