//! Placeholders, examples, and values that are no secret to anybody.

use super::ValueFinding;
use crate::formation::code::Code;
use crate::support::keys::{self, Name, Stand};

/// A secret has at least this many bytes, and this many bits by the counts of its characters.
const LEAST_BYTES: usize = 8;
const LEAST_BITS: f64 = 18.0;
const LEAST_DIFFERENT: usize = 4;

/// How much of a long value is looked at, in bytes.
const SAMPLE: usize = 4096;

pub(super) fn placeholder(name: &Name<'_>, core: &str) -> Option<ValueFinding> {
    let text = match keys::placeholder(name, core)? {
        Stand::Example => "is an example from a manual",
        Stand::Placeholder => "is a placeholder",
    };
    let finding = ValueFinding::new(Code::ValuePlaceholder, text);
    Some(finding.help_with("store the real value, or take the secret out until there is one"))
}

/// A value that can be guessed under a name that promises a secret.
pub(super) fn weak(name: &Name<'_>, core: &str) -> Option<ValueFinding> {
    if core.is_empty() || !name.is_secret() {
        return None;
    }
    let sample = &core.as_bytes()[..core.len().min(SAMPLE)];
    let weak = core.len() < LEAST_BYTES || is_regular(sample);
    weak.then(|| {
        ValueFinding::new(Code::ValueWeak, "is too short or too regular to be hard to guess")
            .help_with("muxi secrets add NAME --generate makes a strong one")
    })
}

fn is_regular(sample: &[u8]) -> bool {
    let mut counts = [0_u32; 256];
    for byte in sample {
        counts[usize::from(*byte)] += 1;
    }
    let different = counts.iter().filter(|count| **count > 0).count();
    let total = f64::from(u32::try_from(sample.len()).unwrap_or(u32::MAX));
    let bits: f64 = counts
        .iter()
        .filter(|count| **count > 0)
        .map(|count| f64::from(*count) * (total / f64::from(*count)).log2())
        .sum();
    let steps = |step: i16| sample.windows(2).all(|pair| i16::from(pair[1]) - i16::from(pair[0]) == step);
    different < LEAST_DIFFERENT || bits < LEAST_BITS || steps(1) || steps(-1)
}
