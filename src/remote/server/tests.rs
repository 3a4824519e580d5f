use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};

use reqwest::header::{HeaderMap, HeaderName};

use super::*;
use crate::remote::profiles::Kept;
use crate::remote::sign::{Presented, Received};

const SECRET: &str = "muxi_sk_1";
const NOW: u64 = 1_700_000_000;

/// A server that gives one answer to each of as many connections as there are answers, and hands on what came.
fn server(answers: Vec<String>) -> (ServerUrl, Receiver<(String, HeaderMap, Vec<u8>)>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (send, came) = channel();
    std::thread::spawn(move || {
        for answer in answers {
            let (mut stream, _) = listener.accept().unwrap();
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            let mut line = String::new();
            reader.read_line(&mut line).unwrap();
            let mut headers = HeaderMap::new();
            loop {
                let mut header = String::new();
                reader.read_line(&mut header).unwrap();
                let Some((name, value)) = header.trim_end().split_once(": ") else { break };
                headers.append(HeaderName::from_bytes(name.as_bytes()).unwrap(), value.parse().unwrap());
            }
            let length = headers.get("content-length").and_then(|v| v.to_str().ok()?.parse().ok());
            let mut body = vec![0; length.unwrap_or(0)];
            reader.read_exact(&mut body).unwrap();
            send.send((line.trim_end().to_owned(), headers, body)).unwrap();
            stream.write_all(answer.as_bytes()).unwrap();
        }
    });
    (ServerUrl::parse(&url).unwrap(), came)
}

fn whole(status: &str, more: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n{more}\r\n{body}"
    )
}

fn events(body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/event-stream\r\n\r\n{body}")
}

fn client(url: &ServerUrl, dialect: Dialect) -> ServerClient {
    let profile = Profile {
        name: "p".into(),
        url: url.clone(),
        key_id: "muxi_pk_1".into(),
        dialect,
        secret: Kept::Nowhere,
        added_at: None,
    };
    ServerClient::new(&profile, SECRET.into(), Clock::fixed(NOW * 1000)).unwrap()
}

fn wait<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

#[test]
fn what_is_sent_fits_what_is_signed_in_each_dialect() {
    for dialect in Dialect::ALL {
        let (url, came) = server(vec![whole("200 OK", "", "{\"success\":true,\"data\":{}}")]);
        let id = if dialect == Dialect::Legacy { "a b" } else { "a b;c/d" };
        let call = Call::new(Method::PUT, ["rpc", "formations", id])
            .query("q", "x y&z;ä")
            .body("application/gzip", &b"bytes"[..])
            .about("my-bot", "1.2.3");
        wait(client(&url, dialect).call(&call)).unwrap();
        let (line, headers, body) = came.recv().unwrap();
        let [method, target, "HTTP/1.1"] = line.split(' ').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let host = headers["host"].to_str().unwrap();
        let received = Received { method, target, host, content_sha256: Some(sha256(&body)) };
        let presented = Presented::of(&headers).unwrap();
        assert_eq!((presented.dialect, presented.timestamp), (dialect, NOW));
        assert_eq!(presented.fits(SECRET.as_bytes(), &received), Ok(true), "{line}");
        assert_eq!(presented.content_sha256.unwrap_or(sha256(b"bytes")), sha256(&body));
        assert!(headers["x-muxi-sdk"].to_str().unwrap().starts_with("cli/"));
        assert_eq!(headers["x-formation-version"], "1.2.3");
        assert!(!target.contains(';') && target.matches('/').count() == 3, "{target}");
    }
}

