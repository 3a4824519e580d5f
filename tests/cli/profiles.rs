//! `muxi profiles`: the servers that a user knows, kept where the deployed command line keeps them.

use std::path::PathBuf;

use serde_json::Value;

use crate::place::{chmod, error, json, mode};
use crate::support::{Deployed, Home, Told};
use crate::terminal::Terminal;

const SECRET: &str = "muxi_sk_a-secret-of-a-key";

fn file(home: &Home) -> PathBuf {
    home.path().join("home/.muxi/cli/profiles.yaml")
}

fn text(home: &Home) -> String {
    std::fs::read_to_string(file(home)).unwrap_or_default()
}

/// Adds a profile with its secret on stdin.
pub fn add(home: &Home, name: &str, url: &str, more: &[&str]) {
    let args = ["profiles", "add", name, "--url", url, "--key-id", Deployed::KEY, "--secret-stdin"];
    let (code, _, stderr) = home.run_with(&[&args[..], more].concat(), Deployed::SECRET);
    assert_eq!(code, 0, "{stderr}");
}

fn write(home: &Home, text: &str) {
    std::fs::create_dir_all(file(home).parent().unwrap()).unwrap();
    std::fs::write(file(home), text).unwrap();
    chmod(&file(home), 0o600);
}

#[test]
fn a_profile_is_added_listed_chosen_and_removed_by_flags_alone() {
    let home = Home::empty();
    let args =
        ["profiles", "add", "prod", "--url", "https://muxi.example.com/", "--key-id", "muxi_pk_1", "--json"];
    let (code, stdout, stderr) =
        home.run_with(&[&args[..], &["--secret-stdin"]].concat(), format!("{SECRET}\n"));
    assert_eq!(code, 0, "{stderr}");
    let added: Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!((added["result"].as_str(), added["default"].as_bool()), (Some("added"), Some(true)));
    assert_eq!((mode(&file(&home)), mode(file(&home).parent().unwrap())), (0o600, 0o700));
    // As the deployed command line reads it.
    let kept = text(&home);
    assert!(kept.starts_with("version: \"1.0\"\ndefault_profile: prod\nprofiles:\n"), "{kept}");
    assert!(
        kept.contains(&format!("secret_key: {SECRET}\n")) && kept.contains("key_id: muxi_pk_1\n"),
        "{kept}"
    );
    add(&home, "local", "http://127.0.0.1:7890", &["--dialect", "legacy"]);
    let list = json(&home, &["profiles", "list", "--json"]);
    assert_eq!((list["count"].as_u64(), list["default"].as_str()), (Some(2), Some("prod")));
    assert_eq!(list["profiles"][0]["url"], "https://muxi.example.com");
    assert_eq!(list["profiles"][1]["dialect"], "legacy");
    let (code, stdout, stderr) = home.run(&["profiles", "list"]);
    assert_eq!(code, 0, "{stderr}");
    assert!(stdout.contains("prod   https://muxi.example.com  muxi_pk_1"), "{stdout}");
    for shown in [&stdout, &stderr, &list.to_string()] {
        assert!(!shown.contains(SECRET) && !shown.contains(Deployed::SECRET), "{shown}");
    }
    home.ok(&["profiles", "use", "local"]);
    assert_eq!(json(&home, &["profile", "ls", "--json"])["default"], "local");
    let (code, _, stderr) = home.run(&["profiles", "remove", "local"]);
    assert_eq!(code, 7, "{stderr}");
    home.ok(&["profiles", "remove", "local", "--yes"]);
    let list = json(&home, &["profiles", "list", "--json"]);
    assert_eq!((list["count"].as_u64(), list["default"].as_str()), (Some(1), None));
    assert!(!text(&home).contains(Deployed::SECRET));
    assert_eq!(home.run(&["profiles", "remove", "local", "--yes"]).0, 3);
}

#[test]
fn what_the_deployed_programs_wrote_is_read_and_stays() {
    let home = Home::empty();
    let deployed = "version: \"1.0\"\n# by hand\ndefault: localhost\nprofiles:\n    localhost:\n        url: http://localhost:7890\n        key_id: muxi_pk_1\n        secret_key: muxi_sk_1-of-localhost\n        added_at: 2026-01-31T12:00:00Z\n        colour: green\n";
    write(&home, deployed);
    let list = json(&home, &["profiles", "list", "--json"]);
    assert_eq!(
        (list["default"].as_str(), list["profiles"][0]["dialect"].as_str()),
        (Some("localhost"), Some("v2"))
    );
    // What is not given stays as it is, the secret too.
    home.ok(&["profiles", "add", "localhost", "--replace", "--dialect", "legacy"]);
    let kept = text(&home);
    assert!(kept.contains("# by hand") && kept.contains("colour: green"), "{kept}");
    assert!(
        kept.contains("secret_key: muxi_sk_1-of-localhost") && kept.contains("dialect: legacy"),
        "{kept}"
    );
    assert!(kept.contains("added_at: 2026-01-31T12:00:00Z"), "{kept}");
}

