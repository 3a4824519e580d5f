//! `muxi new …`: what is made, where it is listed, what is refused.

use serde_json::json;

use crate::place::{as_somebody, chmod, error, files, json, mode, outcome, unchanged};
use crate::support::Home;

/// A formation with comments that have to stay.
pub(crate) const HERE: &str = "# mine\nschema: \"1.0.0\"\nid: here\ndescription: Here\nllm:\n  models:\n    - text: muxi/echo # for now\n\n# who answers\nagents:\n  - id: first   # the first one\n    name: First\n    description: Answers\n";

pub(crate) fn text(home: &Home, name: &str) -> String {
    String::from_utf8(home.read(name)).unwrap()
}

/// Asserts that there is no finding, for either target.
///
/// `--target local` says besides what `muxi serve` does not run yet: that is about muxi, not about the file.
#[track_caller]
pub(crate) fn clean(home: &Home, dir: &str) {
    for target in [&[][..], &["--target", "muxi-server"]] {
        let (code, stdout, stderr) = home.run(&[&["validate", dir, "--deny", "warnings"], target].concat());
        assert_eq!((code, &*stdout), (0, ""), "{target:?}: {stderr}");
    }
}

#[test]
fn a_new_formation_validates_for_both_targets_whatever_is_in_it() {
    for template in ["minimal", "chat", "tools", "team"] {
        for extension in ["afs", "yaml"] {
            let home = Home::empty();
            let (code, stdout, stderr) =
                home.run(&["new", "formation", "my-bot", "--template", template, "--extension", extension]);
            assert_eq!(code, 0, "{stderr}");
            assert!(stdout.contains(&format!("my-bot/formation.{extension}\n")), "{stdout}");
            assert!(stderr.contains("next:\n  cd my-bot\n  muxi validate\n  muxi serve\n"), "{stderr}");
            clean(&home, "my-bot");
        }
    }
}

#[test]
fn a_model_with_a_key_needs_only_that_key_to_be_clean() {
    let home = Home::empty();
    let (code, _, stderr) = home.run(&["new", "formation", "my-bot", "--provider", "openai"]);
    assert_eq!(code, 0);
    assert!(stderr.contains("  muxi secrets add OPENAI_API_KEY\n"), "{stderr}");
    let (code, stdout, _) = home.run(&["validate", "my-bot"]);
    assert!(code == 0 && stdout.contains("warning[secret-not-set]"), "{stdout}");
    assert_eq!(stdout.matches("warning[").count(), 1, "{stdout}");
    let ignored = text(&home, "my-bot/.gitignore");
    let template = text(&home, "my-bot/secrets");
    assert!(template.ends_with("\nOPENAI_API_KEY=\n"), "{template}");
    home.muxi(&["secrets", "add", "OPENAI_API_KEY", "-C", "my-bot"])
        .write_stdin("sk-1234567890abcdef")
        .assert()
        .success();
    assert_eq!(home.run(&["validate", "my-bot", "--deny", "warnings"]).0, 0);
    // What the first secret would have written is there already.
    assert_eq!((text(&home, "my-bot/.gitignore"), text(&home, "my-bot/secrets")), (ignored, template));
}

#[test]
fn a_new_formation_has_a_key_that_only_its_owner_can_read_and_that_git_ignores() {
    let home = Home::empty();
    let made =
        json(&home, &["new", "formation", "My Bot", "--json", "--description", "Says: \"hello\" # there"]);
    assert_eq!(
        (&made["id"], &made["name"], &made["directory"]),
        (&json!("my-bot"), &json!("My Bot"), &json!("my-bot"))
    );
    assert_eq!(made["key_file"], "my-bot/.key");
    assert_eq!(mode(&home.formation().join("my-bot/.key")), 0o600);
    assert_eq!(mode(&home.formation().join("my-bot/formation.afs")), 0o644);
    let lines = text(&home, "my-bot/.gitignore");
    assert!(lines.starts_with(".key\n.key.*\n"), "{lines}");
    clean(&home, "my-bot");
    // A secret is kept with the key that was made.
    home.muxi(&["secrets", "add", "X", "-C", "my-bot"]).write_stdin("value").assert().success();
    assert!(!home.formation().join("my-bot/.key.pending").exists());
}

