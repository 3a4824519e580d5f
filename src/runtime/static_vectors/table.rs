//! The table as it lies in the program: pieces sorted by their bytes, and a row of numbers for each.

/// `MXSV`, how many pieces, how many numbers in a row, where each piece ends (all u32, little-endian), the pieces, the
/// rows (i8). `scripts/vectors/distil.py` writes it.
pub(super) static BYTES: &[u8] = include_bytes!("table.bin");

pub(super) struct Table {
    dimension: usize,
    ends: &'static [[u8; 4]],
    text: &'static [u8],
    rows: &'static [u8],
}

impl Table {
    pub(super) fn embedded() -> Self {
        Self::of(BYTES).expect("a test reads these very bytes")
    }

    pub(super) fn of(bytes: &'static [u8]) -> Option<Self> {
        let (head, rest) = bytes.strip_prefix(b"MXSV")?.split_at_checked(8)?;
        let (count, dimension) = (number(head, 0)?, number(head, 4)?);
        let (ends, rest) = rest.split_at_checked(count.checked_mul(4)?)?;
        let (text, rows) = rest.split_at_checked(number(ends, ends.len().checked_sub(4)?)?)?;
        let fits = rows.len() == count.checked_mul(dimension)?;
        fits.then_some(Self { dimension, ends: ends.as_chunks().0, text, rows })
    }

    pub(super) fn count(&self) -> usize {
        self.ends.len()
    }

    /// The piece at this place; empty where there is none.
    pub(super) fn piece(&self, place: usize) -> &'static [u8] {
        let end = |place: usize| self.ends.get(place).map_or(0, |end| u32::from_le_bytes(*end) as usize);
        let start = place.checked_sub(1).map_or(0, end);
        self.text.get(start..end(place)).unwrap_or_default()
    }

    /// The numbers of a piece, as bytes with a sign.
    pub(super) fn row(&self, place: usize) -> &'static [u8] {
        let start = place.saturating_mul(self.dimension);
        self.rows.get(start..start.saturating_add(self.dimension)).unwrap_or_default()
    }

    pub(super) fn find(&self, piece: &str) -> Option<usize> {
        let (mut low, mut high) = (0, self.count());
        while low < high {
            let middle = low.midpoint(high);
            match self.piece(middle).cmp(piece.as_bytes()) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(middle),
            }
        }
        None
    }
}

fn number(bytes: &[u8], at: usize) -> Option<usize> {
    let bytes = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(bytes.try_into().ok()?) as usize)
}