#[test]
fn both_envelopes_are_read_and_the_servers_words_kept() {
    let of = |status: &str, more: &str, body: &str, dialect| {
        let (url, _came) = server(vec![whole(status, more, body)]);
        wait(client(&url, dialect).formation("my-bot"))
    };
    let get = |status: &str, body: &str| of(status, "", body, Dialect::V2);
    assert_eq!(get("200 OK", r#"{"success":true,"data":{"id":"a"},"message":"m"}"#).unwrap()["message"], "m");
    assert_eq!(get("200 OK", r#"{"id":"a"}"#).unwrap()["id"], "a");
    let told = |status: &str, body: &str| {
        let error = get(status, body).unwrap_err();
        (error.code().to_owned(), error.to_string())
    };
    let text = |code: &str, message: &str| (code.to_owned(), message.to_owned());
    let deployed = r#"{"error":"Conflict","message":"formation my-bot is updating","code":409}"#;
    assert_eq!(told("409 Conflict", deployed), text("conflict", "formation my-bot is updating"));
    let ours =
        r#"{"success":false,"error":{"code":"FORMATION_BUSY","message":"it is updated","hint":"wait"}}"#;
    assert_eq!(told("409 Conflict", ours), text("formation_busy", "it is updated"));
    assert_eq!(get("409 Conflict", ours).unwrap_err().hint(None).as_deref(), Some("wait"));
    assert_eq!(told("200 OK", ours), text("formation_busy", "it is updated"));
    let none = r#"{"error":"Not Found","message":"no formation my-bot"}"#;
    assert!(matches!(get("404 Not Found", none), Err(ServerError::NotFound { .. })));
    assert_eq!(
        told("502 Bad Gateway", "<html>bad\n gateway"),
        text("http_502", "the server answered 502 Bad Gateway: <html>bad gateway")
    );
    assert_eq!(told("503 X", "").1, "the server answered 503 Service Unavailable");
    assert_eq!(told("200 OK", "<html>").0, "answer_broken");
    assert_eq!(told("302 Found", "").0, "http_302");
}

#[test]
fn who_is_not_let_in_is_told_why_if_that_can_be_seen() {
    let of = |more: &str, body: &str, dialect| {
        let (url, _came) = server(vec![whole("401 Unauthorized", more, body)]);
        let error = wait(client(&url, dialect).status()).unwrap_err();
        (error.to_string(), error.hint(Some("prod")).unwrap())
    };
    let expired = r#"{"error":"Unauthorized","message":"Request expired (timestamp too old or in future)"}"#;
    let off = "Date: Tue, 14 Nov 2023 22:23:20 GMT\r\n";
    let (text, hint) = of(off, expired, Dialect::Legacy);
    assert!(text.contains("Request expired") && text.ends_with("(clock differs by 600 s)"), "{text}");
    assert!(hint.contains("set the clock"), "{hint}");
    let near = "Date: Tue, 14 Nov 2023 22:18:20 GMT\r\n";
    assert!(!of(near, expired, Dialect::Legacy).0.contains("clock differs"));
    let (text, hint) =
        of("", r#"{"error":"Unauthorized","message":"Missing authorization header"}"#, Dialect::V2);
    assert!(text.contains("Missing authorization header"), "{text}");
    assert!(hint.contains("muxi profiles add prod --replace --dialect legacy"), "{hint}");
    let (_, hint) = of("", r#"{"error":"Unauthorized","message":"Invalid key"}"#, Dialect::Legacy);
    assert!(hint.contains("--secret-stdin") && !hint.contains("--dialect"), "{hint}");
}

#[test]
fn a_stream_is_read_to_its_end_or_told_as_broken() {
    let run = |body: &str| {
        let (url, _came) = server(vec![events(body)]);
        let mut steps = Vec::new();
        let ended = wait(client(&url, Dialect::V2).run("my-bot", "start", |step| steps.push(step.stage)));
        (steps, ended)
    };
    let begin =
        ": keep-alive\n\nevent: progress\ndata: {\"stage\":\"spawning\",\ndata: \"message\":\"m\"}\n\n";
    let (steps, ended) = run(&format!(
        "{begin}event: odd\ndata: x\n\nevent: complete\ndata: {{\"formation_id\":\"my-bot\",\"port\":8000}}\n\n"
    ));
    assert_eq!(steps, ["spawning"]);
    assert_eq!(ended.unwrap().data["port"], 8000);
    let failed = run(&format!(
        "{begin}event: error\ndata: {{\"error\":\"HealthCheckFailed\",\"message\":\"no answer\",\"stage\":\"health_check\"}}\n\n"
    ));
    let error = failed.1.unwrap_err();
    assert_eq!(
        (error.code(), error.to_string().as_str()),
        ("health_check_failed", "no answer (while health_check)")
    );
    let error = run(begin).1.unwrap_err();
    assert_eq!(error.code(), "answer_broken");
    assert!(error.to_string().contains("without saying how it went"), "{error}");
    // A server that knows no events answers at once.
    let (url, _came) = server(vec![whole("200 OK", "", r#"{"success":true,"data":{"status":"running"}}"#)]);
    let ended = wait(client(&url, Dialect::V2).run("my-bot", "start", |_| {})).unwrap();
    assert_eq!(ended.data["status"], "running");
}

#[test]
fn nobody_there_is_told_and_nothing_is_sent_that_must_not_be() {
    let url = ServerUrl::parse("http://127.0.0.1:1").unwrap();
    let error = wait(client(&url, Dialect::V2).status()).unwrap_err();
    assert!(matches!(error, ServerError::Unreachable { .. }), "{error}");
    for id in ["", ".", "..", "a/b", "a b", "-x", "a\n", "ä"] {
        let error = wait(client(&url, Dialect::V2).delete(id)).unwrap_err();
        assert_eq!(error.code(), "bad_formation_id", "{id:?}");
    }
    // Nothing is sent: the address is nobody's.
    let open = ServerUrl::parse("http://192.0.2.1").unwrap();
    let call = Call::new(Method::POST, ["rpc", "formations"]).body("application/gzip", &b"x"[..]);
    let refused = wait(client(&open, Dialect::Legacy).call(&call)).unwrap_err();
    assert_eq!(refused.code(), "open_line");
    assert!(client(&open, Dialect::V2).request(&call).is_ok());
    let bare = Call::new(Method::POST, ["rpc", "formations"]);
    assert!(client(&open, Dialect::Legacy).request(&bare).is_ok());
}
