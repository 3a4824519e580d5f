//! `muxi explain`.

use serde_json::{Value, json};

use crate::place::error;
use crate::support::Home;
use crate::terminal::Terminal;

#[test]
fn a_page_is_plain_markdown_to_a_pipe() {
    let home = Home::empty();
    let page = home.ok(&["explain", "unknown-key"]);
    assert!(page.starts_with("# unknown-key\n\n") && page.contains("\n## Right\n"), "{page}");
    assert!(!page.contains('\u{1b}'));
    let styled = home.ok(&["explain", "unknown-key", "--color", "always"]);
    assert!(styled.starts_with("\u{1b}[1munknown-key\u{1b}[0m\n") && !styled.contains("```"), "{styled}");
}

#[test]
fn a_page_is_styled_on_a_terminal() {
    let home = Home::empty();
    let mut terminal = Terminal::start(&home, 40, &["explain", "yaml-tab"]);
    terminal.until("\u{1b}[1myaml-tab\u{1b}[0m");
    terminal.until("Right");
}

#[test]
fn a_name_may_be_copied_as_it_is_shown() {
    let home = Home::empty();
    let page = home.ok(&["explain", "unknown-key"]);
    for word in ["warning[unknown-key]:", "error[unknown-key]", "Unknown-Key", "unknown_key"] {
        assert_eq!(home.ok(&["explain", word]), page, "{word}");
    }
}

#[test]
fn without_a_name_all_are_listed_with_a_line_each() {
    let home = Home::empty();
    let list = home.ok(&["explain"]);
    assert!(list.starts_with("file-unreadable "), "{list}");
    assert!(list.lines().all(|line| line.ends_with('.')), "{list}");
    let data: Value = serde_json::from_str(&home.ok(&["explain", "--json"])).unwrap();
    let codes = data["codes"].as_array().unwrap();
    assert_eq!(codes.len(), list.lines().count());
    assert_eq!(codes[0]["code"], "file-unreadable");
    let data: Value = serde_json::from_str(&home.ok(&["explain", "yaml-tab", "--json"])).unwrap();
    let keys: Vec<_> = data.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["code", "about", "page"]);
    assert_eq!(data["page"], json!(home.ok(&["explain", "yaml-tab"])));
}

#[test]
fn a_name_that_is_none_is_not_found_and_a_near_one_is_named() {
    let home = Home::empty();
    let (code, stdout, stderr) = home.run(&["explain", "unknown-kye"]);
    assert_eq!((code, &*stdout), (3, ""));
    assert!(stderr.contains("did you mean muxi explain unknown-key?"), "{stderr}");
    let (code, _, stderr) = home.run(&["explain", "E0308", "--json"]);
    assert_eq!((code, &error(&stderr)["code"]), (3, &json!("code_not_found")));
}
