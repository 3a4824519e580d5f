//! Takes the marks of Markdown off while a text comes: what is emphasised, linked or fenced stays as
//! plain words. A mark is decided on as soon as what follows it is known, so little is held back: the
//! start of a line until it is clear what it begins, a link until it ends.

/// A link longer than this, in bytes, is none.
const LONGEST_LINK: usize = 2048;
/// A line that may be a rule or open a fence is held back so long, in bytes.
const LONGEST_RULE: usize = 256;

const MARKS: [char; 7] = ['\n', '\\', '*', '_', '~', '`', '['];

/// One answer on its way through.
#[derive(Debug)]
pub struct Plain {
    held: String,
    /// Nothing of the line has come but white space and `>`.
    line_start: bool,
    /// Nothing of the line has come at all.
    blank: bool,
    /// What came before, as the text has it.
    before: char,
    /// A fence of so many of these characters is open.
    fence: Option<(char, usize)>,
    /// A code span of so many ticks is open.
    code: Option<usize>,
    /// `*` and `_` that are open.
    open: [u32; 2],
}

impl Default for Plain {
    fn default() -> Self {
        Self {
            held: String::new(),
            line_start: true,
            blank: true,
            before: '\n',
            fence: None,
            code: None,
            open: [0; 2],
        }
    }
}

/// What to do with the start of what is held: so many bytes become this text.
type Step = (usize, String);

impl Plain {
    /// What can go on.
    pub fn push(&mut self, text: &str) -> String {
        self.held.push_str(text);
        self.run(false)
    }

    /// What was held back.
    pub fn finish(mut self) -> String {
        self.run(true)
    }

    fn run(&mut self, last: bool) -> String {
        let held = std::mem::take(&mut self.held);
        let (mut out, mut at) = (String::with_capacity(held.len()), 0);
        while at < held.len() {
            let rest = &held[at..];
            let step = if self.line_start { self.start_of_line(rest, last) } else { self.inline(rest, last) };
            let Some((length, text)) = step else { break };
            out.push_str(&text);
            at += length;
        }
        held[at..].clone_into(&mut self.held);
        out
    }

    fn start_of_line(&mut self, rest: &str, last: bool) -> Option<Step> {
        let line = rest.trim_start_matches([' ', '\t']);
        let indent = rest.len() - line.len();
        let Some(first) = line.chars().next() else {
            return if last { Some(self.begin_line(rest, indent)) } else { None };
        };
        let run = line.len() - line.trim_start_matches(first).len();
        let next = line[run..].chars().next();
        let known = next.is_some() || last;
        if self.fence.is_some() || matches!(first, '`' | '~') {
            return self.fence_line(rest, indent, first, run, last);
        }
        match first {
            '#' if !known && run <= 6 => None,
            '#' if run <= 6 && next.is_none_or(|c| c == ' ' || c == '\n') => {
                self.line_start = false;
                self.blank = false;
                Some((indent + run + usize::from(next == Some(' ')), String::new()))
            }
            '>' => match line[1..].chars().next() {
                None if !last => None,
                after => Some((indent + 1 + usize::from(after == Some(' ')), String::new())),
            },
            '-' | '*' | '_' | '=' | '|' | ':' => self.rule(rest, indent, first, last),
            _ => Some(self.begin_line(rest, indent)),
        }
    }

    /// The line holds words: its indent goes out, and what follows is looked at for marks.
    fn begin_line(&mut self, rest: &str, indent: usize) -> Step {
        self.line_start = false;
        if indent > 0 {
            self.before = ' ';
        }
        (indent, rest[..indent].to_owned())
    }

    /// A line of ticks or tildes, and any line inside a fence.
    fn fence_line(&mut self, rest: &str, indent: usize, first: char, run: usize, last: bool) -> Option<Step> {
        let line = &rest[indent..];
        let end = line.find('\n');
        let open = self.fence;
        let may_be =
            run >= open.map_or(3, |(_, length)| length) && open.is_none_or(|(mark, _)| mark == first);
        if !may_be {
            let undecided = line.len() == run && !last && open.is_none_or(|(mark, _)| mark == first);
            return if undecided { None } else { Some(self.begin_line(rest, indent)) };
        }
        if end.is_none() && !last && line.len() <= LONGEST_RULE {
            return None;
        }
        let info = &line[run..end.unwrap_or(line.len())];
        let is = if open.is_some() { info.trim().is_empty() } else { first == '~' || !info.contains('`') };
        if !is || (end.is_none() && !last) {
            return Some(self.begin_line(rest, indent));
        }
        self.fence = if open.is_some() { None } else { Some((first, run)) };
        Some((indent + end.map_or(line.len(), |end| end + 1), String::new()))
    }

