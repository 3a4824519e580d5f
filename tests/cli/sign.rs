//! `muxi sign`: what a shell or another program sends to a MUXI server by itself.

use std::process::Stdio;

use serde_json::Value;

use crate::place::error;
use crate::support::Home;

const SECRET: &str = "muxi_sk_a-secret-of-a-key";

/// The command with a key in the environment.
fn signed(args: &[&str]) -> (i32, String, String) {
    run(&Home::empty(), args, &[("MUXI_KEY_ID", "muxi_pk_1"), ("MUXI_SECRET_KEY", SECRET)], "")
}

fn run(home: &Home, args: &[&str], vars: &[(&str, &str)], stdin: &str) -> (i32, String, String) {
    let mut command = home.muxi(&[&["sign"], args].concat());
    command.envs(vars.iter().copied()).write_stdin(stdin);
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn the_headers_of_a_vector_are_printed_and_what_was_signed() {
    let vectors: Vec<Value> = serde_json::from_str(include_str!("../kat/signing.json")).unwrap();
    for v in vectors.iter().filter(|v| v["secret"] != "" && !v["secret"].as_str().unwrap().contains(' ')) {
        let text = |name: &str| v[name].as_str().unwrap();
        let home = Home::empty();
        home.write("body", text("body"));
        let timestamp = v["timestamp"].to_string();
        let mut args =
            vec![text("method"), text("target"), "--dialect", text("dialect"), "--host", text("host")];
        args.extend(["--timestamp", &timestamp, "--nonce", text("nonce"), "--body", "body"]);
        args.extend(["--formation", text("formation_id"), "--version", text("formation_version")]);
        let vars = [("MUXI_KEY_ID", "muxi_pk_1"), ("MUXI_SECRET_KEY", text("secret"))];
        let (code, stdout, stderr) = run(&home, &args, &vars, "");
        assert_eq!(code, 0, "{stderr}");
        let (headers, shown) = stdout.split_once("\n\n").unwrap();
        assert_eq!(shown, format!("{}\n", text("text")));
        assert!(headers.contains(text("signature")), "{headers}");
        let json = run(&home, &[&args[..], &["--json"]].concat(), &vars, "").1;
        let json: Value = serde_json::from_str(&json).unwrap();
        assert_eq!(json["signed_text"], text("text"));
        for line in headers.lines() {
            let (name, value) = line.split_once(": ").unwrap();
            assert_eq!(json["headers"][name], value);
        }
    }
}

#[test]
fn header_lines_are_nothing_but_headers() {
    let args = ["GET", "/rpc/formations", "--host", "h", "--header-lines", "--timestamp", "1700000000"];
    let (code, stdout, _) = signed(&args);
    assert_eq!((code, stdout.lines().count()), (0, 5), "{stdout}");
    assert!(stdout.lines().all(|line| line.starts_with("X-MUXI-")), "{stdout}");
    // Each has a nonce of its own.
    assert_ne!(signed(&args).1, stdout);
}

#[test]
fn the_secret_comes_from_stdin_or_the_environment_and_is_never_shown() {
    let home = Home::empty();
    let args = ["get", "/x", "--host", "h", "--timestamp", "1", "--nonce", &"0".repeat(32), "--key-id", "k"];
    let piped = [&args[..], &["--secret-stdin"]].concat();
    let (code, from_stdin, stderr) = run(&home, &piped, &[], &format!("{SECRET}\n"));
    assert_eq!(code, 0, "{stderr}");
    let (_, from_env, _) = run(&home, &args, &[("MUXI_SECRET_KEY", SECRET)], "");
    assert_eq!(from_stdin, from_env);
    assert!(from_stdin.contains("\nGET\n/x\nh\n"), "{from_stdin}");
    for text in [&from_stdin, &stderr] {
        assert!(!text.contains(SECRET), "{text}");
    }
    // A key id that is the secret by mistake is not repeated.
    let (_, mistaken, _) =
        run(&home, &["GET", "/x", "--host", "h", "--key-id", SECRET], &[("MUXI_SECRET_KEY", SECRET)], "");
    assert!(!mistaken.contains(SECRET), "{mistaken}");
}

#[test]
fn the_body_may_come_from_stdin_and_be_larger_than_a_pipe_holds() {
    let body = "x".repeat(2 << 20);
    let home = Home::empty();
    home.write("body", &body);
    let vars = [("MUXI_KEY_ID", "k"), ("MUXI_SECRET_KEY", SECRET)];
    let args = ["POST", "/x", "--dialect", "documented", "--timestamp", "1", "--body"];
    let of_file = run(&home, &[&args[..], &["body"]].concat(), &vars, "");
    let of_stdin = run(&home, &[&args[..], &["-"]].concat(), &vars, &body);
    assert_eq!(of_file.0, 0, "{}", of_file.2);
    assert_eq!(of_file, of_stdin);
    let (code, _, stderr) = run(&home, &[&args[..], &["none"]].concat(), &vars, "");
    assert_eq!(code, 3, "{stderr}");
    assert!(stderr.contains("cannot read none"), "{stderr}");
    let both = [&args[..], &["-", "--secret-stdin"]].concat();
    assert_eq!(run(&home, &both, &vars, "").0, 2);
}

#[test]
fn what_cannot_be_signed_is_told() {
    for (args, code, words) in [
        (&["GET", "/x"][..], 2, "--host"),
        (&["GET", "x", "--host", "h"], 2, "begin with `/`"),
        (&["GET", "/x y", "--host", "h"], 2, "percent-encoded"),
        (&["GET", "/x;y", "--dialect", "documented"], 2, "%3B"),
        (&["G T", "/x", "--host", "h"], 2, "method"),
        (&["GET", "/x", "--host", "h", "--formation", "a\nb"], 2, "new line"),
        (&["GET", "/x", "--host", "h\nx"], 2, "new line"),
        (&["GET", "/x", "--host", "h", "--nonce", "AB"], 2, "32"),
        (&["GET", "/x", "--dialect", "v1"], 2, "v2, documented, legacy"),
    ] {
        let (exit, stdout, stderr) = signed(args);
        assert_eq!((exit, stdout.as_str()), (code, ""), "{args:?} {stderr}");
        assert!(stderr.contains(words), "{args:?}: {stderr}");
    }
    let (code, _, stderr) = run(&Home::empty(), &["GET", "/x", "--host", "h", "--json"], &[], "");
    assert_eq!(code, 7);
    assert_eq!(error(&stderr)["hint"], "answer with --key-id ID");
    let (code, _, stderr) = run(&Home::empty(), &["GET", "/x", "--host", "h", "--key-id", "k"], &[], "");
    assert_eq!(code, 7, "{stderr}");
    assert!(stderr.contains("--secret-stdin"), "{stderr}");
    let (code, _, stderr) =
        run(&Home::empty(), &["GET", "/x", "--host", "h", "--key-id", "k", "--secret-stdin"], &[], "\n");
    assert_eq!(code, 2, "{stderr}");
}

#[test]
fn the_legacy_dialect_says_that_the_body_is_not_signed() {
    let home = Home::empty();
    home.write("body", "x");
    let vars = [("MUXI_KEY_ID", "k"), ("MUXI_SECRET_KEY", SECRET)];
    let (code, _, stderr) = run(&home, &["POST", "/x", "--dialect", "legacy", "--body", "body"], &vars, "");
    assert_eq!(code, 0);
    assert!(stderr.contains("does not sign the body"), "{stderr}");
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let home = Home::empty();
    let mut child = home
        .process(&["sign", "GET", "/x", "--host", "h", "--key-id", "k"])
        .env("MUXI_SECRET_KEY", SECRET)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(output.stderr.is_empty(), "{output:?}");
}
