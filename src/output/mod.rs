//! The only room that prints and prompts.

mod diff;
mod failure;
mod markdown;
mod printer;
mod prompt;
mod table;

pub use diff::unified;
pub use failure::{ExitCode, Failure};
pub use markdown::styled_markdown;
pub use printer::{Options, Printer, StderrLog};
pub use prompt::Prompter;
pub use table::columns;
