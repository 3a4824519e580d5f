//! The types of settings, by the table of fields.

use serde_json::Value;

use super::error::SettingError;
use crate::formation::edit::{Path, Step};
use crate::formation::schema::{Block, Field, Kind, Need, Unlisted};
use crate::support::text::did_you_mean;

/// What the table says about a setting.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// The type of its value.
    pub kind: Kind,
    /// Its field, if it is a key that the table has.
    pub field: Option<&'static Field>,
}

/// The type of what is at `path` in a file of `block`; `value` is what the file says.
pub fn known(block: &'static Block, value: &Value, path: &Path) -> Result<Known, SettingError> {
    let mut known = Known { kind: Kind::Map(block), field: None };
    let mut at = Some(value);
    for (nth, step) in path.0.iter().enumerate() {
        known = below(&known, at, step, path, nth)?;
        at = at.and_then(|value| super::get(value, &Path(vec![step.clone()])));
    }
    Ok(known)
}

fn below(
    known: &Known,
    value: Option<&Value>,
    step: &Step,
    path: &Path,
    nth: usize,
) -> Result<Known, SettingError> {
    let plain = |kind: Kind| Ok(Known { kind, field: None });
    match (known.kind, step) {
        (Kind::Map(block), Step::Key(key)) => key_of(block, value, key, path, nth),
        (Kind::Named(inner), Step::Key(_)) | (Kind::List(inner), Step::Index(_) | Step::Id(_)) => {
            plain(*inner)
        }
        (Kind::Components(block), Step::Index(_) | Step::Id(_)) => {
            plain(if nth + 1 == path.0.len() { Kind::Any } else { Kind::Map(block) })
        }
        (Kind::Uses { inline, narrowed }, Step::Index(_) | Step::Id(_)) => {
            let item = value.and_then(|value| super::get(value, &Path(vec![step.clone()])));
            let use_only = item.is_some_and(|item| item.is_object() && item.get("type").is_none());
            let block = if use_only { narrowed } else { inline };
            plain(if nth + 1 == path.0.len() { Kind::Any } else { Kind::Map(block) })
        }
        (Kind::Either(kinds), _) => {
            let mut first = None;
            for kind in kinds {
                match below(&Known { kind: *kind, field: None }, value, step, path, nth) {
                    Ok(found) => return Ok(found),
                    // A key that a map has not says more than a word that holds nothing.
                    Err(error @ SettingError::Unknown { .. }) => first = Some(error),
                    Err(error) => first = first.or(Some(error)),
                }
            }
            first.map_or_else(|| plain(Kind::Any), Err)
        }
        (Kind::AnyMap, Step::Key(_)) | (Kind::Any, _) => plain(Kind::Any),
        (kind, _) => {
            Err(SettingError::NothingInside { at: path.head(nth), is: kind.describe(), path: path.clone() })
        }
    }
}

fn key_of(
    block: &'static Block,
    value: Option<&Value>,
    key: &str,
    path: &Path,
    nth: usize,
) -> Result<Known, SettingError> {
    let word = block.cases.and_then(|cases| value?.get(cases.tag)?.as_str());
    let mut fields = block.fields_in(word);
    let field = fields.find(|field| field.name == key).or_else(|| block.field(key));
    let Some(field) = field else {
        // The table does not know all keys of this one; others are only ignored by who reads them.
        if block.unlisted == Unlisted::Ignored {
            return Ok(Known { kind: Kind::Any, field: None });
        }
        let usable = |field: &&'static Field| !matches!(field.need, Need::Refused(_) | Need::Deprecated(_));
        let keys: Vec<_> = block.fields_in(word).filter(usable).map(|field| field.name).collect();
        let meant = did_you_mean(key, keys.iter().copied()).map(|near| {
            let mut meant = path.clone();
            meant.0[nth] = Step::Key(near.to_owned());
            meant
        });
        return Err(SettingError::Unknown {
            path: path.clone(),
            block: block.name,
            key: key.to_owned(),
            meant,
            keys: if keys.len() <= 12 { keys } else { Vec::new() },
        });
    };
    match field.need {
        Need::Refused(instead) => Err(SettingError::Refused { path: path.head(nth + 1), instead }),
        _ => Ok(Known { kind: field.kind, field: Some(field) }),
    }
}

/// The keys of the map at `steps` in the order of the table.
pub fn order(block: &'static Block, value: &Value, steps: &[Step]) -> Vec<&'static str> {
    match known(block, value, &Path(steps.to_vec())).map(|known| known.kind) {
        Ok(kind) => keys(&kind),
        Err(_) => Vec::new(),
    }
}

fn keys(kind: &Kind) -> Vec<&'static str> {
    match kind {
        Kind::Map(block) => block.fields_in(None).map(|field| field.name).collect(),
        Kind::Either(kinds) => kinds.iter().map(keys).find(|keys| !keys.is_empty()).unwrap_or_default(),
        _ => Vec::new(),
    }
}
