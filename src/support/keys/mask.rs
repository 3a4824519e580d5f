//! A value as it may be shown: what kind it is, and nothing else.

use super::mark_of;

/// The provider's prefix, if it is a known one, and `****`: the length of the value does not show.
pub fn mask(value: &[u8]) -> String {
    let prefix = mark_of(value);
    format!("{prefix}****")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_known_prefix_shows() {
        assert_eq!(mask(b"sk-1234567890"), "sk-****");
        assert_eq!(mask(b"sk-ant-api03-x"), "sk-ant-****");
        assert_eq!(mask(b"AIzaSyD"), "AIza****");
        assert_eq!(mask(b"hunter2"), "****");
        assert_eq!(mask(b"sk-"), "****");
        assert_eq!(mask(b""), "****");
        assert_eq!(mask(&[0xff, 0]), "****");
    }

    #[test]
    fn the_longest_mark_counts() {
        assert_eq!(mask(b"lin_api_0123"), "lin_api_****");
        assert_eq!(mask(b"sk-or-v1-0123"), "sk-or-****");
    }
}
