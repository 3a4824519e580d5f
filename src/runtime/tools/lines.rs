//! Command lines that come in pieces: a program in one argument and its words in another one, or all in a list.

use serde_json::{Map, Value};

/// Arguments that name a program, those that say what it is to do, and those that have its words; the first letter
/// may be large.
const PROGRAM: [&str; 10] =
    ["command", "cmd", "program", "executable", "exe", "binary", "bin", "tool", "file", "path"];
const SUBCOMMAND: [&str; 3] = ["subcommand", "sub_command", "action"];
const WORDS: [&str; 12] = [
    "args",
    "arguments",
    "argv",
    "parameters",
    "params",
    "options",
    "flags",
    "arg",
    "argument",
    "command_args",
    "commandArgs",
    "cmd_args",
];

/// More lines than any real call makes are not made.
const MOST: usize = 128;

/// The command lines that `fields` make together, each with the key of its program: every program without, with each
/// and with all of what it is to do, and behind that every list or text of words and all of them, for nobody knows which
/// of these the tool looks at. What is one text already is none of them. Nothing where there would be more lines than can
/// be looked at.
pub(super) fn of(fields: &Map<String, Value>) -> Option<Vec<(&str, String)>> {
    let (programs, heads, tails) = (all(fields, &PROGRAM), all(fields, &SUBCOMMAND), all(fields, &WORDS));
    if programs.len() * (variants(heads.len()) + 1) * variants(tails.len()).max(1) > MOST {
        return None;
    }
    let mut tails = alone_and_together(&tails);
    let heads = alone_and_together(&heads);
    let mut heads: Vec<String> = heads.iter().map(|head| format!(" {head}")).collect();
    if tails.is_empty() {
        tails.extend((!heads.is_empty()).then(String::new));
    } else {
        heads.push(String::new());
    }
    let mut lines = Vec::new();
    for (name, program) in programs {
        for head in &heads {
            lines.extend(tails.iter().map(|tail| (name, format!("{program}{head} {tail}"))));
        }
    }
    Some(lines)
}

/// Whether `fields`, or something in them, would make more lines than can be looked at, so that nobody knows what a rule
/// for a text would find in them.
pub(super) fn are_too_many(fields: &Map<String, Value>) -> bool {
    of(fields).is_none() || fields.values().any(are_too_many_in)
}

fn are_too_many_in(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().any(are_too_many_in),
        Value::Object(fields) => are_too_many(fields),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// How many texts `alone_and_together` makes of so many.
fn variants(pieces: usize) -> usize {
    if pieces > 1 { pieces + 2 } else { pieces }
}

/// What goes by one of `names`, as words; not what has none.
fn all<'f>(fields: &'f Map<String, Value>, names: &[&str]) -> Vec<(&'f str, String)> {
    let found = fields.iter().filter(|(name, _)| names.iter().any(|one| is_same(name, one)));
    found.map(|(name, value)| (name.as_str(), words(value))).filter(|(_, words)| !words.is_empty()).collect()
}

/// Each, and all of them from the first to the last and from the last to the first.
fn alone_and_together(pieces: &[(&str, String)]) -> Vec<String> {
    let mut made: Vec<String> = pieces.iter().map(|(_, words)| words.clone()).collect();
    if made.len() > 1 {
        let backwards: Vec<String> = made.iter().rev().cloned().collect();
        let together = [made.join(" "), backwards.join(" ")];
        made.extend(together);
    }
    made
}

/// Not more variants: what is looked at grows with each that there may be.
fn is_same(name: &str, known: &str) -> bool {
    let (name, known) = (name.as_bytes(), known.as_bytes());
    name.first().map(u8::to_ascii_lowercase) == known.first().copied() && name.get(1..) == known.get(1..)
}

/// The words of a text or a list, of lists in it too, parted by blanks; empty where there are none.
pub(super) fn words(value: &Value) -> String {
    let mut all = Vec::new();
    add(value, &mut all);
    all.join(" ")
}

fn add(value: &Value, all: &mut Vec<String>) {
    match value {
        Value::String(text) => all.push(text.clone()),
        Value::Number(_) | Value::Bool(_) => all.push(value.to_string()),
        Value::Array(items) => items.iter().for_each(|item| add(item, all)),
        Value::Null | Value::Object(_) => {}
    }
}

/// `text` with one blank between its words, and none around them.
pub(super) fn evenly(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn lines(value: &Value) -> Vec<String> {
        of(value.as_object().unwrap()).unwrap().into_iter().map(|(_, line)| evenly(&line)).collect()
    }

    #[test]
    fn a_command_in_pieces_is_one_line_however_its_pieces_are_called() {
        for shape in [
            json!({"command": "rm", "args": ["-rf", "/"]}),
            json!({"args": ["-rf", "/"], "command": "rm"}),
            json!({"cmd": "rm", "argv": ["-rf", "/"]}),
            json!({"Command": "rm", "Arguments": ["-rf", "/"]}),
            json!({"command": "rm", "arguments": "-rf /"}),
            json!({"command": ["rm"], "args": ["-rf", "/"]}),
            json!({"command": "rm", "args": [["-rf"], ["/"]]}),
            json!({"command": "rm ", "args": ["", " -rf", "/"]}),
            json!({"command": "rm", "subcommand": "-rf /"}),
            json!({"command": "rm", "args": [], "argv": ["-rf", "/"]}),
        ] {
            assert_eq!(lines(&shape), ["rm -rf /"], "{shape}");
        }
        assert_eq!(lines(&json!({"command": "kill", "args": [-9, -1]})), ["kill -9 -1"]);
        let sorted = |value: Value| {
            let mut all = lines(&value);
            all.sort();
            all
        };
        // Nobody knows which of them the tool looks at.
        assert_eq!(
            sorted(json!({"command": "ls", "bin": "rm", "args": ["-a"], "argv": ["-rf"]})),
            ["ls -a", "ls -a -rf", "ls -rf", "ls -rf -a", "rm -a", "rm -a -rf", "rm -rf", "rm -rf -a"]
        );
        assert_eq!(sorted(json!({"command": "rm", "action": "-rf", "args": ["/"]})), ["rm -rf /", "rm /"]);
        assert_eq!(
            sorted(json!({"command": "git", "action": "x", "subcommand": "push"})),
            ["git push", "git push x", "git x", "git x push"]
        );
    }

    #[test]
    fn more_lines_than_a_call_can_mean_are_not_made_but_said() {
        let mut many = Map::new();
        for name in PROGRAM.iter().chain(&WORDS).chain(&SUBCOMMAND) {
            assert!(!are_too_many(&many) || many.len() > 12, "{many:?}");
            many.insert((*name).to_owned(), json!("x"));
        }
        assert!(are_too_many(&many) && of(&many).is_none());
        assert!(are_too_many_in(&json!([{"a": many}])) && !are_too_many_in(&json!({"a": ["b"]})));
        let most =
            json!({"command": "a", "path": "b", "action": "c", "subcommand": "d", "args": "e", "flags": "f"});
        assert_eq!(lines(&most).len(), 2 * 5 * 4);
    }

    #[test]
    fn what_is_whole_or_no_command_makes_no_line() {
        for none in [
            json!({}),
            json!({"command": "rm -rf /"}),
            json!({"args": ["-rf"]}),
            json!({"command": "rm", "args": []}),
            json!({"command": "rm", "args": {"a": 1}, "argv": null}),
        ] {
            assert_eq!(lines(&none), [""; 0], "{none}");
        }
    }
}
