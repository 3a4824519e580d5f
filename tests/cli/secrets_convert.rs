//! `muxi secrets convert`.

use serde_json::json;

use crate::place::{chmod, error, json, unchanged};
use crate::support::Home;

const TO_1: [&str; 4] = ["secrets", "convert", "--format", "1"];
const TO_2: [&str; 4] = ["secrets", "convert", "--format", "2"];

fn as_json(args: &[&'static str]) -> Vec<&'static str> {
    [args, &["--json"]].concat()
}

#[test]
fn a_file_goes_to_format_2_and_back_and_says_what_changed() {
    let home = Home::quick_start();
    home.write(".key", include_bytes!("../kat/format1/key"));
    chmod(&home.formation().join(".key"), 0o600);
    home.write("secrets.enc", include_bytes!("../kat/format1/secrets.enc"));
    let before = home.ok(&["secrets", "list"]);
    let names = before.lines().count();
    let done = json(&home, &as_json(&TO_2));
    assert_eq!(
        (&done["result"], &done["format"], &done["secrets"]),
        (&json!("converted"), &json!(2), &json!(names))
    );
    assert_eq!(home.ok(&["secrets", "list"]), before);
    assert!(home.read(".key").starts_with(b"muxi-key 2\n"));
    let again = json(&home, &as_json(&TO_2));
    assert_eq!((&again["result"], &again["secrets"]), (&json!("unchanged"), &json!(null)));
    home.keep("GONE", "v");
    home.ok(&["secrets", "delete", "GONE"]);
    let (code, stdout, stderr) = home.run(&TO_1);
    assert_eq!((code, &*stdout), (0, ""), "{stderr}");
    assert!(stderr.contains("converted to format 1") && stderr.contains("1 deleted secret"), "{stderr}");
    assert_eq!(home.ok(&["secrets", "list"]), before);
    assert_eq!(home.read(".key"), include_bytes!("../kat/format1/key"));
}

#[test]
fn what_the_other_format_cannot_hold_is_refused_before_anything_is_written() {
    let home = Home::quick_start();
    home.keep("X", "value");
    for name in ["BIN", "RAW"] {
        home.muxi(&["secrets", "add", name]).write_stdin(&b"\xff\xfe"[..]).assert().success();
    }
    let (code, _, stderr) = unchanged(&home, || home.run(&as_json(&TO_1)));
    assert_eq!(code, 1);
    let error = error(&stderr);
    assert_eq!(error["code"], "secret_not_text");
    assert!(error["message"].as_str().unwrap().contains("BIN, RAW"));
    home.ok(&["secrets", "delete", "BIN"]);
    home.ok(&["secrets", "delete", "RAW"]);
    home.ok(&["secrets", "key", "rotate"]);
    let (code, _, stderr) = unchanged(&home, || home.run(&TO_1));
    assert!(code == 4 && stderr.contains("key rotate --finish"), "{code}: {stderr}");
    home.ok(&["secrets", "key", "rotate", "--finish"]);
    std::fs::write(home.path().join("phrase"), "correct horse battery").unwrap();
    home.ok(&["secrets", "key", "passphrase", "--new-passphrase-file", "../phrase"]);
    let wrapped = [&TO_1[..], &["--passphrase-file", "../phrase"]].concat();
    let (code, _, stderr) = unchanged(&home, || home.run(&wrapped));
    assert!(code == 4 && stderr.contains("--yes takes the passphrase off"), "{code}: {stderr}");
    home.ok(&[&wrapped[..], &["--yes"]].concat());
    assert_eq!(home.ok(&["secrets", "get", "X"]), "value");
    assert_eq!(home.read(".key").len(), 44);
}

#[test]
fn a_key_from_elsewhere_is_left_as_it_is_and_that_is_said() {
    let home = Home::quick_start();
    home.keep("X", "value");
    std::fs::rename(home.formation().join(".key"), home.path().join("key")).unwrap();
    let key = std::fs::read(home.path().join("key")).unwrap();
    let (code, _, stderr) = home.run(&[&TO_1[..], &["--key-file", "../key"]].concat());
    assert!(code == 0 && stderr.contains("muxi secrets key export --plain"), "{code}: {stderr}");
    assert_eq!(std::fs::read(home.path().join("key")).unwrap(), key);
    assert_eq!(home.ok(&["secrets", "get", "X", "--key-file", "../key"]), "value");
}

#[test]
fn a_format_that_is_none_and_a_formation_without_secrets_are_told() {
    let home = Home::quick_start();
    assert_eq!(home.run(&["secrets", "convert"]).0, 2);
    assert_eq!(home.run(&["secrets", "convert", "--format", "3"]).0, 2);
    let (code, _, stderr) = unchanged(&home, || home.run(&TO_2));
    assert!(code == 3 && stderr.contains("there is no "), "{code}: {stderr}");
}
