//! Keys and tokens in the middle of a text, as people paste them.

use std::ops::Range;
use std::sync::LazyLock;

use zeroize::{Zeroize as _, Zeroizing};

use super::providers::is_access_key_id;
use super::{LEAST_REST, Name, PROVIDERS, Provider, Stand, marked, placeholder};
use crate::support::text::is_unseen;

/// A part of a name that is made by chance has so many characters.
const LEAST_RANDOM: usize = 16;
/// The value of a name that promises a secret is looked at from so many characters on.
const LEAST_NAMED: usize = 12;
/// A secret access key of AWS, in characters.
const AWS_SECRET: usize = 40;
/// The longest name before `=` or `:`, in bytes.
const LONGEST_NAME: usize = 48;
/// How a private key in PEM begins and ends (RFC 7468).
const PEM: (&str, &str) = ("-----BEGIN ", "-----END ");
const PRIVATE: &[u8] = b"PRIVATE KEY";
/// The first line of one, in bytes.
const PEM_HEAD: usize = 64;
/// So much of what follows a mark is looked at, in bytes.
const LOOKED_AT: usize = 256;

/// Marks with which other names begin too: behind them there has to be something that looks random.
const COMMON: &[&str] = &["hf_", "npm_", "gsk_", "r8_", "pplx-", "xai-", "SG.", "lin_api_"];
/// Marks that no provider of the table has, or that are muxi's own.
const MORE: &[&str] = &["sk-", "fma_", "fmc_", "muxi_sk_"];
/// Marks of keys that are public.
const PUBLIC: &[&str] = &["pk_live_", "pk_test_"];
/// Marks that stand in no word by chance: a key may follow another letter.
const NEVER_IN_WORDS: &[&str] =
    &["ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "xoxb-", "xoxp-"];

/// How long keys are whose providers make them of one length, by their marks.
const LENGTHS: &[(&str, usize)] = &[
    ("ghp_", 40),
    ("gho_", 40),
    ("ghu_", 40),
    ("ghs_", 40),
    ("ghr_", 40),
    ("github_pat_", 93),
    ("glpat-", 26),
    ("AKIA", 20),
    ("ASIA", 20),
    ("AIza", 39),
    ("hf_", 37),
    ("npm_", 40),
    ("gsk_", 56),
    ("r8_", 40),
    ("SG.", 69),
    ("lin_api_", 48),
];

/// A secret in a text.
#[derive(Clone, Debug)]
pub struct Pasted {
    /// Where it stands, in bytes.
    pub at: Range<usize>,
    /// Whose it is, where it has a mark.
    pub provider: Option<&'static Provider>,
}

impl Pasted {
    /// The secret itself in the `text` that it was found in: without what cannot be seen, and in one piece.
    pub fn value(&self, text: &str) -> Zeroizing<String> {
        let mut value = Zeroizing::new(String::with_capacity(self.at.len()));
        // A private key has lines.
        let breaks = self.provider.is_some();
        let stays = |c: &char| !(is_unseen(*c) || breaks && c.is_ascii_whitespace());
        value.extend(text[self.at.clone()].chars().filter(stays));
        value
    }
}

/// What begins with a mark.
struct Mark {
    text: &'static str,
    provider: Option<&'static Provider>,
    common: bool,
    anywhere: bool,
}

/// By the first byte; in each the longest first.
static MARKS: LazyLock<[Vec<Mark>; 256]> = LazyLock::new(|| {
    let mut all: [Vec<Mark>; 256] = std::array::from_fn(|_| Vec::new());
    let of = |provider: &'static Provider| provider.prefixes.iter().map(move |text| (*text, Some(provider)));
    let known = PROVIDERS.iter().flat_map(of).filter(|(text, _)| !PUBLIC.contains(text));
    for (text, provider) in known.chain(MORE.iter().map(|text| (*text, None))) {
        let common = provider.is_none() || COMMON.contains(&text);
        let anywhere = NEVER_IN_WORDS.contains(&text);
        all[usize::from(text.as_bytes()[0])].push(Mark { text, provider, common, anywhere });
    }
    for marks in &mut all {
        marks.sort_by_key(|mark| std::cmp::Reverse(mark.text.len()));
    }
    all
});

/// The secrets in `text`, in their order: keys of known providers, JSON Web Tokens, private keys in PEM, and values that look
/// random behind a name that promises a secret. What only stands for one (`ghp_xxxx`) is none. Characters without a width,
/// which come along where text is copied from pages, divide none; nor does one line break, where both parts make a key of its
/// provider.
pub fn pasted(text: &str) -> Vec<Pasted> {
    if !text.contains(is_unseen) {
        return seen(text);
    }
    // Where each byte of what can be seen stands in the text.
    let (mut clean, mut places) = (String::with_capacity(text.len()), Vec::with_capacity(text.len() + 1));
    for (at, c) in text.char_indices().filter(|(_, c)| !is_unseen(*c)) {
        clean.push(c);
        places.extend(at..at + c.len_utf8());
    }
    let found = seen(&clean).into_iter();
    let there = |one: Pasted| Pasted { at: places[one.at.start]..places[one.at.end - 1] + 1, ..one };
    let found = found.map(there).collect();
    clean.zeroize();
    found
}

fn seen(text: &str) -> Vec<Pasted> {
    let (mut look, mut found, mut at) = (Look { text, run: 0 }, Vec::<Pasted>::new(), 0);
    while at < text.len() {
        match look.one(at) {
            Some(pasted) => {
                at = pasted.at.end;
                found.push(pasted);
            }
            None => at += 1,
        }
    }
    if found.iter().any(|one| one.provider.is_some_and(|provider| provider.title == "AWS")) {
        aws_secrets(text, &mut found);
    }
    found
}

/// `text` with `stands` in the place of each, and whose they were. None where there is none.
pub fn without_pasted(text: &str, stands: &str) -> Option<(String, Vec<Pasted>)> {
    let found = pasted(text);
    if found.is_empty() {
        return None;
    }
    let (mut clean, mut from) = (String::with_capacity(text.len()), 0);
    for one in &found {
        clean.push_str(&text[from..one.at.start]);
        clean.push_str(stands);
        from = one.at.end;
    }
    clean.push_str(&text[from..]);
    Some((clean, found))
}

/// Whether a word looks as if it was made by chance: long, letters and digits beside each other, and neither an address nor
/// a path, a time or a version.
pub fn is_random(word: &str, least: usize) -> bool {
    let alike = ["://", "@", "..", "//"];
    if word.len() < least || !word.is_ascii() || alike.iter().any(|sign| word.contains(sign)) {
        return false;
    }
    let parts = word.split(|c: char| !c.is_ascii_alphanumeric());
    parts.into_iter().any(|part| {
        let digits = part.bytes().filter(u8::is_ascii_digit).count();
        let letters = part.len() - digits;
        // `covid19`, `2nd` and `v2` are words; so is what has all its digits at the end, where those are few.
        let at_end = part.bytes().rev().take_while(u8::is_ascii_digit).count();
        let changes =
            part.as_bytes().windows(2).filter(|two| two[0].is_ascii_digit() != two[1].is_ascii_digit());
        let mixed = part.len() >= LEAST_RANDOM || changes.count() > 2;
        let some = letters > 0 && digits > 0 && (at_end < digits || at_end > 3);
        part.len() >= least.min(LEAST_RANDOM) && some && mixed
    })
}

/// A text that is looked through. Whatever it holds, that takes time in proportion to its length only.
struct Look<'t> {
    text: &'t str,
    /// Where the characters end that keys are made of, from the last place on that was asked for.
    run: usize,
}

