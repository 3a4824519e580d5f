//! Some secrets of a store, or all of them, with their values.

use super::{Error, SecretName, Store};
use crate::support::secret::SecretBytes;

/// What the system takes as one `NAME=value` with the NUL at its end (Linux: 32 pages), in bytes.
const LONGEST_VARIABLE: usize = 128 * 1024;

/// Secrets with their values.
#[derive(Debug)]
pub struct Selection {
    /// The values, in the order in which they were named, else in that of the file.
    pub values: Vec<(SecretName, SecretBytes)>,
    /// Names in a file of format 1 that no secret can be asked for by.
    pub left_out: Vec<String>,
}

/// The secrets called `only`, else all.
pub fn select(store: &Store, only: Option<&[SecretName]>) -> Result<Selection, Error> {
    let mut names: Vec<SecretName> = Vec::new();
    let mut left_out = Vec::new();
    match only {
        Some(only) => {
            for name in only {
                if !names.contains(name) {
                    names.push(name.clone());
                }
            }
        }
        None => {
            for name in store.names() {
                match SecretName::normalise(name) {
                    Ok(kept) if !kept.changed => names.push(kept.name),
                    _ => left_out.push(name.to_owned()),
                }
            }
        }
    }
    let value = |name: SecretName| match store.get(&name)? {
        Some(value) => Ok((name, value)),
        None => Err(Error::NotFound { name: name.to_string(), path: store.path().to_owned() }),
    };
    Ok(Selection { values: names.into_iter().map(value).collect::<Result<_, Error>>()?, left_out })
}

/// Refuses values that the environment of a program cannot hold.
pub fn check_environment(values: &[(SecretName, SecretBytes)]) -> Result<(), Error> {
    let refuse = |why, is_bad: &dyn Fn(&SecretName, &SecretBytes) -> bool| {
        let bad = values.iter().filter(|(name, value)| is_bad(name, value));
        let names: Vec<_> = bad.map(|(name, _)| name.to_string()).collect();
        if names.is_empty() { Ok(()) } else { Err(Error::NotForEnvironment { names, why }) }
    };
    refuse("the value holds a NUL byte", &|_, value| value.expose().contains(&0))?;
    refuse("the value is longer than 128 KiB", &|name, value| {
        name.as_str().len() + value.len() + 2 > LONGEST_VARIABLE
    })
}
