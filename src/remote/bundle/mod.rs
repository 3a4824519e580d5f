//! Bundles: a formation as one tar.gz, every entry of it below a directory of the formation's id.

mod extended;
mod meter;
mod names;
mod pack;
mod tree;
pub mod unpack;

pub use names::Refusal;
pub use pack::{PackError, Packed, PackedFile, Packing, pack};
pub use unpack::{Limits, UnpackError, Unpacked, unpack};

#[cfg(test)]
mod pack_tests;
#[cfg(test)]
mod unpack_tests;
