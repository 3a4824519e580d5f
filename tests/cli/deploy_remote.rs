//! `muxi deploy`, `up` and `down`: against a server that takes the deployed dialect only, to the byte, and against
//! `muxi server` itself.

use std::collections::BTreeMap;
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;

use flate2::read::GzDecoder;
use serde_json::{Value, json};

use crate::hub::Hub;
use crate::place::{chmod, error, files, json as json_of};
use crate::profiles::add;
use crate::station::echo;
use crate::support::{Deployed, Home, QUICK_START, Told, until};

/// The secret.
pub const VALUE: &str = "sk-proj-Zq8Lm2Xv7Rt4Wn9Kc3Yb6Hd1";
/// The look at what is there.
pub const LIVE: &str = "GET /rpc/formations/my-agent";
/// A new formation.
pub const CREATE: &str = "POST /rpc/formations";
/// A new version.
pub const UPDATE: &str = "PUT /rpc/formations/my-agent";

/// An answer with this data.
pub fn done(status: u16, data: &Value) -> Told {
    Told::Json(status, json!({"success": true, "data": data}))
}

/// The formation in this version, well.
pub fn live(version: &str) -> Told {
    let version = json!({"semantic": version, "current": "ab", "previous": ""});
    done(200, &json!({"id": "my-agent", "status": "running", "healthy": true, "version": version}))
}

/// All steps of a deploy, and its end.
pub fn completed() -> Told {
    let steps = "event: progress\ndata: {\"stage\":\"extracting\",\"message\":\"unpacking \\u001b[2Jit\"}\n\nevent: progress\ndata: {\"stage\":\"health_check\",\"message\":\"waiting\",\"attempt\":1,\"max_attempts\":30}\n\nevent: complete\ndata: {\"formation_id\":\"my-agent\",\"port\":8000,\"status\":\"running\"}\n\n";
    Told::Events(steps.to_owned())
}

/// A formation with a secret of format 1, whose server is a deployed one that says this.
pub fn at(told: impl IntoIterator<Item = (&'static str, Told)>) -> (Home, Deployed) {
    let text = QUICK_START.replacen("id: my-agent", "id: my-agent\ndescription: x\nversion: \"1.1.0\"", 1);
    let home = Home::with(&text.replace("  - id: assistant", "  - id: assistant\n    description: x"));
    home.keep("OPENAI_API_KEY", VALUE);
    home.ok(&["secrets", "convert", "--format", "1"]);
    let server = Deployed::start(told);
    add(&home, "prod", &server.url(), &["--dialect", "legacy"]);
    (home, server)
}

/// What is in a bundle: names, modes and bytes.
fn inside(bundle: &[u8]) -> BTreeMap<String, (u32, Vec<u8>)> {
    let mut archive = tar::Archive::new(GzDecoder::new(bundle));
    let mut all = BTreeMap::new();
    for entry in archive.entries().expect("a tar.gz") {
        let mut entry = entry.expect("an entry");
        let name = entry.path().expect("a name").display().to_string();
        let mode = entry.header().mode().expect("a mode");
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).expect("bytes");
        all.insert(name, (mode, bytes));
    }
    all
}

#[test]
fn a_deployed_server_gets_what_it_wants_once_that_was_agreed_to() {
    let (home, server) = at([(CREATE, completed())]);
    // Said aloud, and without a terminal not done without the flag.
    let (code, _, stderr) = home.run(&["deploy"]);
    assert_eq!(code, 7, "{stderr}");
    assert!(
        stderr.contains("whoever has that server can read all of them") && stderr.contains("--yes"),
        "{stderr}"
    );
    assert!(server.last("POST").is_none());
    let (code, stdout, stderr) = home.run(&["deploy", "--yes"]);
    assert_eq!((code, stdout.as_str()), (0, ""), "{stderr}");
    assert!(
        stderr.contains("unpacking [2Jit\nwaiting (1 of 30)\ndeployed my-agent 1.1.0 on prod"),
        "{stderr}"
    );
    let sent = server.last("POST").expect("a call");
    let header = |name: &str| sent.header(name).unwrap_or_default();
    assert_eq!((header("x-formation-id"), header("x-formation-version")), ("my-agent", "1.1.0"));
    assert_eq!((header("content-type"), header("accept")), ("application/gzip", "text/event-stream"));
    let all = inside(&sent.raw);
    let names: Vec<&str> = all.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "my-agent/",
            "my-agent/.gitignore",
            "my-agent/.key",
            "my-agent/formation.afs",
            "my-agent/secrets.enc"
        ]
    );
    assert_eq!(all["my-agent/.key"], (0o600, home.read(".key")));
    assert_eq!(all["my-agent/secrets.enc"], (0o600, home.read("secrets.enc")));
    let query = ["audit", "query", "--json", "--action", "remote.deploy"];
    let found = json_of(&home, &query);
    let outcomes: Vec<_> =
        found["entries"].as_array().unwrap().iter().map(|one| one["outcome"].clone()).collect();
    assert_eq!(outcomes, ["begun", "done"]);
    assert!(found["entries"][0].to_string().contains("with_key"), "{found}");
}

