//! Drafts of formations on a server: written file by file, tried out beside what is live, deployed or thrown away.

use serde_json::{Value, json};

use crate::hub::{Ask, Hub};
use crate::station::echo;
use crate::support::gone;

/// What is answered to an action on the draft of `my-bot`: the status, and the data or the reason.
fn draft(hub: &Hub, order: &Value) -> (u16, Value) {
    let body = order.to_string();
    let ask = Ask {
        body: body.as_bytes(),
        kind: Some("application/json"),
        ..Ask::new("POST", "/rpc/formations/my-bot/draft/files")
    };
    let answer = hub.ask(&ask);
    let mut said = answer.json();
    (answer.status, if answer.status == 200 { said["data"].take() } else { said["reason"].take() })
}

fn write(hub: &Hub, path: &str, content: &str) -> (u16, Value) {
    draft(hub, &json!({"action": "write", "path": path, "content": content}))
}

fn dev(hub: &Hub, target: &str, body: &Value) -> Value {
    let body = body.to_string();
    let kind = Some("application/json");
    hub.ask(&Ask { body: body.as_bytes(), kind, ..Ask::new("POST", target) }).json()
}

fn paths(listed: &Value) -> Vec<&str> {
    listed["files"].as_array().unwrap().iter().map(|file| file["path"].as_str().unwrap()).collect()
}

#[test]
fn a_draft_is_written_tried_out_and_deployed() {
    let hub = Hub::start();
    let root = hub.data().join("formations/my-bot");
    let action = |name: &str| draft(&hub, &json!({"action": name}));
    assert_eq!(action("list").0, 404);
    assert_eq!(draft(&hub, &json!({"action": "init", "mode": "clone"})).0, 404, "nothing is live");
    let (status, made) = action("init");
    assert_eq!(
        (status, &made["draft"]["exists"], &made["live"]["exists"]),
        (200, &json!(true), &json!(false))
    );
    assert_eq!(action("init"), (409, json!("DraftExists")));
    assert_eq!(write(&hub, "formation.afs", &echo("my-bot", "0.2.0")).0, 200);
    assert_eq!(write(&hub, "knowledge/a.md", "words").0, 200);
    let base64 = json!({"action": "write", "path": "data.bin", "content": "AP8=", "encoding": "base64"});
    assert_eq!((draft(&hub, &base64).0, write(&hub, ".key", "x").1), (200, json!("BadPath")));
    assert_eq!(write(&hub, "../x", "x").1, "BadPath");
    let (_, listed) = action("list");
    assert_eq!(paths(&listed), ["data.bin", "formation.afs", "knowledge/a.md"]);
    let read = |path: &str| draft(&hub, &json!({"action": "read", "path": path}));
    assert_eq!(read("data.bin").1["content"], "AP8=");
    assert_eq!((read("knowledge/a.md").1["content"].as_str(), read("none").0), (Some("words"), 404));
    assert_eq!(draft(&hub, &json!({"action": "delete", "path": "data.bin"})).0, 200);
    // Tried out: it answers, and stays as it is but for its files.
    let tried = dev(&hub, "/rpc/dev/run", &json!({"formation_id": "my-bot"}));
    assert_eq!((&tried["success"], &tried["status"]), (&json!(true), &json!("running")), "{tried}");
    let asked = hub.through("GET", "/draft/my-bot/v1/formation", "");
    assert_eq!(asked.json()["data"]["version"], "0.2.0", "{}", asked.body);
    for name in ["init", "deploy", "discard"] {
        assert_eq!(action(name), (409, json!("DraftRunning")), "{name}");
    }
    assert_eq!(write(&hub, "knowledge/b.md", "more words").0, 200);
    assert_eq!(dev(&hub, "/rpc/dev/stop", &json!({"formation_id": "my-bot"}))["success"], true);
    assert_eq!(hub.through("GET", "/draft/my-bot/v1/health", "").status, 404);
    assert_eq!(dev(&hub, "/rpc/dev/stop", &json!({"formation_id": "my-bot"}))["code"], 404);
    // What is deployed is a version like others, and the draft goes on.
    let (status, deployed) = action("deploy");
    assert_eq!((status, &deployed["live"]["version"]), (200, &json!("0.2.0")), "{deployed}");
    assert_eq!(hub.version("my-bot"), "0.2.0");
    assert!(root.join("current/knowledge/b.md").is_file());
    assert_eq!(action("deploy"), (409, json!("NoChange")));
    assert_eq!(write(&hub, "formation.afs", "id: [").0, 200);
    assert_eq!(action("deploy"), (400, json!("ParseError")));
    assert_eq!((hub.version("my-bot"), action("discard").0, action("discard").0), ("0.2.0".into(), 200, 404));
    assert_eq!(draft(&hub, &json!({"action": "init", "mode": "clone"})).0, 200);
    assert_eq!(paths(&action("list").1), ["formation.afs", "knowledge/a.md", "knowledge/b.md"]);
    // A formation that is deleted takes its draft along, also one that runs.
    let tried = dev(&hub, "/rpc/dev/run", &json!({"formation_id": "my-bot"}));
    assert_eq!(tried["success"], true, "{tried}");
    let pid = hub.get("/rpc/formations/my-bot")["pid"].as_u64().unwrap();
    assert_eq!(hub.ask(&Ask::new("DELETE", "/rpc/formations/my-bot")).status, 200);
    assert!(gone(u32::try_from(pid).unwrap()) && !root.exists());
    assert_eq!((action("list").0, hub.through("GET", "/draft/my-bot/v1/health", "").status), (404, 404));
    assert!(!hub.data().join("drafts/my-bot").exists());
}

#[test]
fn drafts_that_are_changed_at_once_are_whole_or_not_there() {
    let hub = Hub::start();
    let root = hub.data().join("formations/my-bot");
    let made: Vec<u16> = std::thread::scope(|scope| {
        let init = || scope.spawn(|| draft(&hub, &json!({"action": "init"})).0);
        let all = [init(), init(), init(), init()];
        all.map(|one| one.join().unwrap()).to_vec()
    });
    let of = |status: u16| made.iter().filter(|one| **one == status).count();
    assert_eq!((of(200), of(409)), (1, 3), "{made:?}");
    std::thread::scope(|scope| {
        for n in 0..4 {
            let hub = &hub;
            scope.spawn(move || {
                for round in 0..5 {
                    let (status, said) = match (n, round % 2) {
                        (0, 0) => draft(hub, &json!({"action": "discard"})),
                        (0, _) => draft(hub, &json!({"action": "init"})),
                        _ => write(hub, &format!("knowledge/{n}.md"), "words"),
                    };
                    assert!(matches!(status, 200 | 404 | 409), "{status}: {said}");
                }
            });
        }
    });
    // It was thrown away last.
    assert_eq!(draft(&hub, &json!({"action": "list"})).0, 404);
    let left = std::fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().file_name());
    assert_eq!(left.collect::<Vec<_>>(), [] as [std::ffi::OsString; 0]);
}
