//! A server that is killed, again and again; updates under load; many formations. The long forms are in `tests/slow.sh`.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use muxi::server::fleet::{Fleet, Reporter, Status};

use crate::station::{CLIENT_KEY, Front, Station, arrival, deployed, echo_bundle, id, options};
use crate::support::{memory, proportional_memory, until_async};

const LONG: Duration = Duration::from_secs(30);
/// Where the server that is killed has its data.
const DIR: &str = "MUXI_FLEET_TEST_DIR";

/// How often: `usual` in the suite, more in the long form.
fn times(usual: usize) -> usize {
    std::env::var("MUXI_KILLS").ok().and_then(|times| times.parse().ok()).unwrap_or(usual)
}

async fn update(fleet: &Fleet, version: &str) {
    let arrival = arrival(fleet, "my-bot", version, &echo_bundle("my-bot", version));
    fleet.update(arrival, Reporter::default()).await.expect("it is updated");
}

/// Not a test: the server that the others kill. It updates and rolls back for as long as it lives, and says so.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "it is started by another test"]
async fn the_server_that_is_killed() {
    let Ok(dir) = std::env::var(DIR) else { return };
    let (fleet, _) = Fleet::open(options(Path::new(&dir))).await.unwrap();
    fleet.settled().await;
    let live = fleet.list()[0].version.semantic.clone();
    let first: u64 = live.rsplit_once('.').unwrap().1.parse().unwrap();
    println!("live {live}");
    // Above all that were given before.
    for n in 1.. {
        let (next, before) = (format!("1.0.{}", first + 1000 + n), fleet.list()[0].version.semantic.clone());
        println!("trying {next}");
        update(&fleet, &next).await;
        println!("live {next}");
        if n % 2 == 0 {
            println!("trying {before}");
            fleet.rollback(&id("my-bot"), Reporter::default()).await.unwrap();
            println!("live {before}");
        }
    }
}

/// It, with its data below `dir`.
fn start(dir: &Path) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "server_kills::the_server_that_is_killed", "--ignored", "--nocapture"]);
    command.env(DIR, dir).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::inherit());
    command.spawn().unwrap()
}

