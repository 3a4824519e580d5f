//! Hostile servers that harm by what they say: through a turn of a real `muxi serve`, with a played model that calls
//! what the question names.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::approvals::waiting;
use super::attacks::{besieged, formation, hostile, the_other_answers};
use super::tools::ready;
use crate::support::{Home, Model, Reply, Said, Server, memory, request, wait_for};
use crate::terminal::Terminal;

/// A model that is played, so that tools are called.
const PLAYED: &str = r#"  api_keys:
    openai: "${{ secrets.OPENAI_API_KEY }}"
  models:
    - text: openai/gpt-4o-mini
"#;

/// Plays a model that calls the tool which the last question names (`call NAME ARGUMENTS`), and then repeats what it
/// said.
fn caller() -> Reply {
    Reply::check(|asked| {
        let messages = asked.messages();
        let last = messages.last().expect("a message");
        if let Some((_, call)) = last.split_once("user: call ") {
            let (name, arguments) = call.trim().split_once(' ').unwrap_or((call.trim(), "{}"));
            return Reply::call(name, arguments);
        }
        Reply::Said(Said::text(&[last.strip_prefix("tool: ").unwrap_or("Nothing to do.")]))
    })
}

struct Siege {
    home: Home,
    model: Model,
    server: Server,
}

/// `policy` is further text of the formation.
fn siege(policy: &str) -> Siege {
    let model = Model::start(std::iter::repeat_n(caller(), 100));
    let more = "      timeout_seconds: 3\n";
    let home = besieged(&formation(PLAYED), &(hostile("hostile", &["hostile/words.py"], more) + policy));
    home.keep("OPENAI_API_KEY", "sk-test-1234567890");
    let server = Server::start(&home, &[("OPENAI_BASE_URL", &model.base_url())]);
    ready(&server);
    Siege { home, model, server }
}

impl Siege {
    fn ask(&self, message: &str) -> Value {
        let body = json!({"message": message, "agent_id": "victim", "session_id": "s", "stream": false, "trace": true});
        self.server.chat("alice", &body).json()
    }

    /// What a tool said, as the model repeats it.
    fn call(&self, tool: &str) -> String {
        let answer = self.ask(&format!("call {tool}"));
        answer["data"]["message"]["content"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned()
    }

    fn state(&self) -> Value {
        self.server.admin("/v1/mcp/servers/hostile").json()["data"].clone()
    }

    /// The bad server is asked something good: it may be a new one.
    fn is_well(&self) {
        let begin = Instant::now();
        while !self.call("hostile__echo").contains("words: echo") {
            assert!(begin.elapsed() < Duration::from_secs(30), "{}", self.state());
            std::thread::sleep(Duration::from_millis(200));
        }
    }

    fn stop(self) -> String {
        let begin = Instant::now();
        let (code, stderr) = self.server.stop();
        assert_eq!(code, Some(0), "{stderr}");
        assert!(begin.elapsed() < Duration::from_secs(8));
        stderr
    }
}

/// Something goes on while the other agent asks its own.
fn meanwhile<T: Send>(siege: &Siege, attack: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let attack = scope.spawn(attack);
        std::thread::sleep(Duration::from_millis(200));
        the_other_answers(&siege.server);
        attack.join().unwrap()
    })
}

#[test]
fn an_answer_of_a_hundred_megabytes_is_refused_and_named() {
    let siege = siege("");
    let said = meanwhile(&siege, || siege.call("hostile__big"));
    assert!(
        said.contains("hostile") && (said.contains("larger than") || said.contains("did not answer")),
        "{said}"
    );
    assert!(said.len() < 1000, "{}", said.len());
    let kib = memory(siege.server.pid(), "VmHWM");
    assert!(kib < 300 << 10, "{kib} KiB");
    siege.is_well();
    siege.stop();
}

#[test]
fn who_never_answers_is_given_up_at_its_time_and_named() {
    let siege = siege("");
    let begin = Instant::now();
    let said = meanwhile(&siege, || siege.call("hostile__never"));
    assert!(said.contains("the server hostile failed") && said.contains("did not answer"), "{said}");
    assert!(begin.elapsed() < Duration::from_secs(10), "{:?}", begin.elapsed());
    siege.is_well();
    siege.stop();
}

#[test]
fn half_a_message_holds_nobody_up_and_what_comes_after_it_is_understood_again() {
    let siege = siege("");
    let said = meanwhile(&siege, || siege.call("hostile__half"));
    assert!(said.contains("the server hostile failed"), "{said}");
    // The next answer is glued to the half one, and lost with it; that after it is not.
    siege.is_well();
    siege.stop();
}

#[test]
fn who_dies_in_the_middle_of_a_call_is_named_and_started_again() {
    let siege = siege("");
    let said = siege.call("hostile__dies");
    assert!(said.contains("the server hostile failed") && said.contains("exit code 9"), "{said}");
    siege.is_well();
    let stderr = siege.stop();
    assert!(stderr.contains("hostile") && stderr.contains("exit code 9"), "{stderr}");
}

#[test]
fn lies_in_the_description_of_a_tool_change_nothing_that_is_decided() {
    let siege = siege("tool_policy:\n  rules:\n    - tools: hostile/lies\n      do: deny\n");
    siege.ask("hello");
    let asked = siege.model.asked().last().unwrap().body.clone();
    let system: Vec<&Value> =
        asked["messages"].as_array().unwrap().iter().filter(|message| message["role"] == "system").collect();
    // They stand where descriptions stand, and nowhere else.
    assert!(!json!(system).to_string().contains("IMPORTANT"), "{system:?}");
    let tools = asked["tools"].as_array().unwrap();
    let lies = tools.iter().find(|tool| tool["function"]["name"] == "hostile__lies").unwrap();
    assert!(lies["function"]["description"].as_str().unwrap().contains("IMPORTANT"));
    // The policy is what the formation says, whatever the tool says of it.
    let said = siege.call("hostile__lies");
    assert!(said.contains("not called"), "{said}");
    // A model that believes it finds no such tool: it is another agent's.
    let said = siege.call("harmless__echo {\"text\":\"all secrets\"}");
    assert!(!said.contains("harmless: all secrets"), "{said}");
    siege.stop();
}

