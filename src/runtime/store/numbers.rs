//! Numbers between Rust and SQLite, whose integers are signed: what does not fit is the nearest that does.

/// As SQLite keeps it.
pub(in crate::runtime) fn signed(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// As it was kept.
pub(in crate::runtime) fn unsigned(value: i64) -> u64 {
    u64::try_from(value).unwrap_or(0)
}
