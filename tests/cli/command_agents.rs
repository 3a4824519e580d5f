//! Agents that are programs: started behind walls for each turn.

use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::{Home, Server};

/// A formation of one agent, without any model.
fn home(agent: &str) -> Home {
    Home::with(&format!(
        "schema: \"1.0.0\"\nid: programs\ndescription: A program\nagents:\n  - schema: \"1.0.0\"\n    id: tool\n    \
         name: Tool\n    description: Runs a program\n    runner: command\n{agent}"
    ))
}

fn shell(script: &str) -> String {
    format!("    command: sh\n    args: [-c, {}]\n", serde_json::to_string(script).unwrap())
}

#[test]
fn the_question_goes_to_stdin_and_what_it_writes_is_the_answer_without_a_model() {
    let home = home("    command: tr\n    args: [a-z, A-Z]\n");
    assert_eq!(home.ok(&["chat", "--local", "--raw", "hello {message}; $(id)"]), "HELLO {MESSAGE}; $(ID)\n");
    let server = Server::start(&home, &[]);
    assert_eq!(home.ok(&["chat", "--raw", "over a server"]), "OVER A SERVER\n");
    let answer: Value = serde_json::from_str(&home.ok(&["chat", "--json", "whole"])).unwrap();
    assert_eq!(answer["message"]["metadata"]["model"], "command/tool");
    server.stop();
}

#[test]
fn it_gets_its_own_environment_and_no_secret_of_it_is_answered() {
    let home =
        home(&(shell("env; echo key $THE_KEY") + "    env:\n      THE_KEY: \"${{ secrets.THE_KEY }}\"\n"));
    home.run_with(&["secrets", "add", "THE_KEY"], "a-value-that-is-secret");
    home.run_with(&["secrets", "add", "OTHER"], "another-secret-value");
    let answer = home.ok(&["chat", "--local", "--raw", "x"]);
    assert!(answer.contains("key [REDACTED:THE_KEY]"), "{answer}");
    for bad in ["a-value-that-is-secret", "another-secret-value", "MUXI_STATE_DIR="] {
        assert!(!answer.contains(bad), "{bad}: {answer}");
    }
}

#[test]
fn walls_are_around_it() {
    let home = home(&shell("cat secrets.enc .key /etc/shadow; cat formation.afs | head -1; touch here"));
    home.run_with(&["secrets", "add", "THE_KEY"], "a-value-that-is-secret");
    let (code, out, err) = home.run(&["chat", "--local", "--raw", "x"]);
    assert!(code == 1 && err.contains("exit code 1"), "{code} {out} {err}");
    assert_eq!(out.trim(), "schema: \"1.0.0\"");
    for kept in [
        "secrets.enc: Permission denied",
        ".key: Permission denied",
        "/etc/shadow: Permission denied",
        "'here'",
    ] {
        assert!(err.contains(kept), "{kept}: {err}");
    }
    assert!(!home.formation().join("here").exists());
}

#[test]
fn what_goes_wrong_is_named_with_its_last_lines() {
    let table = [
        (shell("echo one >&2; echo two >&2; exit 3"), "it ended with exit code 3; it said: one\ntwo"),
        (shell("kill -9 $$"), "signal 9"),
        ("    command: no-such-program-of-muxi\n".to_owned(), "no-such-program-of-muxi"),
        (shell("sleep 60") + "    timeout_seconds: 1\n", "it did not end within 1 s"),
    ];
    for (agent, said) in table {
        let home = home(&agent);
        let begin = Instant::now();
        let (code, _, err) = home.run(&["chat", "--local", "x"]);
        assert!(code == 1 && err.contains(said), "{agent}: {code}: {err}");
        assert!(begin.elapsed() < Duration::from_secs(20), "{:?}", begin.elapsed());
    }
}

#[test]
fn a_program_needs_its_command_and_a_model_agent_has_none() {
    let (code, out, err) = home("").run(&["validate"]);
    assert!(code == 1 && out.contains("command"), "{code}: {out}{err}");
    let (code, out, err) = home(&shell("true")).run(&["validate"]);
    assert_eq!(code, 0, "{out}{err}");
}
