//! `muxi secrets`: where the key may come from, and what happens when it is not the one.

use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::place::{as_somebody, chmod, error, outcome, unchanged};
use crate::support::Home;

/// A home with the secret X=value, whose key was moved out of the formation to the second.
fn keyless() -> (Home, PathBuf) {
    let home = Home::quick_start();
    home.keep("X", "value");
    let key = home.path().join("elsewhere");
    std::fs::rename(home.formation().join(".key"), &key).expect("the key is there");
    (home, key)
}

const GET: [&str; 3] = ["secrets", "get", "X"];
const ADD: [&str; 3] = ["secrets", "add", "X"];

/// Reading and writing fail alike, with this exit code, and no file changes.
fn refused(home: &Home, exit: i32, said: &[&str]) {
    for args in [GET, ADD] {
        let (code, stdout, stderr) = unchanged(home, || home.run_with(&args, "new"));
        assert_eq!((code, &*stdout), (exit, ""), "{args:?}: {stderr}");
        for text in said {
            assert!(stderr.contains(text), "{args:?}: {text:?} is not in: {stderr}");
        }
    }
}

#[test]
fn the_key_may_come_from_a_file_that_is_named() {
    let (home, key) = keyless();
    let path = key.to_str().unwrap();
    assert_eq!(home.ok(&["secrets", "get", "X", "--key-file", path]), "value");
    assert_eq!(home.ok(&["--key-file", "../elsewhere", "secrets", "get", "X"]), "value");
    home.muxi(&GET).env("MUXI_SECRETS_KEY_FILE", path).assert().success().stdout("value");
    // The option counts more than the variable.
    let mut both = home.muxi(&["--key-file", path, "secrets", "get", "X"]);
    both.env("MUXI_SECRETS_KEY_FILE", "/nowhere").assert().success();
    home.muxi(&ADD).env("MUXI_SECRETS_KEY_FILE", path).write_stdin("new").assert().success();
    home.muxi(&GET).env("MUXI_SECRETS_KEY_FILE", path).assert().success().stdout("new");
    assert!(!home.formation().join(".key").exists(), "no second key is made");
    let (code, _, stderr) = unchanged(&home, || home.run(&["--key-file", "/nowhere", "secrets", "get", "X"]));
    assert_eq!(code, 1);
    assert!(stderr.contains("/nowhere"), "{stderr}");
}

#[test]
fn the_key_may_come_from_the_environment() {
    let (home, key) = keyless();
    let text = std::fs::read_to_string(key).unwrap();
    home.muxi(&GET).env("MUXI_SECRETS_KEY", &text).assert().success().stdout("value");
    let output = home.muxi(&GET).env("MUXI_SECRETS_KEY", &text[..60]).output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr.contains("MUXI_SECRETS_KEY") && !stderr.contains(&text[40..60]), "{stderr}");
}

/// `$1` is the key's file, the rest the command.
const FROM_FILE: &str = "key=$1; shift; exec \"$@\" 7<\"$key\"";
const FROM_PIPE: &str = "key=$1; shift; cat \"$key\" | { exec \"$@\" 7<&0 0</dev/null; }";
const FROM_NOTHING: &str = "shift; exec \"$@\"";

/// Runs a command with the key on descriptor 7.
fn by_descriptor(home: &Home, key: &Path, script: &str, muxi: &Command) -> (i32, String, String) {
    let mut shell = Command::new("sh");
    shell.args(["-c", script, "sh"]).arg(key).arg(muxi.get_program()).args(muxi.get_args());
    shell.env_clear().envs(muxi.get_envs().filter_map(|(n, v)| Some((n, v?))));
    shell.env("MUXI_SECRETS_KEY_FD", "7").current_dir(home.formation());
    outcome(shell)
}

#[test]
fn the_key_may_come_from_an_open_descriptor() {
    let (home, key) = keyless();
    let plain = home.process(&GET);
    for script in [FROM_FILE, FROM_PIPE] {
        let (code, stdout, stderr) = by_descriptor(&home, &key, script, &plain);
        assert_eq!((code, &*stdout), (0, "value"), "{stderr}");
    }
    // Who gives the descriptor may have rights that muxi has not, as an init system does.
    let somebody = as_somebody(&home, &GET);
    chmod(&key, 0o600);
    std::os::unix::fs::chown(&key, Some(rustix::process::geteuid().as_raw()), None).unwrap();
    for script in [FROM_FILE, FROM_PIPE] {
        let (code, stdout, stderr) = by_descriptor(&home, &key, script, &somebody);
        assert_eq!((code, &*stdout), (0, "value"), "{stderr}");
    }
    let (code, _, stderr) = by_descriptor(&home, &key, FROM_NOTHING, &plain);
    assert_eq!(code, 1, "{stderr}");
    assert!(stderr.contains("/fd/7"), "{stderr}");
    let output = home.muxi(&GET).env("MUXI_SECRETS_KEY_FD", "seven").output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{output:?}");
}

#[test]
fn a_pipe_that_can_be_read_once_is_enough_for_a_whole_command() {
    let (home, key) = keyless();
    let whole = String::from_utf8(home.read("secrets.enc")).unwrap();
    let line = whole.lines().find(|l| l.starts_with("X ")).unwrap();
    home.write("secrets.enc", whole.replace(&format!("{line}\n"), ""));
    let seal = home.process(&["secrets", "seal", "--yes"]);
    let (code, _, stderr) = by_descriptor(&home, &key, FROM_PIPE, &seal);
    assert_eq!(code, 0, "{stderr}");
    assert!(stderr.ends_with("sealed\n"), "{stderr}");
}

