//! muxi itself: a real formation with a real secret, in a home of its own.

use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context as _, ensure};
use rustix::process::{Pid, WaitId, WaitIdOptions, waitid};
use serde_json::Value;
use tempfile::TempDir;

use crate::process::Process;
use crate::report::median;

const FORMATION: &str = r#"schema: "1.0.0"
id: bench
description: Answers what it is asked
llm:
  api_keys:
    openai: "${{ secrets.OPENAI_API_KEY }}"
  models:
    - text: "openai/gpt-4o-mini"
agents:
  - id: assistant
    name: Assistant
    description: Answers what it is asked
    system_message: "You are helpful."
"#;
const VERSIONS: usize = 101;
const STARTS: usize = 9;

/// A home with a formation in it.
pub(crate) struct Subject {
    home: TempDir,
    base_url: String,
}

/// Milliseconds from the spawn to the line that says ready, medians.
pub(crate) struct Starts {
    /// With an empty state directory.
    pub(crate) first: f64,
    /// With the state of the start before.
    pub(crate) second: f64,
}

/// A running `muxi serve`.
pub(crate) struct Server {
    process: Process,
    pub(crate) address: String,
    pub(crate) client_key: String,
}

impl Subject {
    /// A formation whose model is at `model`, `HOST:PORT`.
    pub(crate) fn new(model: &str) -> anyhow::Result<Self> {
        Self::with(model, "")
    }

    /// The same with these further lines.
    pub(crate) fn with(model: &str, more: &str) -> anyhow::Result<Self> {
        let home = tempfile::tempdir()?;
        std::fs::create_dir(home.path().join("formation"))?;
        std::fs::write(home.path().join("formation/formation.afs"), format!("{FORMATION}{more}"))?;
        let subject = Self { home, base_url: format!("http://{model}/v1") };
        let mut add = subject.muxi(&["secrets", "add", "OPENAI_API_KEY"], "state");
        let mut add = add.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        add.stdin.take().context("it is piped")?.write_all(b"sk-bench-0123456789abcdef")?;
        ensure!(add.wait()?.success(), "the secret was not kept");
        Ok(subject)
    }

    fn muxi(&self, args: &[&str], state: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_muxi"));
        command.args(args).current_dir(self.home.path().join("formation")).env_clear();
        command.env("HOME", self.home.path()).env("OPENAI_BASE_URL", &self.base_url);
        command.env("MUXI_STATE_DIR", self.home.path().join(state));
        command
    }

    /// User and system time of `muxi --version`, in milliseconds.
    pub(crate) fn version_cpu_millis(&self) -> anyhow::Result<f64> {
        let runs = (0..VERSIONS).map(|_| {
            let mut child = self.muxi(&["--version"], "state").stdout(Stdio::null()).spawn()?;
            let id = i32::try_from(child.id()).ok().and_then(Pid::from_raw).context("a process id")?;
            // The kernel forgets a process's times when it is waited for.
            waitid(WaitId::Pid(id), WaitIdOptions::EXITED | WaitIdOptions::NOWAIT)?;
            let nanos = cpu_nanos(&format!("/proc/{}/schedstat", child.id()));
            child.wait()?;
            Ok(nanos? / 1e6)
        });
        Ok(median(runs.collect::<anyhow::Result<_>>()?))
    }

    /// How long it takes to be ready.
    pub(crate) fn starts(&self) -> anyhow::Result<Starts> {
        let (mut first, mut second) = (Vec::new(), Vec::new());
        for n in 0..STARTS {
            let state = format!("state-{n}");
            for times in [&mut first, &mut second] {
                let start = Instant::now();
                let (process, _) = self.start(&state)?;
                times.push(start.elapsed().as_secs_f64() * 1e3);
                drop(process);
            }
        }
        Ok(Starts { first: median(first), second: median(second) })
    }

    fn start(&self, state: &str) -> anyhow::Result<(Process, Value)> {
        let mut serve = self.muxi(&["serve", "--json", "--port", "0"], state);
        serve.stderr(Stdio::inherit());
        let (process, line) = Process::start(serve)?;
        let ready = serde_json::from_str(&line).with_context(|| format!("muxi is not ready: {line}"))?;
        Ok((process, ready))
    }

    /// Runs the server that is measured.
    pub(crate) fn serve(&self) -> anyhow::Result<Server> {
        let (process, ready) = self.start("state")?;
        let keys = self.muxi(&["keys", "show", "--json"], "state").output()?;
        let keys: Value = serde_json::from_slice(&keys.stdout)?;
        let text = |value: &Value| value.as_str().map(str::to_owned).context("no text");
        let address = text(&ready["url"])?.trim_start_matches("http://").to_owned();
        Ok(Server { process, address, client_key: text(&keys["client_key"])? })
    }
}

impl Server {
    /// Keeps a memory of the user that the load client asks for.
    pub(crate) fn keep(&self, text: &str) -> anyhow::Result<()> {
        let body = serde_json::json!({"content": text}).to_string();
        let (address, key, length) = (&self.address, &self.client_key, body.len());
        let request = format!(
            "POST /v1/memories HTTP/1.0\r\nhost: {address}\r\nx-muxi-client-key: {key}\r\nx-muxi-user-id: bench\r\n\
             content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
        );
        let mut stream = std::net::TcpStream::connect(address)?;
        stream.write_all(request.as_bytes())?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        ensure!(answer.split(' ').nth(1) == Some("200"), "a memory was not kept: {answer}");
        Ok(())
    }

    /// What it holds of the machine's memory now, in MiB.
    pub(crate) fn resident_mib(&self) -> anyhow::Result<f64> {
        let path = format!("/proc/{}/status", self.process.0.id());
        let status = std::fs::read_to_string(Path::new(&path))?;
        let kib = status.lines().find_map(|line| line.strip_prefix("VmRSS:")?.trim().strip_suffix(" kB"));
        Ok(kib.context("no VmRSS")?.parse::<f64>()? / 1024.0)
    }
}

/// The time on a processor of a process with one thread, in nanoseconds (Linux, sched-stats).
fn cpu_nanos(path: &str) -> anyhow::Result<f64> {
    let text = std::fs::read_to_string(path).with_context(|| path.to_owned())?;
    Ok(text.split(' ').next().context("no time")?.parse()?)
}
