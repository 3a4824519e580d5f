//! Data on stdout, all else on stderr; colours, quiet, closed pipes, full disks, narrow terminals.

use std::fs::OpenOptions;
use std::io::Read;
use std::process::{Command, Stdio};

use serde_json::json;

use crate::place::{error, outcome};
use crate::support::Home;
use crate::terminal::Terminal;

/// Every command with data to print.
const PRINTING: [&[&str]; 8] = [
    &["secrets", "list"],
    &["secrets", "get", "X"],
    &["validate"],
    &["validate", "--json"],
    &["keys", "show"],
    &["completions", "bash"],
    &["--help"],
    &["--version"],
];

fn home() -> Home {
    let home = Home::quick_start();
    home.keep("X", "value");
    home
}

#[test]
fn notes_go_to_stderr_and_quiet_leaves_them_out() {
    let home = home();
    let (_, stdout, stderr) = home.run(&["validate"]);
    assert!(stdout.starts_with("warning[") && !stdout.contains("is valid"), "{stdout}");
    assert!(stderr.contains("is valid"), "{stderr}");
    for args in [&["validate"][..], &["secrets", "list"], &["keys", "show"]] {
        let (loud, quiet) = (home.run(args), home.run(&[args, &["--quiet"]].concat()));
        assert_eq!((quiet.0, &quiet.1), (loud.0, &loud.1), "{args:?}");
        assert_eq!(quiet.2, "", "{args:?}");
    }
    let quiet = home.run_with(&["-q", "secrets", "add", "new-name"], "v\n");
    assert_eq!(quiet, (0, String::new(), String::new()));
    // Errors and warnings are no notes.
    assert!(home.run(&["-q", "secrets", "get", "NOPE"]).2.starts_with("error: "));
    assert!(home.run_with(&["-q", "secrets", "add", "X"], "").2.starts_with("warning: "));
}

#[test]
fn colours_are_for_terminals_that_want_them_or_for_who_asks() {
    let home = home();
    let colored = |text: &str| text.contains('\u{1b}');
    assert!(!colored(&home.ok(&["validate"])), "a pipe gets none");
    assert!(colored(&home.ok(&["validate", "--color", "always"])));
    let with = |args: &[&str], variable| {
        let mut command = home.process(args);
        command.env(variable, "1");
        outcome(command).1
    };
    assert!(!colored(&with(&["validate"], "NO_COLOR")));
    assert!(colored(&with(&["validate", "--color", "always"], "NO_COLOR")), "the option counts more");
    assert!(colored(&Terminal::start(&home, 80, &["validate"]).end().1));
    assert!(!colored(&Terminal::start(&home, 80, &["validate", "--color", "never"]).end().1));
    assert!(!colored(&home.ok(&["validate", "--color", "always", "--json"])), "JSON has none");
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let home = home();
    for args in PRINTING {
        let mut command = home.process(args);
        let (read, write) = std::io::pipe().unwrap();
        drop(read);
        command.stdout(write).stderr(Stdio::piped());
        let output = command.spawn().unwrap().wait_with_output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{args:?}: {stderr}");
        assert!(!stderr.contains("error") && !stderr.contains("panicked"), "{args:?}: {stderr}");
    }
}

#[test]
fn a_reader_that_takes_one_line_and_leaves_is_no_failure() {
    let home = home();
    let program = home.process(&[]).get_program().to_str().unwrap().to_owned();
    let script = "\"$0\" completions bash | head -1; exit ${PIPESTATUS[0]}";
    let mut bash = Command::new("bash");
    bash.args(["-c", script, &program]).env_clear().env("PATH", std::env::var("PATH").unwrap());
    assert_eq!(outcome(bash), (0, "_muxi() {\n".to_owned(), String::new()));
}

#[test]
fn a_full_disk_is_said() {
    let home = home();
    for args in PRINTING {
        let mut command = home.process(args);
        command.stdout(OpenOptions::new().write(true).open("/dev/full").unwrap()).stderr(Stdio::piped());
        let output = command.spawn().unwrap().wait_with_output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{args:?}: {stderr}");
        assert!(stderr.contains("cannot write to the standard output: "), "{args:?}: {stderr}");
    }
}

