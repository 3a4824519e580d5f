//! `muxi config`: what is read, what is written, what is refused.

use serde_json::json;

use crate::place::{as_somebody, error, json as data, outcome, unchanged};
use crate::support::Home;

const FORMATION: &str = r#"# My formation
schema: "1.0.0"
id: shop
description: "A shop" # for people

llm:
  api_keys:
    openai: "${{ secrets.OPENAI_API_KEY }}"
  models:
    - text: "muxi/echo"

agents:
  - assistant
  - id: inline
    name: Inline
    description: In place
"#;

const AGENT: &str = "schema: \"1.0.0\"\nid: assistant\nname: A\ndescription: Helps # kindly\n";

fn home() -> Home {
    let home = Home::with(FORMATION);
    home.write("agents/helper.afs", AGENT);
    home
}

fn text(home: &Home) -> String {
    String::from_utf8(home.read("formation.afs")).unwrap()
}

#[test]
fn single_values_are_printed_as_they_are_and_blocks_as_yaml_or_json() {
    let home = home();
    assert_eq!(home.ok(&["config", "get", "description"]), "A shop\n");
    assert_eq!(home.ok(&["config", "get", "llm.models[0].text"]), "muxi/echo\n");
    assert_eq!(home.ok(&["config", "get", "llm.models"]), "- text: muxi/echo\n");
    assert_eq!(data(&home, &["config", "get", "llm.models", "--json"]), json!([{"text": "muxi/echo"}]));
    assert_eq!(data(&home, &["config", "get", "id", "--json"]), json!("shop"));
    let all = home.ok(&["config", "get"]);
    assert!(all.starts_with("schema: \"1.0.0\"\nid: shop\n") && !all.contains('#'), "{all}");
    assert_eq!(data(&home, &["config", "get", "--json"])["agents"][0], "assistant");
}

#[test]
fn an_id_leads_into_the_file_of_its_component() {
    let home = home();
    assert_eq!(home.ok(&["config", "get", "agents[assistant].name"]), "A\n");
    assert_eq!(home.ok(&["config", "get", "agents.assistant.name"]), "A\n");
    assert_eq!(home.ok(&["config", "get", "agents[0].name"]), "A\n");
    assert_eq!(home.ok(&["config", "get", "agents.inline.name"]), "Inline\n");
    let (code, _, stderr) = home.run(&["config", "set", "agents[assistant].role", "clerk"]);
    assert_eq!((code, &*stderr), (0, "agents[assistant].role is set in agents/helper.afs\n"));
    assert_eq!(
        home.read("agents/helper.afs"),
        format!("{AGENT}role: clerk\n").replace("description", "description").as_bytes()
    );
    assert_eq!(home.ok(&["config", "get", "role", "--file", "agents/helper.afs"]), "clerk\n");
    let (code, _, stderr) = home.run(&["config", "get", "agents[nobody].name"]);
    assert_eq!(code, 3);
    assert!(stderr.contains("there is no agent `nobody`") && stderr.contains("`assistant`"), "{stderr}");
    home.write("llm.afs", "settings:\n  temperature: 0.5\n");
    home.write("formation.afs", "schema: \"1.0.0\"\nid: a\nllm:\n  $include: llm.afs\n");
    assert_eq!(home.ok(&["config", "get", "llm.settings.temperature"]), "0.5\n");
    home.ok(&["config", "set", "llm.settings.temperature", "0.7"]);
    assert_eq!(home.read("llm.afs"), b"settings:\n  temperature: 0.7\n");
}

#[test]
fn a_file_that_is_not_read_is_not_changed() {
    let home = home();
    home.write("agents/.old.afs", "schema: \"1.0.0\"\nid: assistant\nname: Old\n");
    assert_eq!(home.ok(&["config", "get", "agents[assistant].name"]), "A\n", "hidden files are nobody's");
    let server = |command| format!("schema: \"1.0.0\"\nid: files\ntype: command\ncommand: {command}\n");
    home.write("mcp/files.afs", server("old"));
    home.write("mcps/files.afs", server("new"));
    let text = format!("{FORMATION}mcp:\n  servers: [files]\n");
    home.write("formation.afs", &text);
    assert_eq!(home.ok(&["config", "get", "mcp.servers[files].command"]), "new\n");
    home.ok(&["config", "set", "mcp.servers[files].command", "npx"]);
    assert_eq!(home.read("mcp/files.afs"), server("old").as_bytes());
    assert_eq!(home.read("mcps/files.afs"), server("npx").as_bytes());
}

