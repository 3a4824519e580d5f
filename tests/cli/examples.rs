//! `examples/`: a copy of each validates, is drawn, runs and answers.

use std::path::Path;

use serde_json::json;

use crate::place::files;
use crate::support::{Home, Server};

/// A home whose formation is a copy of the example, with a value for each secret of its template.
fn copy(name: &str) -> Home {
    let home = Home::empty();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name);
    for (path, bytes) in files(&root) {
        home.write(path.strip_prefix(&root).unwrap().to_str().unwrap(), bytes);
    }
    let template = String::from_utf8(home.read("secrets")).unwrap();
    for name in template.lines().filter_map(|line| line.strip_suffix('=')) {
        home.ok(&["secrets", "add", name, "--generate"]);
    }
    home
}

fn names() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let entries = std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap());
    let mut names: Vec<_> =
        entries.filter(|e| e.path().is_dir()).map(|e| e.file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn every_example_validates_and_is_drawn() {
    for name in names() {
        let home = copy(&name);
        let (code, stdout, stderr) = home.run(&["validate", "--deny", "warnings"]);
        assert_eq!((code, &*stdout, stderr), (0, "", format!("{name} is valid\n")));
        for format in ["text", "mermaid", "dot", "json"] {
            let (code, stdout, stderr) = home.run(&["graph", "--format", format]);
            assert!(
                code == 0 && stderr.is_empty() && stdout.contains("muxi/echo"),
                "{name}: {stdout}{stderr}"
            );
            assert!(!stdout.contains("missing)") && !stdout.contains("not declared"), "{name}: {stdout}");
        }
        let (code, stdout, _) = home.run(&["secrets", "check", "--deny", "warnings"]);
        assert_eq!(code, 0, "{name}: {stdout}");
    }
}

#[test]
fn the_picture_in_the_readme_is_what_is_drawn() {
    let readme =
        String::from_utf8(std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap());
    let drawn = copy("support-desk").ok(&["graph", "--only", "mcp,secrets"]);
    assert!(readme.unwrap().contains(&drawn), "{drawn}");
}

#[test]
#[cfg(feature = "serve")]
fn every_example_runs_and_answers_without_a_model() {
    for name in names() {
        let home = copy(&name);
        let server = Server::start(&home, &[]);
        let answer = server.chat("acme:ann", &json!({"message": "Hello", "stream": false})).json();
        // A formation that asks for JSON gets JSON.
        let content = answer["data"]["message"]["content"].as_str().unwrap_or_default();
        let json = serde_json::from_str::<serde_json::Value>(content).is_ok_and(|json| json.is_object());
        assert!(content == "You said: Hello" || json, "{name}: {answer}");
        let (code, stderr) = server.stop();
        assert_eq!(code, Some(0), "{name}: {stderr}");
    }
}
