//! Receivers over a network: what they get, and what becomes of it where they say no or are not there.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::thread::JoinHandle;
use std::time::Duration;

use super::*;

/// A receiver that gives these answers, one after the other, and what it was sent: heads in lower case, and bodies.
fn receiver(answers: &'static [&'static str]) -> (String, JoinHandle<Vec<(String, String)>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://user:pass@{}/in?key=1", listener.local_addr().unwrap());
    let thread = std::thread::spawn(move || {
        let mut all = Vec::new();
        let mut open: Option<BufReader<TcpStream>> = None;
        for answer in answers {
            let got = open.as_mut().and_then(one);
            let got = got.unwrap_or_else(|| {
                let stream = listener.accept().unwrap().0;
                stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
                one(open.insert(BufReader::new(stream))).expect("a request")
            });
            all.push(got);
            let whole = answer.contains("\r\n\r\n");
            let end = if whole { "" } else { "\r\nContent-Length: 0\r\n\r\n" };
            let reply = format!("HTTP/1.1 {answer}{end}");
            open.as_mut().unwrap().get_mut().write_all(reply.as_bytes()).unwrap();
        }
        all
    });
    (url, thread)
}

fn one(stream: &mut BufReader<TcpStream>) -> Option<(String, String)> {
    let mut head = String::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if line == "\r\n" {
            break;
        }
        head.push_str(&line.to_lowercase());
    }
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
    let mut body = vec![0; length.trim().parse().unwrap()];
    stream.read_exact(&mut body).unwrap();
    Some((head, String::from_utf8(body).unwrap()))
}

fn webhook(url: &str, format: Format) -> Webhook {
    let mut headers = Headers::default();
    assert!(headers.authorize("Bearer", b"a-token"));
    assert!(headers.add("X-Other", b"x") && !headers.add("X-Other", b"a\nb") && !headers.add("a b", b"x"));
    Webhook::new(url.to_owned(), headers, format)
}

