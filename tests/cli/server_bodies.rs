//! Bodies that are not meant well: too large, too slow, too many. Nothing of them stays, and nobody else is held up.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

use muxi::remote::sign::Dialect;
use serde_json::{Value, json};

use crate::hub::{Ask, Hub, answer};
use crate::station::{echo, echo_bundle};
use crate::support::{Response, until};

const LONG: Duration = Duration::from_secs(30);

fn reason(answer: &Response) -> (u16, String) {
    let json: Value = serde_json::from_str(&answer.body).unwrap_or_default();
    (answer.status, json["reason"].as_str().unwrap_or_default().to_owned())
}

/// Waits until a refusal is recorded, with this code and by this key or by none.
fn recorded(hub: &Hub, code: &str, key: Option<&str>) {
    until(LONG, code, || {
        hub.audit().lines().any(|line| {
            line.contains("\"server.refuse\"")
                && line.contains(&format!("\"code\":\"{code}\""))
                && key.map_or(!line.contains("muxi_pk_"), |key| line.contains(key))
        })
    });
}

fn incoming(hub: &Hub) -> usize {
    std::fs::read_dir(hub.data().join("incoming")).into_iter().flatten().count()
}

/// The most memory that a process ever had, in KiB.
fn peak(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).expect("it runs");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("Linux says it");
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}

/// The head of a request, with its body in pieces of any number.
fn chunked(hub: &Hub, ask: &Ask<'_>) -> Vec<u8> {
    let head = String::from_utf8(hub.signed(ask, &hub.key)).expect("text");
    head.replace("HTTP/1.0", "HTTP/1.1")
        .replace("Content-Length: 0", "Transfer-Encoding: chunked")
        .into_bytes()
}

#[test]
fn ten_gigabytes_end_at_the_limit_without_memory_or_disk() {
    let hub = Hub::start_with(&[], "  max_bundle_size: 2M\n", &[]);
    assert_eq!(hub.deploy("my-bot", "1.0.0").status, 201);
    let before = peak(hub.pid());
    for dialect in [Dialect::V2, Dialect::Documented] {
        let head = chunked(&hub, &Ask { dialect, ..Ask::deploy("big-bot", "1.0.0", b"") });
        let mut stream = hub.connect();
        stream.write_all(&head).unwrap();
        let mut reader = stream.try_clone().unwrap();
        let reading = std::thread::spawn(move || answer(&mut reader));
        let piece = [&b"100000\r\n"[..], &vec![7; 1 << 20], b"\r\n"].concat();
        let mut sent = 0_u64;
        while sent < 10 << 10 && stream.write_all(&piece).is_ok() {
            sent += 1;
        }
        let got = reading.join().unwrap();
        assert_eq!(reason(&got), (413, "ExtractError".to_owned()), "{}", got.body);
        assert!(sent < 64, "{sent} MiB were taken");
        recorded(&hub, "ExtractError", (dialect == Dialect::V2).then_some(hub.key.id.as_str()));
        until(LONG, "nothing is left", || incoming(&hub) == 0);
        assert!(!hub.data().join("formations/big-bot").exists());
    }
    let grown = peak(hub.pid()) - before;
    assert!(grown < 32 << 10, "{grown} KiB");
    // The same where what is sent has its place in memory.
    let head = chunked(&hub, &Ask::new("POST", "/rpc/formations/my-bot/stop"));
    let got = hub.send(&[&head[..], b"200000\r\n", &vec![b' '; 2 << 20], b"\r\n0\r\n\r\n"].concat());
    assert_eq!(reason(&got), (413, "body_too_large".to_owned()), "{}", got.body);
    recorded(&hub, "body_too_large", Some(&hub.key.id));
    let announced = String::from_utf8(hub.signed(&Ask::new("POST", "/rpc/formations/my-bot/stop"), &hub.key));
    let announced = announced.unwrap().replace("Content-Length: 0", "Content-Length: 10737418240");
    assert_eq!(reason(&hub.send(announced.as_bytes())), (413, "body_too_large".to_owned()));
    assert_eq!(hub.through("GET", "/api/my-bot/v1/health", "").status, 200);
}

