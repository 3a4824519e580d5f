//! `muxi mcp serve`: an editor speaks to it on stdin and stdout.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::{Home, Model, QUICK_START, Reply, Server, until};

/// An editor with its program.
pub(crate) struct Editor {
    child: Child,
    stdin: Option<ChildStdin>,
    lines: Receiver<String>,
    next: u64,
}

impl Editor {
    pub(crate) fn start(home: &Home, args: &[&str], variables: &[(&str, &str)]) -> Self {
        let mut all = vec!["mcp", "serve"];
        all.extend_from_slice(args);
        let mut command = home.process(&all);
        command.envs(variables.iter().copied());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let stdin = child.stdin.take();
        let lines = lines_of(child.stdout.take().unwrap());
        Self { child, stdin, lines, next: 0 }
    }

    /// The same, with the handshake behind it.
    pub(crate) fn ready(home: &Home, args: &[&str], variables: &[(&str, &str)]) -> Self {
        Self::able(home, args, variables, &json!({}))
    }

    /// The same for a client that says it can do these things.
    pub(crate) fn able(home: &Home, args: &[&str], variables: &[(&str, &str)], can: &Value) -> Self {
        let mut editor = Self::start(home, args, variables);
        let client = json!({"name": "editor", "version": "1"});
        let hello = json!({"protocolVersion": "2025-11-25", "capabilities": can, "clientInfo": client});
        let answer = editor.ask("initialize", hello);
        assert_eq!(answer["result"]["protocolVersion"], "2025-11-25", "{answer}");
        editor.send(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"}));
        editor
    }

    pub(crate) fn send(&mut self, message: &Value) {
        writeln!(self.stdin.as_mut().unwrap(), "{message}").unwrap();
    }

    #[expect(clippy::needless_pass_by_value, reason = "as `json!` makes it")]
    pub(crate) fn begin(&mut self, method: &str, params: Value) -> u64 {
        self.next += 1;
        self.send(&json!({"jsonrpc": "2.0", "id": self.next, "method": method, "params": params}));
        self.next
    }

    /// The next message; each line of stdout is one.
    pub(crate) fn hear(&self) -> Value {
        let line = self.lines.recv_timeout(Duration::from_secs(30)).expect("a line");
        let message: Value = serde_json::from_str(&line).unwrap_or_else(|e| panic!("{e}: {line}"));
        assert_eq!(message["jsonrpc"], "2.0", "{line}");
        message
    }

    /// The answer, after all that was told before it.
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> Value {
        let id = self.begin(method, params);
        loop {
            let message = self.hear();
            if message["id"] == id {
                return message;
            }
        }
    }

    #[expect(clippy::needless_pass_by_value, reason = "as `json!` makes it")]
    pub(crate) fn call(&mut self, tool: &str, arguments: Value) -> Value {
        let answer = self.ask("tools/call", json!({"name": tool, "arguments": arguments}));
        assert_eq!(answer["result"]["isError"], false, "{answer}");
        answer["result"]["structuredContent"].clone()
    }

    /// Closes stdin; the exit code, and what was said on stderr.
    pub(crate) fn end(mut self) -> (Option<i32>, String) {
        drop(self.stdin.take());
        let began = Instant::now();
        let status = loop {
            match self.child.try_wait().unwrap() {
                Some(status) => break status,
                None if began.elapsed() > Duration::from_secs(20) => panic!("it does not end"),
                None => std::thread::sleep(Duration::from_millis(10)),
            }
        };
        let mut stderr = String::new();
        let mut pipe = self.child.stderr.take().unwrap();
        std::io::Read::read_to_string(&mut pipe, &mut stderr).unwrap();
        (status.code(), stderr)
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn lines_of(stdout: ChildStdout) -> Receiver<String> {
    let (send, lines) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            if send.send(line).is_err() {
                break;
            }
        }
    });
    lines
}

fn home() -> Home {
    let home = Home::with(QUICK_START);
    home.keep("OPENAI_API_KEY", "sk-test-1234567890");
    home
}

#[test]
fn without_a_server_the_formation_answers_in_this_process() {
    let (home, model) = (home(), Model::start([Reply::Text(&["Hello."])]));
    let mut editor = Editor::ready(&home, &[], &[("OPENAI_BASE_URL", &model.base_url())]);
    let tools = editor.ask("tools/list", json!({}));
    assert_eq!(tools["result"]["tools"][0]["name"], "chat");
    let answer = editor.call("chat", json!({"message": "Hi"}));
    assert_eq!(answer["message"]["content"], "Hello.");
    assert_eq!(answer["user_id"], "local");
    let sessions = editor.call("list_sessions", json!({}));
    assert_eq!(sessions["count"], 1, "it is kept");
    assert_eq!(editor.end(), (Some(0), String::new()));
}

