//! Which of several accounts a message means.

use super::state::Picked;
use super::words::{is_cancel, words};

/// A part of a name counts from so many characters on.
const LEAST_PART: usize = 3;
/// Words for all of them.
const ALL: &[&str] = &["both", "all", "each", "every", "everything"];
/// Words for one by its place.
const PLACES: &[(&str, usize)] = &[
    ("1", 0),
    ("2", 1),
    ("3", 2),
    ("4", 3),
    ("5", 4),
    ("6", 5),
    ("7", 6),
    ("8", 7),
    ("9", 8),
    ("first", 0),
    ("second", 1),
    ("third", 2),
    ("fourth", 3),
    ("fifth", 4),
    ("1st", 0),
    ("2nd", 1),
    ("3rd", 2),
    ("4th", 3),
    ("5th", 4),
    ("former", 0),
    ("latter", 1),
];
/// What may stand around that: `the second one`, `number 2`, `account: 2`, `both please`.
const AROUND: &[&str] = &[
    "the", "one", "number", "nr", "account", "accounts", "please", "use", "take", "i", "choose", "with", "#",
    "option", "of", "them", "those", "and", "my", "on", "for", "go", "let's", "thanks", "ok", "okay", "yes",
    "from",
];
/// With one of these a message says what is not meant.
const NOT: &[&str] = &[
    "not", "no", "never", "without", "except", "but", "don't", "dont", "isn't", "neither", "nor", "instead",
];
/// What stands in front of an account in a sentence about something else: `the pull requests of muxi-ai`.
const CUES: &[&str] = &["on", "from", "with", "as", "of"];
/// What may stand between `all` and `accounts`.
const BETWEEN: &[&str] = &["my", "of", "the", "our", "these", "those"];

/// What is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::runtime) enum Choice {
    /// The one at this place.
    One(usize),
    /// All of them.
    All,
    /// None: the question is taken back.
    Cancel,
    /// Nothing that is understood.
    Unclear,
}

/// What `text` chooses, where it was asked which one: an account has to be all that it says, or stand behind a word for where.
pub(in crate::runtime) fn choice(text: &str, accounts: &[String]) -> Choice {
    if let Some(at) = accounts.iter().position(|account| account.eq_ignore_ascii_case(text.trim())) {
        return Choice::One(at);
    }
    if is_cancel(text) {
        return Choice::Cancel;
    }
    let Some(words) = words(text) else { return Choice::Unclear };
    if words.iter().any(|word| NOT.contains(&word.as_str())) {
        return Choice::Unclear;
    }
    match only(&words, accounts) {
        Choice::Unclear => {}
        clear => return clear,
    }
    if words.windows(2).any(|two| CUES.contains(&two[0].as_str()) && two[1] == "both") {
        return Choice::All;
    }
    match behind_a_cue(&words, accounts) {
        Choice::Unclear if words.len() <= 2 => by_part(&words, accounts),
        other => other,
    }
}

/// What a message chooses that has names, places and words for all, and nothing else.
fn only(words: &[String], accounts: &[String]) -> Choice {
    let (mut chosen, mut all, mut at) = (Vec::new(), false, 0);
    while at < words.len() {
        if let Some((one, length)) = account_at(words, at, accounts) {
            chosen.push(one);
            at += length;
            continue;
        }
        let word = words[at].as_str();
        match PLACES.iter().find(|(name, _)| *name == word) {
            Some((_, place)) if *place < accounts.len() => chosen.push(*place),
            _ if word == "last" && !accounts.is_empty() => chosen.push(accounts.len() - 1),
            _ if ALL.contains(&word) => all = true,
            _ if AROUND.contains(&word) => {}
            _ => return Choice::Unclear,
        }
        at += 1;
    }
    chosen.sort_unstable();
    chosen.dedup();
    match chosen[..] {
        [one] if !all => Choice::One(one),
        // Some of several cannot be chosen.
        [_, _, ..] if chosen.len() == accounts.len() => Choice::All,
        [] if all => Choice::All,
        _ => Choice::Unclear,
    }
}

/// The account whose whole name stands at `at`, and in how many words; the longest.
fn account_at(words: &[String], at: usize, accounts: &[String]) -> Option<(usize, usize)> {
    let fits = |account: &String| {
        let parts: Vec<String> = account.split_whitespace().map(str::to_lowercase).collect();
        let there = words.get(at..at + parts.len())?;
        let same = |(word, part): (&String, &String)| word.strip_suffix("'s").unwrap_or(word) == part;
        (!parts.is_empty() && there.iter().zip(&parts).all(same)).then_some(parts.len())
    };
    let found = accounts.iter().enumerate().filter_map(|(one, account)| Some((one, fits(account)?)));
    found.max_by_key(|(_, length)| *length)
}

