//! `muxi secrets rotate --plan` and `--revoked NAME`.

use serde_json::json;

use crate::cli::context::Context;
use crate::formation::discover;
use crate::output::{ExitCode, Failure, columns};
use crate::secrets::SecretName;
use crate::secrets::rotation::{self, Exposed, Plan, State, Ticks};
use crate::support::text::count;

/// From so many versions on, it takes long enough to say how far it is.
const LONG: usize = 500;

pub(super) fn show(context: &mut Context, before: Option<&str>) -> Result<ExitCode, Failure> {
    let formation = context.formation(None)?;
    let location = context.secrets_at(&formation)?;
    let sources = context.key_sources()?;
    let ticks = ticks(context, &formation)?;
    let out = context.out.clone();
    let mut progress = |done: usize, all: usize| {
        if all >= LONG && done.is_multiple_of(50) {
            out.progress(&format!("{done} of {all} versions"));
        }
    };
    let plan = rotation::plan(&location, &sources, before, &ticks, &mut progress);
    context.out.progress("");
    let plan = plan?;
    if context.out.is_json() {
        context.out.json(&json(&plan))?;
        return Ok(ExitCode::Done);
    }
    if plan.secrets.is_empty() {
        context.out.note("no secret was committed until then, so nobody could read one there");
    } else {
        context.out.line(&columns(plan.secrets.iter().map(row).collect()))?;
    }
    remarks(context, &plan);
    Ok(ExitCode::Done)
}

fn remarks(context: &mut Context, plan: &Plan) {
    let open = plan.secrets.iter().filter(|s| !s.state.is_done()).count();
    if !plan.secrets.is_empty() {
        let until = plan.before.as_deref().map_or_else(|| "now".to_owned(), str::to_owned);
        let all = plan.secrets.len();
        context.out.note(&format!(
            "{open} of {all} to do; looked at {} until {until}",
            count(plan.commits, "commit")
        ));
    }
    if plan.before.is_none() && !plan.secrets.is_empty() {
        context.out.note("without --before, what is committed now counts as read too");
    }
    if !plan.by_value {
        context.out.note(
            "versions were compared where no key was at hand; a value may come again under a new version",
        );
    }
    if !plan.hidden.is_empty() {
        let names = plan.hidden.join(", ");
        context.out.note(&format!("the stash or the reflog of this clone has older values of {names} too"));
    }
}

fn row(secret: &Exposed) -> Vec<String> {
    let mark = match secret.state {
        State::Rotated | State::Revoked => "[x]",
        State::Same | State::Deleted => "[ ]",
        State::Unknown => "[?]",
    };
    let since =
        format!("{} of {}", &secret.since.id[..10.min(secret.since.id.len())], day(&secret.since.date));
    let could = count(secret.values, "value");
    let what = match (secret.state, secret.version, secret.seen_version) {
        (State::Same, Some(version), _) => format!("still version {version}, since {since}"),
        (State::Same, ..) => format!("still the same, since {since}"),
        (State::Rotated, Some(version), Some(seen)) => {
            format!("now version {version}; up to {seen} could be read")
        }
        (State::Rotated, ..) => format!("another value now; {could} could be read"),
        (State::Unknown, ..) => format!("encrypted anew, perhaps with the same value; since {since}"),
        (State::Deleted, ..) => format!(
            "deleted here: revoke it at its provider, then: muxi secrets rotate --revoked {}",
            secret.name
        ),
        (State::Revoked, ..) => "deleted, and revoked at its provider".to_owned(),
    };
    vec![mark.to_owned(), secret.name.clone(), what]
}

fn day(date: &str) -> &str {
    date.split('T').next().unwrap_or(date)
}

fn json(plan: &Plan) -> serde_json::Value {
    let secret = |secret: &Exposed| {
        let state = match secret.state {
            State::Rotated => "rotated",
            State::Same => "same",
            State::Unknown => "unknown",
            State::Deleted => "deleted",
            State::Revoked => "revoked",
        };
        json!({
            "name": secret.name,
            "state": state,
            "done": secret.state.is_done(),
            "version": secret.version,
            "seen_version": secret.seen_version,
            "values_seen": secret.values,
            "since": {"commit": secret.since.id, "date": secret.since.date},
        })
    };
    json!({
        "before": plan.before,
        "commits": plan.commits,
        "by_value": plan.by_value,
        "to_do": plan.secrets.iter().filter(|s| !s.state.is_done()).count(),
        "secrets": plan.secrets.iter().map(secret).collect::<Vec<_>>(),
        "also_in_stash_or_reflog": plan.hidden,
    })
}

pub(super) fn tick(context: &mut Context, typed: &str) -> Result<ExitCode, Failure> {
    super::refuse_a_value(typed, true)?;
    let formation = context.formation(None)?;
    let location = context.secrets_at(&formation)?;
    let name = SecretName::normalise(typed)?.name;
    let sources = context.key_sources()?;
    let mut ticks = ticks(context, &formation)?;
    let now = context.env.clock.now_secs();
    rotation::tick_revoked(&location, &sources, &name, now, &mut ticks)?;
    if context.out.is_json() {
        context.out.json(&json!({"name": name.as_str(), "result": "revoked"}))?;
    } else {
        context.out.note(&format!("ticked off {name}"));
    }
    Ok(ExitCode::Done)
}

fn ticks(context: &Context, formation: &discover::Location) -> Result<Ticks, Failure> {
    Ok(Ticks::load(&context.state_of(formation)?)?)
}
