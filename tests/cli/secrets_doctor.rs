//! `muxi secrets doctor`.

use serde_json::Value;

use crate::place::chmod;
use crate::support::Home;

fn health(text: &str, id: &str) -> Vec<String> {
    let data: Value = serde_json::from_str(text).unwrap();
    let checks = data["checks"].as_array().unwrap().iter();
    checks.filter(|c| c["id"] == id).map(|c| c["health"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_healthy_formation_has_exit_code_0_and_a_line_for_each_check() {
    let home = Home::quick_start();
    home.keep("OPENAI_API_KEY", "sk-0123456789abcdefghij");
    let (code, stdout, stderr) = home.run(&["secrets", "doctor"]);
    assert_eq!(code, 0, "{stdout}{stderr}");
    assert!(stdout.starts_with("pass  key: key "), "{stdout}");
    assert!(stdout.contains("pass  seal: sealed (1)"), "{stdout}");
    assert_eq!(stderr, "all is well\n");
    let json = home.ok(&["secrets", "doctor", "--json"]);
    assert_eq!(health(&json, "newest"), ["pass"]);
    assert_eq!(health(&json, "git"), ["skip"]);
}

#[test]
fn what_fails_has_exit_code_1_and_fix_mends_it() {
    let home = Home::quick_start();
    home.keep("OPENAI_API_KEY", "sk-0123456789abcdefghij");
    chmod(&home.formation().join(".key"), 0o644);
    let (code, stdout, _) = home.run(&["secrets", "doctor"]);
    assert_eq!(code, 1);
    assert!(stdout.contains("fix: chmod 600 "), "{stdout}");
    let (code, stdout, stderr) = home.run(&["secrets", "doctor", "--fix"]);
    assert_eq!(code, 0, "{stdout}{stderr}");
    assert!(stderr.contains("set the mode of "), "{stderr}");
}

#[test]
fn a_warning_fails_only_when_strict() {
    let home = Home::quick_start();
    home.keep("OPENAI_API_KEY", "sk-0123456789abcdefghij");
    let key = String::from_utf8(home.read(".key")).unwrap();
    let mut command = home.muxi(&["secrets", "doctor", "--json"]);
    let output = command.env("MUXI_SECRETS_KEY", key.trim()).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(health(&String::from_utf8(output.stdout).unwrap(), "key-visible"), ["warn"]);
    let mut command = home.muxi(&["secrets", "doctor", "--strict"]);
    let output = command.env("MUXI_SECRETS_KEY", key.trim()).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn it_works_without_a_key_and_without_secrets() {
    let home = Home::quick_start();
    assert_eq!(home.run(&["secrets", "doctor"]).0, 0);
    home.keep("OPENAI_API_KEY", "sk-0123456789abcdefghij");
    std::fs::remove_file(home.formation().join(".key")).unwrap();
    let (code, stdout, _) = home.run(&["secrets", "doctor", "--no-input"]);
    assert_eq!(code, 1);
    assert!(stdout.contains("fail  key: there is no key for "), "{stdout}");
    assert!(stdout.contains("skip  values: "), "{stdout}");
}
