//! The time, as a value that tests can set.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Where the time comes from. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Clock(Source);

#[derive(Clone, Debug, Default)]
enum Source {
    #[default]
    System,
    Fixed(Arc<AtomicU64>),
}

impl Clock {
    /// A clock that stands still at `millis` since the Unix epoch until [`Clock::advance`] moves it.
    pub fn fixed(millis: u64) -> Self {
        Self(Source::Fixed(Arc::new(AtomicU64::new(millis))))
    }

    /// Moves a fixed clock forward; the system's clock cannot be moved.
    pub fn advance(&self, by: Duration) {
        if let Source::Fixed(now) = &self.0 {
            now.fetch_add(millis(by), Ordering::SeqCst);
        }
    }

    /// Milliseconds since the Unix epoch; 0 where the system's clock stands before it.
    pub fn now_millis(&self) -> u64 {
        match &self.0 {
            Source::System => system_millis(),
            Source::Fixed(now) => now.load(Ordering::SeqCst),
        }
    }

    /// Whole seconds since the Unix epoch.
    pub fn now_secs(&self) -> u64 {
        self.now_millis() / 1000
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that asks the system")]
fn system_millis() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, millis)
}

/// `time` in whole milliseconds.
pub fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

/// `millis` since the Unix epoch as `2026-11-22T00:10:48Z` (RFC 3339, UTC, whole seconds).
pub fn rfc3339(millis: u64) -> String {
    let secs = millis / 1000;
    let (year, month, day) = civil_from_days(secs / 86_400);
    let (h, m, s) = (secs / 3600 % 24, secs / 60 % 60, secs % 60);
    format!("{year:04}-{month:02}-{day:02}T{h:02}:{m:02}:{s:02}Z")
}

/// The same with milliseconds: `2026-11-22T00:10:48.123Z`.
pub fn rfc3339_millis(millis: u64) -> String {
    let whole = rfc3339(millis);
    format!("{}.{:03}Z", whole.trim_end_matches('Z'), millis % 1000)
}

/// Undoes [`rfc3339`]: that form only, of the years from 1970.
pub fn parse_rfc3339(text: &str) -> Option<u64> {
    let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
    let number = |t: &str| t.bytes().all(|b| b.is_ascii_digit()).then(|| t.parse::<u64>().ok()).flatten();
    let parts = |t: &str, sep| t.split(sep).map(number).collect::<Option<Vec<u64>>>();
    let [year, month, day] = parts(date, '-')?.try_into().ok()?;
    let [h, m, s] = parts(time, ':')?.try_into().ok()?;
    // Also keeps the sums below from overflowing.
    if !(1970..=9999).contains(&year) || [month, day, h, m, s].iter().any(|n| *n > 99) {
        return None;
    }
    // The month counted from March, in a year that ends with February.
    let (shifted, from_march) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let day_of_year = (153 * from_march + 2) / 5 + day.checked_sub(1)?;
    let (era, year_of_era) = (shifted / 400, shifted % 400);
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    let days = (era * 146_097 + day_of_era).checked_sub(719_468)?;
    let millis = (days * 86_400 + h * 3600 + m * 60 + s) * 1000;
    // A day or an hour that is none comes back as another.
    (rfc3339(millis) == text).then_some(millis)
}

/// Seconds since the Unix epoch of an IMF-fixdate such as `Sun, 06 Nov 1994 08:49:37 GMT`, the one
/// form that may be sent (RFC 9110, 5.6.7).
pub fn http_date(text: &str) -> Option<u64> {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (_, date) = text.split_once(", ")?;
    let [day, month, year, time, "GMT"] = date.split(' ').collect::<Vec<_>>()[..] else { return None };
    let month = MONTHS.iter().position(|name| *name == month)? + 1;
    let iso = format!("{year}-{month:02}-{day}T{time}Z");
    Some(parse_rfc3339(&iso)? / 1000)
}

/// A time as a person writes it, in milliseconds since the Unix epoch: [`rfc3339`], a day (`2026-01-31`, its beginning
/// in UTC), or how long before `now`: `90s`, `30m`, `24h`, `7d`.
pub fn moment(text: &str, now: u64) -> Option<u64> {
    let text = text.trim();
    instant(text).or_else(|| Some(now.saturating_sub(length(text)?)))
}

/// The same, but a length is from `now` on, as one writes when something ends; at most to the end of the year 9999.
pub fn from_now(text: &str, now: u64) -> Option<u64> {
    let text = text.trim();
    instant(text).or_else(|| now.checked_add(length(text)?).filter(|at| *at <= LAST))
}

/// The end of the year 9999, in milliseconds: what is later has no [`rfc3339`].
const LAST: u64 = 253_402_300_799_999;

