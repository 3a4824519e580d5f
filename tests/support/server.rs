//! A real `muxi serve` in a process of its own.

use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::process::{Child, Stdio};
use std::time::Duration;

use super::{Home, Response, request};

/// The running server; killed when dropped.
pub struct Server {
    child: Child,
    address: SocketAddr,
    /// `X-Muxi-Admin-Key`.
    pub admin: String,
    /// `X-Muxi-Client-Key`.
    pub client: String,
}

impl Server {
    /// Starts it on a free port, with further variables of the environment, and waits until it is ready.
    pub fn start(home: &Home, variables: &[(&str, &str)]) -> Self {
        Self::start_with(home, &[], variables)
    }

    /// The same with further arguments.
    pub fn start_with(home: &Home, args: &[&str], variables: &[(&str, &str)]) -> Self {
        let mut all = vec!["serve", "--json", "--port", "0"];
        all.extend_from_slice(args);
        let mut command = home.process(&all);
        command
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("muxi starts");
        let mut line = String::new();
        let stdout = child.stdout.as_mut().expect("piped");
        BufReader::new(stdout).read_line(&mut line).expect("a line");
        let Ok(ready) = serde_json::from_str::<serde_json::Value>(&line) else {
            let mut stderr = String::new();
            drop(child.stderr.take().expect("piped").read_to_string(&mut stderr));
            panic!("not ready: {line}{stderr}");
        };
        let url = ready["url"].as_str().expect("a URL");
        let address = url.split_once("://").expect("a scheme").1.parse().expect("an address");
        let keys: serde_json::Value =
            serde_json::from_str(&home.ok(&["keys", "show", "--json"])).expect("keys");
        let key = |name: &str| keys[name].as_str().expect("a key").to_owned();
        Self { child, address, admin: key("admin_key"), client: key("client_key") }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// A call with the admin key.
    pub fn admin(&self, path: &str) -> Response {
        request(self.address, "GET", path, &[("X-Muxi-Admin-Key", &self.admin)], "")
    }

    /// A call with the client key for `user`.
    pub fn get(&self, path: &str, user: &str) -> Response {
        request(
            self.address,
            "GET",
            path,
            &[("X-Muxi-Client-Key", &self.client), ("X-Muxi-User-ID", user)],
            "",
        )
    }

    /// `POST /v1/chat` for `user`.
    pub fn chat(&self, user: &str, body: &serde_json::Value) -> Response {
        let headers = [("X-Muxi-Client-Key", self.client.as_str()), ("X-Muxi-User-ID", user)];
        request(self.address, "POST", "/v1/chat", &headers, &body.to_string())
    }

    /// Sends a signal.
    pub fn signal(&self, signal: rustix::process::Signal) {
        let pid =
            rustix::process::Pid::from_raw(i32::try_from(self.child.id()).expect("small")).expect("not 0");
        rustix::process::kill_process(pid, signal).expect("it is there");
    }

    /// Sends TERM and waits for the end: the exit code, and what was said on stderr.
    pub fn stop(mut self) -> (Option<i32>, String) {
        self.signal(rustix::process::Signal::TERM);
        self.wait()
    }

    /// Waits up to 20 s for the end.
    pub fn wait(&mut self) -> (Option<i32>, String) {
        for _ in 0..2000 {
            if let Some(status) = self.child.try_wait().expect("our child") {
                let mut stderr = String::new();
                drop(self.child.stderr.take().expect("piped").read_to_string(&mut stderr));
                return (status.code(), stderr);
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("the server did not end");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
