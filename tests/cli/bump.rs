//! `muxi bump`.

use serde_json::json;

use crate::place::{error, json as data, unchanged};
use crate::support::Home;

fn bumped(version: &str, args: &[&str]) -> (String, String) {
    let home = Home::with(&format!("# F\nschema: \"1.0.0\"\nid: a\n{version}\nllm: {{}}\n"));
    let printed = home.ok(&[&["bump"], args].concat());
    let text = String::from_utf8(home.read("formation.afs")).unwrap();
    let line = text.lines().find(|line| line.starts_with("version")).unwrap().to_owned();
    assert_eq!(text.lines().count(), 5, "{text}");
    (printed.trim_end().to_owned(), line)
}

#[test]
fn only_the_number_changes_and_is_printed() {
    let of = |version: &str, args: &[&str]| bumped(version, args);
    let pair = |printed: &str, line: &str| (printed.to_owned(), line.to_owned());
    assert_eq!(of("version: \"1.2.3\"   # shipped", &[]), pair("1.2.4", "version: \"1.2.4\"   # shipped"));
    assert_eq!(of("version: 1.2.3", &["minor"]), pair("1.3.0", "version: 1.3.0"));
    assert_eq!(of("version: 'v1.2.3'", &["major"]), pair("v2.0.0", "version: 'v2.0.0'"));
    assert_eq!(of("version: 1.2.3-rc.1", &["patch"]), pair("1.2.3", "version: 1.2.3"));
    assert_eq!(of("version: 1.2.3", &["--pre", "rc"]), pair("1.2.4-rc.1", "version: 1.2.4-rc.1"));
    assert_eq!(of("version: 1.10", &[]), pair("1.10.1", "version: \"1.10.1\""));
    assert_eq!(of("version: 1.2.3", &["--set", "3.0.0"]), pair("3.0.0", "version: 3.0.0"));
}

#[test]
fn a_formation_without_a_version_gets_its_first() {
    for (args, version) in
        [(&[][..], "1.0.0"), (&["minor"], "1.1.0"), (&["major"], "2.0.0"), (&["--pre", "rc"], "1.0.1-rc.1")]
    {
        let home = Home::with("schema: \"1.0.0\"\nid: a\ndescription: A\nllm: {}\n");
        assert_eq!(home.ok(&[&["bump"], args].concat()), format!("{version}\n"));
        let text = String::from_utf8(home.read("formation.afs")).unwrap();
        let line = if version.contains("rc") { version.to_owned() } else { format!("\"{version}\"") };
        assert_eq!(text, format!("schema: \"1.0.0\"\nid: a\ndescription: A\nversion: {line}\nllm: {{}}\n"));
    }
}

#[test]
fn json_has_both_and_a_dry_run_writes_nothing() {
    let home = Home::with("id: a\nversion: \"1.2.3\"\n");
    let json = unchanged(&home, || data(&home, &["bump", "--dry-run", "--json"]));
    assert_eq!(json, json!({"from": "1.2.3", "to": "1.2.4", "dry_run": true}));
    let (code, stdout, stderr) = home.run(&["bump", "--set", "1.0.0"]);
    assert_eq!((code, &*stdout), (0, "1.0.0\n"));
    assert!(stderr.starts_with("warning: 1.0.0 does not come after 1.2.3"), "{stderr}");
    let again = unchanged(&home, || home.run(&["bump", "--set", "1.0.0"]));
    assert_eq!(again, (0, "1.0.0\n".to_owned(), String::new()));
}

#[test]
fn what_is_no_version_is_refused() {
    let home = Home::with("id: a\nversion: \"soon\"\n");
    let (code, _, stderr) = unchanged(&home, || home.run(&["bump"]));
    assert_eq!(code, 1);
    assert!(stderr.contains("`soon` is not a version") && stderr.contains("--set"), "{stderr}");
    for args in [
        &["bump", "--set", "x"][..],
        &["bump", "huge"],
        &["bump", "--pre", "1"],
        &["bump", "minor", "--set", "1.0.0"],
    ] {
        assert_eq!(unchanged(&home, || home.run(args)).0, 2, "{args:?}");
    }
    assert_eq!(home.ok(&["bump", "--set", "1.0.0"]), "1.0.0\n");
    home.write("formation.afs", "id: a\nversion: [\n");
    let (code, _, stderr) = home.run(&["bump", "--json"]);
    assert_eq!(code, 1);
    assert_eq!(error(&stderr)["code"], "not_yaml");
}

#[test]
fn a_version_that_is_used_in_several_places_is_left_alone() {
    let home = Home::with("id: a\nversion: &v \"1.0.0\"\nmuxi_runtime: *v\n");
    let (code, _, stderr) = unchanged(&home, || home.run(&["bump"]));
    assert_eq!(code, 1);
    assert!(stderr.contains("used in several"), "{stderr}");
}
