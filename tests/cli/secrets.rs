//! `muxi secrets`: what goes in comes out, and nothing else does.

use serde_json::json;

use crate::place::{error, json, unchanged};
use crate::support::Home;

const MIB: usize = 1 << 20;

fn bytes(home: &Home, name: &str) -> Vec<u8> {
    let output = home.muxi(&["secrets", "get", name]).output().expect("it runs");
    assert!(output.status.success(), "{output:?}");
    output.stdout
}

#[test]
fn one_line_end_of_stdin_is_dropped_and_said() {
    let home = Home::quick_start();
    for (typed, kept) in [("one\n", "one"), ("two\r\n", "two"), ("three\n\n", "three\n"), ("\n", "")] {
        let (code, _, stderr) = home.run_with(&["secrets", "add", "LINES"], typed);
        assert_eq!(code, 0, "{stderr}");
        assert!(stderr.contains("one final line end was dropped; --raw keeps it"), "{typed:?}: {stderr}");
        assert_eq!(bytes(&home, "LINES"), kept.as_bytes());
    }
    for typed in ["none", "cr\r", "in\nside"] {
        let (_, _, stderr) = home.run_with(&["secrets", "add", "LINES"], typed);
        assert!(!stderr.contains("dropped"), "{typed:?}: {stderr}");
        assert_eq!(bytes(&home, "LINES"), typed.as_bytes());
    }
}

#[test]
fn raw_keeps_every_byte_and_so_does_a_pipe_back() {
    let home = Home::quick_start();
    let all: Vec<u8> = (0..=255).collect();
    for value in [&b"\n"[..], b"pem\r\n", b"a\0b\r\nc\xff\xfe\n", b"$1\\b${{ x }}\n", &all] {
        let output = home.muxi(&["secrets", "add", "BYTES", "--raw"]).write_stdin(value).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        assert!(!String::from_utf8_lossy(&output.stderr).contains("dropped"));
        assert_eq!(bytes(&home, "BYTES"), value);
    }
    let value = json(&home, &["secrets", "get", "BYTES", "--json"]);
    assert_eq!(value["value"], json!(null));
    assert!(value["value_base64"].as_str().unwrap().starts_with("AAECAw"), "{value}");
}

#[test]
fn an_empty_value_is_kept_and_warned_about() {
    let home = Home::quick_start();
    let (code, stdout, stderr) = home.run_with(&["secrets", "add", "EMPTY"], "");
    assert_eq!((code, &*stdout), (0, ""));
    assert!(stderr.contains("warning: the value of EMPTY is empty"), "{stderr}");
    assert_eq!(bytes(&home, "EMPTY"), b"");
    assert!(home.ok(&["secrets", "list"]).contains("EMPTY  ****\n"));
}

#[test]
fn a_mebibyte_is_kept_and_a_byte_more_refused() {
    let home = Home::quick_start();
    let most = "x".repeat(MIB);
    let (code, _, stderr) = home.run_with(&["secrets", "add", "BIG"], most.clone() + "\n");
    assert_eq!(code, 0, "{stderr}");
    assert_eq!(bytes(&home, "BIG"), most.as_bytes());
    for more in [1, 2, 3, MIB] {
        let value = "y".repeat(MIB + more);
        let (code, stdout, stderr) =
            unchanged(&home, || home.run_with(&["secrets", "add", "BIG", "--raw"], value));
        assert_eq!((code, &*stdout), (2, ""), "{stderr}");
        assert!(stderr.contains("more than the 1048576"), "{stderr}");
        assert!(stderr.contains("hint: keep the file elsewhere and store its path"), "{stderr}");
    }
}

#[test]
fn a_value_on_the_command_line_is_refused_and_never_repeated() {
    const VALUE: &str = "sk-canary123/+==";
    let home = Home::quick_start();
    let pair = format!("OPENAI_API_KEY={VALUE}");
    let long = format!("--value={VALUE}");
    let generate = format!("--generate={VALUE}");
    let name = "OPENAI_API_KEY";
    for args in [
        &[name, VALUE][..],
        &["--", name, VALUE],
        &[name, "--", VALUE],
        &[&pair],
        &["--", &pair],
        &[name, "--value", VALUE],
        &[name, &long],
        &[&long, name],
        &["--value", VALUE, name],
        &[name, &generate],
        &[&generate, name],
        &[name, "--generate", VALUE],
        // A value in the place of the name.
        &[VALUE],
    ] {
        for json in [false, true] {
            let mut all = vec!["secrets", "add"];
            all.extend(json.then_some("--json"));
            all.extend(args);
            let (code, stdout, stderr) = unchanged(&home, || home.run_with(&all, "other"));
            assert_eq!((code, &*stdout), (2, ""), "{args:?}: {stderr}");
            assert!(!stderr.contains("canary"), "{args:?}: {stderr}");
            assert!(!json || error(&stderr)["code"] == "usage", "{args:?}: {stderr}");
        }
    }
    let (_, _, stderr) = home.run(&["secrets", "set", name, VALUE]);
    assert!(stderr.contains("can be seen by others"), "{stderr}");
    assert!(stderr.contains("printf %s \"$VALUE\" | muxi secrets add OPENAI_API_KEY"), "{stderr}");
}