#[test]
fn a_version_goes_up_and_only_up() {
    for (there, taken) in
        [("1.0.9", true), ("1.1.0", false), ("v1.1.0", false), ("1.10.0", false), ("", true)]
    {
        let (home, server) = at([(LIVE, live(there)), (UPDATE, completed())]);
        let (code, stdout, stderr) = home.run(&["deploy", "--yes", "--json"]);
        assert_eq!(code, if taken { 0 } else { 4 }, "{there}: {stderr}");
        assert_eq!(server.last("PUT").is_some(), taken);
        if taken {
            let told: Value = serde_json::from_str(&stdout).unwrap();
            assert_eq!(
                (told["action"].as_str(), told["secrets"].as_str()),
                (Some("updated"), Some("with_key"))
            );
            assert_eq!(told["answer"]["port"], 8000);
        } else {
            let error = error(stderr.lines().last().unwrap());
            assert_eq!(
                (error["code"].as_str(), error["hint"].as_str()),
                (Some("version_not_later"), Some("raise it with muxi bump"))
            );
        }
    }
}

#[test]
fn a_look_that_fails_is_never_a_new_formation() {
    for (status, exit) in [(500, 1), (403, 4), (401, 5), (409, 1)] {
        let refused = Told::Json(status, json!({"error": "X", "message": "no", "code": status}));
        let (home, server) = at([(LIVE, refused), (CREATE, completed())]);
        let (code, _, stderr) = home.run(&["deploy", "--yes"]);
        assert_eq!(code, exit, "{stderr}");
        assert!(server.last("POST").is_none() && server.last("DELETE").is_none());
    }
    let (home, server) = at([(CREATE, completed())]);
    drop(server);
    assert_eq!(home.run(&["deploy", "--yes"]).0, 6);
}

#[test]
fn what_ends_badly_is_told_so_and_nothing_is_deleted() {
    let failing = "event: error\ndata: {\"error\":\"HealthCheckFailed\",\"message\":\"it is not well\",\"stage\":\"health_check\"}\n\n";
    let broken = "event: progress\ndata: {\"stage\":\"spawning\",\"message\":\"starting\"}\n\n";
    for events in [failing, broken] {
        let (home, server) = at([(CREATE, Told::Events(events.to_owned()))]);
        let (code, _, stderr) = home.run(&["deploy", "--yes", "--wait"]);
        assert_eq!(code, 1, "{stderr}");
        assert!(server.last("DELETE").is_none());
    }
    // The old version is well all the time; only the new one counts.
    let lives = Told::each([live("1.0.0"), live("1.0.0"), live("1.0.0"), live("1.1.0")]);
    let (home, server) = at([(LIVE, lives), (UPDATE, done(200, &json!({"id": "my-agent"})))]);
    let told = json_of(&home, &["deploy", "--yes", "--no-stream", "--wait", "--json"]);
    assert_eq!(told["answer"]["healthy"], true);
    assert_eq!(server.asked().iter().filter(|call| *call == LIVE).count(), 4);
    assert_eq!(server.last("PUT").unwrap().header("accept"), Some("application/json"));
}

#[test]
fn a_dry_run_asks_nobody_and_says_what_would_be_sent() {
    let (home, server) = at([]);
    home.write("secrets-old/a.md", "a");
    home.write("memory.db", "m");
    let told = json_of(&home, &["deploy", "--dry-run", "--json"]);
    let names: Vec<_> =
        told["files"].as_array().unwrap().iter().map(|file| file["name"].as_str().unwrap()).collect();
    assert_eq!(names, [".gitignore", ".key", "formation.afs", "secrets-old/a.md", "secrets.enc"]);
    assert_eq!((told["target"].as_str(), told["secrets"].as_str()), (Some("deployed"), Some("with_key")));
    assert_eq!((told["profile"].as_str(), told["server"].as_str()), (Some("prod"), Some(&*server.url())));
    let again = json_of(&home, &["deploy", "--dry-run", "--json"]);
    assert_eq!(told["sha256"], again["sha256"]);
    // To our server the key stays here, and there need be no server at all.
    let ours = json_of(&home, &["deploy", "--dry-run", "--json", "--dialect", "v2", "--include-db"]);
    assert_eq!((ours["secrets"].as_str(), ours["count"].as_u64()), (Some("sealed"), Some(4)));
    home.ok(&["profiles", "remove", "prod", "--yes"]);
    let none = json_of(&home, &["deploy", "--dry-run", "--json"]);
    assert!(none["profile"].is_null() && none["sha256"] != told["sha256"], "{none}");
    assert!(home.ok(&["deploy", "--dry-run"]).contains("formation.afs"));
    assert_eq!(server.asked(), [""; 0]);
}

