//! `muxi secrets import` and `export`.

use std::fs;

use serde_json::json;

use crate::place::{chmod, error, json, mode, outcome, unchanged};
use crate::support::Home;
use crate::terminal::Terminal;

const FILE: &str =
    "# my keys\nexport OPENAI_API_KEY=sk-1234567890\nPEM=\"one\ntwo\n\"\nempty=\nPASS='a $b \"c\"'\n";

fn home() -> Home {
    let home = Home::quick_start();
    home.write("in.env", FILE);
    home
}

fn get(home: &Home, name: &str) -> String {
    home.ok(&["secrets", "get", name])
}

#[test]
fn a_file_is_imported_and_each_name_is_reported() {
    let home = home();
    let (code, stdout, stderr) = home.run(&["secrets", "import", "in.env"]);
    assert_eq!((code, &*stdout), (0, ""), "{stderr}");
    assert!(stderr.contains("made the key"), "{stderr}");
    assert!(stderr.contains("note: empty is kept as EMPTY"), "{stderr}");
    assert!(stderr.contains("warning: the value of EMPTY is empty"), "{stderr}");
    assert!(stderr.contains("OPENAI_API_KEY  added"), "{stderr}");
    assert!(stderr.contains("4 secrets of in.env: 4 added"), "{stderr}");
    assert!(stderr.contains("in.env still holds the values in the clear"), "{stderr}");
    assert_eq!(get(&home, "OPENAI_API_KEY"), "sk-1234567890");
    assert_eq!(get(&home, "PEM"), "one\ntwo\n");
    assert_eq!(get(&home, "EMPTY"), "");
    assert_eq!(get(&home, "PASS"), "a $b \"c\"");
    let template = String::from_utf8(home.read("secrets")).unwrap();
    assert!(template.contains("PASS=\n") && !template.contains("$b"), "{template}");
    let again = unchanged(&home, || home.run(&["secrets", "import", "in.env", "--quiet"]));
    assert_eq!((again.0, &*again.1), (0, ""));
    assert_eq!(again.2, "warning: the value of EMPTY is empty\n");
}