#[test]
fn a_body_that_breaks_off_or_drips_is_recorded_and_comes_no_longer_than_its_signature_counts() {
    let hub = Hub::start();
    let tar = echo_bundle("my-bot", "1.0.0");
    let bytes = hub.signed(&Ask::deploy("my-bot", "1.0.0", &tar), &hub.key);
    let mut stream = hub.connect();
    stream.write_all(&bytes[..bytes.len() - 10]).unwrap();
    stream.shutdown(Shutdown::Write).unwrap();
    drop(stream.read_to_end(&mut Vec::new()));
    recorded(&hub, "body_broken", Some(&hub.key.id));
    // Its signature counts for a second or two yet, and what drips would be taken for 20 s each.
    let ask = Ask { dialect: Dialect::Documented, ahead: -298, ..Ask::deploy("my-bot", "1.0.0", &tar) };
    let bytes = hub.signed(&ask, &hub.key);
    let since = Instant::now();
    let (begin, drops) = bytes.split_at(bytes.len() - tar.len());
    let mut stream = hub.connect();
    stream.write_all(begin).unwrap();
    let mut reader = stream.try_clone().unwrap();
    let reading = std::thread::spawn(move || answer(&mut reader));
    for byte in drops.iter().take(drops.len() - 1) {
        if reading.is_finished() || stream.write_all(&[*byte]).is_err() {
            break;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    let got = reading.join().unwrap();
    assert_eq!(reason(&got), (408, "body_too_slow".to_owned()), "{}", got.body);
    assert!(since.elapsed() < Duration::from_secs(15), "it came as long as it liked");
    recorded(&hub, "body_too_slow", None);
    until(LONG, "nothing is left", || incoming(&hub) == 0);
    assert!(!hub.data().join("formations/my-bot").exists());
}

#[test]
fn bodies_that_hang_shut_out_no_request_without_one() {
    let hub = Hub::start();
    let tar = echo_bundle("my-bot", "1.0.0");
    let documented = |ask: Ask<'static>| Ask { dialect: Dialect::Documented, ..ask };
    let deploy = Ask { dialect: Dialect::Documented, ..Ask::deploy("my-bot", "1.0.0", &tar) };
    let hanging: Vec<TcpStream> = (0..4)
        .map(|n| {
            let bytes = hub.signed(&Ask { ahead: -n, ..deploy.clone() }, &hub.key);
            let mut stream = hub.connect();
            stream.write_all(&bytes[..bytes.len() - 50]).unwrap();
            stream
        })
        .collect();
    until(LONG, "all of them hang", || incoming(&hub) == 4);
    let got = hub.ask(&deploy);
    assert_eq!(reason(&got), (503, "too_many_uploads".to_owned()), "{}", got.body);
    recorded(&hub, "too_many_uploads", None);
    let looked = hub.ask(&documented(Ask::new("GET", "/rpc/formations")));
    assert_eq!(looked.status, 200, "{}", looked.body);
    let changed = hub.ask(&documented(Ask::new("POST", "/rpc/formations/my-bot/stop")));
    assert_eq!(changed.status, 404, "{}", changed.body);
    drop(hanging);
    until(LONG, "there is room again", || hub.ask(&deploy).status != 503);
    assert_eq!(hub.through("GET", "/api/my-bot/v1/health", "").status, 200);
}

#[test]
fn a_bundle_at_a_path_is_a_plain_file_within_the_bounds() {
    let hub = Hub::start_with(&[], "  max_bundle_size: 2M\n", &[]);
    let dir = hub.home.path();
    let (good, large, pipe) = (dir.join("good.tgz"), dir.join("large.tgz"), dir.join("pipe"));
    std::fs::write(&good, echo_bundle("my-bot", "1.0.0")).unwrap();
    std::fs::File::create(&large).unwrap().set_len(10 << 30).unwrap();
    rustix::fs::mkfifoat(rustix::fs::CWD, &pipe, rustix::fs::Mode::RUSR).unwrap();
    let named = |path: &str| {
        let body = json!({"bundle_path": path}).to_string();
        let ask = Ask::new("POST", "/rpc/formations/my-bot/deploy");
        hub.ask(&Ask { body: body.as_bytes(), kind: Some("application/json"), ..ask })
    };
    for (path, status) in [
        (large.to_str().unwrap(), 413),
        (pipe.to_str().unwrap(), 400),
        (dir.to_str().unwrap(), 400),
        ("good.tgz", 400),
    ] {
        assert_eq!(reason(&named(path)), (status, "ExtractError".to_owned()), "{path}");
    }
    recorded(&hub, "ExtractError", Some(&hub.key.id));
    let got = named(good.to_str().unwrap());
    assert_eq!(got.status, 201, "{}", got.body);
}

#[test]
fn what_was_begun_ends_when_its_client_leaves() {
    let hub = Hub::start();
    let tried = hub.home.path().join("tried");
    std::fs::create_dir(&tried).unwrap();
    std::fs::write(tried.join("formation.afs"), echo("tried-bot", "1.0.0")).unwrap();
    let body = json!({"path": tried}).to_string();
    let mut stream = hub.connect();
    let ask = Ask { body: body.as_bytes(), ..Ask::new("POST", "/rpc/dev/run") };
    stream.write_all(&hub.signed(&ask, &hub.key)).unwrap();
    let said = |outcome: &str| {
        let of = |line: &str| {
            line.contains("formation.dev_run") && line.contains(&format!("\"outcome\":\"{outcome}\""))
        };
        hub.audit().lines().any(of)
    };
    until(LONG, "it was begun", || said("begun"));
    drop(stream);
    until(LONG, "it has ended", || said("done"));
    assert_eq!(hub.through("GET", "/draft/tried-bot/v1/health", "").status, 200);
}
