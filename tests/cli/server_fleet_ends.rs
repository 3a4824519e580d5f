//! What ends before its time: changes that are taken back, formations that are deleted while they are used.

use std::path::PathBuf;
use std::time::Duration;

use futures_util::FutureExt as _;
use muxi::server::fleet::{Fault, Progress, Reporter, Stage, Tryout};
use tokio::sync::mpsc;

use crate::place::files;
use crate::station::{Front, Station, arrival, bundle, deployed, echo, echo_bundle, id};
use crate::support::lives;

fn chat() -> String {
    serde_json::json!({"message": "Hello", "stream": false}).to_string()
}

/// A bundle that takes a while: many files that do not compress.
fn large_bundle(name: &str, version: &str) -> Vec<u8> {
    let mut number = 7u64;
    let mut text = || -> String {
        let letter = |_| {
            number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            char::from(b' ' + u8::try_from(number >> 33 & 63).unwrap())
        };
        (0..4096).map(letter).collect()
    };
    let files: Vec<(String, String)> = (0..600).map(|n| (format!("data/{n}.txt"), text())).collect();
    let formation = echo(name, version);
    let mut all = vec![("formation.afs", formation.as_str())];
    all.extend(files.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    bundle(name, &all)
}

/// Hears of steps.
fn heard() -> (Reporter, mpsc::UnboundedReceiver<Progress>) {
    let (say, heard) = mpsc::unbounded_channel();
    (Reporter::new(say), heard)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_back_while_it_is_unpacked_is_gone_when_that_is_told() {
    let station = Station::new();
    let fleet = station.open().await;
    let root = station.data().join("formations/my-bot");
    let bytes = large_bundle("my-bot", "1.0.0");
    for round in 0..3 {
        let (report, mut steps) = heard();
        let (other, large) = (fleet.clone(), arrival(&fleet, "my-bot", "1.0.0", &bytes));
        let deploying = tokio::spawn(async move { other.deploy(large, report).await });
        assert_eq!(steps.recv().await.expect("it is told").stage, Stage::Extracting);
        fleet.cancel_update(&id("my-bot")).unwrap();
        let error = deploying.await.unwrap().unwrap_err();
        assert_eq!(error.fault, Fault::Cancelled, "{round}: {error}");
        assert!(!root.exists(), "{round}: {:?}", files(&root).len());
    }
    // With a draft the directory stays, and nothing else in it.
    std::fs::create_dir_all(root.join("draft")).unwrap();
    std::os::unix::fs::symlink("versions/1", root.join("current")).unwrap();
    let refused = arrival(&fleet, "my-bot", "2.0.0", &echo_bundle("my-bot", "1.0.0"));
    assert_eq!(fleet.deploy(refused, Reporter::default()).await.unwrap_err().fault, Fault::VersionMismatch);
    let left: Vec<_> = std::fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["draft"]);
    deployed(&fleet, "my-bot", "1.0.0").await.unwrap();
    // The same beside one that is live.
    let (report, mut steps) = heard();
    let (other, large) =
        (fleet.clone(), arrival(&fleet, "my-bot", "1.1.0", &large_bundle("my-bot", "1.1.0")));
    let updating = tokio::spawn(async move { other.update(large, report).await });
    assert_eq!(steps.recv().await.expect("it is told").stage, Stage::Extracting);
    fleet.cancel_update(&id("my-bot")).unwrap();
    assert_eq!(updating.await.unwrap().unwrap_err().fault, Fault::Cancelled);
    assert!(!root.join("staging").exists());
    assert_eq!(std::fs::read_dir(root.join("versions")).unwrap().count(), 1);
    fleet.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_is_deleted_leaves_nothing_of_what_it_said_or_tried() {
    let mut station = Station::new();
    // A turn under way would be waited for.
    station.options.stop_timeout = Duration::from_millis(300);
    let fleet = station.open().await;
    deployed(&fleet, "my-bot", "1.0.0").await.unwrap();
    deployed(&fleet, "my-bot-2", "1.0.0").await.unwrap();
    let front = Front::start(&fleet).await;
    // An old process that has a request still, the one that is live, and one that is tried out.
    let first = fleet.get(&id("my-bot")).unwrap().item.pid.unwrap();
    let half = front.half_a_call("/api/my-bot/v1/chat", &chat());
    let next = arrival(&fleet, "my-bot", "1.1.0", &echo_bundle("my-bot", "1.1.0"));
    fleet.update(next, Reporter::default()).await.unwrap();
    let live = fleet.get(&id("my-bot")).unwrap().item.pid.unwrap();
    let work = station.path().join("work");
    std::fs::create_dir(&work).unwrap();
    std::fs::write(work.join("formation.afs"), echo("my-bot", "9.9.9")).unwrap();
    fleet.dev_run(Tryout::Path(work), Reporter::default()).await.unwrap();
    assert!(lives(first) && lives(live) && fleet.is_tried_out(&id("my-bot")));
    // Some of its logs were moved aside.
    let log = |end: &str| station.data().join("logs").join(format!("my-bot-{end}"));
    std::fs::write(log("out.log.3"), "old").unwrap();
    assert!(log("out.log").exists() && station.data().join("drafts/my-bot").exists());
    fleet.delete(&id("my-bot")).await.unwrap();
    assert!(!lives(first) && !lives(live) && !fleet.is_tried_out(&id("my-bot")));
    assert!(half.end().starts_with("HTTP/1.1 502"), "nobody ends it any more");
    let of_it = |path: &PathBuf| {
        path.components().any(|part| {
            let name = part.as_os_str().to_str().unwrap();
            name == "my-bot" || name.starts_with("my-bot-out.log") || name.starts_with("my-bot-err.log")
        })
    };
    let left: Vec<_> = files(&station.data()).into_keys().filter(of_it).collect();
    assert_eq!(left, [] as [PathBuf; 0]);
    assert!(station.data().join("logs/my-bot-2-out.log").exists());
    assert_eq!(front.version("my-bot-2").await, "1.0.0");
    // One that begins anew knows nothing of it.
    deployed(&fleet, "my-bot", "1.0.0").await.unwrap();
    fleet.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_files_of_a_draft_have_one_who_changes_them_at_a_time() {
    let station = Station::new();
    let fleet = station.open().await;
    let own = id("my-bot");
    let held = fleet.draft(&own).await;
    let mut next = Box::pin(fleet.draft(&own));
    assert!(next.as_mut().now_or_never().is_none());
    assert!(fleet.draft(&id("your-bot")).now_or_never().is_some());
    // Nor is it tried out, or deleted under somebody's hands.
    deployed(&fleet, "my-bot", "1.0.0").await.unwrap();
    let other = fleet.clone();
    let deleting = tokio::spawn(async move { other.delete(&id("my-bot")).await });
    drop(held);
    let held = next.await;
    assert!(!deleting.is_finished());
    assert!(
        Box::pin(fleet.dev_run(Tryout::Draft(id("my-bot")), Reporter::default())).now_or_never().is_none()
    );
    drop(held);
    deleting.await.unwrap().unwrap();
    fleet.close().await;
}
