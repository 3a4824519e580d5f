//! Users' credentials in the conversation: what is waited for in each session, what every message is looked through for
//! before anything else sees it, and what users are told. Nothing of it is kept on a disk.
//!
//! [`Inline`] is the state of a running formation, [`hear`] looks at a message; both are without a model and without a wait.

mod bounded;
mod choice;
mod hear;
pub(in crate::runtime) mod identity;
mod reply;
mod state;
#[cfg(test)]
mod tests;
pub(in crate::runtime) mod texts;
mod wish;
mod words;

pub(in crate::runtime) use choice::{Choice, choice, picked};
pub(in crate::runtime) use hear::{Came, Heard, element, hear, place, places};
pub(in crate::runtime) use state::{Attempt, Awaited, Inline, Picked, Place, What};
