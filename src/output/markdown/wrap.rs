//! Text laid out by words: what is certain goes out at once, and only an unfinished word waits.

use unicode_width::UnicodeWidthChar;

/// How text looks; the parts add up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Style(u8);

impl Style {
    pub(super) const PLAIN: Self = Self(0);
    pub(super) const BOLD: Self = Self(1);
    pub(super) const ITALIC: Self = Self(2);
    pub(super) const DIM: Self = Self(4);
    pub(super) const CODE: Self = Self(8);

    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn codes(self) -> String {
        let all = [(Self::BOLD, "1"), (Self::DIM, "2"), (Self::ITALIC, "3"), (Self::CODE, "36")];
        let mine: Vec<&str> = all.iter().filter(|(s, _)| self.0 & s.0 != 0).map(|(_, code)| *code).collect();
        if mine.is_empty() { String::new() } else { format!("\x1b[{}m", mine.join(";")) }
    }

    /// What changes this style into `to`.
    fn change(self, to: Self) -> String {
        if self == to {
            return String::new();
        }
        let reset = if self == Self::PLAIN { "" } else { "\x1b[0m" };
        reset.to_owned() + &to.codes()
    }
}

/// What stands before the text of a line, and how wide it is.
#[derive(Clone, Debug, Default)]
pub(super) struct Margin {
    pub(super) text: String,
    pub(super) width: usize,
}

impl Margin {
    pub(super) fn push(&mut self, text: &str, width: usize) {
        self.text.push_str(text);
        self.width += width;
    }
}

/// Punctuation that does not begin a line, and that does not end one.
const NOT_FIRST: &str = "、。，．・：；！？）」』】〉》”’…ー";
const NOT_LAST: &str = "（「『【〈《“‘";
const JOINER: char = '\u{200d}';

/// The layout of one answer.
#[derive(Debug)]
pub(super) struct Wrap {
    width: Option<usize>,
    color: bool,
    out: String,
    column: usize,
    hang: Margin,
    /// Nothing of the line's text is there yet, or what is there belongs to the word that comes.
    fixed: bool,
    at_start: bool,
    blanks: usize,
    word: String,
    word_width: usize,
    /// The style at the end of what is out, at the end of the word, and of what comes next.
    shown: Style,
    inked: Style,
    wanted: Style,
    /// The character before, and whether it takes two columns with what belongs to it.
    last: Option<(char, bool)>,
}

impl Wrap {
    pub(super) fn new(width: Option<usize>, color: bool) -> Self {
        Self {
            width: width.map(|w| w.max(1)),
            color,
            out: String::new(),
            column: 0,
            hang: Margin::default(),
            fixed: true,
            at_start: true,
            blanks: 0,
            word: String::new(),
            word_width: 0,
            shown: Style::PLAIN,
            inked: Style::PLAIN,
            wanted: Style::PLAIN,
            last: None,
        }
    }

    /// What is ready.
    pub(super) fn take(&mut self) -> String {
        std::mem::take(&mut self.out)
    }

    /// How wide the line is so far.
    pub(super) fn column(&self) -> usize {
        self.column + self.blanks + self.word_width
    }

    /// Begins a line with `first` before its text; `hang` stands before what is wrapped of it.
    pub(super) fn begin(&mut self, first: &Margin, hang: Margin) {
        self.out.push_str(&first.text);
        self.column = first.width;
        // On a narrow terminal the text matters more than its indent.
        self.hang = if self.width.is_some_and(|w| hang.width * 2 > w) { Margin::default() } else { hang };
        (self.fixed, self.at_start, self.blanks) = (true, true, 0);
    }

    /// The style of what comes next.
    pub(super) fn style(&mut self, style: Style) {
        if self.color {
            self.wanted = style;
        }
        if style == Style::PLAIN {
            self.ink();
        }
    }

    /// A style begins with what is seen of it, so that two changes with nothing between them are one.
    fn ink(&mut self) {
        self.word.push_str(&self.inked.change(self.wanted));
        self.inked = self.wanted;
    }

    /// Text that is wrapped.
    pub(super) fn text(&mut self, text: &str) {
        text.chars().for_each(|c| self.put(c));
    }

    /// One character of it.
    pub(super) fn put(&mut self, c: char) {
        if c == ' ' || c == '\t' {
            self.flush();
            self.blanks += usize::from(!self.at_start) * if c == '\t' { 4 } else { 1 };
            (self.fixed, self.last) = (self.at_start, None);
            return;
        }
        let width = c.width().unwrap_or(0);
        if self.breaks_before(c, width) {
            self.flush();
            self.fixed = false;
        }
        self.ink();
        self.word.push(c);
        self.word_width += width;
        let wide = if width > 0 { width > 1 } else { self.last.is_some_and(|(_, wide)| wide) };
        self.last = Some((c, wide));
        let over = self.width.is_some_and(|w| self.column() > w);
        if self.fixed || over {
            self.flush();
            self.fixed = true;
        }
    }

    /// Scripts without blanks may be broken between any two of their characters.
    fn breaks_before(&self, c: char, width: usize) -> bool {
        let Some((last, last_is_wide)) = self.last else { return false };
        let belongs = width == 0 || last == JOINER || ('\u{1f3fb}'..='\u{1f3ff}').contains(&c);
        (last_is_wide || width > 1) && !belongs && !NOT_FIRST.contains(c) && !NOT_LAST.contains(last)
    }

    /// Prints the word, in a new line if it does not fit.
    fn flush(&mut self) {
        if self.word_width == 0 {
            self.out.push_str(&self.word);
        } else {
            let fits = self.width.is_none_or(|w| self.column() <= w);
            if fits || self.fixed || self.at_start {
                self.out.extend(std::iter::repeat_n(' ', self.blanks));
                self.column += self.blanks;
            } else {
                self.out.push_str(&self.shown.change(Style::PLAIN));
                self.out.push('\n');
                self.out.push_str(&self.hang.text);
                self.out.push_str(&Style::PLAIN.change(self.shown));
                self.column = self.hang.width;
            }
            self.out.push_str(&self.word);
            self.column += self.word_width;
            // A word that is longer than a line is broken by the terminal, so that it can be copied.
            if let Some(width) = self.width.filter(|w| self.column > *w) {
                self.column = (self.column - 1) % width + 1;
            }
            (self.blanks, self.at_start) = (0, false);
        }
        self.shown = self.inked;
        self.word.clear();
        self.word_width = 0;
    }

    /// Ends the line.
    pub(super) fn newline(&mut self) {
        self.end();
        self.out.push('\n');
        (self.column, self.blanks, self.fixed, self.at_start) = (0, 0, true, true);
        self.hang = Margin::default();
    }

    /// Prints what waits, without a style.
    pub(super) fn end(&mut self) {
        self.style(Style::PLAIN);
        self.flush();
        self.last = None;
    }

    /// Text that is never wrapped, in the style that is set.
    pub(super) fn raw(&mut self, text: &str) {
        if !text.is_empty() {
            self.ink();
            self.flush();
            self.out.push_str(text);
            self.at_start = false;
        }
    }
}
