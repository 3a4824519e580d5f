//! Formations on a server, as its library deploys, changes and keeps them: real processes, real requests.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;

use muxi::server::fleet::{Fault, Fleet, FleetError, Progress, Reporter, Stage, Status, Stream, Tryout};
use tokio::sync::mpsc;

use crate::place::{files, write_script};
use crate::station::{CLIENT_KEY, Front, Station, arrival, bundle, deployed, echo, echo_bundle, id};
use crate::support::{gone, lives, until_async};

const LONG: Duration = Duration::from_secs(30);

/// Steps, in their order.
fn steps() -> (Reporter, mpsc::UnboundedReceiver<Progress>) {
    let (say, heard) = mpsc::unbounded_channel();
    (Reporter::new(say), heard)
}

fn stages(mut heard: mpsc::UnboundedReceiver<Progress>) -> Vec<Stage> {
    let mut all: Vec<Stage> = std::iter::from_fn(|| heard.try_recv().ok()).map(|step| step.stage).collect();
    all.dedup();
    all
}

async fn update(fleet: &Fleet, name: &str, version: &str) -> Result<(), FleetError> {
    let arrival = arrival(fleet, name, version, &echo_bundle(name, version));
    fleet.update(arrival, Reporter::default()).await.map(drop)
}

fn chat(text: &str) -> String {
    serde_json::json!({"message": text, "stream": false}).to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bundle_that_is_deployed_runs_and_is_asked_through_the_proxy() {
    let station = Station::new();
    let fleet = station.open().await;
    let (report, heard) = steps();
    let bytes = echo_bundle("my-bot", "1.0.0");
    let answer = fleet.deploy(arrival(&fleet, "my-bot", "1.0.0", &bytes), report).await.unwrap();
    assert_eq!((answer.status, answer.url.as_str()), (Status::Running, "/api/my-bot"));
    assert!(answer.port > 0 && lives(answer.pid));
    let seen = stages(heard);
    assert_eq!(seen, [Stage::Extracting, Stage::Validating, Stage::Spawning, Stage::HealthCheck]);
    let front = Front::start(&fleet).await;
    let said = front.call("POST", "/api/my-bot/v1/chat", &chat("Hello")).await;
    assert!(said.status == 200 && said.body.contains("You said: Hello"), "{}", said.body);
    assert_eq!(front.version("my-bot").await, "1.0.0");
    let item = &fleet.list()[0];
    assert_eq!((item.status, item.healthy, item.restart_count), (Status::Running, Some(true), 0));
    assert_eq!(item.version.semantic, "1.0.0");
    let details = serde_json::to_value(fleet.get(&id("my-bot")).unwrap()).unwrap();
    assert!(details["created_at"].is_string() && details["version"]["previous"].is_null(), "{details}");
    // As the deployed server lays it out.
    let root = station.data().join("formations/my-bot");
    assert!(root.join("current/formation.afs").is_file() && !root.join("previous").exists());
    let record: serde_json::Value =
        serde_json::from_slice(&std::fs::read(root.join("version.json")).unwrap()).unwrap();
    assert_eq!(record["current"]["hash"], item.version.current);
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o7777;
    assert_eq!(mode(&root.join("version.json")), 0o600);
    assert_eq!(mode(&station.data().join("logs/my-bot-out.log")), 0o640);
    let logs = fleet.logs(&id("my-bot"), 10, Stream::Stdout).await.unwrap();
    assert!(logs.logs.stdout[0].contains("\"event\":\"ready\""), "{logs:?}");
    assert!(std::fs::read_dir(station.data().join("incoming")).unwrap().next().is_none());
    // Its arguments name no key.
    let line = std::fs::read(format!("/proc/{}/cmdline", answer.pid)).unwrap();
    assert!(!String::from_utf8_lossy(&line).contains("fm"), "{}", String::from_utf8_lossy(&line));
    fleet.close().await;
    assert!(gone(answer.pid));
}

/// The id and the version of the header, the bundle, and what is said of it.
type Refused = (&'static str, &'static str, Vec<u8>, Fault, u16, &'static str);

/// Bundles that are not what was said of them.
fn said_wrongly() -> Vec<Refused> {
    let (new, old) = ("new-bot", "1.0.0");
    let with = |formation: &str| bundle(new, &[("formation.afs", formation)]);
    vec![
        ("my-bot", old, echo_bundle("my-bot", old), Fault::FormationExists, 409, "already"),
        ("rpc", old, echo_bundle("rpc", old), Fault::InvalidFormationId, 400, "server itself"),
        ("../bot", old, echo_bundle(new, old), Fault::InvalidFormationId, 400, "3 to 50"),
        (new, old, b"no bundle".to_vec(), Fault::Extract, 400, "no whole tar.gz"),
        (new, old, echo_bundle("other", old), Fault::IdMismatch, 400, "not below `new-bot/`"),
        (new, old, with(&echo("other", old)), Fault::IdMismatch, 400, "that of `other`"),
        (new, "2.0.0", with(&echo(new, old)), Fault::VersionMismatch, 400, "`2.0.0`"),
    ]
}

/// Bundles whose formation would not run.
fn would_not_run() -> Vec<Refused> {
    let (new, old) = ("new-bot", "1.0.0");
    let text = |from: &str, to: &str| {
        let whole = echo(new, old);
        assert!(whole.contains(from), "{from}");
        bundle(new, &[("formation.afs", &whole.replace(from, to))])
    };
    let beside = |files: &[(&str, &str)]| {
        let whole = echo(new, old);
        let all: Vec<_> =
            [("formation.afs", whole.as_str())].into_iter().chain(files.iter().copied()).collect();
        bundle(new, &all)
    };
    let needs = "openai/gpt-4o\n  api_keys:\n    openai: \"${{ secrets.OPENAI_API_KEY }}\"";
    vec![
        (new, old, bundle(new, &[("readme.md", "x")]), Fault::Parse, 400, "no formation.afs"),
        (new, old, bundle(new, &[("formation.afs", "id: [\n")]), Fault::Parse, 400, "error"),
        (
            new,
            old,
            text("  models:\n    - text: muxi/echo", "  models: 7"),
            Fault::Parse,
            400,
            "formation.afs:",
        ),
        (new, old, text("description: Says it back\nversion", "version"), Fault::Parse, 400, "description"),
        (new, old, text("muxi/echo", needs), Fault::Secrets, 400, "OPENAI_API_KEY"),
        (new, old, beside(&[("secrets.enc", "gAAAA")]), Fault::Secrets, 400, "without the key"),
        (new, old, beside(&[("secrets.enc", "gAAAA"), (".key", "x")]), Fault::Secrets, 400, ""),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_refused_is_told_with_its_type_and_leaves_nothing() {
    let station = Station::new();
    let fleet = station.open().await;
    deployed(&fleet, "my-bot", "1.0.0").await.unwrap();
    let seen = || {
        let all = files(&station.data().join("formations")).into_keys();
        // What runs writes its state.
        all.filter(|path| !path.to_str().unwrap().contains("/my-bot/state/")).collect::<Vec<_>>()
    };
    let before = seen();
    for (name, version, bytes, fault, status, says) in said_wrongly().into_iter().chain(would_not_run()) {
        let error =
            fleet.deploy(arrival(&fleet, name, version, &bytes), Reporter::default()).await.unwrap_err();
        assert_eq!((error.fault, error.status), (fault, status), "{name} {version}: {error}");
        assert!(error.message.contains(says), "{says}: {error}");
    }
    let mut spool = fleet.spool(None).unwrap();
    spool.write(&[0; 100]).unwrap();
    drop(spool);
    assert_eq!(fleet.spool(Some(u64::MAX)).err().unwrap().status, 413);
    assert_eq!(seen(), before);
    assert!(std::fs::read_dir(station.data().join("incoming")).unwrap().next().is_none());
    assert!(!station.data().join("formations/new-bot").exists());
    fleet.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_update_and_a_rollback_let_a_request_under_way_end_where_it_began() {
    let station = Station::new();
    let fleet = station.open().await;
    deployed(&fleet, "my-bot", "1.0.0").await.unwrap();
    let front = Front::start(&fleet).await;
    let old = fleet.list()[0].pid.unwrap();
    let slow = front.half_a_call("/api/my-bot/v1/chat", &chat("Hello"));
    let errors = fleet.rollback(&id("my-bot"), Reporter::default()).await.unwrap_err();
    assert_eq!((errors.fault, errors.status), (Fault::NoPreviousVersion, 400));
    let same = arrival(&fleet, "my-bot", "1.0.0", &echo_bundle("my-bot", "1.0.0"));
    let errors = fleet.update(same, Reporter::default()).await.unwrap_err();
    assert_eq!((errors.fault, errors.status), (Fault::NoChange, 409));
    let (report, heard) = steps();
    let next = arrival(&fleet, "my-bot", "1.1.0", &echo_bundle("my-bot", "1.1.0"));
    let answer = fleet.update(next, report).await.unwrap();
    assert_eq!((answer.version, answer.previous_version, answer.deployment_type), (2, 1, "blue-green"));
    let seen = stages(heard);
    let all = [
        Stage::Extracting,
        Stage::Validating,
        Stage::SpawningStaging,
        Stage::HealthCheck,
        Stage::Swapping,
        Stage::StoppingOld,
    ];
    assert_eq!(seen, all);
    assert_eq!(front.version("my-bot").await, "1.1.0");
    assert!(lives(old) && answer.pid != Some(old), "it has a request to end");
    let said = slow.end();
    assert!(said.contains("200 OK") && said.contains("You said: Hello"), "{said}");
    assert!(tokio::task::block_in_place(|| gone(old)), "it has ended its last request");
    let (report, heard) = steps();
    let back = fleet.rollback(&id("my-bot"), report).await.unwrap();
    assert_eq!((back.version, back.previous_version), (1, 2));
    assert!(stages(heard).ends_with(&[Stage::HealthCheck, Stage::Swapping, Stage::StoppingCurrent]));
    assert_eq!(front.version("my-bot").await, "1.0.0");
    let root = station.data().join("formations/my-bot");
    assert_eq!(std::fs::read_link(root.join("previous")).unwrap(), Path::new("versions/2"));
    // What was said in one version is known in the other.
    let again = front.call("POST", "/api/my-bot/v1/chat", &chat("Again")).await;
    assert_eq!(again.status, 200, "{}", again.body);
    update(&fleet, "my-bot", "1.2.0").await.unwrap();
    assert_eq!(front.version("my-bot").await, "1.2.0");
    until_async(LONG, "versions that nobody needs are there", async || {
        let all = std::fs::read_dir(root.join("versions")).unwrap();
        let mut all: Vec<_> = all.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        all.sort();
        all == ["1", "3"]
    })
    .await;
    fleet.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_that_does_not_start_leaves_the_old_one_as_it_was() {
    let mut station = Station::new();
    let program = station.path().join("muxi");
    let script = format!(
        "#!/bin/sh\nif [ -e \"$2/fails\" ]; then echo '{{\"error\":{{\"message\":\"it is broken\",\"hint\":\"mend it\"}}}}' >&2; exit 1; fi\n\
         if [ -e \"$2/hangs\" ]; then exec sleep 300; fi\nexec {} \"$@\"\n",
        station.options.program.display()
    );
    write_script(&program, &script);
    station.options.program = program;
    station.options.startup_timeout = LONG;
    station.options.at_once = 1;
    let fleet = station.open().await;
    deployed(&fleet, "my-bot", "1.0.0").await.unwrap();
    let before = (fleet.list()[0].pid, fleet.get(&id("my-bot")).unwrap().item.version);
    let broken = bundle("my-bot", &[("formation.afs", &echo("my-bot", "1.1.0")), ("fails", "")]);
    let error =
        fleet.update(arrival(&fleet, "my-bot", "1.1.0", &broken), Reporter::default()).await.unwrap_err();
    assert_eq!(
        (error.fault, error.status, error.stage),
        (Fault::HealthCheckFailed, 400, Some(Stage::HealthCheck))
    );
    assert!(error.message.contains("it is broken; mend it"), "{error}");
    assert!(error.details.unwrap().contains("it is broken"));
    // One that hangs is taken back.
    let hangs = bundle("my-bot", &[("formation.afs", &echo("my-bot", "1.2.0")), ("hangs", "")]);
    let (report, mut heard) = steps();
    let (other, hanging) = (fleet.clone(), arrival(&fleet, "my-bot", "1.2.0", &hangs));
    let updating = tokio::spawn(async move { other.update(hanging, report).await });
    while heard.recv().await.expect("it is told").stage != Stage::SpawningStaging {}
    let error = fleet.restart(&id("my-bot"), Reporter::default()).await.unwrap_err();
    assert_eq!((error.fault, error.status), (Fault::Busy, 409));
    // Bundles of others are looked at meanwhile.
    let other = arrival(&fleet, "new-bot", "1.0.0", &echo_bundle("other", "1.0.0"));
    assert_eq!(fleet.deploy(other, Reporter::default()).await.unwrap_err().fault, Fault::IdMismatch);
    assert!(!updating.is_finished());
    fleet.cancel_update(&id("my-bot")).unwrap();
    let error = updating.await.unwrap().unwrap_err();
    assert_eq!((error.fault, error.status), (Fault::Cancelled, 409));
    assert_eq!(fleet.cancel_update(&id("my-bot")).unwrap_err().fault, Fault::Running);
    let after = (fleet.list()[0].pid, fleet.get(&id("my-bot")).unwrap().item.version);
    assert_eq!(before, after);
    // A first deployment that fails leaves no formation.
    let broken = bundle("new-bot", &[("formation.afs", &echo("new-bot", "1.0.0")), ("fails", "")]);
    let error =
        fleet.deploy(arrival(&fleet, "new-bot", "1.0.0", &broken), Reporter::default()).await.unwrap_err();
    assert_eq!(error.fault, Fault::HealthCheckFailed);
    assert!(fleet.get(&id("new-bot")).is_err() && !station.data().join("formations/new-bot").exists());
    let versions = station.data().join("formations/my-bot/versions");
    until_async(LONG, "a version that never was live stays", async || {
        std::fs::read_dir(&versions).unwrap().count() == 1
    })
    .await;
    fleet.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_is_killed_is_started_again_until_it_was_too_often() {
    let mut station = Station::new();
    station.options.max_restarts = 2;
    let fleet = station.open().await;
    deployed(&fleet, "my-bot", "1.0.0").await.unwrap();
    let front = Front::start(&fleet).await;
    let kill = |pid: u32| {
        let pid = rustix::process::Pid::from_raw(pid.cast_signed()).unwrap();
        rustix::process::kill_process(pid, rustix::process::Signal::KILL).unwrap();
    };
    for restarts in 1..=2 {
        let pid = fleet.list()[0].pid.unwrap();
        kill(pid);
        until_async(LONG, "it is not started again", async || {
            let item = fleet.list().remove(0);
            item.status == Status::Running && item.pid != Some(pid) && item.restart_count == restarts
        })
        .await;
        assert_eq!(front.version("my-bot").await, "1.0.0");
    }
    kill(fleet.list()[0].pid.unwrap());
    until_async(LONG, "it does not count as crashed", async || fleet.list()[0].status == Status::Crashed)
        .await;
    let refused = front.call("GET", "/api/my-bot/v1/health", "").await;
    assert_eq!((refused.status, refused.json()["error"].as_str()), (503, Some("Service Unavailable")));
    assert_eq!(fleet.counts().crashed, 1);
    // By hand it starts all the same.
    fleet.start(&id("my-bot"), Reporter::default()).await.unwrap();
    assert_eq!(front.version("my-bot").await, "1.0.0");
    fleet.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_wanted_is_wanted_by_the_next_server_too() {
    let station = Station::new();
    let fleet = station.open().await;
    for name in ["one", "two"] {
        deployed(&fleet, name, "1.0.0").await.unwrap();
    }
    update(&fleet, "one", "1.1.0").await.unwrap();
    let pid = fleet.get(&id("two")).unwrap().item.pid.unwrap();
    fleet.stop(&id("two")).await.unwrap();
    assert!(!lives(pid));
    fleet.stop(&id("two")).await.unwrap();
    let second = muxi::server::fleet::Fleet::open(station.options.clone()).await;
    assert!(second.err().unwrap().message.contains("server.lock"), "one server for each data directory");
    fleet.close().await;
    drop(fleet);
    let fleet = station.open().await;
    fleet.settled().await;
    let status: Vec<_> = fleet.list().into_iter().map(|item| (item.id, item.status)).collect();
    assert_eq!(status, [("one".to_owned(), Status::Running), ("two".to_owned(), Status::Stopped)]);
    let front = Front::start(&fleet).await;
    assert_eq!(front.version("one").await, "1.1.0");
    assert_eq!(front.call("GET", "/api/two/v1/health", "").await.status, 503);
    assert_eq!(front.call("GET", "/api/three/v1/health", "").await.status, 404);
    fleet.start(&id("two"), Reporter::default()).await.unwrap();
    assert_eq!(front.version("two").await, "1.0.0");
    fleet.restart(&id("two"), Reporter::default()).await.unwrap();
    fleet.delete(&id("two")).await.unwrap();
    assert!(!station.data().join("formations/two").exists());
    assert_eq!(fleet.get(&id("two")).unwrap_err().status, 404);
    assert_eq!(front.call("GET", "/api/two/v1/health", "").await.status, 404);
    deployed(&fleet, "two", "1.0.0").await.unwrap();
    fleet.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn secrets_that_come_beside_the_bundle_are_sealed_where_it_runs() {
    let station = Station::new();
    let fleet = station.open().await;
    let text = echo("my-bot", "1.0.0").replace(CLIENT_KEY, "\"${{ secrets.OUR_CLIENT_KEY }}\"");
    let sealed = |version: &str| {
        let text = text.replace("1.0.0\nllm", &format!("{version}\nllm"));
        let mut arrival = arrival(&fleet, "my-bot", version, &bundle("my-bot", &[("formation.afs", &text)]));
        let value = muxi::support::secret::SecretBytes::from(CLIENT_KEY);
        arrival.secrets = Some([("OUR_CLIENT_KEY".to_owned(), value)].into());
        arrival
    };
    fleet.deploy(sealed("1.0.0"), Reporter::default()).await.unwrap();
    let versions = station.data().join("formations/my-bot/versions");
    fleet.update(sealed("1.1.0"), Reporter::default()).await.unwrap();
    let key = |n: &str| std::fs::read(versions.join(n).join(".key")).unwrap();
    assert_eq!(key("1"), key("2"), "what users keep is sealed by it");
    let front = Front::start(&fleet).await;
    let said = front.call("POST", "/api/my-bot/v1/chat", &chat("Hello")).await;
    assert_eq!(said.status, 200, "{}", said.body);
    let all = files(&station.data());
    let holds = |bytes: &Vec<u8>| bytes.windows(CLIENT_KEY.len()).any(|part| part == CLIENT_KEY.as_bytes());
    let holding: Vec<_> = all.iter().filter(|(_, bytes)| holds(bytes)).map(|(path, _)| path).collect();
    assert_eq!(holding, [] as [&std::path::PathBuf; 0], "in plain text nowhere");
    fleet.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_directory_is_tried_out_beside_what_is_live() {
    let station = Station::new();
    let fleet = station.open().await;
    deployed(&fleet, "my-bot", "1.0.0").await.unwrap();
    let work = station.path().join("work");
    std::fs::create_dir(&work).unwrap();
    std::fs::write(work.join("formation.afs"), echo("my-bot", "9.9.9")).unwrap();
    let tried = fleet.dev_run(Tryout::Path(work.clone()), Reporter::default()).await.unwrap();
    assert!(tried.port.is_some());
    let front = Front::start(&fleet).await;
    let draft = front.call("GET", "/draft/my-bot/v1/formation", "").await;
    assert_eq!(draft.json()["data"]["version"], "9.9.9", "{}", draft.body);
    assert_eq!(front.version("my-bot").await, "1.0.0");
    let again = fleet.dev_run(Tryout::Path(work), Reporter::default()).await.unwrap();
    assert!(again.port.is_some() && fleet.is_tried_out(&id("my-bot")));
    fleet.dev_stop(&id("my-bot")).await.unwrap();
    assert_eq!(front.call("GET", "/draft/my-bot/v1/health", "").await.status, 404);
    assert_eq!(fleet.dev_stop(&id("my-bot")).await.unwrap_err().status, 404);
    let error = fleet.dev_run(Tryout::Draft(id("my-bot")), Reporter::default()).await.unwrap_err();
    assert_eq!(error.fault, Fault::NotFound);
    fleet.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_start_side_by_side() {
    let mut station = Station::new();
    station.options.max_formations = 8;
    let fleet = station.open().await;
    let names: Vec<String> = (0..8).map(|n| format!("bot-{n}")).collect();
    let all = names.iter().map(|name| deployed(&fleet, name, "1.0.0"));
    for done in futures_util::future::join_all(all).await {
        done.unwrap();
    }
    // The last place is given once, also to those who come at once.
    fleet.delete(&id("bot-7")).await.unwrap();
    let (one, two) = tokio::join!(deployed(&fleet, "bot-7", "1.0.0"), deployed(&fleet, "bot-8", "1.0.0"));
    let refused: Vec<_> = [one, two].into_iter().filter_map(Result::err).map(|error| error.status).collect();
    assert_eq!(refused, [507]);
    fleet.close().await;
    let fleet = station.open().await;
    fleet.settled().await;
    assert_eq!(fleet.counts().running, 8);
    fleet.close().await;
}
