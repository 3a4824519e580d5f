//! Markdown for a terminal, as it streams: what is certain is printed at once, and nothing that is printed is changed.
//!
//! It works character by character, so where an answer is cut into pieces makes no difference. What is not certain
//! waits: a word until its end, a mark like `**` until its other half, a table until it is whole. Each wait is bounded;
//! then the text is shown as it was written.

mod block;
mod inline;
mod line;
mod table;
#[cfg(test)]
mod tests;
mod wrap;

use inline::Found;
use wrap::{Style, Wrap};

/// So many bytes of an unfinished mark or line start may wait.
const HELD: usize = 256;

/// How Markdown is shown.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// The columns to wrap at; without them lines stay as they are.
    pub width: Option<usize>,
    /// Styles and colours; without them marks like `**` stay, for nothing else would say the same.
    pub color: bool,
}

/// One text that is rendered while it comes.
#[derive(Debug)]
pub struct Markdown {
    look: Look,
    /// A page of ours: code stands out by its colour and an indent.
    page: bool,
    wrap: Wrap,
    state: State,
    /// What has come of the line's start, or of an unfinished mark.
    held: String,
    /// The character before what is held.
    before: Option<char>,
    /// The style of the line's text.
    base: Style,
    fence: Option<Fence>,
    rows: Vec<String>,
    /// The table grew too large: its rows are shown as they are.
    raw_table: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// At the start of a line, whose kind is not known yet.
    Start,
    /// In text.
    Text,
    /// In a line that is shown as it is.
    Raw,
}

#[derive(Debug)]
struct Fence {
    mark: char,
    length: usize,
    quotes: usize,
}

/// A page of ours with styles: bold headings, code in a colour, fenced code indented below its file's name.
pub fn styled_markdown(page: &str) -> String {
    let mut shown = Markdown::new(Look { width: None, color: true });
    shown.page = true;
    let mut out = shown.feed(page);
    out.push_str(&shown.finish());
    out
}

/// Whether a character does nothing to a terminal but stand there.
pub(super) fn is_harmless(c: char) -> bool {
    // Some more turn the order of what follows around, so that it reads as something else.
    let turns = matches!(c, '\u{202d}' | '\u{202e}' | '\u{2066}'..='\u{2069}');
    (!c.is_control() && !turns) || matches!(c, '\n' | '\t')
}

impl Markdown {
    /// A text that begins at the start of a line.
    pub fn new(look: Look) -> Self {
        Self {
            look,
            page: false,
            wrap: Wrap::new(look.width, look.color),
            state: State::Start,
            held: String::new(),
            before: None,
            base: Style::PLAIN,
            fence: None,
            rows: Vec::new(),
            raw_table: false,
        }
    }

    /// Takes the next piece; what can be printed of all that came.
    pub fn feed(&mut self, piece: &str) -> String {
        piece.chars().filter(|c| is_harmless(*c)).for_each(|c| self.put(c));
        self.wrap.take()
    }

    /// There is no more: the rest. It ends without a style, and with a new line only where the text did.
    pub fn finish(&mut self) -> String {
        match self.state {
            State::Start if !self.held.is_empty() => {
                self.line_start(true);
                self.end_table(false);
            }
            State::Start => self.end_table(true),
            State::Text => self.settle(true),
            State::Raw => {}
        }
        self.wrap.end();
        self.wrap.take()
    }

    fn put(&mut self, c: char) {
        if c == '\n' {
            return self.end_line();
        }
        match self.state {
            State::Start => {
                self.held.push(c);
                self.line_start(false);
            }
            State::Text if self.held.is_empty() && !inline::is_special(c) => {
                self.before = Some(c);
                self.wrap.put(c);
            }
            State::Text => {
                self.held.push(c);
                self.settle(false);
            }
            State::Raw => self.wrap.raw(c.encode_utf8(&mut [0; 4])),
        }
    }

    fn end_line(&mut self) {
        let shown = match self.state {
            State::Start => self.line_start(true),
            State::Text => {
                self.settle(true);
                true
            }
            State::Raw => true,
        };
        if shown {
            self.wrap.newline();
        }
        (self.state, self.before, self.base) = (State::Start, None, Style::PLAIN);
    }

    /// Shows what can be told of the held text within a line.
    fn settle(&mut self, ended: bool) {
        while !self.held.is_empty() {
            let held = std::mem::take(&mut self.held);
            let mut found = inline::find(&held, self.before, ended);
            if found == Found::More {
                if held.len() <= HELD {
                    self.held = held;
                    return;
                }
                found = inline::literal(&held);
            }
            let used = self.show(&found, &held, self.base);
            self.before = held[..used].chars().next_back();
            held[used..].clone_into(&mut self.held);
        }
    }

    /// Text that is all there.
    fn whole(&mut self, text: &str, style: Style) {
        let (mut rest, mut before) = (text, None);
        while !rest.is_empty() {
            let used = self.show(&inline::find(rest, before, true), rest, style);
            before = rest[..used].chars().next_back();
            rest = &rest[used..];
        }
    }

    /// Shows what stands at the start of `held`; how many bytes it was.
    fn show(&mut self, found: &Found<'_>, held: &str, style: Style) -> usize {
        self.wrap.style(style);
        let color = self.look.color;
        let used = match *found {
            Found::More => held.len(),
            Found::Text(used) => {
                self.wrap.text(&held[..used]);
                used
            }
            Found::Escaped(c) => {
                self.wrap.put(c);
                1 + c.len_utf8()
            }
            Found::Code { marked, inner } => {
                self.wrap.style(style.and(Style::CODE));
                self.wrap.text(if color { inner } else { marked });
                marked.len()
            }
            Found::Emphasis { used, strength, inner } => {
                let marks = if color { "" } else { &held[..strength] };
                let strong = if strength > 1 { Style::BOLD } else { Style::PLAIN };
                let slanted = if strength == 2 { Style::PLAIN } else { Style::ITALIC };
                self.wrap.text(marks);
                self.whole(inner, style.and(strong).and(slanted));
                self.wrap.text(marks);
                used
            }
            Found::Link { used, text, url } => {
                self.whole(text, style);
                if !url.is_empty() && url != text {
                    self.wrap.style(style);
                    self.wrap.text(" ");
                    self.wrap.style(style.and(Style::DIM));
                    self.wrap.text(&format!("({url})"));
                }
                used
            }
        };
        self.wrap.style(style);
        used
    }
}
