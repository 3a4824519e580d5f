//! Patterns for tools: that they can match, and that what an agent asks for passes its server's filter.

use super::Checker;
use crate::formation::code::Code;
use crate::formation::diagnostic::Diagnostic;
use crate::formation::yaml::Node;

/// Patterns longer than this are not compared with each other.
const MAX_COMPARED: usize = 200;

/// How many patterns of a filter are named in a message.
const MAX_NAMED: usize = 4;

const ALLOWING: [&str; 2] = ["allow", "whitelist"];
const DENYING: [&str; 2] = ["deny", "blacklist"];

impl Checker<'_> {
    /// Checks the patterns of a server's `tools`, or of an agent's use of a server.
    pub(super) fn tool_patterns(&mut self, owner: &Node) {
        let Some(tools) = owner.get("tools") else { return };
        let lists = ALLOWING.iter().chain(&DENYING).filter_map(|key| tools.get(key)).chain([tools]);
        for pattern in lists.flat_map(items) {
            let Some(text) = pattern.as_str() else { continue };
            let (message, help) = if text.trim().is_empty() {
                ("an empty pattern matches no tool", "write the name of a tool, or `*` for all of them")
            } else if text.contains(char::is_whitespace) {
                ("names of tools have no blanks", "make a list entry of each name")
            } else if is_regex(text) {
                (
                    "this is a regular expression, and patterns for tools are not",
                    "`*` stands for any text, `?` for one character",
                )
            } else {
                continue;
            };
            self.push(Diagnostic::warning(Code::ToolPattern, pattern.span, message).help(help));
        }
    }

    /// Checks the tools that an agent asks `server` for against that server's own filter.
    pub(super) fn asked_tools(&mut self, asked: &Node, server: &Node, id: &str) {
        let Some(filter) = server.get("tools").filter(|filter| is_clear(filter)) else { return };
        let allowed = patterns(filter, ALLOWING);
        let denied = patterns(filter, DENYING);
        // What is no text, or too long, may allow anything.
        let written: usize =
            ALLOWING.iter().filter_map(|key| filter.get(key)).map(|listed| items(listed).len()).sum();
        let all_allowed = allowed.len() < written || allowed.is_empty();
        for tool in asked.get("tools").into_iter().flat_map(asked_for) {
            let Some(text) = tool.as_str().filter(|text| !text.is_empty() && text.len() <= MAX_COMPARED)
            else {
                continue;
            };
            let passes = all_allowed || allowed.iter().any(|(_, pattern)| may_meet(text, pattern));
            let against = denied.iter().find(|(_, pattern)| covers(pattern, text));
            let (message, label, span, help) = if let Some((node, pattern)) = against {
                let message = format!("the server `{id}` denies `{text}`");
                (
                    message,
                    format!("`{pattern}` is denied here"),
                    node.span,
                    "remove one of the two".to_owned(),
                )
            } else if let (false, Some((first, _))) = (passes, allowed.first()) {
                let message = format!("the server `{id}` does not allow `{text}`");
                (message, "only these are allowed".to_owned(), first.span, allowed_are(&allowed))
            } else {
                continue;
            };
            let diagnostic = Diagnostic::warning(Code::ToolExcluded, tool.span, message)
                .label("the agent does not get it")
                .also(span, label)
                .help(help);
            self.push(diagnostic);
        }
    }
}

/// Whether every list of the filter can be read; what is wrong in one has been reported.
fn is_clear(filter: &Node) -> bool {
    let text = |node: &Node| node.as_str().is_some_and(|text| !text.is_empty());
    let list = |node: &Node| node.as_map().is_none() && items(node).iter().all(text);
    let known = |key: &str| ALLOWING.contains(&key) || DENYING.contains(&key);
    filter.as_map().is_some_and(|map| map.iter().all(|entry| known(&entry.key) && list(&entry.value)))
}

/// The entries of a list; what stands alone is a list of one.
fn items(node: &Node) -> &[Node] {
    let one = if node.as_scalar().is_some() { std::slice::from_ref(node) } else { &[] };
    node.as_seq().unwrap_or(one)
}

