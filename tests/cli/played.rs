//! The played providers themselves: they refuse what the real ones would.

use serde_json::{Value, json};

use crate::support::{Api, Model, OpenAi, Played, Reply, Response, Said, Tokens, request};

fn post<A: Api>(model: &Played<A>, path: &str, body: &Value) -> Response {
    let headers = [("Content-Type", "application/json"), ("Authorization", "Bearer sk-1")];
    request(model.address(), "POST", path, &headers, &body.to_string())
}

fn ask(model: &Model, change: &Value) -> Response {
    let mut body = json!({"model": "gpt-4o-mini", "messages": [{"role": "user", "content": "Hi"}]});
    for (key, value) in change.as_object().unwrap() {
        body[key] = value.clone();
    }
    post(model, "/v1/chat/completions", &body)
}

fn refused(change: &Value) -> String {
    let model = Model::start([]);
    let answer = ask(&model, change);
    let faults = model.faults();
    assert_eq!((answer.status, faults.len()), (400, 1), "{change}: {}", answer.body);
    faults.concat()
}

fn taken(change: &Value) {
    let model = Model::start([]);
    assert_eq!(ask(&model, change).status, 200, "{change}");
}

fn tool(name: &str, strict: bool, parameters: &Value) -> Value {
    json!({"tools": [{"type": "function", "function": {"name": name, "strict": strict, "parameters": parameters}}]})
}

#[test]
fn a_field_that_nobody_knows_is_refused() {
    assert!(refused(&json!({"top_k": 3})).contains("top_k"));
    assert!(refused(&json!({"messages": []})).contains("messages"));
    assert!(refused(&json!({"messages": [{"role": "user", "content": ""}]})).contains("messages"));
    assert!(refused(&json!({"messages": [{"role": "user", "content": "a", "id": 1}]})).contains("id"));
    taken(&json!({"messages": [{"role": "system", "content": "a"}, {"role": "system", "content": "b"}]}));
}

#[test]
fn options_that_exclude_or_need_each_other_are_refused() {
    assert!(refused(&json!({"stream_options": {"include_usage": true}})).contains("without stream"));
    assert!(refused(&json!({"tool_choice": "auto"})).contains("without tools"));
    assert!(refused(&json!({"model": "o3-mini", "temperature": 0.5})).contains("temperature"));
    assert!(refused(&json!({"model": "gpt-5", "max_tokens": 5})).contains("max_tokens"));
    taken(&json!({"model": "gpt-5", "max_completion_tokens": 5}));
}

#[test]
fn calls_and_results_belong_together() {
    let call = json!({"role": "assistant", "tool_calls": [
        {"id": "a", "type": "function", "function": {"name": "f", "arguments": "{}"}}]});
    let result = json!({"role": "tool", "tool_call_id": "a", "content": "1"});
    let user = json!({"role": "user", "content": "Hi"});
    taken(&json!({"messages": [user, call, result]}));
    assert!(refused(&json!({"messages": [user, result]})).contains("without its call"));
    assert!(refused(&json!({"messages": [user, call]})).contains("without results"));
    assert!(refused(&json!({"messages": [user, call, user, result]})).contains("without results"));
}

#[test]
fn names_of_tools_and_strict_schemas_are_looked_at() {
    let good = json!({"type": "object", "properties": {"x": {"type": "string"}}, "required": ["x"],
                      "additionalProperties": false});
    let open = json!({"type": "object", "properties": {"x": {"type": "string"}}, "required": ["x"]});
    let optional = json!({"type": "object", "properties": {"x": {"type": "string"}},
                          "additionalProperties": false});
    taken(&tool("search_web-2", true, &good));
    taken(&tool("search", false, &open));
    assert!(refused(&tool("a.b", false, &good)).contains("name"));
    assert!(refused(&tool("f", true, &open)).contains("additionalProperties"));
    assert!(refused(&tool("f", true, &optional)).contains("not required"));
    let format = |strict: &Value| {
        json!({"response_format": {"type": "json_schema",
               "json_schema": {"name": "n", "strict": true, "schema": strict}}})
    };
    taken(&format(&good));
    assert!(refused(&format(&open)).contains("additionalProperties"));
    let json_object = json!({"type": "json_object"});
    assert!(refused(&json!({"response_format": json_object})).contains("word JSON"));
    taken(&json!({"response_format": json_object, "messages": [{"role": "user", "content": "as json"}]}));
}

#[test]
fn a_picture_that_is_none_is_refused() {
    let picture = |url: &str| json!({"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": url}}]}]});
    taken(&picture("data:image/png;base64,iVBORw0KGgo="));
    assert!(refused(&picture("data:image/png;base64,aGVsbG8=")).contains("image/png"));
    assert!(refused(&picture("data:text/plain;base64,aGVsbG8=")).contains("text/plain"));
    assert!(refused(&picture("file:///etc/passwd")).contains("none"));
}

#[test]
fn a_wrong_key_and_an_unknown_model_get_the_real_answers() {
    let key = Some(("authorization", "Bearer sk-2"));
    let model = Model::with(OpenAi { key, ..OpenAi::default() }, []);
    let answer = ask(&model, &json!({}));
    assert_eq!((answer.status, answer.json()["error"]["code"].as_str()), (401, Some("invalid_api_key")));
    let model = Model::with(OpenAi { models: Some(&["gpt-4o"]), ..OpenAi::default() }, []);
    let answer = ask(&model, &json!({}));
    assert_eq!((answer.status, answer.json()["error"]["code"].as_str()), (404, Some("model_not_found")));
}

#[test]
fn a_script_can_call_tools_count_tokens_and_look_at_the_question() {
    let usage = Tokens { prompt: 9, completion: 4, cached: 2, reasoning: 1 };
    let said = Said::text(&["Let me see."]).call("f", "{\"x\":1}").costing(usage).because("tool_calls");
    let echo = Reply::check(|asked| Reply::Said(Said::text(&[&asked.messages().concat()])));
    let model = Model::start([
        Reply::Said(said),
        Reply::call("g", "{}"),
        echo,
        Reply::Body("{}".to_owned()),
        Reply::Events(&["data: x"]),
    ]);
    let answer = ask(&model, &json!({})).json();
    assert_eq!(answer["usage"]["prompt_tokens_details"]["cached_tokens"], 2);
    assert_eq!(answer["choices"][0]["message"]["tool_calls"][0]["function"]["arguments"], "{\"x\":1}");
    let streamed = ask(&model, &json!({"stream": true})).body;
    assert!(streamed.contains(r#""name":"g""#) && streamed.contains("[DONE]"), "{streamed}");
    assert_eq!(ask(&model, &json!({})).json()["choices"][0]["message"]["content"], "user: Hi");
    assert_eq!(ask(&model, &json!({})).body, "{}");
    assert!(ask(&model, &json!({"stream": true})).body.contains("data: x\n\n"));
}

#[test]
fn vectors_are_made_of_the_words_and_use_no_script() {
    let model = Model::start([]);
    let answer = post(&model, "/v1/embeddings", &json!({"model": "m", "input": ["a b", "c"]})).json();
    assert_eq!(answer["data"][0]["index"], 1);
    assert_eq!(answer["usage"]["prompt_tokens"], 3);
    assert_eq!(post(&model, "/v1/embeddings", &json!({"model": "m", "input": [""]})).status, 400);
    assert_eq!(model.faults().len(), 1);
}
