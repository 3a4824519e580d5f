//! `overlord.response.widgets`: elements of a user interface, and what users do with them.

use serde_json::{Value, json};

use crate::support::{Reply, Said, Talk, words};

const ON: &str = "overlord:\n  response:\n    widgets: true\n";

fn shows(widget: &Value) -> Reply {
    Reply::call("show_widget", &widget.to_string())
}

fn size() -> Value {
    json!({"type": "buttons", "id": "size", "title": "Size", "options": [{"label": "M"}, {"label": "Large", "value": "L"}]})
}

fn size_shown() -> Value {
    json!({"type": "buttons", "id": "size", "title": "Size",
           "options": [{"label": "M", "value": "M"}, {"label": "Large", "value": "L"}]})
}

#[test]
fn widgets_are_offered_only_where_the_formation_says_so() {
    let talk = Talk::start("", []);
    talk.say("Hello");
    assert_eq!(talk.model.asked()[0].body.get("tools"), None);
    let talk = Talk::start(ON, []);
    talk.say("Hello");
    assert_eq!(talk.model.asked()[0].body["tools"][0]["function"]["name"], "show_widget");
}

#[test]
fn a_widget_is_in_the_answer_and_an_event_of_the_stream() {
    let talk = Talk::start(
        ON,
        [shows(&size()), Reply::Text(&["Choose."]), shows(&size()), Reply::Text(&["Choose."])],
    );
    let answer = talk.ask("A shirt", &json!({}));
    assert_eq!(answer["message"]["content"], "Choose.");
    assert_eq!(answer["message"]["ui"], json!([size_shown()]));
    assert!(talk.model.asked()[1].messages().last().unwrap().contains("shown as size"));
    let stream = talk.stream("Again");
    let at = stream.iter().position(|(name, _)| name == "ui").unwrap();
    assert_eq!(stream[at].1, json!({"ui": [size_shown()]}));
    assert_eq!(words(&stream[at..]).0, "Choose.", "it comes before the words that follow it");
}

#[test]
fn what_the_user_does_with_it_comes_back_as_words() {
    let talk = Talk::start(ON, []);
    talk.ask("", &json!({"ui_response": {"id": "size", "value": "L"}}));
    talk.ask("Please", &json!({"ui_response": {"id": "order", "value": {"name": "Ann", "count": 2}}}));
    let last = |at: usize| talk.model.asked()[at].messages().last().unwrap().clone();
    assert_eq!(last(0), "user: size: L");
    assert_eq!(last(1), "user: Please\n\norder: {\"name\":\"Ann\",\"count\":2}");
    for bad in
        [json!({"id": "a b", "value": 1}), json!({"id": "a"}), json!({"id": "a", "value": null}), json!("a")]
    {
        let body = json!({"message": "x", "ui_response": bad, "stream": false});
        let answer = talk.server().chat("alice", &body);
        assert_eq!(answer.status, 422, "{bad}: {}", answer.body);
        assert!(answer.body.contains("ui_response"), "{}", answer.body);
    }
    assert_eq!(talk.model.asked().len(), 2);
}

#[test]
fn what_is_no_widget_is_told_to_the_model_and_not_shown() {
    let script = [
        shows(&json!({"type": "link", "label": "x", "url": "javascript:alert(1)"})),
        shows(&json!({"type": "iframe"})),
        Reply::Said(
            Said::default().call("show_widget", &size().to_string()).call("show_widget", &size().to_string()),
        ),
        Reply::Text(&["Done."]),
    ];
    let talk = Talk::start(ON, script);
    let stream = talk.stream("Hello");
    let shown: Vec<&Value> = stream.iter().filter(|(name, _)| name == "ui").map(|(_, data)| data).collect();
    assert_eq!(shown, [&json!({"ui": [size_shown()]})]);
    let last = |at: usize| talk.model.asked()[at].messages().last().unwrap().clone();
    assert!(last(1).contains("the url of a link begins with https://"), "{}", last(1));
    assert!(last(2).contains("has to be one of"), "{}", last(2));
    assert!(last(3).contains("there is a widget with the id \"size\" already"), "{}", last(3));
}

#[test]
fn an_answer_has_ten_widgets_at_most_and_no_secret_in_them() {
    let mut many = Said::default();
    for i in 0..11 {
        let widget = json!({"type": "link", "id": format!("l{i}"), "label": "sk-test-1234567890", "url": "https://a.example"});
        many = many.call("show_widget", &widget.to_string());
    }
    let talk = Talk::start(ON, [Reply::Said(many)]);
    let answer = talk.ask("Hello", &json!({}));
    assert_eq!(answer["message"]["ui"].as_array().unwrap().len(), 10);
    assert_eq!(answer["message"]["ui"][0]["label"], "[REDACTED:OPENAI_API_KEY]");
    assert!(talk.model.asked()[1].messages().last().unwrap().contains("at most 10 widgets"));
}

#[test]
fn the_terminal_shows_a_widget_as_lines_beside_the_answer() {
    let script = [shows(&size()), Reply::Text(&["Choose."]), shows(&size()), Reply::Text(&["Choose."])];
    let talk = Talk::start(ON, script);
    for arguments in [&["chat", "Hello"][..], &["chat", "--no-stream", "Hello"]] {
        let (code, stdout, stderr) = talk.home.run(arguments);
        assert_eq!((code, stdout.as_str()), (0, "Choose.\n"), "{stderr}");
        assert_eq!(stderr, "Size\n  1. M\n  2. Large (L)\n", "{arguments:?}");
    }
}
