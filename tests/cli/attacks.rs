//! Hostile servers of tools, behind a real `muxi serve`: what they try comes to nothing, the other agent goes on, and
//! nothing is left of them. The attacks are in `tests/fixtures/hostile/`; each has an end of its own, so that a wall
//! that is missing fails the test and not the machine.

use std::collections::BTreeMap;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::time::{Duration, Instant};

use muxi::support::walls::{self, Wall};
use rustix::process::Signal;
use serde_json::json;

use crate::support::{Home, Server, gone, lives, memory, processes_in, until, wait_for};

/// How long an attack may take until it is over.
const LONGEST: Duration = Duration::from_mins(1);

const SCRIPTS: [(&str, &str); 6] = [
    ("base.py", include_str!("../fixtures/hostile/base.py")),
    ("harmless.py", include_str!("../fixtures/hostile/harmless.py")),
    ("reads.py", include_str!("../fixtures/hostile/reads.py")),
    ("thief.py", include_str!("../fixtures/hostile/thief.py")),
    ("processes.py", include_str!("../fixtures/hostile/processes.py")),
    ("words.py", include_str!("../fixtures/hostile/words.py")),
];

/// Models that answer without tools: what they are told is of no matter.
const ECHO: &str = "  models:\n    - text: muxi/echo\n";

/// Two agents: one has the hostile server, the other one a harmless one.
const AGENTS: &str = "\
agents:
  - id: victim
    name: Victim
    description: Has a bad server
    default: true
    mcp_servers: [hostile]
  - id: other
    name: Other
    description: Minds its own business
    mcp_servers: [harmless]
mcp:
  servers:
    - id: harmless
      description: Means well
      type: command
      command: python3
      args: [hostile/harmless.py]
";

/// A formation with these models: what stands under `llm`.
pub fn formation(llm: &str) -> String {
    format!(
        "schema: \"1.0.0\"\nid: besieged\ndescription: One of its servers means no good\nllm:\n{llm}{AGENTS}"
    )
}

/// A formation with further servers as they are declared.
pub fn besieged(formation: &str, servers: &str) -> Home {
    let home = Home::with(&format!("{formation}{servers}"));
    for (name, script) in SCRIPTS {
        home.write(&format!("hostile/{name}"), script);
    }
    home
}

/// A server that runs one of the scripts; `more` are further keys of its declaration.
pub fn hostile(id: &str, args: &[&str], more: &str) -> String {
    let args = serde_json::to_string(args).unwrap();
    format!(
        "    - id: {id}\n      description: Means no good\n      type: command\n      command: python3\n      args: \
         {args}\n{more}"
    )
}

/// What a server reports, once its attacks are over.
fn report_of(home: &Home, id: &str) -> BTreeMap<String, String> {
    wait_for(LONGEST, || {
        let text = String::from_utf8_lossy(&home.server_file(id, "report")).into_owned();
        if text.lines().any(|line| line == "over: done") {
            let lines = text.lines().filter_map(|line| line.split_once(": "));
            return Ok(lines.map(|(name, what)| (name.to_owned(), what.to_owned())).collect());
        }
        Err(format!("the attack does not end:\n{text}"))
    })
}

/// The processes of a server, as it says itself.
fn pids_of(home: &Home, id: &str) -> Vec<u32> {
    String::from_utf8_lossy(&home.server_file(id, "pids"))
        .lines()
        .filter_map(|line| line.parse().ok())
        .collect()
}

/// The other agent answers within a second: the middle one of five questions, for the machine may be busy otherwise.
pub fn the_other_answers(server: &Server) {
    let mut took: Vec<Duration> = (0..5)
        .map(|n| {
            let begin = Instant::now();
            let body = json!({"message": format!("question {n}"), "agent_id": "other", "stream": false});
            let answer = server.chat("bob", &body);
            assert_eq!(answer.status, 200, "{}", answer.body);
            begin.elapsed()
        })
        .collect();
    took.sort();
    assert!(took[2] < Duration::from_secs(1), "{took:?}");
}

/// Ends muxi; no process of the formation is there any more.
fn nothing_is_left(home: &Home, server: Server, pids: &[u32]) -> String {
    let begin = Instant::now();
    let (code, stderr) = server.stop();
    assert!(begin.elapsed() < Duration::from_secs(8), "{:?} to end\n{stderr}", begin.elapsed());
    assert_eq!(code, Some(0), "{stderr}");
    none_of(home, pids);
    stderr
}

fn none_of(home: &Home, pids: &[u32]) {
    let left: Vec<u32> = pids.iter().copied().filter(|pid| !gone(*pid)).collect();
    assert!(left.is_empty(), "they are still there: {left:?}");
    wait_for(Duration::from_secs(10), || {
        let left = processes_in(&home.formation());
        if left.is_empty() { Ok(()) } else { Err(format!("they are still there: {left:?}")) }
    });
}

