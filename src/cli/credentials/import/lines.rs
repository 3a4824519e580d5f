//! What became of each row of the database, and how it is told.

use serde_json::{Value, json};

use crate::cli::context::Context;
use crate::output::{ExitCode, Failure, columns, escaped};
use crate::runtime::credentials::{Incoming, Taken};
use crate::runtime::principal::Caller;

/// What became of a row.
pub(super) struct Line {
    pub(super) row: i64,
    pub(super) user: String,
    pub(super) service: String,
    pub(super) end: End,
}

pub(super) enum End {
    /// It is kept; `lost` is what of it could not be read.
    Kept {
        id: String,
        account: String,
        lost: Option<&'static str>,
    },
    Skipped(String),
    Failed(String),
}

/// A user of the database, as it comes here.
pub(super) struct Coming {
    pub(super) callers: Vec<(Caller, Option<String>)>,
    pub(super) shown: String,
    pub(super) rows: Vec<Opening>,
}

/// A row that was opened.
pub(super) struct Opening {
    pub(super) number: i64,
    pub(super) incoming: Incoming,
    /// What of it could not be read.
    pub(super) lost: Option<&'static str>,
}

impl Line {
    pub(super) fn is_kept(&self) -> bool {
        matches!(self.end, End::Kept { .. })
    }

    fn to_json(&self) -> Value {
        let mut data = json!({"row": self.row, "user": self.user, "service": self.service});
        match &self.end {
            End::Kept { id, account, lost } => {
                data["name"] = json!(account);
                data["credential_id"] = if id.is_empty() { Value::Null } else { json!(id) };
                data["warning"] = json!(lost);
            }
            End::Skipped(why) | End::Failed(why) => data["reason"] = json!(why),
        }
        data
    }

    fn row(&self) -> Vec<String> {
        let (word, more) = match &self.end {
            End::Kept { account, .. } => ("imported", format!("as {account}")),
            End::Skipped(why) => ("skipped", why.clone()),
            End::Failed(why) => ("failed", why.clone()),
        };
        vec![
            format!("row {}", self.row),
            word.to_owned(),
            escaped(&self.user),
            escaped(&self.service),
            escaped(&more),
        ]
    }
}

impl Coming {
    /// What comes, as it is kept.
    pub(super) fn incoming(&self) -> Vec<Incoming> {
        self.rows.iter().map(|row| row.incoming.clone()).collect()
    }

    fn lines(&self, mut end: impl FnMut(usize, &Opening) -> End) -> Vec<Line> {
        let rows = self.rows.iter().enumerate();
        rows.map(|(at, row)| Line {
            row: row.number,
            user: self.shown.clone(),
            service: row.incoming.service.to_string(),
            end: end(at, row),
        })
        .collect()
    }

    pub(super) fn failed(&self, why: &str) -> Vec<Line> {
        self.lines(|_, _| End::Failed(why.to_owned()))
    }

    pub(super) fn ended(&self, taken: &[Taken]) -> Vec<Line> {
        self.lines(|at, row| match &taken[at] {
            Taken::Kept { id, account } => {
                End::Kept { id: id.clone(), account: account.clone(), lost: row.lost }
            }
            Taken::Duplicate { account } => End::Skipped(format!("it is kept already, as {account}")),
        })
    }
}

/// Says what became of the rows, or what would.
pub(super) fn tell(context: &mut Context, lines: &[Line], dry_run: bool) -> Result<ExitCode, Failure> {
    let count = |fits: fn(&End) -> bool| lines.iter().filter(|one| fits(&one.end)).count();
    let kept = count(|end| matches!(end, End::Kept { .. }));
    let skipped = count(|end| matches!(end, End::Skipped(_)));
    let failed = count(|end| matches!(end, End::Failed(_)));
    let done = if failed == 0 { ExitCode::Done } else { ExitCode::Failed };
    if context.out.is_json() {
        let of = |fits: fn(&End) -> bool| -> Vec<Value> {
            lines.iter().filter(|one| fits(&one.end)).map(Line::to_json).collect()
        };
        let data = json!({
            "imported": of(|end| matches!(end, End::Kept { .. })),
            "skipped": of(|end| matches!(end, End::Skipped(_))),
            "failed": of(|end| matches!(end, End::Failed(_))),
            "dry_run": dry_run,
        });
        return context.out.json(&data).map(|()| done);
    }
    if !lines.is_empty() {
        context.out.line(&columns(lines.iter().map(Line::row).collect()))?;
    }
    for line in lines {
        if let End::Kept { lost: Some(lost), .. } = line.end {
            let (row, user, service) = (line.row, escaped(&line.user), escaped(&line.service));
            context.out.warn(&format!("row {row} ({user}, {service}): {lost}"));
        }
    }
    let verb = if dry_run { "would be imported" } else { "imported" };
    context.out.note(&format!("{kept} {verb}, {skipped} skipped, {failed} failed"));
    Ok(done)
}
