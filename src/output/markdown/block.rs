//! How lines begin: headings, lists, quotes, fenced code, tables.

use super::line::{self, Kind};
use super::table::{self, Shown};
use super::wrap::{Margin, Style};
use super::{Fence, HELD, Look, Markdown, State};

/// So many bytes of an unfinished table may wait.
const TABLE: usize = 4096;
/// A line across is at most so wide.
const RULE: usize = 40;

/// What stands before a line's text, and before what is wrapped of it.
#[derive(Default)]
struct Margins {
    first: Margin,
    hang: Margin,
    quotes: usize,
    /// There is a mark of a list.
    listed: bool,
}

impl Margins {
    fn both(&mut self, text: &str, width: usize) {
        self.first.push(text, width);
        self.hang.push(text, width);
    }

    fn mark(&mut self, indent: usize, mark: &str) {
        self.both(&" ".repeat(indent), indent);
        let width = mark.len() + 1;
        self.first.push(&format!("{mark} "), width);
        self.hang.push(&" ".repeat(width), width);
        self.listed = true;
    }
}

impl Markdown {
    /// Looks at the start of a line that is held. Whether it was shown, so that its line has to be ended.
    pub(super) fn line_start(&mut self, ended: bool) -> bool {
        if self.fence.is_some() {
            return self.fence_line(ended);
        }
        let held = std::mem::take(&mut self.held);
        let mut margins = Margins::default();
        let mut rest = held.as_str();
        while let Some(used) = line::quote(rest) {
            self.quote_mark(&mut margins);
            rest = &rest[used..];
        }
        let forced = held.len() > HELD;
        let found = loop {
            let unsure = margins.quotes > 0 && line::may_be_quote(rest);
            let start = if unsure && !ended { None } else { line::start(rest, ended) };
            match start {
                Some(start) => {
                    let mark = match &start.kind {
                        Kind::Bullet => "-",
                        Kind::Number(mark) => mark,
                        _ => break Some(start),
                    };
                    margins.mark(start.indent, mark);
                    rest = &rest[start.used..];
                }
                None if forced => break line::start(rest, true),
                None => break None,
            }
        };
        let Some(start) = found else {
            self.held = held;
            return false;
        };
        let kind = match start.kind {
            // What would be one thing if its line ended here is only text where it goes on.
            Kind::Blank | Kind::Rule | Kind::Fence { .. } if forced && !ended => Kind::Text,
            Kind::Row if margins.listed || margins.quotes > 0 => Kind::Text,
            kind => kind,
        };
        if kind == Kind::Row {
            return self.row(held, ended);
        }
        self.end_table(true);
        self.raw_table = false;
        let used = if kind == Kind::Text {
            rest.len() - rest.trim_start_matches([' ', '\t']).len()
        } else {
            start.used
        };
        self.begin(kind, margins, start.indent, &rest[used..], ended)
    }

    fn quote_mark(&self, margins: &mut Margins) {
        let bar = if self.look.color { "\x1b[2m│\x1b[0m " } else { "> " };
        margins.both(bar, 2);
        margins.quotes += 1;
    }

    /// Begins a line of this kind, of which `rest` is there.
    fn begin(&mut self, kind: Kind, mut margins: Margins, indent: usize, rest: &str, ended: bool) -> bool {
        let color = self.look.color;
        match kind {
            Kind::Fence { mark, length, info } => {
                self.open_fence(&margins, indent, mark, length, &info);
                return false;
            }
            Kind::Rule => {
                self.wrap.begin(&margins.first, Margin::default());
                let room = self.look.width.unwrap_or(RULE).saturating_sub(margins.first.width);
                self.wrap.style(Style::DIM);
                self.wrap.raw(&"─".repeat(room.clamp(1, RULE)));
                return true;
            }
            Kind::Heading(_) if color => self.base = Style::BOLD,
            Kind::Heading(level) => margins.first.push(&format!("{} ", "#".repeat(level)), level + 1),
            Kind::Text => margins.both(&" ".repeat(indent), indent),
            _ => {}
        }
        self.wrap.begin(&margins.first, margins.hang);
        self.state = State::Text;
        self.wrap.style(self.base);
        for c in rest.chars() {
            self.held.push(c);
            self.settle(false);
        }
        if ended {
            self.settle(true);
        }
        true
    }

