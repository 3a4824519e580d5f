//! `muxi demo`: the quick start by itself, and nothing left behind.

use std::io::Write;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process_group};

use crate::place::{error, files, outcome};
use crate::support::{Home, Model, Reply, until};

const COMMANDS: [&str; 6] = [
    "cat formation.afs",
    "printf %s \"$VALUE\" | muxi secrets add OPENAI_API_KEY",
    "muxi secrets list",
    "muxi validate",
    "muxi serve",
    "muxi chat \"Hello\"",
];

/// `muxi demo` with a TMPDIR of its own.
fn demo(home: &Home, args: &[&str]) -> (Command, PathBuf) {
    let temp = home.path().join("tmp");
    std::fs::create_dir_all(&temp).expect("a directory");
    let mut command = home.process(&[&["demo"], args].concat());
    command.env("TMPDIR", &temp);
    (command, temp)
}

fn empty(dir: &std::path::Path) -> bool {
    std::fs::read_dir(dir).expect("it is there").next().is_none()
}

#[test]
fn each_step_is_named_with_its_command_and_nothing_is_left_behind() {
    let home = Home::empty();
    let (command, temp) = demo(&home, &[]);
    let (code, stdout, stderr) = outcome(command);
    assert_eq!((code, &*stderr), (0, ""), "{stdout}");
    let mut rest = &*stdout;
    for (n, command) in COMMANDS.iter().enumerate() {
        let title = format!("{}. ", n + 1);
        let at = rest.find(&title).unwrap_or_else(|| panic!("no step {title}: {stdout}"));
        rest = &rest[at..];
        assert_eq!(rest.lines().nth(1), Some(&*format!("   $ {command}")), "{stdout}");
    }
    assert!(rest.contains("\n   You said: Hello\n"), "{stdout}");
    assert!(stdout.contains("   OPENAI_API_KEY  sk-****\n"), "{stdout}");
    assert!(!stdout.contains("sk-demo") && !stdout.contains(temp.to_str().unwrap()), "{stdout}");
    assert!(empty(&temp), "{:?}", files(&temp).keys());
    assert_eq!(files(&home.path().join("home")).len(), 0);
    assert_eq!(files(&home.state()).len(), 0, "the user's own state is not touched");
}

#[test]
fn programs_get_the_steps_as_data() {
    let home = Home::empty();
    let (command, temp) = demo(&home, &["--json"]);
    let (code, stdout, stderr) = outcome(command);
    assert_eq!((code, &*stderr), (0, ""));
    let data: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    let steps = data["steps"].as_array().unwrap();
    let commands: Vec<_> = steps.iter().map(|step| step["command"].as_str().unwrap()).collect();
    assert_eq!(commands, COMMANDS);
    assert_eq!(steps[5]["output"], "You said: Hello");
    assert!(steps.iter().all(|step| step["title"].as_str().is_some_and(|t| !t.is_empty())));
    assert!(empty(&temp));
}

/// The demo with a model of one's own, whose key comes from stdin.
fn own_model(home: &Home, model: &Model, args: &[&str]) -> (Child, PathBuf) {
    let (mut command, temp) = demo(home, &[&["--model", "openai/gpt-4o-mini"], args].concat());
    command.env("OPENAI_BASE_URL", model.base_url()).process_group(0);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("muxi starts");
    child.stdin.take().expect("piped").write_all(b"sk-canary-1234567890\n").expect("it reads");
    (child, temp)
}

#[test]
fn a_model_of_ones_own_answers_with_the_key_from_stdin() {
    let home = Home::empty();
    let model = Model::start([Reply::Text(&["Good ", "day"])]);
    let (child, temp) = own_model(&home, &model, &[]);
    let output = child.wait_with_output().unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{stdout}");
    assert!(stdout.contains("   Good day\n") && !stdout.contains("canary"), "{stdout}");
    assert_eq!(model.asked()[0].authorization.as_deref(), Some("Bearer sk-canary-1234567890"));
    assert!(model.asked()[0].messages().contains(&"user: Hello".to_owned()));
    assert!(empty(&temp));
}

#[test]
fn a_step_that_fails_is_shown_and_nothing_is_left_behind() {
    let home = Home::empty();
    let body = r#"{"error":{"message":"Incorrect API key provided: sk-canary-1234567890"}}"#;
    let model = Model::start([Reply::Status(401, "", body)]);
    let (child, temp) = own_model(&home, &model, &[]);
    let output = child.wait_with_output().unwrap();
    let (stdout, stderr) =
        (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert_eq!(output.status.code(), Some(1), "{stdout}{stderr}");
    assert!(stderr.contains("`muxi chat \"Hello\"` ended with exit code 5"), "{stderr}");
    assert!(!stdout.contains("canary") && !stderr.contains("canary"), "{stdout}{stderr}");
    assert!(empty(&temp), "{:?}", files(&temp).keys());
}

/// Ends the demo by `signal`, as the terminal would, while the model thinks.
fn stopped_by(signal: Signal) -> (Option<i32>, String) {
    let home = Home::empty();
    let model = Model::start([Reply::Silence]);
    let (child, temp) = own_model(&home, &model, &[]);
    let start = Instant::now();
    until(Duration::from_secs(20), "the demo does not come to its last step", || !model.asked().is_empty());
    let group = i32::try_from(child.id()).ok().and_then(Pid::from_raw).expect("a process");
    kill_process_group(group, signal).expect("it is there");
    let output = child.wait_with_output().expect("it is there");
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    assert!(empty(&temp), "{:?}", files(&temp).keys());
    let alive = rustix::process::test_kill_process_group(group).is_ok();
    assert!(!alive, "a process goes on");
    (output.status.code(), String::from_utf8(output.stderr).expect("it is there"))
}

#[test]
fn ctrl_c_term_and_a_closed_terminal_leave_nothing_behind() {
    for signal in [Signal::INT, Signal::TERM, Signal::HUP] {
        let (code, stderr) = stopped_by(signal);
        assert_eq!((code, &*stderr), (Some(130), "error: interrupted\n"));
    }
}

#[test]
fn a_reader_that_leaves_ends_it_quietly() {
    let home = Home::empty();
    let (mut command, temp) = demo(&home, &[]);
    let (read, write) = std::io::pipe().unwrap();
    drop(read);
    command.stdout(write);
    let output = command.stderr(Stdio::piped()).spawn().unwrap().wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr), (Some(0), Vec::new()));
    assert!(empty(&temp), "{:?}", files(&temp).keys());
}

#[test]
fn without_a_key_for_the_model_it_says_so_before_it_begins() {
    let home = Home::empty();
    let (mut command, temp) = demo(&home, &["--model", "openai/gpt-4o-mini", "--json"]);
    command.stdin(Stdio::null());
    let (code, stdout, stderr) = outcome(command);
    assert_eq!((code, &*stdout), (2, ""), "{stderr}");
    assert_eq!(error(&stderr)["message"], "stdin holds no value for OPENAI_API_KEY");
    assert!(empty(&temp));
}
