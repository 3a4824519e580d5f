//! Messages that two programs could read in two ways, and bundles that lead elsewhere: none gets further than this server.

use std::io::{Read, Write};
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use muxi::remote::seal;
use muxi::remote::sign::Dialect;
use serde_json::Value;
use tar::{EntryType, Header};

use crate::hub::{Ask, Hub};
use crate::station::{echo, echo_bundle};
use crate::support::{Response, until};

const LONG: Duration = Duration::from_secs(30);

/// All answers that come over one connection until the server closes it.
fn answers(hub: &Hub, message: &str) -> (usize, String) {
    let mut stream = hub.connect();
    stream.write_all(message.as_bytes()).unwrap();
    let mut all = Vec::new();
    drop(stream.read_to_end(&mut all));
    let all = String::from_utf8_lossy(&all).into_owned();
    (all.matches("HTTP/1.1 ").count(), all)
}

#[test]
fn a_message_that_could_be_read_in_two_ways_is_read_in_one_and_ends_its_connection() {
    let hub = Hub::start();
    assert_eq!(hub.deploy("my-bot", "1.0.0").status, 201);
    let smuggled = "GET /api/my-bot/v1/smuggled HTTP/1.1\r\nHost: x\r\n\r\n";
    let post = "POST /api/my-bot/v1/chat HTTP/1.1\r\nHost: x\r\n";
    // Where the length is told twice the pieces count, nothing behind them, and no header of the length goes on.
    for head in [
        format!("{post}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{smuggled}"),
        format!("{post}Transfer-Encoding: chunked\r\nContent-Length: 500\r\n\r\n0\r\n\r\n{smuggled}"),
        format!("{post}Content-Length: 5\r\nX: a\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{smuggled}"),
    ] {
        let (count, all) = answers(&hub, &head);
        assert_eq!(count, 1, "{head}: {all}");
    }
    for (head, status) in [
        (format!("{post}Transfer-Encoding: identity\r\n\r\n{smuggled}"), 400),
        (format!("{post}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n{smuggled}"), 400),
        (format!("{post}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n{smuggled}"), 400),
        (format!("{post}Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n{smuggled}"), 400),
        (format!("{post}Content-Length: 5, 5\r\n\r\nabcde{smuggled}"), 400),
        (format!("{post}Content-Length: 0x5\r\n\r\nabcde{smuggled}"), 400),
        (format!("{post}Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef{smuggled}"), 400),
        (format!("{post}Content-Length : 5\r\n\r\nabcde{smuggled}"), 400),
        (format!("{post}Content-Length: -1\r\n\r\n{smuggled}"), 400),
        (
            "POST /api/my-bot/v1/chat HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
                .to_owned(),
            400,
        ),
        (
            "GET /api/my-bot/v1/health HTTP/1.1\r\nHost: x\r\nHost: y\r\nConnection: close\r\n\r\n"
                .to_owned(),
            400,
        ),
        (
            "GET http://y/api/my-bot/v1/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".to_owned(),
            400,
        ),
        ("GET /api/my-bot/v1/health\0 HTTP/1.1\r\nHost: x\r\n\r\n".to_owned(), 400),
    ] {
        let (count, all) = answers(&hub, &head);
        assert!(count == 1 && all.starts_with(&format!("HTTP/1.1 {status}")), "{head}: {all}");
    }
    // A body whose pieces are not what they say never becomes a whole one.
    for body in [
        "5\nabcde\r\n0\r\n\r\n",
        "fffffffffffffffff\r\nx\r\n",
        "-1\r\n\r\n",
        "5;a\nabcde\r\n0\r\n\r\n",
        "5\r\nabcdefgh\r\n0\r\n\r\n",
    ] {
        let (count, all) =
            answers(&hub, &format!("{post}Transfer-Encoding: chunked\r\n\r\n{body}{smuggled}"));
        assert!(count <= 1 && !all.starts_with("HTTP/1.1 2"), "{body}: {all}");
    }
    until(LONG, "they are recorded", || {
        ["bad_message", "two_hosts"].iter().all(|code| hub.audit().contains(&format!("\"code\":\"{code}\"")))
    });
    // The formation heard of none of what was inside.
    until(LONG, "it logs", || said(&hub).contains("/v1/chat"));
    assert!(!said(&hub).contains("smuggled"), "{}", said(&hub));
}

