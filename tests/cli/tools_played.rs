//! Servers of tools under `--replay`: nothing that anybody asks for starts one of them.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::tools::{HEAD, home, ready};
use crate::support::{Model, Reply, Server, request};

const OWN: &str = "    mcp_servers:
      - id: own
        name: Mine
        description: Its own
        type: command
        command: python3
        args: [server.py]
";

#[test]
fn under_replay_neither_a_look_at_a_server_nor_a_restart_of_its_agent_starts_a_program() {
    let model = Model::start([Reply::call("own__add", r#"{"a": 2, "b": 3}"#), Reply::Text(&["It is 5."])]);
    let home = home(&format!("{HEAD}{OWN}"));
    let tape = home.path().join("tape");
    let tape = tape.to_str().unwrap();
    let question = json!({"message": "2 and 3?", "stream": false});
    let server = Server::start_with(&home, &["--record", tape], &[("OPENAI_BASE_URL", &model.base_url())]);
    ready(&server);
    assert_eq!(server.admin("/v1/mcp/servers/own/resources").status, 200, "the real one is there");
    assert_eq!(server.chat("alice", &question).json()["data"]["message"]["content"], "It is 5.");
    server.stop();
    let starts = || String::from_utf8(home.server_file("own", "starts")).unwrap();
    let before = starts();
    assert_eq!(before.lines().count(), 1, "it writes down each of its starts");
    let server = Server::start_with(&home, &["--replay", tape], &[]);
    let agent = || -> Value {
        let list = server.admin("/v1/agents").json();
        list["data"]["agents"].as_array().unwrap().iter().find(|one| one["id"] == "helper").unwrap().clone()
    };
    let own = server.admin("/v1/mcp/servers/own").json();
    assert_eq!(
        (&own["data"]["transport"], &own["data"]["name"]),
        (&json!("recording"), &json!("Mine")),
        "{own}"
    );
    assert_eq!(agent()["mcp_servers"], json!([{"id": "own", "state": "ready"}]));
    for path in ["resources", "resources?uri=note://1", "prompts"] {
        let answer = server.admin(&format!("/v1/mcp/servers/own/{path}"));
        assert_eq!(
            (answer.status, &answer.json()["code"]),
            (502, &json!("MCP_NOT_RECORDED")),
            "{path}: {}",
            answer.body
        );
    }
    let headers = [("X-Muxi-Admin-Key", server.admin.as_str())];
    let restarted = request(server.address(), "POST", "/v1/agents/helper/restart", &headers, "").json();
    assert_eq!(restarted["data"]["stopped_servers"], json!([]), "{restarted}");
    let begin = Instant::now();
    while begin.elapsed() < Duration::from_millis(800) {
        assert_eq!(starts(), before, "a program was started");
        std::thread::sleep(Duration::from_millis(40));
    }
    assert_eq!(agent()["mcp_servers"], json!([{"id": "own", "state": "ready"}]));
    let played = server.chat("bob", &question).json();
    assert_eq!(played["data"]["message"]["content"], "It is 5.", "{played}");
}
