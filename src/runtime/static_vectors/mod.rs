//! Vectors of texts without a model: a table that was distilled from all-MiniLM-L6-v2 (Apache-2.0), for recall where a
//! formation names no embedding model. `scripts/vectors/` makes the table and has the figures: it finds what words do
//! not, and far less than a model would.
//!
//! Nothing is built at start: a text touches only those pages of the file that have its pieces.

mod pieces;
mod table;

#[cfg(test)]
mod tests;

use table::Table;

/// Which table it is. Vectors of two tables are never compared: a new table has a new name.
pub const MODEL: &str = "muxi/static-minilm-128";
/// How long a vector is.
pub const DIMENSION: usize = 128;
/// The least cosine that says anything: without it, each question has as many near texts as there are places.
/// `scripts/vectors/floor.py` measures what it costs.
pub const FLOOR: f32 = 0.35;
/// Bytes of a text that are looked at.
const MOST: usize = 8 << 10;

/// What `text` means, as a vector of length 1; nothing where it has no piece that the table knows, such as a text in
/// another script than the Latin one. It is the sum of what its pieces mean, frequent ones counting less. Of a long text
/// the beginning counts.
pub fn vector(text: &str) -> Option<Vec<f32>> {
    let table = Table::embedded();
    let text = &text[..text.floor_char_boundary(MOST)];
    let mut sums = [0_i32; DIMENSION];
    pieces::cut(&table, text, |piece| {
        for (sum, value) in sums.iter_mut().zip(piece.map_or(&[][..], |piece| table.row(piece))) {
            *sum = sum.saturating_add(i32::from(value.cast_signed()));
        }
    });
    let length = sums.iter().map(|sum| f64::from(*sum).powi(2)).sum::<f64>().sqrt();
    #[expect(clippy::cast_possible_truncation, reason = "vectors are compared in single precision")]
    let unit = |sum: &i32| (f64::from(*sum) / length) as f32;
    (length > 0.0).then(|| sums.iter().map(unit).collect())
}
