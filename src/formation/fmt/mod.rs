//! One way to write a formation's files, which changes nothing that they say.
//!
//! Two blanks for each level, dashes under their key, one blank after `:` and before a comment at the end of a
//! line, at most one blank line, no blanks at line ends, `"` for `'` where nothing has to be escaped. Keys keep
//! their order, text its line breaks, blocks (`|`, `>`) every character. Lists and maps in brackets stay there
//! while they fit on a line and have no comment inside. Line ends become `\n`, a byte order mark goes.

mod block;
mod files;
mod flow;
mod same;
mod scalar;
#[cfg(test)]
mod tests;
mod writer;

use super::source::Sources;
use super::{written, yaml};

pub use files::{files, is_formatted, under};

/// How long a line with brackets may become, in characters.
const WIDTH: usize = 100;

/// Why a text is left as it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FmtError {
    /// It is no YAML.
    #[error("{message}")]
    NotYaml {
        /// From 1.
        line: usize,
        /// From 1, in characters.
        column: usize,
        /// What is wrong.
        message: String,
    },
    /// There is something in it that cannot be written otherwise without a change of what it says.
    #[error("this is written in a way that `muxi fmt` does not know, and is left as it is")]
    Unsure,
}

impl FmtError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotYaml { .. } => "not_yaml",
            Self::Unsure => "fmt_unsure",
        }
    }

    /// Line and column, where there is one to show.
    pub fn place(&self) -> Option<(usize, usize)> {
        match self {
            Self::NotYaml { line, column, .. } => Some((*line, *column)),
            Self::Unsure => None,
        }
    }
}

/// A YAML document in the one style.
pub fn yaml(text: &str) -> Result<String, FmtError> {
    let text = plain_line_ends(text);
    let document = written::read(&text).map_err(|_| not_yaml(&text))?;
    if let Some(second) = document.second {
        let line = text[..second].matches('\n').count() + 1;
        let message = "a second YAML document starts here".to_owned();
        return Err(FmtError::NotYaml { line, column: 1, message });
    }
    let new = writer::write(&document);
    if same::says(&new).is_some_and(|new| Some(new) == same::says(&text)) {
        Ok(new)
    } else {
        Err(FmtError::Unsure)
    }
}

/// The text of the file at `path`, in the one style: by its name Markdown, else YAML.
pub fn file(path: &std::path::Path, text: &str) -> Result<String, FmtError> {
    if super::discover::is_markdown(path) { markdown(text) } else { yaml(text) }
}

/// Markdown whose front matter is in the one style; the rest keeps everything but its kind of line ends.
pub fn markdown(text: &str) -> Result<String, FmtError> {
    let text = plain_line_ends(text);
    let Some((matter, rest)) = front_matter(&text) else { return Ok(text) };
    let new = yaml(matter).map_err(|error| match error {
        FmtError::NotYaml { line, column, message } => FmtError::NotYaml { line: line + 1, column, message },
        FmtError::Unsure => FmtError::Unsure,
    })?;
    Ok(format!("---\n{new}{rest}"))
}

/// What is between the lines `---`, and everything from the second of them on.
fn front_matter(text: &str) -> Option<(&str, &str)> {
    let (first, body) = text.split_once('\n')?;
    if first.trim_end() != "---" {
        return None;
    }
    let mut at = 0;
    for line in body.split_inclusive('\n') {
        if line.trim_end() == "---" {
            return Some((&body[..at], &body[at..]));
        }
        at += line.len();
    }
    None
}

fn plain_line_ends(text: &str) -> String {
    let text = text.trim_start_matches('\u{feff}');
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.to_owned() }
}

fn not_yaml(text: &str) -> FmtError {
    let mut sources = Sources::default();
    let id = sources.add("", text);
    let (_, found) = yaml::parse(id, text);
    match found.last() {
        Some(wrong) => {
            let at = sources.position(wrong.primary.span);
            FmtError::NotYaml { line: at.line, column: at.column, message: wrong.message.clone() }
        }
        None => FmtError::Unsure,
    }
}
