//! Whether a message may hold something to remember, by its words alone: most hold nothing, and asking a model about
//! those would cost a call each.
//!
//! It is about sentences in which users speak of themselves, and about those that ask to remember or to forget. That
//! it is rather too often right than too seldom costs a call; that a language is not here costs what is not remembered.

/// The most bytes of a message that are looked at.
pub(super) const MOST: usize = 16 << 10;

/// Words that ask to remember or to forget.
const ASKS: &str = " remember forget note merk merke merken vergiss vergesse notiere denk retiens souviens \
    oublie note recuerda olvida anota ricorda dimentica lembre esqueça onthoud vergeet запомни забудь ";
/// Words by which somebody says what they are or do.
const SUBJECTS: &str = " i i'm im i've ive i'll i'd we we're we've ich wir je j'ai nous yo soy tengo vivo llamo trabajo \
    prefiero io sono eu sou tenho ik wij я мы мне меня нас ";
/// Words by which something is said to be somebody's.
const POSSESSIVES: &str = " my mine our ours mein meine meinem meinen meiner meines unser unsere unserem unseren unserer \
    mon ma mes notre nos mi mis nuestro nuestra mio mia miei mie meu minha nosso mijn onze мой моя мое моё мои наш наша ";
/// Words that make a statement of it.
const BEING: &str = " is are was were isn't aren't be called has ist sind war heißt heisst hat est sont était s'appelle es \
    son era è sono si chiama é são was zijn heet это зовут ";
/// With these, a sentence of mine is a wish for an answer, and says nothing of me.
const WISHES: &str =
    " want need wonder mean would wish möchte will brauche veux voudrais quiero vorrei quero wil хочу ";
/// Sentences that begin so are questions, with or without their mark.
const QUESTIONS: &str = " what who whom whose where when why which how do does did is are am was were can could should shall \
    will would may might have has was wer wem wen wo wann warum welche welcher welches wie kann kannst können soll qui que \
    quoi où quand pourquoi comment quel quelle est qué quién dónde cuándo cuál cómo ";
/// A question that begins so asks for something to be done.
const PLEASE: &str = " please can could will would kannst könntest bitte peux pourrais puedes podrías ";
/// Writing without spaces between words: who speaks of themselves is one of these.
const WITHOUT_SPACES: [&str; 8] = ["我", "咱", "私", "僕", "俺", "覚え", "记", "記"];

/// Whether there may be something to remember, or to forget, in what the user said.
pub(super) fn notices(message: &str) -> bool {
    let text = &message[..message.floor_char_boundary(MOST)];
    if WITHOUT_SPACES.iter().any(|word| text.contains(word)) {
        return true;
    }
    let text = text.to_lowercase().replace('’', "'");
    // The mark stays with its sentence. A part before a comma may say what the question behind it builds on.
    text.split_inclusive(['.', '!', '?', ',', '\n', ';', '。']).any(tells)
}

fn tells(sentence: &str) -> bool {
    let words: Vec<&str> =
        sentence.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty()).collect();
    let Some(first) = words.first() else { return false };
    let asked = sentence.trim_end().ends_with('?');
    let asks = words.iter().take(6).any(|word| is_in(ASKS, word));
    if asked || is_in(QUESTIONS, first) {
        return asks && is_in(PLEASE, first);
    }
    if asks {
        return true;
    }
    let subject = words.iter().position(|word| is_in(SUBJECTS, word));
    if let Some(at) = subject {
        let wish = words.iter().skip(at + 1).take(2).any(|word| is_in(WISHES, word)) || words[at] == "i'd";
        if !wish {
            return true;
        }
    }
    let possessive = words.iter().position(|word| is_in(POSSESSIVES, word));
    possessive.is_some_and(|at| at == 0 || words[at..].iter().any(|word| is_in(BEING, word)))
}

fn is_in(list: &str, word: &str) -> bool {
    list.split(' ').any(|known| known == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_speaks_of_themselves_or_asks_to_remember_is_noticed() {
        for told in [
            "I live in Lisbon.",
            "Hello! I'm vegetarian, what should we cook?",
            "My dog's name is Rex",
            "Remember that the meeting is on Friday.",
            "Please forget where I live.",
            "Can you remember that I take no sugar?",
            "Actually I’ve moved to Porto",
            "Ich wohne in Bonn.",
            "Meine Tochter heißt Ida",
            "J'ai deux chats.",
            "Me llamo Ana",
            "Меня зовут Иван",
            "我住在北京",
        ] {
            assert!(notices(told), "{told}");
        }
    }

    #[test]
    fn questions_and_tasks_are_not() {
        for told in [
            "",
            "?!",
            "Hello",
            "What is the capital of France?",
            "Where do I live?",
            "Do you remember my name?",
            "how do i sort a list",
            "Write a poem about the sea.",
            "I want to know the time",
            "I'd like a joke.",
            "Translate: good morning",
            "Fix my code",
        ] {
            assert!(!notices(told), "{told}");
        }
    }

    #[test]
    fn a_long_message_is_looked_at_in_part() {
        let long = format!("{}é I live in Lisbon.", "x ".repeat(MOST));
        assert!(!notices(&long));
    }
}