#[test]
fn what_the_server_would_refuse_is_not_sent() {
    let (home, server) = at([(CREATE, completed())]);
    let good = String::from_utf8(home.read("formation.afs")).unwrap();
    home.write("formation.afs", good.replacen("description: x\n", "", 1));
    assert_eq!(home.run(&["deploy", "--yes"]).0, 1);
    home.write("formation.afs", &good);
    std::os::unix::fs::symlink("/etc/passwd", home.formation().join("link")).unwrap();
    let (code, _, stderr) = home.run(&["deploy", "--yes"]);
    assert_eq!(code, 4, "{stderr}");
    assert!(stderr.contains("`link` is a link out of the formation"), "{stderr}");
    std::fs::remove_file(home.formation().join("link")).unwrap();
    home.ok(&["secrets", "delete", "OPENAI_API_KEY", "--force"]);
    assert_eq!(home.run(&["deploy", "--yes"]).0, 1);
    assert!(server.last("POST").is_none());
}

#[test]
fn files_that_nobody_declares_stay_and_ids_count_instead_of_names() {
    let (home, _server) = at([]);
    let text = String::from_utf8(home.read("formation.afs")).unwrap();
    home.write("formation.afs", format!("{text}  - weather\n"));
    let agent =
        |id: &str| format!("schema: \"1.0.0\"\nid: {id}\nname: W\ndescription: x\nsystem_message: m\n");
    home.write("agents/weather-v2.afs", agent("weather"));
    home.write("agents/spare.afs", agent("spare"));
    let told = json_of(&home, &["deploy", "--dry-run", "--json", "--dialect", "v2"]);
    let names: Vec<_> =
        told["files"].as_array().unwrap().iter().map(|file| file["name"].as_str().unwrap()).collect();
    assert_eq!(names, [".gitignore", "agents/weather-v2.afs", "formation.afs"]);
}

/// A home whose default server is `muxi server`, with a formation that has a secret.
pub fn ours() -> (Home, Hub) {
    let hub = Hub::start();
    let home = Home::empty();
    home.write(
        "formation.afs",
        echo("my-bot", "1.0.0").replace(
            "description: Says it back\nversion",
            "description: \"Says ${{ secrets.A_TOKEN }} back\"\nversion",
        ),
    );
    home.keep("A_TOKEN", VALUE);
    let url = format!("http://{}", hub.address);
    let args = ["profiles", "add", "own", "--url", &url, "--key-id", &hub.key.id, "--secret-stdin"];
    let (code, _, stderr) = home.run_with(&args, hub.key.secret.clone());
    assert_eq!(code, 0, "{stderr}");
    (home, hub)
}

fn holds(dir: &Path, needle: &[u8]) -> bool {
    files(dir).values().any(|bytes| bytes.windows(needle.len()).any(|window| window == needle))
}

#[test]
fn our_server_takes_new_formations_and_versions_with_secrets_sealed_and_the_key_at_home() {
    let (home, hub) = ours();
    let told = json_of(&home, &["deploy", "--wait", "--json"]);
    assert_eq!((told["action"].as_str(), told["secrets"].as_str()), (Some("deployed"), Some("sealed")));
    assert_eq!(told["answer"]["healthy"], true);
    assert_eq!(hub.version("my-bot"), "1.0.0");
    // The same version is not sent again.
    assert_eq!(home.run(&["deploy"]).0, 4);
    home.ok(&["bump"]);
    let (code, _, stderr) = home.run(&["deploy"]);
    assert_eq!(code, 0, "{stderr}");
    assert!(stderr.contains("updated my-bot 1.0.1 on own"), "{stderr}");
    until(Duration::from_secs(10), "the new version", || hub.version("my-bot") == "1.0.1");
    let key = home.read(".key");
    assert!(!holds(&hub.data(), &key) && !holds(&hub.data(), VALUE.as_bytes()));
    assert!(!hub.audit().contains(VALUE));
    // The key of the secrets goes to no server of ours in another dialect either.
    home.ok(&["bump"]);
    let (code, _, stderr) = home.run(&["deploy", "--yes", "--dialect", "documented"]);
    assert_eq!(code, 4, "{stderr}");
    assert!(stderr.contains("add --dialect v2"), "{stderr}");
}

#[test]
fn a_formation_is_tried_out_and_that_is_ended() {
    let (home, hub) = ours();
    chmod(&home.formation().join(".key"), 0o600);
    let up = json_of(&home, &["up", "--json"]);
    assert_eq!((up["formation_id"].as_str(), up["success"].as_bool()), (Some("my-bot"), Some(true)), "{up}");
    assert_eq!(hub.through("GET", "/draft/my-bot/v1/health", "").status, 200);
    home.ok(&["down"]);
    assert_ne!(home.run(&["down"]).0, 0);
    assert_eq!(home.run(&["up", "--port", "1"]).0, 6);
    home.ok(&["profiles", "remove", "own", "--yes"]);
    add(&home, "far", "https://muxi.invalid", &[]);
    assert_eq!(home.run(&["up", "--port", "1"]).0, 4);
    let mode = home.formation().join(".key").metadata().unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}
