//! The values of an open store, one after the other; nothing of them gets into a finding.

use std::collections::HashMap;

use super::Check;
use crate::formation::code::Code;
use crate::formation::diagnostic::Diagnostic;
use crate::formation::source::Span;
use crate::secrets::{Location, SecretName, Store, lint};

pub(super) fn check(check: &mut Check<'_>, location: &Location, store: &Store) {
    let mut seen: HashMap<[u8; 32], (String, Span)> = HashMap::new();
    let digests = store.digests();
    let names: Vec<String> = store.names().into_iter().map(str::to_owned).collect();
    for name in names {
        // A name of format 1 that nothing can be called by has no value that anything could use.
        let Ok(kept) = SecretName::normalise(&name) else { continue };
        let kept = kept.name;
        let span = check.kept.place(&mut check.uses.sources, check.base, location, kept.as_str());
        let value = match store.get(&kept) {
            Ok(Some(value)) => value,
            Ok(None) => continue,
            Err(error) => {
                let diagnostic = Diagnostic::error(Code::ValueUnreadable, span, error.to_string());
                check.found.push(diagnostic.maybe_help(error.hint()));
                continue;
            }
        };
        for finding in lint::lint(kept.as_str(), value.expose()) {
            let message = format!("the value of `{kept}` {finding}");
            let diagnostic = Diagnostic::warning(finding.code(), span, message);
            check.found.push(diagnostic.maybe_help(finding.help()));
        }
        if !lint::is_worth_comparing(kept.as_str(), value.expose()) {
            continue;
        }
        let Some(digest) = digests.as_ref().map(|digests| digests.of(&value)) else { continue };
        if let Some((first, place)) = seen.get(&digest) {
            let message = format!("the value of `{kept}` is also that of `{first}`");
            let mut diagnostic = Diagnostic::warning(Code::ValueShared, span, message);
            if *place != span {
                diagnostic = diagnostic.also(*place, "set to the same value");
            }
            check.found.push(diagnostic.help(
                "one of them may have been pasted in the wrong place; if not, keep one and refer to it twice",
            ));
        } else {
            seen.insert(digest, (kept.to_string(), span));
        }
    }
}
