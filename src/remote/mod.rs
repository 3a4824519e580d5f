//! Talking to a formation that runs somewhere else, be it another process of this machine.

pub mod address;
pub mod bundle;
pub mod formation;
