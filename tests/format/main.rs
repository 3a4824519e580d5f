//! The formats of secrets, keys and templates, from outside: a file for each way to be good or broken
//! (`kit/`, see its README.md), and every change that can be made to a good one.

#![expect(clippy::disallowed_methods, reason = "tests write their own files and read their own variables")]
#![expect(clippy::unwrap_used, reason = "what the writer of the kit is given is known")]

mod attacks;
mod kit;
mod known;
mod make_one;
mod make_two;
mod mutations;
mod place;
mod write;
