//! `muxi secrets`: a key that a passphrase protects.

use std::process::Command;
use std::sync::OnceLock;

use crate::place::{chmod, error, files, outcome, unchanged};
use crate::support::Home;
use crate::terminal::Terminal;

const PHRASE: &str = "correct horse battery";
const NEXT: &str = "staple and something";

/// A home with X=value, a key that PHRASE opens, and files with both passphrases.
fn protected() -> Home {
    // Wrapping takes seconds in a debug build, so all tests share what one has wrapped.
    static MADE: OnceLock<(Vec<u8>, Vec<u8>)> = OnceLock::new();
    let (key, secrets) = MADE.get_or_init(|| {
        let home = Home::quick_start();
        home.keep("X", "value");
        phrases(&home);
        home.ok(&["secrets", "key", "passphrase", "--new-passphrase-file", "../phrase"]);
        (home.read(".key"), home.read("secrets.enc"))
    });
    let home = Home::quick_start();
    phrases(&home);
    home.write(".key", key);
    chmod(&home.formation().join(".key"), 0o600);
    home.write("secrets.enc", secrets);
    home
}

fn phrases(home: &Home) {
    let files =
        [("phrase", format!("{PHRASE}\n")), ("next", NEXT.into()), ("wrong", "not this one at all".into())];
    for (name, text) in files {
        std::fs::write(home.path().join(name), text).unwrap();
    }
}

#[test]
fn a_passphrase_comes_from_a_file_a_variable_or_a_descriptor() {
    let home = protected();
    assert!(String::from_utf8(home.read(".key")).unwrap().contains(" wrapped 600000 "));
    assert_eq!(home.ok(&["secrets", "get", "X", "--passphrase-file", "../phrase"]), "value");
    let path = home.path().join("phrase");
    let mut by_variable = home.muxi(&["secrets", "get", "X"]);
    by_variable.env("MUXI_SECRETS_PASSPHRASE_FILE", &path).assert().success().stdout("value");
    let muxi = home.process(&["secrets", "get", "X"]);
    for (script, exit) in [
        ("exec \"$@\" 7<\"$0\"", 0),
        ("cat \"$0\" | { exec \"$@\" 7<&0 0</dev/null; }", 0),
        ("exec \"$@\"", 1),
    ] {
        let mut shell = Command::new("sh");
        shell.args(["-c", script]).arg(&path).arg(muxi.get_program()).args(muxi.get_args());
        shell.env_clear().envs(muxi.get_envs().filter_map(|(n, v)| Some((n, v?))));
        shell.env("MUXI_SECRETS_PASSPHRASE_FD", "7").current_dir(home.formation());
        let (code, stdout, stderr) = outcome(shell);
        assert_eq!((code, stdout == "value"), (exit, exit == 0), "{script}: {stderr}");
    }
    let (code, _, stderr) = outcome({
        let mut muxi = home.process(&["secrets", "get", "X"]);
        muxi.env("MUXI_SECRETS_PASSPHRASE_FD", "seven");
        muxi
    });
    assert_eq!(code, 2, "{stderr}");
}

#[test]
fn without_a_terminal_the_flag_is_named_and_names_are_listed_all_the_same() {
    let home = protected();
    for args in [
        &["secrets", "get", "X", "--json"][..],
        &["secrets", "add", "X", "--json"],
        &["secrets", "key", "rotate", "--json"],
    ] {
        let (code, stdout, stderr) = unchanged(&home, || home.run_with(args, "v"));
        assert_eq!((code, &*stdout), (7, ""), "{stderr}");
        let error = error(&stderr);
        assert_eq!(error["code"], "passphrase_needed");
        assert!(error["hint"].as_str().unwrap().contains("--passphrase-file FILE"));
    }
    let (code, stdout, stderr) = home.run(&["secrets", "list"]);
    assert_eq!((code, &*stdout), (0, "X\n"));
    assert!(stderr.contains("names only: the key in "), "{stderr}");
    let (code, _, stderr) = home.run(&["secrets", "get", "X", "--passphrase-file", "../wrong", "--json"]);
    assert_eq!(code, 1);
    assert_eq!(error(&stderr)["code"], "passphrase_wrong");
    let (code, _, stderr) = home.run(&["secrets", "get", "X", "--passphrase-file", "../nowhere"]);
    assert!(code == 1 && stderr.contains("nowhere"), "{stderr}");
}

