//! Files of other programs: what is written comes back, and what is read is what is written there.

use proptest::prelude::*;

use super::*;

fn pairs(syntax: Syntax, text: &str) -> Result<Vec<(String, String)>, Fault> {
    let text_of = |pair: Pair| (pair.name, pair.value.expose_str().unwrap().to_owned());
    parse(syntax, text.as_bytes()).map(|pairs| pairs.into_iter().map(text_of).collect())
}

/// The one value of a file, or what is wrong with it.
fn value(syntax: Syntax, text: &str) -> Result<String, Fault> {
    pairs(syntax, text).map(|mut pairs| pairs.pop().unwrap().1)
}

fn secrets(values: &[Vec<u8>]) -> Vec<(SecretName, SecretBytes)> {
    let name = |number| SecretName::normalise(&format!("NAME_{number}")).unwrap().name;
    values.iter().enumerate().map(|(n, value)| (name(n), SecretBytes::new(value.clone()))).collect()
}

#[track_caller]
fn comes_back(syntax: Syntax, secrets: &[(SecretName, SecretBytes)]) {
    let written = write(syntax, secrets).unwrap();
    let read =
        parse(syntax, &written).unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&written)));
    let read: Vec<_> = read.into_iter().map(|pair| (pair.name, pair.value)).collect();
    let meant: Vec<_> = secrets.iter().map(|(n, v)| (n.to_string(), v.clone())).collect();
    assert!(read == meant, "{}", String::from_utf8_lossy(&written));
}