#[test]
fn a_changed_name_is_said_and_a_bad_one_refused() {
    let home = Home::empty();
    let (code, _, stderr) = home.run(&["new", "formation", "Support Desk"]);
    assert!(code == 0 && stderr.contains("note: the id is support-desk\n"), "{stderr}");
    for bad in ["", "x", "2nd", "api", "日本"] {
        let (code, stdout, stderr) = unchanged(&home, || home.run(&["new", "formation", bad, "--json"]));
        assert_eq!((code, &*stdout), (2, ""), "{bad}: {stderr}");
        assert_eq!(error(&stderr)["code"], "bad_name");
    }
}

#[test]
fn a_formation_is_not_made_in_another_one_nor_beside_other_files() {
    let home = Home::with(HERE);
    let (code, _, stderr) = unchanged(&home, || home.run(&["new", "formation", "inner", "--json"]));
    assert_eq!((code, &error(&stderr)["code"]), (4, &json!("inside_formation")));
    let home = Home::empty();
    home.write("my-bot/notes.txt", "mine");
    let (code, _, stderr) = unchanged(&home, || home.run(&["new", "formation", "my-bot", "--json"]));
    assert_eq!((code, &error(&stderr)["code"]), (4, &json!("directory_not_empty")));
    // An empty one is fine, also with a repository in it, and it may be the one where one stands.
    let home = Home::empty();
    home.write(".git/HEAD", "ref: refs/heads/main\n");
    let (code, _, stderr) = home.run(&["new", "formation", "my-bot", "--dir", "."]);
    assert!(code == 0 && !stderr.contains("cd "), "{stderr}");
    clean(&home, ".");
}

#[test]
fn on_a_read_only_disk_nothing_is_made_and_nothing_is_left() {
    let home = Home::with(HERE);
    let before = files(&home.formation());
    drop(outcome(as_somebody(&home, &["--version"])));
    chmod(&home.formation(), 0o555);
    for args in [
        &["new", "agent", "second", "--json"][..],
        &["new", "formation", "x-y-z", "--json", "-C", "../formation/x"],
    ] {
        let (code, stdout, stderr) = outcome(as_somebody(&home, args));
        assert!(matches!(code, 1 | 4), "{args:?}: {stdout}{stderr}");
        assert!(!error(&stderr)["hint"].is_null(), "{stderr}");
    }
    chmod(&home.formation(), 0o755);
    assert_eq!(files(&home.formation()), before);
}

/// Every way to make a component that needs no secret; with the files that it makes or changes.
const WAYS: &[(&[&str], &[&str])] = &[
    (&["agent", "second"], &["agents/second.afs", "formation.afs"]),
    (
        &["agent", "Second One", "--role", "reviewer", "--model", "muxi/echo", "--default"],
        &["agents/second-one.afs", "formation.afs"],
    ),
    (
        &["agent", "yes", "--system-message", "One: two.\n\n- #three \"four\"\n"],
        &["agents/yes.afs", "formation.afs"],
    ),
    (&["agent", "second", "--extension", "yaml"], &["agents/second.yaml", "formation.afs"]),
    (&["mcp", "web", "--endpoint", "https://mcp.example.com/x?y=1"], &["mcp/web.afs", "formation.afs"]),
    (
        &[
            "mcp",
            "web",
            "--type",
            "http",
            "--endpoint",
            "http://127.0.0.1:9/mcp",
            "--auth",
            "none",
            "--tool",
            "get_*",
        ],
        &["mcp/web.afs", "formation.afs"],
    ),
    (
        &["mcp", "run", "--command", "npx", "--arg=-y", "--arg", "a \"b\" 'c'"],
        &["mcp/run.afs", "formation.afs"],
    ),
    (&["mcp", "run", "--command", "npx", "--agent", "first"], &["mcp/run.afs", "formation.afs"]),
    (&["a2a", "billing", "--url", "https://billing.example.com"], &["a2a/billing.afs", "formation.afs"]),
    (&["sop", "Refund a customer"], &["sops/refund-a-customer.md"]),
    (
        &[
            "sop",
            "refund",
            "--mode",
            "template",
            "--tag",
            "money",
            "--tag",
            "a, b",
            "--step",
            "Look.\nTwice.",
        ],
        &["sops/refund.md"],
    ),
    (&["trigger", "disk-full"], &["triggers/disk-full.md"]),
    (
        &[
            "trigger",
            "disk-full",
            "--model",
            "muxi/echo",
            "--prompt",
            "The disk of ${{ data.host }} is full.",
        ],
        &["triggers/disk-full.md"],
    ),
    (&["skill", "PDF forms", "--license", "MIT"], &["skills/pdf-forms/SKILL.md"]),
];