impl<'t> Look<'t> {
    fn one(&mut self, at: usize) -> Option<Pasted> {
        let bytes = self.text.as_bytes();
        let byte = bytes[at];
        let before = at.checked_sub(1).map(|before| bytes[before]);
        let marks = &MARKS[usize::from(byte)];
        if let Some(mark) = marks.iter().find(|mark| bytes[at..].starts_with(mark.text.as_bytes())) {
            let begins = before.is_none_or(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')));
            if begins || mark.anywhere {
                let core = self.token(at);
                if let Some(end) = self.broken(at, core) {
                    return Some(Pasted { at: at..end, provider: mark.provider });
                }
                if fits(mark, core) {
                    return Some(Pasted { at: at..at + core.len(), provider: mark.provider });
                }
            }
        }
        match byte {
            b'e' if bytes[at..].starts_with(b"eyJ")
                && before.is_none_or(|b| !is_token_byte(b) || b"=/".contains(&b)) =>
            {
                let core = self.token(at);
                is_jwt(core).then(|| Pasted { at: at..at + core.len(), provider: None })
            }
            b'-' if bytes[at..].starts_with(PEM.0.as_bytes()) => pem(self.text, at),
            b'=' | b':' => self.named(at),
            _ => None,
        }
    }

    /// The characters of keys from `at` on; a sentence may end behind them.
    fn token(&mut self, at: usize) -> &'t str {
        if self.run <= at {
            let rest = &self.text.as_bytes()[at..];
            self.run = at + rest.iter().position(|b| !is_token_byte(*b)).unwrap_or(rest.len());
        }
        self.text[at..self.run].trim_end_matches('.')
    }

