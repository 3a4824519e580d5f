//! A value on its way in: looked at by itself, and next to those that are there.

use std::collections::{HashMap, HashSet};

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
    for one in values {
        sources.redactor.add(one.name.as_str(), one.value);
    }
    let compared: Vec<&Entered<'a>> =
        values.iter().filter(|one| is_worth_comparing(one.name.as_str(), one.value.expose())).collect();
    let mut twins = twins(location, sources, values, &compared).into_iter();
    let mut found = Vec::new();
    for one in values {
        found.extend(
            lint(one.name.as_str(), one.value.expose()).into_iter().map(|finding| (one.name, finding)),
        );
        if !is_worth_comparing(one.name.as_str(), one.value.expose()) {
            continue;
        }
        if let Some(twin) = twins.next().flatten() {
            let finding = ValueFinding::new(Code::ValueShared, format!("is also that of {twin}"))
                .help_with("check that it was not pasted in the wrong place");
            found.push((one.name, finding));
        }
    }
    found
}

/// For each value that is compared, another secret with it: the first among them, else one that is there.
fn twins(
    location: &Location,
    sources: &KeySources,
    all: &[Entered<'_>],
    compared: &[&Entered<'_>],
) -> Vec<Option<String>> {
    if compared.is_empty() {
        return Vec::new();
    }
    let mut first: HashMap<&[u8], &SecretName> = HashMap::new();
    for one in all {
        first.entry(one.value.expose()).or_insert(one.name);
    }
    let new: HashSet<&str> = all.iter().map(|one| one.name.as_str()).collect();
    let values: Vec<&SecretBytes> = compared.iter().map(|one| one.value).collect();
    let there = match Store::open(location, sources) {
        Ok(store) => store.names_of_values(&values, &new),
        Err(_) => vec![None; values.len()],
    };
    let before = |one: &Entered<'_>| first.get(one.value.expose()).filter(|name| **name != one.name);
    compared.iter().zip(there).map(|(one, there)| before(one).map(ToString::to_string).or(there)).collect()
}
