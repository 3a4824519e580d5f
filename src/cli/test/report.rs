//! What came of the cases: for people as they end, for programs and CIs at the end.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::super::context::Context;
use super::plan::{Planned, Suite};
use crate::formation::render::{JunitCase, JunitFailure, JunitSuite, junit_document};
use crate::output::{ExitCode, Failure, Printer};
use crate::runtime::llm::{Cost, Spent};
use crate::runtime::trial::{Broken, Denied, Facts, Trial};
use crate::support::redact::Redactor;
use crate::support::text::count;

/// How much is shown of what came, in characters.
const SHOWN: usize = 400;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    /// All cases ran.
    Whole,
    /// `--fail-fast` ended it.
    Early,
    /// Ctrl-C ended it.
    Interrupted,
}

/// What came of the cases so far. No text in it holds the value of a secret.
pub(super) struct Report {
    out: Option<Printer>,
    redactor: Redactor,
    expected: usize,
    ended: Ended,
    cases: Vec<Told>,
}

/// One case.
struct Told {
    formation: String,
    file: String,
    line: usize,
    stem: String,
    name: String,
    description: Option<String>,
    passed: bool,
    took_ms: u64,
    tokens: u64,
    cost: Option<Cost>,
    failures: Vec<Said>,
    turns: Vec<Value>,
}

/// Something that was not so.
struct Said {
    place: String,
    line: usize,
    column: usize,
    key: &'static str,
    /// From 1; nothing in a case of one turn.
    turn: Option<usize>,
    expected: String,
    came: String,
    hint: Option<String>,
}

impl Report {
    /// `live` says whether each case is printed when it has ended.
    pub(super) fn new(context: &Context, live: bool) -> Self {
        Self {
            out: live.then(|| context.out.clone()),
            redactor: context.redactor.clone(),
            expected: 0,
            ended: Ended::Whole,
            cases: Vec::new(),
        }
    }

    /// So many cases are to run.
    pub(super) fn expect(&mut self, cases: usize) {
        self.expected = cases;
        self.progress();
    }

    /// A case has ended.
    pub(super) fn tell(&mut self, suite: &Suite, planned: &Planned, trial: &Trial) -> Result<(), Failure> {
        let told = self.told(suite, planned, trial);
        let text = told.human();
        self.cases.push(told);
        if let Some(out) = &mut self.out {
            out.progress("");
            out.bytes(text.as_bytes())?;
        }
        self.progress();
        Ok(())
    }

    fn progress(&self) {
        if let Some(out) = &self.out {
            out.progress(&if self.cases.len() < self.expected {
                format!("{} of {}", self.cases.len(), count(self.expected, "case"))
            } else {
                String::new()
            });
        }
    }

    /// No further case runs.
    pub(super) fn end(&mut self, ended: Ended) {
        self.ended = ended;
        if let Some(out) = &self.out {
            out.progress("");
        }
    }

    pub(super) fn exit(&self) -> ExitCode {
        match self.ended {
            Ended::Interrupted => ExitCode::Interrupted,
            _ if self.failed() > 0 => ExitCode::Failed,
            Ended::Whole | Ended::Early => ExitCode::Done,
        }
    }

    fn failed(&self) -> usize {
        self.cases.iter().filter(|case| !case.passed).count()
    }

    fn cost(&self) -> Option<Cost> {
        let mut spent = Spent::default();
        self.cases.iter().for_each(|case| spent.add(case.cost));
        spent.total()
    }

    /// One line for people.
    pub(super) fn summary(&self, context: &Context) {
        if self.ended == Ended::Interrupted {
            context.out.warn("interrupted: not all cases ran");
        }
        context.out.note(&self.totals());
    }

