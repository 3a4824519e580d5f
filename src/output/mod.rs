//! The only room that prints and prompts.

mod diff;
mod failure;
mod markdown;
mod panics;
mod printer;
mod prompt;
mod table;

pub use diff::unified;
pub use failure::{ExitCode, Failure};
pub use markdown::styled_markdown;
pub use panics::report_panics;
pub use printer::{Options, Printer, StderrLog};
pub use prompt::Prompter;
pub use table::columns;
