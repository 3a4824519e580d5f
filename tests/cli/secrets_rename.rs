//! `muxi secrets rename`, and what it leaves when it is killed.

use serde_json::Value;

use crate::support::Home;

fn home() -> Home {
    let home = Home::quick_start();
    home.write("sops/deploy.md", "Ask with ${{ secrets.OPENAI_API_KEY }}.\n");
    home.keep("OPENAI_API_KEY", "sk-rename-me-0123456789");
    home.muxi(&["secrets", "add", "OPENAI_API_KEY", "--env", "prod"])
        .write_stdin("sk-prod-0123456789abc")
        .assert()
        .success();
    home
}

#[test]
fn a_rename_reaches_secrets_template_and_references() {
    let home = home();
    let before = String::from_utf8(home.read("formation.afs")).unwrap();
    let (code, stdout, stderr) = home.run(&["secrets", "rename", "OPENAI_API_KEY", "model-key"]);
    assert_eq!((code, &*stdout), (0, ""), "{stderr}");
    assert!(stderr.contains("renamed OPENAI_API_KEY to MODEL_KEY"), "{stderr}");
    assert!(stderr.contains("formation.afs  1 reference"), "{stderr}");
    assert_eq!(home.ok(&["secrets", "get", "MODEL_KEY"]), "sk-rename-me-0123456789");
    assert_eq!(home.ok(&["secrets", "get", "MODEL_KEY", "--env", "prod"]), "sk-prod-0123456789abc");
    assert_eq!(home.run(&["secrets", "get", "OPENAI_API_KEY"]).0, 3);
    let after = String::from_utf8(home.read("formation.afs")).unwrap();
    assert_eq!(after, before.replace("OPENAI_API_KEY", "MODEL_KEY"));
    assert_eq!(home.read("sops/deploy.md"), b"Ask with ${{ secrets.MODEL_KEY }}.\n");
    assert_eq!(home.read("secrets"), b"MODEL_KEY=\n");
    assert_eq!(home.run(&["secrets", "check"]).0, 0);
}

#[test]
fn a_dry_run_tells_all_and_changes_nothing() {
    let home = home();
    let before = home.read("secrets.enc");
    let text = home.ok(&["secrets", "mv", "OPENAI_API_KEY", "NEW", "--dry-run", "--json"]);
    let data: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(data["result"], "planned");
    assert_eq!(data["stores"], serde_json::json!(["secrets.enc", "secrets.prod.enc"]));
    assert_eq!(data["places"][0]["references"], 1);
    assert_eq!(home.read("secrets.enc"), before);
}

#[test]
fn what_cannot_be_renamed_is_refused_with_its_exit_code() {
    let home = home();
    home.keep("OTHER", "something-else-entirely");
    for (args, code) in [
        (["NOPE", "NEW"], 3),
        (["OPENAI_API_KEY", "OTHER"], 4),
        (["OPENAI_API_KEY", "openai_api_key"], 2),
        (["OPENAI_API_KEY", "sk-ant-0123456789abcdef"], 2),
    ] {
        let (got, _, stderr) = home.run(&["secrets", "rename", args[0], args[1]]);
        assert_eq!(got, code, "{args:?}: {stderr}");
    }
    home.write("mcp/broken.afs", "a: [\n");
    let (code, _, stderr) = home.run(&["secrets", "rename", "OPENAI_API_KEY", "NEW"]);
    assert_eq!(code, 4, "{stderr}");
    assert!(stderr.contains("mcp/broken.afs:"), "{stderr}");
}

#[test]
fn the_next_command_finishes_what_a_kill_left() {
    for delay in 0..12 {
        let home = home();
        let mut child = home.process(&["secrets", "rename", "OPENAI_API_KEY", "NEW"]);
        let mut child = child.stderr(std::process::Stdio::null()).spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_micros(delay * 800));
        child.kill().unwrap();
        child.wait().unwrap();
        let (code, stdout, stderr) = home.run(&["secrets", "check"]);
        assert_eq!(code, 0, "{stdout}{stderr}");
        let formation = String::from_utf8(home.read("formation.afs")).unwrap();
        let name = if formation.contains("secrets.NEW") { "NEW" } else { "OPENAI_API_KEY" };
        assert_eq!(home.ok(&["secrets", "get", name]), "sk-rename-me-0123456789");
        assert_eq!(home.ok(&["secrets", "get", name, "--env", "prod"]), "sk-prod-0123456789abc");
        assert!(!home.formation().join(".muxi-journal").exists());
    }
}

#[test]
fn an_older_file_is_warned_of_and_refused_when_strict() {
    let home = home();
    let old = home.read("secrets.enc");
    home.keep("OPENAI_API_KEY", "sk-a-newer-one-0123456789");
    home.write("secrets.enc", &old);
    for args in [&["secrets", "get", "OPENAI_API_KEY"][..], &["secrets", "list"], &["keys", "show"]] {
        let (code, _, stderr) = home.run(args);
        assert_eq!(code, 0, "{stderr}");
        assert!(stderr.contains("OPENAI_API_KEY (version 2, now 1)"), "{stderr}");
        let (code, _, stderr) = home.run(&[args, &["--strict"]].concat());
        let expected = if args.contains(&"list") { 0 } else { 4 };
        assert_eq!(code, expected, "{args:?} {stderr}");
    }
    assert_eq!(home.run(&["secrets", "seal", "--no-input"]).0, 7);
    assert_eq!(home.run(&["secrets", "seal", "--yes", "--strict"]).0, 0);
    let (code, _, stderr) = home.run(&["secrets", "get", "OPENAI_API_KEY", "--strict"]);
    assert_eq!((code, &*stderr), (0, ""));
}