/// All that the formation logged of its requests.
fn said(hub: &Hub) -> String {
    let mut waiting = vec![hub.data().join("formations/my-bot/state"), hub.data().join("logs")];
    let mut all = String::new();
    while let Some(dir) = waiting.pop() {
        for entry in std::fs::read_dir(dir).into_iter().flatten().flatten() {
            if entry.file_type().unwrap().is_dir() {
                waiting.push(entry.path());
            } else if entry.file_name().to_string_lossy().contains("log") {
                all += &String::from_utf8_lossy(&std::fs::read(entry.path()).unwrap_or_default());
            }
        }
    }
    all
}

/// A bundle with these entries behind a good formation.
struct Bad(tar::Builder<GzEncoder<Vec<u8>>>);

impl Bad {
    fn new() -> Self {
        Self(tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast())))
            .file("my-bot/formation.afs", echo("my-bot", "1.0.0").as_bytes())
    }

    /// Of any kind, under a name that no library would write.
    fn entry(mut self, kind: EntryType, name: &str, link: &str, said: u64, data: &[u8]) -> Self {
        let mut header = Header::new_gnu();
        let raw = header.as_gnu_mut().expect("made as one");
        raw.name[..name.len()].copy_from_slice(name.as_bytes());
        raw.linkname[..link.len()].copy_from_slice(link.as_bytes());
        header.set_entry_type(kind);
        header.set_mode(0o6777);
        header.set_size(said);
        header.set_cksum();
        self.0.append(&header, data).expect("memory");
        self
    }

    fn file(self, name: &str, data: &[u8]) -> Self {
        self.entry(EntryType::Regular, name, "", data.len() as u64, data)
    }

    fn link(self, kind: EntryType, to: &str) -> Self {
        self.entry(kind, "my-bot/link", to, 0, b"")
    }

    fn bytes(self) -> Vec<u8> {
        self.0.into_inner().and_then(GzEncoder::finish).expect("memory")
    }
}

fn bad_bundles() -> Vec<(&'static str, Vec<u8>)> {
    let good = echo_bundle("my-bot", "1.0.0");
    vec![
        ("a way out", Bad::new().file("my-bot/../../out", b"x").bytes()),
        ("a way out at once", Bad::new().file("../my-bot/out", b"x").bytes()),
        ("an absolute path", Bad::new().file("/tmp/muxi-out", b"x").bytes()),
        ("a backslash", Bad::new().file("my-bot/..\\out", b"x").bytes()),
        ("a link", Bad::new().link(EntryType::Symlink, "/etc/passwd").bytes()),
        (
            "a link, and a file through it",
            Bad::new().link(EntryType::Symlink, "/tmp").file("my-bot/link/out", b"x").bytes(),
        ),
        ("a hard link", Bad::new().link(EntryType::Link, "/etc/passwd").bytes()),
        ("a device", Bad::new().link(EntryType::Char, "").bytes()),
        ("a disk", Bad::new().link(EntryType::Block, "").bytes()),
        ("a pipe", Bad::new().link(EntryType::Fifo, "").bytes()),
        ("the same twice", Bad::new().file("my-bot/a", b"x").file("my-bot/a", b"y").bytes()),
        ("the same in capitals", Bad::new().file("my-bot/a", b"x").file("my-bot/A", b"y").bytes()),
        ("another formation", Bad::new().file("other-bot/a", b"x").bytes()),
        ("a bomb", Bad::new().file("my-bot/zeros", &vec![0; 64 << 20]).bytes()),
        (
            "a size that nobody has",
            Bad::new().entry(EntryType::Regular, "my-bot/a", "", 1 << 33, b"x").bytes(),
        ),
        ("no end", good[..good.len() - 20].to_vec()),
        ("more behind its end", [&good[..], b"more"].concat()),
        ("nothing", Vec::new()),
        ("no tar", b"GET / HTTP/1.1\r\n\r\n".to_vec()),
        ("the files of another id", echo_bundle("other-bot", "1.0.0")),
        ("another version", echo_bundle("my-bot", "1.0.1")),
    ]
}

