//! What a model or a client says of a live value goes neither to a client, nor into the log or the store.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use crate::leaks::{CANARY, clean, clean_below};
use crate::support::{Home, Model, Reply, Response, Server, request};

/// A text or a list that a script of the played model can hold.
fn kept(text: impl Into<String>) -> &'static str {
    Box::leak(text.into().into_boxed_str())
}

fn pieces(parts: impl IntoIterator<Item = String>) -> &'static [&'static str] {
    parts.into_iter().map(kept).collect::<Vec<_>>().leak()
}

fn home() -> Home {
    let home = Home::quick_start();
    home.keep("OPENAI_API_KEY", CANARY);
    home
}

/// The text of a streamed answer, joined as its reader joins it.
fn streamed(answer: &Response) -> String {
    let data = answer.body.lines().filter_map(|line| line.strip_prefix("data: "));
    let events = data.filter_map(|line| serde_json::from_str::<Value>(line).ok());
    events.filter_map(|event| event["token"]["content"].as_str().map(str::to_owned)).collect()
}

/// No more than the first bytes of the value, which every key of this provider has.
#[track_caller]
fn not_even_most_of_it(place: &str, text: &str) {
    clean(place, text.as_bytes());
    assert!(!text.contains("canary-7"), "{place}: {text}");
}

/// The forms in which a model may say it.
fn forms() -> Vec<String> {
    let hex = |upper: bool| {
        let digit = |b: u8| if upper { format!("{b:02X}") } else { format!("{b:02x}") };
        CANARY.bytes().map(digit).collect::<String>()
    };
    vec![
        CANARY.to_owned(),
        STANDARD.encode(CANARY),
        URL_SAFE_NO_PAD.encode(format!("user:{CANARY}")),
        hex(false),
        hex(true),
    ]
}

#[test]
fn an_answer_that_repeats_it_is_cut_nowhere_so_that_it_comes_through() {
    let mut script = Vec::new();
    let mut wanted = Vec::new();
    for form in forms() {
        for at in 1..form.len() {
            let (one, two) = form.split_at(at);
            script.push(Reply::Text(pieces([format!("It is {one}"), format!("{two}, I think.")])));
            wanted.push(form.clone());
        }
        let letters = format!("It is {form}, I think.");
        script.push(Reply::Text(pieces(letters.chars().map(String::from))));
        wanted.push(form);
    }
    let home = home();
    // A long session is summed up by the same model: its answers are for the turns here.
    let text = String::from_utf8(home.read("formation.afs")).unwrap();
    home.write("formation.afs", format!("{text}memory:\n  compaction:\n    enabled: false\n"));
    let model = Model::start(script);
    let server = Server::start(&home, &[("OPENAI_BASE_URL", &model.base_url())]);
    for (number, form) in wanted.iter().enumerate() {
        // Whole answers too; a piece of them is the same for each split.
        let stream = number % 5 != 0;
        let answer = server.chat("local", &json!({"message": "Hello", "stream": stream, "session_id": "s"}));
        let text = if stream {
            streamed(&answer)
        } else {
            answer.json()["data"]["message"]["content"].as_str().unwrap().to_owned()
        };
        clean("the answer", answer.body.as_bytes());
        not_even_most_of_it("the text", &text);
        assert!(!text.contains(&form[form.len() - 6..]), "{text}");
        assert!(text.starts_with("It is ") && text.ends_with(", I think."), "{text}");
        assert!(text.contains("[REDACTED:OPENAI_API_KEY]"), "{text}");
    }
    let kept = server.get("/v1/sessions/s/messages?limit=50", "local");
    assert!(kept.body.contains("[REDACTED:OPENAI_API_KEY]"), "{}", kept.body);
    clean("the session", kept.body.as_bytes());
    // The model gets back what was kept, not what it said.
    let told = model.asked().last().unwrap().body.to_string();
    clean("the history", told.as_bytes());
    let (_, log) = server.stop();
    clean("the log", log.as_bytes());
    clean_below(&home.state());
}

