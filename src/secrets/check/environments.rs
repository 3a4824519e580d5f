//! The environments of a formation and the names that are set in each.

use std::collections::BTreeSet;

use crate::secrets::{Error, Format, KeySources, Location, SecretName, Store, list};

/// How the names of an environment are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NamesFrom {
    /// There is no secrets file: nothing is set.
    Nothing,
    /// From the secrets file, which shows them without its key.
    File,
    /// From the secrets file, opened with its key.
    Key,
    /// From the template, for the secrets file shows them only to its key.
    Template,
}

impl NamesFrom {
    /// `nothing`, `file`, `key` or `template`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::File => "file",
            Self::Key => "key",
            Self::Template => "template",
        }
    }
}

/// An environment and the names that are set in it.
#[derive(Debug)]
pub struct Environment {
    /// Where its secrets are.
    pub location: Location,
    /// The names.
    pub names: BTreeSet<String>,
    /// How they are known.
    pub from: NamesFrom,
    /// Why the template had to do.
    pub unread: Option<Error>,
}

impl Environment {
    /// Reads the names at `location`, with a key only where they need one and it is there.
    pub fn read(location: Location, sources: &KeySources) -> Result<Self, Error> {
        let listing = list(&location)?;
        let from = match listing.format {
            None => NamesFrom::Nothing,
            Some(Format::Two) => NamesFrom::File,
            Some(Format::One) => {
                return Ok(match Store::open(&location, sources) {
                    Ok(store) => {
                        let names = store.names().into_iter().map(kept_name).collect();
                        Self { location, names, from: NamesFrom::Key, unread: None }
                    }
                    Err(error) => {
                        let names = listing.names.into_iter().collect();
                        Self { location, names, from: NamesFrom::Template, unread: Some(error) }
                    }
                });
            }
        };
        Ok(Self { location, names: listing.names.into_iter().collect(), from, unread: None })
    }

    /// What a person calls it.
    pub(super) fn title(&self) -> String {
        let name = self.location.env();
        name.map_or_else(|| "the default environment".to_owned(), |env| format!("the environment `{env}`"))
    }

    /// Its part of a command line: nothing, or ` --env NAME`.
    pub(super) fn option(&self) -> String {
        self.location.env().map_or_else(String::new, |env| format!(" --env {env}"))
    }
}

/// Other programs keep `my_key` too, which is found as `MY_KEY`.
fn kept_name(name: &str) -> String {
    SecretName::normalise(name).map_or_else(|_| name.to_owned(), |n| n.name.to_string())
}

/// Every environment that has a secrets file beside that of `location`: the default one first, then by name.
pub fn environments(location: &Location) -> Result<Vec<Location>, Error> {
    let mut found = location.environments()?;
    found.sort_by(|a, b| a.env().cmp(&b.env()));
    Ok(found)
}
