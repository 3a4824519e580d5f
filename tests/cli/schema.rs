//! `muxi schema [KIND]`.

use serde_json::Value;

use crate::support::Home;

#[test]
fn without_a_kind_it_is_the_formation_and_no_formation_has_to_be_there() {
    let home = Home::empty();
    let schema: Value = serde_json::from_str(&home.ok(&["schema"])).unwrap();
    assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#");
    assert_eq!(schema["title"], "formation");
    assert_eq!(home.ok(&["schema", "formation"]), home.ok(&["schema", "--json"]));
}

#[test]
fn all_kinds_are_one_schema() {
    let home = Home::empty();
    let schema: Value = serde_json::from_str(&home.ok(&["schema", "--all"])).unwrap();
    for kind in ["formation", "agent", "mcp", "a2a", "sop", "trigger", "skill"] {
        assert!(schema["definitions"][format!("{kind}-file")].is_object(), "{kind}");
    }
}

#[test]
fn an_unknown_kind_and_a_kind_beside_all_are_usage_errors() {
    let home = Home::empty();
    let (code, stdout, stderr) = home.run(&["schema", "agnet"]);
    assert_eq!((code, &*stdout), (2, ""));
    assert!(stderr.contains("formation, agent, mcp, a2a, sop, trigger, skill"), "{stderr}");
    assert_eq!(home.run(&["schema", "agent", "--all"]).0, 2);
    assert_eq!(home.run(&["schema", "--force"]).0, 2);
}

#[test]
fn the_reference_is_markdown_or_markdown_in_json() {
    let home = Home::empty();
    let page = home.ok(&["schema", "mcp", "--format", "markdown"]);
    assert!(page.contains("## MCP server") && page.contains("**`id`**"), "{page}");
    let data: Value =
        serde_json::from_str(&home.ok(&["schema", "mcp", "--format", "markdown", "--json"])).unwrap();
    assert_eq!(data["markdown"], page.as_str());
}

#[test]
fn files_are_written_for_each_kind_and_written_again() {
    let home = Home::empty();
    for _ in 0..2 {
        let (code, stdout, stderr) = home.run(&["schema", "--all", "--output", "new/.schema"]);
        assert_eq!((code, &*stdout), (0, ""), "{stderr}");
        assert_eq!(stderr.lines().count(), 8);
    }
    let written = String::from_utf8(home.read("new/.schema/agent.schema.json")).unwrap();
    assert_eq!(written, home.ok(&["schema", "agent"]));
    let data: Value =
        serde_json::from_str(&home.ok(&["schema", "agent", "--output", "one", "--json"])).unwrap();
    assert_eq!(data["files"].as_array().unwrap().len(), 1);
    assert!(home.formation().join("one/agent.schema.json").is_file());
}

#[test]
fn a_file_of_someone_elses_is_not_written_over_and_neither_is_anything_else() {
    let home = Home::empty();
    home.write("s/skill.schema.json", "{ \"mine\": true }");
    let (code, _, stderr) = home.run(&["schema", "--all", "--output", "s"]);
    assert_eq!(code, 4, "{stderr}");
    assert!(stderr.contains("--force"), "{stderr}");
    assert_eq!(home.read("s/skill.schema.json"), b"{ \"mine\": true }");
    assert!(!home.formation().join("s/agent.schema.json").exists());
    home.ok(&["schema", "--all", "--output", "s", "--force"]);
    assert!(home.formation().join("s/agent.schema.json").exists());
}

#[test]
fn a_place_that_cannot_be_written_is_a_failure_that_names_it() {
    let home = Home::empty();
    home.write("file", "");
    let (code, stdout, stderr) = home.run(&["schema", "--output", "file", "--json"]);
    assert_eq!((code, &*stdout), (1, ""));
    let error: Value = serde_json::from_str(&stderr).unwrap();
    assert!(error["error"]["message"].as_str().unwrap().contains("file"), "{stderr}");
}
