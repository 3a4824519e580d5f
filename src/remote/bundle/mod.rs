//! Bundles: a formation as one tar.gz, every entry of it below a directory of the formation's id.

mod extended;
mod meter;
mod names;
mod over;
mod pack;
mod tree;
pub mod unpack;
mod zip;

pub use names::Refusal;
pub use over::{Changes, compare, is_formation, put};
pub use pack::{PackError, Packed, PackedFile, Packing, pack};
pub use unpack::{Limits, UnpackError, Unpacked, unpack};
pub use zip::{Archive, Entry};

#[cfg(test)]
mod pack_tests;
#[cfg(test)]
mod unpack_tests;
#[cfg(test)]
mod zip_tests;
