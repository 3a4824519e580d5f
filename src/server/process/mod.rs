//! The processes of formations: `muxi serve` on a port of this machine, watched from its start to its end.

mod child;
mod leftover;
mod log;
mod ports;

pub(crate) use child::{Child, NotReady, Spec, is_well};
pub(crate) use leftover::{STATE_OF, end_leftovers};
pub(crate) use log::{ChildLog, last_lines};
pub(crate) use ports::Ports;
