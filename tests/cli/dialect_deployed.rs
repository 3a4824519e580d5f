//! Every call of the client against a server as it is deployed: its routes, headers, framing, stages and envelopes.

use serde_json::json;

use crate::deploy_remote::{completed, done, live};
use crate::download::zipped;
use crate::place::{error, json as json_of};
use crate::profiles::add;
use crate::support::{Deployed, Home, Told};

const ID: &str = "echo-agent";

fn at(told: impl IntoIterator<Item = (&'static str, Told)>) -> (Home, Deployed) {
    let server = Deployed::start(told);
    let home = Home::echo();
    let text = String::from_utf8(home.read("formation.afs")).unwrap();
    home.write("formation.afs", text.replacen("id: echo-agent\n", "id: echo-agent\nversion: 2.0.0\n", 1));
    add(&home, "prod", &server.url(), &["--dialect", "legacy"]);
    (home, server)
}

#[test]
fn each_command_makes_the_calls_that_a_deployed_server_has_routes_for() {
    let object = || done(200, &json!({"id": ID, "status": "running", "healthy": true}));
    let logs = done(200, &json!({"formation_id": ID, "logs": {"stdout": [], "stderr": []}}));
    let (home, server) = at([
        ("GET /rpc/formations", done(200, &json!([]))),
        ("POST /rpc/formations", completed()),
        (
            "GET /rpc/formations/echo-agent",
            Told::each([Told::Json(404, json!({"error": "Not Found", "message": "none"})), live("1.0.0")]),
        ),
        ("PUT /rpc/formations/echo-agent", completed()),
        ("DELETE /rpc/formations/echo-agent", object()),
        ("POST /rpc/formations/echo-agent/start", completed()),
        ("POST /rpc/formations/echo-agent/stop", object()),
        ("POST /rpc/formations/echo-agent/restart", completed()),
        ("POST /rpc/formations/echo-agent/rollback", completed()),
        ("GET /rpc/formations/echo-agent/logs", logs),
        ("GET /rpc/formations/echo-agent/download", Told::Zip(zipped(&[("formation.afs", b"id: x\n")]))),
        ("GET /rpc/server/status", object()),
        ("POST /rpc/dev/run", Told::Json(200, json!({"success": true, "formation_id": ID, "port": 8000}))),
        ("POST /rpc/dev/stop", Told::Json(200, json!({"success": true, "formation_id": ID}))),
    ]);
    let mut before = 0;
    for (args, calls) in [
        (
            &["deploy"][..],
            &["GET /rpc/server/info", "GET /rpc/formations/echo-agent", "POST /rpc/formations"][..],
        ),
        (
            &["deploy"],
            &["GET /rpc/server/info", "GET /rpc/formations/echo-agent", "PUT /rpc/formations/echo-agent"],
        ),
        (
            &["deploy", "--diff"],
            &[
                "GET /rpc/server/info",
                "GET /rpc/formations/echo-agent",
                "GET /rpc/formations/echo-agent/download",
            ],
        ),
        (
            &["download", "--dry-run", "--include-db"],
            &["GET /rpc/formations/echo-agent/download?db=true", "GET /rpc/server/info"],
        ),
        (&["remote", "list"], &["GET /rpc/formations"]),
        (&["get"], &["GET /rpc/formations/echo-agent"]),
        (&["start"], &["POST /rpc/formations/echo-agent/start"]),
        (&["stop", "-y"], &["POST /rpc/formations/echo-agent/stop"]),
        (&["restart", "-y"], &["POST /rpc/formations/echo-agent/restart"]),
        (&["rollback", "-y"], &["POST /rpc/formations/echo-agent/rollback"]),
        (&["remote", "logs", "-n", "5"], &["GET /rpc/formations/echo-agent/logs?lines=5&stream=all"]),
        (&["remote", "status"], &["GET /rpc/server/status"]),
        (&["profiles", "status"], &["GET /rpc/server/status"]),
        (&["profiles", "ping"], &[]),
        (&["up"], &["POST /rpc/dev/run"]),
        (&["down"], &["POST /rpc/dev/stop"]),
        (&["delete", "-y"], &["DELETE /rpc/formations/echo-agent"]),
    ] {
        let (code, _, stderr) = home.run(args);
        assert_eq!(code, 0, "{args:?}: {stderr}");
        let asked = server.asked();
        assert_eq!(asked[before..], *calls, "{args:?}");
        before = asked.len();
    }
}

#[test]
fn every_stage_and_every_error_of_a_deployed_server_is_told() {
    let stages = [
        "extracting",
        "validating",
        "resolving_runtime",
        "downloading_sif",
        "pulling_runner",
        "spawning",
        "health_check",
        "spawning_staging",
        "swapping",
        "stopping_old",
        "spawning_previous",
        "stopping_current",
        "of_tomorrow",
    ];
    let step = |stage: &&str| {
        format!(
            "event: progress\ndata: {{\"stage\":\"{stage}\",\"message\":\"does {stage}\",\"progress\":null}}\n\n"
        )
    };
    let events = stages.iter().map(step).collect::<Vec<_>>().concat();
    let Told::Events(end) = completed() else { unreachable!("events") };
    let (home, _server) = at([("POST /rpc/formations", Told::Events(events + &end))]);
    let (code, _, stderr) = home.run(&["deploy"]);
    assert_eq!(code, 0, "{stderr}");
    for stage in stages {
        assert!(stderr.contains(&format!("does {stage}\n")), "{stderr}");
    }
    for (kind, code) in [
        ("MissingHeader", "missing_header"),
        ("InvalidFormationID", "invalid_formation_id"),
        ("FormationExists", "formation_exists"),
        ("ExtractError", "extract_error"),
        ("SecretsError", "secrets_error"),
        ("IDMismatch", "id_mismatch"),
        ("PortAllocationError", "port_allocation_error"),
        ("HealthCheckFailed", "health_check_failed"),
        ("NoPreviousVersion", "no_previous_version"),
    ] {
        let data = json!({"error": kind, "message": "in its words", "stage": "spawning", "details": "more"});
        let (home, _server) =
            at([("POST /rpc/formations", Told::Events(format!("event: error\ndata: {data}\n\n")))]);
        let (exit, _, stderr) = home.run(&["deploy", "--json"]);
        let error = error(stderr.lines().last().unwrap());
        assert_eq!((exit, error["code"].as_str()), (1, Some(code)), "{stderr}");
        assert_eq!(error["message"], "in its words (while spawning)");
    }
    // Before the stream begins, it answers with a status; the words are kept.
    for (status, exit) in [(400, 1), (401, 5), (403, 4), (409, 1), (500, 1), (507, 1)] {
        let refused = Told::Json(status, json!({"error": "X", "message": "in its words", "code": status}));
        let (home, _server) = at([("POST /rpc/formations", refused)]);
        let (code, _, stderr) = home.run(&["deploy"]);
        assert!(code == exit && stderr.contains("in its words"), "{status}: {stderr}");
    }
}

#[test]
fn what_is_no_list_and_no_formation_is_not_taken_for_one() {
    for odd in [
        json!({}),
        json!({"success": true}),
        json!({"success": true, "data": {}}),
        json!([]),
        json!("x"),
        json!(7),
    ] {
        let (home, server) = at([
            ("GET /rpc/formations/echo-agent", Told::Json(200, odd.clone())),
            ("PUT /rpc/formations/echo-agent", completed()),
            ("POST /rpc/formations", completed()),
        ]);
        let (code, _, stderr) = home.run(&["deploy", "--json"]);
        assert_eq!(code, 1, "{odd}: {stderr}");
        assert_eq!(error(stderr.lines().last().unwrap())["code"], "answer_broken", "{odd}");
        assert!(server.last("PUT").is_none() && server.last("POST").is_none());
    }
    for (answer, is_list) in [
        (json!({"success": true, "data": []}), true),
        (json!({"success": true, "data": null}), true),
        (json!({"success": true, "data": {"formations": null, "total": 0}}), true),
        (json!({}), false),
        (json!({"success": true, "data": {}}), false),
        (json!({"success": true, "data": "x"}), false),
    ] {
        let (home, _server) = at([("GET /rpc/formations", Told::Json(200, answer.clone()))]);
        assert_eq!(home.run(&["remote", "list"]).0, i32::from(!is_list), "{answer}");
    }
    let (home, _server) = at([("GET /rpc/formations", done(200, &json!({"formations": [{"id": "a"}]})))]);
    assert_eq!(json_of(&home, &["remote", "list", "--json"])["count"], 1);
}
