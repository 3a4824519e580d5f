//! `muxi secrets check`, what `add` says about odd values, and `delete` of what is in use.

use serde_json::{Value, json};

use crate::place::{error, unchanged};
use crate::support::{Home, QUICK_START};

/// A key of the right form that is nobody's.
const KEY: &str = "sk-proj-R2D2c3po4lom5xyzabcdefghij";

/// A formation that uses each kind of reference as it should be, in files of each kind.
fn good() -> Home {
    let home = Home::with(
        "schema: \"1.0.0\"\nid: good\ndescription: Good\nllm:\n  api_keys:\n    openai: ${{ secrets.OPENAI_API_KEY }}\n    groq: ${{ secrets.GROQ_API_KEY || '' }}\nmcp:\n  servers:\n    - github\n",
    );
    home.write(
        "mcp/github.afs",
        "schema: \"1.0.0\"\nid: github\ndescription: Code\ntype: http\nendpoint: https://x.test\nauth:\n  type: bearer\n  token: ${{ user.credentials.github }}\n",
    );
    home.write("skills/ask/SKILL.md", "# Ask\nThe password is ${{ secrets.SKILL_PASSWORD }}.\n");
    home.keep("OPENAI_API_KEY", KEY);
    home.keep("SKILL_PASSWORD", "correct horse battery");
    home.keep("USER_CREDENTIALS_GITHUB", "ghp_R2D2c3po4lom5xyzabc");
    home.keep("FORMATION_ADMIN_API_KEY", "fma_R2D2c3po4lom5xyzabc");
    home
}

/// `code file:line:column` of each finding.
fn places(data: &Value) -> Vec<String> {
    let place = |d: &Value| {
        let text = |key: &str| d[key].as_str().unwrap().to_owned();
        format!("{} {}:{}:{}", text("code"), text("file"), d["line"], d["column"])
    };
    data["diagnostics"].as_array().unwrap().iter().map(place).collect()
}

/// Exit code and data of a check.
fn check(home: &Home, options: &[&str]) -> (i32, Value) {
    let args = [&["secrets", "check", "--json"], options].concat();
    let (code, stdout, stderr) = unchanged(home, || home.run(&args));
    (code, serde_json::from_str(&stdout).unwrap_or_else(|e| panic!("{e}: {stdout}{stderr}")))
}

#[test]
fn a_good_formation_has_no_finding_with_and_without_the_key() {
    let home = good();
    let said = "every secret that the formation refers to is set\n".to_owned();
    assert_eq!(home.run(&["secrets", "check"]), (0, String::new(), said.clone()));
    assert_eq!(home.run(&["secrets", "check", "--values", "--strict"]), (0, String::new(), said));
    std::fs::rename(home.formation().join(".key"), home.path().join("key")).unwrap();
    assert_eq!(home.run(&["secrets", "check", "--quiet"]), (0, String::new(), String::new()));
    let (code, stdout, stderr) = home.run(&["secrets", "check", "--values"]);
    assert_eq!((code, &*stdout), (1, ""));
    assert!(stderr.contains("there is no key for "), "{stderr}");
}

#[test]
fn the_secret_of_a_service_is_in_use_however_the_service_is_written() {
    let home = good();
    let written = String::from_utf8(home.read("mcp/github.afs")).unwrap();
    let written = written.replace("credentials.github", "credentials.GITHUB_TOKEN");
    home.write("mcp/github.afs", &written);
    let (code, data) = check(&home, &[]);
    assert_eq!((code, places(&data)), (0, vec![]), "{data}");
}

