//! A distillery to test with.

use super::{Distillery, Key, PREFIX, Reach, Trust};

/// One that may deliver everything, and whose signatures nobody can make.
pub(in crate::runtime) fn distillery(name: &str) -> Distillery {
    Distillery {
        id: crate::runtime::id::new(PREFIX),
        name: name.to_owned(),
        description: None,
        key: Key::parse("ed25519:BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=").unwrap(),
        reach: Reach::default(),
        trust: Trust::default(),
        created_at: 7,
        revoked_at: None,
    }
}
