//! A program behind walls has what its plan gives it, and nothing else; what the attacks in `walls_*.rs` share.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use muxi::support::secret::SecretBytes;
use muxi::support::walls::{self, Access, Ended, Limits, Network, Plan, Wall, WallError, Walled};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::support::lives;

/// No attack takes longer; a wall that is missing fails the test and not the machine.
const LONGEST: Duration = Duration::from_secs(40);

/// The interpreter of the attacks: the system's, which needs nothing else.
pub const PYTHON: &str = "/usr/bin/python3";

/// Each attack says what came of it: `name: done` or `name: EACCES`.
const PRELUDE: &str = r#"
import ctypes, errno, os, signal, socket, struct, subprocess, sys, time
libc = ctypes.CDLL(None, use_errno=True)
def attempt(name, what):
    try:
        got = what()
        print(f"{name}: done{'' if got is None else ' ' + str(got)}", flush=True)
    except OSError as e:
        print(f"{name}: {errno.errorcode.get(e.errno, e.errno)}", flush=True)
    except Exception as e:
        print(f"{name}: {type(e).__name__} {e}", flush=True)
def call(number, *args):
    r = libc.syscall(ctypes.c_long(number), *[ctypes.c_long(a) if isinstance(a, int) else a for a in args])
    if r == -1:
        n = ctypes.get_errno()
        raise OSError(n, os.strerror(n))
    return r
"#;

/// A directory with a private home for the tool and a place outside of its walls.
pub struct Place(TempDir);

impl Place {
    pub fn new() -> Self {
        let dir = tempfile::tempdir().expect("a temporary directory");
        for name in ["home", "outside", "shared"] {
            std::fs::create_dir(dir.path().join(name)).unwrap();
        }
        std::fs::write(dir.path().join("outside/secret"), "the neighbour's").unwrap();
        std::fs::write(dir.path().join("shared/text"), "for all").unwrap();
        Self(dir)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// A plan for a program of the system that has the home to write and `shared` to read.
    pub fn plan(&self, program: &str, args: &[&str]) -> Plan {
        let mut files = walls::system();
        files.push((self.path("home"), Access::Write));
        files.push((self.path("shared"), Access::Read));
        Plan {
            name: "tool".to_owned(),
            program: program.into(),
            args: args.iter().map(|arg| (*arg).to_owned()).collect(),
            environment: vec![("PATH".to_owned(), SecretBytes::from("/usr/bin:/bin"))],
            directory: self.path("home"),
            files,
            network: Network::Open,
            unix_sockets: false,
            limits: Limits::default(),
        }
    }

    /// A plan for an attack in Python; `PLACE` in it is this directory.
    pub fn attack(&self, script: &str) -> Plan {
        let script = script.replace("PLACE", self.0.path().to_str().unwrap());
        self.plan(PYTHON, &["-u", "-c", &format!("{PRELUDE}\n{script}")])
    }
}

/// What came of a program.
pub struct Outcome {
    pub ended: Ended,
    pub stdout: String,
    pub stderr: String,
}

impl Outcome {
    /// What it said of one attempt.
    pub fn of(&self, name: &str) -> &str {
        let line = self.stdout.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        line.unwrap_or_else(|| panic!("nothing of {name}:\n{}{}", self.stdout, self.stderr))
    }
}

pub fn launcher() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_muxi"))
}

/// Runs something that must not take longer than [`LONGEST`].
pub fn bounded<T>(work: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let result = runtime.block_on(async { tokio::time::timeout(LONGEST, work).await });
    runtime.shutdown_timeout(Duration::from_secs(20));
    result.expect("it takes too long")
}

/// Starts it, and panics with the reason if it does not.
pub async fn start(plan: &Plan) -> Walled {
    walls::start(launcher(), plan).await.unwrap_or_else(|error| panic!("{error}: {plan:?}"))
}

/// Runs it to its end, with nothing on stdin.
pub async fn run(plan: &Plan) -> Outcome {
    run_by(launcher(), plan).await
}

/// The same with another launcher.
pub async fn run_by(launcher: &Path, plan: &Plan) -> Outcome {
    let started = walls::start(launcher, plan).await;
    let mut walled = started.unwrap_or_else(|error| panic!("{error}: {plan:?}"));
    drop(walled.stdin.take());
    let (stdout, stderr) = read(&mut walled).await;
    Outcome { ended: walled.wait().await, stdout, stderr }
}

async fn read(walled: &mut Walled) -> (String, String) {
    let (mut out, mut err) = (walled.stdout.take().unwrap(), walled.stderr.take().unwrap());
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let (a, b) = tokio::join!(out.read_to_end(&mut stdout), err.read_to_end(&mut stderr));
    a.and(b).unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    (text(stdout), text(stderr))
}

