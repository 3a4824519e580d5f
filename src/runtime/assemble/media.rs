//! What a formation says of files: who writes recordings down, and how large a file may be.

use super::{AssembleError, Assembler};
use crate::formation::model::Capability;
use crate::runtime::Audio;
use crate::runtime::files::{FileLimits, MAX_FILE};

impl Assembler<'_> {
    /// Who writes recordings down.
    pub(super) fn audio(&self) -> Result<Option<Audio>, AssembleError> {
        let Some(spec) = self.formation.llm.model(Capability::Audio) else { return Ok(None) };
        let language = spec.settings.language.as_ref().map(|l| self.text(l, "llm.models")).transpose()?;
        Ok(Some(Audio { model: self.model(None, spec, "llm.models")?, language }))
    }

    /// As the models for pictures, sound and documents say.
    pub(super) fn file_limits(&self) -> FileLimits {
        let limit = |capability| {
            let settings = self.formation.llm.model(capability).map(|model| &model.settings);
            settings.and_then(|s| s.max_size_mb).map_or(MAX_FILE, bytes)
        };
        FileLimits {
            image: limit(Capability::Vision),
            audio: limit(Capability::Audio),
            document: limit(Capability::Documents),
        }
    }
}

/// Megabytes in bytes, up to the 32 MiB that are ever taken.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "held within 0 and 32 MiB")]
fn bytes(megabytes: f64) -> usize {
    (megabytes * 1_048_576.0).clamp(0.0, 33_554_432.0) as usize
}
