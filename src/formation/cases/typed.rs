//! From the tree of a file to its cases.

use std::path::Path;
use std::time::Duration;

use super::{Case, Check, Expected, Turn};
use crate::formation::code::Code;
use crate::formation::diagnostic::Diagnostic;
use crate::formation::files::Reader;
use crate::formation::schema::TEST_TIMEOUT;
use crate::formation::source::Span;
use crate::formation::yaml::{Node, Scalar};
use crate::formation::yaml_json;

/// Reads one file.
pub(super) struct Typed<'a> {
    pub(super) reader: &'a mut Reader,
    pub(super) root: &'a Path,
    pub(super) path: &'a Path,
    pub(super) stem: &'a str,
}

impl Typed<'_> {
    pub(super) fn file(&mut self, node: &Node) -> Vec<Case> {
        let Some(list) = node.get("cases").and_then(Node::as_seq) else {
            return self.case(node, node, self.stem.to_owned()).into_iter().collect();
        };
        let name = |at: usize| format!("{} {}", self.stem, at + 1);
        let names: Vec<String> = (0..list.len()).map(name).collect();
        list.iter().zip(names).filter_map(|(one, name)| self.case(one, node, name)).collect()
    }

    /// `around` has what holds for all cases of the file.
    fn case(&mut self, node: &Node, around: &Node, name: String) -> Option<Case> {
        let own = |key: &str| node.get(key).or_else(|| around.get(key)).filter(|value| !value.is_null());
        let text = |node: Option<&Node>| node.and_then(Node::as_str).map(str::to_owned);
        let seconds = own("timeout_seconds").and_then(|node| self.number(node));
        let turns: Vec<Turn> = match node.get("turns").and_then(Node::as_seq) {
            Some(turns) => turns.iter().filter_map(|turn| self.turn(turn)).collect(),
            None => self.turn(node).into_iter().collect(),
        };
        if turns.is_empty() {
            if let Some(turns) = node.get("turns").filter(|turns| turns.as_seq().is_some()) {
                let diagnostic = Diagnostic::error(Code::EmptyValue, turns.span, "`turns` has no message");
                self.reader.diagnostics.push(diagnostic.help("write `- message: …` below it"));
            }
            return None;
        }
        Some(Case {
            name: text(node.get("name")).filter(|name| !name.trim().is_empty()).unwrap_or(name),
            description: text(node.get("description")),
            stem: self.stem.to_owned(),
            file: self.path.to_owned(),
            span: node.get("name").map_or_else(|| node.head(), |name| name.span),
            user: text(own("user")),
            agent: text(own("agent")),
            timeout: timeout(seconds),
            turns,
        })
    }

    fn turn(&mut self, node: &Node) -> Option<Turn> {
        let message = node.get("message")?;
        let listed = node.get("files").and_then(Node::as_seq).unwrap_or_default();
        let response = node.get("ui_response");
        Some(Turn {
            message: message.as_str()?.to_owned(),
            files: listed.iter().filter_map(|file| self.attached(file)).collect(),
            ui_response: response.and_then(|response| {
                Some((response.get("id")?.as_str()?.to_owned(), yaml_json::value(response.get("value")?)?))
            }),
            span: message.span,
            checks: node.get("expect").map(|expect| self.checks(expect)).unwrap_or_default(),
        })
    }

    /// A file that comes with a message: inside the formation, and there.
    fn attached(&mut self, node: &Node) -> Option<(String, std::path::PathBuf)> {
        let shown = node.as_str()?;
        let path = self.root.join(shown);
        let (code, message, help) = match path.canonicalize() {
            Ok(real) if !self.reader.is_inside(&real) => {
                let message = format!("`{shown}` is outside the formation");
                (Code::IncludeOutside, message, "put a copy of it into the formation")
            }
            Ok(real) if real.is_file() => return Some((shown.to_owned(), real)),
            _ => {
                let help = "the path starts at the formation's directory";
                (Code::FileUnreadable, format!("there is no file `{shown}`"), help)
            }
        };
        self.reader.diagnostics.push(Diagnostic::error(code, node.span, message).help(help));
        None
    }

    fn checks(&mut self, expect: &Node) -> Vec<Check> {
        let on = |key: &str| expect.get(key).and_then(Node::as_scalar).and_then(Scalar::as_bool) == Some(true);
        let (ignore_case, any_order) = (on("ignore_case"), on("any_order"));
        let mut checks = Vec::new();
        for entry in expect.as_map().into_iter().flatten() {
            let node = &entry.value;
            if node.is_null() {
                continue;
            }
            let text = || node.as_str().map(str::to_owned);
            let texts = || texts(node).map(|(text, _)| text.to_owned()).collect::<Vec<_>>();
            let mut push = |key, span, what| checks.push(Check { key, span, what });
            let one = |key, what: Option<Expected>| what.map(|what| (key, what));
            let known = match entry.key.as_str() {
                "contains" | "not_contains" => {
                    let (key, not) = if entry.key == "contains" { ("contains", false) } else { ("not_contains", true) };
                    for (text, span) in self::texts(node) {
                        push(key, span, Expected::Contains { text: text.to_owned(), ignore_case, not });
                    }
                    None
                }
                "matches" => {
                    for (text, span) in self::texts(node) {
                        match regex_lite::Regex::new(text) {
                            Ok(regex) => push("matches", span, Expected::Matches(regex)),
                            // Only with a reference in it: all else the table has refused.
                            Err(_) => self.unusable(span),
                        }
                    }
                    None
                }
                "json" => {
                    for value in node.as_map().into_iter().flatten() {
                        let (path, at) = (value.key.clone(), value.key_span);
                        match yaml_json::value(&value.value) {
                            Some(value) => push("json", at, Expected::Json { path, value }),
                            None => self.unusable(value.value.span),
                        }
                    }
                    None
                }
                "equals" => one("equals", text().map(|text| Expected::Equals { text, ignore_case })),
                "agent" => one("agent", text().map(Expected::Agent)),
                "route" => one("route", text().map(Expected::Route)),
                "model" => one("model", text().map(Expected::Model)),
                "calls" => one("calls", Some(Expected::Calls { tools: texts(), any_order })),
                "max_calls" => one("max_calls", self.count(node).map(Expected::MaxCalls)),
                "max_model_calls" => one("max_model_calls", self.count(node).map(Expected::MaxModelCalls)),
                "max_tokens" => one("max_tokens", self.count(node).map(Expected::MaxTokens)),
                "max_cost_usd" => one("max_cost_usd", self.number(node).map(Expected::MaxCostUsd)),
                "max_ms" => one("max_ms", self.count(node).map(Expected::MaxMs)),
                "finish_reason" => one("finish_reason", text().map(Expected::FinishReason)),
                "error" => one("error", text().map(Expected::Error)),
                "clarification" => {
                    let wanted = node.as_scalar().and_then(Scalar::as_bool);
                    if wanted.is_none() {
                        self.unusable(node.span);
                    }
                    one("clarification", wanted.map(Expected::Clarification))
                }
                "artifacts" => one("artifacts", Some(Expected::Artifacts(texts()))),
                _ => None,
            };
            if let Some((key, what)) = known {
                checks.push(Check { key, span: node.head(), what });
            }
        }
        checks
    }

    fn count(&mut self, node: &Node) -> Option<u64> {
        let count = node.as_scalar().and_then(Scalar::as_int).and_then(|count| u64::try_from(count).ok());
        if count.is_none() {
            self.unusable(node.span);
        }
        count
    }

    fn number(&mut self, node: &Node) -> Option<f64> {
        let number = node.as_scalar().and_then(Scalar::as_number);
        if number.is_none() {
            self.unusable(node.span);
        }
        number
    }

    /// A check that would not be made must not pass.
    fn unusable(&mut self, span: Span) {
        let said = self.reader.diagnostics.iter().any(|said| said.primary.span == span && said.is_error());
        if !said {
            let message = "this check cannot be made: in tests no reference is filled in";
            let diagnostic = Diagnostic::error(Code::WrongType, span, message);
            self.reader.diagnostics.push(diagnostic.help("write the value itself"));
        }
    }
}

/// The text, or each of the list.
fn texts(node: &Node) -> impl Iterator<Item = (&str, Span)> {
    let list = node.as_seq().unwrap_or_else(|| std::slice::from_ref(node));
    list.iter().filter_map(|item| Some((item.as_str()?, item.span)))
}

fn timeout(seconds: Option<f64>) -> Duration {
    let default = Duration::from_secs(TEST_TIMEOUT.into());
    let seconds = seconds.map(Duration::try_from_secs_f64);
    // Longer than a duration can be is as good as for ever; a day is long enough.
    seconds.map_or(default, |seconds| seconds.unwrap_or(Duration::MAX).min(Duration::from_secs(86_400)))
}