#[test]
fn a_missing_key_is_asked_for_by_its_id_and_no_new_one_is_made() {
    let (home, _) = keyless();
    refused(&home, 1, &["there is no key for ", "(it needs key ", "--key-file", "MUXI_SECRETS_KEY_FILE"]);
    let (_, _, stderr) = home.run(&["secrets", "get", "X", "--json"]);
    assert_eq!(error(&stderr)["code"], "key_missing");
}

#[test]
fn a_wrong_key_is_told_from_the_right_one_and_nothing_is_changed() {
    let (home, _) = keyless();
    let other = Home::quick_start();
    other.keep("Y", "v");
    home.write(".key", other.read(".key"));
    chmod(&home.formation().join(".key"), 0o600);
    refused(&home, 1, &["wrong key for ", "it needs key ", ".key holds key ", "nothing was changed"]);
    let (code, stdout, stderr) = home.run(&["secrets", "list"]);
    assert_eq!((code, &*stdout), (0, "X\n"));
    assert!(stderr.contains("names only: wrong key"), "{stderr}");
}

#[test]
fn a_truncated_key_is_called_that_at_every_length() {
    let (home, key) = keyless();
    let whole = std::fs::read(key).unwrap();
    for length in [1, 5, 11, 12, 20, 60, whole.len() - 2] {
        home.write(".key", &whole[..length]);
        chmod(&home.formation().join(".key"), 0o600);
        refused(&home, 1, &[".key", "is cut short or mistyped", "copy the whole file again"]);
    }
    home.write(".key", "");
    refused(&home, 1, &[".key is not a key: it is empty"]);
}

#[test]
fn a_key_that_others_can_read_or_that_is_a_link_is_refused() {
    let (home, key) = keyless();
    let path = home.formation().join(".key");
    std::fs::copy(&key, &path).unwrap();
    for mode in [0o640, 0o604, 0o660] {
        chmod(&path, mode);
        refused(&home, 4, &["can be read by others (mode 0", "run: chmod 600 "]);
    }
    std::fs::remove_file(&path).unwrap();
    symlink(&key, &path).unwrap();
    refused(&home, 4, &[".key is a symbolic link", "put the file itself at "]);
    std::fs::remove_file(&path).unwrap();
    std::fs::create_dir(&path).unwrap();
    refused(&home, 4, &[".key is not a regular file"]);
}

#[test]
fn a_foreign_or_cut_secrets_file_is_named_and_left_alone() {
    let home = Home::quick_start();
    home.keep("X", "value");
    let whole = home.read("secrets.enc");
    for (foreign, said) in [
        (&b"{\"X\": \"value\"}\n"[..], "is not a MUXI secrets file"),
        (b"\x7fELF\x02\x01\x01\0", "is not a MUXI secrets file"),
        (b"", "is not a MUXI secrets file"),
        (b"muxi-secrets 3\nstore 00\n", "is of format 3, and this program knows 1 and 2"),
        (&whole[..whole.len() / 2], "secrets.enc:"),
        (&whole[..whole.len() - 20], "secrets.enc:"),
        (b"<<<<<<< HEAD\nmuxi-secrets 2\n", "secrets.enc"),
    ] {
        home.write("secrets.enc", foreign);
        refused(&home, 1, &[said]);
        assert_eq!(home.run(&["secrets", "list"]).0, 1);
    }
    home.write("secrets.enc", &whole);
    assert_eq!(home.ok(&GET), "value");
}

#[test]
fn a_value_that_was_tampered_with_is_refused_and_the_others_open() {
    let home = Home::quick_start();
    home.keep("X", "value");
    home.keep("Y", "other");
    let text = String::from_utf8(home.read("secrets.enc")).unwrap();
    let line = text.lines().find(|l| l.starts_with("X ")).unwrap();
    let (head, body) = line.rsplit_once(' ').unwrap();
    let flipped = format!("{head} {}{}", if body.starts_with('A') { 'B' } else { 'A' }, &body[1..]);
    home.write("secrets.enc", text.replace(line, &flipped));
    let (code, stdout, stderr) = unchanged(&home, || home.run(&GET));
    assert_eq!((code, &*stdout), (1, ""), "{stderr}");
    assert!(stderr.contains("the value of X in ") && stderr.contains("was tampered with"), "{stderr}");
    assert_eq!(home.ok(&["secrets", "get", "Y"]), "other");
    let (code, _, stderr) = unchanged(&home, || home.run_with(&["secrets", "add", "Z"], "v"));
    assert_eq!(code, 4, "{stderr}");
    assert!(stderr.contains("muxi secrets seal"), "{stderr}");
}

#[test]
fn in_a_read_only_formation_reading_works_and_writing_says_why_not() {
    let home = Home::echo();
    home.keep("X", "value");
    as_somebody(&home, &["--version"]);
    chmod(&home.formation(), 0o555);
    let run = |args: &[&str]| outcome(as_somebody(&home, args));
    let (code, _, stderr) = unchanged(&home, || run(&["secrets", "add", "NEW", "--generate"]));
    assert_eq!(code, 1, "{stderr}");
    assert!(stderr.contains(home.formation().to_str().unwrap()), "{stderr}");
    assert!(stderr.contains("nothing was changed; make the directory writable"), "{stderr}");
    let (code, _, stderr) = unchanged(&home, || run(&["secrets", "delete", "X"]));
    assert_eq!(code, 1, "{stderr}");
    assert_eq!(run(&GET), (0, "value".to_owned(), String::new()));
    assert_eq!(run(&["secrets", "list"]).1, "X  ****\n");
    for args in [&["validate"][..], &["keys", "show"], &["chat", "--local", "Hello"]] {
        let (code, _, stderr) = unchanged(&home, || run(args));
        assert_eq!(code, 0, "{args:?}: {stderr}");
    }
    chmod(&home.formation(), 0o755);
}
