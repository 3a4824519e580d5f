//! Random bytes from the operating system, and from nowhere else.

/// The system gave no random bytes.
#[derive(Debug, thiserror::Error)]
#[error("the system's random numbers failed: {0}")]
pub struct RngError(getrandom::Error);

/// Fills `bytes` with random bytes fit for keys.
pub fn fill(bytes: &mut [u8]) -> Result<(), RngError> {
    getrandom::fill(bytes).map_err(RngError)
}

/// `N` random bytes fit for keys.
pub fn array<const N: usize>() -> Result<[u8; N], RngError> {
    let mut bytes = [0; N];
    fill(&mut bytes)?;
    Ok(bytes)
}

/// Evenly from 0 to 1, to spread tries over time: a half where the system gives nothing.
pub fn part() -> f64 {
    array::<4>().map_or(0.5, |bytes| f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX))
}

#[cfg(test)]
mod tests {
    #[test]
    fn two_draws_differ() {
        assert_ne!(super::array::<32>().unwrap(), super::array::<32>().unwrap());
    }
}
