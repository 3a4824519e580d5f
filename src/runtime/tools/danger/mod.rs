//! Which calls look dangerous. Every text in the arguments is read as what a shell, a database or a reader of files
//! would make of it; a false alarm costs a question, a miss may cost the files. Time grows with the size of the
//! arguments and no faster.

mod paths;
mod programs;
mod shell;
mod sql;
#[cfg(test)]
mod tests;

use serde_json::{Map, Value};

use super::lines;

/// What looks dangerous, as words that follow "it".
pub type Danger = &'static str;

/// Texts within texts are followed so deep: `sh -c "sh -c '…'"`.
const DEEPEST: u32 = 4;
/// Values that are nested deeper are not looked at one by one; the call counts as dangerous.
const DEEPEST_VALUE: u32 = 64;

/// The first thing in the arguments of a call that looks dangerous.
pub fn in_arguments(arguments: &Map<String, Value>) -> Option<Danger> {
    object(arguments, 0)
}

/// The same of one text.
pub fn in_text(text: &str) -> Option<Danger> {
    let wide = fork_bomb(text).or_else(|| in_code(text)).or_else(|| sql::danger(text));
    wide.or_else(|| paths::danger(text)).or_else(|| scripts(text, 0))
}

fn value(value: &Value, depth: u32) -> Option<Danger> {
    if depth > DEEPEST_VALUE {
        return Some("has arguments that are nested too deep to be looked at");
    }
    match value {
        Value::String(text) => in_text(text),
        Value::Array(items) => {
            let each = items.iter().find_map(|item| self::value(item, depth + 1));
            // A list may be the words of one command.
            each.or_else(|| in_text(&lines::words(value)))
        }
        Value::Object(fields) => object(fields, depth + 1),
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

fn object(fields: &Map<String, Value>, depth: u32) -> Option<Danger> {
    let Some(lines) = lines::of(fields) else {
        return Some("names its program and its words in more ways than can be looked at");
    };
    let each = fields.values().find_map(|field| value(field, depth + 1));
    each.or_else(|| lines.iter().find_map(|(_, line)| in_text(line)))
}

/// What the commands in a text would do, and those in their words.
fn scripts(text: &str, depth: u32) -> Option<Danger> {
    let commands = shell::commands(text);
    if let Some(danger) = programs::danger(&commands) {
        return Some(danger);
    }
    if depth == DEEPEST {
        return None;
    }
    let inner = commands.iter().filter(|command| !programs::only_shows(command));
    let words = inner.flat_map(|command| &command.words);
    // A text without blanks in it is one word, which was looked at.
    words.filter(|word| is_a_script(word, text)).find_map(|word| scripts(word, depth + 1))
}

fn is_a_script(word: &str, whole: &str) -> bool {
    word.len() < whole.len() && word.contains([' ', '\t', '\n', ';', '|', '&', '`', '('])
}

/// Calls in other languages that take away whole trees or databases.
fn in_code(text: &str) -> Option<Danger> {
    const CALLS: [&str; 9] = [
        "shutil.rmtree(",
        "fs.rmSync(",
        "fs.rmdirSync(",
        "FileUtils.rm_rf",
        "os.RemoveAll(",
        "fs::remove_dir_all(",
        "dropDatabase(",
        "deleteMany({})",
        "Directory.Delete(",
    ];
    CALLS.iter().any(|call| text.contains(call)).then_some("deletes a whole tree or database")
}

/// `:(){ :|:& };:`, whatever its name is: a function that pipes into itself.
fn fork_bomb(text: &str) -> Option<Danger> {
    if !text.contains('|') {
        return None;
    }
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let found = bare.match_indices("(){").any(|(at, _)| {
        let name = bare[..at].rsplit([';', '&', '|', '\'', '"', '(', '{', '}']).next().unwrap_or_default();
        let name = name.strip_prefix("function").unwrap_or(name);
        let rest = &bare[at + 3..];
        !name.is_empty()
            && name.len() <= 64
            && rest.strip_prefix(name).and_then(|rest| rest.strip_prefix('|')?.strip_prefix(name)).is_some()
    });
    found.then_some("starts programs without end (a fork bomb)")
}
