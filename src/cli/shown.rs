//! Objects of the API as a person reads them: each text in one line, in which nothing steers a terminal.

use serde::Serialize;
use serde_json::{Value, json};

use super::context::Context;
use crate::output::{Failure, columns, one_line};

/// An object, of whose texts so many characters are shown. What is missing, or of another type, is empty or 0.
#[derive(Clone, Copy)]
pub(super) struct Shown<'a> {
    object: &'a Value,
    most: usize,
}

impl<'a> Shown<'a> {
    pub(super) fn new(object: &'a Value, most: usize) -> Self {
        Self { object, most }
    }

    /// The text of this name.
    pub(super) fn text(&self, name: &str) -> String {
        one_line(self.object[name].as_str().unwrap_or_default(), self.most)
    }

    /// The number of this name.
    pub(super) fn number(&self, name: &str) -> usize {
        usize::try_from(self.object[name].as_u64().unwrap_or_default()).unwrap_or_default()
    }

    /// Whether what has this name is true.
    pub(super) fn is(&self, name: &str) -> bool {
        self.object[name] == true
    }

    /// The object of this name.
    pub(super) fn of(&self, name: &str) -> Self {
        Self { object: &self.object[name], most: self.most }
    }

    /// The objects of the list of this name.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = Self> + use<'a> {
        let most = self.most;
        list(self.object, name).iter().map(move |object| Self { object, most })
    }

    /// The texts of the list of this name, in one line.
    pub(super) fn words(&self, name: &str) -> String {
        let words: Vec<&str> = list(self.object, name).iter().filter_map(Value::as_str).collect();
        one_line(&words.join(", "), self.most)
    }
}

/// The list of this name; empty where there is none.
pub(super) fn list<'a>(object: &'a Value, name: &str) -> &'a [Value] {
    object[name].as_array().map(Vec::as_slice).unwrap_or_default()
}

/// Prints a list: as JSON under `name`, with how many there are; else a row each, or that there is `nothing`.
pub(super) fn table<T: Serialize>(
    context: &mut Context,
    name: &str,
    all: &[T],
    nothing: &str,
    row: impl FnMut(&T) -> Vec<String>,
) -> Result<(), Failure> {
    if context.out.is_json() {
        return context.out.json(&json!({(name): all, "count": all.len()}));
    }
    if all.is_empty() {
        context.out.note(nothing);
        return Ok(());
    }
    context.out.line(&columns(all.iter().map(row).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_missing_is_empty_and_nothing_steers_the_terminal() {
        let object = json!({
            "a": "x\u{1b}[2J\ny\u{202e}", "n": 7, "l": ["one", 2, "thr\u{200f}ee"], "o": {"p": "q"},
            "all": [{"p": "r"}, 3],
        });
        let shown = Shown::new(&object, 20);
        assert_eq!((shown.text("a").as_str(), shown.text("n").as_str()), ("x[2J y", ""));
        assert_eq!((shown.number("n"), shown.number("a")), (7, 0));
        assert_eq!((shown.words("l").as_str(), shown.words("a").as_str()), ("one, three", ""));
        assert_eq!((shown.of("o").text("p").as_str(), shown.of("none").text("p").as_str()), ("q", ""));
        assert_eq!(shown.all("all").map(|one| one.text("p")).collect::<Vec<_>>(), ["r", ""]);
    }
}
