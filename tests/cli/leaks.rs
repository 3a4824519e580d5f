//! A value goes where it is meant to go and nowhere else.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use serde_json::json;

use crate::place::{files, outcome};
use crate::support::{Home, Model, Reply, Server};

/// The value that must be found nowhere else.
pub const CANARY: &str = "sk-canary-7f3a9c51e8d2b604";
/// What some providers answer: the refusal repeats the key.
const REFUSAL: &str = r#"{"error":{"message":"Incorrect API key provided: sk-canary-7f3a9c51e8d2b604. Find yours at","type":"invalid_request_error","code":"invalid_api_key"}}"#;

/// The text of a file of /proc; nothing where this user may not read it, as a value is safe there too.
pub fn proc(pid: u32, file: &str) -> String {
    match std::fs::read(format!("/proc/{pid}/{file}")) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(error) => {
            assert_eq!(error.kind(), std::io::ErrorKind::PermissionDenied, "{file}");
            String::new()
        }
    }
}

/// The value as it would stand in a text: as it is, in hexadecimal, percent-encoded, and in base64 at each of
/// the three places where it may begin.
fn forms() -> &'static [Vec<u8>] {
    static FORMS: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    FORMS.get_or_init(|| {
        let each = |form: fn(u8) -> String| CANARY.bytes().map(form).collect::<String>().into_bytes();
        let mut forms = vec![
            CANARY.into(),
            CANARY.to_ascii_uppercase().into(),
            CANARY.replace('-', "_").to_ascii_uppercase().into(),
            each(|b| format!("{b:02x}")),
            each(|b| format!("{b:02X}")),
            each(|b| format!("%{b:02x}")),
            each(|b| format!("%{b:02X}")),
        ];
        for (before, skip) in [("", 0), ("x", 2), ("xx", 3)] {
            for engine in [&STANDARD_NO_PAD, &URL_SAFE_NO_PAD] {
                let text = engine.encode(format!("{before}{CANARY}"));
                // The last character holds bits of what comes next, too.
                forms.push(text[skip..text.len() - 1].into());
            }
        }
        forms
    })
}

/// The value is not in `text`, in any of these forms.
#[track_caller]
pub fn clean(place: &str, text: &[u8]) {
    let found = forms().iter().any(|form| text.windows(form.len()).any(|window| window == form));
    assert!(!found, "the value is in {place}: {}", String::from_utf8_lossy(text));
}

#[test]
fn the_value_would_be_found_in_each_form() {
    for text in [
        format!("a {CANARY} b"),
        String::from_utf8(forms()[3].clone()).unwrap(),
        STANDARD_NO_PAD.encode(format!("{{\"a\": \"{CANARY}\"}}")),
        STANDARD_NO_PAD.encode(format!("a{CANARY}")),
        URL_SAFE_NO_PAD.encode(format!("ab{CANARY}cde")),
    ] {
        assert!(std::panic::catch_unwind(|| clean("here", text.as_bytes())).is_err(), "{text}");
    }
    clean("here", b"sk-canary");
}

/// The value is in no file below `dir`, and in no name of one.
#[track_caller]
pub fn clean_below(dir: &Path) {
    for (path, bytes) in files(dir) {
        clean(&path.display().to_string(), &bytes);
        clean(&path.display().to_string(), path.as_os_str().as_encoded_bytes());
    }
}

fn home() -> Home {
    let home = Home::quick_start();
    home.keep("OPENAI_API_KEY", CANARY);
    home
}

#[test]
fn no_other_command_prints_it_and_a_broken_key_is_not_told() {
    let home = home();
    let key = std::fs::read(home.formation().join(".key")).unwrap();
    for args in [&["validate"][..], &["validate", "--json"], &["keys", "show"], &["chat", "Hello"]] {
        let (_, stdout, stderr) = home.run_with(args, CANARY);
        clean(&format!("the output of {args:?}"), stdout.as_bytes());
        clean(&format!("the notes of {args:?}"), stderr.as_bytes());
    }
    clean_below(home.path());
    // With a broken key nothing of the key is told either.
    home.write(".key", &key[..80]);
    let (_, _, stderr) = home.run(&["secrets", "get", "OPENAI_API_KEY"]);
    let half = String::from_utf8_lossy(&key[50..80]).into_owned();
    assert!(!stderr.contains(&half), "{stderr}");
}