#[test]
fn where_a_server_runs_it_is_asked_and_progress_and_cancel_pass_through() {
    let home = home();
    let model = Model::start([Reply::Text(&["Hello."]), Reply::Silence, Reply::Text(&["Yes."])]);
    let server = Server::start(&home, &[("OPENAI_BASE_URL", &model.base_url())]);
    // Without the model's address it could not answer itself.
    let mut editor = Editor::ready(&home, &["--user", "alice"], &[]);
    let with_progress =
        json!({"name": "chat", "arguments": {"message": "Hi"}, "_meta": {"progressToken": 7}});
    let id = editor.begin("tools/call", with_progress);
    let told = editor.hear();
    assert_eq!(
        (&told["method"], &told["params"]["progressToken"]),
        (&json!("notifications/progress"), &json!(7))
    );
    let answer = std::iter::repeat_with(|| editor.hear()).find(|message| message["id"] == id).unwrap();
    assert_eq!(answer["result"]["structuredContent"]["user_id"], "alice");
    let silent = editor.begin("tools/call", json!({"name": "chat", "arguments": {"message": "And?"}}));
    until(Duration::from_secs(20), "the model is not asked", || model.asked().len() >= 2);
    let params = json!({"requestId": silent});
    editor.send(&json!({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": params}));
    until(Duration::from_secs(20), "the model is not hung up on", || model.saw_hang_up());
    assert_eq!(editor.call("chat", json!({"message": "Still there?"}))["message"]["content"], "Yes.");
    assert_eq!(editor.end(), (Some(0), String::new()));
    drop(server);
}

#[test]
fn a_server_that_was_started_again_is_found_again_and_one_that_is_gone_is_named() {
    let home = Home::echo();
    let server = Server::start(&home, &[]);
    let mut editor = Editor::ready(&home, &[], &[]);
    assert_eq!(editor.call("health", json!({}))["status"], "healthy");
    assert_eq!(server.stop().0, Some(0));
    let gone = editor.ask("tools/list", json!({}));
    assert!(gone["error"]["message"].as_str().unwrap().contains("does not answer"), "{gone}");
    let again = Server::start(&home, &[]);
    assert_eq!(editor.call("health", json!({}))["status"], "healthy", "at its new port, in a new session");
    drop(again);
    assert_eq!(editor.end().0, Some(0));
}

#[test]
fn requests_side_by_side_begin_one_session_with_a_server_that_was_started_again() {
    let home = Home::echo();
    let server = Server::start(&home, &[]);
    let mut editor = Editor::ready(&home, &[], &[]);
    assert_eq!(editor.call("health", json!({}))["status"], "healthy");
    assert_eq!(server.stop().0, Some(0));
    let again = Server::start(&home, &[]);
    let mut asked: Vec<u64> =
        (0..16).map(|_| editor.begin("tools/call", json!({"name": "health", "arguments": {}}))).collect();
    while !asked.is_empty() {
        let answer = editor.hear();
        assert_eq!(answer["result"]["structuredContent"]["status"], "healthy", "{answer}");
        let before = asked.len();
        asked.retain(|id| answer["id"] != *id);
        assert_eq!(asked.len(), before - 1, "each once: {answer}");
    }
    drop(again);
}

#[test]
fn what_is_no_message_is_answered_and_the_next_one_is_read() {
    let home = Home::echo();
    let server = Server::start(&home, &[]);
    let mut editor = Editor::ready(&home, &[], &[]);
    writeln!(editor.stdin.as_mut().unwrap(), "not json\n").unwrap();
    let answer = editor.hear();
    assert_eq!((&answer["error"]["code"], &answer["id"]), (&json!(-32700), &Value::Null), "{answer}");
    assert_eq!(editor.call("chat", json!({"message": "Hi"}))["message"]["content"], "You said: Hi");
    drop(server);
}

#[test]
fn a_client_without_sessions_is_passed_on() {
    let home = Home::echo();
    let _server = Server::start(&home, &[]);
    for args in [&["--local"][..], &[]] {
        let mut editor = Editor::start(&home, args, &[]);
        let meta = json!({
            "io.modelcontextprotocol/protocolVersion": "2026-07-28",
            "io.modelcontextprotocol/clientInfo": {"name": "editor", "version": "1"},
            "io.modelcontextprotocol/clientCapabilities": {},
        });
        let about = editor.ask("server/discover", json!({"_meta": meta}));
        assert_eq!(
            about["result"]["supportedVersions"].as_array().unwrap().last().unwrap(),
            "2026-07-28",
            "{about}"
        );
        let call = json!({"name": "chat", "arguments": {"message": "Hi"}, "_meta": meta});
        let answer = editor.ask("tools/call", call);
        assert_eq!(answer["result"]["structuredContent"]["message"]["content"], "You said: Hi", "{answer}");
        assert_eq!(editor.end().0, Some(0), "{args:?}");
    }
}

#[test]
fn where_there_is_no_formation_the_editor_is_told_on_stderr() {
    let home = Home::empty();
    let (code, stdout, stderr) = home.run(&["mcp", "serve"]);
    assert_eq!((code, stdout.as_str()), (3, ""), "{stderr}");
    assert!(stderr.contains("there is no formation.afs"), "{stderr}");
    let (code, stdout, stderr) = home.run(&["mcp", "serve", "--user", "", "nowhere"]);
    assert_eq!((code, stdout.as_str()), (3, ""), "{stderr}");
}
