//! Formations made from the table of fields: the smallest good one around any field, and bad values for it.

use muxi::formation::schema::{Block, Case, Field, Kind, Need, Rule};

/// What follows the key of the field that a test is about, on its line.
pub(crate) const MARK: &str = " # HERE";

/// A YAML document to be.
#[derive(Clone, Debug)]
pub(crate) enum Tree {
    /// A value on one line, as it is written.
    Value(String),
    /// A list.
    List(Vec<Tree>),
    /// A map; the flag puts [`MARK`] on the line of the key.
    Map(Vec<(String, Tree, bool)>),
}

impl Tree {
    pub(crate) fn value(text: &str) -> Self {
        Self::Value(text.to_owned())
    }

    pub(crate) fn map<const N: usize>(entries: [(&str, Self); N]) -> Self {
        Self::Map(entries.into_iter().map(|(key, value)| (key.to_owned(), value, false)).collect())
    }

    /// The document.
    pub(crate) fn yaml(&self) -> String {
        let mut text = self.lines().join("\n");
        text.push('\n');
        text
    }

    fn lines(&self) -> Vec<String> {
        match self {
            Self::Value(text) => vec![text.clone()],
            Self::List(items) => items.iter().flat_map(|item| indented("- ", item)).collect(),
            Self::Map(entries) if entries.is_empty() => vec!["{}".to_owned()],
            Self::Map(entries) => entries.iter().flat_map(entry_lines).collect(),
        }
    }
}

fn entry_lines((key, value, marked): &(String, Tree, bool)) -> Vec<String> {
    let mark = if *marked { MARK } else { "" };
    match value {
        Tree::Value(text) => vec![format!("{key}: {text}{mark}")],
        nested => [format!("{key}:{mark}")].into_iter().chain(indented("  ", nested)).collect(),
    }
}

/// The lines of `tree` with `first` before the first and blanks before the others.
fn indented(first: &'static str, tree: &Tree) -> impl Iterator<Item = String> + use<> {
    let lines = tree.lines().into_iter().enumerate();
    lines.map(move |(at, line)| if at == 0 { format!("{first}{line}") } else { format!("  {line}") })
}

/// A good value of `field`.
pub(crate) fn valid(field: &Field) -> Tree {
    let secret = ["key", "token", "secret", "password"].iter().any(|word| field.name.ends_with(word));
    match field.kind {
        Kind::Text if secret => Tree::value("${{ secrets.SOME_KEY }}"),
        Kind::Named(Kind::Text) if field.name == "api_keys" => {
            Tree::map([("openai", Tree::value("${{ secrets.SOME_KEY }}"))])
        }
        kind => valid_of(&kind),
    }
}

/// A good value of that type, in its first form.
pub(crate) fn valid_of(kind: &Kind) -> Tree {
    match kind {
        Kind::Text | Kind::Scalar | Kind::Any => Tree::value("some-words"),
        Kind::Format(format) => Tree::Value(format!("{:?}", format.example)),
        Kind::Id => Tree::value("good-id"),
        Kind::Model => Tree::value("openai/gpt-4o"),
        Kind::Bool => Tree::value("true"),
        Kind::Int { min, .. } => Tree::Value(min.to_string()),
        Kind::Number { max, above: true, .. } => Tree::Value(max.min(7.5).to_string()),
        Kind::Number { min, .. } => Tree::Value(min.to_string()),
        Kind::Enum(words) | Kind::Open(words) => Tree::Value(format!("{:?}", words[0])),
        Kind::Map(block) => minimal(block, None, false, None),
        Kind::Named(inner) => Tree::map([("some_name", valid_of(inner))]),
        Kind::List(inner) => Tree::List(vec![valid_of(inner)]),
        Kind::Components(block) => Tree::List(vec![minimal(block, None, false, None)]),
        Kind::Uses { narrowed, .. } => Tree::List(vec![minimal(narrowed, None, false, None)]),
        Kind::Either(kinds) => valid_of(&kinds[0]),
        Kind::AnyMap => Tree::map([("some_name", Tree::value("1"))]),
    }
}

/// Whether an agent with that word for its `runner` has nobody who hears of the key.
pub(crate) fn unheard(word: Option<&str>, name: &str) -> bool {
    let keys = ["soul", "system_message", "llm_models", "knowledge", "mcp_servers", "skills"];
    word == Some("command") && keys.contains(&name)
}

/// The case of `word` in `block`, or of its first word where a tag must be there.
fn case_of(block: &Block, word: Option<&str>) -> Option<&'static Case> {
    let cases = block.cases?;
    let tag = block.fields.iter().find(|field| field.name == cases.tag)?;
    let required = tag.need == Need::Required;
    let word = word.or(required.then(|| cases.cases[0].word));
    block.case_of(word)
}

