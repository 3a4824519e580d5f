mod random;

use serde_json::{Value, json};

use super::*;

fn at(text: &str) -> Path {
    text.parse().unwrap()
}

#[expect(clippy::needless_pass_by_value, reason = "a test reads better with `json!` in place")]
fn set_to(text: &str, path: &str, value: Value) -> String {
    set(text, &at(path), &value).unwrap()
}

#[test]
fn a_value_is_replaced_and_its_line_keeps_its_comment_and_its_quotes() {
    assert_eq!(set_to("a: 1   # one\nb: 2\n", "a", json!(5)), "a: 5   # one\nb: 2\n");
    assert_eq!(set_to("a: \"x\" # y\n", "a", json!("z")), "a: \"z\" # y\n");
    assert_eq!(set_to("a: 'x'\n", "a", json!("it's")), "a: 'it''s'\n");
    assert_eq!(set_to("a: 'x'\n", "a", json!("a\tb")), "a: \"a\\tb\"\n");
    assert_eq!(set_to("a: x\n", "a", json!("no")), "a: \"no\"\n");
    assert_eq!(set_to("a:\nb: 1\n", "a", json!("x")), "a: x\nb: 1\n");
    assert_eq!(set_to("a: # c\nb: 1\n", "a", json!(true)), "a: true # c\nb: 1\n");
    assert_eq!(set_to("{a: 1, b: [x, y]}\n", "b[1]", json!("p, q")), "{a: 1, b: [x, \"p, q\"]}\n");
}

#[test]
fn a_block_takes_the_place_of_a_line_and_a_line_that_of_a_block() {
    let text = "a: # note\n  b: 1 # gone\n  # c: 2\nd: 3\n";
    assert_eq!(set_to(text, "a", json!(1)), "a: 1 # note\n  # c: 2\nd: 3\n");
    assert_eq!(
        set_to("a: 1 # note\nd: 3\n", "a", json!({"b": {"c": [1]}})),
        "a: # note\n  b:\n    c:\n      - 1\nd: 3\n"
    );
    assert_eq!(set_to("a: |\n  x\n  y\n\nb: 1\n", "a", json!("z")), "a: z\n\nb: 1\n");
    assert_eq!(set_to("a: z # c\n", "a", json!("x\ny\n")), "a: | # c\n  x\n  y\n");
    assert_eq!(
        set_to("a:\n  - b # c\n  - d\n", "a[0]", json!({"e": 1, "f": 2})),
        "a:\n  - # c\n    e: 1\n    f: 2\n  - d\n"
    );
    assert_eq!(set_to("a: \"x\n  y\" # c\nb: 1\n", "a", json!("z")), "a: \"z\" # c\nb: 1\n");
}

#[test]
fn what_is_missing_is_made_in_the_style_of_the_file() {
    let text = "a:\n    b: 1\nl:\n- x\n";
    assert_eq!(set_to(text, "a.c.d", json!([1])), "a:\n    b: 1\n    c:\n        d:\n        - 1\nl:\n- x\n");
    assert_eq!(set_to("a: 1", "b.c", json!(2)), "a: 1\nb:\n  c: 2");
    assert_eq!(set_to("", "a", json!(1)), "a: 1\n");
    assert_eq!(set_to("# only this\n", "a.b", json!(1)), "# only this\na:\n  b: 1\n");
    assert_eq!(set_to("a: {}\n", "a.b", json!(1)), "a:\n  b: 1\n");
    assert_eq!(set_to("a: ~ # c\n", "a.b", json!(1)), "a: # c\n  b: 1\n");
    assert_eq!(set_to("{}\n", "a.b", json!(1)), "a:\n  b: 1\n");
    assert_eq!(set_to("a: {b: 1}\n", "a.c", json!("x: y")), "a: {b: 1, c: \"x: y\"}\n");
    assert_eq!(set_to("a: [{b: 1}]\n", "a[0].c", json!([1])), "a: [{b: 1, c: [1]}]\n");
    assert_eq!(
        set_to("a: 1\nb:\n  - id: x\n    c: 1\n", "b[x].d", json!(2)),
        "a: 1\nb:\n  - id: x\n    c: 1\n    d: 2\n"
    );
}

#[test]
fn blank_lines_between_blocks_go_on() {
    let text = "a: 1\n\nb:\n  c: 1\n\n# last\n";
    assert_eq!(set_to(text, "d.e", json!(2)), "a: 1\n\nb:\n  c: 1\n\nd:\n  e: 2\n\n# last\n");
}

#[test]
fn a_new_key_goes_where_the_order_has_it() {
    let order = |_: &[Step]| vec!["id", "name", "llm", "server"];
    let put = |text: &str, key: &str| set_in_order(text, &at(key), &json!(1), &order).unwrap();
    assert_eq!(put("id: a\nserver: b\n", "llm"), "id: a\nllm: 1\nserver: b\n");
    assert_eq!(put("name: a # n\nserver: b\n", "id"), "id: 1\nname: a # n\nserver: b\n");
    assert_eq!(put("x: a\n", "id"), "x: a\nid: 1\n");
    assert_eq!(put("x: a\n", "other"), "x: a\nother: 1\n");
}

