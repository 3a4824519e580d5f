//! Forms of text: their names, their checks, and the same as regular expressions for JSON Schema.

use crate::support::text::is_sealed;

/// A form that a text has.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// Its name in the reference: `url`, `clock-time`.
    pub name: &'static str,
    /// What a person writes there, with an article.
    pub describe: &'static str,
    /// The same as [`Format::accepts`] for JSON Schema (ECMA 262); may accept more, never less.
    pub pattern: &'static str,
    /// A good text.
    pub example: &'static str,
    /// A bad text, for tests.
    pub counter: &'static str,
    check: fn(&str) -> bool,
}

impl Format {
    /// Whether `text` has the form. Texts with a reference are not asked.
    pub fn accepts(&self, text: &str) -> bool {
        (self.check)(text)
    }
}

/// `https://` or `http://` and a host.
pub(super) static HTTP_URL: Format = Format {
    name: "http-url",
    describe: "a URL that starts with `https://` or `http://`",
    pattern: r"^[hH][tT][tT][pP][sS]?://[^\s/?#]+\S*$",
    example: "https://example.com",
    counter: "ftp://example.com",
    check: |text| has_scheme(text, &["http", "https"]),
};

/// Where secrets may be sent: over HTTPS, or on this machine.
pub(super) static SECURE_URL: Format = Format {
    name: "secure-url",
    describe: "a URL that starts with `https://`, or with `http://` on this machine",
    pattern: r"^([hH][tT][tT][pP][sS]://[^\s/?#]+\S*|[hH][tT][tT][pP]://([^\s/?#@]*@)?(localhost|127\.[0-9.]+|\[[0-9a-fA-F:.]+\])([:/?#]\S*)?)$",
    example: "https://example.com/token",
    counter: "http://example.com/token",
    check: |text| {
        has_scheme(text, &["http", "https"])
            && text.split_once("://").is_some_and(|(scheme, _)| is_sealed(scheme, host_of(text)))
    },
};

/// Where a browser comes back to.
pub(super) static LANDING: Format = Format {
    name: "loopback-url",
    describe: "an address on this machine, such as `http://127.0.0.1/callback` or `http://localhost:8400/callback`",
    pattern: r"^http://(localhost|127\.0\.0\.1|\[::1\])(:[0-9]{1,5})?(/[^\s?#]*)?$",
    example: "http://127.0.0.1:8400/callback",
    counter: "https://example.com/callback",
    check: |text| {
        let Some(rest) = text.strip_prefix("http://") else { return false };
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let host = host_of(text);
        let port = authority.strip_prefix(host).or_else(|| authority.strip_prefix(&format!("[{host}]")));
        let fits = |port: &str| {
            port.strip_prefix(':').is_some_and(|port| port.parse().is_ok_and(|port: u16| port > 0))
        };
        matches!(host, "localhost" | "127.0.0.1" | "::1")
            && port.is_some_and(|port| port.is_empty() || fits(port))
            && !path.contains(['?', '#'])
            && !path.contains(char::is_whitespace)
    },
};

/// What must not be written out.
pub(super) static REFERENCE: Format = Format {
    name: "reference",
    describe: "a reference to a secret, such as `${{ secrets.NAME }}`",
    pattern: r"^[\s\S]*\$\{\{[\s\S]*\}\}[\s\S]*$",
    example: "${{ secrets.CLIENT_SECRET }}",
    counter: "x",
    check: |text| text.contains("${{"),
};

/// Where remote knowledge can be.
pub(super) static SOURCE_URL: Format = Format {
    name: "source-url",
    describe: "a URL that starts with `https://`, `s3://`, `gs://`, `az://`, `rsync://`, `sftp://` or the like",
    pattern: r"^([hH][tT][tT][pP][sS]?|[sS]3|[gG][sS]|[aA][zZ]|[rR][sS][yY][nN][cC](\+[sS][sS][hH])?|[sS]?[fF][tT][pP]|[fF][iI][lL][eE])://\S+$",
    example: "s3://bucket/docs",
    counter: "gopher://example.com",
    check: |text| {
        has_scheme(text, &["http", "https", "s3", "gs", "az", "rsync", "rsync+ssh", "ftp", "sftp", "file"])
    },
};

/// The databases that memory can be kept in.
pub(super) static DATABASE: Format = Format {
    name: "database",
    describe: "a database: `postgresql://…`, `sqlite:///…` or a file that ends in `.db`",
    pattern: r"^(([pP][oO][sS][tT][gG][rR][eE][sS]([qQ][lL])?(\+\w+)?|[sS][qQ][lL][iI][tT][eE](\+\w+)?)://.*|.+\.[dD][bB])$",
    example: "sqlite:///memory.db",
    counter: "mysql://example.com/memory",
    check: |text| {
        let scheme = text.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
        if let Some(scheme) = scheme {
            // A driver may be named after a plus sign.
            let kind = scheme.split('+').next().unwrap_or("");
            matches!(kind, "postgresql" | "postgres" | "sqlite")
        } else {
            let ending = std::path::Path::new(text).extension();
            ending.is_some_and(|ending| ending.eq_ignore_ascii_case("db"))
        }
    },
};