#[test]
fn what_is_there_already_is_not_overwritten_by_chance() {
    let home = Home::empty();
    add(&home, "prod", "https://h.example", &[]);
    let before = text(&home);
    let args = [
        "profiles",
        "add",
        "prod",
        "--url",
        "https://x.example",
        "--key-id",
        "k",
        "--secret-stdin",
        "--json",
    ];
    let (code, _, stderr) = home.run_with(&args, SECRET);
    assert_eq!(code, 4, "{stderr}");
    assert_eq!(error(&stderr)["code"], "profile_exists");
    assert_eq!(text(&home), before);
}

#[test]
fn what_is_no_profile_is_refused_before_anything_is_written() {
    for (args, words) in [
        (&["a/b", "--url", "https://h", "--key-id", "k"][..], "no name of a profile"),
        (&["p", "--url", "h", "--key-id", "k"], "the URL of the server"),
        (&["p", "--url", "ftp://h", "--key-id", "k"], "neither http:// nor https://"),
        (&["p", "--url", "https://u:pass-word@h", "--key-id", "k"], "do not belong there"),
        (&["p", "--url", "https://h", "--key-id", "a b"], "key id"),
        (&["p", "--url", "https://h", "--key-id", "k", "--dialect", "v1"], "v2, documented, legacy"),
    ] {
        let home = Home::empty();
        let all = [&["profiles", "add"], args, &["--secret-stdin"]].concat();
        let (code, _, stderr) = home.run_with(&all, SECRET);
        assert_eq!(code, 2, "{args:?} {stderr}");
        assert!(stderr.contains(words) && !stderr.contains("pass-word"), "{stderr}");
        assert!(!file(&home).exists());
    }
    let home = Home::empty();
    let args = ["profiles", "add", "p", "--url", "https://h", "--key-id", "k"];
    let (code, _, stderr) = home.run(&args);
    assert_eq!(code, 7, "{stderr}");
    assert!(stderr.contains("--secret-stdin"), "{stderr}");
    assert_eq!(home.run_with(&[&args[..], &["--secret-stdin"]].concat(), "\n").0, 2);
    assert!(!file(&home).exists());
}

#[test]
fn a_file_that_others_can_read_is_refused_with_what_mends_it() {
    let home = Home::empty();
    add(&home, "prod", "https://h.example", &[]);
    chmod(&file(&home), 0o644);
    let (code, _, stderr) = home.run(&["profiles", "list"]);
    assert_eq!(code, 4, "{stderr}");
    assert!(stderr.contains("chmod 600"), "{stderr}");
}

#[test]
fn a_secret_under_a_passphrase_is_not_in_the_file_and_opens_for_its_server_only() {
    let home = Home::empty();
    let server = Deployed::start([(
        "GET /rpc/server/status",
        Told::Json(200, serde_json::json!({"success": true, "data": {}})),
    )]);
    home.write("pass", "correct horse battery staple\n");
    let encrypted = ["--dialect", "legacy", "--keep", "encrypted", "--new-passphrase-file", "pass"];
    add(&home, "prod", &server.url(), &encrypted);
    let kept = text(&home);
    assert!(!kept.contains(Deployed::SECRET) && kept.contains("secret_key_sealed: "), "{kept}");
    let (code, _, stderr) = home.run(&["profiles", "status"]);
    assert_eq!(code, 7, "{stderr}");
    assert!(stderr.contains("--passphrase-file FILE"), "{stderr}");
    home.ok(&["profiles", "status", "--passphrase-file", "pass"]);
    home.write("other", "correct horse battery stable\n");
    assert_eq!(home.run(&["profiles", "status", "--passphrase-file", "other"]).0, 1);
    // Somebody who can write the file cannot have it used for a server of theirs.
    write(&home, &kept.replace(&server.url(), "http://127.0.0.1:1"));
    let (code, _, stderr) = home.run(&["profiles", "status", "--passphrase-file", "pass"]);
    assert_eq!(code, 1, "{stderr}");
    assert!(stderr.contains("URL or key id was changed"), "{stderr}");
    // Another URL by the command that may change it: opened, and sealed anew.
    write(&home, &kept);
    let moved =
        ["profiles", "add", "prod", "--replace", "--url", "http://localhost:9", "--passphrase-file", "pass"];
    home.ok(&moved);
    home.ok(&["profiles", "add", "prod", "--replace", "--keep", "plain", "--passphrase-file", "pass"]);
    assert!(text(&home).contains(Deployed::SECRET) && !text(&home).contains("sealed"));
}

