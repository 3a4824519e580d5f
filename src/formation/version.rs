//! Versions of formations: `1.2.3`, `1.2.3-rc.1`, with or without a `v`, and what comes after one.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

/// A semantic version (<https://semver.org>); what is after a `+` does not count and is not kept when it goes up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    v: bool,
    numbers: [u64; 3],
    pre: Vec<String>,
    build: String,
}

/// What goes up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// The third number.
    Patch,
    /// The second.
    Minor,
    /// The first.
    Major,
}

/// A text that is no version.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a version like `1.2.3` or `1.2.3-rc.1`")]
pub struct BadVersion(String);

impl Version {
    /// What counts where a formation says no version and another part than the patch goes up.
    pub fn first() -> Self {
        Self { v: false, numbers: [1, 0, 0], pre: Vec::new(), build: String::new() }
    }

    /// The version after this one. A pre-release goes up to the release that it comes before, if that is of the
    /// level; with `pre` the next is a pre-release of that name, the first of it or one more.
    #[must_use]
    pub fn next(&self, level: Level, pre: Option<&str>) -> Option<Self> {
        let [major, minor, patch] = self.numbers;
        let is_before = !self.pre.is_empty()
            && match level {
                Level::Patch => true,
                Level::Minor => patch == 0,
                Level::Major => patch == 0 && minor == 0,
            };
        let numbers = match level {
            _ if is_before => self.numbers,
            Level::Patch => [major, minor, patch.checked_add(1)?],
            Level::Minor => [major, minor.checked_add(1)?, 0],
            Level::Major => [major.checked_add(1)?, 0, 0],
        };
        let pre = match pre {
            None => Vec::new(),
            Some(name) => {
                let known =
                    self.pre.split_last().filter(|(_, above)| is_before && *above == [name.to_owned()]);
                let number = known.and_then(|(last, _)| last.parse::<u64>().ok()).unwrap_or(0);
                vec![name.to_owned(), number.checked_add(1)?.to_string()]
            }
        };
        Some(Self { v: self.v, numbers, pre, build: String::new() })
    }

    /// Whether this comes after `other`.
    pub fn is_after(&self, other: &Self) -> bool {
        self.numbers.cmp(&other.numbers).then_with(|| compare(&self.pre, &other.pre)) == Ordering::Greater
    }
}

/// A release comes after its pre-releases; numbers before words.
fn compare(one: &[String], other: &[String]) -> Ordering {
    match (one.is_empty(), other.is_empty()) {
        (true, true) => return Ordering::Equal,
        (true, false) => return Ordering::Greater,
        (false, true) => return Ordering::Less,
        (false, false) => {}
    }
    for (one, other) in one.iter().zip(other) {
        let order = match (one.parse::<u64>(), other.parse::<u64>()) {
            (Ok(one), Ok(other)) => one.cmp(&other),
            (Ok(_), Err(_)) => Ordering::Less,
            (Err(_), Ok(_)) => Ordering::Greater,
            (Err(_), Err(_)) => one.cmp(other),
        };
        if order != Ordering::Equal {
            return order;
        }
    }
    one.len().cmp(&other.len())
}

/// Whether `word` can name a pre-release.
pub fn is_name(word: &str) -> bool {
    !word.is_empty()
        && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        && !word.bytes().all(|b| b.is_ascii_digit())
}

impl FromStr for Version {
    type Err = BadVersion;

    /// One number or two are read too (`1.2` is `1.2.0`), as people write them.
    fn from_str(text: &str) -> Result<Self, BadVersion> {
        let bad = || BadVersion(text.to_owned());
        let bare = text.strip_prefix(['v', 'V']);
        let (rest, build) = split(bare.unwrap_or(text), '+');
        let (numbers, pre) = split(rest, '-');
        let mut out = [0; 3];
        let parts: Vec<_> = numbers.split('.').collect();
        if parts.len() > 3 {
            return Err(bad());
        }
        for (slot, part) in out.iter_mut().zip(&parts) {
            let digits = !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
            *slot = part.parse().ok().filter(|_| digits).ok_or_else(bad)?;
        }
        let words = |text: Option<&str>| {
            let words: Vec<_> =
                text.map(|text| text.split('.').map(str::to_owned).collect()).unwrap_or_default();
            let good = |word: &String| {
                !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            };
            if words.iter().all(good) { Ok(words) } else { Err(bad()) }
        };
        let (pre, build) = (words(pre)?, words(build)?.join("."));
        Ok(Self { v: bare.is_some(), numbers: out, pre, build })
    }
}

