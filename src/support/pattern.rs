//! Patterns for names, as `fnmatch` has them: `*` any text, `?` one character, `[ab]`, `[a-z]`, `[!a]`.

/// Whether the whole `name` fits `pattern`; upper and lower case differ.
///
/// Takes time in proportion to both lengths, whatever the pattern is.
pub fn matches(pattern: &str, name: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let name: Vec<char> = name.chars().collect();
    let (mut p, mut n) = (0, 0);
    // Where the last star is, and how much of the name it has taken.
    let mut star: Option<(usize, usize)> = None;
    while n < name.len() {
        if pattern.get(p) == Some(&'*') {
            star = Some((p, n));
            p += 1;
        } else if let Some(next) = one(&pattern, p, name[n]) {
            p = next;
            n += 1;
        } else if let Some((at, taken)) = star {
            star = Some((at, taken + 1));
            p = at + 1;
            n = taken + 1;
        } else {
            return false;
        }
    }
    pattern[p..].iter().all(|rest| *rest == '*')
}

/// Whether a pattern for tools fits `tool` of `server`: with a slash in it, it is for `server/tool`; without one, for the
/// tools of every server.
pub fn fits_tool(pattern: &str, server: &str, tool: &str) -> bool {
    if pattern.contains('/') { matches(pattern, &format!("{server}/{tool}")) } else { matches(pattern, tool) }
}

/// Where the pattern goes on if its part at `at` takes this character.
fn one(pattern: &[char], at: usize, found: char) -> Option<usize> {
    match *pattern.get(at)? {
        '?' => Some(at + 1),
        '[' => match set(pattern, at) {
            Some((end, taken)) => taken(found).then_some(end),
            None => (found == '[').then_some(at + 1),
        },
        same => (same == found).then_some(at + 1),
    }
}

/// The set that begins at `at`: where it ends, and what it takes. A bracket that is not closed is a bracket.
fn set(pattern: &[char], at: usize) -> Option<(usize, impl Fn(char) -> bool + '_)> {
    let not = pattern.get(at + 1) == Some(&'!');
    let first = at + 1 + usize::from(not);
    // A closing bracket that comes first is one of the set.
    let end = first + 1 + pattern.get(first + 1..)?.iter().position(|c| *c == ']')?;
    let members = &pattern[first..end];
    let taken = move |found: char| {
        let mut at = 0;
        let mut is_in = false;
        while at < members.len() {
            if at + 2 < members.len() && members[at + 1] == '-' {
                is_in |= (members[at]..=members[at + 2]).contains(&found);
                at += 3;
            } else {
                is_in |= members[at] == found;
                at += 1;
            }
        }
        is_in != not
    };
    Some((end + 1, taken))
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn stars_marks_and_sets_fit_as_in_fnmatch() {
        for (pattern, name) in [
            ("", ""),
            ("*", ""),
            ("get_*", "get_issue"),
            ("*_issue", "get_issue"),
            ("*a*b*", "xxaxxbxx"),
            ("g?t", "get"),
            ("[gs]et", "set"),
            ("[a-c]x", "bx"),
            ("[!a-c]x", "dx"),
            ("[]]", "]"),
            ("[", "["),
            ("a[", "a["),
            ("é?", "éö"),
            ("**", "abc"),
        ] {
            assert!(matches(pattern, name), "{pattern} fits {name}");
        }
        for (pattern, name) in [
            ("", "a"),
            ("get_*", "set_issue"),
            ("g?t", "gt"),
            ("[gs]et", "let"),
            ("[!a-c]x", "ax"),
            ("get", "GET"),
            ("a*b", "ac"),
            ("?", ""),
        ] {
            assert!(!matches(pattern, name), "{pattern} does not fit {name}");
        }
    }

    #[test]
    fn many_stars_take_no_longer() {
        assert!(!matches(&"*a".repeat(500), &"a".repeat(400)));
        assert!(!matches(&format!("{}b", "*a".repeat(50)), &"a".repeat(20_000)));
    }
}
