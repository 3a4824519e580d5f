//! Reading the files of a formation: inside its directory, of a sane size, UTF-8, each once.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::code::Code;
use super::diagnostic::Diagnostic;
use super::overlay::Overlay;
use super::schema::FileKind;
use super::source::{SourceId, Sources, Span, without_mark};
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
    /// Directories without their links followed, and with.
    real_directories: HashMap<PathBuf, PathBuf>,
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
            real_directories: HashMap::new(),
        }
    }

    /// Whether `real`, a path without links, is inside the formation.
    pub(super) fn is_inside(&self, real: &Path) -> bool {
        real.starts_with(&self.root)
    }

    /// The text of the file at `path` as a source, or a diagnostic.
    pub(super) fn source(&mut self, path: &Path) -> Option<SourceId> {
        let opened = open(&self.overlay, path);
        self.keep(path, opened)
    }

    /// Makes a source of what was read of the file at `path`.
    fn keep(&mut self, path: &Path, opened: Opened) -> Option<SourceId> {
        let shown = self.shown(path);
        match opened {
            Opened::Text(text) => {
                let skipped = text.len() - without_mark(&text).len();
                let id = self.sources.add(shown, text);
                let real = self.real(path);
                self.files.insert(id, ReadFile { real, skipped });
                Some(id)
            }
            Opened::Bad { code, message, help, text, at } => {
                let id = self.sources.add(shown, text);
                let end = at + self.sources.get(id).text()[at..].chars().next().map_or(0, char::len_utf8);
                let diagnostic = Diagnostic::error(code, Span::new(id, at, end), message).help(help);
                self.diagnostics.push(diagnostic);
                None
            }
        }
    }

    /// `path` with its links followed. A directory is looked at once.
    pub(super) fn real(&mut self, path: &Path) -> PathBuf {
        let whole = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let (Some(parent), Some(name)) = (path.parent(), path.file_name()) else { return whole(path) };
        if !std::fs::symlink_metadata(path).is_ok_and(|meta| meta.is_file()) {
            return whole(path);
        }
        if let Some(real) = self.real_directories.get(parent) {
            return real.join(name);
        }
        let Ok(real) = parent.canonicalize() else { return whole(path) };
        self.real_directories.insert(parent.to_owned(), real.clone());
        real.join(name)
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

/// The names of the directories of this kind that are there. The first is the one whose files count: the deployed
/// loader prefers `mcps`, though most formations have `mcp`.
pub(super) fn directories_of(kind: &FileKind, root: &Path) -> impl Iterator<Item = &'static str> {
    kind.directories.iter().rev().copied().filter(move |name| root.join(name).is_dir())
}

/// The encoding that text in UTF-16 or UTF-32 seems to have; with or without a mark, ASCII in it has bytes 0.
fn wide(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xfe, 0, 0, ..]
        | [0, 0, 0xfe, 0xff, ..]
        | [_, 0, 0, 0, _, 0, 0, 0, ..]
        | [0, 0, 0, _, 0, 0, 0, _, ..] => Some("UTF-32"),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [1..=255, 0, 1..=255, 0, ..] | [0, 1..=255, 0, 1..=255, ..] => {
            Some("UTF-16")
        }
        _ => None,
    }
}

/// What was read of a file.
enum Opened {
    /// Its text.
    Text(String),
    /// What is wrong with it, and where in as much of it as is text.
    Bad { code: Code, message: String, help: String, text: String, at: usize },
}

/// Reads the file at `path`, or what stands in for it: nothing of one that is too large, and only plain ones, for a pipe would wait for ever.
fn open(overlay: &Overlay, path: &Path) -> Opened {
    let bad =
        |code, message: String, help: String| Opened::Bad { code, message, help, text: String::new(), at: 0 };
    let given = |bytes: &[u8]| Ok((bytes.len() as u64 <= MAX_BYTES).then(|| bytes.to_vec()));
    let bytes = match overlay.get(path).map_or_else(|| read(path), given) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => {
            let message = format!("this file is larger than {} MiB", MAX_BYTES >> 20);
            let help = "keep documents in `knowledge/` and split large formations into files";
            return bad(Code::FileTooLarge, message, help.to_owned());
        }
        Err(error) => {
            let message = format!("cannot read this file: {error}");
            return bad(Code::FileUnreadable, message, "check its mode and owner".to_owned());
        }
    };
    let message = "this file is not UTF-8 text".to_owned();
    let help = match wide(&bytes) {
        Some(name) => format!("it looks like {name}: save it as UTF-8"),
        None => "save it as UTF-8".to_owned(),
    };
    match String::from_utf8(bytes) {
        // Each second byte is nothing: valid UTF-8, and yet none.
        Ok(text) if wide(text.as_bytes()).is_some() => bad(Code::FileNotUtf8, message, help),
        Ok(text) => Opened::Text(text),
        Err(error) => {
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let at = error.utf8_error().valid_up_to() - (text.len() - without_mark(&text).len());
            Opened::Bad { code: Code::FileNotUtf8, message, help, text, at }
        }
    }
}

fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    let meta = std::fs::metadata(path)?;
    if !meta.is_file() {
        return Err(io::Error::other("it is not a plain file"));
    }
    if meta.len() > MAX_BYTES {
        return Ok(None);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(meta.len()).unwrap_or(0) + 1);
    // Some files are longer than the system says.
    std::fs::File::open(path)?.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= MAX_BYTES).then_some(bytes))
}
