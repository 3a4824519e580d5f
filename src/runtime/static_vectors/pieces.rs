//! From a text to pieces, as the model's own tokenizer cuts it (BERT's, uncased): words without case and accents, signs
//! alone, and each word the longest piece first. Pieces that the table has not make a word unknown.

use super::table::Table;

/// A longer word is unknown, in characters.
const MAX_WORD: usize = 100;
/// The longest piece of the table, in bytes.
pub(super) const LONGEST: usize = 18;

/// Letters whose marks are taken off, lower-case.
const FOLDED: [(char, &str); 28] = [
    ('a', "àáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ"),
    ('b', "ḃḅḇ"),
    ('c', "çćĉċčḉ"),
    ('d', "ďḋḍḏḑḓ"),
    ('e', "èéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ"),
    ('f', "ḟ"),
    ('g', "ĝğġģǧǵḡ"),
    ('h', "ĥȟḣḥḧḩḫẖ"),
    ('i', "ìíîïĩīĭįǐȉȋḭḯỉị"),
    ('j', "ĵǰ"),
    ('k', "ķǩḱḳḵ"),
    ('l', "ĺļľḷḹḻḽ"),
    ('m', "ḿṁṃ"),
    ('n', "ñńņňǹṅṇṉṋ"),
    ('o', "òóôõöōŏőơǒǫǭȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợ"),
    ('p', "ṕṗ"),
    ('r', "ŕŗřȑȓṙṛṝṟ"),
    ('s', "śŝşšșṡṣṥṧṩ"),
    ('t', "ţťțṫṭṯṱẗ"),
    ('u', "ùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự"),
    ('v', "ṽṿ"),
    ('w', "ŵẁẃẅẇẉẘ"),
    ('x', "ẋẍ"),
    ('y', "ýÿŷȳẏẙỳỵỷỹ"),
    ('z', "źżžẑẓẕ"),
    ('æ', "ǣǽ"),
    ('ø', "ǿ"),
    ('ʒ', "ǯ"),
];

/// What a character is to the words around it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Class {
    /// Part of a word.
    Letter,
    /// Between words.
    Space,
    /// A word of its own.
    Alone,
    /// As if it were not there.
    Nothing,
}

/// Calls `each` with the places of the pieces of `text` in order, and with nothing for a word that is unknown.
pub(super) fn cut(table: &Table, text: &str, mut each: impl FnMut(Option<usize>)) {
    let (mut word, mut key, mut found) = (String::new(), String::new(), Vec::new());
    let mut end = |word: &mut String| {
        if !word.is_empty() {
            found.clear();
            if split(table, word, &mut key, &mut found) {
                for place in &found {
                    each(Some(*place));
                }
            } else {
                each(None);
            }
            word.clear();
        }
    };
    for c in text.chars() {
        match class(c) {
            Class::Letter => word.extend(c.to_lowercase().filter(|c| !is_mark(*c)).map(bare)),
            Class::Space => end(&mut word),
            Class::Alone => {
                end(&mut word);
                word.push(c);
                end(&mut word);
            }
            Class::Nothing => {}
        }
    }
    end(&mut word);
}

/// Puts the pieces of a word into `found`; false where there is a part that no piece begins.
fn split(table: &Table, word: &str, key: &mut String, found: &mut Vec<usize>) -> bool {
    if word.chars().nth(MAX_WORD).is_some() {
        return false;
    }
    let mut rest = word;
    while !rest.is_empty() {
        let mark = if rest.len() == word.len() { "" } else { "##" };
        key.clear();
        key.push_str(mark);
        key.push_str(&rest[..rest.floor_char_boundary(LONGEST)]);
        let place = loop {
            if key.len() <= mark.len() {
                return false;
            }
            if let Some(place) = table.find(key) {
                break place;
            }
            key.pop();
        };
        found.push(place);
        rest = &rest[key.len() - mark.len()..];
    }
    true
}

fn class(c: char) -> Class {
    match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' => Class::Letter,
        ' ' | '\t' | '\n' | '\r' => Class::Space,
        _ if c.is_ascii_punctuation() => Class::Alone,
        '\u{fffd}' => Class::Nothing,
        _ if c.is_control() || is_format(c) || is_mark(c) => Class::Nothing,
        _ if c.is_whitespace() => Class::Space,
        _ if is_sign(c) || is_ideograph(c) => Class::Alone,
        _ => Class::Letter,
    }
}

