//! Where in a document something is: keys and places in lists.

use std::fmt;
use std::str::FromStr;

/// One step down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Into a map.
    Key(String),
    /// Into a list, counted from 0.
    Index(usize),
    /// Into a list, to the item that is this text or whose `id` it is.
    Id(String),
}

/// The way from the root of a document: `llm.models[0].text`, `agents[assistant].role`, `links."a.b".url`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Path(pub Vec<Step>);

/// A text that is no path.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{path}` is not a path: {what}")]
pub struct BadPath {
    path: String,
    what: &'static str,
}

impl Path {
    /// The path of these keys.
    pub fn keys<'a>(keys: impl IntoIterator<Item = &'a str>) -> Self {
        Self(keys.into_iter().map(|key| Step::Key(key.to_owned())).collect())
    }

    /// This path and one step more.
    #[must_use]
    pub fn then(&self, step: Step) -> Self {
        let mut steps = self.0.clone();
        steps.push(step);
        Self(steps)
    }

    /// The path without its last step, and that step.
    pub fn split_last(&self) -> Option<(Self, &Step)> {
        let (last, rest) = self.0.split_last()?;
        Some((Self(rest.to_vec()), last))
    }

    /// Its first `count` steps.
    pub(in crate::formation) fn head(&self, count: usize) -> Self {
        Self(self.0[..count.min(self.0.len())].to_vec())
    }
}

impl FromStr for Path {
    type Err = BadPath;

    fn from_str(text: &str) -> Result<Self, BadPath> {
        let bad = |what| BadPath { path: text.to_owned(), what };
        let mut steps = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            if let Some(inner) = rest.strip_prefix('[') {
                let (step, after) = bracket(inner).map_err(bad)?;
                steps.push(step);
                rest = after;
            } else {
                let after_dot = if steps.is_empty() { Some(rest) } else { rest.strip_prefix('.') };
                let after_dot = after_dot.ok_or_else(|| bad("between two keys there is a `.`"))?;
                let (key, after) = word(after_dot, &['.', '[']).map_err(bad)?;
                steps.push(Step::Key(key));
                rest = after;
            }
        }
        if steps.is_empty() { Err(bad("it is empty")) } else { Ok(Self(steps)) }
    }
}

fn bracket(text: &str) -> Result<(Step, &str), &'static str> {
    let quoted = text.starts_with('"');
    let (inside, after) = word(text, &[']'])?;
    let after = after.strip_prefix(']').ok_or("a `[` has no `]`")?;
    if !quoted && inside.bytes().all(|b| b.is_ascii_digit()) {
        let index = inside.parse().map_err(|_| "that number is too large")?;
        return Ok((Step::Index(index), after));
    }
    Ok((Step::Id(inside), after))
}

/// A word up to one of the `ends`, or one in double quotes.
fn word<'a>(text: &'a str, ends: &[char]) -> Result<(String, &'a str), &'static str> {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find(ends).unwrap_or(text.len());
        return match &text[..end] {
            "" => Err("a key is empty"),
            word => Ok((word.to_owned(), &text[end..])),
        };
    };
    let mut out = String::new();
    let mut chars = quoted.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Ok((out, &quoted[at + 1..])),
            '\\' => out.extend(chars.next().map(|(_, escaped)| escaped)),
            c => out.push(c),
        }
    }
    Err("a quote is not closed")
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quoted = |word: &str| format!("\"{}\"", word.replace('\\', "\\\\").replace('"', "\\\""));
        let odd = |word: &str| word.is_empty() || word.contains(['.', '[', ']', '"']);
        for (nth, step) in self.0.iter().enumerate() {
            match step {
                Step::Key(key) => {
                    if nth > 0 {
                        f.write_str(".")?;
                    }
                    if odd(key) { f.write_str(&quoted(key))? } else { f.write_str(key)? }
                }
                Step::Index(index) => write!(f, "[{index}]")?,
                Step::Id(id) if odd(id) || id.bytes().all(|b| b.is_ascii_digit()) => {
                    write!(f, "[{}]", quoted(id))?;
                }
                Step::Id(id) => write!(f, "[{id}]")?,
            }
        }
        Ok(())
    }
}