#[test]
fn a_person_is_asked_hidden_and_may_try_three_times() {
    let home = protected();
    let mut terminal = Terminal::start(&home, 200, &["secrets", "get", "X"]);
    terminal.until("Passphrase of the key in ");
    assert!(terminal.echo_is(false));
    terminal.type_in("something wrong\n");
    terminal.until("That does not open it. Passphrase of the key in ");
    assert!(terminal.echo_is(false));
    terminal.type_in(&format!("{PHRASE}\n"));
    let (code, seen, echo) = terminal.end();
    assert!(code == 0 && echo && seen.contains("value") && !seen.contains("battery"), "{code}: {seen}");
    let mut terminal = Terminal::start(&home, 200, &["secrets", "get", "X"]);
    for again in ["", "That does not open it. ", "That does not open it. "] {
        // Without its beginning, the first question would be taken for the second: it is drawn again when answered.
        terminal.until(&format!("{again}Passphrase of the key in "));
        assert!(terminal.echo_is(false));
        terminal.type_in("something wrong\n");
    }
    let (code, seen, _) = terminal.end();
    assert!(code == 1 && seen.contains("the passphrase does not open the key in "), "{code}: {seen}");
}

#[test]
fn ctrl_c_at_the_passphrase_ends_with_130() {
    let home = protected();
    for args in [&["secrets", "get", "X"][..], &["secrets", "list"], &["secrets", "key", "rotate"]] {
        unchanged(&home, || {
            let mut terminal = Terminal::start(&home, 200, args);
            terminal.until("Passphrase of the key in ");
            assert!(terminal.echo_is(false));
            terminal.type_in("half\x03");
            let (code, seen, echo) = terminal.end();
            assert!(code == 130 && echo && !seen.contains("half"), "{args:?}: {code}: {seen}");
        });
    }
}

#[test]
fn a_command_that_opens_the_store_twice_asks_once() {
    let home = protected();
    let text = String::from_utf8(home.read("secrets.enc")).unwrap();
    let seal = text.lines().find(|l| l.starts_with("seal ")).unwrap();
    home.write("secrets.enc", text.replace(&format!("{seal}\n"), ""));
    let mut terminal = Terminal::start(&home, 200, &["secrets", "seal", "--yes"]);
    terminal.until("Passphrase of the key in ");
    assert!(terminal.echo_is(false));
    terminal.type_in(&format!("{PHRASE}\n"));
    let (code, seen, _) = terminal.end();
    assert!(code == 0 && seen.contains("sealed"), "{code}: {seen}");
}