/// Runs an attack, and gives what it said.
pub fn attacked(place: &Place, script: &str) -> Outcome {
    let outcome = bounded(run(&place.attack(script)));
    assert_eq!(outcome.ended.code, Some(0), "{}{}", outcome.stdout, outcome.stderr);
    outcome
}

#[test]
fn a_program_reads_and_writes_as_without_walls() {
    let place = Place::new();
    let plan = place.plan("/bin/sh", &["-c", "read a; echo \"got $a\"; echo oops >&2; exit 7"]);
    let (ended, stdout, stderr) = bounded(async {
        let mut walled = start(&plan).await;
        let mut stdin = walled.stdin.take().unwrap();
        stdin.write_all(b"a line\n").await.unwrap();
        let (stdout, stderr) = read(&mut walled).await;
        (walled.wait().await, stdout, stderr)
    });
    assert_eq!((ended.code, ended.signal, ended.stopped, ended.left), (Some(7), None, false, 0));
    assert_eq!((&*stdout, &*stderr), ("got a line\n", "oops\n"));
}

#[test]
fn the_environment_is_exactly_what_the_plan_says() {
    let place = Place::new();
    let mut plan = place.plan("/usr/bin/env", &["-0"]);
    plan.environment = vec![
        ("TOKEN".to_owned(), SecretBytes::from("with = and\nnew line")),
        ("EMPTY".to_owned(), SecretBytes::default()),
    ];
    let outcome = bounded(run(&plan));
    assert_eq!(outcome.stdout, "EMPTY=\0TOKEN=with = and\nnew line\0");
}

#[test]
fn the_supervisor_has_nothing_of_the_secrets_where_others_could_look() {
    let place = Place::new();
    let mut plan = place.plan("/bin/sleep", &["20"]);
    plan.environment.push(("TOKEN".to_owned(), SecretBytes::from("sk-canary-of-the-walls")));
    bounded(async {
        let mut walled = start(&plan).await;
        for name in ["cmdline", "environ", "status"] {
            // Where it may not be read at all, so much the better.
            let shown = std::fs::read(format!("/proc/{}/{name}", walled.id())).unwrap_or_default();
            let shown = String::from_utf8_lossy(&shown);
            assert!(!shown.contains("canary"), "{name}: {shown}");
        }
        assert_eq!(std::fs::read(format!("/proc/{}/environ", walled.id())).unwrap_or_default(), b"");
        let ended = walled.stop().await;
        assert!(ended.stopped && ended.signal == Some(15) && ended.left == 0, "{ended:?}");
    });
}

#[test]
fn a_program_has_no_descriptor_but_its_three() {
    let place = Place::new();
    // Left open on purpose, and not closed on exec: a program that we start has it.
    let file = std::fs::File::open(place.path("outside/secret")).unwrap();
    std::mem::forget(rustix::io::dup(&file).unwrap());
    let bare = std::process::Command::new("/bin/ls").arg("/proc/self/fd").output().unwrap();
    assert!(bare.stdout.len() > "0\n1\n2\n3\n".len(), "it is handed on");
    let outcome = bounded(run(&place.plan("/bin/ls", &["/proc/self/fd"])));
    // The fourth is the listing itself.
    assert_eq!(outcome.stdout, "0\n1\n2\n3\n", "{}", outcome.stderr);
}

#[test]
fn a_program_that_is_not_there_is_named_before_anything_runs() {
    let place = Place::new();
    let error = |plan: &Plan| bounded(walls::start(launcher(), plan)).unwrap_err();
    let missing = error(&place.plan("/usr/bin/nothing-of-this-name", &[]));
    assert!(matches!(&missing, WallError::Program { .. }), "{missing:?}");
    assert!(missing.to_string().contains("/usr/bin/nothing-of-this-name"), "{missing}");
    // It is there, and outside of the walls.
    let outside = place.path("outside/program");
    std::fs::copy("/bin/true", &outside).unwrap();
    let refused = error(&place.plan(outside.to_str().unwrap(), &[]));
    assert_eq!(refused.code(), "tool_program_not_started");
    let mut plan = place.plan("/bin/true", &[]);
    plan.directory = place.path("nowhere");
    let directory = error(&plan);
    assert_eq!(directory.code(), "tool_directory_unusable");
    assert!(directory.to_string().contains("nowhere") && directory.hint().contains("nowhere"));
}

#[test]
fn a_launcher_that_is_no_launcher_is_an_error() {
    let place = Place::new();
    let plan = place.plan("/bin/true", &[]);
    for launcher in ["/bin/true", "/nowhere/muxi", "/bin/cat"] {
        let error = bounded(walls::start(Path::new(launcher), &plan)).unwrap_err();
        assert_eq!(error.code(), "tool_supervisor_failed", "{launcher}: {error}");
    }
}

