//! Which keys are where, who can read them, and how old they are.

use std::os::unix::fs::MetadataExt;
use std::path::Path;

use super::{Checkup, Health, Patient, days};
use crate::secrets::{Error, Inventory, KeyAtHand, Origin, Status, Store, keys_at_hand};

pub(super) fn checks(patient: &Patient<'_>) -> Vec<Checkup> {
    let inventory = keys_at_hand(patient.location, patient.sources);
    let mut found = vec![in_use(patient, &inventory)];
    found.extend(privacy(patient, &inventory));
    found.extend(inventory.faults.iter().filter_map(fault));
    found.extend(age(patient, &inventory));
    found.extend(retired(&inventory));
    found.extend(visible(&inventory));
    found
}

/// The key that opens the file.
fn in_use(patient: &Patient<'_>, inventory: &Inventory) -> Checkup {
    let id = "key";
    if inventory.format.is_none() && inventory.file_fault.is_none() {
        let there = inventory.keys.first().map(|k| format!("key {} from {}", k.info.id, k.info.origin));
        let text = there.unwrap_or_else(|| "no key, and no secrets that would need one".into());
        return Checkup::new(id, Health::Pass, text);
    }
    match Store::open(patient.location, patient.sources) {
        Ok(store) => match store.key_info() {
            Some(info) => {
                let kind =
                    if info.wrapped { "protected by a passphrase" } else { "not protected by a passphrase" };
                let made = info.created.as_deref().map(|c| format!(", made {c}")).unwrap_or_default();
                let text = format!("key {} from {}{made}, {kind}", info.id, info.origin);
                Checkup::new(id, Health::Pass, text)
            }
            None => Checkup::new(id, Health::Pass, "no key is needed"),
        },
        // An older file opens all the same; `file` says it.
        Err(error @ Error::Older { .. }) => Checkup::new(id, Health::Skip, error.to_string()),
        Err(error) => Checkup::new(id, Health::Fail, error.to_string()).maybe_fix(error.hint()),
    }
}

/// Every key file beside the secrets is a plain file, ours, and closed to others.
fn privacy(patient: &Patient<'_>, inventory: &Inventory) -> Vec<Checkup> {
    let id = "key-private";
    let closed = |path: &Path| {
        let meta = std::fs::symlink_metadata(path).ok()?;
        let name = path.display();
        let mode = meta.mode() & 0o7777;
        let check = |health, text: String| Checkup::new(id, health, text);
        Some(if meta.file_type().is_symlink() {
            check(Health::Fail, format!("{name} is a symbolic link"))
                .fix(format!("put the file itself at {name}"))
        } else if mode & 0o077 != 0 {
            check(Health::Fail, format!("{name} has mode {mode:04o}")).fix(format!("chmod 600 {name}"))
        } else if meta.uid() != rustix::process::geteuid().as_raw() {
            check(Health::Warn, format!("{name} belongs to user {}", meta.uid()))
                .fix("let its owner run muxi")
        } else {
            check(Health::Pass, format!("{name} has mode {mode:04o} and is yours"))
        })
    };
    let location = patient.location;
    let files = [location.key_file(), location.pending_key_file(), location.retired_key_file()];
    let mut found: Vec<_> = files.iter().filter_map(|path| closed(path)).collect();
    let elsewhere = inventory.keys.iter().any(|k| !matches!(k.info.origin, Origin::Formation(_)));
    if found.is_empty() {
        let text = if elsewhere { "no key lies in the formation" } else { "there is no key file" };
        found.push(Checkup::new(id, Health::Pass, text));
    }
    found
}

/// What stands where a key should be and is none; `key-private` has told of modes and links.
fn fault((origin, error): &(Origin, Error)) -> Option<Checkup> {
    if matches!(error, Error::KeyNotPrivate(_)) {
        return None;
    }
    let text = format!("{origin}: {error}");
    Some(Checkup::new("key-source", Health::Fail, text).maybe_fix(error.hint()))
}

fn age(patient: &Patient<'_>, inventory: &Inventory) -> Option<Checkup> {
    let id = "key-age";
    let used = |k: &&KeyAtHand| k.used == Some(true) && k.info.status == Status::Active;
    let key = inventory.keys.iter().find(used)?;
    Some(match key.info.age_days(patient.clock) {
        None => Checkup::new(id, Health::Skip, format!("key {} does not say when it was made", key.info.id)),
        Some(age) if age > patient.max_age_days => {
            Checkup::new(id, Health::Warn, format!("key {} was made {} ago", key.info.id, days(age)))
                .fix("muxi secrets key rotate")
        }
        Some(age) => {
            Checkup::new(id, Health::Pass, format!("key {} was made {} ago", key.info.id, days(age)))
        }
    })
}

/// A rotation that is begun, or not finished.
fn retired(inventory: &Inventory) -> Vec<Checkup> {
    let id = "key-rotation";
    let mut found = Vec::new();
    let retired: Vec<_> = inventory.keys.iter().filter(|k| k.info.status == Status::Retired).collect();
    let text = |k: &KeyAtHand| format!("{} in {}", k.info.id, k.info.origin);
    if retired.iter().any(|k| k.used == Some(true)) {
        let used: Vec<_> = retired.iter().filter(|k| k.used == Some(true)).map(|k| text(k)).collect();
        let text =
            format!("a rotation was begun: the secrets still need the retired key {}", used.join(", "));
        found.push(Checkup::new(id, Health::Warn, text).fix("muxi secrets key rotate"));
    } else if !retired.is_empty() {
        let keys: Vec<_> = retired.iter().map(|k| text(k)).collect();
        let text = format!("retired and kept for older versions of the file: {}", keys.join(", "));
        found.push(Checkup::new(id, Health::Warn, text).fix("muxi secrets key rotate --finish"));
    }
    found
}

/// A key in a variable is seen by every process of the user.
fn visible(inventory: &Inventory) -> Option<Checkup> {
    let shown = inventory.keys.iter().find(|k| k.info.origin == Origin::EnvKey)?;
    let text = format!(
        "key {} is in the variable MUXI_SECRETS_KEY, which other processes of yours see",
        shown.info.id
    );
    Some(
        Checkup::new("key-visible", Health::Warn, text)
            .fix("give it through MUXI_SECRETS_KEY_FD or MUXI_SECRETS_KEY_FILE"),
    )
}
