//! The way of a request to a formation and back: `/api/ID/…`, `/draft/ID/…`, `/mcp/ID`.
//!
//! Both ways are streams, and neither is held: who reads slowly slows the other end. Nothing of how the client's connection
//! frames its messages is passed on; the one to the formation has frames of its own, made by hyper on both sides.

mod forward;
mod headers;
mod path;
mod refuse;
mod target;

pub use forward::{Origin, forward};
pub use refuse::refusal;
pub use target::Pass;
pub(crate) use target::{Route, Target};
