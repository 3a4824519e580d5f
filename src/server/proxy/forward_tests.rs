//! The proxy between a raw client and a raw formation: what each of them sees, byte for byte.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::super::target::{Route, Target};
use super::*;

const LONG: Duration = Duration::from_secs(20);

/// A server with one formation, `bot`, that listens at `port`; and its route.
async fn front(port: u16) -> (SocketAddr, Arc<Route>, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let route = Arc::new(Route::default());
    route.swap(Some(Arc::new(Target::new(port))));
    let used = Arc::clone(&route);
    let router = Router::new().fallback(move |request: Request<Body>| {
        let route = Arc::clone(&used);
        async move {
            let origin = Origin { client: "192.0.2.7".parse().unwrap(), tls: true, host: None };
            let pass = route.enter().unwrap();
            let path = inside(request.uri().path()).unwrap().path;
            let uri = uri(&pass, &path, request.uri().query()).unwrap();
            passed_on(request, uri, "bot", &origin, pass).await
        }
    });
    let task = tokio::spawn(async move { drop(axum::serve(listener, router).await) });
    (address, route, task)
}

async fn formation() -> (TcpListener, u16) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    (listener, port)
}

/// Reads until `end` is there.
async fn until(stream: &mut TcpStream, end: &str) -> String {
    let mut seen = Vec::new();
    while !String::from_utf8_lossy(&seen).contains(end) {
        let mut buffer = [0; 4096];
        let n = timeout(LONG, stream.read(&mut buffer)).await.expect("it comes").unwrap();
        assert!(n > 0, "it ended before {end:?}: {}", String::from_utf8_lossy(&seen));
        seen.extend_from_slice(&buffer[..n]);
    }
    String::from_utf8(seen).unwrap()
}

async fn rest(stream: &mut TcpStream) -> String {
    let mut seen = Vec::new();
    // What was sent too much may have it reset.
    drop(timeout(LONG, stream.read_to_end(&mut seen)).await.expect("it ends"));
    String::from_utf8(seen).unwrap()
}

async fn client(front: SocketAddr, bytes: &str) -> TcpStream {
    let mut stream = TcpStream::connect(front).await.unwrap();
    stream.write_all(bytes.as_bytes()).await.unwrap();
    stream
}

#[tokio::test]
async fn an_answer_is_passed_on_piece_by_piece_as_it_comes() {
    let (listener, port) = formation().await;
    let (front, route, _task) = front(port).await;
    let mut client =
        client(front, "GET /api/bot/v1/stream?a=b%20c HTTP/1.1\r\nHost: muxi.example\r\n\r\n").await;
    let (mut server, _) = listener.accept().await.unwrap();
    let head = until(&mut server, "\r\n\r\n").await.to_lowercase();
    assert!(head.starts_with("get /v1/stream?a=b%20c http/1.1\r\n"), "{head}");
    assert!(
        head.contains("x-forwarded-for: 192.0.2.7\r\n")
            && head.contains("x-forwarded-host: muxi.example\r\n")
    );
    assert!(!head.contains("transfer-encoding") && !head.contains("content-length"), "{head}");
    let answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/event-stream\r\nConnection: X-Hop\r\nX-Hop: 1\r\n\r\n";
    server.write_all(answer.as_bytes()).await.unwrap();
    server.write_all(b"5\r\nfirst\r\n").await.unwrap();
    // Only what was passed on lets the formation go on.
    let seen = until(&mut client, "first").await.to_lowercase();
    assert!(seen.contains("text/event-stream") && !seen.contains("x-hop"), "{seen}");
    let target = route.enter().unwrap();
    assert!(timeout(Duration::from_millis(20), target.target().idle()).await.is_err());
    drop(target);
    server.write_all(b"6\r\nsecond\r\n0\r\n\r\n").await.unwrap();
    assert!(until(&mut client, "0\r\n\r\n").await.contains("second"));
}

#[tokio::test]
async fn a_body_is_passed_on_piece_by_piece_as_it_comes() {
    let (listener, port) = formation().await;
    let (front, _, _task) = front(port).await;
    let head =
        "POST /api/bot/v1/x HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\nExpect: 100-continue\r\n\r\nfirst";
    let mut client = client(front, head).await;
    let (mut server, _) = listener.accept().await.unwrap();
    let seen = until(&mut server, "first").await.to_lowercase();
    assert!(seen.contains("content-length: 10\r\n") && !seen.contains("expect"), "{seen}");
    client.write_all(b"other").await.unwrap();
    until(&mut server, "other").await;
    server.write_all(b"HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\nok").await.unwrap();
    let seen = until(&mut client, "\r\n\r\nok").await.to_lowercase();
    assert!(seen.contains("201 created") && seen.contains("content-length: 2\r\n"), "{seen}");
}

