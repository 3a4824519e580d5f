//! The `muxi` binary.
fn main() {}
