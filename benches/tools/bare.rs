//! The same server over bare pipes, without muxi.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Instant;

use anyhow::Context as _;
use serde_json::{Value, json};

/// A running server; killed when dropped.
pub(crate) struct Bare {
    child: Child,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
    line: String,
    id: u64,
}

impl Bare {
    pub(crate) fn start() -> anyhow::Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        let mut child = command.arg("server").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let stdin = child.stdin.take().context("it is piped")?;
        let stdout = BufReader::new(child.stdout.take().context("it is piped")?);
        let mut bare = Self { child, stdin, stdout, line: String::new(), id: 0 };
        bare.ask("initialize", &json!({"protocolVersion": "2025-11-25"}))?;
        bare.ask("tools/list", &json!({}))?;
        Ok(bare)
    }

    /// A call; how long it took, in µs. Both sides make and read JSON, as muxi does.
    pub(crate) fn call(&mut self, text: &str) -> anyhow::Result<f64> {
        let begin = Instant::now();
        let answer = self.ask("tools/call", &json!({"name": "echo", "arguments": {"text": text}}))?;
        let took = begin.elapsed();
        anyhow::ensure!(answer["result"]["content"][0]["text"] == text, "another answer");
        Ok(took.as_secs_f64() * 1e6)
    }

    fn ask(&mut self, method: &str, params: &Value) -> anyhow::Result<Value> {
        self.id += 1;
        let asked = json!({"jsonrpc": "2.0", "id": self.id, "method": method, "params": params});
        writeln!(self.stdin, "{asked}")?;
        self.stdin.flush()?;
        self.line.clear();
        self.stdout.read_line(&mut self.line)?;
        Ok(serde_json::from_str(&self.line)?)
    }
}

impl Drop for Bare {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// How long a bare server takes until its tools are known, in milliseconds.
pub(crate) fn start_millis() -> anyhow::Result<f64> {
    let begin = Instant::now();
    let bare = Bare::start()?;
    let took = begin.elapsed();
    drop(bare);
    Ok(took.as_secs_f64() * 1e3)
}
