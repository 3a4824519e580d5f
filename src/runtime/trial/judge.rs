//! What came of a turn against what has to be so.

use serde_json::Value;

use super::{Broken, Facts, Failed};
use crate::formation::cases::{Check, Expected, Turn};

/// What is not so: of a turn that failed and should not have, that alone.
pub(super) fn judge(turn: &Turn, facts: &Facts) -> Vec<Broken> {
    let wanted = turn.checks.iter().any(|check| matches!(check.what, Expected::Error(_)));
    if let Some(failed) = facts.error.as_ref().filter(|_| !wanted) {
        return vec![Broken {
            key: "answer",
            span: turn.span,
            turn: 0,
            expected: "an answer".to_owned(),
            came: format!("{}: {}", failed.code, failed.message),
            hint: failed.hint.clone(),
        }];
    }
    turn.checks.iter().filter_map(|check| broken(check, facts)).collect()
}

fn broken(check: &Check, facts: &Facts) -> Option<Broken> {
    let (expected, came) = differs(&check.what, facts)?;
    Some(Broken { key: check.key, span: check.span, turn: 0, expected, came, hint: None })
}

/// What was expected and what came, where that is not the same.
fn differs(expected: &Expected, facts: &Facts) -> Option<(String, String)> {
    let answer = || quoted(&facts.answer);
    match expected {
        Expected::Contains { text, ignore_case, not } => {
            let there = has(&facts.answer, text, *ignore_case);
            let with = if *not { "without" } else { "with" };
            (there == *not).then(|| (format!("an answer {with} {}", quoted(text)), answer()))
        }
        Expected::Matches(regex) => (!regex.is_match(&facts.answer))
            .then(|| (format!("an answer that matches {}", regex.as_str()), answer())),
        Expected::Equals { text, ignore_case } => {
            let (text, came) = (text.trim(), facts.answer.trim());
            let same = if *ignore_case { text.to_lowercase() == came.to_lowercase() } else { text == came };
            (!same).then(|| (quoted(text), answer()))
        }
        Expected::Json { path, value } => json(path, value, &facts.answer),
        Expected::Agent(agent) => word(agent, &facts.agent, "no agent"),
        Expected::Route(route) => word(route, facts.route, "no choice"),
        Expected::Model(model) => word(model, &facts.model, "no model"),
        Expected::FinishReason(reason) => {
            word(reason, facts.finish_reason.as_deref().unwrap_or_default(), "no reason")
        }
        Expected::Calls { tools, any_order } => {
            let same = if *any_order { sorted(tools) == sorted(&facts.calls) } else { *tools == facts.calls };
            (!same).then(|| (list(tools, "no calls"), list(&facts.calls, "no calls")))
        }
        Expected::Artifacts(names) => (sorted(names) != sorted(&facts.artifacts))
            .then(|| (list(names, "no files"), list(&facts.artifacts, "no files"))),
        Expected::Remembers(wanted) => remembers(wanted, &facts.remembered),
        Expected::MaxCalls(most) => over(*most, facts.calls.len() as u64, "calls of tools"),
        Expected::MaxModelCalls(most) => over(*most, facts.model_calls, "questions to models"),
        Expected::MaxTokens(most) => over(*most, facts.tokens, "tokens"),
        Expected::MaxMs(most) => over(*most, facts.took_ms, "ms"),
        Expected::MaxCostUsd(most) => cost(*most, facts),
        Expected::Clarification(wanted) => {
            let said = |asks: bool| if asks { "a question back" } else { "no question back" }.to_owned();
            (*wanted != facts.clarification).then(|| (said(*wanted), said(facts.clarification)))
        }
        Expected::Error(code) => error(code, facts),
    }
}

fn has(text: &str, part: &str, ignore_case: bool) -> bool {
    if ignore_case { text.to_lowercase().contains(&part.to_lowercase()) } else { text.contains(part) }
}

fn remembers(wanted: &[String], there: &[String]) -> Option<(String, String)> {
    let held = wanted.iter().all(|text| there.iter().any(|memory| has(memory, text, true)));
    let held = if wanted.is_empty() { there.is_empty() } else { held };
    (!held).then(|| (list(wanted, "no memories"), list(there, "no memories")))
}

fn word(expected: &str, came: &str, nothing: &str) -> Option<(String, String)> {
    let came_as = if came.is_empty() { nothing } else { came };
    (expected != came).then(|| (expected.to_owned(), came_as.to_owned()))
}

fn over(most: u64, came: u64, what: &str) -> Option<(String, String)> {
    (came > most).then(|| (format!("at most {most} {what}"), format!("{came} {what}")))
}

fn cost(most: f64, facts: &Facts) -> Option<(String, String)> {
    let expected = || format!("at most ${most}");
    match facts.spent.total() {
        // Unknown is not cheap.
        None => Some((expected(), format!("an unknown cost: no price is known of {}", facts.model))),
        Some(cost) => (cost.usd() > most).then(|| (expected(), cost.to_string())),
    }
}

fn error(code: &str, facts: &Facts) -> Option<(String, String)> {
    let came = match &facts.error {
        Some(Failed { code: came, .. }) if came.eq_ignore_ascii_case(code) => return None,
        Some(Failed { code, message, .. }) => format!("{code}: {message}"),
        None => format!("the answer {}", quoted(&facts.answer)),
    };
    Some((format!("the error {code}"), came))
}

fn json(path: &str, value: &Value, answer: &str) -> Option<(String, String)> {
    let expected = format!("{path}: {value}");
    let whole: Value = match serde_json::from_str(answer.trim()) {
        Ok(whole) => whole,
        Err(error) => {
            return Some((expected, format!("an answer that is no JSON ({error}): {}", quoted(answer))));
        }
    };
    match at_path(&whole, path) {
        Some(came) if same(came, value) => None,
        Some(came) => Some((expected, format!("{path}: {came}"))),
        None => Some((expected, format!("nothing at {path}: {whole}"))),
    }
}

/// `a.b[0].c`, a JSON Pointer, or `$` for all of it.
fn at_path<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    if path.starts_with('/') {
        return value.pointer(path);
    }
    let path = path.strip_prefix('$').unwrap_or(path);
    let mut at = value;
    for part in path.split(['.', '[']).map(|part| part.strip_suffix(']').unwrap_or(part)) {
        at = match at {
            _ if part.is_empty() => at,
            Value::Array(items) => items.get(part.parse::<usize>().ok()?)?,
            Value::Object(map) => map.get(part)?,
            _ => return None,
        };
    }
    Some(at)
}

/// 1 and 1.0 are one number, in whatever is around them.
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one == other || one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let held =
                |(key, value): (&String, &Value)| other.get(key).is_some_and(|other| same(value, other));
            one.len() == other.len() && one.iter().all(held)
        }
        _ => one == other,
    }
}

fn sorted(words: &[String]) -> Vec<&str> {
    let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
    words.sort_unstable();
    words
}

fn list(words: &[String], nothing: &str) -> String {
    if words.is_empty() { nothing.to_owned() } else { words.join(", ") }
}

/// As JSON has it: where it begins and ends, and what is in it that cannot be seen.
fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}