#[test]
fn whatever_is_added_validates_for_both_targets() {
    for (args, written) in WAYS {
        for description in [None, Some("Does: \"this\" # and that \\ 100%")] {
            let takes = args[0] != "trigger";
            let home = Home::with(HERE);
            let mut all = vec!["new"];
            all.extend_from_slice(args);
            all.extend(
                description.filter(|_| takes).map(|text| ["--description", text]).into_iter().flatten(),
            );
            let (code, stdout, stderr) = home.run(&all);
            assert_eq!(code, 0, "{args:?}: {stderr}");
            assert_eq!(stdout.lines().collect::<Vec<_>>(), *written, "{args:?}");
            clean(&home, ".");
            // Nothing but the one line has changed in the formation.
            let after = text(&home, "formation.afs");
            let mut rest = after.lines();
            assert!(HERE.lines().all(|line| rest.any(|kept| kept == line)), "{after}");
        }
    }
}

#[test]
fn a_component_is_listed_where_the_formation_lists_its_kind() {
    let home = Home::with(HERE);
    let made = json(&home, &["new", "agent", "second", "--json"]);
    assert_eq!(
        made,
        json!({"kind": "agent", "id": "second", "name": "Second", "result": "made", "file": "agents/second.afs",
            "listed": {"file": "formation.afs", "key": "agents"}, "secrets": []})
    );
    assert!(text(&home, "formation.afs").ends_with("    description: Answers\n  - second\n"));
    let made =
        json(&home, &["new", "mcp", "web", "--endpoint", "https://x.example", "--auth", "basic", "--json"]);
    assert_eq!(made["secrets"], json!(["WEB_USERNAME", "WEB_PASSWORD"]));
    assert_eq!(made["listed"], json!({"file": "formation.afs", "key": "mcp.servers"}));
    let made = json(
        &home,
        &[
            "new",
            "a2a",
            "bank",
            "--url",
            "https://x.example",
            "--auth",
            "api-key",
            "--secret",
            "bank key",
            "--json",
        ],
    );
    assert_eq!(made["secrets"], json!(["BANK_KEY"]));
    assert_eq!(made["listed"]["key"], "a2a.outbound.services");
    // For one agent, in place and in a file of its own.
    let made = json(
        &home,
        &["new", "mcp", "a", "--command", "a", "--agent", "second", "--secret-env", "A_KEY", "--json"],
    );
    assert_eq!(made["listed"], json!({"file": "agents/second.afs", "key": "mcp_servers"}));
    let made = json(&home, &["new", "mcp", "b", "--command", "b", "--agent", "first", "--json"]);
    assert_eq!(made["listed"]["key"], "agents[0].mcp_servers");
    let made = json(&home, &["new", "mcp", "c", "--command", "c", "--no-register", "--json"]);
    assert_eq!(made["listed"], json!(null));
    let (code, stdout, _) = home.run(&["validate", "--json"]);
    let found: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    let codes: Vec<_> =
        found["diagnostics"].as_array().unwrap().iter().map(|d| d["code"].as_str().unwrap()).collect();
    let unset = codes.iter().filter(|code| **code == "secret-not-set").count();
    assert_eq!((code, unset, codes.len()), (0, 4, 5), "{codes:?}");
    assert!(codes.contains(&"component-not-declared"));
}

#[test]
fn what_takes_secrets_is_clean_once_they_are_set() {
    for (args, secrets) in [
        (&["mcp", "web", "--endpoint", "https://x.example", "--auth", "bearer"][..], &["WEB_TOKEN"][..]),
        (&["mcp", "web", "--endpoint", "https://x.example", "--auth", "api-key"], &["WEB_API_KEY"]),
        (
            &["mcp", "web", "--endpoint", "https://x.example", "--auth", "basic"],
            &["WEB_USERNAME", "WEB_PASSWORD"],
        ),
        (
            &[
                "mcp",
                "web",
                "--endpoint",
                "https://x.example",
                "--auth",
                "bearer",
                "--credential",
                "Git-Hub",
                "--hide-tool",
                "delete_*",
            ],
            &[],
        ),
        (&["mcp", "run", "--command", "run", "--secret-env", "one", "--secret-env", "TWO"], &["ONE", "TWO"]),
        (&["a2a", "bank", "--url", "https://x.example", "--auth", "bearer", "--secret", "B"], &["B"]),
        (&["a2a", "bank", "--url", "https://x.example", "--auth", "api-key"], &["BANK_API_KEY"]),
        (
            &["a2a", "bank", "--url", "https://x.example", "--auth", "basic"],
            &["BANK_USERNAME", "BANK_PASSWORD"],
        ),
    ] {
        let home = Home::with(HERE);
        let made = json(&home, &[&["new", "--json"], args].concat());
        assert_eq!(made["secrets"], json!(secrets));
        for name in secrets {
            home.ok(&["secrets", "add", name, "--generate"]);
        }
        let (code, stdout, stderr) = home.run(&["validate", "--deny", "warnings"]);
        assert_eq!((code, &*stdout), (0, ""), "{args:?}: {stderr}");
    }
}

