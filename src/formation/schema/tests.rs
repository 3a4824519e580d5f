use super::*;
use std::collections::BTreeSet;

/// Calls `visit` once with every block that can be reached from `block`.
fn each_block(block: &'static Block, seen: &mut BTreeSet<usize>, visit: &mut impl FnMut(&Block)) {
    if !seen.insert(std::ptr::from_ref(block) as usize) {
        return;
    }
    visit(block);
    for field in block.fields {
        each_kind(&field.kind, seen, visit);
    }
}

fn each_kind(kind: &'static Kind, seen: &mut BTreeSet<usize>, visit: &mut impl FnMut(&Block)) {
    match kind {
        Kind::Map(block) | Kind::Components(block) => each_block(block, seen, visit),
        Kind::Uses { inline, narrowed } => {
            each_block(inline, seen, visit);
            each_block(narrowed, seen, visit);
        }
        Kind::Named(inner) | Kind::List(inner) => each_kind(inner, seen, visit),
        Kind::Either(kinds) => kinds.iter().for_each(|kind| each_kind(kind, seen, visit)),
        _ => {}
    }
}

#[test]
fn no_block_lists_a_key_twice_and_every_one_of_key_is_a_field() {
    let mut blocks = 0;
    let mut seen = BTreeSet::new();
    for root in [&FORMATION, &A2A_FILE] {
        each_block(root, &mut seen, &mut |block| {
            blocks += 1;
            let names: BTreeSet<_> = block.fields.iter().map(|field| field.name).collect();
            assert_eq!(names.len(), block.fields.len(), "{}", block.name);
            assert!(block.one_of.iter().all(|key| names.contains(key)));
        });
    }
    assert!(blocks > 50, "{blocks}");
}

#[test]
fn only_descriptions_are_recommended() {
    each_block(&FORMATION, &mut BTreeSet::new(), &mut |block| {
        for field in block.fields {
            let recommended = field.need == Need::Recommended;
            assert!(!recommended || field.name == "description");
        }
    });
}

#[test]
fn types_describe_themselves() {
    let described = |key: &str| FORMATION.field(key).unwrap().kind.describe();
    assert_eq!(described("schema"), "`1.0.0`");
    assert_eq!(described("tuning"), "`true` or `false` or a map");
    assert_eq!(at_least("x", 1).kind.describe(), "a whole number of at least 1");
    assert_eq!(number("x", 0.0, 1.0).kind.describe(), "a number from 0 to 1");
    assert_eq!(above_zero("x").kind.describe(), "a number above 0");
}
