//! A value as it may be shown: what kind it is, and nothing else.

/// Public beginnings by which providers mark their keys; a longer one stands before its own beginning.
const PREFIXES: &[&str] = &[
    "sk-ant-",
    "sk-proj-",
    "sk-or-",
    "sk-",
    "sk_live_",
    "sk_test_",
    "pk-",
    "pk_live_",
    "pk_test_",
    "rk_live_",
    "github_pat_",
    "ghp_",
    "gho_",
    "ghu_",
    "ghs_",
    "ghr_",
    "glpat-",
    "xoxb-",
    "xoxp-",
    "xapp-",
    "AIza",
    "AKIA",
    "ASIA",
    "gsk_",
    "hf_",
    "r8_",
    "xai-",
    "pplx-",
    "lin_",
    "npm_",
    "fma_",
    "fmc_",
    "muxi_sk_",
    "muxi_pk_",
];

/// The provider's prefix, if it is a known one, and `****`: the length of the value does not show.
pub fn mask(value: &[u8]) -> String {
    let prefix =
        PREFIXES.iter().find(|p| value.len() > p.len() && value.starts_with(p.as_bytes())).unwrap_or(&"");
    format!("{prefix}****")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_known_prefix_shows() {
        assert_eq!(mask(b"sk-1234567890"), "sk-****");
        assert_eq!(mask(b"sk-ant-api03-x"), "sk-ant-****");
        assert_eq!(mask(b"AIzaSyD"), "AIza****");
        assert_eq!(mask(b"hunter2"), "****");
        assert_eq!(mask(b"sk-"), "****");
        assert_eq!(mask(b""), "****");
        assert_eq!(mask(&[0xff, 0]), "****");
    }

    #[test]
    fn a_longer_prefix_is_found_before_its_own_beginning() {
        for (i, p) in PREFIXES.iter().enumerate() {
            assert!(!PREFIXES[..i].iter().any(|earlier| p.starts_with(earlier)), "{p}");
        }
    }
}
