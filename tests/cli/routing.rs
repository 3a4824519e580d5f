//! Which agent answers, and what finding that out costs: exact requests to a played model.

use serde_json::{Value, json};

use crate::support::{Home, Model, Reply, Server};

const DESK: &str = r#"schema: "1.0.0"
id: desk
description: A desk with three people
llm:
  api_keys:
    openai: "${{ secrets.OPENAI_API_KEY }}"
  models:
    - text: openai/gpt-4o-mini
agents:
  - id: front
    name: Front
    description: Greets customers and finds out what they want
    default: true
    system_message: You are the front.
  - id: billing
    name: Billing
    description: Knows invoices and refunds
    specialties: [invoices, refunds]
    system_message: You are billing.
  - id: travel
    name: Travel Desk
    description: Books flights and hotels
    specialties: [flights]
    system_message: You are travel.
"#;

/// A server of the desk with further lines, and the model behind it.
fn desk(more: &str, script: impl IntoIterator<Item = Reply>) -> (Home, Model, Server) {
    let model = Model::start(script);
    let home = Home::with(&format!("{DESK}{more}"));
    home.keep("OPENAI_API_KEY", "sk-test-1234567890");
    let server = Server::start(&home, &[("OPENAI_BASE_URL", &model.base_url())]);
    (home, model, server)
}

/// Asks and gives the agent that answered, how it was found, and the whole answer.
fn ask(server: &Server, message: &str, session: &str, more: &[(&str, &str)]) -> (String, String, Value) {
    let mut body = json!({"message": message, "session_id": session, "stream": false, "trace": true});
    for (key, value) in more {
        body[*key] = json!(value);
    }
    let response = server.chat("alice", &body);
    assert_eq!(response.status, 200, "{}", response.body);
    let data = response.json()["data"].clone();
    let steps = data["trace"].as_array().expect("steps");
    let route = steps.iter().find(|step| step["kind"] == "route").expect("a route");
    let agent = data["message"]["metadata"]["agent_id"].as_str().unwrap().to_owned();
    assert_eq!(route["agent_id"], agent.as_str());
    (agent, route["by"].as_str().unwrap().to_owned(), data)
}

fn routed(server: &Server, message: &str, session: &str) -> (String, String) {
    let (agent, by, _) = ask(server, message, session, &[]);
    (agent, by)
}

fn pair(agent: &str, by: &str) -> (String, String) {
    (agent.to_owned(), by.to_owned())
}

#[test]
fn one_agent_costs_one_call_and_nothing_else() {
    let model = Model::start([]);
    let home = Home::quick_start();
    home.keep("OPENAI_API_KEY", "sk-test-1234567890");
    let server = Server::start(&home, &[("OPENAI_BASE_URL", &model.base_url())]);
    assert_eq!(routed(&server, "Where is my invoice?", "s"), pair("assistant", "only agent"));
    let asked = model.asked();
    assert_eq!(asked.len(), 1);
    assert_eq!(
        asked[0].body,
        json!({"model": "gpt-4o-mini", "stream": false, "messages": [
            {"role": "system", "content": "You are helpful."},
            {"role": "user", "content": "Where is my invoice?"},
        ]})
    );
}

#[test]
fn an_agent_that_is_asked_for_or_named_or_meant_by_words_costs_one_call() {
    let (_home, model, server) = desk("", []);
    let (agent, by, _) = ask(&server, "Where is my invoice?", "a", &[("agent_id", "travel")]);
    assert_eq!((agent.as_str(), by.as_str()), ("travel", "asked for"));
    assert_eq!(routed(&server, "Where is my invoice?", "b"), pair("billing", "keywords"));
    assert_eq!(routed(&server, "@travel where is my invoice?", "c"), pair("travel", "named"));
    assert_eq!(routed(&server, "I would like a hotel in Rome", "d"), pair("travel", "keywords"));
    let systems: Vec<String> = model.asked().iter().map(|asked| asked.messages()[0].clone()).collect();
    let expected = ["travel", "billing", "travel", "travel"].map(|who| format!("system: You are {who}."));
    assert_eq!(systems, expected);
}

