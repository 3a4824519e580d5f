//! From the tree of a file to its cases.

use std::path::Path;
use std::time::Duration;

use super::{Case, Check, Expected, Turn};
use crate::formation::code::Code;
use crate::formation::diagnostic::Diagnostic;
use crate::formation::files::Reader;
use crate::formation::schema::{INSIDE, TEST_TIMEOUT};
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
            if let Some(turns) =
                node.get("turns").filter(|turns| turns.as_seq().is_some_and(<[Node]>::is_empty))
            {
                let diagnostic = Diagnostic::error(Code::EmptyValue, turns.span, "`turns` has no message");
                self.reader.diagnostics.push(diagnostic.help("write `- message: …` below it"));
            }
            return None;
        }
        Some(Case {
            name: text(node.get("name")).filter(|name| !name.trim().is_empty()).unwrap_or(name),
            description: text(own("description")),
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
        // What cannot be such a path has been reported.
        let shown = node.as_str().filter(|shown| INSIDE.accepts(shown))?;
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
        let on =
            |key: &str| expect.get(key).and_then(Node::as_scalar).and_then(Scalar::as_bool) == Some(true);
        let (ignore_case, any_order) = (on("ignore_case"), on("any_order"));
        let mut checks = Vec::new();
        for entry in expect.as_map().into_iter().flatten().filter(|entry| !entry.value.is_null()) {
            let node = &entry.value;
            match entry.key.as_str() {
                "contains" => checks.extend(contained("contains", node, ignore_case)),
                "not_contains" => checks.extend(contained("not_contains", node, ignore_case)),
                "matches" => checks.extend(self.matches(node)),
                "json" => checks.extend(self.json(node)),
                key => {
                    let single = self.single(key, node, ignore_case, any_order);
                    checks.extend(single.map(|(key, what)| Check { key, span: node.head(), what }));
                }
            }
        }
        checks
    }

    fn matches(&mut self, node: &Node) -> Vec<Check> {
        let mut checks = Vec::new();
        for (text, span) in texts(node) {
            match regex_lite::Regex::new(text) {
                Ok(regex) => checks.push(Check { key: "matches", span, what: Expected::Matches(regex) }),
                // All else the table has refused.
                Err(_) if text.contains("${{") => self.unusable(span),
                Err(_) => {}
            }
        }
        checks
    }

    fn json(&mut self, node: &Node) -> Vec<Check> {
        let mut checks = Vec::new();
        for entry in node.as_map().into_iter().flatten() {
            let (path, span) = (entry.key.clone(), entry.key_span);
            match yaml_json::value(&entry.value) {
                Some(value) => {
                    checks.push(Check { key: "json", span, what: Expected::Json { path, value } });
                }
                None => self.unusable(entry.value.span),
            }
        }
        checks
    }

    /// A key that is one check.
    fn single(
        &mut self,
        key: &str,
        node: &Node,
        ignore_case: bool,
        any_order: bool,
    ) -> Option<(&'static str, Expected)> {
        let text = || node.as_str().map(str::to_owned);
        let list = || texts(node).map(|(text, _)| text.to_owned()).collect::<Vec<_>>();
        Some(match key {
            "equals" => ("equals", Expected::Equals { text: text()?, ignore_case }),
            "agent" => ("agent", Expected::Agent(text()?)),
            "route" => ("route", Expected::Route(text()?)),
            "model" => ("model", Expected::Model(text()?)),
            "calls" => ("calls", Expected::Calls { tools: list(), any_order }),
            "max_calls" => ("max_calls", Expected::MaxCalls(self.count(node)?)),
            "max_model_calls" => ("max_model_calls", Expected::MaxModelCalls(self.count(node)?)),
            "max_tokens" => ("max_tokens", Expected::MaxTokens(self.count(node)?)),
            "max_cost_usd" => ("max_cost_usd", Expected::MaxCostUsd(self.number(node)?)),
            "max_ms" => ("max_ms", Expected::MaxMs(self.count(node)?)),
            "finish_reason" => ("finish_reason", Expected::FinishReason(text()?)),
            "error" => ("error", Expected::Error(text()?)),
            "clarification" => {
                let wanted = node.as_scalar().and_then(Scalar::as_bool);
                self.known(node, wanted.is_some());
                ("clarification", Expected::Clarification(wanted?))
            }
            "artifacts" => ("artifacts", Expected::Artifacts(list())),
            "remembers" => ("remembers", Expected::Remembers(list())),
            _ => return None,
        })
    }

    fn count(&mut self, node: &Node) -> Option<u64> {
        let count = node.as_scalar().and_then(Scalar::as_int).and_then(|count| u64::try_from(count).ok());
        self.known(node, count.is_some());
        count
    }

    fn number(&mut self, node: &Node) -> Option<f64> {
        let number = node.as_scalar().and_then(Scalar::as_number);
        self.known(node, number.is_some());
        number
    }

    /// What a reference stands for is not known here; any other value that is none has been reported.
    fn known(&mut self, node: &Node, known: bool) {
        if !known && node.as_str().is_some_and(|text| text.contains("${{")) {
            self.unusable(node.span);
        }
    }

    /// A check that would not be made must not pass.
    fn unusable(&mut self, span: Span) {
        let message = "this check cannot be made: in tests no reference is filled in";
        let diagnostic = Diagnostic::error(Code::WrongType, span, message);
        self.reader.diagnostics.push(diagnostic.help("write the value itself"));
    }
}

fn contained(key: &'static str, node: &Node, ignore_case: bool) -> Vec<Check> {
    let not = key == "not_contains";
    let check = |(text, span): (&str, Span)| {
        let text = text.to_owned();
        Check { key, span, what: Expected::Contains { text, ignore_case, not } }
    };
    texts(node).map(check).collect()
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
    seconds.map_or(default, |seconds| seconds.unwrap_or(Duration::MAX).min(Duration::from_hours(24)))
}
