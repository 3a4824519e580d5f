//! `muxi audit verify`.

use clap::Args;
use serde_json::json;

use super::super::context::Context;
use super::Whose;
use crate::audit::{Report, verify};
use crate::output::{ExitCode, Failure};
use crate::support::text::count;

/// Verify that every record is there as it was written, and name the first one that is not
#[derive(Debug, Args)]
#[command(after_help = "\
Each record is keyed to the one before it, by a key beside the records that only their owner can read; checkpoints say
what the last one is, one copy of them outside of the formation's state. Where the formation's .key has no passphrase,
checkpoints are signed by a key derived from that as well. Who has all of it, the keys too, can write another history.

Exit code 4: a record was changed, dropped, moved or cut off; the message names the first such one.")]
pub(crate) struct Verify {
    /// Record that you know why there were other records before, or some that no root key signed, so that they are no
    /// fault any more
    #[arg(long)]
    accept_new: bool,
    #[command(flatten)]
    whose: Whose,
}

impl Verify {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let (place, signers) = self.whose.place(context)?;
        if self.accept_new {
            let accepted = self.whose.trail(context)?.accept()?;
            let others = if accepted == 0 {
                "what was found so far is known to you".to_owned()
            } else {
                format!("{} known to you", count(accepted, "other audit"))
            };
            context.out.note(&format!("recorded: {others}"));
        }
        let report = verify(&place, &signers)?;
        let dir = context.shown(place.dir());
        if context.out.is_json() {
            context.out.json(&data(&report, &dir))?;
        }
        for note in &report.notes {
            context.out.warn(note);
        }
        if let Some(fault) = &report.fault {
            let file = context.shown(&fault.file);
            let message = format!("record {} ({file}:{}): {}", fault.record, fault.line, fault.what);
            return Err(Failure::new(ExitCode::Refused, "audit_broken", message).hint(format!(
                "the {} before it are as they were written; keep a copy of {dir} as evidence",
                count(usize::try_from(report.records).unwrap_or(usize::MAX), "record")
            )));
        }
        if !context.out.is_json() {
            context.out.line(&told(&report))?;
        }
        Ok(ExitCode::Done)
    }
}

fn data(report: &Report, dir: &str) -> serde_json::Value {
    json!({
        "verified": report.fault.is_none(),
        "records": report.records,
        "pruned": report.pruned,
        "files": report.files,
        "last": report.last,
        "directory": dir,
        "signed_by_root_key": report.signed.as_ref().map(|(id, _)| id),
        "signed_up_to": report.signed.as_ref().map(|(_, seq)| seq),
        "fault": report.fault.as_ref().map(|fault| json!({
            "record": fault.record,
            "file": fault.file.display().to_string(),
            "line": fault.line,
            "what": fault.what,
        })),
        "notes": report.notes,
    })
}

fn told(report: &Report) -> String {
    let number = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    let mut text = format!("verified: {}", count(number(report.records), "record"));
    if report.files > 1 {
        text = format!("{text} in {} files", report.files);
    }
    if report.pruned > 0 {
        text = format!("{text}, {} taken out when they had been kept long enough", report.pruned);
    }
    if let Some((id, seq)) = &report.signed {
        text = format!("{text}; signed by root key {id} up to record {seq}");
    }
    text
}
