//! `muxi graph`: who uses what, as text and for programs that draw.

use serde_json::json;

use crate::place::{error, json, unchanged};
use crate::support::Home;

const DESK: &str = r#"schema: "1.0.0"
id: desk
description: A desk
llm:
  api_keys:
    openai: "${{ secrets.OPENAI_API_KEY }}"
  aliases:
    fast: openai/gpt-4o-mini
  models:
    - text: fast
    - embedding: openai/text-embedding-3-small
mcp:
  servers:
    - github
agents:
  - triage
  - id: writer
    name: Writer
    description: Writes
    active: false
    llm_models:
      - text: ollama/llama3.2
server:
  api_keys:
    admin_key: "${{ secrets.ADMIN }}"
    client_key: "fmc_live_1234567890abcdef"
"#;

fn desk() -> Home {
    let home = Home::with(DESK);
    home.write(
        "agents/triage.afs",
        "schema: \"1.0.0\"\nid: triage\nname: Triage\ndescription: Sorts\ndefault: true\nmcp_servers:\n  - id: github\n    tools: [\"get_*\", \"list_*\"]\nknowledge:\n  sources:\n    - path: knowledge/faq\n      description: Questions\n    - url: https://me:hunter2@docs.example/all?token=abc\n      description: Documents\n",
    );
    home.write(
        "mcp/github.afs",
        "schema: \"1.0.0\"\nid: github\ndescription: GitHub\ntype: http\nendpoint: https://mcp.example/?key=sk-live-1\nauth:\n  type: bearer\n  token: \"${{ user.credentials.github }}\"\n  \ntools:\n  deny: [\"delete_*\"]\n",
    );
    home.write(
        "sops/refund.md",
        "---\nname: Refund\nmodel: fast\n---\n\nCall ${{ secrets.BANK }} and ${{ env.BRANCH }}.\n",
    );
    home.write("triggers/push.md", "Somebody pushed.\n");
    home.write("skills/forms/SKILL.md", "---\nname: forms\ndescription: Forms\n---\n\nx\n");
    home.write("knowledge/faq/a.md", "x\n");
    home
}

