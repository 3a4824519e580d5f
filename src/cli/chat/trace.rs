//! Steps of a turn as lines.

use std::time::Duration;

use serde_json::Value;

/// A step as one line: when it was done, its kind, and what there is to say of it. Nothing for one that only begins.
///
/// ```text
///   12 ms  route  research (keywords)
///  840 ms  model  openai/gpt-4o-mini  312 in (256 cached), 48 out  $0.000076
/// ```
pub(crate) fn line(step: &Value) -> Option<String> {
    let kind = step["kind"].as_str()?;
    let text = |name: &str| step[name].as_str().unwrap_or_default();
    let rest = match kind {
        // The same model follows when it has answered.
        "ask" => return None,
        "route" => format!("{} ({})", text("agent_id"), text("by")),
        "delegate" => format!("{} asks {}", text("from"), text("agent_id")),
        "model" => {
            let purpose = text("purpose");
            let what = if matches!(purpose, "" | "answer") { String::new() } else { format!(" ({purpose})") };
            let mut parts = vec![format!("{}{what}", text("model"))];
            parts.extend(tokens(&step["usage"]));
            parts.extend(cost(step));
            if !matches!(text("finish_reason"), "" | "stop") {
                parts.push(text("finish_reason").to_owned());
            }
            parts.join("  ")
        }
        "tool" => {
            let failed = if step["failed"] == true { "  failed" } else { "" };
            let server = step["server"].as_str().map(|server| format!("{server}/")).unwrap_or_default();
            let verdict = match (text("verb"), text("why")) {
                ("", _) | ("allow", "default") => String::new(),
                (verb, why) => format!("  {verb}: {why}"),
            };
            let failed = not_called(text("denied_by")).unwrap_or(failed);
            let took = step["took_ms"].as_u64().unwrap_or_default();
            format!("{server}{}  {took} ms{failed}{verdict}", text("tool"))
        }
        "progress" => {
            let number = |name: &str| step[name].as_f64();
            let far = number("progress").unwrap_or_default();
            let total = number("total").map(|total| format!(" of {total}")).unwrap_or_default();
            format!("{}/{}  {far}{total}  {}", text("server"), text("tool"), text("message"))
        }
        "missing" => {
            let why = error(step);
            let why = if why.is_empty() { String::new() } else { format!(": {why}") };
            format!("the server {} is {}{why}", text("server"), text("state"))
        }
        "retry" => {
            let wait = step["wait_ms"].as_u64().unwrap_or_default();
            format!("{}  again in {wait} ms: {}", text("model"), error(step))
        }
        "fallback" => format!("{} -> {}: {}", text("from"), text("to"), error(step)),
        _ => other(step),
    };
    let at = step["at_ms"].as_u64().unwrap_or_default();
    Some(format!("{at:>6} ms  {kind:<9}  {rest}").trim_end().to_owned())
}

/// Why a call was not made.
fn not_called(denied_by: &str) -> Option<&'static str> {
    Some(match denied_by {
        "" => return None,
        "user" => "  not called, the user said no",
        "policy" => "  not called, the formation denies it",
        "nobody" => "  not called, nobody could be asked",
        "timeout" => "  not called, nobody answered in time",
        "limit" => "  not called, at a limit of the turn",
        _ => "  not called",
    })
}

/// The end of a turn, so long after the question; `metadata` is the answer's, and says what it cost.
pub(crate) fn done(after: Duration, metadata: &Value) -> String {
    let cost = cost(metadata).map(|cost| format!("       {cost}")).unwrap_or_default();
    format!("{:>6} ms  done{cost}", after.as_millis())
}

/// `312 in (256 cached), 48 out`.
pub(crate) fn tokens(usage: &Value) -> Option<String> {
    let count = |name: &str| usage[name].as_u64();
    let (input, output) = (count("prompt_tokens")?, count("completion_tokens")?);
    let cached = count("cached_tokens").filter(|cached| *cached > 0);
    let cached = cached.map(|cached| format!(" ({cached} cached)")).unwrap_or_default();
    Some(format!("{input} in{cached}, {output} out"))
}