#[test]
fn a_name_is_brought_into_its_form_and_that_is_said() {
    let home = Home::quick_start();
    let (code, _, stderr) = home.run_with(&["secrets", "add", "openai-api-key"], "sk-1234567890");
    assert_eq!(code, 0, "{stderr}");
    assert!(stderr.contains("note: the name is kept as OPENAI_API_KEY\n"), "{stderr}");
    assert_eq!(bytes(&home, "openai_api_key"), b"sk-1234567890");
    for name in ["---", "", "  ", "é"] {
        let (code, _, stderr) = unchanged(&home, || home.run_with(&["secrets", "add", "--", name], "v"));
        assert_eq!(code, 2, "{name:?}: {stderr}");
        assert!(stderr.contains("no letter A to Z or digit"), "{name:?}: {stderr}");
    }
}

#[test]
fn a_generated_value_is_strong_new_each_time_and_not_shown() {
    let home = Home::quick_start();
    let (code, stdout, stderr) = home.run(&["secrets", "add", "MADE", "--generate"]);
    assert_eq!((code, &*stdout), (0, ""), "{stderr}");
    let first = bytes(&home, "MADE");
    assert_eq!(first.len(), 43);
    assert!(first.iter().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(b)));
    assert!(!stderr.contains(std::str::from_utf8(&first).unwrap()));
    home.ok(&["secrets", "add", "MADE", "--generate=64"]);
    assert_eq!(bytes(&home, "MADE").len(), 86);
    for bytes in ["0", "15", "1025", "99999999999999999999", "-1"] {
        let option = format!("--generate={bytes}");
        let (code, _, stderr) = unchanged(&home, || home.run(&["secrets", "add", "MADE", &option]));
        assert_eq!(code, 2, "{stderr}");
        assert!(
            bytes.len() > 4 || bytes == "-1" || stderr.contains("--generate takes 16 to 1024"),
            "{stderr}"
        );
    }
    let (code, _, stderr) = home.run(&["secrets", "add", "MADE", "--generate", "--raw"]);
    assert_eq!(code, 2, "{stderr}");
}

#[test]
fn adding_again_overwrites_and_the_same_value_changes_no_byte() {
    let home = Home::quick_start();
    let (_, _, stderr) = home.run_with(&["secrets", "add", "KEY"], "ghp_one-1234");
    assert!(stderr.contains("made the key ") && stderr.contains("Never commit it"), "{stderr}");
    assert!(stderr.ends_with("added KEY  ghp_****\n"), "{stderr}");
    let (_, _, stderr) = unchanged(&home, || home.run_with(&["secrets", "add", "KEY"], "ghp_one-1234"));
    assert_eq!(stderr, "left as it was: KEY  ghp_****\n");
    let (_, _, stderr) = home.run_with(&["secrets", "add", "KEY"], "ghp_two-1234");
    assert_eq!(stderr, "gave a new value to KEY  ghp_****\n");
    assert_eq!(bytes(&home, "KEY"), b"ghp_two-1234");
}

#[test]
fn set_ls_and_rm_are_other_names_of_add_list_and_delete() {
    let home = Home::quick_start();
    home.muxi(&["secrets", "set", "OTHER"]).write_stdin("v").assert().success();
    assert_eq!(home.ok(&["secrets", "ls"]), "OTHER  ****\n");
    let (code, _, stderr) = home.run(&["secrets", "rm", "other"]);
    assert_eq!((code, &*stderr), (0, "deleted OTHER\n"));
    let (code, stdout, stderr) = home.run(&["secrets", "ls"]);
    assert_eq!((code, &*stdout), (0, ""));
    assert!(stderr.contains("there are no secrets yet; muxi secrets add NAME adds one"), "{stderr}");
}

