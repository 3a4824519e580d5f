//! What answers cost.

use serde_json::{Value, json};

use crate::support::{Home, Model, Reply, Said, Server, Tokens};

fn start(model: &str, settings: &str, provider: &Model) -> (Home, Server) {
    let home = Home::with(&format!(
        "schema: \"1.0.0\"\nid: priced\ndescription: d\nllm:\n  api_keys: {{openai: \"${{{{ secrets.OPENAI_API_KEY }}}}\"}}\n  models:\n    - text: {model}\n      settings: {settings}\n"
    ));
    home.keep("OPENAI_API_KEY", "sk-test-1234567890");
    let url = provider.base_url();
    let server = Server::start(&home, &[("OPENAI_BASE_URL", &url), ("OLLAMA_BASE_URL", &url)]);
    (home, server)
}

/// Without a price, `null`.
fn cost(server: &Server) -> Value {
    let answer = server.chat("alice", &json!({"message": "Hi", "stream": false, "trace": true}));
    let json = answer.json();
    let data = &json["data"];
    let cost = data["message"]["metadata"]["cost_usd"].clone();
    let step = data["trace"].as_array().unwrap().iter().find(|step| step["kind"] == "model").unwrap();
    assert_eq!(step["cost_usd"], cost, "the one model of the turn cost what the turn cost");
    cost
}

fn counted(prompt: u64, completion: u64, cached: u64) -> Reply {
    let usage = Tokens { prompt, completion, cached, ..Tokens::default() };
    Reply::Said(Said { usage, ..Said::text(&["ok"]) })
}

#[test]
fn a_turn_tells_its_cost_and_the_status_the_sum() {
    let model = Model::start([counted(1000, 100, 0), counted(1000, 100, 800)]);
    let (_home, server) = start("openai/gpt-4o-mini", "{}", &model);
    assert_eq!(cost(&server), json!(0.00021));
    assert_eq!(cost(&server), json!(0.00015));
    let stats = server.admin("/v1/status").json()["data"]["stats"].clone();
    assert_eq!(stats["tokens"], json!({"prompt": 2000, "completion": 200, "cached": 800, "total": 2200}));
    assert_eq!(stats["cost"], json!({"usd": 0.00036, "requests_of_unknown_price": 0}));
}

#[test]
fn a_stream_tells_its_cost_at_the_end() {
    let model = Model::start([counted(1000, 100, 0)]);
    let (_home, server) = start("openai/gpt-4o-mini", "{}", &model);
    let stream = server.chat("alice", &json!({"message": "Hi"})).body;
    assert!(stream.contains("\"cost_usd\":0.00021"), "{stream}");
}

#[test]
fn a_price_in_the_formation_counts_more_than_the_table() {
    let model = Model::start([counted(1_000_000, 1_000_000, 500_000)]);
    let price = "{price: {input: 1, output: 2, cached_input: 0.5}}";
    let (_home, server) = start("openai/gpt-4o-mini", price, &model);
    assert_eq!(cost(&server), json!(2.75));
}

#[test]
fn an_unknown_price_is_not_guessed_and_a_model_here_costs_nothing() {
    let model = Model::start([counted(10, 10, 0), counted(10, 10, 0)]);
    let (_home, server) = start("openai/gpt-nobody-knows", "{}", &model);
    assert_eq!(cost(&server), Value::Null);
    let stats = server.admin("/v1/status").json()["data"]["stats"].clone();
    assert_eq!(stats["cost"], json!({"usd": 0.0, "requests_of_unknown_price": 1}));
    let (_home, server) = start("ollama/llama3", "{}", &model);
    assert_eq!(cost(&server), json!(0.0));
}
