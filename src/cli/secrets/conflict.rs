//! Secrets with two values, shown and asked for.

use crate::cli::context::Context;
use crate::output::Failure;
use crate::secrets::merge::{Candidate, Conflict, Side};

/// What answers in the place of the question.
pub(super) const FLAGS: &str = "--ours, --theirs, or NAME with --take 1 (or 2)";

/// The word for a side.
pub(super) fn word(side: Side) -> &'static str {
    match side {
        Side::Ours => "ours",
        Side::Theirs => "theirs",
    }
}

/// The values of a secret, a line for each, as far as they can be shown.
pub(super) fn shown(conflict: &Conflict, labels: Option<&[String; 2]>) -> String {
    let mut text = format!("{} has {} values:", conflict.name, conflict.lines.len());
    for (i, line) in conflict.lines.iter().enumerate() {
        let mut parts = vec![format!("{}", i + 1)];
        parts.extend(line.side.map(|side| format!("{:6}", word(side))));
        parts.extend(line.version.map(|version| format!("version {version}")));
        parts.extend(line.key.map(|key| format!("key {key}")));
        parts.push(value(line));
        if let (Some(side), Some([ours, theirs])) = (line.side, labels) {
            let label = if side == Side::Ours { ours } else { theirs };
            parts.push(format!("({label})"));
        }
        text = format!("{text}\n  {}", parts.join("  "));
    }
    text
}

fn value(line: &Candidate) -> String {
    match (&line.masked, line.deleted) {
        (_, true) => "deleted".to_owned(),
        (Some(masked), _) => masked.clone(),
        (None, _) => "does not open with the key at hand".to_owned(),
    }
}

/// Which of the values holds; nothing to leave both.
pub(super) fn ask(
    context: &mut Context,
    conflict: &Conflict,
    labels: Option<&[String; 2]>,
) -> Result<Option<usize>, Failure> {
    let lines = conflict.lines.len();
    let question = format!("Which value of {} holds? 1 to {lines}, nothing leaves them", conflict.name);
    if !context.ask().can_ask() {
        return Err(Failure::needs_input(&question, FLAGS));
    }
    context.out.block(&shown(conflict, labels));
    loop {
        let answer = context.ask().text(&question, FLAGS)?;
        let answer = answer.trim();
        if answer.is_empty() {
            return Ok(None);
        }
        let side = |side| conflict.lines.iter().position(|line| line.side == Some(side));
        let chosen = match answer {
            "ours" => side(Side::Ours),
            "theirs" => side(Side::Theirs),
            number => number.parse::<usize>().ok().and_then(|n| n.checked_sub(1)).filter(|n| *n < lines),
        };
        if chosen.is_some() {
            return Ok(chosen);
        }
        context.out.block(&format!("answer with a number from 1 to {lines}, or with nothing"));
    }
}
