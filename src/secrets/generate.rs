//! Values that nobody has to think up.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::Error;
use crate::crypto::{hash, rng};
use crate::support::secret::SecretBytes;

/// `bytes` random bytes, written in base64url without padding (RFC 4648, section 5).
pub fn generate(bytes: usize) -> Result<SecretBytes, Error> {
    let mut random = zeroize::Zeroizing::new(vec![0; bytes]);
    rng::fill(&mut random)?;
    Ok(SecretBytes::new(URL_SAFE_NO_PAD.encode(&*random).into_bytes()))
}

/// A key of the Formation API: `prefix` and 64 hexadecimal digits (256 random bits).
pub(super) fn api_key(prefix: &str) -> Result<SecretBytes, Error> {
    let random = zeroize::Zeroizing::new(rng::array::<32>()?);
    Ok(SecretBytes::new(format!("{prefix}{}", hash::hex(&*random)).into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generated_values_have_their_length_and_do_not_repeat() {
        let (a, b) = (generate(32).unwrap(), generate(32).unwrap());
        assert_eq!(a.len(), 43);
        assert_ne!(a, b);
        let key = api_key("fma_").unwrap();
        assert_eq!(key.len(), 68);
        assert!(key.expose_str().unwrap().starts_with("fma_"));
    }
}