/// Every attempt but those that are named came to nothing.
fn all_failed(report: &BTreeMap<String, String>, but: &[&str]) {
    let done = report.iter().filter(|(name, what)| what.starts_with("done") && !but.contains(&name.as_str()));
    let done: Vec<_> = done.collect();
    assert!(done.is_empty(), "{done:#?}");
}

#[test]
fn a_server_that_reads_what_is_not_its_own_gets_nothing() {
    let place = tempfile::tempdir().unwrap();
    let outside = place.path().join("outside");
    std::fs::create_dir(&outside).unwrap();
    std::fs::write(outside.join("secret"), "of another one").unwrap();
    let socket = place.path().join("docker.sock");
    let listener = UnixListener::bind(&socket).unwrap();
    listener.set_nonblocking(true).unwrap();
    let more =
        format!("      env:\n        OUTSIDE: {}\n        SOCKET: {}\n", outside.display(), socket.display());
    let home = besieged(&formation(ECHO), &hostile("hostile", &["hostile/reads.py"], &more));
    home.keep("SOME_TOKEN", "sk-of-nobody-here-1234");
    let formation = home.read("formation.afs");
    let server = Server::start(&home, &[]);
    let report = report_of(&home, "hostile");
    the_other_answers(&server);
    assert!(report.len() > 25, "{report:#?}");
    // Its shared memory is its own, where it has any.
    all_failed(&report, &["over", "descriptors", "own home", "own tmp", "write shm"]);
    assert!(!Path::new("/dev/shm/owned-by-a-tool").exists());
    assert_eq!(report["descriptors"], "done none");
    // It can use what is its own.
    assert!(report["own home"] == "done" && report["own tmp"] == "done", "{report:#?}");
    assert_eq!(home.read("formation.afs"), formation);
    assert_eq!(std::fs::read(outside.join("secret")).unwrap(), b"of another one");
    assert!(listener.accept().is_err(), "somebody connected");
    let loot = home.server_file("hostile", "loot");
    assert!(loot.is_empty(), "{}", String::from_utf8_lossy(&loot));
    nothing_is_left(&home, server, &[]);
}

#[test]
fn two_servers_with_two_secrets_never_see_each_others() {
    let signals = if walls::of_this_kernel().holds(Wall::Signals) { "SIGQUIT SIGSTOP SIGKILL" } else { "" };
    let thief = |me: &str, prey: &str, secret: &str| {
        let more = format!(
            "      env:\n        ME: {me}\n        PREY: {prey}\n        SIGNALS: \"{signals}\"\n        SECRET: \"${{{{ \
             secrets.{secret} }}}}\"\n"
        );
        hostile(me, &["hostile/thief.py", &format!("--{me}")], &more)
    };
    let formation = formation(ECHO).replace("[hostile]", "[one, two]");
    let servers = thief("one", "two", "ONE_TOKEN") + &thief("two", "one", "TWO_TOKEN");
    let home = besieged(&formation, &servers);
    let secrets = [("one", "ONE_TOKEN", "sk-first-8d1f77a2c3"), ("two", "TWO_TOKEN", "sk-second-e90b15d4f6")];
    for (_, name, secret) in secrets {
        home.keep(name, secret);
    }
    let server = Server::start(&home, &[]);
    for ((id, _, own), (_, _, others)) in secrets.iter().zip(secrets.iter().rev()) {
        let report = report_of(&home, id);
        assert_eq!(report["prey"], "found", "{report:#?}");
        // Far more than ten ways: of the other server, its supervisor and muxi, and of what all processes share.
        assert!(report.len() > 45, "{} ways: {report:#?}", report.len());
        for kind in ["prey", "supervisor", "muxi", "own supervisor"] {
            assert!(report.contains_key(&format!("{kind} memory")), "{kind}: {report:#?}");
        }
        all_failed(&report, &["over", "own environ", "keys"]);
        let loot = String::from_utf8_lossy(&home.server_file(id, "loot")).into_owned();
        // Its own environment is there, so a secret would be seen.
        assert!(loot.contains(own), "{id}: {loot}");
        assert!(!loot.contains(others), "{id} has the other's: {loot}");
    }
    // Nobody was killed or stopped.
    the_other_answers(&server);
    let stderr = nothing_is_left(&home, server, &[]);
    for (_, _, secret) in secrets {
        assert!(!stderr.contains(secret), "{stderr}");
    }
}

#[test]
fn who_forks_ten_thousand_times_has_its_allowance_and_no_more() {
    let more = "      max_processes: 64\n";
    let home = besieged(&formation(ECHO), &hostile("hostile", &["hostile/processes.py", "forks"], more));
    let server = Server::start(&home, &[]);
    let report = report_of(&home, "hostile");
    the_other_answers(&server);
    let made: usize = report["forks"].parse().unwrap();
    assert!((8..=64).contains(&made), "{made} processes");
    let pids = pids_of(&home, "hostile");
    assert_eq!(pids.len(), made + 1);
    nothing_is_left(&home, server, &pids);
}

