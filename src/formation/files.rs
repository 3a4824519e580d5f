//! Reading the files of a formation: inside its directory, of a sane size, UTF-8, each once.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::code::Code;
use super::diagnostic::Diagnostic;
use super::overlay::Overlay;
use super::source::{SourceId, Sources, Span};
use super::yaml::Node;

/// The largest file that is read, in bytes. Formations are written by hand; a model's weights are not one.
pub(super) const MAX_BYTES: u64 = 1 << 20;

/// A file behind a source.
#[derive(Clone, Debug)]
pub(super) struct ReadFile {
    /// Its path without links.
    pub(super) real: PathBuf,
    /// How many bytes of the file come before the first one of the source's text: a byte order mark.
    pub(super) skipped: usize,
}

/// What has been read so far, and what was wrong with it.
pub(super) struct Reader {
    root: PathBuf,
    /// The root without its links followed, as a person knows it.
    given_root: PathBuf,
    base: Option<PathBuf>,
    pub(super) overlay: Overlay,
    pub(super) sources: Sources,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Which file each source is.
    pub(super) files: BTreeMap<SourceId, ReadFile>,
    /// Trees by real path, includes expanded; `None` where the file cannot be used.
    pub(super) trees: BTreeMap<PathBuf, Option<Node>>,
    /// Real paths of the files that an `$include` named.
    pub(super) included: BTreeSet<PathBuf>,
    /// Every `$include` that was followed.
    pub(super) includes: Vec<Span>,
    /// Real paths of the files that are being expanded, the outermost first.
    pub(super) expanding: Vec<PathBuf>,
    /// Bytes that includes have brought in.
    pub(super) included_bytes: usize,
}

impl Reader {
    /// A reader for the formation in `root`; paths below `base` are shown without it.
    pub(super) fn new(root: &Path, base: Option<&Path>) -> Self {
        Self {
            overlay: Overlay::default(),
            root: root.canonicalize().unwrap_or_else(|_| root.to_owned()),
            given_root: root.to_owned(),
            base: base.map(Path::to_owned),
            sources: Sources::default(),
            diagnostics: Vec::new(),
            files: BTreeMap::new(),
            trees: BTreeMap::new(),
            included: BTreeSet::new(),
            includes: Vec::new(),
            expanding: Vec::new(),
            included_bytes: 0,
        }
    }

    /// Whether `real`, a path without links, is inside the formation.
    pub(super) fn is_inside(&self, real: &Path) -> bool {
        real.starts_with(&self.root)
    }

    /// The text of the file at `path` as a source, or a diagnostic.
    pub(super) fn source(&mut self, path: &Path) -> Option<SourceId> {
        let shown = self.shown(path);
        let fail = |reader: &mut Self, code, message: String, help: &str| {
            let span = reader.nowhere(&shown);
            let diagnostic = Diagnostic::error(code, span, message).help(help);
            reader.diagnostics.push(diagnostic);
            None
        };
        let bytes = match self.overlay.get(path).map_or_else(|| read(path), |bytes| Ok(bytes.to_vec())) {
            Ok(bytes) => bytes,
            Err(error) => {
                let message = format!("cannot read this file: {error}");
                return fail(self, Code::FileUnreadable, message, "check its mode and owner");
            }
        };
        if bytes.len() as u64 > MAX_BYTES {
            let message = format!("this file is larger than {} MiB", MAX_BYTES >> 20);
            let help = "keep documents in `knowledge/` and split large formations into files";
            return fail(self, Code::FileTooLarge, message, help);
        }
        match String::from_utf8(bytes) {
            Ok(text) => {
                let skipped = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
                let id = self.sources.add(shown, text);
                let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
                self.files.insert(id, ReadFile { real, skipped });
                Some(id)
            }
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let help = if error.as_bytes().starts_with(&[0xff, 0xfe])
                    || error.as_bytes().starts_with(&[0xfe, 0xff])
                {
                    "it looks like UTF-16: save it as UTF-8"
                } else {
                    "save it as UTF-8"
                };
                let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
                let bom = if text.starts_with('\u{feff}') { 3 } else { 0 };
                let id = self.sources.add(shown, text);
                let span = Span::new(id, at - bom, at - bom + '\u{fffd}'.len_utf8());
                let message = "this file is not UTF-8 text";
                let diagnostic = Diagnostic::error(Code::FileNotUtf8, span, message).help(help);
                self.diagnostics.push(diagnostic);
                None
            }
        }
    }

    /// A place for a finding about a file that has no text.
    pub(super) fn nowhere(&mut self, shown: &Path) -> Span {
        Span::new(self.sources.add(shown, ""), 0, 0)
    }

    /// The path as a person knows it.
    pub(super) fn shown(&self, path: &Path) -> PathBuf {
        let path =
            path.strip_prefix(&self.root).map_or_else(|_| path.to_owned(), |rest| self.given_root.join(rest));
        let base = self.base.as_deref();
        match base.and_then(|base| path.strip_prefix(base).ok()) {
            Some(rest) => rest.to_owned(),
            None => path,
        }
    }
}

/// The files in `directory` that end like components, by name; nothing where there is no such directory.
pub(super) fn components_in(directory: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match std::fs::read_dir(directory) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry?.path();
        let hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        if !hidden && super::discover::has_extension(&path) && !path.is_dir() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// At most one byte more than [`MAX_BYTES`]. Only plain files: a pipe would wait for ever.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    if !std::fs::metadata(path)?.is_file() {
        return Err(io::Error::other("it is not a plain file"));
    }
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