#[test]
fn a_provider_that_repeats_the_key_does_not_make_us_repeat_it() {
    let home = home();
    let model = Model::start((0..6).map(|_| Reply::Status(401, "", REFUSAL)));
    let server = Server::start(&home, &[("OPENAI_BASE_URL", &model.base_url())]);
    for stream in [false, true] {
        let answer = server.chat("local", &json!({"message": "Hello", "stream": stream}));
        clean("the answer", answer.body.as_bytes());
        assert!(answer.body.contains("MODEL_UNAUTHORIZED"), "{}", answer.body);
    }
    for args in [&["chat", "Hello"][..], &["chat", "--no-stream", "Hello"], &["chat", "--json", "Hello"]] {
        let (code, stdout, stderr) = home.run(args);
        assert_eq!(code, 5, "{stderr}");
        clean("stdout", stdout.as_bytes());
        clean("stderr", stderr.as_bytes());
    }
    let mut local = home.process(&["chat", "--local", "Hello"]);
    local.env("OPENAI_BASE_URL", model.base_url()).stdin(Stdio::null());
    let (code, stdout, stderr) = outcome(local);
    assert_eq!((code, &*stdout), (5, ""), "{stderr}");
    clean("stderr", stderr.as_bytes());
    let said = server.stop();
    assert!(said.1.contains(r#""outcome":"failed""#), "{}", said.1);
    clean("the server's log", said.1.as_bytes());
    clean_below(home.path());
    assert!(model.asked().iter().all(|a| a.authorization.as_deref() == Some(&format!("Bearer {CANARY}"))));
}

#[test]
fn the_running_server_shows_it_nowhere() {
    let home = home();
    let model = Model::start([]);
    let server = Server::start(&home, &[("OPENAI_BASE_URL", &model.base_url())]);
    let answer = server.chat("local", &json!({"message": "Hello"}));
    assert_eq!(answer.status, 200, "{}", answer.body);
    for path in
        ["/health", "/v1/status", "/v1/formation", "/v1/agents", "/v1/agents/assistant", "/v1/sessions"]
    {
        clean(path, server.admin(path).body.as_bytes());
        clean(path, server.get(path, "local").body.as_bytes());
    }
    for file in ["cmdline", "environ"] {
        let text = proc(server.pid(), file);
        clean(file, text.as_bytes());
        assert!(!text.contains(&server.admin) && !text.contains(&server.client), "{file}");
    }
    assert!(proc(server.pid(), "cmdline").contains("serve"));
    clean_below(&home.state());
}

#[test]
fn no_core_is_written_and_no_other_process_of_the_user_may_look() {
    let home = Home::echo();
    let server = Server::start(&home, &[]);
    let limits = proc(server.pid(), "limits");
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).expect("a line of limits");
    let words: Vec<_> = core.split_whitespace().skip(4).take(2).collect();
    assert_eq!(words, ["0", "0"], "{core}");
    // What belongs to a process that may not be looked at belongs to root.
    let owner = |file: &str| {
        use std::os::unix::fs::MetadataExt;
        std::fs::metadata(format!("/proc/{}/{file}", server.pid())).expect("a process").uid()
    };
    assert_eq!(owner("environ"), 0);
}

#[test]
fn a_child_of_ours_does_not_inherit_the_key_of_the_secrets() {
    // git is the only program that muxi starts on a formation; here it tells what it was given.
    let home = home();
    std::fs::create_dir(home.formation().join(".git")).unwrap();
    let tools = home.path().join("tools");
    std::fs::create_dir(&tools).unwrap();
    let told = home.path().join("told");
    let script = format!("#!/bin/sh\n{{ env; echo \"$@\"; }} >> {}\nexit 1\n", told.display());
    crate::place::write_script(&tools.join("git"), &script);
    let path = format!("{}:{}", tools.display(), std::env::var("PATH").unwrap());
    let key = String::from_utf8(home.read(".key")).unwrap();
    let mut command: Command = home.process(&["secrets", "add", "NEW", "--generate"]);
    command.env("PATH", path).env("MUXI_SECRETS_KEY", key.trim());
    let (code, _, stderr) = outcome(command);
    assert_eq!(code, 0, "{stderr}");
    let told = std::fs::read_to_string(told).unwrap();
    assert!(told.contains("ls-files"), "{told}");
    assert!(!told.contains("MUXI_SECRETS_KEY"), "git was given the key");
}
