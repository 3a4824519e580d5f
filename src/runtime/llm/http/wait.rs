//! How long a provider asks to be left alone, read from the headers of a refusal.

use std::time::Duration;

use reqwest::header::HeaderMap;

use crate::support::clock::http_date;

/// Nobody waits for longer than a day; whatever says so is something else.
const LONGEST: f64 = 86_400.0;

/// The wait: `retry-after-ms`, `Retry-After` (RFC 9110, 10.2.3: seconds or a date), else the
/// `x-ratelimit-reset-*` of what is used up.
pub(super) fn asked(headers: &HeaderMap) -> Option<Duration> {
    let text = |name: &str| headers.get(name)?.to_str().ok().map(str::trim);
    let millis = text("retry-after-ms").and_then(|ms| seconds(ms.parse::<f64>().ok()? / 1000.0));
    let now = text("date").and_then(http_date);
    let after = || {
        let value = text("retry-after")?;
        value.parse().ok().and_then(seconds).or_else(|| until(http_date(value)?, now?))
    };
    millis.or_else(after).or_else(|| {
        let used_up = |what: &str| {
            let left = text(&format!("x-ratelimit-remaining-{what}"))?;
            (left == "0").then_some(())?;
            span(text(&format!("x-ratelimit-reset-{what}"))?)
        };
        used_up("requests").into_iter().chain(used_up("tokens")).max()
    })
}

fn seconds(seconds: f64) -> Option<Duration> {
    (0.0..=LONGEST).contains(&seconds).then(|| Duration::from_secs_f64(seconds))
}

/// By the server's own clock: ours may be wrong. A time that has passed is no wait.
fn until(then: u64, now: u64) -> Option<Duration> {
    let wait = Duration::from_secs(then.saturating_sub(now));
    (wait.as_secs_f64() <= LONGEST).then_some(wait)
}

/// `1s`, `6m0s`, `20ms`, `1h2m3.5s`, or plain seconds.
fn span(text: &str) -> Option<Duration> {
    if let Ok(plain) = text.parse() {
        return seconds(plain);
    }
    let (mut rest, mut total) = (text, 0.0);
    while !rest.is_empty() {
        let digits = rest.find(|c: char| c != '.' && !c.is_ascii_digit())?;
        let number: f64 = rest[..digits].parse().ok()?;
        let unit = &rest[digits..];
        let unit_end = unit.find(|c: char| c.is_ascii_digit()).unwrap_or(unit.len());
        total += number
            * match &unit[..unit_end] {
                "ms" => 0.001,
                "s" => 1.0,
                "m" => 60.0,
                "h" => 3600.0,
                _ => return None,
            };
        rest = &unit[unit_end..];
    }
    seconds(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wait(headers: &[(&'static str, &str)]) -> Option<u128> {
        let headers = headers
            .iter()
            .map(|(name, value)| (reqwest::header::HeaderName::from_static(name), value.parse().unwrap()));
        asked(&headers.collect()).map(|wait| wait.as_millis())
    }

    #[test]
    fn seconds_milliseconds_and_dates_are_read() {
        assert_eq!(wait(&[("retry-after", "2")]), Some(2000));
        assert_eq!(wait(&[("retry-after", "0.5")]), Some(500));
        assert_eq!(wait(&[("retry-after", "9"), ("retry-after-ms", "250")]), Some(250));
        let date = ("date", "Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(wait(&[date, ("retry-after", "Sun, 06 Nov 1994 08:50:00 GMT")]), Some(23_000));
        assert_eq!(wait(&[date, ("retry-after", "Sun, 06 Nov 1994 08:00:00 GMT")]), Some(0));
    }

    #[test]
    fn the_reset_of_what_is_used_up_counts_and_of_nothing_else() {
        let tokens = [("x-ratelimit-remaining-tokens", "0"), ("x-ratelimit-reset-tokens", "6m0s")];
        assert_eq!(wait(&tokens), Some(360_000));
        let both = [
            ("x-ratelimit-remaining-requests", "0"),
            ("x-ratelimit-reset-requests", "1.5s"),
            ("x-ratelimit-remaining-tokens", "12"),
            ("x-ratelimit-reset-tokens", "6m0s"),
        ];
        assert_eq!(wait(&both), Some(1500));
        assert_eq!(wait(&[("x-ratelimit-reset-tokens", "6m0s")]), None);
        assert_eq!(span("20ms"), Some(Duration::from_millis(20)));
        assert_eq!(span("1h0m2s"), Some(Duration::from_secs(3602)));
    }

    #[test]
    fn what_is_no_wait_is_not_guessed() {
        for bad in
            ["-1", "soon", "1e99", "NaN", "Sun, 06 Nov 1994 08:50:00 GMT", "", "Sun, 99 Nov 1994 x GMT"]
        {
            assert_eq!(wait(&[("retry-after", bad)]), None, "{bad}");
        }
        for bad in ["", "s", "5x", "1s2", "m1"] {
            assert!(span(bad).is_none_or(|wait| wait.is_zero()), "{bad}");
        }
    }
}
