//! What stands above the agents: what users are asked back, and what they are shown beside words.

pub mod clarify;
pub mod widgets;
