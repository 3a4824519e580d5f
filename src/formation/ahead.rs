//! Files that are read and parsed before they are asked for, by several threads: what takes time in a formation
//! of many files. What comes of it is the same as one by one, in the order of the paths.

use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::thread;

use super::diagnostic::Diagnostic;
use super::files::{Opened, Reader, open};
use super::overlay::Overlay;
use super::source::{SourceId, without_mark};
use super::yaml::{self, Node};

/// Fewer files than this for each thread are not worth one.
const FILES_PER_THREAD: usize = 24;

/// What a parser says of a text.
pub(super) type Parsed = (Option<Node>, Vec<Diagnostic>);

/// A file that was read ahead.
pub(super) struct Ahead {
    /// Its source; none where it cannot be used, which has been reported.
    pub(super) source: Option<SourceId>,
    /// What is in it.
    pub(super) parsed: Option<Parsed>,
}

impl Reader {
    /// Reads and parses the files at `paths`, if there are many: [`Reader::tree`] has them then.
    pub(super) fn ahead(&mut self, paths: &[PathBuf]) {
        let threads =
            thread::available_parallelism().map_or(1, NonZero::get).min(paths.len() / FILES_PER_THREAD);
        if threads < 2 {
            return;
        }
        let mut files = Vec::with_capacity(paths.len());
        for path in paths {
            let real = self.real(path);
            if self.is_inside(&real) && !self.trees.contains_key(&real) {
                files.push((path.as_path(), real));
            }
        }
        let (first, overlay) = (self.sources.next(), &self.overlay);
        let share = files.len().div_ceil(threads).max(1);
        let read: Vec<_> = thread::scope(|scope| {
            let mut handles = Vec::with_capacity(threads);
            for (nth, files) in files.chunks(share).enumerate() {
                handles.push(scope.spawn(move || read(overlay, files, first.plus(nth * share))));
            }
            let join = |handle: thread::ScopedJoinHandle<'_, _>| {
                handle.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            };
            handles.into_iter().flat_map(join).collect()
        });
        for ((path, real), (opened, parsed)) in files.into_iter().zip(read) {
            let source = self.keep(path, &real, opened);
            self.read_ahead.insert(real, Ahead { source, parsed });
        }
    }
}

/// The files one after the other; the first is to be the source `first`.
fn read(overlay: &Overlay, files: &[(&Path, PathBuf)], first: SourceId) -> Vec<(Opened, Option<Parsed>)> {
    let one = |(nth, (path, _)): (usize, &(&Path, PathBuf))| {
        let opened = open(overlay, path);
        let parsed = match &opened {
            Opened::Text(text) => Some(yaml::parse(first.plus(nth), without_mark(text))),
            Opened::Bad { .. } => None,
        };
        (opened, parsed)
    };
    files.iter().enumerate().map(one).collect()
}
