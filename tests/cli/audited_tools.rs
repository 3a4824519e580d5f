//! Which tools of `/mcp` are recorded. A new one that changes something has to come here.

use serde_json::{Value, json};

use crate::mcp_stdio::Editor;
use crate::support::Talk;

/// The tools that end or delete something: the action that is recorded, or why there is none.
const TOOLS: &[(&str, Result<&str, &str>)] = &[
    ("cancel_request", Err("whoever asked takes the question back")),
    ("clear_buffer_memory", Err("every message stays")),
    ("clear_session_buffer", Err("every message stays")),
    ("delete_credential", Ok("credential.delete")),
    ("delete_memory", Ok("memory.delete")),
];

fn records(talk: &Talk, action: &str) -> Vec<Value> {
    let data = talk.home.ok(&["audit", "query", "--json", "--action", action]);
    let data: Value = serde_json::from_str(&data).unwrap();
    data["entries"].as_array().unwrap().clone()
}

#[test]
fn every_tool_that_ends_something_is_recorded_or_has_a_reason() {
    let talk = Talk::start("", []);
    let mut editor = Editor::ready(&talk.home, &[], &[]);
    let answer = editor.ask("tools/list", json!({}));
    let tools = answer["result"]["tools"].as_array().unwrap();
    let ends = tools.iter().filter(|tool| tool["annotations"]["destructiveHint"] == true);
    let mut names: Vec<&str> = ends.map(|tool| tool["name"].as_str().unwrap()).collect();
    names.sort_unstable();
    let told: Vec<&str> = TOOLS.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, told, "say in TOOLS how these are recorded, or why not");
}

#[test]
fn a_memory_that_is_deleted_over_mcp_is_recorded_like_one_over_http() {
    let mut talk = Talk::start("", []);
    // Through the server, whose client key it has, and in a process of its own.
    for key in ["client", "process"] {
        let before = records(&talk, "memory.delete").len();
        let mut editor = Editor::ready(&talk.home, &["--user", "ann"], &[]);
        let kept = editor.call("create_memory", json!({"content": "likes tea"}));
        let id = kept["id"].as_str().unwrap().to_owned();
        editor.call("delete_memory", json!({"memory_id": id}));
        let missing =
            editor.ask("tools/call", json!({"name": "delete_memory", "arguments": {"memory_id": id}}));
        assert_eq!(missing["result"]["isError"], true, "{missing}");
        assert_eq!(editor.end().0, Some(0));
        let found = records(&talk, "memory.delete").split_off(before);
        let outcomes: Vec<&str> = found.iter().map(|record| record["outcome"].as_str().unwrap()).collect();
        assert_eq!(outcomes, ["begun", "done", "begun", "failed"]);
        for record in &found {
            let text = record.to_string();
            assert!(text.contains(&id) && text.contains("usr_") && text.contains(key), "{text}");
            assert!(!text.contains("tea"), "{text}");
        }
        if let Some(server) = talk.server.take() {
            assert_eq!(server.stop().0, Some(0));
        }
    }
}
