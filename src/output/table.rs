//! Columns of text.

use comfy_table::{ContentArrangement, Table, presets};

use crate::support::text::steers;

/// Text from somewhere else as a part of one line, cut after `most` characters: nothing in it steers a terminal or makes
/// a second line.
pub fn one_line(text: &str, most: usize) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let line: String = words.join(" ").chars().filter(|c| !steers(*c)).collect();
    if line.chars().count() <= most {
        return line;
    }
    line.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}

/// Rows in columns that are two blanks apart, without borders, never wrapped: scripts read it too.
pub fn columns(rows: Vec<Vec<String>>) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    table.add_rows(rows);
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    let lines: Vec<String> = table.lines().map(|line| line.trim_end().to_owned()).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_from_somewhere_else_stays_in_its_line() {
        assert_eq!(one_line(" a\n\tb\u{1b}[2Jc ", 80), "a b[2Jc");
        assert_eq!(
            one_line("a\u{200e}b\u{200f}c\u{202a}d\u{202b}e\u{202c}f\u{202e}g\u{2066}h\u{9b}", 80),
            "abcdefgh"
        );
        assert_eq!(one_line("שלום 👩\u{200d}👧", 80), "שלום 👩\u{200d}👧");
        assert_eq!(one_line("abcdef", 4), "abc…");
        assert_eq!(one_line("abcd", 4), "abcd");
    }

    #[test]
    fn columns_are_two_blanks_apart_and_lines_end_without_any() {
        let rows = vec![vec!["A".to_owned(), "sk-****".to_owned()], vec!["LONGER".to_owned(), String::new()]];
        assert_eq!(columns(rows), "A       sk-****\nLONGER");
    }
}
