//! The same for import, export and run: a value is where it is meant to be and nowhere else.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use rustix::process::{Pid, Signal, kill_process};

use crate::leaks::{CANARY, clean, clean_below, proc};
use crate::place::{chmod, outcome};
use crate::support::Home;

/// A home whose temporary directory is its own, with files to import outside the formation.
fn home() -> Home {
    let home = Home::quick_start();
    std::fs::create_dir(home.path().join("tmp")).unwrap();
    home
}

/// Runs it with this on stdin, and looks through what it says.
fn said(home: &Home, args: &[&str], stdin: &str) -> (i32, String) {
    let mut command = home.muxi(args);
    command.env("TMPDIR", home.path().join("tmp"));
    let output = command.write_stdin(stdin).output().unwrap();
    clean(&format!("the notes of {args:?}"), &output.stderr);
    (output.status.code().unwrap_or(-1), String::from_utf8(output.stdout).unwrap())
}

#[test]
fn import_tells_no_value_whatever_is_wrong() {
    let home = home();
    let json = |text: &str| text.replace('@', CANARY);
    for (format, text) in [
        ("env", "A=@\n"),
        ("env", "A='@"),
        ("env", "A=\"@\" @\n"),
        ("env", "@\n"),
        ("env", "@ x=1\n"),
        ("env", "@=1\n"),
        ("env", "A=@\\\n"),
        ("env", "A=1\nA=@\n"),
        ("env", "a=1\nA=@\n"),
        ("env", "B=@\nC=@\n"),
        ("json", "{\"A\": \"@\"}"),
        ("json", "{\"A\": @}"),
        ("json", "{\"A\": [\"@\"]}"),
        ("json", "{\"A\": {\"base64\": \"@\"}}"),
        ("json", "{\"A\": {\"x\": \"@\"}}"),
        ("json", "\"@\""),
        ("json", "{\"A\": \"@"),
        ("json", "{\"A\": \"\\ud800@\"}"),
        ("yaml", "A: @\n"),
        ("yaml", "A: !@\n"),
        ("yaml", "A: &@ x\n"),
        ("yaml", "A: *@\n"),
        ("yaml", "A: [@]\n"),
        ("yaml", "A: {x: @}\n"),
        ("yaml", "A: '@\n"),
        ("yaml", "A: x: @\n"),
        ("yaml", "@\n"),
        ("yaml", "A: !!binary @\n"),
        ("yaml", "%@\nA: x\n"),
    ] {
        for options in
            [&[][..], &["--dry-run"], &["--json"], &["--overwrite"], &["--skip-existing", "--json"]]
        {
            let args = [&["secrets", "import", "--format", format], options].concat();
            let (_, stdout) = said(&home, &args, &json(text));
            clean(&format!("the output of {args:?}"), stdout.as_bytes());
        }
        clean_below(home.path());
    }
    assert!(home.ok(&["secrets", "get", "B"]).contains(CANARY));
}

#[test]
fn export_writes_it_to_its_file_only() {
    let home = home();
    home.keep("OPENAI_API_KEY", CANARY);
    for format in ["env", "json", "yaml"] {
        let (code, stdout) = said(&home, &["secrets", "export", "--format", format], "");
        assert!(code == 0 && stdout.contains(CANARY));
        clean_below(home.path());
        let file = home.path().join(format!("out.{format}"));
        let name = file.to_str().unwrap();
        let (code, stdout) = said(&home, &["secrets", "export", "--output", name, "--json"], "");
        assert_eq!(code, 0);
        clean("stdout", stdout.as_bytes());
        let (code, stdout) = said(&home, &["secrets", "export", "--output", name], "");
        assert_eq!(code, 4);
        clean("stdout", stdout.as_bytes());
        assert!(std::fs::read_to_string(&file).unwrap().contains(CANARY));
        std::fs::remove_file(&file).unwrap();
        clean_below(home.path());
    }
    // What cannot be written leaves nothing behind.
    let closed = home.path().join("closed");
    std::fs::create_dir(&closed).unwrap();
    let mut command = crate::place::as_somebody(&home, &["secrets", "export", "--output", "../closed/x.env"]);
    chmod(&closed, 0o555);
    command.stdin(Stdio::null());
    let (code, stdout, stderr) = outcome(command);
    assert_eq!(code, 1, "{stderr}");
    clean("stdout", stdout.as_bytes());
    clean("stderr", stderr.as_bytes());
    clean_below(&closed);
}

#[test]
fn run_gives_it_to_the_environment_of_the_program_and_to_nothing_else() {
    let home = home();
    home.keep("OPENAI_API_KEY", CANARY);
    for signal in [None, Some(Signal::TERM), Some(Signal::INT), Some(Signal::KILL)] {
        let script = "echo $$; echo $OPENAI_API_KEY; echo $OPENAI_API_KEY >&2; echo ready; read -t 20 line";
        let mut command = home.process(&["secrets", "run", "--", "bash", "-c", script]);
        command.env("TMPDIR", home.path().join("tmp"));
        let mut muxi =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut out = BufReader::new(muxi.stdout.take().unwrap());
        let mut seen = String::new();
        while !seen.ends_with("ready\n") {
            assert_ne!(out.read_line(&mut seen).unwrap(), 0, "{seen}");
        }
        let program: u32 = seen.lines().next().unwrap().parse().unwrap();
        assert!(proc(program, "environ").contains(CANARY), "the program does not have it");
        for file in ["cmdline", "environ"] {
            clean(file, proc(muxi.id(), file).as_bytes());
        }
        clean("cmdline of the program", proc(program, "cmdline").as_bytes());
        let end = |pid: u32, signal| kill_process(Pid::from_raw(pid.cast_signed()).unwrap(), signal).unwrap();
        end(signal.map_or(program, |_| muxi.id()), signal.unwrap_or(Signal::TERM));
        if signal == Some(Signal::KILL) {
            end(program, Signal::TERM);
        }
        drop(out);
        let output = muxi.wait_with_output().unwrap();
        clean("stdout", seen.as_bytes());
        clean("stderr", &output.stderr);
        clean_below(home.path());
    }
    // What fails says no more.
    let big = "x".repeat(200_000);
    home.keep("BIG", &big);
    for args in [
        &["secrets", "run", "--", "true"][..],
        &["secrets", "run", "--only", "OPENAI_API_KEY", "--", "/no/such/program"],
        &["secrets", "run", "--only", "OPENAI_API_KEY", "--", "/"],
        &["secrets", "run", "--only", "OPENAI_API_KEY", "--json", "--no-mask", "--", "/"],
        &["secrets", "run", "--only", "NOPE", "--", "true"],
    ] {
        let (code, stdout) = said(&home, args, "");
        assert_ne!(code, 0, "{args:?}");
        clean("stdout", stdout.as_bytes());
    }
}
