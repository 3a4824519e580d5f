//! The difference of two texts, as `diff -u` and `git diff` write it.

use similar::TextDiff;

/// How many unchanged lines are shown around a change.
const CONTEXT: usize = 3;

/// A unified diff from `old` to `new`, both the text of the file at `path`; empty where they are the same.
///
/// It can be applied with `patch -p1` or `git apply`. Texts keep their line ends.
pub fn unified(path: &str, old: &str, new: &str) -> String {
    if old == new {
        return String::new();
    }
    let (before, after) = (format!("a/{path}"), format!("b/{path}"));
    let diff = TextDiff::from_lines(old, new);
    diff.unified_diff().context_radius(CONTEXT).header(&before, &after).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_shown_with_three_lines_around_it() {
        let old = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
        let new = old.replace("5\n", "five\n");
        let shown = unified("x.afs", old, &new);
        assert_eq!(shown, "--- a/x.afs\n+++ b/x.afs\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
        assert_eq!(unified("x.afs", old, old), "");
    }

    #[test]
    fn line_ends_and_a_missing_last_one_are_told() {
        let shown = unified("x", "a\r\nb", "a\r\nc");
        assert_eq!(
            shown,
            "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a\r\n-b\n\\ No newline at end of file\n+c\n\\ No newline at end of file\n"
        );
    }
}
