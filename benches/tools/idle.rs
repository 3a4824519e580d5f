//! What servers cost that nobody calls: a real `muxi serve` with none and with many of them.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::Context as _;

/// How many servers are many.
pub(crate) const MANY: u32 = 10;

/// How long it is looked at.
const LOOK: Duration = Duration::from_secs(10);

const FORMATION: &str = "schema: \"1.0.0\"\nid: idle\ndescription: Has servers that nobody calls\nllm:\n  models:\n    - text: muxi/echo\nagents:\n  - id: assistant\n    name: Assistant\n    description: Says it back\n";

/// What was seen.
pub(crate) struct Idle {
    /// Memory of `muxi serve`, in KiB.
    pub(crate) muxi_kib: f64,
    /// Memory that is the supervisors' own, all together.
    pub(crate) supervisors_kib: f64,
    /// The same of the servers.
    pub(crate) servers_kib: f64,
    /// CPU of muxi and the supervisors.
    pub(crate) cpu_millis_per_second: f64,
}

struct Serving(Child);

impl Drop for Serving {
    fn drop(&mut self) {
        // Its servers end with it.
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// Starts it with so many servers, and looks at it.
pub(crate) fn measure(many: u32) -> anyhow::Result<Idle> {
    let home = tempfile::tempdir()?;
    let formation = home.path().join("formation");
    std::fs::create_dir(&formation)?;
    let program = std::env::current_exe()?;
    let mut text = FORMATION.to_owned();
    if many > 0 {
        text.push_str("mcp:\n  servers:\n");
    }
    for n in 0..many {
        let program = program.display();
        writeln!(
            text,
            "    - id: s{n}\n      description: Idle\n      type: command\n      command: \"{program}\"\n      args: [server]"
        )?;
    }
    std::fs::write(formation.join("formation.afs"), text)?;
    let serving = serve(home.path(), &formation)?;
    let muxi = serving.0.id();
    let supervisors = wait_for_children(muxi, many as usize)?;
    let servers: Vec<u32> = supervisors.iter().flat_map(|pid| children(*pid)).collect();
    // What the start took is freed, and turned to by nobody any more.
    std::thread::sleep(Duration::from_secs(3));
    let all = || std::iter::once(&muxi).chain(&supervisors).map(|pid| cpu_millis(*pid)).sum::<f64>();
    let before = all();
    std::thread::sleep(LOOK);
    let own = |pids: &[u32]| pids.iter().map(|pid| status(*pid, "RssAnon:")).sum();
    Ok(Idle {
        muxi_kib: status(muxi, "VmRSS:"),
        supervisors_kib: own(&supervisors),
        servers_kib: own(&servers),
        cpu_millis_per_second: (all() - before) / LOOK.as_secs_f64(),
    })
}

fn serve(home: &Path, formation: &Path) -> anyhow::Result<Serving> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_muxi"));
    command.args(["serve", "--json", "--port", "0"]).current_dir(formation).env_clear();
    command.env("HOME", home).env("MUXI_STATE_DIR", home.join("state"));
    let mut serving = Serving(command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?);
    let mut line = String::new();
    BufReader::new(serving.0.stdout.as_mut().context("it is piped")?).read_line(&mut line)?;
    anyhow::ensure!(line.contains("url"), "it did not start: {line}");
    Ok(serving)
}

/// The supervisors, once each has its server.
fn wait_for_children(of: u32, many: usize) -> anyhow::Result<Vec<u32>> {
    for _ in 0..600 {
        let found = children(of);
        if found.len() == many && found.iter().all(|pid| !children(*pid).is_empty()) {
            return Ok(found);
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    anyhow::bail!("{} of {many} servers run", children(of).len())
}

fn children(of: u32) -> Vec<u32> {
    let all = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let pids = all.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    pids.filter(|pid| stat(*pid, 1) == Some(f64::from(of))).collect()
}

/// A number of `/proc/PID/stat`, counted from behind the name: the state is 0.
fn stat(pid: u32, field: usize) -> Option<f64> {
    let text = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (_, rest) = text.rsplit_once(") ")?;
    rest.split(' ').nth(field)?.parse().ok()
}

/// User and system time; the kernel counts in hundredths.
fn cpu_millis(pid: u32) -> f64 {
    (stat(pid, 11).unwrap_or(0.0) + stat(pid, 12).unwrap_or(0.0)) * 10.0
}

fn status(pid: u32, key: &str) -> f64 {
    let text = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix(key));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0.0)
}