    /// A rule, an underline or the second line of a table goes; `* ` before an item becomes `- `.
    fn rule(&mut self, rest: &str, indent: usize, first: char, last: bool) -> Option<Step> {
        let line = &rest[indent..];
        let of_table = matches!(first, '|' | ':') || (first == '-' && line.contains('|'));
        let belongs = |c: char| c == first || c == ' ' || (of_table && matches!(c, '|' | '-' | ':'));
        let end = line.find(|c: char| !belongs(c));
        let drawn = match end {
            None if !last && line.len() <= LONGEST_RULE => return None,
            None => last,
            Some(end) => line[end..].starts_with('\n'),
        };
        let whole = &line[..end.unwrap_or(line.len())];
        let strokes = whole.chars().filter(|c| *c == if of_table { '-' } else { first }).count();
        if drawn && strokes >= if first == '=' { 2 } else { 3 } {
            self.line_start = false;
            self.blank = false;
            return Some((indent + whole.len(), String::new()));
        }
        if first == '*' && line[1..].starts_with(' ') {
            self.line_start = false;
            self.blank = false;
            self.before = ' ';
            return Some((indent + 2, format!("{}- ", &rest[..indent])));
        }
        Some(self.begin_line(rest, indent))
    }

    fn inline(&mut self, rest: &str, last: bool) -> Option<Step> {
        let special = |c: char| {
            c == '\n'
                || (self.fence.is_none()
                    && (c == '`' || (self.code.is_none() && (c == '!' || MARKS.contains(&c)))))
        };
        let at = rest.find(special).unwrap_or(rest.len());
        if at > 0 {
            self.blank = false;
            return Some(self.as_it_is(rest, at));
        }
        let mark = rest.chars().next()?;
        let run = rest.len() - rest.trim_start_matches(mark).len();
        let next = rest[run..].chars().next();
        if mark == '\n' {
            return Some(self.end_line(rest));
        }
        self.blank = false;
        match mark {
            '`' | '*' | '_' | '~' if next.is_none() && !last => None,
            '`' => Some(self.ticks(rest, run)),
            '\\' => match rest[1..].chars().next() {
                None if !last => None,
                Some(c) if c.is_ascii_punctuation() => {
                    self.before = c;
                    Some((1 + c.len_utf8(), c.to_string()))
                }
                _ => Some(self.as_it_is(rest, 1)),
            },
            '*' | '_' => Some(self.emphasis(rest, mark, run, next)),
            '~' if run == 2 => Some((run, String::new())),
            '!' if next.is_none() && run == 1 && !last => None,
            '!' if run == 1 && next == Some('[') => self.link(rest, 2, last),
            '[' => self.link(rest, 1, last),
            _ => Some(self.as_it_is(rest, run)),
        }
    }

    fn as_it_is(&mut self, rest: &str, length: usize) -> Step {
        let text = &rest[..length];
        self.before = text.chars().next_back().unwrap_or(self.before);
        (length, text.to_owned())
    }

    fn end_line(&mut self, rest: &str) -> Step {
        if self.blank {
            // What is not closed within its paragraph never is.
            self.code = None;
            self.open = [0; 2];
        }
        (self.line_start, self.blank) = (true, true);
        self.as_it_is(rest, 1)
    }

    fn ticks(&mut self, rest: &str, run: usize) -> Step {
        match self.code {
            Some(open) if open != run => return self.as_it_is(rest, run),
            Some(_) => self.code = None,
            None => self.code = Some(run),
        }
        (run, String::new())
    }

    /// `*` and `_` around words; between letters and beside spaces they are characters like others.
    fn emphasis(&mut self, rest: &str, mark: char, run: usize, next: Option<char>) -> Step {
        let opens = next.is_some_and(|c| !c.is_whitespace());
        let closes = !self.before.is_whitespace();
        let word_before = self.before.is_alphanumeric();
        let word_after = next.is_some_and(char::is_alphanumeric);
        let inside_word = word_before && word_after;
        let open = &mut self.open[usize::from(mark == '_')];
        let is_mark = if closes && *open > 0 && !(mark == '_' && inside_word) {
            *open -= 1;
            true
        } else if opens && !word_before && run <= 3 {
            *open += 1;
            true
        } else {
            false
        };
        if is_mark { (run, String::new()) } else { self.as_it_is(rest, run) }
    }

    /// `[text](address)` becomes `text (address)`; the first `skip` bytes open it.
    fn link(&mut self, rest: &str, skip: usize, last: bool) -> Option<Step> {
        match parse_link(&rest[skip..]) {
            Link::Whole { length, text, address } => {
                let mut words = Self { line_start: false, ..Self::default() };
                let mut words = words.push(text) + &words.finish();
                if !address.is_empty() && address != words {
                    words =
                        if words.is_empty() { address.to_owned() } else { format!("{words} ({address})") };
                }
                self.before = ')';
                Some((skip + length, words))
            }
            Link::Unfinished if !last && rest.len() <= LONGEST_LINK => None,
            _ => Some(self.as_it_is(rest, skip)),
        }
    }
}

