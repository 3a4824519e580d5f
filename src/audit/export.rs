//! Records for other programs: JSON, CSV, and CEF (the Common Event Format, version 0).

use std::fmt::Write as _;
use std::ops::ControlFlow;

use super::AuditError;
use super::event::Outcome;
use super::place::Place;
use super::query::{Entry, Query, each};

/// What to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One list of objects.
    Json,
    /// RFC 4180, with a line of names. What a spreadsheet would take for a formula begins with `'`.
    Csv,
    /// A line for each record, as SIEM programs read it.
    Cef,
}

const COLUMNS: [&str; 13] = [
    "seq",
    "time",
    "class",
    "action",
    "user",
    "key",
    "uid",
    "pid",
    "resource_type",
    "resource",
    "outcome",
    "request_id",
    "details",
];

/// Writes what `query` finds at `place` piece by piece; how many records that were. An error of `write` ends it.
pub fn export<E>(
    place: &Place,
    query: &Query,
    format: Format,
    mut write: impl FnMut(&[u8]) -> Result<(), E>,
) -> Result<Result<u64, E>, AuditError> {
    let mut records = 0;
    let mut failed = None;
    let mut put = |text: &str| match write(text.as_bytes()) {
        Ok(()) => ControlFlow::Continue(()),
        Err(error) => {
            failed = Some(error);
            ControlFlow::Break(())
        }
    };
    let mut flow = put(&match format {
        Format::Json => "[".to_owned(),
        Format::Csv => format!("{}\r\n", COLUMNS.join(",")),
        Format::Cef => String::new(),
    });
    if flow.is_continue() {
        let mut one = |entry: &Entry| {
            records += 1;
            flow = put(&format.entry(entry, records == 1));
            flow
        };
        match query.limit {
            Some(_) => {
                let found = super::find(place, query)?;
                let _ = found.iter().try_for_each(&mut one);
            }
            None => each(place, query, 0, |entry| one(&entry))?,
        }
    }
    if flow.is_continue() && format == Format::Json {
        let _ = put("\n]\n");
    }
    Ok(failed.map_or(Ok(records), Err))
}

impl Format {
    fn entry(self, entry: &Entry, first: bool) -> String {
        match self {
            Self::Json => {
                let comma = if first { "" } else { "," };
                format!("{comma}\n  {}", entry.to_json())
            }
            Self::Csv => csv(entry),
            Self::Cef => format!("{}\n", cef(entry)),
        }
    }
}

fn details(entry: &Entry) -> String {
    let details = entry.details();
    if details.is_empty() { String::new() } else { serde_json::Value::Object(details.clone()).to_string() }
}

fn fields(entry: &Entry) -> [String; COLUMNS.len()] {
    [
        entry.seq().to_string(),
        entry.time(),
        entry.class().as_str().to_owned(),
        entry.action().to_owned(),
        entry.user().unwrap_or_default().to_owned(),
        entry.key().as_str().to_owned(),
        entry.uid().to_string(),
        entry.pid().to_string(),
        entry.resource_type().to_owned(),
        entry.resource().to_owned(),
        entry.outcome().as_str().to_owned(),
        entry.request().unwrap_or_default().to_owned(),
        details(entry),
    ]
}

fn csv(entry: &Entry) -> String {
    let cells = fields(entry).map(|text| cell(&text));
    format!("{}\r\n", cells.join(","))
}

/// A cell. A spreadsheet computes what begins with one of `= + - @`, and some skip a tab or a line end before.
fn cell(text: &str) -> String {
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c.is_control());
    let computed = start.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
        || text.starts_with(['\t', '\r', '\n']);
    if !computed && !text.contains([',', '"', '\r', '\n', '\'', ';']) {
        return text.to_owned();
    }
    let mark = if computed { "'" } else { "" };
    format!("\"{mark}{}\"", text.replace('"', "\"\""))
}

/// One record as CEF, without a line end.
pub(super) fn cef(entry: &Entry) -> String {
    let mut line = format!(
        "CEF:0|MUXI|muxi|{}|{}|{}|{}|",
        env!("CARGO_PKG_VERSION"),
        header(entry.action()),
        header(&format!("{} {}", entry.action(), entry.outcome().as_str())),
        severity(entry),
    );
    let user = entry.user().unwrap_or_default();
    let pairs = [
        ("externalId", entry.seq().to_string()),
        ("rt", entry.at().to_string()),
        ("cat", entry.class().as_str().to_owned()),
        ("act", entry.action().to_owned()),
        ("outcome", entry.outcome().as_str().to_owned()),
        ("suser", user.to_owned()),
        ("suid", entry.uid().to_string()),
        ("spid", entry.pid().to_string()),
        ("cs1Label", "resource".to_owned()),
        ("cs1", entry.resource().to_owned()),
        ("cs2Label", "resourceType".to_owned()),
        ("cs2", entry.resource_type().to_owned()),
        ("cs3Label", "key".to_owned()),
        ("cs3", entry.key().as_str().to_owned()),
        ("cs4Label", "request".to_owned()),
        ("cs4", entry.request().unwrap_or_default().to_owned()),
        ("cs5Label", "details".to_owned()),
        ("cs5", details(entry)),
    ];
    let empty = |label: &str| pairs.iter().any(|(name, value)| *name == label && value.is_empty());
    let shown = pairs
        .iter()
        .filter(|(name, value)| !value.is_empty() && !name.strip_suffix("Label").is_some_and(empty));
    for (at, (name, value)) in shown.enumerate() {
        let space = if at == 0 { "" } else { " " };
        write!(line, "{space}{name}={}", extension(value)).expect("a String takes everything");
    }
    line
}

/// 0 to 10, as CEF has it.
pub(super) fn severity(entry: &Entry) -> u8 {
    match entry.outcome() {
        Outcome::Begun | Outcome::Done => 3,
        Outcome::Failed => 6,
        Outcome::Denied => 7,
    }
}

/// In the header `\` and `|` are escaped; a line end would end the record.
fn header(text: &str) -> String {
    plain(&text.replace('\\', "\\\\").replace('|', "\\|"))
}

/// In the extension `\`, `=` and line ends are.
fn extension(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('=', "\\=").replace("\r\n", "\n");
    plain(&text.replace(['\n', '\r'], "\\n"))
}

/// Without what steers a terminal.
fn plain(text: &str) -> String {
    text.chars().map(|c| if crate::support::text::steers(c) { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_compute_is_text() {
        for (text, cell_is) in [
            ("plain", "plain"),
            ("=1+1", "\"'=1+1\""),
            ("+1", "\"'+1\""),
            ("-1", "\"'-1\""),
            ("@SUM(A1)", "\"'@SUM(A1)\""),
            ("\t=1", "\"'\t=1\""),
            (" =1", "\"' =1\""),
            ("a,b", "\"a,b\""),
            ("say \"x\"", "\"say \"\"x\"\"\""),
        ] {
            assert_eq!(cell(text), cell_is, "{text:?}");
        }
    }

    #[test]
    fn cef_escapes_what_its_readers_split_at() {
        assert_eq!(header("a|b\\c\nd"), "a\\|b\\\\c d");
        assert_eq!(extension("a=b\\c\nd|e\u{1b}"), "a\\=b\\\\c\\nd|e ");
    }
}