/// The one account that a sentence names as its place: `from muxi-ai`, `my work account`.
fn behind_a_cue(words: &[String], accounts: &[String]) -> Choice {
    let mut found: Option<usize> = None;
    for at in 0..words.len() {
        let Some((one, length)) = account_at(words, at, accounts) else { continue };
        let before = at.checked_sub(1).map(|before| words[before].as_str());
        let cued = before.is_some_and(|word| CUES.contains(&word) || word == "account");
        let called = words.get(at + length).is_some_and(|word| word == "account");
        if !cued && !called {
            continue;
        }
        if found.replace(one).is_some_and(|other| other != one) {
            return Choice::Unclear;
        }
    }
    found.map_or(Choice::Unclear, Choice::One)
}

/// What a message picks by itself, where nobody has asked: an account behind a word for where, or all where it says `all accounts`.
/// `all my issues` are those of one.
pub(in crate::runtime) fn picked(text: &str, accounts: &[String]) -> Option<Picked> {
    let words = words(text)?;
    if words.iter().any(|word| NOT.contains(&word.as_str())) {
        return None;
    }
    if let Choice::One(at) = behind_a_cue(&words, accounts) {
        return Some(Picked::One(accounts[at].clone()));
    }
    let all = words.iter().enumerate().filter(|(_, word)| ALL.contains(&word.as_str())).any(|(at, _)| {
        let mut after = words[at + 1..].iter().skip_while(|word| BETWEEN.contains(&word.as_str())).take(2);
        after.any(|word| word == "accounts")
    });
    all.then_some(Picked::All)
}

/// A part of a name says which, in a message of a word or two.
fn by_part(words: &[String], accounts: &[String]) -> Choice {
    let mut said = words.iter().filter(|word| !AROUND.contains(&word.as_str()));
    let (Some(part), None) = (said.next(), said.next()) else { return Choice::Unclear };
    let fits = |at: &usize| part.len() >= LEAST_PART && accounts[*at].to_lowercase().contains(part.as_str());
    let fitting: Vec<usize> = (0..accounts.len()).filter(fits).collect();
    match fitting[..] {
        [at] => Choice::One(at),
        _ => Choice::Unclear,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_chosen_by_name_part_or_place() {
        let accounts = ["ranaroussi".to_owned(), "muxi-ai".to_owned()];
        for (text, chosen) in [
            ("ranaroussi", Choice::One(0)),
            ("\"ranaroussi\"", Choice::One(0)),
            ("MUXI-AI please", Choice::One(1)),
            ("muxi", Choice::One(1)),
            ("rana", Choice::One(0)),
            ("2", Choice::One(1)),
            ("#1", Choice::One(0)),
            ("the second one", Choice::One(1)),
            ("the last one", Choice::One(1)),
            ("account: muxi-ai", Choice::One(1)),
            ("both", Choice::All),
            ("Show PRs from both", Choice::All),
            ("all of them", Choice::All),
            ("ranaroussi and muxi-ai", Choice::All),
            ("cancel", Choice::Cancel),
            ("neither", Choice::Cancel),
            ("3", Choice::Unclear),
            ("hm", Choice::Unclear),
            ("What is the weather like in Rome today?", Choice::Unclear),
            ("I have 2 questions", Choice::Unclear),
            ("not muxi-ai", Choice::Unclear),
            ("not both", Choice::Unclear),
            ("That's all, thanks", Choice::Unclear),
            ("all right", Choice::Unclear),
            ("What is muxi?", Choice::Unclear),
            ("why muxi-ai", Choice::Unclear),
            ("ranaroussi or muxi-ai", Choice::Unclear),
            ("Show PRs from muxi-ai", Choice::One(1)),
            ("cancel my subscription", Choice::Unclear),
        ] {
            assert_eq!(choice(text, &accounts), chosen, "{text}");
        }
    }

    #[test]
    fn only_names_for_a_place_count_before_anybody_asked() {
        let accounts = ["work".to_owned(), "home office".to_owned(), "muxi-ai".to_owned()];
        let one = |name: &str| Some(Picked::One(name.to_owned()));
        for (text, expected) in [
            ("Show the PRs of muxi-ai", one("muxi-ai")),
            ("the pull requests from home office", one("home office")),
            ("use my work account", one("work")),
            ("Does this work?", None),
            ("work and muxi-ai", None),
            ("from work and of muxi-ai", None),
            ("not from muxi-ai", None),
            ("Show muxi things", None),
            ("Show all my issues", None),
            ("Delete all issues about accounts", None),
            ("Show the issues of all accounts", Some(Picked::All)),
            ("Show the issues of all my GitHub accounts", Some(Picked::All)),
        ] {
            assert_eq!(picked(text, &accounts), expected, "{text}");
        }
    }
}
