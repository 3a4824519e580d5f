//! What Linux tells of a process in one line.

use std::path::Path;

/// What of `/proc/PID/stat` (proc(5)) is of use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stat {
    /// `R`, `S`, …; `Z` for one that ended and that nobody asked about yet.
    pub state: char,
    /// Who started it, or took it over.
    pub parent: i32,
    /// How many threads it has.
    pub threads: u64,
    /// When it was started, in ticks since the system was.
    pub started: u64,
}

impl Stat {
    /// That of a process; none where it is not there, or the system has no such file.
    pub fn of(pid: impl std::fmt::Display) -> Option<Self> {
        let line = crate::support::fs::read(Path::new(&format!("/proc/{pid}/stat"))).ok()?;
        Self::parse(&String::from_utf8_lossy(&line))
    }

    /// The name before the fields is in brackets and may hold anything, brackets and spaces too.
    fn parse(line: &str) -> Option<Self> {
        let mut fields = line.rsplit_once(')')?.1.split_ascii_whitespace();
        Some(Self {
            state: fields.next()?.chars().next()?,
            parent: fields.next()?.parse().ok()?,
            threads: fields.nth(15)?.parse().ok()?,
            started: fields.nth(1)?.parse().ok()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_brackets_does_not_hide_the_fields() {
        let line = "42 (a) R 1 (b)) S 7 42 42 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 9 0 100 5";
        assert_eq!(Stat::parse(line), Some(Stat { state: 'S', parent: 7, threads: 9, started: 100 }));
        assert!(Stat::parse("").is_none() && Stat::parse("42 (cut off").is_none());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn this_process_runs() {
        let own = Stat::of(std::process::id()).unwrap();
        assert!(own.state != 'Z' && own.threads > 0 && own.started > 0);
        assert_eq!(Stat::of(u32::MAX), None);
    }
}
