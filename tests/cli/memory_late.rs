//! What is remembered late, when it is not wanted any more; and what goes when there is too much.

use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{Asked, Reply, Said, Talk, request, until};

const NOTES: &str = "system: You keep notes";
const SOON: Duration = Duration::from_secs(20);

/// Holds the answers about notes back until it is opened, for a minute at most.
#[derive(Clone, Default)]
struct Gate(Arc<(Mutex<bool>, Condvar)>);

impl Gate {
    fn open(&self) {
        *self.0.0.lock().unwrap() = true;
        self.0.1.notify_all();
    }

    fn pass(&self) {
        let closed = self.0.0.lock().unwrap();
        drop(self.0.1.wait_timeout_while(closed, Duration::from_mins(1), |open| !*open).unwrap());
    }
}

/// A model that notes whatever is said, when the gate is open.
fn noting(gate: &Gate) -> Vec<Reply> {
    let gate = gate.clone();
    let answer = move |asked: &Asked| {
        let messages = asked.messages();
        if !messages[0].starts_with(NOTES) {
            return Reply::Text(&["Well."]);
        }
        gate.pass();
        let said = messages[1].rsplit("message:\n").next().expect("the message");
        let change = json!({"action": "add", "number": 0, "fact": said});
        Reply::Said(Said::text(&[&json!({"changes": [change]}).to_string()]))
    };
    vec![Reply::check(answer); 100]
}

fn say(talk: &Talk, user: &str, message: &str) {
    let answer = talk.server().chat(user, &json!({"message": message, "session_id": "s", "stream": false}));
    assert_eq!(answer.status, 200, "{}", answer.body);
}

/// Says it, and returns when the model was asked what to remember of it.
fn say_noted(talk: &Talk, user: &str, message: &str) {
    let notes = || talk.model.asked().iter().filter(|asked| asked.messages()[0].starts_with(NOTES)).count();
    let before = notes();
    say(talk, user, message);
    until(SOON, "the question for notes", || notes() == before + 1);
}

/// Ends the server, which waits for what is done in the background, and starts it again.
fn restart(talk: &mut Talk) {
    let (code, stderr) = talk.server.take().expect("it runs").stop();
    assert_eq!(code, Some(0), "{stderr}");
    talk.up();
}

fn listed(talk: &Talk, user: &str) -> Vec<String> {
    let (code, stdout, stderr) = talk.home.run(&["memory", "list", "--user", user, "--json"]);
    if code == 3 {
        return Vec::new();
    }
    assert_eq!(code, 0, "{stderr}");
    let data: Value = serde_json::from_str(&stdout).expect("JSON");
    let text = |memory: &Value| memory["content"].as_str().expect("text").to_owned();
    data["memories"].as_array().expect("a list").iter().map(text).collect()
}

#[test]
fn notes_that_come_after_the_user_was_erased_bring_nothing_back() {
    let gate = Gate::default();
    let mut talk = Talk::start("", noting(&gate));
    say_noted(&talk, "ann", "I live in Xanadu.");
    // The second waits behind the first.
    say(&talk, "ann", "I live near Xanadu.");
    say_noted(&talk, "bob", "I live in Oslo.");
    let out = talk.home.ok(&["users", "erase", "ann", "--yes"]);
    assert!(!out.contains("Xanadu"), "{out}");
    gate.open();
    restart(&mut talk);
    assert_eq!(listed(&talk, "ann"), [""; 0]);
    assert_eq!(listed(&talk, "bob"), ["I live in Oslo."]);
    let all = talk.home.ok(&["store", "export", "--output", "all.jsonl"]);
    assert!(!all.contains("Xanadu"), "{all}");
    let all = String::from_utf8(talk.home.read("all.jsonl")).unwrap();
    assert!(all.contains("Oslo") && !all.contains("Xanadu"), "{all}");
    // Who comes under that name afterwards is somebody else.
    say_noted(&talk, "ann", "I live in Bonn.");
    restart(&mut talk);
    assert_eq!(listed(&talk, "ann"), ["I live in Bonn."]);
    let asked = talk.model.asked();
    let near = asked.iter().filter(|asked| {
        let messages = asked.messages();
        messages[0].starts_with(NOTES) && messages[1].ends_with("I live near Xanadu.")
    });
    assert_eq!(near.count(), 0, "what waited for the user is asked about no more");
}