#[test]
fn a_formation_that_writes_mcps_keeps_writing_it() {
    let home = Home::with(&HERE.replace("agents:", "mcps:\n  servers: [] # none yet\nagents:"));
    home.write("mcps/.gitkeep", "");
    let made = json(&home, &["new", "mcp", "web", "--endpoint", "https://x.example", "--json"]);
    assert_eq!((&made["file"], &made["listed"]["key"]), (&json!("mcps/web.afs"), &json!("mcps.servers")));
    clean(&home, ".");
    // An alias is as good as a model, and a server that is there can be used.
    let home = Home::with(&HERE.replace("  models:", "  aliases:\n    main: muxi/echo\n  models:"));
    home.ok(&["new", "mcp", "web", "--endpoint", "https://x.example"]);
    home.ok(&["new", "agent", "second", "--model", "main", "--mcp", "web"]);
    clean(&home, ".");
}

#[test]
fn what_is_there_is_not_lost() {
    let home = Home::with(HERE);
    home.ok(&["new", "agent", "second"]);
    let (code, _, stderr) =
        unchanged(&home, || home.run(&["new", "agent", "Second", "--role", "x", "--json"]));
    assert_eq!((code, &error(&stderr)["code"]), (4, &json!("component_exists")));
    assert!(error(&stderr)["hint"].as_str().unwrap().contains("--force"));
    let made = json(&home, &["new", "agent", "second", "--role", "x", "--force", "--json"]);
    assert_eq!((&made["result"], &made["listed"]), (&json!("replaced"), &json!(null)));
    assert_eq!(text(&home, "formation.afs").matches("second").count(), 1);
    // The id of an agent in place, and one that a file of another name has, are not to be forced.
    home.write("agents/other.yaml", "schema: \"1.0.0\"\nid: third\nname: Third\ndescription: x\n");
    for id in ["first", "third"] {
        let (code, _, stderr) = unchanged(&home, || home.run(&["new", "agent", id, "--force", "--json"]));
        assert_eq!((code, &error(&stderr)["code"]), (4, &json!("component_exists")), "{id}");
    }
    // A skill is a directory.
    home.ok(&["new", "skill", "forms"]);
    assert_eq!(unchanged(&home, || home.run(&["new", "skill", "forms", "--license", "MIT"])).0, 4);
}

#[test]
fn the_file_of_a_declared_component_is_made_and_a_cut_short_one_is_finished() {
    let home = Home::with(&HERE.replace("agents:\n", "agents:\n  - second\n"));
    let made = json(&home, &["new", "agent", "second", "--json"]);
    assert_eq!((&made["file"], &made["listed"]), (&json!("agents/second.afs"), &json!(null)));
    clean(&home, ".");
    // Killed before the formation was written: the same command again lists it.
    home.write("formation.afs", HERE);
    let made = json(&home, &["new", "agent", "second", "--json"]);
    assert_eq!((&made["result"], &made["listed"]["key"]), (&json!("made"), &json!("agents")));
    clean(&home, ".");
}

#[test]
fn what_does_not_exist_is_not_used() {
    let home = Home::with(HERE);
    home.ok(&["new", "mcp", "web", "--endpoint", "https://x.example"]);
    for (args, exit, code) in [
        (&["agent", "x", "--mcp", "wbe"][..], 3, "component_not_found"),
        (&["agent", "x", "--model", "gpt-4o"], 2, "bad_model"),
        (&["mcp", "x", "--command", "x", "--agent", "nobody"], 3, "component_not_found"),
        (&["mcp", "x", "--endpoint", "x.example"], 2, "bad_url"),
        (&["mcp", "x"], 7, "needs_input"),
        (&["mcp", "x", "--type", "command", "--endpoint", "https://x.example"], 2, "usage"),
        (&["a2a", "x"], 7, "needs_input"),
        (&["agent"], 7, "needs_input"),
        (&["agent", "muxi-generalist"], 2, "bad_name"),
        (
            &[
                "a2a",
                "x",
                "--url",
                "https://x.example",
                "--auth",
                "bearer",
                "--secret",
                "sk-proj-1234567890abcdef",
            ],
            2,
            "usage",
        ),
    ] {
        let mut all = vec!["new", "--json"];
        all.extend_from_slice(args);
        let (exited, stdout, stderr) = unchanged(&home, || home.run(&all));
        assert_eq!((exited, &*stdout), (exit, ""), "{args:?}: {stderr}");
        assert_eq!(error(&stderr)["code"], code, "{args:?}");
        assert!(!stderr.contains("sk-proj-1234"), "{stderr}");
    }
    home.ok(&["new", "agent", "x", "--mcp", "web"]);
    clean(&home, ".");
}

