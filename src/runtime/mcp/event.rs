//! What happens to servers, for who runs the formation.

use std::sync::Arc;

use super::ServerState;

/// Hears what happens to servers; called from many threads, and must not wait. Texts are redacted and bounded.
pub type McpObserver = Arc<dyn Fn(&str, &McpEvent) + Send + Sync>;

/// Something that happened to the server whose id goes with it.
#[derive(Clone, Debug)]
pub enum McpEvent {
    /// It is in another state.
    State(ServerState),
    /// Walls that this kernel lacks, each with its reason.
    WallsMissing(Vec<String>),
    /// What its arguments name and it is not given, each with the reason.
    KeptBack(Vec<String>),
    /// What in its declaration will hardly do what is meant, each with what to write.
    Advice(Vec<String>),
    /// It wrote a line to its standard output that is no message: the line, cut.
    Noise(String),
    /// A tool that is not offered, and why.
    Dropped(String),
}
