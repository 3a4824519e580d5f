//! Statements that take data away: `DROP`, `TRUNCATE`, and `DELETE` or `UPDATE` without a condition.

use super::Danger;

/// What `DROP` takes away.
const DROPPED: [&str; 14] = [
    "table",
    "database",
    "schema",
    "view",
    "index",
    "user",
    "role",
    "column",
    "collection",
    "keyspace",
    "tablespace",
    "materialized",
    "sequence",
    "function",
];
/// What may end a statement after the name of a table.
const AFTER_TABLE: [&str; 5] = ["returning", "limit", "order", "using", "go"];

pub(super) fn danger(text: &str) -> Option<Danger> {
    let lower = text.to_ascii_lowercase();
    if !["drop", "truncate", "delete", "update"].iter().any(|word| lower.contains(word)) {
        return None;
    }
    let tokens = tokens(&lower);
    (0..tokens.len()).find_map(|at| statement(&tokens[at..]))
}

/// What begins with these words.
fn statement(tokens: &[&str]) -> Option<Danger> {
    let at = |nth: usize| tokens.get(nth).copied().unwrap_or_default();
    match at(0) {
        "drop" if DROPPED.contains(&at(1)) && is_name(after_if_exists(tokens, 2)) => {
            Some("drops what a database holds (DROP)")
        }
        "truncate" if at(1) == "table" && is_name(at(2)) => Some("empties a table (TRUNCATE)"),
        // `truncate -s 0` is a program's; a sentence goes on with something else.
        "truncate" if is_name(at(1)) && ends(at(2)) => Some("empties a table (TRUNCATE)"),
        "truncate" if at(2) == "," && is_list(&tokens[1..]) => Some("empties tables (TRUNCATE)"),
        "delete" if at(1) == "from" && is_name(at(2)) => {
            let only = usize::from(at(2) == "only" && is_name(at(3)));
            without_condition(&tokens[3 + only..], true)
        }
        "update" if is_name(at(1)) => {
            let only = usize::from(at(1) == "only" && is_name(at(2)) && at(2) != "set");
            // `t SET`, `t u SET`, `t AS u SET`.
            let most = if at(2 + only) == "as" { 4 } else { 3 } + only;
            let set = (2 + only..=most).find(|nth| at(*nth) == "set")?;
            (at(set + 2) == "=").then(|| without_condition(&tokens[set + 3..], false))?
        }
        _ => None,
    }
}

/// `a, b` and no sentence that goes on. Looked at up to a bound, as all statements are.
fn is_list(tokens: &[&str]) -> bool {
    let tokens = &tokens[..tokens.len().min(200)];
    let names = tokens.chunks(2).take_while(|two| two.get(1) == Some(&",")).count();
    let rest = &tokens[names * 2..];
    !rest.is_empty() && rest.get(1).copied().is_none_or(ends)
}

fn after_if_exists<'t>(tokens: &[&'t str], nth: usize) -> &'t str {
    let skip = if tokens.get(nth) == Some(&"if") && tokens.get(nth + 1) == Some(&"exists") { 2 } else { 0 };
    tokens.get(nth + skip).copied().unwrap_or_default()
}

/// What follows the table of a DELETE, or the first value of an UPDATE. Looked at up to a bound: statements are short.
fn without_condition(rest: &[&str], delete: bool) -> Option<Danger> {
    let danger = if delete {
        "deletes all rows (DELETE without WHERE)"
    } else {
        "changes all rows (UPDATE without WHERE)"
    };
    let rest = &rest[..rest.len().min(200)];
    let end = rest.iter().position(|token| matches!(*token, ";" | "--")).unwrap_or(rest.len());
    let statement = &rest[..end];
    if let Some(at) = statement.iter().position(|token| *token == "where") {
        let condition: Vec<&str> = statement[at + 1..].to_vec();
        let always = match condition.as_slice() {
            ["true" | "1"] | ["true" | "1", "or", ..] => true,
            [a, "=", b] | [a, "=", b, "or", ..] | [.., "or", a, "=", b] => a == b,
            [.., "or", "true" | "1"] => true,
            _ => false,
        };
        return always.then_some(danger);
    }
    if !delete {
        return Some(danger);
    }
    // `DELETE FROM t`, `… t AS a`; a sentence goes on with words.
    let next = match statement {
        ["as", _, rest @ ..] => rest.first(),
        [alias, rest @ ..]
            if is_name(alias) && !ends(alias) && rest.first().is_none_or(|next| ends(next)) =>
        {
            rest.first()
        }
        statement => statement.first(),
    };
    next.copied().is_none_or(ends).then_some(danger)
}

/// Whether a statement may end before the token.
fn ends(token: &str) -> bool {
    token.is_empty()
        || token == ";"
        || token == ")"
        || token == "--"
        || AFTER_TABLE.contains(&token)
        || token == "cascade"
        || token == "restart"
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '#' | '@' | '$'))
        && !matches!(token, "the" | "a" | "an" | "this" | "that" | "these" | "those" | "your" | "my" | "it")
}

/// Words, `=`, `;`, `,`, `)` and `--`. Comments and quotes around names are no part of them.
fn tokens(text: &str) -> Vec<&str> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let rest = &text[at..];
        let c = rest.chars().next().expect("not at the end");
        if rest.starts_with("/*") {
            at += rest.find("*/").map_or(rest.len(), |end| end + 2);
        } else if rest.starts_with("--") && rest[2..].starts_with(char::is_whitespace) {
            at += rest.find('\n').unwrap_or(rest.len());
        } else if rest.starts_with("--") {
            // A comment to some databases, and an option to a shell: what follows stays, but is no condition.
            found.push("--");
            at += 2;
        } else if c.is_alphanumeric() || matches!(c, '_' | '.' | '#' | '@' | '$') {
            let end = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '#' | '@' | '$')));
            let end = end.unwrap_or(rest.len());
            found.push(rest[..end].trim_end_matches('.'));
            at += end;
        } else {
            if matches!(c, '=' | ';' | ',' | ')' | '<' | '>' | '!') {
                found.push(&rest[..1]);
            }
            at += c.len_utf8();
        }
    }
    found
}