#[test]
fn the_tree_says_who_uses_what() {
    let home = desk();
    let (code, stdout, stderr) = unchanged(&home, || home.run(&["graph"]));
    assert_eq!((code, &*stderr), (0, ""));
    insta::assert_snapshot!(stdout, @"
    desk
    ├─ models
    │  ├─ ollama/llama3.2
    │  │  └─ used by agent writer
    │  ├─ openai/gpt-4o-mini (text as fast)
    │  │  ├─ reads the secret OPENAI_API_KEY
    │  │  └─ used by sop refund
    │  └─ openai/text-embedding-3-small (embedding)
    │     └─ reads the secret OPENAI_API_KEY
    ├─ agents
    │  ├─ triage (default)
    │  │  ├─ tools of github: get_*, list_*
    │  │  ├─ knows knowledge/faq
    │  │  └─ knows https://docs.example/all
    │  └─ writer (inactive)
    │     └─ text: ollama/llama3.2
    ├─ MCP servers
    │  └─ github (http, without delete_*)
    │     ├─ reads the user's credential github
    │     └─ used by agent triage
    ├─ SOPs
    │  └─ refund
    │     ├─ text as fast: openai/gpt-4o-mini
    │     ├─ reads the secret BANK
    │     └─ reads the variable BRANCH
    ├─ triggers
    │  └─ push
    ├─ skills
    │  └─ forms
    ├─ knowledge
    │  ├─ knowledge/faq
    │  │  └─ used by agent triage
    │  └─ https://docs.example/all
    │     └─ used by agent triage
    ├─ secrets
    │  ├─ BANK
    │  │  └─ read by sop refund
    │  ├─ ADMIN
    │  │  └─ read at server.api_keys.admin_key
    │  └─ OPENAI_API_KEY
    │     ├─ read by model openai/gpt-4o-mini
    │     └─ read by model openai/text-embedding-3-small
    ├─ variables
    │  └─ BRANCH
    │     └─ read by sop refund
    └─ users' credentials
       └─ github
          └─ read by mcp github
    ");
}

#[test]
fn the_tree_fits_forty_columns() {
    let home = desk();
    let mut terminal = crate::terminal::Terminal::start(&home, 40, &["graph"]);
    terminal.until("desk");
    let (code, seen, _) = terminal.end();
    assert_eq!(code, 0);
    let long: Vec<_> = seen.lines().filter(|line| line.trim_end().chars().count() > 40).collect();
    // An address is never broken.
    assert!(long.iter().all(|line| line.contains("https://")), "{long:?}");
}

#[test]
fn no_value_is_shown_in_any_form() {
    let home = desk();
    home.keep("OPENAI_API_KEY", "sk-canary-1234567890");
    for format in ["text", "mermaid", "dot", "json"] {
        let seen = home.ok(&["graph", "--format", format]);
        for value in ["canary", "fmc_live", "hunter2", "token=abc", "sk-live"] {
            assert!(!seen.contains(value), "{format}: {seen}");
        }
        assert!(seen.contains("OPENAI_API_KEY") && seen.contains("docs.example/all"), "{seen}");
        assert_eq!(seen, home.ok(&["graph", "--format", format]), "the same each time");
    }
}

#[test]
fn only_what_was_asked_for_is_shown() {
    let home = desk();
    let seen = home.ok(&["graph", "--only", "secrets"]);
    insta::assert_snapshot!(seen, @"
    desk
    ├─ secrets
    │  ├─ BANK
    │  │  └─ read by sop refund
    │  ├─ ADMIN
    │  │  └─ read at server.api_keys.admin_key
    │  └─ OPENAI_API_KEY
    │     ├─ read by model openai/gpt-4o-mini
    │     └─ read by model openai/text-embedding-3-small
    ├─ variables
    │  └─ BRANCH
    │     └─ read by sop refund
    └─ users' credentials
       └─ github
          └─ read by mcp github
    ");
    let data = json(&home, &["graph", "--only", "sops,triggers", "--json"]);
    let kinds: Vec<_> =
        data["nodes"].as_array().unwrap().iter().map(|n| n["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["formation", "sop", "model", "secret", "env", "trigger"]);
    assert_eq!(data["edges"][0], json!({"from": "formation:desk", "to": "sop:refund", "label": ""}));
}

#[test]
fn mermaid_and_dot_are_whole_and_escaped() {
    let home = Home::with(
        "schema: \"1.0.0\"\nid: odd\nagents:\n  - id: \"a \\\"b\\\" <i>]; \\\\ `c` # é\\n--> n0\"\n    name: x\n",
    );
    let mermaid = home.ok(&["graph", "--format", "mermaid"]);
    insta::assert_snapshot!(mermaid, @r#"
    flowchart LR
      n0(["odd"])
      subgraph gagent["agents"]
        n1["a #34;b#34; #60;i#62;#93;#59; #92; #96;c#96; #35; é --#62; n0"]
      end
      n0 --> n1
    "#);
    let dot = home.ok(&["graph", "--format", "dot"]);
    insta::assert_snapshot!(dot, @r#"
    digraph formation {
      rankdir=LR;
      node [shape=box];
      n0 [label="odd", shape=ellipse];
      subgraph cluster_agent {
        label="agents";
        n1 [label="a \"b\" <i>]; \\ `c` # é --> n0"];
      }
      n0 -> n1;
    }
    "#);
}

#[test]
fn a_formation_with_errors_is_shown_as_far_as_it_can_be_read() {
    let home = Home::with(
        "schema: \"1.0.0\"\nid: broken\nagents:\n  - one\n  - missing\nmcp:\n  servers: nonsense\n",
    );
    home.write("agents/one.afs", "id: one\nmcp_servers: [nobody]\n");
    home.write("agents/two.afs", "id: [\n");
    let (code, stdout, stderr) = unchanged(&home, || home.run(&["graph"]));
    assert_eq!(code, 0);
    assert!(stderr.contains("so this may not be all of it: muxi validate"), "{stderr}");
    assert!(stdout.contains("missing (missing)") && stdout.contains("tools of nobody (missing)"), "{stdout}");
    assert!(stdout.contains("two (not declared)"), "{stdout}");
    home.write("formation.afs", "id: [\n");
    let (code, stdout, _) = home.run(&["graph"]);
    assert!(code == 0 && stdout.starts_with("formation\n") && stdout.contains("one"), "{stdout}");
    let (code, _, stderr) = Home::empty().run(&["graph", "--json"]);
    assert_eq!((code, &error(&stderr)["code"]), (3, &json!("formation_not_found")));
}