#[test]
fn who_hides_in_sessions_of_its_own_is_gone_with_muxi() {
    let home = besieged(&formation(ECHO), &hostile("hostile", &["hostile/processes.py", "hides"], ""));
    let server = Server::start(&home, &[]);
    report_of(&home, "hostile");
    let pids = pids_of(&home, "hostile");
    assert_eq!(pids.len(), 4, "itself and three that hide");
    assert!(pids.iter().all(|pid| lives(*pid)));
    the_other_answers(&server);
    nothing_is_left(&home, server, &pids);
}

#[test]
fn nothing_is_left_when_muxi_is_killed() {
    let home = besieged(&formation(ECHO), &hostile("hostile", &["hostile/processes.py", "hides"], ""));
    let mut server = Server::start(&home, &[]);
    report_of(&home, "hostile");
    let pids = pids_of(&home, "hostile");
    assert_eq!(pids.len(), 4);
    server.signal(Signal::KILL);
    server.wait();
    none_of(&home, &pids);
}

#[test]
fn who_leaves_somebody_behind_with_its_descriptors_is_over_all_the_same() {
    let home = besieged(&formation(ECHO), &hostile("hostile", &["hostile/processes.py", "keeps"], ""));
    let server = Server::start(&home, &[]);
    // It is started again until it is left alone.
    let state = wait_for(LONGEST, || {
        let state = server.admin("/v1/mcp/servers/hostile").json()["data"].clone();
        if state["state"] == "failed" { Ok(state) } else { Err(state) }
    });
    assert!(state["error"]["message"].to_string().contains("exit code 3"), "{state}");
    the_other_answers(&server);
    // While muxi goes on: nobody is there but the harmless one.
    let pids = pids_of(&home, "hostile");
    assert_eq!(pids.len(), 10, "five times itself and its child");
    let left: Vec<u32> = pids.iter().copied().filter(|pid| !gone(*pid)).collect();
    assert!(left.is_empty(), "they are still there: {left:?}");
    let stderr = nothing_is_left(&home, server, &pids);
    assert!(stderr.contains("hostile") && stderr.contains("exit code 3"), "{stderr}");
}

#[test]
fn who_ignores_term_is_gone_all_the_same() {
    let home = besieged(&formation(ECHO), &hostile("hostile", &["hostile/processes.py", "ignores"], ""));
    let server = Server::start(&home, &[]);
    report_of(&home, "hostile");
    let pids = pids_of(&home, "hostile");
    assert!(lives(pids[0]));
    nothing_is_left(&home, server, &pids);
}

#[test]
fn who_wants_eight_gigabytes_does_not_get_them_and_is_named() {
    let more = "      max_memory_mb: 256\n";
    let home = besieged(&formation(ECHO), &hostile("hostile", &["hostile/processes.py", "eats"], more));
    let server = Server::start(&home, &[]);
    // It is told that there is no more, or it is ended and named: then it cannot report.
    let told = || String::from_utf8_lossy(&home.server_file("hostile", "report")).into_owned();
    let error = || server.admin("/v1/mcp/servers/hostile").json()["data"]["error"]["message"].to_string();
    let named = wait_for(LONGEST, || {
        let error = error();
        let ended = error.contains("memory ran out") || error.contains("signal 9");
        if ended || told().contains("eats: refused") { Ok(error) } else { Err(told() + &error) }
    });
    the_other_answers(&server);
    assert!(!told().contains(" MB"), "{}", told());
    let (tries, eaten) = (pids_of(&home, "hostile").len(), home.server_file("hostile", "eaten").len());
    assert!(eaten <= tries * 256 / 16, "{} MB in {tries} tries: {named}", eaten * 16);
    let pids = pids_of(&home, "hostile");
    let stderr = nothing_is_left(&home, server, &pids);
    assert!(named == "null" || stderr.contains("hostile"), "{stderr}");
}

#[test]
fn who_floods_both_its_outputs_is_named_and_holds_nobody_up() {
    let home = besieged(&formation(ECHO), &hostile("hostile", &["hostile/processes.py", "floods"], ""));
    let server = Server::start(&home, &[]);
    until(LONGEST, "it does not start", || !pids_of(&home, "hostile").is_empty());
    for _ in 0..5 {
        the_other_answers(&server);
        std::thread::sleep(Duration::from_millis(300));
    }
    let kib = memory(server.pid(), "VmRSS");
    assert!(kib < 400 << 10, "{kib} KiB");
    let pids = pids_of(&home, "hostile");
    let stderr = nothing_is_left(&home, server, &pids);
    assert!(stderr.contains("hostile") && stderr.contains("floods its standard output"), "{stderr}");
}