#[test]
fn a_dotenv_file_says_what_shells_and_libraries_read() {
    for (line, wanted) in [
        ("A=b", "b"),
        ("export A=b", "b"),
        ("export\tA = b ", "b"),
        ("  A=b\t", "b"),
        ("A=", ""),
        ("A= # nothing", ""),
        ("A=''", ""),
        ("A=\"\" # nothing", ""),
        ("A=a b  c # comment", "a b  c"),
        ("A=a#b", "a#b"),
        ("A=#b", "#b"),
        ("A=$HOME/`id`$(id)${X}", "$HOME/`id`$(id)${X}"),
        ("A='$HOME \\n \"x\" # y'", "$HOME \\n \"x\" # y"),
        (r#"A="a\nb\rc\td\"e\\f\$g\`h\qi""#, "a\nb\rc\td\"e\\f$g`h\\qi"),
        ("A=\"one\\\ntwo\"", "onetwo"),
        ("A=\"one\ntwo\n\"", "one\ntwo\n"),
        ("A='one\ntwo'  # comment", "one\ntwo"),
        ("A=a=b=", "a=b="),
        ("A=it's", "it's"),
        ("A=C:\\dir\\x", "C:\\dir\\x"),
        ("A=\"é中\"", "é中"),
        ("# A=1\n\n  # x\nA=2", "2"),
        ("A=b\r\n", "b"),
        ("\u{feff}A=b", "b"),
    ] {
        assert_eq!(pairs(Syntax::Env, line).unwrap(), [("A".to_owned(), wanted.to_owned())], "{line:?}");
    }
    assert_eq!(pairs(Syntax::Env, "").unwrap(), []);
    assert_eq!(pairs(Syntax::Env, "my.key-1=x").unwrap()[0].0, "my.key-1");
    assert_eq!(pairs(Syntax::Env, "export=x").unwrap()[0].0, "export");
}

#[test]
fn a_file_of_windows_has_no_line_ends_of_windows_in_its_values() {
    let text = "# x\r\nA=\"one\r\ntwo\"\r\nB='three\r\nfour\r\n'\r\nC=five\r\n";
    let wanted = [("A", "one\ntwo"), ("B", "three\nfour\n"), ("C", "five")];
    assert_eq!(pairs(Syntax::Env, text).unwrap(), wanted.map(|(n, v)| (n.to_owned(), v.to_owned())));
    // One line that ends otherwise, and they are meant.
    assert_eq!(value(Syntax::Env, "A=\"one\r\ntwo\"\n").unwrap(), "one\r\ntwo");
}

#[test]
fn what_is_wrong_with_a_file_is_said_with_its_line_and_without_a_value() {
    for (syntax, text, line, trouble) in [
        (Syntax::Env, "A=1\nkk-canary\n", 2, "this line has no `=`"),
        (Syntax::Env, "A=1\n\nkk canary=2", 3, "what stands before the `=` is not a name"),
        (Syntax::Env, "=kk-canary", 1, "what stands before the `=` is not a name"),
        (Syntax::Env, "MII+kk/canary==", 1, "what stands before the `=` is not a name"),
        (Syntax::Env, "A=1\nB='kk-canary\nC=2\n", 2, "the quote that is opened here is never closed"),
        (Syntax::Env, "B=\"kk-canary\\\"", 1, "the quote that is opened here is never closed"),
        (Syntax::Env, "\nB='kk'canary", 2, "there is more after the closing quote"),
        (
            Syntax::Env,
            "B=kk-canary\\\nC=1",
            1,
            "the line ends in a backslash, which not all programs read alike",
        ),
        (Syntax::Env, "A=1\nB=2\nA=kk-canary", 3, "\"A\" is given a second time; it is in line 1 too"),
        (Syntax::Json, "\"kk-canary\"", 1, "the file does not hold one map of names and values"),
        (Syntax::Json, "\n[\"kk-canary\"]", 2, "the file does not hold one map of names and values"),
        (Syntax::Json, "", 1, "this is not JSON: EOF while parsing a value (column 0)"),
        (Syntax::Json, "{\"A\": kk-canary}", 1, "this is not JSON: expected value (column 7)"),
        (Syntax::Json, "{\"A\": \"kk-canary\"} x", 1, "this is not JSON: trailing characters (column 20)"),
        (Syntax::Json, "{\n\"A\":\n {\"kk\": \"canary\"}}", 3, "the value of \"A\" is an object, not text"),
        (Syntax::Json, "{\"A\": [\"kk-canary\"]}", 1, "the value of \"A\" is a list, not text"),
        (Syntax::Json, "{\"A\": null}", 1, "the value of \"A\" is null, not text"),
        (Syntax::Json, "{\"A\": \"\\ud800kk-canary\"}", 1, "the value of \"A\" is no Unicode, not text"),
        (Syntax::Json, "{\"A\": {\"base64\": \"kk-canary\"}}", 1, "the value of \"A\" is not base64"),
        (Syntax::Json, "{\"A\": {\"base64\": 1}}", 1, "the value of \"A\" is not base64"),
        (
            Syntax::Json,
            "{\"A\": \"1\",\n\"A\": \"kk-canary\"}",
            2,
            "\"A\" is given a second time; it is in line 1 too",
        ),
        (Syntax::Yaml, "A: 1\nB:\n  kk: canary\n", 2, "the value of \"B\" is a map, not text"),
        (Syntax::Yaml, "B:\n  - kk-canary\n", 1, "the value of \"B\" is a list, not text"),
        (Syntax::Yaml, "A:\nB: kk-canary", 1, "the value of \"A\" is nothing, not text"),
        (Syntax::Yaml, "A: ~", 1, "the value of \"A\" is nothing, not text"),
        (Syntax::Yaml, "- kk-canary", 1, "the file does not hold one map of names and values"),
        (Syntax::Yaml, "kk-canary", 1, "the file does not hold one map of names and values"),
        (Syntax::Yaml, "A: !!binary kk-canary", 1, "the value of \"A\" is not base64"),
        (Syntax::Yaml, "A: 1\nB: !kk canary", 2, "tags but !!str and !!binary are not read"),
        (Syntax::Yaml, "A: !kkcanary", 1, "tags but !!str and !!binary are not read"),
        (Syntax::Yaml, "A: &kk canary", 1, "anchors are not read"),
        (Syntax::Yaml, "A: &a b\nB: *a", 1, "anchors are not read"),
        (Syntax::Yaml, "A: *kkcanary", 1, "aliases are not resolved"),
        (Syntax::Yaml, "A: 1\nA: kk-canary", 2, "a name is given a second time"),
        (Syntax::Yaml, "A: 'kk-canary", 1, "a character here fits nothing"),
        (Syntax::Yaml, "A: kk: canary", 1, "a character here fits nothing"),
        (Syntax::Yaml, "A: 1\n---\nA: kk-canary", 2, "a second document begins"),
    ] {
        let fault = parse(syntax, text.as_bytes()).expect_err(text);
        let said = format!("{fault} {fault:?} {:?}", fault.trouble.hint());
        assert!(said.contains(trouble), "{text:?}: {said}");
        assert_eq!(fault.line, line, "{text:?}: {said}");
        assert!(!said.contains("kk") && !said.contains("canary"), "{text:?}: {said}");
    }
    for syntax in [Syntax::Env, Syntax::Json, Syntax::Yaml] {
        let fault = parse(syntax, b"A: 1\n\xff").unwrap_err();
        assert_eq!(fault, Fault::at(2, Trouble::NotText));
    }
}

#[test]
fn json_keeps_the_text_of_numbers_and_the_bytes_of_base64() {
    for (written, wanted) in [
        (r#""x""#, "x"),
        (r#""\u00e9\n\"\\\/""#, "é\n\"\\/"),
        ("1.50", "1.50"),
        ("-1e+400", "-1e+400"),
        ("12345678901234567890123", "12345678901234567890123"),
        ("true", "true"),
        (r#"{"base64": "aGk="}"#, "hi"),
        (r#"{ "base64" : "aG\nk=" }"#, "hi"),
    ] {
        assert_eq!(value(Syntax::Json, &format!("{{\"A\": {written}}}")).unwrap(), wanted, "{written}");
    }
    assert_eq!(pairs(Syntax::Json, "\u{feff} {} ").unwrap(), []);
}

#[test]
fn yaml_keeps_the_text_as_it_is_written() {
    for (written, wanted) in [
        ("x y", "x y"),
        ("012", "012"),
        ("1_000", "1_000"),
        ("no", "no"),
        ("true", "true"),
        ("12:30", "12:30"),
        ("1.50", "1.50"),
        ("'it''s'", "it's"),
        ("\"a\\nb\"", "a\nb"),
        ("\"\"", ""),
        ("|\n  one\n  two\n", "one\ntwo\n"),
        ("|-\n  one\n  two\n", "one\ntwo"),
        (">-\n  one\n  two\n", "one two"),
        ("!!str 12", "12"),
        ("!!binary aGk=", "hi"),
        ("!!binary |\n  aG\n  k=\n", "hi"),
        ("x # comment", "x"),
        ("# comment & !\n  x", "x"),
    ] {
        assert_eq!(value(Syntax::Yaml, &format!("A: {written}")).unwrap(), wanted, "{written:?}");
    }
    for empty in ["", "{}", "# nothing\n", "---\n", "\u{feff}"] {
        assert_eq!(pairs(Syntax::Yaml, empty).unwrap(), [], "{empty:?}");
    }
    let flow = pairs(Syntax::Yaml, "{\"A\": b, C: 'd'}").unwrap();
    assert_eq!(flow, [("A", "b"), ("C", "d")].map(|(n, v)| (n.to_owned(), v.to_owned())));
}

#[test]
fn names_are_brought_into_their_form_and_two_that_become_one_are_refused() {
    let parsed = |text: &str| parse(Syntax::Env, text.as_bytes()).unwrap();
    let kept = named(parsed("api-key=1\nOTHER=2\n"), "").unwrap();
    let names: Vec<_> = kept.iter().map(|n| (n.name.as_str(), n.written.as_deref())).collect();
    assert_eq!(names, [("API_KEY", Some("api-key")), ("OTHER", None)]);
    let kept = named(parsed("KEY=1"), "staging-").unwrap();
    assert_eq!(kept[0].name.as_str(), "STAGING_KEY");
    let fault = named(parsed("api-key=1\nX=2\nAPI_KEY=3\n"), "").unwrap_err();
    assert_eq!(fault.to_string(), "\"API_KEY\" and \"api-key\" in line 1 would both be kept as API_KEY");
    assert_eq!(fault.line, 3);
    assert_eq!(named(parsed("_=1"), "").unwrap_err(), Fault::at(1, Trouble::EmptyName));
}

#[test]
fn the_ending_tells_the_syntax() {
    for (name, wanted) in [
        (".env", Some(Syntax::Env)),
        ("x/prod.env", Some(Syntax::Env)),
        (".env.local", Some(Syntax::Env)),
        ("A.JSON", Some(Syntax::Json)),
        (".env.json", Some(Syntax::Json)),
        ("a.yml", Some(Syntax::Yaml)),
        ("a.yaml", Some(Syntax::Yaml)),
        ("env", None),
        ("a.txt", None),
        ("/dev/stdin", None),
        ("..", None),
    ] {
        assert_eq!(Syntax::of(Path::new(name)), wanted, "{name}");
    }
}

#[test]
fn a_secret_that_env_files_cannot_hold_is_refused_by_name() {
    let one = |name: &str, value: &[u8]| {
        let name = SecretName::normalise(name).unwrap().name;
        write(Syntax::Env, &[(name, SecretBytes::new(value.to_vec()))]).unwrap_err()
    };
    assert_eq!(one("A", b"\xff"), ("A".to_owned(), "its value is not UTF-8 text"));
    assert_eq!(one("A", b"a\0"), ("A".to_owned(), "its value holds a NUL byte"));
    assert_eq!(one("1A", b"a"), ("1A".to_owned(), "its name begins with a digit"));
}

#[test]
fn nothing_at_all_comes_back_too() {
    for syntax in [Syntax::Env, Syntax::Json, Syntax::Yaml] {
        comes_back(syntax, &[]);
    }
}

#[test]
fn keys_that_yaml_reads_as_other_things_come_back() {
    let names = ["NULL", "NO", "Y", "TRUE", "1", "1_000", "0", "0X1F", "A"];
    let pair = |name: &&str| (SecretName::normalise(name).unwrap().name, "v".into());
    let pairs: Vec<_> = names.iter().map(pair).collect();
    comes_back(Syntax::Yaml, &pairs);
    let written = write(Syntax::Yaml, &pairs).unwrap();
    let other: std::collections::BTreeMap<String, String> = serde_yaml::from_slice(&written).unwrap();
    assert_eq!(other.len(), names.len());
}

/// What `bash` has in the variables of the file, as `set -a; . file` sets them.
fn bash(file: &[u8], names: &[&str]) -> Vec<Vec<u8>> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("env");
    crate::support::fs::create_new_private(&path, file).unwrap();
    let script = r#"set -a; . "$0"; for name; do printf '%s\0' "${!name}"; done"#;
    let mut bash = std::process::Command::new("bash");
    bash.args(["--norc", "-c", script]).arg(&path).args(names).env_clear().env("LC_ALL", "C");
    let output = bash.output().expect("bash is there");
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    let mut values: Vec<_> = output.stdout.split(|byte| *byte == 0).map(<[u8]>::to_vec).collect();
    values.pop();
    values
}

/// Texts with everything in them that a reader may take for something else.
fn texts() -> impl Strategy<Value = Vec<String>> {
    let odd = "[ '\"\\\\$`#=!&*{}(a-c\\n\\r\\t:|>%@~-]{0,12}";
    let lines = "[a-z\\\\'\"$#]{0,3}(\r\n|\n| |\\\\)?[a-z\\\\'\"$#]{0,3}(\r\n|\n|\\\\)?";
    prop::collection::vec(prop_oneof![odd, lines, "\\PC{0,12}", ".{0,12}"], 0..6)
}

proptest! {
    #[test]
    fn texts_come_back_from_every_syntax(texts in texts()) {
        let all: Vec<_> = texts.iter().map(|text| text.as_bytes().to_vec()).collect();
        comes_back(Syntax::Json, &secrets(&all));
        comes_back(Syntax::Yaml, &secrets(&all));
        let without_nul: Vec<_> = all.into_iter().filter(|text| !text.contains(&0)).collect();
        comes_back(Syntax::Env, &secrets(&without_nul));
    }

    #[test]
    fn bytes_come_back_from_json_and_yaml(values in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 0..6)) {
        comes_back(Syntax::Json, &secrets(&values));
        comes_back(Syntax::Yaml, &secrets(&values));
    }

    #[test]
    fn no_file_makes_a_parser_panic(text in "(export |[ =A-C'\"\\\\#$:{}\\[\\],!&*|>-]|\r|\n|base64|!!binary|[0-9]){0,30}") {
        for syntax in [Syntax::Env, Syntax::Json, Syntax::Yaml] {
            drop(parse(syntax, text.as_bytes()));
        }
    }

    #[test]
    fn other_readers_of_json_and_yaml_read_the_same(texts in texts()) {
        let all: Vec<_> = texts.iter().map(|text| text.as_bytes().to_vec()).collect();
        let secrets = secrets(&all);
        let json = write(Syntax::Json, &secrets).unwrap();
        let json: indexmap::IndexMap<String, String> = serde_json::from_slice(&json).unwrap();
        prop_assert_eq!(json.into_values().collect::<Vec<_>>(), texts.clone());
        let yaml = write(Syntax::Yaml, &secrets).unwrap();
        let yaml: indexmap::IndexMap<String, String> = serde_yaml::from_slice(&yaml).unwrap();
        prop_assert_eq!(yaml.into_values().collect::<Vec<_>>(), texts);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn bash_reads_the_same(texts in texts()) {
        let texts: Vec<_> = texts.into_iter().filter(|text| !text.contains('\0')).collect();
        let all: Vec<_> = texts.iter().map(|text| text.as_bytes().to_vec()).collect();
        let secrets = secrets(&all);
        let names: Vec<_> = secrets.iter().map(|(name, _)| name.as_str()).collect();
        let written = write(Syntax::Env, &secrets).unwrap();
        prop_assert_eq!(bash(&written, &names), all);
    }
}
