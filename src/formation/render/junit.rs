//! Findings, and what came of tests, as the XML that `JUnit` made common among continuous integrations.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::Found;
use crate::formation::diagnostic::Diagnostic;
use crate::formation::source::Sources;

/// What was looked at together.
#[derive(Clone, Debug, Default)]
pub struct JunitSuite {
    /// Its name.
    pub name: String,
    /// What was looked at, in order.
    pub cases: Vec<JunitCase>,
}

/// One thing that was looked at.
#[derive(Clone, Debug, Default)]
pub struct JunitCase {
    /// What it belongs to, parted by full stops.
    pub class: String,
    /// Its name.
    pub name: String,
    /// The file that it is in.
    pub file: String,
    /// How long it took, in seconds, where that was measured.
    pub seconds: Option<f64>,
    /// What is wrong with it.
    pub failure: Option<JunitFailure>,
    /// It was not looked at.
    pub skipped: bool,
    /// What else is to be said of it.
    pub output: String,
}

/// What is wrong. More than one failure in a case is read by few programs, so one tells all of them.
#[derive(Clone, Debug, Default)]
pub struct JunitFailure {
    /// Its kind.
    pub kind: String,
    /// In one line.
    pub message: String,
    /// All of it.
    pub text: String,
}

/// The document: `name` is the program's.
pub fn junit_document(name: &str, suites: &[JunitSuite]) -> String {
    let count = |of: fn(&JunitCase) -> bool| suites.iter().flat_map(|s| &s.cases).filter(|c| of(c)).count();
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"{}\" tests=\"{}\" failures=\"{}\" \
         errors=\"0\">\n",
        escape(name),
        count(|_| true),
        count(|case| case.failure.is_some()),
    );
    for suite in suites {
        suite.write(&mut out);
    }
    out.push_str("</testsuites>\n");
    out
}

impl JunitSuite {
    fn write(&self, out: &mut String) {
        let count = |of: fn(&JunitCase) -> bool| self.cases.iter().filter(|case| of(case)).count();
        let _ = write!(
            out,
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\"",
            escape(&self.name),
            self.cases.len(),
            count(|case| case.failure.is_some()),
            count(|case| case.skipped),
        );
        if self.cases.iter().any(|case| case.seconds.is_some()) {
            let seconds: f64 = self.cases.iter().filter_map(|case| case.seconds).sum();
            let _ = write!(out, " time=\"{seconds:.3}\"");
        }
        out.push_str(">\n");
        self.cases.iter().for_each(|case| case.write(out));
        out.push_str("  </testsuite>\n");
    }
}

impl JunitCase {
    fn write(&self, out: &mut String) {
        let (class, name, file) = (escape(&self.class), escape(&self.name), escape(&self.file));
        let _ = write!(out, "    <testcase classname=\"{class}\" name=\"{name}\" file=\"{file}\"");
        if let Some(seconds) = self.seconds {
            let _ = write!(out, " time=\"{seconds:.3}\"");
        }
        if self.failure.is_none() && !self.skipped && self.output.is_empty() {
            out.push_str("/>\n");
            return;
        }
        out.push_str(">\n");
        if self.skipped {
            out.push_str("      <skipped/>\n");
        }
        if let Some(failure) = &self.failure {
            let _ = writeln!(
                out,
                "      <failure type=\"{}\" message=\"{}\">{}</failure>",
                escape(&failure.kind),
                escape(&failure.message),
                escape(&failure.text),
            );
        }
        if !self.output.is_empty() {
            let _ = writeln!(out, "      <system-out>{}</system-out>", escape(&self.output));
        }
        out.push_str("    </testcase>\n");
    }
}

/// One suite for each formation, one case for each of its files; an error is a failure of its file's case, a
/// warning is in the case's output.
pub fn junit(found: &[Found<'_>]) -> String {
    let suites: Vec<_> = found.iter().map(suite).collect();
    junit_document("muxi validate", &suites)
}

fn suite(found: &Found<'_>) -> JunitSuite {
    let path = |source: &std::path::Path| source.to_string_lossy().into_owned();
    let mut files: BTreeMap<String, Vec<&Diagnostic>> = BTreeMap::new();
    for source in found.sources.iter() {
        files.entry(path(source.path())).or_default();
    }
    for diagnostic in found.diagnostics {
        let file = found.sources.get(diagnostic.primary.span.source);
        files.entry(path(file.path())).or_default().push(diagnostic);
    }
    let cases = files.into_iter().map(|(file, diagnostics)| case(file, &diagnostics, found.sources));
    JunitSuite { name: found.name.to_owned(), cases: cases.collect() }
}

fn case(file: String, diagnostics: &[&Diagnostic], sources: &Sources) -> JunitCase {
    let (errors, warnings): (Vec<&Diagnostic>, Vec<&Diagnostic>) =
        diagnostics.iter().copied().partition(|d| d.is_error());
    JunitCase {
        class: "muxi.validate".to_owned(),
        name: file.clone(),
        file,
        failure: errors.first().map(|first| JunitFailure {
            kind: first.code.to_string(),
            message: summary(&errors),
            text: lines(&errors, sources),
        }),
        output: lines(&warnings, sources),
        ..JunitCase::default()
    }
}

fn summary(errors: &[&Diagnostic]) -> String {
    match errors {
        [only] => only.message.clone(),
        [first, rest @ ..] => format!("{} (and {} more)", first.message, rest.len()),
        [] => String::new(),
    }
}

/// One line for each finding: place, severity, code, message, help.
fn lines(diagnostics: &[&Diagnostic], sources: &Sources) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        let place = sources.place(diagnostic.primary.span);
        let _ = write!(
            out,
            "{place}: {}[{}]: {}",
            diagnostic.severity.as_str(),
            diagnostic.code,
            diagnostic.message
        );
        if let Some(help) = &diagnostic.help {
            let _ = write!(out, "; {help}");
        }
        out.push('\n');
    }
    out
}

/// Text for XML 1.0, in an element or an attribute; characters that it cannot hold become U+FFFD.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // As they are, a reader makes blanks of them in an attribute.
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            '\r' => out.push_str("&#13;"),
            '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            other => out.push(other),
        }
    }
    out
}
