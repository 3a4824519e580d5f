//! From a path to the file and the place in it.

use std::path::{Path as FilePath, PathBuf};

use serde_json::Value;

use super::error::SettingError;
use super::kinds;
use crate::formation::discover::{Location, has_extension};
use crate::formation::edit::{self, Path, Step};
use crate::formation::files::directories_of;
use crate::formation::listing::components_in;
use crate::formation::schema::{Block, FILE_KINDS, FORMATION, FileKind, Kind, Shape};
use crate::support::fs;

/// How many files a path may lead through.
const MAX_FILES: usize = 8;

/// What a path means that ends where another file comes in: at an id, at an `$include`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    /// The file.
    Inside,
    /// The word that names it.
    Before,
}

/// A place in a file.
#[derive(Clone, Debug)]
pub struct Setting {
    /// The file.
    pub file: PathBuf,
    /// Its text.
    pub text: String,
    /// What it says.
    pub value: Value,
    /// The path in it.
    pub path: Path,
    /// What it holds.
    pub block: &'static Block,
}

/// The setting at `path`, which starts at the root of `file`; ids and includes on the way are followed into their
/// files.
pub fn find(
    location: &Location,
    file: &FilePath,
    block: &'static Block,
    path: &Path,
    ends: Ends,
) -> Result<Setting, SettingError> {
    let mut setting = open(location, file, block, path.clone())?;
    for _ in 0..MAX_FILES {
        setting.path = with_ids(&setting);
        let Some(next) = elsewhere(location, &setting, ends)? else { break };
        setting = next;
    }
    Ok(setting)
}

/// The table's block for a file of the formation.
pub fn block_of(location: &Location, file: &FilePath) -> Result<&'static Block, SettingError> {
    let real = |path: &FilePath| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    if real(file) == real(&location.file) {
        return Ok(&FORMATION);
    }
    let root = real(&location.root);
    let below = real(file);
    let below = below.strip_prefix(&root).map_err(|_| SettingError::Outside(file.display().to_string()))?;
    let directory = below.components().next().map(|part| part.as_os_str().to_string_lossy().into_owned());
    let of = |kind: &&FileKind| {
        kind.shape == Shape::Yaml && kind.directories.iter().any(|name| Some(*name) == directory.as_deref())
    };
    match FILE_KINDS.iter().find(of) {
        Some(kind) if has_extension(file) => Ok(kind.block),
        _ if has_extension(file) => Ok(&ANYTHING),
        _ => Err(SettingError::NoSettings(file.display().to_string())),
    }
}

/// A file that is included somewhere: its keys are not known by its place.
static ANYTHING: Block = Block {
    name: "the file",
    fields: &[],
    cases: None,
    unlisted: crate::formation::schema::Unlisted::Ignored,
    one_of: &[],
    rules: &[],
    about: "",
};

fn open(
    location: &Location,
    file: &FilePath,
    block: &'static Block,
    path: Path,
) -> Result<Setting, SettingError> {
    let root = location.root.canonicalize().unwrap_or_else(|_| location.root.clone());
    if !file.canonicalize().unwrap_or_else(|_| file.to_owned()).starts_with(&root) {
        return Err(SettingError::Outside(file.display().to_string()));
    }
    let text = fs::read_to_string(file)?;
    let value =
        edit::read(&text).map_err(|error| SettingError::Edit { file: file.display().to_string(), error })?;
    Ok(Setting { file: file.to_owned(), text, value, path, block })
}

/// In a list a key is an id: `agents.assistant` is `agents[assistant]`.
fn with_ids(setting: &Setting) -> Path {
    let mut path = setting.path.clone();
    for nth in 0..path.0.len() {
        let Step::Key(key) = &path.0[nth] else { continue };
        let above = path.head(nth);
        let is_list = match super::get(&setting.value, &above) {
            Some(value) if !value.is_null() => value.is_array(),
            _ => kinds::known(setting.block, &setting.value, &above).is_ok_and(|known| is_list(&known.kind)),
        };
        if is_list {
            path.0[nth] = Step::Id(key.clone());
        }
    }
    path
}

fn is_list(kind: &Kind) -> bool {
    match kind {
        Kind::List(_) | Kind::Components(_) | Kind::Uses { .. } => true,
        Kind::Either(kinds) => kinds.iter().all(is_list),
        _ => false,
    }
}

/// The setting in the file that the path leads into next.
fn elsewhere(location: &Location, setting: &Setting, ends: Ends) -> Result<Option<Setting>, SettingError> {
    let length = setting.path.0.len();
    let last = if ends == Ends::Inside { length } else { length.saturating_sub(1) };
    for nth in 0..=last {
        let above = setting.path.head(nth);
        let rest = || Path(setting.path.0[nth..].to_vec());
        let Some(value) = super::get(&setting.value, &above) else { continue };
        if let Some(file) = value.get("$include").and_then(Value::as_str) {
            let file = setting.file.parent().unwrap_or(&location.root).join(file);
            let block = block_at(setting, &above);
            return Ok(Some(open(location, &file, block, rest())?));
        }
    }
    for nth in 0..last {
        let above = setting.path.head(nth);
        let Some(kind) = kind_declared_at(setting, &above) else { continue };
        let item = super::get(&setting.value, &setting.path.head(nth + 1));
        let id = match (item, &setting.path.0[nth]) {
            (Some(Value::String(id)), _) | (None, Step::Id(id)) => id.clone(),
            _ => continue,
        };
        let rest = Path(setting.path.0[nth + 1..].to_vec());
        let file = component(location, kind, &id)?;
        return Ok(Some(open(location, &file, kind.block, rest)?));
    }
    Ok(None)
}

/// What an included file holds: what would stand in its place.
fn block_at(setting: &Setting, at: &Path) -> &'static Block {
    match kinds::known(setting.block, &setting.value, at).map(|known| known.kind) {
        Ok(Kind::Map(block)) => block,
        _ => &ANYTHING,
    }
}

fn kind_declared_at(setting: &Setting, path: &Path) -> Option<&'static FileKind> {
    let formation = std::ptr::eq(setting.block, &raw const FORMATION);
    FILE_KINDS.iter().find(|kind| {
        formation && !kind.declared_in.is_empty() && *path == Path::keys(kind.declared_in.iter().copied())
    })
}

/// The file of the component `id`: the one that says so, else the one of that name.
fn component(location: &Location, kind: &'static FileKind, id: &str) -> Result<PathBuf, SettingError> {
    let mut there = Vec::new();
    let mut by_name = None;
    let directory = directories_of(kind, &location.root).next().unwrap_or(kind.directories[0]);
    for file in components_in(&location.root.join(directory)).unwrap_or_default() {
        let says = fs::read_to_string(&file).ok().and_then(|text| edit::read(&text).ok());
        let own = says.as_ref().and_then(|value| value.get("id")?.as_str());
        let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        if own == Some(id) {
            return Ok(file);
        }
        if own.is_none() && stem == id {
            by_name = Some(file.clone());
        }
        there.push(own.map_or(stem, str::to_owned));
    }
    by_name.ok_or_else(|| SettingError::NoComponent { what: kind.title(), id: id.to_owned(), there })
}
