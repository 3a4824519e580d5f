//! A fence around a whole answer: models like to put one around HTML and JSON. It is taken off.

/// The longest line that can open a fence, in bytes.
const LONGEST: usize = 64;

/// Takes a fence around the whole of a text off while it comes.
#[derive(Debug, Default)]
pub struct Unfence {
    state: State,
    held: String,
}

#[derive(Debug, Default, PartialEq)]
enum State {
    /// Nothing but white space, or a part of the opening line.
    #[default]
    Begun,
    /// There was a fence: its end is held back.
    Fenced,
    /// There is none.
    Plain,
}

impl Unfence {
    /// What can go on.
    pub fn push(&mut self, text: &str) -> String {
        self.held.push_str(text);
        if self.state == State::Begun {
            let line = self.held.trim_start();
            if line.is_empty() || "```".starts_with(line) {
                return String::new();
            }
            match (line.starts_with("```"), line.split_once('\n')) {
                (true, None) if line.len() <= LONGEST => return String::new(),
                (true, Some((_, rest))) => {
                    self.held = rest.to_owned();
                    self.state = State::Fenced;
                }
                _ => self.state = State::Plain,
            }
        }
        if self.state == State::Plain {
            return std::mem::take(&mut self.held);
        }
        // What may be the closing line, and the line end before it.
        let end = self.held.trim_end_matches(|c: char| c == '`' || c.is_whitespace()).len();
        let held = self.held.split_off(end);
        std::mem::replace(&mut self.held, held)
    }

    /// What was held back, without the closing line.
    pub fn finish(self) -> String {
        if self.state == State::Fenced {
            return self.held.trim_end().trim_end_matches('`').trim_end().to_owned();
        }
        self.held
    }
}

/// The inside of a fence around all of `text`, else `text` without white space around it.
pub(super) fn inside(text: &str) -> &str {
    let text = text.trim();
    let fenced = text.strip_prefix("```").and_then(|rest| rest.strip_suffix("```"));
    let inner = fenced.and_then(|inner| inner.split_once('\n')).map(|(_, inner)| inner);
    inner.unwrap_or(text).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unfenced(text: &str, cut: usize) -> String {
        let mut fence = Unfence::default();
        let mut out = fence.push(&text[..cut]);
        out.push_str(&fence.push(&text[cut..]));
        out.push_str(&fence.finish());
        out
    }

    #[test]
    fn a_fence_goes_wherever_the_text_is_cut_and_other_ticks_stay() {
        for (text, expected) in [
            ("```html\n<p>a</p>\n```", "<p>a</p>"),
            ("\n ```\na `b` \n\nc\n```\n", "a `b` \n\nc"),
            ("a ```b```", "a ```b```"),
            ("``", "``"),
            ("`code` first", "`code` first"),
        ] {
            for cut in 0..=text.len() {
                assert_eq!(unfenced(text, cut), expected, "{text:?} at {cut}");
            }
            assert_eq!(inside(text), expected.trim(), "{text:?}");
        }
    }
}