    fn totals(&self) -> String {
        let (failed, rest) = (self.failed(), self.expected - self.cases.len());
        let mut parts = vec![format!("{} passed", self.cases.len() - failed)];
        if failed > 0 {
            parts.push(format!("{failed} failed"));
        }
        if rest > 0 {
            parts.push(format!("{rest} not run"));
        }
        let took = self.cases.iter().map(|case| case.took_ms).sum();
        let tokens = self.cases.iter().map(|case| case.tokens).sum();
        format!("{} ({})", parts.join(", "), taken(took, tokens, self.cost()))
    }

    /// All of it for people, as a file has it.
    pub(super) fn human(&self) -> String {
        let mut text: String = self.cases.iter().map(Told::human).collect();
        let _ = writeln!(text, "{}", self.totals());
        text
    }

    /// All of it for programs.
    pub(super) fn json(&self) -> Value {
        let failed = self.failed();
        let mut value = json!({
            "passed": failed == 0 && self.ended == Ended::Whole,
            "interrupted": self.ended == Ended::Interrupted,
            "totals": {
                "cases": self.expected,
                "passed": self.cases.len() - failed,
                "failed": failed,
                "not_run": self.expected - self.cases.len(),
                "took_ms": self.cases.iter().map(|case| case.took_ms).sum::<u64>(),
                "tokens": self.cases.iter().map(|case| case.tokens).sum::<u64>(),
                "cost_usd": self.cost().map(Cost::usd),
            },
            "cases": self.cases.iter().map(Told::json).collect::<Vec<_>>(),
        });
        self.redactor.redact_json(&mut value);
        value
    }

    /// All of it for CIs: a suite for each file.
    pub(super) fn junit(&self) -> String {
        let mut suites: Vec<JunitSuite> = Vec::new();
        for case in &self.cases {
            match suites.last_mut().filter(|suite| suite.name == case.file) {
                Some(suite) => suite.cases.push(case.junit()),
                None => suites.push(JunitSuite { name: case.file.clone(), cases: vec![case.junit()] }),
            }
        }
        junit_document("muxi test", &suites)
    }

    fn told(&self, suite: &Suite, planned: &Planned, trial: &Trial) -> Told {
        let case = &planned.case;
        let at = suite.sources.position(case.span);
        let file = suite.sources.get(case.span.source).path().to_string_lossy();
        let several = case.turns.len() > 1;
        Told {
            formation: suite.formation.id.clone(),
            file: self.clean(&file),
            line: at.line,
            stem: self.clean(&case.stem),
            name: self.clean(&case.name),
            description: case.description.as_ref().map(|text| self.clean(text)),
            passed: trial.passed(),
            took_ms: trial.took_ms,
            tokens: trial.tokens(),
            cost: trial.cost(),
            failures: trial.broken.iter().map(|broken| self.said(suite, broken, several)).collect(),
            turns: trial.turns.iter().map(turn).collect(),
        }
    }

    fn said(&self, suite: &Suite, broken: &Broken, several: bool) -> Said {
        let at = suite.sources.position(broken.span);
        Said {
            place: self.clean(&suite.sources.place(broken.span)),
            line: at.line,
            column: at.column,
            key: broken.key,
            turn: several.then_some(broken.turn + 1),
            expected: self.clean(&broken.expected),
            came: self.clean(&broken.came),
            hint: broken.hint.as_ref().map(|hint| self.clean(hint)),
        }
    }

    /// The text in one line without secrets, and as much of it as is shown; what would move the cursor is not obeyed.
    fn clean(&self, text: &str) -> String {
        let text = self.redactor.redact(text);
        let one_line = |c: char| match c {
            '\n' | '\r' | '\t' => ' ',
            c if c.is_control() => '\u{fffd}',
            c => c,
        };
        let mut shown: String = text.chars().take(SHOWN).map(one_line).collect();
        if text.chars().nth(SHOWN).is_some() {
            shown.push('…');
        }
        shown
    }
}

impl Told {
    /// `tests: name`, or the name alone where it is the file's.
    fn label(&self) -> String {
        let rest = self.name.strip_prefix(&self.stem);
        let unnamed = rest.is_some_and(|rest| rest.chars().all(|c| c == ' ' || c.is_ascii_digit()));
        if unnamed { self.name.clone() } else { format!("{}: {}", self.stem, self.name) }
    }

