//! Identifiers as the deployed runtime makes them: a prefix and 21 random characters.

use crate::crypto::rng;

const ALPHABET: &[u8; 64] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz-";
const LENGTH: usize = 21;

/// `prefix` and 21 characters of 6 random bits each (126 bits), for example `req_V1StGXR8_Z5jdHi6B-myT`.
pub fn new(prefix: &str) -> String {
    let random: [u8; LENGTH] = rng::array().expect("a running system has random numbers");
    let mut id = String::with_capacity(prefix.len() + LENGTH);
    id.push_str(prefix);
    id.extend(random.iter().map(|b| char::from(ALPHABET[usize::from(b & 63)])));
    id
}

#[cfg(test)]
mod tests {
    #[test]
    fn ids_have_their_prefix_and_do_not_repeat() {
        let (a, b) = (super::new("req_"), super::new("req_"));
        assert!(a.starts_with("req_") && a.len() == 25, "{a}");
        assert_ne!(a, b);
    }
}