#[tokio::test]
async fn no_request_hides_in_the_body_of_another_one() {
    let hidden = "GET /api/bot/hidden HTTP/1.1\r\nHost: x\r\n\r\n";
    let both = "POST /api/bot/a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
    for start in [
        format!("{both}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        format!("{both}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n"),
        format!("{both}Content-Length: 4\r\nContent-Length: 90\r\n\r\nbody"),
        format!("{both}Content-Length: +4\r\n\r\nbody"),
        format!("{both}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
        format!("{both}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n"),
        format!("{both}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n"),
        format!("{both}Transfer-Encoding: chunked\r\n\r\n0;ext=\"\r\n\r\n"),
        format!("{both}X: a\r\n Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        format!("{both}X: a\rTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    ] {
        let (listener, port) = formation().await;
        let (front, _, _task) = front(port).await;
        let mut client = client(front, &format!("{start}{hidden}")).await;
        let seen = tokio::spawn(async move {
            let (mut server, _) = listener.accept().await.unwrap();
            server
                .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                .await
                .unwrap();
            let mut seen = Vec::new();
            drop(timeout(LONG, server.read_to_end(&mut seen)).await.expect("it ends"));
            String::from_utf8_lossy(&seen).to_lowercase()
        });
        let answer = rest(&mut client).await;
        assert_eq!(answer.matches("HTTP/1.1 ").count(), 1, "{start:?}: {answer}");
        if answer.starts_with("HTTP/1.1 400") {
            seen.abort();
            continue;
        }
        let seen = timeout(LONG, seen).await.expect("it ends").unwrap();
        assert_eq!(seen.matches(" http/1.1\r\n").count(), 1, "{start:?}: {seen}");
        let framed = ["content-length:", "transfer-encoding:"].map(|name| seen.matches(name).count());
        assert!(framed.iter().sum::<usize>() <= 1 && !seen.contains("hidden"), "{start:?}: {seen}");
    }
}

#[tokio::test]
async fn a_client_that_leaves_ends_the_request_to_the_formation() {
    let (listener, port) = formation().await;
    let (front, route, _task) = front(port).await;
    let mut client = client(front, "GET /api/bot/v1/stream HTTP/1.1\r\nHost: x\r\n\r\n").await;
    let (mut server, _) = listener.accept().await.unwrap();
    until(&mut server, "\r\n\r\n").await;
    server.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n").await.unwrap();
    until(&mut client, "first").await;
    drop(client);
    let end = timeout(LONG, server.read(&mut [0; 16])).await.expect("its connection is closed");
    assert!(matches!(end, Ok(0) | Err(_)));
    let pass = route.enter().unwrap();
    let target = Arc::clone(pass.shared());
    drop(pass);
    timeout(LONG, target.idle()).await.expect("it counts no longer");
}

#[tokio::test]
async fn who_does_not_read_stops_the_formation() {
    let (listener, port) = formation().await;
    let (front, _, _task) = front(port).await;
    let mut client = client(front, "GET /api/bot/v1/large HTTP/1.1\r\nHost: x\r\n\r\n").await;
    let (mut server, _) = listener.accept().await.unwrap();
    until(&mut server, "\r\n\r\n").await;
    let size = 256 << 20;
    server.write_all(format!("HTTP/1.1 200 OK\r\nContent-Length: {size}\r\n\r\n").as_bytes()).await.unwrap();
    until(&mut client, "\r\n\r\n").await;
    let piece = vec![b'x'; 1 << 20];
    let mut written = 0;
    while written < size && timeout(Duration::from_secs(1), server.write_all(&piece)).await.is_ok() {
        written += piece.len();
    }
    assert!(written < size / 2, "{written} bytes were taken though nobody reads");
}

#[tokio::test]
async fn a_formation_that_does_not_answer_is_told_in_the_envelope() {
    let (listener, port) = formation().await;
    drop(listener);
    let (front, _, _task) = front(port).await;
    let mut client = client(front, "GET /api/bot/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await;
    let answer = rest(&mut client).await;
    assert!(answer.starts_with("HTTP/1.1 502"), "{answer}");
    let body: serde_json::Value = serde_json::from_str(answer.split("\r\n\r\n").nth(1).unwrap()).unwrap();
    assert_eq!((&body["error"], &body["code"]), (&"Bad Gateway".into(), &502.into()));
}

#[tokio::test]
async fn only_what_can_be_asked_twice_is_asked_twice() {
    for (request, asked) in [
        ("GET /api/bot/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 2),
        ("DELETE /api/bot/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 2),
        ("POST /api/bot/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", 1),
        ("PUT /api/bot/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 4\r\n\r\nbody", 1),
    ] {
        let (listener, port) = formation().await;
        let (front, _, _task) = front(port).await;
        let mut client = client(front, request).await;
        // The first connection ends when it has the request.
        let (mut server, _) = listener.accept().await.unwrap();
        until(&mut server, "\r\n\r\n").await;
        drop(server);
        let again = tokio::spawn(async move {
            let (mut server, _) = listener.accept().await.unwrap();
            until(&mut server, "\r\n\r\n").await;
            server.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok").await.unwrap();
        });
        let answer = rest(&mut client).await;
        assert_eq!(answer.starts_with("HTTP/1.1 200"), asked == 2, "{request}: {answer}");
        assert_eq!(again.is_finished() || asked == 2, asked == 2, "{request}");
        again.abort();
    }
}

#[tokio::test]
async fn a_head_keeps_the_length_that_there_would_be() {
    let (listener, port) = formation().await;
    let (front, _, _task) = front(port).await;
    let mut client = client(front, "HEAD /api/bot/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await;
    let (mut server, _) = listener.accept().await.unwrap();
    until(&mut server, "\r\n\r\n").await;
    server.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 4711\r\n\r\n").await.unwrap();
    let answer = rest(&mut client).await.to_lowercase();
    assert!(answer.contains("content-length: 4711\r\n"), "{answer}");
}
