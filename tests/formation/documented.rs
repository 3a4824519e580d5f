//! What the documents of formations show, and people copy, is not taken for a mistake.

use crate::support::{human, load, places};

const HEAD: &str = "schema: \"1.0.0\"\nid: x\ndescription: d\n";
const WEB: &str = "schema: \"1.0.0\"\nid: web\ndescription: d\ntype: http\nendpoint: \"https://x\"\n";

fn after_head(rest: &str) -> String {
    human(&load(&[("formation.afs", &format!("{HEAD}{rest}"))]))
}

#[test]
fn a_difficulty_may_have_a_fraction() {
    let workflow =
        "overlord:\n  workflow:\n    complexity_threshold: 7.0\n    plan_approval_threshold: 7.5\n";
    assert_eq!(after_head(workflow), "");
    let wrong = after_head("overlord:\n  workflow:\n    complexity_threshold: 10.5\n");
    assert!(wrong.contains("out-of-range"), "{wrong}");
}

#[test]
fn an_agent_may_narrow_a_server_as_the_server_narrows_itself() {
    let uses =
        "mcp:\n  servers: [web]\nagents:\n  - id: a\n    name: A\n    description: d\n    mcp_servers:\n";
    let narrowed = |tools: &str, filter: &str| {
        let text = format!("{HEAD}{uses}      - id: web\n        tools: {tools}\n");
        places(&load(&[("formation.afs", &text), ("mcp/web.afs", &format!("{WEB}{filter}"))]))
    };
    assert_eq!(narrowed("{deny: [\"merge_*\"]}", ""), [""; 0]);
    assert_eq!(narrowed("{allow: [search], deny: [\"admin_*\"]}", ""), [""; 0]);
    assert_eq!(narrowed("{deny: \"*\"}", ""), [""; 0]);
    assert_eq!(narrowed("[get_a]", ""), [""; 0]);
    // What the server leaves out is said all the same.
    let filter = "tools:\n  allow: [\"get_*\"]\n";
    assert_eq!(narrowed("{allow: [set_a]}", filter), ["tool-excluded formation.afs:12:25"]);
    assert_eq!(narrowed("{deny: [set_a]}", filter), [""; 0]);
    assert_eq!(narrowed("{denied: [set_a]}", ""), ["unknown-key formation.afs:12:17"]);
}

#[test]
fn a_server_may_deny_some_of_what_it_allows() {
    let filter = "tools:\n  allow: [\"get_*\"]\n  deny: [get_secret]\n";
    let uses =
        "mcp:\n  servers: [web]\nagents:\n  - id: a\n    name: A\n    description: d\n    mcp_servers:\n";
    let text = format!("{HEAD}{uses}      - id: web\n        tools: [get_a, get_secret, set_a]\n");
    let loaded = load(&[("formation.afs", &text), ("mcp/web.afs", &format!("{WEB}{filter}"))]);
    assert_eq!(places(&loaded), ["tool-excluded formation.afs:12:24", "tool-excluded formation.afs:12:36"]);
}

#[test]
fn keys_of_the_documents_are_known() {
    for rest in [
        "mcp:\n  default_timeout_seconds: 30\n  max_tool_iterations: 10\n  max_tool_calls: 50\n",
        "mcp:\n  watch: false\n",
        "runtime: \"1.2\"\n",
        "overlord:\n  response:\n    widgets: true\n",
        "input_limits:\n  max_message_length: 100000\n",
        "agents:\n  - id: a\n    name: A\n    description: d\n    specialization:\n      domain: d\n",
    ] {
        assert_eq!(after_head(rest), "", "{rest}");
    }
    let soul = format!("{HEAD}agents:\n  - id: a\n    name: A\n    description: d\n    soul: ./SOUL.md\n");
    assert_eq!(human(&load(&[("formation.afs", &soul), ("SOUL.md", "You are kind.\n")])), "");
    let sop = "---\ntype: sop\ndescription: d\nbypass_approval: true\nsynthesis: false\n---\n\n1. Do it.\n";
    let loaded = load(&[("formation.afs", HEAD), ("sops/a.md", sop)]);
    assert_eq!(human(&loaded), "");
}

#[test]
fn the_old_name_of_the_soul_is_mended() {
    let found = after_head("overlord:\n  persona: You are kind.\n");
    assert!(found.contains("deprecated-key") && found.contains("soul: You are kind."), "{found}");
}

#[test]
fn the_line_ends_of_windows_are_not_drawn() {
    let text = HEAD.replace('\n', "\r\n");
    let shown = human(&load(&[("formation.afs", &format!("{text}llm:\r\n  modles: []\r\n"))]));
    assert!(shown.contains("modles: []") && !shown.contains('␍') && !shown.contains('\r'), "{shown}");
    let twice = human(&load(&[("formation.afs", &format!("{text}url: a\r\nurl: b\r\n"))]));
    assert!(twice.contains("url: b") && !twice.contains('␍'), "{twice}");
}