/// What an agent asks for: a list, or what its own filter allows.
fn asked_for(tools: &Node) -> impl Iterator<Item = &Node> {
    let allowed = ALLOWING.iter().filter_map(|key| tools.get(key)).flat_map(items);
    items(tools).iter().chain(allowed)
}

fn allowed_are(allowed: &[(&Node, &str)]) -> String {
    let mut named: Vec<_> =
        allowed.iter().take(MAX_NAMED).map(|(_, pattern)| format!("`{pattern}`")).collect();
    if allowed.len() > MAX_NAMED {
        named.push(format!("{} more", allowed.len() - MAX_NAMED));
    }
    format!("it allows {}: ask for one of those, or allow this one too", named.join(", "))
}

fn patterns<'a>(filter: &'a Node, keys: [&str; 2]) -> Vec<(&'a Node, &'a str)> {
    let lists = keys.into_iter().filter_map(|key| filter.get(key)).flat_map(items);
    lists
        .filter_map(|node| Some((node, node.as_str()?)))
        .filter(|(_, text)| text.len() <= MAX_COMPARED)
        .collect()
}

/// `^get`, `a|b`, `(x)`, `.*`: nothing of this is in the name of a tool.
fn is_regex(text: &str) -> bool {
    text == ".*" || text.contains(['^', '$', '|', '(', ')', '\\', '+'])
}

/// Whether some name fits both patterns; true where that cannot be told.
fn may_meet(a: &str, b: &str) -> bool {
    if a.contains('[') || b.contains('[') || is_regex(a) || is_regex(b) {
        return true;
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    // Row i, column j: whether what is left of both from there on can be the same text.
    let mut below = vec![false; b.len() + 1];
    for i in (0..=a.len()).rev() {
        let mut row = vec![false; b.len() + 1];
        for j in (0..=b.len()).rev() {
            row[j] = match (a.get(i), b.get(j)) {
                (None, None) => true,
                (Some('*'), None) => below[j],
                (None, Some('*')) => row[j + 1],
                (None, _) | (_, None) => false,
                (Some('*'), Some(_)) | (Some(_), Some('*')) => below[j] || row[j + 1],
                (Some(x), Some(y)) => (x == y || *x == '?' || *y == '?') && below[j + 1],
            };
        }
        below = row;
    }
    below[0]
}

/// Whether every name that fits `inner` surely fits `outer`.
fn covers(outer: &str, inner: &str) -> bool {
    let wild = |text: &str| text.find(['*', '?', '[']);
    if outer == inner || (wild(inner).is_none() && !outer.contains('[') && may_meet(outer, inner)) {
        return true;
    }
    let beginning = &inner[..wild(inner).unwrap_or(inner.len())];
    outer.strip_suffix('*').is_some_and(|prefix| wild(prefix).is_none() && beginning.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_meet_where_a_name_fits_both() {
        for (a, b) in [
            ("get_*", "get_issue"),
            ("*_issue", "get_*"),
            ("*", "x"),
            ("a?c", "*bc"),
            ("a*", "a"),
            ("[ab]", "x"),
        ] {
            assert!(may_meet(a, b) && may_meet(b, a), "{a} {b}");
        }
        for (a, b) in [("get_*", "set_issue"), ("a?c", "ac"), ("*_read", "write_*_x"), ("", "x")] {
            assert!(!may_meet(a, b) && !may_meet(b, a), "{a} {b}");
        }
    }

    #[test]
    fn a_pattern_covers_what_cannot_get_past_it() {
        for (outer, inner) in
            [("*", "get_*"), ("get_*", "get_issue"), ("get_*", "get_i*"), ("a?c", "abc"), ("x*", "x*")]
        {
            assert!(covers(outer, inner), "{outer} {inner}");
        }
        for (outer, inner) in [("get_*", "*"), ("get_issue", "get_*"), ("*_x", "a*_x"), ("[ab]*", "ax")] {
            assert!(!covers(outer, inner), "{outer} {inner}");
        }
    }
}