#[test]
fn a_list_masks_values_and_names_those_of_the_template_that_are_not_set() {
    let home = Home::quick_start();
    home.keep("OPENAI_API_KEY", "sk-proj-abcdefghijkl");
    home.keep("WORD", "hunter2");
    home.write("secrets", "# for the model\nOPENAI_API_KEY=\nWANTED=\nWORD=\n");
    let (code, stdout, stderr) = home.run(&["secrets", "list"]);
    assert_eq!(stdout, "OPENAI_API_KEY  sk-proj-****\nWANTED          (not set)\nWORD            ****\n");
    assert_eq!((code, &*stderr), (0, ""));
    home.keep("ANOTHER", "x");
    let template = "# for the model\nOPENAI_API_KEY=\nWANTED=\nWORD=\n";
    let text = String::from_utf8(home.read("secrets")).unwrap();
    assert!(text.contains("ANOTHER=\n") && text.replace("ANOTHER=\n", "") == template, "{text}");
}

#[test]
fn without_the_key_a_list_has_names_only_and_succeeds() {
    let home = Home::quick_start();
    home.keep("B", "sk-1234567890");
    home.keep("A", "x");
    std::fs::rename(home.formation().join(".key"), home.path().join("key")).unwrap();
    let (code, stdout, stderr) = unchanged(&home, || home.run(&["secrets", "list"]));
    assert_eq!((code, &*stdout), (0, "A\nB\n"));
    assert!(stderr.contains("warning: names only: there is no key for "), "{stderr}");
    let value = json(&home, &["secrets", "list", "--json"]);
    assert_eq!(value["secrets"][1], json!({"name": "B", "set": true, "masked": null, "error": null}));
    assert_eq!((&value["sealed"], &value["key"]), (&json!(null), &json!(null)));
}

#[test]
fn programs_get_json_of_one_shape() {
    let home = Home::quick_start();
    let key = home.formation().join(".key");
    let add = |name: &str, value: &str| {
        let (code, stdout, stderr) = home.run_with(&["secrets", "add", name, "--json"], value);
        assert_eq!(code, 0, "{stderr}");
        serde_json::from_str::<serde_json::Value>(&stdout).unwrap()
    };
    assert_eq!(add("KEY", "v"), json!({"name": "KEY", "result": "added", "new_key": key}));
    assert_eq!(add("KEY", "w"), json!({"name": "KEY", "result": "updated", "new_key": null}));
    assert_eq!(add("KEY", "w"), json!({"name": "KEY", "result": "unchanged", "new_key": null}));
    let list = json(&home, &["secrets", "list", "--json"]);
    let id = list["key"]["id"].as_str().unwrap();
    assert!(id.len() == 8 && id.bytes().all(|b| b.is_ascii_hexdigit()), "{id}");
    let row = json!({"name": "KEY", "set": true, "masked": "****", "error": null});
    let whole = json!({"format": 2, "sealed": true, "key": {"id": id, "from": key}, "secrets": [row]});
    assert_eq!(list, whole);
    assert_eq!(json(&home, &["secrets", "get", "KEY", "--json"]), json!({"name": "KEY", "value": "w"}));
    assert_eq!(json(&home, &["secrets", "seal", "--json"]), json!({"result": "unchanged"}));
    assert_eq!(json(&home, &["secrets", "setup", "--json"]), json!({"missing": ["OPENAI_API_KEY"]}));
    let gone = json(&home, &["secrets", "delete", "KEY", "--json"]);
    assert_eq!(gone, json!({"name": "KEY", "result": "deleted"}));
    let (code, stdout, stderr) = home.run(&["secrets", "get", "KEY", "--json"]);
    assert_eq!((code, &*stdout), (3, ""));
    assert_eq!(error(&stderr)["code"], "secret_not_found");
}

#[test]
fn a_secret_that_is_not_there_gets_a_suggestion_and_exit_code_3() {
    let home = Home::quick_start();
    home.keep("OPENAI_API_KEY", "sk-1234567890");
    let (code, stdout, stderr) = home.run(&["secrets", "get", "OPENAI_APIKEY"]);
    assert_eq!((code, &*stdout), (3, ""));
    assert!(stderr.contains("there is no secret OPENAI_APIKEY in "), "{stderr}");
    assert!(stderr.contains("hint: did you mean OPENAI_API_KEY?"), "{stderr}");
    let (code, _, stderr) = home.run(&["secrets", "get", "SOMETHING_ELSE"]);
    assert_eq!(code, 3);
    assert!(stderr.contains("muxi secrets add SOMETHING_ELSE adds it"), "{stderr}");
    let (code, _, stderr) = unchanged(&home, || home.run(&["secrets", "delete", "NOPE"]));
    assert_eq!(code, 3, "{stderr}");
    assert!(stderr.contains("there is no secret NOPE"), "{stderr}");
}

