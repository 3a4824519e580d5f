//! What git is told: to ignore the key, and to merge the files that many people add to.

mod history;
mod objects;
mod repo;
mod setup;
mod sides;

pub(super) use history::{Commit, History, Reach, Sighting, reachable};
pub(super) use objects::Objects;
pub(super) use repo::{Repo, formations};
pub use setup::{Setup, install, remove};
pub(super) use sides::{Sides, Unmerged, spec};

use std::path::Path;
use std::process::Stdio;

use super::journal;
use super::location::LOCK_NAME;
use super::store::Format;
use crate::support::fs::TEMP_PREFIX;

/// The lines that union-merge the secrets files and the template.
const ATTRIBUTES: [&str; 2] = ["secrets*.enc merge=union", "secrets merge=union"];

/// `.gitignore` with the lines it lacks at its end; `None` if it lacks none.
pub(super) fn with_ignored(text: &str) -> Option<String> {
    let temps = format!("{TEMP_PREFIX}*");
    with_lines(text, &[".key", ".key.*", LOCK_NAME, journal::NAME, &temps])
}

/// `.gitattributes` as the secrets file called `file` needs it; `None` if that is what it is.
///
/// Two tokens of format 1 cannot be merged by lines: there git keeps ours and says that there is a conflict.
pub(super) fn with_attributes(text: &str, file: &str, format: Format) -> Option<String> {
    let own = format!("{file} merge=binary");
    let is_own = |line: &str| line.trim_end() == own;
    let mut new: String = text.split_inclusive('\n').filter(|line| !is_own(line)).collect();
    if let Some(added) = with_lines(&new, &ATTRIBUTES) {
        new = added;
    }
    if format == Format::One {
        // Behind the line for all of them: the last one counts.
        new = with_lines(&new, &[&own]).unwrap_or(new);
    }
    (new != text).then_some(new)
}

/// Whether `dir` lies in a git working tree.
pub(super) fn in_tree(dir: &Path) -> bool {
    std::fs::canonicalize(dir).is_ok_and(|dir| dir.ancestors().any(|d| d.join(".git").exists()))
}

/// Whether git tracks the file; false where there is no git to ask.
pub(super) fn tracks(path: &Path) -> bool {
    asks(path, &["ls-files", "--error-unmatch", "--"])
}

/// Whether the next `git add` would take the file at `path`, which need not be there yet: it is in a working
/// tree, and nothing says that git ignores it.
pub fn would_commit(path: &Path) -> bool {
    path.parent().is_some_and(in_tree) && !asks(path, &["check-ignore", "--quiet", "--"])
}

/// Whether git, asked about the file, says yes; false where there is no git to ask.
fn asks(path: &Path, question: &[&str]) -> bool {
    let (Some(dir), Some(name)) = (path.parent(), path.file_name()) else {
        return false;
    };
    if !in_tree(dir) {
        return false;
    }
    repo::command(dir)
        .args(question)
        .arg(name)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn with_lines(text: &str, wanted: &[&str]) -> Option<String> {
    let missing: Vec<_> = wanted.iter().filter(|line| !holds(text, line)).collect();
    if missing.is_empty() {
        return None;
    }
    let mut text = text.to_owned();
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    for line in missing {
        text.push_str(line);
        text.push('\n');
    }
    Some(text)
}

/// Whether the line stands there, and no line after it may take it back.
fn holds(text: &str, wanted: &str) -> bool {
    let last = text.lines().rev().find(|line| line.trim_end() == wanted || line.starts_with('!'));
    last.is_some_and(|line| !line.starts_with('!'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_missing_lines_are_added_and_the_last_line_is_ended() {
        let all = with_ignored("node_modules\n.key").unwrap();
        assert_eq!(all, "node_modules\n.key\n.key.*\n.muxi-lock\n.muxi-journal\n.muxi-tmp-*\n");
        assert_eq!(with_ignored(&all), None);
    }

    #[test]
    fn lines_are_merged_and_tokens_are_not() {
        let attributes = |text: &str, format| with_attributes(text, "secrets.enc", format);
        let lines = "secrets*.enc merge=union\nsecrets merge=union\n";
        assert_eq!(attributes("", Format::Two).unwrap(), lines);
        assert_eq!(attributes(lines, Format::Two), None);
        let token = attributes(lines, Format::One).unwrap();
        assert_eq!(token, format!("{lines}secrets.enc merge=binary\n"));
        assert_eq!(attributes(&token, Format::One), None);
        assert_eq!(attributes(&token, Format::Two).unwrap(), lines);
        let early = format!("secrets.enc merge=binary\n{lines}");
        assert_eq!(attributes(&early, Format::One).unwrap(), token);
    }

    #[test]
    fn a_line_that_a_later_one_may_take_back_is_added_again() {
        let taken_back = ".key\n.key.*\n!.key\n.muxi-lock\n.muxi-journal\n.muxi-tmp-*\n";
        let all = with_ignored(taken_back).unwrap();
        assert_eq!(all, format!("{taken_back}.key\n.key.*\n"));
        assert_eq!(with_ignored(&all), None);
    }
}
