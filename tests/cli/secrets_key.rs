//! `muxi secrets key show`, `export` and `import`.

use serde_json::json;

use crate::place::{chmod, error, json, mode, unchanged};
use crate::support::Home;
use crate::terminal::Terminal;

const PHRASE: &str = "correct horse battery";

fn home() -> Home {
    let home = Home::quick_start();
    home.keep("X", "value");
    std::fs::write(home.path().join("phrase"), format!("{PHRASE}\n")).unwrap();
    home
}

/// The same formation at a colleague's, without the key.
fn colleague(of: &Home) -> Home {
    let theirs = Home::quick_start();
    theirs.write("secrets.enc", of.read("secrets.enc"));
    std::fs::write(theirs.path().join("phrase"), PHRASE).unwrap();
    theirs
}

/// The id of the one key, and its text.
fn key(home: &Home) -> (String, String) {
    let text = String::from_utf8(home.read(".key")).unwrap();
    let fields: Vec<_> = text.lines().nth(1).unwrap().split(' ').collect();
    (fields[1].to_owned(), fields[5].to_owned())
}

#[test]
fn show_says_which_keys_are_where_and_never_a_key() {
    let home = home();
    let (id, secret) = key(&home);
    let (code, stdout, stderr) = unchanged(&home, || home.run(&["secrets", "key", "show"]));
    assert_eq!((code, &*stderr), (0, ""));
    let path = home.formation().join(".key");
    assert!(stdout.starts_with(&format!("{id}  active  20")), "{stdout}");
    assert!(stdout.trim_end().ends_with(&format!("(0 days)  plain  used  {}", path.display())), "{stdout}");
    let shown = json(&home, &["secrets", "key", "show", "--json"]);
    let created = shown["keys"][0]["created"].clone();
    let expected = json!({
        "format": 2,
        "keys": [{"id": id, "status": "active", "created": created, "age_days": 0, "passphrase": false,
                  "used": true, "from": path.to_str().unwrap()}],
        "missing": [], "faults": [], "file_error": null,
    });
    assert_eq!(shown, expected);
    // What is wrong with a place is said, and the others are shown all the same.
    chmod(&path, 0o644);
    let mut other = home.muxi(&["secrets", "key", "show"]);
    let output = other.env("MUXI_SECRETS_KEY", secret).output().unwrap();
    let (stdout, stderr) =
        (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert!(
        stdout.contains(&id) && stdout.contains("made at an unknown time  plain  used  MUXI_SECRETS_KEY"),
        "{stdout}"
    );
    assert!(stderr.contains("not used: ") && stderr.contains("chmod 600"), "{stderr}");
    std::fs::remove_file(&path).unwrap();
    let (code, stdout, stderr) = home.run(&["secrets", "key", "show"]);
    assert_eq!((code, &*stdout), (0, ""));
    assert!(
        stderr.contains("there is no key here") && stderr.contains(&format!("need key {id}")),
        "{stderr}"
    );
    assert_eq!(json(&home, &["secrets", "key", "show", "--json"])["missing"], json!([id]));
}

#[test]
fn an_exported_key_is_imported_by_a_colleague_with_its_passphrase() {
    let home = home();
    let theirs = colleague(&home);
    let text = home.ok(&["secrets", "key", "export", "--new-passphrase-file", "../phrase"]);
    assert!(text.starts_with("muxi-key 2\nkey ") && text.contains(" active wrapped 600000 "), "{text}");
    let (_, secret) = key(&home);
    assert!(!text.contains(&secret));
    let (code, _, stderr) =
        unchanged(&theirs, || theirs.run_with(&["secrets", "key", "import", "--json"], text.clone()));
    assert_eq!(code, 7);
    assert_eq!(error(&stderr)["code"], "passphrase_needed");
    let args = ["secrets", "key", "import", "-", "--passphrase-file", "../phrase"];
    let (code, stdout, stderr) = theirs.run_with(&args, text.clone());
    assert_eq!((code, &*stdout), (0, ""), "{stderr}");
    assert!(stderr.starts_with("made "), "{stderr}");
    assert_eq!(theirs.ok(&["secrets", "get", "X"]), "value");
    assert_eq!(mode(&theirs.formation().join(".key")), 0o600);
    let (code, stdout, _) = theirs.run_with(&[&args[..], &["--json"]].concat(), text);
    let result: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    let (id, _) = key(&home);
    let file = theirs.formation().join(".key");
    let expected =
        json!({"result": "unchanged", "keys": [&id], "active": id, "key_file": file.to_str().unwrap()});
    assert_eq!((code, result), (0, expected));
}

#[test]
fn an_export_goes_to_a_new_file_for_its_owner_alone() {
    let home = home();
    let args = ["secrets", "key", "export", "--passphrase-file", "../phrase", "--output", "../out"];
    let (code, stdout, stderr) = home.run(&args);
    assert_eq!((code, &*stdout), (0, ""), "{stderr}");
    assert!(stderr.contains("wrote key ") && stderr.contains("tell that by another way"), "{stderr}");
    let path = home.path().join("out");
    assert_eq!(mode(&path), 0o600);
    let before = std::fs::read(&path).unwrap();
    let (code, _, stderr) = home.run(&args);
    assert!(code == 4 && stderr.contains("already exists"), "{code}: {stderr}");
    assert_eq!(std::fs::read(&path).unwrap(), before);
    // Said before anybody is asked for a passphrase.
    let (code, _, stderr) = home.run(&["secrets", "key", "export", "-o", "../out", "--no-input"]);
    assert!(code == 4 && stderr.contains("a file that is not there yet"), "{code}: {stderr}");
    let theirs = colleague(&home);
    std::fs::copy(&path, theirs.path().join("in")).unwrap();
    theirs.ok(&["secrets", "key", "import", "../in", "--passphrase-file", "../phrase"]);
    assert_eq!(theirs.ok(&["secrets", "get", "X"]), "value");
}

#[test]
fn the_plain_key_is_asked_for_or_needs_yes_and_opens_everything() {
    let home = home();
    let plain = ["secrets", "key", "export", "--plain"];
    let (code, stdout, stderr) = home.run(&plain);
    assert_eq!((code, &*stdout), (7, ""));
    assert!(stderr.contains("answer with --yes"), "{stderr}");
    let mut terminal = Terminal::start(&home, 200, &plain);
    terminal.until("Go on? [y/N]");
    terminal.type_in("n\r");
    let (code, seen, _) = terminal.end();
    assert!(code == 1 && seen.contains("nothing was exported"), "{code}: {seen}");
    let text = home.ok(&[&plain[..], &["--yes"]].concat());
    assert_eq!(text.len(), 44);
    let theirs = colleague(&home);
    theirs.muxi(&["secrets", "get", "X"]).env("MUXI_SECRETS_KEY", &text).assert().success().stdout("value");
    assert_eq!(theirs.run_with(&["secrets", "key", "import"], text).0, 0);
    assert_eq!(theirs.ok(&["secrets", "get", "X"]), "value");
    let (code, _, stderr) = home.run(&[&plain[..], &["--yes", "--json"]].concat());
    assert!(code == 0 && stderr.is_empty(), "{stderr}");
    // The option that goes with plain alone, and the one that does not.
    assert_eq!(home.run(&["secrets", "key", "export", "--yes"]).0, 2);
    assert_eq!(home.run(&[&plain[..], &["--yes", "--new-passphrase-file", "../phrase"]].concat()).0, 2);
}

#[test]
fn a_passphrase_for_an_export_is_asked_twice_or_named() {
    let home = home();
    let (code, stdout, stderr) = home.run(&["secrets", "key", "export"]);
    assert_eq!((code, &*stdout), (7, ""));
    assert!(stderr.contains("--new-passphrase-file FILE"), "{stderr}");
    let mut terminal = Terminal::start(&home, 200, &["secrets", "key", "export", "--output", "../out"]);
    for question in ["New passphrase", "The same again"] {
        terminal.until(question);
        assert!(terminal.echo_is(false));
        terminal.type_in(&format!("{PHRASE}\n"));
    }
    let (code, seen, _) = terminal.end();
    assert!(code == 0 && !seen.contains("battery"), "{code}: {seen}");
    let theirs = colleague(&home);
    std::fs::copy(home.path().join("out"), theirs.path().join("in")).unwrap();
    let mut terminal = Terminal::start(&theirs, 200, &["secrets", "key", "import", "../in"]);
    terminal.until("Passphrase of the key in ");
    assert!(terminal.echo_is(false));
    terminal.type_in(&format!("{PHRASE}\n"));
    assert_eq!(terminal.end().0, 0);
    assert_eq!(theirs.ok(&["secrets", "get", "X"]), "value");
}

#[test]
fn what_does_not_fit_is_no_key_or_is_nowhere_changes_nothing() {
    let home = home();
    let other = Home::quick_start();
    other.keep("Y", "v");
    let foreign = other.ok(&["secrets", "key", "export", "--plain", "--yes"]);
    let (code, _, stderr) =
        unchanged(&home, || home.run_with(&["secrets", "key", "import", "--json"], foreign.clone()));
    assert_eq!(code, 4);
    assert_eq!(error(&stderr)["code"], "key_does_not_fit");
    assert!(!stderr.contains(&foreign));
    for (text, exit) in [("", 1), ("OPENAI_API_KEY=sk-1", 1), ("muxi-key 2\n", 1), ("muxi-key 3\n", 1)] {
        let (code, _, stderr) = unchanged(&home, || home.run_with(&["secrets", "key", "import"], text));
        assert_eq!(code, exit, "{text:?}: {stderr}");
        assert!(stderr.contains("the standard input"), "{stderr}");
    }
    let (code, _, stderr) =
        unchanged(&home, || home.run_with(&["secrets", "key", "import"], vec![b'x'; 70_000]));
    assert_eq!(code, 1, "{stderr}");
    let (code, _, stderr) = unchanged(&home, || home.run(&["secrets", "key", "import", "nowhere"]));
    assert!(code == 3 && stderr.contains("nowhere"), "{stderr}");
    let (code, seen, _) =
        unchanged(&home, || Terminal::start(&home, 200, &["secrets", "key", "import"]).end());
    assert!(code == 7 && seen.contains("the argument FILE"), "{code}: {seen}");
    assert_eq!(home.run_with(&["secrets", "key", "import", "--force"], foreign).0, 0);
    assert_eq!(home.ok(&["secrets", "get", "X"]), "value");
}

#[test]
#[cfg(not(feature = "keychain"))]
fn without_the_keychain_built_in_it_is_said_how_to_get_it() {
    let home = home();
    for args in [&["secrets", "key", "keychain"][..], &["secrets", "key", "keychain", "--remove"]] {
        let (code, _, stderr) = unchanged(&home, || home.run(args));
        assert!(
            code == 1 && stderr.contains("cargo install --path . --features keychain"),
            "{code}: {stderr}"
        );
    }
    assert_eq!(home.run(&["secrets", "key", "keychain", "--force"]).0, 2);
}

#[test]
fn a_key_that_git_tracks_is_not_added_to() {
    let home = home();
    let git = |args: &[&str]| {
        let output = std::process::Command::new("git").args(args).current_dir(home.formation()).output();
        assert!(output.unwrap().status.success(), "git {args:?}");
    };
    git(&["init", "-q"]);
    git(&["add", "-f", ".key"]);
    let text = String::from_utf8(home.read(".key")).unwrap();
    for args in [
        &["secrets", "key", "import"][..],
        &["secrets", "key", "rotate"],
        &["secrets", "key", "rotate", "--finish"],
        &["secrets", "key", "passphrase", "--new-passphrase-file", "../phrase"],
        &["secrets", "convert", "--format", "1"],
    ] {
        let (code, _, stderr) = unchanged(&home, || home.run_with(args, text.clone()));
        assert!(code == 4 && stderr.contains("git rm --cached"), "{args:?}: {code}: {stderr}");
    }
}

#[test]
fn a_plain_key_in_a_file_that_git_would_commit_is_warned_about_and_with_strict_refused() {
    let home = home();
    let git = std::process::Command::new("git").args(["init", "-q"]).current_dir(home.formation()).status();
    assert!(git.unwrap().success());
    let export = |to: &str, more: &[&str]| {
        let args = [&["secrets", "key", "export", "--plain", "--yes", "--output", to], more].concat();
        home.run(&args)
    };
    let (code, _, stderr) = unchanged(&home, || export("out", &["--strict"]));
    assert!(code == 4 && stderr.contains("git does not ignore") && stderr.contains("hint: "), "{stderr}");
    let (code, _, stderr) = export("out", &[]);
    assert!(code == 0 && stderr.contains("warning: git does not ignore"), "{stderr}");
    for (to, more) in [("../out", &["--strict"][..]), (".key.copy", &["--strict"])] {
        let (code, _, stderr) = export(to, more);
        assert!(code == 0 && !stderr.contains("git"), "{code}: {stderr}");
    }
    let wrapped = ["secrets", "key", "export", "--passphrase-file", "../phrase", "-o", "sent", "--strict"];
    assert_eq!(home.run(&wrapped).0, 0);
    let rotate = ["secrets", "key", "rotate", "--key-output", "new"];
    let (code, _, stderr) = unchanged(&home, || home.run(&[&rotate[..], &["--strict"]].concat()));
    assert!(code == 4 && stderr.contains("git does not ignore"), "{code}: {stderr}");
    let (code, _, stderr) = home.run(&rotate);
    assert!(code == 0 && stderr.contains("warning: git does not ignore"), "{code}: {stderr}");
}
