//! `${{ … }}` in every value: that they can be read, and that their secrets are set.

use std::collections::{BTreeMap, BTreeSet};

use super::Checker;
use crate::formation::code::Code;
use crate::formation::diagnostic::Diagnostic;
use crate::formation::places::Places;
use crate::formation::reference::{self, Target};
use crate::formation::source::{Sources, Span};
use crate::formation::yaml::Node;

/// How many further uses of a missing secret are shown.
const MAX_USES: usize = 3;

impl Checker<'_> {
    pub(super) fn collect_references(&mut self, tree: &Node, sources: &Sources) {
        tree.each_scalar(&mut |node, scalar| {
            let found = reference::scan(&scalar.text);
            if found.is_empty() {
                return;
            }
            let places = Places::new(sources, node.span, &scalar.text);
            for found in found {
                let range = match &found {
                    Ok(reference) => reference.range.clone(),
                    Err(bad) => bad.range.clone(),
                };
                let span = places.of(&range);
                // An included or aliased value is met more than once.
                if !self.seen_references.insert((span, range.start)) {
                    continue;
                }
                match found {
                    Ok(reference) => self.references.push((reference, span)),
                    Err(bad) => {
                        self.push(Diagnostic::error(bad.code, span, bad.message).help(bad.help));
                    }
                }
            }
        });
    }

    /// One warning for each secret in use that `set` does not have, with the command that adds it.
    pub(super) fn missing_secrets(&mut self, set: &BTreeSet<String>) {
        let mut uses: BTreeMap<String, Vec<Span>> = BTreeMap::new();
        let mut needed = BTreeSet::new();
        let in_prose = self.prose_references.iter().map(|one| (one, true));
        for ((reference, span), prose) in self.references.iter().map(|one| (one, false)).chain(in_prose) {
            if let (Target::Secret(name), None) = (&reference.target, &reference.default)
                && !set.contains(name)
            {
                uses.entry(name.clone()).or_default().push(*span);
                if !prose {
                    needed.insert(name.clone());
                }
            }
        }
        for (name, spans) in uses {
            let message = format!("the secret `{name}` is not set");
            let mut diagnostic = Diagnostic::warning(Code::SecretNotSet, spans[0], message)
                .help(format!("run `muxi secrets add {name}`"));
            for span in spans.iter().skip(1).take(MAX_USES) {
                diagnostic = diagnostic.also(*span, "also used here");
            }
            // Prose may be about a secret without needing it.
            if needed.contains(&name) {
                self.push_soft(diagnostic);
            } else {
                self.push(diagnostic);
            }
        }
    }
}
