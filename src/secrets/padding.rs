//! Hiding how long a value is: its length (4 bytes, big endian), the value, zeros up to a bucket.
//!
//! Buckets are 32, 64, 128 and 256 bytes, then by PADME ("Reducing Metadata Leakage from Encrypted
//! Files and Communication with PURBs", 2019, section 4), which adds at most 12 %.

use zeroize::Zeroizing;

use crate::support::secret::SecretBytes;

const LENGTH: usize = 4;

/// `value` padded to its bucket.
pub(super) fn pad(value: &[u8]) -> Zeroizing<Vec<u8>> {
    let size = padded_len(value.len());
    let length = u32::try_from(value.len()).expect("a value has at most 1 MiB");
    let mut padded = Zeroizing::new(Vec::with_capacity(size));
    padded.extend_from_slice(&length.to_be_bytes());
    padded.extend_from_slice(value);
    padded.resize(size, 0);
    padded
}

/// How many bytes [`pad`] makes of a value of `len` bytes.
pub(super) fn padded_len(len: usize) -> usize {
    bucket(LENGTH + len)
}

/// Undoes [`pad`]; `None` where the length does not fit.
pub(super) fn unpad(padded: &[u8]) -> Option<SecretBytes> {
    let (length, rest) = padded.split_first_chunk::<LENGTH>()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
    rest.get(..length).map(|v| SecretBytes::new(v.to_vec()))
}

fn bucket(size: usize) -> usize {
    match size {
        0..=32 => 32,
        33..=256 => size.next_power_of_two(),
        _ => padme(size),
    }
}

fn padme(size: usize) -> usize {
    let exponent = size.ilog2();
    let kept_bits = exponent.ilog2() + 1;
    let mask = (1 << (exponent - kept_bits)) - 1;
    (size + mask) & !mask
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn sizes_fall_into_the_buckets() {
        let sizes = [0, 28, 29, 60, 61, 124, 252, 253].map(|n| pad(&vec![1; n]).len());
        assert_eq!(sizes, [32, 32, 64, 64, 128, 128, 256, 272]);
        assert_eq!([9, 1000, 1025].map(padme), [10, 1024, 1088]);
    }

    proptest! {
        #[test]
        fn what_is_padded_comes_back(value in proptest::collection::vec(any::<u8>(), 0..2000)) {
            let padded = pad(&value);
            prop_assert!(padded.len() <= 32 || padded.len() < 2 * (value.len() + 4));
            let back = unpad(&padded).unwrap();
            prop_assert_eq!(back.expose(), &value[..]);
        }

        #[test]
        fn unpadding_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
            let _ = unpad(&bytes);
        }
    }
}
