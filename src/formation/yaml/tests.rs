use super::*;
use crate::formation::source::Sources;

fn tree(text: &str) -> (Node, Sources) {
    let mut sources = Sources::default();
    let id = sources.add("t", text);
    let (tree, diagnostics) = parse(id, sources.get(id).text());
    assert_eq!(diagnostics, []);
    (tree.unwrap(), sources)
}

fn at<'a>(node: &'a Node, path: &[&str]) -> &'a Node {
    path.iter().fold(node, |node, key| match key.parse::<usize>() {
        Ok(index) => &node.as_seq().unwrap()[index],
        Err(_) => node.get(key).unwrap(),
    })
}

#[test]
fn spans_cover_exactly_what_is_written() {
    let text =
        "é: 'it''s'\nlist: [a, \"b\\n\"]\nmap:\n  - key: v # c\n    two: |\n      x\n      y\nend: 1\n";
    let (root, sources) = tree(text);
    let slice = |path: &[&str]| sources.slice(at(&root, path).span);
    assert_eq!(slice(&["é"]), "'it''s'");
    assert_eq!(slice(&["list"]), "[a, \"b\\n\"]");
    assert_eq!(slice(&["list", "1"]), "\"b\\n\"");
    assert_eq!(slice(&["map", "0", "key"]), "v");
    assert!(slice(&["map", "0"]).starts_with("key: v # c"));
    assert!(slice(&["map", "0", "two"]).contains("x\n      y"));
    assert_eq!(sources.place(at(&root, &["end"]).span), "t:8:6");
    let entry = root.as_map().unwrap().entry("é").unwrap();
    assert_eq!(sources.slice(entry.key_span), "é");
}

#[test]
fn scalars_mean_what_yaml_1_2_says() {
    for (text, meaning) in [
        ("", Resolved::Null),
        ("~", Resolved::Null),
        ("null", Resolved::Null),
        ("true", Resolved::Bool(true)),
        ("FALSE", Resolved::Bool(false)),
        ("yes", Resolved::Text),
        ("12", Resolved::Int(12)),
        ("-12", Resolved::Int(-12)),
        ("012", Resolved::Int(12)),
        ("0o14", Resolved::Int(12)),
        ("0xC", Resolved::Int(12)),
        ("1.5", Resolved::Float(1.5)),
        ("1e3", Resolved::Float(1000.0)),
        (".inf", Resolved::Float(f64::INFINITY)),
        ("1_000", Resolved::Text),
        ("1.2.3", Resolved::Text),
        ("-", Resolved::Text),
        ("0x", Resolved::Text),
        ("99999999999999999999", Resolved::Float(1e20)),
    ] {
        let scalar = |style| Scalar { text: text.to_owned(), style };
        assert_eq!(scalar(Style::Plain).resolve(), meaning, "{text}");
        assert_eq!(scalar(Style::Quoted).resolve(), Resolved::Text, "{text}");
        assert_eq!(scalar(Style::Block).resolve(), Resolved::Text, "{text}");
    }
}

#[test]
fn aliases_are_copies_that_keep_the_place_of_the_anchor() {
    let (root, sources) = tree("a: &x {k: v}\nb: *x\nc:\n  <<: [*x, {k: w, l: m}]\n  n: 1\n");
    assert_eq!(sources.place(at(&root, &["b", "k"]).span), "t:1:11");
    assert_eq!(at(&root, &["c", "k"]).as_str(), Some("v"));
    assert_eq!(at(&root, &["c", "l"]).as_str(), Some("m"));
    assert_eq!(at(&root, &["c"]).as_map().unwrap().len(), 3);
}

#[test]
fn tags_of_the_core_schema_decide_between_text_and_number() {
    let (root, _) = tree("a: !!str 12\nb: !!int \"12\"\n");
    assert_eq!(at(&root, &["a"]).describe(), "text");
    assert_eq!(at(&root, &["b"]).describe(), "a number");
}

#[test]
fn a_text_without_a_document_has_no_tree() {
    let mut sources = Sources::default();
    let id = sources.add("t", "# nothing\n");
    let (tree, diagnostics) = parse(id, sources.get(id).text());
    assert!(tree.is_none() && diagnostics.is_empty());
}

#[test]
fn comments_have_their_places_and_a_number_sign_inside_a_value_is_none() {
    let text = "# one\na: 'no # none' # two\nb: x#y\n  #three\nc: |\n  # text\nd: [1, # four\n 2]\n";
    let mut sources = Sources::default();
    let id = sources.add("t", text);
    let found = comments(id, text);
    let texts: Vec<_> = found.iter().map(|comment| &*comment.text).collect();
    assert_eq!(texts, ["one", "two", "three", "four"]);
    let written: Vec<_> = found.iter().map(|comment| sources.slice(comment.span)).collect();
    assert_eq!(written, ["# one", "# two", "#three", "# four"]);
    let page = "# line\n".repeat(500) + "a: 1\n";
    assert_eq!(comments(id, &page).len(), 500);
}
