//! `overlord.clarification`: a model that asks back.

use serde_json::{Value, json};

use crate::support::{Reply, Said, Talk, words};

const ON: &str = "overlord:\n  clarification:\n    max_questions: 2\n    max_rounds: 2\n    style: brief\n";

fn asks(questions: &Value) -> Reply {
    Reply::call("ask_user", &json!({"questions": questions}).to_string())
}

fn which() -> Reply {
    asks(&json!([{"question": "Which size?", "choices": ["S", "M"]}]))
}

fn tools(talk: &Talk, at: usize) -> Vec<String> {
    let asked = talk.model.asked()[at].body.clone();
    let tools = asked["tools"].as_array().cloned().unwrap_or_default();
    tools.iter().map(|tool| tool["function"]["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn nothing_is_offered_where_the_formation_does_not_say_so() {
    for off in [
        "",
        "overlord:\n  clarification:\n    enabled: false\n",
        "overlord:\n  clarification:\n    max_rounds: 0\n",
    ] {
        let talk = Talk::start(off, []);
        talk.say("Hello");
        assert_eq!(talk.model.asked()[0].body.get("tools"), None, "{off:?}");
    }
}

#[test]
fn a_question_ends_the_turn_and_its_choices_are_buttons() {
    let script = [
        which(),
        Reply::Said(
            Said::text(&["Let me see."])
                .call("ask_user", r#"{"questions":[{"question":"A?"},{"question":"B?"}]}"#),
        ),
    ];
    let talk = Talk::start(ON, script);
    let answer = talk.ask("A shirt", &json!({}));
    let message = &answer["message"];
    assert_eq!(message["content"], "Which size?\n- S\n- M");
    assert_eq!(message["metadata"]["clarification"], true);
    assert_eq!(message["metadata"]["finish_reason"], "clarification");
    let options = json!([{"label": "S", "value": "S"}, {"label": "M", "value": "M"}]);
    assert_eq!(
        message["ui"],
        json!([{"type": "buttons", "id": "question-1", "title": "Which size?", "options": options}])
    );
    let spec = talk.model.asked()[0].body["tools"][0]["function"].clone();
    assert_eq!(spec["name"], "ask_user");
    let told = spec["description"].as_str().unwrap();
    assert!(told.contains("At most 2 questions at once. Put questions in few words."), "{told}");
    let stream = talk.stream("Go on");
    assert_eq!(words(&stream).0, "Let me see.\n\n1. A?\n2. B?");
    let completed = stream.iter().find(|(_, data)| data["token"]["type"] == "completed").unwrap();
    assert_eq!(completed.1["token"]["metadata"]["clarification"], true);
    // The answer to a question is an ordinary message, with what was asked before it.
    assert_eq!(talk.say("M"), "Hello!");
    assert_eq!(
        talk.model.asked()[2].messages()[1..],
        [
            "user: A shirt",
            "assistant: Which size?\n- S\n- M",
            "user: Go on",
            "assistant: Let me see.\n\n1. A?\n2. B?",
            "user: M"
        ]
    );
}

#[test]
fn a_model_that_asks_back_for_ever_is_stopped_and_told_to_answer() {
    let talk = Talk::start(ON, [which(), which(), which(), Reply::Text(&["A shirt, M."]), which()]);
    talk.say("one");
    talk.say("two");
    assert_eq!(
        (tools(&talk, 0), tools(&talk, 1)),
        (vec!["ask_user".to_owned()], vec!["ask_user".to_owned()])
    );
    // It is not offered any more; who calls it all the same hears that it is not there.
    assert_eq!(talk.say("three"), "A shirt, M.");
    assert_eq!(tools(&talk, 2), [""; 0]);
    let told = talk.model.asked()[2].messages()[0].clone();
    assert!(told.ends_with("answer now with what you know, and say what you assume."), "{told}");
    assert!(talk.model.asked()[3].messages().last().unwrap().contains("there is no tool ask_user"));
    // An answer begins the count anew.
    assert_eq!(talk.say("four"), "Which size?\n- S\n- M");
    assert_eq!(tools(&talk, 4), ["ask_user"]);
}

#[test]
fn a_restart_in_the_middle_does_not_forget_how_often_was_asked() {
    let mut talk = Talk::start(ON, [which(), which(), Reply::Text(&["M then."])]);
    talk.say("one");
    talk.server().signal(rustix::process::Signal::KILL);
    talk.server = None;
    talk.up();
    assert_eq!(talk.say("two"), "Which size?\n- S\n- M");
    talk.server().signal(rustix::process::Signal::KILL);
    talk.server = None;
    talk.up();
    assert_eq!(talk.say("three"), "M then.");
    assert_eq!(tools(&talk, 2), [""; 0]);
    assert_eq!(talk.model.asked()[2].messages().len(), 6, "the questions are in the conversation");
    let messages = talk.server().get("/v1/sessions/s/messages", "alice").json();
    let kinds: Vec<bool> = messages["data"]["messages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|message| message["metadata"]["clarification"] == true)
        .collect();
    assert_eq!(kinds, [false, true, false, true, false, false]);
}

#[test]
fn too_many_questions_and_none_are_told_to_the_model() {
    let three = json!([{"question": "A?"}, {"question": "B?"}, {"question": "C?"}]);
    let talk = Talk::start(ON, [asks(&three), asks(&json!([])), Reply::Text(&["Fine."])]);
    assert_eq!(talk.say("Hello"), "Fine.");
    let last = |at: usize| talk.model.asked()[at].messages().last().unwrap().clone();
    assert!(last(1).contains("questions has 3 items, and may have at most 2"), "{}", last(1));
    assert!(last(2).contains("there is no question in it"), "{}", last(2));
}

#[test]
fn a_question_has_the_form_of_the_answers() {
    let formation = "overlord:\n  response:\n    format: json\n  clarification:\n    enabled: true\n";
    let talk = Talk::start(formation, [which()]);
    assert_eq!(talk.say("A shirt"), r#"{"questions":[{"question":"Which size?","choices":["S","M"]}]}"#);
    assert_eq!(talk.model.asked().len(), 1);
}
