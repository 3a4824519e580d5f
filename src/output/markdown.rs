//! Markdown for a terminal: as it is written, lightly styled.

use std::fmt::Write as _;

const BOLD: &str = "\x1b[1m";
const DIM: &str = "\x1b[2m";
const CODE: &str = "\x1b[36m";
const RESET: &str = "\x1b[0m";

/// A page of ours with ANSI styles: bold headings, code in a colour, fenced code indented below its file's name.
pub fn styled_markdown(page: &str) -> String {
    let mut out = String::with_capacity(page.len() * 2);
    let mut fence: Option<usize> = None;
    for line in page.lines() {
        let ticks = line.len() - line.trim_start_matches('`').len();
        match fence {
            Some(open) if ticks == open && line.len() == open => fence = None,
            Some(_) => drop(writeln!(out, "    {CODE}{line}{RESET}")),
            None if ticks >= 3 => {
                fence = Some(ticks);
                let name = line[ticks..].split_once(' ').map_or("", |(_, name)| name);
                if !name.is_empty() {
                    let _ = writeln!(out, "  {DIM}{name}{RESET}");
                }
            }
            None if line.starts_with('#') => {
                let title = line.trim_start_matches('#').trim_start();
                let _ = writeln!(out, "{BOLD}{title}{RESET}");
            }
            None => {
                out.push_str(&inline(line));
                out.push('\n');
            }
        }
    }
    out
}

/// Words in backticks in the colour of code; a backtick without another stays as it is.
fn inline(line: &str) -> String {
    let mut parts = line.split('`');
    let mut out = parts.next().unwrap_or_default().to_owned();
    while let Some(code) = parts.next() {
        match parts.next() {
            Some(rest) => drop(write!(out, "{CODE}{code}{RESET}{rest}")),
            None => drop(write!(out, "`{code}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_styled_and_says_the_same() {
        let page = "# x\n\nSay `a` and `b.\n\n```yaml f.afs\nk: `v`\n```\n";
        let shown = styled_markdown(page);
        assert_eq!(
            shown,
            "\x1b[1mx\x1b[0m\n\nSay \x1b[36ma\x1b[0m and `b.\n\n  \x1b[2mf.afs\x1b[0m\n    \x1b[36mk: `v`\x1b[0m\n"
        );
    }
}
