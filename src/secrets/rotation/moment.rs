//! Up to when: a revision, or a day or moment in UTC.

use std::collections::HashSet;

use crate::secrets::Error;
use crate::secrets::error::GitError;
use crate::secrets::git::{Commit, Repo, reachable};

/// The commits up to a moment.
pub(super) struct Until {
    /// Seconds since the Unix epoch.
    pub(super) time: u64,
    /// What a revision leads to counts whatever its clock said.
    reachable: HashSet<String>,
}

impl Until {
    pub(super) fn parse(repo: &Repo, text: &str) -> Result<Self, Error> {
        if let Some(commit) = repo.commit(text) {
            let reachable = reachable(repo, &commit)?;
            return Ok(Self { time: repo.time_of(&commit)?, reachable });
        }
        let time = parse(text).ok_or_else(|| GitError::NoMoment(text.into()))?;
        Ok(Self { time, reachable: HashSet::new() })
    }

    pub(super) fn holds(&self, commit: &Commit) -> bool {
        commit.time <= self.time || self.reachable.contains(&commit.id)
    }
}

/// `2026-01-31` (to its last second) or `2026-01-31T12:00:00Z`, as seconds since the Unix epoch.
fn parse(text: &str) -> Option<u64> {
    let (day, time) = text.split_once('T').map_or((text, None), |(day, time)| (day, Some(time)));
    let numbers = |text: &str, sign: char, lengths: [usize; 3]| {
        let parts: Vec<&str> = text.split(sign).collect();
        let fits = parts.len() == 3 && parts.iter().zip(lengths).all(|(part, length)| part.len() == length);
        let digits = parts.iter().all(|part| part.bytes().all(|b| b.is_ascii_digit()));
        let parsed: Vec<u64> = parts.iter().filter_map(|part| part.parse().ok()).collect();
        <[u64; 3]>::try_from(parsed).ok().filter(|_| fits && digits)
    };
    let [year, month, date] = numbers(day, '-', [4, 2, 2])?;
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let lengths = [31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let month = usize::try_from(month).ok()?.checked_sub(1)?;
    if year < 1970 || !(1..=*lengths.get(month)?).contains(&date) {
        return None;
    }
    let leaps = |before: u64| before / 4 - before / 100 + before / 400;
    let years = (year - 1970) * 365 + leaps(year - 1) - leaps(1969);
    let days = years + lengths[..month].iter().sum::<u64>() + date - 1;
    let seconds = match time {
        None => 86_399,
        Some(time) => {
            let [h, m, s] = numbers(time.strip_suffix('Z')?, ':', [2, 2, 2])?;
            (h < 24 && m < 60 && s < 60).then_some(h * 3600 + m * 60 + s)?
        }
    };
    Some(days * 86_400 + seconds)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::support::clock::rfc3339;

    #[test]
    fn days_and_moments_are_read_back_as_they_were_written() {
        for moment in ["1970-01-01T00:00:00Z", "2000-02-29T23:59:59Z", "2100-03-01T00:00:01Z"] {
            assert_eq!(rfc3339(parse(moment).unwrap() * 1000), moment);
        }
        assert_eq!(rfc3339(parse("2026-12-31").unwrap() * 1000), "2026-12-31T23:59:59Z");
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for bad in [
            "",
            "yesterday",
            "2026-1-31",
            "2026-02-30",
            "2026-13-01",
            "2026-00-01",
            "1969-12-31",
            "2026-01-31T12:00:00",
            "2026-01-31T24:00:00Z",
            "2026-01-31 12:00",
            "2026-+1-31",
            "99999-01-01",
        ] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }
}