#[test]
fn every_kind_of_mistake_is_found_at_its_place() {
    let home = good();
    home.write(
        "agents/a.afs",
        "id: a\nllm_models:\n  - text: openai/x\n    api_key: ${{ secrets.OPENAI_APIKEY }}\n  - vision: openai/x\n    api_key: ${{ secrets.low_case }}\nx: ${{ user.credentials.github }}\n",
    );
    home.write("mcp/deep/b.yaml", "auth:\n  token: \"Bearer ${{ secrets.USER_CREDENTIALS_X }}\"\nargs:\n  - ${{ user.credentials.x }}\n");
    home.write("triggers/t.md", "Hello\n${{ secrets.NOT_THERE }} and ${{ secrets.NOT_THERE }}\n");
    home.keep("UNUSED_ONE", "some value");
    home.write("secrets", "# ask the team\nOPENAI_API_KEY=\nWANTED=pasted-value\n");
    let (code, data) = check(&home, &[]);
    assert_eq!(code, 1);
    assert_eq!(
        places(&data),
        [
            "secret-misspelt agents/a.afs:4:14",
            "reference-case agents/a.afs:6:14",
            "credential-misplaced agents/a.afs:7:4",
            "secret-for-credential mcp/deep/b.yaml:2:18",
            "credential-misplaced mcp/deep/b.yaml:4:5",
            "secret-not-set triggers/t.md:2:1",
            "secret-unused secrets.enc:7:1",
            "template-unused secrets:3:1",
        ]
    );
    assert_eq!((&data["errors"], &data["warnings"]), (&json!(5), &json!(3)));
    assert_eq!(data["valid"], json!(false));
    assert_eq!(data["environments"], json!([{"env": null, "names": 5, "names_from": "file"}]));
    let missing = &data["diagnostics"][5];
    assert_eq!(missing["help"], "run `muxi secrets add NOT_THERE`");
    assert_eq!(missing["labels"][0]["line"], 2);
    assert_eq!(missing["labels"][0]["column"], 30);
    let misspelt = &data["diagnostics"][0]["help"];
    assert_eq!(misspelt, "did you mean `OPENAI_API_KEY`? Else run `muxi secrets add OPENAI_APIKEY`");
    let (_, stdout, stderr) = home.run(&["secrets", "check"]);
    assert!(!stdout.contains("pasted-value"), "{stdout}");
    assert!(stdout.contains(" --> secrets.enc:7:1\n"), "{stdout}");
    assert_eq!(stderr, "5 errors, 3 warnings\n");
}