/// The smallest good map of `block`, for the `word` of its tag, in a file of its own or not, in which `only` is
/// there too: its key, its value, and whether it is marked.
pub(crate) fn minimal(
    block: &Block,
    word: Option<&str>,
    in_file: bool,
    only: Option<&(&Field, &str, Tree)>,
) -> Tree {
    let mut entries: Vec<(String, Tree, bool)> = Vec::new();
    let about = only.map_or("", |(field, ..)| field.name);
    let needed = block.rules.iter().find_map(|rule| match rule {
        Rule::Needs(needs) if needs.key == about => Some((needs.other, needs.words.first())),
        _ => None,
    });
    let case = case_of(block, word);
    let first = needed.map(|(other, _)| other).filter(|other| block.one_of.contains(other));
    let chosen = first.or(block.one_of.first().copied()).filter(|_| !block.one_of.contains(&about));
    for field in block.fields.iter().chain(case.map_or(&[][..], |case| case.fields)) {
        let wanted = match field.need {
            Need::Required | Need::Recommended => true,
            Need::RequiredInFile => in_file,
            _ => chosen == Some(field.name) || needed.is_some_and(|(other, _)| other == field.name),
        };
        let tag = block.cases.is_some_and(|cases| cases.tag == field.name);
        if let Some((_, key, value)) = only.filter(|_| field.name == about) {
            entries.push(((*key).to_owned(), value.clone(), true));
        } else if tag && let Some(word) = word.or(case.map(|case| case.word)) {
            entries.push((field.name.to_owned(), Tree::Value(format!("{word:?}")), false));
        } else if wanted {
            let words = needed.filter(|(other, _)| *other == field.name).and_then(|(_, word)| word);
            let value = words.map_or_else(|| valid(field), |word| Tree::Value(format!("{word:?}")));
            entries.push((field.name.to_owned(), value, false));
        }
    }
    Tree::Map(entries)
}

/// Values of another type, each on one line.
pub(crate) fn of_another_type(kind: &Kind) -> Vec<String> {
    let candidates = ["[a, b]", "{some_name: x}", "5", "true", "zzqqz"];
    let fitting = candidates.iter().filter(|text| !fits(kind, text));
    let mut wrong: Vec<_> = fitting.map(|text| (*text).to_owned()).collect();
    // An item, or a value, of another type.
    match kind {
        Kind::List(inner) => wrong.extend(of_another_type(inner).iter().map(|text| format!("[{text}]"))),
        Kind::Named(inner) => {
            wrong.extend(of_another_type(inner).iter().map(|text| format!("{{some_name: {text}}}")));
        }
        _ => {}
    }
    wrong
}

/// Whether the shape of one of the candidates above is one of the type's.
fn fits(kind: &Kind, text: &str) -> bool {
    match kind {
        Kind::Text | Kind::Format(_) | Kind::Id | Kind::Model | Kind::Enum(_) | Kind::Open(_) => {
            text == "zzqqz"
        }
        Kind::Bool => text == "true",
        Kind::Int { .. } | Kind::Number { .. } => text == "5",
        Kind::Scalar => !text.starts_with(['[', '{']),
        Kind::Map(_) | Kind::Named(_) | Kind::AnyMap => text.starts_with('{'),
        Kind::List(_) | Kind::Components(_) | Kind::Uses { .. } => text.starts_with('['),
        Kind::Either(kinds) => kinds.iter().any(|kind| fits(kind, text)),
        Kind::Any => true,
    }
}

/// Values of the right type that are off its range, each on one line, with the code that says so.
pub(crate) fn off_range(kind: &Kind) -> Vec<(String, &'static str)> {
    let number = |text: String| (text, "out-of-range");
    match kind {
        Kind::Int { min, max } => {
            let below = min.checked_sub(1).map(|n| number(n.to_string()));
            below.into_iter().chain(max.checked_add(1).map(|n| number(n.to_string()))).collect()
        }
        Kind::Number { min, max, above } => {
            let below = if *above { *min } else { min - 1.0 };
            let over = (*max < f64::MAX).then(|| number((max + 1.0).to_string()));
            std::iter::once(number(below.to_string())).chain(over).collect()
        }
        Kind::Enum(_) => vec![("zzqqz".to_owned(), "unknown-value")],
        Kind::Model => vec![("zzqqz".to_owned(), "unknown-model")],
        Kind::Id => vec![("Bad Id".to_owned(), "bad-id")],
        Kind::Format(format) => vec![(format!("{:?}", format.counter), "bad-format")],
        Kind::Open(words) => vec![(format!("{}z", words[words.len() - 1]), "unknown-value")],
        Kind::List(inner) => {
            off_range(inner).into_iter().map(|(text, code)| (format!("[{text}]"), code)).collect()
        }
        Kind::Named(inner) => off_range(inner)
            .into_iter()
            .map(|(text, code)| (format!("{{some_name: {text}}}"), code))
            .collect(),
        Kind::Either(kinds) => {
            // A value counts for the first type that it has the shape of.
            let first = |text: &str, at: usize| !kinds[..at].iter().any(|kind| fits(kind, shape_of(text)));
            let each = kinds.iter().enumerate();
            each.flat_map(|(at, kind)| off_range(kind).into_iter().filter(move |(text, _)| first(text, at)))
                .collect()
        }
        _ => Vec::new(),
    }
}

/// The candidate of [`of_another_type`] that has the shape of `text`.
fn shape_of(text: &str) -> &'static str {
    match text.chars().next() {
        Some('[') => "[a, b]",
        Some('{') => "{some_name: x}",
        Some('-' | '0'..='9') => "5",
        _ => "zzqqz",
    }
}