#[test]
#[cfg(not(feature = "keychain"))]
fn without_a_keychain_nothing_is_lost() {
    let home = Home::empty();
    add(&home, "prod", "https://h.example", &[]);
    let before = text(&home);
    let (code, _, stderr) = home.run(&["profiles", "add", "prod", "--replace", "--keep", "keychain"]);
    assert_eq!(code, 1, "{stderr}");
    assert!(stderr.contains("built without it"), "{stderr}");
    assert_eq!(text(&home), before);
}

#[test]
fn the_command_line_wins_over_the_environment_and_that_over_the_formation() {
    let home = Home::echo();
    for (name, port) in [("one", 1), ("two", 2), ("three", 3), ("four", 4)] {
        add(&home, name, &format!("http://127.0.0.1:{port}"), &[]);
    }
    let chosen = |args: &[&str], profile: Option<&str>| {
        let mut command = home.muxi(&[&["profiles", "status", "--offline", "--json"], args].concat());
        command.envs(profile.map(|name| ("MUXI_PROFILE", name)));
        let stdout = command.output().unwrap().stdout;
        let status: Value = serde_json::from_slice(&stdout).unwrap();
        (status["profile"].as_str().unwrap().to_owned(), status["chosen_by"].as_str().unwrap().to_owned())
    };
    let is = |name: &str, by: &str| (name.to_owned(), by.to_owned());
    assert_eq!(chosen(&[], None), is("one", "default"));
    home.write(".muxi", "# ours\ndraft: true\n");
    home.ok(&["profiles", "use", "two", "--local"]);
    assert_eq!(String::from_utf8(home.read(".muxi")).unwrap(), "# ours\ndraft: true\nprofile: two\n");
    assert_eq!(chosen(&[], None), is("two", "formation"));
    assert_eq!(chosen(&[], Some("three")), is("three", "environment"));
    assert_eq!(chosen(&["--profile", "four"], Some("three")), is("four", "flag"));
    // From below the formation too.
    home.write("agents/.keep", "");
    let mut below = home.muxi(&["profiles", "status", "--offline", "--json"]);
    let below = below.current_dir(home.formation().join("agents")).output().unwrap();
    assert!(String::from_utf8(below.stdout).unwrap().contains("\"two\""));
    let (code, _, stderr) = home.run(&["profiles", "status", "--offline", "--profile", "tow"]);
    assert_eq!(code, 3);
    assert!(stderr.contains("did you mean two?"), "{stderr}");
}

#[test]
fn a_server_is_pinged_without_a_key_and_one_that_is_not_there_is_told() {
    let home = Home::empty();
    let server = Deployed::start([]);
    add(&home, "prod", &server.url(), &[]);
    let pong = json(&home, &["profiles", "ping", "--json"]);
    assert_eq!((pong["status"].as_str(), pong["version"].as_str()), (Some("ok"), Some("0.20260801.1")));
    assert_eq!(server.asked(), [""; 0]);
    add(&home, "gone", "http://127.0.0.1:1", &[]);
    for args in [&["profiles", "ping", "--profile", "gone"][..], &["profiles", "status", "-p", "gone"]] {
        let (code, _, stderr) = home.run(args);
        assert_eq!(code, 6, "{stderr}");
        assert!(stderr.contains("http://127.0.0.1:1 does not answer"), "{stderr}");
    }
}

#[test]
fn a_line_that_others_can_read_is_told() {
    let home = Home::empty();
    let args = ["profiles", "add", "open", "--url", "http://10.255.255.1", "--key-id", "k", "--secret-stdin"];
    let (code, _, stderr) = home.run_with(&args, SECRET);
    assert_eq!(code, 0, "{stderr}");
    assert!(stderr.contains("neither on this machine nor behind TLS"), "{stderr}");
}