#[test]
fn a_webhook_gets_a_batch_with_its_login_and_is_asked_again_while_it_is_busy() {
    let (url, thread) =
        receiver(&["503 Busy", "429 Slow down\r\nRetry-After: 0", "200 OK", "204 No content"]);
    let mut out = webhook(&url, Format::JsonLines);
    out.write(&[r#"{"n":1}"#, r#"{"n":2}"#]).unwrap();
    out.write(&[r#"{"n":3}"#]).unwrap();
    let got = thread.join().unwrap();
    for (head, body) in &got[..3] {
        assert!(head.starts_with("post /in?key=1 http/1.1"), "{head}");
        assert!(head.contains("content-type: application/x-ndjson"), "{head}");
        assert_eq!(body, "{\"n\":1}\n{\"n\":2}\n");
    }
    assert!(got[0].0.contains("authorization: bearer a-token") && got[0].0.contains("x-other: x"));
    assert_eq!(got[3].1, "{\"n\":3}\n");
    assert!(!Webhook::place(&url).contains("pass") && !Webhook::place(&url).contains("key=1"));
}

#[test]
fn a_webhook_that_says_no_is_not_asked_again_and_names_no_login() {
    let (url, thread) = receiver(&["400 No"]);
    let error = webhook(&url, Format::JsonLines).write(&["{}"]).unwrap_err().to_string();
    assert!(error.contains("400") && !error.contains("pass"), "{error}");
    assert_eq!(thread.join().unwrap().len(), 1);
    // A redirect would carry the login to somebody else.
    let (url, thread) = receiver(&["302 Found\r\nLocation: http://127.0.0.1:1/"]);
    let error = webhook(&url, Format::JsonLines).write(&["{}"]).unwrap_err().to_string();
    assert!(error.contains("302"), "{error}");
    assert_eq!(thread.join().unwrap().len(), 1);
}

#[test]
fn what_is_too_much_for_one_body_goes_in_several() {
    let (url, thread) = receiver(&["200 OK", "200 OK", "200 OK"]);
    let line = format!(r#"{{"pad":"{}"}}"#, "x".repeat(700_000));
    webhook(&url, Format::JsonLines).write(&[&line, &line, &line]).unwrap();
    let got = thread.join().unwrap();
    assert!(got.iter().all(|(_, body)| body.lines().count() == 1));
}

#[test]
fn lines_go_over_a_connection_that_is_made_again() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut out = TcpLines::new(listener.local_addr().unwrap().to_string(), Format::JsonLines);
    out.write(&["{\"n\":1}", "{\"n\":2}"]).unwrap();
    let mut first = BufReader::new(listener.accept().unwrap().0);
    let mut line = String::new();
    first.read_line(&mut line).unwrap();
    first.read_line(&mut line).unwrap();
    assert_eq!(line, "{\"n\":1}\n{\"n\":2}\n");
    // The receiver starts anew. What it has read may come again.
    drop(first);
    out.write(&["{\"n\":3}"]).unwrap();
    let second = listener.accept().unwrap().0;
    second.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let mut lines = BufReader::new(second).lines();
    assert!(lines.by_ref().take(3).any(|line| line.unwrap() == "{\"n\":3}"), "it is lost");
}

#[test]
fn a_datagram_is_one_record_and_nobody_there_is_no_end() {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let to = socket.local_addr().unwrap().to_string();
    let mut out = UdpLines::new(to, Format::JsonLines);
    let long = format!("{{\"pad\":\"{}\"}}", "é".repeat(10_000));
    out.write(&["{\"n\":1}", &long]).unwrap();
    let mut room = vec![0; 1 << 16];
    let mut next = || {
        let length = socket.recv(&mut room).unwrap();
        String::from_utf8(room[..length].to_vec()).expect("cut between characters")
    };
    assert_eq!(next(), "{\"n\":1}");
    assert!((8000..=8192).contains(&next().len()));
    drop(socket);
    for _ in 0..3 {
        out.write(&["{\"n\":2}"]).unwrap();
    }
}

#[test]
fn each_destination_has_its_own_events_level_and_format() {
    let (all, tools) = (Kept::default(), Kept::default());
    let text = Lines::new(Format::Text, tools.clone());
    let mut second = destination(Level::Warning, &["tool.*", "response.completed"], Box::new(text));
    second.format = Format::Text;
    let logs = logs(vec![destination(Level::Debug, &[], Box::new(all.clone())), second]);
    for (level, name) in [
        (Level::Debug, "tool.completed"),
        (Level::Warning, "tool.failed"),
        (Level::Error, "error.turn"),
        (Level::Info, "response.completed"),
    ] {
        logs.say(level, name, || Value::Null);
    }
    logs.flush();
    assert_eq!(all.lines().len(), 4);
    let kept = tools.0.lock().unwrap().0.clone();
    assert_eq!(kept.len(), 1, "{kept:?}");
    assert!(kept[0].contains(" warning tool.failed"), "{kept:?}");
}

#[test]
fn an_answer_of_elasticsearch_that_says_no_to_a_part_is_a_failure() {
    let (url, thread) = receiver(&[
        "200 OK\r\nContent-Length: 48\r\n\r\n{\"took\":1,\"errors\":true,\"items\":[{\"create\":{}}]}",
        "200 OK\r\nContent-Length: 29\r\n\r\n{ \"took\": 1, \"errors\" : true}",
        "200 OK\r\nContent-Length: 30\r\n\r\n{ \"took\": 1, \"errors\" : false}",
    ]);
    let mut out = webhook(&url, Format::Elastic);
    for _ in 0..2 {
        let error = out.write(&[r#"{"timestamp":1}"#]).unwrap_err().to_string();
        assert!(error.contains("some of the records only"), "{error}");
    }
    out.write(&[r#"{"timestamp":1}"#]).unwrap();
    assert_eq!(thread.join().unwrap().len(), 3);
}