    fn human(&self) -> String {
        let word = if self.passed { "ok    " } else { "FAILED" };
        let taken = taken(self.took_ms, self.tokens, self.cost);
        let mut text = format!("{word}  {} ({taken})\n", self.label());
        for said in &self.failures {
            let _ = writeln!(text, "  {}: {}", said.place, said.what());
            let _ = writeln!(text, "    expected {}", said.expected);
            let _ = writeln!(text, "    came     {}", said.came);
            if let Some(hint) = &said.hint {
                let _ = writeln!(text, "    hint     {hint}");
            }
        }
        text
    }

    fn json(&self) -> Value {
        let failure = |said: &Said| {
            json!({
                "check": said.key,
                "turn": said.turn.unwrap_or(1),
                "file": self.file,
                "line": said.line,
                "column": said.column,
                "expected": said.expected,
                "came": said.came,
                "hint": said.hint,
            })
        };
        json!({
            "formation": self.formation,
            "file": self.file,
            "line": self.line,
            "name": self.name,
            "description": self.description,
            "passed": self.passed,
            "took_ms": self.took_ms,
            "tokens": self.tokens,
            "cost_usd": self.cost.map(Cost::usd),
            "failures": self.failures.iter().map(failure).collect::<Vec<_>>(),
            "turns": self.turns,
        })
    }

    #[expect(clippy::cast_precision_loss, reason = "milliseconds of a test are few")]
    fn junit(&self) -> JunitCase {
        let lines = |said: &Said| {
            let hint = said.hint.as_ref().map(|hint| format!("; {hint}")).unwrap_or_default();
            format!("{}: {}: expected {}, came {}{hint}\n", said.place, said.what(), said.expected, said.came)
        };
        let first = self.failures.first();
        JunitCase {
            class: format!("{}.{}", self.formation, self.stem),
            name: self.name.clone(),
            file: self.file.clone(),
            seconds: Some(self.took_ms as f64 / 1000.0),
            failure: first.map(|first| JunitFailure {
                kind: first.key.to_owned(),
                message: format!("expected {}, came {}", first.expected, first.came),
                text: self.failures.iter().map(lines).collect(),
            }),
            ..JunitCase::default()
        }
    }
}

impl Said {
    fn what(&self) -> String {
        match self.turn {
            Some(turn) => format!("{} (turn {turn})", self.key),
            None => self.key.to_owned(),
        }
    }
}

fn turn(facts: &Facts) -> Value {
    let error = facts.error.as_ref();
    json!({
        "message": facts.message,
        "answer": facts.answer,
        "agent_id": facts.agent,
        "route": facts.route,
        "model": facts.model,
        "finish_reason": facts.finish_reason,
        "calls": facts.calls,
        "denied": facts.denied.iter().map(denied).collect::<Vec<_>>(),
        "model_calls": facts.model_calls,
        "tokens": facts.tokens,
        "cost_usd": facts.spent.total().map(Cost::usd),
        "took_ms": facts.took_ms,
        "artifacts": facts.artifacts,
        "clarification": facts.clarification,
        "error": error.map(|e| json!({"code": e.code, "message": e.message})),
    })
}

fn denied(call: &Denied) -> Value {
    json!({"tool": call.tool, "denied_by": call.by.as_str(), "why": call.why})
}

/// `812 ms, 45 tokens, $0.000012`.
fn taken(took_ms: u64, tokens: u64, cost: Option<Cost>) -> String {
    let mut parts = vec![format!("{took_ms} ms")];
    if tokens > 0 {
        parts.push(count(usize::try_from(tokens).unwrap_or(usize::MAX), "token"));
    }
    match cost {
        Some(cost) if cost > Cost::ZERO => parts.push(cost.to_string()),
        None => parts.push("cost unknown".to_owned()),
        Some(_) => {}
    }
    parts.join(", ")
}
