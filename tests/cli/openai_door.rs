//! The OpenAI-compatible front door: agents are models.

use serde_json::{Value, json};

use crate::support::{Home, Model, Reply, Response, Said, Server, request};

fn start(model: &Model) -> (Home, Server) {
    let home = Home::quick_start();
    home.keep("OPENAI_API_KEY", "sk-test-1234567890");
    let server = Server::start(&home, &[("OPENAI_BASE_URL", &model.base_url())]);
    (home, server)
}

fn call(server: &Server, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Response {
    let bearer = format!("Bearer {}", server.client);
    let mut all = vec![("Authorization", bearer.as_str())];
    all.extend_from_slice(headers);
    request(server.address(), method, path, &all, body)
}

fn complete(server: &Server, body: &Value) -> Response {
    call(server, "POST", "/v1/chat/completions", &[], &body.to_string())
}

/// A body with one message of the user, and more.
fn hi(more: &Value) -> Value {
    let mut body = json!({"model": "assistant", "messages": [{"role": "user", "content": "Hi"}]});
    for (key, value) in more.as_object().unwrap() {
        body[key] = value.clone();
    }
    body
}

fn chunks(body: &str) -> Vec<Value> {
    let data = body.split_terminator("\n\n").filter_map(|event| event.strip_prefix("data: "));
    data.map(|d| serde_json::from_str(d).unwrap_or_else(|_| d.into())).collect()
}

#[test]
fn a_whole_answer_has_openais_form_and_is_kept_nowhere() {
    let model = Model::start([Reply::Text(&["Hel", "lo"])]);
    let (_home, server) = start(&model);
    let body = json!({"model": "my-agent", "user": "alice", "temperature": 0.5, "max_tokens": 9, "seed": 1,
        "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "one"},
                     {"role": "assistant", "content": "1"}, {"role": "user", "content": "two"}]});
    let answer = complete(&server, &body);
    assert_eq!(answer.status, 200, "{}", answer.body);
    let json = answer.json();
    assert_eq!((&json["object"], &json["model"]), (&json!("chat.completion"), &json!("my-agent")));
    assert!(json["id"].as_str().unwrap().starts_with("chatcmpl-") && json["created"].is_u64());
    assert_eq!(json["choices"][0]["message"]["content"], "Hello");
    assert_eq!(json["choices"][0]["finish_reason"], "stop");
    assert_eq!((&json["usage"]["prompt_tokens"], &json["usage"]["total_tokens"]), (&json!(7), &json!(10)));
    let asked = &model.asked()[0];
    assert_eq!(
        asked.messages(),
        ["system: You are helpful.\n\nBe brief.", "user: one", "assistant: 1", "user: two"]
    );
    assert_eq!(asked.body["temperature"], 0.5);
    assert_eq!(server.get("/v1/sessions", "alice").json()["data"]["count"], 0, "kept nowhere");
    assert!(answer.head.contains("x-request-id: req_"), "{}", answer.head);
    let requests = server.get("/v1/requests", "alice").json();
    assert_eq!(
        (&requests["data"]["count"], &requests["data"]["requests"][0]["session_id"]),
        (&json!(1), &Value::Null)
    );
}

#[test]
fn a_stream_has_openais_chunks_and_ends_with_done() {
    let model = Model::start([Reply::Text(&["Hel", "lo"]), Reply::Text(&["x"])]);
    let (_home, server) = start(&model);
    let answer = complete(&server, &hi(&json!({"stream": true, "stream_options": {"include_usage": true}})));
    assert!(answer.head.contains("content-type: text/event-stream"), "{}", answer.head);
    let chunks = chunks(&answer.body);
    assert_eq!(chunks[0]["choices"][0]["delta"], json!({"role": "assistant", "content": ""}));
    let text: String = chunks.iter().filter_map(|c| c["choices"][0]["delta"]["content"].as_str()).collect();
    assert_eq!(text, "Hello");
    let [.., end, usage, done] = chunks.as_slice() else { panic!("{chunks:?}") };
    assert_eq!(end["choices"][0]["finish_reason"], "stop");
    assert_eq!((&usage["choices"], &usage["usage"]["total_tokens"]), (&json!([]), &json!(10)));
    assert_eq!(done, "[DONE]");
    let plain = complete(&server, &hi(&json!({"stream": true}))).body;
    assert!(!plain.contains("usage") && plain.ends_with("data: [DONE]\n\n"), "{plain}");
}