fn reason(answer: &Response) -> (u16, String) {
    let json: Value = serde_json::from_str(&answer.body).unwrap_or_default();
    (answer.status, json["reason"].as_str().unwrap_or_default().to_owned())
}

#[test]
fn a_malicious_bundle_of_each_kind_is_refused_recorded_and_leaves_nothing() {
    let hub = Hub::start();
    for (n, (what, bytes)) in bad_bundles().into_iter().enumerate() {
        let got = hub.ask(&Ask::deploy("my-bot", "1.0.0", &bytes));
        assert!([400, 413].contains(&got.status), "{what}: {} {}", got.status, got.body);
        let failed = || {
            let of =
                |line: &&str| line.contains("formation.deploy") && line.contains("\"outcome\":\"failed\"");
            hub.audit().lines().filter(of).count()
        };
        until(LONG, what, || failed() == n + 1);
        for dir in ["formations", "incoming"] {
            let left = std::fs::read_dir(hub.data().join(dir)).into_iter().flatten().count();
            assert_eq!(left, 0, "{what}");
        }
    }
    assert!(!std::path::Path::new("/tmp/muxi-out").exists() && !std::path::Path::new("/tmp/out").exists());
    assert_eq!(hub.deploy("my-bot", "1.0.0").status, 201);
}

#[test]
fn what_is_said_of_a_bundle_and_does_not_fit_is_recorded() {
    let hub = Hub::start();
    let tar = echo_bundle("my-bot", "1.0.0");
    let recorded = |code: &str| {
        until(LONG, code, || {
            let of =
                |line: &str| line.contains("server.refuse") && line.contains(&format!("\"code\":\"{code}\""));
            hub.audit().lines().any(|line| of(line) && line.contains(&hub.key.id))
        });
        assert!(!hub.data().join("formations/my-bot").exists());
    };
    let other = Ask {
        formation: "other-bot",
        target: "/rpc/formations/my-bot/deploy",
        ..Ask::deploy("", "1.0.0", &tar)
    };
    for dialect in [Dialect::V2, Dialect::Documented] {
        let got = hub.ask(&Ask { dialect, ..other.clone() });
        assert_eq!(reason(&got), (400, "IDMismatch".to_owned()), "{}", got.body);
    }
    recorded("IDMismatch");
    let got = hub.ask(&Ask::deploy("", "1.0.0", &tar));
    assert_eq!(reason(&got), (400, "MissingHeader".to_owned()), "{}", got.body);
    recorded("MissingHeader");
    let got = hub.ask(&Ask { kind: Some(seal::MEDIA_TYPE), ..Ask::deploy("my-bot", "1.0.0", &tar) });
    assert_eq!(reason(&got), (400, "SecretsError".to_owned()), "{}", got.body);
    recorded("SecretsError");
    let got = hub.ask(&Ask { kind: Some("text/plain"), ..Ask::deploy("my-bot", "1.0.0", &tar) });
    assert_eq!(reason(&got), (400, "InvalidContentType".to_owned()), "{}", got.body);
    recorded("InvalidContentType");
    let here =
        Ask { body: br#"{"path":"/tmp"}"#, more: vec![("Via", "1.1 x")], ..Ask::new("POST", "/rpc/dev/run") };
    let got = hub.ask(&here);
    assert_eq!(reason(&got), (403, "not_local".to_owned()), "{}", got.body);
    recorded("not_local");
    // A header that is not signed in this dialect, changed on the way: the bundle says whose it is.
    let ask = Ask { dialect: Dialect::Documented, ..Ask::deploy("my-bot", "1.0.0", &tar) };
    let bytes = hub.signed(&ask, &hub.key);
    let (head, body) = bytes.split_at(bytes.len() - tar.len());
    let head =
        std::str::from_utf8(head).unwrap().replace("X-Formation-ID: my-bot", "X-Formation-ID: our-bot");
    let got = hub.send(&[head.as_bytes(), body].concat());
    assert_eq!(reason(&got), (400, "IDMismatch".to_owned()), "{}", got.body);
    assert!(!hub.data().join("formations/our-bot").exists());
}