#[test]
fn the_environment_alone_is_enough() {
    let home = Home::empty();
    let told = Told::Json(200, serde_json::json!({"success": true, "data": {"server": {"version": "1"}}}));
    let server = Deployed::start([("GET /rpc/server/status", told)]);
    let url = server.url();
    let all = [
        ("MUXI_SERVER_URL", url.as_str()),
        ("MUXI_KEY_ID", Deployed::KEY),
        ("MUXI_SECRET_KEY", Deployed::SECRET),
        ("MUXI_DIALECT", "legacy"),
    ];
    let run = |vars: &[(&str, &str)]| {
        let mut command = home.muxi(&["profiles", "status", "--json"]);
        let output = command.envs(vars.iter().copied()).output().unwrap();
        (
            output.status.code(),
            String::from_utf8(output.stdout).unwrap(),
            String::from_utf8(output.stderr).unwrap(),
        )
    };
    let (code, stdout, stderr) = run(&all);
    assert_eq!(code, Some(0), "{stderr}");
    assert!(stdout.contains("environment_url") && !stdout.contains(Deployed::SECRET), "{stdout}");
    assert!(!file(&home).exists());
    let (code, _, stderr) = run(&all[..2]);
    assert_eq!(code, Some(2), "{stderr}");
    // Without the last, a server as it is deployed does not take it, and what to set is told.
    let (code, _, stderr) = run(&all[..3]);
    assert_eq!(code, Some(5), "{stderr}");
    assert!(error(&stderr)["hint"].as_str().unwrap().contains("MUXI_DIALECT=legacy"), "{stderr}");
}

#[test]
fn what_is_not_given_is_asked_for_and_the_secret_never_shown() {
    let home = Home::empty();
    let mut terminal = Terminal::start(&home, 80, &["profiles", "add"]);
    terminal.until("Name of the profile");
    terminal.type_in("prod\r");
    terminal.until("URL of the server");
    terminal.type_in("https://muxi.example.com\r");
    terminal.until("Id of the key");
    terminal.type_in("muxi_pk_1\r");
    terminal.until("Secret of the key");
    assert!(terminal.echo_is(false), "what is typed would be seen");
    terminal.type_in(&format!("{SECRET}\n"));
    let (code, seen, _) = terminal.end();
    assert_eq!(code, 0, "{seen}");
    assert!(!seen.contains(SECRET) && seen.contains("it is the default one"), "{seen}");
    assert!(text(&home).contains(SECRET));
}

#[test]
fn many_at_once_are_all_kept() {
    let home = Home::empty();
    std::thread::scope(|scope| {
        for n in 0..8 {
            let home = &home;
            scope.spawn(move || add(home, &format!("p{n}"), "https://h.example", &[]));
        }
    });
    assert_eq!(json(&home, &["profiles", "list", "--json"])["count"], 8);
}

#[test]
fn a_yes_is_for_the_profile_that_was_seen_and_not_for_what_another_process_made_of_it() {
    let home = Home::empty();
    add(&home, "prod", "https://one.example", &[]);
    let mut terminal = Terminal::start(&home, 80, &["profiles", "remove", "prod"]);
    terminal.until("Forget the profile prod");
    home.ok(&["profiles", "add", "prod", "--replace", "--url", "https://two.example"]);
    terminal.type_in("y\r");
    let (code, seen, _) = terminal.end();
    assert_eq!(code, 1, "{seen}");
    assert!(seen.contains("was changed meanwhile"), "{seen}");
    // The same while a secret is asked for: it would go with the URL of another one.
    let mut terminal = Terminal::start(
        &home,
        80,
        &["profiles", "add", "late", "--url", "https://three.example", "--key-id", "k"],
    );
    terminal.until("Secret of the key");
    add(&home, "late", "https://four.example", &[]);
    terminal.type_in("muxi_sk_of-three-which-is-long\r");
    let (code, seen, _) = terminal.end();
    assert_eq!(code, 4, "{seen}");
    let kept = text(&home);
    assert!(kept.contains("https://two.example") && kept.contains("https://four.example"), "{kept}");
    assert!(!kept.contains("three"), "{kept}");
}

#[test]
fn a_formation_whose_request_is_signed_here_takes_key_host_and_dialect_of_its_profile() {
    let home = Home::echo();
    add(&home, "prod", "https://muxi.example.com:8443", &["--dialect", "documented"]);
    let args = ["sign", "GET", "/rpc/formations", "--timestamp", "1700000000", "--json"];
    let signed = json(&home, &args);
    assert_eq!(
        (signed["dialect"].as_str(), signed["key_id"].as_str()),
        (Some("documented"), Some(Deployed::KEY))
    );
    let second = json(&home, &[&args[..], &["--dialect", "v2"]].concat());
    assert!(second["signed_text"].as_str().unwrap().contains("\nmuxi.example.com:8443\n"), "{second}");
}
