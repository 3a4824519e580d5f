//! Agents that are programs: started behind walls for each turn.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::{Home, Server, until};

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
    home.keep("THE_KEY", "a-value-that-is-secret");
    home.keep("OTHER", "another-secret-value");
    let answer = home.ok(&["chat", "--local", "--raw", "x"]);
    assert!(answer.contains("key [REDACTED:THE_KEY]"), "{answer}");
    for bad in ["a-value-that-is-secret", "another-secret-value", "MUXI_STATE_DIR="] {
        assert!(!answer.contains(bad), "{bad}: {answer}");
    }
}

#[test]
fn walls_are_around_it() {
    let home = home(&shell("cat secrets.enc .key /etc/shadow; cat formation.afs | head -1; touch here"));
    home.keep("THE_KEY", "a-value-that-is-secret");
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
fn each_run_is_planned_anew_so_nothing_that_the_one_before_made_or_that_came_since_lets_it_through() {
    // The first run leaves a link to the key where a file was that its arguments name.
    let script = "cat data/* data/.key work/in; rm -f work/in; ln -s ../.key work/in; echo over";
    let args =
        format!("    command: sh\n    args: [-c, {}, sh, work/in]\n", serde_json::to_string(script).unwrap());
    let home = home(&(args + "    allowed_directories: [work]\n"));
    home.write("work/in", "harmless\n");
    home.write("data/text", "for all\n");
    home.keep("THE_KEY", "a-value-that-is-secret");
    let server = Server::start(&home, &[]);
    assert_eq!(home.ok(&["chat", "--raw", "one"]), "for all\nharmless\nover\n");
    assert!(home.formation().join("work/in").is_symlink());
    home.write("data/.key", "a key that came later\n");
    assert_eq!(home.ok(&["chat", "--raw", "two"]), "for all\nover\n");
    server.stop();
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

#[test]
fn with_json_input_it_is_told_the_conversation_and_whose_turn_it_is() {
    let home = home("    command: cat\n    input: json\n    system_message: No model reads this.\n");
    let server = Server::start(&home, &[]);
    let ask = |message: &str| {
        let body = json!({"message": message, "session_id": "s1", "stream": false});
        let answer = server.chat("ann", &body).json();
        serde_json::from_str::<Value>(answer["data"]["message"]["content"].as_str().unwrap()).unwrap()
    };
    let first = ask("One \"quoted\"\nline");
    let keys: Vec<&String> = first.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["question", "history", "user_id", "session_id", "request_id", "agent_id"]);
    assert_eq!((&first["question"], &first["history"]), (&json!("One \"quoted\"\nline"), &json!([])));
    assert_eq!((&first["user_id"], &first["session_id"]), (&json!("ann"), &json!("s1")));
    assert_eq!(first["agent_id"], "tool");
    assert!(first["request_id"].as_str().unwrap().starts_with("req_"), "{first}");
    let second = ask("Two");
    assert_eq!(second["history"][0], json!({"role": "user", "content": "One \"quoted\"\nline"}));
    assert_eq!(second["history"][1]["role"], "assistant");
    assert_eq!((second["history"].as_array().unwrap().len(), &second["question"]), (2, &json!("Two")));
    server.stop();
}

#[test]
fn a_question_after_one_without_an_answer_is_asked_alone() {
    let home = home(&shell("read q; [ \"$q\" = fail ] && exit 3; echo \"q=$q\"; cat"));
    let server = Server::start(&home, &[]);
    let ask = |message: &str| {
        server.chat("ann", &json!({"message": message, "session_id": "s1", "stream": false})).json()
    };
    assert_eq!(ask("fail")["code"], "AGENT_PROGRAM_FAILED");
    assert_eq!(ask("again")["data"]["message"]["content"], "q=again");
    server.stop();
}

#[test]
fn its_answers_are_recorded_and_played_without_starting_it() {
    let home = home(
        &(shell(
            "read q; [ \"$q\" = fail ] && { echo half; echo \"no $THE_KEY\" >&2; exit 3; }; echo \"$q: $THE_KEY\"",
        ) + "    env:\n      THE_KEY: \"${{ secrets.THE_KEY }}\"\n"),
    );
    home.keep("THE_KEY", "a-value-that-is-secret");
    let dir = home.path().join("tape");
    let tape = dir.to_str().unwrap();
    let ask = |server: &Server, message: &str| {
        server.chat("ann", &json!({"message": message, "stream": false})).json()
    };
    let server = Server::start_with(&home, &["--record", tape], &[]);
    assert_eq!(ask(&server, "one")["data"]["message"]["content"], "one: [REDACTED:THE_KEY]");
    let failed = ask(&server, "fail");
    server.stop();
    let files: Vec<_> = std::fs::read_dir(&dir).unwrap().flatten().map(|entry| entry.path()).collect();
    let texts: Vec<String> = files.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    assert_eq!(texts.len(), 2);
    for text in &texts {
        assert!(text.contains("command:tool") && text.contains("[REDACTED:THE_KEY]"), "{text}");
        assert!(!text.contains("a-value-that-is-secret"), "{text}");
    }
    // No secret, and no program that could be started.
    let formation = String::from_utf8(home.read("formation.afs")).unwrap();
    let other = Home::with(&formation.replace("command: sh", "command: no-such-program-of-muxi"));
    let server = Server::start_with(&other, &["--replay", tape], &[]);
    assert_eq!(ask(&server, "one")["data"]["message"]["content"], "one: [REDACTED:THE_KEY]");
    assert_eq!(ask(&server, "fail")["message"], failed["message"]);
    let unknown = ask(&server, "two");
    assert_eq!(unknown["code"], "MODEL_NOT_RECORDED", "{unknown}");
    assert!(unknown["message"].as_str().unwrap().contains("/question"), "{unknown}");
    server.stop();
}

#[test]
fn cases_are_tested_over_it_recorded_and_played() {
    let home = home("    command: tr\n    args: [a-z, A-Z]\n");
    home.write("tests/loud.yaml", "message: hi\nexpect: {equals: HI, agent: tool}\n");
    assert_eq!(home.run(&["test"]).0, 0);
    let (code, out, err) = home.run(&["test", "--record", "tests/recordings"]);
    assert_eq!(code, 0, "{out}{err}");
    let formation = String::from_utf8(home.read("formation.afs")).unwrap();
    home.write("formation.afs", formation.replace("command: tr", "command: no-such-program-of-muxi"));
    let (code, out, err) = home.run(&["test", "--replay", "tests/recordings"]);
    assert_eq!(code, 0, "{out}{err}");
    assert_eq!(home.run(&["test"]).0, 1);
}

#[test]
fn a_flood_silence_and_half_a_character_are_bounded_and_named() {
    let answers = [
        ("head -c 100000000 /dev/zero | tr '\\0' a", Err("its answer is longer than")),
        ("true", Err("the answer is empty")),
        ("printf 'gr\\303\\274n \\303'", Ok("grün \u{fffd}\n")),
        ("sleep 60 & echo done", Ok("done\n")),
        ("read x </dev/tty || echo no terminal", Ok("no terminal\n")),
    ];
    for (script, wanted) in answers {
        let home = home(&shell(script));
        let begin = Instant::now();
        let (code, out, err) = home.run(&["chat", "--local", "--raw", "x"]);
        match wanted {
            Ok(answer) => assert_eq!((code, out.as_str()), (0, answer), "{script}: {err}"),
            Err(said) => assert!(code == 1 && err.contains(said), "{script}: {code} {err}"),
        }
        assert!(begin.elapsed() < Duration::from_secs(40), "{script}: {:?}", begin.elapsed());
    }
}

#[test]
fn one_that_closes_its_output_and_lives_on_is_ended_at_its_time() {
    let home =
        home(&(shell("echo all; exec >&-; trap '' TERM; sleep 60 & sleep 60") + "    timeout_seconds: 2\n"));
    let server = Server::start(&home, &[]);
    let begin = Instant::now();
    let (code, _, err) = home.run(&["chat", "x"]);
    assert!(code == 1 && err.contains("it did not end within 2 s"), "{code}: {err}");
    let processes = || {
        let agent: Value = serde_json::from_str(&home.ok(&["agents", "status", "tool", "--json"])).unwrap();
        agent["processes"].as_array().unwrap().len()
    };
    until(Duration::from_secs(20).saturating_sub(begin.elapsed()), "it lives on", || processes() == 0);
    server.stop();
}

#[test]
fn a_restart_in_the_middle_of_a_turn_ends_the_turn_and_the_next_one_is_answered() {
    let home = home(&shell("read q; [ \"$q\" = wait ] && { echo asleep >&2; sleep 60; }; echo \"$q\""));
    let server = Server::start(&home, &[]);
    let mut chat = home.process(&["chat", "wait"]);
    let mut chat = chat.stderr(std::process::Stdio::null()).spawn().unwrap();
    until(Duration::from_secs(20), "it does not begin", || {
        home.ok(&["agents", "logs", "tool"]).contains("asleep")
    });
    let restarted: Value = serde_json::from_str(&home.ok(&["agents", "restart", "tool", "--json"])).unwrap();
    let agent = &restarted["agents"][0];
    assert_eq!((&agent["cancelled"], &agent["state"]), (&json!(1), &json!("running")));
    assert_eq!((&agent["processes"], &agent["survivors"]), (&json!([]), &json!([])));
    assert!(!chat.wait().unwrap().success());
    assert_eq!(home.ok(&["chat", "--raw", "next"]), "next\n");
    server.stop();
}

#[test]
fn keys_that_a_program_never_hears_of_are_told() {
    let home = home(
        "    command: cat\n    system_message: Be kind.\n    llm_models: [{text: muxi/echo}]\n    specialties: [cats]\n",
    );
    let found: Value = serde_json::from_str(&home.ok(&["validate", "--json"])).unwrap();
    assert_eq!(found["codes"], json!({"key-unused": 2}), "{found}");
    let said = found["diagnostics"][0]["message"].as_str().unwrap();
    assert!(said.contains("`system_message` does nothing"), "{said}");
    assert!(home.ok(&["explain", "key-unused"]).contains("runner: command"));
    let (code, out, _) = home.run(&["validate", "--target", "muxi-server"]);
    assert!(
        code == 1 && out.contains("server-differs") && out.contains("knows no `runner`"),
        "{code}: {out}"
    );
}
