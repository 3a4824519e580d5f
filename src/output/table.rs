//! Columns of text.

use comfy_table::{ContentArrangement, Table, presets};

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
    fn columns_are_two_blanks_apart_and_lines_end_without_any() {
        let rows = vec![vec!["A".to_owned(), "sk-****".to_owned()], vec!["LONGER".to_owned(), String::new()]];
        assert_eq!(columns(rows), "A       sk-****\nLONGER");
    }
}