#[test]
fn a_setting_is_typed_by_its_field_and_the_rest_of_the_file_stays() {
    let home = home();
    let set = |path: &str, value: &str| home.run(&["config", "set", path, value]);
    assert_eq!(set("description", "no: 1").0, 0);
    assert_eq!(text(&home), FORMATION.replace("\"A shop\"", "\"no: 1\""));
    assert_eq!(set("server.port", "8300").0, 0);
    assert!(text(&home).ends_with("\n\nserver:\n  port: 8300\n"), "{}", text(&home));
    assert_eq!(set("id", "012").0, 1, "an id begins with a letter");
    assert_eq!(set("version", "1.10").0, 0);
    assert!(text(&home).contains("version: \"1.10\"\n"), "text, not a number: {}", text(&home));
    assert_eq!(set("llm.settings", "{temperature: 0.2, max_tokens: 100}").0, 0);
    assert!(
        text(&home).contains("  settings:\n    temperature: 0.2\n    max_tokens: 100\n"),
        "{}",
        text(&home)
    );
    assert_eq!(home.run_with(&["config", "set", "agents[inline].system_message", "-"], "Two\nlines\n").0, 0);
    assert!(text(&home).contains("    system_message: |-\n      Two\n      lines\n"), "{}", text(&home));
    let same = unchanged(&home, || set("server.port", "8300"));
    assert_eq!(same.2, "server.port is that already in formation.afs\n");
}

#[test]
fn a_new_block_stands_where_the_table_has_it() {
    let home = Home::with("schema: \"1.0.0\"\nid: a\ndescription: A\nserver:\n  port: 8300\n");
    home.ok(&["config", "set", "llm.settings.temperature", "0.5"]);
    home.ok(&["config", "set", "version", "1.0.0"]);
    let text = text(&home);
    assert_eq!(
        text,
        "schema: \"1.0.0\"\nid: a\ndescription: A\nversion: \"1.0.0\"\nllm:\n  settings:\n    temperature: 0.5\nserver:\n  port: 8300\n"
    );
}

#[test]
fn a_wrong_value_is_refused_with_what_is_allowed() {
    let home = home();
    let set = |path: &str, value: &str| unchanged(&home, || home.run(&["config", "set", path, value]));
    let (code, _, stderr) = set("server.port", "70000");
    assert_eq!((code, &*stderr), (2, "error: `server.port` must be a whole number from 1 to 65535\n"));
    assert_eq!(set("server.port", "many").0, 2);
    assert_eq!(set("llm.settings.temperature", "1.5").0, 2);
    let (code, _, stderr) = set("overlord.response.format", "markdwon");
    assert_eq!(code, 2);
    assert!(stderr.contains("did you mean `markdown`?"), "{stderr}");
    assert_eq!(set("mcp.enabled", "perhaps").0, 2);
    let (code, _, stderr) = set("agents", "assistant");
    assert_eq!((code, &*stderr), (2, "error: `agents` must be a list, like `[a, b]`\n"));
    // What only the whole formation shows.
    let (code, _, stderr) = set("agents", "[assistant, nobody]");
    assert_eq!(code, 1);
    assert!(
        stderr.contains("component-not-found") && stderr.contains("nothing has been written"),
        "{stderr}"
    );
    let (code, _, stderr) = unchanged(&home, || home.run(&["config", "unset", "id"]));
    assert_eq!(code, 1, "{stderr}");
    assert!(stderr.contains("has no `id`"), "{stderr}");
}

#[test]
fn a_key_that_does_not_exist_is_refused_with_the_one_that_was_meant() {
    let home = home();
    for args in [
        &["config", "set", "llm.setings.temperature", "1"][..],
        &["config", "get", "llm.setings.temperature"],
    ] {
        let (code, _, stderr) = unchanged(&home, || home.run(args));
        assert_eq!(code, 2, "{stderr}");
        assert!(stderr.contains("did you mean `llm.settings.temperature`?"), "{stderr}");
    }
    let (code, _, stderr) = home.run(&["config", "get", "server.port"]);
    assert_eq!(code, 3);
    assert!(stderr.contains("`server.port` is not set"), "{stderr}");
    assert_eq!(home.run(&["config", "unset", "server.port"]).0, 3);
    assert_eq!(home.run(&["config", "get", "id.x"]).0, 2);
    assert_eq!(home.run(&["config", "get", "a..b"]).0, 2);
    assert_eq!(home.run(&["config", "set", "server.auth", "x"]).0, 2);
}

#[test]
fn defaults_are_printed_where_they_are_asked_for() {
    let home = home();
    let (code, stdout, stderr) = home.run(&["config", "get", "server.port", "--default"]);
    assert_eq!((code, &*stdout), (0, "8271\n"), "{stderr}");
    assert_eq!(home.ok(&["config", "get", "id", "--default"]), "shop\n");
}