enum Link<'t> {
    Unfinished,
    None,
    Whole { length: usize, text: &'t str, address: &'t str },
}

/// A link without its first `[`.
fn parse_link(inside: &str) -> Link<'_> {
    let Some(end) = closing(inside, '[', ']') else {
        return if inside.contains("\n\n") { Link::None } else { Link::Unfinished };
    };
    let after = &inside[end + 1..];
    if after.is_empty() {
        return Link::Unfinished;
    }
    let Some(target) = after.strip_prefix('(') else { return Link::None };
    let Some(close) = closing(target, '(', ')') else {
        return if target.contains('\n') { Link::None } else { Link::Unfinished };
    };
    // A title may follow the address.
    let address = target[..close].split_whitespace().next().unwrap_or_default();
    let address = address.trim_start_matches('<').trim_end_matches('>');
    Link::Whole { length: end + 2 + close + 1, text: &inside[..end], address }
}

/// Where what was opened is closed, pairs in it left out.
fn closing(text: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 0_u32;
    for (at, c) in text.char_indices() {
        if c == open {
            depth += 1;
        } else if c == close {
            if depth == 0 {
                return Some(at);
            }
            depth -= 1;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        let mut plain = Plain::default();
        let mut out = plain.push(text);
        out.push_str(&plain.finish());
        out
    }

    fn same_in_pieces(text: &str) -> String {
        let whole = plain(text);
        for (cut, _) in text.char_indices() {
            let mut plain = Plain::default();
            let mut out = plain.push(&text[..cut]);
            out.push_str(&plain.push(&text[cut..]));
            out.push_str(&plain.finish());
            assert_eq!(out, whole, "{text:?} cut at {cut}");
        }
        let mut plain = Plain::default();
        let mut out = String::new();
        for c in text.chars() {
            out.push_str(&plain.push(c.encode_utf8(&mut [0; 4])));
        }
        out.push_str(&plain.finish());
        assert_eq!(out, whole, "{text:?} char by char");
        whole
    }

    #[test]
    fn marks_go_and_words_stay_however_the_text_is_cut() {
        for (marked, expected) in [
            (
                "# Title\n\nText **bold** and *it*, __b__ _i_, ~~gone~~.\n",
                "Title\n\nText bold and it, b i, gone.\n",
            ),
            ("###### Six\n####### seven", "Six\n####### seven"),
            ("Use `a_b * c` and ``x ` y``.", "Use a_b * c and x ` y."),
            ("```rust\nlet a = *b_c_;\n# no title\n```\nafter", "let a = *b_c_;\n# no title\nafter"),
            ("  ~~~\n```\n  ~~~\nx", "```\nx"),
            ("- one\n* two\n  * three\n1. four", "- one\n- two\n  - three\n1. four"),
            ("> said\n> > twice\n>thrice", "said\ntwice\nthrice"),
            ("a\n\n---\n\nb\n***\nTitle\n=====\n", "a\n\n\n\nb\n\nTitle\n\n"),
            ("See [the *page*](https://a.example/x_(y) \"T\").", "See the page (https://a.example/x_(y))."),
            ("[https://a.example](https://a.example) ![a cat](cat.png)", "https://a.example a cat (cat.png)"),
            ("[not] a [link]\n[x]: y", "[not] a [link]\n[x]: y"),
            ("| A | B |\n|---|:-:|\n| **1** | 2 |", "| A | B |\n\n| 1 | 2 |"),
            (r"\*kept\* \_ 2 \\ 3 \d", r"*kept* _ 2 \ 3 \d"),
            ("***both*** **b**old", "both bold"),
        ] {
            assert_eq!(same_in_pieces(marked), expected, "{marked:?}");
        }
    }

    #[test]
    fn what_is_no_mark_stays() {
        for text in [
            "2 * 3 * 4 = 24, 2*3*4, a_b_c snake_case __init__x",
            "5 > 3 # no title, C# and #hash",
            "x ~ y ~5, Hi! Wow!! [",
            "größer 日本 🎈\n\n\tindented\n",
            "-5 degrees, - - , a = b",
            "",
        ] {
            let expected = text.replace("__init__x", "init__x");
            assert_eq!(same_in_pieces(text), expected, "{text:?}");
        }
    }

    #[test]
    fn words_go_on_at_once() {
        let mut plain = Plain::default();
        assert_eq!(plain.push("Hello"), "Hello");
        assert_eq!(plain.push(" wor"), " wor");
        assert_eq!(plain.push("ld **"), "ld ");
        assert_eq!(plain.push("now"), "now");
        assert_eq!(plain.push("** and [a link](https://"), " and ");
        assert_eq!(plain.push("a.example)"), "a link (https://a.example)");
        assert_eq!(plain.push(&format!("[{}", "x".repeat(LONGEST_LINK))).len(), LONGEST_LINK + 1);
    }
}