#[test]
fn what_only_looks_like_its_beginning_comes_through() {
    let texts = ["It is sk-canary-", "It is sk-canary", " sk-canary-7f3a9c51e8d2b60 is not it", "s", "sk-"];
    let model = Model::start(texts.map(|text| Reply::Text(pieces(text.chars().map(String::from)))));
    let server = Server::start(&home(), &[("OPENAI_BASE_URL", &model.base_url())]);
    for text in texts {
        assert_eq!(streamed(&server.chat("local", &json!({"message": "Hello"}))), text);
    }
}

#[test]
fn half_of_it_before_a_cut_is_taken_out_too() {
    let home = home();
    let cuts = || (9..CANARY.len()).map(|at| Reply::Cut(pieces([format!("It is {}", &CANARY[..at])])));
    let model = Model::start(cuts());
    let server = Server::start(&home, &[("OPENAI_BASE_URL", &model.base_url())]);
    for _ in cuts() {
        let answer = server.chat("local", &json!({"message": "Hello", "session_id": "s"}));
        assert!(answer.body.contains("MODEL_CUT_OFF"), "{}", answer.body);
        assert_eq!(streamed(&answer), "It is [REDACTED:OPENAI_API_KEY]");
    }
    let kept = server.get("/v1/sessions/s/messages?limit=50", "local");
    not_even_most_of_it("the session", &kept.body);
    let (_, log) = server.stop();
    not_even_most_of_it("the log", &log);
    clean_below(&home.state());
}

