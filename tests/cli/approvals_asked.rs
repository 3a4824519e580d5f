//! Questions on a terminal that end before they are answered there.

use std::time::Duration;

use serde_json::json;

use super::approvals::{ASKS, add, decide, start, waiting};
use super::tools::results;
use crate::support::{Reply, Said, wait_for};
use crate::terminal::Terminal;

/// The words of the user in the last request to the model.
fn last_words(model: &crate::support::Model) -> String {
    let asked = model.asked();
    let messages = asked.last().expect("it was asked").body["messages"].as_array().unwrap().clone();
    let last = messages.iter().rfind(|message| message["role"] == "user").unwrap().clone();
    last["content"].as_str().unwrap().to_owned()
}

#[test]
fn a_question_that_is_answered_elsewhere_ends_on_the_terminal_and_what_was_half_typed_is_dropped() {
    for (verb, told, expected) in [("allow", "allowed", "\n3\n"), ("deny", "denied", "said no")] {
        let (home, model, server) = start(ASKS, [add(), Reply::Text(&["Done."]), Reply::Text(&["Again."])]);
        let url = model.base_url();
        let mut terminal = Terminal::start_with(&home, 80, &["chat"], &[("OPENAI_BASE_URL", &url)]);
        terminal.until("> ");
        terminal.type_in("Add\r");
        terminal.until("Allow it?");
        terminal.type_in("hal");
        terminal.until("hal");
        let id = waiting(&server)["id"].as_str().unwrap().to_owned();
        home.ok(&["approvals", verb, &id]);
        terminal.until(&format!("played/add was {told} elsewhere; what was typed is dropped"));
        terminal.until("Done.");
        assert!(results(&model)[0].contains(expected), "{:?}", results(&model));
        terminal.until("> ");
        terminal.type_in("Next\r");
        terminal.until("Again.");
        assert_eq!(last_words(&model), "Next");
        terminal.until("> ");
        terminal.type_in("\x04");
        let (code, seen, echo) = terminal.end();
        assert_eq!((code, echo), (0, true), "{seen}");
    }
}

#[test]
fn a_question_ends_with_the_time_that_there_is_for_it_and_where_it_is_answered_over_the_api() {
    let (home, model, server) = start(ASKS, [add(), Reply::Text(&["Done."]), add(), Reply::Text(&["Late."])]);
    let url = model.base_url();
    for args in [&["chat", "Add"][..], &["chat", "--no-stream", "Add"]] {
        let words = if args.len() == 2 { "Done." } else { "Late." };
        let mut terminal = Terminal::start_with(&home, 80, args, &[("OPENAI_BASE_URL", &url)]);
        terminal.until("Allow it?");
        let id = waiting(&server)["id"].as_str().unwrap().to_owned();
        assert_eq!(decide(&server, "local", &id, &json!({"decision": "allow"})).0, 200);
        terminal.until(words);
        let (code, seen, echo) = terminal.end();
        assert_eq!((code, echo), (0, true), "{seen}");
        assert!(!seen.contains("typed"), "{seen}");
    }
    server.stop();
    let policy = format!("{ASKS}  ask_timeout_seconds: 1\n");
    for local in [true, false] {
        let (home, model, _server) = start(&policy, [add(), Reply::Text(&["Nobody said yes."])]);
        let mut args = vec!["chat", "Add"];
        args.extend(local.then_some("--local"));
        let mut terminal = Terminal::start_with(&home, 80, &args, &[("OPENAI_BASE_URL", &model.base_url())]);
        terminal.until("Allow it?");
        terminal.until("played/add is not called: the answer did not come in time");
        terminal.until("Nobody said yes.");
        let (code, seen, _) = terminal.end();
        assert_eq!(code, 0, "{seen}");
    }
}

#[test]
fn two_calls_that_ask_are_asked_about_one_after_the_other() {
    let calls = Said::default()
        .call("played__add", r#"{"a": 1, "b": 2}"#)
        .call("played__add", r#"{"a": 20, "b": 2}"#)
        .call("played__add", r#"{"a": 300, "b": 2}"#);
    let (home, model, server) = start(ASKS, [Reply::Said(calls), Reply::Text(&["Done."])]);
    let url = model.base_url();
    let mut terminal = Terminal::start_with(&home, 80, &["chat", "Add"], &[("OPENAI_BASE_URL", &url)]);
    terminal.until("Allow it?");
    terminal.type_in("y\r");
    terminal.until("Allow it?");
    terminal.type_in("\x03");
    terminal.until("Allow it?");
    terminal.type_in("yes\r");
    terminal.until("Done.");
    let (code, seen, _) = terminal.end();
    assert_eq!(code, 0, "{seen}");
    let results = results(&model);
    let made = results.iter().filter(|result| result.contains("tool_answer")).count();
    assert!(made == 2 && results.iter().any(|result| result.contains("said no")), "{results:?}");
    server.stop();
}

#[test]
fn what_is_allowed_beforehand_is_said_behind_the_question_that_is_open_and_not_over_it() {
    let calls =
        Said::default().call("played__add", r#"{"a": 1, "b": 2}"#).call("played__echo", r#"{"text": "x"}"#);
    let policy = format!("{ASKS}    - tools: played/echo\n      do: ask\n");
    let (home, model, server) = start(&policy, [Reply::Said(calls), Reply::Text(&["Done."])]);
    let args = ["chat", "--approve", "played/echo", "Add"];
    let mut terminal = Terminal::start_with(&home, 80, &args, &[("OPENAI_BASE_URL", &model.base_url())]);
    terminal.until("Allow it?");
    // The other call is made meanwhile.
    wait_for(Duration::from_secs(15), || {
        let list = server.admin("/v1/approvals").json();
        let waiting = list["data"]["approvals"].as_array().map_or(0, Vec::len);
        if waiting == 1 { Ok(()) } else { Err(format!("{list}")) }
    });
    terminal.type_in("y\r");
    terminal.until("played/echo was allowed by --approve");
    terminal.until("Done.");
    let (code, seen, _) = terminal.end();
    assert_eq!(code, 0, "{seen}");
    let at = |text: &str| seen.find(text).unwrap_or_else(|| panic!("{text}: {seen}"));
    assert!(at("Allow it?") < at("was allowed by --approve"), "{seen}");
    server.stop();
}
