//! The `secrets` template: the names that a formation wants, for people and for git.
//!
//! One `NAME=` per line. Comments, blank lines, order and names without a value stay as they are.

use std::collections::{BTreeSet, HashSet};
use std::fmt;

/// The template's text, line by line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Template {
    /// Each with its line end.
    lines: Vec<String>,
}

impl Template {
    /// Takes any text; lines that are not `NAME=` are kept and not looked at.
    pub fn parse(text: &str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        Self { lines: text.split_inclusive('\n').map(Into::into).collect() }
    }

    /// The names, in the order of the file, each once.
    pub fn names(&self) -> Vec<String> {
        let mut seen = HashSet::new();
        let names = self.lines.iter().filter_map(|line| name_of(line));
        names.filter(|name| seen.insert(name.clone())).collect()
    }

    /// Adds a `NAME=` for each name that is not there: where it sorts if the names are sorted, else at the end.
    /// False if none was added.
    pub fn insert(&mut self, names: &[&str]) -> bool {
        let (place, there): (Vec<usize>, Vec<String>) = self.named().unzip();
        let known: HashSet<&str> = there.iter().map(String::as_str).collect();
        let new: BTreeSet<&str> = names.iter().copied().filter(|name| !known.contains(name)).collect();
        if new.is_empty() {
            return false;
        }
        let end = self.line_end();
        if let Some(last) = self.lines.last_mut().filter(|line| !line.ends_with('\n')) {
            last.push_str(end);
        }
        let sorted = there.is_sorted();
        let head = if place.first() == Some(&0) { 0 } else { self.lines.len() };
        // Behind the last smaller name: comments stand above what they are about, and stay there.
        let at = |name: &str| match there.partition_point(|n| n.as_str() < name) {
            _ if !sorted => self.lines.len(),
            0 => head,
            smaller => place[smaller - 1] + 1,
        };
        let mut new: Vec<_> = new.into_iter().map(|name| (at(name), name)).collect();
        new.sort_by_key(|(at, _)| *at);
        let mut new = new.into_iter().peekable();
        let old = std::mem::take(&mut self.lines);
        for (i, line) in old.into_iter().map(Some).chain([None]).enumerate() {
            while let Some((_, name)) = new.next_if(|(at, _)| *at == i) {
                self.lines.push(format!("{name}={end}"));
            }
            self.lines.extend(line);
        }
        true
    }

    /// Takes the lines of these names out, with nothing around them. False if there are none.
    pub fn remove(&mut self, names: &[&str]) -> bool {
        let before = self.lines.len();
        if !names.is_empty() {
            self.lines.retain(|line| name_of(line).is_none_or(|n| !names.contains(&n.as_str())));
        }
        self.lines.len() < before
    }

    /// The text with the line of `from` made that of `to`, in its place; `None` where there is no such line.
    pub fn renamed(&self, from: &str, to: &str) -> Option<String> {
        let names: Vec<_> = self.named().collect();
        if !names.iter().any(|(_, name)| name == from) {
            return None;
        }
        let there = names.iter().any(|(_, name)| name == to);
        let mut new = self.clone();
        for (at, _) in names.into_iter().rev().filter(|(_, name)| name == from) {
            if there {
                new.lines.remove(at);
            } else {
                let (_, rest) = new.lines[at].split_once('=').expect("a line with a name has it");
                new.lines[at] = format!("{to}={rest}");
            }
        }
        Some(new.to_string())
    }

    /// Each line with a name: its place, and the name.
    fn named(&self) -> impl Iterator<Item = (usize, String)> {
        self.lines.iter().enumerate().filter_map(|(i, line)| Some((i, name_of(line)?)))
    }

    fn line_end(&self) -> &'static str {
        match self.lines.first() {
            Some(line) if line.ends_with("\r\n") => "\r\n",
            _ => "\n",
        }
    }
}

impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.lines.iter().try_for_each(|line| f.write_str(line))
    }
}

fn name_of(line: &str) -> Option<String> {
    let line = line.trim();
    if line.starts_with('#') {
        return None;
    }
    let (name, _) = line.split_once('=')?;
    let name = super::SecretName::normalise(name.trim()).ok()?.name;
    Some(name.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(text: &str, name: &str) -> String {
        let mut template = Template::parse(text);
        template.insert(&[name]);
        template.to_string()
    }

    #[test]
    fn a_new_name_goes_where_it_sorts_and_comments_stay_with_theirs() {
        let text = "# wanted\n\n# for the model\nA=\n# for the queue\nC=\n";
        let expected = "# wanted\n\n# for the model\nA=\nB=\n# for the queue\nC=\n";
        assert_eq!(with(text, "B"), expected);
        assert_eq!(with(text, "D"), format!("{text}D=\n"));
        assert_eq!(with("B=\n", "A"), "A=\nB=\n");
        assert_eq!(with("", "A"), "A=\n");
        let mut template = Template::parse(text);
        assert!(template.insert(&["D", "B", "BB", "A"]));
        assert_eq!(
            template.to_string(),
            "# wanted\n\n# for the model\nA=\nB=\nBB=\n# for the queue\nC=\nD=\n"
        );
    }

    #[test]
    fn an_unsorted_template_keeps_its_order() {
        assert_eq!(with("Z=\nA=", "M"), "Z=\nA=\nM=\n");
        assert_eq!(with("# head\nB=\n", "A"), "# head\nB=\nA=\n");
    }

    #[test]
    fn line_ends_and_names_without_value_survive() {
        assert_eq!(with("A=\r\nC=\r\n", "B"), "A=\r\nB=\r\nC=\r\n");
        let text = "A=\nnonsense\n B = x\n";
        assert_eq!(Template::parse(text).names(), ["A", "B"]);
        assert_eq!(with(text, "B"), text);
    }

    #[test]
    fn removing_takes_one_line_and_no_comment() {
        let mut template = Template::parse("# a\nA=\nB=\n");
        assert!(template.remove(&["A"]));
        assert!(!template.remove(&["A"]));
        assert_eq!(template.to_string(), "# a\nB=\n");
    }
}
