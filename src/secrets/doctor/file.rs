//! The secrets file: that all of it opens, is sealed and is the newest, and what lies around it.

use std::collections::BTreeSet;

use super::{Checkup, Health, Patient};
use crate::secrets::{Error, Format, SecretName, Store, format2, journal, list};
use crate::support::fs::{Lock, TEMP_PREFIX, read_if_exists};
use crate::support::text::count;

pub(super) fn checks(patient: &Patient<'_>) -> Vec<Checkup> {
    let mut found = vec![shape(patient)];
    match Store::open(patient.location, patient.sources) {
        Ok(store) if store.format().is_some() => {
            found.push(seal(&store));
            found.push(newest(&store));
            found.push(values(&store));
        }
        Ok(_) => {}
        Err(error @ Error::Older { .. }) => {
            found.push(Checkup::new("newest", Health::Fail, error.to_string()).maybe_fix(error.hint()));
        }
        Err(_) => {
            for id in ["seal", "newest", "values"] {
                found.push(Checkup::new(id, Health::Skip, "the secrets do not open"));
            }
        }
    }
    found.push(in_template(patient));
    found.push(leftovers(patient));
    found
}

fn shape(patient: &Patient<'_>) -> Checkup {
    let id = "file";
    let path = patient.location.secrets_file();
    let listing = match list(patient.location) {
        Ok(listing) => listing,
        Err(error) => return Checkup::new(id, Health::Fail, error.to_string()).maybe_fix(error.hint()),
    };
    let bytes = read_if_exists(&path).ok().flatten().unwrap_or_default();
    let name = path.display();
    match listing.format {
        None => Checkup::new(id, Health::Pass, format!("there is no {name} yet")),
        Some(Format::One) => {
            let text = format!("{name} is of format 1: one token, whose names and age only the key tells");
            Checkup::new(id, Health::Warn, text)
                .fix("if no deployed MUXI program reads it: muxi secrets convert --format 2")
        }
        Some(Format::Two) => {
            let document = format2::parse(&bytes, &path);
            let deleted = document.map_or(0, |d| d.entries.iter().filter(|e| e.sealed.is_none()).count());
            let gone = if deleted > 0 {
                format!(", {} of deleted ones", count(deleted, "line"))
            } else {
                String::new()
            };
            let secrets = count(listing.names.len(), "secret");
            Checkup::new(
                id,
                Health::Pass,
                format!("{name} is of format 2: {secrets}{gone}, {} bytes", bytes.len()),
            )
        }
    }
}

fn seal(store: &Store) -> Checkup {
    let text = store.seal().to_string();
    if store.seal().is_good() {
        return Checkup::new("seal", Health::Pass, text);
    }
    Checkup::new("seal", Health::Fail, text)
        .fix("look at what changed (muxi secrets diff), then: muxi secrets seal")
}

fn newest(store: &Store) -> Checkup {
    let older: Vec<_> = store.older().iter().map(ToString::to_string).collect();
    if older.is_empty() {
        return Checkup::new("newest", Health::Pass, "no newer version was seen on this branch");
    }
    let text = format!("older than what was seen here: {}", older.join(", "));
    Checkup::new("newest", Health::Fail, text)
        .fix("get the newest file, or, if this one is meant: muxi secrets seal")
}

/// Opens every value, and forgets it at once.
fn values(store: &Store) -> Checkup {
    let mut bad = Vec::new();
    for name in store.names() {
        let opened = SecretName::normalise(name).and_then(|n| store.get(&n.name));
        if let Err(error) = opened {
            bad.push(error.to_string());
        }
    }
    let all = store.names().len();
    if bad.is_empty() {
        return Checkup::new("values", Health::Pass, format!("{} opened", count(all, "value")));
    }
    let text = format!("{} of {all} do not open: {}", bad.len(), bad.join("; "));
    Checkup::new("values", Health::Fail, text).fix("muxi secrets list shows which; give them new values")
}

fn in_template(patient: &Patient<'_>) -> Checkup {
    let id = "template";
    let Ok(listing) = list(patient.location) else {
        return Checkup::new(id, Health::Skip, "the secrets cannot be read");
    };
    if listing.from_template {
        return Checkup::new(id, Health::Skip, "the names of format 1 need the key: see muxi secrets check");
    }
    let wanted: BTreeSet<_> = listing.template.iter().collect();
    let missing: Vec<_> = listing.names.iter().filter(|n| !wanted.contains(n)).cloned().collect();
    if missing.is_empty() {
        return Checkup::new(id, Health::Pass, format!("it has {}", count(wanted.len(), "name")));
    }
    let file = patient.location.template_file();
    let lines: Vec<_> = missing.iter().map(|n| format!("{n}=")).collect();
    let text = format!("{} lacks {}", file.display(), missing.join(", "));
    Checkup::new(id, Health::Warn, text).fix(format!("add to it: {}", lines.join(" ")))
}

/// Files that killed writers left, and who is writing now.
fn leftovers(patient: &Patient<'_>) -> Checkup {
    let id = "leftovers";
    let location = patient.location;
    if Lock::is_held(&location.lock_file()) {
        return Checkup::new(id, Health::Skip, "another process is writing right now");
    }
    let mut left = Vec::new();
    for entry in std::fs::read_dir(location.dir()).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with(TEMP_PREFIX) || name == journal::NAME {
            left.push(name);
        }
    }
    if location.pending_key_file().exists() {
        left.push(location.pending_key_file().display().to_string());
    }
    if left.is_empty() {
        return Checkup::new(id, Health::Pass, "nothing was left by an interrupted command");
    }
    left.sort();
    let text = format!("left by an interrupted command: {}", left.join(", "));
    Checkup::new(id, Health::Warn, text).fix("muxi secrets doctor --fix clears up what is safe to remove")
}