    /// `GITHUB_TOKEN=…`, `"api_key": "…"`, `Authorization: Bearer …`; `at` is the sign between them.
    fn named(&mut self, at: usize) -> Option<Pasted> {
        let bytes = self.text.as_bytes();
        let back = self.text[..at].trim_end_matches([' ', '"', '\'', '`']);
        let longest = back.len().saturating_sub(LONGEST_NAME);
        let part = |b: &&u8| b.is_ascii_alphanumeric() || b"_-".contains(b);
        let from = back.as_bytes()[longest..].iter().rev().take_while(part).count();
        let name = &back[back.len() - from..];
        if name.is_empty() {
            return None;
        }
        let skip =
            |from: usize, signs: &[u8]| from + bytes[from..].iter().take_while(|b| signs.contains(b)).count();
        let mut start = skip(at + 1, b" \"'`");
        let upper = name.to_ascii_uppercase().replace('-', "_");
        if upper == "AUTHORIZATION" || upper.ends_with("_AUTHORIZATION") {
            let scheme = ["bearer ", "basic ", "token "].into_iter().find(|scheme| {
                self.text[start..].get(..scheme.len()).is_some_and(|said| said.eq_ignore_ascii_case(scheme))
            });
            // Some put it there without one.
            start = skip(start + scheme.map_or(0, str::len), b" ");
        } else if !Name::of(&upper).is_secret() {
            return None;
        }
        let core = self.token(start);
        // A call, an index or a template is no value.
        let goes_on = bytes.get(self.run).is_some_and(|next| b"([{$<".contains(next));
        let is_one = start < self.run && !goes_on && is_random(beginning(core), LEAST_NAMED);
        if !is_one || stands_for(core).is_some() {
            return None;
        }
        Some(match self.broken(start, core) {
            Some(end) => Pasted { at: start..end, provider: begun(core) },
            None => Pasted { at: start..start + core.len(), provider: marked(core) },
        })
    }

    /// Where the key ends that begins with `core` at `at` and goes on in the next line.
    fn broken(&self, at: usize, core: &str) -> Option<usize> {
        let provider = begun(core)?;
        let rest = self.text.get(at + core.len()..)?;
        let next =
            rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n'))?.trim_start_matches([' ', '\t']);
        let length = next.bytes().take_while(|b| is_token_byte(*b)).count();
        let goes_on =
            next[length..].chars().next().is_some_and(|c| !c.is_whitespace() && !"\"'`,;)>".contains(c));
        let tail = next[..length].trim_end_matches('.');
        if goes_on || tail.is_empty() || marked(tail).is_some() {
            return None;
        }
        let mark = LENGTHS.iter().find(|(mark, _)| core.starts_with(mark));
        let is_one = if let Some((_, whole)) = mark {
            core.len() < *whole && core.len() + tail.len() == *whole
        } else {
            // Of keys of any length each part has to look like one.
            let rest = provider.prefixes.iter().find_map(|mark| core.strip_prefix(mark))?;
            let is_plain = tail.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
            rest.len() >= LEAST_REST && is_plain && is_random(beginning(tail), LEAST_NAMED)
        };
        let whole = Zeroizing::new([core, tail].concat());
        let is_one = is_one
            && (provider.title != "AWS" || is_access_key_id(&whole))
            && stands_for(&whole) != Some(Stand::Placeholder);
        is_one.then(|| self.text.len() - next.len() + tail.len())
    }
}