#[test]
fn an_item_is_appended_to_every_kind_of_list() {
    let add = |text: &str| append(text, &at("a.l"), &json!("new")).unwrap();
    assert_eq!(add("a:\n  l:\n    - x # c\nb: 1\n"), "a:\n  l:\n    - x # c\n    - new\nb: 1\n");
    assert_eq!(
        add("a:\n  l:\n  - x\n  # - y\n# b\nb: 1\n"),
        "a:\n  l:\n  - x\n  # - y\n  - new\n# b\nb: 1\n"
    );
    assert_eq!(add("a:\n  l: [] # c\n"), "a:\n  l: # c\n    - new\n");
    assert_eq!(add("a:\n  l:\n"), "a:\n  l:\n    - new\n");
    assert_eq!(add("a:\n  l: null\n"), "a:\n  l:\n    - new\n");
    assert_eq!(add("a:\n  k: 1\n"), "a:\n  k: 1\n  l:\n    - new\n");
    assert_eq!(add("b: 1\n"), "b: 1\na:\n  l:\n    - new\n");
    assert_eq!(add("a:\n  l: [x, y]\n"), "a:\n  l: [x, y, new]\n");
    assert_eq!(add("a:\n  l: [x, y,]\n"), "a:\n  l: [x, y, new]\n");
}

#[test]
fn an_item_that_goes_from_brackets_takes_no_comment_of_another() {
    let gone = |text: &str, path: &str| unset(text, &at(path)).unwrap();
    let text = "a: [ x, # about x\n  # about y\n  y ] # all\n";
    assert_eq!(gone(text, "a[1]"), "a: [ x, # about x\n  # about y\n   ] # all\n");
    assert_eq!(gone("a: [ x,\n  # about y\n  y ]\n", "a[0]"), "a: [ \n  # about y\n  y ]\n");
    assert_eq!(gone("a: [ x, # about x\n  y ]\n", "a[0]"), "a: [ y ]\n");
}

#[test]
fn an_item_between_brackets_over_lines_gets_a_line_of_its_own() {
    let text = "l: [\n  x, # one\n  y # two\n  ]\n";
    assert_eq!(append(text, &at("l"), &json!("z")).unwrap(), "l: [\n  x, # one\n  y, # two\n  z\n  ]\n");
    let text = "l: [\n  x,\n  ]\n";
    assert_eq!(append(text, &at("l"), &json!("z")).unwrap(), "l: [\n  x,\n  z,\n  ]\n");
}

#[test]
fn a_map_is_appended_behind_its_dash() {
    let text = "models:\n  - text: a\nx: 1\n";
    let new = append(text, &at("models"), &json!({"vision": "b", "settings": {"t": 1}})).unwrap();
    assert_eq!(new, "models:\n  - text: a\n  - vision: b\n    settings:\n      t: 1\nx: 1\n");
}

#[test]
fn what_is_taken_away_leaves_the_rest_as_it_was() {
    let cut = |text: &str, path: &str| unset(text, &at(path)).unwrap();
    assert_eq!(cut("# x\na: 1 # c\n# y\nb: 2\n", "a"), "# x\n# y\nb: 2\n");
    assert_eq!(cut("a:\n  b: 1\n  # in\n\n  # in too\n# out\nc: 2\n", "a"), "# out\nc: 2\n");
    assert_eq!(cut("a:\n  b: 1\nc: 2\n", "a.b"), "a: {}\nc: 2\n");
    assert_eq!(cut("a: # n\n- b\nc: 2", "a[0]"), "a: [] # n\nc: 2");
    assert_eq!(cut("a:\n  - id: x\n    b: 1\n", "a[x].id"), "a:\n  - b: 1\n");
    assert_eq!(cut("a:\n  - id: x # c\n    # d\n    b: 1\n", "a[0].id"), "a:\n  - \n    # d\n    b: 1\n");
    assert_eq!(cut("a: [b, c, d]\n", "a[1]"), "a: [b, d]\n");
    assert_eq!(cut("a: [b, c, d]\n", "a[2]"), "a: [b, c]\n");
    assert_eq!(cut("a: [b]\n", "a[0]"), "a: []\n");
    assert_eq!(cut("a: {b: 1, c: 2}\n", "a.b"), "a: {c: 2}\n");
    assert_eq!(cut("a: [\n  b, # b\n  c,\n  ]\n", "a[0]"), "a: [\n  c,\n  ]\n");
    assert_eq!(cut("a: 1\nb: 2", "b"), "a: 1");
    assert_eq!(cut("a: |+\n  x\n\nb: 1\n", "a"), "b: 1\n");
}

