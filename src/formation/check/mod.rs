//! The checks: each looks at trees and adds diagnostics.

pub(super) mod components;
mod cross;
mod documents;
mod keys;
mod literal;
mod models;
mod names;
mod near;
mod plain;
pub(super) mod programs;
mod references;
mod rules;
mod services;
mod shape;
mod shared;
mod target;
mod tools;
mod value;

use std::collections::HashSet;

use super::diagnostic::{Diagnostic, Severity};
use super::load::{Context, Target};
use super::reference::Reference;
use super::source::{Sources, Span};
use super::yaml::Node;

pub(super) use keys::is_misspelt;
pub(super) use models::ModelNames;
pub(super) use shape::{Path, Place};

/// How many words of one kind are guessed at; guessing compares each with each.
const MAX_GUESSES: usize = 100;

/// What the checks know, and what they found.
pub(super) struct Checker<'a> {
    context: &'a Context<'a>,
    models: ModelNames,
    /// The formation's own tree.
    formation: Span,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) references: Vec<(Reference, Span)>,
    /// Those in Markdown and other prose.
    pub(super) prose_references: Vec<(Reference, Span)>,
    /// Places of secrets that are written out.
    pub(super) hidden: Vec<Span>,
    seen_references: HashSet<(Span, usize)>,
    seen_secrets: HashSet<Span>,
}

impl<'a> Checker<'a> {
    /// A checker for the formation whose tree is `formation`.
    pub(super) fn new(context: &'a Context<'a>, formation: &Node) -> Self {
        Self {
            context,
            models: ModelNames::of(formation),
            formation: formation.span,
            diagnostics: Vec::new(),
            references: Vec::new(),
            prose_references: Vec::new(),
            hidden: Vec::new(),
            seen_references: HashSet::new(),
            seen_secrets: HashSet::new(),
        }
    }

    fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Adds what is a warning here and an error for the deployed server, which refuses or loses it.
    fn push_soft(&mut self, mut diagnostic: Diagnostic) {
        diagnostic.severity = match self.context.target {
            Target::Local | Target::Serve => Severity::Warning,
            Target::MuxiServer => Severity::Error,
        };
        self.diagnostics.push(diagnostic);
    }

    /// Runs the checks on the text of `tree` that are the same in every file.
    pub(super) fn text(&mut self, tree: &Node, sources: &Sources) {
        self.collect_references(tree, sources);
        self.literals(tree, sources);
    }

    /// Reports secrets that are used and not set, each once.
    pub(super) fn secrets(&mut self) {
        if let Some(set) = self.context.secrets {
            self.missing_secrets(set);
        }
    }
}