#[test]
fn json_and_yaml_are_imported_too_and_stdin_is_told_its_kind() {
    let home = Home::quick_start();
    home.write("in.json", r#"{"A": "1", "PORT": 5432, "BYTES": {"base64": "AP8="}}"#);
    home.write("in.yml", "B: two\nC: |\n  three\n  lines\n");
    let report = json(&home, &["secrets", "import", "in.json", "--json"]);
    let key = home.formation().join(".key").display().to_string();
    let row = |name: &str, result: &str| json!({"name": name, "result": result});
    assert_eq!(
        report,
        json!({"dry_run": false, "secrets": [row("A", "added"), row("PORT", "added"), row("BYTES", "added")], "new_key": key})
    );
    home.ok(&["secrets", "import", "in.yml"]);
    assert_eq!(get(&home, "PORT"), "5432");
    assert_eq!(get(&home, "C"), "three\nlines\n");
    let bytes = home.muxi(&["secrets", "get", "BYTES"]).output().unwrap();
    assert_eq!(bytes.stdout, b"\0\xff");
    for args in
        [&["secrets", "import", "-", "--format", "env"][..], &["secrets", "import", "--format", "env"]]
    {
        let (code, _, stderr) = home.run_with(args, "D=4");
        assert_eq!(code, 0, "{stderr}");
        assert!(stderr.contains("1 secret of the standard input: 1 "), "{stderr}");
    }
    let (code, _, stderr) = unchanged(&home, || home.run_with(&["secrets", "import", "--no-input"], "E=5"));
    assert_eq!(code, 7, "{stderr}");
    assert!(stderr.contains("--format env|json|yaml"), "{stderr}");
}

#[test]
fn another_value_stops_the_import_unless_a_flag_says_what_to_do() {
    let home = home();
    home.keep("OPENAI_API_KEY", "sk-other-value");
    home.keep("PEM", "other");
    let (code, stdout, stderr) = unchanged(&home, || home.run(&["secrets", "import", "in.env", "--json"]));
    assert_eq!((code, &*stdout), (4, ""));
    let said = error(stderr.lines().last().unwrap());
    assert_eq!(said["code"], "secrets_differ");
    assert_eq!(said["message"], "OPENAI_API_KEY, PEM are there already with another value");
    assert!(said["hint"].as_str().unwrap().contains("--skip-existing"), "{said}");

    let foreseen =
        unchanged(&home, || home.ok(&["secrets", "import", "in.env", "--skip-existing", "--dry-run"]));
    assert_eq!(
        foreseen,
        "OPENAI_API_KEY  skipped\nPEM             skipped\nEMPTY           added\nPASS            added\n"
    );
    let report = json(&home, &["secrets", "import", "in.env", "--skip-existing", "--json"]);
    let results: Vec<_> = report["secrets"].as_array().unwrap().iter().map(|s| s["result"].clone()).collect();
    assert_eq!(results, ["skipped", "skipped", "added", "added"]);
    assert_eq!(get(&home, "PEM"), "other");
    home.ok(&["secrets", "import", "in.env", "--overwrite"]);
    assert_eq!(get(&home, "PEM"), "one\ntwo\n");
    let (code, _, _) = home.run(&["secrets", "import", "in.env", "--overwrite", "--skip-existing"]);
    assert_eq!(code, 2);
}

#[test]
fn a_dry_run_changes_nothing_and_makes_no_key() {
    let home = home();
    let stdout =
        unchanged(&home, || home.ok(&["secrets", "import", "in.env", "--dry-run", "--prefix", "dev_"]));
    assert_eq!(stdout.lines().next().unwrap(), "DEV_OPENAI_API_KEY  added");
    assert!(!home.formation().join(".key").exists());
    let (code, _, stderr) =
        unchanged(&home, || home.run_with(&["secrets", "import", "--format", "env", "--dry-run"], "A=1\nB"));
    assert_eq!(code, 1, "{stderr}");
}

#[test]
fn a_bad_file_is_refused_with_its_line_and_changes_nothing() {
    let home = Home::quick_start();
    for (name, text, said) in [
        ("a.env", "A=1\nkk-canary", "a.env:2: this line has no `=`"),
        (
            "a.json",
            "{\"A\": 1,\n \"B\": [\"kk-canary\"]}",
            "a.json:2: the value of \"B\" is a list, not text",
        ),
        ("a.yaml", "A: 1\nB:\n  C: kk-canary", "a.yaml:2: the value of \"B\" is a map, not text"),
        ("b.env", "a-b=1\n\nA_B=2", "b.env:3: \"A_B\" and \"a-b\" in line 1 would both be kept as A_B"),
        ("c.env", "A='kk-canary", "c.env:1: the quote that is opened here is never closed"),
    ] {
        home.write(name, text);
        let (code, stdout, stderr) = unchanged(&home, || home.run(&["secrets", "import", name]));
        assert_eq!((code, &*stdout), (1, ""), "{stderr}");
        assert!(stderr.contains(said), "{name}: {stderr}");
        assert!(stderr.contains("hint: ") && !stderr.contains("canary"), "{name}: {stderr}");
    }
    home.write("key.env", "sk-proj-0123456789abcdef=x\n");
    let (code, _, stderr) = unchanged(&home, || home.run(&["secrets", "import", "key.env"]));
    assert_eq!(code, 2, "{stderr}");
    assert!(!stderr.contains("0123456789"), "{stderr}");
    let (code, _, stderr) = home.run(&["secrets", "import", "nothing.env"]);
    assert_eq!(code, 3, "{stderr}");
    let (code, _, _) = home.run(&["secrets", "import", "."]);
    assert_ne!(code, 0);
    let big = format!("A={}\n", "x".repeat((1 << 20) + 1));
    let (code, _, stderr) =
        unchanged(&home, || home.run_with(&["secrets", "import", "--format", "env"], big));
    assert_eq!(code, 2, "{stderr}");
    assert!(stderr.contains("the value for A has 1048577 bytes"), "{stderr}");
}

#[test]
fn what_is_exported_is_imported_the_same() {
    let home = home();
    home.ok(&["secrets", "import", "in.env"]);
    home.muxi(&["secrets", "add", "ODD"])
        .write_stdin("it's \\ $x `y` \"z\"\r\n!#\u{85}\u{feff}é")
        .assert()
        .success();
    for format in ["env", "json", "yaml"] {
        let text = home.ok(&["secrets", "export", "--format", format]);
        let other = Home::quick_start();
        let (code, _, stderr) = other.run_with(&["secrets", "import", "--format", format], text.clone());
        assert_eq!(code, 0, "{stderr}");
        assert_eq!(other.ok(&["secrets", "export", "--format", format]), text);
        for name in ["ODD", "PEM", "PASS", "EMPTY"] {
            assert_eq!(get(&other, name), get(&home, name), "{format} {name}");
        }
    }
    assert_eq!(
        home.ok(&["secrets", "export", "--json"]),
        home.ok(&["secrets", "export", "--format", "json"])
    );
    let (code, _, stderr) = home.run(&["secrets", "export", "--json", "--format", "env"]);
    assert_eq!((code, error(&stderr)["code"].as_str()), (2, Some("usage")));
}

#[test]
fn some_are_exported_in_the_order_in_which_they_are_named() {
    let home = home();
    home.ok(&["secrets", "import", "in.env"]);
    assert_eq!(
        home.ok(&["secrets", "export", "--only", "pass, OPENAI_API_KEY"]),
        "PASS='a $b \"c\"'\nOPENAI_API_KEY=sk-1234567890\n"
    );
    let (code, stdout, stderr) = home.run(&["secrets", "export", "--only", "PASS,OPENAI_KEY"]);
    assert_eq!((code, &*stdout), (3, ""), "{stderr}");
    assert!(stderr.contains("did you mean OPENAI_API_KEY?"), "{stderr}");
    home.muxi(&["secrets", "add", "BYTES"]).write_stdin(&b"\xff"[..]).assert().success();
    let (code, stdout, stderr) = home.run(&["secrets", "export"]);
    assert_eq!((code, &*stdout), (1, ""), "{stderr}");
    assert!(
        stderr.contains("BYTES cannot be written as a line of a .env file: its value is not UTF-8"),
        "{stderr}"
    );
    assert!(home.ok(&["secrets", "export", "--format", "yaml"]).contains("BYTES: !!binary \"/w==\"\n"));
}

#[test]
fn a_file_is_private_whole_and_never_written_over_unasked() {
    let home = home();
    home.ok(&["secrets", "import", "in.env"]);
    let (code, stdout, stderr) = home.run(&["secrets", "export", "--output", "out.env"]);
    assert_eq!((code, &*stdout), (0, ""), "{stderr}");
    assert!(stderr.contains("wrote 4 secrets in the clear to"), "{stderr}");
    let path = home.formation().join("out.env");
    assert_eq!(mode(&path), 0o600);
    let text = fs::read_to_string(&path).unwrap();
    assert_eq!(text, home.ok(&["secrets", "export"]));
    let (code, _, stderr) = unchanged(&home, || home.run(&["secrets", "export", "-o", "out.env"]));
    assert_eq!(code, 4, "{stderr}");
    assert!(stderr.contains("already exists") && stderr.contains("--force"), "{stderr}");
    home.write("out.env", "old");
    chmod(&path, 0o644);
    home.ok(&["secrets", "export", "-o", "out.env", "--force"]);
    assert_eq!((mode(&path), fs::read_to_string(&path).unwrap()), (0o600, text));
    // The ending tells the kind, or --format does.
    let report = json(&home, &["secrets", "export", "-o", "out.yaml", "--json"]);
    let file = home.formation().join("out.yaml").display().to_string();
    let names = ["EMPTY", "OPENAI_API_KEY", "PASS", "PEM"];
    assert_eq!(report, json!({"file": file, "format": "yaml", "secrets": names}));
    let (code, _, stderr) = home.run(&["secrets", "export", "-o", "out.txt"]);
    assert_eq!(code, 7, "{stderr}");
    home.ok(&["secrets", "export", "-o", "out.txt", "--format", "json"]);
    for bad in ["/dev/null", ".", "no/such/dir.env"] {
        let (code, _, stderr) = home.run(&["secrets", "export", "-o", bad, "--force", "--format", "env"]);
        assert_eq!(code, 1, "{bad}: {stderr}");
    }
    let (code, _, _) = home.run(&["secrets", "export", "--force"]);
    assert_eq!(code, 2);
}

#[test]
fn a_file_that_git_would_commit_is_warned_about_and_with_strict_refused() {
    let home = home();
    home.ok(&["secrets", "import", "in.env"]);
    let mut git = std::process::Command::new("git");
    git.args(["init", "-q"]).current_dir(home.formation()).env("HOME", home.path());
    assert!(git.status().unwrap().success());
    let (code, _, stderr) =
        unchanged(&home, || home.run(&["secrets", "export", "-o", "out.env", "--strict"]));
    assert_eq!(code, 4, "{stderr}");
    let (code, _, stderr) = home.run(&["secrets", "export", "-o", "out.env"]);
    assert_eq!(code, 0, "{stderr}");
    assert!(stderr.contains("warning: git does not ignore"), "{stderr}");
    // What counts is where a link points to.
    std::os::unix::fs::symlink(home.formation().join("out.env"), home.path().join("link.env")).unwrap();
    let (code, _, stderr) =
        unchanged(&home, || home.run(&["secrets", "export", "-o", "../link.env", "--force", "--strict"]));
    assert_eq!(code, 4, "{stderr}");
    home.write(".gitignore", ".key\n*.env\n");
    let (code, _, stderr) = home.run(&["secrets", "export", "-o", "out.env", "--force", "--strict"]);
    assert_eq!(code, 0, "{stderr}");
    assert!(!stderr.contains("git"), "{stderr}");
}

#[test]
fn a_broken_seal_is_warned_about_and_with_strict_refused() {
    let home = home();
    home.ok(&["secrets", "import", "in.env"]);
    let text = String::from_utf8(home.read("secrets.enc")).unwrap();
    let lines: Vec<_> = text.lines().filter(|line| !line.starts_with("PASS")).collect();
    let broken = lines.join("\n") + "\n";
    assert_ne!(broken, text);
    home.write("secrets.enc", broken);
    let (code, stdout, stderr) = home.run(&["secrets", "export", "--only", "PEM"]);
    assert_eq!((code, &*stdout), (0, "PEM='one\ntwo\n'\n"), "{stderr}");
    assert!(stderr.contains("warning: ") && stderr.contains("muxi secrets seal"), "{stderr}");
    let (code, stdout, stderr) = home.run(&["secrets", "export", "--strict"]);
    assert_eq!((code, &*stdout), (4, ""), "{stderr}");
    home.write("new.env", "NEW=1");
    let (code, _, stderr) = unchanged(&home, || home.run(&["secrets", "import", "new.env"]));
    assert_eq!(code, 4, "{stderr}");
    // The preview knows.
    let (code, _, stderr) = unchanged(&home, || home.run(&["secrets", "import", "new.env", "--dry-run"]));
    assert_eq!(code, 4, "{stderr}");
}

#[test]
fn a_terminal_is_asked_before_values_are_printed_to_it() {
    let home = home();
    home.ok(&["secrets", "import", "in.env"]);
    let mut terminal = Terminal::start(&home, 40, &["secrets", "export"]);
    terminal.until("Print 4 secrets in the clear? [y/N]");
    terminal.type_in("n\n");
    let (code, seen, _) = terminal.end();
    assert_eq!(code, 1, "{seen}");
    assert!(!seen.contains("sk-1234567890"), "{seen}");
    let terminal = Terminal::start(&home, 40, &["secrets", "export", "--no-input"]);
    let (code, seen, _) = terminal.end();
    assert_eq!(code, 7, "{seen}");
    assert!(seen.contains("--yes") && !seen.contains("sk-1234567890"), "{seen}");
    let terminal = Terminal::start(&home, 40, &["secrets", "export", "--yes"]);
    let (code, seen, _) = terminal.end();
    assert_eq!(code, 0, "{seen}");
    assert!(seen.contains("OPENAI_API_KEY=sk-1234567890"), "{seen}");
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let home = Home::quick_start();
    let text: String = (0..2000).fold(String::new(), |text, n| format!("{text}KEY_{n}={n:0100}\n"));
    home.write("many.env", text);
    home.ok(&["secrets", "import", "many.env", "-q"]);
    let mut shell = std::process::Command::new("bash");
    let muxi = home.process(&[]);
    shell.args(["-c", "set -o pipefail; \"$0\" secrets export | head -n 1"]).arg(muxi.get_program());
    shell.current_dir(home.formation()).env_clear();
    shell.envs(muxi.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let (code, stdout, stderr) = outcome(shell);
    assert_eq!((code, stdout.lines().count()), (0, 1), "{stderr}");
}
