//! `muxi memory`: what is remembered of a user, from the command line, with and without a server beside.

use std::os::unix::fs::PermissionsExt as _;

use serde_json::{Value, json};

use crate::support::{Home, Server, Talk, request};

fn listed(home: &Home, args: &[&str]) -> Vec<String> {
    let mut all = vec!["memory"];
    all.extend(args);
    all.push("--json");
    let data: Value = serde_json::from_str(&home.ok(&all)).expect("JSON");
    let text = |memory: &Value| memory["content"].as_str().expect("text").to_owned();
    let list: Vec<String> = data["memories"].as_array().expect("a list").iter().map(text).collect();
    assert_eq!(data["count"], list.len());
    list
}

fn add(home: &Home, user: &str, text: &str) -> String {
    home.ok(&["memory", "add", text, "--user", user]).trim().to_owned()
}

#[test]
fn a_memory_is_added_found_by_meaning_deleted_and_erased_without_a_server() {
    let home = Home::echo();
    assert_eq!(home.run(&["memory", "list"]).0, 3, "nobody has asked yet");
    let dog = add(&home, "ann", "has a dog named Rex");
    assert!(dog.starts_with("mem_") && dog.len() == 25, "{dog}");
    assert_eq!(add(&home, "ann", " has a dog named Rex "), dog, "said twice, remembered once");
    add(&home, "ann", "plays the cello");
    add(&home, "acme:ann", "has a cat named Tom");
    assert_eq!(listed(&home, &["list", "--user", "ann"]), ["plays the cello", "has a dog named Rex"]);
    assert_eq!(listed(&home, &["search", "dogs", "--user", "ann"]), ["has a dog named Rex"], "by its words");
    assert_eq!(listed(&home, &["search", "puppy", "--user", "ann"]), ["has a dog named Rex"], "by meaning");
    assert_eq!(listed(&home, &["search", "spreadsheet", "--user", "ann"]), [""; 0]);
    let stats: Value = serde_json::from_str(&home.ok(&["memory", "stats", "--json"])).unwrap();
    assert_eq!(stats, json!({"users": 2, "memories": 3, "superseded": 0, "bytes": 53, "vectors": 3}));
    let stats: Value =
        serde_json::from_str(&home.ok(&["memory", "stats", "--user", "ann", "--json"])).unwrap();
    assert_eq!((&stats["users"], &stats["memories"]), (&json!(1), &json!(2)));
    let args = ["memory", "add", "has two dogs", "--user", "ann", "--supersedes", &dog, "--type", "pets"];
    home.ok(&args);
    assert_eq!(listed(&home, &["list", "--user", "ann"]), ["has two dogs", "plays the cello"]);
    assert_eq!(listed(&home, &["list", "--user", "ann", "--superseded"]).len(), 3);
    home.ok(&["memory", "delete", &dog, "--user", "ann"]);
    let (code, _, stderr) = home.run(&["memory", "delete", &dog, "--user", "ann"]);
    assert_eq!(code, 3, "{stderr}");
    assert!(stderr.contains("muxi memory list"), "{stderr}");
    let (code, _, stderr) = home.run(&["memory", "erase", "--user", "ann", "--no-input"]);
    assert_eq!(code, 7, "{stderr}");
    assert!(stderr.contains("--yes"), "{stderr}");
    let gone = home.ok(&["memory", "erase", "--user", "ann", "--source", "api", "--yes", "--json"]);
    assert_eq!(serde_json::from_str::<Value>(&gone).unwrap()["forgotten"], 0);
    let gone = home.ok(&["memory", "erase", "--user", "ann", "--yes", "--json"]);
    assert_eq!(serde_json::from_str::<Value>(&gone).unwrap()["forgotten"], 2);
    assert_eq!(listed(&home, &["list", "--user", "ann"]), [""; 0]);
    assert_eq!(listed(&home, &["list", "--user", "acme:ann"]), ["has a cat named Tom"]);
}

#[test]
fn nobodys_memory_is_anothers_by_id_or_by_name() {
    let home = Home::echo();
    let people = ["ann", "acme:ann", "acme:bob"];
    let ids = people.map(|who| add(&home, who, &format!("the code of {who} is 4711")));
    for (n, who) in people.iter().enumerate() {
        let own = [format!("the code of {who} is 4711")];
        assert_eq!(listed(&home, &["list", "--user", who]), own);
        assert_eq!(listed(&home, &["search", "code 4711 ann bob", "--user", who]), own);
        for other in ids.iter().enumerate().filter(|(m, _)| *m != n).map(|(_, id)| id) {
            assert_eq!(home.run(&["memory", "delete", other, "--user", who]).0, 3);
            let args = ["memory", "add", "x", "--user", who, "--supersedes", other];
            assert_eq!(home.run(&args).0, 3);
        }
        let export = home.ok(&["memory", "export", "--user", who]);
        assert_eq!(export.lines().count(), 1, "{export}");
        assert!(export.contains(&own[0]), "{export}");
    }
    for stranger in ["bob", "acme", "evil:ann"] {
        for args in [
            &["memory", "list", "--user", stranger][..],
            &["memory", "search", "code", "--user", stranger],
            &["memory", "delete", &ids[0], "--user", stranger],
            &["memory", "export", "--user", stranger],
            &["memory", "erase", "--user", stranger, "--yes"],
            &["memory", "stats", "--user", stranger],
        ] {
            let (code, stdout, _) = home.run(args);
            assert_eq!((code, stdout.as_str()), (3, ""), "{args:?}");
        }
    }
    assert_eq!(listed(&home, &["list", "--user", "ann"]).len(), 1, "nothing was lost by it");
}

