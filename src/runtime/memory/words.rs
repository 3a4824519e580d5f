//! From text to the words of the full-text index. Each word carries the number of its user, so that nobody's
//! question can meet somebody else's words: not by a mistake in a query, and not in the statistics behind a rank.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Words of a question that are looked for.
const MAX_ASKED: usize = 32;
/// Characters of a word that count.
const MAX_WORD: usize = 48;
/// A word of so many characters is also looked for as the beginning of others.
const PREFIX: usize = 4;
/// Endings that are taken off before that, so that `books` finds `book`.
const ENDINGS: [&str; 6] = ["ing", "ies", "es", "ed", "en", "s"];

/// Words that say nothing about what a question is about, in the languages of most questions.
const STOP: &str = " a about an and are as at be been but by can could did do does for from had has have he her him \
    his how i if in into is it its me my of on or our she so some that the their them then there they this to \
    us was we were what when where which who why will with would you your \
    am auf aus bei bin das dass dem den der des die du ein eine einem einen einer er es für hat ich ihr im ist \
    ja kein man mein mich mir mit nicht noch oder sein sich sie sind so und uns von war was wer wie wir wo zu zum zur \
    au aux avec ce ces dans de elle en est et il ils je la le les leur ma mais mes moi mon ne nous ou où par pas \
    pour qu que quel quelle qui sa se ses son sur ta te tu un une vous \
    al como con cual cuando del donde el ella es esta este ha lo los las mi no para pero por qué quien si sin su \
    sus tengo tiene y yo ";

/// `content` as it goes to the index of the user with this number.
pub(super) fn indexed(owner: i64, content: &str) -> String {
    let mut words = String::with_capacity(content.len() * 2);
    for word in split(content) {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(&scoped(owner, &word));
    }
    words
}

/// A word that is looked for, as FTS5 reads it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Asked {
    /// As it was said.
    pub(super) exact: String,
    /// What other forms of it begin with.
    pub(super) start: Option<String>,
}

/// The words of a question that are looked for.
pub(super) fn asked(owner: i64, text: &str) -> Vec<Asked> {
    let mut seen = HashSet::new();
    let mut words: Vec<String> = split(text).map(|word| word.to_lowercase()).collect();
    words.retain(|word| seen.insert(word.clone()));
    if words.iter().any(|word| !is_stop(word)) {
        words.retain(|word| !is_stop(word));
    }
    // Of a long text the long words say most.
    words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    words.truncate(MAX_ASKED);
    // Only letters, marks and digits are in it, and quotes are around it.
    let asked = |word: &String| Asked {
        exact: format!("\"{}\"", scoped(owner, word)),
        start: start_of(word).map(|start| format!("\"{}\" *", scoped(owner, start))),
    };
    words.iter().map(asked).collect()
}

/// The number ends at the first letter, so no two users have a word in common.
fn scoped(owner: i64, word: &str) -> String {
    let word: String = word.chars().take(MAX_WORD).collect();
    format!("{owner}x{word}")
}

fn is_stop(word: &str) -> bool {
    static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| STOP.split_ascii_whitespace().collect());
    WORDS.contains(word)
}

/// What other forms of the word begin with.
fn start_of(word: &str) -> Option<&str> {
    let long = |word: &str| word.chars().count() >= PREFIX;
    let shorter = ENDINGS.iter().find_map(|ending| word.strip_suffix(ending).filter(|start| long(start)));
    shorter.or_else(|| long(word).then_some(word))
}

/// The words of a text. Scripts that put no space between words are cut into pairs of characters.
fn split(text: &str) -> impl Iterator<Item = String> {
    let runs = text.split(|c: char| !is_word(c)).filter(|run| run.chars().any(char::is_alphanumeric));
    runs.flat_map(|run| {
        let mut words = Vec::new();
        let mut rest = run;
        while let Some(first) = rest.chars().next() {
            let dense = is_dense(first);
            let end = rest.find(|c| is_dense(c) != dense).unwrap_or(rest.len());
            let (part, after) = rest.split_at(end);
            if dense {
                pairs(part, &mut words);
            } else {
                words.push(part.to_owned());
            }
            rest = after;
        }
        words
    })
}

/// Letters and digits, and the marks that are written over and under letters.
fn is_word(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}')
}

fn is_dense(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

fn pairs(part: &str, words: &mut Vec<String>) {
    let characters: Vec<char> = part.chars().collect();
    if characters.len() == 1 {
        words.push(part.to_owned());
    }
    words.extend(characters.windows(2).map(|pair| pair.iter().collect::<String>()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_of_a_text_carries_the_number_of_its_user() {
        assert_eq!(indexed(17, "Likes cold-brew, 2x!"), "17xLikes 17xcold 17xbrew 17x2x");
        assert_eq!(indexed(1, "东京塔 Tower"), "1x东京 1x京塔 1xTower");
    }

    fn queries(owner: i64, text: &str) -> Vec<String> {
        asked(owner, text).into_iter().flat_map(|asked| [Some(asked.exact), asked.start]).flatten().collect()
    }

    #[test]
    fn any_text_is_a_safe_question() {
        for text in ["", "\"", "a AND", "NEAR(x y)", "*:^(){}-+'\\", "\u{0}\u{301}", "\u{1f600}"] {
            for query in queries(3, text) {
                let inside = query.strip_prefix('"').and_then(|q| q.trim_end_matches(" *").strip_suffix('"'));
                assert!(inside.is_some_and(|word| word.chars().all(is_word)), "{text:?}: {query}");
            }
        }
    }

    #[test]
    fn words_that_say_nothing_are_left_out_unless_there_are_no_others() {
        assert_eq!(queries(2, "What is my name?"), ["\"2xname\"", "\"2xname\" *"]);
        assert_eq!(queries(2, "who am I"), ["\"2xwho\"", "\"2xam\"", "\"2xi\""]);
        assert_eq!(queries(2, "books"), ["\"2xbooks\"", "\"2xbook\" *"]);
        assert_eq!(queries(2, "  ?! "), [""; 0]);
    }

    #[test]
    fn a_long_question_is_bounded() {
        let text: String = (0..5000).fold(String::new(), |text, n| text + &format!("word{n} "));
        assert_eq!(queries(1, &text).len(), 2 * MAX_ASKED);
        assert!(queries(1, &"x".repeat(100_000)).concat().len() < 200);
    }
}