/// The processes of formations with data below `dir`.
fn formations_of(dir: &Path) -> Vec<u32> {
    let all = std::fs::read_dir("/proc").unwrap().flatten();
    let pids = all.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    let ours = |pid: &u32| {
        let line = std::fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        let line = String::from_utf8_lossy(&line).into_owned();
        line.contains("--state-of") && line.contains(dir.to_str().unwrap())
    };
    pids.filter(ours).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn whenever_the_server_is_killed_the_right_version_comes_back() {
    let station = Station::new();
    let fleet = station.open().await;
    deployed(&fleet, "my-bot", "1.0.0").await.unwrap();
    fleet.close().await;
    drop(fleet);
    for round in 0..times(3) {
        let mut server = start(station.path());
        let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
        let (mut live, mut trying) = (String::new(), String::new());
        // After some of its words, and somewhere between two of them.
        let wanted = 2 + round % 5;
        let mut heard = 0;
        while heard < wanted {
            let said = lines.next().expect("it goes on").unwrap();
            if let Some(version) = said.strip_prefix("live ") {
                (live, heard) = (version.to_owned(), heard + 1);
            } else if let Some(version) = said.strip_prefix("trying ") {
                (trying, heard) = (version.to_owned(), heard + 1);
            }
        }
        std::thread::sleep(Duration::from_micros(u64::try_from(round * 7919 % 200_000).unwrap()));
        server.kill().unwrap();
        server.wait().unwrap();
        for line in lines.map_while(Result::ok) {
            match line.split_once(' ') {
                Some(("live", version)) => version.clone_into(&mut live),
                Some(("trying", version)) => version.clone_into(&mut trying),
                _ => {}
            }
        }
        until_async(LONG, "its formations live on", async || formations_of(station.path()).is_empty()).await;
        let fleet = station.open().await;
        fleet.settled().await;
        let item = fleet.list().remove(0);
        assert_eq!(item.status, Status::Running);
        let version = item.version.semantic;
        assert!(version == live || version == trying, "{version} is live, after {live} and {trying}");
        let front = Front::start(&fleet).await;
        assert_eq!(front.version("my-bot").await, version);
        let root = station.data().join("formations/my-bot");
        assert!(!root.join("staging").exists());
        assert!(std::fs::read_dir(root.join("versions")).unwrap().count() <= 2);
        fleet.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whenever_a_formation_is_killed_what_is_live_of_it_comes_back() {
    let mut station = Station::new();
    // As if each had run for long.
    (station.options.max_restarts, station.options.restart_window) = (u32::MAX, Duration::ZERO);
    let fleet = station.open().await;
    deployed(&fleet, "my-bot", "1.0.0").await.unwrap();
    let front = Front::start(&fleet).await;
    for round in 0..times(3) {
        let before = fleet.list().remove(0);
        let pid = before.pid.unwrap();
        let kill = async {
            tokio::time::sleep(Duration::from_micros(u64::try_from(round * 7919 % 50_000).unwrap())).await;
            let pid = rustix::process::Pid::from_raw(pid.cast_signed()).unwrap();
            // It may be gone already where it was replaced.
            let _ = rustix::process::kill_process(pid, rustix::process::Signal::KILL);
        };
        let mut live = before.version.semantic;
        if round % 2 == 0 {
            kill.await;
        } else {
            // Killed while another version takes its place.
            live = format!("1.0.{round}");
            tokio::join!(kill, update(&fleet, &live));
        }
        until_async(LONG, "it is not started again", async || {
            let item = fleet.list().remove(0);
            item.status == Status::Running && item.pid != Some(pid)
        })
        .await;
        assert_eq!(front.version("my-bot").await, live);
    }
    fleet.close().await;
    assert!(formations_of(station.path()).is_empty());
}

/// Asks a hundred times a second until it is told to stop: how often, and what failed.
async fn load(front: &Front, over: Arc<AtomicBool>) -> (usize, Vec<String>) {
    let client = reqwest::Client::new();
    let (asked, base) = (AtomicUsize::new(0), format!("http://{}/api/my-bot", front.address));
    let mut ticks = tokio::time::interval(Duration::from_millis(10));
    let mut tasks = tokio::task::JoinSet::new();
    while !over.load(Ordering::SeqCst) {
        ticks.tick().await;
        let n = asked.fetch_add(1, Ordering::SeqCst);
        let request = if n % 5 == 0 {
            let body = serde_json::json!({"message": "Hello", "stream": n % 2 == 0}).to_string();
            let post = client.post(format!("{base}/v1/chat")).header("Content-Type", "application/json");
            post.header("X-Muxi-Client-Key", CLIENT_KEY).header("X-Muxi-User-ID", format!("u{n}")).body(body)
        } else {
            client.get(format!("{base}/v1/health"))
        };
        tasks.spawn(async move {
            let answer = request.send().await.map_err(|e| format!("{e:?}"))?;
            let status = answer.status();
            let body = answer.text().await.map_err(|e| format!("{e:?}"))?;
            if status.is_success() { Ok(()) } else { Err(format!("{status}: {body}")) }
        });
    }
    let all = tasks.join_all().await;
    (all.len(), all.into_iter().filter_map(Result::err).collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn no_request_fails_while_versions_come_and_go() {
    let station = Station::new();
    let fleet = station.open().await;
    deployed(&fleet, "my-bot", "1.0.0").await.unwrap();
    let front = Front::start(&fleet).await;
    let over = Arc::new(AtomicBool::new(false));
    let changes = async {
        for n in 1..=times(4) {
            if n % 2 == 0 {
                fleet.rollback(&id("my-bot"), Reporter::default()).await.unwrap();
            } else {
                update(&fleet, &format!("1.0.{n}")).await;
            }
        }
        fleet.restart(&id("my-bot"), Reporter::default()).await.unwrap();
        over.store(true, Ordering::SeqCst);
    };
    let ((asked, failed), ()) = tokio::join!(load(&front, Arc::clone(&over)), changes);
    assert_eq!(failed, [] as [String; 0], "of {asked}");
    assert!(asked > 10, "{asked}");
    fleet.close().await;
    assert!(formations_of(station.path()).is_empty());
}

/// How long fifty take, and what they cost: `cargo test --release --test cli fifty -- --ignored --nocapture`.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "it measures"]
async fn fifty_formations_are_ready_together() {
    let station = Station::new();
    let fleet = station.open().await;
    for n in 0..50 {
        deployed(&fleet, &format!("bot-{n}"), "1.0.0").await.unwrap();
    }
    fleet.close().await;
    drop(fleet);
    let begin = Instant::now();
    let fleet = station.open().await;
    fleet.settled().await;
    let took = begin.elapsed();
    assert_eq!(fleet.counts().running, 50);
    // Most of what each has is the same pages of the executable: a shared page counts in parts.
    let (mut all, mut own) = (0, 0);
    for pid in fleet.list().into_iter().filter_map(|item| item.pid) {
        all += memory(pid, "VmRSS");
        own += proportional_memory(pid);
    }
    println!(
        "50 formations are ready after {took:?}: {} KiB each, {} KiB of it its own part",
        all / 50,
        own / 50
    );
    assert!(cfg!(debug_assertions) || took <= Duration::from_secs(2), "{took:?}");
    fleet.close().await;
}
