//! What whoever runs the formation would refuse, leave out or take for something else.

mod local;
mod server;