/// The provider whose key begins so, however little of it there is.
fn begun(core: &str) -> Option<&'static Provider> {
    let begins = |mark: &&str| core.starts_with(*mark) && !PUBLIC.contains(mark);
    PROVIDERS.iter().find(|provider| provider.prefixes.iter().any(&begins))
}

/// As much as is looked at: what is longer is random at its beginning too.
fn beginning(core: &str) -> &str {
    &core[..core.len().min(LOOKED_AT)]
}

fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_./+=".contains(&byte)
}

fn fits(mark: &Mark, core: &str) -> bool {
    if mark.provider.is_some_and(|provider| provider.title == "AWS") {
        return is_access_key_id(core);
    }
    let rest = &core[mark.text.len()..];
    rest.len() >= LEAST_REST
        && stands_for(core) != Some(Stand::Placeholder)
        && (!mark.common || is_random(beginning(rest), LEAST_RANDOM))
}

fn stands_for(core: &str) -> Option<Stand> {
    placeholder(&Name::of("TOKEN"), core)
}

/// Three parts in base64, the first of which begins as an object does (RFC 7519); or five, where it is encrypted (RFC 7516).
fn is_jwt(core: &str) -> bool {
    let parts: Vec<&str> = core.splitn(6, '.').collect();
    match parts.as_slice() {
        [_, claims, seal] => claims.starts_with("eyJ") && core.len() >= 40 && seal.len() >= 8,
        [head, _, _, text, seal] => head.len() >= 16 && !text.is_empty() && seal.len() >= 16,
        _ => false,
    }
}

fn pem(text: &str, at: usize) -> Option<Pasted> {
    let head = &text.as_bytes()[at..(at + PEM_HEAD).min(text.len())];
    let line = head.split(|b| matches!(b, b'\n' | b'\\')).next()?;
    if !line.windows(PRIVATE.len()).any(|words| words == PRIVATE) {
        return None;
    }
    // One that is cut off is one too.
    let end = text[at..].find(PEM.1).map_or(text.len(), |end| {
        let tail = at + end + PEM.1.len();
        text[tail..].find("-----").map_or(text.len(), |more| tail + more + "-----".len())
    });
    Some(Pasted { at: at..end, provider: None })
}

/// The key that goes with the id of an access key.
fn aws_secrets(text: &str, found: &mut Vec<Pasted>) {
    let is_part = |b: u8| b.is_ascii_alphanumeric() || b"/+".contains(&b);
    let (bytes, mut at, mut secrets) = (text.as_bytes(), 0, Vec::new());
    let mut taken = found.iter().peekable();
    while at < bytes.len() {
        let length = bytes[at..].iter().take_while(|b| is_part(**b)).count();
        let part = &bytes[at..at + length];
        let has = |kind: fn(&u8) -> bool| part.iter().any(kind);
        if length == AWS_SECRET && has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase) {
            while taken.next_if(|one| one.at.end <= at).is_some() {}
            if taken.peek().is_none_or(|one| one.at.start >= at + length) {
                secrets.push(Pasted { at: at..at + length, provider: None });
            }
        }
        at += length.max(1);
    }
    found.append(&mut secrets);
    found.sort_by_key(|one| one.at.start);
}

#[cfg(test)]
#[path = "pasted_tests.rs"]
mod tests;
