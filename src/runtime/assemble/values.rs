//! What the references of a text stand for.

use super::AssembleError;
use crate::formation::model::Text;
use crate::formation::reference::{Answer, Target};
use crate::support::secret::SecretBytes;

/// Fills references in.
#[derive(Clone, Copy)]
pub(super) struct Values<'a> {
    /// Answers what `${{ … }}` stands for.
    pub(super) resolve: &'a dyn Fn(&Target) -> Answer,
    /// A recording has the name in the place of the value, so it need not be here.
    pub(super) replays: bool,
}

impl Values<'_> {
    pub(super) fn value(&self, text: &Text, place: &str) -> Result<SecretBytes, AssembleError> {
        let resolve = self.resolve;
        let value = match text.resolve(resolve) {
            Err(_) if self.replays => text.resolve(|target| match (resolve(target), target) {
                (Answer::Missing, Target::Secret(name) | Target::Env(name)) => {
                    Answer::Value(SecretBytes::from(format!("[REDACTED:{name}]").as_str()))
                }
                (answer, _) => answer,
            }),
            value => value,
        };
        value.map_err(|error| AssembleError::Value { place: place.to_owned(), error })
    }

    pub(super) fn text(&self, text: &Text, place: &str) -> Result<String, AssembleError> {
        let value = self.value(text, place)?;
        value.expose_str().map(str::to_owned).ok_or_else(|| AssembleError::NotText(place.to_owned()))
    }
}