#[test]
fn notes_that_come_after_all_was_forgotten_are_not_kept_and_later_ones_are() {
    for source in [&[][..], &["--source", "extraction"]] {
        let gate = Gate::default();
        let mut talk = Talk::start("", noting(&gate));
        say_noted(&talk, "ann", "I live in Xanadu.");
        let mut args = vec!["memory", "erase", "--user", "ann", "--yes"];
        args.extend(source);
        talk.home.ok(&args);
        gate.open();
        restart(&mut talk);
        assert_eq!(listed(&talk, "ann"), [""; 0]);
        say_noted(&talk, "ann", "I live in Bonn.");
        restart(&mut talk);
        assert_eq!(listed(&talk, "ann"), ["I live in Bonn."]);
    }
}

#[test]
fn notes_that_come_after_a_kill_and_a_start_are_nobodys() {
    let gate = Gate::default();
    let mut talk = Talk::start("", noting(&gate));
    say_noted(&talk, "ann", "I live in Xanadu.");
    // Dropped is killed.
    talk.server = None;
    talk.up();
    gate.open();
    say_noted(&talk, "ann", "I live in Bonn.");
    restart(&mut talk);
    assert_eq!(listed(&talk, "ann"), ["I live in Bonn."]);
}

#[test]
fn where_there_is_too_much_the_oldest_wordings_go_and_nothing_of_another_user() {
    let talk = Talk::start("", []);
    let keep = |user: &str, content: &str, old: Option<&str>| {
        let headers = [("X-Muxi-Client-Key", talk.server().client.as_str()), ("X-Muxi-User-ID", user)];
        let body = json!({"content": content, "supersedes": old}).to_string();
        let kept = request(talk.server().address(), "POST", "/v1/memories", &headers, &body);
        assert_eq!(kept.status, 200, "{}", kept.body);
        kept.json()["data"]["id"].as_str().expect("an id").to_owned()
    };
    let bobs = keep("bob", "lives in Rome", None);
    keep("bob", "lives in Oslo", Some(&bobs));
    let holds = keep("ann", "has a dog named Rex", None);
    let long = |n: u32| format!("{n} {}", "word ".repeat(13_000));
    let first = keep("ann", &long(0), None);
    let mut last = first.clone();
    // 16 MiB are 258 of these.
    for n in 1..=260 {
        last = keep("ann", &long(n), Some(&last));
    }
    let all = |user: &str| -> Vec<Value> {
        let args = ["memory", "list", "--superseded", "--limit", "1000", "--user", user, "--json"];
        let data: Value = serde_json::from_str(&talk.home.ok(&args)).expect("JSON");
        data["memories"].as_array().expect("a list").clone()
    };
    let ann = all("ann");
    let ids: Vec<&str> = ann.iter().map(|memory| memory["id"].as_str().expect("an id")).collect();
    assert!(ids.contains(&holds.as_str()) && ids.contains(&last.as_str()), "what holds stays");
    assert!(!ids.contains(&first.as_str()), "the oldest goes first");
    let mut numbers: Vec<u32> =
        ann.iter().filter_map(|memory| memory["content"].as_str()?.split(' ').next()?.parse().ok()).collect();
    numbers.sort_unstable();
    let from = *numbers.first().expect("some");
    assert_eq!(numbers, (from..=260).collect::<Vec<_>>(), "and nothing from between");
    assert!((10..60).contains(&from), "some more than there is no room for: {from}");
    assert_eq!(all("bob").len(), 2);
}