#[test]
fn line_ends_and_the_byte_order_mark_stay() {
    let text = "\u{feff}a: 1\r\nb:\r\n  - x\r\n";
    assert_eq!(append(text, &at("b"), &json!("z")).unwrap(), "\u{feff}a: 1\r\nb:\r\n  - x\r\n  - z\r\n");
    assert_eq!(set(text, &at("c.d"), &json!(1)).unwrap(), format!("{text}c:\r\n  d: 1\r\n"));
    assert_eq!(unset(text, &at("a")).unwrap(), "\u{feff}b:\r\n  - x\r\n");
}

#[test]
fn what_cannot_be_changed_alone_is_refused_with_what_to_do() {
    let fails = |text: &str, path: &str| set(text, &at(path), &json!("z")).unwrap_err();
    assert_eq!(fails("a: &x\n  b: 1\nc: *x\n", "c.b").code(), "path_shared");
    assert_eq!(fails("a: &x\n  b: 1\nc: *x\n", "a.b").code(), "path_shared");
    assert_eq!(fails("a: &x\n  b: 1\nc: *x\n", "a").code(), "path_shared");
    assert_eq!(fails("a:\n  $include: x.afs\n", "a.b").to_string(), "`a` is in another file: `x.afs`");
    assert_eq!(fails("a: 1\n", "a.b").to_string(), "`a` is a single value, so there is no `a.b` in it");
    assert_eq!(fails("a: [1]\n", "a[3]").code(), "index_too_large");
    assert_eq!(fails("a: [1\n", "a").code(), "not_yaml");
    assert_eq!(unset("a: 1\n", &at("b")).unwrap_err().code(), "path_not_found");
    assert_eq!(
        append("a: {b: 1}\n", &at("a"), &json!(1)).unwrap_err().to_string(),
        "`a` is a map, not a list"
    );
    // A merge is overridden, not changed; and aliases elsewhere are not in the way.
    let merged = "a: &x\n  b: 1\nc:\n  <<: *x\n";
    assert_eq!(set_to(merged, "c.b", json!(2)), "a: &x\n  b: 1\nc:\n  <<: *x\n  b: 2\n");
    assert_eq!(unset(merged, &at("c.b")).unwrap_err().code(), "path_not_found");
}

#[test]
fn text_is_quoted_where_any_reader_would_take_it_for_something_else() {
    let quoted = [
        "",
        " a",
        "a ",
        "no",
        "Yes",
        "y",
        "~",
        "null",
        "012",
        "1_000",
        "0x1F",
        "1e3",
        "1.0.0",
        "12:30",
        "2024-01-01",
        "${{ secrets.X }}",
        "a: b",
        "a #b",
        "-a",
        "?a",
        "@a",
        "`a",
        "a:",
        "*a",
        "&a",
        "!a",
        "%a",
        "|",
        ">",
        "{a}",
        "[a]",
        "'a",
        "\"a",
        "#a",
        "=",
        "<<",
        ".5",
        "+1",
        "a\tb",
        "a\u{85}b",
        "\u{feff}a",
        "a\u{202e}b",
        "a\u{fffe}b",
    ];
    for text in quoted {
        let new = set_to("k: 1\n", "k", json!(text));
        assert!(new.starts_with("k: \""), "{new}");
    }
    for text in [
        "a",
        "openai/gpt-4o",
        "it's",
        "a-b",
        "http://x/y",
        "a#b",
        "3 apples",
        "1.2.3-rc.1",
        "/x",
        "a, b",
        "می\u{200c}خواهم",
    ] {
        assert_eq!(set_to("k: 1\n", "k", json!(text)), format!("k: {text}\n"));
    }
    assert_eq!(set_to("k: 1\n", "k", json!("a\nb")), "k: |-\n  a\n  b\n");
    assert_eq!(set_to("k: 1\n", "k", json!("a\n\n")), "k: \"a\\n\\n\"\n");
    assert_eq!(set_to("k: 1\n", "k", json!(" a\nb")), "k: \" a\\nb\"\n");
}

#[test]
fn paths_are_read_and_written_the_same() {
    for text in ["a", "a.b", "a[0].b", "a[x].b", "\"a.b\".c", "a[\"0\"]", "a[\"x]\"].b", "$include"] {
        assert_eq!(at(text).to_string(), text);
    }
    for bad in ["", ".", "a.", "a..b", "a[", "a[0", "a[0]b", "\"a", "a[]"] {
        assert!(bad.parse::<Path>().is_err(), "{bad}");
    }
}

#[test]
fn edits_that_overlap_are_refused() {
    assert_eq!(apply("abcd", &[(2..3, "X"), (0..1, "Y")]).unwrap(), "YbXd");
    assert_eq!(apply("abcd", &[(0..2, "X"), (1..3, "Y")]), Err(EditError::Overlap));
    assert_eq!(apply("é", &[(1..2, "X")]), Err(EditError::Overlap));
}