#[test]
fn a_session_is_gone_on_with_where_the_header_names_one() {
    let model = Model::start([Reply::Text(&["1"]), Reply::Text(&["2"])]);
    let (_home, server) = start(&model);
    let headers = [("X-Muxi-Session-ID", "s"), ("X-Muxi-User-ID", "alice")];
    let post = |body: Value| call(&server, "POST", "/v1/chat/completions", &headers, &body.to_string());
    post(hi(&json!({})));
    let more = json!([{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "1"}, {"role": "user", "content": "again"}]);
    assert_eq!(post(hi(&json!({"messages": more}))).status, 200);
    assert_eq!(
        model.asked()[1].messages(),
        ["system: You are helpful.", "user: Hi", "assistant: 1", "user: again"],
        "what the session has is not doubled"
    );
    assert_eq!(server.get("/v1/sessions/s", "alice").json()["data"]["message_count"], 4);
    let twice = [("X-Muxi-Session-ID", "a"), ("X-Muxi-Session-ID", "b")];
    let answer = call(&server, "POST", "/v1/chat/completions", &twice, &hi(&json!({})).to_string());
    assert!(answer.status == 400 && answer.body.contains("twice"), "{}", answer.body);
}

#[test]
fn a_key_that_was_used_in_another_session_answers_nothing_of_it() {
    let model = Model::start([Reply::Text(&["1"]), Reply::Text(&["2"])]);
    let (_home, server) = start(&model);
    let post = |session: &str| {
        let headers = [("X-Muxi-Session-ID", session), ("X-Muxi-Idempotency-Key", "k")];
        call(&server, "POST", "/v1/chat/completions", &headers, &hi(&json!({})).to_string())
    };
    assert_eq!(post("one").status, 200);
    let other = post("two");
    assert!(other.status == 400 && other.body.contains("idempotency_key_reused"), "{}", other.body);
    assert!(post("one").head.contains("idempotent-replayed"));
    assert_eq!(model.asked().len(), 1);
}

#[test]
fn agents_and_the_formation_are_models() {
    let home = Home::echo();
    let server = Server::start(&home, &[]);
    let list = call(&server, "GET", "/v1/models", &[], "").json();
    let ids: Vec<&str> = list["data"].as_array().unwrap().iter().map(|m| m["id"].as_str().unwrap()).collect();
    assert_eq!((&list["object"], ids), (&json!("list"), vec!["echo-agent", "assistant", "muxi-generalist"]));
    let one = call(&server, "GET", "/v1/models/assistant", &[], "").json();
    assert_eq!((&one["object"], &one["owned_by"]), (&json!("model"), &json!("echo-agent")));
    for (method, path) in [("GET", "/v1/models/gpt-9"), ("POST", "/v1/chat/completions")] {
        let answer = call(&server, method, path, &[], &hi(&json!({"model": "gpt-9"})).to_string());
        assert_eq!((answer.status, answer.json()["error"]["code"].as_str()), (404, Some("model_not_found")));
    }
    let method = call(&server, "DELETE", "/v1/models", &[], "");
    assert_eq!((method.status, &method.json()["error"]["type"]), (405, &json!("invalid_request_error")));
}

#[test]
fn only_the_client_key_opens_it() {
    let home = Home::echo();
    let server = Server::start(&home, &[]);
    let models = |headers: &[(&str, &str)]| request(server.address(), "GET", "/v1/models", headers, "");
    let (client, admin) = (format!("bearer {}", server.client), format!("Bearer {}", server.admin));
    assert_eq!(models(&[("Authorization", &client)]).status, 200, "the scheme has no case");
    assert_eq!(models(&[("X-Muxi-Client-Key", &server.client)]).status, 200);
    for headers in [
        &[][..],
        &[("Authorization", "Bearer sk-wrong")],
        &[("Authorization", admin.as_str())],
        &[("Authorization", server.client.as_str())],
        &[("Authorization", "Basic eDp5")],
    ] {
        let answer = models(headers);
        let error = &answer.json()["error"];
        assert_eq!((answer.status, &error["code"]), (401, &json!("invalid_api_key")), "{headers:?}");
        assert!(error["message"].as_str().unwrap().contains("muxi keys show") && error["param"].is_null());
    }
    assert_eq!(models(&[("Authorization", &client), ("Authorization", "x")]).status, 400);
}

