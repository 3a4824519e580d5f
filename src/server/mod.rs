//! The inside of `muxi server`: the formations that were deployed to it, their processes, and the way of requests to them.
//!
//! Nothing here prints, asks, or reads the environment, and nobody is authenticated here: who calls has been judged before.

pub mod fleet;
pub mod process;
pub mod proxy;