fn split(text: &str, at: char) -> (&str, Option<&str>) {
    text.split_once(at).map_or((text, None), |(before, after)| (before, Some(after)))
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [major, minor, patch] = self.numbers;
        write!(f, "{}{major}.{minor}.{patch}", if self.v { "v" } else { "" })?;
        if !self.pre.is_empty() {
            write!(f, "-{}", self.pre.join("."))?;
        }
        if !self.build.is_empty() {
            write!(f, "+{}", self.build)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next(from: &str, level: Level, pre: Option<&str>) -> String {
        from.parse::<Version>().unwrap().next(level, pre).unwrap().to_string()
    }

    #[test]
    fn each_level_goes_up_and_takes_the_lower_ones_to_zero() {
        assert_eq!(next("1.2.3", Level::Patch, None), "1.2.4");
        assert_eq!(next("1.2.3", Level::Minor, None), "1.3.0");
        assert_eq!(next("v1.2.3+build.5", Level::Major, None), "v2.0.0");
        assert_eq!(next("1.2", Level::Patch, None), "1.2.1");
    }

    #[test]
    fn a_pre_release_goes_up_to_its_release() {
        assert_eq!(next("1.2.3-rc.1", Level::Patch, None), "1.2.3");
        assert_eq!(next("1.2.3-rc.1", Level::Minor, None), "1.3.0");
        assert_eq!(next("1.3.0-rc.1", Level::Minor, None), "1.3.0");
        assert_eq!(next("2.0.0-beta", Level::Major, None), "2.0.0");
        assert_eq!(next("2.1.0-beta", Level::Major, None), "3.0.0");
    }

    #[test]
    fn pre_releases_are_counted_by_their_name() {
        assert_eq!(next("1.2.3", Level::Patch, Some("rc")), "1.2.4-rc.1");
        assert_eq!(next("1.2.4-rc.1", Level::Patch, Some("rc")), "1.2.4-rc.2");
        assert_eq!(next("1.2.4-beta.7", Level::Patch, Some("rc")), "1.2.4-rc.1");
        assert_eq!(next("1.2.3", Level::Minor, Some("rc")), "1.3.0-rc.1");
        assert_eq!(next("1.3.0-rc.1", Level::Minor, Some("rc")), "1.3.0-rc.2");
        assert!(
            "1.0.0".parse::<Version>().unwrap().next(Level::Patch, None).unwrap().is_after(&Version::first())
        );
    }

    #[test]
    fn versions_are_ordered_as_semver_has_it() {
        let order = [
            "1.0.0-alpha",
            "1.0.0-alpha.1",
            "1.0.0-alpha.beta",
            "1.0.0-beta.2",
            "1.0.0-beta.11",
            "1.0.0",
            "1.0.1",
        ];
        for two in order.windows(2) {
            let [one, other] = [two[0], two[1]].map(|text| text.parse::<Version>().unwrap());
            assert!(other.is_after(&one) && !one.is_after(&other), "{two:?}");
        }
        assert!(!"1.0.0".parse::<Version>().unwrap().is_after(&"v1.0.0+x".parse().unwrap()));
    }

    #[test]
    fn what_is_no_version_is_refused() {
        for text in
            ["", "x", "1.x", "1.2.3.4", "1..2", "1.2.3-", "1.2.3-a..b", "-1.0.0", "99999999999999999999.0.0"]
        {
            assert!(text.parse::<Version>().is_err(), "{text}");
        }
        assert_eq!("18446744073709551615.0.0".parse::<Version>().unwrap().next(Level::Major, None), None);
    }
}
