//! Applies the safe fixes of findings, in memory: what is written, and whether, is decided by who asks.
//!
//! A pass takes every safe fix whose edits overlap no other's; then all is checked again. What a pass makes is read
//! again and compared: but for the mended places, a file must say what it said.

mod edits;
mod verify;
mod write;

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::code::Code;
use super::diagnostic::Diagnostic;
use super::load::Loaded;
use super::mask::Masked;
use super::overlay::Overlay;
use super::source::{Source, Sources};

pub use write::{FixError, check, write};

/// After this many passes what is left is left; mending what a mending brought ends sooner.
const MAX_PASSES: usize = 10;

/// A file with its fixes applied.
#[derive(Clone, Debug)]
pub struct Mended {
    /// The file, links followed.
    pub path: PathBuf,
    /// The path to show.
    pub shown: PathBuf,
    /// What it held.
    pub before: Vec<u8>,
    /// What it holds then.
    pub after: Vec<u8>,
    /// Both texts for people: secrets that are written in the file are masked.
    pub shown_texts: (String, String),
}

/// One fix, where it was when it was applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// What it mends.
    pub code: Code,
    /// What it does.
    pub title: String,
    /// The path to show.
    pub file: PathBuf,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1, in characters.
    pub column: usize,
}

/// What came of it.
#[derive(Debug)]
pub struct Outcome {
    /// The formation as it is with the fixes, with what is left.
    pub loaded: Loaded,
    /// The files that differ.
    pub files: Vec<Mended>,
    /// Each fix that was applied.
    pub applied: Vec<Applied>,
    /// Fixes that would have changed more than they say.
    pub refused: Vec<Applied>,
}

/// Loads with `load` and applies safe fixes until none is left. `load` reads the formation as the overlay has it.
pub fn mend(overlay: Overlay, mut load: impl FnMut(&Overlay) -> Loaded) -> Outcome {
    let mut run = Run { overlay, files: BTreeMap::new(), applied: Vec::new(), refused: Vec::new() };
    let mut loaded = load(&run.overlay);
    for _ in 0..MAX_PASSES {
        if !run.pass(&loaded) {
            break;
        }
        loaded = load(&run.overlay);
    }
    for (id, source) in loaded.sources.with_ids() {
        if let Some(file) = loaded.file(id).and_then(|(path, _)| run.files.get_mut(path)) {
            file.shown_texts.1 = masked(source);
        }
    }
    let files = run.files.into_values().filter(|file| file.before != file.after).collect();
    Outcome { loaded, files, applied: run.applied, refused: run.refused }
}

struct Run {
    overlay: Overlay,
    files: BTreeMap<PathBuf, Mended>,
    applied: Vec<Applied>,
    refused: Vec<Applied>,
}

impl Run {
    /// Applies what fits together; false if there was nothing.
    fn pass(&mut self, loaded: &Loaded) -> bool {
        let chosen = self.choose(loaded);
        if chosen.is_empty() {
            return false;
        }
        if self.apply(loaded, &chosen) {
            return true;
        }
        // One of them says something else than it should: each is tried alone.
        let (good, bad): (Vec<&Diagnostic>, Vec<&Diagnostic>) =
            chosen.iter().copied().partition(|one| edits::apply(loaded, &[one]).is_some());
        self.refused.extend(bad.iter().map(|one| applied(one, &loaded.sources)));
        match good.as_slice() {
            [] => false,
            [first, ..] => self.apply(loaded, &good) || self.apply(loaded, &[first]),
        }
    }

    /// The safe fixes, none of which overlaps another.
    fn choose<'l>(&self, loaded: &'l Loaded) -> Vec<&'l Diagnostic> {
        let mut taken: Vec<&'l super::diagnostic::Edit> = Vec::new();
        let mut chosen = Vec::new();
        for diagnostic in &loaded.diagnostics {
            let Some(fix) = diagnostic.fix.as_ref().filter(|fix| fix.safe) else { continue };
            let known = fix.edits.iter().all(|edit| edits::is_within(loaded, edit));
            let free = fix.edits.iter().all(|new| taken.iter().all(|old| !edits::overlap(old, new)));
            let one = applied(diagnostic, &loaded.sources);
            if known && free && !fix.edits.is_empty() && !self.refused.contains(&one) {
                taken.extend(&fix.edits);
                chosen.push(diagnostic);
            }
        }
        chosen
    }

    fn apply(&mut self, loaded: &Loaded, chosen: &[&Diagnostic]) -> bool {
        let Some(texts) = edits::apply(loaded, chosen) else { return false };
        for (source, text) in texts {
            let Some((path, skipped)) = loaded.file(source) else { continue };
            let old = loaded.sources.get(source);
            let bytes = |text: &str| {
                let mut bytes = if skipped > 0 { "\u{feff}".as_bytes().to_vec() } else { Vec::new() };
                bytes.extend_from_slice(text.as_bytes());
                bytes
            };
            let after = bytes(&text);
            self.overlay.insert(path, after.clone());
            let file = self.files.entry(path.to_owned()).or_insert_with(|| Mended {
                path: path.to_owned(),
                shown: old.path().to_owned(),
                before: bytes(old.text()),
                after: Vec::new(),
                shown_texts: (masked(old), String::new()),
            });
            file.after = after;
        }
        self.applied.extend(chosen.iter().map(|one| applied(one, &loaded.sources)));
        true
    }
}

fn masked(source: &Source) -> String {
    Masked::new(source, 0..source.text().len()).text
}

fn applied(diagnostic: &Diagnostic, sources: &Sources) -> Applied {
    let span = diagnostic.primary.span;
    let at = sources.position(span);
    Applied {
        code: diagnostic.code,
        title: diagnostic.fix.as_ref().map(|fix| fix.title.clone()).unwrap_or_default(),
        file: sources.get(span.source).path().to_owned(),
        line: at.line,
        column: at.column,
    }
}
