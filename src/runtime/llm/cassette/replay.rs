//! Playing model traffic back.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;

use super::exchange::{Asked, Exchange, Told};
use super::{CassetteError, difference, reply};
use crate::runtime::llm::ModelError;
use crate::runtime::llm::http::Reply;
use crate::support::fs::{self, FsError};

/// Answers from the files of a directory. The same question gets its answers in the order in which
/// they were recorded, and then the last one again and again.
#[derive(Debug)]
pub struct Player {
    dir: PathBuf,
    recorded: HashMap<String, Takes>,
}

/// The answers to one question.
#[derive(Debug, Default)]
struct Takes {
    exchanges: Vec<(String, Exchange)>,
    next: AtomicUsize,
}

impl Player {
    /// Reads all files of `dir`.
    pub fn open(dir: &Path) -> Result<Self, CassetteError> {
        let mut recorded: HashMap<String, Takes> = HashMap::new();
        for (_, path) in files(dir)? {
            let broken = |detail| CassetteError::Broken { path: path.clone(), detail };
            let exchange = Exchange::read(&fs::read(&path)?).map_err(broken)?;
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            // Computed and not taken from the name: a file that was edited is found by what it says.
            recorded.entry(exchange.request.hash()).or_default().exchanges.push((name, exchange));
        }
        if recorded.is_empty() {
            return Err(CassetteError::Empty(dir.to_path_buf()));
        }
        Ok(Self { dir: dir.to_path_buf(), recorded })
    }

    /// The same, and where nothing was recorded one that knows no answer: not everything asks a model.
    pub fn open_if_there(dir: &Path) -> Result<Self, CassetteError> {
        match Self::open(dir) {
            Err(CassetteError::Empty(_)) => {}
            Err(CassetteError::File(error)) if error.is_not_found() => {}
            opened => return opened,
        }
        Ok(Self { dir: dir.to_path_buf(), recorded: HashMap::new() })
    }

    pub(super) fn answer(&self, asked: &Asked, provider: &str) -> Result<Reply, ModelError> {
        self.told(asked, provider).map(reply)
    }

    /// What was told then.
    pub(super) fn told(&self, asked: &Asked, provider: &str) -> Result<&Told, ModelError> {
        let hash = asked.hash();
        let Some(takes) = self.recorded.get(&hash) else { return Err(self.unknown(asked, &hash, provider)) };
        let last = takes.exchanges.len() - 1;
        let at = takes.next.fetch_add(1, Ordering::Relaxed).min(last);
        let exchange = &takes.exchanges[at].1;
        match (&exchange.response, &exchange.failed) {
            (Some(told), _) => Ok(told),
            (None, Some(failed)) => Err(failed.error(provider)),
            (None, None) => unreachable!("a file has one of them"),
        }
    }

    fn unknown(&self, asked: &Asked, hash: &str, provider: &str) -> ModelError {
        let value = |asked: &Asked| serde_json::to_value(asked).unwrap_or_default();
        let now = value(asked);
        let all = self.recorded.values().flat_map(|takes| &takes.exchanges);
        let nearest = all
            .filter_map(|(name, exchange)| {
                let then = value(&exchange.request);
                let (same, difference) = difference::first(&then, &now)?;
                Some((same_kind(&then, &now), same, name, difference))
            })
            .max_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then_with(|| b.2.cmp(a.2)));
        let difference = nearest.map_or_else(
            || "nothing else was recorded".to_owned(),
            |(_, _, name, difference)| {
                format!("nearest is {name}, but {}", difference.replace("/body/json", ""))
            },
        );
        let file = self.dir.join(format!("*-{hash}.json")).display().to_string();
        ModelError::NotRecorded { provider: provider.to_owned(), file, difference }
    }
}

/// Whether they go to the same provider and path.
fn same_kind(a: &Value, b: &Value) -> bool {
    a["provider"] == b["provider"] && a["path"] == b["path"]
}

/// The files of a recording with their numbers, in order.
pub(super) fn files(dir: &Path) -> Result<Vec<(u32, PathBuf)>, FsError> {
    let entries = std::fs::read_dir(dir).map_err(|e| FsError::io("read", dir, e))?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(|e| FsError::io("read", dir, e))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let number = name.strip_suffix(".json").and_then(|name| name.split_once('-')?.0.parse().ok());
        if let Some(number) = number {
            files.push((number, path));
        }
    }
    files.sort();
    Ok(files)
}
