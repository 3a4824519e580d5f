//! Findings as SARIF 2.1.0, the format that code hosts and editors take from checkers.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::{Found, shown_fix};
use crate::formation::code::Code;
use crate::formation::diagnostic::{Diagnostic, Edit, Fix, Severity};
use crate::formation::source::{SourceId, Sources, Span};
use crate::support::text::stable_hash;

/// The log of one run over all that was found. Paths are relative to where muxi was run; columns count characters.
pub fn sarif(found: &[Found<'_>]) -> Value {
    let mut run = Run::default();
    let mut notices = Vec::new();
    for one in found {
        run.formation(one);
        if one.omitted > 0 {
            let text = format!("{} has {} more findings that are not shown", one.name, one.omitted);
            notices.push(json!({ "level": "note", "message": { "text": text } }));
        }
    }
    let mut invocation = json!({ "executionSuccessful": true });
    if !notices.is_empty() {
        invocation["toolExecutionNotifications"] = json!(notices);
    }
    let rules: Vec<_> = run.rules.iter().map(|code| rule(*code)).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "muxi",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "invocations": [invocation],
            "columnKind": "unicodeCodePoints",
            "artifacts": run.artifacts,
            "results": run.results,
        }],
    })
}

#[derive(Default)]
struct Run {
    rules: Vec<Code>,
    artifacts: Vec<Value>,
    /// Index of each artifact by its URI.
    known: HashMap<String, usize>,
    results: Vec<Value>,
    /// How often each fingerprint was given.
    prints: HashMap<u64, usize>,
}

impl Run {
    fn formation(&mut self, found: &Found<'_>) {
        for source in found.sources.iter() {
            self.artifact(&uri(source.path()));
        }
        for diagnostic in found.diagnostics {
            let result = self.result(diagnostic, found.sources);
            self.results.push(result);
        }
    }

    fn artifact(&mut self, uri: &str) -> usize {
        if let Some(index) = self.known.get(uri) {
            return *index;
        }
        let index = self.artifacts.len();
        self.known.insert(uri.to_owned(), index);
        self.artifacts.push(json!({ "location": { "uri": uri }, "encoding": "UTF-8" }));
        index
    }

    fn result(&mut self, diagnostic: &Diagnostic, sources: &Sources) -> Value {
        let code = diagnostic.code;
        let rule = self.rules.iter().position(|known| *known == code).unwrap_or_else(|| {
            self.rules.push(code);
            self.rules.len() - 1
        });
        let mut text = diagnostic.message.clone();
        if let Some(help) = &diagnostic.help {
            text = format!("{text}\n{help}");
        }
        let mut result = json!({
            "ruleId": code.as_str(),
            "ruleIndex": rule,
            "level": match diagnostic.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            "message": { "text": text },
            "locations": [{ "physicalLocation": self.place(sources, diagnostic.primary.span) }],
            "partialFingerprints": { "muxiFinding/v1": self.fingerprint(diagnostic, sources) },
        });
        if !diagnostic.secondary.is_empty() {
            let related = diagnostic.secondary.iter().enumerate().map(|(nth, label)| {
                json!({
                    "id": nth + 1,
                    "physicalLocation": self.place(sources, label.span),
                    "message": { "text": label.text },
                })
            });
            result["relatedLocations"] = related.collect();
        }
        if let Some(fix) = shown_fix(diagnostic, sources) {
            result["fixes"] = json!([self.fix(fix, sources)]);
        }
        result
    }

    fn place(&mut self, sources: &Sources, span: Span) -> Value {
        json!({ "artifactLocation": self.location(sources, span.source), "region": region(sources, span) })
    }

    fn location(&mut self, sources: &Sources, source: SourceId) -> Value {
        let uri = uri(sources.get(source).path());
        let index = self.artifact(&uri);
        json!({ "uri": uri, "index": index })
    }

    fn fix(&mut self, fix: &Fix, sources: &Sources) -> Value {
        let mut changes: Vec<(SourceId, Vec<Value>)> = Vec::new();
        for edit in &fix.edits {
            let replacement = replacement(edit, sources);
            match changes.iter_mut().find(|(source, _)| *source == edit.span.source) {
                Some((_, replacements)) => replacements.push(replacement),
                None => changes.push((edit.span.source, vec![replacement])),
            }
        }
        let changes = changes.into_iter().map(|(source, replacements)| {
            json!({ "artifactLocation": self.location(sources, source), "replacements": replacements })
        });
        json!({
            "description": { "text": fix.title },
            "artifactChanges": changes.collect::<Vec<_>>(),
            "properties": { "safe": fix.safe },
        })
    }

    /// The same for a finding whose line only moved.
    fn fingerprint(&mut self, diagnostic: &Diagnostic, sources: &Sources) -> String {
        let uri = uri(sources.get(diagnostic.primary.span.source).path());
        let hash = stable_hash(format!("{}\0{uri}\0{}", diagnostic.code, diagnostic.message).as_bytes());
        let times = self.prints.entry(hash).or_default();
        *times += 1;
        format!("{hash:016x}:{times}")
    }
}

fn replacement(edit: &Edit, sources: &Sources) -> Value {
    let mut value = json!({ "deletedRegion": region(sources, edit.span) });
    if !edit.text.is_empty() {
        value["insertedContent"] = json!({ "text": edit.text });
    }
    value
}

fn region(sources: &Sources, span: Span) -> Value {
    let at = sources.position(span);
    json!({
        "startLine": at.line,
        "startColumn": at.column,
        "endLine": at.end_line,
        "endColumn": at.end_column,
    })
}

fn rule(code: Code) -> Value {
    json!({
        "id": code.as_str(),
        "shortDescription": { "text": code.about() },
        "fullDescription": { "text": code.meaning() },
        "help": { "text": code.page(), "markdown": code.page() },
    })
}

/// A relative reference for a relative path, `file://…` for an absolute one; bytes that URIs do not have are
/// percent-encoded.
fn uri(path: &std::path::Path) -> String {
    use std::fmt::Write as _;
    let absolute = path.is_absolute();
    let mut out = String::from(if absolute { "file://" } else { "" });
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => {
                out.push(char::from(*byte));
            }
            other => drop(write!(out, "%{other:02X}")),
        }
    }
    out
}