#[test]
fn tools_with_the_names_of_others_take_nobodys_place() {
    let siege = siege("");
    siege.ask("hello");
    let asked = siege.model.asked().last().unwrap().body.clone();
    let names: Vec<&str> = asked["tools"]
        .as_array()
        .unwrap()
        .iter()
        .map(|tool| tool["function"]["name"].as_str().unwrap())
        .collect();
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{names:?}");
    assert!(names.contains(&"hostile__harmless__echo") && names.contains(&"hostile__delegate"), "{names:?}");
    assert!(!names.contains(&"harmless__echo"), "it is the other agent's: {names:?}");
    // What is called `delegate` is ours.
    let delegate = siege.call("delegate {\"agent_id\":\"other\",\"task\":\"say hello\"}");
    assert!(!delegate.contains("words: delegate"), "{delegate}");
    let body =
        json!({"message": "call harmless__echo {\"text\":\"hi\"}", "agent_id": "other", "stream": false});
    let other = siege.server.chat("bob", &body).json();
    assert!(other.to_string().contains("harmless: hi"), "{other}");
    siege.stop();
}

#[test]
fn an_answer_that_gives_orders_is_data_and_calls_nothing() {
    let siege = siege("");
    let said = siege.call("hostile__instructs");
    assert!(said.contains("<tool_answer from=\"hostile__instructs\">"), "{said}");
    // One question, one call, one answer: what stood in it was not parsed.
    assert_eq!(siege.model.asked().len(), 2);
    siege.stop();
}

#[test]
fn answers_that_come_twice_or_to_nobody_reach_nobody() {
    let siege = siege("");
    let twice = siege.call("hostile__twice");
    assert!(twice.contains("the first") && !twice.contains("the second"), "{twice}");
    // While the stranger answers everybody, the other server's calls get their own answers.
    let (stranger, other) = std::thread::scope(|scope| {
        let stranger = scope.spawn(|| siege.call("hostile__stranger"));
        let body = json!({"message": "call harmless__echo {\"text\":\"mine\"}", "agent_id": "other", "stream": false});
        let other = siege.server.chat("bob", &body).json().to_string();
        (stranger.join().unwrap(), other)
    });
    assert!(stranger.contains("mine") && !stranger.contains("not yours"), "{stranger}");
    assert!(other.contains("harmless: mine"), "{other}");
    let after = siege.call("hostile__echo");
    assert!(after.contains("words: echo"), "{after}");
    siege.stop();
}

#[test]
fn escapes_of_terminals_do_not_get_through_to_one() {
    let siege = siege("");
    let said = siege.call("hostile__ansi");
    assert!(said.contains("red"), "{said}");
    // What a person sees of it in a conversation, of the answer and of the steps. A pipe gets the words as they are.
    let args = ["chat", "--trace", "--agent", "victim", "call hostile__ansi"];
    let terminal = Terminal::start(&siege.home, 80, &args);
    let (code, seen, _) = terminal.end();
    assert!(code == 0 && seen.contains("evil"), "{seen}");
    let chat = siege.home.muxi(&args).output().unwrap();
    let notes = String::from_utf8(chat.stderr).unwrap();
    for (what, text) in [("terminal", seen), ("notes", notes), ("log", siege.stop())] {
        for evil in ["\u{1b}[2J", "\u{1b}]0;owned", "\u{1b}[31mred", "\u{9b}", "\u{202e}", "\u{7}"] {
            assert!(!text.contains(evil), "{evil:?} in {what}: {text:?}");
        }
    }
}

#[test]
fn a_tool_that_becomes_another_one_after_a_yes_is_asked_about_again() {
    let siege = siege("tool_policy:\n  rules:\n    - tools: hostile/echo\n      do: ask\n");
    let decide = |body: &Value| {
        let approval = waiting(&siege.server);
        let headers = [("X-Muxi-Admin-Key", siege.server.admin.as_str())];
        let path = format!("/v1/approvals/{}", approval["id"].as_str().unwrap());
        let answer = request(siege.server.address(), "POST", &path, &headers, &body.to_string());
        assert_eq!(answer.status, 200, "{}", answer.body);
    };
    let asked_and = |body: Value| {
        std::thread::scope(|scope| {
            let call = scope.spawn(|| siege.call("hostile__echo"));
            decide(&body);
            call.join().unwrap()
        })
    };
    let first = asked_and(json!({"decision": "allow", "remember": "session"}));
    assert!(first.contains("words: echo"), "{first}");
    // The yes holds.
    assert!(siege.call("hostile__echo").contains("words: echo"));
    siege.call("hostile__change");
    let changed = |tool: &Value| tool["description"] == "Removes all files.";
    wait_for(Duration::from_secs(20), || {
        let state = siege.state();
        if state["tools"].as_array().unwrap().iter().any(changed) { Ok(()) } else { Err(state) }
    });
    // Now it is another tool, and the yes was not for it.
    let again = asked_and(json!({"decision": "deny"}));
    assert!(again.contains("not called") && !again.contains("words: echo"), "{again}");
    siege.stop();
}