/// Without its marks.
fn bare(c: char) -> char {
    if c.is_ascii() {
        return c;
    }
    FOLDED.iter().find(|(_, all)| all.contains(c)).map_or(c, |(bare, _)| *bare)
}

/// Marks on letters and signs, which are taken off (category Mn, of what meets Latin letters).
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1abd}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20dc}'
        | '\u{20e1}' | '\u{20e5}'..='\u{20f0}' | '\u{302a}'..='\u{302d}' | '\u{3099}' | '\u{309a}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Characters that are not seen, and those of private use (categories Cf and Co).
fn is_format(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{180e}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}'
        | '\u{e000}'..='\u{f8ff}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0001}' | '\u{e0020}'..='\u{e007f}'
        | '\u{f0000}'..='\u{10ffff}')
}

/// Punctuation beyond ASCII (category P, less the signs of a few scripts that no piece is in).
fn is_sign(c: char) -> bool {
    matches!(c, '¡' | '§' | '«' | '¶' | '·' | '»' | '¿' | '\u{37e}' | '\u{387}' | '\u{55a}'..='\u{55f}'
        | '\u{589}' | '\u{58a}' | '\u{5be}' | '\u{5c0}' | '\u{5c3}' | '\u{5f3}' | '\u{5f4}' | '\u{609}'
        | '\u{60a}' | '\u{60c}' | '\u{60d}' | '\u{61b}' | '\u{61e}' | '\u{61f}' | '\u{66a}'..='\u{66d}'
        | '\u{6d4}' | '\u{700}'..='\u{70d}' | '\u{7f7}'..='\u{7f9}' | '\u{830}'..='\u{83e}' | '\u{964}'
        | '\u{965}' | '\u{970}' | '\u{df4}' | '\u{e4f}' | '\u{e5a}' | '\u{e5b}' | '\u{f04}'..='\u{f12}'
        | '\u{f14}' | '\u{f3a}'..='\u{f3d}' | '\u{f85}' | '\u{fd0}'..='\u{fd4}' | '\u{104a}'..='\u{104f}'
        | '\u{10fb}' | '\u{1360}'..='\u{1368}' | '\u{1400}' | '\u{169b}' | '\u{169c}'
        | '\u{16eb}'..='\u{16ed}' | '\u{1735}' | '\u{1736}' | '\u{17d4}'..='\u{17d6}'
        | '\u{17d8}'..='\u{17da}' | '\u{1800}'..='\u{180a}' | '\u{2010}'..='\u{2027}'
        | '\u{2030}'..='\u{2043}' | '\u{2045}'..='\u{2051}' | '\u{2053}'..='\u{205e}' | '\u{207d}'
        | '\u{207e}' | '\u{208d}' | '\u{208e}' | '\u{2308}'..='\u{230b}' | '\u{2329}' | '\u{232a}'
        | '\u{2768}'..='\u{2775}' | '\u{27c5}' | '\u{27c6}' | '\u{27e6}'..='\u{27ef}'
        | '\u{2983}'..='\u{2998}' | '\u{29d8}'..='\u{29db}' | '\u{29fc}' | '\u{29fd}'
        | '\u{2e00}'..='\u{2e2e}' | '\u{2e30}'..='\u{2e42}' | '\u{3001}'..='\u{3003}'
        | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301f}' | '\u{3030}' | '\u{303d}' | '\u{30a0}'
        | '\u{30fb}' | '\u{fd3e}' | '\u{fd3f}' | '\u{fe10}'..='\u{fe19}' | '\u{fe30}'..='\u{fe52}'
        | '\u{fe54}'..='\u{fe61}' | '\u{fe63}' | '\u{fe68}' | '\u{fe6a}' | '\u{fe6b}'
        | '\u{ff01}'..='\u{ff03}' | '\u{ff05}'..='\u{ff0a}' | '\u{ff0c}'..='\u{ff0f}' | '\u{ff1a}'
        | '\u{ff1b}' | '\u{ff1f}' | '\u{ff20}' | '\u{ff3b}'..='\u{ff3d}' | '\u{ff3f}' | '\u{ff5b}'
        | '\u{ff5d}' | '\u{ff5f}'..='\u{ff65}')
}

/// Scripts that put no space between words are cut into characters.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{2a6df}' | '\u{2a700}'..='\u{2b81f}' | '\u{2b920}'..='\u{2ceaf}'
        | '\u{2f800}'..='\u{2fa1f}')
}