#[test]
fn words_that_do_not_tell_cost_one_more_call_and_the_same_again_none() {
    let chosen = || Reply::Text(&[r#"{"agent_id":"travel"}"#]);
    let (_home, model, server) = desk("", [chosen(), Reply::Text(&["Of course."])]);
    let message = "I want a refund for my flight";
    let (agent, by, data) = ask(&server, message, "a", &[]);
    assert_eq!((agent.as_str(), by.as_str()), ("travel", "model"));
    assert_eq!(data["message"]["metadata"]["usage"]["total_tokens"], 20, "both calls are counted");
    let asked = model.asked();
    assert_eq!(asked.len(), 2);
    let route = &asked[0].body;
    assert_eq!((&route["temperature"], &route["stream"]), (&json!(0.0), &json!(false)));
    assert_eq!(route["messages"][1], json!({"role": "user", "content": format!("The message:\n{message}")}));
    let schema = &route["response_format"]["json_schema"];
    assert_eq!(schema["strict"], true);
    assert_eq!(schema["schema"]["properties"]["agent_id"]["enum"], json!(["front", "billing", "travel"]));
    assert!(asked[0].messages()[0].contains("- billing: Billing. Knows invoices and refunds"));
    // Once more in a new session, and in this one: nobody is asked.
    assert_eq!(routed(&server, " i want a REFUND for my flight", "b"), pair("travel", "cache"));
    assert_eq!(routed(&server, message, "a"), pair("travel", "cache"));
    assert_eq!(model.asked().len(), 4);
}

#[test]
fn a_follow_up_stays_with_the_agent_of_the_session_without_a_call_and_over_a_restart() {
    let (home, model, server) = desk("", []);
    assert_eq!(routed(&server, "Where is my invoice?", "s"), pair("billing", "keywords"));
    assert_eq!(routed(&server, "and the one before that?", "s"), pair("billing", "session"));
    assert_eq!(server.stop().0, Some(0));
    let server = Server::start(&home, &[("OPENAI_BASE_URL", &model.base_url())]);
    assert_eq!(routed(&server, "thanks", "s"), pair("billing", "session"));
    assert_eq!(routed(&server, "Now a hotel, please", "s"), pair("travel", "keywords"));
    assert_eq!(model.asked().len(), 4);
}

#[test]
fn without_affinity_a_follow_up_is_asked_about_with_the_last_agent_told() {
    let more = "overlord:\n  workflow:\n    enable_agent_affinity: false\n  caching:\n    enabled: false\n";
    let script = [
        Reply::Text(&["Here."]),
        Reply::Text(&[r#"{"agent_id":"front"}"#]),
        Reply::Text(&["Yes?"]),
        Reply::Text(&[r#"{"agent_id":"billing"}"#]),
        Reply::Text(&["Yes!"]),
    ];
    let (_home, model, server) = desk(more, script);
    assert_eq!(routed(&server, "Where is my invoice?", "s"), pair("billing", "keywords"));
    assert_eq!(routed(&server, "and then?", "s"), pair("front", "model"));
    assert!(model.asked()[1].messages()[1].starts_with("user: The agent that answered last: billing\n"));
    assert_eq!(routed(&server, "and then?", "s"), pair("billing", "model"), "nothing is kept");
    assert_eq!(model.asked().len(), 5);
}

#[test]
fn a_model_that_does_not_choose_never_fails_the_turn() {
    for reply in [
        Reply::Text(&["I am not sure."]),
        Reply::Text(&[r#"{"agent_id":"nobody"}"#]),
        Reply::Garbage,
        Reply::Status(400, "", r#"{"error":{"message":"no such format"}}"#),
    ] {
        let (_home, model, server) = desk("", [reply, Reply::Text(&["Hello."])]);
        let (agent, by, data) = ask(&server, "hello", "s", &[]);
        assert_eq!((agent.as_str(), by.as_str()), ("front", "default"));
        assert_eq!(data["message"]["content"], "Hello.");
        assert_eq!(model.asked().len(), 2);
    }
}

#[test]
fn a_wrong_key_is_told_by_the_answer() {
    let refused = || Reply::Status(401, "", r#"{"error":{"message":"Incorrect API key provided"}}"#);
    let (_home, _model, server) = desk("", [refused(), refused()]);
    let response = server.chat("alice", &json!({"message": "hello", "stream": false}));
    assert_eq!(response.json()["error"]["code"], "MODEL_UNAUTHORIZED", "{}", response.body);
}

#[test]
fn the_overlords_own_model_chooses_with_its_own_settings() {
    let more = "overlord:\n  llm:\n    model: openai/gpt-4.1-nano\n    settings:\n      temperature: 0.9\n";
    let (_home, model, server) = desk(more, [Reply::Text(&[r#"{"agent_id":"billing"}"#])]);
    assert_eq!(routed(&server, "hello", "s"), pair("billing", "model"));
    let models: Vec<Value> = model.asked().iter().map(|asked| asked.body["model"].clone()).collect();
    assert_eq!(models, ["gpt-4.1-nano", "gpt-4o-mini"]);
    assert_eq!(model.asked()[0].body["temperature"], 0.0);
}

#[test]
fn progress_is_told_where_the_formation_says_so_and_only_there() {
    let streamed = |more: &str| {
        let (_home, _model, server) = desk(more, [Reply::Text(&[r#"{"agent_id":"billing"}"#])]);
        server.chat("alice", &json!({"message": "hello"})).body
    };
    let told = streamed("overlord:\n  response:\n    progress: true\n");
    let progress = told.lines().find(|line| line.contains("\"type\":\"progress\"")).expect("a token");
    let token: Value = serde_json::from_str(progress.trim_start_matches("data: ")).unwrap();
    assert_eq!(token["token"]["stage"], "routing");
    assert!(token["token"]["timestamp"].is_u64() && token["token"]["session_id"].is_string());
    assert!(!streamed("").contains("progress"));
}

#[test]
fn the_soul_comes_from_a_file_and_instructions_have_one_order() {
    let model = Model::start([]);
    let soul = DESK.replace(
        "    system_message: You are billing.\n",
        "    system_message: You are billing.\n    soul: souls/exact.md\n",
    );
    let home = Home::with(&soul);
    home.write("SOUL.md", "You work for ${{ secrets.SHOP }}.\n");
    home.write("souls/exact.md", "Be exact.\n");
    home.keep("OPENAI_API_KEY", "sk-test-1234567890");
    home.keep("SHOP", "Tools and Sons");
    let server = Server::start(&home, &[("OPENAI_BASE_URL", &model.base_url())]);
    ask(&server, "Where is my invoice?", "s", &[]);
    ask(&server, "and then?", "s", &[]);
    let system = "system: You work for Tools and Sons.\n\nBe exact.\n\nYou are billing.";
    for asked in model.asked() {
        assert_eq!(asked.messages()[0], system, "the same each time: providers keep it");
    }
    let shown = server.admin("/v1/overlord/soul").json();
    assert_eq!(shown["data"]["soul"], "You work for ${{ secrets.SHOP }}.");
    // It counts as a use of the secret.
    let (code, _, stderr) = home.run(&["secrets", "delete", "SHOP"]);
    assert_eq!(code, 4, "{stderr}");
    assert!(stderr.contains("SOUL.md"), "{stderr}");
}

#[test]
fn a_soul_that_is_not_there_stops_the_start_and_one_too_many_is_told() {
    let home = Home::with(&DESK.replace("default: true", "soul: ../../elsewhere.md"));
    let (code, _, stderr) = home.run(&["validate"]);
    assert_eq!(code, 1);
    assert!(stderr.contains("soul-file") || home.run(&["validate"]).1.contains("soul-file"), "{stderr}");
    home.write("formation.afs", format!("{DESK}overlord:\n  soul: You are kind.\n"));
    home.write("SOUL.md", "You are not.");
    let (code, stdout, stderr) = home.run(&["validate"]);
    assert_eq!(code, 0, "{stdout}{stderr}");
    assert!(format!("{stdout}{stderr}").contains("file-ignored"), "{stdout}{stderr}");
}

#[test]
fn administrators_see_the_overlord_and_the_models_and_nobody_sees_a_key() {
    let more =
        "overlord:\n  soul: You are kind.\n  llm:\n    model: openai/gpt-4.1-nano\n  caching:\n    ttl: 60\n";
    let (_home, _model, server) = desk(more, []);
    let overlord = server.admin("/v1/overlord").json()["data"].clone();
    assert_eq!(
        overlord,
        json!({
            "agents": ["front", "billing", "travel"], "default_agent": "front", "model": "openai/gpt-4.1-nano",
            "agent_affinity": true, "delegation": true, "progress": false,
            "caching": {"enabled": true, "ttl": 60.0}, "has_soul": true,
        })
    );
    assert_eq!(server.admin("/v1/overlord/soul").json()["data"]["soul"], "You are kind.");
    let llm = server.admin("/v1/llm/settings");
    assert_eq!(llm.json()["data"]["overlord"]["model"], "openai/gpt-4.1-nano");
    assert_eq!(llm.json()["data"]["agents"][1]["agent_id"], "billing");
    assert!(!llm.body.contains("sk-test"));
    for path in ["/v1/overlord", "/v1/overlord/soul", "/v1/llm/settings"] {
        assert_eq!(server.get(path, "alice").status, 401, "{path}");
    }
    let home = Home::echo();
    let server = Server::start(&home, &[]);
    assert_eq!(server.admin("/v1/overlord/soul").status, 404);
    assert_eq!(server.admin("/v1/overlord").json()["data"]["model"], Value::Null);
}