#[test]
fn what_cannot_be_had_is_refused_by_name_and_what_nobody_knows_is_let_pass() {
    let home = Home::echo();
    let server = Server::start(&home, &[]);
    for (more, param) in [
        (json!({"n": 2}), "n"),
        (json!({"logprobs": true}), "logprobs"),
        (json!({"top_logprobs": 3}), "logprobs"),
        (json!({"functions": []}), "functions"),
        (json!({"modalities": ["text", "audio"]}), "modalities"),
        (json!({"temperature": 3}), "temperature"),
        (json!({"top_p": -1}), "top_p"),
        (json!({"max_tokens": 0}), "max_completion_tokens"),
        (json!({"stop": ["a", "b", "c", "d", "e"]}), "stop"),
        (json!({"stream_options": {"include_usage": true}}), "stream_options"),
        (json!({"response_format": {"type": "xml"}}), "response_format.type"),
        (json!({"response_format": {"type": "json_schema"}}), "response_format.json_schema"),
        (json!({"tools": [{"type": "function", "function": {"name": "a b"}}]}), "tools[0].function.name"),
        (json!({"messages": []}), "messages"),
        (json!({"messages": [{"role": "user", "content": 7}]}), "messages[0].content"),
        (json!({"messages": [{"role": "robot", "content": "x"}]}), "messages[0].role"),
        (json!({"model": 7}), "model"),
    ] {
        let answer = complete(&server, &hi(&more));
        let error = &answer.json()["error"];
        assert_eq!((answer.status, error["param"].as_str()), (400, Some(param)), "{more}: {}", answer.body);
        assert_eq!(error["type"], "invalid_request_error");
    }
    let answer = call(&server, "POST", "/v1/chat/completions", &[], "{");
    assert_eq!((answer.status, answer.json()["error"]["param"].as_str()), (400, Some("body")));
    let passed =
        complete(&server, &hi(&json!({"store": true, "seed": 1, "n": 1, "metadata": {}, "zebra": 1})));
    assert_eq!(passed.json()["choices"][0]["message"]["content"], "You said: Hi");
}

#[test]
fn the_form_of_the_answer_is_asked_of_the_model() {
    let model = Model::start([Reply::Text(&["{\"a\":1}"])]);
    let (_home, server) = start(&model);
    let schema = json!({"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"], "additionalProperties": false});
    let format =
        json!({"type": "json_schema", "json_schema": {"name": "answer", "schema": schema, "strict": true}});
    assert_eq!(complete(&server, &hi(&json!({"response_format": format}))).status, 200);
    let sent = &model.asked()[0].body["response_format"];
    assert_eq!((&sent["type"], &sent["json_schema"]["schema"]), (&json!("json_schema"), &schema));
}

