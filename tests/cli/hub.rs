//! A real `muxi server` in a process of its own, and calls of it that are signed.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Stdio};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use muxi::crypto::hash::sha256;
use muxi::remote::sign::{Dialect, Parts, sign};
use muxi::support::secret::SecretBytes;
use serde_json::Value;

use crate::station::{ADMIN, CLIENT_KEY, echo_bundle};
use crate::support::{Home, Response};

/// The running server; killed when dropped.
pub struct Hub {
    /// Where all of it is.
    pub home: Home,
    child: Option<Child>,
    /// Where it listens.
    pub address: SocketAddr,
    /// The key of its configuration.
    pub key: Key,
}

/// A key.
#[derive(Clone)]
pub struct Key {
    /// Its id.
    pub id: String,
    /// Its secret.
    pub secret: String,
}

impl Key {
    /// Of what `init` and `keys add` print.
    pub fn of(printed: &str) -> Self {
        let printed: Value = serde_json::from_str(printed).unwrap_or_else(|e| panic!("{e}: {printed}"));
        let text = |name: &str| printed[name].as_str().expect("a text").to_owned();
        Self { id: text("key_id"), secret: text("secret") }
    }
}

/// A call that is to be signed.
#[derive(Clone)]
pub struct Ask<'a> {
    /// The method.
    pub method: &'a str,
    /// The target.
    pub target: &'a str,
    /// How it is signed.
    pub dialect: Dialect,
    /// The body.
    pub body: &'a [u8],
    /// `Content-Type`, if there is one.
    pub kind: Option<&'a str>,
    /// `X-Formation-ID`, or empty.
    pub formation: &'a str,
    /// `X-Formation-Version`, or empty.
    pub version: &'a str,
    /// Seconds that the clock of the client is ahead.
    pub ahead: i64,
    /// Of v2.
    pub nonce: Option<[u8; 16]>,
    /// Further headers.
    pub more: Vec<(&'a str, &'a str)>,
}

impl<'a> Ask<'a> {
    /// A call in v2 without a body.
    pub fn new(method: &'a str, target: &'a str) -> Self {
        Self {
            method,
            target,
            dialect: Dialect::V2,
            body: b"",
            kind: None,
            formation: "",
            version: "",
            ahead: 0,
            nonce: None,
            more: Vec::new(),
        }
    }

    /// A bundle that is deployed.
    pub fn deploy(id: &'a str, version: &'a str, bundle: &'a [u8]) -> Self {
        let kind = Some("application/gzip");
        Self { body: bundle, kind, formation: id, version, ..Self::new("POST", "/rpc/formations") }
    }
}

/// Seconds since the Unix epoch.
pub fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("after it").as_secs()
}

impl Hub {
    /// A home with a configuration whose formations take any port, and its key.
    pub fn set_up(args: &[&str]) -> (Home, Key) {
        let home = Home::empty();
        let key = Key::of(&home.ok(&[&["server", "init", "--no-input", "--json"][..], args].concat()));
        configure(&home, "formations:\n  port_range_start: 0\n  port_range_end: 0\n  restart_delay: 0.01\n");
        (home, key)
    }

    /// Starts one on a free port.
    pub fn start() -> Self {
        Self::start_with(&[], "", &[])
    }

    /// The same with options of `init`, more of a configuration, and variables.
    pub fn start_with(init: &[&str], config: &str, variables: &[(&str, &str)]) -> Self {
        let (home, key) = Self::set_up(init);
        configure(&home, config);
        Self::run(home, key, &[], variables)
    }

    /// Starts the server of a home.
    pub fn run(home: Home, key: Key, args: &[&str], variables: &[(&str, &str)]) -> Self {
        let (child, address) = spawn(&home, args, variables);
        Self { home, child: Some(child), address, key }
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.child.as_ref().expect("it runs").id()
    }

    /// SIGKILL, and the same server again.
    pub fn kill_and_start(&mut self) {
        let mut child = self.child.take().expect("it runs");
        child.kill().expect("it is there");
        child.wait().expect("it ends");
        let (child, address) = spawn(&self.home, &[], &[]);
        (self.child, self.address) = (Some(child), address);
    }

    /// TERM, and the end: its exit code and what it said.
    pub fn stop(mut self) -> (Option<i32>, String) {
        let mut child = self.child.take().expect("it runs");
        let pid = rustix::process::Pid::from_raw(i32::try_from(child.id()).expect("small")).expect("not 0");
        rustix::process::kill_process(pid, rustix::process::Signal::TERM).expect("it is there");
        let mut said = String::new();
        drop(child.stderr.take().expect("piped").read_to_string(&mut said));
        (child.wait().expect("it ends").code(), said)
    }

    /// Its data.
    pub fn data(&self) -> PathBuf {
        self.home.path().join("home/.muxi/server")
    }

