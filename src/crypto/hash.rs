//! SHA-256 (FIPS 180-4), and bytes as lower-case hexadecimal.

use std::fmt::Write;
use std::io::{self, Read};

use sha2::{Digest, Sha256};

/// The SHA-256 digest.
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// The SHA-256 digest of what comes in pieces.
#[derive(Clone, Debug, Default)]
pub struct Sha256Stream(Sha256);

impl Sha256Stream {
    /// The next piece.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The digest of all pieces.
    pub fn finish(self) -> [u8; 32] {
        self.0.finalize().into()
    }
}

/// The SHA-256 digest of all that `from` gives, and how many bytes that were.
pub fn sha256_of(mut from: impl Read) -> io::Result<([u8; 32], u64)> {
    let (mut digest, mut all) = (Sha256Stream::default(), 0);
    let mut part = [0; 16 << 10];
    loop {
        match from.read(&mut part) {
            Ok(0) => return Ok((digest.finish(), all)),
            Ok(read) => {
                digest.update(&part[..read]);
                all += read as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Two lower-case digits per byte. Not for secret bytes: the text is not cleared.
pub fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        write!(text, "{byte:02x}").expect("a String takes everything");
    }
    text
}

/// Undoes [`hex`] for exactly `N` bytes; lower-case digits only, so that one value has one form.
pub fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits = text.as_bytes();
    if digits.len() != N * 2 {
        return None;
    }
    let mut out = [0; N];
    for (byte, pair) in out.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(out)
}

fn digit(c: u8) -> Option<u8> {
    match c {
        b'0'..=b'9' => Some(c - b'0'),
        b'a'..=b'f' => Some(c - b'a' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sha256_gives_the_known_answer_for_abc() {
        assert_eq!(hex(&sha256(b"abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn what_is_read_has_the_digest_of_its_bytes() {
        let bytes = vec![7; 100_000];
        assert_eq!(sha256_of(bytes.as_slice()).unwrap(), (sha256(&bytes), 100_000));
        assert_eq!(sha256_of(io::empty()).unwrap(), (sha256(b""), 0));
    }

    #[test]
    fn hex_has_one_form() {
        assert_eq!(unhex(&hex(&[0, 0xaf])), Some([0, 0xaf]));
        assert_eq!(unhex::<2>("00AF"), None);
        assert_eq!(unhex::<2>("00a"), None);
        assert_eq!(unhex::<2>("00ag"), None);
    }
}