/// A path of a file or directory of the formation.
pub(crate) static INSIDE: Format = Format {
    name: "relative-path",
    describe: "a relative path inside the formation, without `..`",
    pattern: r"^(?![/\\~])(?!.*(^|[/\\])\.\.([/\\]|$))(?![a-zA-Z]:[/\\]).+$",
    example: "knowledge/docs",
    counter: "../docs",
    check: |text| {
        let drive = text.as_bytes().get(1) == Some(&b':')
            && text.starts_with(|c: char| c.is_ascii_alphabetic())
            && text[2..].starts_with(['/', '\\']);
        !text.is_empty()
            && !text.starts_with(['/', '\\', '~'])
            && !drive
            && text.split(['/', '\\']).all(|part| part != "..")
    },
};

/// When something is done again and again.
pub(super) static SCHEDULE: Format = Format {
    name: "schedule",
    describe: "a cron line like `0 3 * * *`, or one of `@startup`, `@hourly`, `@daily`, `@weekly`",
    pattern: r"^(@startup|@hourly|@daily|@weekly|(\S+[ \t]+){4,5}\S+)$",
    example: "0 3 * * *",
    counter: "every day",
    check: is_schedule,
};

/// A time of day.
pub(super) static CLOCK: Format = Format {
    name: "clock-time",
    describe: "a time of day like `\"09:00\"`, in quotes",
    pattern: r"^([01]?[0-9]|2[0-3]):[0-5][0-9]$",
    example: "09:00",
    counter: "25:00",
    check: is_clock,
};

/// A name of the time zone database; whether it exists is not known here.
pub(super) static TIME_ZONE: Format = Format {
    name: "time-zone",
    describe: "a time zone like `Europe/Berlin` or `UTC`",
    pattern: r"^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$",
    example: "Europe/Berlin",
    counter: "Berlin, Germany",
    check: |text| {
        let part = |part: &str| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"_+-".contains(&b))
        };
        text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.split('/').all(part)
    },
};

/// A name or an address, without a port.
pub(super) static HOST: Format = Format {
    name: "host",
    describe: "a host name or an IP address, without scheme and port",
    pattern: r"^([A-Za-z0-9_.-]+|\[?[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9]+)?\]?)$",
    example: "127.0.0.1",
    counter: "http://example.com",
    check: is_host,
};

/// A number of bytes with a unit.
pub(super) static SIZE: Format = Format {
    name: "size",
    describe: "a number of bytes, or a size like `10MB`",
    pattern: r"^[0-9]+(\.[0-9]+)?\s*([kKmMgGtT]?[iI]?[bB]?)$",
    example: "10MB",
    counter: "much",
    check: |text| {
        let unit = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        let number = &text[..text.len() - unit.len()];
        let unit = unit.trim_start().to_ascii_lowercase();
        let unit = unit.strip_suffix('b').unwrap_or(&unit);
        let unit = unit.strip_suffix('i').unwrap_or(unit);
        number.starts_with(|c: char| c.is_ascii_digit())
            && !number.ends_with('.')
            && number.matches('.').count() < 2
            && matches!(unit, "" | "k" | "m" | "g" | "t")
    },
};

/// What a text is held against; matching takes time in proportion to the text, whatever the expression.
pub(super) static REGEX: Format = Format {
    name: "regular-expression",
    describe: "a regular expression without look-around and back references",
    pattern: r"^[\s\S]*$",
    example: "order [0-9]+",
    counter: "order [0-9+",
    check: |text| regex_lite::Regex::new(text).is_ok(),
};

/// Every form, for the reference.
pub static FORMATS: [&Format; 13] = [
    &HTTP_URL,
    &SECURE_URL,
    &LANDING,
    &REFERENCE,
    &SOURCE_URL,
    &DATABASE,
    &INSIDE,
    &SCHEDULE,
    &CLOCK,
    &TIME_ZONE,
    &HOST,
    &SIZE,
    &REGEX,
];

/// The host of a URL, without login, port and brackets.
fn host_of(text: &str) -> &str {
    let rest = text.split_once("://").map_or("", |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    match host.strip_prefix('[').and_then(|host| host.split_once(']')) {
        Some((address, _)) => address,
        None => host.split(':').next().unwrap_or_default(),
    }
}

/// One of `schemes`, `://` and something after it, without blanks.
fn has_scheme(text: &str, schemes: &[&str]) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else {
        return false;
    };
    let file = scheme.eq_ignore_ascii_case("file");
    schemes.iter().any(|known| scheme.eq_ignore_ascii_case(known))
        && !rest.is_empty()
        && (file || !rest.starts_with(['/', '?', '#']))
        && !rest.contains(char::is_whitespace)
}

fn is_schedule(text: &str) -> bool {
    if let Some(word) = text.strip_prefix('@') {
        return matches!(word, "startup" | "hourly" | "daily" | "weekly");
    }
    let parts: Vec<_> = text.split_ascii_whitespace().collect();
    let sign = |b: u8| b.is_ascii_alphanumeric() || b"*/,-?#".contains(&b);
    // A sixth part is the seconds of some programs.
    (5..=6).contains(&parts.len())
        && parts.iter().all(|part| part.bytes().all(sign))
        && parts.iter().any(|part| part.starts_with(|c: char| c == '*' || c.is_ascii_digit()))
}