/// A moment or a day.
fn instant(text: &str) -> Option<u64> {
    if let Some(at) = parse_rfc3339(text).or_else(|| parse_rfc3339(&format!("{text}T00:00:00Z"))) {
        return Some(at);
    }
    // With a fraction of a second, as programs write it.
    let (whole, fraction) = text.split_once('.')?;
    let digits = fraction.strip_suffix('Z').filter(|d| (1..=9).contains(&d.len()))?;
    let millis: u64 = format!("{digits:0<3}").get(..3)?.parse().ok()?;
    Some(parse_rfc3339(&format!("{whole}Z"))? + millis)
}

/// A length, in milliseconds.
fn length(text: &str) -> Option<u64> {
    let unit = text.chars().next_back()?;
    let seconds = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3600,
        'd' => 86_400,
        _ => return None,
    };
    let number = text.strip_suffix(unit).filter(|n| n.bytes().all(|b| b.is_ascii_digit()))?;
    number.parse::<u64>().ok()?.checked_mul(seconds * 1000)
}

/// Days since 1970-01-01 to (year, month, day) in the Gregorian calendar.
fn civil_from_days(days: u64) -> (u64, u64, u64) {
    // Counting from 0000-03-01 puts the leap day at the end of a year, which makes the months regular.
    let z = days + 719_468;
    let era = z / 146_097;
    let day_of_era = z % 146_097;
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rfc3339_knows_leap_days_and_the_epoch() {
        assert_eq!(rfc3339(0), "1970-01-01T00:00:00Z");
        assert_eq!(rfc3339(951_782_400_000), "2000-02-29T00:00:00Z");
        assert_eq!(rfc3339(1_700_000_000_999), "2023-11-14T22:13:20Z");
        assert_eq!(rfc3339(4_107_542_399_000), "2100-02-28T23:59:59Z");
    }

    #[test]
    fn only_real_times_are_read_back() {
        for millis in [0, 951_782_400_000, 1_700_000_000_000, 4_107_542_399_000, 68_169_600_000] {
            assert_eq!(parse_rfc3339(&rfc3339(millis)), Some(millis));
        }
        for bad in [
            "",
            "-",
            "2023-02-29T00:00:00Z",
            "2023-13-01T00:00:00Z",
            "2023-00-01T00:00:00Z",
            "2023-01-00T00:00:00Z",
            "2023-01-01T24:00:00Z",
            "2023-01-01T00:00:00",
            "1969-12-31T00:00:00Z",
            "2023-01-01T00:00:99999999999999999999Z",
            "2023-1-1T0:0:0Z",
            "2023-01-01T00:00:00.5Z",
        ] {
            assert_eq!(parse_rfc3339(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_time_is_a_moment_a_day_or_how_long_ago() {
        let now = 1_700_000_000_123;
        assert_eq!(rfc3339_millis(now), "2023-11-14T22:13:20.123Z");
        for (text, at) in [
            ("2023-11-14T22:13:20Z", 1_700_000_000_000),
            ("2023-11-14T22:13:20.123Z", now),
            ("2023-11-14T22:13:20.1Z", 1_700_000_000_100),
            ("2023-11-14", 1_699_920_000_000),
            ("20s", now - 20_000),
            ("2h", now - 7_200_000),
            ("1d", now - 86_400_000),
            ("99999999d", 0),
        ] {
            assert_eq!(moment(text, now), Some(at), "{text}");
        }
        for bad in ["", "d", "-1d", "1w", "2023-13-01", "yesterday", "2023-11-14T22:13:20.Z", "é"] {
            assert_eq!(moment(bad, now), None, "{bad}");
        }
    }

    #[test]
    fn an_end_is_a_moment_or_a_length_from_now() {
        let now = parse_rfc3339("2026-11-23T00:00:00Z").unwrap();
        assert_eq!(from_now("36500d", now), Some(now + 36_500 * 86_400_000));
        assert_eq!(from_now(" 2h", now), Some(now + 7_200_000));
        assert_eq!(from_now("2027-01-01", now), parse_rfc3339("2027-01-01T00:00:00Z"));
        assert_eq!(
            from_now("2020-01-01", now),
            parse_rfc3339("2020-01-01T00:00:00Z"),
            "the past is told as it is"
        );
        for bad in ["", "d", "soon", "-1d", "99999999d", "18446744073709551615d"] {
            assert_eq!(from_now(bad, now), None, "{bad}");
        }
    }

    #[test]
    fn a_date_of_http_is_read_in_its_one_form() {
        assert_eq!(http_date("Sun, 06 Nov 1994 08:49:37 GMT"), Some(784_111_777));
        for bad in
            ["", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 99 Nov 1994 x GMT"]
        {
            assert_eq!(http_date(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_fixed_clock_moves_only_when_told() {
        let clock = Clock::fixed(5_000);
        let twin = clock.clone();
        clock.advance(Duration::from_secs(2));
        assert_eq!(twin.now_millis(), 7_000);
    }
}
