//! The only room that prints and prompts.

mod diff;
mod editor;
mod failure;
mod history;
mod markdown;
mod panics;
mod printer;
mod prompt;
mod question;
mod table;

pub use diff::unified;
pub use editor::{LineEditor, Typed, Words};
pub use failure::{ExitCode, Failure};
pub use history::History;
pub use markdown::{Look, Markdown, styled_markdown};
pub use panics::report_panics;
pub use printer::{Options, Printer, StderrLog, StdoutLog, escaped, escaped_lines};
pub use prompt::Prompter;
pub use question::Question;
pub use table::{columns, one_line};
