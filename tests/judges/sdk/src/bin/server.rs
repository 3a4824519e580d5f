//! What the published SDK's server client makes of `muxi server`: every call of it, with a legacy key, and errors that it can
//! print. Usage: server URL KEY_ID SECRET PAYLOADS, against the server of `server.sh`; PAYLOADS is a directory with bundles of
//! the formations `judged` (versions 1 to 30) and `streamed`, as the SDK sends them.

use std::path::Path;
use std::time::Duration;

use futures::{Stream, StreamExt};
use muxi_rust::{MuxiError, ServerClient, ServerConfig, SseEvent};
use serde_json::{Value, json};

const ID: &str = "judged";
const VERSIONS: usize = 30;

fn check(what: &str, good: bool, seen: &dyn std::fmt::Debug) {
    println!("{} {what}", if good { "pass" } else { "FAIL" });
    assert!(good, "{what}: {seen:?}");
}

struct Judge {
    sdk: ServerClient,
    payloads: String,
}

async fn all(events: impl Stream<Item = muxi_rust::Result<SseEvent>>) -> Vec<(String, Value)> {
    let read = |event: SseEvent| {
        let data = serde_json::from_str(&event.data).expect("JSON");
        (event.event, data)
    };
    events.map(|event| read(event.expect("an event"))).collect().await
}

impl Judge {
    fn payload(&self, name: &str) -> Value {
        let path = Path::new(&self.payloads).join(format!("{name}.json"));
        serde_json::from_slice(&std::fs::read(path).expect("a payload")).expect("JSON")
    }

    async fn version(&self) -> Value {
        let got = self.sdk.get_formation(ID).await.expect("the formation");
        got["data"]["version"]["semantic"].clone()
    }

    async fn looks(&self) {
        let health = self.sdk.health().await.expect("health");
        check("health", health["status"] == "ok", &health);
        let status = self.sdk.status().await.expect("status");
        check("status", status["data"]["formations"]["running"] == 1, &status);
        let list = self.sdk.list_formations().await.expect("the formations");
        check("list formations", list["data"]["formations"][0]["id"] == ID, &list);
        let got = self.sdk.get_formation(ID).await.expect("the formation");
        check("get a formation", got["data"]["status"] == "running", &got);
        for limit in [None, Some(5)] {
            let logs = self.sdk.get_formation_logs(ID, limit).await.expect("its log");
            let lines = logs["data"]["logs"]["stdout"].as_array().map_or(0, Vec::len);
            check("logs of a formation", lines > 0, &logs);
            let logs = self.sdk.get_server_logs(limit).await.expect("the record");
            let lines = logs["data"]["logs"].as_array().map_or(0, Vec::len);
            check("logs of the server", lines > 0 && limit.is_none_or(|most| lines <= most as usize), &logs);
        }
    }

    async fn changes(&self) {
        let deployed = self.sdk.deploy_formation(ID, self.payload("judged-1")).await.expect("deployed");
        let data = &deployed["data"];
        check("deploy", data["formation_id"] == ID && data["url"] == "/api/judged", &deployed);
        let updated = self.sdk.update_formation(ID, self.payload("judged-2")).await.expect("updated");
        check("update", updated["data"]["deployment_type"] == "blue-green", &updated);
        check("the version of an update", self.version().await == "1.0.2", &updated);
        let back = self.sdk.rollback_formation(ID).await.expect("rolled back");
        check("rollback", self.version().await == "1.0.1", &back);
        let stopped = self.sdk.stop_formation(ID).await.expect("stopped");
        let status = self.sdk.get_formation(ID).await.expect("the formation");
        check("stop", status["data"]["status"] == "stopped", &stopped);
        let started = self.sdk.start_formation(ID).await.expect("started");
        check("start", started["data"]["status"] == "running", &started);
        let again = self.sdk.restart_formation(ID).await.expect("restarted");
        check("restart", again["data"]["pid"] != started["data"]["pid"], &again);
    }

    /// An update that is taken back. Where it was too early or too late for that, the next one is tried.
    async fn cancels(&self) {
        for number in 3..=VERSIONS {
            // This SDK signs the second and the path: the same call is another one only a second later.
            tokio::time::sleep(Duration::from_millis(1100)).await;
            let before = self.version().await;
            let payload = self.payload(&format!("judged-{number}"));
            let update = self.sdk.update_formation(ID, payload);
            let cancel = async {
                tokio::time::sleep(Duration::from_millis(2 * number as u64)).await;
                self.sdk.cancel_update(ID).await
            };
            let (updated, cancelled) = futures::future::join(update, cancel).await;
            if let (Err(MuxiError::Conflict { message, .. }), Ok(said)) = (updated, cancelled) {
                check("cancel an update", self.version().await == before, &(message, said));
                return;
            }
        }
        panic!("none of {VERSIONS} updates was taken back");
    }

    async fn streams(&self) {
        let id = "streamed";
        let events = all(self.sdk.deploy_formation_stream(id, self.payload(id))).await;
        let last = events.last().expect("events");
        let good = events[0].0 == "progress" && last.0 == "complete" && last.1["formation_id"] == id;
        check("deploy, streamed", good, &events);
        let changes = async {
            // The stream begins with what comes then.
            tokio::time::sleep(Duration::from_secs(1)).await;
            self.sdk.restart_formation(id).await.expect("restarted");
            self.sdk.delete_formation(id).await.expect("deleted")
        };
        let (events, deleted) = futures::future::join(all(self.sdk.stream_formation_logs(id)), changes).await;
        check("delete", deleted["data"]["id"] == id, &deleted);
        let lines = events.iter().filter(|(name, data)| name == "log" && data["line"].is_string()).count();
        check("logs, streamed to the end", events[0].0 == "connected" && lines > 0, &events);
    }

    async fn errors(&self, stranger: &ServerClient) {
        let missing = self.sdk.get_formation("nobody").await.expect_err("no such formation");
        let good = matches!(&missing, MuxiError::NotFound { message, .. } if message.contains("nobody"));
        check("an unknown formation is told", good, &missing);
        let twice = self.sdk.deploy_formation(ID, self.payload("judged-1")).await.expect_err("it is there");
        let good = matches!(&twice, MuxiError::Conflict { message, .. } if message.contains("already"));
        check("a second deploy is told", good, &twice);
        let idle = self.sdk.cancel_update(ID).await.expect_err("there is none");
        check("nothing to take back is told", matches!(&idle, MuxiError::Conflict { .. }), &idle);
        let denied = stranger.list_formations().await.expect_err("a wrong secret");
        let good =
            matches!(&denied, MuxiError::Authentication { message, .. } if message.contains("signature"));
        check("a wrong secret is told", good, &denied);
        let empty = self.sdk.update_formation(ID, json!({})).await.expect_err("no bundle");
        let good =
            matches!(&empty, MuxiError::Unknown { message, status: 400, .. } if message.contains("bundle"));
        check("a body without a bundle is told", good, &empty);
    }
}

#[tokio::main]
async fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [url, key_id, secret, payloads] = args.as_slice() else { panic!("URL KEY_ID SECRET PAYLOADS") };
    let client = |secret: &str| ServerClient::new(ServerConfig::new(url, key_id, secret)).expect("a client");
    let judge = Judge { sdk: client(secret), payloads: payloads.clone() };
    judge.changes().await;
    judge.looks().await;
    judge.cancels().await;
    judge.streams().await;
    judge.errors(&client("wrong")).await;
    let gone = judge.sdk.delete_formation(ID).await.expect("deleted");
    check("delete the last one", gone["data"]["id"] == ID, &gone);
}
