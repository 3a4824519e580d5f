use proptest::prelude::*;

use super::*;
use crate::formation::written::random;

/// The text in the one style; that style is a fixed point.
fn formatted(text: &str) -> String {
    let new = yaml(text).unwrap_or_else(|error| panic!("{error}:\n{text}"));
    assert_eq!(yaml(&new).as_ref(), Ok(&new), "it changes again:\n{new}");
    new
}

#[test]
fn indentation_dashes_and_blanks_are_made_one() {
    let text = "a:\n    b:   1\n    c:\n    - x\n    -   y:  2\n        z: 3\n\n\n\nd:    e   \n";
    assert_eq!(formatted(text), "a:\n  b: 1\n  c:\n    - x\n    - y: 2\n      z: 3\n\nd: e\n");
    assert_eq!(formatted("a:\n- - b\n  -    c\n-\n  d: 1\n"), "a:\n  - - b\n    - c\n  - d: 1\n");
    assert_eq!(formatted("\n\na: 1\n\n\n"), "a: 1\n");
    assert_eq!(formatted("a:\n\n  b: 1"), "a:\n  b: 1\n");
    assert_eq!(formatted("\u{feff}a: 1\r\nb: 2\r\n"), "a: 1\nb: 2\n");
    assert_eq!(formatted("a :   1\n\"b\":\n  c\n"), "a: 1\n\"b\": c\n");
    assert_eq!(formatted(""), "");
    assert_eq!(formatted("# only\n\n\n# this\n"), "# only\n\n# this\n");
}

#[test]
fn comments_go_with_what_they_belong_to() {
    let text = "# head\n\n\na:      # of a\n      # of b\n      b: 1        #   of 1\n      # end of a\n# of c\nc: 2\n  # end\n";
    let new = "# head\n\na: # of a\n  # of b\n  b: 1 #   of 1\n  # end of a\n# of c\nc: 2\n# end\n";
    assert_eq!(formatted(text), new);
    let text = "l:\n- x # one\n# of y\n- y\n  # deeper\nm: 1\n";
    assert_eq!(formatted(text), "l:\n  - x # one\n  # of y\n  - y\n  # deeper\nm: 1\n");
    let text = "l:\n    - a:\n          b: 1\n          # in a's map\n      # in the item\n    # of the next\n    - c\n";
    let new = "l:\n  - a:\n      b: 1\n      # in a's map\n    # in the item\n  # of the next\n  - c\n";
    assert_eq!(formatted(text), new);
    assert_eq!(formatted("a:\n  # c\n  b\n"), "a:\n  # c\n  b\n");
    assert_eq!(formatted("a: # c\n    b\n"), "a: # c\n  b\n");
    assert_eq!(formatted("- # c\n    a: 1\n"), "- # c\n  a: 1\n");
}

#[test]
fn text_keeps_its_quotes_and_its_lines() {
    assert_eq!(
        formatted("a: 'b'\nc: 'd\"e'\nf: 'g\\h'\ni: 'it''s'\n"),
        "a: \"b\"\nc: 'd\"e'\nf: 'g\\h'\ni: \"it's\"\n"
    );
    assert_eq!(formatted("a: b\n      c   \n\n      d\n"), "a: b\n  c\n\n  d\n");
    assert_eq!(formatted("a:\n      b\n      c\n"), "a:\n  b\n  c\n");
    assert_eq!(formatted("a: \"b \\\n    \\  c\n    d\\ \n    e\"\n"), "a: \"b \\\n  \\  c\n  d\\ \n  e\"\n");
    let long = format!("a: {}\n", "word ".repeat(60).trim_end());
    assert_eq!(formatted(&long), long);
}

#[test]
fn blocks_of_text_keep_every_character() {
    let text = "a: |\n     one  \n\n       two # no comment\n     \t\n\n\nb: >-   # c\n  x\nc: |+\n   y\n\n\nd: |2\n    z\n";
    let new = "a: |\n  one  \n\n    two # no comment\n  \t\n\nb: >- # c\n  x\nc: |+\n  y\n\n\nd: |2\n    z\n";
    assert_eq!(formatted(text), new);
    assert_eq!(formatted("- |\n a\n- b: |3\n      c\n"), "- |\n  a\n- b: |2\n     c\n");
    assert_eq!(formatted("a: |+\n  b\n\n"), "a: |+\n  b\n\n");
    assert_eq!(formatted("a: |\n\n\n   b\n"), "a: |\n\n\n  b\n");
    assert_eq!(formatted("a: |\nb: >+\n"), "a: |\nb: >+\n");
}

#[test]
fn blocks_of_blanks_of_tabs_and_in_keys_are_moved_as_a_whole() {
    assert_eq!(formatted("a: |\n \t\nb: 1\n"), "a: |\n  \t\nb: 1\n");
    assert_eq!(formatted("- |+\n   \n"), "- |+\n\n");
    assert_eq!(formatted("? |\n  key\n: >\n     value\n"), "? |\n  key\n: >\n  value\n");
    assert_eq!(formatted("a: >\n\n    b\n\n      c\n    d\n"), "a: >\n\n  b\n\n    c\n  d\n");
}

