//! `muxi logs`.

use std::collections::HashSet;
use std::io;
use std::path::Path;
use std::time::Duration;

use clap::Args;
use serde_json::Value;

use super::context::Context;
use super::far::Far;
use super::wait::{in_tokio, wait};
use crate::output::{ExitCode, Failure, Printer, one_line};
use crate::runtime::logs::{FILE, Filter, Follower, Level, last};
use crate::runtime::principal::Caller;
use crate::support::clock::{moment, rfc3339};

/// How often a log that is followed is looked at.
const LOOK: Duration = Duration::from_millis(200);
/// The longest line that is shown, in characters.
const SHOWN: usize = 2000;
/// The most lines that are printed at once.
const MOST: usize = 1000;

/// Print the log of the formation: requests, answers, tools, servers, failures; never what was said
#[derive(Debug, Args)]
#[command(after_help = "\
It reads the log on this machine, whether the formation runs or not. With --server it asks the running server, which
needs its admin key; with --profile the formation on a MUXI server. What that one's process prints is in muxi remote logs.

No line holds what a user said, what an agent answered, or what a tool was called with. The environment variable
MUXI_LOGGING_LEVEL of `muxi serve` says what is logged.")]
pub(crate) struct Logs {
    /// Go on with what comes, until Ctrl-C
    #[arg(long, short)]
    follow: bool,
    /// Not before: a time such as 2026-11-22T10:00:00Z, a day (2026-11-22), or a while ago: 90s, 15m, 2h, 7d
    #[arg(long, value_name = "WHEN")]
    since: Option<String>,
    /// At least as important: debug, info, warning, error
    #[arg(long, value_name = "LEVEL", value_parser = level)]
    level: Option<Level>,
    /// Of this user (tenant:user where there are tenants)
    #[arg(long, value_name = "USER", value_parser = user)]
    user: Option<String>,
    /// Of this session
    #[arg(long, value_name = "ID")]
    session: Option<String>,
    /// Of this request
    #[arg(long, value_name = "ID")]
    request: Option<String>,
    /// Of this agent
    #[arg(long, value_name = "ID")]
    agent: Option<String>,
    /// Of this name, such as response.completed, or of all that begin so: 'tool.*'
    #[arg(long, value_name = "NAME")]
    event: Option<String>,
    /// How many of the last lines
    #[arg(long, short = 'n', value_name = "COUNT", default_value_t = 100, value_parser = clap::value_parser!(u16).range(1..=1000))]
    lines: u16,
    /// Ask the running server instead of reading the file
    #[arg(long)]
    server: bool,
    #[command(flatten)]
    far: Far,
}

impl Logs {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let since =
            self.since.as_deref().map(|when| time(when, context.env.clock.now_millis())).transpose()?;
        let filter = Filter {
            user_id: self.user.clone(),
            session_id: self.session.clone(),
            request_id: self.request.clone(),
            agent_id: self.agent.clone(),
            level: self.level,
            event: self.event.clone(),
            since,
        };
        let limit = usize::from(self.lines).min(MOST);
        if self.server || self.far.profile.is_some() {
            self.of_server(context, &filter, limit)?;
        } else {
            self.of_file(context, &filter, limit)?;
        }
        Ok(ExitCode::Done)
    }

    fn of_server(&self, context: &mut Context, filter: &Filter, limit: usize) -> Result<(), Failure> {
        let client = self.far.client(context, None)?;
        let out = &mut context.out;
        let wanted = parameters(filter, limit);
        if self.follow {
            return in_tokio(client.follow_logs(&wanted, |line| show(out, &line)));
        }
        let lines = wait(client.logs(&wanted))?;
        print(out, &lines)
    }

    fn of_file(&self, context: &mut Context, filter: &Filter, limit: usize) -> Result<(), Failure> {
        let at = context.formation(None)?;
        let path = context.state_of(&at)?.join(FILE);
        let failed = |error: io::Error| unreadable(&path, &error);
        let out = &mut context.out;
        if !self.follow {
            return print(out, &last(&path, filter, limit).map_err(failed)?);
        }
        let mut follower = Follower::new(&path).map_err(failed)?;
        let before = last(&path, filter, limit).map_err(failed)?;
        // What was written between the two is in both.
        let mut seen: HashSet<String> =
            before.iter().filter_map(|line| id(line).map(str::to_owned)).collect();
        before.iter().try_for_each(|line| show(out, line))?;
        in_tokio(async {
            loop {
                for line in follower.read().map_err(|error| unreadable(&path, &error))? {
                    let known = id(&line).is_some_and(|id| seen.remove(id));
                    if !known && filter.takes(&line) {
                        show(out, &line)?;
                    }
                }
                tokio::time::sleep(LOOK).await;
            }
        })
    }
}

