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
/// What may stand around a number: `the second one`, `number 2`, `account: 2`.
const AROUND: &[&str] = &[
    "the", "one", "number", "no", "nr", "account", "please", "use", "take", "i", "choose", "with", "#",
    "option",
];

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

/// What `text` chooses, where it was asked which one.
pub(in crate::runtime) fn choice(text: &str, accounts: &[String]) -> Choice {
    if let Some(at) = accounts.iter().position(|account| account.eq_ignore_ascii_case(text.trim())) {
        return Choice::One(at);
    }
    if is_cancel(text) {
        return Choice::Cancel;
    }
    match named(text, accounts, true) {
        Choice::Unclear => {}
        clear => return clear,
    }
    let Some(words) = words(text) else { return Choice::Unclear };
    let place = |word: &String| PLACES.iter().find(|(name, _)| name == word).map(|(_, at)| *at);
    let places: Vec<usize> = words.iter().filter_map(place).collect();
    if let [at] = places[..]
        && at < accounts.len()
        && words.iter().all(|word| place(word).is_some() || AROUND.contains(&word.as_str()))
    {
        return Choice::One(at);
    }
    if words.iter().any(|word| word == "last")
        && words.iter().all(|word| word == "last" || AROUND.contains(&word.as_str()))
    {
        return Choice::One(accounts.len() - 1);
    }
    by_part(&words, accounts)
}

/// What `text` names by whole names, or by a word for all. Where nobody was `asked`, that has to say that it is for accounts:
/// `all my issues` are those of one.
fn named(text: &str, accounts: &[String], asked: bool) -> Choice {
    let Some(words) = words(text) else { return Choice::Unclear };
    let is_right = words.windows(2).any(|two| two[0] == "all" && two[1] == "right");
    let all = !is_right && words.iter().any(|word| ALL.contains(&word.as_str()));
    let all = all && (asked || words.iter().any(|word| word == "accounts"));
    let is_named = |account: &String| {
        let parts: Vec<String> = account.split_whitespace().map(str::to_lowercase).collect();
        let same = |there: &[String]| {
            there.iter().zip(&parts).all(|(word, part)| word.strip_suffix("'s").unwrap_or(word) == part)
        };
        !parts.is_empty() && words.windows(parts.len()).any(same)
    };
    let named: Vec<usize> = (0..accounts.len()).filter(|at| is_named(&accounts[*at])).collect();
    match named[..] {
        [at] => Choice::One(at),
        // Some of several cannot be chosen.
        [_, ..] if named.len() == accounts.len() => Choice::All,
        [] if all => Choice::All,
        _ => Choice::Unclear,
    }
}

/// What a message picks by itself, where nobody has asked.
pub(in crate::runtime) fn picked(text: &str, accounts: &[String]) -> Option<Picked> {
    match named(text, accounts, false) {
        Choice::One(at) => Some(Picked::One(accounts[at].clone())),
        Choice::All => Some(Picked::All),
        Choice::Cancel | Choice::Unclear => None,
    }
}

fn by_part(words: &[String], accounts: &[String]) -> Choice {
    let fits = |account: &String| {
        let account = account.to_lowercase();
        words.iter().any(|word| {
            word.len() >= LEAST_PART && !AROUND.contains(&word.as_str()) && account.contains(word.as_str())
        })
    };
    let fitting: Vec<usize> = (0..accounts.len()).filter(|at| fits(&accounts[*at])).collect();
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
        ] {
            assert_eq!(choice(text, &accounts), chosen, "{text}");
        }
    }

    #[test]
    fn only_whole_names_count_before_anybody_asked() {
        let accounts = ["work".to_owned(), "home office".to_owned(), "muxi-ai".to_owned()];
        assert_eq!(named("Show the PRs of muxi-ai", &accounts, false), Choice::One(2));
        assert_eq!(named("the home office's pull requests", &accounts, false), Choice::One(1));
        assert_eq!(named("work and muxi-ai", &accounts, false), Choice::Unclear);
        assert_eq!(named("Show muxi things", &accounts, false), Choice::Unclear);
        assert_eq!(named("Show all my issues", &accounts, false), Choice::Unclear);
        assert_eq!(named("Show the issues of all accounts", &accounts, false), Choice::All);
    }
}
