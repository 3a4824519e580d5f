//! Real processes, played by a shell.

use std::path::Path;

use super::super::Ports;
use super::*;

/// A process that runs `script` in `dir`.
fn start(dir: &Path, script: &str) -> Child {
    let log = |name: &str| ChildLog::new(dir.join(name), 1 << 20, 1);
    let ports = Ports::new(0..=0, [].into());
    Child::start(Spec {
        program: "/bin/sh".into(),
        args: vec!["-c".into(), script.into()],
        environment: vec![("PATH".into(), "/usr/bin:/bin".into()), ("GIVEN".into(), "yes".into())],
        directory: dir.to_owned(),
        out: log("out.log"),
        err: log("err.log"),
        kept: Box::new(ports.lease().unwrap()),
    })
    .unwrap()
}

const LONG: Duration = Duration::from_secs(20);
const READY: &str = r#"echo "{\"event\":\"ready\",\"url\":\"http://127.0.0.1:4711\"}""#;

fn lives(pid: u32) -> bool {
    crate::support::process::Stat::of(pid).is_some_and(|of| of.state != 'Z')
}

#[tokio::test]
async fn it_is_ready_when_it_says_so_and_ends_when_it_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let child =
        start(dir.path(), &format!("echo noise; echo \"$GIVEN ${{HOME:-none}}\"; {READY}; read x; sleep 30"));
    assert_eq!(child.ready(LONG).await, Ok(4711));
    child.stop(LONG).await;
    assert_eq!(child.ended().await, Ended { code: None, signal: Some(15) });
    let (lines, _) = super::super::last_lines(&dir.path().join("out.log"), 2);
    assert_eq!(lines[0], "yes none");
}

#[tokio::test]
async fn one_that_ends_before_it_is_ready_is_told_with_its_last_words() {
    let dir = tempfile::tempdir().unwrap();
    let child = start(dir.path(), "echo first >&2; printf last >&2; exit 3");
    assert_eq!(child.ready(LONG).await, Err(NotReady::Ended(Ended { code: Some(3), signal: None })));
    assert_eq!(child.words(), ["first", "last"]);
    assert_eq!(child.ended().await.to_string(), "it ended with code 3");
}

#[tokio::test]
async fn one_that_says_nothing_is_late() {
    let dir = tempfile::tempdir().unwrap();
    let child = start(dir.path(), "read x");
    assert_eq!(child.ready(Duration::from_millis(50)).await, Err(NotReady::Late));
}

#[tokio::test]
async fn one_that_is_deaf_is_killed_and_so_is_what_it_started() {
    let dir = tempfile::tempdir().unwrap();
    let script = format!("trap '' TERM; sleep 300 & echo $! > helper; {READY}; while :; do sleep 1; done");
    let child = start(dir.path(), &script);
    assert_eq!(child.ready(LONG).await, Ok(4711));
    let helper = crate::support::fs::read_to_string(&dir.path().join("helper")).unwrap();
    let helper: u32 = helper.trim().parse().unwrap();
    assert!(lives(helper));
    child.stop(Duration::from_millis(50)).await;
    assert_eq!(child.ended().await.signal, Some(9));
    let begin = Instant::now();
    while lives(helper) {
        assert!(begin.elapsed() < LONG, "its helper lives on");
        tokio::time::sleep(PAUSE).await;
    }
}

#[tokio::test]
async fn one_that_nobody_holds_any_more_is_killed() {
    let dir = tempfile::tempdir().unwrap();
    let child = start(dir.path(), &format!("trap '' TERM; {READY}; while :; do sleep 1; done"));
    child.ready(LONG).await.unwrap();
    let pid = child.pid();
    drop(child);
    let begin = Instant::now();
    while lives(pid) {
        assert!(begin.elapsed() < LONG, "it lives on");
        tokio::time::sleep(PAUSE).await;
    }
}

#[test]
fn only_the_line_that_says_it_makes_it_ready() {
    assert_eq!(port_of(br#"{"event":"ready","url":"http://127.0.0.1:8001","pid":1}"#), Some(8001));
    for other in [
        "",
        "ready",
        "{}",
        r#"{"event":"ready"}"#,
        r#"{"event":"x","url":"http://a:1"}"#,
        r#"{"event":"ready","url":"http://a:99999"}"#,
    ] {
        assert_eq!(port_of(other.as_bytes()), None, "{other}");
    }
}

#[tokio::test]
async fn only_an_answer_of_two_hundred_is_well() {
    for (answer, well) in [
        ("HTTP/1.1 200 OK\r\n\r\n{}", true),
        ("HTTP/1.1 204 No Content\r\n\r\n", true),
        ("HTTP/1.1 503 Service Unavailable\r\n\r\n", false),
        ("HTTP/1.1 20", false),
        ("", false),
    ] {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            drop(stream.read(&mut [0; 1024]).await);
            drop(stream.write_all(answer.as_bytes()).await);
        });
        assert_eq!(is_well(port, LONG).await, well, "{answer}");
        server.await.unwrap();
        assert!(!is_well(port, LONG).await, "nobody listens");
    }
}