    fn open_fence(&mut self, margins: &Margins, indent: usize, mark: char, length: usize, info: &str) {
        self.fence = Some(Fence { mark, length, quotes: margins.quotes });
        let before = if self.page { 2 } else { indent };
        // In a page of ours the name of a file stands behind the language.
        let label = if self.page { info.split_once(' ').map_or("", |(_, name)| name) } else { info };
        if !self.look.color {
            let marks = mark.to_string().repeat(length);
            self.wrap.raw(&format!("{}{}{marks}{info}", margins.first.text, " ".repeat(indent)));
            self.wrap.newline();
        } else if !label.is_empty() || margins.listed {
            self.wrap.raw(&format!("{}{}", margins.first.text, " ".repeat(before)));
            self.wrap.style(Style::DIM);
            self.wrap.raw(label);
            self.wrap.newline();
        }
    }

    /// The start of a line in fenced code, or its end.
    fn fence_line(&mut self, ended: bool) -> bool {
        let Some(Fence { mark, length, quotes }) = self.fence else { return false };
        let held = std::mem::take(&mut self.held);
        let open = !ended && held.len() <= HELD;
        let mut margins = Margins::default();
        let mut body = held.as_str();
        for _ in 0..quotes {
            if let Some(used) = line::quote(body) {
                self.quote_mark(&mut margins);
                body = &body[used..];
            } else if !(open && line::may_be_quote(body)) {
                // The quote is over, and its code with it.
                self.fence = None;
                self.held = held;
                return self.line_start(ended);
            }
        }
        let inner = body.trim_start_matches([' ', '\t']);
        let marks = inner.len() - inner.trim_start_matches(mark).len();
        let only_marks = inner[marks..].trim_matches([' ', '\t']).is_empty();
        if open && only_marks {
            self.held = held;
            return false;
        }
        if ended && only_marks && marks >= length {
            self.fence = None;
            if !self.look.color {
                self.wrap.raw(&format!("{}{}", margins.first.text, body.trim_end()));
                self.wrap.newline();
            }
            return false;
        }
        if self.page && !body.is_empty() {
            margins.both("    ", 4);
        }
        self.wrap.begin(&margins.first, Margin::default());
        self.wrap.style(if self.page { Style::CODE } else { Style::DIM });
        self.wrap.raw(body);
        self.state = State::Raw;
        true
    }

    /// A row of a table, held until the table is whole.
    fn row(&mut self, held: String, ended: bool) -> bool {
        let waiting = self.rows.iter().map(String::len).sum::<usize>() + held.len();
        if !self.raw_table && waiting > TABLE {
            let rows = std::mem::take(&mut self.rows);
            self.show_raw(&rows, true);
            self.raw_table = true;
        }
        if self.raw_table {
            self.wrap.raw(&held);
            self.state = State::Raw;
            return true;
        }
        if ended {
            self.rows.push(held);
        } else {
            self.held = held;
        }
        false
    }

    /// Shows the table whose last row has come; `line_end` says whether a new line ends it.
    pub(super) fn end_table(&mut self, line_end: bool) {
        let rows = std::mem::take(&mut self.rows);
        if rows.is_empty() {
            return;
        }
        let laid_out = rows.get(1).filter(|row| table::is_delimiter(row)).and_then(|_| {
            let cells = |(at, row): (usize, &String)| -> Vec<Shown> {
                let style = if at == 0 { Style::BOLD } else { Style::PLAIN };
                table::cells(row).iter().map(|cell| self.cell(cell, style)).collect()
            };
            let shown: Vec<_> = rows.iter().enumerate().filter(|(at, _)| *at != 1).map(cells).collect();
            table::lay_out(&shown, self.look.width)
        });
        self.show_raw(&laid_out.unwrap_or(rows), line_end);
    }

    fn show_raw(&mut self, lines: &[String], line_end: bool) {
        for (at, line) in lines.iter().enumerate() {
            self.wrap.raw(line);
            if line_end || at + 1 < lines.len() {
                self.wrap.newline();
            }
        }
    }

    fn cell(&self, text: &str, style: Style) -> Shown {
        let mut one = Self::new(Look { width: None, ..self.look });
        one.whole(text, style);
        one.wrap.end();
        let shown = one.wrap.take();
        (shown, one.wrap.column())
    }
}