    /// The bytes of a call, signed with this key.
    pub fn signed(&self, ask: &Ask<'_>, key: &Key) -> Vec<u8> {
        let host = self.address.to_string();
        let timestamp = now().checked_add_signed(ask.ahead).expect("a time");
        let parts = Parts {
            timestamp,
            nonce: ask.nonce.unwrap_or_else(|| muxi::crypto::rng::array().expect("random numbers")),
            method: ask.method,
            target: ask.target,
            host: &host,
            content_sha256: sha256(ask.body),
            formation_id: ask.formation,
            formation_version: ask.version,
        };
        let signed =
            sign(ask.dialect, &parts, &key.id, &SecretBytes::from(key.secret.as_str())).expect("signed");
        let mut head = format!(
            "{} {} HTTP/1.0\r\nHost: {host}\r\nContent-Length: {}\r\n",
            ask.method,
            ask.target,
            ask.body.len()
        );
        for (name, value) in &signed.headers {
            head = format!("{head}{name}: {value}\r\n");
        }
        let kind = ask.kind.map(|kind| ("Content-Type", kind));
        for (name, value) in ask.more.iter().copied().chain(kind) {
            head = format!("{head}{name}: {value}\r\n");
        }
        [head.as_bytes(), b"\r\n", ask.body].concat()
    }

    /// Sends bytes and reads the whole answer.
    pub fn send(&self, bytes: &[u8]) -> Response {
        let mut stream = self.connect();
        // A server that refuses early may close before it has read everything.
        drop(stream.write_all(bytes));
        answer(&mut stream)
    }

    /// A connection.
    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).expect("the server listens");
        stream.set_read_timeout(Some(Duration::from_mins(1))).expect("a timeout");
        stream
    }

    /// A call with the first key.
    pub fn ask(&self, ask: &Ask<'_>) -> Response {
        self.send(&self.signed(ask, &self.key))
    }

    /// The data of a look.
    pub fn get(&self, target: &str) -> Value {
        let answer = self.ask(&Ask::new("GET", target));
        assert_eq!(answer.status, 200, "{target}: {}", answer.body);
        answer.json()["data"].take()
    }

    /// Deploys a formation that says things back.
    pub fn deploy(&self, id: &str, version: &str) -> Response {
        self.ask(&Ask::deploy(id, version, &echo_bundle(id, version)))
    }

    /// Asks a formation through the proxy.
    pub fn through(&self, method: &str, path: &str, body: &str) -> Response {
        let head = format!(
            "{method} {path} HTTP/1.0\r\nHost: {}\r\nContent-Length: {}\r\nX-Muxi-Admin-Key: {ADMIN}\r\nX-Muxi-Client-Key: {CLIENT_KEY}\r\nX-Muxi-User-ID: ada\r\n\r\n{body}",
            self.address,
            body.len()
        );
        self.send(head.as_bytes())
    }

    /// The version that a formation says that it has.
    pub fn version(&self, id: &str) -> String {
        let answer = self.through("GET", &format!("/api/{id}/v1/formation"), "");
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.json()["data"]["version"].as_str().unwrap_or_default().to_owned()
    }

    /// What is recorded, as lines.
    pub fn audit(&self) -> String {
        std::fs::read_to_string(self.data().join("audit/audit.log")).expect("the record")
    }
}

impl Drop for Hub {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            drop(child.kill());
            drop(child.wait());
        }
    }
}

/// Adds to the configuration of a home.
pub fn configure(home: &Home, more: &str) {
    let path = home.path().join("home/.muxi/server/config.yaml");
    let mut file = std::fs::OpenOptions::new().append(true).open(path).expect("the configuration");
    file.write_all(more.as_bytes()).expect("written");
}

fn spawn(home: &Home, args: &[&str], variables: &[(&str, &str)]) -> (Child, SocketAddr) {
    let mut command = home.process(&[&["server", "start", "--json", "--port", "0"][..], args].concat());
    command.envs(variables.iter().copied());
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("muxi starts");
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().expect("piped")).read_line(&mut line).expect("a line");
    let Ok(ready) = serde_json::from_str::<Value>(&line) else {
        let mut said = String::new();
        drop(child.stderr.take().expect("piped").read_to_string(&mut said));
        panic!("not ready: {line}{said}");
    };
    let url = ready["url"].as_str().expect("a URL");
    let address = url.split_once("://").expect("a scheme").1.parse().expect("an address");
    (child, address)
}

/// Reads an answer to its end.
pub fn answer(stream: &mut TcpStream) -> Response {
    let mut bytes = Vec::new();
    // A reset behind the answer takes nothing of it away.
    drop(stream.read_to_end(&mut bytes));
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer: {text:?}"));
    let status = head.split(' ').nth(1).and_then(|s| s.parse().ok()).expect("a status");
    Response { status, head: head.to_lowercase(), body: body.to_owned() }
}