#[test]
fn it_is_changed_and_removed_and_the_secrets_are_not_touched() {
    let home = protected();
    let before = home.read("secrets.enc");
    let change = [
        "secrets",
        "key",
        "passphrase",
        "--passphrase-file",
        "../phrase",
        "--new-passphrase-file",
        "../next",
    ];
    let (code, stdout, stderr) = home.run(&change);
    assert_eq!((code, &*stdout), (0, ""), "{stderr}");
    assert!(stderr.contains("opens with the new passphrase"), "{stderr}");
    assert_eq!(home.ok(&["secrets", "get", "X", "--passphrase-file", "../next"]), "value");
    let remove = ["secrets", "key", "passphrase", "--remove", "--passphrase-file", "../next", "--json"];
    assert_eq!(home.ok(&remove), "{\n  \"result\": \"removed\"\n}\n");
    assert_eq!(home.ok(&remove), "{\n  \"result\": \"unchanged\"\n}\n");
    assert_eq!(home.ok(&["secrets", "get", "X"]), "value");
    assert_eq!(home.read("secrets.enc"), before);
    // Without the option for the new one, what is given is the new one.
    home.ok(&["secrets", "key", "passphrase", "--passphrase-file", "../next"]);
    assert_eq!(home.ok(&["secrets", "get", "X", "--passphrase-file", "../next"]), "value");
    std::fs::write(home.path().join("short"), "eleven char\n").unwrap();
    for args in [
        &[
            "secrets",
            "key",
            "passphrase",
            "--passphrase-file",
            "../next",
            "--new-passphrase-file",
            "../short",
        ][..],
        &["secrets", "key", "export", "--passphrase-file", "../next", "--new-passphrase-file", "../short"],
    ] {
        let (code, _, stderr) = unchanged(&home, || home.run(args));
        assert!(code == 4 && stderr.contains("at least 12 characters"), "{code}: {stderr}");
    }
    let (code, _, stderr) =
        unchanged(&home, || home.run(&["secrets", "key", "passphrase", "--passphrase-file", "../next"]));
    assert!(code == 7 && stderr.contains("--new-passphrase-file FILE"), "{code}: {stderr}");
}

#[test]
fn a_passphrase_is_nowhere_but_where_it_was_given() {
    let home = protected();
    let given = ["--passphrase-file", "../phrase"];
    for args in [
        &["secrets", "get", "X"][..],
        &["secrets", "key", "show", "--json"],
        &["secrets", "key", "export", "--output", "../sent"],
        &["secrets", "key", "import", "../sent", "--force"],
        &["secrets", "key", "rotate"],
        &["secrets", "key", "import", "../wrong"],
        &["secrets", "key", "passphrase", "--new-passphrase-file", "../wrong"],
        &["secrets", "key", "rotate", "--finish"],
        &["secrets", "list"],
    ] {
        let (_, stdout, stderr) = home.run(&[args, &given].concat());
        assert!(!stdout.contains(PHRASE) && !stderr.contains(PHRASE), "{args:?}");
    }
    for (path, bytes) in files(home.path()) {
        let name = path.file_name().unwrap();
        let holds = bytes.windows(PHRASE.len()).any(|w| w == PHRASE.as_bytes());
        assert_eq!(holds, name == "phrase", "{}", path.display());
    }
}

#[test]
fn a_new_passphrase_is_typed_twice_and_not_a_short_one() {
    let home = Home::quick_start();
    home.keep("X", "value");
    let mut terminal = Terminal::start(&home, 200, &["secrets", "key", "passphrase"]);
    let mut answer = |question: &str, typed: &str| {
        terminal.until(question);
        assert!(terminal.echo_is(false));
        terminal.type_in(&format!("{typed}\n"));
    };
    answer("New passphrase", "short");
    answer("has fewer", "");
    answer("has fewer", PHRASE);
    answer("The same again", PHRASE);
    let (code, seen, _) = terminal.end();
    assert!(code == 0 && !seen.contains("battery"), "{code}: {seen}");
    std::fs::write(home.path().join("phrase"), PHRASE).unwrap();
    assert_eq!(home.ok(&["secrets", "get", "X", "--passphrase-file", "../phrase"]), "value");
    unchanged(&home, || {
        let mut terminal = Terminal::start(&home, 200, &["secrets", "key", "passphrase"]);
        let mut answer = |question: &str, typed: &str| {
            terminal.until(question);
            assert!(terminal.echo_is(false));
            terminal.type_in(&format!("{typed}\n"));
        };
        answer("Passphrase of the key in ", PHRASE);
        for _ in 0..3 {
            answer("New passphrase", NEXT);
            answer("The same again", PHRASE);
        }
        let (code, seen, _) = terminal.end();
        assert!(code == 1 && seen.contains("no new passphrase was given"), "{code}: {seen}");
    });
}