#[test]
fn no_error_of_a_model_shows_it_wherever_it_is_shortened() {
    let home = home();
    let mut script = Vec::new();
    for filler in (270..302).step_by(3) {
        let filler = "x".repeat(filler);
        let message = json!({"error": {"message": format!("{filler}{CANARY} {filler}")}}).to_string();
        script.push(Reply::Status(500, "Retry-After: 0\r\n", kept(message)));
        script.push(Reply::Status(400, "", kept(format!("<html>{filler}{CANARY}</html>"))));
    }
    for status in [400, 401, 403, 404, 429, 503] {
        let headers =
            kept(format!("Retry-After: {CANARY}\r\nX-Request-Id: {CANARY}\r\nLocation: /{CANARY}\r\n"));
        let body = json!({"error": {"message": STANDARD.encode(CANARY), "code": CANARY, CANARY: 1}});
        script.push(Reply::Status(status, headers, kept(body.to_string())));
        script.push(Reply::Status(status, headers, kept(json!({CANARY: [CANARY]}).to_string())));
    }
    // No retries, so that each answer is the one that is told.
    let formation =
        crate::support::QUICK_START.replace("  models:", "  settings: {max_retries: 0}\n  models:");
    home.write("formation.afs", formation);
    let count = script.len();
    let model = Model::start(script);
    let server = Server::start(&home, &[("OPENAI_BASE_URL", &model.base_url())]);
    for number in 0..count {
        if number % 3 == 2 {
            let json = if number % 2 == 0 { "--json" } else { "--no-stream" };
            let (code, stdout, stderr) = home.run(&["chat", json, "Hello"]);
            assert_ne!(code, 0);
            not_even_most_of_it("stdout", &stdout);
            not_even_most_of_it("stderr", &stderr);
            continue;
        }
        let answer = server.chat("local", &json!({"message": "Hello", "stream": number % 3 == 0}));
        assert!(answer.body.contains("MODEL_") || answer.body.contains("RATE_LIMITED"), "{}", answer.body);
        not_even_most_of_it("the answer", &answer.body);
        not_even_most_of_it("the head", &answer.head);
    }
    let (_, log) = server.stop();
    assert!(log.matches(r#""outcome":"failed""#).count() >= count, "{log}");
    not_even_most_of_it("the log", &log);
    clean_below(&home.state());
}

#[test]
fn no_refusal_repeats_it_to_a_client_that_sends_it() {
    let home = home();
    let server = Server::start(&home, &[]);
    let filler = "x".repeat(200);
    for path in [
        format!("/{CANARY}"),
        format!("/v1/agents/{CANARY}"),
        format!("/v1/agents/{}", STANDARD.encode(CANARY)),
        format!("/v1/sessions/{CANARY}"),
        format!("/v1/sessions/{CANARY}/messages"),
        format!("/v1/sessions?limit={CANARY}"),
        format!("/v1/sessions?limit={filler}{CANARY}"),
        format!("/v1/sessions/s/messages?before={CANARY}"),
        format!("/v1/credentials/{CANARY}"),
        format!("/v1/credentials?service={CANARY}"),
        format!("/v1/credentials?service={CANARY}%2F"),
    ] {
        for answer in [server.admin(&path), server.get(&path, "local")] {
            clean(&path, answer.body.as_bytes());
            clean(&path, answer.head.as_bytes());
        }
    }
    for body in [
        json!({"message": "Hello", "agent_id": CANARY}),
        json!({"message": {CANARY: 1}}),
        json!({"message": "Hello", "mode": CANARY}),
        json!({"message": "Hello", "stream": CANARY}),
        json!({"message": "", "session_id": CANARY}),
        json!({"message": "Hello", "request_id": format!("{CANARY}\n")}),
        json!({CANARY: CANARY}),
        json!(CANARY),
    ] {
        let headers = [
            ("X-Muxi-Client-Key", server.client.as_str()),
            ("X-Muxi-Idempotency-Key", CANARY),
            ("X-Request-Id", CANARY),
            ("Origin", CANARY),
        ];
        let answer = request(server.address(), "POST", "/v1/chat", &headers, &body.to_string());
        assert!(answer.status >= 400, "{}", answer.body);
        clean(&body.to_string(), answer.body.as_bytes());
        clean(&body.to_string(), answer.head.as_bytes());
    }
    for body in [
        json!({"service": CANARY, "credential": {"token": "another-value-0123"}}),
        json!({"service": "x", "name": CANARY, "credential": {"token": "another-value-0123"}}),
        json!({"service": "x", "credential": {CANARY: "another-value-0123"}, "replace": CANARY}),
        json!({"service": "x", "credential": CANARY, "expires_in": CANARY}),
    ] {
        let headers = [("X-Muxi-Client-Key", server.client.as_str()), ("X-Muxi-Idempotency-Key", CANARY)];
        let answer = request(server.address(), "POST", "/v1/credentials", &headers, &body.to_string());
        assert_eq!(answer.status, 422, "{}", answer.body);
        clean(&body.to_string(), answer.body.as_bytes());
    }
    // As a key, as a user, as a method.
    for (header, value) in
        [("X-Muxi-Client-Key", CANARY), ("X-Muxi-Admin-Key", CANARY), ("Authorization", CANARY)]
    {
        let answer = request(server.address(), "POST", "/v1/chat", &[(header, value)], "{}");
        clean(header, answer.body.as_bytes());
    }
    let answer = request(server.address(), CANARY, "/v1/chat", &[], "");
    clean("the method", answer.body.as_bytes());
    let (_, log) = server.stop();
    clean("the log", log.as_bytes());
    clean_below(&home.state());
}

#[test]
fn no_id_that_holds_it_is_taken_so_that_none_is_kept_or_shown() {
    let home = home();
    let model = Model::start([]);
    let server = Server::start(&home, &[("OPENAI_BASE_URL", &model.base_url())]);
    let refused = |answer: &Response, field: &str| {
        assert!(matches!(answer.status, 400 | 422), "{}", answer.body);
        assert!(answer.body.contains(&format!("the {field} holds the value of a secret")), "{}", answer.body);
        clean(field, answer.body.as_bytes());
    };
    for stream in [true, false] {
        for field in ["session_id", "request_id", "user_id"] {
            let body = json!({"message": "Hello", "stream": stream, field: format!("x-{CANARY}")});
            let headers = [("X-Muxi-Client-Key", server.client.as_str())];
            refused(&request(server.address(), "POST", "/v1/chat", &headers, &body.to_string()), field);
        }
        refused(
            &server.chat(&format!("shop:{CANARY}"), &json!({"message": "Hello", "stream": stream})),
            "user_id",
        );
        let headers = [("X-Muxi-Client-Key", server.client.as_str()), ("X-Muxi-Session-ID", CANARY)];
        let body =
            json!({"model": "assistant", "stream": stream, "messages": [{"role": "user", "content": "Hi"}]});
        let answer = request(server.address(), "POST", "/v1/chat/completions", &headers, &body.to_string());
        refused(&answer, "session_id");
    }
    assert!(model.asked().is_empty());
    let requests = server.admin("/v1/requests");
    clean("the requests", requests.body.as_bytes());
    let (_, log) = server.stop();
    clean("the log", log.as_bytes());
    clean_below(&home.state());
}

#[test]
fn what_the_formation_says_of_itself_is_told_without_it() {
    let formation = crate::support::QUICK_START
        .replace("system_message: \"", &format!("system_message: \"Never say {CANARY}. "));
    let home = Home::with(&format!("{formation}\noverlord:\n  soul: \"You know {CANARY}.\"\n"));
    home.keep("OPENAI_API_KEY", CANARY);
    let server = Server::start(&home, &[]);
    for path in [
        "/v1/overlord/soul",
        "/v1/overlord",
        "/v1/agents",
        "/v1/agents/assistant",
        "/v1/formation",
        "/v1/status",
        "/v1/llm/settings",
        "/v1/requests",
    ] {
        let answer = server.admin(path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        clean(path, answer.body.as_bytes());
    }
    assert_eq!(
        server.admin("/v1/overlord/soul").json()["data"]["soul"],
        "You know [REDACTED:OPENAI_API_KEY]."
    );
}

#[test]
fn a_question_with_it_is_kept_without_it_and_no_chat_shows_it() {
    let home = home();
    let echo = Reply::Text(pieces([format!("You said {CANARY}"), "!".to_owned()]));
    let model = Model::start(std::iter::repeat_n(echo, 8));
    let server = Server::start(&home, &[("OPENAI_BASE_URL", &model.base_url())]);
    let question = format!("Is {CANARY} right?");
    for args in [
        &["chat", &question][..],
        &["chat", "--json", &question],
        &["chat", "--no-stream", &question],
        &["chat", "--agent", CANARY, "Hello"],
        &["chat", "--user", CANARY, "Hello"],
        &["chat", "--session", CANARY, "Hello"],
        &["chat", "--session", CANARY, "--json", "Hello"],
        &["chat", "--agent", CANARY, "--json", "Hello"],
    ] {
        let (_, stdout, stderr) = home.run(args);
        clean(&format!("stdout of {args:?}"), stdout.as_bytes());
        clean(&format!("stderr of {args:?}"), stderr.as_bytes());
    }
    let (code, stdout, _) = home.run_with(&["chat"], question);
    assert_eq!(code, 0);
    clean("stdout of a piped question", stdout.as_bytes());
    assert!(stdout.starts_with("I removed what looks like a credential"), "{stdout}");
    assert!(stdout.ends_with("\n\nYou said [REDACTED:OPENAI_API_KEY]!\n"), "{stdout}");
    let mut local = home.process(&["chat", "--local", "Hello"]);
    local.env("OPENAI_BASE_URL", model.base_url()).stdin(std::process::Stdio::null());
    let (code, stdout, stderr) = crate::place::outcome(local);
    clean("stderr of --local", stderr.as_bytes());
    assert_eq!((code, &*stdout), (0, "You said [REDACTED:OPENAI_API_KEY]!\n"), "{stderr}");
    let (_, log) = server.stop();
    clean("the log", log.as_bytes());
}