#[test]
fn a_tool_of_the_caller_ends_the_answer_and_its_result_goes_on() {
    let call = || Reply::Said(Said::default().call("weather", "{\"city\":\"Rome\"}"));
    let model = Model::start([call(), call(), Reply::Text(&["Sunny."])]);
    let (_home, server) = start(&model);
    let tools = json!([{"type": "function", "function": {"name": "weather", "description": "The weather",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"], "additionalProperties": false}}}]);
    let whole = complete(&server, &hi(&json!({"tools": tools}))).json();
    let choice = &whole["choices"][0];
    assert_eq!(
        (&choice["finish_reason"], &choice["message"]["content"]),
        (&json!("tool_calls"), &Value::Null)
    );
    let called = &choice["message"]["tool_calls"];
    assert_eq!(called[0]["function"], json!({"name": "weather", "arguments": "{\"city\":\"Rome\"}"}));
    let streamed = chunks(&complete(&server, &hi(&json!({"tools": tools, "stream": true}))).body);
    let delta = streamed.iter().find_map(|c| c["choices"][0]["delta"].get("tool_calls")).unwrap();
    assert_eq!((&delta[0]["index"], &delta[0]["function"]["name"]), (&json!(0), &json!("weather")));
    let id = called[0]["id"].clone();
    let messages = json!([{"role": "user", "content": "Weather?"}, {"role": "assistant", "content": null, "tool_calls": called},
        {"role": "tool", "tool_call_id": id, "content": "sun"}]);
    let end = complete(&server, &hi(&json!({"tools": tools, "messages": messages}))).json();
    assert_eq!(end["choices"][0]["message"]["content"], "Sunny.");
    let asked = &model.asked()[2].body["messages"];
    assert_eq!((&asked[3]["role"], &asked[3]["content"]), (&json!("tool"), &json!("sun")));
    let in_session = [("X-Muxi-Session-ID", "s")];
    let answer = self::call(
        &server,
        "POST",
        "/v1/chat/completions",
        &in_session,
        &hi(&json!({"tools": tools})).to_string(),
    );
    assert!(answer.status == 400 && answer.body.contains("X-Muxi-Session-ID"), "{}", answer.body);
}

#[test]
fn a_tool_of_the_caller_takes_the_place_of_the_agents_own_of_that_name() {
    let call = Reply::Said(Said::default().call("played__add", "{\"sum\":3}"));
    let model = Model::start([call]);
    let home = super::tools::home(&format!("{}{}", super::tools::HEAD, super::tools::PLAYED));
    let server = Server::start(&home, &[("OPENAI_BASE_URL", &model.base_url())]);
    super::tools::ready(&server);
    let tool = |name: &str| {
        json!({"type": "function", "function": {"name": name, "description": "The caller's own",
            "parameters": {"type": "object", "properties": {"sum": {"type": "integer"}}, "required": ["sum"], "additionalProperties": false}}})
    };
    let ask = |tools: Value| complete(&server, &hi(&json!({"model": "helper", "tools": tools})));
    let whole = ask(json!([tool("played__add")])).json();
    assert_eq!(whole["choices"][0]["message"]["tool_calls"][0]["function"]["name"], "played__add", "{whole}");
    let told = model.asked()[0].body["tools"].as_array().unwrap().clone();
    let named = |name: &str| told.iter().filter(|t| t["function"]["name"] == name).collect::<Vec<_>>();
    assert_eq!(named("played__add").len(), 1, "{told:?}");
    assert_eq!(named("played__add")[0]["function"]["description"], "The caller's own");
    assert_eq!(named("played__echo").len(), 1, "the others are there");
    let twice = ask(json!([tool("a"), tool("b"), tool("a")]));
    let error = &twice.json()["error"];
    assert_eq!((twice.status, &error["type"]), (400, &json!("invalid_request_error")), "{}", twice.body);
    assert_eq!(error["param"], "tools[2].function.name", "{error}");
    assert!(error["message"].as_str().unwrap().contains("is a, as that of another tool"), "{error}");
}

#[test]
fn a_picture_is_taken_as_a_data_url_only() {
    let model = Model::start([]);
    let (_home, server) = start(&model);
    let look = |url: &str| {
        let content =
            json!([{"type": "text", "text": "Look"}, {"type": "image_url", "image_url": {"url": url}}]);
        complete(&server, &hi(&json!({"messages": [{"role": "user", "content": content}]})))
    };
    let url = format!("data:image/png;base64,{}", super::files::PNG);
    assert_eq!(look(&url).status, 200);
    let sent = &model.asked()[0].body["messages"][1]["content"];
    assert_eq!((&sent[0]["text"], &sent[1]["image_url"]["url"]), (&json!("Look"), &json!(url)));
    let elsewhere = look("https://example.com/a.png");
    assert!(elsewhere.status == 400 && elsewhere.body.contains("fetches nothing"), "{}", elsewhere.body);
    assert_eq!(look("data:image/png;base64,aGVsbG8=").status, 400);
}

#[test]
fn what_fails_at_the_model_keeps_its_status_and_a_cut_stream_says_so() {
    let limited = || Reply::Status(429, "Retry-After: 77\r\n", "{}");
    let model = Model::start([limited(), limited(), Reply::Cut(&["Hel"])]);
    let (_home, server) = start(&model);
    for stream in [false, true] {
        let answer = complete(&server, &hi(&json!({"stream": stream})));
        let error = &answer.json()["error"];
        assert_eq!((answer.status, &error["type"]), (429, &json!("rate_limit_error")), "{}", answer.body);
        assert!(answer.head.contains("retry-after: 77"), "{}", answer.head);
    }
    let cut = chunks(&complete(&server, &hi(&json!({"stream": true}))).body);
    assert_eq!(cut.last().unwrap()["error"]["code"], "model_cut_off", "{cut:?}");
}
