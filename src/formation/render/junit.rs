//! Findings as the XML that `JUnit` made common among continuous integrations.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::Found;
use crate::formation::diagnostic::Diagnostic;
use crate::formation::source::Sources;

/// One suite for each formation, one case for each of its files; an error is a failure of its file's case, a
/// warning is in the case's output.
pub fn junit(found: &[Found<'_>]) -> String {
    let mut suites = String::new();
    let (mut tests, mut failures) = (0, 0);
    for one in found {
        let suite = Suite::of(one);
        tests += suite.cases;
        failures += suite.failures;
        let _ = writeln!(
            suites,
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"0\">",
            escape(one.name),
            suite.cases,
            suite.failures,
        );
        suites.push_str(&suite.text);
        suites.push_str("  </testsuite>\n");
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"muxi validate\" tests=\"{tests}\" \
         failures=\"{failures}\" errors=\"0\">\n{suites}</testsuites>\n"
    )
}

struct Suite {
    text: String,
    cases: usize,
    failures: usize,
}

impl Suite {
    fn of(found: &Found<'_>) -> Self {
        let mut suite = Self { text: String::new(), cases: 0, failures: 0 };
        let path = |source: &std::path::Path| source.to_string_lossy().into_owned();
        let mut files: BTreeMap<String, Vec<&Diagnostic>> = BTreeMap::new();
        for source in found.sources.iter() {
            files.entry(path(source.path())).or_default();
        }
        for diagnostic in found.diagnostics {
            let file = found.sources.get(diagnostic.primary.span.source);
            files.entry(path(file.path())).or_default().push(diagnostic);
        }
        for (file, diagnostics) in &files {
            suite.case(file, diagnostics, found.sources);
        }
        suite
    }

    fn case(&mut self, file: &str, diagnostics: &[&Diagnostic], sources: &Sources) {
        self.cases += 1;
        let file = escape(file);
        let _ =
            write!(self.text, "    <testcase classname=\"muxi.validate\" name=\"{file}\" file=\"{file}\"");
        if diagnostics.is_empty() {
            self.text.push_str("/>\n");
            return;
        }
        self.text.push_str(">\n");
        let (errors, warnings): (Vec<&Diagnostic>, Vec<&Diagnostic>) =
            diagnostics.iter().copied().partition(|d| d.is_error());
        self.failures += usize::from(!errors.is_empty());
        // More than one failure in a case is read by few programs, so one tells all of them.
        if let Some(first) = errors.first() {
            let _ = writeln!(
                self.text,
                "      <failure type=\"{}\" message=\"{}\">{}</failure>",
                first.code,
                escape(&summary(&errors)),
                escape(&lines(&errors, sources)),
            );
        }
        if !warnings.is_empty() {
            let _ =
                writeln!(self.text, "      <system-out>{}</system-out>", escape(&lines(&warnings, sources)));
        }
        self.text.push_str("    </testcase>\n");
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