#[test]
fn a_wrong_command_line_is_exit_code_2_with_the_usage() {
    let home = Home::quick_start();
    for (args, said) in [
        (&["--bogus"][..], "unexpected argument '--bogus'"),
        (&["nope"], "unrecognized subcommand 'nope'"),
        (&["secret"], "'secrets'"),
        (&["secrets", "get"], "<NAME>"),
        (&["secrets", "get", "A", "B"], "unexpected argument 'B'"),
        (&["secrets", "delete"], "<NAME>"),
        (&["validate", "--color", "sometimes"], "auto, always, never"),
        (&["serve", "--port", "70000"], "70000"),
        (&["demo", "--model", "nope"], "provider/name"),
    ] {
        let (code, stdout, stderr) = home.run(args);
        assert_eq!((code, &*stdout), (2, ""), "{args:?}: {stderr}");
        assert!(stderr.starts_with("error: ") && stderr.contains(said), "{args:?}: {stderr}");
        let (code, stdout, stderr) = home.run(&[args, &["--json"]].concat());
        assert_eq!((code, &*stdout), (2, ""), "{args:?}: {stderr}");
        assert_eq!(error(&stderr)["code"], "usage", "{args:?}");
    }
    for args in [&[][..], &["secrets"]] {
        let (code, stdout, stderr) = home.run(args);
        assert_eq!((code, &*stdout), (2, ""));
        assert!(stderr.contains("Usage: muxi"), "{stderr}");
    }
}

#[test]
fn help_is_data_and_names_the_exit_codes_of_the_check() {
    let home = Home::empty();
    let (code, stdout, stderr) = home.run(&["validate", "--help"]);
    assert_eq!((code, &*stderr), (0, ""));
    assert!(stdout.contains("Exit code: 0 no errors"), "{stdout}");
    assert_eq!(home.ok(&["--version"]), concat!("muxi ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn forty_columns_are_enough() {
    let home = home();
    let (code, help, _) = Terminal::start(&home, 40, &["--color", "never", "--help"]).end();
    assert_eq!(code, 0, "{help}");
    let examples = help.find("Quick start").unwrap();
    for line in help[..examples].lines().filter(|line| !line.contains("http")) {
        assert!(line.trim_end().chars().count() <= 40, "{line:?}");
    }
    let (code, findings, _) = Terminal::start(&home, 40, &["validate", "--color", "never"]).end();
    assert_eq!(code, 0, "{findings}");
    assert!(findings.contains("formation.afs:6:14") && findings.contains("^^^^"), "{findings}");
    let long = "A".repeat(60);
    home.keep(&long, "v");
    let (_, list, _) = Terminal::start(&home, 40, &["secrets", "list"]).end();
    assert!(list.contains(&format!("{long}  ****\r\n")), "a row stays a line: {list}");
}

#[test]
fn a_directory_that_is_gone_is_said() {
    let home = Home::empty();
    let gone = home.path().join("gone");
    std::fs::create_dir(&gone).unwrap();
    let program = home.process(&[]).get_program().to_owned();
    let mut shell = Command::new("sh");
    shell.args(["-c", "rmdir \"$PWD\" && exec \"$0\" secrets list"]).arg(program).current_dir(&gone);
    let (code, stdout, stderr) = outcome(shell);
    assert_eq!((code, &*stdout), (1, ""));
    assert!(stderr.contains("the current directory cannot be read"), "{stderr}");
}

#[test]
fn json_of_a_failure_is_one_object_on_one_line() {
    let home = Home::quick_start();
    let mut child = home.process(&["secrets", "get", "X", "--json"]);
    let mut child = child.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stderr = String::new();
    child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(3));
    assert_eq!(stderr.lines().count(), 1, "{stderr}");
    assert_eq!(error(&stderr)["code"], json!("secret_not_found"));
}
