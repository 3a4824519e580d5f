//! A value on its way in: looked at by itself, and next to those that are there.

use super::{ValueFinding, is_worth_comparing, lint};
use crate::formation::code::Code;
use crate::secrets::{KeySources, Location, SecretName, Store};
use crate::support::secret::SecretBytes;

/// A value that is about to be kept.
#[derive(Clone, Copy, Debug)]
pub struct Entered<'a> {
    /// Its name.
    pub name: &'a SecretName,
    /// The value.
    pub value: &'a SecretBytes,
}

/// What is odd about each of `values`, before anything is written: what [`lint`] says, and whether another
/// secret, there already or among them, has the same value.
///
/// Where the secrets cannot be opened there is nothing to compare with; whoever writes reports that.
pub fn entered<'a>(
    location: &Location,
    sources: &KeySources,
    values: &[Entered<'a>],
) -> Vec<(&'a SecretName, ValueFinding)> {
    let mut found = Vec::new();
    let store = values
        .iter()
        .any(|one| is_worth_comparing(one.name.as_str(), one.value.expose()))
        .then(|| Store::open(location, sources).ok())
        .flatten();
    let new: Vec<&str> = values.iter().map(|one| one.name.as_str()).collect();
    for (at, one) in values.iter().enumerate() {
        found.extend(
            lint(one.name.as_str(), one.value.expose()).into_iter().map(|finding| (one.name, finding)),
        );
        if !is_worth_comparing(one.name.as_str(), one.value.expose()) {
            continue;
        }
        let before = values[..at].iter().find(|other| other.value == one.value);
        let twin = before.map(|other| other.name.to_string());
        let twin = twin.or_else(|| store.as_ref()?.name_of_value(one.value, &new));
        if let Some(twin) = twin {
            let finding = ValueFinding::new(Code::ValueShared, format!("is also that of {twin}"))
                .help_with("check that it was not pasted in the wrong place");
            found.push((one.name, finding));
        }
    }
    found
}
