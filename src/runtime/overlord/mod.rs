//! What stands above the agents: what users are asked back, and what they are shown beside words.

pub mod clarify;
pub mod widgets;

use super::format::AnswerFormat;

/// What holds for all answers of a formation.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    /// Their form.
    pub format: AnswerFormat,
    /// Whether they are streamed where the client does not say.
    pub streaming: bool,
    /// How often in a row a user is asked back; 0 where users are not.
    pub max_rounds: u32,
}