/// What it cost in dollars, where that is known: six places, for most answers cost less than a cent.
pub(crate) fn cost(holder: &Value) -> Option<String> {
    dollars(holder).map(|dollars| format!("${dollars:.6}"))
}

/// The same as a number.
pub(crate) fn dollars(holder: &Value) -> Option<f64> {
    [&holder["cost_usd"], &holder["usage"]["cost_usd"]].into_iter().find_map(Value::as_f64)
}

fn error(step: &Value) -> &str {
    step["error"]["message"].as_str().unwrap_or_default()
}

/// A kind that is not known here: its fields as they are.
fn other(step: &Value) -> String {
    let fields = step.as_object().into_iter().flatten();
    let fields =
        fields.filter(|(name, value)| !matches!(name.as_str(), "kind" | "at_ms") && !value.is_null());
    let shown = fields.map(|(name, value)| match value {
        Value::String(text) => format!("{name} {text}"),
        value => format!("{name} {value}"),
    });
    shown.collect::<Vec<_>>().join("  ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn each_kind_of_step_is_one_aligned_line() {
        let usage = json!({"prompt_tokens": 312, "completion_tokens": 48, "cached_tokens": 256});
        let lines = [
            json!({"kind": "route", "at_ms": 12, "agent_id": "research", "by": "keywords"}),
            json!({"kind": "ask", "at_ms": 13, "model": "openai/gpt-4o-mini", "purpose": "answer"}),
            json!({"kind": "model", "at_ms": 840, "model": "openai/gpt-4o-mini", "purpose": "answer",
                   "finish_reason": "stop", "usage": usage, "cost_usd": 0.000_076}),
            json!({"kind": "model", "at_ms": 5, "model": "m/x", "purpose": "route", "finish_reason": "length"}),
            json!({"kind": "tool", "at_ms": 9, "tool": "search", "took_ms": 4, "failed": true}),
            json!({"kind": "tool", "at_ms": 9, "tool": "run", "server": "shell", "took_ms": 4, "failed": false,
                   "verb": "ask", "why": "allowed: default"}),
            json!({"kind": "tool", "at_ms": 9, "tool": "run", "server": "shell", "took_ms": 0, "failed": true,
                   "verb": "ask", "why": "default", "denied_by": "nobody"}),
            json!({"kind": "progress", "at_ms": 9, "tool": "run", "server": "shell", "progress": 1.0, "total": 3.0,
                   "message": "half"}),
            json!({"kind": "missing", "at_ms": 9, "server": "shell", "state": "starting", "error": null}),
            json!({"kind": "delegate", "at_ms": 7, "from": "lead", "agent_id": "research"}),
            json!({"kind": "retry", "at_ms": 1_000_000, "model": "m/x", "wait_ms": 250, "error": {"message": "busy"}}),
            json!({"kind": "new", "at_ms": 8, "attempt": 2, "why": "429"}),
        ];
        let shown: Vec<String> = lines.iter().filter_map(line).collect();
        assert_eq!(
            shown,
            [
                "    12 ms  route      research (keywords)",
                "   840 ms  model      openai/gpt-4o-mini  312 in (256 cached), 48 out  $0.000076",
                "     5 ms  model      m/x (route)  length",
                "     9 ms  tool       search  4 ms  failed",
                "     9 ms  tool       shell/run  4 ms  ask: allowed: default",
                "     9 ms  tool       shell/run  0 ms  not called, nobody could be asked  ask: default",
                "     9 ms  progress   shell/run  1 of 3  half",
                "     9 ms  missing    the server shell is starting",
                "     7 ms  delegate   lead asks research",
                "1000000 ms  retry      m/x  again in 250 ms: busy",
                "     8 ms  new        attempt 2  why 429",
            ]
        );
        assert_eq!(line(&json!({"at_ms": 1})), None);
    }
}
