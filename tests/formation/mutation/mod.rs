//! Every single change that breaks a valid formation is found where it is, by one finding; and two at once
//! are both found. The changes come out of the tree of each file and the table of fields.

mod apply;
mod mutants;
mod walk;
mod whole;

use std::collections::{BTreeMap, HashSet};

use crate::support::{human, load_dir};
use apply::{Formation, Outcome};
use mutants::Mutant;

/// The formations that are broken: all files of each.
fn formations() -> Vec<Formation> {
    apply::formations()
}

/// Every mutant of every formation, with the formation's number; what has been done to one is not done to the next.
fn mutants(formations: &[Formation]) -> Vec<Vec<Mutant>> {
    let mut seen = HashSet::new();
    let mut of_each = Vec::new();
    for formation in formations {
        let mut all = Vec::new();
        for (index, file) in formation.files.iter().enumerate() {
            all.extend(walk::mutants(index, file));
        }
        all.retain(|mutant| seen.insert(mutant.name(&formation.files[mutant.file].path)));
        of_each.push(all);
    }
    of_each
}

#[test]
fn the_formations_that_are_broken_here_are_valid() {
    let mut wrong = Vec::new();
    for formation in formations() {
        let loaded = load_dir(formation.root(), None, muxi::formation::load::Target::Local);
        if !loaded.diagnostics.is_empty() {
            wrong.push(format!("{}:\n{}", formation.name, human(&loaded)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn every_single_change_is_found_at_its_place_by_one_finding() {
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    let mut survivors = Vec::new();
    let formations = formations();
    for (formation, mutants) in formations.iter().zip(mutants(&formations)) {
        for mutant in mutants {
            *kinds.entry(mutant.kind).or_default() += 1;
            if let Outcome::Survived(why) = formation.judge(&[&mutant]) {
                survivors.push(why);
            }
        }
    }
    let all: usize = kinds.values().sum();
    println!("{all} mutants: {kinds:?}");
    assert!(survivors.is_empty(), "{} of {all} survive:\n\n{}", survivors.len(), survivors.join("\n\n"));
    assert!(all > 1_000, "{all}");
}

/// How many pairs of changes are tried.
const PAIRS: usize = 600;

#[test]
fn two_changes_at_once_are_both_found() {
    let mut random = Random(0x5eed_0007);
    let mut survivors = Vec::new();
    let formations = formations();
    let mutants = mutants(&formations);
    let mut tried = 0;
    while tried < PAIRS {
        let at = random.below(formations.len());
        let of = &mutants[at];
        if of.is_empty() {
            continue;
        }
        let (one, other) = (&of[random.below(of.len())], &of[random.below(of.len())]);
        if !one.is_apart_from(other) {
            continue;
        }
        tried += 1;
        if let Outcome::Survived(why) = formations[at].judge(&[one, other]) {
            survivors.push(why);
        }
    }
    let count = survivors.len();
    assert!(survivors.is_empty(), "{count} of {PAIRS} survive:\n\n{}", survivors.join("\n\n"));
}

/// A linear congruential generator: the same pairs on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % end
    }
}