#[test]
fn what_the_command_adds_the_running_server_knows_and_the_other_way_round() {
    let talk = Talk::start("", []);
    let home = &talk.home;
    add(home, "ann", "has a dog named Rex");
    let answer = talk.server().get("/v1/memories?query=puppy", "ann").json();
    assert_eq!(answer["data"]["memories"][0]["content"], "has a dog named Rex", "{answer}");
    let headers = [("X-Muxi-Client-Key", talk.server().client.as_str()), ("X-Muxi-User-ID", "ann")];
    let body = json!({"content": "plays the cello"}).to_string();
    let kept = request(talk.server().address(), "POST", "/v1/memories", &headers, &body);
    assert_eq!(kept.status, 200, "{}", kept.body);
    assert_eq!(listed(home, &["search", "cello", "--user", "ann"]), ["plays the cello"]);
    home.ok(&["memory", "erase", "--user", "ann", "--yes"]);
    assert_eq!(talk.server().get("/v1/memories?query=cello", "ann").json()["data"]["count"], 0);
    assert!(talk.model.asked().is_empty());
}

#[test]
fn the_model_of_the_formation_is_asked_by_its_server_and_nobody_else() {
    let mut talk = Talk::start("memory:\n  embedding:\n    model: openai/text-embedding-3-small\n", []);
    add(&talk.home, "ann", "has a dog named Rex");
    let found = listed(&talk.home, &["search", "dog", "--user", "ann"]);
    assert_eq!(found, ["has a dog named Rex"]);
    talk.server.take().expect("it runs").stop();
    let asked = talk.model.asked().len();
    let (code, stdout, stderr) = talk.home.run(&["memory", "search", "dog", "--user", "ann"]);
    assert_eq!(code, 0, "{stderr}");
    assert!(stdout.contains("has a dog named Rex"), "{stdout}");
    assert!(stderr.contains("found by words alone"), "{stderr}");
    assert_eq!(talk.model.asked().len(), asked);
}

#[test]
fn an_export_is_private_whole_and_never_writes_over_a_file_by_itself() {
    let home = Home::echo();
    let old = add(&home, "ann", "lives in Rome");
    home.ok(&["memory", "add", "lives in Oslo", "--user", "ann", "--supersedes", &old]);
    home.ok(&["memory", "export", "--user", "ann", "--output", "ann.jsonl"]);
    let text = String::from_utf8(home.read("ann.jsonl")).unwrap();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    assert!(lines.iter().any(|line| line["id"] == old && line["superseded_by"].is_string()), "{text}");
    let (code, _, stderr) = home.run(&["memory", "export", "--user", "ann", "--output", "ann.jsonl"]);
    assert_eq!(code, 4, "{stderr}");
    assert!(stderr.contains("--force"), "{stderr}");
    home.ok(&["memory", "export", "--user", "ann", "--output", "ann.jsonl", "--force"]);
    let mode = std::fs::metadata(home.formation().join("ann.jsonl")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn what_cannot_be_remembered_is_refused_and_said() {
    let home = Home::echo();
    home.keep("TOKEN", "hunter2-hunter2-hunter2");
    for (text, code, words) in [(" ", 4, "without text"), (&*"x".repeat(65 * 1024), 4, "at most 65536")] {
        let (got, stdout, stderr) = home.run_with(&["memory", "add", "--user", "ann"], text);
        assert_eq!((got, stdout.as_str()), (code, ""), "{stderr}");
        assert!(stderr.contains(words), "{stderr}");
    }
    let id = home.run_with(&["memory", "add", "--user", "ann"], "the token is hunter2-hunter2-hunter2\n").1;
    assert!(id.starts_with("mem_"), "{id}");
    let list = listed(&home, &["list", "--user", "ann"]);
    assert!(!list[0].contains("hunter2") && list[0].starts_with("the token is"), "{list:?}");
    assert_eq!(home.run(&["memory", "add", "x", "--user", "hunter2-hunter2-hunter2"]).0, 4);
    home.write("formation.afs", "schema: \"1.0.0\"\nid: echo-agent\ndescription: d\nllm:\n  models:\n    - text: muxi/echo\nmemory:\n  persistent: false\n");
    let (code, _, stderr) = home.run(&["memory", "list", "--user", "ann"]);
    assert_eq!(code, 4, "{stderr}");
    assert!(stderr.contains("memory.persistent"), "{stderr}");
    // One that controls the terminal is shown without that.
    let home = Home::echo();
    add(&home, "ann", "a\u{1b}[2Jb\nc");
    let shown = home.ok(&["memory", "list", "--user", "ann"]);
    assert!(!shown.contains('\u{1b}') && shown.lines().count() == 1, "{shown:?}");
    let server = Server::start(&home, &[]);
    assert_eq!(server.get("/v1/memories", "ann").json()["data"]["count"], 1);
}