fn is_clock(text: &str) -> bool {
    let Some((hour, minute)) = text.split_once(':') else {
        return false;
    };
    let number = |text: &str, lengths: &[usize], limit: u8| {
        lengths.contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_digit())
            && text.parse::<u8>().is_ok_and(|number| number < limit)
    };
    number(hour, &[1, 2], 24) && number(minute, &[2], 60)
}

fn is_host(text: &str) -> bool {
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    let address = bare.split('%').next().unwrap_or("");
    address.parse::<std::net::Ipv6Addr>().is_ok()
        || (!text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.-".contains(&b)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_takes_its_example_and_refuses_its_counter_example() {
        for format in FORMATS {
            assert!(format.accepts(format.example), "{}", format.name);
            assert!(!format.accepts(format.counter), "{}", format.name);
            assert!(format.pattern.starts_with('^') && format.pattern.ends_with('$'), "{}", format.name);
        }
    }

    fn each(format: &Format, good: &[&str], bad: &[&str]) {
        for text in good {
            assert!(format.accepts(text), "{}: {text:?}", format.name);
        }
        for text in bad {
            assert!(!format.accepts(text), "{}: {text:?}", format.name);
        }
    }

    #[test]
    fn urls_have_a_scheme_and_a_host() {
        each(
            &HTTP_URL,
            &["http://localhost:8080", "HTTPS://EXAMPLE.COM/x?y#z", "http://[::1]/"],
            &["", "example.com", "https://", "http:///x", "https://a b", "//example.com", "http:/x"],
        );
        each(
            &SOURCE_URL,
            &["rsync+ssh://host/x", "file:///srv/docs", "az://c/x", "sftp://u@h/x"],
            &["/srv/docs", "ssh://host", "s3://", "git+ssh://x"],
        );
    }

    #[test]
    fn secrets_go_over_https_or_stay_on_this_machine() {
        each(
            &SECURE_URL,
            &["https://a.example/token?x=1", "http://127.0.0.1:80/t", "http://[::1]:9/t", "HTTP://localhost"],
            &[
                "http://a.example/t",
                "http://localhost.evil.example/",
                "http://127.0.0.1@evil.example/",
                "https://",
                "",
            ],
        );
        each(
            &LANDING,
            &[
                "http://127.0.0.1",
                "http://localhost:8400/cb",
                "http://[::1]:1/x/y",
                "http://127.0.0.1/callback",
            ],
            &[
                "https://127.0.0.1/cb",
                "http://a.example/cb",
                "http://127.0.0.1:0/cb",
                "http://127.0.0.1:70000/cb",
                "http://127.0.0.1:1/cb?x=1",
                "http://u@127.0.0.1/cb",
                "http://localhostile/cb",
                "http://127.0.0.1.evil.example/cb",
            ],
        );
        each(&REFERENCE, &["${{ secrets.A }}"], &["", "secrets.A", "$SECRET"]);
    }

    #[test]
    fn databases_are_postgres_or_sqlite() {
        each(
            &DATABASE,
            &[
                "postgres://u:p@h/d",
                "postgresql+asyncpg://h/d",
                "sqlite://",
                "data/memory.db",
                "sqlite:////m",
            ],
            &["", ".db", "memory.sqlite", "redis://h", "postgresql:h", "db"],
        );
    }

    #[test]
    fn paths_stay_inside_whoever_wrote_them() {
        each(
            &INSIDE,
            &["a", "./a/b.md", "a..b/c", "...", "a:b"],
            &["", "/etc", "a/../b", "..", "..\\x", "C:\\x", "c:/x", "\\\\host\\share", "~/x"],
        );
    }

    #[test]
    fn schedules_times_and_zones_are_what_programs_read() {
        each(
            &SCHEDULE,
            &["*/5 * * * *", "0 9 * * MON-FRI", "@weekly", "0 0 3 * * ?"],
            &["", "@yearly", "daily", "* * * *", "* * * * * * *", "a b c d e"],
        );
        each(&CLOCK, &["0:00", "9:30", "23:59"], &["24:00", "9:5", "9", "09:00:00", "9:60", ":30", "1:1x"]);
        each(
            &TIME_ZONE,
            &["UTC", "Etc/GMT+5", "America/Argentina/Buenos_Aires"],
            &["", "Europe/", "/UTC", "+01:00", "Central European"],
        );
    }

    #[test]
    fn hosts_and_sizes() {
        each(
            &HOST,
            &["0.0.0.0", "::1", "[fe80::1%eth0]", "my-host.local"],
            &["", "a:80", "a/b", "x y", "::g"],
        );
        each(
            &SIZE,
            &["1", "1.5 GiB", "500k", "10 mb"],
            &["", "MB", "1.", "1.2.3MB", "-1", "10 apples", ".5"],
        );
    }
}