fn id(line: &Value) -> Option<&str> {
    line["id"].as_str()
}

fn unreadable(path: &Path, error: &io::Error) -> Failure {
    Failure::failed("log", &format!("cannot read {}: {error}", path.display()))
        .hint("look at the modes of the file and its directory")
}

fn print(out: &mut Printer, lines: &[Value]) -> Result<(), Failure> {
    if out.is_json() {
        return lines.iter().try_for_each(|line| out.json_line(line));
    }
    if lines.is_empty() {
        out.note("there are no lines");
    }
    lines.iter().try_for_each(|line| show(out, line))
}

fn show(out: &mut Printer, line: &Value) -> Result<(), Failure> {
    if out.is_json() {
        return out.json_line(line);
    }
    let text = short(line);
    // The level is what a glance looks for.
    let colour = match line["level"].as_str().unwrap_or_default() {
        _ if !out.color() => return out.line(&text),
        "error" => "31",
        "warning" => "33",
        "debug" => "2",
        _ => return out.line(&text),
    };
    out.line(&format!("\u{1b}[{colour}m{text}\u{1b}[0m"))
}

/// `2026-11-22T10:00:00Z info     response.completed  local  sess_1  req_1  agent_id=helper took_ms=812`.
fn short(line: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let at = line["timestamp"].as_u64().map(rfc3339).unwrap_or_default();
    let mut parts = vec![text(&line["event"]), text(&line["request"]["user_id"]), text(&line["session_id"])];
    parts.push(text(&line["request"]["id"]));
    if let Some(tokens) = line["request"]["tokens"]["total_tokens"].as_u64() {
        parts.push(format!("tokens={tokens}"));
    }
    for (name, value) in line["data"].as_object().into_iter().flatten() {
        let value = match value {
            Value::Null => continue,
            Value::String(text) => text.clone(),
            Value::Object(error) if name == "error" => {
                format!("{}: {}", text(&error["code"]), text(&error["message"]))
            }
            other => other.to_string(),
        };
        parts.push(format!("{name}={value}"));
    }
    parts.retain(|part| !part.is_empty());
    one_line(&format!("{at} {:<8} {}", text(&line["level"]), parts.join("  ")), SHOWN)
}

fn parameters(filter: &Filter, limit: usize) -> Vec<(&'static str, String)> {
    let texts = [
        ("user_id", &filter.user_id),
        ("session_id", &filter.session_id),
        ("request_id", &filter.request_id),
        ("agent_id", &filter.agent_id),
        ("event_type", &filter.event),
    ];
    let mut all: Vec<(&str, String)> =
        texts.into_iter().filter_map(|(name, text)| Some((name, text.clone()?))).collect();
    all.extend(filter.level.map(|level| ("level", level.as_str().to_owned())));
    all.extend(filter.since.map(|since| ("since", since.to_string())));
    all.push(("limit", limit.to_string()));
    all
}

fn level(word: &str) -> Result<Level, String> {
    Level::parse(word)
        .filter(|level| *level < Level::Off)
        .ok_or_else(|| "debug, info, warning or error".to_owned())
}

/// As lines name the user.
fn user(id: &str) -> Result<String, String> {
    Caller::parse(id).map(|who| who.to_string()).map_err(|error| error.to_string())
}

/// The time that `when` means, in milliseconds since the Unix epoch.
fn time(when: &str, now: u64) -> Result<u64, Failure> {
    moment(when, now).ok_or_else(|| {
        Failure::usage(format!("--since {when}: no time is meant by that"))
            .hint("write a time (2026-11-22T10:00:00Z), a day (2026-11-22) or a while ago (90s, 15m, 2h, 7d)")
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_time_is_written_out_or_a_while_ago() {
        assert_eq!(time("1970-01-01T00:00:07Z", 0).unwrap(), 7000);
        assert_eq!(time("1970-01-02", 0).unwrap(), 86_400_000);
        assert_eq!(time("90s", 1_000_000_000).unwrap(), 999_910_000);
        for when in ["", "s", "7", "-1s", "1y", "99999999999999999999d", "é"] {
            assert!(time(when, 0).is_err(), "{when}");
        }
    }

    #[test]
    fn a_line_is_short_and_steers_no_terminal() {
        let line = json!({
            "timestamp": 1000,
            "level": "error",
            "event": "error.turn",
            "session_id": "s\n\u{1b}[2J",
            "request": {"id": "r", "user_id": "local", "tokens": null},
            "data": {"error": {"code": "X", "message": "m"}, "agent_id": null},
        });
        assert_eq!(short(&line), "1970-01-01T00:00:01Z error error.turn local s [2J r error=X: m");
    }
}
