//! Words of messages and of agents: cut, without those that say nothing, and compared by their stems.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Words that say nothing about who should answer: English, German, French, Spanish, Italian,
/// Portuguese, Dutch, and what every description of an agent has.
const NOTHING: &str = "\
a about after all also am an and any are as at be because been but by can could did do does else for \
from get give had has have he her here him his how i if in into is it its just know let like me more my \
no not now of on one only or other our out please she should so some tell than thank thanks that the \
their them then there these they this to too us use very want was we well were what when where which \
who why will with would yes you your \
aber als am an auch auf aus bei bin bis bitte da damit danke das dass dein dem den der des die dir doch \
du ein eine einem einen einer er es euch für gib haben hat hier ich ihr im in ist ja kann kannst kein \
können man mein meine mich mir mit nach nein nicht noch nur oder ohne sein sich sie sind so über um und \
uns unser von vor war was wenn wer wie will wir wird wo zu zum zur \
au aux avec ce ces cette comme dans de des du elle en est et être il ils je la le les leur lui ma mais \
me merci mes mon ne nous on ou par pas pour plus qu que qui quoi sa sans se ses si son sont sur ta te tes \
toi ton tu un une vous \
al como con cual cuando de del donde el ella en eres es esta este esto gracias ha hay la las lo los mas \
me mi mis muy no nos o para pero por porque puede que quien se ser si sin sobre soy su sus te tu un una \
y yo \
ai alla che chi ci come con cosa da dei del della di dove e gli grazie ho il io la le lei lo ma mi mio \
nel nella non per perché più quando questa questo se sei si sono sul tu un una uno vorrei \
à ao aos as com da das de do dos é ela ele em esse este eu foi isso mais mas meu minha na não no nos o \
obrigado os ou para pela pelo por qual que se sem seu sua também tem um uma você \
aan al als bij dan dat de deze die dit een en er haar hem het hij hoe ik in is je kan maar me met mij \
mijn naar niet of om ons ook op te tot uit van voor waar was wat we wel wie wij zijn zo \
agent agents answer answers assistant assistants bot chat everything expert experts handle handles help \
helper helps job jobs message messages question questions role specialist specialists task tasks team \
thing things user users work works";

static STOP: LazyLock<HashSet<&str>> = LazyLock::new(|| NOTHING.split_whitespace().collect());

/// How many characters two words must share to be of one stem.
const SHARED: usize = 4;
/// The longest word that is looked at, in characters.
const LONGEST: usize = 40;

/// The words of `text` in lower case, in order, each as often as it comes. Writing without spaces
/// (Chinese, Japanese, Thai) is cut into pairs of characters.
pub(super) fn all(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut dense: Vec<char> = Vec::new();
    for c in text.chars().chain([' ']) {
        if !is_dense(c) {
            pairs(&mut dense, &mut words);
        }
        if is_dense(c) {
            end(&mut word, &mut words);
            dense.push(c);
        } else if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        } else if !is_mark(c) {
            end(&mut word, &mut words);
        }
    }
    words
}

/// The words of `text` that say something, each once.
pub(super) fn telling(text: &str, most: usize) -> Vec<String> {
    let mut seen = HashSet::new();
    let telling = all(text).into_iter().filter(|word| {
        let length = word.chars().count();
        (2..=LONGEST).contains(&length) && !STOP.contains(word.as_str())
    });
    telling.filter(|word| seen.insert(word.clone())).take(most).collect()
}

/// How alike two words are: 1 is the same, above 0 the same stem.
pub(super) fn alike(one: &str, other: &str) -> f32 {
    if one == other {
        return 1.0;
    }
    let shared = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    let rest = |word: &str| word.chars().count() - shared;
    let (less, more) = (rest(one).min(rest(other)), rest(one).max(rest(other)));
    if shared >= SHARED && less <= 1 && more <= 4 { 0.7 } else { 0.0 }
}

/// Words of one stem have the same key.
pub(super) fn key(word: &str) -> String {
    word.chars().take(SHARED).collect()
}

fn end(word: &mut String, words: &mut Vec<String>) {
    if !word.is_empty() {
        words.push(std::mem::take(word));
    }
}

fn pairs(dense: &mut Vec<char>, words: &mut Vec<String>) {
    match dense.as_slice() {
        [] => {}
        [one] => words.push(one.to_string()),
        many => words.extend(many.windows(2).map(|pair| pair.iter().collect::<String>())),
    }
    dense.clear();
}

fn is_dense(c: char) -> bool {
    matches!(c, '\u{0e00}'..='\u{0e7f}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

/// Inside a word: an apostrophe, a soft hyphen, an accent that stands alone.
fn is_mark(c: char) -> bool {
    matches!(c, '\'' | '’' | '\u{ad}' | '\u{300}'..='\u{36f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_and_those_that_say_nothing_are_dropped() {
        assert_eq!(telling("Could you please book a flight to Rome?", 9), ["book", "flight", "rome"]);
        assert_eq!(telling("Wie hoch ist meine Rechnung?", 9), ["hoch", "rechnung"]);
        assert_eq!(telling("flight FLIGHT flight", 9), ["flight"]);
        assert_eq!(telling("the an of", 9), [] as [&str; 0]);
        assert_eq!(telling("one two three four", 2), ["two", "three"]);
    }

    #[test]
    fn writing_without_spaces_is_cut_into_pairs() {
        assert_eq!(all("请翻译ok 这"), ["请翻", "翻译", "ok", "这"]);
    }

    #[test]
    fn words_of_one_stem_are_alike_and_others_are_not() {
        for (one, other) in [
            ("invoice", "invoices"),
            ("translate", "translation"),
            ("research", "researcher"),
            ("rechnung", "rechnungen"),
            ("billing", "bills"),
        ] {
            assert!(alike(one, other) > 0.5, "{one} {other}");
            assert_eq!(key(one), key(other));
        }
        for (one, other) in [("contract", "contrast"), ("form", "formation"), ("test", "text"), ("a", "ab")] {
            assert!(alike(one, other) < 0.01, "{one} {other}");
        }
        assert!(alike("flight", "flight") > 0.99);
    }
}