#[test]
fn a_supervisor_that_is_started_by_hand_does_nothing() {
    let output = std::process::Command::new(launcher())
        .arg(walls::LAUNCH)
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    assert_eq!((output.status.code(), &*output.stdout), (Some(2), &b""[..]));
}

#[test]
fn the_report_names_what_holds_and_what_does_not() {
    let place = Place::new();
    let report = bounded(async {
        let mut walled = start(&place.plan("/bin/true", &[])).await;
        walled.wait().await;
        walled.report().clone()
    });
    assert!(report.holds(Wall::Privileges) && report.holds(Wall::Descendants), "{report:?}");
    let here = walls::of_this_kernel();
    for wall in [Wall::Files, Wall::Signals, Wall::SystemCalls, Wall::Processes, Wall::Memory] {
        assert_eq!(report.holds(wall), here.holds(wall), "{wall:?}: {report:?} {here:?}");
    }
    for (wall, why) in report.missing().chain(here.missing()) {
        assert!(!why.is_empty() && !why.ends_with('.'), "{}: {why}", wall.name());
    }
    let text = serde_json::to_string(&report).unwrap();
    assert_eq!(serde_json::from_str::<walls::Report>(&text).unwrap(), report);
    assert!(text.contains("\"system_calls\""), "{text}");
}

#[test]
fn a_hundred_short_programs_leave_nothing() {
    let place = Place::new();
    let plan = place.plan("/bin/true", &[]);
    let ids = bounded(async {
        let mut ids = Vec::new();
        for _ in 0..10 {
            let mut all = futures_util::future::join_all((0..10).map(|_| start(&plan))).await;
            for walled in &mut all {
                assert_eq!(walled.wait().await.code, Some(0));
                ids.push(walled.id());
            }
        }
        ids
    });
    assert!(ids.iter().all(|id| !lives(*id)));
    assert_eq!(groups_of(&ids), [""; 0]);
}

/// How long the start of a program takes, bare and behind walls, and what its supervisor costs: figures, and a
/// bound that only a mistake goes over.
#[test]
fn a_start_behind_walls_takes_little_more() {
    const TIMES: usize = 20;
    let place = Place::new();
    let plan = place.plan("/bin/cat", &[]);
    let middle = |mut all: Vec<Duration>| {
        all.sort();
        all[TIMES / 2]
    };
    let (walled, bare, round, idle) = bounded(async {
        let (mut walled, mut bare) = (Vec::new(), Vec::new());
        for _ in 0..TIMES {
            let begin = Instant::now();
            let mut one = start(&plan).await;
            walled.push(begin.elapsed());
            drop(one.stdin.take());
            one.wait().await;
            let begin = Instant::now();
            let mut command = std::process::Command::new("/bin/cat");
            let mut child = command.stdin(std::process::Stdio::null()).spawn().unwrap();
            bare.push(begin.elapsed());
            child.wait().unwrap();
        }
        let mut one = start(&plan).await;
        let (mut stdin, mut stdout) = (one.stdin.take().unwrap(), one.stdout.take().unwrap());
        let mut round = Vec::new();
        for _ in 0..TIMES {
            let begin = Instant::now();
            stdin.write_all(b"x").await.unwrap();
            stdout.read_exact(&mut [0]).await.unwrap();
            round.push(begin.elapsed());
        }
        let switches = |id: u32| {
            let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap();
            let value = |name: &str| status.lines().find_map(|l| l.strip_prefix(name)).unwrap().to_owned();
            (value("voluntary_ctxt_switches:"), value("RssAnon:"), value("VmRSS:"))
        };
        let before = switches(one.id());
        tokio::time::sleep(Duration::from_secs(1)).await;
        let after = switches(one.id());
        assert_eq!(before.0, after.0, "the supervisor woke up");
        (middle(walled), middle(bare), middle(round), after)
    });
    println!("start {walled:?}, bare {bare:?}, a byte there and back {round:?}, idle {idle:?}");
    assert!(walled < bare + Duration::from_millis(500), "{walled:?} {bare:?}");
}

/// The cgroups that supervisors with these numbers left.
pub fn groups_of(ids: &[u32]) -> Vec<String> {
    let names: Vec<_> = ids.iter().map(|id| format!("muxi-walls-{id}")).collect();
    let mut found = Vec::new();
    let mut next = vec![PathBuf::from("/sys/fs/cgroup")];
    while let Some(directory) = next.pop() {
        for entry in std::fs::read_dir(directory).into_iter().flatten().flatten() {
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                let name = entry.file_name().into_string().unwrap();
                if names.contains(&name) {
                    found.push(name);
                }
                next.push(entry.path());
            }
        }
    }
    found
}
