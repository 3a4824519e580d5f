//! Walls around a program that is not trusted: it gets the files, the network and the resources of its plan,
//! and nothing of it is left when it ends.
//!
//! The walls are put up by a supervisor, which is this same executable ([`LAUNCH`]): a process can only give up
//! rights for itself, so somebody has to do it between us and the program. [`start`] makes a [`Walled`] of a
//! [`Plan`]; its [`Report`] says which walls hold and which ones the kernel lacks.

mod error;
mod needs;
mod plan;
mod report;
mod walled;
#[cfg(target_os = "linux")]
mod wire;

#[cfg(target_os = "linux")]
mod kernel;
#[cfg(target_os = "linux")]
mod orphans;
// On Linux only for its tests.
#[cfg(any(test, not(target_os = "linux")))]
mod plain;
#[cfg(target_os = "linux")]
mod start;
#[cfg(target_os = "linux")]
mod supervisor;

pub use error::WallError;
pub use needs::{
    Needs, NeedsError, all_but, clean, holds_a_formation, is_home_or_like_one, is_key_or_secrets,
    is_of_the_system, needs, node_modules, refusal_of, system,
};
pub use plan::{Access, Limits, Network, Plan, SHARED_MEMORY};
pub use report::{Report, Standing, Wall};
pub use walled::{Ended, Stderr, Stdin, Stdout, Walled};

#[cfg(target_os = "linux")]
pub use kernel::of_this_kernel;
#[cfg(target_os = "linux")]
pub use orphans::adopt_orphans;
#[cfg(not(target_os = "linux"))]
pub use plain::{adopt_orphans, of_this_kernel, start, start_in};
#[cfg(target_os = "linux")]
pub use start::{start, start_in};
#[cfg(target_os = "linux")]
pub use supervisor::supervise;

/// The only argument of an executable that is to be a supervisor (see `supervise`). It is no command.
pub const LAUNCH: &str = "__walls";
