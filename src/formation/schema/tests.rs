use super::*;
use std::collections::BTreeSet;

/// Calls `visit` once with every block that can be reached from `block`.
fn each_block(block: &'static Block, seen: &mut BTreeSet<usize>, visit: &mut impl FnMut(&'static Block)) {
    if !seen.insert(std::ptr::from_ref(block) as usize) {
        return;
    }
    visit(block);
    for field in block.fields_in(None) {
        each_kind(&field.kind, seen, visit);
    }
}

fn each_kind(kind: &'static Kind, seen: &mut BTreeSet<usize>, visit: &mut impl FnMut(&'static Block)) {
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

fn all_blocks() -> Vec<&'static Block> {
    let (mut blocks, mut seen) = (Vec::new(), BTreeSet::new());
    for kind in &FILE_KINDS {
        each_block(kind.block, &mut seen, &mut |block| blocks.push(block));
    }
    assert!(blocks.len() > 70, "{}", blocks.len());
    blocks
}

fn names<'a>(fields: impl IntoIterator<Item = &'a Field>) -> Vec<&'static str> {
    fields.into_iter().map(|field| field.name).collect()
}

#[test]
fn no_map_has_a_key_twice_whatever_its_case() {
    for block in all_blocks() {
        let cases = block.cases.map_or(&[][..], |cases| cases.cases);
        let each = cases.iter().map(|case| block.fields.iter().chain(case.fields));
        let each = each.map(names).chain([names(block.fields)]);
        for names in each {
            let unique: BTreeSet<_> = names.iter().collect();
            assert_eq!(unique.len(), names.len(), "{}: {names:?}", block.name);
        }
    }
}

#[test]
fn rules_and_cases_name_fields_and_words_that_there_are() {
    for block in all_blocks() {
        let has = |key: &str| assert!(block.field(key).is_some(), "{}: {key}", block.name);
        let words_of = |key: &str| match block.field(key).map(|field| field.kind) {
            Some(Kind::Enum(words) | Kind::Open(words)) => words,
            _ => &[],
        };
        block.one_of.iter().for_each(|key| has(key));
        for rule in block.rules {
            match rule {
                Rule::AtMostOne(keys) => keys.iter().for_each(|key| has(key)),
                Rule::Needs(needs) => {
                    has(needs.key);
                    has(needs.other);
                    assert!(needs.words.iter().all(|word| words_of(needs.other).contains(word)));
                }
            }
        }
        if let Some(cases) = block.cases {
            let words = words_of(cases.tag);
            assert!(cases.cases.iter().all(|case| words.contains(&case.word)), "{}", block.name);
            assert!(cases.default.is_none_or(|word| words.contains(&word)));
        }
    }
}

#[test]
fn every_block_and_every_field_says_what_it_is_for_in_sentences() {
    let sentence = |text: &str| {
        let head = text.chars().next();
        head.is_some_and(|c| c.is_uppercase() || c == '`') && text.ends_with('.') && text.len() < 200
    };
    for block in all_blocks() {
        assert!(sentence(block.about), "{}: {:?}", block.name, block.about);
        for field in block.fields_in(None) {
            assert!(sentence(field.about), "{}.{}: {:?}", block.name, field.name, field.about);
        }
    }
}

#[test]
fn a_new_name_of_a_key_is_a_key_itself() {
    for block in all_blocks() {
        for field in block.fields_in(None) {
            let Need::Deprecated(path) = field.need else { continue };
            let mut at = block;
            for part in path.split('.') {
                let next = at.field(part).unwrap_or_else(|| panic!("{}: {path}", block.name));
                assert!(!matches!(next.need, Need::Deprecated(_)));
                if let Kind::Map(inner) = next.kind {
                    at = inner;
                }
            }
        }
    }
}

#[test]
fn only_descriptions_are_recommended() {
    for field in all_blocks().into_iter().flat_map(|block| block.fields_in(None)) {
        let recommended = field.need == Need::Recommended;
        assert!(!recommended || field.name == "description");
    }
}

#[test]
fn the_keys_of_a_map_follow_the_word_of_its_tag() {
    let keys = |word| names(MCP_SERVER.fields_in(word));
    assert!(keys(Some("http")).contains(&"endpoint") && !keys(Some("http")).contains(&"command"));
    assert!(keys(Some("command")).contains(&"command") && keys(Some("command")).contains(&"id"));
    assert!(keys(Some("htp")).contains(&"command") && keys(None).contains(&"endpoint"));
    let known = MCP_SERVER.field("auth").unwrap();
    let Kind::Map(auth) = known.kind else { panic!("a map") };
    assert_eq!(names(auth.fields_in(Some("none"))), ["type", "accept_inline"]);
}

#[test]
fn types_describe_themselves() {
    let described = |key: &str| FORMATION.field(key).unwrap().kind.describe();
    assert_eq!(described("schema"), "`1.0.0`");
    assert_eq!(described("tuning"), "`true` or `false` or a map");
    assert_eq!(words::at_least("x", 1, "").kind.describe(), "a whole number of at least 1");
    assert_eq!(words::number("x", 0.0, 1.0, "").kind.describe(), "a number from 0 to 1");
    assert_eq!(words::above_zero("x", "").kind.describe(), "a number above 0");
    let share = Kind::Number { min: 0.0, max: 1.0, above: true };
    assert_eq!(share.describe(), "a number above 0, at most 1");
}