#[test]
fn a_referenced_secret_is_deleted_only_by_force() {
    let home = Home::quick_start();
    home.keep("OPENAI_API_KEY", "sk-1234567890");
    let (code, _, stderr) = unchanged(&home, || home.run(&["secrets", "delete", "OPENAI_API_KEY"]));
    assert_eq!(code, 4, "{stderr}");
    assert!(
        stderr.contains("OPENAI_API_KEY is still referred to in 1 place:\n  formation.afs:6:14"),
        "{stderr}"
    );
    assert!(stderr.contains("muxi secrets delete OPENAI_API_KEY --force"), "{stderr}");
    home.ok(&["secrets", "delete", "OPENAI_API_KEY", "--force"]);
    assert_eq!(home.run(&["secrets", "get", "OPENAI_API_KEY"]).0, 3);
}

#[test]
fn setup_says_what_is_missing_and_asks_only_a_person() {
    let home = Home::quick_start();
    assert_eq!(home.ok(&["secrets", "setup", "--dry-run"]), "OPENAI_API_KEY\n");
    let (code, stdout, stderr) = unchanged(&home, || home.run(&["secrets", "setup"]));
    assert_eq!((code, &*stdout), (7, ""), "{stderr}");
    assert!(stderr.contains("printf %s \"$VALUE\" | muxi secrets add OPENAI_API_KEY"), "{stderr}");
    home.keep("OPENAI_API_KEY", "sk-1234567890");
    let (code, stdout, stderr) = home.run(&["secrets", "setup"]);
    assert_eq!((code, &*stdout), (0, ""));
    assert!(stderr.contains("every secret that the formation refers to is set"), "{stderr}");
}

#[test]
fn a_key_in_the_place_of_the_name_is_refused_and_not_repeated() {
    let home = Home::echo();
    let (code, stdout, stderr) = home.run_with(&["secrets", "add", "sk-ant-pasted-by-mistake"], "x");
    assert_eq!((code, &*stdout), (2, ""), "{stderr}");
    assert!(!stderr.contains("pasted") && stderr.contains("looks like the value of a key"), "{stderr}");
    assert!(!home.formation().join("secrets").exists());
}

#[test]
fn a_named_directory_that_is_not_there_never_means_the_one_around_it() {
    let home = Home::echo();
    for args in
        [&["secrets", "add", "A", "-C", "typo"][..], &["keys", "show", "-C", "typo"], &["serve", "typo"]]
    {
        let (code, _, stderr) = home.run_with(args, "value");
        assert_eq!(code, 3, "{args:?}: {stderr}");
        assert!(stderr.contains("there is no ") && stderr.contains("typo"), "{stderr}");
    }
    assert!(!home.formation().join("secrets.enc").exists());
}

#[test]
fn a_formation_that_cannot_be_read_does_not_free_its_secrets() {
    let home = Home::quick_start();
    home.keep("OPENAI_API_KEY", "sk-test-1234567890");
    let whole = home.read("formation.afs");
    home.write("formation.afs", [&whole[..], b"broken: [\n"].concat());
    let (code, _, stderr) = home.run(&["secrets", "delete", "OPENAI_API_KEY"]);
    assert_eq!(code, 4, "{stderr}");
    assert!(stderr.contains("muxi validate") && stderr.contains("--force"), "{stderr}");
    let (code, _, stderr) = home.run(&["secrets", "setup"]);
    assert_eq!(code, 1, "{stderr}");
    home.ok(&["secrets", "delete", "OPENAI_API_KEY", "--force"]);
}

#[test]
fn a_reference_means_the_name_as_it_is_kept() {
    let home = Home::with("schema: \"1.0.0\"\nid: x\ndescription: ${{ secrets.A__B }}\n");
    home.keep("A__B", "value");
    assert_eq!(home.run(&["validate"]).1, "");
    assert_eq!(home.run(&["secrets", "delete", "A_B"]).0, 4);
}
