//! Each production of YAML that formations can have, and each that they cannot, in a case of our own: the short
//! form of the published suite, which needs a network (`published.rs`).

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::published::read;

/// A text and its value as JSON.
const READ: &[(&str, &str)] = &[
    // Plain scalars.
    ("a", r#""a""#),
    ("a b", r#""a b""#),
    ("a\nb\n\nc", r#""a b\nc""#),
    ("a: b c  \n", r#"{"a":"b c"}"#),
    ("a: b\n  c\n\n  d\n", r#"{"a":"b c\nd"}"#),
    ("a: -b\nc: ?d\ne: :f\n", r#"{"a":"-b","c":"?d","e":":f"}"#),
    ("a: b#c\n", r#"{"a":"b#c"}"#),
    ("a: b:c\n", r#"{"a":"b:c"}"#),
    ("a: http://x/?y=z&w\n", r#"{"a":"http://x/?y=z&w"}"#),
    ("a: b\"c'd\n", r#"{"a":"b\"c'd"}"#),
    ("a: b [c] {d}, e\n", r#"{"a":"b [c] {d}, e"}"#),
    ("a: ${{ secrets.A }}\n", r#"{"a":"${{ secrets.A }}"}"#),
    // Quotes.
    ("a: 'b'\n", r#"{"a":"b"}"#),
    ("a: 'it''s'\n", r#"{"a":"it's"}"#),
    ("a: 'b \\n'\n", r#"{"a":"b \\n"}"#),
    ("a: 'b\n  c\n\n  d'\n", r#"{"a":"b c\nd"}"#),
    ("a: \"b\"\n", r#"{"a":"b"}"#),
    ("a: \"\"\nb: ''\n", r#"{"a":"","b":""}"#),
    ("a: \"\\0\\a\\b\\t\\n\\v\\f\\r\\e\"\n", r#"{"a":"\u0000\u0007\b\t\n\u000b\f\r\u001b"}"#),
    ("a: \"\\ \\\"\\/\\\\\\N\\_\\L\\P\"\n", r#"{"a":" \"/\\\u0085\u00a0\u2028\u2029"}"#),
    ("a: \"\\x41\\u00e9\\U0001F600\"\n", r#"{"a":"Aé😀"}"#),
    ("a: \"b\n  c\\\n  d\\\n  \\ e\"\n", r#"{"a":"b cd e"}"#),
    ("a: \"b # c: d\"\n", r#"{"a":"b # c: d"}"#),
    ("\"a b\": 'c'\n'd': e\n", r#"{"a b":"c","d":"e"}"#),
    // Blocks of text.
    ("a: |\n  b\n  c\n", r#"{"a":"b\nc\n"}"#),
    ("a: |-\n  b\n\n", r#"{"a":"b"}"#),
    ("a: |+\n  b\n\n", r#"{"a":"b\n\n"}"#),
    ("a: |\n  b\n   c\n\n  d\n", r#"{"a":"b\n c\n\nd\n"}"#),
    ("a: |2\n    b\n", r#"{"a":"  b\n"}"#),
    ("a: |1-\n  b\n", r#"{"a":" b"}"#),
    ("a: | # c\n  b\n", r#"{"a":"b\n"}"#),
    ("a: |\n  # no comment\n  b: c\n", r##"{"a":"# no comment\nb: c\n"}"##),
    ("a: >\n  b\n  c\n\n  d\n", r#"{"a":"b c\nd\n"}"#),
    ("a: >-\n  b\n   c\n  d\n", r#"{"a":"b\n c\nd"}"#),
    ("a: >+\n  b\n\n\nc: d\n", r#"{"a":"b\n\n\n","c":"d"}"#),
    ("a: |2+\n\nb: |+\n\n\n", r#"{"a":"\n","b":"\n\n"}"#),
    ("a: |\nb: >\n", r#"{"a":"","b":""}"#),
    ("- |\n b\n- >\n c\n", r#"["b\n","c\n"]"#),
    // Lists.
    ("- a\n- b\n", r#"["a","b"]"#),
    ("-\n  a\n-\n", r#"["a",null]"#),
    ("- - a\n  - b\n- - c\n", r#"[["a","b"],["c"]]"#),
    ("a:\n- b\n- c\n", r#"{"a":["b","c"]}"#),
    ("a:\n  - b\n  - c\nd: e\n", r#"{"a":["b","c"],"d":"e"}"#),
    ("- a: b\n  c: d\n- e: f\n", r#"[{"a":"b","c":"d"},{"e":"f"}]"#),
    ("-  a\n-    b\n", r#"["a","b"]"#),
    ("[]", "[]"),
    ("[a, b, ]", r#"["a","b"]"#),
    ("[a, [b, c], {d: e}]", r#"["a",["b","c"],{"d":"e"}]"#),
    ("[a: b, c]", r#"[{"a":"b"},"c"]"#),
    ("a: [b,\n  c # d\n  ,e\n  ]\n", r#"{"a":["b","c","e"]}"#),
    ("a: [\n  b,\n]\nc: {\nd: e\n}\n", r#"{"a":["b"],"c":{"d":"e"}}"#),
    ("['a', \"b\",c]", r#"["a","b","c"]"#),
    // Maps.
    ("a: b\nc: d\n", r#"{"a":"b","c":"d"}"#),
    ("a:\n  b:\n    c: d\n  e: f\n", r#"{"a":{"b":{"c":"d"},"e":"f"}}"#),
    ("a:   b\nc  : d\n", r#"{"a":"b","c":"d"}"#),
    ("a:\nb: ~\nc: null\n", r#"{"a":null,"b":null,"c":null}"#),
    ("? a\n: b\n? c\n", r#"{"a":"b","c":null}"#),
    ("a b: c d\n", r#"{"a b":"c d"}"#),
    ("{}", "{}"),
    ("{a: b, c: d,}", r#"{"a":"b","c":"d"}"#),
    ("{a, b: }", r#"{"a":null,"b":null}"#),
    ("{\"a\":b, 'c': {d: [e]}}", r#"{"a":"b","c":{"d":["e"]}}"#),
    ("a: {b: c,\n  d: e}\n", r#"{"a":{"b":"c","d":"e"}}"#),
    ("{? a : b, ? c}", r#"{"a":"b","c":null}"#),
    // Values of the core schema.
    ("[1, -2, +3, 0, 12345678901]", "[1,-2,3,0,12345678901]"),
    ("[1.5, -0.25, .5, 1e3, 2.5E-1]", "[1.5,-0.25,0.5,1000,0.25]"),
    ("[0o17, 0xFF]", "[15,255]"),
    ("[true, True, FALSE, false]", "[true,true,false,false]"),
    ("[null, Null, NULL, ~, ]", "[null,null,null,null]"),
    ("['1', \"true\", 'null', '~']", r#"["1","true","null","~"]"#),
    ("[yes, 1_000, 2024-01-01, 1:30, 1.2.3, 0b1]", r#"["yes","1_000","2024-01-01","1:30","1.2.3","0b1"]"#),
    // Tags of the core schema.
    ("[!!str 1, !!int \"2\", !!float 1, !!null '', !!bool \"true\", ! 3]", r#"["1",2,1,null,true,"3"]"#),
    ("!!map {a: !!seq [b]}", r#"{"a":["b"]}"#),
    ("a: !!str\nb: !!null\n", r#"{"a":"","b":null}"#),
    // Anchors, aliases, merges.
    ("a: &x b\nc: *x\n", r#"{"a":"b","c":"b"}"#),
    ("a: &x [b]\nc: [*x, *x]\n", r#"{"a":["b"],"c":[["b"],["b"]]}"#),
    ("a: &x b\n*x : c\n", r#"{"a":"b","b":"c"}"#),
    ("- &x a\n- &x b\n- *x\n", r#"["a","b","b"]"#),
    ("a: &x {b: c, d: e}\nf:\n  <<: *x\n  d: g\n", r#"{"a":{"b":"c","d":"e"},"f":{"b":"c","d":"g"}}"#),
    ("- &x {a: 1}\n- &y {a: 2, b: 3}\n- <<: [*x, *y]\n", r#"[{"a":1},{"a":2,"b":3},{"a":1,"b":3}]"#),
    ("a: {\"<<\": b}\n", r#"{"a":{"<<":"b"}}"#),
    // Comments, directives, documents, ends of lines.
    ("# a\n\na: b # c\n# d\n", r#"{"a":"b"}"#),
    ("a: # b\n  c\n", r#"{"a":"c"}"#),
    ("---\na: b\n", r#"{"a":"b"}"#),
    ("--- a\n...\n", r#""a""#),
    ("%YAML 1.2\n--- # c\na: b\n...\n# d\n", r#"{"a":"b"}"#),
    ("a: b\r\nc:\r\n  - d\r\n", r#"{"a":"b","c":["d"]}"#),
    ("a: |\r\n  b\r\n  c\r\n", r#"{"a":"b\nc\n"}"#),
    ("a: b\rc: d\r", r#"{"a":"b","c":"d"}"#),
    ("\u{feff}a: b\n", r#"{"a":"b"}"#),
    ("é: 日本\n", r#"{"é":"日本"}"#),
    ("", "null"),
    ("# a\n", "null"),
];

/// A text that is refused, and the code that says why.
const REFUSED: &[(&str, &str)] = &[
    ("a: b: c\n", "yaml-syntax"),
    ("a: b\n  c: d\n", "yaml-syntax"),
    ("a:\n  b: c\n d: e\n", "yaml-syntax"),
    ("a: b\nc\n", "yaml-syntax"),
    ("- a\nb: c\n", "yaml-syntax"),
    ("a: b\n- c\n", "yaml-syntax"),
    ("a: - b\n", "yaml-syntax"),
    ("[a", "yaml-syntax"),
    ("{a: b", "yaml-syntax"),
    ("[a}", "yaml-syntax"),
    ("a]\n: b]", "yaml-syntax"),
    ("a: ]\n", "yaml-syntax"),
    ("[a, , b]", "yaml-syntax"),
    ("a: [b\nc: d\n", "yaml-syntax"),
    ("{a b: c d: e}", "yaml-syntax"),
    ("a: 'b\n", "yaml-syntax"),
    ("a: \"b\nc\"\n", "yaml-syntax"),
    ("a: 'b' c\n", "yaml-syntax"),
    ("a: \"\\q\"\n", "yaml-syntax"),
    ("a: \"\\x4\"\n", "yaml-syntax"),
    ("a: \"\\ud800\"\n", "yaml-syntax"),
    ("a: 'b'#c\n", "yaml-syntax"),
    ("a: @b\n", "yaml-syntax"),
    ("a: `b\n", "yaml-syntax"),
    ("a: %b\n", "yaml-syntax"),
    ("a: ,b\n", "yaml-syntax"),
    ("a: | b\n  c\n", "yaml-syntax"),
    ("a: |0\n  c\n", "yaml-syntax"),
    ("a: |\n    \n  b\n", "yaml-syntax"),
    ("a b\nc: d\n", "yaml-syntax"),
    ("a: b # c\n  d\n", "yaml-syntax"),
    ("a:\n\tb: c\n", "yaml-tab"),
    ("a: |\n\tb\n", "yaml-tab"),
    ("a: b\n\tc: d\n", "yaml-tab"),
    ("a: 1\na: 2\n", "yaml-duplicate-key"),
    ("{a: 1, 'a': 2}", "yaml-duplicate-key"),
    ("[a]: b\n", "yaml-key"),
    ("{a: b}: c\n", "yaml-key"),
    (": a\n", "yaml-key"),
    ("? |\n", "yaml-key"),
    ("a: {{ b }}\n", "yaml-key"),
    ("a: *b\n", "yaml-alias"),
    ("a: &b [*b]\n", "yaml-alias"),
    ("a: &\n", "yaml-alias"),
    ("<<: a\n", "yaml-alias"),
    ("a: !b c\n", "yaml-tag"),
    ("a: !!set {b}\n", "yaml-tag"),
    ("a: !!int b\n", "yaml-tag"),
    ("a: !e!b c\n", "yaml-tag"),
    ("a\n---\nb\n", "yaml-documents"),
    ("a\n... b\n", "yaml-documents"),
    ("%YAML 1.2\na: b\n", "yaml-directive"),
    ("%YAML 2.0\n---\na: b\n", "yaml-directive"),
    ("a: b\0\n", "yaml-character"),
    ("a: \"b\x1b\"\n", "yaml-character"),
    ("a: b\u{feff}\n", "yaml-character"),
];

#[test]
fn every_production_is_read_as_yaml_has_it() {
    for (text, value) in READ {
        let value: Value = serde_json::from_str(value).expect("the table's values are JSON");
        assert_eq!(read(text), Ok(value), "{text:?}");
    }
}

#[test]
fn what_is_no_yaml_or_none_for_formations_is_refused_for_its_reason() {
    for (text, code) in REFUSED {
        assert_eq!(read(text), Err((*code).to_owned()), "{text:?}");
    }
}

/// Any tree of what formations hold.
fn tree() -> impl Strategy<Value = Value> {
    let text = prop_oneof![
        "[ -~\n\té日😀#:\\-\\[\\]{}'\"&*!|>%@`?,]{0,20}",
        Just("yes".to_owned()),
        Just("012".to_owned()),
        Just("null".to_owned()),
        Just("1e3".to_owned()),
        Just("=".to_owned()),
        Just("<<".to_owned()),
        Just("${{ secrets.A }}".to_owned()),
        Just(" a\n b\n\n".to_owned()),
        Just("\u{85}\u{2028}".to_owned()),
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        (-1000i32..1000).prop_map(|n| json!(f64::from(n) / 8.0)),
        text.clone().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 60, 6, move |inner| {
        // The other program writes the key `<<` without quotes, as which it is a merge, and a key of line ends alone
        // as a block, which is refused here.
        let is_key = |key: &String| !key.trim().is_empty() && key != "<<";
        let key = text.clone().prop_filter("a key is a word", is_key);
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            proptest::collection::vec((key, inner), 0..6)
                .prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}

/// Numbers without a fraction are one kind in JSON, and two in Rust.
fn plain(value: Value) -> Value {
    match value {
        #[expect(clippy::cast_possible_truncation, reason = "whole and small")]
        Value::Number(n) => match n.as_f64() {
            Some(number) if number.fract() == 0.0 => json!(number as i64),
            _ => Value::Number(n),
        },
        Value::Array(items) => items.into_iter().map(plain).collect(),
        Value::Object(map) => map.into_iter().map(|(key, value)| (key, plain(value))).collect(),
        other => other,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_tree_that_another_program_wrote_reads_back_the_same(value in tree()) {
        let text = serde_yaml::to_string(&value).expect("a tree can be written");
        prop_assert_eq!(read(&text), Ok(plain(value)), "{}", text);
    }
}
