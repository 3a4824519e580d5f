//! Tables, laid out when they are whole.

/// The cells of a row; a backslash or code hides a `|`.
pub(super) fn cells(row: &str) -> Vec<String> {
    let row = row.trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    let (mut cells, mut cell) = (Vec::new(), String::new());
    let (mut escaped, mut code) = (false, false);
    for c in row.chars() {
        match c {
            '|' if escaped => {
                cell.pop();
                cell.push(c);
            }
            '|' if !code => cells.push(std::mem::take(&mut cell).trim().to_owned()),
            _ => {
                code ^= c == '`' && !escaped;
                cell.push(c);
            }
        }
        escaped = c == '\\' && !escaped;
    }
    if !cell.trim().is_empty() {
        cells.push(cell.trim().to_owned());
    }
    cells
}

/// Whether the row stands between a table's head and its body.
pub(super) fn is_delimiter(row: &str) -> bool {
    let cells = cells(row);
    let dashes = |cell: &String| {
        let inner = cell.strip_prefix(':').unwrap_or(cell);
        let inner = inner.strip_suffix(':').unwrap_or(inner);
        !inner.is_empty() && inner.bytes().all(|b| b == b'-')
    };
    !cells.is_empty() && cells.iter().all(dashes)
}

/// A cell as it is shown, and its width without codes.
pub(super) type Shown = (String, usize);

/// The lines of a table, the head first, in columns two blanks apart; nothing if it is wider than `width`.
pub(super) fn lay_out(rows: &[Vec<Shown>], width: Option<usize>) -> Option<Vec<String>> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let widest = |column: usize| rows.iter().filter_map(|r| r.get(column)).map(|c| c.1).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(widest).collect();
    let total = widths.iter().sum::<usize>() + 2 * columns.saturating_sub(1);
    if width.is_some_and(|width| total > width) {
        return None;
    }
    let empty = (String::new(), 0);
    let line = |row: &Vec<Shown>| {
        let mut line = String::new();
        for (column, width) in widths.iter().enumerate() {
            let (text, own) = row.get(column).unwrap_or(&empty);
            line.push_str(text);
            if column + 1 < columns {
                line.extend(std::iter::repeat_n(' ', width - own + 2));
            }
        }
        line.trim_end().to_owned()
    };
    let rule: Vec<String> = widths.iter().map(|w| "─".repeat((*w).max(1))).collect();
    let mut lines: Vec<String> = rows.iter().map(line).collect();
    lines.insert(1.min(lines.len()), rule.join("  "));
    Some(lines)
}
