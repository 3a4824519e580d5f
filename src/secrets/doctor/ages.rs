//! How long each value has been what it is.

use std::collections::BTreeMap;

use super::{Checkup, Health, Patient, days};
use crate::secrets::store::Content;
use crate::secrets::{rotation, seen};
use crate::support::clock::parse_rfc3339;

/// How many names are told; the rest is counted.
const NAMED: usize = 8;

pub(super) fn checks(patient: &Patient<'_>) -> Vec<Checkup> {
    let id = "value-age";
    let Ok(content) = Content::read(patient.location, patient.sources) else {
        return vec![Checkup::new(id, Health::Skip, "the secrets do not open")];
    };
    let (names, seen): (Vec<String>, _) = match &content {
        Content::Nothing => return Vec::new(),
        Content::One(opened) => (opened.map.names().map(Into::into).collect(), BTreeMap::new()),
        Content::Two(opened) => {
            let document = &opened.document;
            (document.names().map(Into::into).collect(), seen::since(patient.location, document))
        }
    };
    // What this machine saw first may be long after the commit.
    let committed = rotation::last_changed(patient.location, patient.sources).unwrap_or_default();
    let now = patient.clock.now_secs();
    let mut unknown = 0;
    let mut old = Vec::new();
    for name in &names {
        let since = [
            committed.get(name).and_then(|c| parse_rfc3339(&c.date)).map(|ms| ms / 1000),
            seen.get(name).copied(),
        ];
        let Some(since) = since.into_iter().flatten().min() else {
            unknown += 1;
            continue;
        };
        let age = now.saturating_sub(since) / 86_400;
        if age > patient.max_age_days {
            old.push((age, name.as_str()));
        }
    }
    old.sort_unstable_by(|a, b| b.cmp(a));
    let mut found = Vec::new();
    if !old.is_empty() {
        let mut told: Vec<_> =
            old.iter().take(NAMED).map(|(age, n)| format!("{n} ({})", days(*age))).collect();
        if old.len() > NAMED {
            told.push(format!("and {} more", old.len() - NAMED));
        }
        let text = format!("not changed for more than {}: {}", days(patient.max_age_days), told.join(", "));
        found.push(Checkup::new(id, Health::Warn, text).fix(format!("muxi secrets rotate {}", old[0].1)));
    } else if unknown < names.len() {
        let text = format!("no value is known to be older than {}", days(patient.max_age_days));
        found.push(Checkup::new(id, Health::Pass, text));
    }
    if unknown > 0 {
        let text =
            format!("of {unknown} of {} it is not known since when they are what they are", names.len());
        found.push(Checkup::new(id, Health::Skip, text));
    }
    found
}