#[test]
fn the_quick_start_is_told_what_to_run() {
    let home = Home::quick_start();
    let (code, stdout, stderr) = unchanged(&home, || home.run(&["secrets", "check"]));
    assert_eq!((code, &*stderr), (1, "1 error\n"));
    insta::assert_snapshot!(stdout, @r#"
    error[secret-not-set]: the secret `OPENAI_API_KEY` is not set
     --> formation.afs:6:14
      |
    6 |     openai: "${{ secrets.OPENAI_API_KEY }}"
      |              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: run `muxi secrets add OPENAI_API_KEY`
    "#);
    let (code, stdout, _) = Home::empty().run(&["secrets", "check"]);
    assert_eq!((code, &*stdout), (3, ""));
}

#[test]
fn warnings_fail_only_where_they_are_denied() {
    let home = good();
    home.keep("UNUSED_ONE", "some value");
    assert_eq!(home.run(&["secrets", "check"]).0, 0);
    for option in [&["--deny", "warnings"][..], &["--strict"]] {
        let (code, data) = check(&home, option);
        assert_eq!((code, &data["valid"], &data["warnings"]), (1, &json!(false), &json!(1)));
    }
    let (code, _, stderr) = home.run(&["secrets", "check", "--deny", "warnings"]);
    assert_eq!((code, &*stderr), (1, "1 warning, which --deny or --strict makes errors\n"));
    assert_eq!(home.run(&["secrets", "check", "--deny", "errors"]).0, 2);
}

#[test]
fn a_secret_with_a_default_may_be_missing_unless_it_is_misspelt() {
    let home = Home::with("schema: \"1.0.0\"\nid: x\na: ${{ secrets.OPTIONAL_TOKEN || 'none' }}\n");
    assert_eq!(check(&home, &[]).0, 0);
    home.keep("OPTIONAL_TOKNE", "R2D2c3po4lom5");
    let (code, data) = check(&home, &[]);
    assert_eq!((code, places(&data)), (0, vec!["secret-misspelt formation.afs:3:4".to_owned()]));
    assert_eq!(data["diagnostics"][0]["severity"], "warning");
}

#[test]
fn what_cannot_be_read_is_said_and_its_references_are_found_as_text() {
    let home = good();
    home.write("agents/broken.afs", "a: [\n${{ secrets.IN_BROKEN }}\n");
    home.keep("MAYBE_USED", "some value");
    let (code, data) = check(&home, &[]);
    assert_eq!(code, 1);
    let found = places(&data);
    assert!(found[0].starts_with("yaml-syntax agents/broken.afs"), "{found:?}");
    assert!(found.contains(&"secret-not-set agents/broken.afs:2:1".to_owned()), "{found:?}");
    // Whether it is used is not known now.
    assert!(!found.iter().any(|f| f.starts_with("secret-unused")), "{found:?}");
}

#[test]
fn environments_are_checked_one_by_one_all_and_against_each_other() {
    let home = good();
    let add = |env: &str, name: &str| {
        home.muxi(&["secrets", "add", name, "--env", env]).write_stdin("some-value-1x").assert().success();
    };
    add("prod", "OPENAI_API_KEY");
    add("dev", "SKILL_PASSWORD");
    add("prod", "GROQ_API_KEY");
    let (code, data) = check(&home, &["--env", "prod"]);
    assert_eq!(code, 1);
    assert_eq!(data["environments"], json!([{"env": "prod", "names": 2, "names_from": "file"}]));
    let message = "the secret `SKILL_PASSWORD` is not set in the environment `prod`";
    assert_eq!(data["diagnostics"][0]["message"], message);
    assert_eq!(data["diagnostics"][0]["help"], "run `muxi secrets add SKILL_PASSWORD --env prod`");
    let (code, data) = check(&home, &["--all-envs"]);
    assert_eq!(code, 1);
    let messages: Vec<_> =
        data["diagnostics"].as_array().unwrap().iter().map(|d| d["message"].as_str().unwrap()).collect();
    let wanted = [
        "the secret `OPENAI_API_KEY` is not set in the environment `dev`",
        message,
        "the secret `GROQ_API_KEY` is set in the environment `prod`, and not in the default environment, the environment `dev`",
    ];
    for one in wanted {
        assert!(messages.contains(&one), "{one}: {messages:#?}");
    }
    assert_eq!(data["environments"][0]["env"], json!(null));
    // Without the question, other environments are nobody's business.
    assert_eq!(check(&home, &[]).0, 0);
    let (code, _, stderr) = home.run(&["secrets", "check", "--all-envs", "--env", "prod"]);
    assert_eq!(code, 2, "{stderr}");
    let (code, data) = check(&home, &["--env", "new"]);
    assert_eq!((code, &data["environments"][0]["names_from"]), (1, &json!("nothing")));
}

fn format_1() -> Home {
    let home = Home::with(
        "schema: \"1.0.0\"\nid: x\na: ${{ secrets.OPENAI_API_KEY }}\nb: ${{ secrets.DB_PASSWORD }}\n",
    );
    home.write(".key", include_bytes!("../kat/format1/key"));
    home.write("secrets.enc", include_bytes!("../kat/format1/secrets.enc"));
    home.write("secrets", include_bytes!("../kat/format1/secrets"));
    crate::place::chmod(&home.formation().join(".key"), 0o600);
    home
}

#[test]
fn format_1_is_checked_with_its_key_and_by_the_template_without() {
    let home = format_1();
    let (code, data) = check(&home, &["--values"]);
    assert_eq!(data["environments"], json!([{"env": null, "names": 2, "names_from": "key"}]));
    assert_eq!((code, places(&data)), (0, Vec::new()));
    home.write("secrets", "OPENAI_API_KEY=\n");
    std::fs::remove_file(home.formation().join(".key")).unwrap();
    let (code, stdout, stderr) = home.run(&["secrets", "check"]);
    assert_eq!(code, 1);
    assert!(stderr.contains("warning: ") && stderr.contains("names only to its key"), "{stderr}");
    assert!(stdout.contains("the secret `DB_PASSWORD` is not set"), "{stdout}");
    let (_, data) = check(&home, &[]);
    assert_eq!(data["environments"][0]["names_from"], "template");
}

#[test]
fn values_are_looked_at_and_never_shown() {
    let home = good();
    let formation = String::from_utf8(home.read("formation.afs")).unwrap();
    home.write("formation.afs", formation + "x: ${{ secrets.OTHER_TOKEN }} ${{ secrets.QUOTED }}\n");
    home.keep("OTHER_TOKEN", KEY);
    home.keep("QUOTED", "\"canary-value\"");
    let (code, stdout, stderr) = unchanged(&home, || home.run(&["secrets", "check", "--values"]));
    assert_eq!(code, 0, "{stdout}{stderr}");
    assert!(!stdout.contains("canary") && !stdout.contains("R2D2"), "{stdout}");
    let (code, data) = check(&home, &["--values", "--deny", "warnings"]);
    assert_eq!(code, 1);
    assert_eq!(places(&data), ["value-shared secrets.enc:6:1", "value-quoted secrets.enc:7:1"]);
    let message = "the value of `OTHER_TOKEN` is also that of `OPENAI_API_KEY`";
    assert_eq!(data["diagnostics"][0]["message"], message);
    assert_eq!(data["diagnostics"][0]["labels"][0]["line"], 5);
}

#[test]
fn a_value_that_does_not_open_is_an_error_and_the_others_are_looked_at() {
    let home = good();
    let text = String::from_utf8(home.read("secrets.enc")).unwrap();
    let end = text.lines().find(|l| l.starts_with("OPENAI")).unwrap();
    // Not the last characters, some of whose bits must be zero.
    let (head, tail) = end.split_at(end.len() - 12);
    let (middle, tail) = tail.split_at(8);
    let other: String = middle.chars().map(|c| if c == 'A' { 'B' } else { 'A' }).collect();
    home.write("secrets.enc", text.replace(end, &format!("{head}{other}{tail}")));
    let (code, data) = check(&home, &["--values"]);
    assert_eq!(code, 1);
    assert_eq!(places(&data), ["value-unreadable secrets.enc:5:1"]);
}

#[test]
fn an_odd_value_is_kept_with_a_warning_and_refused_with_strict() {
    let home = Home::quick_start();
    let value = "sk-ant-api03-canary-0123456789";
    let args = ["secrets", "add", "OPENAI_API_KEY"];
    let strict = [&args[..], &["--strict"]].concat();
    let (code, stdout, stderr) = unchanged(&home, || home.run_with(&strict, value));
    assert_eq!((code, &*stdout), (4, ""), "{stderr}");
    assert!(stderr.contains("looks like a key of Anthropic, and its name says OpenAI"), "{stderr}");
    assert!(stderr.contains("without --strict it is kept") && !stderr.contains("canary"), "{stderr}");
    let json = [&strict[..], &["--json"]].concat();
    let (code, _, stderr) = home.run_with(&json, value);
    assert_eq!((code, &error(&stderr)["code"]), (4, &json!("value_odd")));
    let (code, _, stderr) = home.run_with(&args, value);
    assert_eq!(code, 0);
    assert!(stderr.starts_with("warning: the value of OPENAI_API_KEY looks like"), "{stderr}");
    assert!(!stderr.contains("canary"), "{stderr}");
    let (code, _, stderr) = home.run_with(&["secrets", "add", "OTHER_API_KEY", "--strict"], value);
    assert_eq!(code, 4);
    assert!(stderr.contains("the value of OTHER_API_KEY is also that of OPENAI_API_KEY"), "{stderr}");
    // The same secret again is no other one, and a generated value is nothing to look at.
    let (_, _, stderr) = home.run_with(&args, value);
    assert!(!stderr.contains("also that of"), "{stderr}");
    home.ok(&["secrets", "add", "MADE_KEY", "--generate", "--strict"]);
}

#[test]
fn two_secrets_of_format_1_are_compared_too() {
    let home = format_1();
    let (code, _, stderr) = home.run_with(&["secrets", "add", "TWIN_KEY"], "sk-kat-1234567890");
    assert_eq!(code, 0);
    assert!(stderr.contains("the value of TWIN_KEY is also that of OPENAI_API_KEY"), "{stderr}");
}

#[test]
fn a_secret_in_use_anywhere_is_not_deleted_and_the_places_are_named() {
    let home = Home::with(QUICK_START);
    home.keep("OPENAI_API_KEY", KEY);
    home.write("sops/deep/a.md", "Use\n  ${{ secrets.OPENAI_API_KEY }}\n");
    home.write("agents/low.afs", "k: ${{ secrets.openai_api_key }}\n");
    home.write("knowledge/k.md", "${{ secrets.OPENAI_API_KEY }}\n");
    let args = ["secrets", "delete", "OPENAI_API_KEY"];
    let (code, stdout, stderr) = unchanged(&home, || home.run(&args));
    assert_eq!((code, &*stdout), (4, ""));
    let places = "in 3 places:\n  formation.afs:6:14\n  agents/low.afs:1:4\n  sops/deep/a.md:2:3\n";
    assert!(stderr.contains(places), "{stderr}");
    home.write("mcp/m.afs", "auth:\n  token: ${{ user.credentials.my-app }}\n");
    home.keep("USER_CREDENTIALS_MY_APP", "R2D2c3po4lom5");
    let (code, _, stderr) = home.run(&["secrets", "delete", "USER_CREDENTIALS_MY_APP"]);
    assert_eq!(code, 4);
    assert!(stderr.contains("mcp/m.afs:2:10"), "{stderr}");
    home.ok(&["secrets", "delete", "OPENAI_API_KEY", "--force"]);
}

#[test]
fn a_comment_does_not_hold_a_secret_and_a_file_that_cannot_be_read_does() {
    let home = Home::with("schema: \"1.0.0\"\nid: x\n# ${{ secrets.OLD_TOKEN }}\n");
    home.keep("OLD_TOKEN", "R2D2c3po4lom5");
    home.write("agents/x.afs", b"k: \xff\n");
    let (code, _, stderr) = unchanged(&home, || home.run(&["secrets", "delete", "OLD_TOKEN", "--json"]));
    let error = error(&stderr);
    assert_eq!((code, &error["code"]), (4, &json!("formation_unreadable")));
    assert!(error["message"].as_str().unwrap().contains("agents/x.afs:1:4"), "{error}");
    std::fs::remove_file(home.formation().join("agents/x.afs")).unwrap();
    home.ok(&["secrets", "delete", "OLD_TOKEN"]);
}

#[test]
fn setup_asks_for_what_any_file_refers_to() {
    let home = good();
    home.write("sops/s.md", "Call ${{ secrets.PHONE_TOKEN }} or ${{ secrets.OTHER || 'x' }}\n");
    assert_eq!(home.ok(&["secrets", "setup", "--dry-run"]), "PHONE_TOKEN\n");
}

#[test]
fn an_empty_value_is_refused_with_strict_only() {
    let home = Home::quick_start();
    let args = ["secrets", "add", "EMPTY_KEY", "--strict"];
    assert_eq!(unchanged(&home, || home.run_with(&args, "")).0, 4);
    assert_eq!(home.run_with(&args[..3], "").0, 0);
    assert_eq!(places(&check(&home, &["--values"]).1).last().unwrap(), "secret-unused secrets.enc:4:1");
}

#[test]
fn import_looks_at_all_its_values_against_each_other_and_the_store() {
    let home = Home::quick_start();
    home.keep("OPENAI_API_KEY", "sk-0a1B2c3D4e5F6g7H8i9J0kLmNo");
    home.write(
        "in.env",
        "ONE_TOKEN=q8Zt4Lw0Xc7Vb2Nm5Rp9\nTWO_TOKEN=q8Zt4Lw0Xc7Vb2Nm5Rp9\nSPARE_API_KEY=sk-0a1B2c3D4e5F6g7H8i9J0kLmNo\n",
    );
    let (code, _, stderr) = home.run(&["secrets", "import", "in.env", "--strict"]);
    assert_eq!(code, 4, "{stderr}");
    assert_eq!(home.run(&["secrets", "get", "ONE_TOKEN"]).0, 3, "nothing was written");
    let (code, _, stderr) = home.run(&["secrets", "import", "in.env"]);
    assert_eq!(code, 0, "{stderr}");
    assert!(stderr.contains("the value of TWO_TOKEN is also that of ONE_TOKEN"), "{stderr}");
    assert!(stderr.contains("the value of SPARE_API_KEY is also that of OPENAI_API_KEY"), "{stderr}");
    assert!(!stderr.contains("the value of ONE_TOKEN is also"), "{stderr}");
}