#[test]
fn a_secret_is_never_written_and_never_shown() {
    let home = home();
    let value = "sk-proj-1234567890abcdef";
    let paths = [
        "llm.api_keys.openai",
        "llm.api_keys.anthropic",
        "llm.models[0].api_key",
        "server.api_keys.admin_key",
        "overlord.llm.api_key",
        "agents[assistant].a2a.auth.token",
    ];
    for path in paths {
        let (code, stdout, stderr) = unchanged(&home, || home.run(&["config", "set", path, value]));
        assert_eq!(code, 4, "{path}: {stderr}");
        assert!(!stdout.contains(value) && !stderr.contains(value), "{stderr}");
    }
    let (_, _, stderr) = home.run(&["config", "set", "llm.api_keys.anthropic", value]);
    let hint = "error: `llm.api_keys.anthropic` holds a secret, which does not belong into a file\n  hint: keep it, then refer to it:\n        muxi secrets add ANTHROPIC_API_KEY\n        muxi config set 'llm.api_keys.anthropic' '${{ secrets.ANTHROPIC_API_KEY }}'\n";
    assert_eq!(stderr, hint);
    // Also inside of a block, in a place that is not for it, and where clap refuses the line.
    let block = format!("{{models: [{{text: muxi/echo, api_key: {value}}}]}}");
    for args in [
        &["config", "set", "llm", &block][..],
        &["config", "set", "description", value],
        &["config", "set", "llm.api_keys.openai", "x", value],
    ] {
        let (code, stdout, stderr) = unchanged(&home, || home.run(args));
        assert!(code == 4 || code == 2, "{stderr}");
        assert!(!stdout.contains(value) && !stderr.contains(value), "{args:?}: {stderr}");
    }
    let reference = "${{ secrets.ANTHROPIC_API_KEY }}";
    home.ok(&["config", "set", "llm.api_keys.anthropic", reference]);
    assert!(text(&home).contains(&format!("    anthropic: \"{reference}\"\n")), "{}", text(&home));
}

#[test]
fn what_is_unset_goes_with_the_blocks_that_it_leaves_empty() {
    let home = home();
    home.ok(&["config", "set", "a2a.inbound.port", "9000"]);
    assert!(text(&home).contains("a2a:"));
    let (code, _, stderr) = home.run(&["config", "unset", "a2a.inbound.port"]);
    assert_eq!((code, &*stderr), (0, "a2a.inbound.port is taken away in formation.afs\n"));
    assert_eq!(text(&home), FORMATION);
    home.ok(&["config", "unset", "agents[inline].description"]);
    assert!(!text(&home).contains("In place") && text(&home).contains("name: Inline"));
}

#[test]
fn a_dry_run_prints_the_difference_and_writes_nothing() {
    let home = home();
    let (code, stdout, _) = unchanged(&home, || home.run(&["config", "set", "id", "store", "--dry-run"]));
    assert_eq!(code, 0);
    assert!(stdout.contains("-id: shop\n+id: store\n"), "{stdout}");
    let json = unchanged(&home, || data(&home, &["config", "unset", "description", "--dry-run", "--json"]));
    assert_eq!(
        json,
        json!({"path": "description", "file": "formation.afs", "from": "A shop", "to": null, "result": "planned"})
    );
    let json = data(&home, &["config", "set", "id", "store", "--json"]);
    assert_eq!(
        (&json["from"], &json["to"], &json["result"]),
        (&json!("shop"), &json!("store"), &json!("changed"))
    );
}

#[test]
fn two_writers_at_once_lose_nothing() {
    let home = home();
    let mut children: Vec<_> = (0..8)
        .map(|n| {
            home.process(&["config", "set", &format!("links.l{n}.url"), "https://example.com"])
                .spawn()
                .unwrap()
        })
        .collect();
    for child in &mut children {
        assert!(child.wait().unwrap().success());
    }
    let links = data(&home, &["config", "get", "links", "--json"]);
    assert_eq!(links.as_object().unwrap().len(), 8);
}

#[test]
fn what_cannot_be_read_or_written_is_a_failure() {
    let home = home();
    home.write("formation.afs", "a: [\n");
    let (code, stdout, stderr) = home.run(&["config", "get", "id", "--json"]);
    assert_eq!((code, &*stdout), (1, ""));
    assert_eq!(error(&stderr)["code"], "not_yaml");
    home.write("formation.afs", FORMATION);
    assert_eq!(home.run(&["config", "get", "x", "--file", "nope.afs"]).0, 3);
    assert_eq!(home.run(&["config", "get", "x", "--file", "/etc/hostname"]).0, 4);
    crate::place::chmod(&home.formation().join("formation.afs"), 0o444);
    let (code, _, stderr) = outcome(as_somebody(&home, &["config", "set", "id", "store"]));
    assert_eq!(code, 1);
    assert!(stderr.contains("cannot write"), "{stderr}");
    assert_eq!(text(&home), FORMATION);
}