#[test]
fn blank_lines_below_an_empty_block_of_text_stay_one() {
    assert_eq!(formatted("a: |2- # c\n\n\n\nb: >\n\nc: |\nd: 1\n"), "a: |2- # c\n\nb: >\n\nc: |\nd: 1\n");
}

#[test]
fn brackets_stay_while_they_fit_on_a_line() {
    assert_eq!(formatted("a: [ b,c ,  {d: 1,e: }, f: g ]\n"), "a: [b, c, {d: 1, e: }, f: g]\n");
    assert_eq!(formatted("a: [\n  b,\n  c,\n]  # d\n"), "a: [b, c] # d\n");
    assert_eq!(
        formatted("a: [\n  b, # b\n  # of c\n  c,\n  # end\n] # d\n"),
        "a:\n  - b # b\n  # of c\n  - c\n  # end\n# d\n"
    );
    let long: Vec<_> = (0..20).map(|n| format!("word{n}")).collect();
    let text = format!("a: [{}]\n", long.join(", "));
    assert_eq!(formatted(&text), format!("a:\n  - {}\n", long.join("\n  - ")));
    assert_eq!(formatted("a: [ ]\nb: { }\nc: [ # x\n]\n"), "a: []\nb: {}\nc: [] # x\n");
    assert_eq!(formatted("{a: 1, b: [2]}\n"), "{a: 1, b: [2]}\n");
    assert_eq!(formatted("a: [\"b\":1, 'c']\n"), "a: [\"b\": 1, \"c\"]\n");
}

#[test]
fn anchors_tags_and_explicit_keys_stay() {
    let text =
        "a:   &x   !!map\n    b: 1\nc:   *x\nd:   !!str   1\ne: &y\nf:\n   - &z g\n   - &w\n     h: 1\n";
    let new = "a: &x !!map\n  b: 1\nc: *x\nd: !!str 1\ne: &y\nf:\n  - &z g\n  - &w\n    h: 1\n";
    assert_eq!(formatted(text), new);
    assert_eq!(formatted("?  a\n:  b\n? - c\n: - d\n?   e\n"), "? a\n: b\n? - c\n: - d\n? e\n");
    assert_eq!(formatted("a: &k b\n*k : c\n"), "a: &k b\n*k : c\n");
    assert_eq!(formatted("%YAML 1.2\n---   # c\na: 1\n...\n# end\n"), "%YAML 1.2\n--- # c\na: 1\n# end\n");
    assert_eq!(formatted("--- text\n"), "--- text\n");
}

#[test]
fn front_matter_is_formatted_and_prose_is_not() {
    let text = "---\nname:   a\ntags:\n- b\n---\n\n#  Title   \n\n\n\n* x\n";
    assert_eq!(markdown(text).unwrap(), "---\nname: a\ntags:\n  - b\n---\n\n#  Title   \n\n\n\n* x\n");
    assert_eq!(markdown("# T\n---\na:   b\n---\n").unwrap(), "# T\n---\na:   b\n---\n");
    assert_eq!(markdown("---\na:   b\n").unwrap(), "---\na:   b\n");
    assert_eq!(markdown("\u{feff}---\r\na:   b\r\r\n---\r\rT\r\r\n").unwrap(), "---\na: b\n---\n\nT\n\n");
    let wrong = markdown("---\na: [\n---\n").unwrap_err();
    assert_eq!((wrong.code(), wrong.place().map(|(line, _)| line)), ("not_yaml", Some(2)));
}

#[test]
fn what_is_no_yaml_or_several_documents_is_refused_with_its_line() {
    assert_eq!(yaml("a: 1\nb: [\n").unwrap_err().place().map(|at| at.0), Some(2));
    assert_eq!(yaml("a: 1\n---\nb: 2\n").unwrap_err().place(), Some((2, 1)));
    assert_eq!(yaml("a:\n\tb: 1\n").unwrap_err().place(), Some((2, 1)));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn formatting_changes_nothing_that_is_said_and_is_done_once(text in random::documents()) {
        let new = yaml(&text);
        prop_assert!(new.is_ok(), "{}", text);
        let new = new.unwrap();
        prop_assert_eq!(yaml(&new), Ok(new.clone()), "from\n{}", text);
        let blanks = |line: &str| line.ends_with(' ') && !text.contains("no comment");
        prop_assert!(!new.lines().any(blanks), "{}", new);
        prop_assert!(new.ends_with('\n') && !new.contains('\r'));
    }

    #[test]
    fn any_text_is_formatted_or_refused_and_never_said_otherwise(
        text in "(?s)[a-c:#\\-\\[\\]{}&*!|>'\",?~ \n]{0,40}",
    ) {
        if let Ok(new) = yaml(&text) {
            let (old_text, old_comments) = same::says(&plain_line_ends(&text)).unwrap();
            prop_assert_eq!(same::says(&new), Some((old_text, old_comments)));
            // What cannot be brought into a fixed form is left alone the second time.
            if let Ok(again) = yaml(&new) {
                prop_assert_eq!(again, new, "from {:?}", text);
            }
        }
    }
}