#[test]
fn a_formation_that_cannot_be_edited_is_left_alone() {
    for (formation, why) in [
        ("schema: [\n", "not the YAML"),
        ("schema: \"1.0.0\"\nid: x\nagents: {$include: other.afs}\n", "other.afs"),
        ("schema: \"1.0.0\"\nid: x\nagents: none\n", "agents"),
    ] {
        let home = Home::with(formation);
        home.write("other.afs", "- a\n");
        let (code, _, stderr) = unchanged(&home, || home.run(&["new", "agent", "second", "--json"]));
        let error = error(&stderr);
        assert_eq!((code, &error["code"]), (1, &json!("formation_not_editable")), "{error}");
        assert!(error["message"].as_str().unwrap().contains(why), "{error}");
        assert!(error["hint"].as_str().unwrap().contains("--no-register"), "{error}");
    }
    let home = Home::with(HERE);
    let long = "x".repeat(100_000);
    let args: Vec<_> =
        ["new", "sop", "long"].into_iter().chain([["--step", &long]; 11].into_iter().flatten()).collect();
    let (code, _, stderr) = unchanged(&home, || home.run(&args));
    assert!(code == 2 && stderr.contains("larger than 1 MiB"), "{stderr}");
}

#[test]
fn a_directory_that_leads_away_is_not_written_to() {
    let home = Home::with(HERE);
    std::fs::create_dir(home.path().join("elsewhere")).unwrap();
    std::os::unix::fs::symlink(home.path().join("elsewhere"), home.formation().join("agents")).unwrap();
    let (code, _, stderr) = home.run(&["new", "agent", "second", "--json"]);
    assert_eq!((code, &error(&stderr)["code"]), (4, &json!("path_outside")));
    assert_eq!(std::fs::read_dir(home.path().join("elsewhere")).unwrap().count(), 0);
}

#[test]
fn many_at_once_are_all_listed() {
    let home = Home::with(HERE);
    let names: Vec<_> = (0..8).map(|n| format!("agent-{n}")).collect();
    let start = |name: &String| home.process(&["new", "agent", name, "--quiet"]).spawn().unwrap();
    let children: Vec<_> = names.iter().map(start).collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    let formation = text(&home, "formation.afs");
    assert!(names.iter().all(|name| formation.contains(&format!("  - {name}\n"))), "{formation}");
    clean(&home, ".");
}

#[test]
#[cfg(feature = "serve")]
fn a_new_formation_answers() {
    let home = Home::empty();
    home.ok(&["new", "formation", "my-bot", "--model", "muxi/echo", "--template", "team", "--dir", "."]);
    let server = crate::support::Server::start(&home, &[]);
    let answer = server.chat("me", &json!({"message": "Hello", "stream": false})).json();
    assert_eq!(answer["data"]["message"]["content"], "You said: Hello");
    assert_eq!(server.stop().0, Some(0));
}

#[test]
fn a_secret_that_is_answered_is_neither_written_nor_repeated() {
    const KEY: &str = "sk-proj-7f3a9c51e8d2b604Abcdef0123456789";
    let home = Home::with(HERE);
    let url = format!("https://me:{KEY}@mcp.example/x");
    for args in [
        &["mcp", "tools", "--command", "npx", "--arg", KEY][..],
        &["mcp", "tools", "--endpoint", &url],
        &["agent", "writer", "--description", KEY],
        &["agent", "writer", "--model", KEY],
        &["agent", KEY],
        &["sop", "refund", "--description", KEY],
        &["formation", "other", "--dir", "../other", "--description", KEY],
    ] {
        let (code, stdout, stderr) =
            unchanged(&home, || home.run(&[&["new"], args, &["--no-input", "--json"]].concat()));
        assert_eq!((code, &*stdout), (4, ""), "{args:?}: {stderr}");
        assert!(stderr.contains("literal_secret") && !stderr.contains(KEY), "{stderr}");
    }
}
