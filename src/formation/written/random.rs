//! Random documents for tests: trees that are written in all the ways that people write them.

use proptest::prelude::*;

/// A value and how it is written.
#[derive(Clone, Debug)]
pub(in crate::formation) enum Tree {
    Leaf(&'static str),
    Seq(bool, Vec<Tree>),
    Map(bool, Vec<(String, Tree)>),
}

/// Scalars as they are written on one line; those from the ninth on not between brackets.
const LEAVES: [&str; 14] = [
    "x",
    "1",
    "\"q # r\"",
    "'s: t'",
    "true",
    "a/b",
    "\"e\\n\\\"f\"",
    "~",
    "plain words",
    "${{ secrets.A }}",
    "|LITERAL",
    ">FOLDED",
    "multi",
    "\"double\\\n  lines\"",
];

pub(in crate::formation) fn trees() -> impl Strategy<Value = Tree> {
    let leaf = (0..LEAVES.len()).prop_map(|n| Tree::Leaf(LEAVES[n]));
    let tree = leaf.prop_recursive(4, 24, 4, |inner| {
        let items = prop::collection::vec(inner.clone(), 0..4);
        let pairs = prop::collection::vec(inner, 0..4);
        prop_oneof![
            (any::<bool>(), items).prop_map(|(flow, items)| Tree::Seq(flow, items)),
            (any::<bool>(), pairs).prop_map(|(flow, values)| Tree::Map(flow, named(values))),
        ]
    });
    prop::collection::vec(tree, 1..5).prop_map(|values| Tree::Map(false, named(values)))
}

fn named(values: Vec<Tree>) -> Vec<(String, Tree)> {
    values.into_iter().enumerate().map(|(nth, value)| (format!("k{nth}"), value)).collect()
}

/// A document of the tree; the dice decide on comments, blank lines and indentation.
pub(in crate::formation) fn documents() -> impl Strategy<Value = String> {
    (trees(), prop::collection::vec(any::<u8>(), 64)).prop_map(|(tree, dice)| {
        let mut writer = Writer { dice, at: 0, out: String::new(), step: 2, list: 2, comments: 0 };
        writer.step = 2 + usize::from(writer.roll(3));
        writer.list = if writer.roll(2) == 0 { 0 } else { writer.step };
        let crlf = writer.roll(4) == 0;
        writer.own_lines(0);
        writer.block(&tree, 0, false);
        if writer.roll(3) == 0 {
            writer.own_lines(0);
        }
        let text = writer.out;
        if crlf { text.replace('\n', "\r\n") } else { text }
    })
}

struct Writer {
    dice: Vec<u8>,
    at: usize,
    out: String,
    step: usize,
    list: usize,
    comments: usize,
}

impl Writer {
    fn roll(&mut self, sides: u8) -> u8 {
        self.at += 1;
        let at = self.at % self.dice.len();
        self.dice[at].wrapping_add(u8::try_from(self.at / self.dice.len()).unwrap_or(0)) % sides
    }

    fn comment(&mut self) -> String {
        self.comments += 1;
        format!("# c{} 'x: [", self.comments)
    }

    /// Blank lines and comments.
    fn own_lines(&mut self, column: usize) {
        if self.roll(5) == 4 {
            let blank = if self.roll(2) == 0 { "\n" } else { "\n\n" };
            self.out.push_str(blank);
        }
        for _ in 0..self.roll(6).saturating_sub(3) {
            let comment = self.comment();
            self.out.extend([format!("{}{comment}\n", " ".repeat(column))]);
        }
    }

    fn end_line(&mut self) {
        if self.roll(5) == 4 {
            let comment = self.comment();
            let blanks = 1 + usize::from(self.roll(3));
            self.out.extend([format!("{}{comment}", " ".repeat(blanks))]);
        }
        self.out.push('\n');
    }

    /// A list or map that has something in it, over lines; `behind` a dash the first line is begun.
    fn block(&mut self, tree: &Tree, column: usize, behind: bool) {
        let mut begun = behind;
        let mut start = |writer: &mut Self| {
            if !std::mem::take(&mut begun) {
                writer.own_lines(column);
                writer.out.push_str(&" ".repeat(column));
            }
        };
        match tree {
            Tree::Map(_, pairs) => {
                for (key, value) in pairs {
                    start(self);
                    self.out.push_str(key);
                    self.out.push(':');
                    self.value(value, column, false);
                }
            }
            Tree::Seq(_, items) => {
                for item in items {
                    start(self);
                    self.out.push('-');
                    self.value(item, column, true);
                }
            }
            Tree::Leaf(_) => {}
        }
    }

    fn value(&mut self, tree: &Tree, column: usize, dash: bool) {
        match tree {
            Tree::Leaf("|LITERAL" | ">FOLDED") => {
                let head = if matches!(tree, Tree::Leaf("|LITERAL")) { "|" } else { ">" };
                let chomp = ["", "-", "+"][usize::from(self.roll(3))];
                let pad = " ".repeat(column + self.step);
                self.out.extend([format!(" {head}{chomp}")]);
                self.end_line();
                self.out.extend([format!("{pad}one # no comment  \n\n{pad}  two\n{pad}three\n")]);
                if self.roll(3) == 0 {
                    self.out.push('\n');
                }
            }
            Tree::Leaf("multi") => {
                let pad = " ".repeat(column + self.step);
                self.out.extend([format!(" plain\n{pad}over  \n\n{pad}lines")]);
                self.end_line();
            }
            Tree::Leaf(text) => {
                let pad = format!("\n{}", " ".repeat(column + self.step));
                self.out.extend([format!(" {}", text.replace("\n  ", &pad))]);
                self.end_line();
            }
            Tree::Seq(false, items) if !items.is_empty() => self.nested(tree, column, dash, true),
            Tree::Map(false, pairs) if !pairs.is_empty() => self.nested(tree, column, dash, false),
            flow => {
                self.out.push(' ');
                self.flow(flow);
                self.end_line();
            }
        }
    }

    fn nested(&mut self, tree: &Tree, column: usize, dash: bool, list: bool) {
        if dash && self.roll(2) == 0 {
            self.out.push(' ');
            self.block(tree, column + 2, true);
            return;
        }
        self.end_line();
        let offset = if dash {
            self.step
        } else if list {
            self.list
        } else {
            self.step
        };
        self.block(tree, column + offset, false);
    }

    fn flow(&mut self, tree: &Tree) {
        match tree {
            Tree::Leaf(text) => {
                let simple = LEAVES[..8].contains(text);
                self.out.push_str(if simple { text } else { "y" });
            }
            Tree::Seq(_, items) => {
                self.out.push('[');
                for (nth, item) in items.iter().enumerate() {
                    self.separate(nth);
                    self.flow(item);
                }
                self.out.push(']');
            }
            Tree::Map(_, pairs) => {
                self.out.push('{');
                for (nth, (key, value)) in pairs.iter().enumerate() {
                    self.separate(nth);
                    self.out.extend([format!("{key}: ")]);
                    self.flow(value);
                }
                self.out.push('}');
            }
        }
    }

    fn separate(&mut self, nth: usize) {
        if nth > 0 {
            let gap = [", ", ",", " , "][usize::from(self.roll(3))];
            self.out.push_str(gap);
        }
    }
}
