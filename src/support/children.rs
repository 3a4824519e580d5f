//! Tests that start themselves again: for processes that really append at once and are really killed.

use std::fs::{File, OpenOptions};
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Without this file in its current directory a child does nothing: `--ignored` must not write into the checkout.
const MARK: &str = "child-may-write";

/// What a child is to do, where it is one.
pub(crate) struct Order {
    /// Its directory.
    pub(crate) dir: PathBuf,
    /// How much, or how often; 0 for no end.
    pub(crate) count: u64,
    /// Where it notes what was acknowledged.
    acks: File,
}

impl Order {
    /// The order of this process.
    pub(crate) fn read() -> Option<Self> {
        let dir = std::env::current_dir().ok()?;
        let count = crate::support::fs::read(&dir.join(MARK)).ok()?;
        let count = String::from_utf8(count).ok()?.trim().parse().ok()?;
        let name = dir.join(format!("acks-{}", std::process::id()));
        let acks = OpenOptions::new().append(true).create(true).open(name).ok()?;
        Some(Self { dir, count, acks })
    }

    /// Notes that it was told that `n` is kept: one write, which a kill of the process does not take back.
    pub(crate) fn acknowledged(&mut self, n: u64) {
        self.acks.write_all(format!("{} {n}\n", std::process::id()).as_bytes()).unwrap();
    }
}

/// Starts the ignored test `name` in a process of its own, in `dir`.
pub(crate) fn start(name: &str, dir: &Path, count: u64) -> Child {
    crate::support::fs::write_atomic(
        &dir.join(MARK),
        count.to_string().as_bytes(),
        crate::support::fs::Mode::PRIVATE,
    )
    .unwrap();
    spawn(&mut Command::new(std::env::current_exe().unwrap()), name, dir)
}

/// The same for one whose files may have so many blocks of 512 or 1024 bytes, as on a full disk.
pub(crate) fn start_with_room(name: &str, dir: &Path, blocks: u32) -> Child {
    crate::support::fs::write_atomic(&dir.join(MARK), b"0", crate::support::fs::Mode::PRIVATE).unwrap();
    // Else the signal ends it, and no write fails.
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
    let mut command = Command::new("sh");
    command.args(["-c", &script]).arg(std::env::current_exe().unwrap());
    spawn(&mut command, name, dir)
}

fn spawn(command: &mut Command, name: &str, dir: &Path) -> Child {
    command
        .args(["--exact", name, "--ignored", "--nocapture", "--test-threads=1"])
        .current_dir(dir)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Waits for its end, which has to be a good one.
pub(crate) fn ended_well(child: Child) {
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Waits until the process `pid` was told for the first time that something is kept.
pub(crate) fn begun(dir: &Path, pid: u32) {
    let (acks, begin) = (dir.join(format!("acks-{pid}")), Instant::now());
    while std::fs::metadata(&acks).map_or(0, |meta| meta.len()) == 0 {
        assert!(begin.elapsed() < Duration::from_mins(1), "{pid} does not begin");
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// All that was acknowledged in `dir`: the process and its number.
pub(crate) fn acknowledged(dir: &Path) -> Vec<(u64, u64)> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if !path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("acks-")) {
            continue;
        }
        let text = String::from_utf8(crate::support::fs::read(&path).unwrap()).unwrap();
        // A line that the kill cut off says nothing.
        let whole = text.rfind('\n').map_or("", |end| &text[..end]);
        let pair = |line: &str| {
            let (pid, n) = line.split_once(' ').unwrap();
            (pid.parse().unwrap(), n.parse().unwrap())
        };
        all.extend(whole.lines().map(pair));
    }
    all
}

/// How often something is killed: `usual` in the suite, more in the long form (`tests/slow.sh kill_records`).
#[expect(clippy::disallowed_methods, reason = "the long form of a test is asked for by a variable")]
pub(crate) fn times(usual: u32) -> u32 {
    std::env::var("MUXI_KILLS").ok().and_then(|times| times.parse().ok()).unwrap_or(usual)
}

/// A time to wait below so many microseconds.
pub(crate) fn some_time(most: u64) -> Duration {
    Duration::from_micros(RandomState::new().build_hasher().finish() % most)
}
