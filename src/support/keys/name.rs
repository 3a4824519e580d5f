//! What the name of a secret says about its value.

/// Last words of names whose values must be hard to guess.
const SECRET: &[&str] = &[
    "KEY",
    "APIKEY",
    "TOKEN",
    "SECRET",
    "PASSWORD",
    "PASSWD",
    "PASS",
    "PWD",
    "PASSPHRASE",
    "CREDENTIAL",
    "PAT",
];

/// Words after them that only say which one it is.
const WHICH: &[&str] = &[
    "PROD",
    "PRODUCTION",
    "DEV",
    "DEVELOPMENT",
    "TEST",
    "TESTING",
    "STAGING",
    "STAGE",
    "LIVE",
    "SANDBOX",
    "LOCAL",
    "CI",
    "OLD",
    "NEW",
    "BACKUP",
    "DEFAULT",
    "MAIN",
];

/// Words before `KEY` with which it is none to a lock.
const NO_SECRET_KEY: &[&str] = &[
    "SORT",
    "PRIMARY",
    "PARTITION",
    "CACHE",
    "FOREIGN",
    "GROUP",
    "INDEX",
    "LOOKUP",
    "ROUTING",
    "IDEMPOTENCY",
    "OBJECT",
    "FIELD",
    "HOST",
];

/// Words that say that everybody may see the value.
const PUBLIC: &[&str] = &["PUBLIC", "PUBLISHABLE", "PUB"];

/// A name in its words.
#[derive(Debug)]
pub struct Name<'a> {
    whole: &'a str,
    words: Vec<&'a str>,
}

impl<'a> Name<'a> {
    /// The name, in upper case and with `_` between its words.
    pub fn of(name: &'a str) -> Self {
        Self { whole: name, words: name.split('_').filter(|word| !word.is_empty()).collect() }
    }

    /// The whole name.
    pub fn as_str(&self) -> &'a str {
        self.whole
    }

    /// Whether one of these words is in it.
    pub fn has(&self, words: &[&str]) -> bool {
        self.words.iter().any(|word| words.contains(word))
    }

    /// Whether it ends with these words.
    pub fn ends_with(&self, words: &[&str]) -> bool {
        self.telling().ends_with(words)
    }

    /// Whether it promises a value that is hard to guess.
    pub fn is_secret(&self) -> bool {
        let words = self.telling();
        let plain_key = match words {
            [.., before, "KEY"] => NO_SECRET_KEY.contains(before),
            _ => false,
        };
        !self.is_public() && !plain_key && words.last().is_some_and(|last| SECRET.contains(last))
    }

    /// Whether it says that its value is public.
    pub fn is_public(&self) -> bool {
        self.has(PUBLIC)
    }

    /// The words without what only tells one of several apart: `OPENAI_API_KEY_2`, `DB_PASSWORD_PROD`.
    fn telling(&self) -> &[&'a str] {
        let which = |word: &&str| {
            WHICH.contains(word) || word.trim_start_matches('V').bytes().all(|b| b.is_ascii_digit())
        };
        let end = self.words.iter().rposition(|word| !which(word)).map_or(0, |at| at + 1);
        &self.words[..end]
    }
}
